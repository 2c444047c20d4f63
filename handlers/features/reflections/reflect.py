"""/reflect: a reflection after a call, saved in under a minute, and shared or taken back."""

from collections.abc import Mapping

from handlers.cards import Reply
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits, which_account
from handlers.features.calls.prep_questions import question
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.fields import one_of
from handlers.features.marketing import insight_uses
from handlers.features.marketing.asks import TAKEN_BACK, withdraw_ask
from handlers.features.reflections import (
    passing_on,
    promises_of_call,
    reflection_card,
    reflection_form,
)
from handlers.features.reflections.promises_of_call import SIDES
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.views.promise_lines import too_many
from storage import accounts, asks, calls, reflections
from storage.calls import Seated
from storage.choices import (
    ATTRIBUTIONS,
    BUILT,
    FIRST_PRESCRIBED,
    GOAL_REACHED,
    GUESS_OUTCOMES,
    NEXT_STEP_BY,
    TALK,
    Attribution,
    GoalReached,
)
from storage.tables import Account, Reflection

WAS_SHARED = (
    "It was shared before, so a colleague may have read it. Briefs that were already sent still "
    "show it."
)


def register(registry: Registry) -> None:
    """Register the command, its menu entry, the form, and the buttons of a reflection."""
    registry.command(
        Command(
            "reflect",
            "[account]",
            "what you took away from a call, in under a minute",
            ("/reflect Northwind", "/reflect"),
        ),
        reflect,
    )
    registry.shortcut(Shortcut("reflect", "Reflect on a call"), reflect)
    registry.button("reflect.open", open_form)
    registry.button("reflect.of", reflect_picked)
    registry.button("reflect.share", share)
    registry.button("reflect.unshare", unshare)
    registry.button("reflect.take_back", take_back)
    registry.form("reflect", save)


async def reflect(turn: Turn) -> Reply:
    """The form of the latest call without a reflection, or else of the latest call.

    If an account is named, only calls with that account count; if there is none, the answer asks
    when the call was. Raises Refusal if no account is named and there is no past call.
    """
    return await which_account.answer_for_typed(
        turn, _latest, action="reflect.of", otherwise="/calls shows your calls."
    )


async def reflect_picked(turn: Turn) -> Reply:
    """The form as in `reflect`, for the account that was chosen."""
    return await _latest(turn, await which_account.picked(turn))


async def _latest(turn: Turn, account: Account | None) -> Reply:
    account_id = account.id if account else None
    found = await calls.latest_before(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        before=turn.now,
        account_id=account_id,
        unreflected=True,
    ) or await calls.latest_before(
        turn.session, turn.person.tenant, turn.person.id, before=turn.now, account_id=account_id
    )
    if found is None and account:
        lead = f"No past call with {shortened(account.name)} is on file. When was it?"
        return question(lead, await save_draft(turn, TypedCall(account.name, "", None)))
    if found is None:
        raise Refusal("There is no past call to reflect on yet. /calls shows your upcoming calls.")
    return form_edits.with_fingerprints(await reflection_form.form(turn, found))


async def open_form(turn: Turn) -> Reply:
    """The form of one call, filled with what was written before."""
    return form_edits.with_fingerprints(await reflection_form.form(turn, await _started_call(turn)))


async def _started_call(turn: Turn, *, locked: bool = False) -> Seated:
    seated = await access.own_call(turn, turn.text, locked=locked)
    if seated.call.starts_at > turn.now:
        raise Refusal("That call has not started yet. You can reflect on it afterwards.")
    return seated


