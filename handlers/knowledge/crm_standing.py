"""Find the value that a field of a deal has now, and who set it through Attune."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sources import crm, crm_writes
from storage.spelling import tidy
from storage.tables import CrmDeal, CrmWrite
from storage.workspace import people


class ChangedBy(NamedTuple):
    """Who changed a field through Attune, and when.

    `name` is "" if it was the rep whose `CrmWrite` we look at.
    """

    name: str
    at: datetime


class ValueStanding(NamedTuple):
    """The value that a field has now, if it is not the value that a rep sent.

    `value` is "" if the field still has the value that the rep sent, or if we do not know what it
    has now.
    """

    value: str = ""
    by: ChangedBy | None = None  # None if it was not changed through Attune


async def of_write(session: AsyncSession, write: CrmWrite) -> ValueStanding:
    """Return the value that the field has now, if it is not the value in `write`.

    We know the value only for the next step and the stage. For other fields, return a standing
    without a value.
    """
    if write.kind not in ("next_step", "stage") or write.state not in ("written", "conflict"):
        return ValueStanding()
    rows = [
        one
        for one in await crm_writes.of_deal(session, write.tenant, write.deal)
        if one.kind == write.kind and one.id != write.id
    ]
    if write.state == "conflict":
        value = write.found
    else:
        deals = await crm.deals(session, write.tenant, write.account_id)
        deal = next((one for one in deals if one.crm_id == write.deal), None)
        value = _newer(write, rows, deal)
    return ValueStanding(value, await _by(session, write, rows, value) if value else None)


def _newer(write: CrmWrite, rows: Sequence[CrmWrite], deal: CrmDeal | None) -> str:
    """Return the value that has replaced the written value, or "" if we know of none."""
    if deal is None:
        now = write.found
    else:
        now = deal.next_step if write.kind == "next_step" else deal.stage_id
    if now and tidy(now) not in (tidy(write.text), tidy(write.seen)):
        return now
    since = write.settled_at
    later = [
        one
        for one in rows
        if one.state == "written" and since and one.settled_at and one.settled_at > since
    ]
    newest = max(later, key=lambda one: (one.settled_at, one.id), default=None)
    return newest.text if newest and tidy(newest.text) != tidy(write.text) else ""


async def _by(
    session: AsyncSession, write: CrmWrite, rows: Sequence[CrmWrite], value: str
) -> ChangedBy | None:
    """Return who changed the field to `value` through Attune, and when. Return None if nobody did.

    If `write` reached the CRM, only changes after it count.
    """
    since = write.settled_at if write.state == "written" else None
    # For an undone change, look at `seen`: the undo put this earlier value back.
    found = [
        (one.settled_at, one.person_id)
        for one in rows
        if one.settled_at
        and (since is None or one.settled_at > since)
        and tidy({"written": one.text, "undone": one.seen}.get(one.state, "")) == tidy(value)
    ]
    if not found:
        return None
    at, person_id = max(found)
    if person_id == write.person_id:
        return ChangedBy("", at)
    person = await people.by_id(session, write.tenant, person_id)
    known = person is not None and person.erased_at is None
    return ChangedBy(person.name if person and known else "A colleague", at)
