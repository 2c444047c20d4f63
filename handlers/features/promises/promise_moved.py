"""Move a promise to a day that somebody typed, and move it back."""

from datetime import date

from handlers.cards import Button, Buttons, Note, Reply, aside, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.promises import fitting_promises
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.due import due_by
from handlers.views.promises import promise_cards
from storage.conversation import offers
from storage.tables import Account, Commitment

BACK = "promise.back"
NOT_KEPT = "I kept nothing else of your line: “{}”."


def register(registry: Registry) -> None:
    """Register the button that gives a promise its earlier day back."""
    registry.button(BACK, move_back)


async def move_back(turn: Turn) -> Reply:
    """Give a promise the day that it had before.

    Raises Refusal if the promise is no longer open, or if its day was changed after the move.
    """
    day, promise_id, moved_to = (*turn.text.split(":"), "", "")[:3]
    promise = await access.own_promise(turn, promise_id, locked=True, take_over=False)
    if promise.state != "open":
        raise Refusal("That promise is no longer open, so it was not moved back.")
    if str(promise.due_on) != moved_to:
        raise Refusal("That promise's day has changed since, so it was not moved back.")
    promise.due_on = date.fromisoformat(day) if day else None
    await offers.close(turn.session, turn.person)
    await turn.session.flush()
    when = promise_cards.due(promise.due_on, day_of(turn.now, turn.person.zone), lasting=True)
    return aside(f"Moved back: {shortened(promise.text, 200)} ({when}).")


async def move_to(
    turn: Turn,
    promise: Commitment,
    account: Account,
    when: str,
    done: str = "Moved",
    *,
    rest: str = "",
) -> Reply:
    """Move a promise to the typed day. A typed "undo" in the next message moves it back.

    The answer begins with `done`. `rest` is the part of the typed line that is not about the move.
    The answer says that `rest` was not kept. If we can't read the day, show the promise with its
    buttons instead. Raises Refusal if the day has passed.
    """
    person, today = turn.person, day_of(turn.now, turn.person.zone)
    found = due_by(when, today=today, zone=person.zone, order=date_order_of(person))
    if found is None or found.day is None:
        lead = f"I can't read “{shortened(when, 60)}” as a day. Move it here:"
        return fitting_promises.shown(turn, [(promise, account)], lead)
    if found.day < today:
        raise Refusal("That day has passed. Choose today or a later one.")
    before, promise.due_on = promise.due_on, found.day
    await turn.session.flush()
    what = f"{promise.text} ({promise_cards.to_or_by(promise, account)})"
    lead = f"{done}: {shortened(what, 200)}, {promise_cards.due(found.day, today, lasting=True)}."
    value = f"{before.isoformat() if before else ''}:{promise.id}:{found.day}"
    await offers.save(turn.session, person, offers.to_undo(BACK, value, turn.now))
    undo = Button("Undo", BACK, value, beside=True, about=shortened(what))
    told = (Note(spans(typed(NOT_KEPT.format(shortened(rest, 100))))),) if rest else ()
    return card_saying(typed(lead), *told, Buttons((undo,)))
