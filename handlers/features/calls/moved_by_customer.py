"""Answer "they push the demo to wed 3pm": move the call, or ask which call to move."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import last_call, last_named, moving, named_call, planned_again
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood, format_absolute, format_short
from handlers.typed.calls.call_reports import is_vague
from storage.choices import MISSED
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

# A call that began at most this long ago may be the one that was moved.
_HELD = timedelta(hours=12)


async def answer(turn: Turn, time: str) -> Reply | None:
    """Move a call to the typed time. What came up last in the chat decides what we do:

    - A cancelled call: ask whether to plan it again.
    - A planned call: move this call.
    - Only an account: move the next call with the account. If none is planned, offer to plan one,
      or to move a call that began in the last twelve hours.
    - Neither a call nor an account: ask which planned call moves.

    Return None in these cases:

    - The time is unclear or has passed.
    - Neither a call nor an account came up, and no call is planned.
    - The line names an account or a contact. Other features handle this line.
    """
    if is_vague(time) or await which_account.named_by(turn, turn.text):
        return None
    cancelled = await planned_again.just_cancelled(turn)
    if cancelled:
        return await planned_again.ask_for(turn, cancelled, time)
    return await _of_account(turn, time)


async def _of_account(turn: Turn, time: str) -> Reply | None:
    account = await last_named.just_talked_about(turn)
    ahead = await _ahead(turn, account)
    seated = await _meant(turn, ahead) if account else None
    reading = _read(turn, time, seated)
    if reading is None:
        return None
    if seated:
        return await moving.at_once(turn, seated, reading)
    if account:
        return await _none_planned(turn, account, reading)
    if not ahead:
        return None
    to = format_short(reading.starts_at, now=turn.now, zone=turn.person.zone)
    return await named_call.choice(
        turn,
        f"Which call moves to {to}?",
        ahead,
        moving.MOVE_TO,
        reading.starts_at.isoformat(),
        as_shown=True,
    )


async def _ahead(turn: Turn, account: Account | None) -> Sequence[Seated]:
    return await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)


async def _meant(turn: Turn, ahead: Sequence[Seated]) -> Seated | None:
    """Return the call that came up last. If it is not in `ahead`, return the first call there."""
    last = await last_call.of_last_message(turn)
    fitting = [one for one in ahead if last and one.call.id == last.call.id]
    return next(iter([*fitting, *ahead]), None)


def _read(turn: Turn, time: str, seated: Seated | None) -> Understood | None:
    reading = typed_time(turn, time, planned=seated.call.starts_at if seated else None)
    return reading if isinstance(reading, Understood) and reading.starts_at > turn.now else None


async def _none_planned(turn: Turn, account: Account, reading: Understood) -> Card | None:
    """Offer to plan a new call, or to move a call that began at most `_HELD` ago."""
    person, zone, name = turn.person, turn.person.zone, shortened(account.name)
    to = format_short(reading.starts_at, now=turn.now, zone=zone)
    absolute = format_absolute(reading.starts_at, now=turn.now, zone=zone, own=zone)
    draft = await save_draft(turn, TypedCall(account.name, absolute, reading))
    buttons = [Button(f"New call, {to}", "prep.second", str(draft.id), "primary")]
    held = await own_calls.latest_started(
        turn.session, person.tenant, person.id, account.id, since=turn.now - _HELD, now=turn.now
    )
    if held and held.call.status != MISSED and not held.seat.reflected_at:
        was = format_short(held.call.starts_at, now=turn.now, zone=zone)
        buttons.append(moving.button(f"Move {was} to {to}", held.call, reading.starts_at))
    lead = f"No further call with {name} is planned. Shall I plan it?"
    return card_saying(typed(lead), Buttons(tuple(buttons)))
