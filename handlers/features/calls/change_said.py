"""Read a report that a call was moved or cancelled: "meeting w northwind moved to 12"."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from handlers.features.calls import call_words, named_in_line
from handlers.features.customers import account_in_talk, which_account
from handlers.registry import Turn
from handlers.typed.calls.call_lines import KINDS, split_line
from handlers.typed.calls.call_reports import (
    asks_if,
    at_not,
    changed_by,
    day_of_call,
    is_off,
    is_rebooked,
    is_vague,
    missed_by_me,
    plain_report,
    with_plain_days,
    without_ending,
)
from handlers.typed.calls.wanted_times import is_them
from handlers.typed.plain_spelling import written_out
from handlers.typed.reasons import is_reason
from handlers.typed.words import bare_word, listed

# If only these words follow an account's name, the report is about a call: "alder call".
_OF_CALL = KINDS | listed("the our my on at for with from thing next and has is was been")
_MAX_NAME_WORDS = 4  # a contact's name, with a title and words such as "by"
# - "plan": a call was cancelled, and is now planned for a new time.
# - "unknown": the words before "moved" or "cancelled" name no account on file.
Change = Literal["move", "cancel", "plan", "unknown"]


@dataclass(frozen=True)
class ChangeSaid:
    """What happened to a call, and the words that name the call and perhaps its new time."""

    change: Change
    words: str


async def read(turn: Turn, words: str) -> ChangeSaid | None:
    """Read "call with Northwind got cancelled" and "mia moved alder to Friday 9".

    A contact's name can stand for the contact's account if a call with the account is planned.

    Return None in these cases:

    - The text is a question, or no such report.
    - No clear new time follows "mia moved". The text may be about Mia herself: "mia moved to
      sales".
    """
    return None if asks_if(words) else await _said(turn, words)


async def _said(turn: Turn, words: str) -> ChangeSaid | None:
    is_time = partial(call_words.is_time_of_call, turn)
    if (missed := missed_by_me(words)) and is_time(missed):
        return ChangeSaid("cancel", missed)
    words = without_ending(words)
    plain_words = plain_report(words)
    about, happened, following = call_words.split_report(plain_words, is_time)
    name = at_not(words)
    is_note = name and await which_account.on_file(turn, name) is None  # "jana signs at 2 not 3"
    if is_note or not happened:
        return None if is_note else await _by_somebody(turn, words)
    to = following.partition(" ")[2]
    times = (to, to.partition(",")[0], to.partition(" with ")[0])
    no_time = happened == "moved" and not any(map(is_time, times))
    if not await which_account.by_name_or_part_at_start(turn, about):
        about = call_words.without_lead_words(split_line(about).words)  # "my demo w northwind"
    if not await which_account.by_name_or_part_at_start(turn, about):
        away = is_off(plain_words)  # "jana is off friday" is about Jana, and not about the call
        account = None if away else await named_in_line.account_to_meet(turn, about)
        if account is None:
            return ChangeSaid("unknown", about)
        about, plain_words = account.name, ""
    is_news = is_vague(following) or (no_time and plain_words != words)
    if is_news or await _tells_of_something(turn, about):
        return None  # "mia moved to sales", "alder moved to q1", "alder truck moved to 3pm"
    if is_rebooked(words) and not no_time and not await _is_planned(turn, about):
        return ChangeSaid("plan", f"{about} {to}")
    change: Change = "cancel" if happened == "cancelled" else "move"
    return ChangeSaid(change, f"{about} {following}")


async def _by_somebody(turn: Turn, words: str) -> ChangeSaid | None:
    """Read "mia cancelled alder, sick" and "mia moved alder to friday 9".

    After "cancelled" and the account, only a time or a reason may follow, so "mia cancelled alder's
    order" gives None. After "moved" and the account, a time must follow. Also return None if
    Mia is on file at another account than Alder.
    """
    who, happened, following = changed_by(words)
    if happened == "cancelled" and (day := day_of_call(following)) is not None:
        return await _cancelled_then(turn, who, day)
    begun = await which_account.by_name_or_part_at_start(turn, following) if happened else []
    if len(begun) != 1:
        return None
    account, rest = begun[0]
    if not await which_account.named_by(turn, who) <= {account.id}:
        return None
    is_time = partial(call_words.is_time_of_call, turn)
    if happened == "cancelled":
        bare = call_words.without_lead_words(rest)  # "the alder call today"
        fits = not bare or is_time(bare) or is_reason(bare)
        return ChangeSaid("cancel", f"{account.name} {rest}".strip()) if fits else None
    _, to, _ = call_words.split_move(written_out(rest), is_time)
    return ChangeSaid("move", f"{account.name} {rest}") if to and not is_vague(rest) else None


async def _tells_of_something(turn: Turn, about: str) -> bool:
    """Check whether the words after an account's name are about something else than a call.

    In "alder truck moved to 3pm", they are about a truck.
    """
    begun = await which_account.by_name_or_part_at_start(turn, about)
    for account, rest in begun:
        left = [word for word in with_plain_days(rest).split() if bare_word(word) not in _OF_CALL]
        words = " ".join(left)
        if not left or call_words.is_time_of_call(turn, words):
            return False
        is_name = len(left) <= _MAX_NAME_WORDS
        if is_name and account.id in await which_account.named_by(turn, words):
            return False
    return begun != []


async def _cancelled_then(turn: Turn, who: str, day: str) -> ChangeSaid | None:
    """Read "mia cancelled todays call". `day` is "today", or "" for "mia cancelled the call"."""
    if is_them(who):
        account = await account_in_talk.current(turn)
    else:
        account = await which_account.only_one_named(turn, who)
    return ChangeSaid("cancel", f"{account.name} {day}".strip()) if account else None


async def _is_planned(turn: Turn, name: str) -> bool:
    """Check whether a call with this account is planned, or has just begun."""
    found = await call_words.find_calls(turn, name, moves=True, just_begun=True)
    return bool(found.calls)
