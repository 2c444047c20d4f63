"""Set the goal of an upcoming call from a typed line: "goal northwind: get the pilot signed"."""

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.briefs import goal_put_back
from handlers.features.calls import named_call
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_at_time, account_in_talk, which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Understood, format_short
from handlers.typed.calls.goals import (
    goal_after_name,
    goal_alone,
    goal_in,
    goal_unmarked,
    goal_unmarked_after_name,
    states_goal,
)
from handlers.typed.plain_spelling import clock_written_out
from handlers.typed.words import DAY_WORDS, listed
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

WHICH_CALL = "For which call? Name the account: “goal northwind: {}”. Nothing is saved yet."
ONLY_YOU = "Only you read your goal."
SHOWN = 200  # we show at most this many characters of a goal
_NAME = 4  # a shorter word before "goal" is hardly the name of an account
_NO_NAMES = listed(
    "main next their your first real year sales team only final company whole same other overall"
    " personal quarter month week quarterly yearly annual biggest"
)
_SEARCHED = 50  # we look among this many of the next calls


async def answer(turn: Turn) -> Reply | None:
    """Set the goal of a call with the named account: the next call, or the call at the named time.

    If no such call is planned, offer to plan one. If the words name an account but no goal, show
    the goal on file and a button to set it.

    A line such as "set my goal for 4 to …" names no account, but only a time. It sets the goal if
    exactly one call begins at that time.

    Return None for any other text. Also return None in a channel.
    """
    if turn.place is not None:
        return None
    about, goal = goal_in(turn.text)
    account = await which_account.only_one_named(turn, about) if about else None
    if about and goal and account is None and (seated := await _at_time(turn, about)):
        return await _set(turn, seated, goal)
    if not about and (unmarked := await _unmarked(turn)):
        account, about, goal = unmarked
    elif not about:
        about, goal = _named_first(turn.text)
        account = await account_at_time.named_alone(turn, about) if about else None
    if account is None:
        return await _of_last_account(turn) or _of_unknown(turn)
    named = await named_call.find(turn, account, about)
    if named.fitting:
        seated = named.fitting[0]
        return await _set(turn, seated, goal) if goal else _goal_or_button(turn, seated)
    name = shortened(account.name, 40)
    lead = f"You have no call with {name} planned{' then' if named.time else ''}."
    if named.calls:
        starts_at = named.calls[0].call.starts_at
        lead = f"{lead} The next is {format_short(starts_at, now=turn.now, zone=turn.person.zone)}."
    plan = Button("Plan a call", "call.add", account.name, about=name)
    return card_saying(typed(lead), Buttons((plan,)))


def _named_first(text: str) -> tuple[str, str]:
    """Split "alder goal: find out who signs" into "alder" and the goal. The colon is optional."""
    about, goal = goal_after_name(text)
    return (about, goal) if about else goal_unmarked_after_name(text)


async def _of_last_account(turn: Turn) -> Reply | None:
    """Set the goal in "goal find out who signs" for the account that came up last.

    If no account came up, or if it has no upcoming call, ask which call is meant. Return None if
    the line names an account, or if it is not of the form "goal …".
    """
    goal = goal_alone(turn.text)
    if not goal or await which_account.named_in_full(turn, turn.text):
        return None
    last = await account_in_talk.current(turn)
    ahead = await asker_calls.planned(turn, last, limit=1) if last else ()
    if ahead:
        return await _set(turn, ahead[0], goal)
    lead = WHICH_CALL.format(shortened(goal, 100))
    return card_saying(typed(lead), Buttons((ALL_CALLS,)))


def _of_unknown(turn: Turn) -> Reply | None:
    """Answer "castell goal find out who signs" if no account is called Castell.

    The answer says that no goal was set. Return None for any other line.
    """
    name, goal = goal_unmarked_after_name(turn.text)
    word = name.casefold()
    is_name = word.isalpha() and len(word) >= _NAME and not is_common(word)
    if not (goal and is_name) or word in _NO_NAMES | DAY_WORDS:
        return None
    lead = f"I don't know an account called “{shortened(name, 40)}”, so no goal was set."
    plan = Button("Plan a call", "call.add", name, about=shortened(name, 40))
    return card_saying(typed(lead), Buttons((plan,)))


async def _at_time(turn: Turn, when: str) -> Seated | None:
    """Return the call that begins at the time in "set my goal for 4 to …".

    If the time names no day, we first read it as a time today. Return None if no call, or more than
    one, begins at that time.
    """
    ahead = await asker_calls.planned(turn, limit=_SEARCHED)
    written = clock_written_out(when)
    for words in (f"today at {written}", written):
        reading = typed_time(turn, words)
        if isinstance(reading, Understood):
            then = [one for one in ahead if one.call.starts_at == reading.starts_at]
            return then[0] if len(then) == 1 else None
    return None


async def _unmarked(turn: Turn) -> tuple[Account, str, str] | None:
    """Read a line in which nothing marks where the goal begins: "goal northwind sso sorted".

    Return the account, the words for the call (the account's name and any time), and the goal.
    """
    words = goal_unmarked(turn.text)
    found = await which_account.by_name_or_part_at_start(turn, words) if words else []
    if len(found) != 1:
        return None
    account, rest = found[0]
    when = named_call.time_in(turn, rest.split())
    # In "goal northwind sign by friday", the day belongs to the goal.
    when = when if rest.startswith(when) else ""
    goal = rest.removeprefix(when).strip()
    return (account, f"{account.name} {when}", goal) if states_goal(goal.split()) else None


async def _set(turn: Turn, seated: Seated, goal: str) -> Card:
    seat = seated.seat
    before, seat.goal = seat.goal, goal
    await turn.session.flush()
    was = f" It was “{shortened(before, SHOWN)}”." if before else ""
    undo = await goal_put_back.undo_button(turn, seated, before)
    return _goal_card(turn, seated, f"{ONLY_YOU}{was}", undo)


def _goal_or_button(turn: Turn, seated: Seated) -> Card:
    """Show the goal, if there is one, and a button to set it."""
    if seated.seat.goal:
        return _goal_card(turn, seated, ONLY_YOU)
    name = shortened(seated.account.name, 40)
    lead = f"No goal yet for {name}, {_when(turn, seated)}."
    button = Button("Set a goal", "goal.open", str(seated.call.id), about=name)
    return card_saying(typed(lead), Note(spans(ONLY_YOU)), Buttons((button,)))


def _goal_card(turn: Turn, seated: Seated, note: str, *undo: Button) -> Card:
    seat, call, account = seated
    name = shortened(account.name, 40)
    lead = f"Your goal for {name}, {_when(turn, seated)}: “{shortened(seat.goal, SHOWN)}”"
    buttons = Buttons(
        (
            Button("Change the goal", "goal.open", str(call.id), about=name),
            Button("Brief", "brief.open", str(call.id), about=name),
            *undo,
        )
    )
    return card_saying(typed(lead), Note(spans(typed(note))), buttons)


def _when(turn: Turn, seated: Seated) -> str:
    return format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
