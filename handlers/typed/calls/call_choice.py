"""Recognise the answer to "Which call?": "the one today obviously", "the later one". Pure."""

from dataclasses import dataclass

from handlers.typed.calls.call_reports import with_plain_days
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import DAY_WORDS, listed

_MAX_WORDS = 9
_FILLING = listed(
    "the one ones call meeting on at obviously ofc course duh clearly i mean meant no its it is"
    " thats that sorry lol just yes yeah yep yup ok pick take my with please pls plz oh"
)
_FIRST = listed("first 1st earlier earliest")
_LAST = listed("last later latest")
_NUMBERED = {"second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3}
_CLOCK = listed("am pm noon midday")
_ALL = listed("both all each")
_BESIDE_ALL = _ALL | listed("of them cancel these those two three calls do everything")
_BOOKS = listed("yes yep yeah yup sure book move")
_BESIDE_BOOKS = listed("that it please pls do this then ok lets go ahead the call thanks")
_POINTS = listed("the one ones")


@dataclass(frozen=True)
class ChosenCall:
    """Which of the offered calls somebody means. Only one of the fields is set.

    - `when`: the day or time of the call, in the words of the line
    - `at`: the place of the call in the list, from 0, or -1 for the last call
    - `name`: a name, for example of the account
    """

    when: str = ""
    at: int | None = None
    name: str = ""


def chosen_call(text: str) -> ChosenCall | None:
    """Return which call a line chooses, or None for any other line."""
    words = _words(text)
    left = [word for word in words if word not in _FILLING]
    if len(left) == 1 and (at := _place(left[0])) is not None:
        return ChosenCall(at=at)
    if left and all(word in DAY_WORDS | _CLOCK or word[:1].isdecimal() for word in left):
        return ChosenCall(when=" ".join(left))
    if 0 < len(left) <= 2 and not _POINTS.isdisjoint(words):
        return ChosenCall(name=" ".join(left))
    return None


def means_all(text: str) -> bool:
    """Check for "yes both" and "cancel all of them"."""
    left = {word for word in _words(text) if word not in _FILLING}
    return not left.isdisjoint(_ALL) and left <= _BESIDE_ALL


def books_it(text: str) -> bool:
    """Check for "yes" and "yes book that", as an answer to "Shall I move your call?"."""
    words = {*_words(text)}
    return words <= _BOOKS | _BESIDE_BOOKS and not words.isdisjoint(_BOOKS)


def says_both(text: str) -> bool:
    """Check for "yes both", which makes no sense if more than two calls were offered."""
    return "both" in _words(text)


def _words(text: str) -> list[str]:
    if len(text.split(maxsplit=_MAX_WORDS + 1)) > _MAX_WORDS or "?" in text:
        return []
    return written_out_words(with_plain_days(text))


def _place(word: str) -> int | None:
    if word in _FIRST:
        return 0
    return -1 if word in _LAST else _NUMBERED.get(word)
