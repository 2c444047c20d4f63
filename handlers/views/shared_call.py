"""A call that colleagues sit in too: what is said of them, and the ways back."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card
from storage import calls
from storage.tables import Call, Person


async def others(session: AsyncSession, person: Person, call: Call) -> list[str]:
    """The colleagues who sit in a call too, by name; who has left the company is not told."""
    everybody = await calls.people_of(session, call.tenant, call.id)
    return [one.name for one in everybody if one.id != person.id and one.standing != "left"]


def before(names: Sequence[str]) -> str:
    """What is said of a shared call before anything is pressed; "" if it is not shared."""
    if not names:
        return ""
    is_, are_told = ("is", "is told") if len(names) == 1 else ("are", "are told")
    return f"{named(names)} {is_} in this call too and {are_told} if you move or cancel it."


def after(names: Sequence[str]) -> str:
    """What is said of it after a change."""
    return f"{named(names)} {'is' if len(names) == 1 else 'are'} told." if names else ""


def named(names: Sequence[str]) -> str:
    """ "Tomas Keller and Lena Brandt"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def leave_it(call: Call, about: str) -> Button:
    """Give up one's own seat only."""
    return Button("Leave it", "call.leave", str(call.id), about=about)


def undo_and_leave(call: Call, about: str) -> Button:
    """Put back a call that one cancelled for everybody, and give up one's own seat only."""
    return Button("Undo, and leave it", "call.leave", f"{call.id}:undo", about=about)


def moved(call: Call, card: Card, now: datetime) -> Card:
    """A moved call's brief, with the way back after its first line."""
    if call.moved_from is None or call.moved_from <= now:
        return card
    value = f"{call.id}:{call.moved_from.isoformat()}"
    note, *rest = card.blocks
    return Card(card.summary, (note, Buttons((Button("Undo", "call.move_back", value),)), *rest))
