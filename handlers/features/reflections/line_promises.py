"""Save the promises in a typed report of a call. Offer to add the promises in any other line."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.cards import Button
from handlers.coaching.promises.who_does import as_ours
from handlers.coaching.text.words import shortened
from handlers.features.promises import (
    noted_promises,
    promise_form,
    promise_reports,
    promised_again,
)
from handlers.features.promises.promised_again import MadeAgain
from handlers.features.reflections import promises_of_call
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.transcripts.promises.noted_promises import NotedPromise
from handlers.views.promises.promise_lines import Jotted
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Commitment

UNNAMED = "I have not saved “{}” as a promise, because it doesn't say what is promised."


class PromisesInLine(NamedTuple):
    """What became of the promises in a line.

    - `kept` are the promises that were saved at once.
    - `moved` are promises on file that got a new day.
    - `notes` are sentences for the rep about these promises.
    - `offered` are buttons that add the promises that were not saved.
    """

    kept: Sequence[Commitment] = ()
    moved: Sequence[MadeAgain] = ()
    notes: Sequence[str] = ()
    offered: Sequence[Button] = ()


async def offer_from_line(
    turn: Turn, seated: Seated, line: str, *, said_by_them: bool
) -> PromisesInLine:
    """Offer to add the promises in a line.

    `said_by_them` means that somebody on the customer's side said the line, so “we” may mean the
    customer.
    """
    offered = await noted_promises.buttons(turn, seated.account, line, said_by_them=said_by_them)
    return PromisesInLine(offered=offered)


async def save_from_report(turn: Turn, seated: Seated, line: str) -> PromisesInLine:
    """Save the promises in a report of a call, or only offer to add them.

    - A promise is saved if its day is clear and has not passed.
    - A promise on file is moved if it gets a new day ("deck goes out thursday instead").
    - A promise that doesn't say what is promised ("send em friday") is only offered. A note tells
      the rep that it was not saved.
    - What a customer asked for is only offered, because perhaps the rep did not promise it.
    - Any other promise is only offered.
    """
    moved, line = await promise_reports.move_in(turn, seated.account, line)
    notes = [promised_again.note(turn, one) for one in moved]
    keys: set[tuple[str, str]] = set()
    for one in await noted_promises.new_in(turn, seated.account, line):
        if one.unnamed:
            notes.append(UNNAMED.format(shortened(one.words)))
        promise = None if one.asked or one.unnamed else _with_day(turn, one)
        if promise is not None:
            added = await promises_of_call.add(turn, seated, one.side, [promise])
            notes += added.notes
            keys |= {(row.side, comparable(row.text)) for row in added.new}
    tenant, mine = turn.person.tenant, turn.person.id
    rows = await commitments.of_call(turn.session, tenant, seated.call.id, mine) if keys else ()
    kept = [row for row in rows if (row.side, row.text_key) in keys and row.state == "open"]
    offered = await noted_promises.buttons(turn, seated.account, line)
    return PromisesInLine(kept, moved, notes, offered)


def _with_day(turn: Turn, noted: NotedPromise) -> Jotted | None:
    """Return a promise with its day. Return None if its day is not clear or is past."""
    read = promise_form.read(turn, noted.words)
    if read.due_on is None or read.note or read.due_on < day_of(turn.now, turn.person.zone):
        return None
    return Jotted(as_ours(read.text), read.due_on) if noted.side == "ours" else read
