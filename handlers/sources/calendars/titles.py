"""Find the names of accounts in the title of a meeting. Pure.

Few titles have a company's legal form, so "Northwind" also stands for "Northwind GmbH".
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from handlers.coaching.text.words import SMALL_WORDS, stems
from storage.spelling import comparable
from storage.text import storable

MAX_TITLE = 300
MAX_NAME_WORDS = 6
_FORMS = (
    *(", inc", ", inc.", ", llc", ", ltd", ", ltd."),
    *(" ag", " corp", " gmbh", " inc", " inc.", " llc", " ltd", " ltd.", " plc"),
)
_MAX_FORMED = 3  # we try legal forms after a name of at most this many words
_APART = str.maketrans(dict.fromkeys(':;,|/()[]{}<>"“”„–—×•', " "))

Names = Mapping[str, frozenset[int]]  # ids of accounts, by name without the legal form


def possible_names(title: str) -> Collection[str]:
    """Return the names of accounts that a title may contain, with and without legal forms.

    The names are in the form that `comparable` returns.
    """
    names = set(_spans(title))
    for name in _spans(title):
        first, _, rest = name.partition(" ")
        last = rest.rpartition(" ")[2] or first
        if name.count(" ") < _MAX_FORMED and not SMALL_WORDS & {first, last}:
            names.update(name + form for form in _FORMS)
    return names


def by_name(found: Mapping[str, int]) -> Names:
    """Return the ids of accounts by name without the legal form.

    `found` maps each account's full name to the account's id.
    """
    names: dict[str, frozenset[int]] = {}
    for name, account_id in found.items():
        bare = without_form(name)
        names[bare] = names.get(bare, frozenset()) | {account_id}
    return names


def without_form(name: str) -> str:
    """Drop the legal form from a `comparable` name."""
    return next((name.removesuffix(form) for form in _FORMS if name.endswith(form)), name)


def named_in(title: str, names: Names) -> list[int]:
    """Return the ids of the accounts whose names are in a title.

    A name does not count where it is only a part of another account's longer name.
    """
    found = _spans(title).items()
    places = {span: names[name] for name, spans in found if name in names for span in spans}
    kept = [ids for span, ids in places.items() if not _is_within(span, places.keys())]
    return list(dict.fromkeys(one for ids in kept for one in sorted(ids)))


def before_via(title: str) -> str:
    """Return a title without "via" and what follows: "intro" for "Intro (via Deloitte)"."""
    words = _words(title)
    return " ".join(words[: words.index("via")] if "via" in words else words)


def without_names(title: str, names: Names) -> tuple[str, ...]:
    """Return the stems of a title's words, without the names of accounts.

    If "Lunch & Co" is an account, "Lunch & Co demo" gives only "demo".
    """
    words = _words(title)
    for name in _spans(title).keys() & names.keys():
        for start, end in _spans(title)[name]:
            words[start:end] = [""] * (end - start)
    return stems(" ".join(words))


def _words(title: str) -> list[str]:
    return comparable(storable(title[:MAX_TITLE]).translate(_APART)).split()


@lru_cache(maxsize=512)  # the meetings of a series have the same title
def _spans(title: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """Return each run of at most `MAX_NAME_WORDS` words in a title, with all its places.

    A place is the index of the run's first word, and the index after its last word.
    """
    words = _words(title)
    places: dict[str, list[tuple[int, int]]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + MAX_NAME_WORDS) + 1):
            places.setdefault(" ".join(words[start:end]), []).append((start, end))
    return places


def _is_within(place: tuple[int, int], places: Collection[tuple[int, int]]) -> bool:
    start, end = place
    return any(a <= start and end <= b and (a, b) != place for a, b in places)
