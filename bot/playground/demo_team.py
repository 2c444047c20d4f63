"""Add the demo manager's team, and what the people in the team let the manager see."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.playground import acting, demo
from handlers.knowledge.team_months import FIGURE_NAMES, month_before, name_of
from handlers.notices import help_asked
from handlers.playbook.loader import Playbook
from handlers.registry import Turn
from handlers.rhythm_settings import rhythm_of, save_rhythm
from storage.sales_calls import call_seats, reflection_comments, reflections
from storage.tables import Call, HelpRequest, Person, Team
from storage.team import help_requests, team_months, teams
from storage.workspace import people

SINCE = timedelta(days=300)  # the team was created this long before the demo
ASKED_BEFORE = timedelta(minutes=5)  # from a request for help to the beginning of the demo
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def write(session: AsyncSession, playbook: Playbook, now: datetime) -> None:
    """Add the team, its figures, and colleagues' calls. `now` is in UTC.

    Everybody whom the team's script names must be on file.
    """
    script = demo.team()
    team = await teams.create(session, demo.TENANT, script["name"], now - SINCE)
    if team is None:
        raise LookupError("the team is on file already")
    team.manager_id = (await _person(session, script["manager"])).id
    for name in script["members"]:
        await teams.put_in(session, await _person(session, name), team, now - SINCE)
    for name in script["opens"]:
        person = await _person(session, name)
        save_rhythm(person, rhythm_of(person).changed({"calls_open": True}))
    await _figures(session, team, script["months"], now)
    for call in script["calls"]:
        person = await _person(session, call["who"])
        turn = Turn(session, person, now, playbook, "", {})
        starts_at = demo.moment(now, call)
        planned = await acting.plan(session, person, call["account"], starts_at, now)
        if "reflection" in call:
            at = starts_at + acting.REFLECTED_AFTER
            written = acting.with_dates(call["reflection"], turn)
            await acting.reflect_on(replace(turn, now=at), planned, written)
        await open_up(turn, planned, call)


async def open_up(turn: Turn, planned: Call, script: Mapping[str, Any]) -> None:
    """Do what the script of a call says, on behalf of the person of the turn.

    A script can share the call's reflection, open the call to the person's manager, and ask a
    colleague for help with the call. `turn.now` is the beginning of the demo.
    """
    session, person = turn.session, turn.person
    if script.get("shared"):
        written = await reflections.of_call(session, person.tenant, planned.id, person.id)
        if written is None:
            raise LookupError(f"there is no reflection on call {planned.id}")
        written.shared = True
        if "comment" in script:
            who, hours, words = script["comment"]
            author, at = await _person(session, who), planned.starts_at + hours * HOUR
            await reflection_comments.add(session, written, author, words, at)
    if script.get("opened"):
        seat = await call_seats.seat(session, person.tenant, planned.id, person.id)
        if seat is None:
            raise LookupError(f"{person.name} is not in call {planned.id}")
        seat.opened = True
    if "asks" in script:
        await _ask(turn, planned, *script["asks"])


async def _ask(turn: Turn, planned: Call, helper: str, question: str) -> None:
    """Ask `helper` for help with a call, shortly before the demo begins."""
    at = turn.now - ASKED_BEFORE
    request = HelpRequest(
        tenant=planned.tenant,
        call_id=planned.id,
        asker_id=turn.person.id,
        helper_id=(await _person(turn.session, helper)).id,
        question=question,
        asked_at=at,
    )
    turn.session.add(request)
    await turn.session.flush()
    for asked in await help_requests.of_call(turn.session, planned, turn.person.id):
        await help_asked.ask(turn.session, asked, at)


async def _figures(
    session: AsyncSession, team: Team, months: list[list[int]], now: datetime
) -> None:
    """Store made-up figures for the months before `now`. The playground computes no figures."""
    before = now
    for values in reversed(months):
        since, _ = month_before(before)
        figures: dict[str, Any] = {**dict(zip(FIGURE_NAMES, values, strict=True))}
        await team_months.store(session, team, name_of(since), figures, now)
        # The next month to store ends at `since`. `month_before` returns that month only if its
        # argument is a few days later than `since`.
        before = since + 3 * DAY


async def _person(session: AsyncSession, name: str) -> Person:
    found = await people.find(session, demo.TENANT, name)
    if found is None:
        raise LookupError(f"{name} is not on file")
    return found
