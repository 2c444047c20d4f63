"""Everything Attune does, listed."""

from handlers import (
    answers,
    calls,
    feeds,
    goal,
    home,
    insight_uses,
    insights,
    prep,
    promises,
    reflect,
    rhythm,
    rhythm_forms,
    roles,
)
from handlers.conversation import Registry

FEATURES = (
    prep,
    calls,
    reflect,
    promises,
    insights,
    rhythm,
    answers,
    goal,
    insight_uses,
    feeds,
    rhythm_forms,
    roles,
    home,
)


def registry() -> Registry:
    """A registry of every feature."""
    filled = Registry()
    for feature in FEATURES:
        feature.register(filled)
    return filled
