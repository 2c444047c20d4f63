"""The rhythm of a call in Microsoft's own client for bots.

With PICTURES set to a folder, a picture of each step is saved there.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.base.clock import FixedClock
from tests.playground.browser import chromium
from tests.teams.agents_playground import Client, Screen, attune, opened


@pytest.fixture
async def client(
    clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Client]:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # what is on this machine needs none
    async with attune(clock, tmp_path / "attune.sqlite3") as client:
        yield client


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def test_the_rhythm_of_a_call(client: Client, browser: Browser) -> None:
    async with opened(browser, client.url) as screen:
        # Installed: greeted once
        await expect(screen.card("Attune is installed")).to_be_visible()
        assert await screen.cards.count() == 1
        await picture(screen, "1-hello")

        # Words, a question about them, and a card that takes the place of another
        await screen.say("prep Northwind today 3pm")
        asked = screen.card("Add “Northwind”")
        await screen.press(asked, "Add “Northwind”")
        brief = screen.card("Open with")
        await expect(brief).to_contain_text("Northwind")
        await expect(asked).to_have_count(0)
        await picture(screen, "2-brief")

        # A form below, what is wrong in it at its field, and its result in its place
        await screen.press(brief, "Change time or people")
        form = screen.card("Change a call")
        await form.get_by_label("When").fill("")
        await screen.press(form, "Save")
        await expect(form).to_contain_text("Write a few words here.")
        await form.get_by_label("When").fill("blursday")
        await screen.press(form, "Save")
        await expect(form).to_contain_text("When is the call?")
        await picture(screen, "3-mistake")
        await form.get_by_label("When").fill("today 3pm")
        await form.get_by_label("Their attendees").fill("Jana Novak, head of dispatch")
        await screen.press(form, "Save")
        await expect(screen.card("Jana Novak, head of dispatch")).to_be_visible()
        await expect(screen.card("(continued below)")).to_be_visible()
        await expect(form).to_have_count(0)
        await picture(screen, "4-answered")

        # Pushed, ten minutes before and after the call
        await client.deliver(14, 55)
        await expect(screen.card("Northwind, in 10 minutes.")).to_be_visible()
        await picture(screen, "5-listen")
        await client.deliver(15, 40)
        nudge = screen.card("Northwind: how did it go?")
        await screen.press(nudge, "It went well")
        await reflect(screen)

        # Promises, settled in the list
        await screen.say("promises Northwind")
        promises = screen.card("They promised")
        await expect(promises).to_contain_text("A visit at the depot")
        await screen.press(promises, "Done")
        await expect(promises).to_contain_text("Done: You owed")
        await picture(screen, "8-promises")
        await screen.press(promises, "Undo")
        await expect(promises).not_to_contain_text("Done: You owed")


async def reflect(screen: Screen) -> None:
    """Write the line in the message, add promises in the form, and see the confirmation."""
    tapped = screen.card("What did they say that matters?")
    await tapped.get_by_role("textbox").fill("Two dispatchers decide it.")
    await picture(screen, "6-line")
    await screen.press(tapped, "Save")
    await screen.press(screen.card("Saved: Northwind."), "Add more")
    form = screen.card("Who promised what?")
    await form.get_by_label("Who promised what?").fill(
        "A visit at the depot by Thursday\nThey: Two names by Thursday"
    )
    await picture(screen, "6-reflect")
    await screen.press(form, "Save")
    await expect(screen.card("Saved: Northwind.")).to_contain_text(
        "Only you can read it. Your colleagues can read the promises."
    )
    await picture(screen, "7-kept")


async def picture(screen: Screen, name: str) -> None:
    """Save a picture of the screen, if PICTURES is set."""
    if kept := os.environ.get("PICTURES"):
        await screen.page.screenshot(path=Path(kept) / f"agents-playground-{name}.png")
