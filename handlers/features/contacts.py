"""Put a customer's person on file, or change what is on file, and take that back."""

from dataclasses import dataclass

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.people_said import cased
from storage import accounts, drafts, mail, own_notes, people
from storage.choices import CALL_STATUSES
from storage.spelling import comparable
from storage.tables import Account, Call, Contact

UNDO = "person.undo"
NO_CALL = "0"
GONE = "That person is no longer on file."
MAX_COLLEAGUES = 500


@dataclass(frozen=True)
class Saved:
    """A contact as it is on file now, and the role and address from before.

    `is_new` is whether the contact was added.
    """

    contact: Contact
    role: str
    email: str
    is_new: bool


def register(registry: Registry) -> None:
    """Register the button that takes a change back."""
    registry.button(UNDO, undo)


async def known(turn: Turn, account: Account, name: str) -> Contact | None:
    """Return the account's contact with this name, or the only one with this first or last name."""
    there = (await accounts.contacts(turn.session, [account.id])).get(account.id, ())
    key = comparable(name)
    exact = [one for one in there if comparable(one.name) == key]
    found = exact or [one for one in there if key in which_account.forms_of(one.name)]
    return found[0] if len(found) == 1 else None


async def save(turn: Turn, account: Account, name: str, role: str = "", email: str = "") -> Saved:
    """Put a person on file. A role or an address that is empty stays as it is on file."""
    before = await known(turn, account, name)
    was_role, was_email = (before.role, before.email or "") if before else ("", "")
    whole = before.name if before else cased(name)
    address = mail.normalised(email) or None
    contact = await accounts.put_contact(turn.session, account, whole, role, address)
    return Saved(contact, was_role, was_email, before is None)


async def undo_button(
    turn: Turn, saved: Saved, *, call: Call | None = None, note_id: int = 0
) -> Button:
    """Return *Undo* for what was saved, for coming to `call`, and for the note with this id.

    A typed "undo" in the next message does the same.
    """
    ids = f"{saved.contact.id}:{call.id if call else NO_CALL}:{note_id}:{int(saved.is_new)}"
    value = f"{ids}:{saved.email}:{saved.role}"
    await drafts.offer(turn.session, turn.person, drafts.of_kept(UNDO, value, turn.now))
    return Button("Undo", UNDO, value, about=shortened(saved.contact.name, 40))


async def undo(turn: Turn) -> Reply:
    """Take back what was saved about a person.

    Raises Refusal if the person is gone, and if the call is not the person's own.
    """
    contact_id, call_id, note_id, is_new, email, role = [*turn.text.split(":", 5), *[""] * 5][:6]
    tenant, id_ = turn.person.tenant, access.row_id(contact_id)
    contact = await accounts.contact_by_id(turn.session, tenant, id_)
    if contact is None:
        raise Refusal(GONE)
    await drafts.close_offer(turn.session, turn.person)
    seated = None
    if call_id != NO_CALL:
        seated = await access.own_call(turn, call_id, status=CALL_STATUSES, locked=True)
    lead = f"Undone: {shortened(contact.name)} is as before."
    if is_new == "1":
        lead = f"Undone: {shortened(contact.name)} is not on file any more."
        await accounts.forget_contacts(turn.session, tenant, [contact], turn.now)
    else:
        contact.role, contact.email = role, email or None
        if seated:
            await accounts.change_attendees(turn.session, seated.call, add=(), remove=[contact])
    note = await own_notes.by_id(turn.session, turn.person, access.row_id(note_id), locked=True)
    if note is not None:
        await own_notes.remove(turn.session, note)
    return said(lead)


async def colleague(turn: Turn, name: str) -> str:
    """Return the whole name of the only person here with this name or first name, or ""."""
    key = comparable(name)
    others = await people.others(turn.session, turn.person, MAX_COLLEAGUES)
    known = [turn.person.name, *(one for one, _ in others)]
    found = [one for one in known if key in (comparable(one), comparable(one).partition(" ")[0])]
    return found[0] if len(found) == 1 else ""


def said(lead: str, *buttons: Button) -> Card:
    """Return a card with one sentence and buttons."""
    return Card(lead, (Paragraph(spans(typed(lead))), *([Buttons(buttons)] if buttons else [])))
