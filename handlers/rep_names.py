"""The names by which a rep is known, and those of everybody else in their tenant."""

from collections.abc import Collection

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.transcripts.whose import Rep, is_name, names_somebody
from storage import accounts, people, transcripts
from storage.tables import Person

ON_FILE = 5_000  # limit of colleagues whose names are compared


async def of(session: AsyncSession, person: Person, labels: Collection[str]) -> Rep:
    """The rep as speakers of a transcript are compared with them; `labels` are the speakers."""
    known = await transcripts.spoken_as(session, person)
    colleagues = await people.others(session, person, ON_FILE)
    others = [one for one in labels if names_somebody(one) and not is_name(one, person.name)]
    contacts = await accounts.contacts_named(session, person.tenant, others)
    return Rep(person.name, person.email, known, tuple(colleagues), contacts)
