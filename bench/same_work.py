"""Draw how many nudges each engine composes and sends per second: `python -m bench.same_work`."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.peers import the_same_work
from bench.table import Row, table
from bot.platform.pictures import png
from handlers.cards import Picture
from handlers.views.charts import Bar, bars

PICTURE = Path(__file__).parent.parent / "docs" / "pictures" / "same-work.png"


def drawing(rows: Sequence[Row]) -> Picture:
    """Draw Attune and its peers on each database, as bars."""
    limit = max(row.value for row in rows)
    return bars("Nudges composed and sent a second", [Bar(*each) for each in _bars(rows, limit)])


def _bars(rows: Sequence[Row], limit: float) -> Iterator[tuple[str, float, str]]:
    shown: set[str] = set()
    for row in rows:
        database, _, rest = row.name.partition(", against ")
        if database not in shown:
            yield f"Attune, {database}", row.value / limit, f"{row.value:,.0f}"
            shown.add(database)
        theirs = row.peer or 0.0
        yield f"{rest.partition(':')[0]}, {database}", theirs / limit, f"{theirs:,.0f}"


def main() -> None:
    with TemporaryDirectory() as folder:
        rows = asyncio.run(the_same_work(Path(folder)))
    print(table(rows))
    PICTURE.write_bytes(asyncio.run(png(drawing(rows).svg)))


if __name__ == "__main__":
    main()
