"""Recognise a rep's reply to marketing: “tell her yes”, “did priya get my answer”. Pure."""

from collections.abc import Collection

from handlers.typed.marketing.passing_said import CALLED
from handlers.typed.words import bare_word, bare_words_of, first_name, listed

_MAX_WORDS = 10  # how many words a question about a reply may have
_TELLS = (["tell"], ["answer"], ["reply", "to"], ["reply"], ["text"], ["message"], ["let"])
_WHOM = listed("her him them")
_NOT_SAID = listed("that know")  # in "tell her that we have one", the reply begins after "that"
_LEAD = 5  # "tell her that" and the like has fewer words than this
_ASKS = listed("did has have does is was")
_GETS = listed("get got gotten receive received see seen saw read have has reach reached there")
_REPLY = listed("answer reply")
_MINE = listed("my the it that this line message note question quote words to yet already now")


def may_tell(text: str) -> bool:
    """Check whether a line begins with words such as "tell" or "reply to"."""
    words = [bare_word(word) for word in text.split()[:_LEAD]]
    return any(words[: len(one)] == one for one in _TELLS)


def may_ask_arrival(text: str) -> bool:
    """Check whether a line may ask if something arrived: "did priya get it"."""
    words = bare_words_of(text)
    in_short = 2 < len(words) <= _MAX_WORDS
    return in_short and words[0] in _ASKS and not _GETS.isdisjoint(words[1:])


def reply_said(text: str, marketer: str) -> str:
    """Return "yes 2 pages ok" for "tell her yes 2 pages ok" and "reply to priya: yes 2 pages ok".

    `marketer` is the name of the marketer who has just written to the rep. Return "" if the line
    is not a reply, or if it names somebody else.
    """
    typed = text.split()
    words = [bare_word(word) for word in typed[:_LEAD]]
    lead = next((one for one in _TELLS if words[: len(one)] == one), None)
    if lead is None or words[len(lead) : len(lead) + 1] == []:
        return ""
    whom, at = words[len(lead)], len(lead) + 1
    if whom not in _WHOM | {first_name(marketer)}:
        return ""
    if lead == ["let"] and words[at : at + 1] != ["know"]:
        return ""
    while at < len(words) and words[at] in _NOT_SAID:
        at += 1
    return " ".join(typed[at:]).lstrip(":,-–— ")


def arrival_asked(text: str, names: Collection[str]) -> tuple[str, bool] | None:
    """Return who should have got something from the rep, and whether it was an answer.

    For "did priya get my answer", return the colleague's full name and True. For "did marketing get
    it", return "" and False. Return None for other lines.
    """
    if not may_ask_arrival(text):
        return None
    words = bare_words_of(text)
    named = [name for name in names if first_name(name) in words]
    whom = {first_name(name) for name in named} or CALLED.intersection(words)
    rest = {*words[1:]} - whom
    if len(whom) != 1 or rest.isdisjoint(_GETS) or not rest <= _GETS | _REPLY | _MINE:
        return None
    return (named[0] if named else ""), not rest.isdisjoint(_REPLY)
