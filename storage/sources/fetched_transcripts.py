"""Transcripts that arrived automatically, and calls that wait for one. All times are UTC."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import PLANNED
from storage.sales_calls.own_calls import Seated
from storage.sources import transcript_consents
from storage.sql.locks import for_update
from storage.tables import (
    Account,
    Call,
    FetchedTranscript,
    MeasuredCall,
    Person,
    Seat,
    TranscriptConsent,
)


async def awaited(
    session: AsyncSession, given: TranscriptConsent, *, since: datetime, until: datetime
) -> list[Seated]:
    """Return the calls that ended in (since, until] and have no transcript, earliest first.

    The calls are those of the person who gave the consent `given`. A call has a transcript in these
    cases:

    - A transcript arrived automatically, and we used it.
    - A transcript arrived automatically, and we gave it up because we could not use it.
    - The person brought a transcript, and it was measured.

    Also leave out calls whose figures the person deleted, calls that were cancelled, and calls to
    which nobody from the account came.
    """
    over = func.coalesce(col(Call.ended_at), col(Call.ends_at))
    mine = col(Seat.person_id)
    came = exists().where(
        col(FetchedTranscript.call_id) == col(Call.id),
        col(FetchedTranscript.person_id) == mine,
        col(FetchedTranscript.taken_at).is_not(None),
    )
    measured = exists().where(
        col(MeasuredCall.call_id) == col(Call.id), col(MeasuredCall.person_id) == mine
    )
    wanted = (
        select(Seat, Call, Account)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .join(Account, col(Account.id) == col(Seat.account_id))
        .where(
            col(Seat.tenant) == given.tenant,
            mine == given.person_id,
            # No call lasts two days. With this condition, the query can use the index by time.
            col(Seat.starts_at) > since - timedelta(days=2),
            col(Seat.starts_at) <= until,
            over > since,
            over <= until,
            col(Call.status) == PLANNED,
            ~came,
            ~measured,
        )
        .order_by(col(Seat.starts_at), col(Seat.call_id))
    )
    return [Seated(*row) for row in await session.exec(wanted)]


async def organizers(
    session: AsyncSession, given: TranscriptConsent, call_id: int
) -> Sequence[str]:
    """Return the platform's ids of the people who may have organised the meeting of a call.

    These are our people in the call who gave a consent for the same source as `given`. The owner of
    `given` comes first.
    """
    wanted = (
        select(Person.id, Person.external)
        .join(Seat, col(Seat.person_id) == col(Person.id))
        .join(TranscriptConsent, col(TranscriptConsent.person_id) == col(Person.id))
        .where(
            col(Seat.tenant) == given.tenant,
            col(Seat.call_id) == call_id,
            col(TranscriptConsent.kind) == given.kind,
        )
        .order_by(col(Person.id))
    )
    found = (await session.exec(wanted)).all()
    return [external for _, external in sorted(found, key=lambda one: one[0] != given.person_id)]


async def of_call(
    session: AsyncSession, given: TranscriptConsent, call_id: int
) -> FetchedTranscript | None:
    """Return the row for a call and the owner of `given`, locked, or None if there is no row."""
    wanted = select(FetchedTranscript).where(
        col(FetchedTranscript.tenant) == given.tenant,
        col(FetchedTranscript.person_id) == given.person_id,
        col(FetchedTranscript.call_id) == call_id,
    )
    return (await session.exec(for_update(wanted))).first()


async def fetch_no_more(session: AsyncSession, person: Person, call_id: int, now: datetime) -> None:
    """Record that the person deleted the figures of a call, so that `awaited` leaves the call out.

    Do nothing if the person has not consented to automatic transcripts.
    """
    given = await transcript_consents.of_person(session, person)
    if not given:
        return
    row = await of_call(session, given[0], call_id)
    if row is None:
        row = FetchedTranscript(
            tenant=person.tenant,
            person_id=person.id,
            call_id=call_id,
            kind=given[0].kind,
            source_id="",
            digest="",
            found_at=now,
        )
        session.add(row)
    row.taken_at = row.taken_at or now
    await session.flush()


async def by_id(session: AsyncSession, person: Person, id_: int) -> FetchedTranscript | None:
    """Return a transcript that arrived for this person, by row id."""
    wanted = select(FetchedTranscript).where(
        col(FetchedTranscript.tenant) == person.tenant,
        col(FetchedTranscript.person_id) == person.id,
        col(FetchedTranscript.id) == id_,
    )
    return (await session.exec(wanted)).first()


async def by_key(
    session: AsyncSession, key: str
) -> tuple[FetchedTranscript, TranscriptConsent] | None:
    """Return the transcript with this `TranscriptHead.key`, and the person's consent to read it."""
    wanted = (
        select(FetchedTranscript, TranscriptConsent)
        .join(
            TranscriptConsent,
            (col(TranscriptConsent.person_id) == col(FetchedTranscript.person_id))
            & (col(TranscriptConsent.kind) == col(FetchedTranscript.kind)),
        )
        .where(col(FetchedTranscript.key) == key)
        .order_by(col(FetchedTranscript.id))
    )
    return (await session.exec(wanted)).first() if key else None
