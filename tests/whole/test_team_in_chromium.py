"""The demo's manager and rep in a browser: a morning worth reading, a comment and an answer."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.playground.browser import DESKTOP, PHONE, opened
from tests.whole.steps import fits, picture, skip_to

ANSWER = "Ask what would have to be true for him to say yes alone."
COMMENT = "What does she do between six and seven?"


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
async def test_a_manager_answers_and_comments_and_the_rep_gets_both(
    browser: Browser, served: str, name: str, size: ViewportSize
) -> None:
    async with opened(browser, f"{served}?who=tomas&place=attune", size) as tomas:
        await skip_to(tomas, "Your team, Monday 23 November: 1 question, 2 calls open to you")
        morning = tomas.cards.last
        for words in (
            "14:00 Brightwater Clinics – Lena Brandt",
            "Mercato Foods – Bram Visser: Names of two reference stores, overdue",
            "Lena Brandt shared: Alder and Finch",
            "Aylin Demir heard something unexpected at Mercato Foods",
        ):
            await expect(morning).to_contain_text(words)
        await picture(tomas, f"{name}-team-morning", morning)
        await fits(morning, words=120)
        await tomas.button("Read Alder and Finch").click()
        await tomas.page.get_by_role("textbox", name="What would you say to Lena?").fill(COMMENT)
        await tomas.button("Comment: What would").click()
        await expect(tomas.cards.last).to_contain_text("Sent. Only Lena Brandt sees it.")
        await tomas.page.get_by_role("textbox", name="Your answer").first.fill(ANSWER)
        await tomas.button("Answer: Your answer").first.click()
        await expect(tomas.cards.first).to_contain_text("You answered Lena Brandt")
        await tomas.say("/team")
        page = tomas.cards.last
        await expect(page).to_contain_text("DACH: 4 calls open to you in the next seven days")
        await picture(tomas, f"{name}-team", page)
        await fits(page, words=120)
        await tomas.button("Figures").click()
        await expect(page).to_contain_text("Calls prepared in time: 65%")
        await fits(page, words=120)
    async with opened(browser, f"{served}?who=lena&place=attune", size) as lena:
        await skip_to(lena, ANSWER)
        await expect(lena.cards.filter(has_text=COMMENT)).to_be_visible()
        await lena.say("/team")
        await expect(lena.cards.last).to_contain_text("Tomas Keller leads DACH.")
        await fits(lena.cards.last, words=120)
