"""Find promises that somebody takes back later in the call: "Forget I said that"."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence

from handlers.coaching.words import SMALL_WORDS, stems
from handlers.transcripts.days import days_named, names_day
from handlers.transcripts.promises import promise_in
from handlers.transcripts.sentences import SpokenSentence

_THAT = r"(?:that|it|this|the promise)"
_TAKES_BACK = re.compile(
    r"(?<![\w'-])(?:forget (?:that )?(?:i|we) (?:just |ever )?(?:said|promised|offered)"
    r"|forget what (?:i|we) (?:just )?(?:said|promised|offered)"
    rf"|take {_THAT} off (?:me|us|(?:my|our|the) list)"
    rf"|(?:i|we)(?: have to| must| need to)? take {_THAT} back(?= ?(?:$|[,.;]))"
    rf"|(?:scratch|scrap|strike) (?:{_THAT}|what (?:i|we) (?:just )?said)(?= ?(?:$|[,.;]))"
    r"|(?:actually|on second thoughts?|come to think of it),? (?:no,? )?(?:sorry,? )?"
    r"(?:i|we) (?:can't|cannot|won't)(?! (?:hear|see|say|complain|believe|remember|think)\b))"
    r"(?![\w'-])"
)
_OFTEN_SAID = frozenset(stems("send give get ask have bring take"))  # not what is promised
_MOST = 10  # we look at this many earlier promises of the same person
_NEAR = 8  # a promise at most this many sentences earlier is meant even if no word is repeated
_CONTEXT = 5  # sentences of the same person that may name the promise: "The list. I said tomorrow."


def taken_back(sentences: Sequence[SpokenSentence]) -> frozenset[int]:
    """Return the places of the promises that the same person takes back later.

    If the sentences around "forget I said that" repeat words or the day of an earlier promise, that
    promise is meant. Otherwise the latest promise is meant, if it is near or the only one. If
    somebody says "take that off me" again and has promised nothing in between, they mean the
    promise that they have just taken back, unless they name another.
    """
    if not any(_TAKES_BACK.search(one.plain) for one in sentences):
        return frozenset()
    made: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_MOST))
    recent: defaultdict[str, deque[SpokenSentence]] = defaultdict(lambda: deque(maxlen=_CONTEXT))
    gone: set[int] = set()
    again: set[str] = set()  # speakers who have promised nothing since they took something back
    for at, one in enumerate(sentences):
        if promise_in(one.plain, asks=one.asks):
            made[one.speaker].append(at)
            again.discard(one.speaker)
            continue
        recent[one.speaker].append(one)
        if _is_final(one, sentences[at + 1 : at + 2]):
            named = _named(*recent[one.speaker])
            meant = _meant(
                sentences,
                [place for place in made[one.speaker] if place not in gone],
                named,
                at if one.speaker not in again else None,
            )
            if meant is not None:
                gone.add(meant)
                again.add(one.speaker)
                recent[one.speaker].clear()
    return frozenset(gone)


def _is_final(one: SpokenSentence, following: Sequence[SpokenSentence]) -> bool:
    """Check whether a sentence takes a promise back, and does not only correct its day."""
    if one.asks or not _TAKES_BACK.search(one.plain):
        return False
    return not any(after.turn == one.turn and names_day(after.plain) for after in following)


def _meant(
    sentences: Sequence[SpokenSentence],
    places: Sequence[int],
    named: frozenset[str],
    at: int | None,
) -> int | None:
    """Return the promise that shares most words. `at` is None if only shared words may decide."""
    shared = {place: len(_named(sentences[place]) & named) for place in places}
    best = max(places, key=lambda place: (shared[place], place), default=None)
    if best is None or shared[best]:
        return best
    near = at is not None and (len(places) == 1 or at - places[-1] <= _NEAR)
    return best if near else None


def _named(*sentences: SpokenSentence) -> frozenset[str]:
    """Return the words that tell promises apart, without endings, and the days."""
    found: set[str] = set()
    for one in sentences:
        found |= {*days_named(one.plain)} | (set(stems(one.plain)) - SMALL_WORDS - _OFTEN_SAID)
    return frozenset(found)
