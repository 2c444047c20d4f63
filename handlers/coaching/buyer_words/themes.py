"""Find recurring themes in what buyers said: phrases that several accounts have in common."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.coaching.names.name_index import Names
from handlers.coaching.text.spelling import plain_words
from handlers.coaching.text.words import FILLERS, SMALL_WORDS, VERBS, Word, stemmed

MAX_PHRASE = 3  # a phrase has at most this many words
NEARLY = 0.75  # two phrases with at least this share of their quotes in common are one theme

# These words come up in any conversation. A phrase may contain them, but not begin or end with one.
# "Late" and "early" are not among them, because many buyers talk about lateness.
_TALK = (SMALL_WORDS - {"early", "late"}) | FILLERS
# "Time" alone is not a topic, but "loading time" is.
_VAGUE = stemmed(
    """
    time longer shorter more better worse early late work works working change changes stop stops
    start problem issue question answer today year number hire company customer team business
    """
)
_BETWEEN = re.compile(r"[\s'’\-‐‑]+")  # what may stand between two words of one phrase


@dataclass(frozen=True)
class BuyerQuote:
    """What a buyer said.

    `at` is the day on which it was said, or on which a rep noted it or passed it on. `stage` is one
    of `storage.choices.STAGES`, or "" if unknown. If `cleaned` is true, general words may stand in
    for names (`handlers.knowledge.ask_facts.STAND_INS`).
    """

    account_id: int
    words: str
    at: date
    stage: str = ""
    cleaned: bool = False


@dataclass(frozen=True)
class Theme:
    """A recurring phrase in its most common spelling.

    `pieces` are the indexes of the quotes that contain the phrase. `accounts` is the number of
    different accounts whose buyers said it.
    """

    phrase: str
    accounts: int
    pieces: tuple[int, ...]


_Gram = tuple[str, ...]  # the stems of a phrase
# Maps the index of a quote to where a phrase first occurs in it.
_Spans = dict[int, tuple[int, int]]


@dataclass(frozen=True)
class _Phrase:
    """A phrase as stems, where it occurs in each quote, and how many accounts said it."""

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
    least_words: int = 1,
    topics: Collection[str] = (),
) -> list[Theme]:
    """Return at most `limit` phrases of one to three words that at least `least` accounts share.

    The phrase that the most accounts share comes first. If two phrases have the same number of
    accounts, the one with more quotes comes first, and then the one with more words.

    If two phrases share a word and occur in nearly the same quotes, we keep only one phrase. If one
    phrase contains the other, we keep the longer phrase. If not, we keep the phrase that comes
    first in the order above. Case, accents and plural endings do not matter.

    No phrase contains a name in `keep_out` or a part of such a name (see
    `replacing_names.without_names`). In `cleaned` quotes, no phrase contains one of the
    `stand_ins`. A phrase of fewer than `least_words` words is a theme only if it is one of the
    `topics`.
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
    known = {tuple(word.stem for word in plain_words(one)) for one in topics}
    phrases = [one for one in phrases if len(one.gram) >= least_words or one.gram in known]
    phrases.sort(key=lambda one: (-one.accounts, -len(one.spans), -len(one.gram), one.gram))
    return [
        Theme(_as_written(one.spans, texts), one.accounts, tuple(one.spans))
        for one in _distinct(phrases, limit)
    ]


def _runs(text: str, names: Names, stand_ins: Collection[_Gram]) -> Iterator[list[Word]]:
    """Yield runs of words that no punctuation, name or stand-in interrupts."""
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
    """Return the phrases that at least `least` accounts share, and in which a word names a topic.

    `runs` has the runs of words of each quote, and `accounts` the id of its account.
    """
    found: list[_Phrase] = []
    # Longer phrases must begin and end with a word that recurs. We know these words after the first
    # round.
    edges: set[str] | None = None
    for size in range(1, MAX_PHRASE + 1):
        recur = [
            _Phrase(gram, where, count)
            for gram, where in _spans(runs, size, edges).items()
            if (count := len({accounts[piece] for piece in where})) >= least
        ]
        if edges is None:
            edges = {one.gram[0] for one in recur}
        # At least one word of a theme must name a topic. So "ask the drivers" may be a theme, but
        # "ask" alone is none.
        found += [one for one in recur if any(map(_is_topic, one.gram))]
    return found


def _spans(
    runs: Sequence[list[list[Word]]], size: int, edges: Collection[str] | None
) -> dict[_Gram, _Spans]:
    """Return where phrases of `size` words occur.

    A phrase must begin and end with one of the words in `edges`. If `edges` is None, a phrase must
    begin with a word that is not in `_TALK` and is not a number.
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
    # For each phrase, the number of quotes with one longer phrase that contains the phrase. If
    # several longer phrases contain it, we take the one with the most quotes. An example is
    # "loading", in "loading time" (5 quotes) and "slow loading" (3 quotes) → 5
    within: dict[_Gram, int] = defaultdict(int)
    for one in phrases:
        for size in range(1, len(one.gram)):
            for first in range(len(one.gram) - size + 1):
                part = one.gram[first : first + size]
                within[part] = max(within[part], len(one.spans))
    return [one for one in phrases if within[one.gram] < NEARLY * len(one.spans)]


def _distinct(phrases: Iterable[_Phrase], limit: int) -> list[_Phrase]:
    chosen: list[_Phrase] = []
    for one in phrases:
        if len(chosen) >= limit:
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _same(one: _Phrase, other: _Phrase) -> bool:
    if not (set(one.gram) & set(other.gram)) - _TALK:
        return False
    shared = len(one.spans.keys() & other.spans.keys())
    return shared >= NEARLY * max(len(one.spans), len(other.spans))


def _as_written(spans: _Spans, texts: Sequence[str]) -> str:
    """Return the most common spelling of a phrase.

    We first count spellings that differ only in capitals as one spelling. Then the most common use
    of capitals decides. If several are equally common, we prefer the one with fewer capitals.
    """
    forms = Counter(
        " ".join(texts[piece][start:end].split()) for piece, (start, end) in spans.items()
    )
    spelled: Counter[str] = Counter()  # counts "Ask" and "ask" together
    for form, count in forms.items():
        spelled[form.casefold()] += count

    def rank(form: str) -> tuple[int, str, int, int, str]:
        lower = form.casefold()
        return -spelled[lower], lower, -forms[form], sum(map(str.isupper, form)), form

    return min(forms, key=rank)
