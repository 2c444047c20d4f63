"""Set the next step after the latest call with an account: "next step northwind: send the plan"."""

from dataclasses import replace

from handlers import limits
from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls, form_edits
from handlers.features.customers import account_in_talk, which_account
from handlers.features.reflections import own_reflection, reflection_form
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.appointments import appointment
from handlers.times.formatting import format_full_date
from handlers.typed.calls.next_steps import step_alone, step_in, step_told
from handlers.typed.privacy.confidential import is_confidential
from handlers.views import reflect_cards
from storage.choices import PLANNED
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Reflection

BACK = "step.back"
FIRST = Note(spans("Only the first line was kept. Send me the others one at a time."))
SHOWN = 200  # characters of a next step
CHANGED = (
    "The next step has changed since then, so I left it alone. /reflect opens what is on file."
)


def register(registry: Registry) -> None:
    """Register the button that puts the earlier next step back."""
    registry.button(BACK, put_back)


async def answer(turn: Turn) -> Reply | None:
    """Set the next step in the rep's reflection on the latest call with the named account.

    If several lines each set a next step, only the first is kept, and the reply says so. If the
    call has no reflection yet, open its form with the step filled in.

    Return None if

    - the text sets no next step
    - the text was typed in a channel
    - the text does not name exactly one account
    - there was no call with the account
    - the step is confidential: such a line becomes a note instead

    Raises Refusal if the step is too long.
    """
    if turn.place is None and (steps := _one_a_line(turn.text)):
        card = await answer(replace(turn, text=steps[0]))
        return replace(card, blocks=(*card.blocks, FIRST)) if isinstance(card, Card) else card
    about, step = step_in(turn.text) if turn.place is None else ("", "")
    account = await which_account.only_one_named(turn, about) if about else None
    return await _of_account(turn, account, step) if account else None


async def of_current(turn: Turn) -> Reply | None:
    """Set the step in "next step: send the plan" for the account that we just talked about.

    Return None if

    - the text sets no next step
    - the text was typed in a channel
    - no account came up recently
    - there was no call with the account
    - the step is confidential: such a line becomes a note instead

    Raises Refusal if the step is too long.
    """
    step = step_alone(turn.text) if turn.place is None else ""
    account = await account_in_talk.current(turn) if step else None
    return await _of_account(turn, account, step) if account else None


async def _of_account(turn: Turn, account: Account, step: str) -> Reply | None:
    """Set the step, or open the form with the step filled in.

    Return None if the step is private, or if there was no call with the account. Raises Refusal if
    the step is too long.
    """
    if is_confidential(step):
        return None
    held = await asker_calls.latest(turn, account)
    if held is None:
        return None
    if problem := limits.too_long(step, limits.of_input("next_step")):
        raise Refusal(problem)
    before = await own_reflection.of_call(turn, held)
    if before is None:
        form = await reflection_form.with_questions(turn, held, ("goal_reached", "next_step"))
        return reflection_form.filled(form_edits.with_fingerprints(form), {"next_step": step})
    return await _set(turn, held, before, step)


def in_report(turn: Turn, line: str) -> str:
    """Return the next step in a report of a call.

    For the report "jana was happy, next call thurs 3pm", return "call thurs 3pm". If the report
    does not say "next step", only a step that names a day counts. Return "" if the report has no
    next step, or if the step is too long.
    """
    step, called_so = step_told(line)
    person = turn.person
    day = appointment(step, now=turn.now, zone=person.zone, order=date_order_of(person))
    is_long = limits.too_long(step, limits.of_input("next_step"))
    return step if (called_so or day) and not is_long else ""


def _one_a_line(text: str) -> list[str]:
    """Return the lines if there are several and each sets a next step. Otherwise return []."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines if len(lines) > 1 and all(step_in(line)[0] for line in lines) else []


async def _set(turn: Turn, held: Seated, reflection: Reflection, step: str) -> Card:
    """Save the next step. Show it and the step that it replaces, with *Plan it* and *Undo*."""
    earlier = reflection.next_step
    await own_reflection.begin(turn, held, reflection.goal_reached, reflection)
    reflection.next_step = step
    await turn.session.flush()
    name, today = shortened(held.account.name, 40), day_of(turn.now, turn.person.zone)
    day = format_full_date(day_of(held.call.starts_at, turn.person.zone), today)
    lead = f"Your next step with {name}, after the call on {day}: “{shortened(step, SHOWN)}”"
    was = f" It was “{shortened(earlier, SHOWN)}”." if earlier else ""
    undo = await _undo_button(turn, held, step, earlier)
    plan = Button("Plan it", "reflect.plan", str(held.call.id), about=name)
    note = Note(spans(typed(f"{reflect_cards.readers(reflection)}{was}")))
    return card_saying(typed(lead), note, Buttons((plan, undo)))


async def _undo_button(turn: Turn, held: Seated, step: str, earlier: str) -> Button:
    name = held.account.name
    undo = Undo(BACK, name, f"{held.call.id}:{undos.mark(step)}", earlier)
    value = f"{held.call.id}:{await undos.keep(turn.session, turn.person, undo, turn.now)}"
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    return Button("Undo", BACK, value, about=shortened(name, 40))


async def put_back(turn: Turn) -> Reply:
    """Put the earlier next step back. Raises Refusal if the step has changed since it was set."""
    kept = await access.kept_undo(turn, BACK, turn.text.partition(":")[2])
    call_id, mark = kept.ids.split(":")
    earlier = kept.words
    held = await own_reflection.started_call(turn, call_id, locked=True)
    reflection = await own_reflection.needed(turn, held)
    if held.call.status != PLANNED or undos.mark(reflection.next_step) != mark:
        raise Refusal(CHANGED)
    await offers.close(turn.session, turn.person)
    reflection.next_step = earlier
    await turn.session.flush()
    lead = (
        f"The next step is “{shortened(earlier, SHOWN)}” again."
        if earlier
        else "The next step has been taken out again."
    )
    return card_saying(typed(lead))
