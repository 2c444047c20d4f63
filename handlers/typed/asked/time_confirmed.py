"""Recognise the question whether a call is at a certain time: "bwc at 2 right?". Pure."""

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import OPENERS, listed

_MAX_WORDS = 12
_TAGS = listed("right yeah yes correct ya yep no true")
_TAGS_OF_TWO = (["is", "not", "it"], ["isnt", "it"], ["or", "not"], ["is", "it"])
_BEFORE = OPENERS | listed("my the our is its call meeting demo with that still")
_INITIALS = 5  # the longest short form of a name: "bwc" for Brightwater Clinics
_MIN_INITIALS = 2


def confirms_time(text: str) -> str:
    """Return "bwc at 2" for "bwc at 2 right?" and "bwc at 2?", or "" for any other line.

    The words may be something other than an account and a time.
    """
    words = few_written_out_words(text, _MAX_WORDS)
    tag = _tag(words)
    if not tag and not text.rstrip().endswith("?"):
        return ""
    words = words[: len(words) - tag]
    while words and words[0] in _BEFORE:
        words = words[1:]
    return " ".join(word for word in words if word not in ("is", "call", "meeting", "still"))


def has_tag(text: str) -> bool:
    """Check whether a line ends with "right", "yeah" or the like."""
    return _tag(few_written_out_words(text, _MAX_WORDS)) > 0


def _tag(words: list[str]) -> int:
    """Count the words of "right" or "is not it" at the end."""
    if words[-1:] != [] and words[-1] in _TAGS:
        return 1
    return next((len(tag) for tag in _TAGS_OF_TWO if words[-len(tag) :] == tag), 0)


def is_short_for(short: str, name: str) -> bool:
    """Check whether letters stand for a name: "bwc" or "bc" for Brightwater Clinics.

    The name must have the letters in this order. The first letter of each of its words must be
    among them.
    """
    letters, words = short.casefold(), name.casefold().split()
    if not (_MIN_INITIALS <= len(letters) <= _INITIALS and letters.isalpha() and len(words) > 1):
        return False
    at = 0
    for word in words:
        if letters[at : at + 1] != word[:1]:
            return False
        at += 1
        for letter in word[1:]:
            following = letters[at : at + 1]
            is_next_word = len(letters) - at < len(words) - words.index(word)
            if following == letter and not is_next_word:
                at += 1
    return at == len(letters)
