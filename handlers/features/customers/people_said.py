"""Put on file what a line says about a customer's people: "peter hanks is the cfo at northwind".

If the line is news about a person, such as a new role, it is also kept as the rep's own note.
"""

from handlers.cards import Button, Reply
from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.names.people_lines import emails_in, is_nobody, people_in
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.customers import account_in_talk, contacts, which_account
from handlers.features.customers.contacts import card_of
from handlers.features.notes import note_kept
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_short
from handlers.typed.customers.job_titles import job_title
from handlers.typed.customers.people_said import PersonSaid, person_said
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.words import words_of
from storage import mail
from storage.conversation import drafts, just_said, offers
from storage.customers import accounts, attendees
from storage.customers import contacts as stored_contacts
from storage.sales_calls import own_notes
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Contact

OFF = "person.off"
NOTE_TOO = "Your line is kept as your own note."
# A line with one of these words, such as "new contact at northwind: …", clearly adds a person. So
# we accept a name that does not look like a person's name.
_ORDERED = frozenset(("contact", "person", "new"))
# This module leaves these kinds of lines (`PersonSaid.what`) to `coming_said` and
# `person_just_named`.
_ELSEWHERE = ("add", "adds", "coming", "joins", "named", "role")
_NAME_LENGTH, _ROLE_LENGTH = 60, 80


def register(registry: Registry) -> None:
    """Register the button that takes a person off a call."""
    registry.button(OFF, take_off)


async def answer(turn: Turn) -> Reply | None:
    """Put on file what a line says about somebody at a customer, and say so.

    Return None in these cases:

    - The line says nothing that we can put on file.
    - The line is confidential.
    - The line was typed outside the person's own chat.
    - It is unclear which person or which account is meant.
    """
    told = None
    if turn.place is None and not is_confidential(turn.text):
        told = person_said(turn.text)
    if told is None or told.what in _ELSEWHERE:
        return None
    ways = {"order": _add_person, "answer": _of_last_account, "correction": _corrected}
    if way := ways.get(told.what):
        return await way(turn, told)
    found = await _known(turn, told)
    if told.what == "left":
        return await _left(turn, *found) if found else None
    if told.what == "email":
        return await _email(turn, *found, told) if found else None
    return await _news(turn, told, found)


async def _add_person(turn: Turn, told: PersonSaid) -> Reply | None:
    """Add the person in "new contact at northwind: Peter Hanks, VP ops"."""
    account = await named_account(turn, told.account)
    people = people_in(told.name)
    if account is None or len(people) != 1:
        return None
    ((name, role),) = people.items()
    ordered = not _ORDERED.isdisjoint(words_of(turn.text))
    if len(name) > _NAME_LENGTH or len(role) > _ROLE_LENGTH or not (ordered or is_a_name(name)):
        return None
    if not ordered and await contacts.colleague(turn, name):
        return None
    address = emails_in(told.name).get(name, "")
    saved = await contacts.save(turn, account, name, job_title(role) or role, address)
    return card_of(on_file(account, saved.contact), await contacts.undo_button(turn, saved))


async def _of_last_account(turn: Turn, told: PersonSaid) -> Reply | None:
    """Add the person in "its the cfo, katrin vogel" to the account of `asked_lately`."""
    account = await asked_lately(turn)
    named = is_a_name(told.name) or is_full_name(told.name)
    if account is None or not named or await contacts.colleague(turn, told.name):
        return None
    saved = await contacts.save(turn, account, told.name, told.role)
    return card_of(on_file(account, saved.contact), await contacts.undo_button(turn, saved))


async def _corrected(turn: Turn, told: PersonSaid) -> Reply | None:
    """Save the role in "no, ward manager not head nurse".

    The line is about the head nurse at the account of `asked_lately`. Return None unless exactly
    one head nurse is on file there.
    """
    account = await asked_lately(turn)
    known = await stored_contacts.by_accounts(turn.session, [account.id]) if account else {}
    there = known.get(account.id, ()) if account else ()
    meant = [one for one in there if one.role.casefold() == told.rest.casefold()]
    if account is None or len(meant) != 1:
        return None
    saved = await contacts.save(turn, account, meant[0].name, told.role)
    return card_of(on_file(account, saved.contact), await contacts.undo_button(turn, saved))


async def asked_lately(turn: Turn) -> Account | None:
    """Return the account whose people the rep has just asked about.

    If the rep has not asked about people, return the account that came up last, or None.
    """
    since, tenant = turn.now - drafts.ANSWERED_WITHIN, turn.person.tenant
    if asked := await just_said.people(turn.session, turn.person, since):
        return next(iter(await accounts.by_ids(turn.session, tenant, [asked])), None)
    return await account_in_talk.current(turn)


def on_file(account: Account, contact: Contact, *, already: bool = False) -> str:
    """Say that a person is on file. `already` says whether the person was on file before."""
    title = f", {contact.role}," if contact.role else ""
    at = f"is {'already ' if already else ''}on file at {shortened(account.name)}"
    return f"{shortened(contact.name)}{title} {at}. Your colleagues see that too."


async def _news(
    turn: Turn, told: PersonSaid, found: tuple[Account, Contact] | None
) -> Reply | None:
    """Save the role in "jana is head of ops now", and keep the line as a note."""
    account, name = (found[0], found[1].name) if found else (None, told.name)
    if account is None:
        account = await _of_new_person(turn, told)
    if found is None and await contacts.colleague(turn, name):
        return None
    is_known = bool(found and told.role and told.role.casefold() == found[1].role.casefold())
    if account and found and is_known:
        return card_of(on_file(account, found[1], already=True))
    if account is None or (found and not told.role):
        return None
    saved = await contacts.save(turn, account, name, told.role)
    note = await own_notes.add(turn.session, turn.person, account.id, turn.text, turn.now)
    lead = f"{on_file(account, saved.contact)} {NOTE_TOO}"
    return card_of(lead, await contacts.undo_button(turn, saved, note_id=note.id))


