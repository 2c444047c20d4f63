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

    If the words name a promise, correct that one. If they name none, correct the promise that was
    just saved or changed. If there is none, correct the promise whose brackets name the person whom
    the words call wrong.

    If several promises fit, change none. Say so if the words call somebody wrong, and return None
    if they do not. Also return None for any other line, in a channel, if no open promise fits, and
    if the words do not name the right person.
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
    """Read whom a promise is for, also from a line such as "that was irina not jana"."""
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
        return int(kept.ids) if kept else None
    return (
        (await promise_corrected.promise_of(turn, last)).id
        if promise_corrected.is_promise(last)
        else None
    )


async def _name(turn: Turn, account: Account, said: PersonCorrected) -> str:
    """Return the name of the right person, or "" if the words name no person.

    If the words also deny a known contact ("not jana"), they may name the right person in any way
    ("jana's boss"), but not by an account's name.
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
    """Return "Jana Novak" for the promise "a one pager (Jana Novak)", or ""."""
    before, opened, person = text.rpartition(" (")
    return person[:-1] if before and opened and person.endswith(")") else ""


def with_person(text: str, name: str) -> str:
    """Return a promise with this name in brackets at its end, instead of another name there."""
    person = person_in(text)
    return f"{text.removesuffix(f' ({person})')} ({name})"
