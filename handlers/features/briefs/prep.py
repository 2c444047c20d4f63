"""/prep: plan or find a call, and show its brief."""

from dataclasses import replace

from handlers import limits
from handlers.cards import Form, Reply
from handlers.coaching.step_topic import NEXT_CALL
from handlers.commands import Command
from handlers.features import access
from handlers.features.briefs import briefs_of_time, prep_answer, prep_questions
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import call_notes, changing, colleagues, typed_call
from handlers.features.calls.typed_call import TypedCall
from handlers.features.customers import which_account
from handlers.features.typed_time import as_in_form
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.times import Unclear, Understood
from handlers.times.vocabulary import CHANGES, PLANS
from handlers.typed.calls.briefs_asked import time_alone
from handlers.typed.plain_spelling import written_out_words
from storage.customers import accounts
from storage.sales_calls import calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Draft

MY_CALL = "my call with "  # may stand before an account's name: "cancel my call with Northwind"


def register(registry: Registry) -> None:
    """Register the command, the menu entry, the form, and the buttons of the questions."""
    registry.command(
        Command(
            "prep",
            "[account] [when]",
            "plan or find a call, and get its brief",
            ("/prep Northwind tomorrow 3pm", "/prep Northwind"),
        ),
        prep_typed,
    )
    registry.shortcut(Shortcut("prep", "Prepare a call"), open_blank_form)
    registry.button("prep.form", open_form)
    registry.button("prep.add", add_account)
    registry.button("prep.pick", pick_account)
    registry.button("prep.suggested", accept_suggestion)
    registry.button("prep.second", plan_another)
    registry.button("prep.instead", move_instead)
    registry.button("prep.join", join)
    registry.form("prep", submit)


async def prep_typed(turn: Turn) -> Reply:
    """Answer `/prep` and the words after it.

    If the words are only a time ("for the 4pm") and a call is planned at that time, show the call's
    brief. In all other cases, do as `prep` does.
    """
    when = time_alone(written_out_words(turn.text))
    return (await briefs_of_time.at_time(turn, when) if when else None) or await prep(turn)


async def plan_only(turn: Turn) -> Reply:
    """Do as `prep` does, but don't show the brief of a new call that is not today."""
    return await prep(turn, plans_only=True)


async def prep(turn: Turn, *, plans_only: bool = False) -> Reply:
    """Show the brief of the typed call, and plan the call if it is new.

    If the account or the time is unclear, ask for it. Without words, show the next call.

    With `plans_only`, don't show the brief of a new call that is not today: say only that the call
    is planned.
    """
    for lead in ("me for ", "me on "):  # "prep me for Northwind tomorrow 3pm"
        if turn.text.lower().startswith(lead):
            turn = replace(turn, text=turn.text[len(lead) :])
    if not turn.text.strip():
        return await prep_answer.next_call(turn)
    begun, ahead = await which_account.with_next_call_at_start(turn, turn.text)
    if begun:
        account, entered = typed_call.read_after_account(turn, begun)
        if entered.reading is None and account.id in ahead:
            return await show_brief(turn, ahead[account.id])
        entered = replace(entered, plans_only=plans_only)
        return await prep_answer.answer_for_account(turn, account, entered)
    requested = await _requested(turn)
    if requested:
        return requested
    entered = replace(typed_call.read_call(turn), plans_only=plans_only)
    return await prep_answer.answer(turn, entered)


async def _requested(turn: Turn) -> Reply | None:
    """Answer "call Northwind 3pm" or "cancel Northwind tomorrow 3pm".

    For a verb in `PLANS`, such as "call", plan the call.

    For a verb in `CHANGES`, such as "cancel", only show the brief of the call at the typed time. If
    no call begins at that time, show the next call with the account. If no call with the account is
    planned, ask when the call is.

    Return None if the line does not begin with one of these verbs and an account's name.
    """
    request, _, following = turn.text.strip().partition(" ")
    request = request.lower()
    if request not in CHANGES | PLANS or not following:
        return None
    if following.lower().startswith(MY_CALL):
        following = following[len(MY_CALL) :]
    begun = await which_account.by_name_at_start(turn, following)
    if not begun:
        return None
    account, entered = typed_call.read_after_account(turn, begun)
    if request in PLANS:
        return await prep_answer.answer_for_account(turn, account, entered)
    if isinstance(entered.reading, Understood):
        there = await calls.starting_at(
            turn.session, turn.person, account.id, entered.reading.starts_at
        )
        if there is not None and there.seat is not None:
            own = Seated(there.seat, there.call, account)
            return await prep_answer.brief_with(turn, own, entered, None)
    return await prep_answer.next_call_with(turn, account)


async def open_blank_form(turn: Turn) -> Reply:
    """Open the form to plan a call. Fill in the account if it is known."""
    return prep_questions.form(turn.text, "", "")


