"""The list of nudge kinds. To add a kind, add a file to this folder and a line to KINDS."""

from handlers.nudges import agenda, brief, listen, reflect, research, team
from handlers.nudges.kind import NudgeKind

KINDS: tuple[NudgeKind, ...] = (
    agenda.KIND,
    research.KIND,
    brief.KIND,
    listen.KIND,
    reflect.KIND,
    team.KIND,
)

_BY_NAME = {known.name: known for known in KINDS}
NAMES = frozenset(_BY_NAME)


def kind(name: str) -> NudgeKind | None:
    """Return the kind with this name, or None if this version has no such kind."""
    return _BY_NAME.get(name)
