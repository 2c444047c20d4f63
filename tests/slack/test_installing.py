"""Somebody installs Attune in their workspace."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select
from yarl import URL

from bot.base.clock import FixedClock
from bot.base.visit_limit import TITLE, VISITS_A_MINUTE
from bot.doctor.workspaces import check_workspaces
from bot.slack.install_pages import WORDS
from bot.slack.installing import InstallStep
from storage.tables import InstallState, Person, Workspace
from storage.workspace import audit, workspaces
from tests.databases import ENGINES
from tests.slack.fake import BOT_TOKEN, FakeSlack
from tests.slack.oauth import Browser
from tests.slack.process import Begin, Process
from tests.slack.test_workspaces import OTHER_TOKEN, beta, oauth, of
from tests.slack.wire import Failure

__all__ = ["beta"]  # a fixture


@pytest.fixture
async def process(begin: Begin, acme: FakeSlack, beta: FakeSlack) -> Process:
    """Nobody has installed Attune yet; T1 and T2 may."""
    return await begin(acme, **oauth())


@pytest.fixture
def browser(process: Process) -> Browser:
    return Browser(process.client)


async def row(process: Process, tenant: str) -> Workspace:
    async with process.attune.database.read() as session:
        found = await workspaces.find(session, tenant)
        assert found
        return found


async def acts(process: Process, tenant: str) -> list[str]:
    async with process.attune.database.read() as session:
        return [each.act for each in reversed(await audit.page(session, tenant, 9))]


def says(page: tuple[int, str], step: InstallStep) -> None:
    assert WORDS[step][0] in page[1]
    text = re.sub("<[^>]*>", "", page[1])
    begins, _, _ = WORDS[step][1].partition("{")
    assert begins in text.replace("&#39;", "'")
    assert page[0] == {InstallStep.INSTALLED: 200, InstallStep.FAILED: 500}.get(step, 400)


@pytest.mark.parametrize("begin", ENGINES, indirect=True)
async def test_two_workspaces_are_installed_and_used(
    process: Process, browser: Browser, acme: FakeSlack, beta: FakeSlack
) -> None:
    await process.user.types("/calls")
    process.user.sees("Attune is not set up for your workspace here.")
    for fake in (acme, beta):
        says(await browser.returns(fake.agree(await browser.begins())), InstallStep.INSTALLED)
        person = of(process, fake)
        await person.types("/prep Northwind 10:00")
        person.sees("Add “Northwind”")
    assert process.slack.tenants == {"slack:T1", "slack:T2"}
    found = await row(process, "slack:T2")
    assert (found.name, found.bot_user, found.app) == ("Acme", "UBOT", "A1")
    assert found.installer == "UADMIN"
    assert "chat:write" in found.scopes.split()
    assert OTHER_TOKEN not in str(found)
    assert await acts(process, "slack:T2") == ["installed"]


async def test_the_first_who_installs_it_is_an_admin_and_a_later_one_is_not(
    process: Process, browser: Browser, acme: FakeSlack, beta: FakeSlack
) -> None:
    acme.add_user("UADMIN", "Ada", "Europe/Berlin")
    await browser.returns(beta.agree(await browser.begins()))  # by somebody who cannot be found
    for installer in ("UADMIN", "ULENA"):
        page = await browser.begins()
        await browser.returns(acme.agree(page, authed_user={"id": installer}))
        await process.attune.background.drain()
    async with process.attune.database.read() as session:
        found = (await session.exec(select(Person).order_by(Person.external))).all()
    assert [(each.tenant, each.name, each.role) for each in found] == [
        ("slack:T1", "Ada", "admin"),
        ("slack:T1", "Lena Brandt", "rep"),
    ]


async def test_the_installer_alone_is_told_once_what_to_do_next(
    process: Process, browser: Browser, acme: FakeSlack, office_clock: FixedClock
) -> None:
    acme.add_user("UADMIN", "Ada", "Europe/Berlin")
    for _ in range(2):  # the second time, Attune is there already
        await browser.returns(acme.agree(await browser.begins()))
        await process.attune.background.drain()
    ada = replace(process.user, id="UADMIN")
    assert len(ada.messages) == 1
    ada.sees("Attune is installed. Three steps", "3. ", "/insight subscribe", "a brief 60 minutes")
    assert process.user.messages == []
    await ada.presses("People and roles")
    ada.sees("Ada")
    ada.sees_nothing_of("Three steps")
    await ada.types("hello")
    ada.sees("Hello. Connect your calendar")
    await browser.returns(acme.agree(await browser.begins(), authed_user={"id": "ULENA"}))
    await process.attune.background.drain()
    assert process.user.messages == []


async def test_installing_again_brings_another_token_more_scopes_and_an_organisation(
    process: Process, browser: Browser, acme: FakeSlack
) -> None:
    fewer = acme.agree(await browser.begins(), scope="commands,chat:write")
    says(await browser.returns(fewer), InstallStep.INSTALLED)
    await process.user.types("/calls")
    acme.token = "xoxb-1-a-new-one"
    joined = acme.agree(await browser.begins(), enterprise={"id": "E1", "name": "Grid"})
    says(await browser.returns(joined), InstallStep.INSTALLED)
    found = await row(process, "slack:T1")
    assert found.enterprise == "E1"
    assert "files:read" in found.scopes.split()
    await process.user.send(
        "slash_commands", process.user.command("/calls") | {"enterprise_id": "E1"}
    )
    process.user.sees("You have no calls planned.")
    assert acme.called("users.info")


async def test_missing_permissions_are_told_to_admins_and_by_doctor_until_it_is_installed_again(
    process: Process, browser: Browser, acme: FakeSlack, beta: FakeSlack
) -> None:
    both_have = "channels:read,channels:join,dnd:read,im:write,im:history,users:read,groups:read"
    fewer = acme.agree(await browser.begins(), scope=f"commands,chat:write,{both_have}")
    says(await browser.returns(fewer), InstallStep.INSTALLED)
    says(await browser.returns(beta.agree(await browser.begins())), InstallStep.INSTALLED)
    acme.add_user("UADMIN", "Ada", "Europe/Berlin")
    settings, database = process.attune.settings, process.attune.database
    ada = replace(process.user, id="UADMIN")
    for user in (ada, process.user):
        await user.opens_home()
    ada.sees("needed these permissions: app_mentions:read", "Install it again")
    process.user.sees_nothing_of("permissions")
    _, wrong = await check_workspaces(settings, database)
    assert "Attune was installed in slack:T1 without the scopes app_mentions:read" in wrong.what
    assert "UADMIN" in wrong.fix
    (_, wrong, outside) = await check_workspaces(
        settings.model_copy(update={"slack_teams": frozenset({"T1"})}), database
    )
    assert outside.what.endswith("T2.")
    says(await browser.returns(acme.agree(await browser.begins())), InstallStep.INSTALLED)
    await ada.opens_home()
    ada.sees_nothing_of("permissions")
    assert [each.ok for each in await check_workspaces(settings, database)] == [True]


async def test_what_was_begun_works_once_and_in_one_browser(
    process: Process, browser: Browser, acme: FakeSlack, office_clock: FixedClock
) -> None:
    first, second = await browser.begins(), await browser.begins()  # two tabs
    stranger = Browser(process.client)
    back = acme.agree(first)
    says(await stranger.returns(back), InstallStep.OTHER_BROWSER)
    await stranger.begins()
    says(await stranger.returns(back), InstallStep.OTHER_BROWSER)
    says(await browser.returns(back | {"state": "x" * 43}), InstallStep.STALE)
    says(await browser.returns({"code": back["code"]}), InstallStep.STALE)
    assert not acme.called("oauth.v2.access")
    says(await browser.returns(back), InstallStep.INSTALLED)
    says(await browser.returns(back), InstallStep.STALE)
    says(await browser.returns({**acme.agree(second), "code": back["code"]}), InstallStep.REFUSED)
    office_clock.moment += timedelta(minutes=11)
    assert len(acme.called("oauth.v2.access")) == 2
    for page in [await browser.begins() for _ in range(2)][::-1]:  # the later tab first
        says(await browser.returns(acme.agree(page)), InstallStep.INSTALLED)
    third = acme.agree(await browser.begins())
    office_clock.moment += timedelta(minutes=11)
    says(await browser.returns(third), InstallStep.STALE)


async def test_what_slack_may_answer_instead(
    process: Process, browser: Browser, acme: FakeSlack, beta: FakeSlack
) -> None:
    denied = {"error": "access_denied", "state": acme.agree(await browser.begins())["state"]}
    says(await browser.returns(denied), InstallStep.DENIED)
    page = await browser.begins()
    another = acme.oauth.agree(page, {"access_token": "xoxb-3"}, client="33.44")
    says(await browser.returns(another), InstallStep.REFUSED)
    for odd in ({"token_type": "user"}, {"bot_user_id": ""}, {"expires_in": 43_200}):
        back = acme.agree(await browser.begins(), **odd)
        says(await browser.returns(back), InstallStep.REFUSED)
    acme.fail("oauth.v2.access", Failure(status=503))
    says(await browser.returns(acme.agree(await browser.begins())), InstallStep.NO_ANSWER)
    whole = beta.agree(await browser.begins(), team=None, is_enterprise_install=True)
    says(await browser.returns(whole), InstallStep.ORGANISATION)
    assert beta.dead == "token_revoked"
    assert process.slack.tenants == set()


async def test_a_workspace_that_is_not_admitted_is_given_back(
    begin: Begin, acme: FakeSlack, beta: FakeSlack
) -> None:
    process = await begin(acme, **oauth("T1"))
    browser = Browser(process.client)
    says(await browser.returns(beta.agree(await browser.begins())), InstallStep.NOT_ADMITTED)
    assert beta.dead == "token_revoked"
    assert process.slack.tenants == set()
    anybody = await begin(acme, **oauth("any"))
    browser = Browser(anybody.client)
    says(await browser.returns(beta.agree(await browser.begins())), InstallStep.INSTALLED)
    assert anybody.slack.tenants == {"slack:T2"}


async def test_the_page_can_be_hit_often(
    process: Process, browser: Browser, acme: FakeSlack
) -> None:
    """Nothing is stored for it, and so nobody can keep others from installing."""
    for _ in range(200):
        async with process.client.get("/slack/install", allow_redirects=False) as response:
            assert response.status == 302
    async with process.attune.database.read() as session:
        assert (await session.exec(select(InstallState))).all() == []
    back = acme.agree(await browser.begins())
    until, _, rest = back["state"].partition(".")
    for forged in (f"{int(until) + 60}.{rest}", rest, "...", "ä.ö.ü.x"):
        says(await browser.returns(back | {"state": forged}), InstallStep.STALE)
    says(await browser.returns(back), InstallStep.INSTALLED)


async def test_one_address_reaches_slack_only_so_often_in_a_minute(
    process: Process, browser: Browser, acme: FakeSlack, office_clock: FixedClock
) -> None:
    async def junk() -> int:
        state = URL(await browser.begins()).query["state"]
        return (await browser.returns({"code": "junk", "state": state}))[0]

    for number in range(VISITS_A_MINUTE):  # what a browser says it was forwarded for comes first
        browser.forwarded = [f"198.51.100.{number}, 203.0.113.7"]
        assert await junk() == 400
    agreed = acme.agree(await browser.begins())
    for forwarded in (["203.0.113.7"], ["198.51.100.1", "203.0.113.7:4711"]):
        browser.forwarded = forwarded
        assert await junk() == 429
        status, page = await browser.returns(agreed)
        assert (status, TITLE in page) == (429, True)
    assert len(acme.called("oauth.v2.access")) == VISITS_A_MINUTE
    browser.forwarded = ["203.0.113.8"]
    assert await junk() == 400
    browser.forwarded = ["203.0.113.7"]
    office_clock.moment += timedelta(minutes=1)
    says(await browser.returns(agreed), InstallStep.INSTALLED)  # nothing was lost


async def test_an_installation_of_another_app_is_refused_and_given_back(
    process: Process, browser: Browser, acme: FakeSlack, beta: FakeSlack
) -> None:
    user = of(process, beta)
    await user.send("slash_commands", user.command("/calls") | {"api_app_id": "A2"})
    says(await browser.returns(beta.agree(await browser.begins())), InstallStep.REFUSED)
    assert beta.dead == "token_revoked"
    await user.send("slash_commands", user.command("/calls") | {"api_app_id": "A1"})
    says(await browser.returns(acme.agree(await browser.begins())), InstallStep.INSTALLED)


async def test_no_secret_is_logged(
    process: Process, browser: Browser, acme: FakeSlack, capsys: pytest.CaptureFixture[str]
) -> None:
    back = acme.agree(await browser.begins())
    await browser.returns(back)
    await browser.returns(acme.agree(await browser.begins()) | {"code": "made-up"})
    shown = capsys.readouterr()
    for secret in (BOT_TOKEN, back["code"], back["state"], *browser.cookies.values()):
        assert secret not in shown.out + shown.err
