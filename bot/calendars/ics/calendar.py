"""A calendar at a secret address: asked politely, and read only if it has changed."""

import asyncio
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Self

from bot.calendars.ics.digest import digest
from bot.calendars.ics.worker import events_in
from bot.intake.guard import Fetched, GuardedClient, Limits
from handlers.knowledge.web_addresses import NotFetched, TooLarge
from handlers.sources.calendar_addresses import owner_in
from handlers.sources.ports import CalendarFailed
from handlers.sources.records import CalendarRead
from storage.choices import CalendarTrouble

ACCEPT = "text/calendar, */*;q=0.5"
LIMITS = Limits(seconds=30.0, size=20_000_000)  # for the client; 5,000 meetings take 2 to 10 MB
# A series goes on for ever, so a file that does not change has new meetings as time goes by.
FRESH = timedelta(days=1)
_TROUBLES: dict[int, CalendarTrouble] = {
    206: "not a calendar",
    400: "not found",
    401: "no permission",
    403: "no permission",
    404: "not found",
    407: "no permission",
    410: "not found",
    429: "asked to wait",
    451: "no permission",
    503: "asked to wait",
}


@dataclass(frozen=True)
class _Cursor:
    """What a read remembers for the next: what it was asked for, and what the file was like."""

    asked: str = ""  # identifies the address, and whose calendar it was taken for
    until: str = ""
    etag: str | None = None
    modified: str | None = None
    digest: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):  # none yet, or written by another version
            return cls()

    def holds(self, asked: str, until: datetime) -> bool:
        """Whether the same file would have the same meetings, but for those of the last hours."""
        return self.asked == asked and until - datetime.fromisoformat(self.until) < FRESH

    def __str__(self) -> str:
        return json.dumps(asdict(self))


class IcsCalendar:
    """Reads one person's calendar from its address. Fits `handlers.sources.ports.Calendar`."""

    source = "ics"

    def __init__(
        self,
        address: str,
        cursor: str,
        client: GuardedClient,
        *,
        zone: str,
        owners: Collection[str] = (),
    ) -> None:
        """`cursor` is the one that the last read returned, or "".

        zone: the owner's IANA zone, for times that name none. owners: the owner's email addresses,
        as far as they are known: they tell whether the owner declined.
        """
        self._address = address
        self._cursor = _Cursor.read(cursor)
        self._client = client
        self._zone = zone
        self._owners = sorted({*owners, owner_in(address)} - {""})

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """The meetings that start in [since, until); None if the file is the one read before.

        A file is read again at least once a day, as time brings new meetings of its series. Raises
        CalendarFailed. If the calendar has moved for good, `secret` is its new address.
        """
        who = json.dumps([self._address, self._zone, self._owners])
        asked = sha256(who.encode()).hexdigest()
        last = self._cursor if self._cursor.holds(asked, until) else _Cursor()
        fetched = await self._fetch(last)
        if fetched.status == 304:
            return None
        made = await asyncio.to_thread(digest, fetched.body)
        if made == last.digest:
            return None
        events = await events_in(fetched.body, since, until, zone=self._zone, owners=self._owners)
        cursor = _Cursor(
            asked, until.astimezone(UTC).isoformat(), fetched.etag, fetched.modified, made
        )
        return CalendarRead(events, str(cursor), secret=fetched.moved_to)

    async def _fetch(self, last: _Cursor) -> Fetched:
        try:
            return await self._client.get(
                self._address, accept=ACCEPT, etag=last.etag, modified=last.modified
            )
        except TooLarge:
            raise CalendarFailed("too large") from None
        except NotFetched as why:  # its sentence is for whoever typed the address: not shown here
            trouble = _TROUBLES.get(why.status or 0, "no answer")
            raise CalendarFailed(trouble, why.retry_after) from None
