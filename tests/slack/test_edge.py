"""Slack's entry point: authentication, repeated requests, and acknowledgements."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.slack import talk
from bot.slack.library_log import library_logger
from handlers.cards import Card, Reply
from handlers.commands import Command
from handlers.registry import Turn, Unfinished
from handlers.request import Means
from tests.slack import features
from tests.slack.conftest import MakeWorld, World
from tests.slack.driver import SECRET, TROUBLE, SlackUser, sign
from tests.slack.wire import Failure

FORM = "application/x-www-form-urlencoded"


def at(world: World, seconds: int = 0) -> int:
    return int(world.clock.now().timestamp()) + seconds


async def test_wrong_old_and_missing_signatures_have_no_effect(
    world: World, ana: SlackUser
) -> None:
    body = urlencode(ana.command("/plan Northwind"))
    right = sign(body, at(world))
    wrong: list[dict[str, str]] = [
        {},
        sign(body, at(world), "another secret"),
        sign(body + "&x=1", at(world)),
        sign(body, at(world, -301)),
        sign(body, at(world, 301)),
        {**right, "X-Slack-Request-Timestamp": "now"},
        {**right, "X-Slack-Request-Timestamp": str(at(world, 1))},
        {**right, "X-Slack-Signature": "v0=ü"},
        {"X-Slack-Signature": right["X-Slack-Signature"]},
    ]
    for headers in wrong:
        assert (await world.http.post(body, FORM, headers)).status == 401
    await world.background.drain()
    assert (await world.kept(), ana.messages, world.fake.calls) == ([], [], [])
    assert (await world.http.post(body, FORM, right)).status == 200
    await world.background.drain()
    assert await world.kept() == ["Northwind"]


async def test_the_body_of_a_wrong_signature_is_not_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logs:
        await world.http.post("text=Northwind", FORM, sign("", at(world)))
    assert "Northwind" not in caplog.text + str(logs)


async def test_slacks_libraries_log_no_words(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    body = urlencode({"payload": json.dumps({"type": "unheard_of", "text": "Northwind"})})
    assert (await world.http.post(body, FORM)).status == 404
    library_logger().error("about %s", "Northwind")
    assert "Northwind" not in caplog.text
    assert "Slack's library reports an error of its own (no exception at test_edge:" in caplog.text


async def test_not_even_when_they_log_everything(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ana = (await make_world()).user("UANA")
    await ana.types("/goal")
    await ana.fills(goal="more")
    await ana.submits()
    ana.sees("One more goal")
    assert "One more goal" not in caplog.text


async def test_without_a_signing_secret_nothing_is_listened_to(make_world: MakeWorld) -> None:
    app = (await make_world()).app
    app._signatures = None
    assert app.routes() == []


async def test_slacks_first_question_is_answered(world: World) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})
    answer = await world.http.post(body, "application/json")
    assert (answer.status, answer.body) == (200, {"challenge": "c"})


async def test_repeats_of_a_command_a_press_a_form_and_words_have_one_effect(
    world: World, ana: SlackUser
) -> None:
    await ana.types("/plan Northwind")
    await ana.repeat()
    assert (await world.kept(), len(ana.messages)) == (["Northwind"], 1)

    await ana.presses("Done")
    await ana.repeat()
    assert (await world.kept(), ana.messages) == (["Northwind", "done 3"], ["Done: 3"])

    await ana.types("/goal")
    await ana.fills(goal="listen")
    await ana.submits()
    assert (await ana.repeat()).body == {}
    assert (await world.kept())[2:] == ["listen"]
    assert len(ana.messages) == 2

    await ana.types("plan Contoso")
    await ana.repeat()
    assert (await world.kept())[3:] == ["Contoso"]
    assert len(ana.messages) == 3


async def test_it_is_acknowledged_before_it_is_worked_on(make_world: MakeWorld) -> None:
    world: World = await make_world()
    ana, gate = world.user("UANA"), asyncio.Event()

    async def wait(turn: Turn) -> Reply:
        await gate.wait()
        return Card("Late.", ())

    world.app.own.talk._conversation.registry.command(Command("wait", "", "waits"), wait)
    answer = await world.http.send("slash_commands", ana.command("/wait"))
    assert (answer.status, answer.body, ana.messages) == (200, {}, [])
    gate.set()
    await world.background.drain()
    assert len(ana.messages) == 1


async def test_nothing_is_asked_of_slack_before_the_acknowledgement(world: World) -> None:
    world.fake.fail("users.info", Failure(hang=True))
    answer = await world.http.send("slash_commands", world.user("UANA").command("/plan x"))
    assert answer.status == 200
    world.fake._released.set()


SLOW = "This takes a few seconds. You can close this form; I'll still answer."


@asynccontextmanager
async def submitted_slowly(world: World, **fields: str) -> AsyncIterator[SlackUser]:
    """Ana has submitted a form. Its work, outside of any transaction, lasts until the end."""
    ana, gate = world.user("UANA"), asyncio.Event()

    async def slow(_: Turn) -> Unfinished:
        async def then(later: Turn, _: object) -> Reply:
            return await features.take_goal(later)

        return Unfinished(gate.wait, then)

    world.app.own.talk._conversation.registry._features[Means.FORM, "goal"] = slow
    await ana.types("/goal")
    await ana.fills(**fields)
    try:
        async with asyncio.timeout(2.5):  # Slack waits three seconds
            ana._take(await world.http.send("interactive", ana.submission()))
        yield ana
    finally:
        gate.set()
        await world.background.drain()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms don't stay open for slow work."""
    monkeypatch.setattr(talk, "SLOW_WAIT", 0)
    monkeypatch.setattr(talk, "FORM_SHOWN_AFTER", 0)


