"""Recognise that a promise is not kept yet: "pricing isnt sent yet", "still open". Pure."""

from collections.abc import Sequence

from handlers.typed.words import COURTESY, PRONOUNS, listed

_NOT = listed("not isnt arent wasnt werent hasnt havent hadnt didnt never")
_BEFORE = listed("no nope sorry wait actually oops wrong but the my our that still and so")
_IS = listed("is are was were has have been being still go went get got")
_DONE = listed(
    "sent done delivered finished out shared complete completed emailed mailed here arrived"
    " received gone ready"
)
_AFTER = COURTESY | listed("yet today though tho either actually still")
_OPEN = listed("open due")
_REOPENS = listed("reopen unmark undone")
_ALONE = (
    _NOT
    | _IS
    | _AFTER
    | listed(
        "no nope sorry wait actually oops wrong ok it that this i we put back on the list open"
    )
    | listed("mark out as again reopen unmark undone do did done sent delivered finished shared")
    | listed("owe them him her one")
)
_IS_MISSING = listed("missing late delayed overdue pending waiting outstanding")
_WAITS_AFTER = _BEFORE | listed("i we im are am were")  # "we are still waiting for"
_IS_OPEN = listed("open owe")
_WHOM = listed("them him her")
_LONGEST = 5  # at most this many words may name the promise


def says_still_open(words: Sequence[str]) -> bool:
    """Check whether a line reopens a promise without naming it: "no its still open, put it back".

    The words must come from `plain_spelling.written_out_words`.
    """
    if not words or not _ALONE.issuperset(words):
        return False
    denies = not _NOT.isdisjoint(words) and not _DONE.isdisjoint(words)
    is_open = not {"open", "owe"}.isdisjoint(words) and not {"still", "it", "that"}.isdisjoint(
        words
    )
    return denies or is_open or not _REOPENS.isdisjoint(words)


def says_not_ready(words: Sequence[str]) -> bool:
    """Check for "store list not here yet", "the pricing isnt ready" and "one pager is late"."""
    said = {*words}
    denies = not said.isdisjoint(_NOT) and not said.isdisjoint(_DONE | {"yet"})
    return denies or not said.isdisjoint(_IS_MISSING)


def still_open(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words that name what is still open, or ().

    For "pricing isnt sent yet", "the pricing is still open" and "still waiting for pricing", return
    `("pricing",)`. The words may name something other than a promise.
    """
    left = [*words]
    while left and left[-1] in _AFTER:
        left.pop()
    if waited := _waiting_for(left):
        return waited
    if not left or left[-1] not in _DONE | _OPEN:
        return ()
    is_open = left[-1] in _OPEN
    while left and left[-1] in _DONE | _OPEN:
        left.pop()
    end = len(left)
    while end and left[end - 1] in _NOT | _IS:
        end -= 1
    said, named = left[end:], left[:end]
    while named and named[0] in _BEFORE:
        named = named[1:]
    fits = bool(said) and _NOT.isdisjoint(said) == is_open and 0 < len(named) <= _LONGEST
    return tuple(named) if fits and PRONOUNS.isdisjoint(named) else ()


def _waiting_for(words: Sequence[str]) -> tuple[str, ...]:
    """Return "the ward list" for "still waiting for the ward list" or "still owe the ward list"."""
    said = list(words)
    while said and said[0] in _WAITS_AFTER:
        said = said[1:]
    named = said[2:] if said[:2] in (["waiting", "for"], ["waiting", "on"]) else []
    if said[:1] == ["owe"] and "still" in words[: len(words) - len(said)]:
        named = [word for word in said[1:] if word not in _WHOM]
    return tuple(named) if 0 < len(named) <= _LONGEST and PRONOUNS.isdisjoint(named) else ()
