"""Put the lines of a draft in order: the few that a rep needs most come first."""

from collections.abc import Callable, Sequence

from handlers.transcripts.records import DraftLine, DraftLineKind

FIRST = 5  # lines that are offered first
REST = 14  # at most this many lines come after them, on one more page
LEFT_OUT = 2 * REST  # at most this many lines for which there is no room can be shown, on two pages
FIRST_LEFT_OUT = FIRST + REST  # the number of the first line that was left out
# In this order, lines of a kind stand below each other.
_KINDS: Sequence[DraftLineKind] = (
    *("step", "promise", "need", "decider", "budget", "rival", "date", "name", "number"),
)


def _is_ours_with_a_day(line: DraftLine) -> bool:
    return line.kind == "promise" and line.side != "theirs" and line.due is not None


# The strongest line of each of these, which is not there yet, is among the first, as long as there
# is room.
_STRONGEST: Sequence[Callable[[DraftLine], bool]] = (
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
    """Return the five lines that come first, then the others, each by kind.

    The strongest line of each kind comes first: the next step, a promise of ours, one of theirs,
    who decides, the budget, a competitor, another promise of ours with a day, a need, a day. If
    there are not five of these, promises, needs and other lines fill the room. Lines of a kind keep
    their order, except that a promise which is unclear alone is weaker than any other promise.
    """
    ranked = sorted(lines, key=lambda line: (_rank(line), bool(line.before)))
    first: list[DraftLine] = []
    for is_one in _STRONGEST:
        first += [line for line in ranked if is_one(line) and line not in first][:1]
    first += [line for line in ranked if line not in first]
    chosen = first[:FIRST]
    return [
        *(line for line in ranked if line in chosen),
        *(line for line in ranked if line not in chosen),
    ]


def by_kind(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Return lines with those of a kind below each other."""
    return sorted(lines, key=_rank)


def _rank(line: DraftLine) -> int:
    return _KINDS.index(line.kind)
