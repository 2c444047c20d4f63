"""Entra's groups, and what happens if Graph does not give them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.base.clock import FixedClock
from bot.calendars.http import ProviderClient
from bot.settings import Settings
from bot.teams.entra_groups import EntraGroups, mistakes
from handlers.sources.group_ports import GroupsFailed
from handlers.sources.records import UserGroup
from storage.choices import GroupTrouble
from tests.teams.entra import EntraStandIn
from tests.teams.fake import TENANT

OURS = f"teams:{TENANT}"
DACH, BENELUX, GONE = (f"{n}0000000-0000-4000-8000-000000000000" for n in range(1, 4))


@dataclass
class Asked:
    graph: EntraStandIn
    groups: EntraGroups


@pytest_asyncio.fixture
async def asked() -> AsyncIterator[Asked]:
    clock = FixedClock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    async with EntraStandIn(TENANT) as graph, ProviderClient() as http:
        graph.add(DACH, "Sales DACH", "lena", "tomas", devices=("laptop",))
        graph.add(BENELUX, "Sales Benelux")
        yield Asked(graph, graph.opened(http, clock))
        assert graph.complaints == []


async def fails(asked: Asked, group: str = DACH, tenant: str = OURS) -> GroupTrouble:
    with pytest.raises(GroupsFailed) as failed:
        await asked.groups.members(tenant, group)
    return failed.value.trouble


async def test_groups_are_listed_by_name_over_several_pages(asked: Asked) -> None:
    asked.graph.page_size = 1
    assert await asked.groups.groups(OURS) == [
        UserGroup(BENELUX, "Sales Benelux"),
        UserGroup(DACH, "Sales DACH"),
    ]


async def test_only_people_count_as_members(asked: Asked) -> None:
    asked.graph.page_size = 1
    assert await asked.groups.members(OURS, DACH) == {"lena", "tomas"}
    assert await asked.groups.members(OURS, BENELUX) == frozenset()


async def test_only_our_own_tenant_is_offered_and_read(asked: Asked) -> None:
    assert asked.groups.offered(OURS)
    assert not asked.groups.offered("teams:other")
    assert await fails(asked, tenant="teams:other") == "gone"


async def test_why_a_group_cannot_be_read(asked: Asked) -> None:
    assert await fails(asked, GONE) == "gone"
    for status in (429, 500, 503):
        asked.graph.faults.append(status)
        assert await fails(asked) == "unreachable"
    asked.graph.granted = False
    assert await fails(asked) == "no permission"


async def test_a_token_that_has_ended_is_replaced(asked: Asked) -> None:
    await asked.groups.groups(OURS)
    asked.graph.tokens.clear()
    assert await asked.groups.members(OURS, DACH) == {"lena", "tomas"}


async def test_a_wrong_secret_is_no_permission(asked: Asked) -> None:
    asked.graph.secret = "another"
    assert await fails(asked) == "no permission"


async def test_our_token_goes_to_no_other_host(asked: Asked) -> None:
    asked.graph.page_size, asked.graph.foreign_link = 1, "http://127.0.0.1:9"
    assert await fails(asked) == "unreachable"


def test_the_settings_of_teams_are_needed() -> None:
    alone = Settings(_env_file=None, microsoft_groups=True)
    assert ["MICROSOFT_GROUPS needs" in one for one in mistakes(alone)] == [True]
    assert not list(mistakes(Settings(_env_file=None)))
