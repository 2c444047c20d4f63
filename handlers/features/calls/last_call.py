"""Answer "cancelled", which means the call that the last message was about."""

from datetime import timedelta

from handlers.cards import Reply
from handlers.features.asked.whom import LATELY
from handlers.features.calls import call_words, cancelling
from handlers.registry import Turn
from storage import last_about, own_calls
from storage.own_calls import Seated
from storage.tables import Account

_LOOKED_AT = 200
_BEGUN = timedelta(hours=12)  # a call that began within this time may not have taken place


async def cancel(turn: Turn) -> Reply | None:
    """Ask whether to cancel the person's call with the account of the last message.

    It may be an upcoming call, or one that has just begun. If there is none of these, it is a call
    without an answer. If the last message was about no single account, it is the latest call that
    waits for an answer. If several calls fit, ask which. Return None if none fits, and in a
    channel.
    """
    if turn.place is not None:
        return None
    account = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
    found = await (_with(turn, account) if account else _waiting(turn))
    if len(found) > 1:
        return cancelling.which(turn, found, "")
    return await cancelling.ask(turn, found[0]) if found else None


async def _with(turn: Turn, account: Account) -> list[Seated]:
    person = turn.person
    near = await own_calls.planned_for(
        turn.session,
        person.tenant,
        person.id,
        since=turn.now - _BEGUN,
        account_id=account.id,
        limit=_LOOKED_AT,
    )
    unanswered = [one for one in near if not one.seat.reflected_at]
    since = turn.now - call_words.JUST_BEGUN
    return [one for one in unanswered if one.call.starts_at >= since] or unanswered


async def _waiting(turn: Turn) -> list[Seated]:
    person = turn.person
    return await own_calls.waiting(
        turn.session, person.tenant, person.id, since=turn.now - _BEGUN, now=turn.now, most=1
    )
