"""What people see on Teams: signed activities go into the real app, and the fake shows replies."""

import pytest

from handlers.cards import Aside, Button, Buttons, Card, Form, Paragraph, Reply, spans
from handlers.commands import Command
from handlers.inputs import TextInput
from handlers.registry import Turn
from tests.renderers.examples import HOSTILE_TEXTS
from tests.teams.conftest import MakeWorld, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import Failure


async def test_words_are_a_command(world: World, ana: TeamsUser) -> None:
    await ana.types("Plan Northwind & Sons <b>")
    ana.sees("Planned: Northwind & Sons <b>", "[Done]")
    assert await world.kept() == ["Northwind & Sons <b>"]
    assert world.user("ben").messages == []


async def test_a_slash_before_the_command_is_no_matter(ana: TeamsUser) -> None:
    await ana.types("/plan Northwind tomorrow 3pm")
    ana.sees("Planned: Northwind tomorrow 3pm")


async def test_a_lock_screen_shows_the_summary_of_the_card(world: World, ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    assert world.fake.messages[0].activity["summary"] == "Planned."


async def test_a_card_takes_the_place_of_the_one_that_was_pressed(ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    await ana.presses("Done")
    assert ana.messages == ["Done: 3"]


async def test_an_aside_leaves_the_pressed_card_as_it_was(ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    await ana.presses("Why?")
    assert len(ana.messages) == 2
    ana.sees("Because you asked.")
    assert ana.told == "Why."


async def test_a_form_opens_below_the_card_and_its_reply_takes_its_place(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("plan Northwind")
    await ana.presses("Goal")
    ana.sees("A goal", "Your goal", "Very")
    await ana.fills(goal="learn who signs", how="hardly", who="d,k", day="2026-11-28")
    await ana.submits()
    assert ana.form is None
    assert ana.messages == [
        "Kept. (continued below)",
        "Kept for 7: learn who signs hardly|d,k|2026-11-28",
    ]
    assert await world.kept() == ["Northwind", "learn who signs"]


async def test_while_a_form_is_open_the_card_that_asked_for_it_stays(ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    await ana.presses("Goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert "Planned: Northwind" in ana.messages[0]


async def test_a_card_whose_buttons_are_answered_beside_it_stays(ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    _, action = ana.find_button("Goal")
    action["data"]["attune"]["beside"] = True
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert "Planned: Northwind" in ana.messages[0]
    _, action = ana.find_button("Done")
    action["data"]["attune"]["beside"] = True
    await ana.presses("Done")
    assert "Planned: Northwind" in ana.messages[0]
    assert ana.messages[2:] == ["Done: 3"]


async def test_a_form_without_a_required_field_is_not_sent(world: World, ana: TeamsUser) -> None:
    await ana.types("goal")
    await ana.submits()
    assert list(ana.problems) == ["goal"]
    assert len(world.fake.messages) == 1


async def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("goal")
    await ana.fills(goal="give the demo", how="hardly", who="k", day="2026-11-28")
    await ana.submits()
    assert ana.problems == {"goal": "That is a pitch. What will you learn?"}
    ana.sees("give the demo", "2026-11-28")
    assert await world.kept() == []
    await ana.fills(goal="learn who signs")
    await ana.submits()
    assert (ana.form, ana.problems) == (None, {})
    assert ana.messages == ["Kept for 7: learn who signs hardly|k|2026-11-28"]


async def test_a_field_emptied_while_another_had_a_mistake_stays_empty(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("goal")
    await ana.fills(goal="give the demo", who="d")
    await ana.submits()
    await ana.fills(who="", goal="listen")
    await ana.submits()
    ana.sees("Kept for 7: listen very||")


async def test_a_problem_of_the_whole_form_stands_on_top(ana: TeamsUser) -> None:
    await ana.types("goal")
    await ana.fills(goal="cancelled")
    await ana.submits()
    assert ana.problems == {"": "That call was cancelled."}
    ana.sees("cancelled")


async def test_a_form_that_a_restart_forgot_stays_as_it_was_typed(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("goal")
    world.app._talk._answers._contexts.clear()
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert ana.told == "That is a pitch. What will you learn?"
    assert len(ana.messages) == 1
    await ana.fills(goal="learn who signs")
    await ana.submits()
    ana.sees("Kept for 7: learn who signs")


async def test_a_form_may_lead_to_the_next_one(ana: TeamsUser) -> None:
    await ana.types("goal")
    await ana.fills(goal="more")
    await ana.submits()
    ana.sees("And then?", "One more goal")
    await ana.fills(goal="second")
    await ana.submits()
    ana.sees("Kept for 8: second")
    assert len(ana.messages) == 1


async def test_a_button_on_a_form_is_answered_below_it(world: World, ana: TeamsUser) -> None:
    helpful = Form(
        "goal",
        "A goal",
        (Buttons((Button("Example", "done", "9"),)), TextInput("goal", "Your goal")),
    )

    async def ask(turn: Turn) -> Reply:
        return helpful

    world.app._talk._conversation.registry.command(Command("ask", "", "asks"), ask)
    await ana.types("ask")
    await ana.fills(goal="listen")
    await ana.presses("Example")
    assert ana.messages[1:] == ["Done: 9"]
    await ana.submits()
    assert ana.messages[0].startswith("Kept for : listen")


async def test_an_aside_takes_the_place_of_a_form_that_was_handed_in(
    world: World, ana: TeamsUser
) -> None:
    async def ask(turn: Turn) -> Reply:
        return Form("tell", "Tell", (TextInput("x", "X"),))

    async def tell(turn: Turn) -> Reply:
        return Aside(Card("Told.", (Paragraph(spans("Told.")),)))

    registry = world.app._talk._conversation.registry
    registry.command(Command("ask", "", "asks"), ask)
    registry.form("tell", tell)
    await ana.types("ask")
    await ana.submits()
    assert (ana.form, ana.messages) == (None, ["Told."])


async def test_typing_home_shows_the_home_screen(ana: TeamsUser) -> None:
    await ana.opens_home()
    ana.sees("Upcoming calls", "Ana, Europe/Lisbon", "[Finish]")
    await ana.types("Home")
    assert len(ana.messages) == 2


async def test_home_stays_whatever_is_done_there(ana: TeamsUser) -> None:
    await ana.opens_home()
    await ana.presses("Finish")
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert "Upcoming calls" in ana.messages[0]
    assert ana.messages[1:] == ["Done: 5", "Kept for 7: listen very||"]


async def test_words_that_are_no_command_are_answered_with_what_to_type(
    world: World, ana: TeamsUser
) -> None:
    await ana.types("hello there")
    ana.sees("I didn't get that. To keep a note, begin with the account:", "“help” says what")
    assert await world.kept() == []


async def test_a_refusal_is_one_sentence(ana: TeamsUser) -> None:
    await ana.types("no")
    assert ana.messages == ["Not today."]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_what_is_typed_is_kept_and_shown_as_text(
    world: World, ana: TeamsUser, text: str
) -> None:
    await ana.types(f"plan {text}")
    (kept,) = await world.kept()
    assert kept == text.strip()
    assert "[Done]" in ana.screen
    assert not world.fake.refused


async def test_ten_thousand_characters(world: World, ana: TeamsUser) -> None:
    await ana.types("plan " + "word " * 2_000)
    ana.sees("That is 9,999 characters.", "Please shorten the text")
    assert await world.kept() == []
    await ana.types("plan " + "word " * 590)
    ana.sees("Planned: ", "word word", "[Done]")
    assert len((await world.kept())[0]) > 2_940


async def test_a_second_press_of_a_button_is_not_taken_for_a_retry(ana: TeamsUser) -> None:
    await ana.types("plan Northwind")
    await ana.presses("Why?")
    await ana.presses("Why?")
    assert len(ana.messages) == 3


async def test_who_installs_attune_is_greeted_once_and_can_be_reached(
    world: World, ana: TeamsUser
) -> None:
    await ana.installs()
    assert ana.messages == ["Welcome."]
    (person,) = await world.people()
    assert (person.tenant, person.external, person.name) == (
        "teams:22222222-2222-4222-8222-222222222222",
        "ana",
        "Ana",
    )
    assert person.address is not None
    assert world.fake.people["ana"].chat in person.address


async def test_who_removes_it_is_sent_nothing_until_they_are_back(
    world: World, ana: TeamsUser
) -> None:
    await ana.installs()
    await ana.removes()
    (person,) = await world.people()
    assert (person.address, bool(person.unreachable)) == (None, True)
    await ana.installs()
    await ana.types("plan Northwind")
    (person,) = await world.people()
    assert (bool(person.address), person.unreachable) == (True, None)


async def test_the_zone_and_the_name_come_from_the_activity(world: World) -> None:
    ben = world.user("ben")
    await ben.opens_home()
    ben.sees("Ben, America/New_York")


async def test_what_an_activity_does_not_say_stays_as_it_was(world: World, ana: TeamsUser) -> None:
    await ana.opens_home()
    activity = ana.message("home", localTimezone="Mars/Olympus", entities=[])
    activity["from"].pop("name")
    await ana.send(activity)
    assert ana.messages[0] == ana.messages[1]


async def test_who_waits_sees_that_we_type(make_world: MakeWorld) -> None:
    world: World = await make_world(typing_after=0)
    ana = world.user("ana")
    await ana.types("plan Northwind")
    assert world.fake.typing == [world.fake.people["ana"].chat]
    ana.sees("Planned: Northwind")


async def test_an_answer_before_that_time_needs_no_typing(make_world: MakeWorld) -> None:
    world: World = await make_world(typing_after=60)
    await world.user("ana").types("plan Northwind")
    assert world.fake.typing == []


async def test_no_typing_is_shown_in_a_channel(make_world: MakeWorld) -> None:
    world: World = await make_world(typing_after=0)
    where = world.fake.channel("Sales")
    await world.user("ana", where=where).types("plan Northwind")
    assert world.fake.typing == []


async def test_an_answer_comes_although_typing_cannot_be_shown(make_world: MakeWorld) -> None:
    world: World = await make_world(typing_after=0)
    world.fake.fail(Failure(429, "TooManyRequests", {"Retry-After": "1"}))
    ana = world.user("ana")
    await ana.types("plan Northwind")
    ana.sees("Planned: Northwind")
