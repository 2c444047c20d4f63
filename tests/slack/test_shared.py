"""Channels shared with another company get nothing; changes of channels take effect."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.base.clock import FixedClock
from handlers.notices import tell
from storage.tables import Channel
from tests.slack.fake import FakeSlack
from tests.slack.process import Begin, Process, rows
from tests.slack.wire import Failure

SUBSCRIBE = "/insight subscribe industry=logistics"
SHARED = "shared with another company"


async def sales(process: Process) -> Channel | None:
    async with process.attune.database.read() as session:
        return (await session.exec(select(Channel))).first()


async def tells(process: Process, kind: str, **more: object) -> None:
    event: dict[str, object] = {"type": kind, "channel": "CSALES", **more}
    await process.user.send("events_api", process.user.event(event))


@pytest.fixture
async def subscribed(begin: Begin, acme: FakeSlack, office_clock: FixedClock) -> Process:
    """#sales has subscribed to insights, and has got the confirmation."""
    office_clock.moment += timedelta(hours=2)  # within the channel's hours
    process = await begin(acme)
    process.user.goes_to("#sales")
    await process.user.types(SUBSCRIBE)
    await process.delivers()
    assert len(acme.seen_in("CSALES")) == 1
    return process


@pytest.mark.parametrize("how", ["shared", "pending"])
async def test_a_shared_channel_cannot_subscribe(begin: Begin, acme: FakeSlack, how: str) -> None:
    setattr(acme.channels["CSALES"], how, True)
    process = await begin(acme)
    process.user.goes_to("#sales")
    for words in (SUBSCRIBE, "/insight Subscribe", "/insight  subscribe everything"):
        await process.user.types(words)
        process.user.sees(SHARED)
    assert await sales(process) is None


