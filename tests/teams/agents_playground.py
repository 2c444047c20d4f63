"""Microsoft 365 Agents Playground: Microsoft's own client for bots, offline, in Chromium.

It sends no tokens, so what it sends passes a gateway that vouches for it as Microsoft would.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientConnectionError, ClientSession, web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import Attune, build
from bot.clock import FixedClock
from bot.settings import Settings
from bot.teams.app import TeamsApp
from tests.playground.browser import DESKTOP
from tests.teams.conftest import SETTINGS
from tests.teams.fake import FakeTeams
from tests.teams.npm import PLAYGROUND, folder, node

TENANT = "00000000-0000-0000-0000-0000000000001"  # what the playground calls its own
START = 60  # seconds, on a busy machine


@asynccontextmanager
async def attune(fake: FakeTeams, clock: FixedClock, file: Path) -> AsyncIterator["Client"]:
    """The whole of Attune, and the playground in front of it."""
    port = _free_port()
    service = f"http://localhost:{port}/_connector"
    made = await build(
        Settings(_env_file=None, database_url=f"sqlite:///{file}", playground=False), clock
    )
    teams = TeamsApp(
        replace(SETTINGS, tenant_id=TENANT),
        made.conversation(),
        made.database,
        clock,
        made.background,
        cloud=replace(fake.cloud, stand_in=service),
        tokens=fake.tokens,
    )
    made.serve_platform("teams", teams.messenger, clock)
    await teams.start()
    try:
        async with _vouched_for(teams, fake, service) as endpoint, _running(endpoint, port):
            yield Client(made, clock, f"http://localhost:{port}")
    finally:
        await made.stop()
        await teams.stop()


class Client:
    """What is behind the page, and where it is."""

    def __init__(self, made: Attune, clock: FixedClock, url: str) -> None:
        self.made = made
        self.clock = clock
        self.url = url

    async def deliver(self, hour: int, minute: int) -> None:
        """Let the day go on until this time (UTC), and deliver what falls due."""
        moment = self.clock.moment.replace(hour=hour, minute=minute)
        delivery = self.made.wakers[0].delivery
        while (due := await delivery.next_due()) is not None and due <= moment:
            self.clock.moment = max(due, self.clock.moment)
            await delivery.run()
        self.clock.moment = moment


class Screen:
    """The playground's page, by what its parts are to a person."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.locator("[data-lexical-editor=true]")
        self.cards = page.locator(".ac-adaptiveCard")

    async def say(self, words: str) -> None:
        """Type words and send them."""
        await self.box.click()
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    def card(self, words: str) -> Locator:
        """The newest card with these words on it."""
        return self.cards.filter(has_text=words).last

    async def press(self, card: Locator, label: str) -> None:
        """Press the first button with this label on a card."""
        await card.get_by_role("button", name=label, exact=True).first.click()


@asynccontextmanager
async def opened(browser: Browser, url: str) -> AsyncIterator[Screen]:
    """The page, once words can be typed."""
    page = await browser.new_page(viewport=DESKTOP)
    await page.goto(url, timeout=START * 1_000)
    screen = Screen(page)
    await expect(screen.box).to_be_visible(timeout=START * 1_000)
    yield screen
    await page.close()


@asynccontextmanager
async def _vouched_for(teams: TeamsApp, fake: FakeTeams, service: str) -> AsyncIterator[str]:
    """The address of a gateway in front of the edge, which adds what the playground leaves out."""
    site = web.Application()
    site.add_routes(teams.routes())
    edge = TestServer(site)
    await edge.start_server()

    async def forward(request: web.Request) -> web.Response:
        token = fake.token(serviceurl=service)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        body = await request.read()
        async with (
            ClientSession() as session,
            session.post(edge.make_url("/api/messages"), data=body, headers=headers) as answer,
        ):
            said, kind = await answer.read(), answer.content_type
            return web.Response(status=answer.status, body=said, content_type=kind)

    front = web.Application()
    front.router.add_post("/api/messages", forward)
    gateway = TestServer(front)
    await gateway.start_server()
    yield str(gateway.make_url("/api/messages"))
    await gateway.close()
    await edge.close()


@asynccontextmanager
async def _running(endpoint: str, port: int) -> AsyncIterator[None]:
    """The playground's own server, a program for Node."""
    with TemporaryDirectory() as log:  # it writes one where it starts
        process = await asyncio.create_subprocess_exec(
            *(str(node()), str(folder(PLAYGROUND) / "cli.js"), "start"),
            *("-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"),
            cwd=log,
            env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await _answers(f"http://localhost:{port}")
            yield
        finally:
            process.terminate()
            await process.wait()


async def _answers(url: str) -> None:
    """Wait until something answers there."""
    async with asyncio.timeout(START), ClientSession() as session:
        while True:
            try:
                async with session.get(url):
                    return
            except ClientConnectionError:
                await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
