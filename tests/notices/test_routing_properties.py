"""Property test: channels get the insights they want, once, within their hours.

Random edits through the real features, the real database and the real delivery loop; only the
platform is in memory. Each post is checked when it is sent; what is still owed, whenever time
passes.
"""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlmodel import col, select

from bot.base.clock import FixedClock
from bot.delivery.loop import Delivery
from bot.platform.messenger import (
    NoClearAnswer,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from handlers import features
from handlers.cards import Card, Problems
from handlers.conversation import Conversation
from handlers.notices import notice
from handlers.notices.hours import POST_INTERVAL, digest_time, hours_of, opening
from handlers.playbook.loader import Playbook
from handlers.request import Means, Place, Request, Sender
from storage.choices import EDIT
from storage.customers import accounts
from storage.database.connection import Database
from storage.tables import Account, Channel, Insight, Outbox, Subscription
from storage.tables.types import MICROSECOND
from tests import sqlite
from tests.delivery.messenger import Lost, ScriptedMessenger
from tests.shipped import SHIPPED_PLAYBOOK

A, B = "test:A", "test:B"
STORMY = (A, "C3")  # the one channel that the platform has trouble with
CHANNELS = ((A, "C1"), (A, "C2"), STORMY, (B, "C1"))  # two workspaces may use the same id
ACCOUNT = "Northwind"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PACE = timedelta(seconds=5)  # a channel takes about one message a second
GRACE = 15 * MINUTE
T = TypeVar("T")
Pair = tuple[int, int]  # a channel's id and an insight's

STARTS = (  # before clocks change, on a Friday; and an ordinary Monday
    datetime(2026, 3, 27, 15, 50, tzinfo=UTC),
    datetime(2026, 10, 23, 14, 50, tzinfo=UTC),
    datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
)
ZONES = ("Europe/Berlin", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata")
HOURS = (("09:00", "17:00"), ("09:00", "17:00"), ("00:00", "23:59"), ("13:00", "14:00"))
HOWS = ("each", "each", "daily", "weekly")
TAGS = (
    "everything",
    "everything",
    "industry=logistics",
    "industry=*, stage=evaluation",
    'competitor="Routely"',
    "competitor=*, account=northwind",
)
TROUBLES = (
    RetryLater("busy", MINUTE / 3),
    NoClearAnswer("connection broken"),
    Lost("connection broken"),
    RecipientUnreachable("not_in_channel"),
)
channels_ = st.sampled_from(CHANNELS)
tenants = st.sampled_from((A, A, A, B))
numbers = st.integers(0, 50)
audiences = st.fixed_dictionaries(
    {},
    optional={
        "industry": st.sampled_from(("Logistics", "Retail")),
        "competitor": st.just("ROUTELY"),
        "stage": st.just("evaluation"),
        "account": st.just(ACCOUNT),
    },
)


@cache
def playbook() -> Playbook:
    return SHIPPED_PLAYBOOK


@dataclass(frozen=True)
class Seen:
    """What is on file at a moment."""

    channels: dict[int, Channel]
    wanted: dict[int, set[tuple[str, str]]]  # by channel
    insights: dict[int, Insight]
    accounts: dict[int | None, str]

    def wants(self, channel: Channel, one: Insight) -> bool:
        """Whether a channel's tags match."""
        values = {name: getattr(one, name).lower() for name in ("industry", "competitor", "stage")}
        values["account"] = self.accounts.get(one.account_id, "").lower()
        return channel.tenant == one.tenant and any(
            tag == "everything" or (values.get(tag) and value in ("*", values[tag]))
            for tag, value in self.wanted.get(channel.id, ())
        )

    def good(self, channel: Channel, one: Insight, now: datetime) -> bool:
        """Whether it is out, and not past its day where the channel is."""
        today = now.astimezone(ZoneInfo(channel.zone)).date()
        out = one.state == "published" and one.published_at is not None
        return out and (one.published_at or now) <= now and one.review_by >= today


async def see(database: Database) -> Seen:
    """Read what is on file."""
    async with database.read() as session:
        channels = (await session.exec(select(Channel))).all()
        written = (await session.exec(select(Insight))).all()
        insights = [one for one in written if one.replaces_id is None]
        names = (await session.exec(select(Account))).all()
        wanted: dict[int, set[tuple[str, str]]] = {}
        for one in (await session.exec(select(Subscription))).all():
            wanted.setdefault(one.channel_id, set()).add((one.tag, one.value))
    return Seen(
        {one.id: one for one in channels},
        wanted,
        {one.id: one for one in insights},
        {one.id: one.name for one in names},
    )


@dataclass
class Watching(ScriptedMessenger):
    """Checks each post when it is sent, against the database at that moment.

    The loop survives any exception of a messenger, so failures are kept and raised later.
    """

    database: Database = field(kw_only=True)
    broken: list[AssertionError] = field(default_factory=list)
    got: dict[Pair, datetime] = field(default_factory=dict)
    last: dict[int, datetime] = field(default_factory=dict)  # post of insights, by channel

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        """Send, unless the post breaks a rule."""
        seen, rows = await see(self.database), await self._rows(bundle)
        before = len(self.posts)
        try:
            assert rows
            assert all(row.tenant == to.tenant and row.state == "open" for row in rows)
            if to.channel:
                channel = seen.channels[rows[0].channel_id or 0]
                assert (channel.tenant, channel.external) == (to.tenant, to.external)
                assert {row.channel_id for row in rows} == {channel.id}
                self._check(seen, channel, rows)
            try:
                return await super().send(to, card, bundle)
            finally:
                # Others are sending too.
                if any((post.to, post.bundle) == (to, bundle) for post in self.posts[before:]):
                    self._note(rows)
        except AssertionError as error:
            self.broken.append(error)
            raise

    async def _rows(self, bundle: int) -> Sequence[Outbox]:
        async with self.database.read() as session:
            wanted = select(Outbox).where(col(Outbox.bundle) == bundle)
            return (await session.exec(wanted)).all()

    def _check(self, seen: Seen, channel: Channel, rows: Sequence[Outbox]) -> None:
        now = self.clock.now()
        about = [seen.insights[row.about or 0] for row in rows if row.kind == "insight"]
        kinds = [notice(row.kind) for row in rows]
        if not all(kind and kind.at_once for kind in kinds):
            local = now.astimezone(ZoneInfo(channel.zone))
            assert local.weekday() < 5
            assert channel.opens_at <= local.time() < channel.closes_at
        for one in about:
            assert (channel.id, one.id) not in self.got, "once"
            assert seen.wants(channel, one), "its tags"
            assert seen.good(channel, one, now), "out and good"
        stormy = (channel.tenant, channel.external) == STORMY
        if about and not stormy:
            assert now - self.last.get(channel.id, now - DAY) >= POST_INTERVAL - PACE, "apart"
            if channel.digest:
                comes = digest_time(now - GRACE, hours_of(channel), channel.digest)
                assert comes <= now, "at the digest's time"

    def _note(self, rows: Sequence[Outbox]) -> None:
        for row in rows:
            if row.kind == "insight":
                self.got[row.channel_id or 0, row.about or 0] = self.clock.now()
                self.last[row.channel_id or 0] = self.clock.now()


class Routing(RuleBasedStateMachine):
    """Two workspaces, each with a marketer and with channels."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{self.folder.name}/attune.sqlite3")
        self.clock = FixedClock(STARTS[0])
        self.messenger = Watching(self.clock, database=self.database)
        self.delivery = Delivery(self.database, {"test": self.messenger}, playbook(), self.clock)
        self.conversation = Conversation(
            features.registry(), self.database, playbook(), admins=("tomas",)
        )
        self.requests = 0
        self.owed: dict[Pair, datetime] = {}  # since when
        self.out: set[int] = set()
        self.troubled = False
        self.changed: dict[tuple[str, str], datetime] = {}  # a channel's hours

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to its end."""
        return self.runner.run(work)

    @initialize(
        start=st.sampled_from(STARTS), tags=st.lists(st.sampled_from(TAGS), min_size=4, max_size=4)
    )
    def opens(self, start: datetime, tags: list[str]) -> None:
        self.clock.moment = start

        async def fill() -> None:
            await sqlite.migrated(Path(self.folder.name) / "attune.sqlite3")
            async with self.database.write() as session:
                for tenant in (A, B):
                    await accounts.add(session, tenant, ACCOUNT, start)

        self.run(fill())
        for channel, typed in zip(CHANNELS, tags, strict=True):
            self.subscribes(channel, typed)

    # What people do.

    @rule(channel=channels_, typed=st.sampled_from(TAGS))
    def subscribes(self, channel: tuple[str, str], typed: str) -> None:
        self._asks(channel, Means.COMMAND, "insight", f"subscribe {typed}")
        self._look()

    @rule(channel=channels_)
    def unsubscribes(self, channel: tuple[str, str]) -> None:
        self._asks(channel, Means.COMMAND, "insight", "unsubscribe")
        self._look()

    @rule(
        channel=channels_,
        typed=st.sampled_from(TAGS),
        how=st.sampled_from(HOWS),
        hours=st.sampled_from(HOURS),
        zone=st.sampled_from(ZONES),
    )
    def sets(
        self, channel: tuple[str, str], typed: str, how: str, hours: tuple[str, str], zone: str
    ) -> None:
        opens_at, closes_at = hours
        fields = {"tags": typed, "how": how, "zone": zone}
        fields |= {"opens_at": opens_at, "closes_at": closes_at}
        self._asks(channel, Means.FORM, "channel", fields=fields)
        self.changed[channel] = self.clock.now()
        self._look()

    @rule(tenant=tenants, audience=audiences, days=st.sampled_from((1, 4, 90)))
    def publishes(self, tenant: str, audience: dict[str, str], days: int) -> None:
        number = self._writes(tenant, "", audience, days)
        self._does(tenant, "insight.publish", f"{number}:1:now")
        self._look(number)

    @rule(tenant=tenants, audience=audiences, count=st.integers(2, 5), steps=st.integers(0, 3))
    def publishes_a_burst(
        self, tenant: str, audience: dict[str, str], count: int, steps: int
    ) -> None:
        for _ in range(count):
            self.publishes(tenant, audience, 90)
            self._until(self.clock.now() + steps * MINUTE)

    @rule(tenant=tenants, audience=audiences, steps=st.integers(1, 60))
    def schedules(self, tenant: str, audience: dict[str, str], steps: int) -> None:
        number = self._writes(tenant, "", audience, 90, self._typed(steps))
        self._does(tenant, "insight.publish", f"{number}:1")
        self._look(number)

    @rule(tenant=tenants, which=numbers, audience=audiences, days=st.sampled_from((1, 90)))
    def edits(self, tenant: str, which: int, audience: dict[str, str], days: int) -> None:
        found = self._one(tenant, which)
        if found is not None:
            number = self._writes(tenant, f"{found.id}:{found.revision}", audience, days)
            if edit := self.run(self._edit_of(number)):
                self._does(tenant, "insight.publish", f"{edit.id}:{edit.revision}")
            self._look(number)

    @rule(
        tenant=tenants,
        which=numbers,
        action=st.sampled_from(("publish", "publish", "retire", "renew", "now")),
    )
    def presses(self, tenant: str, which: int, action: str) -> None:
        found = self._one(tenant, which)
        if found is not None:
            read = f"{found.id}:{found.revision}"
            self._does(
                tenant,
                "insight.publish" if action == "now" else f"insight.{action}",
                {"now": f"{read}:now", "publish": read}.get(action, str(found.id)),
            )
            self._look(0 if action == "renew" else found.id)

    # What the platform does.

    @rule(trouble=st.sampled_from(TROUBLES))
    def has_trouble(self, trouble: Exception) -> None:
        self.messenger.trouble[STORMY[1]].append(trouble)
        self.troubled = True

    @rule(typed=st.sampled_from((*TAGS, "")), audience=audiences)
    def it_changes_its_mind_while_a_post_is_on_its_way(
        self, typed: str, audience: dict[str, str]
    ) -> None:
        if typed:  # the form replaces what it had, as subscribing would only add
            fields = {"tags": typed, "how": "each", "zone": ZONES[0]}
            fields |= {"opens_at": HOURS[0][0], "closes_at": HOURS[0][1]}
            request = self._request(STORMY, Means.FORM, "channel", fields=fields)
            self.changed[STORMY] = self.clock.now()
        else:
            request = self._request(STORMY, Means.COMMAND, "insight", "unsubscribe")

        async def change() -> None:
            await self.conversation.answer(request, self.clock.now())

        self.messenger.while_sending = change
        self.publishes(A, audience, 90)
        self._until(self.clock.now() + MINUTE)
        self.messenger.while_sending = None

    # Time passes.

    @rule(minutes=st.integers(1, 30))
    def minutes_pass(self, minutes: int) -> None:
        self._until(self.clock.now() + minutes * MINUTE)

    @rule(hours=st.integers(1, 80))
    def days_pass(self, hours: int) -> None:
        self._until(self.clock.now() + hours * 60 * MINUTE)

    def teardown(self) -> None:
        try:
            if self.requests:
                self._until(self.clock.now() + 10 * DAY)
                assert self.owed == {}
                assert [row.key for row in self.run(self._open())] == []
        finally:
            self.run(self.database.close())
            self.runner.close()
            self.folder.cleanup()

    def _until(self, moment: datetime) -> None:
        """Let time pass; the loop wakes up whenever something is due."""
        while (due := self.run(self.delivery.next_due())) is not None and due <= moment:
            self._deliver(max(due, self.clock.now()))
        self._deliver(moment)

    def _deliver(self, moment: datetime) -> None:
        self.clock.moment = moment
        self._look()
        self.run(self.delivery.run())
        for error in self.messenger.broken:
            raise error
        for row in self.run(self._open()):
            assert row.next_at > moment, "stuck"
        self._look()
        seen = self.run(see(self.database))
        for (channel_id, _), since in self.owed.items():
            assert moment <= self._deadline(seen.channels[channel_id], since), "late"

    def _look(self, routed: int = 0) -> None:
        """Check what each channel is still to get. `routed` is the insight just published."""
        seen, now = self.run(see(self.database)), self.clock.now()
        pairs = {
            (channel.id, one.id)
            for channel in seen.channels.values()
            for one in seen.insights.values()
            if not (self.troubled and (channel.tenant, channel.external) == STORMY)
            and channel.unreachable is None
            and seen.good(channel, one, now)
            and seen.wants(channel, one)
            and (channel.id, one.id) not in self.messenger.got
        }
        self.owed = {pair: since for pair, since in self.owed.items() if pair in pairs}
        for pair in pairs - self.owed.keys():
            if pair[1] == routed or pair[1] not in self.out:
                self.owed[pair] = now
        self.out = {
            one.id
            for one in seen.insights.values()
            if one.state == "published" and one.published_at and one.published_at <= now
        }

    def _deadline(self, channel: Channel, since: datetime) -> datetime:
        since = max(since, self.changed.get((channel.tenant, channel.external), since))
        if channel.digest:
            return digest_time(since, hours_of(channel), channel.digest) + GRACE
        # What comes close after another post, and close to the end, waits for the next opening.
        return opening(since + POST_INTERVAL, hours_of(channel)) + GRACE

    def _writes(
        self, tenant: str, subject: str, audience: dict[str, str], days: int, goes_out: str = ""
    ) -> int:
        """Fill in the form; the insight's id."""
        good_until = str(self._today() + days * DAY)
        fields = {"headline": "Drivers decide", "line": "Ask one", "review_by": good_until}
        self._does(tenant, "insight", subject, {**fields, **audience, "goes_out": goes_out})
        found = self.run(see(self.database)).insights
        return int(subject.partition(":")[0]) if subject else max(found)

    def _does(
        self, tenant: str, what: str, text: str, fields: dict[str, str] | None = None
    ) -> None:
        means = Means.BUTTON if fields is None else Means.FORM
        self._asks((tenant, ""), means, what, text, fields)

    def _asks(
        self,
        where: tuple[str, str],
        means: Means,
        what: str,
        text: str = "",
        fields: dict[str, str] | None = None,
    ) -> None:
        self.clock.moment += MICROSECOND  # nobody acts in the very instant of a post
        request = self._request(where, means, what, text, fields)
        reply = self.run(self.conversation.answer(request, self.clock.now()))
        assert reply is not None
        assert not isinstance(reply, Problems), reply
        assert "went wrong on our side" not in repr(reply)

    def _request(
        self,
        where: tuple[str, str],
        means: Means,
        what: str,
        text: str = "",
        fields: dict[str, str] | None = None,
    ) -> Request:
        self.requests += 1
        tenant, external = where
        sender = Sender(tenant, "tomas", "tomas", "Europe/Berlin")
        place = Place(external, f"#{external}") if external else None
        return Request(f"r{self.requests}", sender, means, what, text, fields or {}, place)

    def _typed(self, steps: int) -> str:
        """A time some quarters of an hour from now, as the marketer types it."""
        local = (self.clock.now() + 15 * steps * MINUTE).astimezone(ZoneInfo("Europe/Berlin"))
        return f"{local:%Y-%m-%d %H:%M}"

    def _today(self) -> date:
        return self.clock.now().astimezone(ZoneInfo("Europe/Berlin")).date()

    def _one(self, tenant: str, which: int) -> Insight | None:
        found = self.run(see(self.database)).insights.values()
        there = [one for one in found if one.tenant == tenant]
        return there[which % len(there)] if there else None

    async def _edit_of(self, number: int) -> Insight | None:
        async with self.database.read() as session:
            wanted = select(Insight).where(
                col(Insight.replaces_id) == number, col(Insight.state) == EDIT
            )
            return (await session.exec(wanted)).first()

    async def _open(self) -> Sequence[Outbox]:
        async with self.database.read() as session:
            return (await session.exec(select(Outbox).where(col(Outbox.state) == "open"))).all()


FRIDAY_EVENING = STARTS[0] + 60 * MINUTE
FIRST = CHANNELS[0]


@pytest.fixture
def routing() -> Iterator[Routing]:
    """Every channel subscribes to everything, and in the end has got everything."""
    made = Routing()
    made.opens(FRIDAY_EVENING, ["everything"] * len(CHANNELS))
    yield made
    made.teardown()


def test_a_channel_that_comes_back_gets_what_was_scheduled_meanwhile(routing: Routing) -> None:
    routing.schedules(A, {}, 60)
    routing.unsubscribes(FIRST)
    routing.subscribes(FIRST, "everything")
    routing.days_pass(80)
    assert (1, 1) in routing.messenger.got


def test_what_went_stale_while_it_waited_goes_out_once_it_is_renewed(routing: Routing) -> None:
    routing.publishes(A, {}, 1)
    routing.days_pass(66)
    assert (1, 1) not in routing.messenger.got
    routing.edits(A, 0, {}, 90)
    routing.minutes_pass(6)
    assert (1, 1) in routing.messenger.got


def test_a_post_that_is_tried_again_carries_only_what_is_wanted_by_then(routing: Routing) -> None:
    routing.days_pass(66)
    routing.has_trouble(RetryLater("busy", MINUTE))
    routing.unsubscribes(FIRST)
    routing.it_changes_its_mind_while_a_post_is_on_its_way("industry=logistics", {})
    routing.minutes_pass(30)
    assert (3, 1) not in routing.messenger.got


def test_a_burst_is_one_more_message_though_the_first_was_a_little_late(routing: Routing) -> None:
    routing.days_pass(66)
    routing.publishes_a_burst(A, {}, 5, 1)
    routing.minutes_pass(30)
    assert len({routing.messenger.got[1, number] for number in range(1, 6)}) == 2


TestRouting = Routing.TestCase
TestRouting.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None, derandomize=True
)
