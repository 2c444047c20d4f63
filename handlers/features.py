"""Everything Attune does, listed."""

from handlers import answers, calls, goal, home, prep, promises, reflect, rhythm, rhythm_forms
from handlers.conversation import Registry

FEATURES = (prep, calls, reflect, promises, rhythm, answers, goal, rhythm_forms, home)


def registry() -> Registry:
    """A registry of every feature."""
    filled = Registry()
    for feature in FEATURES:
        feature.register(filled)
    return filled
