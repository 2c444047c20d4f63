"""The whole rhythm of a call in a browser: the real app, the demo's week, a real Chromium.

With PICTURES set to a folder, pictures of the screen are saved there.
"""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import DESKTOP, PHONE, opened
from tests.whole.steps import fits_one_phone_screen, picture, skip_to


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
async def test_the_rhythm_of_a_call(
    browser: Browser, served: str, name: str, size: ViewportSize
) -> None:
    async with opened(browser, served, size) as screen:
        await picture(screen, f"{name}-1-start")

        # Monday morning: the agenda, and the brief it leads to
        await screen.skip.click()
        agenda = screen.cards.last
        await expect(agenda).to_contain_text("3 calls, the first at 10:00: Northwind.")
        await expect(agenda).to_contain_text("Pricing for 40 seats")
        await picture(screen, f"{name}-2-agenda")
        await agenda.get_by_role("button", name="Brief: Northwind").click()
        brief = screen.cards.last
        await expect(brief).to_contain_text("The drivers had switched it off by week two")
        await expect(brief).to_contain_text("Looks like a discovery call.")

        # A goal, a guess, and the kind of call, in one tap
        await brief.get_by_role("button", name="Write your goal and guesses").click()
        await screen.dialog.get_by_label("What will you know or have agreed").fill("Who decides")
        await screen.dialog.get_by_label("Guess 1").fill("Ruben decides alone")
        await picture(screen, f"{name}-3-goal")
        await screen.dialog.get_by_role("button", name="Save").click()
        await expect(brief).to_contain_text("Guess: Ruben decides alone")
        await brief.get_by_label("Kind of call").select_option("Demo")
        await expect(brief).to_contain_text("a demo.")
        await expect(brief).not_to_contain_text("Looks like")
        await picture(screen, f"{name}-4-brief")
        await fits_one_phone_screen(brief)

        # Everything else that is on file, below it
        await brief.get_by_role("button", name="Everything on file").click()
        everything = screen.cards.last
        await expect(everything).to_contain_text("Jana Novak, Thursday 19 November")
        await expect(everything).to_contain_text("(Jana Novak is coming)")
        await picture(screen, f"{name}-4-everything")

        # Ten minutes before, and after the call
        await skip_to(screen, "Northwind, in 10 minutes.")
        await picture(screen, f"{name}-5-listen")
        await skip_to(screen, "Northwind: did you reach your goal? Who decides")
        await picture(screen, f"{name}-6-tap")
        await screen.button("Partly").last.click()
        tapped = screen.cards.filter(has_text="Did you reach your goal? Partly.")
        await tapped.get_by_role("textbox").fill("Two dispatchers decide it with me, not Ruben.")
        await picture(screen, f"{name}-6-line")
        await tapped.get_by_role("button", name="Save").click()
        await expect(tapped).to_have_count(0)
        await (
            screen.cards.filter(has_text="Saved: Northwind.")
            .last.get_by_role("button", name="Add more")
            .click()
        )
        await screen.dialog.get_by_label("Wrong").first.check()
        await screen.dialog.get_by_label("What happens next?").fill("Send the ROI deck")
        await screen.dialog.get_by_label("Who promised what?").fill(
            "A visit at the depot by Thursday"
        )
        await picture(screen, f"{name}-7-filled")
        await screen.dialog.get_by_role("button", name="Save").click()
        await expect(screen.dialog).to_be_hidden()
        kept = screen.cards.filter(has_text="Saved: Northwind.")
        await expect(kept).to_contain_text("Notes: only you. Promises: your team.")
        await expect(kept).to_contain_text("A visit at the depot, by Thursday")
        await expect(kept).to_contain_text("ROI deck")
        await picture(screen, f"{name}-8-kept")

        # Promises, settled in the list
        await screen.say("/promises Northwind")
        promises = screen.cards.last
        await expect(promises).to_contain_text("A visit at the depot")
        await promises.get_by_role("button", name="Action plan as text").click()
        await expect(screen.cards.last).to_contain_text("Northwind: mutual action plan")
        await picture(screen, f"{name}-9-plan")

        # Stop one kind from its own message
        await skip_to(screen, "Stop")
        await screen.button("Stop").last.click()
        await expect(screen.cards.last).to_contain_text("or later in /rhythm.")
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]


async def test_the_three_people_see_their_own(browser: Browser, served: str) -> None:
    async with opened(browser, served) as screen:
        await screen.say("/calls")
        await expect(screen.cards.last).to_contain_text("Brightwater Clinics")
        await screen.button("Tomas Keller").click()
        await expect(screen.cards).to_have_count(0)
        await screen.say("/calls")
        await expect(screen.cards.last).to_contain_text(
            "Tuesday 24 November 09:30 Halden Logistics"
        )
        await expect(screen.cards.last).not_to_contain_text("Brightwater Clinics")
        await screen.button("Home").click()
        await expect(screen.cards.last).to_contain_text("Upcoming calls")
        await picture(screen, "home")
