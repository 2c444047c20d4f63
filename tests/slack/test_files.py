"""Files in direct messages on Slack: which are fetched, how, and what people are told if not."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.platform import files as shared
from bot.slack import files, talk
from handlers.conversation import NOT_IN_A_CHANNEL
from tests.downloads import Download, breaks_off, never_ends
from tests.slack.conftest import World
from tests.slack.driver import SlackUser
from tests.slack.fake import BOT_TOKEN
from tests.slack.wire import Failure

CALL = b"WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hello.\n"
READ = f"hush.vtt, {len(CALL)} bytes"


async def test_a_file_is_one_drop_however_often_slack_tells_of_it(
    world: World, ana: SlackUser
) -> None:
    sharing = ana.sharing([("hush.vtt", CALL)], "Northwind, on Monday")
    await ana.send("events_api", ana.file_shared(sharing))
    await ana.send("events_api", sharing)
    await ana.repeat()
    assert ana.messages == [f"Read: {READ}"]
    assert await world.kept() == [f"{READ} Northwind, on Monday"]
    await ana.drops("hush.vtt", CALL)  # on purpose
    assert len(ana.messages) == 2


@pytest.mark.parametrize(
    ("fails", "calls"),
    [
        ({}, ["chat.postMessage", "chat.update"]),
        ({"chat.postMessage": Failure("internal_error")}, ["chat.postMessage"] * 2),
        (
            {"chat.update": Failure("message_not_found")},
            ["chat.postMessage", "chat.update", "chat.postMessage"],
        ),
    ],
)
async def test_while_a_file_is_read_a_message_says_so_and_becomes_the_answer(
    world: World, ana: SlackUser, fails: dict[str, Failure], calls: list[str]
) -> None:
    for call, failure in fails.items():
        world.fake.fail(call, failure)
    await ana.drops("hush.vtt", CALL)
    made = [(call, body) for call, body in world.fake.calls if call.startswith("chat.")]
    assert [call for call, _ in made] == calls
    assert shared.READING in str(made[0])
    assert READ in str(made[-1])
    assert ana.messages[-1] == f"Read: {READ}"
    assert len(ana.messages) == (2 if "chat.update" in fails else 1)


async def test_words_that_ask_for_something_are_answered_beside_the_file(
    world: World, ana: SlackUser
) -> None:
    await ana.send("events_api", ana.sharing([("hush.vtt", CALL)], "plan Northwind"))
    assert ana.messages[0].startswith("Planned: Northwind")
    assert ana.messages[1:] == [f"Read: {READ}"]


async def test_each_of_several_files_has_an_answer(world: World, ana: SlackUser) -> None:
    world.fake.allows_bursts = False
    named = [(f"{number}.vtt", CALL) for number in range(5)]
    await ana.send("events_api", ana.sharing(named))
    size = len(CALL)
    read = [f"Read: {number}.vtt, {size} bytes" for number in range(3)]
    assert ana.messages == [*read, shared.TOO_MANY]


async def test_a_file_in_a_channel_is_not_read(world: World, ana: SlackUser) -> None:
    world.fake.channels["CSALES"].member = True
    ana.goes_to("#sales")
    described = ana.sharing([("hush.vtt", CALL)])["event"]["files"]
    await ana.send("events_api", ana.mention("what did they say?", files=described))
    assert ana.screen == NOT_IN_A_CHANNEL
    assert ana.reads("#sales") == world.fake.dropped.fetched == []


async def test_half_a_character_in_an_id_is_no_failure(world: World, ana: SlackUser) -> None:
    await ana.send("events_api", ana.sharing([("hush.vtt", CALL)], id="F\ud800"))
    ana.sees(f"Read: {READ}")


async def test_a_file_may_have_no_size(world: World, ana: SlackUser) -> None:
    await ana.send("events_api", ana.sharing([("hush.vtt", CALL)], size=None))
    ana.sees(f"Read: {READ}")


LOGIN = web.Response(text="<html>Sign in</html>", content_type="text/html")
NOT_FETCHED: dict[str, tuple[dict[str, Any], Callable[[str], web.Response] | None, str]] = {
    "behind a link": ({"mode": "external"}, None, files.EXTERNAL),
    "a canvas": ({"mode": "quip"}, None, files.NOT_A_FILE),
    "a web page": ({"mimetype": "text/html"}, None, files.WEB_PAGE),
    "too large": ({"size": 20_000_001}, None, shared.TOO_LARGE),
    "a recording": ({"name": "call.MP4"}, None, shared.RECORDING),
    "another host": ({"url_private_download": "https://evil.example/x"}, None, shared.NOT_NOW),
    "another size": ({"size": 7}, None, shared.NOT_WHOLE),
    "a login page": ({}, lambda _: LOGIN, files.NOT_ALLOWED),
    "a redirect": (
        {},
        lambda root: web.Response(status=302, headers={"Location": f"{root}elsewhere"}),
        files.NOT_ALLOWED,
    ),
    "gone": ({}, lambda _: web.Response(status=404), files.GONE),
    "an error of Slack's": ({}, lambda _: web.Response(status=503), shared.NOT_NOW),
}


async def test_what_is_not_fetched_is_said_in_a_sentence(world: World, ana: SlackUser) -> None:
    for case, (odd, answer, sentence) in NOT_FETCHED.items():
        sharing = ana.sharing([("hush.vtt", CALL)], "Northwind", **odd)
        file = list(world.fake.dropped.known.values())[-1]
        file.odd = answer(world.fake.root) if answer else None
        with capture_logs() as logged:
            await ana.send("events_api", sharing)
        assert ana.screen == sentence, case
        for secret in ("hush", "files-pri", file.id, BOT_TOKEN):
            assert secret not in repr(logged), (case, logged)
    assert await world.kept() == []


@pytest.mark.parametrize("download", [breaks_off, never_ends])
async def test_a_file_that_does_not_arrive_is_given_up(
    world: World, ana: SlackUser, download: Download, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.app.own.talk._files, "_time_limit", 0.05)
    sharing = ana.sharing([("hush.vtt", CALL)])
    next(iter(world.fake.dropped.known.values())).odd = download
    await ana.send("events_api", sharing)
    assert ana.screen == shared.NOT_NOW
    assert await world.kept() == []


async def test_without_the_scope_the_log_says_what_to_do(world: World, ana: SlackUser) -> None:
    world.fake.scopes = world.fake.scopes.replace("files:read,", "")
    with capture_logs() as logged:
        await ana.drops("hush.vtt", CALL)
    ana.sees(files.NOT_ALLOWED)
    assert [(each["event"], each["fix"]) for each in logged if "fix" in each] == [
        ("a file could not be fetched", files.FIX)
    ]


async def test_slack_is_asked_about_a_file_that_it_has_not_checked_yet(
    world: World, ana: SlackUser
) -> None:
    sharing = ana.sharing([("hush.vtt", CALL)])
    event = sharing["event"]
    event["files"] = [
        {"id": each["id"], "file_access": "check_file_info"} for each in event["files"]
    ]
    await ana.send("events_api", sharing)
    assert ana.screen == f"Read: {READ}"
    world.fake.dropped.known.clear()
    await ana.send("events_api", {**sharing, "event_id": "EvOther"})
    ana.sees(files.GONE)


async def test_a_long_paste_is_a_file_and_one_that_slack_cut_off_is_not_read(
    world: World, ana: SlackUser
) -> None:
    line = "Ann: Hello there, and welcome.\n"
    await ana.pastes(line * 4)
    ana.sees("Read: pasted, 123 bytes")
    await ana.types(f"/plan {line * 5}")  # as /reflect does with a transcript after it
    ana.sees("Read: pasted, 155 bytes")
    await ana.pastes(line * 200)
    ana.sees("Read: Untitled, 6200 bytes")
    await ana.pastes((line * 200)[:4_000])
    ana.sees(talk.CUT_OFF)
    assert len(await world.kept()) == 3
