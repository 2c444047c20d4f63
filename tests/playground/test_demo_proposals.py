"""The demo proposes answers from public sources, and asks none."""

from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import col, select

from bot.playground import demo
from bot.playground.renderer import card_html
from bot.playground.seed import seeder
from handlers.knowledge import look_ups
from handlers.views.briefs import questions
from storage.database.connection import Database
from storage.sources import public_sources
from storage.tables import Person
from tests import sqlite
from tests.playground.html import Page
from tests.shipped import SHIPPED_PLAYBOOK

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EVE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


async def test_lena_gets_proposals_on_monday_and_no_account_is_due(tmp_path: Path) -> None:
    file = tmp_path / "demo.sqlite3"
    await sqlite.migrated(file)
    database, playbook = Database(f"sqlite:///{file}"), SHIPPED_PLAYBOOK
    async with database.write() as session:
        await seeder(playbook)(session, demo.start(SUNDAY))
        lena = (await session.exec(select(Person).where(col(Person.external) == "lena"))).one()
        tuesday = datetime(2026, 11, 24, tzinfo=UTC).date()
        found = await look_ups.of_day(session, lena, playbook, tuesday, EVE)
        page = Page(card_html(questions.day_card(found, EVE)))
        assert not await public_sources.claim(session, [demo.TENANT], EVE, 10)
    await database.close()
    for words in (
        "They write about a merger or a takeover:",
        "Alder and Finch has acquired the twelve shops of Marlow Homeware.",
        "They are hiring: “Delivery planner for the north”.",
        "jobs.lever.co, undated, seen 23 November",
        "their site links to it",
    ):
        assert words in page.text
