"""Split "oh fri im off, thu 10 then" into an absence and the new time of a call. Pure."""

from handlers.typed.correction_words import ENDS, LEADS
from handlers.typed.settings.absence_said import days_away
from handlers.typed.words import bare_word, listed

_SEPARATORS = (",", ";", ". ", " so ", " - ", " and ")
# One of these words shows that the second time is a call's new time. Without such a word, as in
# "off thu, fri 9-10", the person is away at both times.
_INSTEAD = listed("then so do make it instead rather better maybe how about lets")
_LEADS = LEADS | _INSTEAD | {"its", "is"}
_PUTS = listed("put move push shift reschedule postpone")  # "put alder on mon"
_LONGEST = 120  # in characters; we do not parse a longer line


def away_and_time(text: str) -> tuple[str, str]:
    """Return "fri" and "thu 10" for "oh fri im off, thu 10 then".

    "Im off fri, put alder on mon 10" and "put alder on mon 10, im off fri" give "fri" and "alder on
    mon 10". The second part is not parsed. It may begin with a name, or have no time. Return two
    empty strings if the line does not have both parts.
    """
    if len(text) > _LONGEST:
        return "", ""
    for separator in _SEPARATORS:
        before, found, after = text.partition(separator)
        if not found:
            continue
        for away, when in ((before, after), (after, before)):
            words = [bare_word(word) for word in _without(when, LEADS).split()]
            is_put = words[:1] != [] and words[0] in _PUTS
            said = {bare_word(word) for word in when.split()}
            follows = away is before and (separator == " so " or not _INSTEAD.isdisjoint(said))
            gives_time = is_put or follows or "to" in said
            days = days_away(_without(away, LEADS)) if gives_time else ""
            new = _without(when, _LEADS | _PUTS if is_put else _LEADS)
            if days and new:
                return days, new
    return "", ""


def _without(text: str, leads: frozenset[str]) -> str:
    words = text.split()
    while words and bare_word(words[0]) in leads:
        words = words[1:]
    while words and bare_word(words[-1]) in ENDS:
        words = words[:-1]
    return " ".join(words).rstrip(" .!?")
