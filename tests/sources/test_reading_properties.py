"""Property test: whatever happens in calendars, and whenever they are read, the calls come right.

Meetings are edited in a world of their own. Each calendar catches up with it when it likes, and is
read when it likes, also twice. In the end, everybody's calls are the meetings they have, although
one of two calendars of the same person still shows what was.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from handlers.sources.calendars.doubts import CONFIRMED_AFTER
from handlers.sources.records import CalendarEvent
from storage.tables import Account, Call, Outbox, Seat
from tests.delivery.world import MORNING
from tests.sources.diary import COMPANIES, HOUR, MINUTE, Diary, meeting, opened

LISTEN = timedelta(minutes=10)
SLOTS = [MORNING + number * HOUR for number in (2, 3, 5, 24, 27, 48, 75)]
OWNERS = ("lena", "lena", "tomas")  # of the three calendars
UIDS = ("a", "b", "c", "d")

edits = st.tuples(
    st.sampled_from(
        [
            "move",
            "move",
            "cancel",
            "decline",
            "delete",
            "put back",
            "rename",
            "other company",
            "shift its series",
            "invite anew",
            "forge",
        ]
    ),
    st.sampled_from(UIDS),
    st.sampled_from(SLOTS),
)
steps = st.one_of(
    edits,
    edits,
    st.tuples(st.just("catch up"), st.integers(0, 2)),
    st.tuples(st.just("read"), st.integers(0, 2)),
    st.tuples(st.just("read"), st.integers(0, 2)),
    st.tuples(st.just("flaky read"), st.integers(0, 2), st.sets(st.sampled_from(UIDS))),
    st.tuples(st.just("both read"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("time"), st.sampled_from([MINUTE, 15 * MINUTE, HOUR, 7 * HOUR])),
)


class Key(NamedTuple):
    """A company, and when a call with it starts."""

    company: str
    starts_at: datetime


@dataclass
class WorldOfMeetings:
    """What really is: each meeting, who declined it, and how often it was invited anew.

    A stranger may forge Tomas' copy of a meeting, so that it is at another time for him.
    """

    diary: Diary
    calendars: list[int]
    meetings: dict[str, CalendarEvent] = field(default_factory=dict)
    deleted: dict[str, CalendarEvent] = field(default_factory=dict)
    declined: set[tuple[str, str]] = field(default_factory=set)
    forged: dict[str, datetime] = field(default_factory=dict)  # when Tomas' calendar says they are
    anew: int = 0
    shown: dict[str, list[CalendarEvent]] = field(default_factory=dict)  # by source id

    def edit(self, what: str, uid: str, slot: datetime) -> None:
        """Change a meeting, or add it. One that has begun is history."""
        event = self.meetings.get(uid) or self.deleted.get(uid)
        if slot <= self.diary.now or (event and event.starts_at <= self.diary.now):
            return
        if event is None:
            self.meetings[uid] = _new(uid, slot)
        elif uid in self.deleted:
            if what == "put back":
                self.meetings[uid] = self.deleted.pop(uid)
        elif what == "forge":
            self.forged[uid] = slot
        elif what == "decline":
            self.declined.add((uid, "tomas"))
        elif what == "delete":
            self.deleted[uid] = self.meetings.pop(uid)
        else:
            self.meetings[uid] = self._edited(what, event, slot)
        self._note(uid)

    def _note(self, uid: str) -> None:
        if event := self.meetings.get(uid):
            event = replace(event, sequence=(event.sequence or 0) + 1)
            self.meetings[uid] = event
            self.shown.setdefault(event.source_id, []).append(event)

    def fall_behind(self, calendar: int) -> None:
        """A calendar shows each meeting as it first was, if that is still to come."""
        events = self.diary.events[self.calendars[calendar]]
        for id_ in events:
            first = self.shown[id_][0]
            events[id_] = first if first.starts_at > self.diary.now else events[id_]

    def _edited(self, what: str, event: CalendarEvent, slot: datetime) -> CalendarEvent:
        at_slot = replace(event, starts_at=slot, ends_at=slot + HOUR / 2)
        other = meeting(event.uid, company=COMPANIES[2])
        self.anew += 1
        edited = {
            "move": at_slot,
            "cancel": replace(event, state="cancelled"),
            "put back": replace(event, state="on"),
            "rename": replace(event, title=f"{event.title}!"),
            "other company": replace(event, title=other.title, attendees=other.attendees),
            "shift its series": replace(
                event,
                starts_at=event.starts_at + HOUR,
                ends_at=event.ends_at + HOUR,
                original_start=event.original_start and event.original_start + HOUR,
            ),
            "invite anew": replace(at_slot, uid=f"{event.uid}{self.anew}"),
        }
        return edited[what]

    def catch_up(self, calendar: int) -> None:
        """A calendar shows what is."""
        owner = OWNERS[calendar]
        self.diary.events[self.calendars[calendar]] = {
            event.source_id: replace(event, state="declined")
            if (uid, owner) in self.declined and event.state == "on"
            else event
            for uid, event in self.copies(owner)
        }

    def copies(self, who: str) -> Iterator[tuple[str, CalendarEvent]]:
        """The meetings as they are in somebody's calendar."""
        for uid, event in self.meetings.items():
            if who == "tomas" and (slot := self.forged.get(uid)):
                forged = replace(event, starts_at=slot, ends_at=slot + HOUR / 2)
                yield uid, replace(forged, sequence=99)
            else:
                yield uid, event

    async def flaky_read(self, calendar: int, lost: Container[str]) -> None:
        """A calendar is read, and the answer lacks some of its meetings."""
        found = {self.meetings[uid].source_id for uid in self.meetings if uid not in lost}
        events = self.diary.events[calendar].values()
        kept = tuple(event for event in events if event.source_id in found)
        await self.diary.takes_in(calendar, kept)

    async def do(self, step: tuple[Any, ...]) -> None:
        """Take one step."""
        match step:
            case "catch up", calendar:
                self.catch_up(calendar)
            case "read", calendar:
                await self.diary.reads(self.calendars[calendar])
            case "flaky read", calendar, lost:
                await self.flaky_read(self.calendars[calendar], lost)
            case "both read", first, second:
                await asyncio.gather(
                    self.diary.reads(self.calendars[first], 0),
                    self.diary.reads(self.calendars[second], 1),
                )
            case "time", time:
                await self.diary.until(self.diary.now + time)
            case what, uid, slot:
                self.edit(what, uid, slot)

    async def settle(self) -> None:
        """Every calendar but one catches up, and is read until nothing is doubted."""
        for number in range(3):
            self.catch_up(number)
        self.fall_behind(1)
        for _ in range(2):
            for calendar in self.calendars:
                await self.diary.reads(calendar)
            await self.diary.until(self.diary.now + CONFIRMED_AFTER)
        for calendar in self.calendars:
            await self.diary.reads(calendar)

    def expected(self, who: str) -> list[Key]:
        """The calls that somebody has before them; two with a company at one time are one."""
        found = {
            Key(event.title.partition(" and")[0], event.starts_at)
            for uid, event in self.copies(who)
            if event.state == "on"
            and event.starts_at > self.diary.now
            and (uid, who) not in self.declined
        }
        return sorted(found)

    async def check(self) -> None:
        """Everybody has the right calls and briefs, and none of either twice."""
        names = {one.id: one.name for one in await self.diary.fleet.all_of(Account)}
        calls = {one.id: one for one in await self.diary.fleet.all_of(Call)}
        rows: list[Outbox] = await self.diary.fleet.all_of(Outbox)
        ids = await self.diary.ids()
        coming = {
            id_: Key(names[one.account_id], one.starts_at)
            for id_, one in calls.items()
            if one.status == "planned" and one.starts_at > self.diary.now
        }
        seats: list[Seat] = await self.diary.fleet.all_of(Seat)
        for who, own in ids.items():
            planned = [one.call_id for one in seats if one.person_id == own]
            assert sorted(coming[id_] for id_ in planned if id_ in coming) == self.expected(who)
            briefs = [
                Key(coming[row.call_id].company, row.useful_until)
                for row in rows
                if row.kind == "brief" and row.person_id == own and row.state in ("open", "sent")
                if row.call_id in coming and row.useful_until == coming[row.call_id].starts_at
                # What was sent about a call that they declined later is history.
                if row.state == "open" or row.call_id in planned
            ]
            assert sorted(briefs) == self.expected(who)
        sent = Counter(
            (row.person_id, row.kind, calls[row.call_id].account_id, row.useful_until)
            for row in rows
            if row.state == "sent" and row.kind in ("brief", "listen")
        )
        assert [one for one, number in sent.items() if number > 1] == []


