"""Small charts: figures as SVG, and the same figures as text. Pure.

Labels may be words that people typed, so we escape them in the SVG. We shorten labels that are
wider than their place in the chart.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from handlers.cards import Picture

WIDTH = 384  # pixels; a phone shows a chart at about four fifths of this width
EDGE = 14  # margins on the left and right
INSIDE = WIDTH - 2 * EDGE
TOP = 54  # where the bars or columns begin, below the title
ROW, BAR = 46, 10  # the heights of a row, and of the bar in a row
HIGH, COLUMN = 100, 30  # the greatest height and width of a column
MIN_BAR = 2  # no bar is shorter than this, so that even a bar for zero is visible

TITLE, LABEL, SMALL = 20, 16, 14  # font sizes
MAX_LINE = 200  # a line that is too wide is cut to at most this many characters
MORE = "…"
NONE = "–"

PAPER, FRAME, INK, SOFT, TRACK, FILL = (
    "#fcfbf8",
    "#dcded8",
    "#1f302c",
    "#566560",
    "#e4e8e3",
    "#2f7d6b",
)


@dataclass(frozen=True)
class Bar:
    """One figure of a chart.

    `share` is the length of the bar, from 0 to 1, or None if the figure is missing. `said` is the
    figure in words, or the reason why the figure is missing.
    """

    label: str
    share: float | None
    said: str


def bars(title: str, rows: Sequence[Bar]) -> Picture:
    """Return a chart with a horizontal bar for each figure."""
    drawn = [part for place, row in enumerate(rows) for part in _row(row, TOP + place * ROW)]
    return _picture(title, rows, drawn, TOP + len(rows) * ROW + 6)


def columns(title: str, rows: Sequence[Bar]) -> Picture:
    """Return a chart of figures over time, with a column for each figure.

    If the words for one figure are too wide for its column, the picture leaves out the words for
    all figures. The text always has them. If there are more than six columns and the labels are
    wide, only some columns have a label.
    """
    slot = INSIDE / max(len(rows), 1)
    size = LABEL if _all_fit(rows, slot, LABEL) else SMALL
    shows_values = _all_fit(rows, slot, size)
    step, room = label_layout([row.label for row in rows], slot, size)
    drawn: list[str] = []
    for place, row in enumerate(rows):
        label = fitted(row.label, room, size) if place % step == 0 else ""
        shown = Bar(label, _figure(row), one_line(row.said) if shows_values else "")
        drawn += _column(shown, EDGE + (place + 0.5) * slot, min(COLUMN, slot * 0.62), size)
    return _picture(title, rows, drawn, TOP + 20 + HIGH + 26 + EDGE)


def _row(row: Bar, top: int) -> Iterator[str]:
    said = fitted(row.said, INSIDE * 0.55, LABEL)
    room = INSIDE - width_of(said, LABEL) - 16
    figure = _figure(row)
    ink = SOFT if figure is None else INK
    yield text(EDGE, top + 16, fitted(row.label, room, LABEL), LABEL)
    yield text(WIDTH - EDGE, top + 16, said, LABEL, fill=ink, anchor="end")
    if figure is None:
        yield _dashed(EDGE, WIDTH - EDGE, top + 24 + BAR / 2)
        return
    yield box(EDGE, top + 24, INSIDE, BAR, TRACK)
    yield box(EDGE, top + 24, max(figure * INSIDE, MIN_BAR), BAR, FILL)


def _column(row: Bar, middle: float, wide: float, size: int) -> Iterator[str]:
    foot = TOP + 20 + HIGH
    left = middle - wide / 2
    if row.label:
        at = middle + shift_into_chart(width_of(row.label, size), middle)
        yield text(at, foot + 23, row.label, size, fill=SOFT, anchor="middle")
    if row.share is None:
        yield _dashed(left, left + wide, foot - MIN_BAR / 2)
        yield text(middle, foot - 8, NONE, size, fill=SOFT, anchor="middle")
        return
    high = max(row.share * HIGH, MIN_BAR)
    yield box(left, foot - high, wide, high, FILL)
    if row.said:
        yield text(middle, foot - high - 7, row.said, size, anchor="middle")


def _all_fit(rows: Sequence[Bar], slot: float, size: int) -> bool:
    figures = [row for row in rows if _figure(row) is not None]
    return all(width_of(one_line(row.said), size) <= slot for row in figures)


def label_layout(names: Sequence[str], slot: float, size: int) -> tuple[int, float]:
    """Return `n` and the greatest width of a label. Every n-th column gets a label.

    `slot` is the width of the room for one column. Widths are in pixels.
    """
    widest = max((width_of(one_line(name), size) for name in names), default=0)
    if widest <= slot - 8 or len(names) <= 6:
        return 1, slot - 8
    room = min(widest, INSIDE / 4)
    return math.ceil((room + 8 + 2 * shift_into_chart(room, EDGE + slot / 2)) / slot), room


def shift_into_chart(wide: float, middle: float) -> float:
    """Return how far a label moves from the middle of its column to stay in the chart (pixels)."""
    return max(wide / 2 + 4 - middle, 0.0) - max(middle + wide / 2 + 4 - WIDTH, 0.0)


def _picture(title: str, rows: Sequence[Bar], drawn: Sequence[str], high: float) -> Picture:
    figures = "; ".join(f"{one_line(row.label)}: {one_line(row.said)}" for row in rows)
    return framed(title, drawn, high, f"{figures or 'No figures yet'}.")


def framed(title: str, drawn: Sequence[str], high: float, said: str) -> Picture:
    """Return a picture with a title above the drawing. `said` is the drawing in words."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high:.0f}" '
        f'viewBox="0 0 {WIDTH} {high:.0f}" font-family="Source Sans Pro, sans-serif">',
        f'<rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{high - 1:.0f}" rx="10" '
        f'fill="{PAPER}" stroke="{FRAME}" stroke-width="1"/>',
        text(EDGE, 34, fitted(title, INSIDE, TITLE), TITLE, weight=600),
        *drawn,
        "</svg>",
    ]
    return Picture("".join(parts), f"{one_line(title)}. {said}")


