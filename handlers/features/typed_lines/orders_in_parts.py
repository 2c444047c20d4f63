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
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_offered
from handlers.features.typed_lines.likely_moves import names_of, time_read
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.calls.orders_in_parts import OrderInPart, order_in_part
from handlers.typed.line_kinds import kind_of
from handlers.views import shown_start
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

NO_CALL = "Not done: you have no call with {} planned."


async def answer(turn: Turn) -> Card | None:
    """Ask whether to cancel or move the call that an order in a line is about.

    An order alone, with the account's name and a new time, moves the call at once: "brightwater thu
    push 30 min". With every question, offer to keep the whole line as a note.

    Return None in a channel, for a line without such an order, and if it is unclear which account
    is meant.
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text:
        return None
    account = await account_in_talk.meant(turn, text)
    if account is None or (kind_of(text) == "quote" and not _has_label(text, account)):
        return None
    ahead = await asker_calls.planned(turn, account, limit=asker_calls.SEARCHED)
    known = await names_of(turn, ahead, account)
    is_time = partial(call_words.is_time_of_call, turn)
    order = order_in_part(text, known.__contains__, is_time)
    if order is None or not ahead:
        return await _without_call(turn, account, order) if order else None
    then = [one for one in ahead if order.was and call_words.is_then(turn, one, order.was)]
    if order.was and not then and not order.is_certain:
        return None  # "mia is off thu" if the call is not on Thursday
    if order.does == "move" and order.to:
        named = await which_account.named_in_full(turn, text)
        return await _move(turn, then or ahead, order, at_once=account.id in named)
    return await _cancel_or_change(turn, then or ahead, order)


async def _move(
    turn: Turn, fitting: Sequence[Seated], order: OrderInPart, *, at_once: bool
) -> Card | None:
    """Move the call, or ask whether to move it. If several calls fit, ask which one."""
    readings = [(one, read) for one in fitting if (read := time_read(turn, one, order.to))]
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
    """Ask whether to cancel the call, or what to change if the order is to move it."""
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
    """Offer to plan a call again that was just cancelled, or say that no call is planned.

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
