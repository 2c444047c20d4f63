"""Plan the next step of a reflection, as a call or as a promise with a day."""

from dataclasses import replace
from datetime import date, time

from handlers.cards import Aside, Button, Buttons, Form, Reply, card_saying, typed
from handlers.coaching.promises.promise_signs import is_step_of
from handlers.coaching.promises.who_does import as_ours, is_delivery
from handlers.coaching.step_topic import topic_of
from handlers.coaching.step_words import as_noted, is_only_lead
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.briefs import prep_questions
from handlers.features.promises import promise_form
from handlers.features.reflections import call_people, own_reflection, promise_sides, step_people
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import DAY, at, date_order_of, day_of
from handlers.times import Understood, format_absolute, format_short
from handlers.times.appointments import Appointment, appointment
from handlers.times.formatting import format_full_date
from handlers.views.promises import promise_cards
from storage.choices import PromiseSide
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Reflection


def register(registry: Registry) -> None:
    """Register the buttons that plan the next step, or another call after a no-show."""
    registry.button("reflect.plan", plan)
    registry.button("reflect.call", call)
    registry.button("reflect.promise", promise)
    registry.button("reflect.again", again)


async def plan(turn: Turn) -> Reply:
    """Ask whether to plan the next step as a call, or to make it a promise.

    If the step may be a promise on file, or a call that is planned already, say so. If the step is
    clearly a new call at a named time, open the form that plans a call.
    """
    seated = await access.own_call(turn, turn.text)
    account, call_id = seated.account, str(seated.call.id)
    reflection = await _reflection(turn, seated)
    named = _named(turn, reflection)
    step = f"“{shortened(reflection.next_step).rstrip('.')}”"
    planned = await _next_planned(turn, account)
    a_promise = Button("Make it a promise", "reflect.promise", call_id, about=account.name)
    label = "Plan another call" if planned else "Plan a call"
    a_call = Button(label, "reflect.call", call_id, about=account.name)
    if await _is_promise(turn, seated, reflection, named):
        if there := await _on_file(turn, seated, reflection):
            return there
        lead = f"Do you want to make {step} a promise with a day, or plan a call?"
        return _question(lead, replace(a_promise, style="primary"), a_call)
    day = _day(turn, named)
    if day and planned:
        planned = next(iter(await _planned_on(turn, account, day)), None)
    if planned:
        lead = f"{_already_planned(turn, planned)} Keep it for {step}, or plan another call?"
        return _question(lead, _keep_button(planned), a_call, a_promise)
    if named and isinstance(named.reading, Understood) and day:
        return await _call_form(turn, seated, reflection)
    lead = f"Do you want to plan {step} as a call, or make it a promise with a day?"
    return _question(lead, a_call, a_promise)


async def _is_promise(
    turn: Turn, seated: Seated, reflection: Reflection, named: Appointment | None
) -> bool:
    """Check whether a step reads like a promise.

    - A task that we do for the buyer reads like a promise: "I'll send Karl the prices".
    - A step that the customer takes reads like a promise if the step names no time.
    """
    if is_delivery(named.words if named else reflection.next_step):
        return True
    return named is None and await _is_theirs(turn, seated, reflection.next_step)


async def _on_file(turn: Turn, seated: Seated, reflection: Reflection) -> Reply | None:
    """Say which promise on file may be this step. Return None if there is none."""
    person, account = turn.person, seated.account
    rows = await commitments.open_with(turn.session, person.tenant, person.id, account.id)
    step = promise_form.read(turn, reflection.next_step).text
    row = next((row for row in rows if is_step_of(step, row.text)), None)
    if row is None:
        return None
    whose = "You promised" if row.side == "ours" else "They promised"
    due = promise_cards.due(row.due_on, day_of(turn.now, person.zone), lasting=True)
    lead = f"{whose} this already: {shortened(row.text).rstrip('.')}, {due}."
    name = shortened(account.name, 40)
    return _question(lead, Button("Promises", "promises.of", str(account.id), about=name))


def _day(turn: Turn, named: Appointment | None) -> date | None:
    """Return the day that the next step names for a call.

    Return None if the step names no day, or if the day or the time is past.
    """
    if named is None:
        return None
    if isinstance(named.reading, Understood):
        starts_at = named.reading.starts_at
        return day_of(starts_at, turn.person.zone) if starts_at > turn.now else None
    day = named.reading.day
    return day if day and day >= day_of(turn.now, turn.person.zone) else None


async def planned_as(turn: Turn, seated: Seated, reflection: Reflection) -> Seated | None:
    """Return the account's planned call at the next step's time, or on its day.

    Return None if there is no such call, or if the time or the day is past.
    """
    named = _named(turn, reflection)
    day = _day(turn, named)
    if named is None or day is None:
        return None
    zone = turn.person.zone
    planned = await _planned_on(turn, seated.account, day)
    return next((one for one in planned if named.is_at(one.call.starts_at, zone)), None)


