"""From signing in to the nudges: a connected calendar is read, fails, and catches up."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.calendars.kinds import calendar_kinds
from bot.calendars.oauth import SignIns
from bot.calendars.poller import CalendarPoller
from storage.choices import CalendarKind
from storage.meetings import calendars
from storage.workspace import people
from tests.calendars import google, microsoft
from tests.calendars.google import GoogleStandIn
from tests.calendars.microsoft import MicrosoftStandIn
from tests.calendars.provider import ProviderStandIn, failing
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, MINUTE, RULES, TOMORROW_THREE, Diary, opened

ROUND = 20 * MINUTE
JANA = "jana@northwind.example"


@dataclass
class Team:
    """Lena has connected her calendar at a provider, and it is polled."""

    diary: Diary
    provider: ProviderStandIn
    poller: CalendarPoller

    def put(self, event_id: str, *, series: str = "", days: int = 0) -> None:
        """Add a meeting with Jana to the calendar."""
        starts_at = TOMORROW_THREE + days * DAY
        if isinstance(self.provider, GoogleStandIn):
            guests = [{"email": JANA, "displayName": "Jana Novak"}]
            self.provider.put(google.event(event_id, starts_at, series=series, attendees=guests))
        elif isinstance(self.provider, MicrosoftStandIn):
            people = [microsoft.guest("Jana Novak", JANA)]
            self.provider.put(microsoft.event(event_id, starts_at, series=series, attendees=people))

    async def goes_on(self, time: timedelta) -> None:
        """Poll every 20 minutes, which is longer than a calendar waits, and deliver."""
        until = self.diary.now + time
        while self.diary.now < until:
            await self.diary.until(self.diary.now + ROUND)
            await self.poller.poll()
        await self.diary.until(self.diary.now)

    async def starts(self) -> list[int]:
        """For each planned call, how many days after tomorrow it is."""
        return [(starts_at - TOMORROW_THREE).days for _, starts_at in await self.diary.planned()]


@pytest.fixture(params=[GoogleStandIn, MicrosoftStandIn])
async def team(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Team]:
    async with opened("sqlite", tmp_path) as diary, request.param(diary.fleet.clock) as provider:
        kind: CalendarKind = "google" if isinstance(provider, GoogleStandIn) else "microsoft"
        provider.account = "lena@ours.example"
        async with diary.database.write() as session:
            lena = await people.ensure(session, A, "lena", "lena", "Europe/Berlin")
            await calendars.connect(
                session,
                lena,
                diary.now,
                kind=kind,
                secret=provider.consent(),
                label=provider.account,
            )
        async with started(diary, provider) as poller:
            yield Team(diary, provider, poller)
        assert provider.complaints == []


@asynccontextmanager
async def started(diary: Diary, provider: ProviderStandIn) -> AsyncIterator[CalendarPoller]:
    """The poller of a new process, which knows no access token yet."""
    clock = diary.fleet.clock
    providers = {provider.provider.kind: provider.provider}
    sign_ins = SignIns(providers, "https://x.example", diary.database, clock)
    async with sign_ins.http:
        yield CalendarPoller(diary.database, "test", clock, calendar_kinds(sign_ins), RULES)


async def test_stub_becomes_a_call_with_its_guest(team: Team) -> None:
    await team.goes_on(2 * ROUND)
    team.put("s_1", series="s")
    await team.goes_on(2 * ROUND)
    assert await team.starts() == [0]
    await team.diary.until(TOMORROW_THREE)
    assert any("Northwind" in summary for summary in team.diary.told())


async def test_silent_deletion_takes_only_that_call_away(team: Team) -> None:
    for day in range(3):
        team.put(f"s_{day}", series="s", days=day)
    await team.goes_on(2 * ROUND)
    assert await team.starts() == [0, 1, 2]
    team.provider.events.pop("s_1")  # type: ignore[attr-defined]
    await team.goes_on(7 * HOUR)
    assert await team.starts() == [0, 2]


async def test_far_delta_plans_nothing_past_the_horizon(team: Team) -> None:
    team.provider.page_size = 50
    await team.goes_on(2 * ROUND)
    for week in range(60):
        team.put(f"s_{week}", series="s", days=7 * week)
    await team.goes_on(2 * ROUND)
    assert await team.starts() == [0, 7, 14]


async def test_throttled_waits_as_told(team: Team) -> None:
    await team.goes_on(2 * ROUND)
    team.put("a")
    team.provider.faults.append(failing(429, Retry_After="7200"))
    await team.goes_on(HOUR)
    asked = len(team.provider.requests)
    await team.goes_on(HOUR)
    assert len(team.provider.requests) == asked
    await team.goes_on(HOUR)
    assert await team.starts() == [0]
    assert not any("can't read" in one for one in team.diary.told())


async def test_revoked_is_told_once_and_the_plan_is_kept(team: Team) -> None:
    team.put("a", days=3)
    await team.goes_on(2 * ROUND)
    team.provider.take_back()
    await team.goes_on(DAY)
    said = [one for one in team.diary.told() if "no longer allowed to read" in one]
    assert len(said) == 1
    assert await team.starts() == [3]


async def test_a_replaced_refresh_token_is_stored(team: Team) -> None:
    """Access tokens end after an hour: reading goes on, each time with the newest."""
    await team.goes_on(5 * HOUR)
    team.put("a", days=3)
    await team.goes_on(HOUR)
    assert await team.starts() == [3]
    calendar = await team.diary.calendar(1)
    async with team.diary.database.read() as session:
        assert team.provider.is_valid(calendars.secret(session, calendar))
    assert calendar.failures == 0


async def test_a_refresh_token_replaced_in_a_read_that_fails_is_not_lost(team: Team) -> None:
    await team.goes_on(2 * ROUND)
    team.put("a", days=3)
    team.diary.passes(HOUR)
    team.provider.faults.append(failing(503))
    await team.goes_on(ROUND)
    assert (await team.diary.calendar(1)).failures == 1
    async with started(team.diary, team.provider) as team.poller:
        await team.goes_on(2 * ROUND)
    assert await team.starts() == [3]
