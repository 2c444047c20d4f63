"""Answer "brightwater call never happened, they moved it to tomorrow 10am"."""

from datetime import date, time, timedelta

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.briefs import prep_answer
from handlers.features.calls import (
    call_words,
    cancelling,
    last_named,
    moving,
    named_in_line,
    new_time_asked,
)
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.calls.typed_call import TypedCall
from handlers.features.customers import which_account
from handlers.features.notes import note_beside
from handlers.features.typed_time import typed_time
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, at, day_of
from handlers.times import Understood, format_short
from handlers.typed.calls.call_lines import split_line
from handlers.typed.calls.call_reports import without_new_date
from handlers.typed.calls.not_held import NotHeld, not_held
from handlers.views import shown_start
from storage.choices import MISSED
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

NOBODY_CAME = "Nobody came"
CANCELLED = "It was cancelled"
# We look only at calls that began at most this long ago. If the line names no day, we look only at
# calls whose day is at most `REFLECT_WITHIN` ago.
_LONGEST_AGO = timedelta(days=7)


async def answer(turn: Turn, words: str) -> Reply | None:
    """Move the call that was not held, or ask why it was not held.

    The call is the account's latest call that has begun and has no reflection. If there is none, it
    is the account's next call today. If the account has neither and a new time is typed, plan a new
    call. In "it didnt happen", the account is the one just talked about.

    Return None in a channel. Also return None for any other words, such as "the rollout at
    brightwater never happened".
    """
    said = not_held(without_new_date(words)) if turn.place is None else None
    is_named = bool(said and call_words.without_lead_words(said.about))
    account = await _account(turn, said.about, is_named=is_named) if said else None
    seated = await _meant(turn, account, said.day) if said and account else None
    if said is None or account is None or not (is_named or seated):
        return None
    to, rest = _time_and_rest(turn, said.new_time)
    rest = rest if to else said.new_time if said.was_moved else said.following
    kept = await note_beside.keep_rest(turn, account, rest)
    return note_beside.with_rest(await _answered(turn, said, account, seated, to), kept)


async def _answered(
    turn: Turn, said: NotHeld, account: Account, seated: Seated | None, to: str
) -> Reply:
    if to:
        return await _to_new_time(turn, account, seated, to)
    if seated is None:
        return _none_on_file(account, said.day)
    if said.was_moved:
        return await new_time_asked.ask(turn, seated)
    if seated.call.starts_at > turn.now:
        return await cancelling.ask(turn, seated)
    return _ask_why(turn, seated)


async def _account(turn: Turn, about: str, *, is_named: bool) -> Account | None:
    """Return the account that was named or, if none was, the one just talked about."""
    if not is_named:
        return await last_named.just_talked_about(turn)
    begun = await which_account.by_name_or_part_at_start(turn, about)
    if not begun:
        about = call_words.without_lead_words(split_line(about).words)
        begun = await which_account.by_name_or_part_at_start(turn, about)
    if not begun:
        account, _ = await named_in_line.of_contact(turn, about)
        return account
    fits = len(begun) == 1 and not call_words.without_lead_words(begun[0][1])
    return begun[0][0] if fits else None


async def _meant(turn: Turn, account: Account, day: str) -> Seated | None:
    """Return the account's latest call that has begun.

    If there is none, return the account's next call today.

    Calls with a reflection, and calls on another day than the named one, don't count.
    """
    zone = turn.person.zone
    tonight = at(day_of(turn.now, zone) + DAY, time(), zone)
    near = await asker_calls.planned(turn, account, since=turn.now - _LONGEST_AGO, until=tonight)
    fitting = [
        one
        for one in near
        if not one.seat.reflected_at and _is_on(turn, day_of(one.call.starts_at, zone), day)
    ]
    begun = [one for one in fitting if one.call.starts_at <= turn.now]
    return next(iter([*reversed(begun), *fitting]), None)


def _is_on(turn: Turn, when: date, day: str) -> bool:
    """Check whether `when` is the named day. If no day is named, check that `when` is recent."""
    today = day_of(turn.now, turn.person.zone)
    if not day:
        return today - when <= REFLECT_WITHIN
    return f"{when:%A}".lower() == day or when == {"today": today, "yesterday": today - DAY}.get(
        day
    )


def _time_and_rest(turn: Turn, words: str) -> tuple[str, str]:
    """Split "tomorrow 10am, anders is sick" at the comma. The time is "" if no time comes first."""
    to = call_words.time_first(turn, words)
    rest = words.partition(to)[2] if to else words
    return (to, rest.strip(call_words.MARKS)) if not rest or rest[0] == "," else ("", words)


async def _to_new_time(turn: Turn, account: Account, seated: Seated | None, to: str) -> Reply:
    """Move the call. If `seated` is None, plan a call. If the time is unclear, ask for it."""
    reading = typed_time(turn, to, planned=seated.call.starts_at if seated else None)
    if seated and isinstance(reading, Understood):
        return await moving.at_once(turn, seated, reading)
    entered = TypedCall(account.name, to, typed_time(turn, to), plans_only=True)
    return await prep_answer.answer_for_account(turn, account, entered)


def _ask_why(turn: Turn, seated: Seated) -> Card:
    name, call = shortened(seated.account.name), seated.call
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Your call with {name}, {when}: did nobody come, or was it cancelled?"
    nobody = Button(NOBODY_CAME, "reflect.tap", f"{call.id}:{MISSED}", about=name)
    cancelled = Button(CANCELLED, "call.cancel", shown_start.value(call), about=name)
    return card_saying(typed(lead), Buttons((nobody, cancelled)))


def _none_on_file(account: Account, day: str) -> Card:
    then = day if day in ("today", "yesterday") else day.title()
    of_day = f" from {then}" if day else ""
    lead = f"No call{of_day} with {shortened(account.name)} is waiting for your answer."
    return card_saying(typed(lead), Buttons((ALL_CALLS,)))
