"""Dialogs: a form that a client opens in a window of its own."""

from typing import Any

import pytest

from bot.teams import talk
from handlers.cards import Reply
from handlers.registry import Shortcut, Turn
from tests.slack import features
from tests.teams import cards
from tests.teams.conftest import MakeWorld, World
from tests.teams.driver import Json, TeamsUser
from tests.teams.fake import TENANT


def fetch(ana: TeamsUser, verb: str, value: str = "") -> Json:
    data = {"attune": {"verb": verb, "value": value}, "msteams": {"type": "task/fetch"}}
    return ana.activity("invoke", name="task/fetch", value={"data": data})


def hand_in(ana: TeamsUser, task: Json, **fields: str) -> Json:
    (action,) = cards.actions(card_of(task))
    data = {**action["data"], **{f"i:{name}": value for name, value in fields.items()}}
    return ana.activity("invoke", name="task/submit", value={"data": data})


def card_of(body: Json) -> Any:  # noqa: ANN401
    assert body["task"]["type"] == "continue"
    attached = body["task"]["value"]["card"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert cards.mistakes(attached["content"]) == []
    return attached["content"]


async def test_a_form_is_opened_and_kept(world: World, ana: TeamsUser) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    card = card_of(opened)
    assert opened["task"]["value"]["title"] == "A goal"
    assert {each["type"] for each in cards.actions(card)} == {"Action.Submit"}
    answer = await ana.send(hand_in(ana, opened, goal="listen", how="hardly"))
    assert (answer.status, answer.body) == (200, {})
    assert ana.messages == ["Kept for 7: listen hardly||"]


async def test_a_mistake_keeps_it_open_with_what_was_typed(world: World, ana: TeamsUser) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    wrong = (await ana.send(hand_in(ana, opened, goal="give the demo"))).body
    card = card_of(wrong)
    assert cards.problems(card) == {"goal": "That is a pitch. What will you learn?"}
    assert "give the demo" in cards.visible(card)
    assert await world.kept() == []
    await ana.send(hand_in(ana, wrong, goal="listen"))
    assert await world.kept() == ["listen"]


async def test_what_was_typed_comes_back_where_a_restart_forgot_the_form(
    world: World, ana: TeamsUser
) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    world.app._talk._answers._contexts.clear()
    wrong = (await ana.send(hand_in(ana, opened, goal="give the demo", how="hardly"))).body
    said = cards.visible(card_of(wrong))
    assert "That is a pitch. What will you learn?" in said
    assert "You can copy what you typed:" in said
    assert "goal: give the demo" in said
    assert await world.kept() == []


async def test_a_form_may_lead_to_the_next_one(ana: TeamsUser) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    following = (await ana.send(hand_in(ana, opened, goal="more"))).body
    assert following["task"]["value"]["title"] == "And then?"


async def test_a_card_is_shown_in_it(ana: TeamsUser) -> None:
    shown = (await ana.send(fetch(ana, "done", "3"))).body
    assert "Done: 3" in cards.visible(card_of(shown))
    assert ana.messages == []


async def test_a_repeat_has_one_effect(world: World, ana: TeamsUser) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    await ana.send(hand_in(ana, opened, goal="listen"))
    answer = await ana.repeat(id="another-id", localTimestamp="later")
    assert answer.status == 200
    assert (await world.kept(), len(ana.messages)) == (["listen"], 1)


async def test_what_takes_too_long_is_answered_in_the_chat(make_world: MakeWorld) -> None:
    world: World = await make_world(time_limit=0)
    ana = world.user("ana")
    late = (await ana.send(fetch(ana, "goal"))).body
    assert late["task"]["type"] == "message"
    ana.sees("Your goal")


async def test_a_form_that_is_refused_late_comes_back_with_what_was_typed(
    world: World, ana: TeamsUser
) -> None:
    opened = (await ana.send(fetch(ana, "goal"))).body
    world.app._talk._time_limit = 0
    late = (await ana.send(hand_in(ana, opened, goal="give the demo", how="hardly"))).body
    assert late["task"]["type"] == "message"
    assert "That is a pitch. What will you learn?" in ana.problems.values()
    posted = str(world.fake.messages[-1].card)
    assert "'value': 'give the demo'" in posted
    assert await world.kept() == []


def choose(ana: TeamsUser, command: str, body: object = None, **more: object) -> Json:
    """Choose a menu entry on somebody's message, in a chat without Attune."""
    value = {"commandId": command, "commandContext": "message", **more}
    if body is not None:
        value["messagePayload"] = {"id": "1", "body": body}
    chat = {"id": "19:ana_ben@unq.gbl.spaces", "conversationType": "personal", "tenantId": TENANT}
    return ana.activity("invoke", name="composeExtension/fetchTask", value=value, conversation=chat)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"contentType": "html", "content": "<div>we send <b>pricing</b>&nbsp;&lt;b&gt;</div>"},
         "we send pricing <b>"),
        ({"contentType": "text", "content": "we send <pricing>"}, "we send <pricing>"),
    ],
)  # fmt: skip
async def test_a_menu_on_a_message(world: World, ana: TeamsUser, body: Json, words: str) -> None:
    await ana.types("home")
    answer = (await ana.send(choose(ana, "capture", body))).body
    assert f"Planned: {words}" in cards.visible(card_of(answer))
    assert await world.kept() == [words]
    await ana.repeat(id="another-id")
    assert await world.kept() == [words]


