"""Recognise comments for a colleague: "praise lena for …", "comment on lena: …". Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import WISHES, listed, without_leading

_BEGINS = (
    *(("give", "kudos", "to"), ("say", "thanks", "to"), ("say", "thank", "you", "to")),
    *(("comment", "on"), ("kudos", "to"), ("praise",), ("thank",), ("compliment",)),
)
# Only these words may follow the name. "Comment on lena and the price" may be about anything.
_AFTER = listed("for on about reflection reflections comment note")
_LONGEST = 300  # characters of a comment
_LEAD = 10  # how many words may come before the colon


@dataclass(frozen=True)
class CommentSaid:
    """The colleague whom a line thanks or comments on.

    `words` has the text after the colon, or "" if there is no such text.
    """

    name: str
    words: str = ""


def comment_said(text: str, colleagues: Collection[str]) -> CommentSaid | None:
    """Return what a line says to one of the `colleagues` (names), or None for any other line."""
    lead, colon, said = text.partition(":")
    words = without_leading(without_courtesy(written_out_words(lead)), WISHES)
    begun = next((one for one in _BEGINS if tuple(words[: len(one)]) == one), ())
    if not begun or (colon and len(words) > _LEAD):
        return None
    rest = words[len(begun) :]
    for name in colleagues:
        whole = written_out_words(name)
        for form in (whole, whole[:1]):
            if form and _is_named(rest, form):
                return CommentSaid(name, said.strip()[:_LONGEST])
    return None


def may_be_comment(text: str) -> bool:
    """Check whether a line begins like a comment, without knowing the colleagues' names."""
    words = without_leading(without_courtesy(written_out_words(text)), WISHES)
    return any(tuple(words[: len(one)]) == one for one in _BEGINS)


def _is_named(words: list[str], name: list[str]) -> bool:
    last = words[len(name) - 1 : len(name)]
    is_name = words[: len(name) - 1] == name[:-1] and last in ([name[-1]], [f"{name[-1]}s"])
    following = words[len(name) : len(name) + 1]
    return is_name and (not following or following[0] in _AFTER)