def _figure(row: Bar) -> float | None:
    if row.share is None or not math.isfinite(row.share):
        return None
    return min(max(row.share, 0.0), 1.0)


def box(left: float, top: float, wide: float, high: float, fill: str) -> str:
    """Return a filled rectangle with rounded corners, in pixels."""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'rx="{min(wide, high, 6) / 2:.1f}" fill="{fill}"/>'
    )


def _dashed(left: float, right: float, at: float) -> str:
    return (
        f'<path d="M{left:.1f} {at:.1f}H{right:.1f}" stroke="{SOFT}" stroke-width="2" '
        'stroke-dasharray="2 8" stroke-linecap="round"/>'
    )


def text(
    at: float,
    line: float,
    words: str,
    size: int,
    *,
    fill: str = INK,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    """Return an escaped text element, `at` pixels from the left, with the baseline at `line`."""
    return (
        f'<text x="{at:.1f}" y="{line:.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


def fitted(words: str, room: float, size: int) -> str:
    """Return the words on one line. If they are wider than `room`, cut them and add "…"."""
    whole = one_line(words)
    if width_of(whole, size) <= room:
        return whole
    line = whole[:MAX_LINE]
    while line and width_of(line + MORE, size) > room:
        line = line[:-1]
    return line.rstrip() + MORE


def one_line(words: str) -> str:
    """Return the words on one line, without control characters and direction marks."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def width_of(words: str, size: int) -> float:
    """Estimate the width in pixels. The estimate errs on the wide side."""
    return sum(_letter(each) for each in words) * size


def _letter(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in " .,:;'|!iljI":
        return 0.28
    return 0.83 if letter in "mwMW%@—" else 0.64 if letter.isupper() else 0.5
