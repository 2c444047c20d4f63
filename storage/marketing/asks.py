"""Query asks (what reps ask of marketing) and their conversations. All times are UTC."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, true
from sqlalchemy import select as plain_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import LEFT, MARKETING, WITHDRAWN, AskState, OptionalStage
from storage.sql.built_once import built_once
from storage.sql.locks import for_update
from storage.tables import OPEN, SENT, Ask, AskNote, Channel, Outbox, Person

BATCH = 200  # rows to read at a time
EVERY: ColumnElement[bool] = true()  # matches every ask
# Matches what reps passed on from calls. These asks have an account, and questions about insights
# have none. Don't check instead whether `insight_id` is None: if an account is erased, so are its
# insights, and questions about them then have no `insight_id` either.
_IS_PASSED_ON = col(Ask.account_id).is_not(None)


class PassedOn(NamedTuple):
    """A buyer's words that a rep passed on to marketing.

    `quote` has the buyer's words, and `line` is what the rep wrote to marketing. `taken_by` is the
    row id of the marketer who took on the ask, or None. `first_answer_at` is when marketing first
    answered or took on the ask, or None. `id` is the row id of the ask. `named` is true if
    marketing may see the account and the author.
    """

    account_id: int | None
    call_id: int | None
    line: str
    quote: str
    asked_at: datetime
    stage: OptionalStage
    named: bool
    state: AskState
    taken_by: int | None
    first_answer_at: datetime | None
    id: int


class Counted(NamedTuple):
    """How many asks there are, how many are from calls, and how many accounts the calls involve."""

    asked: int
    passed_on: int
    accounts: int


async def by_id(
    session: AsyncSession, tenant: str, ask_id: int, *, locked: bool = False
) -> Ask | None:
    """Return a tenant's ask by row id, or None."""
    wanted = select(Ask).where(col(Ask.tenant) == tenant, col(Ask.id) == ask_id)
    return (await session.exec(for_update(wanted, locked=locked))).first()


async def of_call(
    session: AsyncSession, tenant: str, call_id: int, author_id: int, *, locked: bool = False
) -> Ask | None:
    """Return the newest ask that an author passed on from a call. Ignore withdrawn asks."""
    return next(iter(await all_of_call(session, tenant, call_id, author_id, locked=locked)), None)


async def all_of_call(
    session: AsyncSession, tenant: str, call_id: int, author_id: int, *, locked: bool = False
) -> Sequence[Ask]:
    """Return what an author passed on from a call, newest first, without withdrawn asks."""
    values = {"tenant": tenant, "call": call_id, "author": author_id}
    return (await session.exec(_of_call(locked), params=values)).all()


@built_once
def _of_call(locked: bool) -> SelectOfScalar[Ask]:
    wanted = select(Ask).where(
        col(Ask.tenant) == bindparam("tenant"),
        col(Ask.call_id) == bindparam("call"),
        col(Ask.author_id) == bindparam("author"),
        col(Ask.state) != WITHDRAWN,
    )
    return for_update(wanted.order_by(col(Ask.id).desc()), locked=locked)


async def first_asked(
    session: AsyncSession, tenant: str, ask_ids: Collection[int]
) -> datetime | None:
    """Return when the earliest of these asks was asked (UTC), or None if there is none."""
    wanted = select(func.min(col(Ask.asked_at))).where(
        col(Ask.tenant) == tenant, col(Ask.id).in_(ask_ids)
    )
    return (await session.exec(wanted)).one()


def waits_for(marketer: Person) -> ColumnElement[bool]:
    """Match open asks that nobody has taken on, and asks that this marketer has taken on.

    An ask whose marketer is gone (`_taker_is_gone`) counts as taken on by nobody. Asks that wait
    for the rep's reply don't match.
    """
    is_theirs = or_(col(Ask.taken_by) == marketer.id, _taker_is_gone())
    return or_(col(Ask.state) == "waiting", and_(col(Ask.state) == "taken_up", is_theirs))


async def has_lost_taker(session: AsyncSession, ask: Ask) -> bool:
    """Check whether the marketer who has taken an ask on is gone.

    They were erased, have left the company, or are no longer in marketing.
    """
    wanted = select(Ask.id).where(
        col(Ask.tenant) == ask.tenant,
        col(Ask.id) == ask.id,
        col(Ask.state) == "taken_up",
        _taker_is_gone(),
    )
    return (await session.exec(wanted)).first() is not None


def _taker_is_gone() -> ColumnElement[bool]:
    """Match asks whose marketer was erased, has left the company, or is not in marketing now."""
    is_gone = or_(
        col(Person.erased_at).is_not(None),
        col(Person.standing) == LEFT,
        col(Person.role).not_in(MARKETING),
    )
    return select(Person.id).where(col(Person.id) == col(Ask.taken_by), is_gone).exists()


def overdue(now: datetime) -> ColumnElement[bool]:
    """Match open asks that nobody has taken on, and that should have been answered before `now`."""
    return and_(col(Ask.state) == "waiting", col(Ask.due_at) < now)


def went_to(channel: Channel, kind: str) -> ColumnElement[bool]:
    """Match asks for which this channel got, or will get, a notice of this kind.

    The condition looks for the notice of each ask. We don't list all notices of the channel,
    because that list grows without end.
    """

    def in_state(state: ColumnElement[str]) -> ColumnElement[bool]:
        notices = select(Outbox.id).where(
            col(Outbox.tenant) == channel.tenant,
            col(Outbox.channel_id) == channel.id,
            col(Outbox.about) == col(Ask.id),
            col(Outbox.kind) == kind,
            col(Outbox.state) == state,
            col(Outbox.replaces).is_(None),
        )
        return notices.correlate(Ask).exists()

    return in_state(SENT) | in_state(OPEN)  # each state has its own index


