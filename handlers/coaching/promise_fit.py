"""Find the promises that a report is about: "sent pricing" is about "Pricing for 40 seats". Pure.

The nouns decide. A promise fits if it shares a word that says what was promised.
"""

from collections.abc import Collection, Sequence

from handlers.coaching.promise_signs import keys_of, numbers_in

# What somebody did, and how a promise says the same.
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
}
# Who "called about the pricing" has not sent it: the promise must say the same.
_TALKED = frozenset(("call", "text", "ask", "invite", "schedule", "check"))
# These say only that something was handed over or finished, and not what.
_HANDED = frozenset(
    (
        *("sent", "resent", "emailed", "mailed", "forwarded", "shared", "delivered", "gave"),
        *("finished", "wrote", "uploaded", "handed", "prepared", "made", "did", "completed"),
        *("submitted", "posted", "shipped", "signed", "drafted", "today", "yesterday", "this"),
        *("morning", "promised", "as", "finish", "complete", "write", "draft"),
    )
)


def fitting(report: Sequence[str], promises: Sequence[str], names: Collection[str]) -> list[int]:
    """Return which promises fit a report best, by their places in `promises`.

    `names` are words of accounts and people, which say with whom, but not what was promised.
    """
    words = _words(" ".join(report))
    fits = [_shared(words, _words(promise), frozenset(names)) for promise in promises]
    most = max(fits, default=0)
    return [at for at, shared in enumerate(fits) if shared == most] if most else []


def _shared(report: frozenset[str], promise: frozenset[str], names: frozenset[str]) -> int:
    """Return how many words of the promise the report has, apart from names."""
    numbers, others = numbers_in(report), numbers_in(promise)
    if numbers and others and numbers.isdisjoint(others):
        return 0
    if report & _TALKED and not report & promise & _TALKED:
        return 0
    with_whom = promise & names
    if with_whom and report & names and with_whom.isdisjoint(report):
        return 0
    return len((report & promise) - names - numbers)


def _words(text: str) -> frozenset[str]:
    return frozenset(_DOING.get(key, key) for key in keys_of(text)) - _HANDED
