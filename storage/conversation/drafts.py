"""Query drafts: text that people typed, stored while Attune's question about it is open.

Other modules of this folder use these queries, each for its own kinds of drafts
(`storage.choices.DraftKind`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.choices import DraftKind
from storage.read_once import read_once
from storage.sql.built_once import built_once
from storage.tables import Draft, Person

# For this long, a typed line answers Attune's question, and "undo" takes back what was just saved.
ANSWERED_WITHIN = timedelta(minutes=10)
# Drafts of these kinds remember what was talked about or changed. Such a draft does not close the
# question that Attune asked before it.
_ASIDE: tuple[DraftKind, ...] = (
    "account named",
    "changed for good",
    "nothing changed",
    "older offer to undo",
)


def of(person: Person, *kinds: DraftKind) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that select a person's drafts of these kinds."""
    return (
        col(Draft.tenant) == person.tenant,
        col(Draft.person_id) == person.id,
        col(Draft.kind).in_(kinds),
    )


async def own(
    session: AsyncSession, person: Person, draft_id: int, *kinds: DraftKind
) -> Draft | None:
    """Return a person's draft by row id, if it is of one of these kinds, or None."""
    wanted = select(Draft).where(*of(person, *kinds), col(Draft.id) == draft_id)
    return (await session.exec(wanted)).first()


async def newest(
    session: AsyncSession, person: Person, since: datetime, *kinds: DraftKind
) -> Draft | None:
    """Return a person's newest draft of these kinds, made at `since` (UTC) or later, or None."""
    found = await _made_since(session, person.tenant, person.id, since)
    return next((one for one in found if one.kind in kinds), None)


@read_once
async def _made_since(
    session: AsyncSession, tenant: str, person_id: int, since: datetime
) -> Sequence[Draft]:
    """Return all of a person's drafts made at `since` (UTC) or later, newest first."""
    values = {"tenant": tenant, "person": person_id, "since": since}
    return (await session.exec(_since(), params=values)).all()


@built_once
def _since() -> SelectOfScalar[Draft]:
    return (
        select(Draft)
        .where(
            col(Draft.tenant) == bindparam("tenant"),
            col(Draft.person_id) == bindparam("person"),
            col(Draft.made_at) >= bindparam("since"),
        )
        .order_by(col(Draft.id).desc())
    )


async def keep_only(
    session: AsyncSession,
    person: Person,
    kind: DraftKind,
    now: datetime,
    *,
    about: str = "",
    words: str = "",
    account: str = "",
) -> Draft:
    """Add a draft, and delete the person's earlier drafts of its kind. `now` is in UTC."""
    await delete_all(session, person, kind)
    return await add(session, person, kind, now, about=about, words=words, account=account)


async def add(
    session: AsyncSession,
    person: Person,
    kind: DraftKind,
    now: datetime,
    *,
    about: str = "",
    words: str = "",
    account: str = "",
) -> Draft:
    """Add a draft. `now` is in UTC."""
    made = Draft(
        tenant=person.tenant,
        person_id=person.id,
        kind=kind,
        about=about,
        words=words,
        account=account,
        made_at=now,
    )
    session.add(made)
    await session.flush()
    return made


async def delete_all(session: AsyncSession, person: Person, *kinds: DraftKind) -> None:
    """Delete a person's drafts of these kinds."""
    await session.exec(delete(Draft).where(*of(person, *kinds)))


async def newest_of_any(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the person's newest draft made at `since` (UTC) or later, or None.

    Leave out drafts of the kinds in `_ASIDE`.
    """
    found = await _made_since(session, person.tenant, person.id, since)
    return next((one for one in found if one.kind not in _ASIDE), None)


async def call_asked_about(session: AsyncSession, person: Person, since: datetime) -> Draft | None:
    """Return the draft of a call to plan, if Attune has just asked about this call, or None.

    The draft has an account and a start time, and was made at `since` (UTC) or later. Return None
    if a newer draft has another kind, because then the person has gone on to something else. Newer
    drafts of the kinds in `_ASIDE` do not count.
    """
    last = await newest_of_any(session, person, since)
    is_call = last is not None and last.kind == "call" and last.account and last.starts_at
    return last if is_call else None
