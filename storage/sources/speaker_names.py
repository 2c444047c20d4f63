"""Store which speakers' names in transcripts are a person's own, and which are not.

Only this person may see what is stored. Names are stored as `handlers.transcripts.speakers.folded`
returns them.
"""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Person, SpeakerName


async def of_person(session: AsyncSession, person: Person) -> dict[str, bool]:
    """Return, for each name that the person was asked about, whether it is their own name."""
    wanted = select(SpeakerName.label, SpeakerName.mine).where(
        col(SpeakerName.tenant) == person.tenant, col(SpeakerName.person_id) == person.id
    )
    return dict((await session.exec(wanted)).all())


async def remember(
    session: AsyncSession, person: Person, labels: dict[str, bool], now: datetime
) -> None:
    """Store, for each of these names, whether it is the person's own name."""
    for label, mine in labels.items():
        await session.merge(
            SpeakerName(
                person_id=person.id, label=label, tenant=person.tenant, mine=mine, said_at=now
            )
        )
    await session.flush()
