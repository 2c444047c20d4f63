"""Simulate nine o'clock: how fast every rep gets a message, and how many messages wait.

`python -m bench.nine_oclock` draws docs/pictures/nine-oclock.png and prints the figures that
docs/scale.md quotes. The simulation is deterministic: it has no network, database or clock.

It assumes the worst case: everybody has one message that is due at 09:00:00. Workspaces differ in
size: the second is half as big as the first, and the third a third as big. Slack and Teams
alternate: the largest workspace is on Slack, the second on Teams, and so on.
"""

import asyncio
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.platform.pictures import png
from handlers.views.charts import FILL, FRAME, PAPER, SOFT, text

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "nine-oclock.png"

# The messages per second that one process sends while it also answers people. docs/performance.md
# measured 490 to 620 on a quiet machine. This figure leaves room for a busy machine.
A_PROCESS = 300.0
# The messages per second that a platform accepts from one workspace. Slack documents no figure, but
# accepts several hundred a minute. Teams accepts 50 requests per second from a tenant.
SLACK, TEAMS = 500 / 60, 50.0
LONGEST = 200_000  # seconds to simulate at most


@dataclass(frozen=True)
class Size:
    """The numbers of reps, of workspaces, and of processes that serve them."""

    reps: int
    workspaces: int
    processes: int


@dataclass(frozen=True)
class Curve:
    """For each second, the messages sent, and the messages that still wait at its end."""

    sent: tuple[float, ...]
    waiting: tuple[float, ...]

    def until(self, share: float) -> int:
        """Return the second by which this share of all messages is sent."""
        left = (1 - share) * (self.sent[0] + self.waiting[0]) + 0.5
        return next(at for at, waiting in enumerate(self.waiting, 1) if waiting <= left)


SIZES = (Size(10_000, 200, 1), Size(100_000, 1_000, 2), Size(1_000_000, 5_000, 15))


def curve(size: Size) -> Curve:
    """Simulate a size until everything is sent."""
    queues = [(waiting, (SLACK, TEAMS)[rank % 2]) for rank, waiting in enumerate(_workspaces(size))]
    sent: list[float] = []
    waiting: list[float] = []
    while queues and len(sent) < LONGEST:
        takes = [min(queue, limit) for queue, limit in queues]
        part = min(1.0, size.processes * A_PROCESS / sum(takes))
        left = [
            (queue - take * part, limit) for (queue, limit), take in zip(queues, takes, strict=True)
        ]
        queues = [(queue, limit) for queue, limit in left if queue > 1e-6]
        sent.append(sum(takes) * part)
        waiting.append(sum(queue for queue, _ in queues))
    return Curve(tuple(sent), tuple(waiting))


def _workspaces(size: Size) -> list[float]:
    """Return the number of reps in each workspace, largest first."""
    parts = [1 / rank for rank in range(1, size.workspaces + 1)]
    return [size.reps * part / sum(parts) for part in parts]


WIDE, HIGH = 1_280, 1_110
LEFT, GAP, PLOT_WIDE, PLOT_HIGH, FIRST, STEP = 96, 120, 480, 210, 130, 320
TICKS = ((1, "1 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"), (3_600, "1 h"), (36_000, "10 h"))
LAST = 36_000  # seconds shown
OF_USE = 600  # a listening line is useful for ten minutes


def drawing(curves: Sequence[tuple[Size, Curve]]) -> str:
    """Draw a row for each size: messages per second on the left, waiting messages on the right."""
    parts = [
        f'<rect width="{WIDE}" height="{HIGH}" fill="{PAPER}"/>',
        text(LEFT, 56, "Nine o’clock: one message for everybody", 34, weight=600),
        text(LEFT, 106, "messages sent a second", 22, fill=SOFT),
        text(LEFT + PLOT_WIDE + GAP, 106, "messages that wait", 22, fill=SOFT),
    ]
    for place, (size, found) in enumerate(curves):
        parts += _row(size, found, FIRST + place * STEP)
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" '
        f'viewBox="0 0 {WIDE} {HIGH}" font-family="Source Sans Pro, sans-serif">{body}</svg>'
    )


def _row(size: Size, found: Curve, top: float) -> Iterator[str]:
    said = (
        f"{size.reps:,} reps, {size.workspaces:,} workspaces, {size.processes} "
        f"process{'es' if size.processes > 1 else ''}"
    )
    yield text(LEFT, top + 26, said, 24, weight=600)
    yield from _plot(found.sent, LEFT, top + 46, max(found.sent))
    yield from _plot(found.waiting, LEFT + PLOT_WIDE + GAP, top + 46, float(size.reps))


def _plot(line: Sequence[float], left: float, top: float, most: float) -> Iterator[str]:
    bottom = top + PLOT_HIGH
    for share in (0.0, 0.5, 1.0):
        at = bottom - share * PLOT_HIGH
        yield f'<path d="M{left} {at:.1f}h{PLOT_WIDE}" stroke="{FRAME}" stroke-width="1.5"/>'
        yield text(left - 10, at + 6, f"{most * share:,.0f}", 18, fill=SOFT, anchor="end")
    for seconds, label in TICKS:
        yield text(_across(seconds, left), bottom + 26, label, 18, fill=SOFT, anchor="middle")
    at = _across(OF_USE, left)
    yield (
        f'<path d="M{at:.1f} {top}v{PLOT_HIGH}" stroke="{SOFT}" stroke-width="1.5" '
        'stroke-dasharray="2 6"/>'
    )
    yield (
        f'<path d="{_path(line, left, bottom, most)}" fill="none" stroke="{FILL}" '
        'stroke-width="4" stroke-linejoin="round"/>'
    )


def _path(line: Sequence[float], left: float, bottom: float, most: float) -> str:
    """Return the path of a curve, with fewer points where the logarithmic axis is dense."""
    points: list[tuple[float, float]] = []
    for second, value in enumerate([*line[:LAST], 0.0], 1):
        point = (_across(min(second, LAST), left), bottom - value / most * PLOT_HIGH)
        if not points or point[0] - points[-1][0] >= 1 or second > len(line):
            points.append(point)
    steps = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    steps += [f"L{after[0]:.1f} {after[1]:.1f}" for _, after in pairwise(points)]
    return "".join(steps)


def _across(second: float, left: float) -> float:
    return left + math.log(second) / math.log(LAST) * PLOT_WIDE


def main() -> None:
    """Draw the picture. Print when 50, 90, 99 and 100 percent of the messages are sent."""
    curves = [(size, curve(size)) for size in SIZES]
    PICTURE.write_bytes(asyncio.run(png(drawing(curves))))
    for size, found in curves:
        out = [found.until(share) for share in (0.5, 0.9, 0.99, 1.0)]
        print(f"{size.reps:>9,} reps: at most {max(found.sent):,.0f}/s, sent by {out} s")


if __name__ == "__main__":
    main()
