"""Sentences about the colleagues in a call, and buttons to leave it or to undo a change to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card
from handlers.coaching.text.words import joined
from handlers.views import shown_start
from storage.sales_calls import call_seats
from storage.tables import Call, Person


async def others(session: AsyncSession, person: Person, call: Call) -> list[str]:
    """Return the names of the other people in a call, without those who have left the company."""
    everybody = await call_seats.people_of(session, call.tenant, call.id)
    return [one.name for one in everybody if one.id != person.id and one.standing != "left"]


def told_if_changed(names: Sequence[str]) -> str:
    """Say that colleagues will be told of a change. Return "" if no colleagues are in the call."""
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} is also in this call and will be told if you move or cancel it."
    return f"{joined(names)} are also in this call and will be told if you move or cancel it."


def told_of_change(names: Sequence[str]) -> str:
    """Say after a change which colleagues will be told. Return "" if there are none."""
    if not names:
        return ""
    return f"{joined(names)} will be told."


def leave_it(call: Call, about: str) -> Button:
    """Return the button to leave a call in which colleagues stay."""
    return Button("Leave it", "call.leave", shown_start.value(call), about=about)


def undo_and_leave(call: Call, about: str) -> Button:
    """Return a button for a person who has cancelled a call that colleagues are in too.

    The button restores the call for the colleagues. The person gives up their seat in the call.
    """
    return Button("Undo, and leave it", "call.leave", f"{call.id}:undo", about=about)


def moved(call: Call, card: Card, now: datetime) -> Card:
    """Add an Undo button after the first block of a brief if the call was moved.

    Add none if the call's old time has passed. `now` is in UTC.
    """
    if call.moved_from is None or call.moved_from <= now:
        return card
    value = f"{call.id}:{call.moved_from.isoformat()}"
    note, *rest = card.blocks
    return Card(card.summary, (note, Buttons((Button("Undo", "call.move_back", value),)), *rest))
