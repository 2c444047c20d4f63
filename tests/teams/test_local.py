"""Trying Attune without a tenant: only programs on this machine, and with a warning."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import doctor
from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import NotConfigured, build
from bot.commands.serve import _say_addresses
from bot.settings import Settings
from bot.teams.local import WARNING
from tests import sqlite
from tests.teams import cards
from tests.teams.fake import APP, TENANT

STRANGERS = "00000000-0000-0000-0000-0000000000001"  # what the Agents Playground calls its tenant


class Standin:
    """A program that plays Teams: the messages it received, and its people."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        self.tokens: set[str | None] = set()
        app = web.Application()
        app.router.add_get("/v3/conversations/{c}/members/{m}", self._member)
        app.router.add_post("/v3/conversations/{c}/activities", self._post)
        self.server = TestServer(app)

    async def _member(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization"))
        return web.json_response({"userRole": "user", "tenantId": STRANGERS})

    async def _post(self, request: web.Request) -> web.Response:
        self.tokens.add(request.headers.get("Authorization"))
        self.said.append(await request.json())
        return web.json_response({"id": str(len(self.said))})

    @property
    def service(self) -> str:
        return str(self.server.make_url("/"))

    def message(self, words: str, service: str | None = None) -> dict[str, Any]:
        """A message as such a program sends it."""
        return {
            "type": "message",
            "id": f"m{len(self.said)}",
            "channelId": "msteams",
            "serviceUrl": service or self.service,
            "from": {"id": "user-1", "aadObjectId": "user-1", "name": "Alex"},
            "recipient": {"id": "bot-1"},
            "conversation": {"id": "chat", "conversationType": "personal", "tenantId": STRANGERS},
            "text": words,
            "localTimezone": "Europe/Berlin",
        }


def settings(**more: Any) -> Settings:  # noqa: ANN401
    return Settings(_env_file=None, playground=False, **{"teams_anonymous": True, **more})


@asynccontextmanager
async def attune(clock: FixedClock, file: Path) -> AsyncIterator[Attune]:
    made = await build(settings(database_url=f"sqlite:///{await sqlite.migrated(file)}"), clock)
    await made.platforms[0].start()
    yield made
    await made.stop()


@pytest.fixture
async def made(clock: FixedClock, tmp_path: Path) -> AsyncIterator[Attune]:
    async with attune(clock, tmp_path / "attune.sqlite3") as made:
        yield made


@pytest.fixture
async def standin() -> AsyncIterator[Standin]:
    standin = Standin()
    await standin.server.start_server()
    yield standin
    await standin.server.close()


@pytest.fixture
async def client(made: Attune) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(TestServer(made.web)) as client:
        yield client


async def test_words_without_a_token_are_answered_on_this_machine(
    made: Attune, standin: Standin, client: TestClient[Any, Any]
) -> None:
    sent = await client.post("/api/messages", json=standin.message("prep Northwind tomorrow 3pm"))
    assert sent.status == 202
    await made.background.drain()
    said = [cards.visible(each["attachments"][0]["content"]) for each in standin.said]
    assert "Northwind" in said[-1]
    assert standin.tokens == {None}


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=203.0.113.7"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "203.0.113.7"},
        {"X_Forwarded_For": "203.0.113.7"},
        {"X-Forwarded-Port": "443"},
        {"x-forwarded-server": "proxy"},
        {"X-Client-IP": "203.0.113.7"},
        {"Fly-Client-IP": "203.0.113.7"},
        {"CDN-Loop": "proxy"},
        {"CF-Ray": "1"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Host": "evil.example"},
        {"Host": "attune.example.com:8000"},
    ],
)
async def test_what_came_a_longer_way_is_not_let_in(
    standin: Standin, client: TestClient[Any, Any], headers: dict[str, str]
) -> None:
    answer = await client.post("/api/messages", json=standin.message("home"), headers=headers)
    assert answer.status == 401


async def test_another_machine_is_not_let_in(
    standin: Standin, client: TestClient[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def peer(_self: object, name: str, default: object = None) -> object:
        return ("203.0.113.7", 50_000) if name == "peername" else default

    monkeypatch.setattr("asyncio.selector_events._SelectorTransport.get_extra_info", peer)
    answer = await client.post("/api/messages", json=standin.message("home"))
    assert answer.status == 401


@pytest.mark.parametrize(
    "service",
    [
        "https://smba.trafficmanager.net/teams/",
        "http://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://127.0.0.1@evil.example/",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
async def test_no_answer_leaves_this_machine(
    standin: Standin, client: TestClient[Any, Any], service: str
) -> None:
    answer = await client.post("/api/messages", json=standin.message("home", service))
    assert answer.status == 401


async def test_a_page_that_sends_a_form_is_not_understood(client: TestClient[Any, Any]) -> None:
    plain = {"Content-Type": "text/plain"}
    answer = await client.post("/api/messages", data=io.BytesIO(b"{}"), headers=plain)
    assert answer.status == 400


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"teams_client_id": APP}, "CLIENTID"),
        ({"teams_client_secret": SecretStr("secret")}, "CLIENTSECRET"),
        ({"teams_tenant_id": TENANT}, "TENANTID"),
        ({"teams_tenants": frozenset({TENANT})}, "TEAMS_TENANTS"),
        ({"host": "0.0.0.0"}, "HOST=127.0.0.1"),  # noqa: S104 - that is the point
        ({"host": "attune.example.com"}, "HOST=127.0.0.1"),
    ],
)
async def test_it_starts_in_no_place_that_real_people_use(
    clock: FixedClock, capsys: pytest.CaptureFixture[str], more: dict[str, Any], why: str
) -> None:
    wrong = settings(database_url="sqlite://", **more)
    with pytest.raises(NotConfigured, match=why) as refused:
        await build(wrong, clock)
    assert "secret'" not in str(refused.value)
    assert await doctor.doctor(wrong) == 1
    assert why in capsys.readouterr().out


async def test_it_is_said_once_at_the_start(
    clock: FixedClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logs:
        async with attune(clock, tmp_path / "attune.sqlite3") as made:
            runner = web.AppRunner(made.web)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            _say_addresses(made, runner)
            await runner.cleanup()
    assert logs.count({"event": WARNING, "log_level": "warning"}) == 1
    said = capsys.readouterr().out
    assert "Listening for requests at http://127.0.0.1:" in said
    assert WARNING not in said
