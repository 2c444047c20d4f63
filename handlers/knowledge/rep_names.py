"""The names that help to find the rep among the speakers of a transcript:

- the rep's own names
- the names of all colleagues
- each speaker's name that is also the name of a contact
"""

from collections.abc import Collection

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.rhythm_settings import rhythm_of
from handlers.transcripts.whose import Rep, is_name, names_somebody
from storage.customers import contacts
from storage.sources import speaker_names
from storage.tables import Person
from storage.workspace import people

MAX_COLLEAGUES = 5_000  # compare the names of at most this many colleagues


async def of(session: AsyncSession, person: Person, labels: Collection[str]) -> Rep:
    """Return the rep's names and addresses, and the names of colleagues and contacts.

    `labels` are the names of the transcript's speakers.
    """
    known = await speaker_names.of_person(session, person)
    colleagues = await people.names_and_emails_of_others(
        session, person.tenant, person.id, MAX_COLLEAGUES
    )
    others = [one for one in labels if names_somebody(one) and not is_name(one, person.name)]
    theirs = await contacts.named(session, person.tenant, others)
    addresses = rhythm_of(person).own_addresses - {person.email}
    return Rep(person.name, person.email, known, tuple(colleagues), theirs, addresses)