@pytest.mark.usefixtures("at_once")
async def test_slow_work_is_acknowledged_and_answered_in_chat_when_it_is_done(world: World) -> None:
    async with submitted_slowly(world, goal="listen") as ana:
        ana.sees("A goal", SLOW)
        assert (ana.messages, await world.kept()) == ([], [])
    ana.sees("A goal", "That is done. You can close this.")
    assert ana.messages == ["Kept for 7: listen very||"]
    assert await world.kept() == ["listen"]


@pytest.mark.usefixtures("at_once")
async def test_a_problem_after_slow_work_gives_the_form_back_as_it_was_typed(world: World) -> None:
    async with submitted_slowly(world, goal="boom", how="hardly", who="d,k") as ana:
        ana.sees(SLOW)
    ana.sees("Your words are still here", "A goal")
    state = str(ana.submission()["view"]["state"])
    assert all(word in state for word in ("boom", "hardly", "'d'", "'k'"))


@pytest.mark.usefixtures("at_once")
async def test_a_problem_after_slow_work_is_a_message_if_the_form_was_closed(world: World) -> None:
    async with submitted_slowly(world, goal="boom") as ana:
        world.fake.modals.clear()
    ana.sees("That could not be saved.", "That form was closed. Please open it again.")


@pytest.mark.usefixtures("at_once")
async def test_a_form_that_takes_too_long_counts_once(make_world: MakeWorld) -> None:
    world: World = await make_world(time_limit=0)
    ana = world.user("UANA")
    await ana.types("/goal")
    await ana.fills(goal="listen")
    await ana.submits()
    ana.sees("That is done.")
    await ana.repeat()
    assert await world.kept() == ["listen"]
    assert ana.messages == ["Kept for 7: listen very||"]


@pytest.mark.parametrize("goal", ["boom secret words", "boom <!channel>"])
async def test_a_failure_keeps_the_form_open_and_logs_no_words(
    world: World, ana: SlackUser, caplog: pytest.LogCaptureFixture, goal: str
) -> None:
    caplog.set_level(logging.DEBUG)
    await ana.types("/goal")
    await ana.fills(goal=goal)
    with capture_logs() as logs:
        await ana.submits()
    assert ana.form is not None
    assert "Your words are still here" in ana.problems["goal"]
    assert logs[0]["reference"] in ana.problems["goal"]
    assert goal not in caplog.text + str(logs)


async def test_letters_that_are_none_keep_the_form_open(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="half a pair: \ud800")
    await ana.submits()
    assert "Your words are still here" in ana.problems["goal"]
    assert await world.kept() == []


async def test_a_failed_command_is_answered_with_a_reference(ana: SlackUser) -> None:
    with capture_logs() as logs:
        await ana.types("/boom secret words")
    ana.sees("Something went wrong", logs[0]["reference"])
    assert "secret words" not in str(logs)


async def test_when_slack_hides_who_asks_the_form_keeps_their_words(
    world: World, ana: SlackUser
) -> None:
    await ana.types("/goal")
    world.clock.moment += timedelta(minutes=1)
    world.app.own.talk.directory.forget("UANA")
    world.fake.fail("users.info", Failure(error="internal_error"))
    await ana.fills(goal="listen")
    await ana.submits()
    assert "try again" in ana.problems["goal"]
    await ana.submits()
    ana.sees("Kept for 7: listen")


