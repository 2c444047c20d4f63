"""Find who reports something: "ilse" in "ilse rang: they want to be paid". Pure."""

from handlers.typed.words import OPENERS, PRONOUNS, SAID, bare_word, listed

_REPORTS = SAID | listed(
    "rang called phoned wrote writes texted mailed emailed messaged pinged confirmed reports"
)
_BESIDE = listed("just again back me us today yesterday now also has earlier")
_MAX_NAME = 3


def reporter(label: str) -> str:
    """Return "ilse" for "ilse rang". `label` is the part of a line before the colon.

    The name may be that of an account ("northwind called"), or a common word ("dispatch called").
    Return "" for a pronoun ("she called"), and for any label that does not report something.
    """
    words = [word for word in map(bare_word, label.split()) if word]
    while words and words[0] in OPENERS:
        words = words[1:]
    while words and words[-1] in _BESIDE:
        words.pop()
    reports = words.pop() if words and words[-1] in _REPORTS else ""
    while words and words[-1] in _BESIDE:
        words.pop()
    if not reports or not 0 < len(words) <= _MAX_NAME:
        return ""
    return " ".join(words) if PRONOUNS.isdisjoint(words) else ""
