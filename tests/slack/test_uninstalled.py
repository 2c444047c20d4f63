"""A workspace uninstalls Attune, and perhaps takes it up again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.base.clock import FixedClock
from bot.platform.trouble import Cause
from bot.slack.installing import InstallStep
from handlers.features.marketing import exchange
from storage import leases
from storage.marketing import exchange as counts
from storage.tables import Workspace
from storage.workspace import audit, workspaces
from tests.slack.fake import FakeSlack
from tests.slack.oauth import Browser
from tests.slack.process import Begin, Process, plans, rows
from tests.slack.test_installing import says
from tests.slack.test_workspaces import HOUR, beta, both, oauth, of
from tests.slack.wire import Failure

__all__ = ["beta", "both"]  # fixtures

UNINSTALLED = {"type": "app_uninstalled"}
REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"], "bot": ["UBOT"]}}
ONLY_A_PERSONS = {"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"], "bot": []}}


async def tells(process: Process, fake: FakeSlack, *events: dict[str, Any]) -> None:
    user = of(process, fake)
    for event in events:
        await user.send("events_api", user.event(event))
    await process.attune.background.drain()


async def row(process: Process, tenant: str) -> Workspace:
    async with process.attune.database.read() as session:
        found = await workspaces.find(session, tenant)
        assert found
        return found


@pytest.mark.parametrize("events", [(UNINSTALLED, REVOKED), (REVOKED, UNINSTALLED)])
async def test_it_is_paused_at_once_alone_and_taken_up_again(
    both: Process,
    acme: FakeSlack,
    beta: FakeSlack,
    office_clock: FixedClock,
    events: tuple[dict[str, Any], ...],
) -> None:
    await plans(both, "Northwind")
    acme.dead = "account_inactive"
    before = len(acme.messages)
    await tells(both, acme, *events)
    assert both.slack.tenants == {"slack:T2"}
    gone = await row(both, "slack:T1")
    assert gone.gone_at == office_clock.moment
    assert (gone.gone_why == "uninstalled") is (events[0] is UNINSTALLED)
    assert gone.token is None
    office_clock.moment += HOUR
    assert await both.delivers() == {}
    assert await both.slack.trouble() is None
    person = of(both, beta)
    await person.types("/calls")
    person.sees("You have no calls planned.")
    browser = Browser(both.client)
    acme.token = "xoxb-1-after-they-came-back"
    assert (await browser.returns(acme.agree(await browser.begins())))[0] == 200
    await tells(both, acme, *events)  # late
    assert both.slack.tenants == {"slack:T1", "slack:T2"}
    assert (await both.delivers())["sent"] >= 1
    assert len(acme.messages) > before
    async with both.attune.database.read() as session:
        acts = [each.act for each in await audit.page(session, "slack:T1", 9)]
    assert acts == ["came back", "uninstalled"]


async def test_what_was_due_meanwhile_is_late_when_they_come_back(
    both: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    """The rules for late nudges decide: whoever returns is not sent all that was due."""
    await plans(both, "Northwind")
    await both.user.types("/prep Northwind tomorrow 10:00")
    acme.dead = "account_inactive"
    await tells(both, acme, UNINSTALLED)
    before, planned = len(acme.messages), await rows(both)
    assert len([each for each in planned if each.state == "open"]) > 5
    office_clock.moment += timedelta(days=3)
    assert await both.delivers() == {}
    await comes_back(both, acme)
    await both.delivers()
    # one call ended two days ago: asking about that is still useful
    assert len(acme.messages) == before + 1
    settled = {(each.kind, each.state, each.reason) for each in await rows(both)}
    assert {each for each in settled if each[1] == "sent"} == {("reflect", "sent", None)}
    assert {each[2] for each in settled if each[1] == "dropped"} == {"too late"}
    await both.user.types("/prep Northwind")
    both.user.sees("Northwind")  # nothing is lost


@pytest.mark.parametrize("begin", ["postgresql"], indirect=True)
async def test_after_the_grace_period_everything_is_deleted_and_they_begin_anew(
    both: Process, acme: FakeSlack, office_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plans(both, "Northwind")
    acme.dead = "account_inactive"
    await tells(both, acme, UNINSTALLED)
    monkeypatch.setattr(exchange, "MANY", 0)
    await both.attune.upkeep.count_exchange()  # leaves out workspaces that uninstalled Attune
    async with both.attune.database.read() as session:
        assert await counts.stored(session, "slack:T1", office_clock.moment) is None
    for days, is_left in ((29, True), (2, False)):
        office_clock.moment += timedelta(days=days)
        await both.attune.upkeep.purge()
        assert bool(await rows(both)) == is_left
    await comes_back(both, acme)
    await both.user.types("/calls")
    both.user.sees("You have no calls planned.")
    assert (await row(both, "slack:T1")).purged_at is None


async def test_nobody_installs_it_while_what_was_kept_is_being_deleted(
    both: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    acme.dead = "account_inactive"
    await tells(both, acme, UNINSTALLED)
    now, lease = office_clock.moment, workspaces.purge_lease("slack:T1")
    async with both.attune.database.write() as session:
        await leases.acquire(session, lease, "another process", now=now, until=now + HOUR)
    acme.dead = ""
    browser = Browser(both.client)
    says(await browser.returns(acme.agree(await browser.begins())), InstallStep.BEING_PURGED)
    assert acme.called("auth.revoke")
    office_clock.moment += HOUR
    await both.attune.upkeep.purge()  # the other process was killed
    await comes_back(both, acme)
    assert both.slack.tenants == {"slack:T1", "slack:T2"}


async def comes_back(process: Process, fake: FakeSlack) -> None:
    browser = Browser(process.client)
    fake.token = "xoxb-1-after-they-came-back"
    assert (await browser.returns(fake.agree(await browser.begins())))[0] == 200


async def test_a_person_who_takes_back_their_own_token_ends_nothing(
    both: Process, acme: FakeSlack
) -> None:
    acme.dead = "token_revoked"
    await tells(both, acme, ONLY_A_PERSONS)
    assert (await row(both, "slack:T1")).gone_at is None


async def test_while_slack_does_not_answer_it_is_paused_and_asked_again(
    both: Process, acme: FakeSlack
) -> None:
    acme.fail("auth.test", Failure(status=503))
    await tells(both, acme, UNINSTALLED)
    assert both.slack.tenants == {"slack:T2"}
    assert (await row(both, "slack:T1")).gone_at is None
    await both.slack._workspaces.check_installations()
    assert both.slack.tenants == {"slack:T1", "slack:T2"}


async def test_what_was_missed_is_noticed_at_the_next_start(
    begin: Begin,
    both: Process,
    acme: FakeSlack,
    beta: FakeSlack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acme.dead = "token_revoked"
    keys = {"encryption_keys": both.attune.settings.encryption_keys}
    later = await begin(acme, **oauth() | keys)
    looked, look = asyncio.Event(), later.slack._workspaces.check_installations

    async def told() -> None:
        await look()
        looked.set()

    monkeypatch.setattr(later.slack._workspaces, "check_installations", told)
    later.slack._workspaces.start()
    async with asyncio.timeout(5):
        await looked.wait()
    assert later.slack.tenants == {"slack:T2"}
    assert (await row(later, "slack:T1")).gone_why == "revoked"
    await both.slack._workspaces.check_installations()  # the other process
    assert both.slack.tenants == {"slack:T2"}


async def test_a_call_that_is_refused_leads_to_a_question(both: Process, acme: FakeSlack) -> None:
    acme.dead = "account_inactive"
    with capture_logs() as logs:
        await both.user.types("/calls")
    assert {each["fix"] for each in logs if "fix" in each} == {
        "Somebody in the workspace has to install Attune again: "
        "https://attune.example.com/slack/install"
    }
    await both.slack._workspaces.check_installations()
    assert (await row(both, "slack:T1")).gone_why == "uninstalled"


async def test_a_new_token_of_another_process_is_found(
    both: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    await both.user.types("/calls")
    office_clock.moment += HOUR
    database = both.attune.database
    async with database.write() as session:
        found = await workspaces.save(session, "slack:T1", office_clock.moment)
        workspaces.store_tokens(session, found, workspaces.WorkspaceTokens("xoxb-1-new"))
    acme.token = "xoxb-1-new"
    await tells(both, acme, REVOKED)  # about the old one
    assert both.slack.tenants == {"slack:T1", "slack:T2"}
    await both.user.types("/calls")
    both.user.sees("You have no calls planned.")


async def test_slack_not_answering_is_trouble_without_a_token_in_the_settings_too(
    both: Process, acme: FakeSlack
) -> None:
    assert await both.slack.trouble() is None
    acme.fail("auth.test", Failure(drop="before"))
    both.slack._workspaces._asked.clear()
    both.slack._workspaces._ready.clear()
    await both.slack._workspaces.check_installations()
    found = await both.slack.trouble()
    assert found
    assert found.cause is Cause.UNREACHABLE
