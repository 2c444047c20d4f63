"""Decide what managers and colleagues may read. `handlers.features.team.rights` has all the rules.

Nudges may import this module, because the manager's morning message follows the same rules.
"""

from collections.abc import Collection

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.rhythm_settings import rhythm_of
from storage.tables import Person, Reflection, Seat
from storage.team import teams


def is_open(seat: Seat, person: Person) -> bool:
    """Return whether a person's manager may see that the person has this call."""
    return rhythm_of(person).calls_open if seat.opened is None else seat.opened


def is_told(seat: Seat, person: Person, *, to_manager: bool) -> bool:
    """Return whether a colleague learns of a person's call with an account.

    `seat` is the person's seat. `to_manager` says whether the colleague counts as the person's
    manager (see `is_as_manager`):

    - If true, the colleague learns of the call only if it is open to the manager.
    - If false, the colleague learns of the call unless `seat.opened` is False.

    Attune tells only colleagues who have a call with the same account at most two days before or
    after this call (`handlers.notices.colleague_plans.NEAR`). The caller must check the dates.
    """
    if to_manager:
        return is_open(seat, person)
    return seat.opened is not False


def is_as_manager(reader: Person, person_id: int, led: Collection[int]) -> bool:
    """Return whether `is_told` treats a reader as the manager of a person.

    `led` are the ids of the people whom the reader leads. These readers count as the manager:

    - The person's manager.
    - A former manager of the person. Without this rule, former managers would learn of calls that
      the person had not opened to them.
    - An admin, because admins can change the teams.
    """
    has_led = rhythm_of(reader).has_led
    return reader.role == "admin" or person_id in led or person_id in has_led


def may_read(written: Reflection, reports: Collection[int]) -> bool:
    """Return whether a manager may read a reflection.

    `reports` are the ids of the people whom the manager leads.
    """
    return written.shared and written.author_id in reports


def may_lead(person: Person) -> bool:
    """Return whether a person may lead a team. A rep must become a manager first."""
    return person.role != "rep"


async def leads(session: AsyncSession, person: Person) -> bool:
    """Return whether a person leads a team."""
    return may_lead(person) and bool(await teams.led_by(session, person))
