"""Leaving a call that colleagues sit in too: it stays as it is for them."""

from handlers import planning
from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.calls import call_notes, prep, prep_questions
from handlers.features.calls.briefing import show_brief
from handlers.features.calls.prep_questions import TypedCall
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_moment
from handlers.views import shared_call


def register(registry: Registry) -> None:
    """The button beside cancelling, and the way back."""
    registry.button("call.leave", leave)
    registry.button("call.rejoin", rejoin)


async def leave(turn: Turn) -> Reply:
    """Give up one's own seat; what one cancelled for everybody is put back first where asked."""
    number, _, how = turn.text.partition(":")
    undo = how == "undo"
    seat, call, account = await access.own_call(turn, number, cancelled=undo, locked=True)
    if call.status == "cancelled" and call.changed_by != turn.person.id:
        raise Refusal("A colleague cancelled that call since. /calls shows what is coming.")
    names = await shared_call.others(turn.session, turn.person, call)
    if not names:
        raise Refusal("Nobody else of ours is in this call. Cancel it instead.")
    if call.starts_at <= turn.now:
        raise Refusal("That call has begun already.")
    await prep.restore(turn, call)
    kept = await prep_questions.keep(turn, TypedCall(account.name, seat.goal, None))
    await planning.leave(turn.session, seat)
    when = format_moment(call.starts_at, now=turn.now, zone=turn.person.zone)
    theirs = f"{shared_call.named(names)} {'keeps' if len(names) == 1 else 'keep'} it."
    lead = f"You left the call with {shortened(account.name)}, {when}. {theirs}"
    back = Button("Undo", "call.rejoin", f"{call.id}:{kept.id}", about=account.name)
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((back,))))


async def rejoin(turn: Turn) -> Reply:
    """Sit in the call again, with the goal that one had."""
    number, _, kept = turn.text.partition(":")
    seated = await prep.take_seat(turn, number)
    draft = await prep_questions.own_draft(turn, kept)
    if draft and not seated.seat.goal:
        seated.seat.goal = draft.time
    return await show_brief(turn, seated, await call_notes.also_then(turn, seated.call))
