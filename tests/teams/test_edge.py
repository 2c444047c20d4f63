"""Teams' entry point: malformed activities, repeated activities, and immediate answers."""

import asyncio
import io
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.teams import api
from handlers.cards import Card, Paragraph, Reply, spans
from handlers.commands import Command
from handlers.registry import Turn
from tests.teams.conftest import MakeWorld, World
from tests.teams.driver import TeamsUser
from tests.teams.fake import BOT, Failure

MEGABYTE = 2**20


@pytest.mark.parametrize("more", [{}, {"id": "another-id"}])
async def test_a_repeat_of_words_has_one_effect(
    world: World, ana: TeamsUser, more: dict[str, str]
) -> None:
    await ana.types("plan Northwind")
    assert (await ana.repeat(**more)).status == 202
    assert (await world.kept(), len(ana.messages)) == (["Northwind"], 1)
    await ana.types("plan Northwind")
    assert await world.kept() == ["Northwind", "Northwind"]


async def test_without_a_time_words_are_known_by_their_id(world: World, ana: TeamsUser) -> None:
    for number in ("1", "1", "2"):
        message = ana.message("plan Northwind", localTimestamp=None)
        await ana.send({**message, "id": number})
    assert await world.kept() == ["Northwind", "Northwind"]


@pytest.mark.parametrize("more", [{}, {"id": "another-id"}])
async def test_a_repeat_of_a_press_has_one_effect_and_the_same_answer(
    world: World, ana: TeamsUser, more: dict[str, str]
) -> None:
    await ana.types("plan Northwind")
    first = await ana.send(ana.press(*ana.find_button("Done")))
    again = await ana.repeat(**more)
    assert again == first
    assert again.body["type"] == "application/vnd.microsoft.card.adaptive"
    assert await world.kept() == ["Northwind", "done 3"]


@pytest.mark.parametrize("more", [{}, {"id": "another-id"}, {"localTimestamp": "later"}])
async def test_a_repeat_of_a_form_has_one_effect_and_the_same_answer(
    world: World, ana: TeamsUser, more: dict[str, str]
) -> None:
    await ana.types("goal")
    await ana.fills(goal="listen")
    await ana.submits()
    again = await ana.repeat(**more)
    assert again.body["type"] == "application/vnd.microsoft.card.adaptive"
    assert await world.kept() == ["listen"]
    assert ana.messages == ["Kept for 7: listen very||"]


async def test_a_repeat_after_a_restart_has_one_effect(
    make_world: MakeWorld,
) -> None:
    world: World = await make_world()
    ana = world.user("ana")
    await ana.types("goal")
    await ana.fills(goal="listen")
    await ana.submits()
    after: World = await make_world()
    answer = await after.http.send(ana._sent)
    assert answer.body["value"] == "That was already done."
    assert await world.kept() == ["listen"]


async def test_a_repeat_while_the_first_is_worked_on_waits_for_it(
    world: World, ana: TeamsUser
) -> None:
    gate, runs = asyncio.Event(), 0

    async def wait(turn: Turn) -> Reply:
        nonlocal runs
        runs += 1
        await gate.wait()
        return Card("Late.", (Paragraph(spans("Late.")),))

    world.app._talk._conversation.registry.button("slow", wait)
    await ana.types("plan Northwind")
    message, action = ana.find_button("Done")
    press = ana.press(message, {**action, "verb": "slow"})
    both = [asyncio.create_task(world.http.send(press)) for _ in range(2)]
    for _ in range(200):
        await asyncio.sleep(0)
    gate.set()
    first, second = await asyncio.gather(*both)
    assert first == second
    assert (runs, first.status) == (1, 200)


async def test_words_are_accepted_before_they_are_worked_on(world: World, ana: TeamsUser) -> None:
    gate = asyncio.Event()

    async def wait(turn: Turn) -> Reply:
        await gate.wait()
        return Card("Late.", (Paragraph(spans("Late.")),))

    world.app._talk._conversation.registry.command(Command("wait", "", "waits"), wait)
    answer = await world.http.send(ana.message("wait"))
    assert (answer.status, ana.messages) == (202, [])
    gate.set()
    await world.background.drain()
    assert ana.messages == ["Late."]


async def test_a_press_that_takes_too_long_is_answered_below(make_world: MakeWorld) -> None:
    world: World = await make_world(time_limit=0)
    ana = world.user("ana")
    await ana.types("plan Northwind")
    await ana.presses("Done")
    assert "taking longer" in ana.told
    assert ana.messages[1:] == ["Done: 3"]
    assert await world.kept() == ["Northwind", "done 3"]


async def test_a_form_that_takes_too_long_comes_back_with_what_is_wrong(
    make_world: MakeWorld,
) -> None:
    world: World = await make_world(time_limit=0)
    ana = world.user("ana")
    await ana.types("goal")
    await ana.fills(goal="give the demo")
    await ana.submits()
    assert ana.problems == {"goal": "That is a pitch. What will you learn?"}
    ana.sees("give the demo")


