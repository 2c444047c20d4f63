"""Find when Attune last asked a person how a call went, and whether marketing has just answered."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.conversation.shown_messages import PROMPT
from storage.tables import SENT, Outbox, Person, ShownMessage

ANSWERED = "answered"  # the kind of a message that brings marketing's answer


async def prompts(
    session: AsyncSession, person: Person, call_ids: Collection[int]
) -> dict[int, datetime]:
    """Return when the person was last asked about each of these calls (UTC), by call id.

    Calls about which no question was posted are left out.
    """
    sent = (
        select(Outbox.call_id, func.max(Outbox.settled_at))
        .where(
            col(Outbox.tenant) == person.tenant,
            col(Outbox.person_id) == person.id,
            col(Outbox.state) == SENT,
            col(Outbox.kind) == PROMPT,
            col(Outbox.call_id).in_(call_ids),
        )
        .group_by(col(Outbox.call_id))
    )
    shown = (
        select(ShownMessage.call_id, func.max(ShownMessage.shown_at))
        .where(
            col(ShownMessage.tenant) == person.tenant,
            col(ShownMessage.person_id) == person.id,
            col(ShownMessage.shows) == "prompt",
            col(ShownMessage.call_id).in_(call_ids),
        )
        .group_by(col(ShownMessage.call_id))
    )
    rows = [*(await session.exec(sent)).all(), *(await session.exec(shown)).all()]
    asked: dict[int, datetime] = {}
    for call_id, at in rows:
        if call_id is not None and at is not None:
            asked[call_id] = max(at, asked.get(call_id, at))
    return asked


async def answer_of_marketing(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """If the last message to a person brought an answer from marketing, return the answer's row id.

    Return None if the last message since `since` (UTC) was of another kind, or if there was none.
    """
    return await about_last_message(session, person, since, (ANSWERED,))


async def about_last_message(
    session: AsyncSession, person: Person, since: datetime, kinds: Collection[str]
) -> int | None:
    """If the last message to a person is of one of these kinds, return its subject's row id.

    Return None if the last message since `since` (UTC) is of another kind, or if there is none.
    """
    wanted = (
        select(Outbox.kind, Outbox.about)
        .where(
            col(Outbox.tenant) == person.tenant,
            col(Outbox.person_id) == person.id,
            col(Outbox.settled_at) >= since,
            col(Outbox.state) == SENT,
        )
        .order_by(col(Outbox.settled_at).desc(), col(Outbox.id).desc())
        .limit(1)
    )
    row = (await session.exec(wanted)).first()
    return row[1] if row and row[0] in kinds else None
