"""Shorten words to the clauses with exact details: a day, an amount, a time. Pure."""

import re

from handlers.coaching.their_words import CUT, SENTENCE_END, beginning, cut_off
from handlers.coaching.words import shortened
from handlers.times.words import DAY_NAMES, MONTH_NAMES, NUMBERS, ORDINAL_WORD

_NUMBERS = "|".join([*(word for word in NUMBERS if word != "one"), "hundred", "thousand"])
_EXACT = re.compile(
    rf"\d|\b(?:{'|'.join([*DAY_NAMES, *MONTH_NAMES])})\b"
    rf"|\b(?:{_NUMBERS}|tomorrow|the {ORDINAL_WORD})\b"
)
# Matches a name: words with capital letters within a sentence.
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w&'-]{2,}(?: [A-Z][\w&'-]+){0,2}")
_CLAUSE_END = re.compile(r"(?<=[,;:.!?…])\s+|\s+(?=(?:and|but|so|because|which|then)\s)")


def to_the_point(words: str, longest: int) -> str:
    """Return all the words or, if they are too long, the part with the most exact details.

    Return the beginning if the words have no exact details, or if the details are in the beginning.
    "…" marks what we left out. We cut between clauses. If one clause alone is too long, we cut
    within the clause.
    """
    one_line = " ".join(words.split())
    if len(one_line) <= longest:
        return one_line
    exact = max(SENTENCE_END.split(one_line), key=lambda part: len(_EXACT.findall(part)))
    first = beginning(one_line, longest)
    if first and (exact.rstrip(".") in first or not _EXACT.search(exact)):
        return first
    if one_line.startswith(exact):
        return _clauses(one_line, longest)
    later = _clauses(exact, longest - 2).removeprefix(CUT).lstrip()
    who = one_line.split(",", maxsplit=1)[0]  # as in "Karel Benes, our head of operations."
    whole = f"{who} {CUT} {later}"
    return whole if len(whole) <= longest else f"{CUT} {later}"


def _clauses(words: str, longest: int) -> str:
    """Return the clause with exact details (or the first clause) and as many neighbours as fit."""
    if len(words) <= longest:
        return words
    clauses = _CLAUSE_END.split(words)
    first = next((at for at, clause in enumerate(clauses) if _EXACT.search(clause)), 0)
    room = longest - 2 * len(f"{CUT} ")
    chosen = around(clauses, first, room)
    said = " ".join(clauses[chosen])
    before = f"{CUT} " if chosen.start else ""
    if len(said) > room:
        return _beside(said, before, longest)
    if chosen.stop < len(clauses):
        said = cut_off(said.rstrip(",;: "))
    name = _name_in(" ".join(clauses[: chosen.start]))
    return f"{name}{before}{said}" if len(name + before + said) <= longest else before + said


def _name_in(words: str) -> str:
    names = _NAME.findall(words)
    return f"{names[-1]} " if names else ""


def _beside(clause: str, before: str, longest: int) -> str:
    start = shortened(f"{before}{clause}", longest)
    found = _EXACT.search(clause)
    if found is None or _EXACT.search(start):
        return start
    at = min(found.start(), len(clause) - longest + len(f"{CUT} "))
    at = clause.find(" ", at - 1) + 1 if at > 0 and clause[at - 1] != " " else at
    return shortened(f"{CUT} {clause[at:]}", longest)


def around(clauses: list[str], first: int, room: int) -> slice:
    """Return the clause at this place, and as many clauses after and before it as have room."""
    last = first + 1
    while True:
        if last < len(clauses) and len(" ".join(clauses[first : last + 1])) <= room:
            last += 1
        elif first and len(" ".join(clauses[first - 1 : last])) <= room:
            first -= 1
        else:
            return slice(first, last)
