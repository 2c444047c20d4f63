"""Channels and group chats: answers go only to the person who asked, unless a feature posts."""

import pytest

from bot.platform.messenger import Recipient
from handlers.cards import Button, Buttons, Card, Form, Paragraph, Reply, spans
from handlers.commands import Command
from handlers.inputs import TextInput
from handlers.registry import Turn
from handlers.request import Means
from tests.teams.conftest import World
from tests.teams.driver import TeamsUser
from tests.teams.fake import TENANT

GROUP, CHANNEL = "19:group@thread.v2", "19:sales@thread.tacv2"
EVERYBODY = Card(
    "Can you answer it?",
    (
        Paragraph(spans("Can you answer it?")),
        Buttons((Button("Done", "done", "3"), Button("Goal", "goal"), Button("Why?", "why"))),
    ),
)


@pytest.fixture(params=[GROUP, CHANNEL])
def among(request: pytest.FixtureRequest, world: World) -> TeamsUser:
    """Ana among others, who has written to Attune alone before."""
    world.fake.shared.add(request.param)
    return world.user("ana", where=request.param)


async def test_words_that_do_not_name_us_are_left_alone(world: World, among: TeamsUser) -> None:
    await among.send(among.message("plan Northwind", mention=False))
    assert (await world.kept(), world.fake.messages) == ([], [])


async def test_a_mention_of_somebody_else_does_not_name_us(world: World, among: TeamsUser) -> None:
    other = {"type": "mention", "mentioned": {"id": "29:ben"}, "text": "<at>Ben</at>"}
    await among.send(among.message("<at>Ben</at> plan x", mention=False, entities=[other]))
    assert await world.kept() == []


async def test_the_answer_is_in_the_chat_with_the_one_who_asked(
    world: World, ana: TeamsUser, among: TeamsUser
) -> None:
    await ana.types("home")
    await among.types("plan Northwind")
    assert await world.kept() == ["Northwind"]
    ana.sees("Planned: Northwind")
    assert world.fake.seen_in(among.where) == []


async def test_who_never_wrote_to_us_alone_is_asked_to(world: World, among: TeamsUser) -> None:
    await among.types("plan Northwind")
    (posted,) = world.fake.messages
    assert "Message me directly first." in posted.activity["summary"]


async def test_what_is_said_among_others_is_no_address(world: World, among: TeamsUser) -> None:
    await among.types("plan Northwind")
    (person,) = await world.people()
    assert person.address is None


async def test_a_mention_in_our_own_chat_is_no_part_of_the_words(
    world: World, ana: TeamsUser
) -> None:
    await ana.send(ana.message("plan Northwind", mention=True))
    assert await world.kept() == ["Northwind"]


def hearing(world: World) -> list[tuple[str, str] | None]:
    """Record the place of each request to a feature."""
    heard: list[tuple[str, str] | None] = []

    async def where(turn: Turn) -> Reply:
        heard.append((turn.place.external, turn.place.name) if turn.place else None)
        return Form("where", "Here?", (TextInput("x", "X"),))

    registry = world.app._talk._conversation.registry
    registry.command(Command("where", "", "asks where"), where)
    registry.form("where", where)
    return heard


async def test_a_feature_knows_the_channel_and_so_does_its_form(
    world: World, ana: TeamsUser
) -> None:
    heard = hearing(world)
    world.fake.shared.add(GROUP)
    channel, first = world.fake.channel("Sales"), world.fake.channel("")
    await ana.types("where")
    for place in (GROUP, channel, first):
        await world.user("ana", where=place).types("where")
        await ana.submits()
    wanted = [(GROUP, "a group chat"), (channel, "Sales"), (first, "General")]
    assert heard == [None, *(each for each in wanted for _ in range(2))]
    assert world.fake.lists_asked == 1


