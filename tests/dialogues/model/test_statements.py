"""With a language model set up and switched off, nothing takes more statements."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path

import pytest

from bot.base.clock import FixedClock
from tests.dialogues.conftest import OFFICES, PLATFORMS
from tests.dialogues.marketing.marketing_heard import heard, listening
from tests.dialogues.marketing.test_voice_digest import said
from tests.dialogues.model.test_research import looks, plan
from tests.dialogues.model.test_themes import CHANGES, have_a_theme
from tests.dialogues.model.test_transcripts import brings, drafts
from tests.dialogues.office import MONDAY, Office
from tests.dialogues.test_statements import Counter

Step = Callable[[Office], Awaitable[None]]


@pytest.mark.usefixtures("_lasting_connections")
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_model_that_is_switched_off_costs_nothing(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def draft(office: Office) -> None:
        await brings(office)
        await drafts(office)

    await costs_the_same(draft, tmp_path, monkeypatch, platform=platform)


@pytest.mark.usefixtures("_lasting_connections")
async def test_what_public_sources_propose_costs_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(office: Office) -> None:
        await plan(office)
        await looks(office)

    async def questions(office: Office) -> None:
        await office.until(23, "16:00")
        await office.lena.presses("More…")
        await office.lena.presses("Keep")

    await costs_the_same(questions, tmp_path, monkeypatch, after=look)


@pytest.mark.usefixtures("_lasting_connections")
async def test_the_themes_of_a_team_cost_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page(office: Office) -> None:
        await have_a_theme(office)
        await office.tomas.types("/team")

    async def themes(office: Office) -> None:
        await office.tomas.presses("Themes")
        office.tomas.sees("“route planner”: 3 accounts")

    await costs_the_same(themes, tmp_path, monkeypatch, after=page)


async def costs_the_same(
    step: Step,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    after: Step | None = None,
    platform: str = "slack",
) -> None:
    """Check that a step takes as many statements with a model set up as without one."""
    counted = []
    for is_set_up in (False, True):
        if is_set_up:
            monkeypatch.setenv("MODEL_URL", "http://127.0.0.1:9/v1")  # where no server runs
            monkeypatch.setenv("MODEL_NAME", "gemma3:4b")
        clock = FixedClock(MONDAY.astimezone(UTC))
        async with OFFICES[platform](clock, tmp_path / f"{is_set_up}.sqlite3") as office:
            assert (office.attune.model is not None) is is_set_up
            if after:
                await after(office)
            counter = Counter(office)
            with counter.count("step"):
                await step(office)
            counted.append(len(counter.said["step"]))
            assert "an AI" not in office.lena.screen
    assert counted[0] == counted[1]


@pytest.mark.usefixtures("_lasting_connections")
async def test_a_digest_with_themes_asks_for_no_names_while_they_are_off(tmp_path: Path) -> None:
    clock = FixedClock(MONDAY.astimezone(UTC))
    async with OFFICES["slack"](clock, tmp_path / "a.sqlite3") as office:
        await listening(office)
        for account, day, line, words in CHANGES:
            await said(office, account, day, line=line, words=words)
        counter = Counter(office)
        with counter.count("digest"):
            await office.until(30, "09:01")
        assert "“route changes”" in heard(office)[-1]
        statements = counter.said["digest"]
        assert [one for one in statements if "JOIN policy" in one]
        assert not [one for one in statements if "themename" in one]
