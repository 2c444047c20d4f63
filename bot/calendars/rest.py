"""Read a Google or Microsoft calendar: watch for changes, then read the whole window.

We use a provider's sync token or delta link, our "change token", only to learn that something has
changed. We do not use the list of changes itself: Google's list is not limited to our window, and
Microsoft's list leaves out titles and guests. So after a change, we make a plain read: we read all
events in the window, page by page, to the last page.
"""

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from bot.base.clock import Clock
from bot.calendars.mailbox import Mailbox
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, maybe
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent, CalendarRead

# One read with all its pages takes at most this many seconds. This matters only for a caller that
# sets no limit of its own. The poller sets a shorter limit.
SECONDS = 120.0
MAX_PAGES = 60  # we read at most this many pages of one list
MAX_REVISION = 2**31
IN_A_TURN = 20  # how many events we parse before other tasks may run
TRIES = 2  # how many times we start a read, if the token or a page expires


class Expired(Exception):
    """A token or a page has expired, so the read has to start again."""


@dataclass(frozen=True)
class Cursor:
    """What the next read needs to know about the last one. All times are UTC."""

    change_token: str  # the sync token or delta link, or ""
    token_since: datetime  # when the token was made
    token_until: datetime  # the token covers events before this time
    read_at: datetime  # the time of the last plain read; `since` and `until` are its window
    since: datetime
    until: datetime
    # Whether to make another plain read, even if the token reports no change. After a change, we
    # read twice, because the provider may report a change before it has applied all of it.
    again: bool

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """Parse a text from `__str__`. Return None if the text is empty or invalid."""
        try:
            found = json.loads(text)
            times = {name: datetime.fromtimestamp(found[name], UTC) for name in _TIMES}
            return cls(change_token=str(found["change_token"]), again=bool(found["again"]), **times)
        except (ValueError, KeyError, TypeError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        times = {name: getattr(self, name).timestamp() for name in _TIMES}
        return json.dumps({"change_token": self.change_token, "again": self.again, **times})


_TIMES = ("token_since", "token_until", "read_at", "since", "until")


class RestCalendar(ABC):
    """One person's calendar at a provider, read through its REST API."""

    # A change token does not always report every change, and the window moves with time. So we make
    # a plain read when the last plain read is this old, even if no change is reported.
    plain_after: ClassVar[timedelta]
    token_lasts: ClassVar[timedelta]  # the time after which we replace a token
    token_ahead: ClassVar[timedelta]  # how far beyond the window a token reports changes

    def __init__(self, mailbox: Mailbox, cursor: str, clock: Clock) -> None:
        self.mailbox = mailbox
        self._cursor = cursor
        self._clock = clock

    @property
    def new_secret(self) -> str | None:
        """The new refresh token to store, or None if the provider has not replaced it."""
        return self.mailbox.replaced

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return the events that start in [since, until) (UTC), or None if nothing has changed.

        Raises SourceFailed if the read fails or is incomplete.
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
        """Read the calendar, or return None if the change token says that nothing changed."""
        now = self._clock.now()
        new = Cursor("", now, until + self.token_ahead, now, since, until, again=True)
        if last and until <= last.token_until and now < last.token_since + self.token_lasts:
            change_token, changed = (
                await self.listen(last.change_token) if last.change_token else ("", True)
            )
            if not (changed or self._needs_plain_read(last, since, until, now)):
                return None
            new = replace(
                new, token_since=last.token_since, token_until=last.token_until, again=changed
            )
        else:
            # Get the token first, so that it reports changes made during the plain read.
            change_token = await self._new_token(since, new.token_until)
        found = await self.window(since, until)
        events = tuple(one for one in found if since <= one.starts_at < until)
        return CalendarRead(
            events, str(replace(new, change_token=change_token)), owners=(self.mailbox.owner,)
        )

    async def _new_token(self, since: datetime, until: datetime) -> str:
        """Return a new token.

        Return "" if our permission does not allow a token. Then every read is a plain read.
        """
        try:
            return await self.start_listening(since, until)
        except SourceFailed as failed:
            if failed.trouble == "no permission":
                return ""
            raise

    def _needs_plain_read(
        self, last: Cursor, since: datetime, until: datetime, now: datetime
    ) -> bool:
        """Return whether to make a plain read although the change token reports no change."""
        return (
            last.again
            or now >= last.read_at + self.plain_after
            or until >= last.until + self.plain_after
            or since < last.since
        )

    @abstractmethod
    async def start_listening(self, since: datetime, until: datetime) -> str:
        """Return a new change token. Raises Expired or SourceFailed."""

    @abstractmethod
    async def listen(self, change_token: str) -> tuple[str, bool]:
        """Return the next change token, and whether anything changed. Raises Expired or
        SourceFailed.
        """

    @abstractmethod
    async def window(self, since: datetime, until: datetime) -> Sequence[CalendarEvent]:
        """Return all events that overlap this span, each only once.

        Raises Expired or SourceFailed.
        """


def items(answer: HttpAnswer, name: str) -> list[object]:
    """Return the list with this name in an answer. Raises SourceFailed if there is no list."""
    found = at(answer.body, name)
    if not isinstance(found, list):
        raise SourceFailed("not a calendar")
    return found


async def in_turns(found: Sequence[object]) -> AsyncIterator[object]:
    """Yield all items, and let other tasks run after every few items."""
    for place, one in enumerate(found, start=1):
        if place % IN_A_TURN == 0:
            await asyncio.sleep(0)
        yield one


def utc(written: str) -> datetime:
    """Parse a time, and convert it to UTC. Raises SourceFailed if the time is invalid.

    We take a time without an offset as UTC.
    """
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise SourceFailed("not a calendar") from None
    return in_utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def rfc3339(moment: datetime) -> str:
    """Write a moment as Google and Microsoft expect it: "2026-11-30T09:00:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_utc(moment: datetime) -> datetime:
    """Convert a moment to UTC.

    If the result would be out of the range of `datetime`, keep the date and the time of day, and
    only replace the time zone with UTC.
    """
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def utc_or_none(written: str) -> datetime | None:
    """Parse a time, and convert it to UTC. Return None if the time is invalid."""
    try:
        return utc(written)
    except SourceFailed:
        return None


def revision(written: object) -> int | None:
    """Return an event's sequence number, or None if it is missing or invalid."""
    if isinstance(written, int) and 0 <= written < MAX_REVISION:
        return int(written)
    return None


def link(*written: str) -> str:
    """Return the first argument that is a web address, or ""."""
    return next((one for one in written if one.startswith(("https://", "http://"))), "")


def id_of(item: object) -> str:
    """Return an event's id. Raises SourceFailed if there is no id."""
    found = maybe(item, "id")
    if not found:
        raise SourceFailed("not a calendar")
    return found
