"""Promises as they are listed, with what can be done about each. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.cards import Block, Button, Buttons, Paragraph, Strong, spans
from handlers.times import say_day
from storage.tables import Account, Commitment


def lines(
    promises: Sequence[tuple[Commitment, Account]], today: date, view: str
) -> Iterator[Block]:
    """Each promise with its buttons. `view` names the card they stand on, drawn again after."""
    for promise, account in promises:
        who = f"You told {account.name}: " if promise.side == "ours" else f"{account.name} said: "
        yield Paragraph(spans(who, Strong(promise.text), f", {due(promise.due_on, today)}."))
        value, about = f"{view}:{promise.id}", f"{promise.text} ({account.name})"
        yield Buttons(
            (
                Button("Done", "promise.done", value, about=about),
                Button("Move", "promise.move", value, about=about),
                Button("Drop", "promise.drop", value, about=about),
            )
        )


def due(day: date | None, today: date) -> str:
    """ "today", "by Friday", "since Monday 3 May", "no day set"."""
    if day is None:
        return "no day set"
    if day == today:
        return "today"
    return f"{'by' if day > today else 'since'} {say_day(day, today)}"
