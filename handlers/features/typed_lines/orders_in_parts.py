"""Ask about an order in one part of a line: "acme fri cancel, tom ghosted".

We try this before we keep a line as a note. If we kept an order only as a note, the rep might think
that we had carried out the order.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import call_words, cancelling, moving, planned_again
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_offered
from handlers.features.typed_lines.likely_moves import names_of
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.calls.orders_in_parts import OrderInPart, order_in_part
from handlers.typed.line_kinds import kind_of
from handlers.views import shown_start
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

NO_CALL = "Not done: you have no call with {} planned."


async def instead(turn: Turn) -> Card | None:
    """Answer as `answer` does, if the line says what takes the place of a cancelled call.

    "Cancel alder today, friday stays" names another call, and "cancel alder, lets do fri 10" a new
    time. Return None for any other line.
    """
    return await answer(turn, alone=False)


async def answer(turn: Turn, *, alone: bool = True) -> Card | None:
    """Ask whether to cancel or move the call that an order in a line is about.

    If the line is only an order with the account's name and a new time, move the call at once:
    "brightwater thu push 30 min". Each question that we ask comes with a button that keeps the
    whole line as a note.

    Return None in a channel, for a line without such an order, and if it is unclear which account
    is meant. `alone` says whether we also answer an order that gives no new time and names no call
    that stays. If `alone` is false, return None for such an order.
    """
    account = await _account(turn) if turn.place is None else None
    if account is None:
        return None
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    known = await names_of(turn, ahead, account)
    is_time = partial(call_words.is_time_of_call, turn)
    order = order_in_part(turn.text.strip(), known.__contains__, is_time)
    if order is None or not (alone or order.to or order.stays):
        return None
    return await (_ordered(turn, ahead, order) if ahead else _without_call(turn, account, order))


async def _account(turn: Turn) -> Account | None:
    """Return the account that the text is about.

    Return None if the text has several lines, or if it is a quote.
    """
    text = turn.text.strip()
    account = None if "\n" in text else await account_in_talk.meant(turn, text)
    is_quote = account is not None and kind_of(text) == "quote" and not _has_label(text, account)
    return None if is_quote else account


async def _ordered(turn: Turn, ahead: Sequence[Seated], order: OrderInPart) -> Card | None:
    """Ask about the call that the order means, or move it. `ahead` are the account's calls."""
    account = ahead[0].account
    then = [one for one in ahead if order.was and call_words.is_then(turn, one, order.was)]
    if order.was and not then and not order.is_certain:
        return None  # "mia is off thu" if the call is not on Thursday
    if staying := _staying(turn, ahead, then, order):
        return await _one_stays(turn, then, staying, order)
    if order.does == "move" and order.to:
        named = await which_account.named_in_full(turn, turn.text)
        is_clear = account.id in named and bool(then or not order.was)
        return await _move(turn, then or ahead, order, at_once=is_clear)
    if order.was and not then:
        then_said = f"“{shortened(order.was, 40)}”"
        note = f"I found no call with {shortened(account.name, 40)} for {then_said}."
        return _with_note(turn, account, await cancelling.which(turn, ahead, note))
    return await _cancel_or_change(turn, then or ahead, order)


def _staying(
    turn: Turn, ahead: Sequence[Seated], then: Sequence[Seated], order: OrderInPart
) -> Seated | None:
    """Return the call that the line leaves as it is. In these lines, it is the call on Friday:

    - "cancel alder, friday stays"
    - "we move to friday then, cancel today"

    A line like the second one must say when the cancelled call is: "today".

    Return None for any other line, or if no call is planned on Friday.
    """
    other = order.stays or (order.to if order.was else "")
    fitting = (one for one in ahead if other and call_words.is_then(turn, one, other))
    return next((one for one in fitting if one not in then), None)


