"""Recognise a statement about a customer in a line that does not name an account. Pure."""

from handlers.typed.calls.call_told import tells_of_call
from handlers.typed.line_kinds import kind_of
from handlers.typed.words import (
    DAY_WORDS,
    EXCLAIMED,
    OPENERS,
    THEY,
    WEEKDAYS,
    bare_words_of,
    listed,
    without_leading,
)

_MIN_WORDS = 3  # a shorter text is probably a mistyped command
_SHORT = 5  # a remark about Attune, such as "that was quick", has at most this many words
_TO_ATTUNE = listed("you u ur your yours youre thanks thx ty bot robot")
_OF_SELF = listed("i im ive ill id me my mine myself")
# A short line that begins with one of these is about what Attune did: "that was quick".
_POINTS = listed("this that thats it its these those nothing something all")
_CORRECTS = listed("no nope not actually sorry wait")
_ORDERS = listed("bring put let lets give take get use stop start try tell")
# A line that begins with one of these sets a goal, or saves a note or a promise.
_LABELS = listed("goal goals set note promise reminder todo")
_VERBS = listed(
    "is are was were has have had isnt arent wasnt hasnt havent will wont cant cannot can would"
    " want wants wanted need needs needed like likes liked love loves loved hate hates hated"
    " pay pays paid sign signs signed buy buys bought use uses used run runs ran says think thinks"
    " worried worries fear fears decide decides decided prefer prefers asked keeps keep knows know"
)
_PAST = listed(
    "came got gave took left went met saw made put lost won chose knew heard found felt bought"
    " cut broke fell grew kept began"
)
# "She", "he" and "they" with a short verb, typed without the apostrophe: "shell" is "she'll".
_THEY_ALSO = listed("shell hell theyll shes hes theyre theyve theyd hed shed")
_LIMITS = listed("till until before without unless yet left if since")  # "no budget till may"
_TAKES_BACK = listed(
    "wait leave dont not that this it its the i we actually sorry no nope stop cancel move undo"
)
_DAYS = frozenset(WEEKDAYS) | listed(
    "today tonight tomorrow tmrw tmr tmw mon tue tues wed weds thu thur thurs fri sat sun"
)
_OF_SOMEBODY = listed("wants likes loves hates thinks prefers says said asked worries fears")
_DELETES = listed("delete erase undo remove")
_FILLERS = listed(
    "then now too also again at on the for to in a and back by from until till til sry sorry"
)


def may_be_news(text: str, *, named: bool) -> bool:
    """Check whether a line may be a statement about the account that was just talked about.

    Return False for a question, an instruction or a correction. Also return False if the line is
    said to Attune, or is only about the rep. `named` means that the line names a contact.
    """
    words = without_leading(bare_words_of(text), OPENERS | EXCLAIMED)
    if len(words) < _MIN_WORDS or kind_of(text) != "note":
        return False
    if not _TO_ATTUNE.isdisjoint(words) or words[0] in _ORDERS | _CORRECTS | _LABELS:
        return False
    about_them = named or not THEY.isdisjoint(words)
    if not about_them and (not _OF_SELF.isdisjoint(words) or _is_remark(words)):
        return False
    has_verb = about_them or any(map(_is_verb, words))
    return has_verb and not DAY_WORDS.issuperset(words) and tells_of_call(text, named=about_them)


def states_something(text: str) -> bool:
    """Check whether a line states something about a customer.

    Call this only for a line that no other function has recognised.

    The line may quote somebody ("competitor is medintake they said"), deny something ("no sso no
    deal tho") or give a figure ("3rd time now").

    Return False for a correction, an order, or words that are not a sentence. Also return False if
    the line is said to Attune, or is only about the rep.
    """
    words = without_leading(bare_words_of(text), OPENERS | EXCLAIMED)
    if len(words) < _MIN_WORDS or kind_of(text) not in ("note", "quote"):
        return False
    if not _TO_ATTUNE.isdisjoint(words) or words[0] in _ORDERS | _LABELS:
        return False
    denies = _denies(text, words)
    if "actually" in words[:2] or (words[0] in _CORRECTS and not denies):
        return False
    about_them = not (THEY | _THEY_ALSO).isdisjoint(words)
    if not about_them and (not _OF_SELF.isdisjoint(words) or _is_remark(words)):
        return False
    figure = _gives_figure(words)
    is_sentence = denies or about_them or figure or any(map(_is_verb, words))
    return is_sentence and tells_of_call(text, named=about_them or figure)


def may_be_for_attune(text: str) -> bool:
    """Check whether a statement may also be a question or an order to Attune.

    A line with a day may be about a call or a promise: "castell tmrw is a sales call", "price list:
    make that thursday". A line with a word such as "delete" may be an order. A line about "she" or
    "they", or about what somebody wants or thinks, is about the customer.
    """
    words = bare_words_of(text)
    if not (THEY | _THEY_ALSO | _OF_SOMEBODY).isdisjoint(words):
        return False
    return "?" in text or not (_DAYS | _DELETES).isdisjoint(words)


def _denies(text: str, words: list[str]) -> bool:
    """Match "no sso no deal" and "no budget till may", but not "no wait" and "no, friday"."""
    rest = words[1:]
    if words[0] != "no" or rest[0] in _TAKES_BACK | DAY_WORDS:
        return False
    if text.split(maxsplit=1)[0][-1] in ",.;:!":
        return False
    return "not" not in rest and ("no" in rest or not _LIMITS.isdisjoint(rest))


def _gives_figure(words: list[str]) -> bool:
    """Match "3rd time now", but not a line with a day, because its figure may be a time."""
    has_figure = any(word[0].isdecimal() for word in words)
    says = any(word not in _FILLERS and not word[0].isdecimal() for word in words)
    return has_figure and says and DAY_WORDS.isdisjoint(words)


def _is_verb(word: str) -> bool:
    return word in _VERBS or word in _PAST or (word not in DAY_WORDS and _ends_like_a_verb(word))


def _is_remark(words: list[str]) -> bool:
    """Match "that was quick", which is about what Attune has just done."""
    return words[0] in _POINTS and len(words) <= _SHORT


def _ends_like_a_verb(word: str) -> bool:
    return len(word) > 4 and word.endswith(("ed", "s", "ing"))
