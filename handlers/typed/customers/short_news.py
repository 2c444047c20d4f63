"""Recognise news in two or three words: "northwind signed!!", "jana got promoted". Pure."""

from handlers.typed.words import bare_words_of, listed

_MIN_WORDS, _MAX_WORDS = 2, 3
_HAPPENED = listed(
    "signed renewed churned ghosted stalled won lost quit left resigned retired promoted fired"
    " bailed hired approved"
)
_WENT = listed("dark quiet silent cold")  # after "went": "northwind went dark"
_AROUND = listed("we i they us is are was has have just got went gone to the")


def tells_short_news(text: str) -> bool:
    """Check whether a text of two or three words says what happened at an account or to a contact.

    A question does not count as news.
    """
    words = bare_words_of(text)
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or "?" in text:
        return False
    return not _HAPPENED.isdisjoint(words) or (words[-2] == "went" and words[-1] in _WENT)


def subject_of_news(text: str) -> str:
    """Return "halden" for "lost halden" and "halden is lost". Return "" for any other text."""
    if not tells_short_news(text):
        return ""
    words = bare_words_of(text)
    known = _HAPPENED | _AROUND | (_WENT if words[-1] in _WENT else listed(""))
    return " ".join(word for word in words if word not in known)
