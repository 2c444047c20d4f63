"""Which insights fit a call, and why: structured fields first, then words that occur."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.coaching.words import SMALL_WORDS, stems

MOST = 2
MOST_WORDS = 40  # looked for at once
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Said:
    """The buyer's own words, and the day they said them."""

    words: str
    on: date


@dataclass(frozen=True)
class Around:
    """What is known about the call that an insight is to fit."""

    account_id: int
    industry: str
    stage: str
    roles: tuple[str, ...]  # of those who are coming
    said: tuple[Said, ...]  # newest first


@dataclass(frozen=True)
class Candidate:
    """An insight by what it can be matched on. `found` is its place in a search for words."""

    id: int
    account_id: int | None = None
    industry: str = ""
    stage: str = ""
    persona: str = ""
    competitor: str = ""
    words: str = ""
    found: int | None = None


@dataclass(frozen=True)
class Match:
    """An insight that fits, and the reason as a person reads it."""

    id: int
    reason: str


def words_of(said: Sequence[Said], synonyms: Sequence[Collection[str]]) -> tuple[str, ...]:
    """The words to look for: what the buyer said, with what means the same; newest first."""
    found: dict[str, None] = {}
    for one in said:
        for word in _WORD.findall(one.words.lower()):
            if SMALL_WORDS.issuperset(stems(word)):
                continue
            found[word] = None
            for group in synonyms:
                if word in group:
                    found.update(dict.fromkeys(sorted(group)))
    return tuple(found)[:MOST_WORDS]


def match(
    candidates: Sequence[Candidate], around: Around, *, day: Callable[[date], str], most: int = MOST
) -> tuple[Match, ...]:
    """The insights that fit best, each with its reason; none that only half fits.

    `day` words a date for the reader: "today", "on 3 May".
    """
    scored = []
    for candidate in candidates:
        reasons = list(_reasons(candidate, around, day))
        if reasons:
            place = candidate.found if candidate.found is not None else len(candidates)
            scored.append((-sum(weight for weight, _ in reasons), place, -candidate.id, reasons))
    scored.sort()
    return tuple(Match(-number, max(why)[1]) for _, _, number, why in scored[:most])


def _reasons(
    candidate: Candidate, around: Around, day: Callable[[date], str]
) -> Iterator[tuple[int, str]]:
    """Each thing that speaks for an insight, with its weight."""
    if candidate.account_id == around.account_id:
        yield 8, "written for this account"
    named = _first_said(candidate.competitor, around.said)
    if named is not None:
        yield 6, f"they named {candidate.competitor} {day(named.on)}"
    if candidate.industry and candidate.industry.casefold() == around.industry.casefold():
        yield 3, f"for {candidate.industry}"
    role = next((role for role in around.roles if _within(candidate.persona, role)), None)
    if role is not None:
        yield 3, f"for a {candidate.persona}, and {role} is coming"
    if candidate.found is not None:
        quoted = _shared(candidate.words, around.said)
        if quoted is not None:
            word, said = quoted
            yield 2, f"they spoke of “{word}” {day(said.on)}"
    if candidate.stage and candidate.stage == around.stage:
        yield 1, f"for the {candidate.stage} stage"


def _first_said(name: str, said: Sequence[Said]) -> Said | None:
    return next((one for one in said if _within(name, one.words)), None)


def _within(name: str, text: str) -> bool:
    """Whether a name stands in a text as a whole."""
    pattern = rf"(?<!\w){re.escape(name.strip().casefold())}(?!\w)"
    return bool(name.strip()) and re.search(pattern, text.casefold()) is not None


def _shared(words: str, said: Sequence[Said]) -> tuple[str, Said] | None:
    """A word of the buyer's that the insight has too."""
    has = set(stems(words)) - SMALL_WORDS
    for one in said:
        for word in _WORD.findall(one.words):
            if has.intersection(stems(word)):
                return word, one
    return None
