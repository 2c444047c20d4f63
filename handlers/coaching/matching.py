"""Match marketing's insights to a call, and give the reason for each match.

An insight matches if one of its fields fits the call (account, competitor, industry, persona or
stage), or if it has a word that the buyer used. A word of the buyer weighs more than a fitting
stage, and less than any other fitting field.
"""

import re
from bisect import insort
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from handlers.coaching.text.words import SAY_LITTLE, singular, stems

MATCH_LIMIT = 2
NEAR_DUPLICATE = 75  # from 0 to 100; headlines at least this similar say nearly the same thing
WORD_LIMIT = 40  # at most this many words in one search
QUOTED = 2  # the weight of a word that the buyer used
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class BuyerWords:
    """The buyer's own words, and the day when the buyer said them."""

    words: str
    on: date


@dataclass(frozen=True)
class CallContext:
    """The facts about one call that we compare with insights."""

    account_id: int
    industry: str
    stage: str
    roles: tuple[str, ...]  # job titles of the contacts who are coming
    said: tuple[BuyerWords, ...]  # newest first


@dataclass(frozen=True)
class Candidate:
    """The fields of an insight that we match.

    `found` is the rank of the insight in a search for the buyer's words, from 0. It is None if the
    search did not find the insight.
    """

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
    """An insight that fits, and the reason that people read."""

    id: int
    reason: str


_Reason = tuple[int, str]  # a weight, and the words that people read
_Rank = tuple[int, int, int]  # a sort key: see `_rank`
# A word, its stems, and the buyer's words that contain it.
_Spoken = tuple[str, frozenset[str], BuyerWords]


def is_near_duplicate(headline: str, other: str) -> bool:
    """Check whether two headlines say nearly the same thing."""
    return fuzz.token_set_ratio(headline, other) >= NEAR_DUPLICATE


def words_of(
    said: Sequence[BuyerWords],
    synonyms: Sequence[Collection[str]],
    *,
    without: Collection[str] = SAY_LITTLE,
) -> tuple[str, ...]:
    """Return the words to search for: the buyers' words and their synonyms, newest first.

    Return at most `WORD_LIMIT` words. Leave out words of fewer than three letters, and words whose
    stems are all in `without`. Of a word and its plural, keep only the one that comes first,
    because a search for either finds both.
    """
    left_out = frozenset(without)
    found: dict[str, None] = {}
    for one in said:
        for word in _WORD.findall(one.words.lower()):
            if left_out.issuperset(stems(word)):
                continue
            found[word] = None
            for group in synonyms:
                if word in group:
                    found.update(dict.fromkeys(sorted(group)))
    by_singular: dict[str, str] = {}
    for word in tuple(found)[:WORD_LIMIT]:
        by_singular.setdefault(singular(word), word)
    return tuple(by_singular.values())


def match(
    candidates: Sequence[Candidate],
    around: CallContext,
    *,
    day: Callable[[date], str],
    limit: int = MATCH_LIMIT,
) -> tuple[Match, ...]:
    """Return the best matches in order, each with its strongest reason.

    `day` formats a date for the reader: "today", "on 3 May".
    """
    spoken = _spoken(around.said)
    # For each candidate, the best `_rank` that it can get, and the reasons from its fields. If the
    # search found a candidate, we assume here that it has a word of the buyer. We check this later.
    promising: list[tuple[_Rank, Candidate, list[_Reason]]] = []
    for candidate in candidates:
        reasons = list(_reasons(candidate, around, day))
        weight = sum(weight for weight, _ in reasons) + QUOTED * (candidate.found is not None)
        promising.append((_rank(candidate, weight, len(candidates)), candidate, reasons))
    best: list[tuple[_Rank, list[_Reason]]] = []
    # Comparing words is slow, so we stop when no other candidate can be among the best.
    for at_best, candidate, reasons in sorted(promising, key=lambda one: one[0]):
        if len(best) >= limit and best[limit - 1][0] <= at_best:
            break
        every = [*reasons, *_quoted(candidate, spoken, day)]
        if every:
            weight = sum(weight for weight, _ in every)
            insort(best, (_rank(candidate, weight, len(candidates)), every))
    return tuple(Match(-rank[-1], max(why)[1]) for rank, why in best[:limit])


def _rank(candidate: Candidate, weight: int, last: int) -> _Rank:
    """Return a sort key: by weight, then by rank in the search, then by id, largest id first."""
    place = candidate.found if candidate.found is not None else last
    return -weight, place, -candidate.id


def _reasons(
    candidate: Candidate, around: CallContext, day: Callable[[date], str]
) -> Iterator[_Reason]:
    """Yield why an insight fits a call: how much each reason counts, and what reps read."""
    if candidate.account_id == around.account_id:
        yield 8, "written for this account"
    named = _first_said(candidate.competitor, around.said)
    if named is not None:
        yield 6, f"they named {candidate.competitor} {day(named.on)}"
    if candidate.industry and candidate.industry.casefold() == around.industry.casefold():
        yield 3, f"they are in {around.industry}"  # as the account spells it
    role = next((role for role in around.roles if _within(candidate.persona, role)), None)
    if role is not None:
        yield 3, f"their {role} is coming"
    if candidate.stage and candidate.stage == around.stage:
        yield 1, f"for the {candidate.stage} stage"


def _quoted(
    candidate: Candidate, spoken: Sequence[_Spoken], day: Callable[[date], str]
) -> list[_Reason]:
    """Return a reason in a list if the insight has one of the buyer's words. Otherwise return [].

    We look only at insights that a search for the buyer's words found.
    """
    quoted = _shared(candidate.words, spoken) if candidate.found is not None else None
    if quoted is None:
        return []
    word, said = quoted
    return [(QUOTED, f"they mentioned “{word}” {day(said.on)}")]


def _first_said(name: str, said: Sequence[BuyerWords]) -> BuyerWords | None:
    return next((one for one in said if _within(name, one.words)), None)


def _within(name: str, text: str) -> bool:
    pattern = rf"(?<!\w){re.escape(name.strip().casefold())}(?!\w)"
    return bool(name.strip()) and re.search(pattern, text.casefold()) is not None


def _spoken(said: Sequence[BuyerWords]) -> list[_Spoken]:
    """Return the words that buyers used, each once. Words of `SAY_LITTLE` are left out."""
    found: dict[frozenset[str], _Spoken] = {}
    for one in said:
        for word in _WORD.findall(one.words):
            stem = frozenset(stems(word)) - SAY_LITTLE
            if stem:
                found.setdefault(stem, (word, stem, one))
    return list(found.values())


def _shared(words: str, spoken: Sequence[_Spoken]) -> tuple[str, BuyerWords] | None:
    """Return the first of the `spoken` words that is also in `words`, and what the buyer said."""
    has = set(stems(words))
    return next(((word, one) for word, stem, one in spoken if stem & has), None)
