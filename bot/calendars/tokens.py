"""Exchange authorisation codes and refresh tokens for access tokens, and reuse access tokens."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from yarl import URL

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.calendars.providers import Provider
from bot.intake.json_http import HttpAnswer
from bot.platform.oauth_errors import ERROR_CODE
from bot.platform.payload import at, maybe
from handlers.sources.ports import SourceFailed
from storage import mail

log = structlog.get_logger()

RENEWED_BEFORE = timedelta(minutes=2)  # an access token is replaced this long before it expires
MAX_LIFETIME = 24 * 60 * 60  # seconds
MAX_TOKENS = 20_000  # access tokens in memory
MAX_TOKEN = 16_384  # characters of one token
# With these error codes, the grant has ended. Only the calendar's owner or their organisation can
# renew it.
ENDED = ("invalid_grant", "interaction_required", "consent_required", "login_required")
# With these error codes, our id or secret is wrong, or our app has lost its permission. An
# administrator has to act.
OUR_FAULT = ("invalid_client", "unauthorized_client", "access_denied", "invalid_scope")


@dataclass(frozen=True)
class Grant:
    """The tokens that a provider gave us for one person's calendar.

    `refresh` and `address` (the email address of the person who signed in) are "" if the provider
    does not give them.
    """

    access: str = field(repr=False)
    expires_at: datetime  # when `access` expires (UTC)
    refresh: str = field(repr=False)
    scopes: str
    address: str


class CodeRefused(Exception):
    """The provider refused an authorisation code.

    `code` is the provider's error code or, without one, the HTTP status ("status 400").
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CalendarTokens:
    """The tokens of one provider. Access tokens are kept only in memory."""

    def __init__(self, provider: Provider, http: ProviderClient, clock: Clock) -> None:
        self.provider = provider
        self.http = http
        self._clock = clock
        self._kept: OrderedDict[str, Grant] = OrderedDict()

    async def exchange(self, code: str, verifier: str, redirect: str) -> Grant:
        """Exchange a code for tokens. Raises CodeRefused or SourceFailed."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": redirect,
        }
        answer = await self._post(form)
        grant = self._grant(answer)
        if grant is None:
            raise CodeRefused(_code(answer))
        return grant

    async def get(self, refresh: str) -> Grant:
        """Return an access token for this refresh token, and the refresh token to store.

        Raises SourceFailed. Its `trouble` is "disconnected" if the owner or their organisation
        ended the grant.
        """
        key = _key(refresh)
        kept = self._kept.get(key)
        if kept and kept.expires_at > self._clock.now() + RENEWED_BEFORE:
            self._kept.move_to_end(key)
            return kept
        newest = kept.refresh if kept else refresh
        answer = await self._post({"grant_type": "refresh_token", "refresh_token": newest})
        grant = self._grant(answer)
        if grant is None:
            raise _failure(answer)
        grant = replace(grant, refresh=grant.refresh or newest)
        # Callers pass the old refresh token until they have stored the new one. So we keep the
        # grant under both.
        for one in {key, _key(grant.refresh)}:
            self._kept[one] = grant
        while len(self._kept) > MAX_TOKENS:
            self._kept.popitem(last=False)
        return grant

    def forget(self, refresh: str) -> None:
        """Stop using an access token that the provider rejected. `refresh` is its refresh token."""
        key = _key(refresh)
        if kept := self._kept.get(key):
            self._kept[key] = replace(kept, expires_at=self._clock.now())

    async def revoke(self, refresh: str) -> None:
        """Revoke a refresh token, if the provider supports that. Raises SourceFailed."""
        self._kept.pop(_key(refresh), None)
        if self.provider.revoke_url:
            answer = await self.http.post(URL(self.provider.revoke_url), {"token": refresh})
            if answer.status == 429 or answer.status >= 500:
                raise SourceFailed("no answer", answer.wait)

    async def _post(self, form: Mapping[str, str]) -> HttpAnswer:
        """Send a form to the provider's token address, with our id and secret."""
        ours = {
            "client_id": self.provider.client_id,
            "client_secret": self.provider.client_secret.get_secret_value(),
        }
        return await self.http.post(URL(self.provider.tokens_url), {**form, **ours})

    def _grant(self, answer: HttpAnswer) -> Grant | None:
        """Return the tokens in an answer, or None if it has none that we can use.

        Raise SourceFailed for status 429 or 5xx.
        """
        access, seconds = maybe(answer.body, "access_token"), at(answer.body, "expires_in")
        refresh = maybe(answer.body, "refresh_token")
        if answer.status != 200 or not access or type(seconds) is not int:
            if answer.status == 429:
                raise SourceFailed("asked to wait", answer.wait)
            if answer.status >= 500:
                raise SourceFailed("no answer", answer.wait)
            return None
        if any(len(one) > MAX_TOKEN or not one.isprintable() for one in (access, refresh)):
            return None
        lifetime = timedelta(seconds=max(0, min(seconds, MAX_LIFETIME)))
        return Grant(
            access=access,
            expires_at=self._clock.now() + lifetime,
            refresh=refresh,
            scopes=maybe(answer.body, "scope"),
            address=_address(maybe(answer.body, "id_token"), self.provider.client_id),
        )


def _failure(answer: HttpAnswer) -> SourceFailed:
    """Return why the provider issued no token."""
    code = _code(answer)
    if code in ENDED:
        return SourceFailed("disconnected")
    if code in OUR_FAULT:
        log.error("calendar sign-in refused our app", code=code)
        return SourceFailed("no permission")
    return SourceFailed("no answer", answer.wait)


def _code(answer: HttpAnswer) -> str:
    code = maybe(answer.body, "error")
    return code if ERROR_CODE.fullmatch(code) else f"status {answer.status}"


def _address(id_token: str, audience: str) -> str:
    """Return the email address of the person who signed in, from an id token, or "".

    The token comes from the provider over TLS, so its signature is not checked.
    """
    import jwt  # noqa: PLC0415 - only sign-ins and refreshes need it, and it is large

    try:
        claims = jwt.decode(id_token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError):
        return ""
    if claims.get("aud") != audience:
        return ""
    found = claims.get("email") or claims.get("preferred_username")
    if not isinstance(found, str) or not found.isprintable() or len(found) >= 255:
        return ""
    return mail.normalised(found) or found


def _key(refresh: str) -> str:
    return sha256(refresh.encode(errors="replace")).hexdigest()