async def test_when_slack_hides_who_asks_a_command_is_answered(
    world: World, ana: SlackUser
) -> None:
    world.fake.fail("users.info", Failure(status=404, text="<html>Not here</html>"))
    with capture_logs() as logs:
        await ana.types("/plan Northwind")
    ana.sees("Please try again")
    (line,) = [each for each in logs if each["log_level"] == "error"]
    assert (line["call"], line["because"]) == ("users_info", "http_404")
    assert line["fix"].startswith("Something between this machine and Slack may have answered")
    assert await world.kept() == []


async def test_a_body_that_is_too_large_is_refused(world: World) -> None:
    answer = await world.http.post("x" * 1_000_001, FORM)
    assert answer.status == 413


def _interaction(kind: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    user = {"user": {"id": "UANA", "team_id": "T1"}, "team": {"id": "T1"}, "trigger_id": "t"}
    return {"type": kind, **user, **more}


HOSTILE_INTERACTIONS: tuple[object, ...] = (
    [],
    "text",
    7,
    None,
    {},
    {"type": "block_actions"},
    _interaction("block_actions", actions=[]),
    _interaction("block_actions", actions="done"),
    _interaction("block_actions", actions=[{"action_id": 7}]),
    _interaction("block_actions", actions=[{"action_id": None}]),
    _interaction("block_actions", actions=[{"action_id": "slack.again#0", "value": "["}]),
    _interaction(
        "block_actions", actions=[{"action_id": "slack.again#0", "value": '["form","a","b"]'}]
    ),
    _interaction("block_actions", actions=[{"action_id": "slack.again#0", "value": "[" * 2_000}]),
    _interaction("block_actions", actions=[{"action_id": "a#0"}], user=None),
    _interaction("block_actions", actions=[{"action_id": "a#0"}], trigger_id=9),
    _interaction("view_submission", view={"callback_id": "goal", "private_metadata": ""}),
    _interaction("view_submission", view={"callback_id": "goal", "private_metadata": "{}"}),
    _interaction("view_submission", view={"callback_id": 3, "private_metadata": "x"}),
    _interaction("view_submission", view=None),
    _interaction(
        "view_submission",
        view={
            "callback_id": "goal",
            "private_metadata": json.dumps(
                {"subject": "7", "origin": {"kind": "root", "response_url": "", "channel": ""}}
            ),
            "state": {"values": {}},
        },
    ),
    _interaction("view_submission", view={"callback_id": "goal", "state": {"values": []}}),
    _interaction("shortcut"),
    _interaction("message_action", callback_id=["a"]),
    _interaction("no_such_thing"),
)


@pytest.mark.parametrize("payload", HOSTILE_INTERACTIONS)
async def test_payloads_that_slack_never_sends(world: World, payload: object) -> None:
    answer = await world.http.post(urlencode({"payload": json.dumps(payload)}), FORM)
    await world.background.drain()
    assert 400 <= answer.status < 500
    assert await world.kept() == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", FORM),
        ("payload=", FORM),
        ("payload={", FORM),
        ("command=/plan", FORM),
        ("%ff%fe", FORM),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ('{"type": "event_callback"}', "application/json"),
        ('{"type": "event_callback", "event": 7}', "application/json"),
        (
            '{"type": "event_callback", "event": {"type": "message", "channel_type": "im"}}',
            "application/json",
        ),
        ("[" * 100_000, "application/json"),
    ],
)
async def test_bodies_that_slack_never_sends(world: World, body: str, content_type: str) -> None:
    answer = await world.http.post(body, content_type)
    await world.background.drain()
    assert 400 <= answer.status < 500
    assert await world.kept() == []


async def test_bytes_that_are_no_text(world: World) -> None:
    body = b"text=\xff\xfe"
    headers = sign("text=", at(world), SECRET)
    assert (await world.http.post(body, FORM, headers)).status == 401


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "bot_message"},
        {"channel_type": "channel"},
    ],
)
async def test_what_no_person_said_to_us_is_left_alone(
    world: World, ana: SlackUser, more: dict[str, str]
) -> None:
    answer = await ana.send("events_api", ana.message("plan Northwind", **more))
    assert (answer.status, ana.messages, await world.kept()) == (200, [], [])


async def test_the_messages_tab_of_home_needs_no_answer(world: World, ana: SlackUser) -> None:
    event = {"type": "app_home_opened", "user": "UANA", "tab": "messages"}
    assert (await ana.send("events_api", ana.event(event))).status == 200
    assert ana.screen == ""


async def test_trouble_leaves_the_form_open_as_slack_does(world: World, ana: SlackUser) -> None:
    await ana.types("/goal")
    await ana.fills(goal="listen")
    world.http._fake.modals["UANA"]["private_metadata"] = "{}"
    await ana.submits()
    assert ana.problems == {"": TROUBLE}
