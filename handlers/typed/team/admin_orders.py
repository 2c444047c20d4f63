"""Recognise orders from managers and admins about people and teams: "offer lena a focus". Pure."""

from collections.abc import Collection, Sequence
from typing import Literal

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import MAY, POLITE, listed

AdminOrder = Literal["focus", "team", "role", "write"]
MAX_WORDS = 10  # how many words an admin's order may have
_OFFERS = listed("offer give suggest set")
_CHANGES = listed("change edit rename delete add remove move put take open make create")
_ROLES = listed("rep manager marketer admin")
_ON = listed("on about for around")
_BEFORE = POLITE | MAY | listed("you")


def _names_focus(words: Sequence[str]) -> bool:
    """Match "offer lena a focus" and "offer lena a focus on silence"."""
    at = words.index("focus") if "focus" in words else 0
    return at > 0 and (at == len(words) - 1 or words[at + 1] in _ON)


def order(text: str, teams: Collection[str]) -> AdminOrder | None:
    """Return the kind of order in a text, or None.

    `teams` are the names of the teams, each in the spelling that `written_out_words` gives.
    """
    words = written_out_words(text)
    while words and words[0] in _BEFORE:
        words = words[1:]
    if not 1 < len(words) <= MAX_WORDS:
        return None
    first, said = words[0], f" {' '.join(words)} "
    if first in _OFFERS and _names_focus(words):
        return "focus"
    if words[:2] == ["write", "to"] and len(words) <= 4:
        return "write"
    if first == "make" and words[-1] in _ROLES and words[-2] in ("a", "an"):
        return "role"
    named = any(said.endswith(f" {one} ") for one in teams if one)
    if named and words[:2] == ["who", "leads"]:
        return "team"
    return "team" if first in _CHANGES and (named or "team" in words[1:3]) else None
