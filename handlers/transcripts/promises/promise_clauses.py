"""Cut a spoken sentence down to its promise.

"I don't know, but I'll check with Ann" becomes "I'll check with Ann".
"""

import re
from collections import deque
from datetime import date
from functools import lru_cache

from handlers.coaching.promises.promise_signs import is_same, may_refer_to
from handlers.coaching.text.words import SMALL_WORDS
from handlers.transcripts.promises.antecedents import points_back
from handlers.transcripts.promises.promises import promise_in, says_no_what
from handlers.transcripts.records import DraftLine
from handlers.transcripts.speech.days import day_in, without_days
from handlers.transcripts.speech.speech import plain_speech, tidied, without_lead

_MIN_WORDS = 4  # a shorter promise keeps the clause before it: "Send me the model and I'll check"
# The words before a promise count as its subject if there are at most this many: "Mira and" in
# "Mira and I will load it". More words are probably a clause of their own.
_LONGEST_SUBJECT = 7
_MAX_CLAUSES = 6  # we look at this many clauses before a promise
_CLAUSE_END = re.compile(r"[,;:.!?…–—]+ +|(?<![\w'])(?:but|so) +")
# If two promises have only these words in common, they are not the same promise.
_OFTEN_SAID = SMALL_WORDS | {"i'll", "we'll", "send", "give", "get", "ask", "have"}
# The speaker begins a sentence twice: "and I just I'll send it".
_FALSE_START = re.compile(
    r"(?:(?:i|we|you|i'm|we're|i'd|i've|it's|that's|this|that|it|the|just|to|and|so|then|also)"
    r"(?![\w'-]),? *){1,4}"
)
# The speaker breaks a clause off: "I send the form because of the, our system is slow".
_BROKEN = re.compile(r",? (?:because|since|due to|so that)(?: of)? (?:the|an?|our|my|their|your),")
# A clause that begins with one of these words belongs to the promise: "after the call, I'll …".
_BELONGS = re.compile(
    r"(?:if|unless|once|when|as soon as|provided|assuming|because|since|while|after|before|until|on"
    r"|in|by|at|for|from|with|instead of|as long as|whatever|whenever)(?![\w'-])"
)


def from_promise(words: str, today: date, *, any_day: bool = False) -> str:
    """Remove the clauses before a promise, and the hesitations.

    An earlier clause stays if it has the promise's condition, day or subject ("Mira and I will …"),
    or if the promise is too short or unclear without it. If the text has no promise, only the
    hesitations are removed.

    If `any_day` is true, an earlier clause is removed even if it has a day. In "Friday at four, and
    I'll send an invite", Friday is the day of the next step, not of the promise.
    """
    said = tidied(words)
    low = said.casefold().replace("’", "'")
    promise = promise_in(low)
    if promise is None or len(low) != len(said):
        return said
    ends = deque(_CLAUSE_END.finditer(low, 0, promise.begins), maxlen=_MAX_CLAUSES)
    starts = [0, *(found.end() for found in ends)]
    due = day_in(low, today, due=True)
    alone = promise_in(low[promise.begins :])
    keeps_condition = alone is not None and alone.conditional == promise.conditional
    if any_day and keeps_condition and _is_clear(low[promise.begins :], said[promise.begins :]):
        return _capital(said[promise.begins :])
    for at in _places(low, starts, promise.begins):
        rest = low[at:]
        if at == 0 or (_is_clear(rest, said[at:]) and day_in(rest, today, due=True) == due):
            return _capital(said[at:])
    return _capital(said)


def without_broken_end(promise: str, today: date) -> str:
    """Remove a clause that the speaker breaks off, and all words after it.

    If what is left is not clear, or has lost its day, return the promise unchanged.
    """
    found = _BROKEN.search(promise)
    if found is None:
        return promise
    left = promise[: found.start()]
    low, rest = promise.casefold().replace("’", "'"), left.casefold().replace("’", "'")
    same_day = day_in(rest, today, due=True) == day_in(low, today, due=True)
    return f"{left}." if same_day and _is_clear(rest, left) else promise


def _places(low: str, starts: list[int], begins: int) -> list[int]:
    """Return the places at which the promise may begin, the latest first. The final entry is 0."""
    last = starts[-1]
    subject = without_lead(low[last:begins])
    long = len(subject.split()) > _LONGEST_SUBJECT
    drops = not subject.strip() or long or _FALSE_START.fullmatch(subject)
    first = begins if drops else begins - len(subject)
    needed = next(
        (at for at in starts if _BELONGS.match(without_lead(low[at:begins]).lstrip())), first
    )
    first = min(first, needed + _lead(low[needed:]) if needed < first else first)
    lead = _lead(low)
    return [first, *([lead] if lead < first else []), 0]


def _is_clear(plain: str, words: str) -> bool:
    enough = len(plain.split()) >= _MIN_WORDS
    promise = promise_in(plain)
    if promise is None or not enough or says_no_what(plain.strip(" ,.;")):
        return False
    return not points_back(plain, words, promise.begins)


def _lead(low: str) -> int:
    return len(low) - len(without_lead(low))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def is_near(one: DraftLine, other: DraftLine) -> bool:
    """Check whether two promises by one side say the same, or one says part of the other.

    If the promises have different days, return True only if they say the same.
    """
    if (one.side == "theirs") != (other.side == "theirs"):
        return False
    first, second = _promised(one), _promised(other)
    if first == second or is_same(first, second):
        return True
    words = set(first.split()) & set(second.split())
    if (one.due and other.due and one.due != other.due) or not words - _OFTEN_SAID:
        return False
    return may_refer_to(first, second) or may_refer_to(second, first)


def says_more(one: DraftLine, other: DraftLine) -> bool:
    """Check whether to offer `one` rather than `other`, if the two promises are near (`is_near`).

    We compare the promises in these points. The first difference decides:

    - whether the promise is also the next step
    - whether it has a day
    - whether it is clear on its own
    - how many words it has: more are better
    - when it was said: later is better
    """
    return _worth(one) > _worth(other)


def _worth(line: DraftLine) -> tuple[bool, bool, bool, int, float]:
    words = len(_promised(line).split())
    return line.is_next, line.due is not None, not line.before, words, line.spot.part


def _promised(line: DraftLine) -> str:
    return _plainly(line.words)


@lru_cache(maxsize=32)  # each promise is compared with all others
def _plainly(words: str) -> str:
    return without_days(without_lead(plain_speech(words)))
