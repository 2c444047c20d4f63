"""The demo's briefs fit on one phone screen, and the fullest of them has every part."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.playground import demo
from bot.playground.renderer import card_html
from bot.playground.seed import seeder
from handlers.knowledge.gathering import gather
from handlers.views.briefs import brief, brief_room
from storage.database.connection import Database
from storage.sales_calls import own_calls
from storage.tables import Person
from tests import sqlite
from tests.playground.html import Page
from tests.shipped import SHIPPED_PLAYBOOK

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS, CONTROLS = 120, 5


@pytest.fixture
async def briefs(tmp_path: Path) -> AsyncIterator[dict[str, Page]]:
    """Every brief of the week an hour before its call, asked for and pushed, by account and day."""
    file = tmp_path / "demo.sqlite3"
    await sqlite.migrated(file)
    database = Database(f"sqlite:///{file}")
    playbook, began = SHIPPED_PLAYBOOK, demo.start(SUNDAY)
    found: dict[str, Page] = {}
    async with database.write() as session:
        await seeder(playbook)(session, began)
    async with database.read() as session:
        for person in (await session.exec(select(Person))).all():
            for seated in await own_calls.planned_for(
                session, person.tenant, person.id, since=began
            ):
                facts = await gather(session, person, seated)
                for pushed in (False, True):
                    now = seated.call.starts_at - HOUR
                    said = brief_room.content(facts, playbook, now, pushed=pushed)
                    card = brief.card(facts, playbook, now, said)
                    day = f"{seated.call.starts_at:%A}"
                    name = f"{person.name}: {seated.account.name}, {day}, pushed={pushed}"
                    found[name] = Page(card_html(card))
    yield found
    await database.close()


async def test_each_is_one_phone_screen(briefs: dict[str, Page]) -> None:
    assert len(briefs) == 28
    for name, page in briefs.items():
        assert page.words_to_read <= WORDS, f"{name}: {page.screen}"
        assert page.controls <= CONTROLS, name
        assert "Worth ten minutes" not in page.text, "nothing to look up an hour before"


async def test_the_fullest_has_every_part(briefs: dict[str, Page]) -> None:
    fullest = briefs["Lena Brandt: Northwind, Wednesday, pushed=True"]
    for part in (
        "Northwind",
        "Looks like a demo",
        "Jana Novak, head of dispatch: The drivers had switched it off by week two.",
        "Irina Sokol, dispatcher, for the first time",
        "The next step was their idea: Talk to two dispatchers before anything else.",
        "We owe: Pricing for 40 seats",
        "They owe: Names of two dispatchers (due today)",
        "Goal: Hear a dispatcher describe a bad evening",
        "Watch: Last time you talked more than they did, so ask, then wait.",
        "Open by asking Irina: Tell me about the last bad evening.",
        "Join the call",
        "Everything on file",
    ):
        assert part in fullest.text
    earlier = briefs["Lena Brandt: Northwind, Monday, pushed=True"]
    assert "you learned: “It was the drivers who stopped it, not IT.”" in earlier.text
    answer = "Priya Nair answered “Everyone shows us the map…”: “Three depots"
    assert answer in earlier.text
    assert "Three depots" not in fullest.text, "the first brief after the answer had it"


async def test_nothing_is_said_twice(briefs: dict[str, Page]) -> None:
    for name, page in briefs.items():
        for words in ("switched it off", "not IT", "Pricing for 40 seats", "two dispatchers by"):
            assert page.text.count(words) <= 1, f"{name}: {words}"


async def test_a_second_try_says_that_nobody_came(briefs: dict[str, Page]) -> None:
    page = briefs["Lena Brandt: Halden Logistics, Monday, pushed=False"]
    assert "Nobody came " in page.text
