"""Other ways in which tools write somebody's name: "Mueller" for Müller, "lbrandt". Pure."""

import re

from handlers.transcripts.speakers import folded

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_BARE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})
# The name of a device may contain its owner's name: "Lena's iPhone", "iPad von Lena".
_DEVICE = re.compile(
    r"\b(iphone|ipad|macbook|laptop|notebook|handy|phone|pc|galaxy|pixel|android|pro|air)\b"
)
_OWNED = re.compile(r"['’]s\b|\b(von|de|of)\b", re.IGNORECASE)


def spellings(name: str) -> set[str]:
    """Return the spellings of a name, folded.

    Jürgen Müller gives "jurgen muller" and "juergen mueller".
    """
    small = name.lower()
    return {folded(small), folded(small.translate(_SPELLED_OUT)), folded(small.translate(_BARE))}


def handles(name: str) -> set[str]:
    """Return user names for a folded name: "lbrandt", "brandtl" and others for "lena brandt".

    If the name has only one word, return no user names.
    """
    words = name.split()
    if len(words) < 2:
        return set()
    first, last = words[0], words[-1]
    pairs = (first[0] + last, first + last[0], last + first[0], last[0] + first)
    return {*pairs, first + last, last + first, "".join(words)}


def owner_of(label: str) -> str:
    """Return the owner's name if the label is the name of a device: "lena" for "Lena's iPhone".

    If the device has no owner in its name, return "". If the label names no device, return the
    label.
    """
    if not _DEVICE.search(label.lower()):
        return label
    return " ".join(_DEVICE.sub(" ", _OWNED.sub(" ", label.lower())).split())
