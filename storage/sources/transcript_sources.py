"""Transcripts that arrive automatically: consents, their secrets, and awaited calls.

All times are UTC. Secrets are encrypted with the database's keys. Only this module and
`storage.upkeep.resealing` decrypt them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

import structlog
from sqlalchemy import delete, exists, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import SourceTrouble, TranscriptSourceKind
from storage.database.connection import sealer_of
from storage.meetings import calendar_sign_ins
from storage.sales_calls.own_calls import Seated
from storage.sealing import NoKey, place
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.tables import (
    Account,
    Call,
    FetchedTranscript,
    MeasuredCall,
    Person,
    Policy,
    Seat,
    TranscriptConsent,
)

log = structlog.get_logger()

LEASE = timedelta(minutes=10)  # looking for one person's transcripts takes less time


async def consents(
    session: AsyncSession, person: Person, *, locked: bool = False
) -> Sequence[TranscriptConsent]:
    """Return a person's consents, one for each source."""
    wanted = (
        select(TranscriptConsent)
        .where(
            col(TranscriptConsent.tenant) == person.tenant,
            col(TranscriptConsent.person_id) == person.id,
        )
        .order_by(col(TranscriptConsent.id))
    )
    return (await session.exec(for_update(wanted, locked=locked))).all()


async def consent(
    session: AsyncSession, tenant: str, id_: int, *, locked: bool = False
) -> TranscriptConsent | None:
    """Return a tenant's consent by row id, or None if it was withdrawn."""
    wanted = select(TranscriptConsent).where(
        col(TranscriptConsent.tenant) == tenant, col(TranscriptConsent.id) == id_
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def give(
    session: AsyncSession,
    person: Person,
    kind: TranscriptSourceKind,
    now: datetime,
    *,
    secret: str = "",
    label: str = "",
) -> TranscriptConsent:
    """Store a consent, or renew the existing one. Raises storage.sealing.NoKey without a key.

    If the existing one was for another account, the old token is kept until we have revoked it, as
    in `take_back`.
    """
    given = {one.kind: one for one in await consents(session, person, locked=True)}
    found = given.get(kind)
    if found is None:
        found = TranscriptConsent(
            tenant=person.tenant, person_id=person.id, kind=kind, given_at=now, next_at=now
        )
        session.add(found)
        await session.flush()  # the encrypted secret needs the id
    elif found.label != label:
        await _leave_token(session, person, found)
    found.next_at, found.failures, found.trouble, found.told_at = now, 0, None, None
    found.label = label
    store_secret(session, found, secret)
    await session.flush()
    return found


async def take_back(session: AsyncSession, person: Person) -> None:
    """Delete a person's consents, and the notes about transcripts that arrived.

    The tokens are kept for `calendar_sign_ins.take_expired`, so that we can revoke them at Google.
    """
    for one in await consents(session, person, locked=True):
        await _leave_token(session, person, one)
    for table in (TranscriptConsent, FetchedTranscript):
        await session.exec(
            delete(table).where(
                col(table.tenant) == person.tenant, col(table.person_id) == person.id
            )
        )
    await session.flush()


def secret(session: AsyncSession, given: TranscriptConsent) -> str:
    """Return the refresh token of a consent, or "" if there is none. Raises NoKey."""
    return sealer_of(session).open(given.secret, _place(given)) if given.secret else ""


def renew_seal(session: AsyncSession, given: TranscriptConsent) -> None:
    """Encrypt the secret again if it was encrypted with an older key. Raises NoKey."""
    if given.secret and not sealer_of(session).is_current(given.secret):
        store_secret(session, given, secret(session, given))


def store_secret(session: AsyncSession, given: TranscriptConsent, secret: str) -> None:
    given.secret = sealer_of(session).seal(secret, _place(given)) if secret else ""


async def claim(
    session: AsyncSession, served: Collection[str], now: datetime, limit: int
) -> Sequence[TranscriptConsent]:
    """Claim up to `limit` due consents of these tenants or platforms, for `LEASE`.

    Tenants where figures about people are switched off are left out.
    """
    due = (
        select(TranscriptConsent.id)
        .where(
            col(TranscriptConsent.next_at) <= now,
            is_served(col(TranscriptConsent.tenant), served),
            col(TranscriptConsent.tenant).not_in(
                select(Policy.tenant).where(col(Policy.figures_off).is_(True))
            ),
        )
        .order_by(col(TranscriptConsent.next_at), col(TranscriptConsent.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = await session.exec(
        update(TranscriptConsent)
        .where(col(TranscriptConsent.id).in_(due))
        .values(next_at=now + LEASE)
        .returning(col(TranscriptConsent.id))
        .execution_options(synchronize_session=False)
    )
    ids = [row[0] for row in taken.all()]
    claimed = select(TranscriptConsent).where(col(TranscriptConsent.id).in_(ids))
    return (await session.exec(claimed.order_by(col(TranscriptConsent.id)))).all()


async def awaited(
    session: AsyncSession, given: TranscriptConsent, *, since: datetime, until: datetime
) -> list[Seated]:
    """Return a person's planned calls that ended in (since, until] without a transcript.

    A call has a transcript if one arrived automatically and was used or refused, or if the person
    brought one and it was measured. A call whose figures the person deleted is left out too. The
    earliest call comes first.
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
            col(Call.status) == "planned",
            ~came,
            ~measured,
        )
        .order_by(col(Seat.starts_at), col(Seat.call_id))
    )
    return [Seated(*row) for row in await session.exec(wanted)]


async def organizers(
    session: AsyncSession, given: TranscriptConsent, call_id: int
) -> Sequence[str]:
    """Return the platform's ids of our people in a call who may have organised its meeting.

    Only people with a consent for the same source count. The owner of `given` comes first.
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


async def fetched(
    session: AsyncSession, given: TranscriptConsent, call_id: int
) -> FetchedTranscript | None:
    """Return what we found earlier for a call, locked, or None if we found nothing."""
    wanted = select(FetchedTranscript).where(
        col(FetchedTranscript.tenant) == given.tenant,
        col(FetchedTranscript.person_id) == given.person_id,
        col(FetchedTranscript.call_id) == call_id,
    )
    return (await session.exec(for_update(wanted))).first()


async def fetch_no_more(session: AsyncSession, person: Person, call_id: int, now: datetime) -> None:
    """Record that the person deleted the figures of a call, so that `awaited` leaves the call out.

    Do nothing if the person has no consent.
    """
    given = await consents(session, person)
    if not given:
        return
    row = await fetched(session, given[0], call_id)
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


async def fetched_by_id(
    session: AsyncSession, person: Person, id_: int
) -> FetchedTranscript | None:
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


async def is_connected(session: AsyncSession, label: str) -> bool:
    """Return whether anybody in any tenant has signed in with this Google account."""
    same = select(TranscriptConsent.id).where(
        col(TranscriptConsent.kind) == "google", col(TranscriptConsent.label) == label
    )
    return (await session.exec(same)).first() is not None


async def count_troubled(
    session: AsyncSession, kind: TranscriptSourceKind, trouble: SourceTrouble
) -> int:
    """Count the people whose transcripts from a source can't be read for this reason."""
    wanted = select(func.count()).where(
        col(TranscriptConsent.kind) == kind, col(TranscriptConsent.trouble) == trouble
    )
    return (await session.exec(wanted)).one()


async def _leave_token(session: AsyncSession, person: Person, given: TranscriptConsent) -> None:
    if not given.secret:
        return
    try:
        token = secret(session, given)
    except NoKey:
        log.warning(
            "an unused token cannot be revoked: the key to decrypt it is missing",
            consent=given.id,
        )
        return
    old = calendar_sign_ins.SignIn(
        person.tenant, person.id, "meet", token, given.given_at, given.label
    )
    await calendar_sign_ins.store(session, token_urlsafe(), old, given.given_at)


def _place(given: TranscriptConsent) -> str:
    return place(given.tenant, "transcriptconsent", given.id, "secret")
