"""Tokens that expire are refreshed before, by one process, and stored before they are used."""

import asyncio
from datetime import timedelta

import pytest

from bot.base.clock import FixedClock
from storage.workspace import workspaces
from tests.slack.fake import FakeSlack
from tests.slack.oauth import Browser
from tests.slack.process import Begin, Process, plans
from tests.slack.test_workspaces import beta, oauth, of
from tests.slack.wire import Failure

__all__ = ["beta"]  # a fixture

HOURS = timedelta(hours=1)


@pytest.fixture
async def process(begin: Begin, acme: FakeSlack, beta: FakeSlack) -> Process:
    """Both workspaces have installed an app whose tokens expire."""
    process = await begin(acme, **oauth())
    for fake in (acme, beta):
        fake.rotates()
        browser = Browser(process.client)
        assert (await browser.returns(fake.agree(await browser.begins())))[0] == 200
    return process


async def look(process: Process) -> None:
    await process.slack._workspaces.check_installations()


async def works(process: Process, fake: FakeSlack) -> None:
    user = of(process, fake)
    await user.types("/calls")
    user.sees("You have no calls planned.")


def refreshes(acme: FakeSlack) -> list[str]:
    """The refresh tokens that were used; both workspaces are asked at one address."""
    asked = acme.called("oauth.v2.access")
    return [each["refresh_token"] for each in asked if "refresh_token" in each]


async def test_a_token_is_refreshed_two_hours_before_it_expires_and_again(
    process: Process, acme: FakeSlack, beta: FakeSlack, office_clock: FixedClock
) -> None:
    await look(process)
    assert refreshes(acme) == []
    for day in range(1, 5):
        office_clock.moment += 10 * HOURS + timedelta(minutes=1)
        await look(process)
        await look(process)
        assert refreshes(acme)[-2:] == [f"xoxe-{team}-{day}" for team in ("T1", "T2")]
        assert len(refreshes(acme)) == 2 * day
        for fake in (acme, beta):
            await works(process, fake)


async def test_of_two_processes_one_refreshes_and_the_other_uses_it(
    process: Process, begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    keys = {"encryption_keys": process.attune.settings.encryption_keys}
    other = await begin(acme, **oauth() | keys)
    for _ in range(3):
        office_clock.moment += 10 * HOURS + timedelta(minutes=1)
        await asyncio.gather(look(process), look(other))
        await asyncio.gather(look(process), look(other))
        assert len(set(refreshes(acme))) == len(refreshes(acme))
        for each in (process, other):
            await works(each, acme)


async def test_an_answer_that_was_lost_costs_nothing(
    process: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    office_clock.moment += 11 * HOURS
    acme.fail("oauth.v2.access", Failure(drop="after"))
    await look(process)
    await works(process, acme)  # with the old one
    office_clock.moment += timedelta(seconds=29)  # another process may be at it until then
    await look(process)
    assert refreshes(acme).count("xoxe-T1-1") == 1
    office_clock.moment += timedelta(seconds=1)
    await look(process)
    assert refreshes(acme).count("xoxe-T1-1") == 2
    office_clock.moment += 2 * HOURS
    await works(process, acme)


async def test_after_a_day_off_the_refresh_token_still_works(
    process: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    await plans(process, "Northwind")
    office_clock.moment += 40 * HOURS
    assert await process.delivers()
    assert process.slack.tenants == {"slack:T1", "slack:T2"}
    await look(process)
    assert process.slack.tenants == {"slack:T1", "slack:T2"}
    office_clock.moment += HOURS
    await process.delivers()
    await of(process, acme).types("/calls Northwind")
    of(process, acme).sees("Northwind")


async def test_a_token_that_can_no_longer_be_refreshed_ends_when_it_expires(
    process: Process, acme: FakeSlack, office_clock: FixedClock
) -> None:
    office_clock.moment += 11 * HOURS
    acme.fail("oauth.v2.access", *[Failure(error="invalid_refresh_token")] * 2)
    await look(process)
    await works(process, acme)
    assert process.slack.tenants == {"slack:T1", "slack:T2"}
    office_clock.moment += 2 * HOURS
    acme.fail("oauth.v2.access", Failure(error="invalid_refresh_token"))
    await look(process)
    assert process.slack.tenants == {"slack:T2"}
    async with process.attune.database.read() as session:
        gone = await workspaces.find(session, "slack:T1")
    assert gone
    assert (gone.gone_why, gone.refresh_token) == ("revoked", None)
