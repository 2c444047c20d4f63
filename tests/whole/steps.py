"""Steps of a person on the page."""

import os
from pathlib import Path

from playwright.async_api import Locator, expect

from tests.playground.browser import Screen


async def picture(screen: Screen, name: str, card: Locator | None = None) -> None:
    """Save a picture of the screen, or of a card as a whole, if PICTURES is set."""
    folder = os.environ.get("PICTURES")
    if folder:
        await (card or screen.page).screenshot(path=Path(folder) / f"{name}.png")


async def skip_to(screen: Screen, words: str, limit: int = 12) -> None:
    """Skip until a message with these words has arrived where the person is.

    The page goes to a person's own messages by itself when one arrives, but never to a channel.
    """
    for _ in range(limit):
        before = await screen.said.inner_text()
        await screen.skip.click()
        await expect(screen.said).not_to_have_text(before)
        await expect(screen.skip).not_to_have_attribute("aria-busy", "true")
        if await screen.cards.filter(has_text=words).count():
            return
    raise AssertionError(words)


async def fits(card: Locator, words: int, controls: int = 5) -> None:
    """Fail unless a card keeps to these limits, and nothing in it is cut off.

    Words are counted as they are read, without the labels of buttons and the options of lists.
    Controls are buttons and lists.
    """
    read, offered, cut = await card.evaluate(
        """card => {
            const offered = [...card.querySelectorAll("button, select")];
            for (const control of offered) control.style.display = "none";
            const words = card.innerText.split(/\\s+/).filter(Boolean).length;
            for (const control of offered) control.style.display = "";
            const edge = Math.min(card.getBoundingClientRect().right, innerWidth) + 1;
            const parts = [card, ...card.querySelectorAll("*")];
            const wide = parts.filter(part => part.getBoundingClientRect().right > edge);
            const buttons = [...card.querySelectorAll("button")];
            const cut = buttons.filter(button => button.scrollWidth > button.clientWidth + 1
                || button.scrollHeight > button.clientHeight + 1);
            return [words, offered.length, [...wide, ...cut].map(part => part.outerHTML)];
        }"""
    )
    text = await card.inner_text()
    assert read <= words, text
    assert offered <= controls, text
    assert cut == []


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
