"""/reflect: the form about a call, and saving its answers."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from handlers.cards import Aside, Buttons, Card, Reply
from handlers.coaching.reflection_questions import GUESS
from handlers.coaching.text.words import shortened
from handlers.commands import Command
from handlers.features import asker_calls, form_edits
from handlers.features.briefs.prep_questions import question
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.customers import account_question
from handlers.features.fields import one_of
from handlers.features.promises import noted_promises
from handlers.features.reflections import (
    call_people,
    goal_answer,
    kept_line,
    line_put_back,
    marketing_line,
    next_step,
    no_show,
    one_line,
    one_tap,
    own_reflection,
    passing_on,
    promises_of_call,
    readers,
    reflection_card,
    reflection_form,
    typed_step,
)
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.typed.privacy.confidential import is_confidential
from storage.choices import (
    BUILT,
    FIRST_PRESCRIBED,
    GOAL_REACHED,
    GUESS_OUTCOMES,
    KEPT_FOCUS,
    MISSED,
    NEXT_STEP_BY,
    TALK,
    GoalReached,
)
from storage.sales_calls import call_seats, own_notes
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Contact, Reflection

_PARTS = (
    *(one_tap, one_line, kept_line, line_put_back, no_show, goal_answer),
    *(next_step, typed_step, readers, marketing_line),
)


def register(registry: Registry) -> None:
    """Register the command, its menu entry, the form, and the buttons of a reflection."""
    registry.command(
        Command(
            "reflect",
            "[account]",
            "what you took away from a call",
            ("/reflect Northwind", "/reflect"),
        ),
        reflect,
    )
    registry.shortcut(Shortcut("reflect", "Reflect on a call"), reflect)
    registry.button("reflect.open", open_form)
    registry.button("reflect.of", reflect_picked)
    registry.form("reflect", save)
    for part in _PARTS:
        part.register(registry)


async def reflect(turn: Turn) -> Reply:
    """Open the form for the latest call that has no reflection yet.

    If every call has a reflection, open the form for the latest call. If an account is named, look
    only at calls with this account. If there are no past calls with it, ask when the call was.

    Raises Refusal if no account is named and the person has no past calls.
    """
    return await account_question.answer_for_typed(
        turn, _latest, action="reflect.of", otherwise="/calls shows your calls."
    )


async def reflect_picked(turn: Turn) -> Reply:
    """Open the form as in `reflect`, for the account that the person chose."""
    return await _latest(turn, await account_question.picked(turn))


async def _latest(turn: Turn, account: Account | None) -> Reply:
    found = await asker_calls.latest(turn, account, unreflected=True) or await asker_calls.latest(
        turn, account
    )
    if found is None and account:
        lead = f"I have no past call with {shortened(account.name)} on file. When was the call?"
        return question(lead, await save_draft(turn, TypedCall(account.name, "", None)))
    if found is None:
        raise Refusal("There is no past call to reflect on yet. /calls shows your upcoming calls.")
    return await reflection_form.opened(turn, found)


async def open_form(turn: Turn) -> Reply:
    """Open the form about a call, filled with the answers on file and what was just typed.

    The button's value is the call's id, which may be followed by the questions to show:
    - "12" shows as many questions as fit.
    - "12:more" shows the questions without an answer.
    - "12:rest" shows the answered questions that did not fit into the form for "12".

    If nobody from the account came to the call, show the card of the missed call instead.
    """
    call_id, _, page = turn.text.partition(":")
    seated = await own_reflection.started_call(turn, call_id)
    if seated.call.status == MISSED:
        return Aside(await no_show.card(turn, seated))
    form = await reflection_form.opened(turn, seated, page)
    if not reflection_form.asks_all(form, turn.fields):
        form = await reflection_form.opened(turn, seated)
    return reflection_form.with_typed(form, turn.fields)


async def save(turn: Turn) -> Reply:
    """Save the answers to the questions in the form. Other answers don't change.

    Raises Refusal if an answer can't be saved. If there is no reflection on file, and the form did
    not ask how the call went, the Refusal opens the form with this question added.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    call_id, _, names = turn.text.partition(":")
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    if seated.call.status == MISSED and turn.fields.get("goal_reached") != MISSED:
        raise Refusal(no_show.NOT_SAVED)
    # A form from an older version, or from `bot/playground/acting.py`, does not list its questions.
    # So we take the names of its fields.
    asked = list(filter(reflection_form.known, names.split(",") if names else turn.fields))
    form = await reflection_form.with_questions(turn, seated, asked)
    turn = await form_edits.merged(turn, seen, form)
    if "goal_reached" in asked and turn.fields.get("goal_reached") == MISSED:
        return await _missed(turn, seated, asked)
    before = await own_reflection.of_call(turn, seated)
    if "goal_reached" not in asked and before is None:
        form = await reflection_form.with_questions(turn, seated, ("goal_reached", *asked))
        form = reflection_form.filled(form_edits.with_fingerprints(form), turn.fields)
        raise Refusal("Please also say how it went.", field="goal_reached", form=form)
    answer = before.goal_reached if before else None
    noted = before.heard.splitlines() if before else ()
    readable = await passing_on.lines_for_marketing(turn, seated, before)
    turn, private = _without_private(turn, noted)
    went = _goal_reached(turn, asked, answer)
    reflection = await own_reflection.begin(turn, seated, went, before)
    came = await call_people.attendees_even_erased(turn, seated)
    there = await call_people.known_there(turn, seated, came)
    _write_answers(turn, asked, reflection, came, there)
    await _save_outcomes(turn, asked, seated.call.id)
    for line in private:
        await own_notes.add(turn.session, turn.person, seated.account.id, line, turn.now)
    notes = [one_line.PRIVATE] if private else []
    if promises_of_call.FIELD in asked:
        theirs = await call_people.their_names(turn, seated)
        notes += await promises_of_call.save(turn, seated, theirs)
    await turn.session.flush()
    if reflection_form.SAYS_MARKETING_READS in names.split(","):
        readable |= set(reflection.heard.splitlines()).difference(noted)
    await passing_on.follow(turn, seated, reflection, readable)
    new = set(reflection.heard.splitlines()).difference(noted) if noted else None
    card = await reflection_card.card(turn, seated, reflection, notes, new)
    return await _with_promises(turn, seated, reflection, noted, card)


