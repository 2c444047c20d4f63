"""Answer what is said about the person just named: "her name is marta klein", "shes the cfo"."""

from datetime import datetime

from handlers.cards import Button, Reply
from handlers.coaching.names.people_lines import people_in
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import contacts
from handlers.features.customers.contacts import Saved, card_of
from handlers.features.customers.people_said import (
    asked_lately,
    is_a_name,
    is_full_name,
    on_file,
)
from handlers.registry import Refusal, Registry, Turn
from handlers.typed.customers.name_corrections import (
    NameCorrected,
    name_corrected,
    with_correction,
)
from handlers.typed.customers.people_said import PersonSaid, cased, person_said
from handlers.typed.privacy.confidential import is_confidential
from storage.choices import CALL_STATUSES
from storage.conversation import undos
from storage.conversation.drafts import ANSWERED_WITHIN
from storage.conversation.undos import Undo
from storage.customers import contact_names, suppressed_names
from storage.customers import contacts as stored_contacts
from storage.tables import Account, Contact

ROLE = "person.role"
ON_CALL = "details.back"  # what *Undo* does after people were put on the list for a call
_ADDED = 3  # the place of the added people in `Undo.ids` of this action
_MAX_ASKED = 5  # people to choose from


def register(registry: Registry) -> None:
    """Register the button that picks the person who has a role."""
    registry.button(ROLE, give_role)


async def answer(turn: Turn) -> Reply | None:
    """Correct the name, or save the role, of the person who was just put on file.

    If nobody was just put on file, take the account that the rep last talked about. Add the named
    person to this account, or ask who at the account has the role.

    Return None for a confidential line, and for a line that does not give a person's name or role.
    Also return None outside the rep's own chat with Attune.
    """
    if turn.place is not None or is_confidential(turn.text):
        return None
    if corrected := name_corrected(turn.text):
        return await _spelled(turn, corrected)
    told = person_said(turn.text)
    if told is None or told.what not in ("named", "role"):
        return None
    return await (_named if told.what == "named" else _role)(turn, told)


async def _named(turn: Turn, told: PersonSaid) -> Reply | None:
    """Answer "her name is marta klein": rename the person who was just added, or add a person.

    If we don't know which account a new person is at, ask. Return None if the line names nobody or
    several people, or if it names a colleague.
    """
    people = people_in(told.name)
    name, role = next(iter(people.items()), ("", ""))
    if len(people) != 1 or not (is_a_name(name) or is_full_name(name)):
        return None
    if await contacts.colleague(turn, name):
        return None
    role = told.role or role
    undo = await contacts.just_saved(turn)
    if undo and (renamed := await _rename_new(turn, undo, name, role)):
        return renamed
    account = await asked_lately(turn)
    if account is None:
        return card_of(f"Which account is {cased(name)} at? Type “add {cased(name)} to …”.")
    return await _save_role(turn, account, name, role)


async def _rename_new(turn: Turn, undo: Undo, name: str, role: str) -> Reply | None:
    """Rename the person whom `undo` is about, if this person was just added.

    Return None in these cases:

    - `undo` takes back a change to a person who was already on file.
    - The person has been taken off file.
    - Another person at the account has this name.
    - The name was erased, so it must not be stored.
    """
    contact, call_id, note_id, is_new = await _last_person(turn, undo)
    if contact is None or not is_new:
        return None
    account, whole = await access.account(turn, contact.account_id), cased(name)
    there = await contacts.known(turn, account, whole)
    if there is not None and there.id != contact.id:
        return None
    if await suppressed_names.among(turn.session, turn.person.tenant, [whole]):
        return None
    await contact_names.rename(turn.session, contact, whole)
    contact.role = role or contact.role
    await turn.session.flush()
    call = None
    if call_id != contacts.NO_CALL:
        call = (await access.own_call(turn, call_id, status=CALL_STATUSES)).call
    saved = Saved(contact, "", "", is_new=True)
    back = await contacts.undo_button(turn, saved, call=call, note_id=note_id)
    return card_of(on_file(account, contact), back)


