"""Connect and read the calendar files that visitors drop on the page.

The text of a file is stored encrypted, as the calendar's secret.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.clock import Clock
from bot.calendars.ics.alike import Outline, is_older, likeness, outline
from bot.calendars.ics.digest import owners_in
from bot.calendars.ics.scan import is_whole
from bot.calendars.ics.worker import events_in
from bot.calendars.ics.zones import zone_of
from bot.calendars.kinds import CalendarOwner
from bot.playground.demo import TENANT, Persona
from bot.playground.own_zone import take_zone
from bot.playground.reader import BadRequest
from handlers.cards import Button, Buttons, Card, Note, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.sources.records import CalendarRead
from handlers.views.meetings import calendar_words
from storage.conversation import handled_requests
from storage.database.connection import Database
from storage.meetings import calendars
from storage.sealing import NoKey
from storage.tables import CalendarConnection
from storage.workspace import people

NAMED = 2  # an answer names at most this many meetings
TITLE = 60  # at most this many characters of a title
LIMIT = 3  # a persona can have at most this many files
TOO_MANY = (
    "You can use at most three files at once. If this one replaces another, give it the same name. "
    "If not, first disconnect one with /rhythm calendar."
)
KEEP_BOTH = "playground.keep_both"  # a button; the value is the question's key
READ_INSTEAD = "playground.read_instead"  # a button; the value is the question's key
IF_TWO = "If these are two different calendars, keep both."
GONE = "I no longer have one of the two files. Drop the one that I should read here again."


@dataclass(frozen=True)
class FileAnswer:
    """The answer to a dropped file.

    `said` is the answer as text. `question` is a card with the same text, to post instead of the
    text. There is a card in two cases:

    - The visitor can choose which files to read. The card has buttons for the choice.
    - The file can't be read. The card has no buttons.
    """

    said: str
    question: Card | None = None


class File(NamedTuple):
    """The name and the text of a file."""

    name: str
    text: str


@dataclass(frozen=True)
class Alike:
    """Two files that seem to be exports of the same calendar.

    `first` was already connected before the visitor dropped `second`. The visitor is asked whether
    to keep both. If `second` is the older export, the visitor can also choose to read only
    `second`. `key` identifies the question. `calendar_id` is the row id of the connected calendar.
    """

    key: str
    calendar_id: int
    first: File
    second: File


class FileCalendar:
    """The calendar in a file. Implements `handlers.sources.ports.Calendar`."""

    new_secret = None

    def __init__(self, text: str, cursor: str, owner: CalendarOwner) -> None:
        self._body = text.encode()
        self._cursor = cursor
        self._owner = owner

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return the meetings that start in [since, until) (UTC), or None if nothing has changed.

        Raises SourceFailed if the file can't be read.
        """
        digest = sha256(self._body).hexdigest()
        if self._cursor == digest:
            return None
        owners = [self._owner.email] if self._owner.email else []
        found = await events_in(self._body, since, until, zone=self._owner.zone, owners=owners)
        whose = await asyncio.to_thread(owners_in, self._body, owners)
        return CalendarRead(found, cursor=digest, owners=whose)


class CalendarFiles:
    """The calendar files of all personas."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        # The two files of the latest question, by persona id.
        self._alike: dict[str, Alike] = {}

    async def connect(self, who: Persona, action_id: str, name: str, text: str) -> FileAnswer:
        """Connect a file as a calendar of the persona.

        The new file replaces the connected file with the same name. If no file has this name, it
        replaces the connected file that is an export of the same calendar. All calendars stay as
        they are in the following cases:

        - The new file is an older export of the connected calendar.
        - A connected file has the same text, but another name.
        - The new file is not a whole calendar.
        - A request with this `action_id` was handled before.

        Raises BadRequest if the persona has too many files, or if no encryption key is set.
        """
        if not is_whole(text.encode()):
            said = _unread(name, text)
            return FileAnswer(said, card_saying(typed(said)))
        now, zone = self._clock.now(), await asyncio.to_thread(zone_of, text.encode())
        async with self._database.write() as session:
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                return FileAnswer(reading(name))
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            texts = {one.id: _text(session, one) for one in owned if one.kind == "file"}
            before = _earlier_copy(owned, texts, name, text)
            if before is None and len(texts) >= LIMIT:
                raise BadRequest(TOO_MANY)
            try:
                await take_zone(session, person, zone, now)
                if before is None:
                    await calendars.connect(
                        session, person, now, kind="file", secret=text, label=name
                    )
                    return FileAnswer(reading(name))
                first = File(before.label, texts[before.id])
                if first.text == text and first.name != name:
                    return FileAnswer(_identical(name, first.name))
                new, old = outline(text.encode()), outline(first.text.encode())
                stays = is_older(new, old)
                if not stays:
                    calendars.replace_secret(session, before, now, secret=text)
                    before.label, before.connected_at = name, now
            except NoKey:
                raise BadRequest(calendar_words.NO_KEY) from None
        said = _compared(name, first.name, older=stays, extra=_extra(new, old))
        if first.text in ("", text):
            return FileAnswer(said)
        self._alike[who.id] = Alike(action_id, before.id, first, File(name, text))
        return FileAnswer(said, _question(said, action_id, older=stays))

    async def read_instead(self, who: Persona, action_id: str, key: str) -> Card:
        """Read the older file of a question instead of the newer file.

        `key` is the key of the question (`Alike`). Raises BadRequest if the question or the
        connected calendar is gone, or if this is a retry.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            alike, here = self._asked(who, key, owned)
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                raise BadRequest(GONE)
            calendars.replace_secret(session, here, now, secret=alike.second.text)
            here.label, here.connected_at = alike.second.name, now
        del self._alike[who.id]
        said = reading(alike.second.name)
        return card_saying(typed(said))

    def _asked(
        self, who: Persona, key: str, owned: Sequence[CalendarConnection]
    ) -> tuple[Alike, CalendarConnection]:
        """Return the two files of a question, and the connected calendar.

        Raises BadRequest if the question or the connected calendar is gone.
        """
        alike = self._alike.get(who.id)
        here = next((one for one in owned if alike and one.id == alike.calendar_id), None)
        if alike is None or here is None or alike.key != key:
            raise BadRequest(GONE)
        return alike, here

    async def keep_both(self, who: Persona, action_id: str, key: str) -> Card:
        """Read both files of a question, as two calendars.

        `key` is the key of the question (`Alike`). Raises BadRequest if the question or the
        connected calendar is gone, if there would be too many files, or if this is a retry.
        """
        now = self._clock.now()
        async with self._database.write() as session:
            person = await people.ensure(session, TENANT, who.id, who.name, who.zone)
            owned = await calendars.of_person(session, person, locked=True)
            alike, here = self._asked(who, key, owned)
            if sum(one.kind == "file" for one in owned) >= LIMIT:
                raise BadRequest(TOO_MANY)
            if not await handled_requests.first_time(session, TENANT, action_id, now):
                raise BadRequest(GONE)
            here.label = alike.first.name
            taken = {one.label for one in owned}
            name = next(one for one in _names(alike.second.name) if one not in taken)
            if _text(session, here) != alike.first.text:
                calendars.replace_secret(session, here, now, secret=alike.first.text)
            await calendars.connect(
                session, person, now, kind="file", secret=alike.second.text, label=name
            )
        del self._alike[who.id]
        said = f"I'm reading both calendars: {here.label} and {name}."
        return card_saying(typed(said))


