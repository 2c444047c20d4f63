"""Recognise a line that continues the one before: "also its the regional boss". Pure."""

from typing import Literal

from handlers.typed.words import bare_words_of, listed

# "adds" is a line that begins with a word such as "also". "same people" is a line that begins with
# a word such as "she". If Attune has asked a question after the earlier line, the new line may
# answer this question instead.
GoesOn = Literal["adds", "same people"]

_ADDS = listed("also and plus")
_PEOPLE = listed("she he they shes hes theyre theyve")


def goes_on(text: str) -> GoesOn | None:
    """Return how a line seems to continue the one before. Return None if it does not."""
    first = bare_words_of(text)[:1]
    if not first:
        return None
    return "adds" if first[0] in _ADDS else "same people" if first[0] in _PEOPLE else None
