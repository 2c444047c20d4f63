"""`doctor` asks the language model one small question, and says what to do if that fails."""

import pytest
from pydantic import SecretStr

from bot.doctor.model import check_model
from bot.settings import Settings
from tests.model.standin import KEY, NAME, ModelStandIn, says, status


def names(name: str) -> object:
    return {"names": [{"group": 1, "name": name}]}


async def examined(server: ModelStandIn, **settings: object) -> tuple[str, str, str]:
    """Check these settings; the mark, what was found, and what to do."""
    wanted = {"model_url": server.settings().url, "model_name": NAME, "model_key": SecretStr(KEY)}
    (found,) = await check_model(Settings(_env_file=None, **(wanted | settings)))  # type: ignore[arg-type]
    assert KEY not in found.what + found.fix
    return found.mark, found.what, found.fix


async def test_nothing_is_asked_without_a_model() -> None:
    assert await check_model(Settings(_env_file=None)) == []


async def test_a_model_that_answers() -> None:
    async with ModelStandIn() as server:
        server.answers = lambda *_: names("Hours on the phone")
        mark, what, _ = await examined(server)
        assert mark == "ok"
        assert what.startswith(f"The language model {NAME} at 127.0.0.1 answers.")
        server.answers = lambda *_: names("Customer happiness")
        assert (await examined(server))[0] == "-"
        assert server.complaints == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"model_name": ""}, "MODEL_NAME is missing"),
        ({"model_url": ""}, "MODEL_URL is missing"),
        ({"model_key": SecretStr("no")}, "Check MODEL_KEY"),
        ({"model_name": "other"}, "MODEL_NAME"),
        ({"model_limit_field": "max_completion_tokens"}, "MODEL_LIMIT_FIELD"),
    ],
)
async def test_what_is_wrong_is_said(settings: dict[str, object], said: str) -> None:
    async with ModelStandIn() as server:
        mark, what, fix = await examined(server, **settings)
    assert mark == "NO"
    assert said in f"{what} {fix}"


async def test_a_model_that_writes_prose_and_one_that_is_cut_off() -> None:
    async with ModelStandIn() as server:
        server.faults.append(says("Of course!"))
        assert "MODEL_FORMAT" in (await examined(server))[2]
        server.faults.append(says("", reason="length"))
        assert "MODEL_ANSWER_TOKENS" in (await examined(server))[2]
        server.faults.append(says("x" * 1_100_000))
        assert (await examined(server))[2] == "Its answer was far too large. Choose another model."


async def test_nobody_waits_for_a_server_that_is_busy() -> None:
    async with ModelStandIn() as server:
        server.faults.append(status(429, Retry_After="100"))
        mark, what, _ = await examined(server)
        assert len(server.requests) == 1
    assert (mark, what.endswith("limit reached.")) == ("NO", True)


async def test_no_room_for_a_text() -> None:
    async with ModelStandIn() as server:
        wanted = {"model_url": server.settings().url, "model_name": NAME, "model_key": KEY}
        found = await check_model(
            Settings(_env_file=None, **wanted, model_context=4_000, model_answer_tokens=3_000)  # type: ignore[arg-type]
        )
    assert "MODEL_CONTEXT" in found[0].what
