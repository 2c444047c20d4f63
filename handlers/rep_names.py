"""The names by which a rep is known, and those of everybody else in their tenant."""

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.transcripts.whose import Rep
from storage import people, transcripts
from storage.tables import Person

ON_FILE = 5_000  # limit of colleagues whose names are compared


async def of(session: AsyncSession, person: Person) -> Rep:
    """The rep as speakers of a transcript are compared with them."""
    known = await transcripts.spoken_as(session, person)
    colleagues = await people.others(session, person, ON_FILE)
    return Rep(person.name, person.email, known, tuple(colleagues))
