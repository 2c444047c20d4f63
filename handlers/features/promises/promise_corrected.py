"""Correct the promise that was just saved or moved: "nope wednesday", "the quote is for halden"."""

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.promises.promise_signs import is_same
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import which_account
from handlers.features.promises import (
    fitting_promises,
    promise_moved,
    promise_reports,
    promise_saved,
)
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import date_order_of, day_of
from handlers.times.due import DueDay, due_by
from handlers.typed import day_corrections
from handlers.typed.promises.promise_reports import said_to_be_for
from handlers.views.promises import promise_cards
from storage.conversation import offers
from storage.conversation.offers import Offer
from storage.customers import commitments
from storage.tables import Account, Commitment

BACK = "promise.account_back"
THERE_ALREADY = "Not moved: {} has the same promise already. Do you still need this one?"


def register(registry: Registry) -> None:
    """Register the button that moves a promise back to its earlier account."""
    registry.button(BACK, move_back)


def is_promise(kept: Offer) -> bool:
    """Check whether what was just kept or changed is a promise."""
    return kept.undo_button[0] in (promise_saved.UNDO, promise_moved.BACK, BACK)


async def redated(turn: Turn, kept: Offer) -> Reply | None:
    """Give the promise that was just saved or moved another day: "make it thursday".

    Return None in these cases:

    - `kept` is not about a promise.
    - The words do not name a day, or they also name a time of day.
    - The words also name an old day ("not friday, thursday"), and the promise is not due on that
      old day.
    """
    when, old = day_corrections.day_corrected(turn.text) if is_promise(kept) else ("", "")
    found = _due(turn, when) if when else None
    if found is None or found.day is None or found.clock:
        return None
    promise = await promise_of(turn, kept)
    was = _due(turn, old) if old else None
    if old and (was is None or was.day != promise.due_on):
        return None
    account = await access.account(turn, promise.account_id)
    return await promise_moved.move_to(turn, promise, account, when)


def _due(turn: Turn, words: str) -> DueDay | None:
    person = turn.person
    today = day_of(turn.now, person.zone)
    return due_by(words, today=today, zone=person.zone, order=date_order_of(person))


async def for_account(turn: Turn) -> Reply | None:
    """Move a promise to the named account: "the two references are for alder".

    Return None in these cases:

    - The line does not say which account something is for, or it was typed in a channel.
    - The named account is not on file.
    - The words fit none of the person's open promises, or several.
    - The promise is to the named account already.
    """
    words, name = said_to_be_for(turn.text) if turn.place is None else ((), "")
    account = await which_account.on_file(turn, name) if words and name else None
    if account is None:
        return None
    found = await promise_reports.open_fitting(turn, words)
    if len(found) != 1 or found[0].account_id == account.id:
        return None
    return await _moved(
        turn, await access.own_promise(turn, str(found[0].id), locked=True), account
    )


async def to_account(turn: Turn, kept: Offer, account: Account) -> Reply:
    """Move the promise to `account`. Raises Refusal if the promise is from a call.

    If the promise is with `account` already, offer to open the promise in a form.
    """
    promise = await promise_of(turn, kept)
    if promise.account_id != account.id:
        return await _moved(turn, promise, account)
    whose = "by" if promise.side == "theirs" else "to"
    lead = f"That is a promise {whose} {shortened(account.name)}. Shall I open it, to change it?"
    change = Button("Change", promise_saved.CHANGE, str(promise.id))
    return card_saying(typed(lead), Buttons((change,)))


async def _moved(turn: Turn, promise: Commitment, account: Account) -> Reply:
    """Move a promise to another account. Raises Refusal if the promise is from a call.

    If the same promise to this account is on file, move nothing, so that it is not on file twice.
    """
    # Lock the account, so that only one request at a time adds a promise to the account.
    await access.account(turn, account.id, locked=True)
    if promise.call_id is not None:
        raise Refusal("That promise is from a call, so it stays with the account of the call.")
    if await _is_there(turn, promise, account):
        there = await access.account(turn, promise.account_id)
        lead = THERE_ALREADY.format(shortened(account.name, 40))
        return fitting_promises.shown(turn, [(promise, there)], lead)
    before, promise.account_id = promise.account_id, account.id
    await turn.session.flush()
    return await _card(turn, promise, account, before)


async def _is_there(turn: Turn, promise: Commitment, account: Account) -> bool:
    """Check whether the same promise is on file as open for this account."""
    person = turn.person
    there = await commitments.open_with(turn.session, person.tenant, person.id, account.id)
    same_side = (row for row in there if row.side == promise.side)
    return any(is_same(row.text, promise.text) for row in same_side)


async def move_back(turn: Turn) -> Reply:
    """Move a promise back to its earlier account.

    Raises Refusal if the promise is no longer open, or if it was moved again since.
    """
    account_id, promise_id, moved_to = (*turn.text.split(":"), "", "")[:3]
    account = await access.account(turn, access.row_id(account_id), locked=True)
    promise = await access.own_promise(turn, promise_id, locked=True, take_over=False)
    if promise.state != "open":
        raise Refusal("That promise is no longer open, so it was not moved back.")
    if str(promise.account_id) != moved_to:
        raise Refusal("That promise's account has changed since, so it was not moved back.")
    promise.account_id = account.id
    await offers.close(turn.session, turn.person)
    await turn.session.flush()
    lead = f"Moved back to {shortened(account.name)}: {shortened(promise.text, 200)}."
    return card_saying(typed(lead))


async def promise_of(turn: Turn, kept: Offer) -> Commitment:
    """Return the promise that was just kept or changed. Raises Refusal if it is no longer open."""
    action, value = kept.undo_button
    first, _, rest = value.partition(":")  # after a change, the old day or account comes first
    promise_id = first if action == promise_saved.UNDO else rest.partition(":")[0]
    promise = await access.own_promise(turn, promise_id, locked=True, take_over=False)
    if promise.state != "open":
        raise Refusal("That promise is no longer open. /promises shows what became of it.")
    return promise


async def _card(turn: Turn, promise: Commitment, account: Account, before: int) -> Card:
    due = promise_cards.due(promise.due_on, day_of(turn.now, turn.person.zone), lasting=True)
    whose = "by" if promise.side == "theirs" else "to"
    what = shortened(promise.text, 200).rstrip(".")
    lead = f"Now a promise {whose} {shortened(account.name)}: {what}, {due}."
    value = f"{before}:{promise.id}:{account.id}"
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    undo = Button("Undo", BACK, value, beside=True, about=shortened(promise.text, 40))
    return card_saying(typed(lead), Buttons((undo,)))