async def was_sent(session: AsyncSession, ask: Ask, kind: str) -> bool:
    """Return whether a notice of this kind about an ask was sent or is planned."""
    for state in (OPEN, SENT):  # two queries, because each state has its own index
        wanted = select(Outbox.id).where(
            col(Outbox.tenant) == ask.tenant,
            col(Outbox.about) == ask.id,
            col(Outbox.kind) == kind,
            col(Outbox.state) == state,
            col(Outbox.replaces).is_(None),
        )
        if (await session.exec(wanted.limit(1))).first() is not None:
            return True
    return False


async def open_asks(
    session: AsyncSession, tenant: str, limit: int, *, only: ColumnElement[bool] = EVERY
) -> Sequence[Ask]:
    """Return up to `limit` open asks (those without `closed_at`), oldest first."""
    wanted = (
        select(Ask)
        .where(col(Ask.tenant) == tenant, col(Ask.closed_at).is_(None), only)
        .order_by(col(Ask.asked_at))
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def count(
    session: AsyncSession,
    tenant: str,
    since: datetime,
    until: datetime,
    *,
    only: ColumnElement[bool] = EVERY,
) -> Counted:
    """Count the asks made in [since, until), without withdrawn asks."""
    passed = case((_IS_PASSED_ON, 1))
    accounts = col(Ask.account_id)
    wanted = plain_select(
        func.count(), func.count(passed), func.count(func.distinct(accounts))
    ).where(*asked_between(tenant, since, until), only)
    return Counted(*(await (await session.connection()).execute(wanted)).one())


async def passed_on(
    session: AsyncSession,
    tenant: str,
    since: datetime,
    until: datetime,
    limit: int,
    *,
    only: ColumnElement[bool] = EVERY,
) -> list[PassedOn]:
    """Of the asks that were made in [since, until), return the newest `limit`, oldest first.

    Leave out withdrawn asks, and asks that are not from a call (questions about an insight).
    """
    wanted = (
        plain_select(*(getattr(Ask, name) for name in PassedOn._fields))
        .where(*asked_between(tenant, since, until), _IS_PASSED_ON, only)
        .order_by(col(Ask.asked_at).desc(), col(Ask.id).desc())
        .limit(limit)
    )
    found: list[PassedOn] = []
    # Thousands of rows at once would block the event loop.
    async with (await session.connection()).stream(wanted) as rows:
        async for some in rows.partitions(BATCH):
            found += [PassedOn(*row) for row in some]
    return found[::-1]


def asked_between(tenant: str, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Match a tenant's asks made in [since, until), without withdrawn asks."""
    return (
        col(Ask.tenant) == tenant,
        col(Ask.asked_at) >= since,
        col(Ask.asked_at) < until,
        col(Ask.state) != WITHDRAWN,
    )


async def of_author(
    session: AsyncSession,
    tenant: str,
    author_id: int,
    limit: int,
    *,
    account_id: int | None = None,
) -> Sequence[Ask]:
    """Return the newest `limit` asks of an author, newest first, without withdrawn asks.

    If an account is given, return only asks about this account and asks without an account.
    """
    of_account = col(Ask.account_id).is_(None) | (col(Ask.account_id) == account_id)
    wanted = (
        select(Ask)
        .where(
            col(Ask.tenant) == tenant,
            col(Ask.author_id) == author_id,
            col(Ask.state) != WITHDRAWN,
            of_account if account_id else EVERY,
        )
        .order_by(col(Ask.asked_at).desc())
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def taken_by(session: AsyncSession, marketer: Person, limit: int) -> Sequence[Ask]:
    """Return the asks that a marketer has taken on and not answered yet, oldest first."""
    mine = and_(col(Ask.state) == "taken_up", col(Ask.taken_by) == marketer.id)
    return await open_asks(session, marketer.tenant, limit, only=mine)


async def answered_by(
    session: AsyncSession, marketer: Person, since: datetime, limit: int
) -> Sequence[Ask]:
    """Return asks that a marketer has answered, the ask with the newest answer first.

    Leave out asks in two cases:

    - The last answer, which may be from somebody else, is from before `since` (UTC).
    - Marketing has already reported what changed as a result of the ask.
    """
    mine = select(AskNote.id).where(
        col(AskNote.ask_id) == col(Ask.id),
        col(AskNote.author_id) == marketer.id,
        col(AskNote.kind) == "answered",
    )
    wanted = (
        select(Ask)
        .where(
            col(Ask.tenant) == marketer.tenant,
            col(Ask.state) == "answered",
            col(Ask.closed_at) >= since,
            mine.correlate(Ask).exists(),
        )
        .order_by(col(Ask.closed_at).desc())
        .limit(limit)
    )
    return (await session.exec(wanted)).all()


async def count_askers(
    session: AsyncSession, tenant: str, insight_ids: Collection[int]
) -> dict[int, int]:
    """Count the people who asked about each of these insights, by insight id.

    Withdrawn asks, and insights without asks, are left out.
    """
    wanted = (
        select(Ask.insight_id, func.count(func.distinct(col(Ask.author_id))))
        .where(
            col(Ask.tenant) == tenant,
            col(Ask.insight_id).in_(insight_ids),
            col(Ask.state) != WITHDRAWN,
        )
        .group_by(col(Ask.insight_id))
    )
    return {about: count for about, count in (await session.exec(wanted)).all() if about}


async def open_about(session: AsyncSession, tenant: str, insight_id: int) -> Sequence[Ask]:
    """Return the open asks about an insight."""
    wanted = select(Ask).where(
        col(Ask.tenant) == tenant,
        col(Ask.insight_id) == insight_id,
        col(Ask.closed_at).is_(None),
    )
    return (await session.exec(wanted)).all()
