"""What a person meets on Slack, over signed requests into the real app."""

import pytest

from tests.dialogue import Dialogue
from tests.renderers.examples import HOSTILE_TEXTS
from tests.slack.conftest import World
from tests.slack.driver import SlackUser


async def test_a_command_is_answered_to_its_sender_alone(world: World, ana: SlackUser) -> None:
    await ana.types("/plan Northwind tomorrow 3pm")
    ana.sees("Planned: Northwind tomorrow 3pm", "[Done]")
    assert world.user("UBEN").messages == []


async def test_a_card_takes_the_place_of_the_one_that_was_pressed(ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    await ana.presses("Done")
    assert ana.messages == ["Done: 3"]


async def test_an_aside_leaves_it_standing(ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    await ana.presses("Why?")
    assert len(ana.messages) == 2
    ana.sees("Because you asked.")


async def test_a_form_is_opened_filled_and_kept(world: World, ana: SlackUser) -> None:
    await ana.types("/plan Northwind")
    await ana.presses("Goal")
    ana.sees("A goal", "Your goal", "Very")
    await ana.fills(goal="learn who signs", how="hardly", who="d,k", day="2026-11-28")
    await ana.submits()
    assert ana.form is None
    assert ana.messages == ["Kept for 7: learn who signs hardly|d,k|2026-11-28"]
    assert await world.kept() == ["Northwind", "learn who signs"]


async def test_what_was_not_touched_is_handed_in_as_it_stood(ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.sees("Kept for 7: listen very||")


async def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(
    world: World, ana: SlackUser
) -> None:
    await ana.types("/goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert ana.problems == {"goal": "That is a pitch. What will you learn?"}
    assert await world.kept() == []
    await ana.fills(goal="learn who signs")
    await ana.submits()
    assert (ana.form, ana.problems) == (None, {})
    assert await world.kept() == ["learn who signs"]


async def test_a_problem_of_the_whole_form_stands_at_the_first_input(ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="cancelled")
    await ana.submits()
    assert ana.problems == {"goal": "That call was cancelled."}


async def test_a_form_may_lead_to_the_next_one(ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="more")
    await ana.submits()
    ana.sees("And then?", "One more goal")
    await ana.fills(goal="second")
    await ana.submits()
    ana.sees("Kept for 8: second")


async def test_the_home_tab(world: World, ana: SlackUser) -> None:
    await ana.opens_home()
    ana.sees("Upcoming calls", "Ana, Europe/Lisbon")


async def test_what_is_done_at_home_is_answered_above_it(world: World, ana: SlackUser) -> None:
    await ana.opens_home()
    await ana.presses("Finish")
    assert ana.screen.splitlines()[:2] == ["Done: 5", "Upcoming calls"]
    assert ana.messages == []


async def test_a_form_from_home_is_answered_at_home(ana: SlackUser) -> None:
    await ana.opens_home()
    await ana.presses("Goal")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.sees("Kept for 7: listen", "Upcoming calls")


async def test_words_in_direct_messages_are_a_command(world: World, ana: SlackUser) -> None:
    await ana.types("Plan Northwind & Sons <b>")
    ana.sees("Planned: Northwind & Sons <b>")
    assert await world.kept() == ["Northwind & Sons <b>"]


async def test_other_words_get_what_can_be_asked_for(world: World, ana: SlackUser) -> None:
    await ana.types("hello there")
    ana.sees("I didn't get that. To keep a note, begin with the account:", "“help” says what")
    assert await world.kept() == []


async def test_a_form_asked_for_in_words_is_one_press_away(ana: SlackUser) -> None:
    await ana.types("goal")
    assert ana.form is None
    await ana.presses("Open it")
    await ana.fills(goal="listen")
    await ana.submits()
    assert ana.messages == ["Kept for 7: listen very||"]


async def test_shortcuts(world: World, ana: SlackUser) -> None:
    await ana.uses("capture", on="we send *pricing* <today>")
    ana.sees("Planned: we send *pricing* <today>")
    await ana.uses("start")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.sees("Kept for 7: listen")


async def test_a_refusal_is_one_sentence(ana: SlackUser) -> None:
    await ana.types("/no")
    assert ana.messages == ["Not today."]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_what_is_typed_is_kept_and_shown_as_text(
    world: World, ana: SlackUser, text: str
) -> None:
    await ana.types(f"/plan {text}")
    ana.sees(f"Planned: {text}")
    assert await world.kept() == [text]


async def test_three_thousand_characters_and_more(world: World, ana: SlackUser) -> None:
    await ana.types("/plan " + "word " * 590)
    ana.sees("Planned: ", "word word", "[Done]")
    assert len((await world.kept())[0]) > 2_900
    await ana.types("/plan " + "word " * 2_000)
    ana.sees("The limit is 3,000")


async def test_the_same_dialogue_by_socket_mode(socket_world: World) -> None:
    ana: Dialogue = socket_world.user("UANA", by_socket=True)
    await ana.types("/plan Northwind")
    ana.sees("Planned: Northwind")
    await ana.presses("Goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert ana.problems == {"goal": "That is a pitch. What will you learn?"}
    await ana.fills(goal="learn who signs")
    await ana.submits()
    ana.sees("Kept for 7: learn who signs")
    await ana.types("plan Contoso")
    ana.sees("Planned: Contoso")
    await ana.opens_home()
    ana.sees("Upcoming calls")
    assert await socket_world.kept() == ["Northwind", "learn who signs", "Contoso"]


async def test_slack_renews_the_connection_now_and_then(socket_world: World) -> None:
    ana = socket_world.user("UANA", by_socket=True)
    await socket_world.fake.connected.wait()
    await socket_world.fake.renew_socket()
    await ana.types("/plan Northwind")
    ana.sees("Planned: Northwind")
