"""Recognise what people ask about a colleague by name: "lenas promises", "how is lena doing". Pure.

`_KEYS` has the words that a line must have. The word `NAME` stands for the colleague's name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.key_words import MAX_WORDS, KeyWords, begins_like_question, key_words
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import listed

# "doing" asks how somebody is doing, in general. "say" asks what to say to somebody.
MemberPart = Literal[
    "overdue", "promises", "next call", "calls", "reflections", "coaching", "doing", "say"
]

NAME = "*"
_AROUND = "what which when is are does did has have any all the of from by open show me list"
_LATELY = "today this week lately now"
_KEYS: tuple[tuple[MemberPart, KeyWords], ...] = (
    (
        "overdue",
        key_words(NAME, "overdue late", around=f"{_AROUND} promise promises anything on with"),
    ),
    (
        "promises",
        key_words(NAME, "promise promises", around=f"{_AROUND} can i see still make made keep"),
    ),
    (
        "promises",
        key_words(
            NAME,
            "owe owes owed promise promised due",
            around=f"{_AROUND} promises still to customers buyers",
        ),
    ),
    (
        "calls",
        key_words(
            NAME,
            "many",
            "calls meetings",
            around=f"{_AROUND} {_LATELY} how next tomorrow got there planned open",
        ),
    ),
    (
        "calls",
        key_words(
            NAME,
            "calls meetings",
            "today tomorrow week which",
            around=f"{_AROUND} {_LATELY} next got there planned open on",
        ),
    ),
    (
        "coaching",
        key_words(
            NAME,
            "focus",
            around=f"{_AROUND} my it that i take taken took up on accept accepted pick picked use"
            " using offer offered yet still working",
        ),
    ),
    (
        "next call",
        key_words(
            NAME, "next upcoming coming calls meetings", around=f"{_AROUND} call meeting a for who"
        ),
    ),
    (
        "reflections",
        key_words(
            NAME,
            "reflection reflections share shared shares hearing hears learning",
            around=f"{_AROUND} {_LATELY} can i see read my with us team last latest recent new",
        ),
    ),
    ("doing", key_words(NAME, "how", around="is are things going with and about")),
    ("doing", key_words(NAME, around="and what about")),
    (
        "say",
        key_words(
            NAME,
            "say tell praise thank",
            around="what how should do can could i to we him her well done good job about it",
        ),
    ),
    (
        "doing",
        key_words(
            NAME,
            "doing going performing working up things status overview update summary news",
            around=f"how what is are any on to with about a of from {_LATELY}",
        ),
    ),
)
_PROMISE = listed("promise promised owe owes")
_HEAR = listed("hear heard learn learned learnt")
_MAX_NAME = 3  # a line of at most this many words may be a name: "and Emeka Obi"
_ANY = frozenset().union(*(group for _, keys in _KEYS for group in keys.needs)) - {NAME}


@dataclass(frozen=True)
class MemberAsked:
    """What a line asks about a colleague. `names` are the colleagues who may be meant."""

    part: MemberPart
    names: tuple[str, ...]


def may_name_member(text: str) -> bool:
    """Check quickly whether a line may ask about a colleague. This needs no names of colleagues."""
    words = written_out_words(text)
    return 0 < len(words) <= MAX_WORDS and (len(words) <= _MAX_NAME or not _ANY.isdisjoint(words))


def asks_what_was_heard(text: str) -> bool:
    """Check for a question such as "what did aylin hear at mercato", with any name."""
    words = written_out_words(text)
    return words[:2] in (["what", "did"], ["what", "has"]) and not _HEAR.isdisjoint(words)


def asks_for_promises(text: str) -> bool:
    """Check quickly whether a line may ask what somebody promised. This needs no names."""
    words = written_out_words(text)
    return (
        len(words) <= MAX_WORDS and begins_like_question(words) and not _PROMISE.isdisjoint(words)
    )


def promised_by(text: str, colleagues: Collection[str]) -> str:
    """Return the colleague who is named in a question such as "what did bram promise mercato".

    Return "" if the line is not such a question, or if it does not name a colleague.
    """
    words = written_out_words(text)
    if not asks_for_promises(text):
        return ""
    at = next(at for at, word in enumerate(words) if word in _PROMISE)
    return next(
        (name for name in colleagues if written_out_words(name)[:1] == words[at - 1 : at]), ""
    )


def member_asked(text: str, colleagues: Collection[str]) -> MemberAsked | None:
    """Return what a line asks about a colleague. Return None for any other line.

    `colleagues` are full names. The apostrophe is optional: "lena's promises", "lenas promises". If
    two colleagues have the same first name, the line can give the full name.
    """
    words = without_courtesy(written_out_words(text)) if may_name_member(text) else []
    whole = {name: written_out_words(name) for name in colleagues}
    first = {name: form[:1] for name, form in whole.items()}
    for forms in (whole, first):
        found = [(name, part) for name, form in forms.items() if (part := _part(words, form))]
        if found:
            part = found[0][1]
            return MemberAsked(part, tuple(name for name, other in found if other == part))
    return None


def _part(words: Sequence[str], name: Sequence[str]) -> MemberPart | None:
    at = _place(words, name) if name else -1
    if at < 0:
        return None
    left = [*words[:at], NAME, *words[at + len(name) :]]
    if left == [NAME] and words[-1] != name[-1]:  # "toms" alone is not a question
        return None
    return next((part for part, keys in _KEYS if keys.fit(left)), None)


def _place(words: Sequence[str], name: Sequence[str]) -> int:
    """Return the index of the name, with or without an "s" at its end, or -1 if it is missing."""
    ends = (name[-1], f"{name[-1]}s")
    return next(
        (
            at
            for at in range(len(words) - len(name) + 1)
            if [*words[at : at + len(name) - 1]] == [*name[:-1]]
            and words[at + len(name) - 1] in ends
        ),
        -1,
    )
