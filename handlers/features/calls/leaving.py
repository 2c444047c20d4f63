"""Leaving a call that colleagues sit in too: it stays as it is for them."""

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.calls import prep
from handlers.nudges.schedule import sync
from handlers.registry import Refusal, Registry, Turn
from handlers.times import say
from handlers.views import shared_call


def register(registry: Registry) -> None:
    """The button beside cancelling."""
    registry.button("call.leave", leave)


async def leave(turn: Turn) -> Reply:
    """Give up one's own seat; a call that one cancelled for everybody is put back first."""
    seat, call, account = await access.own_call(turn, turn.text, cancelled=True, locked=True)
    names = await shared_call.others(turn.session, turn.person, call)
    if not names:
        raise Refusal("Nobody else of ours is in this call. Cancel it instead.")
    if call.starts_at <= turn.now:
        raise Refusal("That call has begun already.")
    await prep.put_back(turn, call)
    await turn.session.delete(seat)
    await turn.session.flush()
    await sync(turn.session, turn.person, turn.now)
    when = say(call.starts_at, now=turn.now, zone=turn.person.zone)
    kept = f"{shared_call.named(names)} {'keeps' if len(names) == 1 else 'keep'} it."
    lead = f"You left the call with {shortened(account.name)}, {when}. {kept}"
    undo = Button("Undo", "prep.join", str(call.id), about=account.name)
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((undo,))))
