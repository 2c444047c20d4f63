"""Move a call, or offer to, if a line most likely asks for it: "castell 12:30 instead of 11:30".

This is tried before a line is kept as a note, because a note about a new time helps nobody.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from handlers.cards import Card, Reply
from handlers.features import asker_calls
from handlers.features.calls import call_words, moving
from handlers.features.customers import account_in_talk, which_account
from handlers.features.customers.which_account import forms_of
from handlers.features.notes import note_offered
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood
from handlers.typed.calls.likely_moves import move_kind, new_before_old, times_in
from handlers.typed.line_kinds import kind_of
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Account


class _Move(NamedTuple):
    """A call and its new time. `sure` means that the line also names the call's present time."""

    seated: Seated
    reading: Understood
    sure: bool


async def answer(turn: Turn) -> Reply | None:
    """Move the call in "castell to 1230 tomorrow". A wish is a question: "can't do friday".

    Return None for any other line, in a channel, if no upcoming call fits, and if the line has no
    new time or several.
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text or kind_of(text) in ("quote", "question"):
        return None
    times = times_in(text, partial(call_words.is_time_of_call, turn))
    if not times:
        return None
    account = await _account(turn, text)
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    kind = move_kind(text, partial(_is_about_call, turn, await _names(turn, ahead)))
    found = _move(turn, ahead, times, named=account is not None) if kind else None
    if found is None:
        return None
    if kind == "order" or found.sure:
        return await moving.at_once(turn, found.seated, found.reading)
    return await _asked(turn, found)


async def _account(turn: Turn, text: str) -> Account | None:
    """Return the account at the start of the line, or else the only one meant."""
    begun = await which_account.by_name_or_part_at_start(turn, text)
    return begun[0][0] if len(begun) == 1 else await account_in_talk.meant(turn, text)


async def _names(turn: Turn, ahead: Sequence[Seated]) -> frozenset[str]:
    """Return the words in the names of accounts with an upcoming call, and of their contacts."""
    known = {one.account.id for one in ahead}
    met = await contacts.at_own_accounts(turn.session, turn.person.tenant, turn.person.id)
    people = {part for account_id, name in met if account_id in known for part in forms_of(name)}
    return frozenset(people.union(*(one.account.name_key.split() for one in ahead)))


def _is_about_call(turn: Turn, names: frozenset[str], word: str) -> bool:
    """Check whether a word is part of one of these names, or a time."""
    return word in names or word.isdecimal() or call_words.is_time_of_call(turn, word)


def _move(
    turn: Turn, ahead: Sequence[Seated], times: Sequence[str], *, named: bool
) -> _Move | None:
    """Return the call that the times are about, and its new time.

    If one of the times is the present time of a call, that call is meant. Otherwise, it is the next
    call with the account that the line names (`named`).
    """
    if len(times) == 2 and new_before_old(turn.text):
        new, old = times
        fits = [one for time in (old, new) for one in ahead if _is_at(turn, one, time)]
        reading = _read(turn, fits[0], new) if fits else None
        return _Move(fits[0], reading, sure=True) if reading else None
    for seated in ahead:
        now_at = [time for time in times if _is_at(turn, seated, time)]
        to = [time for time in times if time not in now_at]
        reading = _read(turn, seated, to[0]) if now_at and len(to) == 1 else None
        if reading:
            return _Move(seated, reading, sure=True)
    if not named or not ahead or len(times) != 1:
        return None
    reading = _read(turn, ahead[0], times[0])
    return _Move(ahead[0], reading, sure=False) if reading else None


def _is_at(turn: Turn, seated: Seated, time: str) -> bool:
    """Check whether a call has this time or, if only a day is named, is on this day."""
    starts = seated.call.starts_at
    reading = typed_time(turn, time, planned=starts)
    if isinstance(reading, Understood):
        return reading.starts_at == starts
    return reading.day == day_of(starts, turn.person.zone)


def _read(turn: Turn, seated: Seated, time: str) -> Understood | None:
    """Parse the new time of a call. A day alone keeps the time of day."""
    starts = seated.call.starts_at
    for words in (time, f"{time} same time"):
        reading = typed_time(turn, words, planned=starts)
        if isinstance(reading, Understood):
            return reading if reading.starts_at > turn.now else None
    return None


async def _asked(turn: Turn, found: _Move) -> Card:
    """Ask whether to move the call. Offer to keep the line as a note instead."""
    note = note_offered.buttons(turn, found.seated.account)
    return await moving.ask(turn, found.seated, found.reading, *note)