def reading(name: str) -> str:
    """Return the sentence that says a file is being read."""
    return f"Reading {name}. I'll tell you what I find."


def _unread(name: str, text: str) -> str:
    """Say why a file could not be read."""
    if not text.strip():
        return f"{name} is empty. Export it again."
    if "BEGIN:VCALENDAR" in text[:100].upper():
        return f"{name} is cut short: its end is missing. Export it again."
    return f"{name} has no calendar in it. Export yours as an .ics file, and choose that file."


def _extra(new: Outline, old: Outline) -> str:
    """Name the meetings that only `new` has: "“Demo”, “Intro” and 3 more meetings"."""
    more = new.uids - old.uids
    titles = sorted({shortened(new.titles[one], TITLE) for one in more if one in new.titles})
    named = [f"“{one}”" for one in titles[:NAMED]]
    left = len(more) - len(named)
    if not left:
        return " and ".join(named)
    other = "one" if left == 1 else str(left)
    rest = f"{other} {'more ' if named else ''}{'meeting' if left == 1 else 'meetings'}"
    return f"{', '.join(named)} and {rest}" if named else rest


def _compared(name: str, before: str, *, older: bool, extra: str) -> str:
    """Say whether the new file `name` replaces the connected file `before`.

    With `older`, the new file is an older copy, so it does not replace `before`. `extra` names the
    meetings that only the new file has.
    """
    lacks = f" But the newer one is missing {extra}."
    if older and name == before:
        said = f"This {name} is an older copy of one I've already read. I'll keep the newer one."
        return said + (lacks if extra else "")
    if older:
        said = f"{name} is an older copy of {before}. I'll keep {before}: it has later changes."
        return said + (lacks if extra else "")
    if name == before:
        return f"Reading {name} again. I'll tell you what has changed."
    return f"{name} is a newer copy of {before}, so I'm reading it instead."


def _question(said: str, key: str, *, older: bool) -> Card:
    buttons = [Button("Keep both", KEEP_BOTH, key)]
    if older:
        buttons.insert(0, Button("Read this one instead", READ_INSTEAD, key))
    note = Note(spans(IF_TWO))
    return card_saying(typed(said), note, Buttons(tuple(buttons)))


def _identical(name: str, label: str) -> str:
    return f"{name} is the same as {label}, which I've already read. Nothing has changed."


def _earlier_copy(
    owned: Sequence[CalendarConnection], texts: Mapping[int, str], name: str, text: str
) -> CalendarConnection | None:
    """Return the connected file called `name`.

    If no file has this name, return the connected file that is most like `text`. Return None if
    none is like it. `texts` has the text of each connected file, by calendar id.
    """
    files = [one for one in owned if one.id in texts]
    if named := next((one for one in files if one.label == name), None):
        return named
    new = outline(text.encode())
    alike = {one.id: likeness(new, outline(texts[one.id].encode())) for one in files}
    best = max(files, key=lambda one: alike[one.id], default=None)
    return best if best and alike[best.id] else None


def _text(session: AsyncSession, calendar: CalendarConnection) -> str:
    try:
        return calendars.secret(session, calendar)
    except NoKey:
        return ""


def _names(name: str) -> Iterator[str]:
    """Yield the file's name, then the same name with (2), (3) and so on."""
    yield name
    bare = name.removesuffix(".ics")
    for number in count(2):
        yield f"{bare} ({number}).ics"
