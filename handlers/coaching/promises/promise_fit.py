"""Find the promises that a report is about: "sent pricing" is about "Pricing for 40 seats". Pure.

There are four ways in which a promise may fit. We use the first way that finds a promise:

1. The report and the promise share a word that says what was promised, such as "pricing".
2. The report writes two words of the promise as one: "sent the wardlist" fits "the ward list".
3. The promise is only a verb and a name, and the report has both: "emailed Pia" fits "email Pia".
4. A word of the report is short for words of the promise: "calc" fits "the calculation", and "rp"
   fits "rollout plan".
"""

from collections.abc import Collection, Sequence
from itertools import pairwise

from handlers.coaching.names.common_words import is_common
from handlers.coaching.promises.promise_signs import keys_of, numbers_in
from handlers.coaching.text.words import stems

# Maps words to one word with the same meaning, so that we can compare a report with a promise.
_DOING = {
    "called": "call",
    "rang": "call",
    "ring": "call",
    "phoned": "call",
    "phone": "call",
    "texted": "text",
    "updated": "update",
    "booked": "book",
    "introduced": "introduction",
    "introduce": "introduction",
    "invited": "invite",
    "asked": "ask",
    "wrote": "write",
    "checked": "check",
    "scheduled": "schedule",
    "pager": "page",  # a "one pager" may be "one page for the board"
    "pagers": "page",
    **dict.fromkeys(("1pager", "1-pager", "onepager", "1page", "1-page", "onepage"), "page"),
}
# If a report has words from this set, the promise must share at least one of them. Somebody who
# "called about the pricing" has not sent the pricing.
_TALKED = frozenset(("call", "text", "ask", "invite", "schedule", "check"))
# These words say how or when something was handed over or finished, but not what it was.
_HANDED = frozenset(
    (
        *("sent", "resent", "emailed", "mailed", "forwarded", "shared", "delivered", "gave"),
        *("finished", "wrote", "uploaded", "handed", "prepared", "made", "did", "completed"),
        *("submitted", "posted", "shipped", "signed", "drafted", "today", "yesterday", "this"),
        *("morning", "promised", "as", "finish", "complete", "write", "draft"),
    )
)
_START = 4  # at least this many letters of a longer word: "calc" for "calculation"
_INITIALS = 2  # at least this many initials of successive words: "rp" for "rollout plan"


def fitting(report: Sequence[str], promises: Sequence[str], names: Collection[str]) -> list[int]:
    """Return the indexes of the `promises` that fit a report best.

    `report` has the words of the report, in one or more pieces. `names` are the stems of the words
    in names of accounts and people. These words do not count as words that say what was promised.
    """
    words = _words(" ".join(report))
    fits = [_shared(words, _words(promise), frozenset(names)) for promise in promises]
    most = max(fits, default=0)
    if most:
        return [at for at, shared in enumerate(fits) if shared == most]
    if glued := [at for at, promise in enumerate(promises) if words & _glued(promise)]:
        return glued
    known = frozenset(names)
    keys = stems(" ".join(report))
    said = {*keys, *(word.removesuffix("ed") for word in keys)}
    by_verb = [
        at
        for at, promise in enumerate(promises)
        if words <= known and _is_all_said(said, {*stems(promise)}, known)
    ]
    return by_verb or [
        at for at, promise in enumerate(promises) if _is_short_for(words - known, promise)
    ]


def words_beside(report: Sequence[str], promise: str, names: Collection[str]) -> frozenset[str]:
    """Return the words of a report that are neither in the promise nor in a name.

    "Board paper for brightwater" and the promise "One page for the board" give "paper".
    """
    return _words(" ".join(report)) - _words(promise) - frozenset(names)


def _is_all_said(report: Collection[str], promise: Collection[str], names: frozenset[str]) -> bool:
    """Check whether a report has all words of a promise.

    The promise must have at least two words. At least one of them must be in a name.
    """
    return len(promise) > 1 and not names.isdisjoint(promise) and {*promise} <= {*report}


def _shared(report: frozenset[str], promise: frozenset[str], names: frozenset[str]) -> int:
    """Return how many words the report and the promise share, without names and numbers.

    Return 0 if

    - they have different numbers,
    - they name different people or accounts, or
    - the report has words from `_TALKED`, and the promise shares none of them.
    """
    numbers, others = numbers_in(report), numbers_in(promise)
    if numbers and others and numbers.isdisjoint(others):
        return 0
    if report & _TALKED and not report & promise & _TALKED:
        return 0
    with_whom = promise & names
    if with_whom and report & names and with_whom.isdisjoint(report):
        return 0
    return len((report & promise) - names - numbers)


def _glued(promise: str) -> frozenset[str]:
    """Join each word with the next one: "theward" and "wardlist" for "the ward list"."""
    return frozenset(first + second for first, second in pairwise(stems(promise)))


def _is_short_for(report: Collection[str], promise: str) -> bool:
    """Check whether a word of the report is short for one or more words of the promise."""
    keys = stems(promise)
    initials = "".join(word[:1] for word in keys)
    return any(_is_short(word, keys, initials) for word in report if not is_common(word))


def _is_short(word: str, keys: Sequence[str], initials: str) -> bool:
    if len(word) >= _START and any(key.startswith(word) and key != word for key in keys):
        return True
    return len(word) >= _INITIALS and word.isalpha() and word in initials


def _words(text: str) -> frozenset[str]:
    return frozenset(_DOING.get(key, key) for key in keys_of(text)) - _HANDED
