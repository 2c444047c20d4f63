"""Two processes on one PostgreSQL database, at the same moment: each thing happens once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from bot.intake.poller import FeedPoller
from handlers.cards import Aside, Buttons, Card, Reply
from handlers.notices.voice_digest import plan as plan_digest
from handlers.request import Means
from storage import outbox
from storage.database.connection import Database
from storage.marketing import feeds
from storage.tables import Call, Channel, FeedSource, Insight, Outbox, Person, Seat, Subscription
from tests.delivery.world import MORNING, A
from tests.faults.fleet import Fleet, words
from tests.intake.samples import item, rss
from tests.intake.site import Site

ROUNDS = 8  # a race that is lost now and then is lost in one of them
CHANNELS = 4


async def test_the_same_request_to_both_has_one_effect(fleet: Fleet) -> None:
    for number in range(ROUNDS):
        await fleet.account(f"Northwind {number}")
        text, request = f"Northwind {number} tomorrow 3pm", f"same-{number}"
        replies = await asyncio.gather(
            *(fleet.asks(n, "lena", Means.COMMAND, "prep", text, again=request) for n in (0, 1))
        )
        assert replies.count(None) == 1
    assert len(await fleet.all_of(Call)) == ROUNDS
    assert len(await fleet.all_of(Person)) == 1


async def test_two_reps_plan_the_same_call(fleet: Fleet) -> None:
    for number in range(ROUNDS):
        await fleet.account(f"Northwind {number}")
        text = f"Northwind {number} tomorrow 3pm"
        replies = await asyncio.gather(
            fleet.asks(0, "lena", Means.COMMAND, "prep", text),
            fleet.asks(1, "tomas", Means.COMMAND, "prep", text),
        )
        said = [words(reply) for reply in replies]
        assert sum(" has a call with Northwind" in each for each in said) == 1, said
        assert not any("went wrong" in each for each in said)
    assert len(await fleet.all_of(Call)) == len(await fleet.all_of(Seat)) == ROUNDS


async def test_two_reps_open_the_same_account(fleet: Fleet) -> None:
    for number in range(ROUNDS):
        drafts = []
        for place, who in enumerate(("lena", "tomas")):
            text = f"Globex{number} tomorrow 3pm"
            reply = await fleet.asks(place, who, Means.COMMAND, "prep", text)
            drafts.append((place, who, _value(reply, "prep.add")))
        replies = await asyncio.gather(
            *(fleet.asks(n, who, Means.BUTTON, "prep.add", draft) for n, who, draft in drafts)
        )
        assert not any("went wrong" in words(reply) for reply in replies)
    assert len(await fleet.all_of(Call)) == ROUNDS


async def test_two_in_a_call_cancel_and_restore_it_against_each_other(fleet: Fleet) -> None:
    """Each plans again for both people, without a deadlock."""
    await fleet.account("Northwind")
    await fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 3pm")
    [call] = await fleet.all_of(Call)
    await fleet.asks(1, "tomas", Means.BUTTON, "prep.join", str(call.id))
    for _ in range(ROUNDS):
        for name in ("call.cancel", "call.restore"):
            replies = await asyncio.gather(
                *(
                    fleet.asks(n, who, Means.BUTTON, name, str(call.id))
                    for n, who in ((0, "lena"), (1, "tomas"), (1, "lena"), (0, "tomas"))
                )
            )
            assert not any("went wrong" in words(reply) for reply in replies)


async def test_who_presses_twice_is_answered_twice_and_sits_there_once(fleet: Fleet) -> None:
    """The press that loses the race finds the other's effect, not an error."""
    for number in range(ROUNDS):
        await fleet.account(f"Northwind {number}")
        await fleet.asks(0, "lena", Means.COMMAND, "prep", f"Northwind {number} tomorrow 3pm")
        call = (await fleet.all_of(Call))[-1]
        replies = await asyncio.gather(
            *(fleet.asks(n % 2, "tomas", Means.BUTTON, "prep.join", str(call.id)) for n in range(4))
        )
        assert not any("went wrong" in words(reply) for reply in replies)
    assert len(await fleet.all_of(Seat)) == 2 * ROUNDS


async def test_a_deadlock_is_one_more_try(fleet: Fleet) -> None:
    """Each changes their zone, so holds their own row, and then plans for the other too."""
    await fleet.account("Northwind")
    await fleet.asks(0, "lena", Means.COMMAND, "prep", "Northwind tomorrow 3pm")
    [call] = await fleet.all_of(Call)
    await fleet.asks(1, "tomas", Means.BUTTON, "prep.join", str(call.id))
    for number in range(2):  # PostgreSQL looks for a deadlock after a second
        zone = ("Europe/Paris", "Europe/Berlin")[number % 2]
        name = ("call.cancel", "call.restore")[number % 2]
        replies = await asyncio.gather(
            *(
                fleet.asks(n, who, Means.BUTTON, name, str(call.id), zone=zone)
                for n, who in ((0, "lena"), (1, "tomas"))
            )
        )
        assert not any("went wrong" in words(reply) for reply in replies)
    assert {person.zone for person in await fleet.all_of(Person)} == {"Europe/Berlin"}


