"""How each trouble is reported to operators: a log line, /readyz, a metric."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from structlog.testing import capture_logs

from bot.base.metrics import Metrics
from bot.platform import trouble
from bot.platform.trouble import Cause, Trouble, Troubles
from storage.database import sqlite
from storage.database.connection import Database
from storage.database.faults import SENTENCES, Fault
from storage.database.upgrade import HEAD
from tests.faults.office import Office, office
from tests.faults.test_disk_full import LONG, full
from tests.slack.driver import SECRET, sign
from tests.slack.wire import Failure

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Office]:
    """Lena at work over SQLite."""
    async with asyncio.timeout(60), office(f"sqlite:///{folder}/attune.sqlite3") as made:
        yield made


async def ready(made: Office) -> tuple[int, dict[str, Any]]:
    """What /readyz says, once the loop has looked for due rows."""
    await made.attune.wakers[0].delivery.run()
    async with made.client.get("/readyz") as answer:
        return answer.status, await answer.json()


def figure(made: Office, name: str, **labels: str) -> float | None:
    """One figure of /metrics."""
    return made.attune.metrics.registry.get_sample_value(name, labels)


@contextmanager
def said_once(words: str) -> Iterator[None]:
    """Exactly one line above level info, and it has these words."""
    with capture_logs() as logs:
        yield
    loud = [line["event"] for line in logs if line["log_level"] in ("warning", "error")]
    assert [words in line for line in loud] == [True], loud


@pytest.mark.parametrize(
    ("secret", "late", "reason", "advice"),
    [
        ("f" * 32, 0, "signed with another secret", "not with SLACK_SIGNING_SECRET"),
        (SECRET, 600, "wrong time", "Set the clock"),
        (SECRET, -600, "wrong time", "Set the clock"),
    ],
)
async def test_requests_that_are_not_let_in(
    tmp_path: Path, secret: str, late: int, reason: str, advice: str
) -> None:
    body = "command=%2Fprep&text=&user_id=ULENA&team_id=T1"
    async with at_work(tmp_path) as made:
        headers = FORM | sign(body, int(made.clock.now().timestamp()) - late, secret)
        with said_once(advice):
            for _ in range(3):
                async with made.client.post("/slack/events", data=body, headers=headers) as answer:
                    assert answer.status == 401
        labels = {"platform": "slack", "reason": reason}
        assert figure(made, "attune_refused_requests_total", **labels) == 3
        assert (await ready(made))[0] == 200  # else anybody could take us out


async def test_what_is_not_signed_at_all_is_only_counted(tmp_path: Path) -> None:
    async with at_work(tmp_path) as made:
        with capture_logs() as logs:
            async with made.client.post("/slack/events", data="x", headers=FORM) as answer:
                assert answer.status == 401
        assert logs == []
        labels = {"platform": "slack", "reason": "unsigned"}
        assert figure(made, "attune_refused_requests_total", **labels) == 1


async def test_a_token_that_was_revoked(tmp_path: Path) -> None:
    async with at_work(tmp_path) as made:
        await made.lena.types("/prep Northwind today 9:00")
        await made.lena.presses("Add “Northwind”")
        made.fake.fail("chat.postMessage", Failure(error="token_revoked"))
        made.at("08:50")
        with said_once("Slack rejects Attune's credentials (token_revoked)."):
            status, told = await ready(made)
            await ready(made)
        assert status == 503
        assert "SLACK_BOT_TOKEN" in told["slack"]
        labels = {"platform": "slack", "cause": "token"}
        assert figure(made, "attune_platform_trouble", **labels) == 1


async def test_a_platform_that_cannot_be_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "SILENCE", 0)
    async with at_work(tmp_path) as made:
        # Slack is asked who it is, and then where to say that this did not work.
        for method in ("users.info", "conversations.open"):
            made.fake.fail(method, Failure(drop="before"))
        await made.lena.types("/prep Northwind today 9:00")
        with said_once("Slack does not answer."):
            status, told = await ready(made)
        assert (status, told["ok"]) == (200, True)
        assert "Slack does not answer." in told["slack"]
        labels = {"platform": "slack", "cause": "unreachable"}
        assert figure(made, "attune_platform_trouble", **labels) == 1


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    """Every write fails, as on a file system that was remounted read-only."""
    wanted = ["ON"]

    def limit(connection: Any, _record: Any, _proxy: Any) -> None:  # noqa: ANN401 - the driver's
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA query_only = {wanted[-1]}")
        cursor.close()

    event.listen(database.engine.sync_engine, "checkout", limit)
    yield
    wanted.append("OFF")


async def test_a_database_that_is_read_only(tmp_path: Path) -> None:
    async with at_work(tmp_path) as made:
        await made.lena.types("/prep Northwind today 9:00")
        await made.lena.presses("Add “Northwind”")
        with read_only(made.attune.database), capture_logs() as logs:
            made.failed.clear()
            made.at("08:50")
            await made.failed.wait()
            async with made.client.get("/readyz") as answer:
                status, told = answer.status, await answer.json()
        assert (status, told["database"]) == (503, SENTENCES[Fault.READ_ONLY])
        assert [line["event"] for line in logs].count(SENTENCES[Fault.READ_ONLY]) == 1
        assert not any("OperationalError" in str(line) for line in logs)
        assert (figure(made, "attune_database_faults_total", fault="read-only") or 0) >= 2
        assert (await ready(made))[0] == 200


async def test_a_disk_that_is_full(tmp_path: Path) -> None:
    async with at_work(tmp_path) as made:
        await made.lena.types("/insight")
        await made.lena.fills(headline="Drivers keep it", line="Ask who tried it.")
        await made.lena.submits()
        await made.lena.presses("Edit or add more")
        await made.lena.fills(body=LONG)
        async with full(made.attune.database):
            with capture_logs() as logs:
                await made.lena.submits()
            status, told = await ready(made)
        assert (status, told["database"]) == (503, SENTENCES[Fault.FULL])
        assert [line["event"] for line in logs].count(SENTENCES[Fault.FULL]) == 1
        assert figure(made, "attune_database_faults_total", fault="full") == 1
        made.at("08:50")
        assert (await ready(made))[0] == 200


async def test_a_database_that_another_program_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    async with at_work(tmp_path) as made:
        other = Database(f"sqlite:///{tmp_path}/attune.sqlite3")
        async with other.write() as session:
            await session.exec(text("UPDATE lease SET holder = holder"))  # type: ignore[call-overload]
            with capture_logs() as logs:
                async with made.client.get("/readyz") as answer:
                    status, told = answer.status, await answer.json()
                await made.attune.faults.check(made.attune.database)
        await other.close()
        assert "the database works again" not in [line["event"] for line in logs]
        assert (status, told["database"]) == (503, SENTENCES[Fault.LOCKED])
        assert [line["event"] for line in logs].count(SENTENCES[Fault.LOCKED]) == 1
        assert (await ready(made))[0] == 200
        with capture_logs() as logs:
            for _ in range(2):
                await made.attune.faults.check(made.attune.database)
        assert [line["event"] for line in logs] == ["the database works again"]


class SlowPlatform:
    """A platform in trouble that takes until `answers` to say so."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()

    async def trouble(self) -> Trouble:
        await self.answers.wait()
        return Trouble(Cause.CREDENTIALS, "Slack rejects the token.")


async def test_two_checks_at_a_time_report_a_trouble_once() -> None:
    troubles, platform = Troubles(Metrics()), SlowPlatform()
    troubles.watch("slack", platform)
    platform.answers.set()
    with capture_logs() as logs:
        await troubles.check()
        platform.answers.clear()
        checks = [asyncio.ensure_future(troubles.check()) for _ in range(2)]
        await asyncio.sleep(0)  # both wait for the platform
        assert "slack" in troubles.current
        platform.answers.set()
        assert [set(found) for found in await asyncio.gather(*checks)] == [{"slack"}] * 2
    assert [line["event"] for line in logs] == ["Slack rejects the token."]


async def test_a_newer_database_leaves_a_running_process_ready(tmp_path: Path) -> None:
    async with at_work(tmp_path) as made:
        async with made.attune.database.write() as session:
            connection = await session.connection()
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        assert (await ready(made))[0] == 200
        async with made.attune.database.write() as session:
            connection = await session.connection()
            await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        status, told = await ready(made)
        assert (status, told["migration"]) == (503, "0001")
        assert f"at version 0001, not {HEAD}" in told["database"]
