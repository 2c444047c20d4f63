"""Put a line that was taken out of a reflection back into it."""

from dataclasses import replace

from handlers.cards import Card, Reply
from handlers.features import access
from handlers.features.fields import one_of
from handlers.features.reflections import kept_line, one_line, own_reflection
from handlers.registry import Registry, Turn
from handlers.views import reflect_cards
from storage.choices import GOAL_REACHED, MISSED


def register(registry: Registry) -> None:
    """Register the button that puts a line back."""
    registry.button(kept_line.BACK, put_back)


async def put_back(turn: Turn) -> Reply:
    """Save the line again, with its promises. If it said how the call went, save that too."""
    kept = await access.kept_undo(turn, kept_line.BACK, turn.text)
    call_id, origin, said_by, answer = kept.ids.split(":")
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    own = await own_reflection.of_call(turn, seated)
    if seated.call.status != MISSED and not (own and own.goal_reached):
        own = await own_reflection.begin(turn, seated, one_of(answer, GOAL_REACHED) or "", own)
    fields = {"heard": kept.words, "heard_from": said_by or one_line.SOMEBODY}
    card = await one_line.save(replace(turn, text=f"{call_id}:{origin}", fields=fields))
    is_open = own is not None and seated.seat.goal and not own.goal_reached
    if not is_open or origin == reflect_cards.REPORT or not isinstance(card, Card):
        return card
    return reflect_cards.still_asked(card, seated, turn.playbook)
