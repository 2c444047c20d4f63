"""The figures, and the table in which they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Row:
    """One figure. `peer` is a figure of the same run to compare it with, such as a library's."""

    name: str
    value: float
    unit: str
    peer: float | None = None

    @property
    def ratio(self) -> float | None:
        """The value divided by `peer`."""
        return self.value / self.peer if self.peer else None


HEADINGS = ("name", "value", "unit", "peer", "ratio")


def table(rows: Sequence[Row]) -> str:
    """Format the rows as Markdown, aligned for a terminal."""
    cells = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    lines = [_line(line, widths) for line in cells]
    rule = [f"{'-' * (widths[0])}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join([lines[0], f"| {' | '.join(rule)} |", *lines[1:]])


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile: the value that `percent` in a hundred values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def _cells(row: Row) -> tuple[str, ...]:
    return (row.name, _number(row.value), row.unit, _number(row.peer), _number(row.ratio))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join([first, *rest])} |"
