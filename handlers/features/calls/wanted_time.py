"""Plan or move the call that people want at another time: "she wants next tue same time"."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Reply
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.briefs import prep_answer
from handlers.features.calls import (
    call_words,
    last_call,
    last_named,
    moved_by_customer,
    moving,
    planned_again,
)
from handlers.features.calls.typed_call import TypedCall
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood
from handlers.times.formatting import format_full_date
from handlers.typed.calls.wanted_times import (
    asked_instead,
    is_them,
    moved_by_them,
    same_time,
    wanted_instead,
    wanted_move,
)
from storage.choices import CANCELLED, MISSED, PLANNED
from storage.conversation import last_about
from storage.conversation.last_about import LATELY
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

_WEEK = timedelta(weeks=1)
_LATELY = timedelta(days=14)  # a call to which nobody came counts this long


async def answer(turn: Turn) -> Reply | None:
    """Answer a line that gives a call a new time. A name in the line says which account is meant.

    - "mia wants to push to 11:15": move the next call.
    - "she wants thurs instead" and "can we do northwind fri at 4 instead": offer to move the call.
    - "they push it to wed 3pm": move the call, or ask which call is meant.
    - "she wants next tue same time": plan one more call.

    A line without a name is about the account that was just talked about.

    Return None in these cases:

    - The line was typed in a channel.
    - The line is a question of another kind, or is not about a new time.
    - The new time is unclear.
    - No call fits the line.
    """
    if turn.place is not None:
        return None
    if asked := asked_instead(turn.text):
        account, time = await _named(turn, "", asked)
        return await _offered(turn, account, time) if account else None
    return None if turn.text.rstrip().endswith("?") else await _wanted(turn)


async def _wanted(turn: Turn) -> Reply | None:
    if moved := wanted_move(turn.text):
        account = await _account(turn, moved[0])
        return await _moved(turn, account, moved[1]) if account else None
    said = wanted_instead(turn.text)
    if said.time and (account := await _account(turn, said.whom)):
        return await _offered(turn, account, said.time, said.old)
    if time := moved_by_them(turn.text):
        return await moved_by_customer.answer(turn, time)
    if again := same_time(turn.text):
        account, day = await _named(turn, *again)
        return await _plan_one_more(turn, account, day) if account else None
    return None


async def _account(turn: Turn, whom: str) -> Account | None:
    """Return the account that these words name. For "she", it is the account just talked about."""
    if is_them(whom):
        return await last_named.just_talked_about(turn)
    return await which_account.only_one_named(turn, whom)


async def _named(turn: Turn, whom: str, day: str) -> tuple[Account | None, str]:
    """Return the account and the words for the day.

    If `whom` is "", the words in `day` may begin with an account's name.
    """
    if whom or not day:
        return await _account(turn, whom), day
    begun = await which_account.by_name_or_part_at_start(turn, day)
    if len(begun) == 1:
        return begun[0]
    return (None if begun else await last_named.just_talked_about(turn)), day


async def _moved(turn: Turn, account: Account, time: str) -> Reply | None:
    ahead = await _next_call(turn, account)
    reading = _read(turn, time, ahead) if ahead else None
    return await moving.at_once(turn, ahead, reading) if ahead and reading else None


async def _offered(turn: Turn, account: Account, time: str, old: str = "") -> Reply | None:
    """Offer to move a call with the account. If only a day was typed, keep the time of day.

    If `old` is given, take the call that is planned for `old`. Without `old`, take the call that
    was just talked about if it is with the account, or else the next call with the account.

    If there is no such call, ask which call with the account to move. If the account has no planned
    calls, but a call with it was just cancelled, offer to plan this call again. Otherwise, return
    None.
    """
    last = await last_call.of_last_message(turn)
    ahead = last if last and last.account.id == account.id else await _next_call(turn, account)
    if old:
        planned = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
        ahead = next((one for one in planned if call_words.is_then(turn, one, old)), None)
    if ahead is None:
        return await _without_fitting(turn, account, time, old)
    reading = _read(turn, time, ahead) or _read(turn, f"{time} same time", ahead)
    return await moving.ask(turn, ahead, reading) if reading else None


async def _without_fitting(turn: Turn, account: Account, time: str, old: str) -> Reply | None:
    planned = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    readings = [(one, read) for one in planned if (read := _read(turn, time, one))]
    if readings:
        name = shortened(account.name, 40)
        then = f" for “{shortened(old, 40)}”" if old else ""
        lead = f"I found no call with {name}{then}. Which call do you want to move to “{time}”?"
        return await moving.ask_which(turn, lead, readings)
    cancelled = await planned_again.just_cancelled(turn)
    fits = cancelled is not None and cancelled.account.id == account.id
    return await planned_again.ask_for(turn, cancelled, time) if cancelled and fits else None


async def _plan_one_more(turn: Turn, account: Account, day: str) -> Reply | None:
    """Plan one more call on the typed day, at the time of day of another call with the account.

    Take the time of day from the first of these calls that exists:

    - the call that was just talked about
    - the last call that has begun
    - the next planned call
    """
    base = await _call_before(turn, account) or await _next_call(turn, account)
    reading = _read(turn, f"{day} same time", base) if base and day else None
    return await _planned(turn, account, day, reading) if reading else None


def _read(turn: Turn, time: str, base: Seated) -> Understood | None:
    """Read a typed time. "Same time" means the time of day of the call `base`.

    "Next week same time" also means the weekday of `base`. Return None if the time is unclear or
    has passed.
    """
    starts = base.call.starts_at
    said = " ".join(time.lower().split())
    if "next week" in said and "same time" in said:
        said = said.replace("next week", _next_week(turn, starts)).replace("on ", "")
    reading = typed_time(turn, said, planned=starts)
    return reading if isinstance(reading, Understood) and reading.starts_at > turn.now else None


def _next_week(turn: Turn, starts: datetime) -> str:
    today, day = (day_of(one, turn.person.zone) for one in (turn.now, starts))
    monday = today - timedelta(days=today.weekday()) + _WEEK
    return format_full_date(monday + timedelta(days=day.weekday()), today)


async def _planned(turn: Turn, account: Account, day: str, reading: Understood) -> Reply:
    clock = reading.starts_at.astimezone(ZoneInfo(turn.person.zone))
    time = f"{day.lower().replace('same time', '').strip()} {clock:%H:%M}"
    entered = TypedCall(account.name, time, replace(reading, note=None), plans_only=True)
    return await prep_answer.answer_for_account(turn, account, entered)


async def _next_call(turn: Turn, account: Account) -> Seated | None:
    ahead = await asker_calls.planned(turn, account, limit=1)
    return next(iter(ahead), None)


async def _call_before(turn: Turn, account: Account) -> Seated | None:
    """Return the call that was just talked about, even if it was cancelled.

    If that call is not with the account, return the account's last call that has begun, even if
    nobody came to it.
    """
    person = turn.person
    call_id = await last_about.call_of(turn.session, person, turn.now - LATELY)
    if call_id is not None:
        with suppress(Refusal):
            seated = await access.own_call(turn, str(call_id), status=(PLANNED, CANCELLED, MISSED))
            if seated.account.id == account.id:
                return seated
    since = turn.now - _LATELY
    started = await own_calls.latest_started(
        turn.session, person.tenant, person.id, account.id, since=since, now=turn.now
    )
    return started or await asker_calls.latest(turn, account)
