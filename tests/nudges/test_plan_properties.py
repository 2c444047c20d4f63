"""Property test: what people are sent keeps the rules, in any order of events.

Random edits through the real features, the real database and the real delivery loop; only the
platform is in memory, and it fails now and then. Each message is checked at the moment it is sent.
"""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import col, select

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.platform.messenger import NoClearAnswer, Recipient, RetryLater, SentMessage
from handlers import features
from handlers.cards import Block, Button, Buttons, Card, Reply
from handlers.conversation import Conversation
from handlers.features.settings.time_inputs import CLOCKS, NUMBERS
from handlers.nudges import KINDS
from handlers.nudges.plan import CallAhead
from handlers.nudges.schedule import replan_changed
from handlers.playbook.loader import Playbook
from handlers.request import Means, Request, Sender
from handlers.rhythm_settings import rhythm_of
from handlers.sources.calendars import real_times
from handlers.sources.calendars.real_times import MeetingReport, StartOrEnd
from storage.customers import accounts
from storage.database.connection import Database
from storage.meetings.meeting_links import teams_meeting_of
from storage.outbox.claims import RELEASED
from storage.tables import Call, Commitment, Outbox, Person
from storage.workspace import people
from tests import sqlite
from tests.delivery.messenger import Lost, ScriptedMessenger
from tests.shipped import SHIPPED_PLAYBOOK

TENANT = "test:A"
NAMES = ("lena", "tomas")
ACCOUNTS = ("Northwind", "Contoso", "Fabrikam")
MINUTE = timedelta(minutes=1)
T = TypeVar("T")

# A place, and a Friday before its clocks change; and one ordinary Monday.
STARTS = (
    ("Europe/Berlin", datetime(2026, 3, 27, 7, 0, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2026, 10, 23, 6, 0, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 4, 2, 22, 0, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 10, 1, 22, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 11, 23, 13, 0, tzinfo=UTC)),
)
QUIET = (("19:00", "07:30"), ("22:00", "06:00"), ("17:30", "09:00"), ("12:00", "14:00"), ("0", "0"))
TROUBLES = (
    RetryLater("busy", 20 * MINUTE / 60),
    RetryLater("ratelimited", 3 * MINUTE, workspace=True),
    NoClearAnswer("connection broken"),
    Lost("connection broken"),
    RuntimeError("a bug"),
)
who = st.sampled_from(("lena", "lena", "tomas"))
kinds = st.sampled_from([kind.name for kind in KINDS])
numbers = st.integers(0, 50)


@cache
def playbook() -> Playbook:
    return SHIPPED_PLAYBOOK


