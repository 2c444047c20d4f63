"""Recognise questions and requests about the CRM and about deals: "send it to HubSpot"."""

from itertools import pairwise

from handlers.typed.line_kinds import is_command, is_question, kind_of
from handlers.typed.words import bare_words_of, listed

COMMANDED = 4  # we look for the verb of a request among this many words at the start
_WRITES = listed("send push write update put add log copy sync set save")
_SEES = listed("see sees read reads readers visible private confidential")
_DEALS = listed("deal deals stage opportunity pipeline")
_ELSEWHERE = listed("remind remember stop mute unmute start pause delete forget erase")


def asks_of_crm(text: str) -> bool:
    """Check whether a text is a question or a request about the CRM.

    Return False for a text about promises. Also return False for a request that another feature
    answers: "remind me to …", "stop CRM warnings".
    """
    words = bare_words_of(text)
    if kind_of(text) != "crm" or words[0] in _ELSEWHERE:
        return False
    promises = any(word.startswith("promis") for word in words)
    return not promises and (is_command(words) or is_question(text, words))


def asks_to_send(text: str) -> bool:
    """Check whether a text asks to write to the CRM: "send it to HubSpot"."""
    return not _WRITES.isdisjoint(bare_words_of(text)[:COMMANDED]) and kind_of(text) == "crm"


def asks_who_sees(text: str) -> bool:
    """Check whether a question is about who reads something: "who sees what I send there"."""
    words = bare_words_of(text)
    return words[:1] != ["what"] and not _SEES.isdisjoint(words)


def asks_for_deal(text: str) -> bool:
    """Check whether a text is about a deal: "who owns the deal", "what's the next step"."""
    words = bare_words_of(text)
    return not _DEALS.isdisjoint(words) or ("next", "step") in pairwise(words)
