"""The kinds of nudges, listed. A new kind is a file beside this one and a line here."""

from handlers.nudges import agenda, brief, listen, reflect, research
from handlers.nudges.kind import NudgeKind

KINDS: tuple[NudgeKind, ...] = (
    agenda.KIND,
    research.KIND,
    brief.KIND,
    listen.KIND,
    reflect.KIND,
)

_BY_NAME = {known.name: known for known in KINDS}
NAMES = frozenset(_BY_NAME)


def kind(name: str) -> NudgeKind | None:
    """The kind with this name; None for one that this version does not know."""
    return _BY_NAME.get(name)
