"""Move the promise in "store list not here yet, push to mon". If a call may be meant, ask."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Buttons, Card, Reply
from handlers.features.calls import moving
from handlers.features.notes import note_offered
from handlers.features.promises import fitting_promises, promise_reports
from handlers.registry import Turn
from handlers.times import Understood, format_short
from handlers.times.grammar import read
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.promises.promise_reports import PromiseReport
from handlers.typed.promises.still_open import says_not_ready
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated


async def answer(
    turn: Turn, remark: str, when: str, seated: Seated, reading: Understood
) -> Reply | None:
    """Move the open promise that a remark names to the day in `when`.

    `seated` is the call that could move instead, and `reading` is the new time of this call. Ask
    what moves in these cases:

    - The remark does not say that something is missing or not ready.
    - `when` has a time of day.
    - Several promises fit.

    Return None if the remark names no open promise with the account of this call.
    """
    words = written_out_words(remark)
    found = await _named(turn, words, seated)
    if not found:
        return None
    said = read(when, turn.person.zone)
    is_day = said is None or not said.clock
    if len(found) == 1 and is_day and says_not_ready(words):
        report = PromiseReport("moved", tuple(words), when)
        return await promise_reports.settle(turn, found[0], report)
    return _ask(turn, found, seated, reading)


async def ask(turn: Turn, remark: str, seated: Seated, reading: Understood) -> Card | None:
    """Ask what moves in "store list not here yet, push alder to mon 10am".

    Such a line names the account ("alder"), so it may mean the call. Return None in these cases:

    - The remark does not say that something is missing or not ready.
    - The remark names no open promise with the account of this call.
    """
    words = written_out_words(remark)
    found = await _named(turn, words, seated) if says_not_ready(words) else []
    return _ask(turn, found, seated, reading) if found else None


async def _named(turn: Turn, words: Sequence[str], seated: Seated) -> list[fitting_promises.Row]:
    """Return those open promises with this call's account that the words fit best."""
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    there = [row for row in rows if row[1].id == seated.account.id]
    return await fitting_promises.fitting_rows(turn, there, words)


def _ask(
    turn: Turn, found: list[fitting_promises.Row], seated: Seated, reading: Understood
) -> Card:
    """Show the promises, and a button that moves the call."""
    was, to = (
        format_short(one, now=turn.now, zone=turn.person.zone)
        for one in (seated.call.starts_at, reading.starts_at)
    )
    lead = f"Nothing moved yet. Do you mean this promise, or your call {was}?"
    card = fitting_promises.shown(turn, found, lead)
    move = moving.button(f"Move the call to {to}", seated.call, reading.starts_at)
    note = note_offered.buttons(turn, seated.account)
    return replace(card, blocks=(*card.blocks, Buttons((move, *note))))
