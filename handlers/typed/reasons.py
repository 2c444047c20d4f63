"""Recognise the reason that people add to a request: "cancel alder, they are sick". Pure."""

from handlers.typed.words import bare_word, bare_words_of, listed

_BECAUSE = listed("because bc cos coz cuz cause since due as")
_SAYS_SO = listed(
    "is are was were has have had got cant cannot isnt arent wont hasnt havent didnt"
    " doesnt sick ill"
)
# Words that may ask for something else: "and brightwater", "halden is off too", "not monday".
_MORE = listed("and too also both but not instead except only if unless then")
# One of these opens the rep's own reason: "no brief, i know them".
_OWN = listed("i we ive weve im already")
_MAX_REASON_WORDS = 8  # how many words a reason may have
_SHORT = 4  # a text of more words also tells something: "ines is bringing her cfo"


def is_reason(text: str) -> bool:
    """Check whether a text only says why: "because Piet is late", "they are sick".

    A text that may ask for something else, or that has digits, does not count as a reason.
    """
    words = bare_words_of(text)
    if not words or asks_for_more(text) or "and" in words:
        return False
    return words[0] in _BECAUSE or not _SAYS_SO.isdisjoint(words)


def tells_more(text: str) -> bool:
    """Check whether a text after a request tells something that is worth a note.

    A text of more than four words does, such as "Ines is bringing her cfo". A shorter text does
    unless it is a reason, such as "they are sick". A text that begins with "because" or the like
    never does, and neither does one that begins with a word such as "not": "not monday".
    """
    words = bare_words_of(text)
    if not words or words[0] in _MORE | _BECAUSE:
        return False
    return len(words) > _SHORT or not is_reason(text)


def asks_for_more(text: str) -> bool:
    """Check whether a text may ask for something else: "brightwater too", "halden to 3"."""
    more = _MORE - {"and"}  # "and" may also join two parts of a sentence
    return not more.isdisjoint(bare_words_of(text)) or any(map(str.isdigit, text))


def without_own_reason(text: str) -> str:
    """Cut off the rep's own reason: ", i know them" in "no brief for northwind, i know them".

    A text without such a reason is returned as it is. Words do not count as a reason if there are
    more than eight, if one of them begins with a digit, or if they may ask for something else.
    """
    words = text.split()
    for at in range(1, len(words)):
        is_new_part = (
            words[at - 1][-1] in ",;.–—-" or bare_word(" ".join(words[at : at + 2])) == "i know"
        )
        if is_new_part and bare_word(words[at]) in _OWN:
            reason = {*map(bare_word, words[at:])}
            fits = len(words) - at <= _MAX_REASON_WORDS and _MORE.isdisjoint(reason)
            is_plain = not any(word[:1].isdigit() for word in reason)
            return " ".join(words[:at]).rstrip(" ,;.–—-") if fits and is_plain else text
    return text