async def _of_new_person(turn: Turn, told: PersonSaid) -> Account | None:
    """Return the account in "petr malik is head of dispatch at northwind", or None.

    If the line names no account but has a given name and a last name, return the account of
    `asked_lately`.
    """
    is_whole = is_full_name(told.name)
    if told.account:
        known = is_a_name(told.name) or is_whole
        return await named_account(turn, told.account) if known else None
    first = which_account.without_title(told.name).casefold().partition(" ")[0]
    if told.what == "news" and is_whole and first in GIVEN_NAMES:
        return await asked_lately(turn)
    return None


async def _email(turn: Turn, account: Account, contact: Contact, told: PersonSaid) -> Reply | None:
    address = mail.normalised(told.email)
    if not address or address == contact.email:
        return None
    saved = await contacts.save(turn, account, contact.name, email=address)
    lead = f"{shortened(contact.name)}'s address is {saved.contact.email} now."
    return card_of(lead, await contacts.undo_button(turn, saved))


async def _left(turn: Turn, account: Account, contact: Contact) -> Reply | None:
    """Keep "jana left northwind" as a note, and offer to take Jana off the next call.

    If no upcoming call has Jana on its list of people, do not keep the note, and return None.
    """
    ahead = await next_call_with(turn, account, contact)
    if ahead is None:
        return None
    note = await own_notes.add(turn.session, turn.person, account.id, turn.text, turn.now)
    lead = f"{note_kept.noted(account)} {still_listed(turn, ahead, contact)}"
    kept = offers.to_undo(note_kept.UNDO, str(note.id), turn.now)
    await offers.save(turn.session, turn.person, kept)
    undo = Button("Undo", note_kept.UNDO, str(note.id), about=shortened(note.text, 40))
    return card_of(lead, undo, off_button(ahead, contact))


def still_listed(turn: Turn, ahead: Seated, contact: Contact) -> str:
    """Say that a person is on the list for a call."""
    when = format_short(ahead.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(contact.name)} is still on the list for your call {when}."


def off_button(ahead: Seated, contact: Contact) -> Button:
    """Return the button that takes a person off the list for a call."""
    return Button(f"Take {shortened(contact.name, 30)} off", OFF, f"{ahead.call.id}:{contact.id}")


async def next_call_with(turn: Turn, account: Account, contact: Contact) -> Seated | None:
    """Return the rep's next call with this account and this contact, or None."""
    ahead = await asker_calls.planned(turn, account)
    coming = await attendees.of_calls(turn.session, [one.call.id for one in ahead])
    return next(
        (one for one in ahead if contact.id in (each.id for each in coming.get(one.call.id, ()))),
        None,
    )


async def take_off(turn: Turn) -> Reply:
    """Take a person off a call. Raises Refusal if the person is not on file for the account."""
    call_id, _, contact_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    contact = await stored_contacts.at_account(
        turn.session, seated.account, access.row_id(contact_id)
    )
    if contact is None:
        raise Refusal(contacts.GONE)
    await attendees.change(turn.session, seated.call, add=(), remove=[contact])
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    lead = (
        f"{shortened(contact.name)} is off the list for {shortened(seated.account.name)}, {when}."
    )
    show = Button("Brief", "brief.open", str(seated.call.id), about=seated.account.name)
    return card_of(lead, show)


async def _known(turn: Turn, told: PersonSaid) -> tuple[Account, Contact] | None:
    """Return the account and the contact on file that the line is about. None if it is unclear."""
    bare = which_account.without_title(told.name)
    for name in dict.fromkeys((told.name, bare, bare.removesuffix("'s"), bare.removesuffix("s"))):
        if told.account:
            account = await named_account(turn, told.account)
            contact = await contacts.known(turn, account, name) if account else None
            if account and contact:
                return account, contact
        elif found := await _met(turn, name):
            return found
    return None


async def _met(turn: Turn, name: str) -> tuple[Account, Contact] | None:
    """Return the only contact with this name at the accounts that the rep has calls with."""
    person, key = turn.person, name.casefold()
    met = await stored_contacts.at_own_accounts(turn.session, person.tenant, person.id)
    ids = {
        account_id
        for account_id, each in met
        if key == each.casefold() or key in which_account.forms_of(each)
    }
    if len(ids) != 1:
        return None
    (account,) = await accounts.by_ids(turn.session, person.tenant, [*ids])
    contact = await contacts.known(turn, account, name)
    return (account, contact) if contact else None


async def named_account(turn: Turn, words: str) -> Account | None:
    """Return the account that these words name.

    Return None if the words contain anything besides the name, or if several accounts fit.
    """
    found = await which_account.by_name_or_part_at_start(turn, words)
    return found[0][0] if len(found) == 1 and not found[0][1] else None


def is_full_name(name: str) -> bool:
    """Check whether words may be a first and a last name, such as "jo park" or "dr. jo park".

    Apart from titles, there must be two words, and the first must not be a common word.
    """
    first, *rest = which_account.without_title(name).casefold().split() or [""]
    return len(rest) == 1 and not is_common(first)


def is_a_name(name: str) -> bool:
    """Check whether words are a person's name.

    The first word must be a given name, or there must be several words that all begin with a
    capital.
    """
    words = which_account.without_title(name).split()
    if not words or is_nobody(name) or not all(word[0].isalpha() for word in words):
        return False
    capitals = len(words) > 1 and all(word[0].isupper() for word in words)
    return words[0].casefold() in GIVEN_NAMES or capitals
