"""Recognise a statement that may be news of a customer, though it names no account. Pure."""

from handlers.typed.calls.call_told import tells_of_call
from handlers.typed.line_kinds import kind_of
from handlers.typed.words import (
    DAY_WORDS,
    EXCLAIMED,
    OPENERS,
    THEY,
    bare_words_of,
    listed,
    without_leading,
)

_MIN_WORDS = 3  # a shorter text is more often a mistyped command
_SHORT = 5  # "that was quick" has at most this many words
_TO_ATTUNE = listed("you u ur your yours youre thanks thx ty bot robot")
_OF_SELF = listed("i im ive ill id me my mine myself")
_POINTS = listed("this that thats it its these those nothing something all")  # to what Attune said
_CORRECTS = listed("no nope not actually sorry wait")
_ORDERS = listed("bring put let lets give take get use stop start try tell")
_VERBS = listed(
    "is are was were has have had isnt arent wasnt hasnt havent will wont cant cannot can would"
    " want wants wanted need needs needed like likes liked love loves loved hate hates hated"
    " pay pays paid sign signs signed buy buys bought use uses used run runs ran says think thinks"
    " worried worries fear fears decide decides decided prefer prefers asked keeps keep knows know"
)


def may_be_news(text: str, *, named: bool) -> bool:
    """Check whether a line may state something about the account just talked about.

    A question, an instruction or a correction does not, and neither does what is said to Attune or
    about the rep. `named` means that the line names a contact.
    """
    words = without_leading(bare_words_of(text), OPENERS | EXCLAIMED)
    if len(words) < _MIN_WORDS or kind_of(text) != "note":
        return False
    if not _TO_ATTUNE.isdisjoint(words) or words[0] in _ORDERS | _CORRECTS:
        return False
    about_them = named or not THEY.isdisjoint(words)
    if not about_them and (not _OF_SELF.isdisjoint(words) or _is_remark(words)):
        return False
    has_verb = about_them or any(word in _VERBS or _ends_like_a_verb(word) for word in words)
    return has_verb and {*words} - DAY_WORDS != set() and tells_of_call(text, named=about_them)


def _is_remark(words: list[str]) -> bool:
    """Match "that was quick", which is about what Attune has just done."""
    return words[0] in _POINTS and len(words) <= _SHORT


def _ends_like_a_verb(word: str) -> bool:
    return len(word) > 4 and word.endswith(("ed", "s", "ing"))
