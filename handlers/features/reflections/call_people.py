"""Find the customer's people who were in a call, and tell which of them said a line."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.coaching.buyer_words.speaker_at_end import speaker_at_end
from handlers.coaching.buyer_words.speaker_labels import (
    is_labelled,
    names_speaker,
    names_speaker_after,
)
from handlers.coaching.buyer_words.their_words import label_of, names_another
from handlers.coaching.buyer_words.whose_words import may_be_theirs
from handlers.features.customers import which_account
from handlers.registry import Turn
from handlers.typed.line_kinds import may_be_said_by
from storage.customers import attendees as stored_attendees
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.spelling import comparable
from storage.tables import Account, Contact


async def attendees(turn: Turn, seated: Seated) -> list[Contact]:
    """Return the contacts who are attendees of the call. Leave out erased contacts."""
    return [one for one in await attendees_even_erased(turn, seated) if one.erased_at is None]


async def attendees_even_erased(turn: Turn, seated: Seated) -> list[Contact]:
    """Return all contacts who are attendees of the call, even erased contacts."""
    call_id = seated.call.id
    return list((await stored_attendees.of_calls(turn.session, [call_id])).get(call_id, ()))


async def with_speaker(
    turn: Turn, seated: Seated, came: Sequence[Contact], line: str, chosen: str
) -> str:
    """Label the line with the chosen contact's name if this contact was not in the call.

    `chosen` is what the rep chose as the speaker. If it is not a contact's row id, return the line
    as it is.
    """
    if not chosen.isdecimal() or any(str(one.id) == chosen for one in came):
        return line
    known = (await contacts.by_accounts(turn.session, [seated.account.id])).get(
        seated.account.id, ()
    )
    return labelled(line, next((one.name for one in known if str(one.id) == chosen), None))


async def with_speaker_first(turn: Turn, account: Account, line: str) -> str:
    """Put the contact's full name before a line that ends with the speaker's name.

    "we stopped" - jana → Jana Novak: "we stopped"

    If the line does not end with a name, or if the name does not fit exactly one contact of the
    account, return the line as it is.
    """
    words, typed = speaker_at_end(line)
    if not typed:
        return line
    known = (await contacts.by_accounts(turn.session, [account.id])).get(account.id, ())
    key = comparable(typed)
    exact = [one.name for one in known if comparable(one.name) == key]
    named = exact or [one.name for one in known if key in which_account.forms_of(one.name)]
    return f"{named[0]}: {words}" if len(named) == 1 else line


def labelled(words: str, name: str | None) -> str:
    """Put the name before each line that does not begin with a label."""
    lines = words.splitlines() if name else []
    return "\n".join(line if label_of(line) else f"{name}: {line}" for line in lines) or words


class KnownThere(NamedTuple):
    """The names of an account's people, and of the account."""

    people: Sequence[str]
    account: str


async def known_there(turn: Turn, seated: Seated, came: Sequence[Contact]) -> KnownThere:
    """Return the names on file for a call's account. `came` has the call's attendees."""
    known = await contacts.by_accounts(turn.session, [seated.account.id])
    attending = [one for one in came if one.erased_at is None]
    people = [*attending, *known.get(seated.account.id, ())]
    return KnownThere([*dict.fromkeys(one.name for one in people)], seated.account.name)


def labelled_id(words: str, chosen: str, attending: Sequence[Contact]) -> int | None:
    """Return the id of the contact whose name is a label before the words: "Jana: we stopped".

    `chosen` is what the rep chose as the speaker. Return None if it is not "", or if the label does
    not name exactly one contact.
    """
    named = [contact.id for contact in attending if is_labelled(words, contact.name)]
    return named[0] if len(named) == 1 and not chosen else None


def speaker_id(
    chosen: str, came: Sequence[Contact], words: str, known_there: KnownThere
) -> int | None:
    """Return the id of the contact who said these words, or None if we can't tell.

    If the rep chose a contact in `came`, return this contact.

    If the rep chose nobody and only one person came, return this person if all of these are true:

    - The words name this person: "Jana: we stopped", "“we stopped” - Jana". Without a name, they
      may be the words of a guest who is not on file.
    - No line begins with another name.
    - No line is the rep's own, such as "they want a pilot".

    `came` has all attendees of the call, even erased ones, but an erased contact is never returned.
    """
    known = [contact for contact in came if contact.erased_at is None]
    if not chosen and len(came) == 1 == len(known):
        name = known[0].name
        is_theirs = may_be_said_by(words, name) and not names_another(words, name)
        can_be = all(may_be_theirs(line, *known_there) for line in words.splitlines())
        is_named = names_speaker(words, name) or names_speaker_after(words, name)
        return known[0].id if is_named and is_theirs and can_be else None
    return next((contact.id for contact in known if str(contact.id) == chosen), None)


async def their_names(turn: Turn, seated: Seated) -> list[str]:
    """Return the names of the account and its contacts, and the contacts' first names.

    If a promise begins with one of these names, the customer made the promise: "Jana: send the
    list".
    """
    people, account = await known_there(turn, seated, await attendees(turn, seated))
    firsts = (name.split()[0] for name in people if name.split())
    return list(dict.fromkeys([account, *people, *firsts]))
