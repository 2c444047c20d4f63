"""The client of a language model against a strict server with every fault we know."""

import logging
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr, ValidationError

from bot.model.client import ModelClient
from bot.model.quirks import quirks_of
from bot.model.reading import in_form
from bot.service_settings import ModelSettings
from bot.settings import Settings
from handlers.model.answers import GroupNames
from handlers.model.themes import themes_prompt
from handlers.sources.ports import ModelFailed
from tests.model.standin import (
    FIELDS,
    NAME,
    Fault,
    ModelStandIn,
    cut,
    gives,
    hang,
    page,
    refused,
    says,
    status,
)

PROMPT = themes_prompt([["We lose two hours on the phone."]], "f00d")
MESSAGES = [
    {"role": "system", "content": PROMPT.system},
    {"role": "user", "content": PROMPT.user},
]
ANSWER = {"names": [{"group": 1, "name": "Hours on the phone"}]}


@pytest.fixture
async def server() -> AsyncIterator[ModelStandIn]:
    async with ModelStandIn() as one:
        one.answers = lambda _system, _user: ANSWER
        yield one
        assert one.complaints == []


async def asked(server: ModelStandIn, **settings: object) -> tuple[GroupNames | None, list[float]]:
    """Ask once; the answer in its form, and how long the client waited between tries."""
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async with ModelClient(server.settings(**settings), pause) as client:
        written = await client.complete(MESSAGES, PROMPT.schema, 200)
    return in_form(written.text, GroupNames), waits


async def trouble(server: ModelStandIn, **settings: object) -> tuple[str, int]:
    """Ask once; why there was no answer, and how many requests were sent."""
    with pytest.raises(ModelFailed) as failed:
        await asked(server, **settings)
    assert failed.value.__cause__ is None
    return failed.value.trouble, len(server.requests)


@pytest.mark.parametrize("kind", FIELDS)
async def test_every_server_answers(kind: str) -> None:
    async with ModelStandIn(kind) as server:  # type: ignore[arg-type]
        server.answers = lambda _system, _user: ANSWER
        settings = server.settings()
        if kind == "openai":  # as for the address of OpenAI itself
            async with ModelClient(settings) as client:
                client._quirks = quirks_of(
                    ModelSettings("https://eu.api.openai.com/v1", NAME, SecretStr(""))
                )
                written = await client.complete(MESSAGES, PROMPT.schema, 200)
            found = in_form(written.text, GroupNames)
        else:
            found, _ = await asked(server)
        assert found == GroupNames.model_validate(ANSWER)
        assert server.complaints == []


@pytest.mark.parametrize("form", ["json_schema", "json_object", "prompt"])
async def test_json_is_asked_for_as_the_settings_say(server: ModelStandIn, form: str) -> None:
    await asked(server, form=form, temperature=0.0)
    (body,) = server.requests
    assert body.get("response_format", {}).get("type", "prompt") == form
    assert body["temperature"] == 0
    assert body["max_tokens"] == 200


@pytest.mark.parametrize(
    "text",
    [
        '{"names": []}',
        'Here you are:\n```json\n{"names": []}\n```\nAnything else?',
        '<think>{"names": 3}? No.</think>\n{"names": [], "note": "none"}',
        [{"type": "text", "text": '{"names": []}'}],
    ],
)
async def test_answers_in_every_wrapping_are_read(server: ModelStandIn, text: object) -> None:
    server.faults.append(says(text))
    found, _ = await asked(server)
    assert found == GroupNames(names=[])


@pytest.mark.parametrize(
    "text",
    [
        "I cannot do that.",
        "",
        None,
        '{"names": [',
        '{"names": "none"}',
        "[]",
        "<think>hm",
        '{"names": [{"group": "x", "name": 3}]}',
        "[" * 100_000 + "{" + "[" * 100_000 + "}",
    ],
)
async def test_answers_in_another_form_are_none(server: ModelStandIn, text: object) -> None:
    server.faults.append(says(text))
    found, _ = await asked(server)
    assert found is None


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (status(302, Location="http://127.0.0.1:1/v1/chat/completions"), "wrong address"),
        (status(404, "404 page not found"), "wrong address"),
        (page(), "wrong address"),
        (gives([1]), "wrong address"),
        (status(401), "no permission"),
        (status(403, "<html>no</html>"), "no permission"),
        (status(400, "a string"), "refused"),
        (status(422), "refused"),
        (status(413), "too long"),
        (gives({"error": {"code": "context_length_exceeded"}}, 400), "too long"),
        (gives({"error": {"type": "exceed_context_size_error", "code": 400}}, 400), "too long"),
        (gives({"error": {"code": "insufficient_quota"}}, 429), "limit reached"),
        (status(500, x_should_retry="false"), "server error"),
        (status(429, Retry_After="121"), "limit reached"),
        (gives({"error": "overloaded"}), "server error"),
        (gives({"choices": []}), "server error"),
        (says("{}", reason="length"), "cut off"),
        (says("{}", reason="content_filter"), "declined"),
        (says(None, refusal="I can't help with that."), "declined"),
        (says("x" * 1_100_000), "not understood"),
        (cut, "no answer"),
    ],
)
async def test_what_can_t_get_better_is_not_tried_again(
    server: ModelStandIn, fault: Fault, why: str
) -> None:
    server.faults.append(fault)
    assert await trouble(server) == (why, 1)


