"""Recognise new words for a promise: "security paper not sso", "rename that promise …". Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, listed, without_leading

_MAX_WORDS = 20
_LONGEST = 8  # at most this many new words, and at most this many old words
_CORRECTS = OPENERS | listed(
    "no nope sorry sry actually oops wait was i meant mean it is that should be"
)
_RENAMES = listed("rename reword rephrase change")
_SMALL = listed("the my our that this a an one promise promises about with for of it")
_PROMISE = listed("promise promises")


class OtherWords(NamedTuple):
    """New words for a promise, and the `old` words, which are in the promise now.

    `sure` says whether the line has the word "promise". A line without this word may be about
    something other than a promise.
    """

    new: str
    old: tuple[str, ...]
    sure: bool


def other_words(text: str) -> OtherWords | None:
    """Split "security paper not sso" into the new words and the old ones.

    Return None if the line has another form or is a question, or if the words have a day or a
    number.
    """
    words = [word for word in written_out_words(text) if word not in COURTESY]
    words = without_leading(words, _CORRECTS)
    if not words or len(words) > _MAX_WORDS or text.rstrip().endswith("?"):
        return None
    found = _renamed(words) if words[0] in _RENAMES else _not_that(words)
    if found is None or not (new := without_leading(found[0], _SMALL)):
        return None
    old = tuple(word for word in found[1] if word not in _SMALL)
    said = {*new, *old}
    if not old or len(new) > _LONGEST or len(old) > _LONGEST or not DAY_WORDS.isdisjoint(said):
        return None
    if any(word[:1].isdecimal() for word in said):
        return None
    return OtherWords(" ".join(new), old, not _PROMISE.isdisjoint(words))


def _renamed(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Split "rename that promise with the sso to security paper" into new and old words."""
    at = max((at for at, word in enumerate(words) if word == "to"), default=0)
    return ([*words[at + 1 :]], [*words[1:at]]) if at > 1 else None


def _not_that(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """Split "security paper not sso" into new and old words.

    Return None if the line has no "not", begins with "not", or has "not" more than once.
    """
    at = words.index("not") if "not" in words[1:] else 0
    return ([*words[:at]], [*words[at + 1 :]]) if at and words.count("not") == 1 else None
