"""Correct whom an open promise is for: "that one's for jana's boss not jana"."""

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.coaching.text.words import stems
from handlers.features import access
from handlers.features.customers import contacts, people_said, which_account
from handlers.features.promises import promise_corrected, promise_reports, promise_reworded
from handlers.registry import Turn
from handlers.typed.customers.people_said import cased
from handlers.typed.customers.speaker_corrections import speaker_corrected
from handlers.typed.promises.person_corrections import PersonCorrected, person_corrected
from storage.conversation import drafts, offers, undos
from storage.customers import commitments
from storage.tables import Account, Commitment

SEVERAL = "Several of your open promises may be meant, so I changed none."
PROMISES = Buttons((Button("All promises", "promises.all"),))


async def answer(turn: Turn) -> Reply | None:
    """Correct the person in brackets at the end of a promise: "a one pager (Jana Novak)".

    We choose the promise by the first of these rules that applies:

    - If the line describes a promise, correct that promise.
    - If a promise was just saved or changed, correct that promise.
    - If the line denies a person ("not jana"), correct the promise that has this person in
      brackets.

    If several promises fit, change none of them:

    - If the line denies a person, say that several promises fit.
    - If the line denies nobody, return None.

    Also return None in these cases:

    - The line does not name the person whom a promise is for.
    - No open promise fits.
    - The line is typed in a channel.
    """
    said = _said(turn.text) if turn.place is None else None
    if said is None:
        return None
    found = await _meant(turn, said)
    if len(found) > 1 and said.old:
        return card_saying(SEVERAL, PROMISES)
    if len(found) != 1:
        return None
    ((promise, account),) = found
    name = await _name(turn, account, said)
    if not name:
        return None
    return await promise_reworded.reworded(turn, promise, account, with_person(promise.text, name))


def _said(text: str) -> PersonCorrected | None:
    """Read whom a promise is for. "That was irina not jana" counts, though it names no promise."""
    if said := person_corrected(text):
        return said
    other = speaker_corrected(text)
    return PersonCorrected((), other.new, other.old) if other and other.old else None


async def _meant(turn: Turn, said: PersonCorrected) -> list[tuple[Commitment, Account]]:
    """Return the open promises that may be meant (see `answer`)."""
    rows = await commitments.of_owner(turn.session, turn.person.tenant, turn.person.id)
    if said.what:
        fitting = [one.id for one in await promise_reports.open_fitting(turn, said.what)]
        return [row for row in rows if row[0].id in fitting]
    just = await _just_saved(turn)
    if just:
        return [row for row in rows if row[0].id == just]
    old = {*stems(said.old)}
    return [row for row in rows if old and old <= {*stems(person_in(row[0].text))}]


async def _just_saved(turn: Turn) -> int | None:
    """Return the id of the promise that was just saved or changed, or None."""
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    if last is None or not last.is_undo:
        return None
    action, value = last.undo_button
    if action == promise_reworded.BACK:
        kept = await undos.find(turn.session, turn.person, action, access.row_id(value))
        return access.row_id(kept.ids.partition(":")[0]) if kept else None
    return (
        (await promise_corrected.promise_of(turn, last)).id
        if promise_corrected.is_promise(last)
        else None
    )


async def _name(turn: Turn, account: Account, said: PersonCorrected) -> str:
    """Return the name of the right person, or "" if the line names no person.

    The name of an account is never the name of a person. Words such as "jana's boss" count as a
    name only if the line denies a contact on file ("not jana").
    """
    contact = await contacts.known(turn, account, said.new)
    if contact:
        return contact.name
    if await which_account.on_file(turn, said.new):
        return ""
    if people_said.is_a_name(said.new):
        return cased(said.new)
    denied = await contacts.known(turn, account, said.old) if said.old else None
    return said.new if denied else ""


def person_in(text: str) -> str:
    """Return "Jana Novak" for the promise "a one pager (Jana Novak)".

    Return "" if the promise does not end with a name in brackets.
    """
    before, opened, person = text.rpartition(" (")
    return person[:-1] if before and opened and person.endswith(")") else ""


def with_person(text: str, name: str) -> str:
    """Return a promise with this name in brackets at its end. Replace a name that is there."""
    person = person_in(text)
    return f"{text.removesuffix(f' ({person})')} ({name})"
