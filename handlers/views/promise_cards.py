"""The list of promises, with the buttons of each. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.cards import Block, Button, Buttons, Paragraph, Strong, spans
from handlers.times import format_day
from handlers.times.formatting import format_full_date
from storage.tables import Account, Commitment

SETTLED = {"done": "Done: ", "dropped": "Dropped: "}
AGENDA = "agenda"  # the view in a message that Attune sends, which is also read on later days


def lines(
    promises: Sequence[tuple[Commitment, Account]], today: date, view: str
) -> Iterator[Block]:
    """Each promise with its buttons. `view` names the card, which is redrawn after a press.

    A promise that was settled has only *Undo*. If it was kept, *Done* stays in its place, so that
    the second half of a double click does not undo it.
    """
    for promise, account in promises:
        who = f"You told {account.name}: " if promise.side == "ours" else f"{account.name} said: "
        when = due(promise.due_on, today, lasting=view == AGENDA)
        settled = SETTLED.get(promise.state, "")
        yield Paragraph(spans(settled, who, Strong(promise.text, typed=True), f", {when}."))
        value, about = f"{view}:{promise.id}", f"{promise.text} ({account.name})"
        done = Button("Done", "promise.done", value, about=about)
        move = Button("Move", "promise.move", value, about=about)
        drop = Button("Drop", "promise.drop", value, about=about)
        undo = Button("Undo", "promise.reopen", value, about=about)
        shown = {"open": (done, move, drop), "done": (done, undo), "dropped": (undo,)}
        yield Buttons(shown[promise.state])


def due(day: date | None, today: date, *, lasting: bool = False) -> str:
    """When a promise is due: "today", "by Friday", "overdue since Monday 3 May", "no day set".

    With `lasting`, the day always has its date ("due Friday 7 May"), for a card that is also read
    on later days.
    """
    if day is None:
        return "no day set"
    if day == today and not lasting:
        return "today"
    said = format_full_date(day, today) if lasting else format_day(day, today)
    return f"{'due' if day == today else 'by' if day > today else 'overdue since'} {said}"
