"""The playground's page in a real Chromium."""

import shutil
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

# None of what a browser does by itself, so that a test needs no network.
ARGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)

# Both return false for each event that the browser is kept from handling.
DROP = """([name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  const how = { dataTransfer, bubbles: true, cancelable: true };
  return ["dragover", "drop"].map((kind) => document.body.dispatchEvent(new DragEvent(kind, how)));
}"""
PASTE = """(box, words) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", words);
  const how = { clipboardData, bubbles: true, cancelable: true };
  return box.dispatchEvent(new ClipboardEvent("paste", how));
}"""


expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium or Chrome, else the one that Playwright brings."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=ARGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, url: str, viewport: ViewportSize = DESKTOP
) -> AsyncIterator["Screen"]:
    """The page, once it is ready. Fails at the end if anything went wrong in it."""
    context = await browser.new_context(
        viewport=viewport, color_scheme="dark", reduced_motion="reduce", locale="de-DE"
    )
    page = await context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    await page.goto(url)
    screen = Screen(page, wrong)
    await expect(screen.title).to_have_text("Attune")
    await expect(page.locator("body")).not_to_have_attribute("inert", "")
    yield screen
    await context.close()
    assert wrong == []


class Screen:
    """The parts of the page by what they are to a person."""

    def __init__(self, page: Page, wrong: list[str]) -> None:
        self.page = page
        self.wrong = wrong
        self.box = page.get_by_role("combobox", name="Message", exact=True)
        self.skip = page.get_by_role("banner").get_by_role("button", name="Skip")
        self.title = page.get_by_role("heading", level=1)
        self.said = page.locator("#said")
        self.heard = page.locator("#heard")  # for screen readers alone
        self.dialog = page.get_by_role("dialog")
        self.entries = page.locator("#log .entry")
        self.cards = page.get_by_role("article")
        self.options = page.get_by_role("listbox", name="Commands").get_by_role("option")

    def button(self, name: str) -> Locator:
        """The button whose name has these words."""
        return self.page.get_by_role("button", name=name)

    async def say(self, words: str) -> None:
        """Type words and send them."""
        await self.box.fill(words)
        await self.page.get_by_role("button", name="Send", exact=True).click()

    async def drop(self, name: str, content: bytes) -> None:
        """Drop a file on the page, which the browser then does not open."""
        encoded = b64encode(content).decode()
        assert await self.page.evaluate(DROP, [name, encoded]) == [False, False]

    async def choose(self, button: Locator, file: Path) -> None:
        """Choose a file by a button, with a key."""
        async with self.page.expect_file_chooser() as chosen:
            await button.press("Enter")
        await (await chosen.value).set_files(file)

    async def paste(self, words: str) -> None:
        """Paste a text of several lines at the end of the message, and send it by key."""
        await self.box.focus()
        assert not await self.box.evaluate(PASTE, words)
        await self.page.keyboard.press("Enter")

    async def brief(self) -> Locator:
        """Ask for a brief, and see it."""
        await self.say("/prep Northwind")
        card = self.cards.filter(has_text="We tried that in spring.")
        await expect(card).to_be_visible()
        return card
