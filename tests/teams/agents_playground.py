"""Microsoft 365 Agents Playground: Microsoft's own client for bots, offline, in Chromium.

It does not sign requests, so Attune accepts them from programs on this machine.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Locator, Page, expect

from bot.app import Attune
from bot.base.clock import FixedClock
from bot.build import build
from bot.settings import Settings
from tests.playground.browser import DESKTOP
from tests.teams.npm import PLAYGROUND, folder, node

START = 60  # seconds, on a busy machine


@asynccontextmanager
async def attune(clock: FixedClock, file: Path) -> AsyncIterator["Client"]:
    """The whole of Attune as somebody would try it, with the Agents Playground in front of it."""
    port = _free_port()
    made = await build(
        Settings(
            _env_file=None,
            database_url=f"sqlite:///{file}",
            playground=False,
            teams_anonymous=True,
        ),
        clock,
    )
    await made.platforms[0].start()
    site = TestServer(made.web)
    await site.start_server()
    try:
        async with _running(str(site.make_url("/api/messages")), port):
            yield Client(made, clock, f"http://localhost:{port}")
    finally:
        await site.close()
        await made.stop()


class Client:
    """Attune behind the page, and the page's address."""

    def __init__(self, made: Attune, clock: FixedClock, url: str) -> None:
        self.made = made
        self.clock = clock
        self.url = url

    async def deliver(self, hour: int, minute: int) -> None:
        """Advance the clock to this time (UTC), and deliver what is due."""
        moment = self.clock.moment.replace(hour=hour, minute=minute)
        delivery = self.made.wakers[0].delivery
        while (due := await delivery.next_due()) is not None and due <= moment:
            self.clock.moment = max(due, self.clock.moment)
            await delivery.run()
        self.clock.moment = moment


class Screen:
    """The page, by its parts as a person knows them."""

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
        """Press the first button with this label on a card, or in the menu of one of its rows."""
        button = card.get_by_role("button", name=label, exact=True).first
        menus = card.get_by_role("button", name="More options")
        await expect(button.or_(menus.first).first).to_be_visible()
        entry = self.page.get_by_role("menuitem", name=label, exact=True)
        for menu in () if await button.count() else await menus.all():
            await menu.click()
            if await entry.count():
                await entry.click()
                return
            await self.page.keyboard.press("Escape")
        await button.click()


@asynccontextmanager
async def opened(browser: Browser, url: str) -> AsyncIterator[Screen]:
    """Open the page; yields once words can be typed."""
    page = await browser.new_page(viewport=DESKTOP)
    await page.goto(url, timeout=START * 1_000)
    screen = Screen(page)
    await expect(screen.box).to_be_visible(timeout=START * 1_000)
    yield screen
    await page.close()


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
    """Wait until this address answers."""
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
