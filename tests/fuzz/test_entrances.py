"""Fuzzes every entry point: Attune answers, drops nothing, and its database stays consistent.

By default few cases, the same every time; `FUZZ=10000` makes that many new ones.
"""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from bot.playground.app import API
from tests.fuzz import playground, slack, teams
from tests.fuzz.values import FORMS
from tests.fuzz.world import World, whole

# A case may hold a long text, and a failing one is shown whole.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

CASES = int(os.environ.get("FUZZ", "0"))
QUICK = 900


def share(percent: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """This share of all cases."""
    return settings(
        max_examples=max((CASES or QUICK) * percent // 100, 1),
        derandomize=not CASES,
        database=None,
        deadline=None,
        # No shrinking: what a case does depends on those before it.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def world(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all cases: each starts with what the earlier ones left.

    Each worker of pytest-xdist has a world of its own, which must be sound at the end.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.delenv(name, raising=False)
        folder: Path = tmp_path_factory.mktemp("fuzz")
        opened = whole(folder)
        world = runner.run(opened.__aenter__())
        yield world
        runner.run(world.is_sound())
        runner.run(opened.__aexit__(None, None, None))


def found(kind: str, name: str, value: str = "") -> slack.Case:
    """A case that failed once: the first input of its form is `name`."""
    which = FORMS.index("rhythm.settings") if kind == "form" else 1
    return slack.Case(slack.Deed(kind, 0, which, name, value, (value,), ""), [], False, 0)


@share(35)
@example(case=found("menu", "reflect", "half a pair: \ud800"))
@example(case=found("form", "rhythm.settings", "9" * 25))
@given(case=slack.CASES)
def test_slack(runner: asyncio.Runner, world: World, case: slack.Case) -> None:
    runner.run(world.passes(case.minutes))
    runner.run(world.survives(slack.send(world, case), allowed={}))


@share(5)
@given(case=slack.RAW)
def test_anything_that_slack_signed(runner: asyncio.Runner, world: World, case: slack.Raw) -> None:
    runner.run(world.survives(slack.send(world, case), allowed={}))


@share(25)
@given(case=teams.CASES)
def test_teams(runner: asyncio.Runner, world: World, case: teams.Case) -> None:
    runner.run(world.passes(case.minutes))
    runner.run(world.survives(teams.send(world, case), allowed=teams.NOT_IMPLEMENTED))


@share(5)
@given(case=teams.RAW)
def test_anything_with_a_token(runner: asyncio.Runner, world: World, case: teams.Raw) -> None:
    runner.run(world.survives(teams.send(world, case), allowed=teams.NOT_IMPLEMENTED))


@share(20)
@given(case=playground.CASES)
def test_playground(runner: asyncio.Runner, world: World, case: playground.Case) -> None:
    runner.run(world.survives(playground.send(world, case), allowed={}))


@share(10)
@example(case=playground.Odd("GET", f"{API}/history", {"before": "9" * 25}, {}, b""))
@example(case=playground.Odd("GET", "/", {}, {"Host": "[::1"}, b""))
@given(case=playground.ODD)
def test_any_request(runner: asyncio.Runner, world: World, case: playground.Odd) -> None:
    runner.run(world.survives(playground.send(world, case), allowed={}))


def test_whatever_came_before_an_ordinary_request_is_answered(
    runner: asyncio.Runner, world: World
) -> None:
    before = world.statuses[200]
    ordinary = playground.Odd("GET", "/", {}, {}, b"")
    runner.run(world.survives(playground.send(world, ordinary), allowed={}))
    assert world.statuses[200] == before + 1, world.statuses
