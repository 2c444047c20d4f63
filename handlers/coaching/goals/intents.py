"""Decide from the verbs of a goal whether the goal pitches or asks. Pure.

We cut a goal into parts. Each part's first verb decides: "Ask what they disliked in the demo" asks,
and "Demo the module" pitches. If one part asks, the whole goal asks. A goal that we can't
understand is not a pitch.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from handlers.coaching.names.common_words import TITLES
from handlers.coaching.text.words import Word, stemmed, stems, words_in
from handlers.playbook.word_lists import Pitch

Intent = Literal["pitch", "ask", "neither"]
# What a verb does. A verb that "asks" decides alone. After any other verb, the next words count
# too. See `_by_verb`.
_Kind = Literal["asks", "pitches", "gives", "discusses"]

GAP = "…"  # stands for other words in a phrase of the playbook
MAX_GAP = 4  # a gap stands for at most this many words
MIN_TYPO = 5  # we recognise typing mistakes in verbs of at least this many letters
# A verb does not pitch if one of the next `OBJECT` words is a `harmless` word of the playbook.
OBJECT = 4

_QUESTION = stemmed("what which who whom whose why how when where whether if")
_AUXILIARY = stemmed("is are was were do does did can could would will has")
_PRONOUN = stemmed("they he she it we you the their there this that these any anybody somebody")
_NEGATION = stemmed("no not never don dont without before instead avoid skip")
_JOINS = stemmed("then and but or so")
_OURS = stemmed("our my")
_THEIRS = stemmed("they their theirs his her your s") | _QUESTION  # "s" is from "Priya's"
_PREPOSITIONS = stemmed("of for to with from on about in by")
# Words that may come before the verb: "I want to …", "My goal is to …", "We will first …".
_BEFORE_VERB = stemmed(
    """
    to i we ll d my our goal aim plan is want wants will shall should would like need must try hope
    please just first firstly second finally also maybe again today quickly briefly brief short
    """
)
_BREAK = re.compile(r"[^\w\s'’‑-]|\n|\s[-‑]+\s")


class _Verb(NamedTuple):
    """A verb's kind, from the playbook, and the stems of the words after the verb."""

    kind: _Kind
    rest: Sequence[str]


def intent(goal: str, words: Pitch) -> Intent:
    """Return whether a goal asks, pitches, or does neither. A goal with a question mark asks."""
    verbs = _verbs(words)
    parts = list(_parts(goal, verbs))
    found = [_intent(part, verbs, first=at == 0) for at, part in enumerate(parts)]
    if "ask" in found or "?" in goal:
        return "ask"
    if "pitch" in found or _nouns_alone(parts, verbs):
        return "pitch"
    return "neither"


def asks_one_thing(goal: str, words: Pitch) -> bool:
    """Check whether a goal has only one part, and the part asks.

    "Ask about budget and close" has two parts.
    """
    parts = list(_parts(goal, _verbs(words)))
    return len(parts) == 1 and _intent(parts[0], _verbs(words), first=True) == "ask"


def _parts(goal: str, verbs: "_Verbs") -> Iterator[list[str]]:
    """Yield the stems of each part. Parts end at punctuation and where `begins_part` is true."""
    said = words_in(goal)
    stems = [word.stem for word in said]
    part: list[str] = []
    for at, word in enumerate(said):
        if part and (_is_break(goal, said[at - 1], word) or verbs.begins_part(stems, at)):
            yield part
            part = []
        part.append(word.stem)
    if part:
        yield part


def _is_break(goal: str, before: Word, after: Word) -> bool:
    found = _BREAK.search(goal, before.end, after.start)
    # The dot of a title does not end a part: "Dr. Lund".
    return found is not None and not (found.group() == "." and before.stem in TITLES)


def _intent(part: Sequence[str], verbs: "_Verbs", *, first: bool) -> Intent:
    """Return whether a part asks, pitches or does neither. `first` means the goal's first part."""
    said = _after(part, _JOINS)
    if set(said[:1]) & _QUESTION or (set(said[:1]) & _AUXILIARY and set(said[1:2]) & _PRONOUN):
        return "ask"
    said = _after(said, _BEFORE_VERB)
    verb = verbs.leading(said)
    if verb is None or said[0] in _NEGATION:
        return "neither"
    # If a part is a single word that can be a noun or a verb, we read the word as a noun: "offer"
    # in "Agree on scope and offer". In two cases, we read the word as a verb:
    # - in the first part of the goal: "Demo"
    # - after "then": "then demo"
    if len(said) == 1 and said[0] in verbs.nouns and not (first or part[0] == "then"):
        return "neither"
    return _by_verb(verb, verbs)


def _after(said: Sequence[str], skipped: frozenset[str]) -> Sequence[str]:
    for at, word in enumerate(said):
        if word not in skipped and not word.isdigit():
            return said[at:]
    return ()


