"""Recognise that a note belongs to another account: "the routiq note is for alder". Pure."""

from typing import NamedTuple

from handlers.typed.correction_words import ENDS, LEADS
from handlers.typed.words import bare_word, listed, without_leading

_MAX_WORDS = 14
_LONGEST_NAME = 4  # words in an account's name
_BEFORE_NOTE = 4  # "note" is among this many first words: "the new price note"
_SMALL = listed("the that this my last a of about bout abt on re with saying")
_JOINTS = tuple(
    one.split()
    for one in (
        *("is for", "was for", "goes to", "belongs to", "belongs on", "is about", "was about"),
        *("should be for", "should be on", "should go to", "has to go to", "is really for"),
    )
)


class NoteFor(NamedTuple):
    """The words that say which note is meant, or "", and the words for the account."""

    about: str
    account: str


def note_for(text: str) -> NoteFor | None:
    """Return "routiq" and "alder" for "the routiq note is for alder", or None.

    "That note goes to alder not northwind" gives "" and "alder". We do not check the account.
    """
    typed = text.split(maxsplit=_MAX_WORDS)
    words = without_leading([word for word in map(bare_word, typed) if word], LEADS)
    at = words.index("note") if "note" in words[:_BEFORE_NOTE] else -1
    if at < 1 or len(typed) > _MAX_WORDS or text.rstrip().endswith("?"):
        return None
    rest = words[at + 1 :]
    found = (
        (i, joint)
        for i in range(len(rest))
        for joint in _JOINTS
        if rest[i : i + len(joint)] == joint
    )
    begin, joint = next(found, (0, []))
    name = rest[begin + len(joint) :] if joint else []
    name = name[: name.index("not")] if "not" in name else name
    while name and name[-1] in ENDS:
        name = name[:-1]
    if not 0 < len(name) <= _LONGEST_NAME:
        return None
    about = [word for word in (*words[:at], *rest[:begin]) if word not in _SMALL]
    return NoteFor(" ".join(about), " ".join(name))
