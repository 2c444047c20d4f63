"""Find recurring themes in what buyers said: phrases that several accounts have in common."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.coaching.names import Names
from handlers.coaching.spelling import plain_words
from handlers.coaching.words import FILLERS, SMALL_WORDS, VERBS, Word, stemmed

MAX_PHRASE = 3  # the most words that a phrase may have
NEARLY = 0.75  # two phrases with this share of their quotes in common are the same theme

# Words that occur in any conversation. A phrase may contain these, but not begin or end with
# one. "Late" and "early" are left out, because lateness is what many buyers talk about.
_TALK = (SMALL_WORDS - {"early", "late"}) | FILLERS
# By themselves these are no topic. Everybody says "time"; "lost time at the gate" says something.
_VAGUE = stemmed(
    """
    time longer shorter more better worse early late work works working change changes stop stops
    start problem issue question answer today year number hire company customer team business
    """
)
_BETWEEN = re.compile(r"[\s'’\-‐‑]+")  # what may stand between two words of one phrase


@dataclass(frozen=True)
class BuyerQuote:
    """What a buyer said, as it was passed on: the account, the words, the day and the stage.

    `stage` is one of `storage.choices.STAGES`, or "" if unknown. `cleaned`: names may have been
    replaced by stand-ins.
    """

    account_id: int
    words: str
    at: date
    stage: str = ""
    cleaned: bool = False


@dataclass(frozen=True)
class Theme:
    """A phrase that recurs, as people mostly write it.

    `pieces` are the indexes of the quotes that contain it; `accounts` is the number of different
    accounts they come from.
    """

    phrase: str
    accounts: int
    pieces: tuple[int, ...]


_Gram = tuple[str, ...]  # the stems of a phrase
_Spans = dict[int, tuple[int, int]]  # by index of a quote: where a phrase first occurs in it


@dataclass(frozen=True)
class _Phrase:
    gram: _Gram
    spans: _Spans
    accounts: int


def themes(
    said: Iterable[BuyerQuote],
    *,
    limit: int,
    least: int = 2,
    keep_out: Collection[str] = (),
    stand_ins: Collection[str] = (),
) -> list[Theme]:
    """At most `limit` phrases of one to three words that at least `least` accounts have in common.

    Sorted by the number of accounts, then of quotes, then of words, the highest first. A phrase is
    left out if it occurs in nearly the same quotes as a longer phrase that contains it, or as a
    phrase sorted before it that has a word in common with it. Words are compared without case,
    accents and plural endings. No phrase contains a part of a name in `keep_out` (found as
    `names.without_names` finds them) or, in quotes that were `cleaned`, one of the `stand_ins`.
    """
    said = list(said)
    texts = [unicodedata.normalize("NFC", one.words) for one in said]
    names = Names(dict.fromkeys(keep_out, ""))
    ours = {tuple(word.stem for word in plain_words(one)) for one in stand_ins}
    runs = [
        list(_runs(text, names, ours if one.cleaned else ()))
        for one, text in zip(said, texts, strict=True)
    ]
    phrases = _longest(_recurring(runs, [one.account_id for one in said], least))
    phrases.sort(key=lambda one: (-one.accounts, -len(one.spans), -len(one.gram), one.gram))
    return [
        Theme(_as_written(one.spans, texts), one.accounts, tuple(one.spans))
        for one in _distinct(phrases, limit)
    ]


def _runs(text: str, names: Names, stand_ins: Collection[_Gram]) -> Iterator[list[Word]]:
    """The runs of words in `text` that no punctuation, name or stand-in interrupts."""
    words = plain_words(text)
    named = {
        place for name in names.found_in(text, words) for place in range(name.first, name.last)
    }
    stems = tuple(word.stem for word in words)
    for size in {len(one) for one in stand_ins}:
        for first in range(len(words) - size + 1):
            if stems[first : first + size] in stand_ins:
                named.update(range(first, first + size))
    run: list[Word] = []
    for place, word in enumerate(words):
        together = run and _BETWEEN.fullmatch(text, run[-1].end, word.start)
        if run and (place in named or not together):
            yield run
            run = []
        if place not in named:
            run.append(word)
    if run:
        yield run


def _recurring(
    runs: Sequence[list[list[Word]]], accounts: Sequence[int], least: int
) -> list[_Phrase]:
    """The phrases, of up to `MAX_PHRASE` words, that at least `least` accounts have in common."""
    found: list[_Phrase] = []
    edges: set[str] | None = None  # words that recur: longer phrases begin and end with one
    for size in range(1, MAX_PHRASE + 1):
        recur = [
            _Phrase(gram, where, count)
            for gram, where in _spans(runs, size, edges).items()
            if (count := len({accounts[piece] for piece in where})) >= least
        ]
        if edges is None:
            edges = {one.gram[0] for one in recur}
        # "Ask the drivers" may be a theme; a verb by itself is not.
        found += [one for one in recur if any(map(_is_topic, one.gram))]
    return found


def _spans(
    runs: Sequence[list[list[Word]]], size: int, edges: Collection[str] | None
) -> dict[_Gram, _Spans]:
    """Where phrases of `size` words occur, if they begin and end with one of `edges`.

    Without `edges`, if they begin with a word that says something.
    """
    spans: dict[_Gram, _Spans] = defaultdict(dict)
    for piece, its_runs in enumerate(runs):
        for run in its_runs:
            for first in range(len(run) - size + 1):
                start, end = run[first], run[first + size - 1]
                if edges is None:
                    fits = _says_something(start.stem)
                else:
                    fits = start.stem in edges and end.stem in edges
                if fits:
                    gram = tuple([word.stem for word in run[first : first + size]])
                    spans[gram].setdefault(piece, (start.start, end.end))
    return spans


def _is_topic(stem: str) -> bool:
    return _says_something(stem) and stem not in VERBS and stem not in _VAGUE


def _says_something(stem: str) -> bool:
    return len(stem) > 1 and stem not in _TALK and not stem[0].isdigit()


def _longest(phrases: Sequence[_Phrase]) -> list[_Phrase]:
    """Leave out phrases that nearly always occur inside one particular longer phrase."""
    # For each phrase: the number of quotes with the most common longer phrase that contains it.
    within: dict[_Gram, int] = defaultdict(int)
    for one in phrases:
        for size in range(1, len(one.gram)):
            for first in range(len(one.gram) - size + 1):
                part = one.gram[first : first + size]
                within[part] = max(within[part], len(one.spans))
    return [one for one in phrases if within[one.gram] < NEARLY * len(one.spans)]


def _distinct(phrases: Iterable[_Phrase], limit: int) -> list[_Phrase]:
    """The first `limit` phrases that are each about something different."""
    chosen: list[_Phrase] = []
    for one in phrases:
        if len(chosen) >= limit:
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _same(one: _Phrase, other: _Phrase) -> bool:
    """Whether two phrases are one theme: they share a telling word and nearly all quotes."""
    if not (set(one.gram) & set(other.gram)) - _TALK:
        return False
    shared = len(one.spans.keys() & other.spans.keys())
    return shared >= NEARLY * max(len(one.spans), len(other.spans))


def _as_written(spans: _Spans, texts: Sequence[str]) -> str:
    """The most common spelling of the phrase; among equals, the one with fewer capitals."""
    forms = Counter(
        " ".join(texts[piece][start:end].split()) for piece, (start, end) in spans.items()
    )
    spelled: Counter[str] = Counter()  # "Ask" and "ask" count together
    for form, count in forms.items():
        spelled[form.casefold()] += count

    def rank(form: str) -> tuple[int, str, int, int, str]:
        lower = form.casefold()
        return -spelled[lower], lower, -forms[form], sum(map(str.isupper, form)), form

    return min(forms, key=rank)
