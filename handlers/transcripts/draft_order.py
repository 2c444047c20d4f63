"""Put the lines of a draft in order: the few that a rep needs most come first."""

from collections.abc import Sequence

from handlers.transcripts.records import DraftLine, DraftLineKind

FIRST = 8  # lines that are offered first
PROMISES_FIRST = 3  # at most this many promises come before lines of other kinds
# After the next step and the promises, in this order.
_KINDS: Sequence[DraftLineKind] = ("need", "decider", "budget", "date", "name", "number")
# We keep room among the first lines for one line of each of these kinds.
_MUST: Sequence[DraftLineKind] = ("decider", "budget")


def in_order(lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the next step, up to three promises, then needs, who decides, budget, days, numbers.

    Lines of a kind keep their order. One line about who decides and one about the budget are among
    the first eight, if there are any. Lines that do not fit in there come after them.
    """
    promises = [line for line in lines if line.kind == "promise"][:PROMISES_FIRST]
    lead = list(dict.fromkeys([*(line for line in lines if line.is_next), *promises]))
    rest = [line for line in lines if line not in lead]
    must = [next((line for line in rest if line.kind == kind), None) for kind in _MUST]
    kept = [line for line in must if line is not None]
    others = sorted((line for line in rest if line not in kept), key=_rank)
    first = sorted([*kept, *others[: max(FIRST - len(lead) - len(kept), 0)]], key=_rank)
    return [*lead, *first, *(line for line in rest if line not in first)]


def _rank(line: DraftLine) -> int:
    return _KINDS.index(line.kind) if line.kind in _KINDS else len(_KINDS)