@pytest.mark.parametrize(
    ("fault", "waited"),
    [
        (status(408), 1),
        (status(409), 1),
        (status(429, Retry_After="7"), 7),
        (status(500, "<html>"), 1),
        (status(503, '{"error": "loading model"}', Retry_After="120"), 120),
        (status(400, x_should_retry="true"), 1),
    ],
)
async def test_what_may_get_better_is_tried_again(
    server: ModelStandIn, fault: Fault, waited: float
) -> None:
    server.faults.append(fault)
    found, waits = await asked(server)
    assert found
    assert waits == [waited]


async def test_three_tries_are_enough(server: ModelStandIn) -> None:
    server.faults.extend([status(500)] * 9)
    assert await trouble(server) == ("server error", 3)


async def test_a_server_that_hangs_is_left(server: ModelStandIn) -> None:
    server.faults.append(hang(server))
    assert await trouble(server, seconds=0.05) == ("no answer", 1)


async def test_a_wrong_key_and_a_wrong_name(server: ModelStandIn) -> None:
    assert await trouble(server, key=SecretStr("sk-1")) == ("no permission", 1)
    async with ModelClient(ModelSettings(server.settings().url, "", SecretStr("sk-4711"))) as one:
        with pytest.raises(ModelFailed, match="wrong address"):
            await one.complete(MESSAGES, PROMPT.schema, 200)


async def test_nobody_listens() -> None:
    async with ModelStandIn() as server:
        settings = server.settings()
    async with ModelClient(settings) as client:
        with pytest.raises(ModelFailed, match="no answer"):
            await client.complete(MESSAGES, PROMPT.schema, 200)


async def test_no_word_of_a_prompt_gets_into_an_error_or_a_log(
    server: ModelStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def quotes(_request: object) -> object:
        return refused(400, "bad", PROMPT.user)

    server.faults.append(quotes)  # type: ignore[arg-type]
    with pytest.raises(ModelFailed) as failed:
        await asked(server)
    assert "phone" not in f"{failed.value!r} {caplog.text} {PROMPT!r}"
    assert "4711" not in f"{server.settings()!r}"


@pytest.mark.parametrize(
    ("url", "limit", "form", "store"),
    [
        ("https://api.openai.com/v1", "max_completion_tokens", "json_schema", True),
        ("https://eu.api.openai.com/v1", "max_completion_tokens", "json_schema", True),
        ("https://x.openai.azure.com/openai/v1", "max_completion_tokens", "json_schema", True),
        ("https://api.anthropic.com/v1", "max_tokens", "prompt", False),
        ("https://api.mistral.ai/v1", "max_tokens", "json_schema", False),
        ("https://api.openai.com.evil.example/v1", "max_tokens", "json_schema", False),
        ("http://localhost:11434/v1", "max_tokens", "json_schema", False),
    ],
)
def test_the_address_says_what_a_server_wants(url: str, limit: str, form: str, store: bool) -> None:
    found = quirks_of(ModelSettings(url, NAME, SecretStr("")))
    assert (found.limit_field, found.form, found.store) == (limit, form, store)
    assert found.temperature is None
    named = ModelSettings(url, NAME, SecretStr(""), "json_object", "max_tokens", 0.5)
    assert quirks_of(named).form == "json_object"


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://models.example/v1/", True),
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://[::1]:8080/v1", True),
        ("", True),
        ("http://models.example/v1", False),
        ("http://localhost.example/v1", False),
        ("http://localhost@models.example/v1", False),
        ("http://127.0.0.1:8080@models.example/v1", False),
        ("https://user:secret@models.example/v1", False),
        ("https://models.example/v1?key=1", False),
        ("ftp://models.example", False),
    ],
)
def test_words_leave_this_machine_only_encrypted(url: str, right: bool) -> None:
    if right:
        found = Settings(_env_file=None, model_url=url, model_name="gemma").model
        assert (found.url if found else "") == url.rstrip("/")
        return
    with pytest.raises(ValidationError):
        Settings(_env_file=None, model_url=url)