def _new(uid: str, slot: datetime) -> CalendarEvent:
    """A single meeting, or for the last two ids an instance of a series."""
    number = UIDS.index(uid)
    event = meeting(uid, slot, COMPANIES[number % 2])
    if number < 2:
        return event
    return replace(event, uid="series", original_start=slot + number * MINUTE)


async def _plays(engine: str, folder: Path, taken: list[tuple[Any, ...]]) -> None:
    async with opened(engine, folder) as diary:
        world = WorldOfMeetings(diary, [await diary.connects(who) for who in OWNERS])
        for step in taken:
            await world.do(step)
        await world.settle()
        await world.check()


EVERY_CALENDAR = [("catch up", 0), ("catch up", 1), ("read", 0), ("read", 1), ("read", 2)]


@given(st.lists(steps, min_size=8, max_size=30))
@example([("move", "a", SLOTS[4]), *EVERY_CALENDAR, ("move", "a", SLOTS[5])])
@example([("move", "a", SLOTS[4]), ("move", "a", SLOTS[5])])
@example([("move", "c", SLOTS[4]), ("cancel", "c", SLOTS[4])])
@example([("move", "b", SLOTS[4]), *EVERY_CALENDAR, ("cancel", "b", SLOTS[4])])
@example([("move", "a", SLOTS[4]), ("cancel", "a", SLOTS[4]), ("other company", "a", SLOTS[5])])
@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_any_order_of_edits_and_reads_ends_in_the_right_calls(taken: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_plays("sqlite", Path(folder), taken))