async def _with_promises(
    turn: Turn, seated: Seated, reflection: Reflection, noted: Collection[str], card: Card
) -> Card:
    """Offer to add the promises that the customer's words contain.

    Look only at new lines. `noted` has the lines that were on file before.
    """
    new = "\n".join(line for line in reflection.heard.splitlines() if line not in noted)
    said_by_them = bool(reflection.heard_from or turn.fields.get("heard_from"))
    offered = await noted_promises.buttons(turn, seated.account, new, said_by_them=said_by_them)
    first, *rest = card.blocks
    return replace(card, blocks=(first, Buttons(offered), *rest)) if offered else card


def _without_private(turn: Turn, noted: Collection[str]) -> tuple[Turn, list[str]]:
    """Take private lines out of the customer's words, and return these lines too.

    A line is private if it says so, for example with "off the record". Lines that were on file
    before (`noted`) stay.
    """
    lines = turn.fields.get("heard", "").splitlines()
    private = [line.strip() for line in lines if line not in noted and is_confidential(line)]
    if not private:
        return turn, []
    left = "\n".join(line for line in lines if line.strip() not in private)
    return replace(turn, fields={**turn.fields, "heard": left}), private


async def _missed(turn: Turn, seated: Seated, asked: Collection[str]) -> Card:
    """Record that nobody came. Raises Refusal if the form says anything else about the call."""
    if any(turn.fields.get(name, "").strip() for name in asked if name != "goal_reached"):
        raise Refusal(no_show.WROTE, field="goal_reached")
    return await no_show.mark(turn, seated)


def _goal_reached(
    turn: Turn, asked: Collection[str], before: GoalReached | Literal[""] | None
) -> GoalReached | Literal[""]:
    """Return the answer in the form. If the form did not ask, return `before`, the answer on file.

    Raises Refusal if the answer to return is missing or invalid.
    """
    if "goal_reached" in asked:
        before = one_of(turn.fields.get("goal_reached", ""), GOAL_REACHED)
    if before is None:
        raise Refusal("Choose one of these, please.", field="goal_reached")
    return before


def _write_answers(
    turn: Turn,
    asked: Collection[str],
    reflection: Reflection,
    came: Sequence[Contact],
    there: call_people.KnownThere,
) -> None:
    """Write the answers into the reflection's columns.

    If a choice is not among those that the form offers, we store no answer.
    """
    fields = {name: turn.fields.get(name, "").strip() for name in asked}
    before = reflection.heard
    for name in reflection_form.TEXTS:
        if name in fields:
            setattr(reflection, name, fields[name])
    if {"heard", "heard_from"} & fields.keys():
        said_by = reflection.heard_from
        # Words on file without a speaker may be from several people, or from somebody who is not a
        # contact. Such words get a speaker only if the rep chooses one.
        if "heard_from" in fields or not before:
            chosen = fields.get("heard_from", "")
            said_by = call_people.speaker_id(chosen, came, reflection.heard, there)
        reflection.heard_from = said_by if reflection.heard else None
    if "talk" in fields:
        reflection.talk = one_of(fields["talk"], TALK)
    if "first_prescribed" in fields:
        reflection.first_prescribed = one_of(fields["first_prescribed"], FIRST_PRESCRIBED)
    if "next_step_by" in fields:
        reflection.next_step_by = one_of(fields["next_step_by"], NEXT_STEP_BY)
    if "built" in fields:
        reflection.built = one_of(fields["built"], BUILT)
    if "kept_focus" in fields:
        reflection.kept_focus = one_of(fields["kept_focus"], KEPT_FOCUS)
        focus = reflection.focus_id or turn.person.focus_id
        reflection.focus_id = focus if reflection.kept_focus else None


async def _save_outcomes(turn: Turn, asked: Collection[str], call_id: int) -> None:
    own = (call_id, turn.person.id)
    for guess in (await call_seats.guesses(turn.session, [own])).get(own, ()):
        if f"{GUESS}{guess.id}" in asked:
            guess.outcome = one_of(turn.fields.get(f"{GUESS}{guess.id}", ""), GUESS_OUTCOMES)
