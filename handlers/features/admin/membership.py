"""Change who is in a team and who leads it, and tell the people concerned.

If a person opens a call to the manager, only the present manager may see it. So whenever the
person's team or manager changes, we close the person's upcoming calls. A closed call is treated as
follows:

- The new manager sees the call only when the person opens it again.
- Earlier managers don't see the call. `_note_led` records who has led whom.
- Other colleagues may still learn of the call from Attune, if they have a call with the same
  account at about the same time.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.notices import team_changed, tell, updating
from handlers.rhythm_settings import rhythm_of, save_rhythm
from handlers.views.team import team_morning
from storage import plan_changes
from storage.choices import LEFT
from storage.tables import Person, Team
from storage.team import teams
from storage.workspace import audit, people

MORNINGS = timedelta(days=90)  # rewrite morning messages up to this age


async def put_in(
    session: AsyncSession,
    team: Team,
    members: Iterable[Person],
    now: datetime,
    *,
    by: int | None = None,
) -> list[Person]:
    """Put people into a team, and return those who were not in it before.

    They leave their earlier teams. `by` is the row id of the admin, or None for Attune.
    """
    members = list(members)
    before = {one.id: await teams.of_person(session, one) for one in members}
    moved = [one for one in members if await teams.put_in(session, one, team, now)]
    if moved:
        await session.flush()
        left = [old for one in moved if (old := before[one.id]) is not None]
        for old in _distinct(left):
            leavers = [one for one in moved if (was := before[one.id]) and was.id == old.id]
            await _note_led(session, old.tenant, old.manager_id, leavers)
        await _close_calls(session, moved)
        await _tell(session, team, moved, now, by=by)
        for old in _distinct(left):
            leavers = [one for one in moved if (was := before[one.id]) and was.id == old.id]
            await _tell(session, old, leavers, now, by=by)
        await _tell_managers(session, [team, *left], now, by=by)
        for old in _distinct(left):
            await _rewrite_mornings(session, old, old.manager_id, now)
        for one in moved:
            audit.note_team(session, team, "joined", now, actor=by, who=one)
            if (old := before[one.id]) is not None:
                audit.note_team(session, old, "left", now, actor=by, who=one, to=team.name)
    return moved


async def take_out(
    session: AsyncSession,
    team: Team,
    members: Sequence[Person],
    now: datetime,
    *,
    by: int | None = None,
) -> None:
    """Take people out of a team. They must be in this team."""
    for one in members:
        await teams.take_out(session, one)
    if members:
        await _note_led(session, team.tenant, team.manager_id, members)
        await _close_calls(session, members)
        await _tell(session, team, members, now, by=by)
        await _tell_managers(session, [team], now, by=by)
        await _rewrite_mornings(session, team, team.manager_id, now)
        for one in members:
            audit.note_team(session, team, "left", now, actor=by, who=one)


async def set_manager(
    session: AsyncSession,
    team: Team,
    manager: Person | None,
    now: datetime,
    *,
    by: int | None = None,
) -> bool:
    """Set the manager of a team. None means nobody. Return False if nothing changes.

    A rep who is to lead a team becomes a manager. A manager who no longer leads any team becomes a
    rep again.
    """
    if team.manager_id == (manager.id if manager else None):
        return False
    former, team.manager_id = team.manager_id, manager.id if manager else None
    if manager is not None and manager.role == "rep":
        manager.role = "manager"
        audit.note_role(session, manager, "rep", now, actor=by)
    await session.flush()
    await _demote_without_team(session, team.tenant, former, now, by=by)
    members = await teams.members(session, team.tenant, [team.id])
    await _note_led(session, team.tenant, former, members)
    await _close_calls(session, members)
    lead = team.manager_id
    await _tell(session, team, [one for one in members if one.id != lead], now, by=by)
    await _tell_manager(session, team, former, now, by=by)
    await _rewrite_mornings(session, team, former, now)
    await _tell_manager(session, team, lead, now, by=by)
    audit.note_team(session, team, "leader", now, actor=by, who=manager, led=former)
    return True


async def delete(
    session: AsyncSession, team: Team, now: datetime, *, by: int | None = None
) -> None:
    """Delete a team. Its people stay, without a team."""
    members = await teams.members(session, team.tenant, [team.id])
    manager = team.manager_id
    await _note_led(session, team.tenant, manager, members)
    await _close_calls(session, members)
    await _tell(session, team, members, now, by=by)
    audit.note_team(session, team, "deleted", now, actor=by, people=len(members), led=manager)
    await teams.remove(session, team)
    await _demote_without_team(session, team.tenant, manager, now, by=by)
    await _rewrite_mornings(session, team, manager, now)
    await _tell_manager(session, team, manager, now, by=by)


async def _demote_without_team(
    session: AsyncSession, tenant: str, manager_id: int | None, now: datetime, *, by: int | None
) -> None:
    """If a manager no longer leads any team, change the role to rep. Don't change other roles."""
    found = await people.by_id(session, tenant, manager_id) if manager_id else None
    if found is None:
        return
    for one in await people.lock_all(session, [found.id]):
        if one.role == "manager" and not await teams.led_by(session, one):
            one.role = "rep"
            audit.note_role(session, one, "manager", now, actor=by)


