"""Metrics: each counts what happened, and none identifies anybody."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from bot.base.metrics import Metrics
from bot.base.stalls import TICK, sample
from bot.build import build
from bot.chores import ELSEWHERE, Chores
from bot.delivery.loop import Delivery
from bot.platform.messenger import CannotReadBack, NoClearAnswer, RecipientUnreachable, RetryLater
from bot.settings import Settings
from bot.web.watch import WatchedConversation
from handlers import features
from handlers.cards import Reply
from handlers.commands import Command
from handlers.registry import Refusal, Registry, Turn
from handlers.request import Means, Request, Sender
from storage.outbox.backlog import backlog
from tests.delivery.messenger import Lost
from tests.delivery.world import MINUTE, MORNING, SECOND, World, playbook

LISTEN = ("listen",)
WHERE = {"platform": "test", "kind": "listen"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = World(tmp_path)
    await made.start()
    yield made
    await made.database.close()


@pytest.fixture
def metrics(world: World) -> Metrics:
    """The metrics of the world's delivery."""
    made = Metrics()
    world.delivery = Delivery(
        world.database, {"test": world.messenger}, playbook(), world.clock, made
    )
    return made


def figure(metrics: Metrics, name: str, **labels: str) -> float:
    """The value of a metric; 0 if nothing was counted."""
    return metrics.registry.get_sample_value(name, labels) or 0


async def test_lateness_is_from_due_to_handed_over(world: World, metrics: Metrics) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 5)
    await world.passes(5 * MINUTE + 20 * SECOND)
    assert figure(metrics, "attune_lateness_seconds_sum", **WHERE) == 20
    assert figure(metrics, "attune_lateness_seconds_count", **WHERE) == 1
    assert figure(metrics, "attune_outcomes_total", **WHERE, outcome="sent") == 1


async def test_what_is_dropped_says_why(world: World, metrics: Metrics) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 5)
    await world.passes(16 * MINUTE)
    assert figure(metrics, "attune_outcomes_total", **WHERE, outcome="dropped") == 1
    assert figure(metrics, "attune_dropped_total", **WHERE, reason="too late") == 1
    assert figure(metrics, "attune_lateness_seconds_count", **WHERE) == 0


async def test_what_is_rescheduled_and_what_is_retried(world: World, metrics: Metrics) -> None:
    lena = await world.person("lena", only=("brief",))
    await world.call(lena, MORNING + 65 * MINUTE)
    world.messenger.away["lena"] = MORNING + 20 * MINUTE
    await world.passes(5 * MINUTE)
    brief = {"platform": "test", "kind": "brief"}
    assert figure(metrics, "attune_outcomes_total", **brief, outcome="rescheduled") == 1
    world.messenger.trouble["lena"].append(RetryLater("ratelimited", 30 * SECOND, workspace=True))
    await world.passes(15 * MINUTE)
    assert figure(metrics, "attune_outcomes_total", **brief, outcome="retried") == 1
    assert figure(metrics, "attune_held_back_total", platform="test", scope="workspace") == 1
    assert figure(metrics, "attune_held_back_total", platform="test", scope="message") == 0
    await world.passes(30 * SECOND)
    assert figure(metrics, "attune_outcomes_total", **brief, outcome="sent") == 1


async def test_what_nothing_reaches_is_counted(world: World, metrics: Metrics) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0, 60, 120)
    world.messenger.trouble["lena"].append(RecipientUnreachable("account_inactive"))
    await world.passes(0 * MINUTE)
    counted = {"platform": "test", "kind": "any", "reason": "unreachable"}
    assert figure(metrics, "attune_dropped_total", **counted) == 3