async def test_a_button_in_private_is_about_the_channel_it_was_asked_in(
    world: World, ana: TeamsUser
) -> None:
    heard = hearing(world)
    registry = world.app._talk._conversation.registry

    async def again(turn: Turn) -> Reply:
        return Card("Again", (Buttons((Button("Where", "where"), Button("Again", "again"))),))

    registry.command(Command("again", "", "asks again"), again)
    registry.button("again", again)
    registry.button("where", registry.find(Means.COMMAND, "where") or again)
    await ana.types("home")
    channel = world.fake.channel("Sales")
    await world.user("ana", where=channel).types("again")
    for _ in range(2):
        await ana.presses("Again")
    await ana.presses("Where")
    await ana.submits()
    assert heard == [(channel, "Sales")] * 2
    assert ana.reads("Sales") == []
    await ana.types("again")
    await ana.presses("Where")
    assert heard[2:] == [None]


async def test_a_channel_whose_name_is_not_told_is_a_channel(world: World) -> None:
    heard, world.fake.team_is_hidden = hearing(world), True
    channel = world.fake.channel("Sales")
    await world.user("ana", where=channel).types("where")
    assert heard == [(channel, "a channel")]


async def test_a_name_that_teams_tells_is_not_asked_for(world: World, ana: TeamsUser) -> None:
    heard, channel = hearing(world), world.fake.channel("Sales")
    among = world.user("ana", where=channel)
    activity = among.message("where")
    activity["channelData"]["channel"]["name"] = f" Sales\n{'x' * 200}"
    await among.send(activity)
    assert heard == [(channel, ("Sales " + "x" * 200)[:80])]
    assert world.fake.lists_asked == 0


async def post(world: World, where: str) -> None:
    world.fake.shared.add(where)
    await world.user("ben", where=where).types("no")  # Teams names the service
    world.fake.messages.clear()
    channel = Recipient(f"teams:{TENANT}", where, where, channel=True)
    await world.app.messenger.send(channel, EVERYBODY, 7)


@pytest.mark.parametrize("where", [CHANNEL, GROUP])
async def test_a_post_is_changed_for_everybody(world: World, where: str) -> None:
    await post(world, where)
    await world.user("ana", where=where).presses("Done")
    assert [world.user(each, where=where).screen for each in ("ana", "ben")] == ["Done: 3"] * 2
    assert len(world.fake.messages) == 1
    assert await world.kept() == ["done 3"]


async def test_two_people_may_press_at_the_same_moment(world: World) -> None:
    await post(world, CHANNEL)
    ana, ben = (world.user(each, where=CHANNEL) for each in ("ana", "ben"))
    found = ana.find_button("Done")
    for each in (ana, ben):
        await each.send(each.press(*found) | {"id": "1", "localTimestamp": "now"})
    assert await world.kept() == ["done 3", "done 3"]


async def test_a_form_and_an_aside_from_a_post_come_in_private(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("home")
    await post(world, CHANNEL)
    among = world.user("ana", where=CHANNEL)
    await among.presses("Why?")
    ana.sees("Because you asked.")
    await among.presses("Goal")
    ana.sees("Your goal")
    (posted,) = ana.reads("sales")
    assert "Can you answer it?" in posted


async def test_a_forms_result_takes_the_place_of_the_post_for_everybody(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("home")
    await post(world, CHANNEL)
    await world.user("ana", where=CHANNEL).presses("Goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    await ana.fills(goal="more")
    await ana.submits()
    assert "Can you answer it?" in ana.reads("sales")[0]
    await ana.fills(goal="listen")
    await ana.submits()
    assert ana.messages == ana.reads("sales") == ["Kept for 8: listen -|-|-"]


async def test_who_never_wrote_to_us_alone_is_asked_to_after_a_press(world: World) -> None:
    await post(world, CHANNEL)
    among = world.user("ana", where=CHANNEL)
    await among.presses("Goal")
    assert world.fake.messages[-1].activity["summary"].startswith("Message me directly")
    assert among.form is None
