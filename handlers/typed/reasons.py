"""Recognise the reason that people add to a request: "cancel alder, they are sick". Pure."""

from handlers.typed.words import bare_words_of, listed

_BECAUSE = listed("because bc cos coz cuz cause since due as")
_SAYS_SO = listed(
    "is are was were has have had got cant cannot isnt arent wont hasnt havent didnt"
    " doesnt sick ill"
)
# Words that may ask for something else: "and brightwater", "halden is off too", "not monday".
_MORE = listed("and too also both but not instead except only if unless then")


def is_reason(text: str) -> bool:
    """Check whether words only say why: "because Piet is late", "they are sick".

    Words that may ask for something else, or that have digits, do not count as a reason.
    """
    words = bare_words_of(text)
    if not words or not _MORE.isdisjoint(words) or any(map(str.isdigit, text)):
        return False
    return words[0] in _BECAUSE or not _SAYS_SO.isdisjoint(words)
