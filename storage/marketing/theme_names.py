"""Store and query the names that a language model gave to themes. All times are UTC.

A theme is identified by the stems of the words in its phrase. So two phrases that differ only in
the forms of their words are the same theme.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.unique import insert_once
from storage.tables import ThemeName

AGAIN = timedelta(days=1)  # if the model proposed nothing, ask again after this time
KEPT_FOR = timedelta(days=90)  # keep a name this long after somebody last looked at its theme


async def known(
    session: AsyncSession, tenant: str, team_id: int, phrases: Collection[str]
) -> Sequence[ThemeName]:
    """Return the rows with one of these phrases, and all rows with this `ThemeName.team_id`."""
    wanted = select(ThemeName).where(
        col(ThemeName.tenant) == tenant,
        col(ThemeName.phrase).in_(phrases) | (col(ThemeName.team_id) == team_id),
    )
    return (await session.exec(wanted.order_by(col(ThemeName.id)))).all()


async def used(session: AsyncSession, tenant: str, phrases: Collection[str]) -> Sequence[ThemeName]:
    """Return the names in use for these phrases."""
    wanted = select(ThemeName).where(
        col(ThemeName.tenant) == tenant,
        col(ThemeName.phrase).in_(phrases),
        col(ThemeName.state) == "used",
    )
    return (await session.exec(wanted)).all()


async def note_asked(
    session: AsyncSession, tenant: str, team_id: int, phrase: str, now: datetime
) -> bool:
    """Record that we ask the model to name a phrase. Return False if we have asked before."""
    row = ThemeName(tenant=tenant, phrase=phrase, team_id=team_id, asked_at=now, seen_at=now)
    return await insert_once(session, row)


async def propose(session: AsyncSession, tenant: str, phrase: str, name: str, model: str) -> None:
    """Store the name that the model proposes for a phrase.

    Do nothing if the state of the phrase is not "asked".
    """
    await session.exec(
        update(ThemeName)
        .where(
            col(ThemeName.tenant) == tenant,
            col(ThemeName.phrase) == phrase,
            col(ThemeName.state) == "asked",
        )
        .values(name=name, model=model, state="proposed")
        .execution_options(synchronize_session=False)
    )


async def forget(session: AsyncSession, tenant: str) -> None:
    """Delete all theme names of a tenant.

    Names are deleted when an admin switches the model off for themes. They are also deleted when a
    person, a contact or an account is erased, because a name may contain erased words.
    """
    await session.exec(delete(ThemeName).where(col(ThemeName.tenant) == tenant))
