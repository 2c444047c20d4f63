"""The whole rhythm of a call in a browser: the real app, the demo's week, a real Chromium.

With PICTURES set to a folder, pictures of the screen are saved there.
"""

import re

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import DESKTOP, PHONE, Screen, opened
from tests.transcripts.desk import zoom
from tests.whole.steps import fits, picture, skip_to

LINE = "Two dispatchers decide it with me, not Ruben."
DECK = "Send the ROI deck"
VISIT = "A visit at the depot by Thursday"
TRANSCRIPT = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
async def test_the_rhythm_of_a_call(
    browser: Browser, served: str, name: str, size: ViewportSize
) -> None:
    async with opened(browser, served, size) as screen:
        await picture(screen, f"{name}-1-start")
        await prepares(screen, name)
        await is_nudged(screen, name)
        await reflects(screen, name)
        await brings_the_transcript(screen, name)
        await settles_promises(screen, name)
        await notes_a_no_show(screen, name)
        await looks_up(screen, name)
        await says_who_said_it(screen, name)
        await stops_a_kind(screen)
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]


async def prepares(screen: Screen, name: str) -> None:
    """Monday morning: the agenda, the brief it leads to, a goal, a guess and the kind of call."""
    await screen.skip.click()
    agenda = screen.cards.last
    await expect(agenda).to_contain_text("3 calls, the first at 10:00: Northwind.")
    await expect(agenda).to_contain_text("Pricing for 40 seats")
    await picture(screen, f"{name}-2-agenda", agenda)
    await agenda.get_by_role("button", name="Brief: Northwind").click()
    brief = screen.cards.last
    await expect(brief).to_contain_text("The drivers had switched it off by week two")
    await expect(brief.get_by_text("Open with:")).to_be_in_viewport()
    await expect(brief).not_to_contain_text("discovery call")  # they have met before
    await brief.get_by_role("button", name="Write your goal and guesses").click()
    await screen.dialog.get_by_label("What will you know or have agreed").fill("Who decides")
    await screen.dialog.get_by_label("Guess 1").fill("Ruben decides alone")
    await picture(screen, f"{name}-3-goal")
    await screen.dialog.get_by_role("button", name="Save").click()
    await expect(brief).to_contain_text("Guess: Ruben decides alone")
    await brief.get_by_label("Kind of call").select_option("Demo")
    await expect(brief).to_contain_text("a demo.")
    await expect(brief).not_to_contain_text("Looks like")
    await picture(screen, f"{name}-4-brief", brief)
    await fits(brief, words=120)
    await brief.get_by_role("button", name="Everything on file").click()
    everything = screen.cards.last
    await expect(everything).to_contain_text("Jana Novak, Thursday 19 November")
    await expect(everything).to_contain_text("(Jana Novak is coming)")
    await picture(screen, f"{name}-4-everything", everything)


async def is_nudged(screen: Screen, name: str) -> None:
    """The brief that comes by itself, and the line ten minutes before."""
    await skip_to(screen, "Northwind, in 10 minutes.")
    pushed = screen.cards.filter(has_text="Join the call").last
    await expect(pushed).to_contain_text("Monday 23 November 10:00: a demo.")
    await picture(screen, f"{name}-5-pushed", pushed)
    await fits(pushed, words=120)
    line = screen.cards.filter(has_text="Northwind, in 10 minutes.")
    await picture(screen, f"{name}-5-listen", line)
    await fits(line, words=39)
    await line.get_by_role("button", name="Not useful").click()
    await expect(screen.page.locator("#log").get_by_text("Noted. If the next line")).to_be_visible()
    await picture(screen, f"{name}-5-not-useful")


async def reflects(screen: Screen, name: str) -> None:
    """One tap, one line, and more only if there is time."""
    await skip_to(screen, "Northwind: did you reach your goal? Who decides")
    asked = screen.cards.filter(has_text="Northwind: did you reach your goal?")
    await picture(screen, f"{name}-6-tap", asked)
    await fits(asked, words=39)
    await asked.get_by_role("button", name="Partly").click()
    tapped = screen.cards.filter(has_text="Did you reach your goal? Partly.")
    await tapped.get_by_role("textbox").fill(LINE)
    await picture(screen, f"{name}-6-line", tapped)
    await fits(tapped, words=39)
    await tapped.get_by_role("button", name="Save").click()
    await expect(tapped).to_have_count(0)
    saved = screen.cards.filter(has_text="Saved: Northwind.").last
    await fits(saved, words=60, controls=4)
    await saved.get_by_role("button", name="Add more").click()
    await screen.dialog.get_by_label("Wrong").first.check()
    await screen.dialog.get_by_label("What happens next?").fill(DECK)
    await screen.dialog.get_by_label("Who promised what?").fill(VISIT)
    assert await screen.dialog.locator(".field").count() <= 6
    await picture(screen, f"{name}-7-filled")
    await screen.dialog.get_by_role("button", name="Save").click()
    await expect(screen.dialog).to_be_hidden()
    await expect(saved).to_contain_text(
        "Only you can read it. Your colleagues can read the promises."
    )
    await expect(saved).to_contain_text("A visit at the depot, by Thursday")
    await expect(saved).to_contain_text("Next: Send the ROI deck.")
    await expect(saved).to_contain_text("3 accounts in 60 days")
    await expect(saved.get_by_role("button", name="Plan it")).to_be_visible()
    await picture(screen, f"{name}-8-saved", saved)
    await fits(saved, words=60, controls=4)