async def test_an_insight_published_on_both_is_one_post_in_each_channel(fleet: Fleet) -> None:
    tomas = await fleet.person("tomas", "marketer")
    await fleet.person("ana", "admin")
    await _subscribe(fleet, tomas)
    for number in range(ROUNDS):
        insight = await _draft(fleet, tomas, f"Drivers keep the planner, part {number}")
        replies = await asyncio.gather(
            fleet.asks(0, "tomas", Means.BUTTON, "insight.publish", f"{insight}:1"),
            fleet.asks(1, "tomas", Means.BUTTON, "insight.publish", f"{insight}:1"),
            fleet.asks(1, "ana", Means.BUTTON, "insight.publish", f"{insight}:1"),
            *(one.run() for one in fleet.loops),
        )
        assert not any("went wrong" in words(reply) for reply in replies[:3])
        await fleet.deliver()
    expected = Counter({f"C{n}": ROUNDS for n in range(CHANNELS)})
    assert Counter(post.to.external for post in fleet.messenger.posts) == expected
    assert {row.state for row in await fleet.all_of(Outbox)} == {"sent"}


async def test_what_is_sent_while_it_is_planned_anew_is_not_sent_twice(
    fleet: Fleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process delivers between the read of open rows and their replacement."""
    tomas = await fleet.person("tomas", "marketer")
    await _subscribe(fleet, tomas)
    insight = await _draft(fleet, tomas, "Drivers keep the planner")
    await fleet.asks(0, "tomas", Means.BUTTON, "insight.publish", f"{insight}:1")
    look = outbox.open_about

    async def look_slowly(*asked: Any) -> Sequence[Outbox]:  # noqa: ANN401 - as it is asked
        found = await look(*asked)
        await fleet.loops[1].run()
        return found

    monkeypatch.setattr(outbox, "open_about", look_slowly)
    await fleet.asks(0, "tomas", Means.BUTTON, "insight.publish", f"{insight}:1:now")
    await fleet.deliver()
    sent = Counter(post.to.external for post in fleet.messenger.posts)
    assert sent == Counter(f"C{n}" for n in range(CHANNELS))


async def test_a_digest_planned_on_both_goes_out_once(fleet: Fleet) -> None:
    tomas = await fleet.person("tomas", "marketer")
    await _subscribe(fleet, tomas, tag="voice")

    async def plan(database: Database) -> None:
        async with database.write() as session:
            await plan_digest(session, A, MORNING)

    await asyncio.gather(*(plan(one) for one in fleet.databases for _ in range(3)))
    assert len(await fleet.all_of(Outbox)) == CHANNELS


async def test_a_feed_is_read_once_and_its_entries_are_drafts_once(fleet: Fleet) -> None:
    tomas = await fleet.person("tomas", "marketer")
    async with Site() as site:
        site.says("/feed", rss(item(title="Tolls rise", description="x")).encode())
        async with fleet.databases[0].write() as session:
            feed = FeedSource(tenant=A, url=site.url("/feed"), added_by=tomas.id, next_at=MORNING)
            await feeds.add(session, feed)
        pollers = [FeedPoller(one, "test", fleet.clock, site.client) for one in fleet.databases]
        read = await asyncio.gather(*(one.poll() for one in pollers))
        assert sorted(read) == [0, 1]
        assert site.paths() == ["/feed"]
    assert len(await fleet.all_of(Insight)) == 1


async def _subscribe(fleet: Fleet, tomas: Person, tag: str = "everything") -> None:
    async with fleet.databases[0].write() as session:
        for number in range(CHANNELS):
            channel = Channel(
                tenant=A,
                external=f"C{number}",
                name=f"#c{number}",
                zone="Europe/Berlin",
                subscribed_by=tomas.id,
            )
            session.add(channel)
            await session.flush()
            session.add(
                Subscription(channel_id=channel.id, tag=tag, value="*", tenant=A, shown="*")
            )


async def _draft(fleet: Fleet, tomas: Person, headline: str) -> int:
    async with fleet.databases[0].write() as session:
        insight = Insight(
            tenant=A,
            headline=headline,
            line="Ask who tried it.",
            author_id=tomas.id,
            owner_id=tomas.id,
            review_by=date(2027, 2, 1),
            changed_at=fleet.clock.now() - timedelta(days=1),
        )
        session.add(insight)
        await session.flush()
        return insight.id


def _value(reply: Reply | None, action: str) -> str:
    """What a button of a reply carries."""
    card = reply.card if isinstance(reply, Aside) else reply
    assert isinstance(card, Card)
    buttons = (b for block in card.blocks if isinstance(block, Buttons) for b in block.buttons)
    return next(button.value for button in buttons if button.action == action)
