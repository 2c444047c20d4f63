"""The kinds of nudges, listed. A new kind is a file beside this one and a line here."""

from handlers.nudges import agenda, brief, listen, reflect, research
from handlers.nudges.kind import Kind

KINDS: tuple[Kind, ...] = (
    agenda.KIND,
    research.KIND,
    brief.KIND,
    listen.KIND,
    reflect.KIND,
)

# When a day has more than a person wants, these are given up first.
CUT_FIRST: tuple[str, ...] = (
    brief.KIND.name,
    research.KIND.name,
    reflect.KIND.name,
    agenda.KIND.name,
    listen.KIND.name,
)

_BY_NAME = {known.name: known for known in KINDS}


def kind(name: str) -> Kind | None:
    """The kind with this name; None for one that this version does not know."""
    return _BY_NAME.get(name)
