"""A visitor's own calendar, as a file: it is dropped on the page, kept encrypted, and read.

The text of the file is stored as the calendar's secret. Everything else works as for a calendar at
an address, except that the file never changes.
"""

import asyncio
from datetime import datetime
from hashlib import sha256

from bot.base.clock import Clock
from bot.calendars.ics.digest import owners_in
from bot.calendars.ics.scan import is_whole
from bot.calendars.ics.worker import events_in
from bot.calendars.kinds import CalendarOwner
from bot.playground.demo import TENANT, Persona
from bot.playground.reader import BadRequest
from handlers.sources.records import CalendarRead
from handlers.views import calendar_words
from storage import calendars, handled_requests, people
from storage.database.connection import Database
from storage.sealing import NoKey

LIMIT = 3  # of files for each persona
TOO_MANY = (
    "You can use three files at once. Give this one the name of an earlier one to replace it, or "
    "disconnect one: /rhythm calendar."
)
NO_CALENDAR = "That is not a whole calendar. Export yours as an .ics file, and choose that."


class FileCalendar:
    """The calendar in a file. Fits `handlers.sources.ports.Calendar`."""

    new_secret = None

    def __init__(self, text: str, cursor: str, owner: CalendarOwner) -> None:
        self._body = text.encode()
        self._cursor = cursor
        self._owner = owner

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """The meetings that start in [since, until) (UTC); None if they were read before.

        Raises CalendarFailed if the file cannot be parsed.
        """
        digest = sha256(self._body).hexdigest()
        if self._cursor == digest:
            return None
        owners = [self._owner.email] if self._owner.email else []
        found = await events_in(self._body, since, until, zone=self._owner.zone, owners=owners)
        whose = await asyncio.to_thread(owners_in, self._body, owners)
        return CalendarRead(found, cursor=digest, owners=whose)


class CalendarFiles:
    """Connects the files that visitors choose."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def connect(self, who: Persona, action_id: str, name: str, text: str) -> None:
        """Connect a file as a calendar of a persona, unless this is a retry.

        It replaces a file with the same name. Raises BadRequest if it is not a whole
        calendar, if the persona has too many files, or if no encryption key is set.
        """
        if not is_whole(text.encode()):
            raise BadRequest(NO_CALENDAR)
        now = self._clock.now()
        async with self._database.write() as session:
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                return
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            files = [one for one in owned if one.kind == "file"]
            before = next((one for one in files if one.label == name), None)
            if before is None and len(files) >= LIMIT:
                raise BadRequest(TOO_MANY)
            try:
                if before is not None:
                    calendars.renew(session, before, now, secret=text)
                else:
                    await calendars.connect(
                        session, person, now, kind="file", secret=text, label=name
                    )
            except NoKey:
                raise BadRequest(calendar_words.NO_KEY) from None
