"""Divide a promise from what the same line says after it: "the deck by fri, god she is slow". Pure.

Colleagues read promises, so what a rep adds about somebody must not become part of a promise.
"""

import re
from itertools import islice
from typing import NamedTuple

from handlers.typed.promises.owed_asked import asks_what
from handlers.typed.words import DAY_WORDS, QUESTION_WORDS, bare_word, listed

_BREAK = re.compile(r"(?P<end>[.!;])\s+|,\s*|\s[-–—]\s|\s(?=(?:and|n|but|so) |shes |hes )|\s(?=\()")
_PERSON = re.compile(r"\s\([^()]{1,80}\)$")  # the contact's name, which we add ourselves
_BREAKS = 20  # we try only this many places in a text, so that a long text takes little time
_AND = listed("and n but so")
_SUBJECTS = listed(
    "she he they i we you shes hes theyre im she's he's they're i'm she’s he’s they’re i’m"
)
_WITH_VERB = 3  # we look for "nothing" in this many words from the start: "to send nothing"
_SHORT = 3  # an abbreviation such as "etc." has at most this many letters
_LOOKED_AT = 3  # we look for a subject in this many words from the start: "god she is slow"
# These words add a condition, which stays with the promise: "a discount, if she signs".
_CONDITIONS = listed("if unless once when until provided")
_ORDERS = listed("cancel move push drop delete forget remind tell reschedule postpone skip")
# One of these verbs shows that the words between "and" and the verb are a subject, such as a name:
# "and jana wants 4 seats".
_VERBS = listed(
    "wants want needs need said says asked asks told tells thinks likes loves hates is was are were"
    " has had will wont sends gets owes promised"
)
_RUDE = listed(
    "cow pig bitch bastard idiot idiots witch snake liar clown clowns moron morons fool jerk ass"
    " arse prick rat weasel nightmare diva cunt twat wanker asshole arsehole dumbass loser stupid"
    " dumb useless lazy annoying shit shitty fuck fucking fucker"
)
_LAUGHS = listed("lol haha hahaha lmao rofl jk hehe xd")
_ADDED = listed("poor bless god omg ugh jeez sigh typical finally whatever lol haha lmao")
_DAYS = (DAY_WORDS - listed("the this next of rest may")) | listed("tmrw tmr eod eow cob noon")
# A clause that begins with one of these words names a thing: "the one she wants", "what they need".
_OF_THING = QUESTION_WORDS | listed("the that a an")
_TO_OWN = re.compile(
    r"^(?:to )?(?:\w{2,10} )?my \w{2,20} (?:the|a|an|my|his|her|some|\d{1,3})\b"
    r"|\b(?:to|for) my \w{2,20}(?: (?:by|on|before|today|tomorrow|tmrw|mon|tue|wed|thu|fri)\b|$)",
    re.IGNORECASE,
)


class Divided(NamedTuple):
    """The words of a promise, and the words after it, which are not promised."""

    promise: str
    rest: str


def divided(text: str) -> Divided:
    """Divide "a link, shes useless (Pia Storm)" into "a link (Pia Storm)" and "shes useless".

    The rest can be:

    - a new sentence
    - a clause with a subject of its own
    - an order
    - an insult
    - a remark such as "omg"
    - after a day and a comma, any words that do not name another day: "the list fri, as usual"

    The rest is "" if nothing follows the promise, or if the text has several lines.
    """
    person = _PERSON.search(text)
    added = person[0] if person and not _is_clause(person[0]) else ""
    said = text.removesuffix(added) if added else text
    for cut in islice(_BREAK.finditer(said), _BREAKS) if "\n" not in said else ():
        promise, rest = said[: cut.start()].strip(" ,;"), said[cut.end() :].strip()
        if promise and rest and _begins_rest(promise, rest, ends=cut["end"] or ""):
            return Divided(f"{promise}{added}", rest)
    return Divided(text, "")


def _begins_rest(promise: str, rest: str, *, ends: str) -> bool:
    """Check whether the words after a break are no part of the promise."""
    before = [bare_word(word) for word in promise.split()]
    words = [bare_word(word) for word in re.split(r"[,;.!]\s", rest, maxsplit=1)[0].split()]
    is_joined = words[:1] != [] and words[0] in _AND
    words = words[1:] if is_joined else words
    if not before or not words or not _CONDITIONS.isdisjoint(words[:_LOOKED_AT]):
        return False
    is_abbreviated = len(before[-1]) <= _SHORT and before[-1] not in _DAYS
    if ends and not (ends == "." and is_abbreviated):
        return True
    if is_joined:
        has_verb = not _VERBS.isdisjoint(words[1:_LOOKED_AT])
        has_subject = has_verb and QUESTION_WORDS.isdisjoint(before)
        return has_subject or words[0] in _SUBJECTS | _ORDERS | _ADDED
    if _is_clause(" ".join(words)):
        return True
    names_day = not _DAYS.isdisjoint(words) or any(one[:1].isdigit() for one in words)
    return before[-1] in _DAYS and not names_day


def _is_clause(words: str) -> bool:
    """Check for a clause with a subject ("god she is slow"), an insult, an order or a remark."""
    said = [bare_word(word) for word in words.split()] or [""]
    has_subject = not _SUBJECTS.isdisjoint(said[:_LOOKED_AT]) and said[0] not in _OF_THING
    return has_subject or not _RUDE.isdisjoint(said) or said[0] in _ORDERS | _ADDED


def promises_nothing(text: str) -> bool:
    """Check for words that are not a promise, though they follow "i owe them".

    - a figure of speech: "big time"
    - nothing: "nothing by fri"
    - a joke, which has a word for laughing: "a divorce lol"
    - a question: "what by when"
    """
    words = [bare_word(word) for word in text.split()]
    is_big_time = words[:2] == ["big", "time"]
    is_none = is_big_time or "nothing" in words[:_WITH_VERB] or not _LAUGHS.isdisjoint(words)
    return is_none or asks_what(text)


def is_to_others(text: str) -> bool:
    """Check for a promise to the rep's own people: "to send my lawyer the contract"."""
    return _TO_OWN.search(text) is not None
