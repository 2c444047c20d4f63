"""Answer "remove tom berg": take a person off file, if the rep can still undo adding them."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.text.words import shortened
from handlers.features.calls import details_changed
from handlers.features.calls.details_changed import Details
from handlers.features.customers import account_in_talk, contacts, people_said, which_account
from handlers.features.customers.contacts import card_of
from handlers.features.customers.which_account import forms_of
from handlers.registry import Turn
from handlers.typed.customers.person_removed import person_to_remove
from handlers.typed.words import words_of
from storage.conversation import undos
from storage.customers import accounts
from storage.customers import contacts as stored_contacts
from storage.spelling import comparable
from storage.tables import Account, Contact

STAYS = (
    "{name} stays on file at {account}. I can take somebody off file only if you added them in the "
    "last few weeks. Whoever runs Attune for you can do it with the command “account erase”."
)

# After one of these words, the line says where the person is taken off: "from alder".
_WHERE = frozenset(("from", "at", "for", "call", "meeting", "demo", "invite", "list"))


async def answer(turn: Turn) -> Reply | None:
    """Take a person off file if the rep added the person and can still undo that.

    Anybody else stays on file, and the answer says who can take the person off file. If the person
    is on the list for a coming call, the answer also has a button that takes the person off the
    list. If the line says where ("from alder", "from the call"), take the person off the list at
    once, with *Undo*.

    Return None in these cases:

    - The line removes nobody, or we do not find the person.
    - The line is from a channel.

    Raises Refusal as `contacts.undo` does.
    """
    name = person_to_remove(turn.text) if turn.place is None else ""
    found = await named(turn, name) if name else None
    if found is None:
        return None
    account, contact = found
    added = await undos.id_of_latest(
        turn.session, turn.person, contacts.UNDO, f"{contact.id}:", f":{contacts.IS_NEW}"
    )
    if added:
        return await contacts.undo(replace(turn, text=str(added)))
    lead = STAYS.format(name=shortened(contact.name), account=shortened(account.name))
    ahead = await people_said.next_call_with(turn, account, contact)
    if ahead is None:
        return card_of(lead)
    if not await _says_where(turn, account):
        return card_of(lead, people_said.off_button(ahead, contact))
    return await details_changed.change(turn, ahead, Details(off=(contact.name,)))


async def _says_where(turn: Turn, account: Account) -> bool:
    """Check whether the line says where to remove the person: "from alder" or "from the call".

    Return False for "from file", and for words that name another account.
    """
    words = words_of(turn.text)
    at = next((at for at, word in enumerate(words) if word in _WHERE), len(words))
    where = words[at:]
    others = await which_account.named_by(turn, " ".join(where)) - {account.id}
    return bool(where) and "file" not in where and not others


async def named(turn: Turn, name: str) -> tuple[Account, Contact] | None:
    """Return the only contact with this name, and the contact's account.

    A first or last name is enough. We look at the accounts that the rep has calls with. If several
    of these accounts have a contact with this name, or if none of them has one, we look only at the
    account that the rep has just talked about.

    Return None if we find no contact, or if `name` may mean an account:

    - The name of an account is `name`, or begins with `name`.
    - `name` is one of the words in the name of the contact's account.
    """
    person, key = turn.person, comparable(name)
    met = await stored_contacts.at_own_accounts(turn.session, person.tenant, person.id)
    ids = {id_ for id_, each in met if key == comparable(each) or key in forms_of(each)}
    talked = await account_in_talk.current(turn)
    if talked and (talked.id in ids or not ids):
        ids = {talked.id}
    if len(ids) != 1 or await which_account.on_file(turn, name):
        return None
    (account,) = await accounts.by_ids(turn.session, person.tenant, [*ids])
    contact = await contacts.known(turn, account, name)
    return (account, contact) if contact and key not in account.name_key.split() else None