async def test_a_channel_shared_while_the_form_is_open(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    process.user.goes_to("#sales")
    await process.user.types("/insight subscribe")
    acme.channels["CSALES"].shared = True
    await process.user.fills(tags="industry=logistics")
    await process.user.submits()
    assert SHARED in process.user.problems["tags"]
    assert await sales(process) is None


async def test_only_what_leads_to_posts_is_looked_up(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme)
    process.user.goes_to("#sales")
    for words in ("/insight pricing", "/calls", "/insight unsubscribe"):
        await process.user.types(words)
    assert acme.called("conversations.info") == []


async def test_a_private_channel_needs_us_in_it_first(begin: Begin, acme: FakeSlack) -> None:
    team = acme.add_channel("CTEAM", "secret-merger", private=True)
    process = await begin(acme)
    process.user.goes_to("#secret-merger")
    await process.user.types(SUBSCRIBE)
    process.user.sees("/invite @Attune")
    team.member = True
    await process.user.types(SUBSCRIBE)
    process.user.sees("a private channel gets insights")
    process.user.sees_nothing_of("secret-merger")


async def test_a_group_conversation_is_no_channel(begin: Begin, acme: FakeSlack) -> None:
    acme.add_channel("CGROUP", "mpdm-lena--ben-1")
    process = await begin(acme)
    process.user.goes_to("#mpdm-lena--ben-1")
    await process.user.types(SUBSCRIBE)
    process.user.sees("not in group conversations")


async def test_nor_is_it_if_somebody_mentions_us_there(begin: Begin, acme: FakeSlack) -> None:
    """Slack names no conversation in a mention."""
    acme.add_channel("CGROUP", "mpdm-lena--ben-1", member=True)
    process = await begin(acme)
    process.user.goes_to("#mpdm-lena--ben-1")
    event = process.user.mention("insight subscribe industry=logistics")
    await process.user.send("events_api", event)
    process.user.sees("not in group conversations")
    process.user.sees_nothing_of("An admin has to install Attune")
    assert await sales(process) is None


async def test_without_the_right_to_look_nothing_is_subscribed(
    begin: Begin, acme: FakeSlack
) -> None:
    acme.scopes = acme.scopes.replace("channels:read,", "")
    process = await begin(acme)
    process.user.goes_to("#sales")
    await process.user.types(SUBSCRIBE)
    process.user.sees("An admin has to install Attune")


async def test_a_mention_can_subscribe_and_the_channel_has_its_name(
    begin: Begin, acme: FakeSlack
) -> None:
    acme.channels["CSALES"].member = True
    process = await begin(acme)
    process.user.goes_to("#sales")
    event = process.user.mention("insight subscribe industry=logistics")
    await process.user.send("events_api", event)
    process.user.sees("#sales gets insights")


async def test_a_channel_that_was_shared_since_is_looked_at_before_a_post(
    subscribed: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    before = len(acme.seen_in("CSALES"))
    acme.channels["CSALES"].pending = True
    subscribed.slack.own.talk.channels._known.clear()  # an hour later
    await subscribed.user.types(SUBSCRIBE)
    subscribed.user.sees(SHARED)
    office_clock.moment += timedelta(minutes=1)
    async with subscribed.attune.database.write() as session:
        channel = (await session.exec(select(Channel))).one()
        await tell.subscribed(session, channel, office_clock.moment)
    await subscribed.delivers()
    assert len(acme.seen_in("CSALES")) == before
    found = await sales(subscribed)
    assert found
    assert found.unreachable == SHARED


async def test_slack_tells_that_a_channel_is_shared_and_that_it_is_not(
    subscribed: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    acme.channels["CSALES"].shared = True
    await tells(subscribed, "channel_shared", connected_team_id="T9")
    office_clock.moment += timedelta(minutes=10)
    await subscribed.delivers()
    assert len(acme.seen_in("CSALES")) == 1
    assert "it is now shared with another company" in str(acme.seen_by("ULENA")[-1].body)

    acme.channels["CSALES"].shared = False
    await tells(subscribed, "channel_unshared", previously_connected_team_id="T9")
    await subscribed.delivers()
    assert len(acme.seen_in("CSALES")) == 2


async def test_a_renamed_channel_has_its_new_name(subscribed: Process) -> None:
    subscribed.fake.channels["CSALES"].name = "sales-emea"
    await tells(subscribed, "channel_rename", channel={"id": "CSALES", "name": "sales-emea"})
    found = await sales(subscribed)
    assert found
    assert found.name == "#sales-emea"
    await tells(subscribed, "channel_rename", channel={"id": "COTHER", "name": "x"})


GONE = (
    "#sales no longer exists. To choose another channel, type /insight subscribe in that channel."
)


@pytest.mark.parametrize(
    ("kind", "more", "why", "said"),
    [
        ("channel_archive", {}, "is_archived", "because it is archived. To subscribe another"),
        ("channel_deleted", {}, "deleted", GONE),
        ("group_deleted", {}, "deleted", GONE),
        ("member_left_channel", {"user": "UBOT"}, "removed", "Invite it there"),
        ("member_left_channel", {"user": "ULENA"}, None, ""),
    ],
)
async def test_a_channel_that_is_gone_or_that_we_were_put_out_of(
    subscribed: Process, kind: str, more: dict[str, str], why: str | None, said: str
) -> None:
    channel = subscribed.fake.channels["CSALES"]
    channel.archived, channel.member = kind == "channel_archive", more.get("user") != "UBOT"
    if kind.endswith("_deleted"):
        del subscribed.fake.channels["CSALES"]
    await tells(subscribed, kind, **more)
    found = await sales(subscribed)
    assert found
    assert found.unreachable == why
    assert all(row.state != "open" for row in await rows(subscribed) if row.channel_id)
    await subscribed.delivers()
    assert said in str(subscribed.fake.messages)
    assert (why == "removed") == ("Invite it there" in str(subscribed.fake.messages))


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("channel_archive", {}),
        ("channel_shared", {"connected_team_id": "T9"}),
        ("member_left_channel", {"user": "UBOT"}),
    ],
)
async def test_an_event_that_is_out_of_date_closes_no_channel(
    subscribed: Process, kind: str, more: dict[str, str]
) -> None:
    """Slack may deliver an event after a later one: the channel is as Slack says it is now."""
    if kind == "channel_shared":
        await tells(subscribed, "channel_unshared", previously_connected_team_id="T9")
    await tells(subscribed, kind, **more)
    found = await sales(subscribed)
    assert found
    assert found.unreachable is None


async def test_an_old_name_does_not_come_back(subscribed: Process) -> None:
    subscribed.fake.channels["CSALES"].name = "sales-emea"
    for name in ("sales-emea", "sales-europe"):
        await tells(subscribed, "channel_rename", channel={"id": "CSALES", "name": name})
    found = await sales(subscribed)
    assert found
    assert found.name == "#sales-emea"


async def test_an_event_is_believed_if_slack_does_not_say_how_the_channel_is(
    subscribed: Process, acme: FakeSlack
) -> None:
    for kind, why in (("channel_shared", SHARED), ("channel_unshared", None)):
        acme.fail("conversations.info", Failure(status=503))
        await tells(subscribed, kind)
        found = await sales(subscribed)
        assert found
        assert found.unreachable == why


async def test_channels_without_posts_are_not_looked_up(
    subscribed: Process, acme: FakeSlack
) -> None:
    before = len(acme.called("conversations.info"))
    await tells(subscribed, "channel_archive", channel="CMARKETING")
    assert len(acme.called("conversations.info")) == before


async def test_a_channel_in_which_only_some_people_may_post(
    subscribed: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    acme.channels["CSALES"].denied = "restricted_action"
    office_clock.moment += timedelta(hours=1)
    await subscribed.user.types("/insight subscribe competitor=*")
    await subscribed.delivers()
    told = str(acme.seen_by("ULENA")[-1].body)
    assert "because only some people may post there" in told
    assert "Invite it there" not in told


async def test_a_private_channel_that_slack_does_not_find_may_still_exist(
    subscribed: Process, acme: FakeSlack
) -> None:
    async with subscribed.attune.database.write() as session:
        channel = (await session.exec(select(Channel))).one()
        await tell.lost(session, channel, acme.clock.now())
        channel.unreachable = "channel_not_found"
    await subscribed.delivers()
    told = str(acme.seen_by("ULENA")[-1].body)
    assert "Attune can't find #sales any more. If a channel still exists, invite" in told


async def test_two_archived_channels_are_named_in_one_sentence(
    subscribed: Process, acme: FakeSlack
) -> None:
    acme.add_channel("COPS", "ops")
    subscribed.user.goes_to("#ops")
    await subscribed.user.types(SUBSCRIBE)
    await subscribed.delivers()
    for channel in ("CSALES", "COPS"):
        acme.channels[channel].archived = True
        event = subscribed.user.event({"type": "channel_archive", "channel": channel})
        await subscribed.user.send("events_api", event)
    await subscribed.delivers()
    told = str(acme.seen_by("ULENA")[-1].body)
    assert "#sales and #ops, because they are archived. To subscribe another" in told
