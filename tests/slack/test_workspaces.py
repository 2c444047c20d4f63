"""One Attune in several workspaces. The same user ids exist in each."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import col, select
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.build import NotConfigured
from bot.doctor.workspaces import check_workspaces
from bot.slack.listeners import NOT_INSTALLED
from bot.slack.manifest import SCOPES
from bot.slack.workspaces import TOKEN_CHECK_INTERVAL
from storage.sealing import new_key
from storage.tables import Person
from storage.workspace import workspaces
from storage.workspace.workspaces import WorkspaceTokens
from tests.dialogues.office import MONDAY
from tests.slack.driver import BySocket, SlackUser
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack
from tests.slack.process import Begin, Process, plans, rows

HOUR = timedelta(hours=1)
OTHER_TOKEN = "xoxb-2-secret-of-the-other-bot"


@pytest.fixture
async def beta(office_clock: FixedClock, acme: FakeSlack) -> AsyncIterator[FakeSlack]:
    """A second workspace on the same Slack, T2, in which the same people have the same ids."""
    fake = FakeSlack(office_clock, "T2", OTHER_TOKEN)
    fake.add_user("ULENA", "Lena Beta", "Europe/Berlin")
    await fake.start(beside=acme)
    yield fake
    assert fake.refused == []


def oauth(teams: str = "T1,T2") -> dict[str, Any]:
    """The settings with which people install Attune by themselves."""
    return {
        "slack_oauth_client_id": "11.22",
        "slack_oauth_client_secret": SecretStr("secret-of-the-client"),
        "slack_teams": teams,
        "public_url": "https://attune.example.com",
        "encryption_keys": new_key(),
    }


async def installed(process: Process, team: str, token: str) -> None:
    """Attune is installed in a workspace."""
    database, now = process.attune.database, process.attune.clock.now()
    async with database.write() as session:
        row = await workspaces.save(session, f"slack:{team}", now)
        row.scopes = " ".join(SCOPES)
        workspaces.store_tokens(session, row, WorkspaceTokens(token))
    await process.slack.refresh()


def of(process: Process, fake: FakeSlack) -> SlackUser:
    """Lena, in a workspace."""
    return SlackUser(fake, process.user.way, process.attune.background, "ULENA", fake.team)


@pytest.fixture
async def both(begin: Begin, acme: FakeSlack, beta: FakeSlack) -> Process:
    """One process, with Attune installed in both workspaces, and no token in the settings."""
    process = await begin(acme, **oauth())
    await installed(process, "T1", BOT_TOKEN)
    await installed(process, "T2", OTHER_TOKEN)
    return process


async def test_each_workspace_is_as_if_it_were_alone(
    both: Process, acme: FakeSlack, beta: FakeSlack, office_clock: FixedClock
) -> None:
    ours, theirs = both.user, of(both, beta)
    assert both.slack.tenants == {"slack:T1", "slack:T2"}
    await plans(both, "Northwind")
    await theirs.types("/prep Contoso 10:00")
    await theirs.presses("Add “Contoso”")
    await theirs.types("/calls")
    theirs.sees("Contoso")
    theirs.sees_nothing_of("Northwind")
    await ours.types("/calls")
    ours.sees("Northwind")
    ours.sees_nothing_of("Contoso")
    before = len(acme.messages), len(beta.messages)
    office_clock.moment += HOUR
    await both.delivers()
    assert len(acme.messages) > before[0]
    assert len(beta.messages) > before[1]
    assert "Contoso" not in str(acme.messages) + str(acme.homes) + str(acme.calls)
    assert "Northwind" not in str(beta.messages) + str(beta.homes) + str(beta.calls)
    assert {row.tenant for row in await rows(both)} == {"slack:T1", "slack:T2"}


async def test_a_token_in_the_settings_serves_beside_installed_ones(
    begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    process = await begin(acme, **oauth("T2") | {"slack_bot_token": SecretStr(BOT_TOKEN)})
    await installed(process, "T2", OTHER_TOKEN)
    assert process.slack.tenants == {"slack:T1", "slack:T2"}
    theirs = of(process, beta)
    for user in (process.user, theirs):
        await user.types("/calls")
        assert user.screen


async def test_somebody_in_admins_is_one_in_their_own_workspace(
    begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    with pytest.raises(NotConfigured, match=r"T0123:U0456.*: ULENA"):
        await begin(acme, **oauth(), admins=frozenset({"ULENA"}))
    process = await begin(acme, **oauth(), admins=frozenset({"T2:ULENA"}))
    await installed(process, "T1", BOT_TOKEN)
    await installed(process, "T2", OTHER_TOKEN)
    for user in (process.user, of(process, beta)):
        await user.types("/calls")
    async with process.attune.database.read() as session:
        found = (await session.exec(select(Person).order_by(col(Person.tenant)))).all()
    assert [(one.tenant, one.role) for one in found] == [("slack:T1", "rep"), ("slack:T2", "admin")]


async def test_a_workspace_that_is_no_longer_admitted_is_gone_after_two_days(
    both: Process, begin: Begin, acme: FakeSlack, beta: FakeSlack, office_clock: FixedClock
) -> None:
    async def gone(process: Process) -> str | None:
        process.slack._workspaces._noted = -TOKEN_CHECK_INTERVAL
        await process.slack._workspaces.check_installations()
        async with process.attune.database.read() as session:
            found = await workspaces.find(session, "slack:T2")
        return found.gone_why if found else "no row"

    keys = {"encryption_keys": both.attune.settings.encryption_keys}
    alone = await begin(acme, **oauth("T1") | keys)
    assert await gone(both) is None
    for hours in (0, 47):
        office_clock.moment += hours * HOUR
        assert await gone(alone) is None
    assert await gone(both) is None  # a process with another list serves it
    office_clock.moment += 47 * HOUR
    assert await gone(alone) is None
    office_clock.moment += 2 * HOUR
    assert await gone(alone) == "not admitted"
    await both.slack.refresh()
    theirs = of(both, beta)
    await theirs.types("/calls")
    assert theirs.screen == NOT_INSTALLED


async def test_a_database_with_other_workspaces_is_left_alone_with_a_sentence(
    both: Process, begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    for user in (both.user, of(both, beta)):
        await user.types("/calls")
    async with both.attune.database.write() as session:
        for row in await workspaces.installed(session, "slack"):  # from a token that was in .env
            await session.delete(row)
    with capture_logs() as logs:
        alone = await begin(acme)
    (said,) = [each for each in logs if "left alone" in each["event"]]
    assert said["tenants"] == ["slack:T2"]
    (found,) = await check_workspaces(alone.attune.settings, alone.attune.database)
    assert found.what.endswith("an installation of Attune: slack:T1, slack:T2.")
    assert "except for the workspace of SLACK_BOT_TOKEN" in found.fix
    async with both.attune.database.write() as session:
        await workspaces.save(session, "slack:T2", both.attune.clock.now())
        workspaces.leave(await workspaces.save(session, "slack:T2", MONDAY), "uninstalled", MONDAY)
    assert await check_workspaces(alone.attune.settings, alone.attune.database) == []


async def test_one_socket_brings_the_requests_of_all(
    begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    process = await begin(acme, APP_TOKEN, **oauth())
    await installed(process, "T1", BOT_TOKEN)
    await installed(process, "T2", OTHER_TOKEN)
    for fake in (acme, beta):
        user = replace(of(process, fake), way=BySocket(acme))
        await user.types("/calls")
        user.sees("You have no calls planned.")
    assert await process.slack.trouble() is None


async def test_a_workspace_that_is_not_admitted_gets_a_sentence(
    begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    process = await begin(acme, **oauth("T1"))
    await installed(process, "T1", BOT_TOKEN)
    await installed(process, "T2", OTHER_TOKEN)
    assert process.slack.tenants == {"slack:T1"}
    theirs = of(process, beta)
    await theirs.types("/calls")
    assert theirs.screen == NOT_INSTALLED
    await theirs.types("hello")
    await theirs.opens_home()
    await theirs.uses("Promise")
    assert {name for name, _ in beta.calls} == {"respond"}
