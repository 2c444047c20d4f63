"""Everything Attune does, listed."""

from handlers import (
    answers,
    asks,
    calls,
    exchange,
    feeds,
    goal,
    happened,
    home,
    insight_desk,
    insight_drafts,
    insight_edits,
    insight_form,
    insight_uses,
    insights,
    leaving,
    plainly,
    prep,
    promises,
    reflect,
    rhythm,
    rhythm_forms,
    roles,
    small_talk,
    subscriptions,
    suggestions,
)
from handlers.conversation import Registry

FEATURES = (
    prep,
    calls,
    leaving,
    reflect,
    happened,
    promises,
    insights,
    rhythm,
    answers,
    goal,
    insight_form,
    insight_desk,
    insight_drafts,
    insight_edits,
    insight_uses,
    asks,
    exchange,
    subscriptions,
    suggestions,
    feeds,
    rhythm_forms,
    roles,
    home,
    small_talk,
    plainly,
)


def registry() -> Registry:
    """A registry of every feature."""
    filled = Registry()
    for feature in FEATURES:
        feature.register(filled)
    return filled
