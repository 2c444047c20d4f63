"""Remember the calls that Attune has just offered, so that "the one today" can choose one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Draft, Person

ANSWERED_WITHIN = timedelta(minutes=10)
_BEGINS = "asked which call:"  # `Draft.time` begins like this after such a question


@dataclass(frozen=True)
class CallChoice:
    """The calls of a question, and what the question's buttons do.

    A button for one call has `action`. Its value is the call's id and, after a colon, `how`, which
    says what to do with the call, such as "close", or is "". `for_all` is the value of the button
    for all calls, or "". `account` is the name of the account that `how` is about, so that an
    erasure finds it, or "".
    """

    action: str
    call_ids: Sequence[int] = ()
    how: str = ""
    for_all: str = ""
    account: str = ""


async def remember(session: AsyncSession, person: Person, asked: CallChoice, now: datetime) -> None:
    """Remember the question instead of any earlier one. `now` is in UTC."""
    await forget(session, person)
    ids = ",".join(map(str, asked.call_ids))
    session.add(
        Draft(
            tenant=person.tenant,
            person_id=person.id,
            account=asked.account,
            goal=asked.how,
            time=f"{_BEGINS}{asked.action} {ids} {asked.for_all}",
            made_at=now,
        )
    )
    await session.flush()


async def last(session: AsyncSession, person: Person, now: datetime) -> CallChoice | None:
    """Return the question if it was asked in the last ten minutes, or None."""
    wanted = select(Draft).where(*_of(person), col(Draft.made_at) >= now - ANSWERED_WITHIN)
    draft = (await session.exec(wanted)).first()
    if draft is None:
        return None
    action, ids, for_all = draft.time.removeprefix(_BEGINS).split(" ", 2)
    call_ids = [int(one) for one in ids.split(",") if one]
    return CallChoice(action, call_ids, draft.goal, for_all, draft.account)


async def forget(session: AsyncSession, person: Person) -> None:
    """Forget the question, if there is one."""
    await session.exec(delete(Draft).where(*_of(person)))


def _of(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.time).startswith(_BEGINS),
    )
