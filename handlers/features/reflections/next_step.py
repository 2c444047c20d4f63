"""Plans the next step of a reflection: as a call, or as a promise with a day."""

from handlers.cards import Aside, Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, promise_form
from handlers.features.reflections import written
from handlers.registry import Registry, Turn


def register(registry: Registry) -> None:
    """Register the button below the next step, and the one that makes it a promise."""
    registry.button("reflect.plan", plan)
    registry.button("reflect.promise", promise)


async def plan(turn: Turn) -> Reply:
    """Ask whether the next step is a call or a promise."""
    seated = await access.own_call(turn, turn.text)
    step = (await written.needed(turn, seated)).next_step
    lead = f"“{shortened(step).rstrip('.')}”: as a call, or as a promise with a day?"
    name = seated.account.name
    buttons = (
        Button("Plan a call", "call.add", name, about=name),
        Button("Make it a promise", "reflect.promise", str(seated.call.id), about=name),
    )
    return Aside(Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons))))


async def promise(turn: Turn) -> Reply:
    """The form of a promise, filled with the next step."""
    seated = await access.own_call(turn, turn.text)
    step = (await written.needed(turn, seated)).next_step
    return promise_form.of_step(turn, seated.account, step)
