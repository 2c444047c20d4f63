"""The connection to a workspace: Slack away, a token revoked and restored, two workspaces."""

import asyncio
from datetime import timedelta

import pytest

from bot.base.clock import FixedClock
from bot.platform import trouble
from bot.platform.trouble import Cause
from bot.slack import socket_mode
from tests.slack.fake import APP_TOKEN, FakeSlack
from tests.slack.process import Begin, lena_on_file, plans, rows
from tests.slack.wire import Failure

HOUR = timedelta(hours=1)


async def test_two_workspaces_over_one_database_send_each_their_own(
    begin: Begin, acme: FakeSlack, other: FakeSlack, office_clock: FixedClock
) -> None:
    ours, theirs = await begin(acme), await begin(other)
    await plans(ours, "Northwind")
    await plans(theirs, "Contoso")
    before = len(acme.messages), len(other.messages)
    office_clock.moment += HOUR
    assert ours.slack.tenants == {"slack:T1"}
    await ours.delivers()
    assert len(other.messages) == before[1]
    assert len(acme.messages) > before[0]
    assert "Contoso" not in str(acme.messages)
    await theirs.delivers()
    assert len(other.messages) > before[1]
    assert "Northwind" not in str(other.messages)
    assert {row.reason for row in await rows(ours)} == {None}


async def test_before_slack_told_whose_token_it_is_nothing_is_claimed(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    first = await begin(acme)
    await plans(first, "Northwind")
    acme.fail("auth.test", *[Failure(status=503)] * 100_000)
    second = await begin(acme)
    office_clock.moment += HOUR
    assert await second.delivers() == {}
    assert second.slack.tenants == set()
    acme._failures["auth.test"].clear()
    await second.recovers()
    assert (await second.delivers())["sent"] >= 1


async def test_slack_away_at_the_start_is_tried_again(begin: Begin, acme: FakeSlack) -> None:
    acme.fail("auth.test", *[Failure(drop="before")] * 3)
    process = await begin(acme)
    assert not process.slack._connection.is_connected
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.UNREACHABLE
    await process.recovers()
    assert await process.slack.trouble() is None
    await process.user.types("/calls")
    assert process.user.screen


async def test_socket_mode_away_at_the_start_is_tried_again(
    begin: Begin, acme: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.fail("apps.connections.open", Failure(drop="before"), Failure(error="internal_error"))
    monkeypatch.setattr(socket_mode, "SILENCE", 0)
    process = await begin(acme, APP_TOKEN)
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.DISCONNECTED
    await process.recovers()
    await acme.connected.wait()
    assert await process.slack.trouble() is None


async def test_socket_mode_is_closed_before_work_in_progress_is_waited_for(
    begin: Begin, acme: FakeSlack
) -> None:
    process = await begin(acme, APP_TOKEN)
    await acme.connected.wait()
    (socket,) = acme._sockets
    done = asyncio.Event()

    async def work() -> None:
        async with asyncio.timeout(1):
            while not socket.closed:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0)
        done.set()

    process.attune.background.start(work())
    await process.attune.stop()
    assert done.is_set()


async def test_a_refused_app_token_ends_nothing(begin: Begin, acme: FakeSlack) -> None:
    process = await begin(acme, "xapp-another")
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.CREDENTIALS
    assert "SLACK_APP_TOKEN (invalid_auth)" in found.sentence
    await process.user.types("/calls")
    assert process.user.screen


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_dead_token_pauses_the_workspace_and_nobody_loses_anything(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock, code: str
) -> None:
    process = await begin(acme)
    await plans(process, "Northwind")
    acme.dead = code
    office_clock.moment += HOUR
    await process.delivers()
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.CREDENTIALS
    assert code in found.sentence
    asked = len(acme.called("chat.postMessage"))
    await process.delivers()
    assert len(acme.called("chat.postMessage")) == asked
    assert (await lena_on_file(process)).unreachable is None
    assert {row.state for row in await rows(process)} == {"open"}

    acme.dead = ""
    await process.recovers()
    office_clock.moment += timedelta(minutes=1)
    assert (await process.delivers())["sent"] >= 1


async def test_a_token_that_is_revoked_while_nobody_uses_attune(
    begin: Begin, acme: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = await begin(acme)
    acme.dead = "token_revoked"
    assert await process.slack.trouble() is None
    asked = len(acme.called("auth.test"))
    assert await process.slack.trouble() is None
    assert len(acme.called("auth.test")) == asked
    monkeypatch.setattr(trouble, "CHECK_INTERVAL", 0)  # a minute later
    await process.slack.trouble()
    await process.attune.background.drain(5)
    found = await process.slack.trouble()
    assert found
    assert found.cause is Cause.CREDENTIALS


async def test_with_a_good_token_a_restart_sends_at_once(
    begin: Begin, acme: FakeSlack, office_clock: FixedClock
) -> None:
    first = await begin(acme)
    await plans(first, "Northwind")
    acme.fail("chat.postMessage", Failure(error="missing_scope"))
    office_clock.moment += HOUR
    await first.delivers()
    assert (await first.delivers()) == {}
    second = await begin(acme)
    office_clock.moment += timedelta(seconds=1)  # a channel takes one message a second
    assert (await second.delivers())["sent"] >= 1
    assert {row.reason for row in await rows(second)} == {None}


@pytest.mark.parametrize(
    ("event", "team", "ends"),
    [
        ({"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"]}}, "T1", False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["ULENA"], "bot": []}}, "T1", False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "T2", False),
        ({"type": "app_uninstalled"}, "T2", False),
        ({"type": "app_uninstalled"}, "T1", False),  # late: it is installed again
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "T1", False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["UBOT"]}}, "T1", True),
        ({"type": "app_uninstalled"}, "T1", True),
    ],
)
async def test_only_our_own_bots_token_ends_what_we_may(
    begin: Begin, acme: FakeSlack, event: dict[str, object], team: str, *, ends: bool
) -> None:
    process = await begin(acme)
    acme.dead = "account_inactive" if ends else ""
    await process.user.send("events_api", process.user.event(event) | {"team_id": team})
    await asyncio.sleep(0)
    assert (await process.slack.trouble() is not None) == ends
    acme.dead = ""  # installed again
    await process.recovers()
    await process.user.types("/calls")
    assert process.user.screen
