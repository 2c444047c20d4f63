"""Count requests to the language model, and store its answers about public text.

All times are UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql.locks import for_update
from storage.sql.unique import insert_once
from storage.tables import ModelAnswer, ModelUse
from storage.workspace import audit

USED_FOR = timedelta(days=30)  # how long we use an answer about public text


@dataclass(frozen=True)
class ModelCaps:
    """How much the language model may be used, at most."""

    requests: int  # for each person and day
    tokens: int  # for each tenant and month


async def count(
    session: AsyncSession, tenant: str, person_id: int, day: date, *, tokens: int, caps: ModelCaps
) -> bool:
    """Count a request before it is sent. Return False, and count nothing, if a cap forbids it.

    `tokens` is how many tokens the request and its answer may take. For a request that is not made
    for a person, `person_id` is 0, and only the tenant's cap applies.
    """
    await insert_once(session, ModelUse(tenant=tenant, day=day, person_id=0))
    if person_id:
        await insert_once(session, ModelUse(tenant=tenant, day=day, person_id=person_id))
    # All requests of a tenant lock the same row. Otherwise, two requests at the same time could
    # exceed a cap.
    await session.exec(for_update(_row(tenant, day, 0)))
    use = (await session.exec(for_update(_row(tenant, day, person_id)))).one()
    used = await tokens_in_month(session, tenant, day)
    if used + tokens > caps.tokens or (person_id and use.requests >= caps.requests):
        return False
    use.requests += 1
    use.tokens += tokens
    session.add(use)
    return True


async def count_failure(session: AsyncSession, tenant: str, person_id: int, day: date) -> None:
    """Count a failure. `count` has already counted the request."""
    await session.exec(
        update(ModelUse)
        .where(
            col(ModelUse.tenant) == tenant,
            col(ModelUse.day) == day,
            col(ModelUse.person_id) == person_id,
        )
        .values(failures=ModelUse.failures + 1)
        .execution_options(synchronize_session=False)
    )


async def tokens_in_month(session: AsyncSession, tenant: str, day: date) -> int:
    """Return how many tokens were counted for a tenant in the month, up to this day."""
    wanted = select(func.coalesce(func.sum(col(ModelUse.tokens)), 0)).where(
        col(ModelUse.tenant) == tenant,
        col(ModelUse.day) >= day.replace(day=1),
        col(ModelUse.day) <= day,
    )
    return int((await session.exec(wanted)).one())


async def kept(session: AsyncSession, tenant: str, key: str, now: datetime) -> str | None:
    """Return the stored answer with this key.

    Return None if no answer has this key, or if the answer is older than `USED_FOR`.
    """
    wanted = select(ModelAnswer.answer).where(
        col(ModelAnswer.tenant) == tenant,
        col(ModelAnswer.key) == key,
        col(ModelAnswer.made_at) >= now - USED_FOR,
    )
    return (await session.exec(wanted)).first()


async def keep(session: AsyncSession, tenant: str, key: str, answer: str, now: datetime) -> None:
    """Store an answer about public text. An older answer with this key is deleted.

    `now` is when the model was asked. If somebody was erased after that moment, the answer may name
    that person. Then we do not store the answer.
    """
    if await audit.erased_since(session, tenant, now):
        return
    await session.exec(
        delete(ModelAnswer).where(col(ModelAnswer.tenant) == tenant, col(ModelAnswer.key) == key)
    )
    await insert_once(session, ModelAnswer(tenant=tenant, key=key, answer=answer, made_at=now))


async def forget_answers(session: AsyncSession, tenant: str) -> None:
    """Delete a tenant's stored answers. They may name somebody who is being erased."""
    await session.exec(delete(ModelAnswer).where(col(ModelAnswer.tenant) == tenant))


def _row(tenant: str, day: date, person_id: int) -> SelectOfScalar[ModelUse]:
    return select(ModelUse).where(
        col(ModelUse.tenant) == tenant,
        col(ModelUse.day) == day,
        col(ModelUse.person_id) == person_id,
    )
