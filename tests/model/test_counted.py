"""What handlers see of a language model: counted before sending, kept, repaired, paused."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot.base.metrics import Metrics
from bot.model.client import ModelClient
from bot.model.counted import CountedModel, Observe
from bot.model.reading import Completion
from handlers.model.answers import Claims, PointedLines
from handlers.model.prompts import ModelPrompt
from handlers.model.research import PageText
from handlers.model.transcripts import TranscriptText
from handlers.sources.ports import LanguageModel, ModelFailed
from handlers.transcripts.records import Utterance
from storage.database.connection import Database
from storage.tables import ModelAnswer, ModelUse
from storage.workspace import audit, language_model
from storage.workspace.language_model import ModelCaps
from tests.databases import ENGINES, database_on
from tests.model.standin import ModelStandIn, gives, hang, says, status

NOW = datetime(2026, 11, 30, 23, 50, tzinfo=UTC)
T1, T2 = "slack:T1", "slack:T2"
CLAIM = {"question": 1, "segment": 1, "quote": "We open a depot", "answer": "They open a depot."}
CALL = (Utterance("A", "We lose two hours a day on the phone."),)


@pytest.fixture(params=ENGINES)
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database_on(request.param, tmp_path) as made:
        yield made


@pytest.fixture
async def server() -> AsyncIterator[ModelStandIn]:
    async with ModelStandIn() as one:
        one.answers = answers
        yield one
        assert one.complaints == []


def answers(system: str, _user: str) -> object:
    """Something in the form that is asked for."""
    return {"answers": [CLAIM]} if "questions" in system else {"candidates": []}


async def nothing(_seconds: float) -> None:
    """Wait no time."""


@asynccontextmanager
async def opened(
    server: ModelStandIn,
    database: Database,
    seconds: Callable[[], float] = lambda: 0.0,
    observe: Observe = lambda *_: None,
    **settings: object,
) -> AsyncIterator[LanguageModel]:
    """The model of this server, counted in this database."""
    made = server.settings(**settings)
    async with ModelClient(made, nothing) as client:
        yield CountedModel(made, client, database, seconds, observe)


_WORDS = count()


def about_a_page(text: str = "We open a depot in Ulm.") -> ModelPrompt[Claims]:
    """A request about public text."""
    prompts = PageText(text, "N").prompts({"q": "What do they open?"}, 9_000, _word)
    return next(iter(prompts))


def about_a_call(text: tuple[Utterance, ...] = CALL) -> ModelPrompt[PointedLines]:
    """A request about a transcript."""
    return next(iter(TranscriptText(text).prompts(90_000, _word)))


def _word() -> str:
    return f"f00d{next(_WORDS)}"


async def uses(database: Database) -> dict[tuple[str, int], tuple[int, int]]:
    """Requests and failures by tenant and person."""
    async with database.read() as session:
        rows = (await session.exec(select(ModelUse))).all()
    return {(one.tenant, one.person_id): (one.requests, one.failures) for one in rows}


async def test_what_is_asked_is_counted_for_person_and_tenant(
    server: ModelStandIn, database: Database
) -> None:
    async with opened(server, database) as model:
        await model.ask(about_a_call(), T1, 7, NOW)
        await model.ask(about_a_call(), T1, 0, NOW)
        await model.ask(about_a_call(), T2, 0, NOW)
        assert (model.name, model.host, model.is_here) == ("gemma3:4b", "127.0.0.1", True)
    assert await uses(database) == {(T1, 0): (1, 0), (T1, 7): (1, 0), (T2, 0): (1, 0)}
    async with database.read() as session:
        assert await language_model.tokens_in_month(session, T1, NOW.date()) > 1_600
        assert await language_model.tokens_in_month(session, T1, date(2026, 12, 1)) == 0


async def test_the_operator_sees_what_became_of_requests_but_no_words(
    server: ModelStandIn, database: Database
) -> None:
    clock, metrics = count(0.0, 2.0), Metrics()
    metrics.expect_model()
    async with opened(server, database, lambda: next(clock), metrics.model) as model:
        await model.ask(about_a_page(), T1, 7, NOW)
        await model.ask(about_a_page(), T1, 7, NOW)
        server.faults.append(gives({"error": {"message": "hours on the phone"}}, 400))
        with capture_logs() as logs, pytest.raises(ModelFailed):
            await model.ask(about_a_call(), T1, 7, NOW)
    (line,) = logs
    assert line == {
        "event": "model failed",
        "task": "transcripts",
        "trouble": "refused",
        "tenant": T1,
        "log_level": "warning",
    }
    text = metrics.text(None).decode()
    for task, outcome, number in (
        ("research", "answered", 1),
        ("research", "kept", 1),
        ("transcripts", "refused", 1),
        ("themes", "no answer", 0),
    ):
        name = f'attune_model_answer_seconds_count{{outcome="{outcome}",task="{task}"}}'
        assert f"{name} {number}.0" in text


async def test_a_person_s_cap_holds_for_a_day_and_nothing_is_sent(
    server: ModelStandIn, database: Database
) -> None:
    async with opened(server, database, requests_a_day=2) as model:
        for _ in range(2):
            await model.ask(about_a_call(), T1, 7, NOW)
        with pytest.raises(ModelFailed, match="cap reached"):
            await model.ask(about_a_call(), T1, 7, NOW)
        assert len(server.requests) == 2
        await model.ask(about_a_call(), T1, 8, NOW)
        await model.ask(about_a_call(), T1, 7, NOW + timedelta(minutes=10))
    assert len(server.requests) == 4


async def test_a_tenant_s_cap_holds_for_a_month(server: ModelStandIn, database: Database) -> None:
    async with opened(server, database, tokens_a_month=3_500) as model:
        await model.ask(about_a_call(), T1, 7, NOW - timedelta(days=20))
        await model.ask(about_a_call(), T1, 8, NOW)
        with pytest.raises(ModelFailed, match="cap reached"):
            await model.ask(about_a_call(), T1, 9, NOW)
        assert len(server.requests) == 2
        await model.ask(about_a_call(), T2, 7, NOW)
        await model.ask(about_a_call(), T1, 7, NOW + timedelta(days=1))


async def test_two_at_once_never_pass_a_cap(database: Database) -> None:
    async def one(person: int) -> bool:
        async with database.write(T1) as session:
            caps = ModelCaps(requests=3, tokens=1_000)
            return await language_model.count(
                session, T1, person, NOW.date(), tokens=300, caps=caps
            )

    assert sum(await asyncio.gather(*(one(n % 4) for n in range(12)))) == 3


async def test_an_answer_about_a_page_is_kept_and_one_about_a_call_is_not(
    server: ModelStandIn, database: Database
) -> None:
    async with opened(server, database) as model:
        first = await model.ask(about_a_page(), T1, 7, NOW)
        assert await model.ask(about_a_page(), T1, 8, NOW + timedelta(days=29)) == first
        assert len(server.requests) == 1
        await model.ask(about_a_page("Another page of theirs."), T1, 7, NOW)
        await model.ask(about_a_page(), T2, 7, NOW)
        await model.ask(about_a_page(), T1, 7, NOW + timedelta(days=31))
        assert len(server.requests) == 4
        for _ in range(2):
            await model.ask(about_a_call(), T1, 7, NOW)
        assert len(server.requests) == 6
    async with database.read() as session:
        kept = (
            await session.exec(select(ModelAnswer.answer).where(col(ModelAnswer.key) != ""))
        ).all()
    assert len(kept) == 3
    assert not any("hours" in one for one in kept)


@pytest.mark.parametrize("tenant", [T1, T2])
async def test_an_answer_is_not_kept_if_somebody_is_erased_while_the_model_answers(
    server: ModelStandIn, database: Database, monkeypatch: pytest.MonkeyPatch, tenant: str
) -> None:
    sent = CountedModel._send

    async def erasing(model: CountedModel, *request: Any) -> Completion:  # noqa: ANN401
        written = await sent(model, *request)
        async with database.write() as session:
            audit.note_erasure(session, tenant, ("contact", 1), NOW + timedelta(seconds=9))
        return written

    monkeypatch.setattr(CountedModel, "_send", erasing)
    async with opened(server, database) as model:
        await model.ask(about_a_page(), T1, 7, NOW)
    async with database.read() as session:
        kept = (await session.exec(select(ModelAnswer.tenant))).all()
    assert kept == ([] if tenant == T1 else [T1])


async def test_a_wrong_form_is_repaired_once(server: ModelStandIn, database: Database) -> None:
    server.texts.extend(["Sure, I will look.", '{"candidates": []}'])
    async with opened(server, database) as model:
        assert await model.ask(about_a_call(), T1, 7, NOW) == PointedLines(candidates=[])
        assert server.requests[1]["messages"][2]["content"] == "Sure, I will look."
        server.texts.extend(["", '{"candidates": 3}'])
        with pytest.raises(ModelFailed, match="not understood"):
            await model.ask(about_a_call(), T1, 7, NOW)
    assert await uses(database) == {(T1, 0): (0, 0), (T1, 7): (4, 1)}


async def test_a_text_of_which_the_server_dropped_the_beginning_is_no_answer(
    server: ModelStandIn, database: Database
) -> None:
    long = tuple(Utterance(str(n), "We lose two hours a day here. " * 20) for n in range(60))
    async with opened(server, database, context=20_000) as model:
        with pytest.raises(ModelFailed, match="too long"):
            await model.ask(about_a_call(long), T1, 7, NOW)
        assert server.requests
        server.counts_tokens = False  # then nobody can tell
        await model.ask(about_a_call(long), T1, 7, NOW)


async def test_what_fits_by_default_fits_into_the_smallest_server(
    server: ModelStandIn, database: Database
) -> None:
    long = TranscriptText([Utterance(str(n), "Wir verlieren Zeit. " * 20) for n in range(60)])
    async with opened(server, database) as model:
        requests = list(long.prompts(model.room, _word))
        assert len(requests) > 3
        for one in requests:
            await model.ask(one, T1, 0, NOW)


async def test_a_server_that_fails_is_not_asked_for_a_while(
    server: ModelStandIn, database: Database
) -> None:
    clock = 0.0
    server.faults.extend([status(500, x_should_retry="false")] * 5)
    async with opened(server, database, lambda: clock) as model:
        for _ in range(5):
            with pytest.raises(ModelFailed, match="server error"):
                await model.ask(about_a_call(), T1, 7, NOW)
        with pytest.raises(ModelFailed, match="paused") as paused:
            await model.ask(about_a_call(), T1, 7, NOW)
        assert paused.value.wait == timedelta(minutes=5)
        clock = 300.0
        await model.ask(about_a_call(), T1, 7, NOW)
    assert (await uses(database))[T1, 7] == (6, 5)


async def test_answers_of_no_use_do_not_stop_the_server(
    server: ModelStandIn, database: Database
) -> None:
    server.faults.extend([says("{}", reason="length")] * 6)
    async with opened(server, database) as model:
        for _ in range(6):
            with pytest.raises(ModelFailed, match="cut off"):
                await model.ask(about_a_call(), T1, 7, NOW)
        await model.ask(about_a_call(), T1, 7, NOW)


async def test_a_request_that_is_given_up_was_counted_and_lets_others_try(
    server: ModelStandIn, database: Database
) -> None:
    server.faults.append(hang(server))
    async with opened(server, database) as model:
        asking = asyncio.create_task(model.ask(about_a_call(), T1, 7, NOW))
        await server.arrived.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await model.ask(about_a_call(), T1, 7, NOW)
    assert (await uses(database))[T1, 7] == (2, 0)


async def test_a_kept_answer_in_an_older_form_is_asked_for_again(
    server: ModelStandIn, database: Database
) -> None:
    prompt = about_a_page()
    async with database.write(T1) as session:
        await language_model.keep(session, T1, prompt.key("gemma3:4b"), '{"old": 1}', NOW)
    async with opened(server, database) as model:
        assert (await model.ask(prompt, T1, 7, NOW)).answers
        await model.ask(about_a_page(), T1, 7, NOW)
    assert len(server.requests) == 1