def _by_verb(verb: _Verb, verbs: "_Verbs") -> Intent:
    """Return whether a part asks, pitches or does neither, from its verb and the words after it.

    The first of these cases that fits decides:

    - A verb that "asks" makes the part ask.
    - A harmless word soon after the verb makes the part do neither.
    - A verb that "pitches" makes the part pitch.
    - A verb that "gives" makes the part pitch if the thing given is one of the playbook's nouns and
      does not belong to the buyer.
    - A verb that "discusses" makes the part ask if the part is about the buyer's things and not
      about ours.
    - A verb that "discusses" makes the part pitch if the part is about our things or the playbook's
      materials, and not about the buyer's things.

    If no case fits, the part does neither.
    """
    rest = verb.rest
    if verb.kind == "asks":
        return "ask"
    if set(rest[:OBJECT]) & verbs.harmless:
        return "neither"
    if verb.kind == "gives":
        given = rest[: next((at for at, word in enumerate(rest) if word in _PREPOSITIONS), None)]
        return "pitch" if set(given) & verbs.nouns and not set(given) & _THEIRS else "neither"
    if verb.kind == "discusses":
        if not set(rest) & _THEIRS:
            return "pitch" if set(rest) & (_OURS | verbs.materials) else "neither"
        return "neither" if set(rest) & _OURS else "ask"
    return "pitch"


def _nouns_alone(parts: Sequence[Sequence[str]], verbs: "_Verbs") -> bool:
    """Check whether a goal is only the name of a pitch: "Product demo", "Proposal for Halden"."""
    if any(part[0] in _NEGATION or verbs.leading(part) for part in parts):
        return False
    if any(set(part) & verbs.harmless for part in parts):
        return False
    for part in parts:
        end = next((at for at, word in enumerate(part) if word in _PREPOSITIONS), len(part))
        named = [word for word in part[:end] if not word.isdigit()]
        if not set(named) & verbs.nouns or not set(named) <= verbs.nouns | verbs.beside | _JOINS:
            return False
    return bool(parts)


class _Verbs:
    """The playbook's words for reading a goal, as stems."""

    def __init__(self, words: Pitch) -> None:
        self.nouns = stemmed(" ".join(words.nouns))
        self.materials = stemmed(" ".join(words.materials))
        self.beside = stemmed(" ".join(words.beside_nouns))
        self.harmless = stemmed(" ".join(words.harmless))
        # Maps the first stem of a phrase to all its stems and the kind of its verb.
        self._phrases: dict[str, list[tuple[tuple[str, ...], _Kind]]] = {}
        lists: Mapping[_Kind, Sequence[str]] = {
            "pitches": words.pitches,
            "gives": words.gives,
            "discusses": words.discusses,
            "asks": words.asks,
        }
        for kind, phrases in lists.items():
            for phrase in phrases:
                said = tuple(stem for word in phrase.split() for stem in stems(word) or (GAP,))
                self._phrases.setdefault(said[0], []).append((said, kind))

    def leading(self, said: Sequence[str]) -> _Verb | None:
        """Return the verb at the beginning. Return None if there is no verb that we know.

        If several phrases fit, the longest wins.
        """
        first = self._as_listed(said[0]) if said else None
        if first is None:
            return None
        fitting = [
            (sum(word != GAP for word in phrase), -used, _Verb(kind, said[used:]))
            for phrase, kind in self._phrases[first]
            if (used := _fits(phrase, [first, *said[1:]]))
        ]
        return max(fitting, key=lambda one: one[:2])[2] if fitting else None

    def begins_part(self, said: Sequence[str], at: int) -> bool:
        """Check whether a part begins here: at "then", "and close", "but who signs", "to hear"."""
        if said[at] == "then":
            return True
        after = said[at + 1 : at + 3 + MAX_GAP]
        if said[at] in _JOINS:
            after = _after(after, _BEFORE_VERB)
            return bool(after) and (after[0] in _QUESTION or self.leading(after) is not None)
        if said[at] == "to" and said[at - 1] != "how":
            verb = self.leading(after)
            return verb is not None and verb.kind == "asks"
        return False

    def _as_listed(self, word: str) -> str | None:
        """Match a word with the first stems of the playbook's phrases. Return the stem, or None.

        The word may end in "-ing". It may also have a typing mistake if only one of the stems is
        similar to the word.
        """
        bare = word.removesuffix("ing")
        forms = (word, bare, f"{bare}e", bare[:-1]) if bare != word else (word,)
        for form in forms:
            if form in self._phrases:
                return form
        near = [verb for verb in self._phrases if _is_typo(word, verb)]
        return near[0] if len(near) == 1 else None


@lru_cache(maxsize=8)  # a process uses few playbooks: the operator's, and those that admins chose
def _verbs(words: Pitch) -> _Verbs:
    return _Verbs(words)


def _fits(phrase: Sequence[str], said: Sequence[str]) -> int:
    """Return how many words at the beginning of `said` match the phrase, or 0."""
    at = 0
    for place, word in enumerate(phrase):
        if word == GAP:
            continue
        gap = place and phrase[place - 1] == GAP
        places = range(at + 1, at + MAX_GAP + 1) if gap else range(at, at + 1)
        at = next((here for here in places if said[here : here + 1] == [word]), -1)
        if at < 0:
            return 0
        at += 1
    return at


def _is_typo(word: str, verb: str) -> bool:
    """Check whether one letter is missing or extra, or two neighbouring letters are swapped.

    A wrong letter does not count as a typo, because it often makes another real word.
    """
    if len(verb) < MIN_TYPO or abs(len(word) - len(verb)) > 1:
        return False
    other = len(word) == len(verb) and sorted(word) != sorted(verb)
    return not other and OSA.distance(word, verb) == 1
