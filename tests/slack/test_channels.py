"""Channels: a feature knows where it was asked, and personal answers stay personal."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.platform.messenger import (
    NoClearAnswer,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from bot.slack.api import SlackApi
from bot.slack.messenger import SlackMessenger
from handlers.cards import Card, Paragraph, Reply, spans
from handlers.commands import Command
from handlers.registry import Refusal, Turn
from tests.slack.conftest import NOW, World
from tests.slack.driver import SlackUser
from tests.slack.fake import BOT_TOKEN, FakeSlack, dm_of
from tests.slack.features import GOAL, _planned
from tests.slack.wire import Failure, Message

SALES = Recipient("slack:T1", "CSALES", channel=True)
TEAM = Recipient("slack:T1", "CTEAM", "CTEAM", channel=True)
NEWS = Card("Buyers ask why.", (Paragraph(spans("Everyone says AI.")),))


@pytest.fixture
def where(world: World) -> list[object]:
    """Record the place of every request: a command, a button, a form and a shortcut."""
    seen: list[object] = []

    async def note(turn: Turn) -> Reply:
        seen.append((turn.place.external, turn.place.name) if turn.place else None)
        return _planned("noted")

    async def ask(turn: Turn) -> Reply:
        await note(turn)
        return GOAL

    registry = world.app.own.talk._conversation.registry
    registry.command(Command("where", "", "notes where"), note)
    for means, name, feature in (
        ("button", "done", note),
        ("button", "goal", ask),
        ("form", "goal", note),
        ("shortcut", "capture", note),
        ("shortcut", "start", note),
        ("screen", "home", note),
    ):
        registry._features[means, name] = feature  # type: ignore[index]
    return seen


async def post(world: World, channel: str = "CSALES", words: str = "news") -> None:
    """Attune says something in a channel, with buttons."""
    world.fake.channels[channel].member = True
    await world.app.messenger.send(Recipient("slack:T1", channel, channel=True), _planned(words), 1)


async def test_a_feature_knows_the_channel_it_was_asked_in(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    ana.goes_to("#sales")
    await ana.types("/where")
    await ana.presses("Done")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    await ana.uses("capture", on="we send pricing")
    assert where == [("CSALES", "#sales")] * 5


async def test_a_press_on_a_channels_own_message_knows_it_too(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    await post(world)
    ana.goes_to("#sales")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert where == [("CSALES", "#sales")] * 2


async def test_between_a_person_and_attune_there_is_no_place(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    await ana.types("/where")
    await ana.presses("Done")
    await ana.types("where")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    await ana.uses("start")
    await ana.opens_home()
    assert where == [None] * 7


async def test_a_private_channel_is_not_named_nor_a_group_conversation(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    world.fake.add_channel("CTEAM", "secret-merger", private=True)
    world.fake.add_channel("CGROUP", "mpdm-ana--ben-1")
    for channel in ("#secret-merger", "#mpdm-ana--ben-1"):
        ana.goes_to(channel)
        await ana.types("/where")
    assert where == [("CTEAM", "a private channel"), ("CGROUP", "a group conversation")]


async def test_an_older_payload_without_a_name_is_understood(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    ana.goes_to("#sales")
    payload = ana.command("/where")
    del payload["channel_name"]
    await ana.send("slash_commands", payload)
    assert where == [("CSALES", "this channel")]


async def test_every_answer_to_a_command_is_its_senders_alone(world: World, ana: SlackUser) -> None:
    world.fake.channels["CSALES"].member = True
    ana.goes_to("#sales")
    for command in ("/plan Northwind", "/no", "/boom", "/unheard of"):
        await ana.types(command)
    await ana.uses("capture", on="we send pricing")
    assert len(ana.messages) == 5
    assert ana.reads("#sales") == []
    assert world.user("UBEN").messages == []


async def test_a_card_takes_the_place_of_the_channels_message_for_all(
    world: World, ana: SlackUser
) -> None:
    await post(world)
    ana.goes_to("#sales")
    await ana.presses("Done")
    assert ana.reads("#sales") == ["Done: 3"]
    assert ana.messages == []
    ana.sees("Done: 3")


async def test_an_aside_and_a_refusal_are_theirs_alone_and_the_message_stays(
    world: World, ana: SlackUser
) -> None:
    async def refuse(turn: Turn) -> Reply:
        raise Refusal("Not today.")

    async def fail(turn: Turn) -> Reply:
        raise RuntimeError("x")

    await post(world)
    before = ana.reads("#sales")
    ana.goes_to("#sales")
    await ana.presses("Why?")
    features = world.app.own.talk._conversation.registry._features
    features["button", "done"] = refuse  # type: ignore[index]
    await ana.presses("Done")
    features["button", "done"] = fail  # type: ignore[index]
    await ana.presses("Done")
    assert [each.splitlines()[0] for each in ana.messages][:2] == [
        "Because you asked.",
        "Not today.",
    ]
    assert "Something went wrong" in ana.messages[2]
    assert ana.reads("#sales") == before
    assert world.user("UBEN").messages == []


async def test_a_form_from_a_channels_message_replaces_it(world: World, ana: SlackUser) -> None:
    await post(world)
    ana.goes_to("#sales")
    await ana.presses("Goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert ana.problems
    assert "Planned: news" in ana.reads("#sales")[0]
    await ana.fills(goal="listen")
    await ana.submits()
    assert ana.reads("#sales") == ["Kept for 7: listen very||"]
    assert ana.messages == []


async def test_a_form_from_a_command_leaves_the_channel_as_it_was(
    world: World, ana: SlackUser
) -> None:
    await post(world)
    before = ana.reads("#sales")
    ana.goes_to("#sales")
    await ana.types("/goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert ana.reads("#sales") == before
    assert ana.messages == ["Kept for 7: listen very||"]


@pytest.mark.parametrize("failure", [Failure(status=404, text="used_url"), Failure(drop="before")])
@pytest.mark.parametrize("label", ["", "Done", "Why?"])
async def test_a_closed_way_back_leads_to_the_person_never_to_the_channel(
    world: World, ana: SlackUser, failure: Failure, label: str
) -> None:
    await post(world)
    before = ana.reads("#sales")
    ana.goes_to("#sales")
    world.fake.fail("respond", failure)
    if label:
        await ana.presses(label)
    else:
        await ana.types("/plan Northwind")
    assert ana.reads("#sales") == before
    assert [each.channel for each in world.fake.seen_by("UANA")] == [dm_of("UANA")]


async def test_half_an_hour_later_a_form_is_answered_to_the_person(
    world: World, ana: SlackUser
) -> None:
    await post(world)
    before = ana.reads("#sales")
    ana.goes_to("#sales")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    world.clock.moment += timedelta(minutes=31)
    await ana.submits()
    assert ana.reads("#sales") == before
    assert ana.messages == ["Kept for 7: listen very||"]


async def test_a_form_that_comes_too_late_is_offered_to_the_person_alone(
    world: World, ana: SlackUser, where: list[object]
) -> None:
    await post(world)
    before = ana.reads("#sales")
    ana.goes_to("#sales")
    press = ana.press("Goal")
    world.clock.moment += timedelta(seconds=4)
    await ana.send("interactive", press)
    assert ana.reads("#sales") == before
    await ana.presses("Open it")
    assert ana.form is not None
    assert where == [("CSALES", "#sales")]  # the form was kept, so nothing is done twice


async def test_what_people_say_to_each_other_in_a_channel_is_not_for_us(
    world: World, ana: SlackUser
) -> None:
    await ana.send("events_api", ana.message("plan Northwind", channel_type="channel"))
    await ana.send("events_api", ana.message("plan Northwind", channel_type="group"))
    assert (await world.kept(), world.fake.messages) == ([], [])


# Sending


@pytest.fixture
async def messenger(fake: FakeSlack) -> AsyncIterator[SlackMessenger]:
    api = SlackApi(BOT_TOKEN, fake.url)
    await api.start()
    yield SlackMessenger(api)
    await api.stop()


async def test_a_channel_we_are_in_is_simply_sent_to(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    fake.channels["CSALES"].member = True
    sent = await messenger.send(SALES, NEWS, 7)
    (message,) = fake.seen_in("CSALES")
    assert sent == SentMessage(message.ts, "CSALES")
    assert [name for name, _ in fake.calls] == ["conversations.info", "chat.postMessage"]
    await messenger.send(SALES, NEWS, 8)
    assert len(fake.called("conversations.info")) == 1


async def test_a_public_channel_is_joined_once(fake: FakeSlack, messenger: SlackMessenger) -> None:
    for row in (7, 8):
        await messenger.send(SALES, NEWS, row)
    assert len(fake.seen_in("CSALES")) == 2
    assert len(fake.called("conversations.join")) == 1


async def test_nobody_is_joined_for_a_person(fake: FakeSlack, messenger: SlackMessenger) -> None:
    fake.fail("chat.postMessage", Failure(error="not_in_channel"))
    with pytest.raises(RecipientUnreachable):
        await messenger.send(Recipient("slack:T1", "UANA", "DUANA"), NEWS, 7)
    assert fake.called("conversations.join") == []


async def test_a_private_channel_needs_an_invitation(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    team = fake.add_channel("CTEAM", "team", private=True)
    with pytest.raises(RecipientUnreachable, match="channel_not_found"):
        await messenger.send(TEAM, NEWS, 7)
    team.member = True
    await messenger.send(TEAM, NEWS, 7)
    assert len(fake.seen_in("CTEAM")) == 1


async def test_an_archived_channel_is_gone(fake: FakeSlack, messenger: SlackMessenger) -> None:
    fake.channels["CSALES"].archived = True
    with pytest.raises(RecipientUnreachable, match="is_archived"):
        await messenger.send(SALES, NEWS, 7)


@pytest.mark.parametrize(
    "code",
    [
        "channel_is_limited_access",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
    ],
)
async def test_where_admins_let_only_some_people_post(
    fake: FakeSlack, messenger: SlackMessenger, code: str
) -> None:
    fake.channels["CSALES"].denied = code
    with pytest.raises(RecipientUnreachable, match=code):
        await messenger.send(SALES, NEWS, 7)


@pytest.mark.parametrize(
    "code",
    [
        "missing_scope",
        "method_not_supported_for_channel_type",
        "too_many_members",
        "is_archived",
        "channel_not_found",
    ],
)
async def test_a_channel_that_cannot_be_joined_stops_nobody_else(
    fake: FakeSlack, messenger: SlackMessenger, code: str
) -> None:
    fake.fail("conversations.join", Failure(error=code))
    with pytest.raises(RecipientUnreachable, match=code):
        await messenger.send(SALES, NEWS, 7)
    assert fake.messages == []


async def test_without_the_scope_we_are_not_let_in(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    fake.scopes = fake.scopes.replace("channels:join", "")
    with capture_logs() as logs, pytest.raises(RecipientUnreachable):
        await messenger.send(SALES, NEWS, 7)
    assert [each["because"] for each in logs] == ["missing_scope"]


async def test_a_join_that_did_not_help_is_not_tried_for_ever(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    fake.fail("chat.postMessage", *[Failure(error="not_in_channel")] * 2)
    with pytest.raises(RecipientUnreachable, match="not_in_channel"):
        await messenger.send(SALES, NEWS, 7)
    assert len(fake.called("conversations.join")) == 1


@pytest.mark.parametrize(
    ("failure", "workspace"),
    [
        (Failure(drop="after"), False),
        (Failure(status=503), False),
        (Failure(error="internal_error"), False),
        (Failure(status=429, text="", headers={"Retry-After": "9"}), True),
        (Failure(error="token_revoked"), True),
    ],
)
async def test_trouble_while_joining_is_later_and_never_in_doubt(
    fake: FakeSlack, messenger: SlackMessenger, failure: Failure, *, workspace: bool
) -> None:
    fake.fail("conversations.join", failure)
    with pytest.raises(RetryLater) as later:
        await messenger.send(SALES, NEWS, 7)
    assert later.value.workspace == workspace
    assert fake.messages == []


@pytest.mark.parametrize(("cut", "went_out"), [("before", False), ("after", True)])
@pytest.mark.parametrize("private", [False, True])
async def test_doubt_in_a_channel_is_settled_by_reading_back(
    fake: FakeSlack, messenger: SlackMessenger, cut: str, *, went_out: bool, private: bool
) -> None:
    fake.add_channel("CTEAM", "team", private=private, member=True)
    fake.fail("chat.postMessage", Failure(drop=cut))
    with pytest.raises(NoClearAnswer):
        await messenger.send(TEAM, NEWS, 7)
    found = await messenger.find(TEAM, 7, NOW - timedelta(minutes=1))
    assert (found is not None) == went_out
    fake.clock.moment += timedelta(minutes=1)
    assert await messenger.find(TEAM, 8, NOW - timedelta(minutes=1)) is None


async def test_doubt_after_a_join_is_doubt(fake: FakeSlack, messenger: SlackMessenger) -> None:
    fake.fail("chat.postMessage", Failure(error="not_in_channel"), Failure(drop="after"))
    with pytest.raises(NoClearAnswer):
        await messenger.send(SALES, NEWS, 7)
    assert await messenger.find(SALES, 7, NOW - timedelta(minutes=1)) is not None


async def test_where_we_never_were_nothing_went_out(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    assert await messenger.find(SALES, 7, NOW) is None


async def test_a_private_channel_we_are_out_of_is_not_there(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    fake.add_channel("CTEAM", "team", private=True)
    with pytest.raises(RecipientUnreachable):
        await messenger.find(TEAM, 7, NOW)


async def test_without_the_scope_to_read_back_only_this_channel_waits(
    fake: FakeSlack, messenger: SlackMessenger
) -> None:
    fake.channels["CSALES"].member = True
    fake.scopes = fake.scopes.replace("channels:history", "")
    with pytest.raises(RetryLater) as later:
        await messenger.find(SALES, 7, NOW)
    assert not later.value.workspace
    assert later.value.wait >= timedelta(minutes=1)


async def test_a_channel_is_never_away(fake: FakeSlack, messenger: SlackMessenger) -> None:
    assert await messenger.absent_until(SALES, NOW) is None
    assert fake.calls == []


async def test_a_known_address_comes_first(fake: FakeSlack, messenger: SlackMessenger) -> None:
    fake.channels["CMARKETING"].member = True
    sent = await messenger.send(replace(SALES, address="CMARKETING"), NEWS, 7)
    assert sent.address == "CMARKETING"


async def test_markup_in_a_channel_is_words(fake: FakeSlack, messenger: SlackMessenger) -> None:
    await messenger.send(SALES, Card("<!channel>", (Paragraph(spans("<!channel>")),)), 7)
    (message,) = fake.messages
    assert isinstance(message, Message)
    assert message.body["text"] == "&lt;!channel&gt;"
    assert "mrkdwn" not in str(message.body)
