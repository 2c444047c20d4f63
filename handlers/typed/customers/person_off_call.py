"""Recognise that somebody does not come to a call: "take tom off the call". Pure."""

from dataclasses import dataclass

from handlers.typed.words import COURTESY, OPENERS, PRONOUNS, few_words_of, listed
from handlers.typed.words import without_apostrophes as bare

_MAX_WORDS = 14
_MAX_NAME = 3
_CALL = listed("call meeting demo invite list it mtg")
_BESIDE = _CALL | listed("the my our with to on for from of this that call one")
_TAKES = listed("take kick")  # "take tom off the call"
_END = COURTESY | listed("anymore any more after all though tho btw sorry now")
_NOBODY = PRONOUNS | listed("i you nobody somebody everybody that this it there and but")
_NOT = listed("isnt wont cant cannot arent not")
_COMES = listed("coming joining attending come join attend")
_JOINTS = listed("is will be can")


@dataclass(frozen=True)
class OffCall:
    """A person who does not come to a call.

    `account` has the words for the call's account, or "". `is_order` is true for an order such as
    "take tom off the call", and false for a statement such as "tom isn't coming". `is_certain` is
    false for "take tom off alder", which may be about something else.
    """

    name: str
    account: str
    is_order: bool
    is_certain: bool = True


def off_call(text: str) -> OffCall | None:
    """Return who does not come to a call, or None for any other line.

    The `name` in the result is not always a person's: "take pricing off the call" has "pricing".
    """
    words = [bare(word) for word in few_words_of(text, _MAX_WORDS)]
    while words and words[-1] in _END:
        words.pop()
    while words and words[0] in OPENERS | COURTESY:
        words = words[1:]
    ordered = _order(words)
    name, where = ordered or _stated(words)
    if not 0 < len(name) <= _MAX_NAME or not _NOBODY.isdisjoint(name):
        return None
    account = " ".join(word for word in where if word not in _BESIDE)
    is_certain = ordered is None or not _CALL.isdisjoint(where)
    return OffCall(" ".join(name), account, ordered is not None, is_certain)


def _order(words: list[str]) -> tuple[list[str], list[str]] | None:
    """Split "take tom off alder" into "tom" and "alder". "Uninvite tom from alder" is the same."""
    if words[:1] == ["uninvite"]:
        at = next((at for at, word in enumerate(words) if word in ("from", "to")), len(words))
    elif words[:1] != [] and words[0] in _TAKES:
        at = next((at for at, word in enumerate(words) if word in ("off", "out")), 0)
    else:
        return None
    return (words[1:at], words[at + 1 :]) if at else None


def _stated(words: list[str]) -> tuple[list[str], list[str]]:
    """Split "tom isnt coming to alder" into "tom" and "to alder".

    For any other line, return two empty lists.
    """
    at = next((at for at, word in enumerate(words) if word in _COMES), 0)
    begin = next((at for at, word in enumerate(words[:at]) if word in _NOT | _JOINTS), 0)
    said = words[begin:at]
    fits = begin > 0 and not _NOT.isdisjoint(said) and said[0] in _NOT | _JOINTS
    fits = fits and (_NOT | _JOINTS).issuperset(said)
    return (words[:begin], words[at + 1 :]) if fits else ([], [])
