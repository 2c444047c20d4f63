"""Move, cancel, restore, join and leave calls in chat.

A rep who joins a call takes a seat in it. After the checks here, `handlers/planning.py` makes the
changes.
"""

from handlers import planning
from handlers.cards import Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import joined, shortened
from handlers.composing import updates
from handlers.features import access
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import call_notes, colleagues
from handlers.features.calls.typed_call import keep_goal, kept_goal
from handlers.notices import help_asked
from handlers.nudges import reflect
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood, format_short
from handlers.views import shared_call
from storage.choices import CANCELLED, PLANNED
from storage.conversation import offers
from storage.customers import accounts
from storage.sales_calls import calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Call, Draft

TIME_TAKEN = "You already have a call with this account at that time."
HELD = (
    "You have reflected on that call, so it can't be cancelled. To see your answers, type /reflect "
    "and the account's name."
)
RESTORE = "call.restore"
MOVE_BACK = "call.move_back"
WAS_PRIVATE = "kept"  # the end of a call.rejoin button's value, if the call was private


def register(registry: Registry) -> None:
    """Register the button that leaves a call, and those that undo a change."""
    registry.button(RESTORE, restore)
    registry.button(MOVE_BACK, move_back)
    registry.button("call.leave", leave)
    registry.button("call.rejoin", rejoin)


async def move(turn: Turn, call: Call, reading: Understood) -> str | None:
    """Move a call for everybody in it. Return a note about the move, or None.

    If the person types "undo" or "make it 3" in the next message, the message is about this call.

    The note may say how we read the time, and warn of overlaps with other calls. If the start
    changes, the note may also say:

    - which colleagues are told of the move
    - that the person has another call with the account on that day
    - that colleagues have calls with the account at about the same time
    - that quiet hours or an absence affect the messages before the call

    Raises Refusal if the person has another call with the account at this time.
    """
    had_begun = call.starts_at <= turn.now
    try:
        starts_anew = await planning.move(
            turn.session,
            turn.person,
            call,
            turn.now,
            starts_at=reading.starts_at,
            ends_at=reading.ends_at,
            zone=reading.zone,
        )
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN, field="when") from error
    if starts_anew and had_begun:
        await updates.plan_for_call(turn.session, reflect.KIND.name, call, turn.now)
    was_at = call.moved_from.isoformat() if call.moved_from else ""
    kept = offers.to_undo(MOVE_BACK, f"{call.id}:{was_at}", turn.now)
    await offers.save(turn.session, turn.person, kept)
    overlap = await call_notes.overlap_note(turn, call)
    also = await call_notes.same_account_note(turn, call)
    if not starts_anew:
        return " ".join(filter(None, (reading.note, overlap))) or None
    colleagues_note = shared_call.told_of_change(
        await shared_call.others(turn.session, turn.person, call)
    )
    near = await colleagues.near_notes(turn, call)
    quiet_hours = call_notes.quiet_hours_note(turn, call)
    notes = (colleagues_note, reading.note, overlap, also, *near, quiet_hours)
    return " ".join(note for note in notes if note) or None


async def brief_after_move(turn: Turn, seated: Seated, note: str | None) -> Reply:
    """Show the brief of a moved call.

    If colleagues are in the call and its former time is still in the future, add *Undo*.
    """
    card = await show_brief(turn, seated, note)
    names = await shared_call.others(turn.session, turn.person, seated.call)
    return shared_call.moved(seated.call, card, turn.now) if names else card


async def move_back(turn: Turn) -> Reply:
    """Undo the move of a call, unless the call was changed again or its former time has passed."""
    call_id, _, was_at = turn.text.partition(":")
    _, call, account = await access.own_call(turn, call_id, locked=True)
    before = call.moved_from
    if before is None or before.isoformat() != was_at:
        raise Refusal("The call was changed again. /calls shows its current time.")
    if before <= turn.now:
        raise Refusal("That time has passed. /calls lets you choose another.")
    note = await move(turn, call, Understood(before, call.moved_from_end, call.zone, None))
    await offers.close(turn.session, turn.person)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = " ".join(filter(None, (f"Moved {shortened(account.name)} back to {when}.", note)))
    show = Button("Brief", "brief.open", str(call.id), about=account.name)
    return card_saying(typed(lead), Buttons((show,)))


async def cancel(turn: Turn) -> Reply:
    """Cancel a call for everybody in it.

    Raises Refusal if the call has begun and the person has reflected on it. Raises access.CallMoved
    if somebody has moved the call since the button was shown.
    """
    seated = await access.own_call(turn, turn.text, status=(PLANNED, CANCELLED), locked=True)
    call, account = seated.call, seated.account
    if seated.seat.reflected_at is not None and call.starts_at <= turn.now:
        raise Refusal(HELD)
    await planning.cancel(turn.session, turn.person, call, turn.now)
    kept = offers.to_undo(RESTORE, str(call.id), turn.now)
    await offers.save(turn.session, turn.person, kept)  # a typed "undo" restores it
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    colleagues_note = shared_call.told_of_change(
        await shared_call.others(turn.session, turn.person, call)
    )
    then = colleagues_note or "Nothing more will be sent about it."
    lead = f"Cancelled: {shortened(account.name)}, {when}. {then}"
    undo = Button("Undo", RESTORE, str(call.id))
    leave = [shared_call.undo_and_leave(call, account.name)] if colleagues_note else []
    return card_saying(typed(lead), Buttons((undo, *leave)))


