"""Answer "how did the call with alder go" with what the rep wrote after the last call."""

from handlers.cards import Bullets, Button, Buttons, Card, Note, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.asked import call_facts
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.subject import Subject
from handlers.features.reflections import own_reflection
from handlers.times import format_absolute
from handlers.views import reflect_cards

SHOWN = 3  # lines of what was heard
LONGEST = 200  # characters of a line


async def went(on: OnAccount, subject: Subject) -> Card:
    """Show how the rep's last call with the account went, what the rep heard, and the next step.

    If the rep has not reflected on this call, the card has a button that opens the form for the
    reflection. If the rep has had no call with the account, the card says so.
    """
    if on.held is None:
        return await call_facts.last_call(on, subject)
    turn, zone = on.turn, on.turn.person.zone
    when = format_absolute(on.held.call.starts_at, now=turn.now, zone=zone, own=zone)
    own = await own_reflection.of_call(turn, on.held)
    if own is None or not (own.goal_reached or own.heard or own.next_step):
        reflect = Button("Reflect", "reflect.open", str(on.held.call.id), about=on.name)
        lead = f"You haven't said yet how your call with {on.name} on {when} went."
        return on.card(lead, Buttons((reflect,)))
    lead = f"Your call with {on.name} on {when}."
    if own.goal_reached:
        goal = on.held.seat.goal
        asked = reflect_cards.question(goal, turn.playbook).label
        label = reflect_cards.label_of(own.goal_reached, goal, turn.playbook)
        lead = f"{on.name}, {when}. {asked} {label}."
    heard = tuple(spans(typed(shortened(one, LONGEST))) for one in own.heard.splitlines()[:SHOWN])
    said = (Bullets(heard),) if heard else ()
    step = shortened(own.next_step, LONGEST).rstrip(".")
    then = (Note(spans("Next: ", typed(step), ".")),) if step else ()
    return on.card(lead, *said, *then)
