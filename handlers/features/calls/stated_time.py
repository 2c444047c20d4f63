"""Move a call if somebody states another time for it: "brightwater is 3pm today"."""

from collections.abc import Sequence

from handlers.cards import Button, Buttons, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, last_call, moved_by_customer, moving
from handlers.features.calls.typed_call import TypedCall, save_draft
from handlers.features.customers import which_account
from handlers.features.notes import note_beside, note_offered
from handlers.features.reflections import typed_report
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Understood, format_short, grammar
from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.stated_times import StatedTime, repeated_time, stated_time
from handlers.typed.calls.wanted_times import is_them
from handlers.typed.words import bare_word, listed
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

_BEHIND = KINDS | listed("the our my next with from at")
_REST_OF_NAME = 2  # a contact's name has at most this many words


async def answer(turn: Turn) -> Reply | None:
    """Move a call with the account that the line names. The line states the new time.

    Of the account's calls, move the first of these that exists:

    - a call on the day that the line names, or today if it names no day
    - the call just talked about
    - the next call, if the line names no day, or if it shows that another time was planned ("at 11
      not 4")

    If the line names the old day or time ("northwind today is 16:00"), only calls on that day, or
    at that time, can be meant.

    If the account has planned calls, but none of those in this list, ask whether to move the next
    call or to plan a new call.

    A line that names no account, or says only "she", is about the account just talked about. Such a
    line moves a call only if it shows that another time was planned.

    If the line repeats a time ("3pm as i said"), ask whether to move the call that we have just
    asked about.

    Return None in these cases:

    - The message is in a channel.
    - The line does not state a time for a call.
    - The call has this time already, or the time has passed.
    """
    if turn.place is not None:
        return None
    if time := repeated_time(turn.text):
        return await _repeated(turn, time)
    said = stated_time(turn.text)
    if said and is_them(said.whom):
        return await moved_by_customer.answer(turn, said.when) if said.replaces else None
    return await _of_account(turn, said) if said else None


async def _of_account(turn: Turn, said: StatedTime) -> Reply | None:
    """Move the call with the named account, and keep the rest of the line as a note."""
    account, old = await _account_and_time(turn, said.whom)
    if account is None or await which_account.named_by(turn, turn.text) - {account.id}:
        return None
    ahead = await _ahead(turn, account)
    then = [one for one in ahead if old and call_words.is_then(turn, one, old)]
    seated = await _meant(turn, said, then or ahead) if then or not old else None
    if seated is None and ahead and (old or not said.beside):
        return await _move_or_new(turn, ahead[0], said.when)
    reading = typed_time(turn, said.when, planned=seated.call.starts_at) if seated else None
    if seated is None or not isinstance(reading, Understood) or reading.starts_at <= turn.now:
        return None
    if reading.starts_at == seated.call.starts_at:
        return None
    rest = await note_beside.keep_rest(turn, account, said.beside)
    return note_beside.with_rest(await moving.at_once(turn, seated, reading), rest)


async def _move_or_new(turn: Turn, seated: Seated, when: str) -> Reply | None:
    """Ask whether "alder is wed 16th 10am" moves the next call or is one more call."""
    reading = typed_time(turn, when, planned=seated.call.starts_at)
    if not isinstance(reading, Understood) or reading.starts_at <= turn.now:
        return None
    draft = await save_draft(turn, TypedCall(seated.account.name, when, reading, plans_only=True))
    to = format_short(reading.starts_at, now=turn.now, zone=turn.person.zone)
    new = Button(f"New call, {to}", "prep.second", str(draft.id))
    return await moving.ask(turn, seated, reading, new, *note_offered.buttons(turn, seated.account))


async def _repeated(turn: Turn, time: str) -> Reply | None:
    """Ask whether to move the call that we have just asked about: "3pm as i said".

    Return None if we did not ask about a call recently, or if the time has passed.
    """
    seated = await typed_report.call_just_asked(turn)
    reading = typed_time(turn, time, planned=seated.call.starts_at) if seated else None
    if seated is None or not isinstance(reading, Understood) or reading.starts_at <= turn.now:
        return None
    name = shortened(seated.account.name, 40)
    was, to = (
        format_short(one, now=turn.now, zone=turn.person.zone)
        for one in (seated.call.starts_at, reading.starts_at)
    )
    lead = f"I have your call with {name} down for {was}. Shall I move it to {to}?"
    move = moving.button(f"Move it to {to}", seated.call, reading.starts_at)
    return card_saying(typed(lead), Buttons((move,)))


async def _account_and_time(turn: Turn, whom: str) -> tuple[Account | None, str]:
    """Return the account in words that name a call, and the old time of this call, which may be "".

    "Our demo with northwind" names a call, and so does "northwind today". Return None for words
    that mean something else: "northwind's board" is not a call.
    """
    words = call_words.without_lead_words(whom)
    begun = await which_account.by_name_or_part_at_start(turn, words)
    if len(begun) == 1:
        account, rest = begun[0]
        left = " ".join(word for word in rest.split() if bare_word(word) not in _BEHIND)
        is_call = not left or call_words.is_time_of_call(turn, left)
        return (account, left) if is_call else (None, "")
    if begun or len(words.split()) > _REST_OF_NAME:
        return None, ""
    return await which_account.only_one_named(turn, words), ""


async def _ahead(turn: Turn, account: Account) -> Sequence[Seated]:
    near = await asker_calls.planned(
        turn, account, since=turn.now - call_words.JUST_BEGUN, limit=asker_calls.SEARCHED
    )
    return [one for one in near if one.call.starts_at >= turn.now or not one.seat.reflected_at]


async def _meant(turn: Turn, said: StatedTime, ahead: Sequence[Seated]) -> Seated | None:
    """Choose the call that the statement is about, as the docstring of `answer` says."""
    zone = turn.person.zone
    time = grammar.read(said.when, zone)
    reading = typed_time(turn, said.when) if time and time.has_day else None
    when = reading.starts_at if isinstance(reading, Understood) else turn.now
    that_day = [one for one in ahead if day_of(one.call.starts_at, zone) == day_of(when, zone)]
    last = await last_call.of_last_message(turn)
    in_talk = [one for one in ahead if last and one.call.id == last.call.id]
    may_move = said.replaces or reading is None
    return next(iter([*that_day, *in_talk, *(ahead if may_move else ())]), None)