async def brings_the_transcript(screen: Screen, name: str) -> None:
    """Drop the call's file, guess, see the figures and who spoke when, and keep a line of it.

    Of the call's words, only what the rep keeps stays on the page after a reload.
    """
    await screen.drop(TRANSCRIPT, zoom())
    await expect(screen.entries.filter(has_text=f"{TRANSCRIPT}, 8 kB")).to_be_visible()
    asked = screen.cards.filter(has_text="Before you see the figures: who talked more?").last
    await picture(screen, f"{name}-8-guess", asked)
    await asked.get_by_role("button", name="About even").click()
    figures = screen.cards.filter(
        has_text="You guessed: about even. You talked 45% of the time."
    ).last
    await expect(figures).to_contain_text("Northwind")
    strip = figures.get_by_role("img")
    await expect(strip).to_have_attribute("alt", re.compile("^Who spoke when. About even in each"))
    await picture(screen, f"{name}-8-transcript", figures)
    await fits(figures, words=120)
    await figures.get_by_role("button", name="Draft the reflection").click()
    draft = screen.cards.filter(has_text="Draft of your reflection").last
    await picture(screen, f"{name}-8-draft", draft)
    await draft.get_by_role("button", name="Keep").first.click()
    await expect(draft.get_by_role("button", name="Take it back")).to_be_visible()


async def settles_promises(screen: Screen, name: str) -> None:
    await screen.say("/promises Northwind")
    promises = screen.cards.last
    await expect(promises).to_contain_text("A visit at the depot")
    await promises.get_by_role("button", name="Action plan as text").click()
    await expect(screen.cards.last).to_contain_text("Northwind: mutual action plan")
    await picture(screen, f"{name}-9-plan")


async def notes_a_no_show(screen: Screen, name: str) -> None:
    await skip_to(screen, "Halden Logistics: did you reach your goal?")
    asked = screen.cards.filter(has_text="Halden Logistics: did you reach your goal?")
    await asked.get_by_role("button", name="They didn't come").click()
    missed = screen.cards.filter(has_text="they didn't come").last
    await expect(missed.get_by_role("button", name="Plan another try")).to_be_visible()
    await picture(screen, f"{name}-10-no-show", missed)
    await fits(missed, words=39)


async def looks_up(screen: Screen, name: str) -> None:
    """The afternoon before: questions that ten minutes answer, with one form for the answers."""
    words = "Worth ten minutes before Alder and Finch"
    await skip_to(screen, words)
    asked = screen.cards.filter(has_text=words)
    await picture(screen, f"{name}-11-day-before", asked)
    # Each of three proposed answers has "Keep" and "More…". "Answer" and "Stop" are for all.
    await fits(asked, words=130, controls=8)
    await asked.get_by_role("button", name="More…").first.click()
    more = screen.cards.filter(has_text="Wrong company").last
    await picture(screen, f"{name}-11-more", more)
    await fits(more, words=80, controls=8)
    await more.get_by_role("button", name="Back").click()
    await asked.get_by_role("button", name="Keep").first.click()
    await expect(screen.cards.last).to_contain_text("Saved.")
    await picture(screen, f"{name}-11-kept", screen.cards.last)
    await asked.last.get_by_role("button", name="Answer").click()
    await screen.dialog.get_by_role("textbox").first.fill("The depot in Lille closes in March.")
    await picture(screen, f"{name}-11-answer")
    await screen.dialog.get_by_role("button", name="Save").click()
    await expect(screen.dialog).to_be_hidden()
    await picture(screen, f"{name}-11-answered", screen.cards.last)

    # A brief days ahead has questions to look up too, but only if there is room for them
    await screen.say("/prep Northwind")
    ahead = screen.cards.last
    await expect(ahead).to_contain_text("Irina Sokol")
    await picture(screen, f"{name}-12-ahead", ahead)


async def says_who_said_it(screen: Screen, name: str) -> None:
    """Two of theirs came on Wednesday, so the line has a speaker."""
    await skip_to(screen, "Northwind: did you reach your goal? Hear a dispatcher", limit=30)
    pushed = screen.cards.filter(has_text="Wednesday 25 November 15:30").last
    await picture(screen, f"{name}-13-pushed", pushed)
    await fits(pushed, words=120)
    await screen.cards.last.get_by_role("button", name="Yes").click()
    tapped = screen.cards.filter(has_text="Did you reach your goal? Yes.").last
    await tapped.get_by_role("textbox").fill("On Fridays I plan by phone.")
    await tapped.get_by_label("Irina Sokol").check()
    await picture(screen, f"{name}-13-line", tapped)
    await fits(tapped, words=39)
    await tapped.get_by_role("button", name="Save").click()
    saved = screen.cards.filter(has_text="Saved: Northwind.").last
    await expect(saved).to_contain_text("Irina")
    await picture(screen, f"{name}-14-saved", saved)
    await fits(saved, words=60, controls=4)


async def stops_a_kind(screen: Screen) -> None:
    """Stop one kind from its own message."""
    await skip_to(screen, "Stop")
    await screen.button("Stop").last.click()
    await expect(screen.cards.last).to_contain_text("or later in /rhythm.")


async def test_the_three_people_see_their_own(browser: Browser, served: str) -> None:
    async with opened(browser, served) as screen:
        await screen.say("/calls")
        await expect(screen.cards.last).to_contain_text("Brightwater Clinics")
        await screen.button("Tomas Keller").click()
        await expect(screen.cards).to_have_count(1)
        await expect(screen.cards.last).to_contain_text("Lena Brandt asks for your help")
        await screen.say("/calls")
        await expect(screen.cards.last).to_contain_text(
            "Tuesday 24 November 09:30 Halden Logistics"
        )
        await expect(screen.cards.last).not_to_contain_text("Brightwater Clinics")
        await screen.button("Home").click()
        await expect(screen.cards.last).to_contain_text("Upcoming calls")
        await picture(screen, "home")
