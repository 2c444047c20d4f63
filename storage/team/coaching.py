"""Query and change focuses that are offered and figures that are shared. All times are UTC.

A focus is an if-then plan from the playbook. A rep follows the plan for at least three calls. A
manager can offer a focus to a rep. A rep shares a figure, such as how much they talked, with one
person: the viewer.

Only the rep may know that they declined a focus. So no query for managers asks who declined.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import LEFT, PLANNED, SharedFigureName
from storage.sql.locks import for_update
from storage.tables import Call, FocusOffer, Person, Seat, SharedFigure


class Offered(NamedTuple):
    """An offered focus.

    `other` is the rep when we query for the manager, and the manager when we query for the rep.
    """

    offer: FocusOffer
    other: Person


class ShareWithPerson(NamedTuple):
    """A shared figure.

    `other` is the viewer when we query for the rep, and the rep when we query for the viewer.
    """

    row: SharedFigure
    other: Person


async def offer(
    session: AsyncSession,
    manager: Person,
    rep: Person,
    now: datetime,
    *,
    focus_id: str,
    note: str,
) -> FocusOffer:
    """Add a focus that a manager offers to a rep."""
    row = FocusOffer(
        tenant=manager.tenant,
        manager_id=manager.id,
        person_id=rep.id,
        focus_id=focus_id,
        note=note,
        offered_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def last_offer(
    session: AsyncSession, manager: Person, rep: Person, since: datetime
) -> FocusOffer | None:
    """Return the last focus that a manager offered to a rep after `since`, or None."""
    wanted = select(FocusOffer).where(
        col(FocusOffer.tenant) == manager.tenant,
        col(FocusOffer.manager_id) == manager.id,
        col(FocusOffer.person_id) == rep.id,
        col(FocusOffer.offered_at) > since,
    )
    newest = col(FocusOffer.offered_at).desc(), col(FocusOffer.id).desc()
    return (await session.exec(wanted.order_by(*newest))).first()


async def offers_by(
    session: AsyncSession, manager: Person, rep_ids: Collection[int], limit: int
) -> list[Offered]:
    """Return what a manager offered to these people, newest first."""
    wanted = (
        select(FocusOffer, Person)
        .join(Person, col(Person.id) == col(FocusOffer.person_id))
        .where(
            col(FocusOffer.tenant) == manager.tenant,
            col(FocusOffer.manager_id) == manager.id,
            col(FocusOffer.person_id).in_(rep_ids),
        )
        .order_by(col(FocusOffer.offered_at).desc(), col(FocusOffer.id).desc())
        .limit(limit)
    )
    return [Offered(*row) for row in await session.exec(wanted)]


async def offer_to(
    session: AsyncSession, rep: Person, offer_id: int, *, locked: bool = False
) -> Offered | None:
    """Return an offer of a focus to a rep, with the manager who made it.

    Return None if the rep has no offer with this id, or if the manager has left the company.
    """
    wanted = select(FocusOffer).where(
        col(FocusOffer.tenant) == rep.tenant,
        col(FocusOffer.id) == offer_id,
        col(FocusOffer.person_id) == rep.id,
    )
    row = (await session.exec(for_update(wanted, locked=locked))).first()
    manager = await _not_left(session, rep.tenant, row.manager_id) if row else None
    return Offered(row, manager) if row and manager else None


async def accepted(session: AsyncSession, manager: Person, ids: Collection[int]) -> list[Offered]:
    """Return those of a manager's offers that a rep has accepted, each with the rep.

    `ids` are the row ids of the offers to look at. Leave out reps who have left the company.
    """
    wanted = (
        select(FocusOffer, Person)
        .join(Person, col(Person.id) == col(FocusOffer.person_id))
        .where(
            col(FocusOffer.tenant) == manager.tenant,
            col(FocusOffer.manager_id) == manager.id,
            col(FocusOffer.id).in_(ids),
            col(FocusOffer.accepted_at).is_not(None),
            col(Person.standing) != LEFT,
        )
        .order_by(col(FocusOffer.id))
    )
    return [Offered(*row) for row in await session.exec(wanted)]


async def share(
    session: AsyncSession,
    rep: Person,
    viewer: Person,
    now: datetime,
    *,
    figure: SharedFigureName,
    until: datetime,
) -> SharedFigure:
    """Share a rep's figure with a viewer until `until`.

    If the rep already shares this figure with the viewer, the earlier share ends. The caller must
    lock the rep, so that pressing the button twice does not share the figure twice.
    """
    for row, other in await shared_by(session, rep, now):
        if row.figure == figure and other.id == viewer.id:
            row.ended_at = now
    row = SharedFigure(
        tenant=rep.tenant,
        person_id=rep.id,
        viewer_id=viewer.id,
        figure=figure,
        shared_at=now,
        until=until,
    )
    session.add(row)
    await session.flush()
    return row


async def shared_by(session: AsyncSession, rep: Person, now: datetime) -> list[ShareWithPerson]:
    """Return the figures that a rep shares now, oldest first, each with its viewer."""
    wanted = (
        select(SharedFigure, Person)
        .join(Person, col(Person.id) == col(SharedFigure.viewer_id))
        .where(
            col(SharedFigure.tenant) == rep.tenant,
            col(SharedFigure.person_id) == rep.id,
            col(SharedFigure.ended_at).is_(None),
            col(SharedFigure.until) > now,
        )
        .order_by(col(SharedFigure.id))
    )
    return [ShareWithPerson(*row) for row in await session.exec(wanted)]


async def expired_shares(
    session: AsyncSession, tenant: str, now: datetime
) -> list[tuple[SharedFigure, Person, Person]]:
    """Return the expired shares that are not marked as ended, with the rep and the viewer."""
    rep, viewer = aliased(Person), aliased(Person)
    wanted = (
        select(SharedFigure, rep, viewer)
        .join(rep, col(rep.id) == col(SharedFigure.person_id))
        .join(viewer, col(viewer.id) == col(SharedFigure.viewer_id))
        .where(
            col(SharedFigure.tenant) == tenant,
            col(SharedFigure.ended_at).is_(None),
            col(SharedFigure.until) <= now,
        )
        .order_by(col(SharedFigure.id))
    )
    return [*(await session.exec(wanted)).all()]


async def viewers(session: AsyncSession, rep: Person) -> Sequence[Person]:
    """Return the people with whom a rep shares a figure now or has shared one earlier."""
    shared = select(SharedFigure.viewer_id).where(
        col(SharedFigure.tenant) == rep.tenant, col(SharedFigure.person_id) == rep.id
    )
    wanted = select(Person).where(col(Person.tenant) == rep.tenant, col(Person.id).in_(shared))
    return (await session.exec(wanted.order_by(col(Person.id)))).all()


async def ids_shared(session: AsyncSession, rep: Person) -> Sequence[int]:
    """Return the row ids of the figures that a rep has shared, including those that ended."""
    wanted = select(SharedFigure.id).where(
        col(SharedFigure.tenant) == rep.tenant, col(SharedFigure.person_id) == rep.id
    )
    return (await session.exec(wanted)).all()


async def shared_with(
    session: AsyncSession, viewer: Person, now: datetime, limit: int
) -> list[ShareWithPerson]:
    """Return the figures that a person may see now, newest first, with the rep who shares each."""
    wanted = (
        select(SharedFigure, Person)
        .join(Person, col(Person.id) == col(SharedFigure.person_id))
        .where(
            col(SharedFigure.tenant) == viewer.tenant,
            col(SharedFigure.viewer_id) == viewer.id,
            col(SharedFigure.ended_at).is_(None),
            col(SharedFigure.until) > now,
            col(Person.standing) != LEFT,
        )
        .order_by(col(SharedFigure.id).desc())
        .limit(limit)
    )
    return [ShareWithPerson(*row) for row in await session.exec(wanted)]


async def own_share(session: AsyncSession, rep: Person, share_id: int) -> SharedFigure | None:
    """Return one of the rep's shares, current or ended, with its row locked. None if not found."""
    wanted = select(SharedFigure).where(
        col(SharedFigure.tenant) == rep.tenant,
        col(SharedFigure.id) == share_id,
        col(SharedFigure.person_id) == rep.id,
    )
    return (await session.exec(for_update(wanted))).first()


async def last_call_id(session: AsyncSession, person: Person, before: datetime) -> int | None:
    """Return the id of the last of a person's calls that began before a time, or None.

    Cancelled and missed calls are left out.
    """
    wanted = (
        select(Seat.call_id)
        .join(Call, col(Call.id) == col(Seat.call_id))
        .where(
            col(Seat.tenant) == person.tenant,
            col(Seat.person_id) == person.id,
            col(Seat.starts_at) < before,
            col(Call.status) == PLANNED,
        )
        .order_by(col(Seat.starts_at).desc())
        .limit(1)
    )
    return (await session.exec(wanted)).first()


async def _not_left(session: AsyncSession, tenant: str, person_id: int) -> Person | None:
    """Return a person, or None if they have left the company."""
    wanted = select(Person).where(
        col(Person.tenant) == tenant, col(Person.id) == person_id, col(Person.standing) != LEFT
    )
    return (await session.exec(wanted)).first()