async def test_a_menu_on_no_message_opens_a_form(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    opened = (await ana.send(choose(ana, "start", commandContext="compose"))).body
    task = hand_in(ana, opened, goal="listen")
    chat = {"id": "19:ana_ben@unq.gbl.spaces", "conversationType": "personal", "tenantId": TENANT}
    submitted = task | {"name": "composeExtension/submitAction", "conversation": chat}
    answer = await ana.send(submitted)
    assert (answer.status, answer.body) == (200, {})
    ana.sees("Kept for 7: listen")


async def test_a_chat_that_is_none_of_ours_is_no_address(world: World, ana: TeamsUser) -> None:
    places = []

    async def start(turn: Turn) -> Reply:
        places.append(turn.place)
        return await features.ask_goal(turn)

    world.app._talk._conversation.registry.shortcut(Shortcut("begin", "Begin"), start)
    await ana.types("home")
    opened = (await ana.send(choose(ana, "begin", commandContext="compose"))).body
    await ana.send(hand_in(ana, opened, goal="listen") | {"name": "composeExtension/submitAction"})
    assert places == [None]
    assert await world.kept() == ["listen"]
    (person,) = await world.people()
    assert world.fake.people["ana"].chat in str(person.address)
    assert {each for each, _, _ in world.fake.calls} == {world.fake.people["ana"].chat}


async def test_who_never_wrote_to_us_is_asked_to_before_a_menu_does_anything(
    world: World, ana: TeamsUser
) -> None:
    answer = (await ana.send(choose(ana, "start", commandContext="compose"))).body
    assert "Message me directly first." in cards.visible(card_of(answer))
    assert (await world.kept(), await world.people(), world.fake.calls) == ([], [], [])


async def test_a_menu_works_in_no_conversation(world: World, ana: TeamsUser) -> None:
    await ana.types("home")
    chosen = choose(ana, "start", commandContext="compose")
    del chosen["conversation"]
    opened = (await ana.send(chosen)).body
    submitted = hand_in(ana, opened, goal="listen") | {"name": "composeExtension/submitAction"}
    del submitted["conversation"]
    answer = await ana.send(submitted)
    assert (answer.status, answer.body) == (200, {})
    ana.sees("Kept for 7: listen")


async def test_a_menu_is_answered_sooner_than_a_press_and_the_rest_comes_in_our_chat(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert talk.MENU_TIME_LIMIT < 2
    monkeypatch.setattr(talk, "MENU_TIME_LIMIT", 0)
    await ana.types("plan Northwind")
    await ana.presses("Done")
    assert ana.told == ""
    late = (await ana.send(choose(ana, "start", commandContext="compose"))).body
    assert late["task"] == {"type": "message", "value": talk.SLOW_MENU}
    ana.sees("Your goal")


async def test_a_slow_menu_promises_no_answer_in_a_chat_that_there_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana has asked in a channel only, so Attune has no chat with her."""
    ana = world.user("ana", where=world.fake.channel("Sales"))
    await ana.types("plan Northwind")
    monkeypatch.setattr(talk, "MENU_TIME_LIMIT", 0)
    late = (await ana.send(choose(ana, "start", commandContext="compose"))).body
    assert late["task"]["value"] != talk.SLOW_MENU
    assert "Message me directly first." in late["task"]["value"]


@pytest.mark.parametrize("body", [7, None, []])
async def test_a_menu_on_a_message_that_is_none(ana: TeamsUser, body: object) -> None:
    assert (await ana.send(choose(ana, "capture", body))).status == 400


async def test_a_menu_of_an_older_version_says_so(ana: TeamsUser) -> None:
    await ana.types("home")
    answer = (await ana.send(choose(ana, "gone", commandContext="compose"))).body
    assert "older version" in cards.visible(card_of(answer))


async def test_an_older_kind_of_button_is_answered_as_words_are(
    world: World, ana: TeamsUser
) -> None:
    value = {"attune": {"verb": "done", "value": "3", "nonce": "n"}}
    assert (await ana.send(ana.activity("message", value=value))).status == 202
    assert ana.messages == ["Done: 3"]
    await ana.repeat()
    assert await world.kept() == ["done 3"]
