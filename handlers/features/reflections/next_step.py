"""Plans the next step of a reflection: as a call, or as a promise with a day."""

from handlers.cards import Aside, Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, promise_form
from handlers.features.calls import prep_questions
from handlers.features.reflections import written
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_day
from storage.calls import Seated


def register(registry: Registry) -> None:
    """Register the button below the next step, and those that make it a call or a promise."""
    registry.button("reflect.plan", plan)
    registry.button("reflect.call", call)
    registry.button("reflect.promise", promise)


async def plan(turn: Turn) -> Reply:
    """Ask whether the next step is a call or a promise."""
    seated = await access.own_call(turn, turn.text)
    step = await _step(turn, seated)
    lead = f"“{shortened(step).rstrip('.')}”: as a call, or as a promise with a day?"
    name = seated.account.name
    buttons = (
        Button("Plan a call", "reflect.call", str(seated.call.id), about=name),
        Button("Make it a promise", "reflect.promise", str(seated.call.id), about=name),
    )
    return Aside(Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons))))


async def call(turn: Turn) -> Reply:
    """The form to plan a call, filled with the day that the next step names."""
    seated = await access.own_call(turn, turn.text)
    due_on = promise_form.read(turn, await _step(turn, seated)).due_on
    day = format_day(due_on, day_of(turn.now, turn.person.zone)) if due_on else ""
    return prep_questions.form(seated.account.name, day, "")


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