def _filled_form(turn: Turn, draft: Draft) -> Form:
    when = typed_call.absolute_time(turn, draft)
    return prep_questions.form(draft.account, when, str(draft.id))


async def open_form(turn: Turn) -> Reply:
    """Open the form to plan a call, filled with what was typed before."""
    draft = await typed_call.open_draft(turn, turn.text)
    return _filled_form(turn, draft)


async def submit(turn: Turn) -> Reply:
    """Plan a call from the form. For a past call with an account on file, offer a reflection.

    Raises Refusal if the account is missing or is a mention, if the time is missing or unclear, or
    if we can't read who comes.
    """
    name = which_account.name_in(turn.fields.get("account", ""))
    time = turn.fields.get("when", "").strip()
    if not name or which_account.is_mention(name):
        raise Refusal("Which account is the call with?", field="account")
    if not time:
        raise Refusal("When is it? For example: tomorrow 15:00.", field="when")
    reading = typed_call.read_when(turn, time)
    happened = isinstance(reading, Unclear) and reading.past_moment
    if happened and await which_account.on_file(turn, name):
        return await prep_answer.answer(turn, TypedCall(name, time, reading))
    about = turn.fields.get("about", "").strip()
    with_whom = typed_call.with_people(time, turn.fields.get("coming", ""))
    said = typed_call.with_subject(with_whom, "" if about == NEXT_CALL else about)
    return await prep_answer.answer(turn, TypedCall(name, said, as_in_form(reading)))


async def add_account(turn: Turn) -> Reply:
    """Add the typed account, and continue planning. If the name is unusable, open the form.

    The button's value is the draft's id. ":" and `PLANS_ONLY` follow the id if the typed line did
    not ask for a brief.
    """
    draft_id, _, plans = turn.text.partition(":")
    draft = await typed_call.open_draft(turn, draft_id)
    if not draft.account or limits.too_long(draft.account, limits.of_input("account")):
        return _filled_form(turn, draft)
    account = await accounts.add(turn.session, turn.person.tenant, draft.account, turn.now)
    entered = typed_call.typed_before(turn, draft)
    entered = replace(entered, plans_only=plans == prep_questions.PLANS_ONLY)
    return await prep_answer.answer_for_account(turn, account, entered)


async def pick_account(turn: Turn) -> Reply:
    """Continue planning with the account that was chosen from similar names."""
    draft_id, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    draft = await typed_call.open_draft(turn, draft_id)
    return await prep_answer.answer_for_account(turn, account, typed_call.typed_before(turn, draft))


async def accept_suggestion(turn: Turn) -> Reply:
    """Continue planning with the time that was suggested."""
    return await prep_answer.answer(
        turn, typed_call.typed_before(turn, await typed_call.open_draft(turn, turn.text))
    )


async def plan_another(turn: Turn) -> Reply:
    """Plan the call although another call with the account is planned on that day."""
    draft = await typed_call.open_draft(turn, turn.text)
    account = await which_account.on_file(turn, draft.account)
    entered = typed_call.typed_before(turn, draft)
    if account is None or not isinstance(entered.reading, Understood):
        return await prep_answer.answer(turn, entered)
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(
        turn.session, turn.person, account.id, entered.reading.starts_at
    )
    if there is not None and there.seat is not None:  # the button was pressed twice
        own = Seated(there.seat, there.call, account)
        return await prep_answer.brief_with(turn, own, entered, entered.reading.note)
    return await prep_answer.plan_call(turn, account, entered, entered.reading)


async def move_instead(turn: Turn) -> Reply:
    """Move the existing call to the typed time, instead of planning a second call.

    If somebody has moved the existing call since the button was shown, say so, and ask again
    whether to move it.
    """
    draft_id, _, shown = turn.text.partition(":")
    entered = typed_call.typed_before(turn, await typed_call.open_draft(turn, draft_id))
    if not isinstance(entered.reading, Understood):
        return await prep_answer.answer(turn, entered)
    try:
        seated = await access.own_call(turn, shown, locked=True)
    except access.CallMoved as moved:
        reading = replace(entered.reading, note=moved.said)
        return await prep_questions.ask_second(turn, entered, reading, [moved.seated])
    note = await changing.move(turn, seated.call, entered.reading)
    seated = await access.own_call(turn, str(seated.call.id))
    await prep_answer.save_people_and_subject(turn, seated, entered)
    return await changing.brief_after_move(turn, seated, note)


async def join(turn: Turn) -> Reply:
    """Take a seat in a colleague's call. Save the typed people and subject."""
    call_id, _, draft_id = turn.text.partition(":")
    await colleagues.require_shown(turn, call_id)
    seated = await changing.take_seat(turn, call_id)
    draft = await typed_call.own_draft(turn, draft_id)
    if draft:
        await prep_answer.save_people_and_subject(
            turn, seated, TypedCall(draft.account, draft.time, None)
        )
    return await show_brief(turn, seated, await call_notes.overlap_note(turn, seated.call))
