"""Decides by the verbs of a goal whether it pitches or asks. Pure.

A goal is cut into parts, and the verb that leads a part decides what the part is: "Ask what they
disliked in the demo" asks, "Demo the module" pitches. One part that asks makes the whole goal a
question. A goal that is not understood is not called a pitch.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from handlers.coaching.common_words import TITLES
from handlers.coaching.words import Word, stemmed, stems, words_in
from handlers.playbook.schema import Pitch

Intent = Literal["pitch", "ask", "neither"]
# What a verb does. If it gives or discusses something, the words after it decide whether that is a
# pitch (`_by_verb`).
_Kind = Literal["asks", "pitches", "gives", "discusses"]

GAP = "…"  # in a phrase of the playbook: other words stand here
MAX_GAP = 4  # limit of words that a gap stands for
MIN_TYPO = 5  # letters of a verb in which a typing mistake is still recognised
OBJECT = 4  # words after a verb among which its object is looked for

_QUESTION = stemmed("what which who whom whose why how when where whether if")
_AUXILIARY = stemmed("is are was were do does did can could would will has")
_PRONOUN = stemmed("they he she it we you the their there this that these any anybody somebody")
_NEGATION = stemmed("no not never don dont without before instead avoid skip")
_JOINS = stemmed("then and but or so")
_OURS = stemmed("our my")
_THEIRS = stemmed("they their theirs his her your s") | _QUESTION  # "s": of "Priya's"
_PREPOSITIONS = stemmed("of for to with from on about in by")
# What may stand before the verb: "I want to …", "My goal is to …", "We will first …".
_BEFORE_VERB = stemmed(
    """
    to i we ll d my our goal aim plan is want wants will shall should would like need must try hope
    please just first firstly second finally also maybe again today quickly briefly brief short
    """
)
_BREAK = re.compile(r"[^\w\s'’‑-]|\n|\s[-‑]+\s")


class _Verb(NamedTuple):
    """The verb that leads a part: what it does, and the words after it."""

    kind: _Kind
    rest: Sequence[str]


def intent(goal: str, words: Pitch) -> Intent:
    """What a goal is by the playbook's `words`; "neither" also if it is not understood."""
    verbs = _verbs(words)
    parts = list(_parts(goal, verbs))
    found = [_intent(part, verbs, first=at == 0) for at, part in enumerate(parts)]
    if "ask" in found or "?" in goal:
        return "ask"
    if "pitch" in found or _nouns_alone(parts, verbs):
        return "pitch"
    return "neither"


def asks_one_thing(goal: str, words: Pitch) -> bool:
    """Whether a goal is one part, and that part asks: no "and close", no "and who signs"."""
    parts = list(_parts(goal, _verbs(words)))
    return len(parts) == 1 and _intent(parts[0], _verbs(words), first=True) == "ask"


def _parts(goal: str, verbs: "_Verbs") -> Iterator[list[str]]:
    """The stems of each part of a goal, cut at punctuation and where `begins_part` says so."""
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
    return found is not None and not (found.group() == "." and before.stem in TITLES)  # "Dr. Lund"


def _intent(part: Sequence[str], verbs: "_Verbs", *, first: bool) -> Intent:
    """Whether one part of a goal asks or pitches; `first` is whether it is the first part."""
    joined = first or part[0] == "then"
    said = _after(part, _JOINS)
    if set(said[:1]) & _QUESTION or (set(said[:1]) & _AUXILIARY and set(said[1:2]) & _PRONOUN):
        return "ask"
    said = _after(said, _BEFORE_VERB)
    verb = verbs.leading(said)
    if verb is None or said[0] in _NEGATION:
        return "neither"
    # "Agree on scope and offer" lists nouns; "then demo" does not.
    if len(said) == 1 and said[0] in verbs.nouns and not joined:
        return "neither"
    return _by_verb(verb, verbs)


def _after(said: Sequence[str], skipped: frozenset[str]) -> Sequence[str]:
    """The words that are left after numbers and words of `skipped` at the beginning."""
    for at, word in enumerate(said):
        if word not in skipped and not word.isdigit():
            return said[at:]
    return ()


def _by_verb(verb: _Verb, verbs: "_Verbs") -> Intent:
    """Whether a part asks or pitches, by the verb at its beginning and the words after it."""
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
    """Whether a goal is nothing but the name of a pitch: "Product demo", "Proposal for Halden"."""
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
    """The playbook's words about pitches, as stems."""

    def __init__(self, words: Pitch) -> None:
        self.nouns = stemmed(" ".join(words.nouns))
        self.materials = stemmed(" ".join(words.materials))
        self.beside = stemmed(" ".join(words.beside_nouns))
        self.harmless = stemmed(" ".join(words.harmless))
        # By the first stem of a phrase: the stems of the phrase, and what it does.
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
        """The verb at the beginning; None if there is none.

        If several phrases fit, the one with the most words counts.
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
        """Whether a part begins here: at "then", "and close", "but who signs", "to hear"."""
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
        """The first stem of a phrase that a word stands for, even with "-ing" or a typing mistake.

        None if it stands for no stem, or if a mistyped word may stand for several.
        """
        bare = word.removesuffix("ing")
        forms = (word, bare, f"{bare}e", bare[:-1]) if bare != word else (word,)
        for form in forms:
            if form in self._phrases:
                return form
        near = [verb for verb in self._phrases if _is_typo(word, verb)]
        return near[0] if len(near) == 1 else None


@lru_cache(maxsize=8)  # a process reads one playbook
def _verbs(words: Pitch) -> _Verbs:
    return _Verbs(words)


def _fits(phrase: Sequence[str], said: Sequence[str]) -> int:
    """How many words at the beginning of `said` the phrase takes up; 0 if it does not fit."""
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
    """Whether one letter is missing or extra, or two neighbours are swapped.

    A wrong letter does not count as a mistake, because the word may well be another one.
    """
    if len(verb) < MIN_TYPO or abs(len(word) - len(verb)) > 1:
        return False
    other = len(word) == len(verb) and sorted(word) != sorted(verb)
    return not other and OSA.distance(word, verb) == 1
