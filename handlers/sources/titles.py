"""Finds the names of accounts in the title of a meeting. Pure.

Only the first `MAX_TITLE` characters are looked at, and names of up to `MAX_NAME_WORDS` words.
"""

from collections.abc import Collection, Mapping

from handlers.coaching.words import stems
from storage.accounts import comparable
from storage.text import storable

MAX_TITLE = 300
MAX_NAME_WORDS = 6
_APART = str.maketrans(dict.fromkeys(':;,|/()[]{}<>"“”„–—×•', " "))


def possible_names(title: str) -> Collection[str]:
    """What may be the name of an account, in the form in which names are compared."""
    return _spans(title).keys()


def named_in(title: str, names: Mapping[str, int]) -> list[int]:
    """The accounts whose whole names are in a title; `names` has account ids by compared name.

    A name inside a longer one does not count.
    """
    places = {span: names[name] for name, span in _spans(title).items() if name in names}
    kept = (one for span, one in places.items() if not _is_within(span, places.keys()))
    return list(dict.fromkeys(kept))


def without_names(title: str, names: Mapping[str, int]) -> tuple[str, ...]:
    """The stems of a title's words, without the names of accounts: "Lunch & Co demo" is a demo."""
    words = _words(title)
    for name, (start, end) in _spans(title).items():
        if name in names:
            words[start:end] = [""] * (end - start)
    return stems(" ".join(words))


def _words(title: str) -> list[str]:
    return comparable(storable(title[:MAX_TITLE]).translate(_APART)).split()


def _spans(title: str) -> dict[str, tuple[int, int]]:
    """Each run of words in a title that may be a name: its first word, and the next after it."""
    words = _words(title)
    return {
        " ".join(words[start:end]): (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + MAX_NAME_WORDS) + 1)
    }


def _is_within(place: tuple[int, int], places: Collection[tuple[int, int]]) -> bool:
    start, end = place
    return any(a <= start and end <= b and (a, b) != place for a, b in places)
