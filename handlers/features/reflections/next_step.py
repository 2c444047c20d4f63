"""Plans the next step of a reflection: as a call, or as a promise with a day."""

from handlers.cards import Aside, Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, promise_form
from handlers.features.reflections import written
from handlers.registry import Refusal, Registry, Turn
from storage.calls import Seated


def register(registry: Registry) -> None:
    """Register the button below the next step, and the one that makes it a promise."""
    registry.button("reflect.plan", plan)
    registry.button("reflect.promise", promise)


async def plan(turn: Turn) -> Reply:
    """Ask whether the next step is a call or a promise."""
    seated = await access.own_call(turn, turn.text)
    step = await _step(turn, seated)
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
    step = await _step(turn, seated)
    return promise_form.of_step(turn, seated.account, step)


async def _step(turn: Turn, seated: Seated) -> str:
    """The next step on file. Raises Refusal if it was removed meanwhile."""
    step = (await written.needed(turn, seated)).next_step
    if not step.strip(". \n"):
        raise Refusal("There is no next step on file for that call. /reflect opens the form.")
    return step
