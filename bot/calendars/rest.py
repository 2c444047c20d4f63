"""What reading a Google and a Microsoft calendar have in common: change token and plain read.

A provider's sync token or delta link is used as a change token only: it says that something has
changed. What it returns has no time window, or lacks titles and guests. So after a change, the
window is read plainly: all its events, page after page. Only a read that reached its last page
counts.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from bot.base.clock import Clock
from bot.calendars.http import ProviderAnswer
from bot.calendars.mailbox import Mailbox
from bot.platform.payload import at, maybe
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent, CalendarRead

SECONDS = 120.0  # for one read, with all its pages; the poller ends it sooner, after 60
MAX_PAGES = 60  # of one list
MAX_REVISION = 2**31
IN_A_TURN = 20  # events that are read without a break: a few milliseconds
TRIES = 2  # a second one if the token, or a page, has expired


class Expired(Exception):
    """A token or a page is no longer valid, so that the read has to start anew."""


@dataclass(frozen=True)
class Cursor:
    """What a read continues from. All times are UTC."""

    change_token: str  # the sync token or delta link; "" if there is none
    token_since: datetime  # when it was made
    token_until: datetime  # it covers events before this
    read_at: datetime  # the last plain read, and its window
    since: datetime
    until: datetime
    # Whether to read the window once more, because the provider may still have been applying the
    # change that the token reported.
    again: bool

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """The cursor in a text that `__str__` has made; None if the text is empty or unknown."""
        try:
            found = json.loads(text)
            times = {name: datetime.fromtimestamp(found[name], UTC) for name in _TIMES}
            return cls(change_token=str(found["change_token"]), again=bool(found["again"]), **times)
        except (ValueError, KeyError, TypeError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        """This cursor as text."""
        times = {name: getattr(self, name).timestamp() for name in _TIMES}
        return json.dumps({"change_token": self.change_token, "again": self.again, **times})


_TIMES = ("token_since", "token_until", "read_at", "since", "until")


class RestCalendar(ABC):
    """One person's calendar at a provider, read through its REST API."""

    # The window is read plainly at least this often: a change may go unnoticed, and time passes.
    plain_after: ClassVar[timedelta]
    token_lasts: ClassVar[timedelta]  # how long a token is used before a new one is fetched
    token_ahead: ClassVar[timedelta]  # how far beyond the window changes are noticed

    def __init__(self, mailbox: Mailbox, cursor: str, clock: Clock) -> None:
        self.mailbox = mailbox
        self._cursor = cursor
        self._clock = clock

    @property
    def new_secret(self) -> str | None:
        """The refresh token to store from now on; None if the provider has not replaced it."""
        return self.mailbox.replaced

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Every event that starts at or after `since` and before `until` (both UTC).

        None if nothing has changed since the read that returned the cursor. Raises SourceFailed
        if the read is not complete.
        """
        last = Cursor.parsed(self._cursor)
        try:
            async with asyncio.timeout(SECONDS):
                for _ in range(TRIES):
                    try:
                        return await self._read(last, since, until)
                    except Expired:
                        last = None
        except TimeoutError:
            raise SourceFailed("no answer") from None
        raise SourceFailed("no answer")

    async def _read(
        self, last: Cursor | None, since: datetime, until: datetime
    ) -> CalendarRead | None:
        now = self._clock.now()
        new = Cursor("", now, until + self.token_ahead, now, since, until, again=True)
        if last and until <= last.token_until and now < last.token_since + self.token_lasts:
            change_token, changed = (
                await self.listen(last.change_token) if last.change_token else ("", True)
            )
            if not (changed or self._is_due(last, since, until, now)):
                return None
            new = replace(
                new, token_since=last.token_since, token_until=last.token_until, again=changed
            )
        else:
            # The token comes first, so that it notices what changes during the plain read.
            change_token = await self._new_token(since, new.token_until)
        found = await self.window(since, until)
        events = tuple(one for one in found if since <= one.starts_at < until)
        return CalendarRead(
            events, str(replace(new, change_token=change_token)), owners=(self.mailbox.owner,)
        )

    async def _new_token(self, since: datetime, until: datetime) -> str:
        """A new change token; "" if this permission allows none: then every read is a plain one."""
        try:
            return await self.start_listening(since, until)
        except SourceFailed as failed:
            if failed.trouble == "no permission":
                return ""
            raise

    def _is_due(self, last: Cursor, since: datetime, until: datetime, now: datetime) -> bool:
        """Whether to read the window plainly though no change was noticed."""
        return (
            last.again
            or now >= last.read_at + self.plain_after
            or until >= last.until + self.plain_after
            or since < last.since
        )

    @abstractmethod
    async def start_listening(self, since: datetime, until: datetime) -> str:
        """A new change token. Raises Expired or SourceFailed."""

    @abstractmethod
    async def listen(self, change_token: str) -> tuple[str, bool]:
        """The next change token, and whether anything changed. Raises Expired or SourceFailed."""

    @abstractmethod
    async def window(self, since: datetime, until: datetime) -> Sequence[CalendarEvent]:
        """All events that overlap this span, each once. Raises Expired or SourceFailed."""


def items(answer: ProviderAnswer, name: str) -> list[object]:
    """The list of this name in an answer. Raises SourceFailed if there is none."""
    found = at(answer.body, name)
    if not isinstance(found, list):
        raise SourceFailed("not a calendar")
    return found


async def in_turns(found: Sequence[object]) -> AsyncIterator[object]:
    """Each of these; after some of them, other work of the process goes first."""
    for place, one in enumerate(found, start=1):
        if place % IN_A_TURN == 0:
            await asyncio.sleep(0)
        yield one


def utc(written: str) -> datetime:
    """A moment that a provider wrote, which is in UTC unless it has an offset.

    Raises SourceFailed for anything else: without this event, the read would not be complete.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise SourceFailed("not a calendar") from None
    return in_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC. At the very start of year 1 or end of 9999, it may be hours off."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def stated(written: str) -> datetime | None:
    """When a provider says that an event was changed (UTC); None if it does not say."""
    try:
        return utc(written)
    except SourceFailed:
        return None


def revision(written: object) -> int | None:
    """An event's sequence number; None if there is none."""
    if isinstance(written, int) and 0 <= written < MAX_REVISION:
        return int(written)
    return None


def link(*written: str) -> str:
    """The first of these that is a web address; "" if none is."""
    return next((one for one in written if one.startswith(("https://", "http://"))), "")


def id_of(item: object) -> str:
    """An event's id. Raises SourceFailed if it has none."""
    found = maybe(item, "id")
    if not found:
        raise SourceFailed("not a calendar")
    return found
