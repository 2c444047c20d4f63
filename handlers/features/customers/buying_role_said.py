"""Save who decides or helps at a customer: "hes the one who signs", "jana is our champion"."""

from handlers.cards import Button, Card, Reply
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import contacts
from handlers.features.customers.contacts import card_of
from handlers.features.customers.people_said import asked_lately
from handlers.features.fields import one_of
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.customers.buying_role_said import BuyingRoleSaid, buying_role_said
from handlers.typed.privacy.confidential import is_confidential
from handlers.views.briefs import buying_roles
from storage.choices import BUYING_ROLES, BuyingRole
from storage.conversation import offers
from storage.customers import contacts as stored_contacts
from storage.spelling import comparable
from storage.tables import Account, Contact

GIVE, BACK = "person.part", "person.part_back"
CHANGED = "That role has been changed since, so it stays."
_MAX_ASKED = 5  # people to choose from


def register(registry: Registry) -> None:
    """Register the button that saves a buying role, and its *Undo* button."""
    registry.button(GIVE, give)
    registry.button(BACK, back)


async def answer(turn: Turn) -> Reply | None:
    """Save the buying role of the contact whom the line names.

    If the line says "he" or "she" instead of a name, use the contact just talked about. If several
    contacts may be meant, ask which one.

    Return None in these cases:

    - The line gives nobody a buying role, or is confidential.
    - No contact on file fits.
    - The line is typed outside the rep's own chat with Attune.
    """
    said = buying_role_said(turn.text) if turn.place is None else None
    if said is None or is_confidential(turn.text):
        return None
    if said.name:
        one = await _named(turn, said.name)
        return await _save(turn, one, said.role) if one else None
    return await _unnamed(turn, said)


async def _named(turn: Turn, name: str) -> Contact | None:
    """Return the contact with this name, which may be a first or last name alone.

    Return None if no contact at the rep's accounts has the name, or if several contacts may be
    meant.
    """
    person, key = turn.person, comparable(name)
    met = await stored_contacts.at_own_accounts(turn.session, person.tenant, person.id)
    fits = {
        account_id
        for account_id, known in met
        if comparable(known) == key or key in comparable(known).split()
    }
    if len(fits) != 1:
        return None
    return await contacts.known(turn, await access.account(turn, fits.pop()), name)


async def _unnamed(turn: Turn, said: BuyingRoleSaid) -> Reply | None:
    """Save the role of the person who was just put on file.

    If nobody was just put on file, use the account just talked about. If it has one contact, save
    the role of that contact. If it has several, ask which one is meant.
    """
    if undo := await contacts.just_saved(turn):
        contact_id = int(undo.ids.partition(":")[0])
        saved = await stored_contacts.by_id(turn.session, turn.person.tenant, contact_id)
        if saved is not None:
            return await _save(turn, saved, said.role)
    account = await asked_lately(turn)
    there = await _people(turn, account) if account else ()
    if account is None or not there:
        return None
    if len(there) == 1:
        return await _save(turn, there[0], said.role)
    role = buying_roles.in_words(said.role, turn.playbook)
    buttons = (
        Button(shortened(one.name, 30), GIVE, f"{one.id}:{said.role}") for one in there[:_MAX_ASKED]
    )
    return card_of(f"Who is the {role} at {shortened(account.name, 40)}?", *buttons)


async def _people(turn: Turn, account: Account) -> tuple[Contact, ...]:
    known = await stored_contacts.by_accounts(turn.session, [account.id])
    return tuple(known.get(account.id, ()))


async def give(turn: Turn) -> Reply:
    """Save the buying role for the person on the button."""
    contact_id, _, role = turn.text.partition(":")
    return await _save(turn, await _contact(turn, contact_id), _known_role(role))


async def back(turn: Turn) -> Reply:
    """Restore the role from before a change. Raises Refusal if the role was changed again."""
    contact_id, before, role = (*turn.text.split(":"), "", "")[:3]
    contact = await _contact(turn, contact_id)
    if contact.buying_role != role:
        raise Refusal(CHANGED)
    contact.buying_role = one_of(before, BUYING_ROLES)
    await offers.close(turn.session, turn.person)
    name = shortened(contact.name)
    if not contact.buying_role:
        return card_of(f"Undone: {name} has no buying role now, as before.")
    what = buying_roles.in_words(contact.buying_role, turn.playbook)
    return card_of(f"Undone: {name} is the {what} again.")


async def _contact(turn: Turn, contact_id: str) -> Contact:
    id_, tenant = access.row_id(contact_id), turn.person.tenant
    contact = await stored_contacts.by_id(turn.session, tenant, id_, locked=True)
    if contact is None:
        raise Refusal(contacts.GONE)
    return contact


def _known_role(role: str) -> BuyingRole:
    found = one_of(role, BUYING_ROLES)
    if found is None:
        raise Refusal("Choose one of these, please.")
    return found


async def _save(turn: Turn, contact: Contact, role: BuyingRole) -> Card:
    account = await access.account(turn, contact.account_id)
    before, contact.buying_role = contact.buying_role or "", role
    value = f"{contact.id}:{before}:{role}"
    await offers.save(turn.session, turn.person, offers.to_undo(BACK, value, turn.now))
    what = buying_roles.in_words(role, turn.playbook)
    who, where = shortened(contact.name), shortened(account.name)
    lead = f"Noted: {who} is the {what} at {where}. Your colleagues see that too."
    return card_of(lead, Button("Undo", BACK, value, about=shortened(contact.name, 40)))