@pytest.mark.parametrize(
    ("trouble", "read_back", "settled"),
    [
        (NoClearAnswer(), None, "found"),
        (Lost(), None, "not_found"),
        (NoClearAnswer(), CannotReadBack(), "given_up"),
    ],
)
async def test_how_doubt_was_settled(
    world: World, metrics: Metrics, trouble: Exception, read_back: Exception | None, settled: str
) -> None:
    await world.listens(await world.person("lena", only=LISTEN), 0)
    world.messenger.trouble["lena"].append(trouble)
    if read_back:
        world.messenger.find_trouble.append(read_back)
    await world.passes(0 * MINUTE)
    assert figure(metrics, "attune_outcomes_total", **WHERE, outcome="retried_in_doubt") == 1
    await world.passes(10 * SECOND)
    counts = {
        how: figure(metrics, "attune_doubt_settled_total", **WHERE, settled=how)
        for how in ("found", "not_found", "repeated", "given_up")
    }
    assert {how for how, count in counts.items() if count} == {settled}
    assert counts[settled] == 1


async def test_what_people_rely_on_is_repeated_in_doubt(world: World, metrics: Metrics) -> None:
    await world.call(await world.person("lena", only=("brief",)), MORNING + 60 * MINUTE)
    world.messenger.trouble["lena"].append(Lost())
    world.messenger.find_trouble.append(CannotReadBack())
    await world.passes(0 * MINUTE)
    await world.passes(10 * SECOND)
    brief = {"platform": "test", "kind": "brief"}
    assert figure(metrics, "attune_doubt_settled_total", **brief, settled="repeated") == 1


async def test_the_backlog_tells_what_may_go_from_what_waits(world: World) -> None:
    lena = await world.person("lena", only=("brief",))
    await world.is_briefed(lena, 1, 2, 300)
    held = RetryLater("ratelimited", 10 * MINUTE, workspace=True)
    world.messenger.trouble["lena"].append(held)
    await world.passes(MINUTE)
    await world.listens(await world.person("tomas", "test:B", LISTEN), 1)
    now = world.clock.moment + 3 * MINUTE
    async with world.database.read() as session:
        found = await backlog(session, ["test"], now)
        elsewhere = await backlog(session, ["tes", "test:C"], now)
    assert (found.ready, found.waiting, found.oldest) == (1, 2, MORNING + 2 * MINUTE)
    assert (elsewhere.ready, elsewhere.waiting, elsewhere.oldest) == (0, 0, None)
    text = Metrics().text({"test": (found, now)}).decode()
    assert 'attune_overdue_rows{platform="test",state="ready"} 1.0' in text
    assert 'attune_overdue_rows{platform="test",state="waiting"} 2.0' in text
    assert 'attune_oldest_ready_seconds{platform="test"} 120.0' in text


def _registry() -> Registry:
    async def refuse(_turn: Turn) -> Reply:
        raise Refusal("No.")

    async def fail(_turn: Turn) -> Reply:
        raise ValueError

    made = features.registry()
    made.command(Command("no", "", "refuses"), refuse)
    made.command(Command("boom", "", "fails"), fail)
    return made


async def test_requests_are_counted_by_how_they_went(world: World) -> None:
    metrics = Metrics()
    conversation = WatchedConversation(
        _registry(), world.database, playbook(), lambda: None, (), metrics=metrics
    )
    sender = Sender("test:A", "lena", "Lena", "Europe/Berlin")
    for request_id, name in (("1", "calls"), ("1", "calls"), ("2", "no"), ("3", "boom")):
        await conversation.answer(Request(request_id, sender, Means.COMMAND, name), MORNING)
    for outcome in ("ok", "repeated", "refused", "failed"):
        labels = {"platform": "test", "means": "command", "outcome": outcome}
        assert figure(metrics, "attune_request_seconds_count", **labels) == 1, outcome


async def test_a_stall_is_how_much_later_the_timer_fired() -> None:
    times = iter([0.0, 0.1, 0.1, 0.45, 0.45])
    told: list[float] = []
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    with pytest.raises(RuntimeError):  # the times run out
        await sample(told.append, lambda: next(times), sleep)
    assert told == pytest.approx([0.0, 0.25])
    assert asked == [TICK] * 3


