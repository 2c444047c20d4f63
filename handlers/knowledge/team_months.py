"""Count a team's figures for a calendar month, so that they are about no one person.

The rule:

- A month is counted once, from the third day after it has ended, and never again. So nothing that
  somebody changes, shares, takes back or erases later changes a figure.
- It counts people who were in the team for the whole month and had at least one call, without the
  team's manager. Nobody is in two teams, and a month is one in UTC for every team, so no call of a
  person is in two figures.
- Each figure needs at least five people, none of them with more than half of its cases, and at
  least 20 cases. Otherwise there is no such figure.
- A figure is rounded to 5%. Below 10% and above 90%, it says only that. From 20 cases on, this
  leaves at least two numbers of cases that are possible, so that nobody is named by a 0 or a 100.
- While figures are switched off for the tenant, a month that is counted gets none.

No view adds up teams or months.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import policies, team_months, teams
from storage.database.connection import Database
from storage.tables import Team
from storage.team_months import PersonMonth

MIN_PEOPLE = 5
MIN_CASES = 20
WAIT = timedelta(days=2)  # reflections on the month's last calls may still be written
STEP, LOW, HIGH = 5, 10, 90  # percent
UNDER, OVER = LOW - STEP, HIGH + STEP  # what is stored for "under 10%" and "over 90%"

FigureName = Literal["prepared", "reflected", "surprised", "theirs", "ours", "together"]
FIGURE_NAMES: tuple[FigureName, ...] = get_args(FigureName)

Count = Callable[[PersonMonth], int]


def _calls(one: PersonMonth) -> int:
    return one.calls


def _reflected(one: PersonMonth) -> int:
    return one.reflected


def _steps(one: PersonMonth) -> int:
    return one.theirs + one.ours + one.together


# For each figure, the cases that it counts, and of which cases.
_COUNTED: Mapping[FigureName, tuple[Count, Count]] = {
    "prepared": (lambda one: one.prepared, _calls),
    "reflected": (_reflected, _calls),
    "surprised": (lambda one: one.surprised, _reflected),
    "theirs": (lambda one: one.theirs, _steps),
    "ours": (lambda one: one.ours, _steps),
    "together": (lambda one: one.together, _steps),
}


def figures(months: Sequence[PersonMonth]) -> dict[str, int]:
    """Return the rounded figures of a team in percent, without those that are about too few."""
    found: dict[str, int] = {}
    for name, (hits, cases) in _COUNTED.items():
        each = [cases(one) for one in months if cases(one)]
        if len(each) >= MIN_PEOPLE and sum(each) >= MIN_CASES and 2 * max(each) <= sum(each):
            found[name] = rounded(sum(hits(one) for one in months), sum(each))
    return found


def rounded(hits: int, of: int) -> int:
    """Return a share in percent, rounded to 5. At the ends it is `UNDER` or `OVER`."""
    if 100 * hits < LOW * of:
        return UNDER
    if 100 * hits > HIGH * of:
        return OVER
    return STEP * ((2 * 100 * hits + STEP * of) // (2 * STEP * of))


def month_before(now: datetime) -> tuple[datetime, datetime]:
    """Return the bounds of the last month (UTC) that may be counted now."""
    until = (now.astimezone(UTC) - WAIT).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (until - timedelta(days=1)).replace(day=1), until


def name_of(since: datetime) -> str:
    """Return the name of the month that begins then: "2026-11"."""
    return f"{since:%Y-%m}"


async def count_tenant(database: Database, tenant: str, now: datetime) -> None:
    """Count the last month of a tenant's teams, unless it was counted before."""
    async with database.write(tenant) as session:
        for team in await teams.of_tenant(session, tenant):
            await count_month(session, team, now)


async def count_month(session: AsyncSession, team: Team, now: datetime) -> None:
    """Count and store a team's last month, unless it was counted before, or the team is newer."""
    since, until = month_before(now)
    month = name_of(since)
    if team.made_at > since or await team_months.is_counted(session, team, month):
        return
    found: dict[str, int] = {}
    if not await policies.figures_are_off(session, team.tenant):
        ids = await team_months.whole_month(session, team, since)
        found = figures(await team_months.count(session, team.tenant, ids, since, until))
    await team_months.store(session, team, month, found, now)
