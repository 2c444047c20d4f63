"""The loop between marketing and sales in a browser, with Priya, the marketer, and Lena.

With PICTURES set to a folder, pictures of the screen are saved there.
"""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import DESKTOP, PHONE, Screen, opened
from tests.whole.steps import be, go, picture, skip_to


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
async def test_an_insight_and_a_buyers_words(
    browser: Browser, served: str, name: str, size: ViewportSize
) -> None:
    async with opened(browser, served, size) as screen:
        await publishes(screen, name)
        await asks_marketing(screen, name)
        await answers(screen, name)
        await passes_on(screen, name)
        await takes_up(screen, name)
        await looks_at_figures(screen, name)
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]


async def publishes(screen: Screen, name: str) -> None:
    await be(screen, "Priya Nair")
    await screen.say("/insight")
    await screen.dialog.get_by_label("Headline").fill("Routely loses drivers in week two")
    await screen.dialog.get_by_label("What it means for a call").fill("Ask what happened then.")
    await picture(screen, f"loop-{name}-1-form")
    await screen.dialog.get_by_role("button", name="Preview").click()
    preview = screen.cards.last
    await preview.get_by_role("button", name="Edit or add more").click()
    await screen.dialog.get_by_label("Against which competitor").fill("Routely")
    await screen.dialog.get_by_role("button", name="Preview").click()
    await expect(preview).to_contain_text("It goes to #sales")
    await picture(screen, f"loop-{name}-2-preview")
    await preview.get_by_role("button", name="Publish now").click()
    await expect(preview).to_contain_text("Published: Routely loses drivers in week two.")


async def asks_marketing(screen: Screen, name: str) -> None:
    await be(screen, "Lena Brandt")
    await skip_to(screen, "Open with: ")  # the brief comes as #sales gets the insight
    await go(screen, "#sales")
    await picture(screen, f"loop-{name}-3-sales")
    posted = screen.cards.filter(has_text="Routely loses drivers in week two")
    await posted.get_by_role("button", name="Ask marketing").last.click()
    await screen.dialog.get_by_label("Your question").fill("Which depots were these?")
    await screen.dialog.get_by_role("button", name="Ask").click()
    await expect(screen.cards.last).to_contain_text("Marketing has your question.")


async def answers(screen: Screen, name: str) -> None:
    await be(screen, "Priya Nair")
    await go(screen, "#marketing")
    await skip_to(screen, "Which depots were these?")
    asked = screen.cards.filter(has_text="Which depots were these?")
    await expect(asked).to_contain_text("Lena Brandt asks about")
    await expect(asked).to_contain_text("An answer is due by Tuesday 24 November")
    await asked.get_by_role("button", name="Answer").click()
    await screen.dialog.get_by_label("Your answer").fill("Two near Ghent and one near Lille.")
    await picture(screen, f"loop-{name}-4-answer")
    await screen.dialog.get_by_role("button", name="Send").click()
    await expect(asked).to_contain_text("Priya Nair answers: Two near Ghent and one near Lille.")
    await picture(screen, f"loop-{name}-5-marketing")
    await be(screen, "Lena Brandt")
    await go(screen, "Attune")
    await expect(screen.cards.last).to_contain_text("Priya Nair answers: Two near Ghent")
    await picture(screen, f"loop-{name}-6-answered")


async def passes_on(screen: Screen, name: str) -> None:
    await skip_to(screen, "They didn't come")
    await screen.say("/reflect Northwind")
    await screen.dialog.get_by_label("It went well").check()
    await screen.dialog.get_by_role("button", name="Save").click()
    kept = screen.cards.filter(has_text="Saved: Northwind.")
    await kept.get_by_role("button", name="Share or pass on").click()
    readers = screen.cards.filter(has_text="Only you can read it.").last
    await readers.get_by_role("button", name="Pass a line to marketing").click()
    await screen.dialog.get_by_label("What should marketing hear?").fill(
        "Jana asks why nobody at Northwind was asked about the map"
    )
    await expect(screen.dialog.get_by_label("Without names")).to_be_checked()
    await screen.dialog.get_by_role("button", name="Pass it on").click()
    read = screen.cards.filter(has_text="can read this, without names")
    await expect(read).to_contain_text("Only you can read it.")
    await picture(screen, f"loop-{name}-7-passed-on")


async def takes_up(screen: Screen, name: str) -> None:
    await be(screen, "Priya Nair")
    await go(screen, "#marketing")
    words = "Somebody there asks why nobody at the customer"
    await skip_to(screen, words)
    heard = screen.cards.filter(has_text=words)
    await expect(heard).not_to_contain_text("Northwind")
    await heard.get_by_role("button", name="I'll take it").click()
    await expect(heard).to_contain_text("Priya Nair is on it.")
    await picture(screen, f"loop-{name}-8-taken-up")
    await be(screen, "Lena Brandt")
    await go(screen, "Attune")
    # A person gets one message a second at most, and here the clock stands still.
    await skip_to(screen, "Priya Nair is on it.")


async def looks_at_figures(screen: Screen, name: str) -> None:
    await go(screen, "Home")
    await screen.button("Marketing and sales").click()
    await expect(screen.page.get_by_role("img", name="Between marketing and sales")).to_be_visible()
    await picture(screen, f"loop-{name}-9-exchange")
