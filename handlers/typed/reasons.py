"""Recognise the reason that people add to a request: "cancel alder, they are sick". Pure."""

from handlers.typed.words import bare_word, bare_words_of, listed

_BECAUSE = listed("because bc cos coz cuz cause since due as")
_SAYS_SO = listed(
    "is are was were has have had got cant cannot isnt arent wont hasnt havent didnt"
    " doesnt sick ill"
)
# Words that may ask for something else: "and brightwater", "halden is off too", "not monday".
_MORE = listed("and too also both but not instead except only if unless then")
_CANNOT = listed("cant cannot wont isnt arent hasnt havent didnt doesnt sick ill")
# A text that only says that somebody got in touch tells nothing: "jana just called".
_IN_TOUCH = listed(
    "called rang phoned texted wrote mailed emailed messaged pinged confirmed told said says asked"
)
_BESIDE_IN_TOUCH = listed("just now me us it so she he they has fyi again sorry sry earlier today")
_NAME = 3  # how many words of such a text may be a name
# One of these opens the rep's own reason: "no brief, i know them".
_OWN = listed("i we ive weve im already")
_MAX_REASON_WORDS = 8  # how many words a reason may have
_SHORT = 4  # a text with more words is worth a note: "ines is bringing her cfo"


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

    These texts are not worth a note:

    - a text that begins with "because" or a similar word
    - a text that begins with a word that may ask for something else, such as "not": "not monday"
    - a text of at most four words that only says why: "they are sick"

    All other texts are worth a note, such as "Ines is bringing her cfo".
    """
    words = bare_words_of(text)
    if not words or words[0] in _MORE | _BECAUSE:
        return False
    return len(words) > _SHORT or not is_reason(text)


def says_nothing(text: str) -> bool:
    """Check whether a text only says that somebody got in touch: "jana just called"."""
    words = bare_words_of(text)
    left = [word for word in words if word not in _IN_TOUCH | _BESIDE_IN_TOUCH]
    reached = not _IN_TOUCH.isdisjoint(words)
    return not left or (
        reached and len(left) <= _NAME and words[-1] in _IN_TOUCH | _BESIDE_IN_TOUCH
    )


def says_cannot(text: str) -> bool:
    """Check whether a text says what is not possible: "she cant make 4"."""
    return not _CANNOT.isdisjoint(bare_words_of(text))


def asks_for_more(text: str) -> bool:
    """Check whether a text may ask for something else: "brightwater too", "halden to 3"."""
    more = _MORE - {"and"}  # "and" may also join two parts of a sentence
    return not more.isdisjoint(bare_words_of(text)) or any(map(str.isdigit, text))


def without_own_reason(text: str) -> str:
    """Cut off the rep's own reason: ", i know them" in "no brief for northwind, i know them".

    If the text has no such reason, return it unchanged. A reason has at most eight words. It has no
    word that begins with a digit, and no word that may ask for something else ("too", "but").
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