async def test_a_failure_keeps_what_was_typed_and_logs_no_words(
    world: World, ana: TeamsUser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await ana.types("goal")
    await ana.fills(goal="boom secret words")
    with capture_logs() as logs:
        await ana.submits()
    assert "Your words are still here" in ana.problems[""]
    ana.sees("boom secret words")
    assert "secret words" not in caplog.text + str(logs)


async def test_a_failed_command_is_answered_with_a_reference(ana: TeamsUser) -> None:
    with capture_logs() as logs:
        await ana.types("boom secret words")
    ana.sees("Something went wrong", logs[0]["reference"])
    assert "secret words" not in str(logs)


async def test_a_database_in_trouble_is_answered(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("secret words")

    monkeypatch.setattr(world.app._talk._directory, "sender", broken)
    with capture_logs() as logs:
        await ana.types("plan Northwind")
    ana.sees("Please try again in a minute")
    assert "secret words" not in str(logs)


async def test_an_answer_that_cannot_be_sent_is_logged_without_words(
    world: World, ana: TeamsUser
) -> None:
    world.fake.fail(Failure(status=500, code="ServiceError"))
    with capture_logs() as logs:
        await ana.types("plan secret words")
    assert [(each["because"], each["call"]) for each in logs] == [
        ("ServiceError", "POST conversations activities")
    ]
    assert "doctor` checks how Teams is set up." in logs[0]["fix"]
    assert "secret words" not in str(logs)


async def test_an_answer_that_cannot_be_made_is_told(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ana.types("plan Northwind")

    async def broken(*_: object) -> None:
        raise ValueError("secret words")

    monkeypatch.setattr(world.app._talk._answers, "show", broken)
    with capture_logs() as logs:
        await ana.presses("Done")
    assert ana.told == "That's done, but I can't show the answer here."
    assert "secret words" not in str(logs)
    assert await world.kept() == ["Northwind", "done 3"]


async def test_a_greeting_and_a_goodbye_may_fail(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fake.fail(Failure(500, "ServiceError"))

    async def broken(*_: object) -> None:
        raise OSError("secret words")

    monkeypatch.setattr(world.app._talk._directory, "mark_removed", broken)
    with capture_logs() as logs:
        await ana.installs()
        await ana.removes()
    assert [each["because"] for each in logs] == ["ServiceError", "OSError"]
    assert "secret words" not in str(logs)


async def test_an_answer_that_comes_too_fast_waits(world: World, ana: TeamsUser) -> None:
    limited = Failure(429, "TooManyRequests", {"Retry-After": "0"})
    world.fake.fail(limited, limited)
    await ana.types("plan Northwind")
    ana.sees("Planned: Northwind")


@pytest.mark.parametrize("status", [412, 502, 504])
async def test_an_answer_is_sent_again_as_teams_asks(
    world: World, ana: TeamsUser, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(api, "FIRST_PAUSE", timedelta())
    await ana.types("plan Northwind")
    trouble = Failure(status, text="")
    world.fake.fail(trouble, trouble)
    await ana.types("plan Fabrikam")
    ana.sees("Planned: Fabrikam")
    world.fake.fail(*[trouble] * 50)
    before = len(world.fake.calls)
    await ana.types("plan Halden")
    assert 2 < len(world.fake.calls) - before <= 12


async def test_an_answer_does_not_wait_for_ever(world: World, ana: TeamsUser) -> None:
    world.fake.fail(Failure(429, "TooManyRequests", {"Retry-After": "600"}))
    await ana.types("plan Northwind")
    assert (ana.messages, len(world.fake.calls)) == ([], 1)


# What Teams never sends


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("7", "application/json"),
        ("null", "application/json"),
        (b"\xff\xfe", "application/json"),
        ("[" * 100_000, "application/json"),
        ('{"a":' * 100_000, "application/json"),
        ("type=message", "application/x-www-form-urlencoded"),
        ("{}", "text/plain"),
    ],
)
async def test_bodies_that_teams_never_sends(
    world: World, body: str | bytes, content_type: str
) -> None:
    token = f"Bearer {world.fake.token()}"
    answer = await world.http.post(body, {"Authorization": token, "Content-Type": content_type})
    assert answer.status == 400


@pytest.mark.parametrize("length", [MEGABYTE + 1, 5 * MEGABYTE])
async def test_a_body_that_is_too_large_is_refused(world: World, length: int) -> None:
    assert (await world.http.post(io.BytesIO(b"x" * length))).status == 400


MALFORMED: list[dict[str, Any]] = [
    {"type": None},
    {"type": ["message"]},
    {"channelId": "emulator"},
    {"channelId": None},
    {"conversation": None},
    {"conversation": {"id": ""}},
    {"conversation": {"id": 7}},
    {"conversation": {"id": "a" * 2_000}},
    {"conversation": "a"},
    {"from": None},
    {"from": {"id": {}}},
    {"recipient": {}},
    {"id": None},
    {"id": "7" * 2_000},
    {"channelData": None, "conversation": {"id": "a"}},
]


@pytest.mark.parametrize("wrong", MALFORMED)
async def test_activities_that_teams_never_sends(
    world: World, ana: TeamsUser, wrong: dict[str, Any]
) -> None:
    answer = await ana.send(ana.message("plan Northwind") | wrong)
    assert (answer.status, await world.kept()) == (400, [])


async def test_no_service_is_not_let_in(world: World, ana: TeamsUser) -> None:
    assert (await ana.send(ana.message("plan Northwind", serviceUrl=None))).status == 401


MALFORMED_PRESSES: list[object] = [
    None,
    7,
    [],
    {},
    {"action": None},
    {"action": {"verb": "done"}},
    {"action": {"verb": "done", "data": None}},
    {"action": {"verb": "done", "data": {}}},
    {"action": {"verb": "done", "data": {"attune": 7}}},
    {"action": {"verb": "", "data": {"attune": {}}}},
    {"action": {"verb": ["done"], "data": {"attune": {}}}},
]


@pytest.mark.parametrize("value", MALFORMED_PRESSES)
async def test_presses_that_no_card_of_ours_makes(
    world: World, ana: TeamsUser, value: object
) -> None:
    activity = ana.activity("invoke", name="adaptiveCard/action", value=value)
    assert (await ana.send(activity)).status == 400
    assert await world.kept() == []


@pytest.mark.parametrize("name", ["task/fetch", "task/submit"])
@pytest.mark.parametrize("value", [None, {}, {"data": 7}, {"data": {"attune": {}}}])
async def test_dialogs_that_no_card_of_ours_opens(ana: TeamsUser, name: str, value: object) -> None:
    assert (await ana.send(ana.activity("invoke", name=name, value=value))).status == 400


async def test_odd_values_are_left_out(world: World, ana: TeamsUser) -> None:
    data = {"attune": {"value": 7, "beside": "yes", "nonce": None}, "i:goal": "listen", "i:x": 7}
    value = {"action": {"verb": "form:goal", "data": data}}
    answer = await ana.send(ana.activity("invoke", name="adaptiveCard/action", value=value))
    assert answer.status == 200
    assert await world.kept() == ["listen"]


async def test_a_button_of_an_older_version_says_so(world: World, ana: TeamsUser) -> None:
    value = {"action": {"verb": "gone", "data": {"attune": {}}}}
    answer = await ana.send(ana.activity("invoke", name="adaptiveCard/action", value=value))
    assert "older version" in answer.body["value"]


NOBODYS = ["composeExtension/query", "composeExtension/x", "signin/verifyState", "x"]


@pytest.mark.parametrize("name", NOBODYS)
async def test_invokes_that_nobody_answers(ana: TeamsUser, name: str) -> None:
    assert (await ana.send(ana.activity("invoke", name=name, value={}))).status == 501


async def test_an_invoke_without_a_name_is_malformed(ana: TeamsUser) -> None:
    assert (await ana.send(ana.activity("invoke", value={}))).status == 400


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("messageReaction", {"reactionsAdded": [{"type": "like"}]}),
        ("messageUpdate", {"text": "plan Northwind"}),
        ("typing", {}),
        ("event", {"name": "application/vnd.microsoft.readReceipt"}),
        ("conversationUpdate", {"membersAdded": [{"id": "29:somebody"}]}),
        ("conversationUpdate", {"membersAdded": "us"}),
        ("conversationUpdate", {"membersRemoved": [{"id": BOT}]}),
        ("installationUpdate", {"action": "something"}),
        ("installationUpdate", {"action": "add", "conversation": {"id": "19:x", "tenantId": "t"}}),
    ],
)
async def test_what_does_not_concern_us_is_left_alone(
    world: World, ana: TeamsUser, kind: str, more: dict[str, Any]
) -> None:
    if "conversation" in more:
        more["conversation"]["conversationType"] = "groupChat"
    answer = await ana.send(ana.activity(kind, **more))
    assert answer.status == 202
    assert (ana.messages, await world.kept(), await world.people()) == ([], [], [])


async def test_words_without_any_text_get_help(world: World, ana: TeamsUser) -> None:
    activity = ana.message("")
    activity.pop("text")
    assert (await ana.send(activity)).status == 202
    ana.sees("I didn't get that.")


async def test_letters_that_are_none_are_told_in_a_sentence(world: World, ana: TeamsUser) -> None:
    body = json.dumps(ana.message("plan half a pair: \ud800"))
    assert (await world.http.post(body)).status == 202
    await world.background.drain()
    assert await world.kept() == []
    assert len(ana.messages) == 1
