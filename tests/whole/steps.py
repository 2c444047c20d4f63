"""Steps of a person on the page."""

import os
from pathlib import Path

from playwright.async_api import Locator, expect

from tests.playground.browser import Screen


async def picture(screen: Screen, name: str) -> None:
    """Save a picture of the screen, if PICTURES is set."""
    folder = os.environ.get("PICTURES")
    if folder:
        await screen.page.screenshot(path=Path(folder) / f"{name}.png")


async def skip_to(screen: Screen, words: str) -> None:
    """Skip until a message with these words has arrived."""
    for _ in range(12):
        before = await screen.said.inner_text()
        await screen.skip.click()
        await expect(screen.skip).not_to_have_attribute("aria-busy", "true")
        await expect(screen.said).not_to_have_text(before)
        if await screen.cards.filter(has_text=words).count():
            return
    raise AssertionError(words)


async def fits_one_phone_screen(card: Locator) -> None:
    """Fail unless a card has at most 120 words and 5 controls, and nothing in it is cut off.

    Words are counted as they are read, without the labels of buttons and the options of lists.
    """
    words, controls, wide = await card.evaluate(
        """card => {
            const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
            let words = 0;
            while (walker.nextNode())
                if (!walker.currentNode.parentElement.closest("button, option"))
                    words += walker.currentNode.data.split(/\\s+/).filter(Boolean).length;
            const parts = [card, ...card.querySelectorAll("*")];
            const edge = card.getBoundingClientRect().right + 1;
            const wide = parts.filter(part => part.getBoundingClientRect().right > edge);
            const controls = card.querySelectorAll("button, select").length;
            return [words, controls, wide.length];
        }"""
    )
    assert words <= 120
    assert controls <= 5
    assert wide == 0


async def be(screen: Screen, name: str) -> None:
    """Switch to another persona."""
    await _choose(screen, name)
    await expect(screen.said).to_contain_text(f"You are {name}")


async def go(screen: Screen, place: str) -> None:
    """Go to a channel, or to the messages with Attune."""
    await _choose(screen, place.removeprefix("#"))
    await expect(screen.title).to_have_text(place)


async def _choose(screen: Screen, name: str) -> None:
    menu = screen.button("People and conversations")
    if await menu.is_visible():
        await menu.click()
    await screen.page.locator("#side").get_by_role("button", name=name).click()
