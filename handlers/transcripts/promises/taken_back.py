"""Find promises that somebody takes back later in the call: "Forget I said that"."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence

from handlers.coaching.text.words import SMALL_WORDS, stems
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.speech.days import days_named, names_day
from handlers.transcripts.speech.sentences import SpokenSentence

_THAT = r"(?:that|it|this|the promise)"
_TAKES_BACK = re.compile(
    r"(?<![\w'-])(?:forget (?:that )?(?:i|we) (?:just |ever )?(?:said|promised|offered)"
    r"|forget what (?:i|we) (?:just )?(?:said|promised|offered)"
    r"|let me not (?:say|promise|offer) (?:that|it)"
    rf"|take {_THAT} off (?:me|us|(?:my|our|the) list)"
    rf"|(?:i|we)(?: have to| must| need to)? take {_THAT} back(?= ?(?:$|[,.;]))"
    rf"|(?:scratch|scrap|strike) (?:{_THAT}|what (?:i|we) (?:just )?said)(?= ?(?:$|[,.;]))"
    r"|(?:actually|on second thoughts?|come to think of it),? (?:no,? )?(?:sorry,? )?"
    r"(?:i|we) (?:can't|cannot|won't)(?! (?:hear|see|say|complain|believe|remember|think)\b))"
    r"(?![\w'-])"
)
# An offer, in words that we do not count as a promise: "I'll throw that in".
_OFFERS = re.compile(
    r"(?<![\w'-])(?:i|we)(?:'ll| will) (?!be\b|see\b|say\b|tell\b|think\b|not\b|never\b|have\b"
    r"|need\b|try\b|just get\b|take that as\b)[a-z]"
)
# Words that do not say which promise is meant.
_TELLS_NOTHING = SMALL_WORDS | frozenset(
    stems(
        "send give get ask bring take first thing actual hang wait sorry say said boss hope raise"
        " promise promised"
    )
)
_MAX_PROMISES = 10  # we look at this many earlier promises of the same person
# If the words that take a promise back do not name the promise, they mean the last promise. But the
# last promise must be at most `_NEAR` sentences or `_LAST_TURNS` turns earlier.
_NEAR = 8
_LAST_TURNS = 4
# Words that name the promise may be in an earlier sentence: "The list. I said tomorrow. Forget I
# said that." We look for them in this many of the same person's last sentences.
_CONTEXT = 5


def taken_back(sentences: Sequence[SpokenSentence]) -> frozenset[int]:
    """Return the promises and offers that the same person takes back later.

    The result has their indexes in `sentences`. We decide which promise is meant in this order:

    - The promise that shares the most words or days with the sentence that takes it back, or with
      the person's sentences shortly before.
    - If no promise shares a word or a day, the person's last promise or offer, if it is near.

    Somebody may take the same promise back twice. So after a person takes a promise back, only the
    first rule applies, until this person makes a promise or an offer in a later turn.
    """
    if not any(_TAKES_BACK.search(one.plain) for one in sentences):
        return frozenset()
    made: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=_MAX_PROMISES))
    recent: defaultdict[str, deque[SpokenSentence]] = defaultdict(lambda: deque(maxlen=_CONTEXT))
    gone: set[int] = set()
    # By person, the turn in which the person last took a promise back. The entry is removed when
    # the person makes a promise or an offer in a later turn.
    again: dict[str, int] = {}
    for at, one in enumerate(sentences):
        takes_back = _is_final(one, sentences[at + 1 : at + 2])
        offers = not one.asks and _OFFERS.search(one.plain)
        if not takes_back and (offers or promise_in(one.plain, asks=one.asks)):
            made[one.speaker].append(at)
            if again.get(one.speaker) != one.turn:
                again.pop(one.speaker, None)
            continue
        recent[one.speaker].append(one)
        if takes_back:
            left = [place for place in made[one.speaker] if place not in gone]
            named = _named(*recent[one.speaker])
            if (meant := _meant(sentences, left, named, at, again=one.speaker in again)) is None:
                continue
            gone.add(meant)
            again[one.speaker] = one.turn
            recent[one.speaker].clear()
    return frozenset(gone)


def _is_final(one: SpokenSentence, following: Sequence[SpokenSentence]) -> bool:
    """Check whether a sentence takes a promise back.

    If the next sentence of the same turn names a day, only the day of the promise changes. So
    return False.
    """
    if one.asks or not _TAKES_BACK.search(one.plain):
        return False
    return not any(after.turn == one.turn and names_day(after.plain) for after in following)


def _meant(
    sentences: Sequence[SpokenSentence],
    places: Sequence[int],
    named: frozenset[str],
    at: int,
    *,
    again: bool,
) -> int | None:
    """Return the index of the promise that shares the most words with `named`.

    `places` are the indexes of the promises. `at` is the index of the sentence that takes one back.
    If no promise shares a word, return the last promise, but only if it is near and `again` is
    false. Return None if no promise is meant. `again` is true if the person took a promise back
    before, and has not made a promise or an offer in a later turn.
    """
    shared = {place: len(_named(sentences[place]) & named) for place in places}
    best = max(places, key=lambda place: (shared[place], place), default=None)
    if best is None or shared[best]:
        return best
    turns = sentences[at].turn - sentences[best].turn
    is_near = at - best <= _NEAR or turns <= _LAST_TURNS
    return best if is_near and not again else None


def _named(*sentences: SpokenSentence) -> frozenset[str]:
    """Return the days that the sentences name, and the stems of their words.

    Stems in `_TELLS_NOTHING` are left out.
    """
    found: set[str] = set()
    for one in sentences:
        found |= {*days_named(one.plain)} | (set(stems(one.plain)) - _TELLS_NOTHING)
    return frozenset(found)
