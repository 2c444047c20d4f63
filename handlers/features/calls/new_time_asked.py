"""Ask for the new time of a moved call, and take "fri 9" in the next message as the answer."""

from datetime import date

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.briefs import prep_answer
from handlers.features.calls import moving
from handlers.features.calls.typed_call import TypedCall
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Unclear, Understood, format_short, grammar
from handlers.typed.calls.not_held import time_in
from handlers.views import shown_start
from storage.choices import CANCELLED, MISSED, PLANNED
from storage.conversation import call_choice
from storage.conversation.call_choice import CallChoice
from storage.sales_calls.own_calls import Seated

# `CallChoice.action` while this question is open. No button has this action, because people type
# the answer.
_ASKED = "call.new_time"
_ENDS = " ?!.,;:"


async def ask(turn: Turn, seated: Seated) -> Card:
    """Ask for the new time of the call.

    One button opens the form of the call, and one cancels the call.
    """
    call, name = seated.call, shortened(seated.account.name)
    await expect(turn, seated)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"Your call with {name}, {when}: when is it now?"
    change = Button("Set the new time", "call.edit", str(call.id), about=name)
    cancel = Button("It was cancelled", "call.cancel", shown_start.value(call), about=name)
    return card_saying(typed(lead), Buttons((change, cancel)))


async def expect(turn: Turn, seated: Seated) -> None:
    """Take a time in the next message as the new time of this call."""
    asked = CallChoice(_ASKED, [str(seated.call.id)])
    await call_choice.remember(turn.session, turn.person, asked, turn.now)


async def ask_unclear(turn: Turn, seated: Seated, unclear: Unclear, to: str) -> Card:
    """Ask which time is meant in "move northwind to thursday". Here, `to` is "thursday".

    Buttons move the call to the times that are likely. If `to` names a day, and the rep then types
    only a time of day, the call moves to this time on that day.
    """
    call, name = seated.call, shortened(seated.account.name, 40)
    day = unclear.day.isoformat() if unclear.day else ""
    asked = CallChoice(_ASKED, [str(call.id)], how=day)
    await call_choice.remember(turn.session, turn.person, asked, turn.now)
    same = typed_time(turn, f"{to} same time", planned=call.starts_at) if unclear.day else None
    likely = [*unclear.offers, *([same] if isinstance(same, Understood) else [])]
    moves = (
        moving.button(
            f"Move it to {format_short(one.starts_at, now=turn.now, zone=turn.person.zone)}",
            call,
            one.starts_at,
        )
        for one in likely
        if one.starts_at > turn.now
    )
    change = Button("Another time", "call.edit", f"{call.id}:{to}", about=name)
    lead = f"{name} is not moved yet. {unclear.question}"
    return card_saying(typed(lead), Buttons((*moves, change)))


async def answer(turn: Turn) -> Reply | None:
    """Move a call to the typed time, if we asked for its new time in the last ten minutes.

    If the call was cancelled after the question, plan a new call at the typed time. Return None if
    there is no such question, if the words are not a time, or if they were typed in a channel.
    """
    if turn.place is not None:
        return None
    asked = await call_choice.last(turn.session, turn.person, turn.now)
    if asked is None or asked.action != _ASKED:
        return None
    seated = await access.own_call(turn, asked.call_values[0], status=(PLANNED, MISSED, CANCELLED))
    when = time_in(turn.text.strip(_ENDS))
    said = grammar.read(f"at {when}", turn.person.zone) if when and asked.how else None
    if said and said.clock and not said.has_day:
        when = f"{date.fromisoformat(asked.how):%d %B %Y} {when}"
    reading = typed_time(turn, when, planned=seated.call.starts_at) if when else None
    if not isinstance(reading, Understood):
        return None
    await call_choice.forget(turn.session, turn.person)
    if seated.call.status == CANCELLED:
        entered = TypedCall(seated.account.name, when, reading, plans_only=True)
        return await prep_answer.answer_for_account(turn, seated.account, entered)
    return await moving.at_once(turn, seated, reading)
