"""Query the transcripts about which we ask their owner. Only the owner may see a row."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.sql.locks import for_update
from storage.tables import OpenTranscript, Person


async def by_id(
    session: AsyncSession, person: Person, id_: int, *, locked: bool = False
) -> OpenTranscript | None:
    """Return a transcript with an open question to this person, by row id, or None."""
    wanted = _open(person).where(col(OpenTranscript.id) == id_, col(OpenTranscript.key) != "")
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_file(session: AsyncSession, person: Person, digest: str) -> OpenTranscript | None:
    """Return this person's row for the transcript with this digest, or None. Lock the row.

    If the person has deleted the file, the row's `key` is "", and we ask nothing about the file. We
    keep the row for one fact: the person has said that the file is not from the call
    `not_call_id`.
    """
    wanted = _open(person).where(col(OpenTranscript.digest) == digest)
    return (await session.exec(for_update(wanted))).first()


def _open(person: Person) -> SelectOfScalar[OpenTranscript]:
    return select(OpenTranscript).where(
        col(OpenTranscript.tenant) == person.tenant, col(OpenTranscript.person_id) == person.id
    )
