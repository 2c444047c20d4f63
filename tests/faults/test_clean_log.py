"""After a start, a day of use and a stop without trouble, the log has no warnings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.base.clock import FixedClock
from bot.version import VERSION
from tests.faults.process import Running, running
from tests.playground.client import Client
from tests.slack.driver import SECRET, sign
from tests.slack.fake import APP_TOKEN, BOT_TOKEN, FakeSlack


@asynccontextmanager
async def slack() -> AsyncIterator[FakeSlack]:
    """Slack at the current time, because the process uses the machine's clock."""
    fake = FakeSlack(FixedClock(datetime.now(UTC)))
    fake.add_user("ULENA", "Lena Brandt", "Europe/Berlin")
    await fake.start()
    yield fake
    await fake.stop()


def all_is_quiet(attune: Running) -> None:
    """It exited with 0, logged in one format to one stream, and no line is a warning or empty."""
    assert attune.status == 0
    assert attune.printed == ""
    assert attune.louder_than("info", "debug") == []
    assert all(line["event"].strip() for line in attune.lines)
    events = [line["event"] for line in attune.lines]
    assert (attune.lines[0]["version"], events[0]) == (VERSION, "starting")
    assert [event for event in events if event.startswith("stop")] == ["stopping", "stopped"]
    assert events[-1] == "stopped"


@pytest.mark.parametrize("at_once", [True, False])
async def test_nothing_is_complained_about(tmp_path: Path, at_once: bool) -> None:
    async with slack() as fake:
        settings = {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": fake.url,
            "PLAYGROUND": "true",
        }
        async with running(tmp_path, **settings) as attune:
            if not at_once:  # else its daily chores are in the middle of their work
                await asyncio.gather(_on_slack(fake, attune.url), _in_the_playground(attune.url))
                await attune.until(event="answered", name="prep")
            await attune.stop()
    all_is_quiet(attune)


async def _on_slack(fake: FakeSlack, url: str) -> None:
    """Lena asks for help."""
    body = "command=%2Fprep&text=&user_id=ULENA&team_id=T1&channel_id=DLENA&trigger_id=1.1"
    headers = sign(body, int(datetime.now(UTC).timestamp()))
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 200


async def _in_the_playground(url: str) -> None:
    """A call is planned, and a whole day goes by."""
    async with Client(url, "lena") as lena:
        await lena.say("/prep Northwind tomorrow 3pm")
        for _ in range(8):
            await lena.act("skip")
