"""How marketing and sales keep up with each other, both ways, for both to see.

Figures are of groups: one of fewer than five people shows none.
"""

from collections.abc import Iterator
from datetime import timedelta

from handlers.ask_cards import span
from handlers.cards import Block, Bullets, Card, Note, Reply, spans
from handlers.charts import Bar, bars
from handlers.conversation import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.saying import say_date
from storage import exchange
from storage.exchange import Marketing, Sales

RANGE = timedelta(days=28)
LEAST = 5  # people in a group whose figures are shown
DAY = timedelta(days=1)
TITLE = "Between marketing and sales"


def register(registry: Registry) -> None:
    """One button, for everybody."""
    registry.button("exchange.show", show)


async def show(turn: Turn) -> Reply:
    """The figures of the last four weeks as a picture, and the same as text."""
    tenant, since = turn.person.tenant, turn.now - RANGE
    rows = [
        *_marketing(await exchange.marketing(turn.session, tenant, since, turn.now)),
        *_sales(await exchange.sales(turn.session, tenant, since, turn.now)),
    ]
    today = day_of(turn.now, turn.person.zone)
    first = day_of(since, turn.person.zone)
    about = (
        f"From {say_date(first, today)} to {say_date(today, today)}, from what is on file here. "
        f"A group of fewer than {LEAST} people shows no figures."
    )
    blocks: list[Block] = [
        bars(TITLE, rows),
        Bullets(tuple(spans(f"{row.label}: {row.said}") for row in rows)),
        Note(spans(about)),
    ]
    return Card(TITLE, tuple(blocks))


def _marketing(found: Marketing) -> Iterator[Bar]:
    few = _few(found.people, "marketers")
    middle = found.first_answer
    yield Bar(
        "First answer (bar: a day)",
        None if few or middle is None else min(middle / DAY, 1.0),
        few or (f"after {span(middle)}, the median" if middle is not None else "nothing answered"),
    )
    yield _share("Asks closed", found.closed, found.asked, few)
    yield _share("Insights published that were used", found.used, found.published, few)


def _sales(found: Sales) -> Iterator[Bar]:
    few = _few(found.people, "reps with calls")
    yield _share("Calls prepared in time", found.prepared, found.calls, few)
    yield _share("Calls reflected on", found.reflected, found.calls, few)


def _few(people: int, whom: str) -> str:
    return f"{people} {whom}: shown from {LEAST} on" if people < LEAST else ""


def _share(label: str, part: int, whole: int, few: str) -> Bar:
    if few or not whole:
        return Bar(label, None, few or "none in this time")
    return Bar(label, part / whole, f"{round(100 * part / whole)} %, {part} of {whole}")
