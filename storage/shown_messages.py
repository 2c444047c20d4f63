"""Record which messages show what a person has on file about a call.

When the person deletes that data, we empty the messages. All times are UTC.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import calls
from storage.choices import SHOWN_WORDS, ShownWords
from storage.tables import SENT, Call, Outbox, Person, Seat, ShownMessage

PER_CALL = 40  # remember this many of a person's newest messages about one call
AT_ONCE = 60  # one deletion empties at most this many of the newest messages
PROMPT = "reflect"  # the kind of nudge that asks how a call went


async def is_noted(session: AsyncSession, who: tuple[str, str], message: str) -> bool:
    """Return whether we noted what a message shows. `who` is a person's tenant and platform id."""
    tenant, external = who
    wanted = (
        select(ShownMessage.id)
        .join(Person, col(Person.id) == col(ShownMessage.person_id))
        .where(col(ShownMessage.tenant) == tenant, col(ShownMessage.message) == message)
        .where(col(Person.tenant) == tenant, col(Person.external) == external)
    )
    return (await session.exec(wanted)).first() is not None


async def note(
    session: AsyncSession,
    person: Person,
    message: str,
    what: tuple[int, ShownWords] | None,
    now: datetime,
) -> None:
    """Note which call a message is about and what it shows. `what` is None if it shows nothing."""
    await session.exec(
        delete(ShownMessage).where(*_of(person, ShownMessage), col(ShownMessage.message) == message)
    )
    if what is None or await calls.by_id(session, person.tenant, what[0]) is None:
        return
    call_id, shows = what
    session.add(
        ShownMessage(
            tenant=person.tenant,
            person_id=person.id,
            call_id=call_id,
            shows=shows,
            message=message,
            shown_at=now,
        )
    )
    await session.flush()
    of_call = (*_of(person, ShownMessage), col(ShownMessage.call_id) == call_id)
    newest = select(ShownMessage.id).where(*of_call).order_by(col(ShownMessage.id).desc())
    kept = (await session.exec(newest.limit(PER_CALL))).all()
    if len(kept) == PER_CALL:
        await session.exec(delete(ShownMessage).where(*of_call, col(ShownMessage.id) < kept[-1]))


async def taken(
    session: AsyncSession,
    person: Person,
    call_id: int,
    shows: Collection[ShownWords] = SHOWN_WORDS,
) -> list[str]:
    """Return at most `AT_ONCE` messages that show these parts of a call.

    The newest come first, but messages that only ask how the call went come last. Delete what we
    noted about the messages.
    """
    of_call = (
        *_of(person, ShownMessage),
        col(ShownMessage.call_id) == call_id,
        col(ShownMessage.shows).in_(shows),
    )
    found = await _messages(session, of_call)
    await session.exec(delete(ShownMessage).where(*of_call))
    prompts = await _prompts(session, person, call_id) if "prompt" in shows else []
    return list(dict.fromkeys([*found, *prompts]))[:AT_ONCE]


async def taken_everywhere(
    session: AsyncSession, tenant: str, shows: Collection[ShownWords]
) -> list[tuple[Person, Sequence[str]]]:
    """Return each person's messages that show these parts of any call.

    Return the newest `AT_ONCE` messages of each person. Delete what we noted about the messages.
    """
    here = (col(ShownMessage.tenant) == tenant, col(ShownMessage.shows).in_(shows))
    having = select(Person).where(
        col(Person.tenant) == tenant,
        col(Person.id).in_(select(ShownMessage.person_id).where(*here)),
    )
    people = (await session.exec(having.order_by(col(Person.id)))).all()
    found = [
        (person, await _messages(session, (*_of(person, ShownMessage), here[1])))
        for person in people
    ]
    await session.exec(delete(ShownMessage).where(*here))
    return found


async def taken_from_viewer(session: AsyncSession, viewer: Person, rep: Person) -> Sequence[str]:
    """Return the viewer's messages that show a figure of this rep, newest first.

    Delete what we noted about these messages.
    """
    theirs = select(Seat.call_id).where(
        col(Seat.tenant) == rep.tenant, col(Seat.person_id) == rep.id
    )
    which = (
        *_of(viewer, ShownMessage),
        col(ShownMessage.shows) == "shared figure",
        col(ShownMessage.call_id).in_(theirs),
    )
    found = await _messages(session, which)
    await session.exec(delete(ShownMessage).where(*which))
    return found


async def taken_from_readers(
    session: AsyncSession, author: Person, call_ids: Collection[int]
) -> list[tuple[Person, Sequence[str]]]:
    """Return the messages that show others what the author shared about these calls, by reader.

    All messages with a list of shared reflections are included. Delete what we noted about these
    messages.
    """
    shows, call_id = col(ShownMessage.shows), col(ShownMessage.call_id)
    which = (
        col(ShownMessage.tenant) == author.tenant,
        col(ShownMessage.person_id) != author.id,
        or_(
            and_(shows == "shared reflection", call_id.in_(call_ids)),
            shows == "shared list",
        ),
    )
    having = select(Person).where(
        col(Person.tenant) == author.tenant,
        col(Person.id).in_(select(ShownMessage.person_id).where(*which)),
    )
    people = (await session.exec(having.order_by(col(Person.id)))).all()
    found = [
        (person, await _messages(session, (*_of(person, ShownMessage), *which)))
        for person in people
    ]
    await session.exec(delete(ShownMessage).where(*which))
    return found


async def of_person(session: AsyncSession, person: Person) -> list[str]:
    """Return a person's messages that show something about a call, and messages from the outbox.

    Return at most `AT_ONCE` messages.
    """
    found = await _messages(session, _of(person, ShownMessage))
    sent = (
        select(Outbox.message)
        .where(*_sent_to(person))
        .order_by(col(Outbox.settled_at).desc())
        .limit(AT_ONCE)
    )
    pushed = [message for message in await session.exec(sent) if message]
    return list(dict.fromkeys([*found, *pushed]))[:AT_ONCE]


async def of_account(session: AsyncSession, tenant: str, account_id: int) -> Sequence[ShownMessage]:
    """Return the messages to all people about calls with an account, newest first."""
    wanted = (
        select(ShownMessage)
        .join(Call, col(Call.id) == col(ShownMessage.call_id))
        .where(col(ShownMessage.tenant) == tenant, col(Call.account_id) == account_id)
        .order_by(col(ShownMessage.id).desc())
    )
    return (await session.exec(wanted)).all()


async def _messages(session: AsyncSession, which: Collection[ColumnElement[bool]]) -> Sequence[str]:
    wanted = select(ShownMessage.message).where(*which).order_by(col(ShownMessage.id).desc())
    return (await session.exec(wanted.limit(AT_ONCE))).all()


async def _prompts(session: AsyncSession, person: Person, call_id: int) -> list[str]:
    """Return the messages that only ask how this call went."""
    asked = select(Outbox.message).where(
        *_sent_to(person), col(Outbox.call_id) == call_id, col(Outbox.kind) == PROMPT
    )
    messages = [message for message in await session.exec(asked) if message]
    if not messages:
        return []
    parts = (
        select(Outbox.message)
        .where(*_sent_to(person), col(Outbox.message).in_(messages))
        .group_by(col(Outbox.message))
        .having(func.count() == 1)
    )
    return [message for message in await session.exec(parts) if message]


def _sent_to(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        *_of(person, Outbox),
        col(Outbox.state) == SENT,
        col(Outbox.message).is_not(None),
        col(Outbox.replaces).is_(None),
    )


def _of(person: Person, table: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a table
    return col(table.tenant) == person.tenant, col(table.person_id) == person.id