async def _one_stays(
    turn: Turn, then: Sequence[Seated], staying: Seated, order: OrderInPart
) -> Card | None:
    """Say that the call `staying` stays as it is, and ask whether to cancel the first in `then`.

    If `then` is empty:

    - If the line names the time of the call to cancel, say that no call is planned at that time.
    - Otherwise, ask which of the account's other calls to cancel, if there are any.
    """
    name = shortened(staying.account.name, 40)
    when = format_short(staying.call.starts_at, now=turn.now, zone=turn.person.zone)
    stays = f"Your call with {name}, {when}, stays as it is."
    if then:
        card = await cancelling.ask(turn, then[0], stays)
    elif order.was:
        lead = f"You have no call with {name} for “{shortened(order.was, 40)}” any more. {stays}"
        card = card_saying(typed(lead), Buttons((ALL_CALLS,)))
    else:
        others = await _others(turn, staying)
        card = await cancelling.which(turn, others, stays) if others else card_saying(typed(stays))
    return _with_note(turn, staying.account, card)


async def _others(turn: Turn, staying: Seated) -> Sequence[Seated]:
    """Return the other upcoming calls with the account."""
    ahead = await asker_calls.planned(turn, staying.account, limit=asker_calls.SEARCHED)
    return [one for one in ahead if one.call.id != staying.call.id]


async def _move(
    turn: Turn, fitting: Sequence[Seated], order: OrderInPart, *, at_once: bool
) -> Card | None:
    """Move the call, or ask whether to move it. If several calls fit, ask which one."""
    read = [(one, call_words.new_time(turn, one, order.to)) for one in fitting]
    readings = [(one, reading) for one, reading in read if reading]
    if not readings:
        return await _cancel_or_change(turn, fitting, order)
    if len(readings) > 1:
        lead = f"Which call do you want to move to “{shortened(order.to, 40)}”?"
        return _with_note(
            turn, readings[0][0].account, await moving.ask_which(turn, lead, readings)
        )
    ((seated, reading),) = readings
    if at_once and order.is_alone:
        return await moving.at_once(turn, seated, reading)
    about = shortened(seated.account.name, 40)
    cancel = Button("Cancel the call", "call.cancel", shown_start.value(seated.call), about=about)
    return await moving.ask(
        turn, seated, reading, cancel, *note_offered.note_button(turn, seated.account)
    )


async def _cancel_or_change(turn: Turn, fitting: Sequence[Seated], order: OrderInPart) -> Card:
    """Ask whether to cancel the call. If several calls fit, ask which one to cancel.

    If only one call fits, and the order is to move it, ask for the new time instead.
    """
    seated = fitting[0]
    if len(fitting) > 1:
        return _with_note(turn, seated.account, await cancelling.which(turn, fitting, ""))
    if order.does == "cancel":
        return _with_note(turn, seated.account, await cancelling.ask(turn, seated))
    name = shortened(seated.account.name, 40)
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    change = Button("Change the time", "call.edit", str(seated.call.id), about=name)
    card = card_saying(
        typed(f"Nothing moved yet. When is your call with {name}, {when}, now?"), Buttons((change,))
    )
    return _with_note(turn, seated.account, card)


async def _without_call(turn: Turn, account: Account, order: OrderInPart) -> Card | None:
    """Say that no call is planned.

    But if the order gives a time, and a call was just cancelled, offer to plan this call again.

    Return None for a report: "alder cancelled, they chose somebody else".
    """
    cancelled = await planned_again.just_cancelled(turn) if order.to else None
    if cancelled and (again := await planned_again.ask_for(turn, cancelled, order.to)):
        return _with_note(turn, account, again)
    if order.is_report or not order.is_certain:
        return None
    name = shortened(account.name, 40)
    plan = Button("Plan a call", "call.add", account.name, about=name)
    return _with_note(turn, account, card_saying(typed(NO_CALL.format(name)), Buttons((plan,))))


def _with_note(turn: Turn, account: Account, card: Card) -> Card:
    """Add the button that keeps the typed line as the rep's own note."""
    note = note_offered.note_button(turn, account)
    return replace(card, blocks=(*card.blocks, Buttons(note))) if note else card


def _has_label(text: str, account: Account) -> bool:
    """Check whether a line begins with the account's name and a colon."""
    return bool(which_account.without_label(text, account) != text)