def _distinct(changed: Iterable[Team]) -> list[Team]:
    return list({team.id: team for team in changed}.values())


async def _note_led(
    session: AsyncSession, tenant: str, manager_id: int | None, members: Sequence[Person]
) -> None:
    """Record that this manager led these people until now."""
    found = await people.by_id(session, tenant, manager_id) if manager_id else None
    if found is None:
        return
    for manager in await people.lock_all(session, [found.id]):
        rhythm = rhythm_of(manager)
        led = rhythm.has_led | {one.id for one in members} - {manager.id}
        if led != rhythm.has_led:
            save_rhythm(manager, rhythm.changed({"has_led": led}))


async def _close_calls(session: AsyncSession, members: Sequence[Person]) -> None:
    """Hide the people's upcoming calls from the manager to whom they were opened."""
    if not members:
        return
    ids = [one.id for one in members]
    for one in await people.lock_all(session, ids):
        rhythm = rhythm_of(one)
        if rhythm.calls_open:
            save_rhythm(one, rhythm.changed({"calls_open": False}))
    await teams.close_opened_calls(session, members[0].tenant, ids)


async def _tell(
    session: AsyncSession, team: Team, whom: Iterable[Person], now: datetime, *, by: int | None
) -> None:
    """Tell these people that their team has changed, except the admin who changed it."""
    told = [one for one in whom if one.id != by and one.standing != LEFT]
    key = f"{team.id}:{now:%Y%m%d%H%M%S%f}"
    await tell.tell(session, told, team_changed.NAME, team.id, now, key=key)


async def _rewrite_mornings(
    session: AsyncSession, team: Team, manager_id: int | None, now: datetime
) -> None:
    """Rewrite a manager's morning messages after the manager has stopped leading some people.

    The messages may quote what these people shared. We remove the quotes now, because we can't find
    a former manager's messages later, when one of these people makes a quoted text private.
    """
    manager = await people.by_id(session, team.tenant, manager_id) if manager_id else None
    if manager is not None:
        since = now - MORNINGS
        await updating.plan_daily(session, manager, team_morning.KIND, now, since=since)


async def _tell_managers(
    session: AsyncSession, changed: Collection[Team], now: datetime, *, by: int | None
) -> None:
    for team in _distinct(changed):
        await _tell_manager(session, team, team.manager_id, now, by=by)


async def _tell_manager(
    session: AsyncSession, team: Team, manager_id: int | None, now: datetime, *, by: int | None
) -> None:
    """Tell a team's present or former manager that the team has changed.

    Also plan the manager's messages again.

    Don't tell a manager who is also the admin who changed the team (`by`).
    """
    if manager_id is None:
        return
    plan_changes.note_person(session, manager_id)
    manager = await people.by_id(session, team.tenant, manager_id)
    if manager is not None and manager.id != by and manager.standing != LEFT:
        key = f"{team.id}:{now:%Y%m%d%H%M%S%f}"
        await tell.tell(session, [manager], team_changed.LED, team.id, now, key=key)
