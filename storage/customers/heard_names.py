"""Read the names of people at an account from transcripts, calendars and reflections."""

from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import TalkSide
from storage.tables import (
    AccountDomain,
    MeasuredCall,
    MeetingAnswer,
    MetGuest,
    OpenTranscript,
    Reflection,
    Seat,
)

LIMIT = 500  # read at most this many rows of each kind
GUEST = "guest:"  # the beginning of `MeetingAnswer.about` if the answer is about a guest


class HeardNames(NamedTuple):
    """Names of an account's people, and texts that may contain such names.

    - `speakers`: the side of each speaker in transcripts of the account's calls, by name.
    - `addresses`: mail addresses of guests in meetings.
    - `notes`: what reps wrote in reflections.
    """

    speakers: dict[str, TalkSide]
    addresses: list[str]
    notes: list[str]


async def of_account(session: AsyncSession, tenant: str, account_id: int) -> HeardNames:
    """Return what transcripts, calendars and reflections say about an account's people."""
    reflections = await session.exec(
        select(Reflection)
        .where(col(Reflection.tenant) == tenant, col(Reflection.account_id) == account_id)
        .order_by(col(Reflection.called_at).desc())
        .limit(LIMIT)
    )
    notes = [
        text
        for one in reflections
        for text in (one.heard, one.surprise, one.next_step, one.for_marketing)
        if text
    ]
    return HeardNames(
        await _speakers(session, tenant, account_id),
        await _addresses(session, tenant, account_id),
        notes,
    )


async def _speakers(session: AsyncSession, tenant: str, account_id: int) -> dict[str, TalkSide]:
    """Return the speakers in transcripts of the account's calls, with their sides.

    Transcripts that are not measured yet (`OpenTranscript`) count too. If transcripts put a name on
    different sides, the latest measured transcript decides.
    """
    measured = await session.exec(
        select(MeasuredCall.labels)
        .where(col(MeasuredCall.tenant) == tenant, col(MeasuredCall.account_id) == account_id)
        .order_by(col(MeasuredCall.called_at).desc())
        .limit(LIMIT)
    )
    found: dict[str, TalkSide] = {}
    for labels in measured:
        found = {**labels, **found}
    calls = select(Seat.call_id).where(
        col(Seat.tenant) == tenant, col(Seat.account_id) == account_id
    )
    opened = await session.exec(
        select(OpenTranscript)
        .where(col(OpenTranscript.tenant) == tenant, col(OpenTranscript.call_id).in_(calls))
        .limit(LIMIT)
    )
    for one in opened:
        ours = set(one.mine or ())
        for label in one.labels:
            found.setdefault(label, "me" if label in ours else "theirs")
    return found


async def _addresses(session: AsyncSession, tenant: str, account_id: int) -> list[str]:
    """Return the addresses of the account's guests.

    These are the addresses at the account's mail domains, and the addresses of guests about whom a
    rep said that they are from the account (`MeetingAnswer`).
    """
    domains = select(AccountDomain.domain).where(
        col(AccountDomain.tenant) == tenant, col(AccountDomain.account_id) == account_id
    )
    at_company = await session.exec(
        select(MetGuest.address)
        .where(col(MetGuest.tenant) == tenant, col(MetGuest.company).in_(domains))
        .distinct()
        .limit(LIMIT)
    )
    as_said = await session.exec(
        select(MeetingAnswer.about)
        .where(
            col(MeetingAnswer.tenant) == tenant,
            col(MeetingAnswer.account_id) == account_id,
            col(MeetingAnswer.about).startswith(GUEST),
        )
        .distinct()
        .limit(LIMIT)
    )
    return [*at_company.all(), *(about.removeprefix(GUEST) for about in as_said.all())]
