"""Store people's sign-ins to calendar providers, and the providers' tokens that we must revoke.

A random value in a link or on a page identifies each row. The row itself has only a hash of the
value. All times are UTC. Secrets are encrypted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

import structlog
from sqlalchemy import Row, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import SignInKind
from storage.database.connection import sealer_of
from storage.sealing import NoKey, place
from storage.tables import CalendarSignIn

log = structlog.get_logger()

LASTS = timedelta(minutes=10)  # how long a link, or a page to confirm the account, can be used


@dataclass(frozen=True)
class SignIn:
    """A sign-in to connect a calendar or transcripts, or a token that we must revoke.

    Before the person signs in, `address` is empty and `secret` is the PKCE verifier. Afterwards,
    `address` is the account and `secret` is the refresh token. `asked_at` is when the person asked
    for the link, by the clock of the person's platform.
    """

    tenant: str
    person_id: int
    kind: SignInKind
    secret: str = field(repr=False)
    asked_at: datetime
    address: str = ""


async def store(session: AsyncSession, value: str, sign_in: SignIn, expires_at: datetime) -> None:
    """Store a sign-in under a random value. Raises NoKey if there is no encryption key."""
    key = _hash(value)
    sealed = sealer_of(session).seal(sign_in.secret, _place(sign_in.tenant, key))
    row = CalendarSignIn(
        key=key,
        tenant=sign_in.tenant,
        person_id=sign_in.person_id,
        kind=sign_in.kind,
        secret=sealed,
        address=sign_in.address,
        asked_at=sign_in.asked_at,
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()


async def store_to_revoke(session: AsyncSession, token: SignIn) -> None:
    """Store a token as a sign-in that has expired, so that we revoke the token.

    Raises NoKey if there is no encryption key.
    """
    await store(session, token_urlsafe(), token, token.asked_at)


async def use(session: AsyncSession, value: str, kind: SignInKind, now: datetime) -> SignIn | None:
    """Delete and return the sign-in with this value, so that only one caller gets it.

    Return None if no sign-in of this kind has the value, if the sign-in was used or has expired, or
    if the key to decrypt it is missing.
    """
    taken = await session.exec(
        delete(CalendarSignIn)
        .where(
            col(CalendarSignIn.key) == _hash(value),
            col(CalendarSignIn.kind) == kind,
            col(CalendarSignIn.expires_at) > now,
        )
        .returning(*_COLUMNS)
        .execution_options(synchronize_session=False)
    )
    row = taken.first()
    return None if row is None else _opened(session, row)


async def is_open(session: AsyncSession, value: str, now: datetime) -> bool:
    """Return whether a sign-in with this value exists and has not expired."""
    there = select(CalendarSignIn.key).where(
        col(CalendarSignIn.key) == _hash(value), col(CalendarSignIn.expires_at) > now
    )
    return (await session.exec(there)).first() is not None


async def is_waiting(session: AsyncSession, kind: SignInKind, address: str) -> bool:
    """Return whether a sign-in for this address in any tenant waits to be confirmed or revoked."""
    there = select(CalendarSignIn.key).where(
        col(CalendarSignIn.kind) == kind, col(CalendarSignIn.address) == address
    )
    return (await session.exec(there)).first() is not None


async def take_expired(session: AsyncSession, now: datetime, limit: int) -> Sequence[SignIn]:
    """Delete expired sign-ins, and return those with a token that we must revoke.

    All expired sign-ins without a token are deleted. Of those with a token, at most `limit` are
    deleted, beginning with the one that expired first. A sign-in that we can't decrypt is deleted,
    but not returned.
    """
    await session.exec(
        delete(CalendarSignIn)
        .where(col(CalendarSignIn.expires_at) <= now, col(CalendarSignIn.address) == "")
        .execution_options(synchronize_session=False)
    )
    expired = (
        select(CalendarSignIn.key)
        .where(col(CalendarSignIn.expires_at) <= now, col(CalendarSignIn.address) != "")
        .order_by(col(CalendarSignIn.expires_at), col(CalendarSignIn.key))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = await session.exec(
        delete(CalendarSignIn)
        .where(col(CalendarSignIn.key).in_(expired))
        .returning(*_COLUMNS)
        .execution_options(synchronize_session=False)
    )
    found = [_opened(session, row) for row in taken.all()]
    return [one for one in found if one is not None]


_COLUMNS = (
    col(CalendarSignIn.key),
    col(CalendarSignIn.tenant),
    col(CalendarSignIn.person_id),
    col(CalendarSignIn.kind),
    col(CalendarSignIn.secret),
    col(CalendarSignIn.asked_at),
    col(CalendarSignIn.address),
)


def _opened(session: AsyncSession, row: Row[tuple[object, ...]]) -> SignIn | None:
    """Return a row as a sign-in, decrypted, or None if the key to decrypt it is missing."""
    try:
        secret = sealer_of(session).open(row.secret, _place(row.tenant, row.key))
    except NoKey:
        log.warning(
            "calendar sign-in dropped: the key to decrypt it is missing",
            person=row.person_id,
            kind=row.kind,
        )
        return None
    return SignIn(row.tenant, row.person_id, row.kind, secret, row.asked_at, row.address)


def _hash(value: str) -> str:
    return sha256(value.encode(errors="replace")).hexdigest()


def _place(tenant: str, key: str) -> str:
    return place(tenant, "calendarsignin", key)
