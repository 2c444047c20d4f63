"""Moves an open promise that is made again, so that it is not on file twice."""

from collections.abc import Sequence
from datetime import date

from handlers.coaching.promise_signs import better_words, is_same
from handlers.coaching.words import shortened
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from storage import commitments
from storage.tables import Commitment


async def move_those(
    turn: Turn, promises: Sequence[Commitment]
) -> tuple[list[Commitment], list[str]]:
    """Move the person's open promises that `promises` repeat, with the same account and side.

    Each gets the new day, if one was given, and belongs to the call in which it was made again.
    `promises` are not saved, and all have the same account and call. Returns those that repeat
    none, to be saved by the caller, and a note for each of the others.
    """
    if not promises:
        return [], []
    first = promises[0]
    on_file = await commitments.open_with(
        turn.session, first.tenant, first.owner_id, first.account_id
    )
    if first.call_id is not None:
        on_file = [row for row in on_file if row.call_id != first.call_id]
    new, notes = [], []
    for promise in promises:
        repeats = (
            row for row in on_file if row.side == promise.side and is_same(row.text, promise.text)
        )
        row = next(repeats, None)
        if row is None:
            new.append(promise)
            continue
        on_file.remove(row)
        before, row.due_on = row.due_on, promise.due_on or row.due_on
        words = better_words(row.text, promise.text)
        await commitments.reword(turn.session, row, words, call_id=promise.call_id)
        await turn.session.flush()
        notes.append(_note(turn, row, before))
    return new, notes


def _note(turn: Turn, row: Commitment, before: date | None) -> str:
    """ "Moved from Friday to Tuesday: pricing for 40 seats." """
    today = day_of(turn.now, turn.person.zone)
    text = shortened(row.text)
    if row.due_on is None or row.due_on == before:
        return f"Already on file: {text}."
    day = format_day(row.due_on, today)
    if before is None:
        return f"It was on file without a day, now by {day}: {text}."
    return f"Moved from {format_day(before, today)} to {day}: {text}."
