"""The digest after the demo's week, word for word."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from bot.playground import demo, seed
from bot.playground.week import DemoWeek
from handlers.cards import Block, Bullets, Heading, Note, Paragraph, Quote, Text
from handlers.knowledge import buyer_voice
from handlers.notices import tell
from handlers.views.marketing import voice_card
from storage.database.connection import Database
from storage.marketing import asks
from storage.tables import Channel
from tests import sqlite
from tests.shipped import SHIPPED_PLAYBOOK

MONDAY = datetime(2026, 11, 30, 7, 20, tzinfo=UTC)
GOLDEN = """\
In seven days, reps shared 3 things from 3 accounts.
“route changes”
> Routely sent us a new price, and route changes still come by phone. (Mercato Foods, 4 December)
> My drivers read route changes in the cab, at a red light. (Kestrel Freight, 30 November)
Two accounts, all in the past week. Nobody has answered yet.
Based on 3 things that reps shared here in the last four weeks. \
A theme is a phrase from two accounts or more.
Also heard
> At night one nurse does the intake for three wards. (A customer)
Competitors
Routely: named early at 1 account
Based on the last 90 days. “Early” means before the decision.
These numbers are this channel's. \
To count everything, send me “themes” or “competitors”.
Not answered in time, oldest first
Can drivers see a change without touching the screen? (since 30 November)
Which depots were these? Pia at Halden wants to call one. (since 1 December)
Who else runs intake with one nurse at night? (since 3 December)
Anybody in marketing can take them: Home → Asks.
"""


async def test_the_demos_digest_is_short_and_has_quotes_under_its_themes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    playbook = SHIPPED_PLAYBOOK
    async with database.write() as session:
        await seed.seeder(playbook)(session, demo.start(MONDAY))
    week = DemoWeek(database, playbook)
    for half_days in range(10):
        await week.play(MONDAY + half_days * timedelta(hours=12))
    async with database.read() as session:
        marketing = select(Channel).where(col(Channel.name) == "#marketing")
        channel = (await session.exec(marketing)).one()
        only = asks.went_to(channel, tell.ASK)
        now = datetime(2026, 12, 7, 8, tzinfo=UTC)
        voice = await buyer_voice.gather(session, channel, now, only=only, competitors=())
    await database.close()
    said = "".join(f"{line}\n" for line in _lines(voice_card.card(voice).blocks))
    assert said == GOLDEN
    assert len(said.split()) <= 180


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(text):
                yield text
            case Quote(words, source):
                yield f"> {words} ({source})"
            case Paragraph(text) | Note(text):
                yield _words(text)
            case Bullets(items):
                yield from map(_words, items)
            case _:
                raise AssertionError(block)


def _words(text: Text) -> str:
    return "".join(span.text for span in text)
