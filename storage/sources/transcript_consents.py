"""People's consents to fetch their transcripts automatically, and the secrets for that.

All times are UTC. Secrets are encrypted with the database's keys. Only this module and
`storage.upkeep.resealing` decrypt them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import SourceTrouble, TranscriptSourceKind
from storage.database.connection import sealer_of
from storage.meetings import calendar_sign_ins
from storage.sealing import NoKey, place
from storage.sql.due import claim_due
from storage.sql.locks import for_update
from storage.sql.tenants import is_served
from storage.tables import FetchedTranscript, Person, Policy, TranscriptConsent

log = structlog.get_logger()

LEASE = timedelta(minutes=10)  # longer than a search for one person's transcripts


async def of_person(
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


async def by_id(
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
    """Store a consent, or renew the existing consent.

    If the existing consent was for another Google account, the old token is kept until we have
    revoked it. Raises storage.sealing.NoKey if there is no encryption key.
    """
    given = {one.kind: one for one in await of_person(session, person, locked=True)}
    found = given.get(kind)
    if found is None:
        found = TranscriptConsent(
            tenant=person.tenant, person_id=person.id, kind=kind, given_at=now, next_at=now
        )
        session.add(found)
        await session.flush()  # the encrypted secret needs the id
    elif found.label != label:
        await _store_token_to_revoke(session, person, found)
    found.next_at, found.failures, found.trouble, found.told_at = now, 0, None, None
    found.label = label
    store_secret(session, found, secret)
    await session.flush()
    return found


async def take_back(session: AsyncSession, person: Person) -> None:
    """Delete a person's consents, and the records of the transcripts that we found.

    The tokens are kept for `calendar_sign_ins.take_expired`, so that we can revoke them at Google.
    """
    for one in await of_person(session, person, locked=True):
        await _store_token_to_revoke(session, person, one)
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
    """Claim up to `limit` due consents for `LEASE`.

    `served` has names of tenants and of platforms. A platform stands for all its tenants. Tenants
    where figures about people are switched off are left out.
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
    )
    ids = await claim_due(session, TranscriptConsent, col(TranscriptConsent.id), due, now + LEASE)
    claimed = select(TranscriptConsent).where(col(TranscriptConsent.id).in_(ids))
    return (await session.exec(claimed.order_by(col(TranscriptConsent.id)))).all()


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


async def _store_token_to_revoke(
    session: AsyncSession, person: Person, given: TranscriptConsent
) -> None:
    """Store the consent's token as an expired sign-in, so that a chore revokes it."""
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
    await calendar_sign_ins.store_to_revoke(session, old)


def _place(given: TranscriptConsent) -> str:
    return place(given.tenant, "transcriptconsent", given.id, "secret")
