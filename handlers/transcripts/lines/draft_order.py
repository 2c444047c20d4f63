"""Put the lines of a draft in order: the few that a rep needs most come first."""

from collections.abc import Callable, Sequence

from handlers.transcripts.records import DraftLine, DraftLineKind

FIRST = 5  # lines that are offered first
REST = 14  # at most this many lines come after them, on one more page
MAX_LEFT_OUT = 2 * REST  # at most this many of the lines that were left out are shown, on two pages
FIRST_LEFT_OUT = FIRST + REST  # the number of the first line that was left out, counted from 0
# The kinds of lines, in the order in which they are shown.
_KINDS: Sequence[DraftLineKind] = (
    *("step", "promise", "need", "decider", "budget", "rival", "date", "name", "number"),
)


def _is_ours_with_a_day(line: DraftLine) -> bool:
    return line.kind == "promise" and line.side != "theirs" and line.due is not None


# For each of these tests, in this order, the first remaining line that passes the test becomes one
# of the first lines, while there is room.
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
    """Return the five lines that come first, then the others. Both groups are sorted by kind.

    To find the five, we take one line for each of these, while there is room: the next step, a
    promise of ours, a promise of theirs, who decides, the budget, a competitor, another promise of
    ours with a day, a need, a day. If these are fewer than five, further lines make up the five, in
    the order of their kinds. Within a group, lines of a kind keep their order, except that promises
    which are unclear on their own come after the other promises.
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
