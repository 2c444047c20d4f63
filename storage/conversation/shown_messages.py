"""Record which messages show data about a call, so that we can empty them later.

All times are UTC.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import SHOWN_CONTENT, ShownContent
from storage.sales_calls import calls
from storage.tables import SENT, Call, Outbox, Person, Seat, ShownMessage

PER_CALL = 40  # keep this many of a person's newest rows about one call
# If data is deleted, we empty only the newest messages of each person, at most this many.
MAX_EMPTIED = 60
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
    what: Collection[tuple[int, ShownContent]],
    now: datetime,
) -> None:
    """Note what a message shows now, and forget what it showed before.

    `what` has pairs: the id of a call, and which content about this call the message shows.
    """
    await session.exec(
        delete(ShownMessage).where(*_of(person, ShownMessage), col(ShownMessage.message) == message)
    )
    if not what:
        return
    on_file = await calls.by_ids(session, person.tenant, {call_id for call_id, _ in what})
    session.add_all(
        ShownMessage(
            tenant=person.tenant,
            person_id=person.id,
            call_id=call_id,
            shows=shows,
            message=message,
            shown_at=now,
        )
        for call_id, shows in what
        if call_id in on_file
    )
    if on_file:
        await session.flush()
        await _forget_oldest(session, person, on_file)


async def _forget_oldest(session: AsyncSession, person: Person, call_ids: Collection[int]) -> None:
    """Delete the person's rows about these calls, except the newest `PER_CALL` of each call."""
    newest_first = func.row_number().over(
        partition_by=col(ShownMessage.call_id), order_by=col(ShownMessage.id).desc()
    )
    numbered = (
        select(col(ShownMessage.id).label("id"), newest_first.label("number"))
        .where(*_of(person, ShownMessage), col(ShownMessage.call_id).in_(call_ids))
        .subquery()
    )
    oldest = select(numbered.c.id).where(numbered.c.number > PER_CALL)
    await session.exec(delete(ShownMessage).where(col(ShownMessage.id).in_(oldest)))


async def take(
    session: AsyncSession,
    person: Person,
    call_id: int,
    shows: Collection[ShownContent] = SHOWN_CONTENT,
) -> list[str]:
    """Return the person's messages that show content of the kinds in `shows` about a call.

    Delete what we noted about these messages. The caller empties the messages. Return at most
    `MAX_EMPTIED`, newest first. Nudges that only ask how the call went come last.
    """
    found = await _take(
        session,
        person,
        col(ShownMessage.call_id) == call_id,
        col(ShownMessage.shows).in_(shows),
    )
    prompts = await _prompts(session, person, call_id) if "prompt" in shows else []
    return list(dict.fromkeys([*found, *prompts]))[:MAX_EMPTIED]


async def take_everywhere(
    session: AsyncSession, tenant: str, shows: Collection[ShownContent]
) -> list[tuple[Person, Sequence[str]]]:
    """Return each person's messages that show content of the kinds in `shows` about any call.

    Delete what we noted about these messages. The caller empties the messages. Return the newest
    `MAX_EMPTIED` messages of each person.
    """
    which = col(ShownMessage.shows).in_(shows)
    return [(one, await _take(session, one, which)) for one in await _who(session, tenant, which)]


async def take_from_viewer(session: AsyncSession, viewer: Person, rep: Person) -> Sequence[str]:
    """Return the viewer's messages that show a figure of this rep, for the caller to empty.

    Delete what we noted about these messages.
    """
    calls_of_rep = select(Seat.call_id).where(
        col(Seat.tenant) == rep.tenant, col(Seat.person_id) == rep.id
    )
    return await _take(
        session,
        viewer,
        col(ShownMessage.shows) == "shared figure",
        col(ShownMessage.call_id).in_(calls_of_rep),
    )


