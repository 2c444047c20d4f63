"""A calendar at a secret address. An unchanged file is not parsed again."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Self

from bot.calendars.ics.digest import digest, owners_in
from bot.calendars.ics.worker import events_in
from bot.intake.guard import Fetched, GuardedClient, Limits
from handlers.knowledge.web_addresses import NotFetched, TooLarge
from handlers.sources.calendars.calendar_addresses import owner_in
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarRead
from storage.choices import SourceTrouble

ACCEPT = "text/calendar, */*;q=0.5"
LIMITS = Limits(seconds=30.0, size=20_000_000)  # 5,000 meetings take 2 to 10 MB
_TROUBLES: dict[int, SourceTrouble] = {
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
    """What we remember of the last read, to recognise an unchanged file."""

    read: str = ""  # a hash of the address, and of the owner's zone and email addresses
    etag: str | None = None
    modified: str | None = None
    digest: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a stored cursor. Return an empty one if the text is not a cursor."""
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError):
            return cls()

    def __str__(self) -> str:
        return json.dumps(asdict(self))


class IcsCalendar:
    """A person's calendar at an address. Implements `handlers.sources.ports.Calendar`."""

    def __init__(
        self,
        address: str,
        cursor: str,
        *,
        zone: str,
        owner: str | None = None,
        client: Callable[[], GuardedClient] = lambda: GuardedClient(limits=LIMITS),
    ) -> None:
        """`cursor` is the cursor that the last read returned, or "".

        `zone` is the owner's IANA zone, for times whose zone the file does not give. `owner` is the
        owner's email address, to recognise the owner among the guests.
        """
        self._address = address
        self.new_secret: str | None = None
        self._client = client
        self._zone = zone
        self._owners = sorted({owner or "", owner_in(address)} - {""})
        who = json.dumps([address, zone, self._owners])
        self._reading = sha256(who.encode()).hexdigest()
        last = _Cursor.parse(cursor)
        self._last = last if last.read == self._reading else _Cursor()

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return the meetings that start in [since, until), or None if the file has not changed.

        The span moves with time, so meetings in an unchanged file may enter the span. To find them,
        the poller opens the calendar without a cursor every few hours.

        If the file has changed and has also moved permanently, `new_secret` is set to its new
        address. Raises SourceFailed.
        """
        fetched = await self._fetch()
        if fetched.status == 304:
            return None
        made = await asyncio.to_thread(digest, fetched.body)
        if made == self._last.digest:
            return None
        events = await events_in(fetched.body, since, until, zone=self._zone, owners=self._owners)
        cursor = _Cursor(self._reading, fetched.etag, fetched.modified, made)
        self.new_secret = fetched.moved_to
        owners = await asyncio.to_thread(owners_in, fetched.body, self._owners)
        return CalendarRead(events, str(cursor), owners)

    async def _fetch(self) -> Fetched:
        """Fetch the file, unless it is unchanged. Raises SourceFailed."""
        try:
            async with self._client() as client:
                return await client.get(
                    self._address, accept=ACCEPT, etag=self._last.etag, modified=self._last.modified
                )
        except TooLarge:
            raise SourceFailed("too large") from None
        # Do not use the message of NotFetched. It is for a person who has just typed an address.
        except NotFetched as why:
            trouble = _TROUBLES.get(why.status or 0, "no answer")
            raise SourceFailed(trouble, why.retry_after) from None
