"""Query drafts: what people typed, kept while Attune's question about it is open."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Person


async def own(session: AsyncSession, person: Person, draft_id: int) -> Draft | None:
    """Return a person's draft by row id, or None."""
    wanted = select(Draft).where(
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.id) == draft_id,
    )
    return (await session.exec(wanted)).first()
