"""Put the lines of a draft in order: the few that a rep needs most come first."""

from collections.abc import Callable, Sequence

from handlers.transcripts.records import DraftLine, DraftLineKind

FIRST = 5  # the first page of a draft has at most this many lines
REST = 14  # each further page has at most this many lines
# The lines for which the first two pages have no room are called `left_out`. Two further
# pages have room for `MAX_LEFT_OUT` of them. The lines of the first two pages are numbered from 0.
# The numbers of `left_out` begin at `FIRST_LEFT_OUT`.
MAX_LEFT_OUT = 2 * REST
FIRST_LEFT_OUT = FIRST + REST
# The kinds of lines, in the order in which they are shown.
_KINDS: Sequence[DraftLineKind] = (
    *("step", "promise", "need", "decider", "budget", "rival", "date", "name", "number"),
)


def _is_ours_with_a_day(line: DraftLine) -> bool:
    return line.kind == "promise" and line.side != "theirs" and line.due is not None


# Each test chooses one line for the first page: the first line that passes the test and was not
# chosen by an earlier test. The tests run in this order, and the first `FIRST` chosen lines count.
_ONE_OF_EACH: Sequence[Callable[[DraftLine], bool]] = (
    lambda line: line.kind == "step" or line.is_next,
    lambda line: line.kind == "promise" and line.side != "theirs",
    lambda line: line.kind == "promise" and line.side == "theirs",
    lambda line: line.kind == "decider",
    lambda line: line.kind == "budget",
    lambda line: line.kind == "rival",
    _is_ours_with_a_day,
    lambda line: line.kind == "need",
    lambda line: line.kind == "date",
)


def in_order(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the five lines for the first page, then the others. Both groups are sorted by kind.

    `_ONE_OF_EACH` chooses the five lines: the next step, a promise of ours, a promise of theirs,
    and so on. If it chooses fewer than five, we add further lines, in the order of their kinds.
    Within a kind, lines keep their order. The only exception: promises that are unclear without the
    sentence before them (`DraftLine.before`) come after all other promises.
    """
    ranked = sorted(lines, key=lambda line: (_rank(line), bool(line.before)))
    first: list[DraftLine] = []
    for is_one in _ONE_OF_EACH:
        first += [line for line in ranked if is_one(line) and line not in first][:1]
    first += [line for line in ranked if line not in first]
    chosen = first[:FIRST]
    return [
        *(line for line in ranked if line in chosen),
        *(line for line in ranked if line not in chosen),
    ]


def by_kind(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the lines sorted by kind."""
    return sorted(lines, key=_rank)


def _rank(line: DraftLine) -> int:
    return _KINDS.index(line.kind)
