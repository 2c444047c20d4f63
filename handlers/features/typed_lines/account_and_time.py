"""Answer an account's name, a time, or both, such as "Northwind tomorrow 3pm"."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.features.asked import facts
from handlers.features.briefs import prep
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import last_call, last_named, late_calls, named_in_line
from handlers.features.customers import which_account
from handlers.features.typed_lines import typed_requests
from handlers.features.typed_lines.typed_requests import ENDS
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Unclear
from handlers.typed.calls.call_lines import without_filler
from handlers.typed.notes_and_promises import call_at
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import COURTESY, bare_words_of, listed

_OPENS = listed("open show see pull get gimme view read")
_THE_BRIEF = ("the brief", "brief", "its brief", "that brief", "me the brief", "up the brief")


async def answer(turn: Turn) -> Reply | None:
    """Answer these lines:

    - An account's name, alone or with a time: show the next call, or plan a call.
    - An account's name with a question mark: show the next call. If no call is planned, show what
      is on file about the account.
    - A report that a call was moved, cancelled or not held.
    - A request to delay a call: "delay halden 15 min".

    Return None for any other line.
    """
    words = without_filler(turn.text.strip(ENDS))
    if report := await typed_requests.changed(turn, words) or await late_calls.delayed(turn):
        return report
    begun = await which_account.by_name_at_start(turn, words)
    named = await which_account.on_file(turn, words) if words else None
    if named and (on_file := await facts.account_asked(turn, named)):
        return on_file
    if named or any(is_time(turn, rest) for _, rest in begun):
        return await prep.plan_only(replace(turn, text=words))
    return None


async def call_is(turn: Turn) -> Reply | None:
    """Answer "Northwind call is tomorrow 3pm". Return None for any other line.

    In a channel, return None for every line.
    """
    said = call_at(turn.text) if turn.place is None else ""
    return await answer(replace(turn, text=written_out(said))) if said else None


async def brief_of_last(turn: Turn) -> Reply | None:
    """Answer "open the brief" with a brief:

    - The last message was about an upcoming call: show the brief of this call.
    - The last message was not about an upcoming call, but an account was just talked about: answer
      like `/prep` with the account's name.
    - In all other cases, show the brief of the rep's next call.

    Return None for any other line. In a channel, return None for every line.
    """
    words = [word for word in bare_words_of(turn.text) if word not in COURTESY]
    is_asked = words[:1] != [] and words[0] in _OPENS and " ".join(words[1:]) in _THE_BRIEF
    if turn.place is not None or not is_asked:
        return None
    last = await last_call.of_last_message(turn)
    account = None if last else await last_named.just_talked_about(turn)
    if account:
        return await prep.prep(replace(turn, text=account.name))
    return await show_brief(turn, last) if last else await prep.prep(replace(turn, text=""))


async def unnamed(turn: Turn) -> Reply | None:
    """Plan or move a call if the line does not name its account: "second call next tues 10am".

    The call is with the account just talked about. If we can't tell which account that is, ask for
    the account. Return None for any other line.
    """
    named = await last_named.with_account(turn)
    if named is None:
        return await last_named.ask_account(turn)
    return await typed_requests.changed(named, named.text) or await named_in_line.answer(named)


def is_time(turn: Turn, rest: str) -> bool:
    """Check whether the words after an account's name may be a time.

    Also return True if no words follow the name, or if the words look like a time that is unclear.
    """
    reading = typed_time(turn, rest) if rest else None
    return not (isinstance(reading, Unclear) and reading.reason == "not_a_time")
