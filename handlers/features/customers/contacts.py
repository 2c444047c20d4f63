"""Put a contact on file, or change a contact's role or address. Both can be undone."""

from dataclasses import dataclass

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.text.words import shortened
from handlers.features import access, colleagues
from handlers.features.customers import which_account
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.customers.people_said import cased
from storage import mail
from storage.choices import CALL_STATUSES
from storage.conversation import drafts, offers, undos
from storage.conversation.undos import Undo
from storage.customers import attendees, contacts
from storage.sales_calls import own_notes
from storage.spelling import comparable
from storage.tables import Account, Call, Contact

UNDO = "person.undo"
IS_NEW = "1"  # the last part of `Undo.ids` if the contact was added
NO_CALL = "0"
GONE = "That person is no longer on file."
CHANGED = "{name}'s {what} has changed since, so it stays."
ADDED = "{name} now has {what}, and stays on file."
IN_CALLS = "{name} is on the list for a call, and stays on file."
CALL_BEGAN = "The call with {name} has begun, so the list stays as it is."


@dataclass(frozen=True)
class Saved:
    """A contact as it is on file now, and the role and the address that it had before.

    `is_new` says whether the contact was added.
    """

    contact: Contact
    role_before: str
    email_before: str
    is_new: bool


def register(registry: Registry) -> None:
    """Register the button that takes a change back."""
    registry.button(UNDO, undo)


async def known(turn: Turn, account: Account, name: str) -> Contact | None:
    """Return the account's contact with this name, or with this first or last name.

    Prefer the whole name. Return None if no contact fits, or if several contacts fit.
    """
    there = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    key = comparable(name)
    exact = [one for one in there if comparable(one.name) == key]
    found = exact or [one for one in there if key in which_account.forms_of(one.name)]
    return found[0] if len(found) == 1 else None


async def save(turn: Turn, account: Account, name: str, role: str = "", email: str = "") -> Saved:
    """Put a person on file. An empty role or address does not change what is on file."""
    before = await known(turn, account, name)
    was_role, was_email = (before.role, before.email or "") if before else ("", "")
    whole = before.name if before else cased(name)
    address = mail.normalised(email) or None
    contact = await contacts.put(turn.session, account, whole, role, address)
    return Saved(contact, was_role, was_email, before is None)


async def just_saved(turn: Turn) -> Undo | None:
    """Return how to undo what was just saved about a contact.

    Return None if nothing was just saved about a contact.
    """
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    action, value = last.undo_button if last and last.is_undo else ("", "")
    if action != UNDO:
        return None
    return await undos.find(turn.session, turn.person, UNDO, int(value))


async def undo_button(
    turn: Turn, saved: Saved, *, call: Call | None = None, note_id: int = 0
) -> Button:
    """Return the button that takes back what was saved about a person.

    The button also takes the person off the list for `call`. If `note_id` is not 0, the button also
    deletes the rep's own note with this id. A typed "undo" in the next message does the same.
    """
    one, person = saved.contact, turn.person
    ids = f"{one.id}:{call.id if call else NO_CALL}:{note_id}:{int(saved.is_new)}"
    words = "\n".join((saved.role_before, one.role, saved.email_before, one.email or ""))
    account = await access.account(turn, one.account_id)
    kept = Undo(UNDO, account.name, ids, words)
    value = str(await undos.keep(turn.session, person, kept, turn.now))
    await offers.save(turn.session, person, offers.to_undo(UNDO, value, turn.now))
    return Button("Undo", UNDO, value, about=shortened(one.name, 40))


async def undo(turn: Turn) -> Reply:
    """Take back what was saved about a contact, as `undo_button` says.

    Raises Refusal in these cases:

    - The change was undone already, or the contact is no longer on file.
    - The role or the address has been changed again.
    - The contact was put on the list for a call that has begun or is no longer the rep's own.
    - The change added the contact, and the contact is on the list for another call.
    - The change added the contact, and the contact was later given a role, an address or a buying
      role.
    """
    kept = await access.kept_undo(turn, UNDO, turn.text)
    contact_id, call_id, note_id, is_new = kept.ids.split(":")
    contact = await contacts.by_id(turn.session, turn.person.tenant, int(contact_id), locked=True)
    if contact is None:
        raise Refusal(GONE)
    await offers.close(turn.session, turn.person)
    _put_back(contact, kept.words)
    if call_id != NO_CALL:
        seated = await access.own_call(turn, call_id, status=CALL_STATUSES, locked=True)
        if seated.call.starts_at <= turn.now:
            raise Refusal(CALL_BEGAN.format(name=shortened(contact.name)))
        await attendees.change(turn.session, seated.call, add=(), remove=[contact])
    lead = f"Undone: {shortened(contact.name)} is on file as before."
    if is_new == IS_NEW:
        lead = f"Undone: {shortened(contact.name)} is not on file any more."
        await _take_off_file(turn, contact)
    note = await own_notes.by_id(turn.session, turn.person, int(note_id), locked=True)
    if note is not None:
        await own_notes.remove(turn.session, note)
    return card_of(lead)


def _put_back(contact: Contact, words: str) -> None:
    """Put back the former role and address. Raises Refusal if one of them was changed again."""
    was_role, role, was_email, email = words.split("\n")
    for what, is_changed, still in (
        ("role", role != was_role, contact.role == role),
        ("address", email != was_email, (contact.email or "") == email),
    ):
        if is_changed and not still:
            raise Refusal(CHANGED.format(name=shortened(contact.name), what=what))
    if role != was_role:
        contact.role = was_role
    if email != was_email:
        contact.email = was_email or None


async def _take_off_file(turn: Turn, contact: Contact) -> None:
    """Delete a contact.

    Raises Refusal if the contact is in a call, or has a role, an address or a buying role.
    """
    name = shortened(contact.name)
    if await attendees.calls_with(turn.session, contact):
        raise Refusal(IN_CALLS.format(name=name))
    for what, added in (
        ("a role", contact.role),
        ("an address", contact.email),
        ("a buying role", contact.buying_role),
    ):
        if added:
            raise Refusal(ADDED.format(name=name, what=what))
    await turn.session.delete(contact)
    await turn.session.flush()


async def colleague(turn: Turn, name: str) -> str:
    """Return the full name of the user of Attune whose full name or first name is `name`.

    Return "" if there is no such user, or if there are several.
    """
    key = comparable(name)
    known = [turn.person.name, *await colleagues.names(turn)]
    found = [one for one in known if key in (comparable(one), comparable(one).partition(" ")[0])]
    return found[0] if len(found) == 1 else ""


def card_of(lead: str, *buttons: Button) -> Card:
    """Return a card with one sentence and buttons."""
    return card_saying(typed(lead), *([Buttons(buttons)] if buttons else []))
