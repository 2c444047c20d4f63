"""Take a person off the list of who comes to a call: "take tom off the call", "tom isnt coming"."""

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features.calls import coming_said
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_in_talk, contacts, people_said, person_removed
from handlers.features.notes import note_offered
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.customers.people_said import cased
from handlers.typed.customers.person_off_call import OffCall, off_call
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Contact


async def answer(turn: Turn) -> Reply | None:
    """Take a contact off the list of who comes to the contact's next call.

    If we don't find the contact or an upcoming call, say that nothing was done.

    Return None in these cases:

    - The line is not about taking somebody off a call.
    - The line was not typed in the person's own chat.
    - The line is a statement, such as "tom isnt coming", and names an account that is not on file.
    - The line is a statement, names no account, and names an unknown contact.
    - The line may be about something else ("take pricing off alder"), and names no contact.
    """
    said = off_call(turn.text) if turn.place is None else None
    if said is None:
        return None
    account = await people_said.named_account(turn, said.account) if said.account else None
    is_order = said.is_order and said.is_certain
    if said.account and account is None:
        return _not_done(turn, said, None) if is_order else None
    found = await _found(turn, said, account)
    ahead = await people_said.next_call_with(turn, *found) if found else None
    if found and ahead:
        return await _take_off(turn, ahead, found[1])
    if not (found or (account and said.is_certain) or is_order):
        return None
    account = account or (found[0] if found else await account_in_talk.current(turn))
    return _not_done(turn, said, account)


async def _found(
    turn: Turn, said: OffCall, account: Account | None
) -> tuple[Account, Contact] | None:
    """Return the named contact and its account. With `account`, look only at this account."""
    if account is None:
        return await person_removed.named(turn, said.name)
    contact = await contacts.known(turn, account, said.name)
    return (account, contact) if contact else None


async def _take_off(turn: Turn, ahead: Seated, contact: Contact) -> Card:
    await attendees.change(turn.session, ahead.call, add=(), remove=[contact])
    when = format_short(ahead.call.starts_at, now=turn.now, zone=turn.person.zone)
    name = shortened(contact.name, 40)
    lead = f"{name} is off the list for {shortened(ahead.account.name)}, {when}."
    how = f"{ahead.call.id}:{contact.name}|"
    return contacts.card_of(lead, Button(f"{name} comes after all", coming_said.COMES, how))


def _not_done(turn: Turn, said: OffCall, account: Account | None) -> Card:
    of = f" with {shortened(account.name)}" if account else ""
    lead = f"Not done: {cased(said.name)} is not on the list for a coming call{of}."
    keep = note_offered.buttons(turn, account) if account else ()
    return card_saying(typed(lead), Buttons((*keep, ALL_CALLS)))
