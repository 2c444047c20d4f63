"""Recognise that somebody does not come to a call: "take tom off the call". Pure."""

from dataclasses import dataclass

from handlers.typed.words import COURTESY, OPENERS, PRONOUNS, few_words_of, listed
from handlers.typed.words import without_apostrophes as bare

_MAX_WORDS = 14
_MAX_NAME = 3
_CALL = listed("call meeting demo invite list it mtg")
_BESIDE = _CALL | listed("the my our with to on for from of this that call")
_END = COURTESY | listed("anymore any more after all though tho btw sorry now")
_NOBODY = PRONOUNS | listed("i you nobody somebody everybody that this it there and but")
_NOT = listed("isnt wont cant cannot arent not")
_COMES = listed("coming joining attending come join attend")
_JOINTS = listed("is will be can")


@dataclass(frozen=True)
class OffCall:
    """A person who does not come to a call.

    `account` has the words for the call's account, or "". `is_order` is true for an order such as
    "take tom off the call", and false for a statement such as "tom isn't coming".
    """

    name: str
    account: str
    is_order: bool


def off_call(text: str) -> OffCall | None:
    """Return who does not come to a call, or None for any other line.

    The `name` in the result is not always a person's: "take pricing off the call" has "pricing".
    """
    words = [bare(word) for word in few_words_of(text, _MAX_WORDS)]
    while words and words[-1] in _END:
        words.pop()
    while words and words[0] in OPENERS | COURTESY:
        words = words[1:]
    is_order = words[:1] == ["take"]
    if is_order:
        at = words.index("off") if "off" in words else 0
        name, where = words[1:at], words[at + 1 :]
        fits = at > 0 and not _CALL.isdisjoint(where)
    else:
        at = next((at for at, word in enumerate(words) if word in _COMES), 0)
        begin = next((at for at, word in enumerate(words[:at]) if word in _NOT | _JOINTS), 0)
        name, where = words[:begin], words[at + 1 :]
        said = words[begin:at]
        fits = begin > 0 and not _NOT.isdisjoint(said) and said[0] in _NOT | _JOINTS
        fits = fits and (_NOT | _JOINTS).issuperset(said)
    if not fits or not 0 < len(name) <= _MAX_NAME or not _NOBODY.isdisjoint(name):
        return None
    account = " ".join(word for word in where if word not in _BESIDE)
    return OffCall(" ".join(name), account, is_order)