async def _spelled(turn: Turn, corrected: NameCorrected) -> Reply | None:
    """Correct the name of the person who was last put on file: "its karen not karin".

    If `_rename_new` renames nobody, try the people who were just put on the list for a call. Return
    None if the correction fits none of them either.
    """
    since = turn.now - ANSWERED_WITHIN
    undo = await undos.latest(turn.session, turn.person, contacts.UNDO, since)
    contact = (await _last_person(turn, undo))[0] if undo else None
    name = with_correction(contact.name, corrected) if contact else ""
    if undo and name and (renamed := await _rename_new(turn, undo, name, corrected.job)):
        return renamed
    return await _spelled_on_call(turn, corrected, since)


async def _spelled_on_call(turn: Turn, corrected: NameCorrected, since: datetime) -> Reply | None:
    """Correct the name and the job title of somebody who was just put on the list for a call."""
    undo = await undos.latest(turn.session, turn.person, ON_CALL, since)
    ids = undo.ids.split(":")[_ADDED].split(",") if undo else []
    added = [
        await stored_contacts.by_id(turn.session, turn.person.tenant, int(one), locked=True)
        for one in ids
        if one
    ]
    meant = [(one, with_correction(one.name, corrected)) for one in added if one]
    meant = [(one, name) for one, name in meant if name]
    if len(meant) != 1:
        return None
    ((contact, name),) = meant
    account, before = await access.account(turn, contact.account_id), contact.name
    there = await contacts.known(turn, account, name)
    is_taken = there is not None and there.id != contact.id
    if is_taken or await suppressed_names.among(turn.session, turn.person.tenant, [name]):
        return None
    await contact_names.rename(turn.session, contact, name)
    contact.role = corrected.job or contact.role
    await turn.session.flush()
    lead = on_file(account, contact)
    if name != before:
        back = f"Type “rename {shortened(name)} to {shortened(before)}” to change it back."
        lead = f"{lead} {back}"
    return card_of(lead)


async def _last_person(turn: Turn, undo: Undo) -> tuple[Contact | None, str, int, bool]:
    """Return four things about what `undo` takes back:

    - the person, or None if the person has been taken off file
    - the id of the call to which the person was added, or `contacts.NO_CALL`
    - the id of the rep's own note that was saved with the person, or 0
    - whether the person was new
    """
    contact_id, call_id, note_id, is_new = undo.ids.split(":")
    tenant = turn.person.tenant
    contact = await stored_contacts.by_id(turn.session, tenant, int(contact_id), locked=True)
    return contact, call_id, int(note_id), is_new == contacts.IS_NEW


async def _role(turn: Turn, told: PersonSaid) -> Reply | None:
    """Answer "shes the cfo": save the role of the person just put on file, or ask who has it."""
    if undo := await contacts.just_saved(turn):
        contact, *_ = await _last_person(turn, undo)
        if contact is not None:
            return await _save_role(
                turn, await access.account(turn, contact.account_id), contact.name, told.role
            )
    account = await asked_lately(turn)
    known = await stored_contacts.by_accounts(turn.session, [account.id]) if account else {}
    there = known.get(account.id, ()) if account else ()
    if account is None or not there:
        return None
    lead = f"Who is {told.role} at {shortened(account.name, 40)}?"
    return card_of(
        lead,
        *(
            Button(shortened(one.name, 30), ROLE, f"{one.id}:{told.role}")
            for one in there[:_MAX_ASKED]
        ),
    )


async def give_role(turn: Turn) -> Reply:
    """Save the role for the person on the button. Raises Refusal if the person has been erased."""
    contact_id, _, role = turn.text.partition(":")
    tenant = turn.person.tenant
    contact = await stored_contacts.by_id(turn.session, tenant, access.row_id(contact_id))
    if contact is None:
        raise Refusal(contacts.GONE)
    account = await access.account(turn, contact.account_id)
    return await _save_role(turn, account, contact.name, role)


async def _save_role(turn: Turn, account: Account, name: str, role: str) -> Reply:
    saved = await contacts.save(turn, account, name, role)
    return card_of(on_file(account, saved.contact), await contacts.undo_button(turn, saved))
