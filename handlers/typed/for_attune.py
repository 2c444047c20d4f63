"""Recognise a line for Attune: an order, a wish, or a correction of what is on file. Pure.

Such a line has no customer's words and no news about a customer. So it never becomes the report on
a call, and briefs leave it out.
"""

import re
from collections.abc import Sequence

from handlers.typed.customers.name_corrections import corrects_person
from handlers.typed.instructions import corrects
from handlers.typed.marketing.passing_said import MARKETING, passing
from handlers.typed.words import COURTESY, OPENERS, bare_words_and_rest, listed, without_leading

_MAX_WORDS = 30
_PARTS = re.compile(r"[.,;!:\n](?:\s|$)|\s[-–—]\s")
_LEADS = OPENERS | COURTESY | listed("no nope nah oh actually wait sorry btw also maybe can could")
_LEADS |= listed("you u would will lets we i need want to better yes yeah yep")
# If a line begins with one of these words, its first part is about the rep.
_OF_REP = listed("i im ive ill we actually no nope wait sorry oh ok")
_DOES = listed(
    "add change rename correct undo delete remove drop cancel move mark flag log put save pass"
    " share forward keep set stop mute unmute turn switch edit fix update take forget show"
    " open send hide reword reopen close pause snooze merge assign plan"
)
_IT = listed("it that this those these them")
_AFTER_IT = COURTESY | listed("one to in on for from with back off out away until till now again")
_AFTER_IT |= listed("under w as into up down too also then")
_ON_FILE = listed(
    "question questions goal goals note notes promise promises brief briefs reminder reminders"
    " nudge nudges agenda reflection reflections insight insights prompt prompts record records"
    " file"
)
_OF_CALLS = listed("call calls meeting")
_BEFORE_ON_FILE = listed("the my that this a an to from of on for its our last next all any")
_TELLS = listed("tell ask ping message text let remind")
_TO_REP = listed("me us")
_NEVER_MIND = (["nvm"], ["never", "mind"], ["nevermind"])
_WISHES = (
    *(["wish", "you"], ["wish", "u"], ["want", "you", "to"], ["want", "u", "to"]),
    *(["like", "you", "to"], ["need", "you", "to"], ["rather", "you"], ["nice", "if", "you"]),
    *(["you", "should"], ["u", "should"], ["you", "shouldnt"], ["you", "could"], ["you", "keep"]),
    *(["why", "do", "you"], ["why", "did", "you"], ["stop", "asking"], ["dont", "ask", "me"]),
)
_OF_ATTUNE = (["ask", "me"], ["asking", "me"], ["asking"], ["remind", "me"], ["ping", "me"])
_MISHEARD = tuple(
    one.split()
    for one in (
        *("not what i said", "didnt say that", "never said that", "not what i meant"),
        *("you got that wrong", "you got it wrong", "you misread", "you misunderstood"),
        *("got the name wrong", "got his name wrong", "got her name wrong", "name is wrong"),
        *("date is wrong", "the wrong name", "the wrong date", "name is misspelled", "is a typo"),
        *("spelled wrong", "spelt wrong", "name is spelled", "name is spelt"),
        *("is the guys name", "is the mans name", "is the womans name", "is the persons name"),
    )
)


def is_for_attune(text: str) -> bool:
    """Check whether a line tells Attune what to do, or corrects what Attune has on file.

    "They want us to change the contract" is news. A line with a customer's fact and an order after
    it is news too: "jo is the night lead, add her to the call".
    """
    if corrects(text) or corrects_person(text) or _passes_on(text):
        return True
    words = bare_words_and_rest(text, _MAX_WORDS)
    if _has_any(words, _MISHEARD) or _wishes(words):
        return True
    parts = [part.split() for part in _PARTS.split(text.casefold().replace("’", "'"))]
    bare = [bare_words_and_rest(" ".join(part), _MAX_WORDS) for part in parts if part]
    told = [_is_order(part) for part in bare]
    return bool(told) and (told[0] or (any(told[1:]) and bare[0][0] in _OF_REP))


def _passes_on(text: str) -> bool:
    """Check for "marketing should hear that one", which means an earlier line."""
    found = passing(text)
    return found is not None and found.to == MARKETING and not found.line


def _wishes(words: Sequence[str]) -> bool:
    """Check for "i wish you would ask me later" and "why do you ask"."""
    about = _has_any(words, _OF_ATTUNE) or not _ON_FILE.isdisjoint(words)
    return about and _has_any(words, _WISHES)


def _is_order(part: Sequence[str]) -> bool:
    """Check for "change the question to tomas", "put that in the crm" and "tell aylin nvm"."""
    words = without_leading([*part], _LEADS)
    if words[:1] == ["dont"]:
        words = words[1:]
    if len(words) < 2:
        return False
    if words[0] in _TELLS:
        return words[1] in _TO_REP or _has_any(words, _NEVER_MIND)
    if words[0] not in _DOES:
        return False
    if words[1] in _IT or words[1] in _TO_REP:
        return not words[2:] or words[2] in _AFTER_IT | _ON_FILE | _IT
    return any(_is_on_file(words, at) for at in range(1, min(len(words), 6)))


def _is_on_file(words: Sequence[str], at: int) -> bool:
    """Check for the word "question" in "change the question", and for "call" in "add to the call".

    In "drop the call centre" and "change the meeting room", a noun follows.
    """
    if words[at] in _ON_FILE:
        return at <= 2 or not _BEFORE_ON_FILE.isdisjoint((words[1], words[at - 1]))
    ends = not words[at + 1 :] or words[at + 1] in _AFTER_IT
    return words[at] in _OF_CALLS and ends


def _has_any(words: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    return any(
        [*words[at : at + len(one)]] == [*one] for one in phrases for at in range(len(words))
    )
