"""Query the answers that we propose from public sources. Times are UTC."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Update, delete, or_, update
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import ProposalState, PublicSource
from storage.sql.groups import grouped
from storage.sql.locks import for_update
from storage.sql.unique import insert_all
from storage.tables import AccountLookUp, ProposedAnswer

# We propose an answer for this long after we last saw the words that it comes from.
LASTS: Final[Mapping[PublicSource, timedelta]] = {
    "jobs": timedelta(days=30),
    "dns": timedelta(days=90),
    "site": timedelta(days=180),
    "feed": timedelta(days=180),
    "wikidata": timedelta(days=180),
    "sec": timedelta(days=180),
}
# Unconfirmed facts about people are kept for at most this long.
PERSONS_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True)
class AccountProposals:
    """What public sources propose about an account, newest first, and the account's look-up."""

    proposed: tuple[ProposedAnswer, ...]
    looked_up: AccountLookUp | None


def is_open(row: ProposedAnswer, now: datetime) -> bool:
    """Return whether a proposal can still be answered."""
    lasts = min(PERSONS_KEPT, LASTS[row.source]) if row.names_person else LASTS[row.source]
    return row.state == "proposed" and row.seen_at > now - lasts


async def of_accounts(
    session: AsyncSession, tenant: str, account_ids: Collection[int], now: datetime
) -> dict[int, AccountProposals]:
    """Return the open proposals by account id, in two SQL statements.

    Accounts without a look-up, or with a look-up that is turned off, are left out.
    """
    looked = select(AccountLookUp).where(
        col(AccountLookUp.tenant) == tenant,
        col(AccountLookUp.account_id).in_(account_ids),
        ~col(AccountLookUp.off),
    )
    found = {row.account_id: row for row in (await session.exec(looked)).all()}
    if not found:
        return {}
    wanted = (
        select(ProposedAnswer)
        .where(
            col(ProposedAnswer.tenant) == tenant,
            col(ProposedAnswer.account_id).in_(found),
            col(ProposedAnswer.state) == "proposed",
        )
        .order_by(
            col(ProposedAnswer.published_at).is_(None),
            col(ProposedAnswer.published_at).desc(),
            col(ProposedAnswer.id),
        )
    )
    rows = [row for row in (await session.exec(wanted)).all() if is_open(row, now)]
    by_account = grouped((row.account_id, row) for row in rows)
    return {
        id_: AccountProposals(tuple(by_account.get(id_, ())), row) for id_, row in found.items()
    }


async def by_id(
    session: AsyncSession, tenant: str, id_: int, *, locked: bool = False
) -> ProposedAnswer | None:
    """Return a proposal of this tenant, or None."""
    wanted = select(ProposedAnswer).where(
        col(ProposedAnswer.tenant) == tenant, col(ProposedAnswer.id) == id_
    )
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def replace_all(
    session: AsyncSession, tenant: str, account_id: int, rows: Sequence[ProposedAnswer]
) -> None:
    """Store the proposals that we now find in the texts on file.

    - An open proposal that is not in `rows` expires.
    - An expired proposal that is in `rows` opens again, unless it names a person.
    - A proposal that names a person keeps its first `seen_at`, even if we find it again. So it ends
      after `PERSONS_KEPT` at the latest.
    - Proposals that somebody has answered, and proposals of a language model, do not change.
    """
    theirs = _of(tenant, account_id)
    same = {(row.question_id, row.digest): row for row in rows}
    wanted = select(ProposedAnswer).where(*theirs, col(ProposedAnswer.model) == "")
    for old in (await session.exec(wanted)).all():
        new = same.pop((old.question_id, old.digest), None)
        if new is None:
            old.state = "expired" if old.state == "proposed" else old.state
        elif not old.names_person:
            old.seen_at, old.published_at = new.seen_at, new.published_at
            old.state = "proposed" if old.state == "expired" else old.state
    await session.flush()
    await insert_all(session, list(same.values()))


async def replace_of_model(
    session: AsyncSession,
    tenant: str,
    account_id: int,
    rows: Sequence[ProposedAnswer],
    kept: Sequence[ProposedAnswer] = (),
) -> None:
    """Store `rows`, which a language model proposes now.

    `kept` are earlier proposals of the model that stay open. All its other open proposals expire. A
    proposal that somebody has answered stays as it is, even if the model proposes the same words
    again.
    """
    now_open = {(row.question_id, row.digest) for row in (*rows, *kept)}
    wanted = select(ProposedAnswer).where(
        *_of(tenant, account_id),
        col(ProposedAnswer.model) != "",
        col(ProposedAnswer.state).in_(("proposed", "expired")),
        col(ProposedAnswer.quote) != "",
    )
    for old in (await session.exec(wanted)).all():
        old.state = "proposed" if (old.question_id, old.digest) in now_open else "expired"
    await session.flush()
    await insert_all(session, rows)


async def forget_of_model(session: AsyncSession, tenant: str) -> None:
    """Delete a tenant's unanswered proposals that come from a language model."""
    await session.exec(
        delete(ProposedAnswer).where(
            col(ProposedAnswer.tenant) == tenant,
            col(ProposedAnswer.model) != "",
            col(ProposedAnswer.state).in_(("proposed", "expired")),
        )
    )


async def of_account(
    session: AsyncSession, tenant: str, account_id: int, states: Collection[ProposalState]
) -> Sequence[ProposedAnswer]:
    """Return the proposals in these states for an account."""
    wanted = select(ProposedAnswer).where(
        *_of(tenant, account_id), col(ProposedAnswer.state).in_(states)
    )
    return (await session.exec(wanted)).all()


def settle(
    rows: Iterable[ProposedAnswer], state: ProposalState, now: datetime, by: int | None
) -> None:
    """Record somebody's answer to proposals. The state "proposed" takes the answer back."""
    for row in rows:
        row.state = state
        row.settled_at, row.settled_by = (None, None) if state == "proposed" else (now, by)


async def forget_open(session: AsyncSession, tenant: str, account_id: int) -> None:
    """Delete an account's proposals that nobody has answered."""
    unsettled = col(ProposedAnswer.state).in_(("proposed", "expired"))
    await session.exec(delete(ProposedAnswer).where(*_of(tenant, account_id), unsettled))


def empty_old_persons(now: datetime, limit: int, *which: ColumnElement[bool]) -> Update:
    """Return a statement that deletes the words of old proposals that name a person.

    Proposals that somebody kept or edited do not change. The changed rows keep the hash of their
    words, so that the same words are not proposed again. The statement changes at most `limit`
    rows. `which` are further conditions.
    """
    old = (
        *which,
        col(ProposedAnswer.names_person),
        col(ProposedAnswer.seen_at) < now - PERSONS_KEPT,
        col(ProposedAnswer.state).not_in(("kept", "edited")),
        or_(col(ProposedAnswer.quote) != "", col(ProposedAnswer.claim) != ""),
    )
    ids = plain_select(col(ProposedAnswer.id)).where(*old).limit(limit)
    return (
        update(ProposedAnswer)
        .where(col(ProposedAnswer.id).in_(ids), *old)
        .values(state="expired", claim="", quote="", url="")
    )


def _of(tenant: str, account_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(ProposedAnswer.tenant) == tenant, col(ProposedAnswer.account_id) == account_id
