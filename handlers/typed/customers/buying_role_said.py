"""Recognise who decides or helps at a customer: "hes the one who signs". Pure."""

from dataclasses import dataclass
from typing import Literal

from handlers.typed.plain_spelling import written_out
from handlers.typed.words import OPENERS, bare_word, listed

# The values of `storage.choices.BuyingRole` that we recognise.
RoleSaid = Literal["economic_buyer", "champion"]

_MAX_WORDS = 12
_MAX_NAME = 3
_PRONOUNS = listed("he she hes shes")
_SAYS: dict[str, RoleSaid] = {
    **dict.fromkeys(
        (
            *("signs", "signs it", "signs off", "signs this", "signs the contract", "decides"),
            *("decides it", "makes the decision", "makes the decisions", "has the final say"),
            *("has the budget", "holds the budget", "owns the budget", "controls the budget"),
            *("approves it", "approves the budget", "has the last word"),
        ),
        "economic_buyer",
    ),
}
_IS_ONE: dict[str, RoleSaid] = {
    **dict.fromkeys(
        (
            *("decision maker", "decisionmaker", "economic buyer", "one with the budget"),
            *("one deciding", "one signing", "budget holder", "budget owner"),
        ),
        "economic_buyer",
    ),
    "champion": "champion",
    "supporter": "champion",
}
_ARTICLES = listed("the our my a")
_WHO = (["one", "who"], ["one", "that"], ["person", "who"], ["guy", "who"], ["who"])


@dataclass(frozen=True)
class BuyingRoleSaid:
    """Who has a buying role. `name` is "" if the line says "he" or "she" instead of a name."""

    name: str
    role: RoleSaid


def buying_role_said(text: str) -> BuyingRoleSaid | None:
    """Read a line that says who has a buying role. Return None if the line says anything else.

    `name` has at most three words, and need not name a person: in "their board decides", it is
    "their board".
    """
    if text.rstrip().endswith("?"):
        return None
    words = written_out(text.strip(" .!")).split()
    bare = [bare_word(word) for word in words]
    while bare and bare[0] in OPENERS:
        words, bare = words[1:], bare[1:]
    if not 1 < len(bare) <= _MAX_WORDS:
        return None
    if bare[0] in _PRONOUNS:
        is_said = bare[0] in ("hes", "shes")
        role = _role(["is", *bare[1:]] if is_said else bare[1:])
        return BuyingRoleSaid("", role) if role else None
    for size in range(1, min(_MAX_NAME, len(bare) - 1) + 1):
        if role := _role(bare[size:]):
            return BuyingRoleSaid(" ".join(words[:size]), role)
    return None


def _role(said: list[str]) -> RoleSaid | None:
    """Read "signs", "is the decision maker" or "is the one who signs"."""
    if said[:1] != ["is"]:
        return _SAYS.get(" ".join(said))
    left = said[1:]
    while left and left[0] in _ARTICLES:
        left = left[1:]
    who = next((len(one) for one in _WHO if left[: len(one)] == one), 0)
    return _SAYS.get(" ".join(left[who:])) if who else _IS_ONE.get(" ".join(left))
