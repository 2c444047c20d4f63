"""Remember what a person has just asked for or named, so that the next line need not repeat it.

For example, “and brightwater?” asks the same question about another account.

The person's words are not stored. We remember the last of each:

- the account whose people the person asked about
- the absence that the person asked us to note
- the fact about an account that the person wanted to know, such as "owed"
- the account that the person named

All times are UTC.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DraftKind
from storage.conversation import drafts
from storage.tables import Person


async def keep_people(
    session: AsyncSession, person: Person, account_id: int, now: datetime
) -> None:
    """Remember that the person has just asked who is at an account, or who decides there."""
    await drafts.keep_only(session, person, "people asked for", now, about=str(account_id))


async def people(session: AsyncSession, person: Person, since: datetime) -> int | None:
    """Return the account id that `keep_people` stored at `since` or later, or None."""
    about = await _about(session, person, since, "people asked for")
    return int(about) if about else None


async def keep_absence(session: AsyncSession, person: Person, days: str, now: datetime) -> None:
    """Remember which absence the person has just asked us to note.

    `days` is the first day of the absence (ISO 8601). If the person is away for only a part of that
    day, the part follows without a space:

    - away in the morning: "2026-12-31am"
    - away from 13:00: "2026-12-311300"
    - away from 9:00 to 10:00: "2026-12-310900-1000"
    """
    await drafts.keep_only(session, person, "absence asked for", now, about=days)


async def absence(session: AsyncSession, person: Person, since: datetime) -> str:
    """Return the absence that `keep_absence` stored at `since` or later, or ""."""
    return await _about(session, person, since, "absence asked for")


async def forget_absence(session: AsyncSession, person: Person) -> None:
    """Forget which absence the person has asked us to note."""
    await drafts.delete_all(session, person, "absence asked for")


async def keep_fact(session: AsyncSession, person: Person, fact: str, now: datetime) -> None:
    """Remember which fact about an account, such as "owed", the person has just asked for."""
    await drafts.keep_only(session, person, "fact asked for", now, about=fact)


async def fact(session: AsyncSession, person: Person, since: datetime) -> str:
    """Return the fact that `keep_fact` stored at `since` or later, or ""."""
    return await _about(session, person, since, "fact asked for")


async def keep_account(
    session: AsyncSession, person: Person, account_id: int, now: datetime
) -> None:
    """Remember the account that the person has just named."""
    await drafts.keep_only(session, person, "account named", now, about=str(account_id))


async def account(
    session: AsyncSession, person: Person, since: datetime
) -> tuple[datetime, int] | None:
    """Return when `keep_account` last stored an account id, and the id.

    Return None if nothing was stored at `since` or later.
    """
    row = await drafts.newest(session, person, since, "account named")
    return (row.made_at, int(row.about)) if row else None


async def _about(session: AsyncSession, person: Person, since: datetime, kind: DraftKind) -> str:
    row = await drafts.newest(session, person, since, kind)
    return row.about if row else ""