async def save(turn: Turn) -> Reply:
    """Save a new or changed reflection, and update its promises and its line for marketing."""
    turn, seen = form_edits.split_fingerprints(turn)
    seated = await _started_call(turn, locked=True)
    turn = await form_edits.merged(turn, seen, await reflection_form.form(turn, seated))
    seat, call, account = seated
    goal_reached = _checked(turn)
    written = await reflections.of_call(turn.session, turn.person.tenant, call.id, turn.person.id)
    if written is None:
        written = Reflection(
            tenant=turn.person.tenant,
            call_id=call.id,
            account_id=account.id,
            author_id=turn.person.id,
            called_at=call.starts_at,
            written_at=turn.now,
            goal_reached=goal_reached,
        )
        turn.session.add(written)
    written.goal_reached, written.written_at = goal_reached, turn.now
    _write_answers(turn.fields, written)
    was_shared, written.shared = written.shared, turn.fields.get("shared") == "team"
    coming = (await accounts.attendees(turn.session, [call.id])).get(call.id, ())
    if len(coming) == 1:
        written.heard_from = coming[0].id
    seat.reflected_at = turn.now
    await _save_outcomes(turn, call.id)
    notes = [*await promises_of_call.save(turn, seated)]
    if was_shared and not written.shared:
        notes.append(WAS_SHARED)
    await insight_uses.save_answers(turn, call.id)
    await turn.session.flush()
    await passing_on.pass_on(turn, seated, written)
    return await reflection_card.card(turn, seated, written, notes)


def _checked(turn: Turn) -> GoalReached:
    """The required answer. Raises Refusal if it is missing, or for too many promises."""
    goal_reached = one_of(turn.fields.get("goal_reached", ""), GOAL_REACHED)
    if goal_reached is None:
        raise Refusal("Choose one of these, please.", field="goal_reached")
    for side in SIDES:
        refused = too_many(turn.fields.get(f"{side}_promised", ""))
        if refused:
            raise Refusal(refused, field=f"{side}_promised")
    return goal_reached


def _write_answers(fields: Mapping[str, str], written: Reflection) -> None:
    """Write the form's other answers; a choice that the form does not offer is ignored."""
    written.heard = fields.get("heard", "").strip()
    written.surprise = fields.get("surprise", "").strip()
    written.talk = one_of(fields.get("talk", ""), TALK)
    written.first_prescribed = one_of(fields.get("first_prescribed", ""), FIRST_PRESCRIBED)
    written.next_step = fields.get("next_step", "").strip()
    written.next_step_by = one_of(fields.get("next_step_by", ""), NEXT_STEP_BY)
    written.built = one_of(fields.get("built", ""), BUILT)
    written.for_marketing = fields.get("for_marketing", "").strip()
    # Without an answer there is no consent, so a line for marketing is not passed on.
    without_answer: Attribution = "no" if written.for_marketing else "anonymous"
    chosen = one_of(fields.get("attribution", ""), ATTRIBUTIONS)
    written.attribution = chosen or without_answer


async def _save_outcomes(turn: Turn, call_id: int) -> None:
    own = (call_id, turn.person.id)
    for guess in (await calls.guesses(turn.session, [own])).get(own, ()):
        guess.outcome = one_of(turn.fields.get(f"guess-{guess.id}", ""), GUESS_OUTCOMES)


async def share(turn: Turn) -> Reply:
    """Let the team read a reflection."""
    return await _set_shared(turn, shared=True)


async def unshare(turn: Turn) -> Reply:
    """Let nobody but its author read a reflection."""
    return await _set_shared(turn, shared=False)


async def take_back(turn: Turn) -> Reply:
    """Take back what was passed on to marketing, and say so on the card."""
    seated = await access.own_call(turn, turn.text, cancelled=True, locked=True)
    written = await _own_reflection(turn, seated)
    ask = await asks.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id, locked=True
    )
    if ask is not None:
        await withdraw_ask(turn, ask)
    return await reflection_card.card(turn, seated, written, (TAKEN_BACK,))


async def _own_reflection(turn: Turn, seated: Seated) -> Reflection:
    written = await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    if written is None:
        raise Refusal("You have not reflected on that call yet. /reflect opens the form.")
    return written


async def _set_shared(turn: Turn, *, shared: bool) -> Reply:
    seated = await access.own_call(turn, turn.text, locked=True)
    written = await _own_reflection(turn, seated)
    notes = (WAS_SHARED,) if written.shared and not shared else ()
    written.shared = shared
    await turn.session.flush()
    return await reflection_card.card(turn, seated, written, notes)
