"""Which names in transcripts a person said are theirs. Nobody else may see such a row."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Person, SpokenAs


async def spoken_as(session: AsyncSession, person: Person) -> dict[str, bool]:
    """Return, for each speaker's folded name, whether the person said that the name is theirs."""
    wanted = select(SpokenAs.label, SpokenAs.mine).where(
        col(SpokenAs.tenant) == person.tenant, col(SpokenAs.person_id) == person.id
    )
    return dict((await session.exec(wanted)).all())


async def remember_spoken_as(
    session: AsyncSession, person: Person, labels: dict[str, bool], now: datetime
) -> None:
    """Store, for each of these folded names, whether the name is this person's."""
    for label, mine in labels.items():
        await session.merge(
            SpokenAs(person_id=person.id, label=label, tenant=person.tenant, mine=mine, said_at=now)
        )
    await session.flush()
