"""Recognise an order after the words that name a call: "halden call fri move to thu 2pm". Pure."""

from typing import Literal, NamedTuple

from handlers.typed.words import AUXILIARIES, COURTESY, PRONOUNS, bare_word, listed

_MAX_WORDS = 14
_ENDS = " .!,;"
_MARKS = ",;.!\n"
_MOVES = listed("move push shift postpone reschedule rebook")
_CANCELS = listed("cancel scrap drop")
_IT = listed("it that this")
# A line with one of these words before the verb is not an order: "they may cancel".
_SAYS_WHO = (
    (PRONOUNS - _IT)
    | AUXILIARIES
    | listed(
        "i you we who that to not dont didnt doesnt wont never cant will would may might must want"
        " wants wanted need needs if when and or why how"
    )
)


class OrderBehind(NamedTuple):
    """An order to move or cancel a call.

    `which` has the words that name the call. `to` has the words for the new time, or "" if the
    order is to cancel the call.
    """

    does: Literal["move", "cancel"]
    which: str
    to: str


def order_behind(text: str) -> OrderBehind | None:
    """Return the order to move or cancel a call in a text, or None if it has no such order.

    Examples are "northwind on wed pls move it to thu 2pm" and "northwind wed cancel". We don't
    check that `which` names a call, or that `to` is a time.
    """
    part = text.strip(_ENDS)
    for mark in _MARKS:
        part = part.rpartition(mark)[2]
    last = part.split(maxsplit=_MAX_WORDS)
    words = [word for word in last if bare_word(word) not in COURTESY]
    said = [bare_word(word) for word in words]
    verbs = _MOVES | _CANCELS
    at = next((at for at, word in enumerate(said) if at and word in verbs), 0)
    if not at or len(last) > _MAX_WORDS or not _SAYS_WHO.isdisjoint(said[:at]):
        return None
    rest = words[at + 1 + (said[at + 1 : at + 2] != [] and said[at + 1] in _IT) :]
    which = " ".join(words[:at])
    if said[at] in _CANCELS:
        return None if rest else OrderBehind("cancel", which, "")
    to = " ".join(rest[1:]) if rest and bare_word(rest[0]) in ("to", "for") else ""
    return OrderBehind("move", which, to) if to else None
