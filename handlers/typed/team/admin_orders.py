"""Recognise orders from managers and admins about people and teams: "offer lena a focus". Pure."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from handlers.typed.plain_spelling import few_written_out_words, written_out_words
from handlers.typed.words import MAY, POLITE, listed

AdminOrder = Literal["focus", "team", "role", "write"]
MAX_WORDS = 10  # how many words an admin's order may have
_OFFERS = listed("offer give suggest set")
_CHANGES = listed("change edit rename delete add remove move put take open make create")
_ROLES = listed("rep manager marketer admin")
_ON = listed("on about for around")
_GIVES_UP = (" i no longer lead ", " i dont lead ", " give my team to ", " hand my team to ")
_ARTICLES = listed("a an the my our whole")
_BEFORE = POLITE | MAY | listed("you")


_TO_ALL = listed("everybody everyone people all reps")
_WRITES = listed("write message announcement note")
_MAX_LEAD = 6  # how many words may come before the colon in "message to the team: …"


class PeopleMessage(NamedTuple):
    """A message for several people, as typed. `team` is true for "message to the team: …"."""

    words: str
    team: bool


def written_to_people(text: str) -> PeopleMessage | None:
    """Match "write to people: …", "message to the team: …" and "message everyone: …".

    The words come after the colon. Return None for any other line.
    """
    lead, colon, said = text.partition(":")
    words = [word for word in few_written_out_words(lead, _MAX_LEAD) if word not in _ARTICLES]
    while words and words[0] in _BEFORE | {"send", "new"}:
        words = words[1:]
    words = [word for word in words if word != "to"]
    if not colon or not said.strip() or len(words) != 2 or words[0] not in _WRITES:
        return None
    is_team = words[1] == "team"
    return PeopleMessage(said.strip(), is_team) if is_team or words[1] in _TO_ALL else None


def _without_before(words: Sequence[str]) -> Sequence[str]:
    while words and words[0] in _BEFORE:
        words = words[1:]
    return words


def _names_focus(words: Sequence[str]) -> bool:
    """Match "offer lena a focus" and "offer lena a focus on silence"."""
    at = words.index("focus") if "focus" in words else 0
    return at > 0 and (at == len(words) - 1 or words[at + 1] in _ON)


def order(text: str, teams: Collection[str]) -> AdminOrder | None:
    """Return the kind of order in a text, or None.

    `teams` are the names of the teams, each in the spelling that `written_out_words` gives.
    """
    whom = _without_before(written_out_words(text.partition(":")[0]))
    if whom[:2] == ["write", "to"] and len(whom) <= 4:
        return "write"
    words = _without_before(written_out_words(text))
    return _with_verb(words, teams) if 1 < len(words) <= MAX_WORDS else None


def _with_verb(words: Sequence[str], teams: Collection[str]) -> AdminOrder | None:
    first, said = words[0], f" {' '.join(words)} "
    if first in _OFFERS and _names_focus(words):
        return "focus"
    if first == "make" and words[-1] in _ROLES and words[-2] in ("a", "an"):
        return "role"
    named = any(said.endswith(f" {one} ") for one in teams if one)
    renamed = first == "rename" and any(f" {one} to " in said for one in teams if one)
    if renamed or said.startswith(_GIVES_UP) or (named and words[:2] == ["who", "leads"]):
        return "team"
    return "team" if first in _CHANGES and (named or "team" in words[1:3]) else None
