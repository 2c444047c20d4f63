"""Show everybody how well marketing and sales respond to each other.

The figures of groups with fewer than five people are hidden.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import Block, Bullets, Card, Note, Reply, spans
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date, format_short
from handlers.views.charts import Bar, bars
from handlers.views.marketing.ask_cards import span
from storage.database.connection import Database
from storage.marketing import exchange
from storage.tables import ExchangeCounts
from storage.tables.types import MICROSECOND
from storage.workspace import people, workspaces

RANGE = timedelta(days=28)
MIN_GROUP = 5  # in people; we hide the figures of smaller groups
MANY = 500  # calls and asks; we store counts only for tenants with at least this many
GOOD_FOR = timedelta(hours=36)  # how old a stored count may be; we count once a day, sometimes late
DAY = timedelta(days=1)
TITLE = "Between marketing and sales"


def register(registry: Registry) -> None:
    """Register the button that shows the figures. Everybody may use it."""
    registry.button("exchange.show", show)


async def count_all(database: Database, now: datetime) -> None:
    """Count the figures of each tenant, and store those of tenants with many calls and asks.

    Tenants that removed Attune are left out.
    """
    async with database.read() as session:
        tenants = await people.tenants(session)
        gone = await workspaces.gone(session)
    for tenant in sorted({*tenants} - gone):
        async with database.read(tenant) as session:
            found = await exchange.count(session, tenant, now - RANGE, now)
        if found.calls + found.asked >= MANY:
            async with database.write(tenant) as session:
                await exchange.store(session, found)


async def show(turn: Turn) -> Reply:
    """Show the figures of the last four weeks, as a chart and as text."""
    session, tenant, now = turn.session, turn.person.tenant, turn.now
    found = await exchange.stored(session, tenant, now - GOOD_FOR)
    found = found or await exchange.count(session, tenant, now - RANGE, now)
    rows = [*_marketing(found), *_sales(found)]
    blocks: list[Block] = [
        bars(TITLE, rows),
        Bullets(tuple(spans(f"{row.label}: {row.said}") for row in rows)),
        Note(spans(_about(found, now, turn.person.zone))),
    ]
    return Card(TITLE, tuple(blocks))


def _about(found: ExchangeCounts, now: datetime, zone: str) -> str:
    today = day_of(now, zone)
    first, last = (format_date(day_of(end, zone), today) for end in (found.since, found.until))
    counted = f", counted {format_short(found.until, now=now, zone=zone)}" * (found.until < now)
    return f"From {first} to {last}, based on what is on file here{counted}."


def _marketing(found: ExchangeCounts) -> Iterator[Bar]:
    few, median = _too_few(found.marketers, "marketers"), found.first_answer_us
    wait = None if median is None else median * MICROSECOND
    yield Bar(
        "First response (aim: one day)",
        None if few or wait is None else min(wait / DAY, 1.0),
        few or (f"median {span(wait)}" if wait is not None else "none yet"),
    )
    yield _share_bar("Asks closed", found.closed, found.asked, few)
    yield _share_bar("Published insights that were used", found.used, found.published, few)


def _sales(found: ExchangeCounts) -> Iterator[Bar]:
    few = _too_few(found.reps, "reps with calls")
    yield _share_bar("Calls prepared in time", found.prepared, found.calls, few)
    yield _share_bar("Calls reflected on", found.reflected, found.calls, few)


def _too_few(number: int, whom: str) -> str:
    return f"hidden: fewer than {MIN_GROUP} {whom}" if number < MIN_GROUP else ""


def _share_bar(label: str, part: int, whole: int, few: str) -> Bar:
    if few or not whole:
        return Bar(label, None, few or "none in this period")
    return Bar(label, part / whole, f"{round(100 * part / whole)}%, {part} of {whole}")
