"""From the last message, find the call that a line such as "move it to 11" means."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, cancelling, moving
from handlers.features.calls.call_words import MatchingCalls
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood, format_short, grammar
from storage.conversation import last_about
from storage.conversation.last_about import LATELY
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

# A call that began at most this long ago can still be reported as cancelled.
_BEGUN = timedelta(hours=12)


async def ask_to_cancel(turn: Turn) -> Reply | None:
    """Ask whether to cancel the person's call with the account that the last message was about.

    Only calls without a reflection count:

    - If the last message was about one account: calls with the account that are upcoming or have
      just begun. If there are none, calls with the account that began in the last 12 hours.
    - Otherwise: the person's latest call that is over and began in the last 12 hours.

    If there are several such calls, ask which one. Return None if there is none, or in a channel.
    """
    if turn.place is not None:
        return None
    account = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
    found = await (_calls_with(turn, account) if account else _waiting(turn))
    if len(found) > 1:
        return await cancelling.which(turn, found, "")
    return await cancelling.ask(turn, found[0]) if found else None


async def ask_to_cancel_last(turn: Turn) -> Reply | None:
    """Ask whether to cancel the upcoming call that the last message was about: "cancel it"."""
    last = await of_last_message(turn)
    return await cancelling.ask(turn, last) if last else None


async def of_last_message(turn: Turn, since: datetime | None = None) -> Seated | None:
    """Return the person's upcoming call that the last message was about.

    Messages before `since` (UTC) are ignored. If `since` is None, messages older than `LATELY` are
    ignored. Return None if there is no such call. Also return None in a channel.
    """
    person = turn.person
    call_id = await last_about.call_of(turn.session, person, since or turn.now - LATELY)
    if call_id is None or turn.place is not None:
        return None
    ahead = await asker_calls.planned(turn, limit=asker_calls.SEARCHED)
    return next((one for one in ahead if one.call.id == call_id), None)


async def to_move(turn: Turn, found: MatchingCalls) -> MatchingCalls:
    """For "move it to 11", choose the call that the last message was about.

    If that message was about an account, but not about an upcoming call, choose the next call with
    the account. Return `found` unchanged in these cases:

    - The person typed no time.
    - The person typed something besides the time, such as an account or a day.
    - There is no such call.
    - The person typed the line in a channel.
    """
    if turn.place is not None or not _is_unclear(found):
        return found
    if last := await of_last_message(turn):
        return replace(found, account=last.account, calls=[last])
    account = await last_about.account_of(turn.session, turn.person, turn.now - LATELY)
    ahead = [one for one in found.calls if account and one.account.id == account.id]
    return replace(found, account=account, calls=ahead[:1]) if ahead else found


def of_today(turn: Turn, found: MatchingCalls) -> MatchingCalls:
    """For "brightwater pushed to 2:30", choose the only upcoming call today with that account.

    Return `found` unchanged in these cases:

    - The words name no account.
    - The words name a day, or have no time of day.
    - There is no upcoming call with the account today, or there are several.
    """
    if not found.account or found.by_day or found.empty_day or len(found.calls) < 2:
        return found
    said = grammar.read(found.to, turn.person.zone) or grammar.read(f"at {found.to}", "UTC")
    today = day_of(turn.now, turn.person.zone)
    those = [one for one in found.calls if day_of(one.call.starts_at, turn.person.zone) == today]
    no_day = said is not None and said.clock is not None and not said.has_day
    return replace(found, calls=those) if no_day and len(those) == 1 else found


async def ask_next(turn: Turn, found: MatchingCalls) -> Card | None:
    """Ask whether "move it to 11" means the next call.

    Return None in these cases:

    - The words say which call to move.
    - The time is missing, unclear or past.
    - The person typed the line in a channel.
    """
    if turn.place is not None or not _is_unclear(found):
        return None
    first = found.calls[0]
    reading = typed_time(turn, found.to, planned=first.call.starts_at)
    if not isinstance(reading, Understood) or reading.starts_at <= turn.now:
        return None
    zone, name = turn.person.zone, shortened(first.account.name, 40)
    when = format_short(first.call.starts_at, now=turn.now, zone=zone)
    to = format_short(reading.starts_at, now=turn.now, zone=zone)
    lead = f"Do you mean your next call, {name}, {when}?"
    move = moving.button(f"Move it to {to}", first.call, reading.starts_at)
    buttons = Buttons((move, Button("Another call", "call.list")))
    return card_saying(typed(lead), buttons)


def _is_unclear(found: MatchingCalls) -> bool:
    named = found.account or found.by_day or found.unknown or found.unread or found.empty_day
    return bool(found.to and found.calls and not named)


async def _calls_with(turn: Turn, account: Account) -> list[Seated]:
    near = await asker_calls.planned(
        turn, account, since=turn.now - _BEGUN, limit=asker_calls.SEARCHED
    )
    unanswered = [one for one in near if not one.seat.reflected_at]
    since = turn.now - call_words.JUST_BEGUN
    return [one for one in unanswered if one.call.starts_at >= since] or unanswered


async def _waiting(turn: Turn) -> list[Seated]:
    person = turn.person
    return await own_calls.without_reflection(
        turn.session, person.tenant, person.id, since=turn.now - _BEGUN, now=turn.now, limit=1
    )
