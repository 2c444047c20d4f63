"""Recognise a line that says whom a promise is for: "roi deck is for paul not mia". Pure."""

from typing import NamedTuple

from handlers.typed.words import DAY_WORDS, bare_word, listed, without_leading

MAX_WORDS = 16  # a line with a correction has at most this many words
_NAME = 3  # at most this many words name the person: "jana's boss"
_WHAT = 5  # at most this many words name the promise
_LEADS = listed("no nope sorry sry actually oops wait hang on ah oh hm ok and so btw")
_JOINTS = (["for"], ["goes", "to"], ["go", "to"], ["is", "to"])
_IS = listed("is are was were actually really just meant thats its theyre goes")
_THAT = listed("that thats this it its one ones the those these they theyre my promise promised is")
_NOT = listed("not instead")
_ENDS = listed("actually really sorry sry tho though instead only please pls")


class PersonCorrected(NamedTuple):
    """A correction of the person whom a promise is for.

    `what` has the words that name the promise. It may be empty. `new` is the person whom the
    promise is for. `old` is the person whom the promise is not for, or "". Both persons are as
    typed, such as "jana's boss".
    """

    what: tuple[str, ...]
    new: str
    old: str


def person_corrected(text: str) -> PersonCorrected | None:
    """Return "roi deck", "paul" and "mia" for "roi deck is for paul actually not mia".

    Return None for a line of any other kind. "Roi deck is for friday" also gives None, because a
    day or a number is not a person. The caller must check whether `new` and `old` name people.
    """
    typed = text.strip(" .!").split(maxsplit=MAX_WORDS + 1)
    typed = typed[next((at for at, one in enumerate(typed) if bare_word(one) not in _LEADS), 0) :]
    words = [bare_word(word) for word in typed]
    found = next(
        ((at, joint) for at in range(len(words)) for joint in _JOINTS if _is_at(words, at, joint)),
        None,
    )
    if found is None or len(typed) > MAX_WORDS or text.rstrip().endswith("?"):
        return None
    at, joint = found
    before, after = words[:at], typed[at + len(joint) :]
    is_said = joint != ["for"] or not before or before[-1] in _IS or before[-1] == "ones"
    no = next((no for no, one in enumerate(after) if bare_word(one) in _NOT), len(after))
    new = _person(after[:no])
    old = _person(after[no + 1 :])
    what = tuple(word for word in before if word not in _THAT | _IS)
    fits = is_said and len(new) <= _NAME and len(old) <= _NAME and len(what) <= _WHAT
    is_day = any(bare_word(one) in DAY_WORDS or one[:1].isdecimal() for one in (*new, *old))
    return (
        PersonCorrected(what, " ".join(new), " ".join(old)) if new and fits and not is_day else None
    )


def _is_at(words: list[str], at: int, joint: list[str]) -> bool:
    return words[at : at + len(joint)] == joint


def _person(words: list[str]) -> list[str]:
    """Leave out "for" and "of" before a name, and "actually" and a comma after it."""
    while words and bare_word(words[-1]) in _ENDS:
        words = words[:-1]
    named = without_leading([word.strip(",.;:!") for word in words], listed("for of"))
    return [word for word in named if word]