def test_the_worst_stall_is_told_once() -> None:
    metrics = Metrics()
    for seconds in (0.01, 0.4, 0.02):
        metrics.stalled(seconds)
    assert "attune_loop_stall_max_seconds 0.4" in metrics.text({}).decode()
    assert "attune_loop_stall_max_seconds 0.0" in metrics.text({}).decode()
    assert figure(metrics, "attune_loop_stall_seconds_count") == 3


async def test_chores_are_counted_by_how_they_went() -> None:
    metrics = Metrics()
    chores = Chores(metrics)

    async def done() -> object:
        return 5

    async def elsewhere() -> object:
        return ELSEWHERE

    async def failed() -> object:
        raise OSError

    for chore in (done, elsewhere, failed):
        await chores.run("prune", chore)
    for outcome in ("done", "elsewhere", "failed"):
        assert figure(metrics, "attune_chore_seconds_count", chore="prune", outcome=outcome) == 1


async def test_a_chore_that_takes_too_long_at_the_end_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.chores.STOP_TIME_LIMIT", 0.01)
    metrics = Metrics()
    chores = Chores(metrics)
    chores.start()
    running = asyncio.create_task(chores.run("prune", asyncio.Event().wait))
    await asyncio.sleep(0)
    await chores.stop()
    await running
    assert figure(metrics, "attune_chore_seconds_count", chore="prune", outcome="stopped") == 1


async def test_the_chores_of_which_the_guide_gives_alerts_are_there(tmp_path: Path) -> None:
    guide = (Path(__file__).parent.parent / "docs" / "operations.md").read_text()
    attune = await build(Settings(_env_file=None, database_url=f"sqlite:///{tmp_path / 'a.db'}"))
    await attune.start()
    jobs = {job.args[0] for job in attune.chores._scheduler.get_jobs()}
    await attune.stop()
    named = set(re.findall(r'chore="([^"]+)"', guide))
    assert named
    assert named <= jobs


async def test_how_soon_a_platform_is_answered() -> None:
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("0" * 32),
        metrics_token=SecretStr("x"),
        database_url="sqlite://",
    )
    attune = await build(settings)
    async with TestClient(TestServer(attune.web)) as client:
        await client.post("/slack/events", data=b"nothing signed")
        await client.get("/secret-of-lena")
        text = attune.metrics.text({}).decode()
    await attune.stop()
    assert 'attune_acknowledge_seconds_count{path="/slack/events",status="401"} 1.0' in text
    assert "secret" not in text


def test_what_alerts_look_at_begins_with_nothing() -> None:
    metrics = Metrics()
    metrics.expect("slack")
    text = metrics.text({}).decode()
    for series in (
        'attune_dropped_total{kind="listen",platform="slack",reason="failed"} 0.0',
        'attune_doubt_settled_total{kind="brief",platform="slack",settled="given_up"} 0.0',
        'attune_request_seconds_count{means="command",outcome="failed",platform="slack"} 0.0',
        'attune_held_back_total{platform="slack",scope="workspace"} 0.0',
        'attune_feeds_total{outcome="failed",platform="slack"} 0.0',
    ):
        assert series in text


def test_the_guide_names_every_figure_and_no_other() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "operations.md").read_text()
    named = {
        re.sub("_(total|bucket|count|sum)$", "", name)
        for name in re.findall(r"attune_[a-z_]+", guide)
    }
    ours = {each.name for each in Metrics().registry.collect() if each.name.startswith("attune_")}
    assert named - {"attune_app", "attune_owner"} == ours  # two roles of PostgreSQL


async def test_no_label_tells_who(world: World, metrics: Metrics) -> None:
    lena = await world.person("lena-brandt", "test:acme-corp", LISTEN)
    await world.listens(lena, 0, 60)
    world.messenger.trouble["lena-brandt"].append(RetryLater("x", MINUTE, workspace=True))
    await world.passes(0 * MINUTE)
    await world.passes(2 * MINUTE)
    text = metrics.text({}).decode()
    assert "attune_outcomes_total{" in text
    for secret in ("lena", "brandt", "acme", "Account", "m1"):
        assert f'"{secret}' not in text
        assert secret not in text.replace("attune_", "")
