"""Connect a calendar by signing in at its provider, with an authorization code and PKCE.

People allow access to their Google Meet transcripts in the same way, with a separate link.

A link works once, and for ten minutes. A visitor may open another person's link by mistake. So the
page shows the name of the person who asked for the link, and the visitor must confirm. If the
account has the email address of the person who asked, no confirmation is needed.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from hashlib import sha256
from secrets import token_urlsafe

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession
from yarl import URL

from bot.base.clock import Clock
from bot.calendars.google import GoogleCalendar
from bot.calendars.http import ProviderClient
from bot.calendars.mailbox import Mailbox
from bot.calendars.microsoft import MicrosoftCalendar
from bot.calendars.providers import Provider
from bot.calendars.rest import RestCalendar
from bot.calendars.tokens import CalendarTokens, CodeRefused, Grant
from bot.platform.oauth_errors import ERROR_CODE
from handlers.admission import Admission
from handlers.sources.calendars.calendar_limit import TooManyCalendars, make_room
from handlers.sources.ports import SourceFailed
from storage import mail
from storage.choices import CalendarKind, SignInKind
from storage.customers import suppressed_names
from storage.database.connection import Database
from storage.meetings import calendar_sign_ins, calendars
from storage.meetings.calendar_sign_ins import LASTS, SignIn
from storage.sources import transcript_consents
from storage.tables import Person
from storage.workspace import people

log = structlog.get_logger()

CALENDARS: dict[CalendarKind, type[RestCalendar]] = {
    "google": GoogleCalendar,
    "microsoft": MicrosoftCalendar,
}
MAX_CODE = 4_096  # characters
REVOKED_AT_ONCE = 20  # `revoke_unused` takes at most this many tokens at once
# If the provider does not answer when we revoke a token, try again after this time.
RETRIED_AFTER = timedelta(hours=1)


class SignInStep(Enum):
    """The result of a visit to our pages."""

    CONNECTED = auto()
    CONFIRM = auto()  # the person has to confirm the account
    # Either the link was used, has expired or never existed. Or the person who asked for the link
    # can't use Attune now.
    STALE = auto()
    DENIED = auto()  # no usable code: usually, the person or their organisation refused
    UNTICKED = auto()  # the person did not give the permission that we asked for
    REFUSED = auto()  # the provider did not accept the code, or gave no refresh token
    NO_ANSWER = auto()
    FAILED = auto()  # something failed on our side
    LIMIT_REACHED = auto()  # the person has connected as many calendars as we allow
    DROPPED = auto()  # the person chose not to connect the account


@dataclass(frozen=True)
class Visit:
    """What a page shows after a visit. `value` is the one-time value that confirms the account."""

    step: SignInStep
    address: str = ""  # the account's email address, or the provider's name if we don't know it
    person: str = ""  # the name of the person who asked for the link
    value: str = field(default="", repr=False)
    replaced: str = ""  # the label of the broken calendar that the new calendar replaced


class SignIns:
    """Signs people in at the providers that are set up."""

    def __init__(
        self,
        providers: Mapping[SignInKind, Provider],
        public_url: str,
        database: Database,
        clock: Clock,
        *,
        http: ProviderClient | None = None,
        admission: Admission | None = None,
    ) -> None:
        """`public_url` is where browsers reach us, without a trailing slash."""
        self.http = http or ProviderClient()
        self.tokens = {
            kind: CalendarTokens(provider, self.http, clock) for kind, provider in providers.items()
        }
        self._public_url = public_url
        self._database = database
        self._clock = clock
        self._admission = admission or Admission()

    @property
    def kinds(self) -> tuple[CalendarKind, ...]:
        """The kinds of calendars that people can connect."""
        return tuple(one for one in CALENDARS if one in self.tokens)

    @property
    def callbacks(self) -> tuple[SignInKind, ...]:
        """The kinds that have a callback page."""
        return tuple(self.tokens)

    def openers(self) -> Iterator[tuple[CalendarKind, Callable[[str, str], RestCalendar]]]:
        """Yield each kind with a function that opens a calendar from its token and cursor."""
        for kind in self.kinds:
            yield kind, partial(_open, CALENDARS[kind], self.tokens[kind], self._clock)

    async def link_for(
        self, session: AsyncSession, person: Person, kind: SignInKind, now: datetime
    ) -> str:
        """Return a link for this person to sign in. It works once, and for ten minutes.

        `now` (UTC) is the time on the clock of the person's platform. In the playground, this clock
        may be ahead of the real time.

        Raises KeyError if the kind is not set up, and NoKey without an encryption key.
        """
        provider = self.tokens[kind].provider
        state, verifier = token_urlsafe(32), token_urlsafe(48)
        asked = SignIn(person.tenant, person.id, kind, verifier, now)
        await calendar_sign_ins.store(session, state, asked, self._clock.now() + LASTS)
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode()
        query = {
            "response_type": "code",
            "client_id": provider.client_id,
            "redirect_uri": self._redirect(kind),
            "scope": f"{provider.permission} {provider.others}",
            "state": state,
            "code_challenge": digest.rstrip("="),
            "code_challenge_method": "S256",
            **provider.sign_in_parameters,
        }
        return str(URL(provider.sign_in_url).with_query(query))

    async def finish(self, kind: SignInKind, query: Mapping[str, str]) -> Visit:
        """Finish a sign-in, or ask for a confirmation, when the provider sends the person back."""
        if kind not in self.tokens:
            return Visit(SignInStep.STALE)
        asked = await self._use(query.get("state", ""), kind)
        # Only a sign-in that waits for confirmation has an address.
        if asked is None or asked.address:
            return Visit(SignInStep.STALE)
        code = query.get("code", "")
        if not code or len(code) > MAX_CODE:
            error = query.get("error", "")
            log.info(
                "calendar sign-in denied",
                kind=kind,
                code=error if ERROR_CODE.fullmatch(error) else "",
            )
            return Visit(SignInStep.DENIED)
        try:
            grant = await self.tokens[kind].exchange(code, asked.secret, self._redirect(kind))
        except CodeRefused as refused:
            log.warning("calendar code refused", kind=kind, code=refused.code)
            return Visit(SignInStep.REFUSED)
        except SourceFailed:
            return Visit(SignInStep.NO_ANSWER)
        return await self._accept(asked, grant)

    async def confirm(self, kind: SignInKind, value: str, *, yes: bool) -> Visit:
        """Connect or drop the account, depending on the person's answer."""
        asked = await self._use(value, kind) if kind in self.tokens else None
        if asked is None or not asked.address:
            return Visit(SignInStep.STALE)
        if not yes:
            await self._revoke(asked)
            return Visit(SignInStep.DROPPED)
        async with self._database.write(asked.tenant) as session:
            visit = await _connect(session, await self._person(session, asked), asked)
        return await self._revoke_unless_used(visit, asked)

    async def revoke_unused(self) -> None:
        """Revoke tokens of accounts that were disconnected or not confirmed."""
        async with self._database.write() as session:
            now = self._clock.now()
            old = await calendar_sign_ins.take_expired(session, now, REVOKED_AT_ONCE)
        for one in old:
            await self._revoke(one)

    async def _use(self, value: str, kind: SignInKind) -> SignIn | None:
        """Return the open sign-in that this value belongs to, and end it.

        Return None if the value belongs to no open sign-in.
        """
        now = self._clock.now()
        # Check without a write lock first, so that made-up values do not hold up other writers.
        async with self._database.read() as session:
            if not await calendar_sign_ins.is_open(session, value, now):
                return None
        async with self._database.write() as session:
            return await calendar_sign_ins.use(session, value, kind, now)

    async def _accept(self, asked: SignIn, grant: Grant) -> Visit:
        """Connect the account, or store it until the person confirms it."""
        provider = self.tokens[asked.kind].provider
        signed_in = replace(asked, secret=grant.refresh, address=grant.address or provider.name)
        if not provider.permits(grant.scopes):
            return await self._revoke_unless_used(Visit(SignInStep.UNTICKED), signed_in)
        if not grant.refresh:
            log.warning("calendar sign-in gave no refresh token", kind=asked.kind)
            return Visit(SignInStep.REFUSED)
        async with self._database.write(asked.tenant) as session:
            person = await self._person(session, asked)
            is_own = person and person.email and person.email == mail.normalised(grant.address)
            if person is None or is_own:
                visit = await _connect(session, person, signed_in)
            else:
                value = token_urlsafe(32)
                await calendar_sign_ins.store(session, value, signed_in, self._clock.now() + LASTS)
                visit = Visit(SignInStep.CONFIRM, signed_in.address, person.name, value)
        return await self._revoke_unless_used(visit, signed_in)

    async def _person(self, session: AsyncSession, asked: SignIn) -> Person | None:
        """Lock and return the person who asked for a link, or None if they can't use Attune now."""
        person = await people.by_id(session, asked.tenant, asked.person_id)
        if person is None or person.unreachable or not self._admission.admits(person.standing):
            return None
        await people.lock(session, person)
        return person

    async def _revoke_unless_used(self, visit: Visit, signed_in: SignIn) -> Visit:
        """Revoke the account's token unless we need it after this visit. Return the visit."""
        if visit.step not in (SignInStep.CONNECTED, SignInStep.CONFIRM):
            await self._revoke(signed_in)
        return visit

    async def _revoke(self, old: SignIn) -> None:
        """Revoke a token, unless its account is still in use.

        Revoking a token ends all tokens of the account. So we do nothing in these cases:

        - The account is connected.
        - Another sign-in to the account waits to be confirmed.
        - Another sign-in to the account waits to be revoked, which will end this token too.

        If the provider does not answer, we try again after `RETRIED_AFTER`.
        """
        if old.kind not in self.tokens or not old.secret:
            return
        async with self._database.read() as session:
            for kind in _of_same_app(old.kind):
                if await _is_connected(session, kind, old.address):
                    return
                if await calendar_sign_ins.is_waiting(session, kind, old.address):
                    # When the waiting sign-in expires, we revoke its token.
                    return
        try:
            await self.tokens[old.kind].revoke(old.secret)
        except SourceFailed as failed:
            log.info(
                "calendar token not revoked yet",
                kind=old.kind,
                person=old.person_id,
                trouble=failed.trouble,
            )
            async with self._database.write(old.tenant) as session:
                again = self._clock.now() + RETRIED_AFTER
                await calendar_sign_ins.store(session, token_urlsafe(), old, again)

    def _redirect(self, kind: SignInKind) -> str:
        return f"{self._public_url}/calendar/{kind}/callback"