@dataclass
class Watching(ScriptedMessenger):
    """Checks each message when it is sent, against the database at that moment.

    The loop survives any exception of a messenger, so failures are kept and raised later.
    """

    database: Database = field(kw_only=True)
    broken: list[AssertionError] = field(default_factory=list)
    keys: list[tuple[str, ...]] = field(default_factory=list)  # of each post's rows
    told: set[tuple[int | None, str, int, datetime]] = field(default_factory=set)
    updated: set[str] = field(
        default_factory=set
    )  # messages that were changed after they were sent

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Send, unless the message breaks a rule."""
        async with self.database.read() as session:
            person = await people.find(session, to.tenant, to.external)
            wanted = select(Outbox, Call).join(Call, isouter=True)
            rows = (await session.exec(wanted.where(col(Outbox.bundle) == bundle))).all()
        before = len(self.posts)
        try:
            assert person is not None
            self._allowed(person, self.clock.now())
            self._of_use(person, rows)
            keys = [row.key for row, _ in rows]
            assert await self._sent_today(person, keys) <= rhythm_of(person).most_a_day
            try:
                return await super().send(to, card, bundle)
            finally:
                if len(self.posts) > before:
                    self._note(rows)
        except AssertionError as error:
            self.broken.append(error)
            raise

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:
        """Change a message, and note which."""
        changed = await super().replace(to, message, card, bundle)
        self.updated.add(message)
        return changed

    def _of_use(self, person: Person, rows: Sequence[tuple[Outbox, Call]]) -> None:
        """Each row is for this person, not muted, and not too late."""
        assert rows
        for row, call in rows:
            assert row.state == "open"
            assert row.person_id == person.id
            assert self.clock.now() < row.useful_until
            assert row.kind not in rhythm_of(person).muted
            assert row.call_id is None or call.status == "planned"
            if row.kind == "reflect":
                assert self.clock.now() >= _over_at(call)

    def _allowed(self, person: Person, now: datetime) -> None:
        """It is not quiet, and the person is neither snoozing nor away."""
        rhythm, clock = rhythm_of(person), now.astimezone(ZoneInfo(person.zone)).time()
        if rhythm.quiet_from <= rhythm.quiet_to:
            assert not rhythm.quiet_from <= clock < rhythm.quiet_to
        else:
            assert rhythm.quiet_to <= clock < rhythm.quiet_from
        assert person.snoozed_until is None or person.snoozed_until <= now
        assert self.away.get(person.external, now) <= now
        if person.away_from and person.away_until:
            assert not person.away_from <= now < person.away_until

    async def _sent_today(self, person: Person, keys: Sequence[str]) -> int:
        """Messages on the person's day, with the one that is being sent, whose rows have `keys`.

        Those given up while in doubt don't count. Of the messages of one kind about one call, only
        the first counts: the new time of a call comes even if the limit is reached.
        """
        zone = ZoneInfo(person.zone)
        today = self.clock.now().astimezone(zone).date()
        async with self.database.read() as session:
            given_up = select(Outbox.key).where(col(Outbox.state) == "dropped")
            dropped = set((await session.exec(given_up)).all())
        theirs = [
            sent
            for post, sent in zip(self.posts, self.keys, strict=True)
            if post.to.external == person.external and post.at.astimezone(zone).date() == today
        ]
        told: set[str] = set()
        count = 0
        for sent in [*theirs, keys]:
            about = {_about(key) for key in set(sent) - dropped}
            count += bool(about - told)
            told |= about
        return count

    def _note(self, rows: Sequence[tuple[Outbox, Call]]) -> None:
        """Record it, and check that nothing is sent twice, by key and by kind, call and time."""
        said = {key for keys in self.keys for key in keys}
        for row, call in rows:
            assert row.key not in said
            if row.call_id is not None:
                what = (row.person_id, row.kind, call.id, call.starts_at)
                assert what not in self.told
                self.told.add(what)
        self.keys.append(tuple(row.key for row, _ in rows))


def _about(key: str) -> str:
    """The kind and the call, for a row about a call."""
    return key.rpartition(":")[0] if key.count(":") == 3 else key


class Office(RuleBasedStateMachine):
    """Two reps in one workspace."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{self.folder.name}/attune.sqlite3")
        self.clock = FixedClock(STARTS[0][1])
        self.messenger = Watching(self.clock, database=self.database)
        self.delivery = Delivery(self.database, {"test": self.messenger}, playbook(), self.clock)
        self.conversation = Conversation(features.registry(), self.database, playbook())
        self.requests = 0
        self.zone = "UTC"
        self.promises: defaultdict[str, int] = defaultdict(int)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to its end."""
        return self.runner.run(work)

    @initialize(
        start=st.sampled_from(STARTS),
        calls=st.lists(st.integers(2, 40), min_size=3, max_size=5, unique=True),
        limit=st.sampled_from([1, 2, 3, 10]),
    )
    def opens(self, start: tuple[str, datetime], calls: list[int], limit: int) -> None:
        self.zone, self.clock.moment = start

        async def fill() -> None:
            await sqlite.migrated(Path(self.folder.name) / "attune.sqlite3")
            async with self.database.write() as session:
                for name in NAMES:
                    await people.ensure(session, TENANT, name, name, self.zone)
                for account in ACCOUNTS:
                    await accounts.add(session, TENANT, account, self.clock.now())

        self.run(fill())
        for place, steps in enumerate(calls):
            self.plans(NAMES[0], ACCOUNTS[place % len(ACCOUNTS)], steps)
        self.sets(NAMES[0], QUIET[0], limit, "0,1,2,3,4,5,6", 60)

    # What people do.

    @rule(name=who, account=st.sampled_from(ACCOUNTS), steps=st.integers(1, 60))
    def plans(self, name: str, account: str, steps: int) -> None:
        fields = {"account": account, "when": self._typed(steps)}
        reply = self._does(name, Means.FORM, "prep", fields=fields)
        for action in ("prep.second", "prep.join"):
            for value in _values(reply, action):
                self._does(name, Means.BUTTON, action, value)

    @rule(name=who, which=numbers, steps=st.integers(1, 60), minutes=st.sampled_from([15, 30, 90]))
    def moves(self, name: str, which: int, steps: int, minutes: int) -> None:
        fields = {"when": self._typed(steps), "minutes": str(minutes)}
        self._does(name, Means.FORM, "call", self._call(which), fields)

    @rule(name=who, which=numbers, back=st.booleans())
    def cancels(self, name: str, which: int, back: bool) -> None:
        call = self._call(which)
        self._does(name, Means.BUTTON, "call.cancel", call)
        if back:
            self._does(name, Means.BUTTON, "call.restore", call)

    @rule(name=who, which=numbers)
    def restores(self, name: str, which: int) -> None:
        self._does(name, Means.BUTTON, "call.restore", self._call(which))

    @rule(name=who, kind=kinds, verb=st.sampled_from(["mute", "unmute"]))
    def mutes(self, name: str, kind: str, verb: str) -> None:
        self._does(name, Means.BUTTON, f"rhythm.{verb}", f"message:{kind}")

    @rule(
        name=who,
        quiet=st.sampled_from(QUIET),
        limit=st.sampled_from([1, 2, 3, 10]),
        days=st.sampled_from(["0,1,2,3,4", "6,0,1,2", "0,1,2,3,4,5,6"]),
        lead=st.sampled_from([15, 60, 600]),
    )
    def sets(self, name: str, quiet: tuple[str, str], limit: int, days: str, lead: int) -> None:
        rhythm = rhythm_of(self.run(self._person(name)))
        fields = {field: f"{getattr(rhythm, field):%H:%M}" for field in CLOCKS}
        fields |= {field: str(getattr(rhythm, field)) for field in NUMBERS}
        fields |= {"quiet_from": quiet[0], "quiet_to": quiet[1], "most_a_day": str(limit)}
        fields |= {"work_days": days, "brief_minutes": str(lead)}
        self._does(name, Means.FORM, "rhythm.settings", fields=fields)

    @rule(name=who, first=st.integers(0, 2), days=st.integers(1, 3))
    def goes_away(self, name: str, first: int, days: int) -> None:
        start = self._today() + timedelta(days=first)
        fields = {"from": str(start), "back": str(start + timedelta(days=days))}
        self._does(name, Means.FORM, "rhythm.away", fields=fields)

    @rule(name=who, action=st.sampled_from(["hour", "tomorrow", "wake"]))
    def snoozes(self, name: str, action: str) -> None:
        verb = "wake" if action == "wake" else "snooze"
        self._does(name, Means.BUTTON, f"rhythm.{verb}", action)

    @rule(name=who, which=numbers)
    def reflects(self, name: str, which: int) -> None:
        fields = {"goal_reached": "yes"}
        self._does(name, Means.FORM, "reflect", self._call(which), fields)

    @rule(name=who, days=st.integers(0, 4))
    def promises_something(self, name: str, days: int) -> None:
        self.promises[name] += 1
        due_on = str(self._today() + timedelta(days=days))
        text = f"promise {self.promises[name]}"
        fields = {"account": ACCOUNTS[0], "text": text, "due_on": due_on}
        self._does(name, Means.FORM, "promise.add", fields=fields)

    # What the platform does.

    @rule(name=who, hours=st.integers(1, 5))
    def is_absent(self, name: str, hours: int) -> None:
        self.messenger.away[name] = self.clock.now() + timedelta(hours=hours)

    @rule(name=who, trouble=st.sampled_from(TROUBLES))
    def has_trouble(self, name: str, trouble: Exception) -> None:
        self.messenger.trouble[name].append(trouble)

    @rule(trouble=st.sampled_from(TROUBLES[:2]))
    def cannot_be_read_back(self, trouble: Exception) -> None:
        self.messenger.find_trouble.append(trouble)

    @rule(minutes=st.integers(0, 200), ends=st.booleans(), times=st.integers(1, 2))
    def holds_its_next_call(self, minutes: int, ends: bool, times: int) -> None:
        """The meeting of the next call begins in time, and may end; reports may be repeated."""
        if call := self.run(self._next_call()):
            self._deliver(call.starts_at)
            for _ in range(times):
                self._reports(call, "started", self.clock.now())
            self.time_passes(minutes)
            for _ in range(times if ends else 0):
                self._reports(call, "ended", self.clock.now())

    @rule(which=numbers, what=st.sampled_from(("started", "ended")), ago=st.integers(0, 40))
    def reports_a_meeting(self, which: int, what: StartOrEnd, ago: int) -> None:
        """The meeting of any call began or ended some minutes ago."""
        for call in self.run(self._with_id(int(self._call(which)))):
            self._reports(call, what, self.clock.now() - ago * MINUTE)

    def _reports(self, call: Call, what: StartOrEnd, at: datetime) -> None:
        link = f"https://teams.microsoft.com/meet/{10_000 + call.id}"
        report = MeetingReport(TENANT, link, what, at)

        async def note() -> None:
            async with self.database.write() as session:
                on_file = await session.get_one(Call, call.id)
                on_file.join_url, on_file.meeting = link, teams_meeting_of(link)
                await session.flush()
                await real_times.note(session, report, self.clock.now())
                await replan_changed(session, self.clock.now())

        self.run(note())

    async def _next_call(self) -> Call | None:
        async with self.database.read() as session:
            wanted = select(Call).where(
                col(Call.status) == "planned", col(Call.starts_at) >= self.clock.now()
            )
            return (await session.exec(wanted.order_by(col(Call.starts_at)).limit(1))).first()

    async def _with_id(self, call_id: int) -> Sequence[Call]:
        async with self.database.read() as session:
            return (await session.exec(select(Call).where(col(Call.id) == call_id))).all()

    # Time passes.

    @rule(minutes=st.integers(1, 400))
    def time_passes(self, minutes: int) -> None:
        self._deliver(self.clock.now() + minutes * MINUTE)

    @rule(times=st.integers(1, 6))
    def the_next_thing_happens(self, times: int) -> None:
        for _ in range(times):
            due = self.run(self.delivery.next_due())
            if due is not None:
                self._deliver(due)

    @rule(name=who, which=numbers, sending=st.booleans())
    @precondition(lambda self: self.run(self.delivery.next_due()) is not None)
    def a_call_is_cancelled_while_its_nudge_is_on_its_way(
        self,
        name: str,
        which: int,
        sending: bool,
    ) -> None:
        request = self._request(name, Means.BUTTON, "call.cancel", self._call(which))

        async def cancel() -> None:
            await self.conversation.answer(request, self.clock.now())

        if sending:
            self.messenger.while_sending = cancel
        else:
            self.messenger.before_composing = cancel
        self.the_next_thing_happens(1)
        self.messenger.while_sending = self.messenger.before_composing = None

    @invariant()
    def nothing_is_stuck_or_unexplained(self) -> None:
        if self.zone == "UTC":
            return
        posted = {key for keys in self.messenger.keys for key in keys}
        for row in self.run(self._rows()):
            assert row.claim in (None, RELEASED) or row.state == "dropped"
            if row.state == "dropped":
                assert row.reason
            if row.state == "sent" and row.replaces:
                assert row.replaces in self.messenger.updated
            elif row.state == "sent":
                assert row.key in posted

    def teardown(self) -> None:
        try:
            if self.zone != "UTC":
                self._all_ends()
        finally:
            self.run(self.database.close())
            self.runner.close()
            self.folder.cleanup()

    def _all_ends(self) -> None:
        """Once no promise is open, everything is sent or dropped in the end."""
        for promise, owner in self.run(self._promises()):
            self._does(owner.external, Means.BUTTON, "promise.done", f"all:{promise.id}")
        for _ in range(300):
            due = self.run(self.delivery.next_due())
            if due is None:
                break
            self._deliver(due)
        assert [row.key for row in self.run(self._rows()) if row.state == "open"] == []

    def _deliver(self, moment: datetime) -> None:
        self.clock.moment = max(moment, self.clock.now())
        self.run(self.delivery.run())
        for error in self.messenger.broken:
            raise error
        for row in self.run(self._rows()):
            assert row.state != "open" or row.next_at > self.clock.now()

    def _does(
        self,
        name: str,
        means: Means,
        what: str,
        text: str = "",
        fields: dict[str, str] | None = None,
    ) -> Reply | None:
        request = self._request(name, means, what, text, fields)
        reply = self.run(self.conversation.answer(request, self.clock.now()))
        assert "went wrong on our side" not in repr(reply)
        return reply

    def _request(
        self,
        name: str,
        means: Means,
        what: str,
        text: str = "",
        fields: dict[str, str] | None = None,
    ) -> Request:
        self.requests += 1
        sender = Sender(TENANT, name, name, self.zone)
        return Request(f"r{self.requests}", sender, means, what, text, fields or {})

    def _typed(self, steps: int) -> str:
        """A time some quarters of an hour from now, as it would be typed."""
        local = (self.clock.now() + 15 * steps * MINUTE).astimezone(ZoneInfo(self.zone))
        return f"{local:%Y-%m-%d %H:%M}"

    def _today(self) -> date:
        return self.clock.now().astimezone(ZoneInfo(self.zone)).date()

    def _call(self, which: int) -> str:
        """The id of one of the calls there are; 0 if there is none."""

        async def ids() -> Sequence[int]:
            async with self.database.read() as session:
                return (await session.exec(select(Call.id).order_by(col(Call.id)))).all()

        there = self.run(ids())
        return str(there[which % len(there)]) if there else "0"

    async def _promises(self) -> Sequence[tuple[Commitment, Person]]:
        async with self.database.read() as session:
            held = select(Commitment, Person).join(Person)
            return (await session.exec(held)).all()

    async def _person(self, name: str) -> Person:
        async with self.database.read() as session:
            person = await people.find(session, TENANT, name)
        assert person is not None
        return person

    async def _rows(self) -> Sequence[Outbox]:
        async with self.database.read() as session:
            return (await session.exec(select(Outbox))).all()


def _over_at(call: Call) -> datetime:
    """When a call is over, or at the latest counts as over."""
    ahead = CallAhead(
        call.id,
        call.starts_at,
        call.ends_at,
        call.planned_at,
        started_at=call.started_at,
        ended_at=call.ended_at,
    )
    return ahead.over_at


def _values(reply: Reply | None, action: str) -> list[str]:
    """The values of a card's buttons with this action."""
    blocks: Sequence[Block] = reply.blocks if isinstance(reply, Card) else ()
    buttons: list[Button] = [
        b for block in blocks if isinstance(block, Buttons) for b in block.buttons
    ]
    return [button.value for button in buttons if button.action == action]


TestOffice = Office.TestCase
TestOffice.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
