"""Recognise the question whether a call is at a certain time: "bwc at 2 right?". Pure."""

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import OPENERS, listed

_MAX_WORDS = 12
_NOT_THEN = 4  # we look for "not" only in this many last words: "bwc at 2 not 3?"
_TAGS = listed("right yeah yes correct ya yep no true")
# Tags of two or three words.
_TAGS_OF_TWO = (
    *(["is", "not", "it"], ["isnt", "it"], ["or", "not"], ["is", "it"], ["still", "on"]),
)
_BEFORE = OPENERS | listed("my the our is its call meeting demo with that still")


def account_and_time(text: str) -> str:
    """Return "bwc at 2" for a line that asks whether the call with "bwc" is at 2.

    All of these lines give "bwc at 2":

    - "bwc at 2 right?"
    - "bwc at 2?"
    - "bwc at 2 still on"
    - "bwc at 2 not 3?"

    The caller must check whether the words are an account and a time. Return "" if the line has
    more than twelve words. Also return "" if it ends without a question mark and without a tag (see
    `has_tag`).
    """
    words = few_written_out_words(text, _MAX_WORDS)
    tag = _tag_length(words)
    if not tag and not text.rstrip().endswith("?"):
        return ""
    words = words[: len(words) - tag]
    if "not" in words[-_NOT_THEN:]:
        words = words[: words.index("not")]
    while words and words[0] in _BEFORE:
        words = words[1:]
    return " ".join(word for word in words if word not in ("is", "call", "meeting", "still"))


def has_tag(text: str) -> bool:
    """Check whether a line ends with "right", "yeah" or the like."""
    return _tag_length(few_written_out_words(text, _MAX_WORDS)) > 0


def _tag_length(words: list[str]) -> int:
    """Return how many words at the end are a tag: 1 for "right", 3 for "is not it", else 0."""
    if words[-1:] != [] and words[-1] in _TAGS:
        return 1
    return next((len(tag) for tag in _TAGS_OF_TWO if words[-len(tag) :] == tag), 0)
