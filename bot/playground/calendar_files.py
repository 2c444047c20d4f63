"""A visitor's own calendar, as a file: it is dropped on the page, kept encrypted, and read.

The text of the file is stored as the calendar's secret. Everything else works as for a calendar at
an address, except that the file never changes.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.calendars.ics.alike import likeness, outline
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
from storage.tables import CalendarConnection

LIMIT = 3  # how many files each persona can have at once
TOO_MANY = (
    "You can use three files at once. Give this one the name of an earlier one to replace it, or "
    "disconnect one: /rhythm calendar."
)
NO_CALENDAR = "That is not a whole calendar. Export yours as an .ics file, and choose that."

KEPT_BOTH = "Both calendars are read:"
GONE = "The earlier file is gone. Drop it again, and choose “Keep both” then."
Choice = Literal["keep both"]


@dataclass(frozen=True)
class FileAnswer:
    """What the page says about a file that was dropped, and the choice that it offers, if any."""

    said: str
    offer: Choice | None = None


@dataclass(frozen=True)
class Replaced:
    """A calendar's file that was replaced, and the `name` of the file that replaced it."""

    calendar_id: int
    label: str
    text: str
    name: str


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
        # By persona, the last file that another one replaced. It is kept in memory alone.
        self._replaced: dict[str, Replaced] = {}

    async def connect(self, who: Persona, action_id: str, name: str, text: str) -> FileAnswer:
        """Connect a file as a calendar of a persona, unless this is a retry.

        It replaces a file with the same name, or else a file of the same calendar. Raises
        BadRequest if it is not a whole calendar, if the persona has too many files, or if no
        encryption key is set.
        """
        if not is_whole(text.encode()):
            raise BadRequest(NO_CALENDAR)
        now = self._clock.now()
        async with self._database.write() as session:
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                return FileAnswer(reading(name))
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            texts = {one.id: _text(session, one) for one in owned if one.kind == "file"}
            before = _same(owned, texts, name, text)
            if before is None and len(texts) >= LIMIT:
                raise BadRequest(TOO_MANY)
            try:
                if before is None:
                    await calendars.connect(
                        session, person, now, kind="file", secret=text, label=name
                    )
                    return FileAnswer(reading(name))
                if texts[before.id] == text and before.label != name:
                    return FileAnswer(_is_same(name, before.label))
                calendars.renew(session, before, now, secret=text)
                label, before.label = before.label, name
            except NoKey:
                raise BadRequest(calendar_words.NO_KEY) from None
        if earlier := texts[before.id]:
            self._replaced[who.id] = Replaced(before.id, label, earlier, name)
        if label == name:
            said = f"Reading {name} again. What has changed comes as a message."
        else:
            said = f"{name} is a newer copy of {label}: I read it in its place."
        return FileAnswer(said, "keep both" if earlier else None)

    async def keep_both(self, who: Persona, action_id: str) -> FileAnswer:
        """Bring back the file that was replaced last, and keep the newer one beside it.

        Raises BadRequest if that file is no longer known, or if there would be too many.
        """
        now = self._clock.now()
        replaced = self._replaced.get(who.id)
        async with self._database.write() as session:
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                return FileAnswer(KEPT_BOTH)
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            first = next(
                (one for one in owned if replaced and one.id == replaced.calendar_id), None
            )
            if replaced is None or first is None:
                raise BadRequest(GONE)
            if sum(one.kind == "file" for one in owned) >= LIMIT:
                raise BadRequest(TOO_MANY)
            first.label = replaced.label
            taken = {one.label for one in owned}
            name = next(one for one in _names(replaced.name) if one not in taken)
            second = _text(session, first)
            calendars.renew(session, first, now, secret=replaced.text)
            await calendars.connect(session, person, now, kind="file", secret=second, label=name)
        del self._replaced[who.id]
        return FileAnswer(f"{KEPT_BOTH} {first.label} and {name}.")


def reading(name: str) -> str:
    """That a file is being read."""
    return f"Reading {name}. What is found comes as a message."


def _is_same(name: str, label: str) -> str:
    return f"{name} is the same as {label}, which I have read. Nothing has changed."


def _same(
    owned: Sequence[CalendarConnection], texts: Mapping[int, str], name: str, text: str
) -> CalendarConnection | None:
    """The calendar that a file replaces: of the same name, or else the most similar one."""
    files = [one for one in owned if one.id in texts]
    if named := next((one for one in files if one.label == name), None):
        return named
    new = outline(text.encode())
    alike = {one.id: likeness(new, outline(texts[one.id].encode())) for one in files}
    best = max(files, key=lambda one: alike[one.id], default=None)
    return best if best and alike[best.id] else None


def _text(session: AsyncSession, calendar: CalendarConnection) -> str:
    """The text of a file that is connected; "" if its key is lost."""
    try:
        return calendars.secret(session, calendar)
    except NoKey:
        return ""


def _names(name: str) -> Iterator[str]:
    """Names for a file, in the order in which they are tried: "a.ics", "a (2).ics"."""
    yield name
    bare = name.removesuffix(".ics")
    for number in count(2):
        yield f"{bare} ({number}).ics"