async def again(turn: Turn) -> Reply:
    """After a call that nobody came to, open the form to plan another.

    If another is planned already, ask whether to keep it.
    """
    account = await access.account(turn, access.row_id(turn.text))
    planned = await _next_planned(turn, account)
    if planned is None:
        return prep_questions.form(account.name, "", "")
    another = Button("Plan another call", "call.add", account.name, about=account.name)
    return _question(
        f"{_already_planned(turn, planned)} Keep it, or plan another call?",
        _keep_button(planned),
        another,
    )


def _question(lead: str, *buttons: Button) -> Aside:
    return Aside(card_saying(typed(lead), Buttons(buttons)))


def _already_planned(turn: Turn, planned: Seated) -> str:
    when = format_short(planned.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"You already have a call with {shortened(planned.account.name)} {when}."


def _keep_button(planned: Seated) -> Button:
    return Button("Keep it", "brief.open", str(planned.call.id), "primary")


async def _next_planned(turn: Turn, account: Account) -> Seated | None:
    ahead = await asker_calls.planned(turn, account, limit=1)
    return ahead[0] if ahead else None


async def _planned_on(turn: Turn, account: Account, day: date) -> list[Seated]:
    zone = turn.person.zone
    since = max(turn.now, at(day, time(), zone))
    until = at(day + DAY, time(), zone)
    return await asker_calls.planned(turn, account, since=since, until=until)


async def call(turn: Turn) -> Reply:
    """Open the form to plan a call, filled with the time, people and topic of the next step.

    "Tomorrow at 10" means the day after the step was written.
    """
    seated = await access.own_call(turn, turn.text)
    return await _call_form(turn, seated, await _reflection(turn, seated))


async def _call_form(turn: Turn, seated: Seated, reflection: Reflection) -> Form:
    named = _named(turn, reflection)
    when = _when(turn, named) if named else _due(turn, reflection)
    about = await _about(turn, seated, named.words if named else reflection.next_step)
    coming = await step_people.who_comes(turn, seated, reflection.next_step)
    return prep_questions.form(seated.account.name, when, "", about=about, coming=coming)


def _named(turn: Turn, reflection: Reflection) -> Appointment | None:
    """Parse the time in the next step. "Tomorrow" means the day after the step was written."""
    person = turn.person
    return appointment(
        reflection.next_step,
        now=reflection.written_at,
        zone=person.zone,
        order=date_order_of(person),
    )


def _when(turn: Turn, named: Appointment) -> str:
    """Write the time of an appointment with its date. A time without a clear day stays as typed.

    Return "" if the time is past.
    """
    reading, zone = named.reading, turn.person.zone
    if isinstance(reading, Understood):
        if reading.starts_at <= turn.now:
            return ""
        return format_absolute(
            reading.starts_at, reading.ends_at, now=turn.now, zone=reading.zone, own=zone
        )
    today = day_of(turn.now, zone)
    if reading.day is None:
        return "" if reading.past_moment else named.typed
    return format_full_date(reading.day, today) if reading.day >= today else ""


def _due(turn: Turn, reflection: Reflection) -> str:
    """Write the day by which the step is to be done. Return "" if there is none or it is past."""
    due_on = promise_form.read(
        replace(turn, now=reflection.written_at), reflection.next_step
    ).due_on
    today = day_of(turn.now, turn.person.zone)
    return format_full_date(due_on, today) if due_on and due_on >= today else ""


async def _about(turn: Turn, seated: Seated, step: str) -> str:
    """Return the topic of the call that the next step asks for.

    Return "" if the customer takes the step, or if the step has no topic: "Okay".
    """
    if is_only_lead(step) or await _is_theirs(turn, seated, step):
        return ""
    return topic_of(as_ours(as_noted(step)))


async def _is_theirs(turn: Turn, seated: Seated, step: str) -> bool:
    """Check whether the customer takes the next step: "Jana sets it up"."""
    names = await call_people.their_names(turn, seated)
    return bool(promise_sides.by_side([step], names, turn.person.name)["theirs"])


async def promise(turn: Turn) -> Reply:
    """Open the form for a promise, filled with the step. If the promise is on file, say so."""
    seated = await access.own_call(turn, turn.text)
    reflection = await _reflection(turn, seated)
    if there := await _on_file(turn, seated, reflection):
        return there
    named = _named(turn, reflection)
    theirs = await _is_theirs(turn, seated, named.words if named else reflection.next_step)
    side: PromiseSide = "theirs" if theirs else "ours"
    return promise_form.of_step(
        turn, seated.account, reflection.next_step, side, reflection.written_at
    )


async def _reflection(turn: Turn, seated: Seated) -> Reflection:
    found = await own_reflection.needed(turn, seated)
    if not found.next_step.strip(". \n"):
        raise Refusal("There is no next step on file for that call. /reflect opens the form.")
    return found
