"""Set an absence and move the call just talked about: "oh fri im off, thu 10 then"."""

from dataclasses import replace

from handlers.cards import Card, Reply
from handlers.features import asker_calls
from handlers.features.calls import call_corrected, call_words, last_call
from handlers.features.customers import which_account
from handlers.features.settings import absences
from handlers.features.settings.absence_days import days_named
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.absences import part_of_day
from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.away_and_time import away_and_time
from storage.conversation import offers
from storage.sales_calls.own_calls import Seated
from storage.tables import Account


def register(registry: Registry) -> None:
    """Register the answer to typed absences."""
    registry.intent("away", away)


async def away(turn: Turn) -> Reply:
    """Set the typed absence.

    If the line also names a new time for a call ("im away fri so lets do thu 9:30"), move the call.
    """
    both = await answer(replace(turn, text=f"away {turn.text}"))
    return both or await absences.away(turn)


async def answer(turn: Turn) -> Reply | None:
    """Move a call, and then set an absence: "im out fri so lets do alder mon 10".

    The line in the example moves the call with Alder. If a line names no account, move the call
    that was just talked about. If other calls are planned during the absence, ask about them before
    setting the absence.

    Return None in a channel, or if the line does not name both an absence and a new time. Also
    return None if the call to move is not found.
    """
    days, when = away_and_time(turn.text) if turn.place is None else ("", "")
    if not days:
        return None
    begun = await which_account.by_name_or_part_at_start(turn, when)
    account, when = begun[0] if len(begun) == 1 else (None, when)
    old, when = _old_and_new(turn, when)
    if not call_words.is_time_of_call(turn, when):
        return None
    seated = await _seated(turn, account, days, old)
    moved = await call_corrected.moved(turn, seated, when) if seated else None
    if moved is None or not isinstance(moved, Card):
        return moved
    set_ = await absences.away(replace(turn, text=days))
    if not isinstance(set_, Card):
        return moved
    # A typed "undo" could mean the move or the absence, so we delete the offers to undo.
    await offers.close(turn.session, turn.person)
    return Card(f"{moved.summary} {set_.summary}", (*moved.blocks, *set_.blocks))


def _old_and_new(turn: Turn, when: str) -> tuple[str, str]:
    """Split "fri to mon" into "fri" and "mon". In "to mon" and "mon", the first part is ""."""
    old, to, new = f" {when}".rpartition(" to ")
    old = old.strip()
    return (old, new) if to and (not old or call_words.is_time_of_call(turn, old)) else ("", when)


async def _seated(turn: Turn, account: Account | None, days: str, old: str) -> Seated | None:
    """Return the call that moves. `old` is its time before the move, or "" if it was not typed."""
    if account is None:
        return await last_call.of_last_message(turn)
    if not old:
        return await _call_with(turn, account, days)
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    return next((one for one in ahead if call_words.is_then(turn, one, old)), None)


async def _call_with(turn: Turn, account: Account, days: str) -> Seated | None:
    """Return the account's first call during the absence.

    If there is none, return the account's next call. Return None if no call is planned.
    """
    absence = days_named(turn, part_of_day(written_out(days))[0])
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    last = absence.last or absence.first
    during = (
        one
        for one in ahead
        if absence.first <= day_of(one.call.starts_at, turn.person.zone) <= last
    )
    return next(during, next(iter(ahead), None))
