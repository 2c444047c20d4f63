"""What the stand-ins of Google and Microsoft have in common: sign-in, tokens, and faults to order.

They are stricter than the real ones: an unknown parameter, a changed one, or too many requests at
once are refused, and `complaints` says why.
"""

import asyncio
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, ClassVar, Self

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.base.clock import FixedClock
from bot.calendars.providers import Provider

Json = dict[str, Any]
Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]

ACCESS_LASTS = timedelta(hours=1)
CODE_LASTS = timedelta(minutes=5)
AT_ONCE = 4


@dataclass
class Consent:
    """What one account gave our app permission for."""

    account: str
    scopes: str
    challenge: str = ""
    redirect: str = ""
    given_at: datetime | None = None
    code_used: bool = False
    revoked: bool = False
    access: dict[str, datetime] = field(default_factory=dict)  # until when each token is valid


class ProviderStandIn:
    """A provider on loopback, by a clock of its own."""

    asked: ClassVar[frozenset[str]]  # the parameters of the page where people give permission
    rotates: ClassVar[bool]  # whether each refresh gives a new refresh token
    address_claim: ClassVar[str]  # where an id token has the account's address

    def __init__(self, provider: Provider, clock: FixedClock, redirect: str) -> None:
        self.clock = clock
        self.redirect = redirect
        self.account = "lena@northwind.example"  # who signs in
        self.unticked = ""  # a scope that they leave out
        self.answers = "yes"  # or the error code with which they are sent back
        self.gives_refresh = True
        self.page_size = 2  # items on a page
        self.requests: list[web.Request] = []  # to the calendar
        self.refreshes = 0
        self.revocations = 0
        self.complaints: list[str] = []
        self.faults: deque[Fault | None] = deque()  # one for each of the next requests
        self.revoking: list[Fault] = []  # the same, for requests to revoke
        self.closing = asyncio.Event()
        self._number = count(1)
        self._codes: dict[str, Consent] = {}
        self._refresh: dict[str, Consent] = {}
        self._replaced: set[str] = set()  # refresh tokens that work no more, as one day they will
        self._running = 0
        self._real = provider
        app = web.Application()
        app.add_routes(
            [
                web.get("/authorize", self._authorize),
                web.post("/token", self._token),
                web.post("/revoke", self._revoke),
                web.get("/api/{path:.*}", self._calendar),
            ]
        )
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._server.close()

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def provider(self) -> Provider:
        """The provider, at this address."""
        return replace(
            self._real,
            sign_in_url=f"{self.origin}/authorize",
            tokens_url=f"{self.origin}/token",
            revoke_url=f"{self.origin}/revoke" if self._real.revoke_url else "",
            api_url=f"{self.origin}/api",
        )

    def consent(self) -> str:
        """Give our app permission without a browser; the refresh token."""
        given = Consent(self.account, f"{self._real.permission} {self._real.others}")
        return self._new_refresh(given)

    def take_back(self) -> None:
        """The owner, or an administrator, ends every consent."""
        for one in self._refresh.values():
            one.revoked = True

    def expire_access(self) -> None:
        """Every access token given so far ends now."""
        for one in self._refresh.values():
            one.access = dict.fromkeys(one.access, self.clock.now())

    def is_valid(self, refresh: str) -> bool:
        """Whether a refresh token still works."""
        known = refresh in self._refresh and refresh not in self._replaced
        return known and not self._refresh[refresh].revoked

    # signing in

    async def _authorize(self, request: web.Request) -> web.Response:
        query = request.query
        known = self.asked | {
            *("response_type", "client_id", "redirect_uri", "scope", "state"),
            *("code_challenge", "code_challenge_method"),
        }
        wrong = (
            set(query) != known
            or len(query) != len(known)
            or query["response_type"] != "code"
            or query["client_id"] != self._real.client_id
            or query["code_challenge_method"] != "S256"
            or len(query["code_challenge"]) != 43
            or len(query["state"]) < 32
            or any(query[name] != self._real.sign_in_parameters[name] for name in self.asked)
        )
        if wrong:
            return self.refuse(f"authorize: {sorted(set(query) ^ known)}")
        if query["redirect_uri"] != self.redirect:
            return web.Response(status=400, text="redirect_uri_mismatch")
        back = {"state": query["state"]}
        if self.answers != "yes":
            return _redirect(query["redirect_uri"], {**back, "error": self.answers})
        scopes = " ".join(one for one in query["scope"].split() if one != self.unticked)
        code = f"code-{next(self._number)}"
        self._codes[code] = Consent(
            self.account, scopes, query["code_challenge"], query["redirect_uri"], self.clock.now()
        )
        return _redirect(query["redirect_uri"], {**back, "code": code})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        ours = form.pop("client_id", ""), form.pop("client_secret", "")
        if ours != (self._real.client_id, self._real.client_secret.get_secret_value()):
            return web.json_response({"error": "invalid_client"}, status=401)
        match form:
            case {"grant_type": "authorization_code", **rest}:
                return self._exchange(rest)
            case {"grant_type": "refresh_token", "refresh_token": token, **rest} if not rest:
                return self._renew(token)
        return self.refuse(f"token: {sorted(form)}")

    def _exchange(self, form: Mapping[str, str]) -> web.Response:
        if set(form) != {"code", "code_verifier", "redirect_uri"}:
            return self.refuse(f"token: {sorted(form)}")
        found = self._codes.get(form["code"])
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest())
        if (
            found is None
            or found.code_used
            or found.redirect != form["redirect_uri"]
            or found.challenge != challenge.decode().rstrip("=")
            or found.given_at is None
            or self.clock.now() > found.given_at + CODE_LASTS
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        found.code_used = True
        extra = {"refresh_token": self._new_refresh(found)} if self.gives_refresh else {}
        return self._access(found, extra)

    def _renew(self, token: str) -> web.Response:
        self.refreshes += 1
        found = self._refresh.get(token)
        if found is None or found.revoked or token in self._replaced:
            return web.json_response({"error": "invalid_grant"}, status=400)
        if self.rotates:
            self._replaced.add(token)
        extra = {"refresh_token": self._new_refresh(found)} if self.rotates else {}
        return self._access(found, extra)

    def _access(self, consent: Consent, extra: Json) -> web.Response:
        token = f"access-{next(self._number)}"
        consent.access[token] = self.clock.now() + ACCESS_LASTS
        seconds = int(ACCESS_LASTS.total_seconds())
        claims = {"aud": self._real.client_id, self.address_claim: consent.account}
        signed = jwt.encode(claims, "unchecked-key-of-the-stand-in-32-bytes", "HS256")
        body = {"access_token": token, "expires_in": seconds, "id_token": signed}
        return web.json_response({**body, "scope": consent.scopes, **extra})

    def _new_refresh(self, consent: Consent) -> str:
        token = f"refresh-{next(self._number)}"
        self._refresh[token] = consent
        return token

    async def _revoke(self, request: web.Request) -> web.StreamResponse:
        self.revocations += 1
        if self.revoking:
            return await self.revoking.pop()(request)
        token = str((await request.post()).get("token", ""))
        if not self.is_valid(token):
            return web.json_response({"error": "invalid_token"}, status=400)
        account = self._refresh[token].account
        for one in self._refresh.values():  # all that our app got from this account
            one.revoked = one.revoked or one.account == account
        return web.json_response({})

    # the calendar

    async def _calendar(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        self._running += 1
        try:
            await asyncio.sleep(0)  # so that requests can overlap
            if self._running > AT_ONCE:
                return self.refuse("too many requests at once")
            if fault := self.faults.popleft() if self.faults else None:
                return await fault(request)
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if not (consent := self._consent(bearer)):
                return self.unauthorized()
            if not self._real.permits(consent.scopes):
                return self.forbidden()
            return self.answer(request)
        finally:
            self._running -= 1

    def _consent(self, access: str) -> Consent | None:
        """The consent behind an access token that is valid now."""
        now = self.clock.now()
        given = (one for one in self._refresh.values() if not one.revoked)
        return next((one for one in given if one.access.get(access, now) > now), None)

    def unauthorized(self) -> web.Response:
        """The answer to an access token that is not valid."""
        raise NotImplementedError

    def forbidden(self) -> web.Response:
        """The answer to a token without the permission that the request needs."""
        raise NotImplementedError

    def answer(self, request: web.Request) -> web.Response:
        """The answer of the calendar."""
        raise NotImplementedError

    def refuse(self, why: str) -> web.Response:
        """Refuse a request that is not as it has to be."""
        self.complaints.append(why)
        return web.json_response({"error": {"code": "badRequest", "message": why}}, status=400)

    async def drip(self, request: web.Request) -> web.StreamResponse:
        """A fault: the answer begins, and never ends."""
        response = web.StreamResponse()
        response.content_length = 1_000
        await response.prepare(request)
        await response.write(b"{")
        await self.closing.wait()
        return response


def failing(status: int, body: object = None, **headers: str) -> Fault:
    """A fault: this answer instead of the calendar's."""

    async def fault(_: web.Request) -> web.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(body or {}, status=status, headers=named)

    return fault


def _redirect(to: str, query: Json) -> web.Response:
    return web.Response(status=302, headers={"Location": str(URL(to).with_query(query))})
