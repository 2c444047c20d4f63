"""Put a past call on file, so that the rep can reflect on it."""

from dataclasses import replace

from handlers import planning
from handlers.cards import Reply
from handlers.features import access
from handlers.features.calls.typed_call import open_draft
from handlers.features.customers import which_account
from handlers.features.fields import moment_in
from handlers.features.reflections import one_tap, reflect
from handlers.registry import Refusal, Registry, Turn
from storage.sales_calls import calls


def register(registry: Registry) -> None:
    """Register the buttons for a call at a past time and for a call that moved."""
    registry.button("reflect.past", reflect_on_past_call)
    registry.button("reflect.met", met_before_it_moved)


async def reflect_on_past_call(turn: Turn) -> Reply:
    """Save the past call that a draft describes, and open the form for the reflection.

    A draft keeps what the person typed about a call. The button's value is the draft's id. If a
    call with the account at that time is on file already, the person gets a seat in that call, and
    no second call is saved. Raises Refusal if the draft is gone, if it has no time, or if its
    account is not on file.
    """
    draft = await open_draft(turn, turn.text)
    account = await which_account.on_file(turn, draft.account)
    if account is None or draft.starts_at is None:
        raise Refusal("That question is no longer open. Type /prep again.")
    account = await access.account(turn, account.id, locked=True)
    there = await calls.starting_at(turn.session, turn.person, account.id, draft.starts_at)
    if there is None:
        zone = draft.zone or turn.person.zone
        call = planning.new_call(account, draft.starts_at, draft.ends_at, zone, turn.now)
        await planning.record(turn.session, turn.person, call)
    else:
        call, _ = there
        await planning.take_seat(turn.session, turn.person, call)
    return await reflect.open_form(replace(turn, text=str(call.id)))


async def met_before_it_moved(turn: Turn) -> Reply:
    """Put a call on file at the earlier time of a moved call, and ask how it went.

    This is for people who met at the earlier time, before somebody moved the call in the calendar.
    The moved call stays on file too. If the person already has a call with the account at the
    earlier time, ask how that call went, and put no other call on file.

    Raises Refusal in these cases:

    - The moved call is not this person's.
    - The earlier time is not in the past.
    - The call was not moved to a later time.
    """
    call_id, _, moment = turn.text.partition(":")
    seated = await access.own_call(turn, call_id)
    was_at = moment_in(moment)
    if was_at is None or was_at > turn.now or seated.call.starts_at <= was_at:
        raise Refusal("That call has not moved. /reflect opens the form.")
    account = await access.account(turn, seated.account.id, locked=True)
    there = await calls.starting_at(turn.session, turn.person, account.id, was_at)
    if there is None or there.seat is None:
        call = planning.new_call(account, was_at, None, turn.person.zone, turn.now)
        seat = await planning.record(turn.session, turn.person, call)
    else:
        seat = there.seat
    return await one_tap.ask_again(replace(turn, text=str(seat.call_id)))