async def take_from_readers(
    session: AsyncSession, author: Person, call_ids: Collection[int]
) -> list[tuple[Person, Sequence[str]]]:
    """Find the messages in which other people read what the author shared about these calls.

    Return each reader with the reader's messages. Delete what we noted about these messages. The
    caller empties the messages.
    """
    which = (
        col(ShownMessage.person_id) != author.id,
        col(ShownMessage.shows) == "shared reflection",
        col(ShownMessage.call_id).in_(call_ids),
    )
    readers = await _who(session, author.tenant, *which)
    return [(one, await _take(session, one, *which)) for one in readers]


async def messages_of_person(session: AsyncSession, person: Person) -> list[str]:
    """Return a person's messages: those that show something about a call, then all sent nudges.

    Return at most `MAX_EMPTIED` messages.
    """
    found = await _messages(session, person)
    sent = (
        select(Outbox.message)
        .where(*_sent_to(person))
        .order_by(col(Outbox.settled_at).desc())
        .limit(MAX_EMPTIED)
    )
    pushed = [message for message in await session.exec(sent) if message]
    return list(dict.fromkeys([*found, *pushed]))[:MAX_EMPTIED]


async def rows_of_account(
    session: AsyncSession, tenant: str, account_id: int
) -> Sequence[ShownMessage]:
    """Return the rows of all people's messages about calls with an account, newest first."""
    wanted = (
        select(ShownMessage)
        .join(Call, col(Call.id) == col(ShownMessage.call_id))
        .where(col(ShownMessage.tenant) == tenant, col(Call.account_id) == account_id)
        .order_by(col(ShownMessage.id).desc())
    )
    return (await session.exec(wanted)).all()


async def _who(session: AsyncSession, tenant: str, *which: ColumnElement[bool]) -> Sequence[Person]:
    """Return the people with messages that match these conditions."""
    theirs = select(ShownMessage.person_id).where(col(ShownMessage.tenant) == tenant, *which)
    wanted = select(Person).where(col(Person.tenant) == tenant, col(Person.id).in_(theirs))
    return (await session.exec(wanted.order_by(col(Person.id)))).all()


async def _take(
    session: AsyncSession, person: Person, *which: ColumnElement[bool]
) -> Sequence[str]:
    """Return the person's newest messages that match these conditions, at most `MAX_EMPTIED`.

    Delete all rows of the returned messages. If more than `MAX_EMPTIED` messages match, also delete
    the matching rows of the older messages.
    """
    found = await _messages(session, person, *which)
    gone = or_(and_(*which), col(ShownMessage.message).in_(found))
    await session.exec(delete(ShownMessage).where(*_of(person, ShownMessage), gone))
    return found


async def _messages(
    session: AsyncSession, person: Person, *which: ColumnElement[bool]
) -> Sequence[str]:
    wanted = select(ShownMessage.message).where(*_of(person, ShownMessage), *which)
    newest = func.max(col(ShownMessage.id)).desc()
    grouped = wanted.group_by(col(ShownMessage.message)).order_by(newest)
    return (await session.exec(grouped.limit(MAX_EMPTIED))).all()


async def _prompts(session: AsyncSession, person: Person, call_id: int) -> list[str]:
    """Return the nudges that only ask how this call went."""
    asked = select(Outbox.message).where(
        *_sent_to(person), col(Outbox.call_id) == call_id, col(Outbox.kind) == PROMPT
    )
    messages = [message for message in await session.exec(asked) if message]
    if not messages:
        return []
    single = (
        select(Outbox.message)
        .where(*_sent_to(person), col(Outbox.message).in_(messages))
        .group_by(col(Outbox.message))
        .having(func.count() == 1)
    )
    return [message for message in await session.exec(single) if message]


def _sent_to(person: Person) -> tuple[ColumnElement[bool], ...]:
    """Match the outbox rows sent to a person, except rows that update a message sent earlier."""
    return (
        *_of(person, Outbox),
        col(Outbox.state) == SENT,
        col(Outbox.message).is_not(None),
        col(Outbox.replaces).is_(None),
    )


def _of(person: Person, table: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - a table
    return col(table.tenant) == person.tenant, col(table.person_id) == person.id