def _of_same_app(kind: SignInKind) -> tuple[SignInKind, ...]:
    """Return the kinds that share an app with this kind, and the kind itself.

    If we revoke an account's token for one of these kinds, its tokens for the others end too.
    """
    return ("google", "meet") if kind in ("google", "meet") else (kind,)


async def _is_connected(session: AsyncSession, kind: SignInKind, address: str) -> bool:
    if kind == "meet":
        return await transcript_consents.is_connected(session, address)
    return await calendars.is_connected(session, kind, address)


def _open(
    calendar: type[RestCalendar], tokens: CalendarTokens, clock: Clock, refresh: str, cursor: str
) -> RestCalendar:
    return calendar(Mailbox(tokens, refresh), cursor, clock)


async def _connect(session: AsyncSession, person: Person | None, signed_in: SignIn) -> Visit:
    """Store the calendar, or the access to transcripts.

    - If the account is connected already, its calendar gets the new token.
    - If the account is not connected yet, and the person has as many calendars as we allow, replace
      a broken calendar. If none is broken, connect nothing.
    """
    if person is None:
        return Visit(SignInStep.STALE)
    kind, address, now = signed_in.kind, signed_in.address, signed_in.asked_at
    if kind == "meet":
        await transcript_consents.give(
            session, person, "google", now, secret=signed_in.secret, label=address
        )
        log.info("transcripts allowed", kind=kind)
        return Visit(SignInStep.CONNECTED, address)
    owned = await calendars.of_person(session, person, locked=True)
    same = [one for one in owned if (one.kind, one.label) == (kind, address)]
    replaced = None
    for one in same:
        calendars.replace_secret(session, one, now, secret=signed_in.secret)
    if not same:
        try:
            replaced = await make_room(session, person, owned, now)
        except TooManyCalendars:
            return Visit(SignInStep.LIMIT_REACHED)
        await calendars.connect(
            session, person, now, kind=kind, secret=signed_in.secret, label=address
        )
    person.email = person.email or mail.normalised(address)
    await suppressed_names.forget_colleague(session, person.tenant, person.email)
    log.info("calendar connected", kind=kind)
    return Visit(SignInStep.CONNECTED, address, replaced=replaced.label if replaced else "")