async def restore(turn: Turn) -> Reply:
    """Restore a cancelled call at its former time."""
    seat, call, account = await access.own_call(
        turn, turn.text, status=(PLANNED, CANCELLED), locked=True
    )
    again = None
    if call.status == CANCELLED:
        again = "It is planned again." if call.starts_at > turn.now else "It is on file again."
    await _restore(turn, call)
    await offers.close(turn.session, turn.person)
    notes = " ".join(filter(None, (again, await call_notes.overlap_note(turn, call))))
    return await show_brief(turn, Seated(seat, call, account), notes)


async def _restore(turn: Turn, call: Call) -> None:
    try:
        await planning.restore(turn.session, turn.person, call, turn.now)
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN) from error


async def take_seat(turn: Turn, call_id: str) -> Seated:
    """Take a seat in the call with this id, and tell the colleagues in it.

    Raises Refusal if the call is over or not planned, or if the person has another call with the
    account at this time.
    """
    call = await calls.by_id(turn.session, turn.person.tenant, access.row_id(call_id), locked=True)
    if call is None:
        raise Refusal(colleagues.NOT_PLANNED)
    if call.ends_at <= turn.now:
        raise Refusal("That call is over. /prep plans the next one.")
    try:
        seat = await planning.join(turn.session, turn.person, call, turn.now)
    except planning.NotPlanned as error:
        raise Refusal(colleagues.NOT_PLANNED) from error
    except planning.TimeTaken as error:
        raise Refusal(TIME_TAKEN) from error
    return Seated(seat, call, await access.account(turn, call.account_id))


async def leave(turn: Turn) -> Reply:
    """Leave a call in which colleagues stay.

    If the button's value ends with "undo", as in "12:undo", the person has already cancelled the
    call for everybody. In this case, we first restore the call.

    If somebody has moved the call since the button was shown, we ask whether the person still
    wants to leave it.
    """
    try:
        return await _leave(turn)
    except access.CallMoved as moved:
        lead = f"{moved.said} Shall I take you out of it?"
        yes = shared_call.leave_it(moved.seated.call, moved.seated.account.name)
        return card_saying(typed(lead), Buttons((yes,)))


async def _leave(turn: Turn) -> Reply:
    call_id, _, how = turn.text.partition(":")
    status = (PLANNED, CANCELLED) if how == "undo" else (PLANNED,)
    seat, call, account = await access.own_call(turn, call_id, status=status, locked=True)
    if call.status == CANCELLED and call.changed_by != turn.person.id:
        raise Refusal("A colleague cancelled that call. /calls shows your upcoming calls.")
    names = await shared_call.others(turn.session, turn.person, call)
    if not names:
        raise Refusal("No colleagues are in this call. Cancel it instead.")
    if call.starts_at <= turn.now:
        raise Refusal("That call has already begun.")
    await _restore(turn, call)
    draft = await keep_goal(turn, account.name, seat.goal)  # so that *Undo* can restore it
    await planning.leave(turn.session, call, seat, turn.now)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    theirs = f"{joined(names)} {'is' if len(names) == 1 else 'are'} still in it."
    lead = f"You left the call with {shortened(account.name)}, {when}. {theirs}"
    value = f"{call.id}:{draft.id}:{WAS_PRIVATE if seat.opened is False else ''}"
    back = Button("Undo", "call.rejoin", value, about=account.name)
    return card_saying(typed(lead), Buttons((back,)))


async def _is_about_account(turn: Turn, goal: Draft, call_id: str) -> bool:
    """Check whether `goal`, which we kept for the person, is for the account of this call."""
    call = await calls.by_id(turn.session, turn.person.tenant, access.row_id(call_id))
    if call is None:
        return False
    account = await accounts.by_id(turn.session, turn.person.tenant, call.account_id)
    return account is not None and goal.account == account.name


async def rejoin(turn: Turn) -> Reply:
    """Let the person rejoin a call that they left, and restore their goal.

    If the call was private before the person left it, make it private again.
    """
    call_id, _, before = turn.text.partition(":")
    draft_id, _, kept = before.partition(":")
    goal = await kept_goal(turn, draft_id)
    if goal is None or not await _is_about_account(turn, goal, call_id):
        await colleagues.require_shown(turn, call_id)
    seated = await take_seat(turn, call_id)
    seated.seat.goal = seated.seat.goal or (goal.words if goal else "")
    if kept == WAS_PRIVATE and seated.seat.opened is None:
        seated.seat.opened = False
    await help_asked.follow(turn.session, seated.call, turn.now)
    return await show_brief(turn, seated, await call_notes.overlap_note(turn, seated.call))
