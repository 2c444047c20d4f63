"""Count a team's figures for a calendar month, so that no figure is about one person.

The rule:

- A month is counted only once, at the earliest on the third day of the next month. So a figure
  stays the same, whatever people change, share, take back or erase after the month was counted.
- A person counts only if the person was in the team for the whole month, and had at least one
  call. The team's manager does not count. Nobody is in two teams, and months are in UTC for every
  team, so a person's call counts for one team only.
- A figure is a share of a team's cases. Depending on the figure, a case is a call, a reflection or
  a next step. There must be at least 20 cases, from at least five people, and none of these people
  may have more than half of the cases. Otherwise the figure is left out.
- A figure is rounded to 5%. Below 10% it says only "under 10%", and above 90% only "over 90%". With
  20 cases or more, "under 10%" can mean 0 cases or 1 case, and "over 90%" can mean all cases or all
  but one. So nobody learns from a figure that everybody did something, or that nobody did.
- If figures are switched off for the tenant when a month is counted, the month gets no figures.

No view adds up teams or months.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.database.connection import Database
from storage.tables import Team
from storage.team import team_months, teams
from storage.team.team_months import PersonMonth
from storage.workspace import policies

MIN_PEOPLE = 5  # a figure needs at least this many people
MIN_CASES = 20  # a figure needs at least this many cases
WAIT = timedelta(days=2)  # reflections on the month's last calls may still be written
STEP, LOW, HIGH = 5, 10, 90  # percent
UNDER, OVER = LOW - STEP, HIGH + STEP  # what is stored for "under 10%" and "over 90%"

# "surprised" is the share of reflections with a surprise. "theirs", "ours" and "together" say who
# proposed the next step.
FigureName = Literal["prepared", "reflected", "surprised", "theirs", "ours", "together"]
FIGURE_NAMES: tuple[FigureName, ...] = get_args(FigureName)

Count = Callable[[PersonMonth], int]


def _calls(one: PersonMonth) -> int:
    return one.calls


def _reflected(one: PersonMonth) -> int:
    return one.reflected


def _steps(one: PersonMonth) -> int:
    return one.theirs + one.ours + one.together


# For each figure, two counts: the cases that it is about, such as prepared calls, and all cases.
_COUNTED: Mapping[FigureName, tuple[Count, Count]] = {
    "prepared": (lambda one: one.prepared, _calls),
    "reflected": (_reflected, _calls),
    "surprised": (lambda one: one.surprised, _reflected),
    "theirs": (lambda one: one.theirs, _steps),
    "ours": (lambda one: one.ours, _steps),
    "together": (lambda one: one.together, _steps),
}


def figures(months: Sequence[PersonMonth]) -> dict[str, int]:
    """Return a team's rounded figures in percent. Leave out those that the rule does not allow."""
    found: dict[str, int] = {}
    for name, (hits, cases) in _COUNTED.items():
        each = [cases(one) for one in months if cases(one)]
        if len(each) >= MIN_PEOPLE and sum(each) >= MIN_CASES and 2 * max(each) <= sum(each):
            found[name] = rounded(sum(hits(one) for one in months), sum(each))
    return found


def rounded(hits: int, of: int) -> int:
    """Return a share in percent, rounded to 5. Below 10 return `UNDER`, and above 90 `OVER`."""
    if 100 * hits < LOW * of:
        return UNDER
    if 100 * hits > HIGH * of:
        return OVER
    return STEP * ((2 * 100 * hits + STEP * of) // (2 * STEP * of))


def month_before(now: datetime) -> tuple[datetime, datetime]:
    """Return the start and the end (UTC) of the last month that may be counted now."""
    until = (now.astimezone(UTC) - WAIT).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (until - timedelta(days=1)).replace(day=1), until


def name_of(since: datetime) -> str:
    """Return the name of the month that begins at `since`: "2026-11"."""
    return f"{since:%Y-%m}"


async def count_tenant(database: Database, tenant: str, now: datetime) -> None:
    """Count the last month of a tenant's teams, unless it was counted before."""
    async with database.write(tenant) as session:
        for team in await teams.of_tenant(session, tenant):
            await count_month(session, team, now)


async def count_month(session: AsyncSession, team: Team, now: datetime) -> None:
    """Count and store a team's last month.

    Do nothing if the month was counted before, or if the team was made after the month began.
    """
    since, until = month_before(now)
    month = name_of(since)
    if team.made_at > since or await team_months.is_counted(session, team, month):
        return
    found: dict[str, int] = {}
    if not await policies.figures_are_off(session, team.tenant):
        ids = await team_months.members_all_month(session, team, since)
        found = figures(await team_months.count(session, team.tenant, ids, since, until))
    await team_months.store(session, team, month, found, now)
