"""Every card and form through Microsoft's own renderer, in Chromium.

With PICTURES set to a folder, a picture of each is saved there.
"""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize

from bot.teams import inputs, renderer
from handlers.cards import Button, Buttons, Card, Form, Paragraph, Picture, spans
from tests.playground.browser import DESKTOP, PHONE, chromium
from tests.renderers import examples
from tests.renderers.examples import CARDS, EXCHANGE, FORMS, HOSTILE_TEXTS
from tests.renderers.week import week
from tests.teams import cards
from tests.teams.microsoft import Client, Drawn, client

Json = dict[str, Any]

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAA"
    "AABJRU5ErkJggg=="
)

# What words, headings, links, pictures and inputs are made of; nothing else is ever drawn.
TAGS = {
    *("div", "span", "p", "a", "img", "button", "label"),
    *("input", "textarea", "select", "option"),
}


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest.fixture
async def teams(browser: Browser) -> AsyncIterator[Client]:
    async with client(browser) as found:
        yield found


@pytest.fixture(scope="module")
def everything() -> dict[str, Json]:
    """Every example, and every card and form of a rep's week, as sent to Teams."""
    return dict(_cards())


def _cards() -> Iterator[tuple[str, Json]]:
    met = week()
    for name, card in {**CARDS, **met.cards}.items():
        yield name, renderer.card(card, nonce="n")
    drawings = {block: DOT for block in EXCHANGE.blocks if isinstance(block, Picture)}
    yield "pictures", renderer.card(EXCHANGE, nonce="n", pictures=drawings)
    for name, form in {**FORMS, **met.forms}.items():
        problems = {each.id: f"Wrong: {each.label}" for each in form.inputs} | {"": "Not yet"}
        yield name, renderer.form(form, nonce="n")
        yield f"{name}, wrong", renderer.form(form, nonce="n", problems=problems)


async def _picture(teams: Client, name: str, size: ViewportSize) -> None:
    """Save a picture of the screen, if PICTURES is set."""
    folder = os.environ.get("PICTURES")
    if folder:
        file = f"{name.replace('/', ' ')[:80]}-{size['width']}.png"
        await teams.page.screenshot(path=Path(folder) / file, full_page=True)


def _wrong(card: Json, drawn: Drawn) -> list[str]:
    """What is wrong with a card that Microsoft's renderer drew."""
    links = sorted(set(cards.links(card)))
    found = [*drawn.problems, *(f"<{tag}>" for tag in drawn.tags if tag not in TAGS)]
    found += [f"markdown: {each}" for each in drawn.markdown if cards.read(each) != each]
    found += [f"stands out by {drawn.overflow}"] if drawn.overflow > 0 else []
    found += [f"links: {drawn.links}"] if sorted(set(drawn.links)) != links else []
    return found


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_all_is_drawn_without_complaint(
    browser: Browser, everything: dict[str, Json], size: ViewportSize
) -> None:
    assert len(everything) > 80
    async with client(browser, size) as teams:
        wrong = {}
        for name, card in everything.items():
            wrong[name] = _wrong(card, await teams.draw(card))
            await _picture(teams, name, size)
    assert {name: found for name, found in wrong.items() if found} == {}


async def test_what_is_typed_is_read_as_it_was_typed(teams: Client) -> None:
    for number, text in enumerate(HOSTILE_TEXTS):
        lines = [" ".join(line.split()) for line in text.splitlines()]
        drawn = await teams.draw(renderer.card(CARDS[f"markup_{number}"], nonce="n"))
        asked = await teams.draw(renderer.form(FORMS[f"markup_form_{number}"], nonce="n"))
        for line in lines:
            assert drawn.text.count(line) >= 10
            assert asked.text.count(line) >= 8


async def test_a_button_hands_over_what_it_stands_for(teams: Client) -> None:
    card = Card("A", (Buttons((Button("Skip", "question.skip", "17", beside=True),)),))
    await teams.draw(renderer.card(card, nonce="n1"))
    await teams.page.get_by_role("button", name="Skip").click()
    assert await teams.executed() == [
        {
            "verb": "question.skip",
            "data": {"attune": {"value": "17", "beside": True, "nonce": "n1"}},
        }
    ]


async def test_a_form_hands_in_what_was_filled_in(teams: Client) -> None:
    await teams.draw(renderer.form(examples.REFLECT_FORM, nonce="n"))
    page = teams.page
    await page.get_by_label("What they said").fill("One, two\nthree")
    await page.get_by_role("radio", name="No").last.check()
    await page.get_by_role("checkbox", name="Pricing for 40 seats").check()
    await page.get_by_role("button", name="Save").click()
    (handed,) = await teams.executed()
    assert handed["verb"] == "form:reflect"
    assert handed["data"]["attune"]["value"] == "9"
    assert inputs.submitted_values(handed["data"]) == {
        "goal_reached": "no",
        "heard": "One, two\nthree",
        "next_step": "Meet finance",
        "promises": "4,5",
        "due": "2026-11-28",
    }


async def test_of_several_forms_on_a_card_one_is_handed_in(teams: Client) -> None:
    await teams.draw(renderer.card(examples.QUICK, nonce="n"))
    page = teams.page
    await page.get_by_label("What did they say that matters?").fill("It was the drivers.")
    await page.get_by_label("What did Contoso say?").fill("Maybe in May")
    await page.get_by_role("radio", name="Kim Larsen").check()
    await page.get_by_title("Save: What did they say that matters?").click()
    await page.get_by_title("Save: What did Contoso say?").click()
    await page.get_by_label("Kind of call").select_option("Pricing")
    await page.get_by_title("Save: Kind of call").click()
    await page.get_by_role("button", name="Add more").click()
    *forms, button = await teams.executed()
    assert [
        (each["verb"], inputs.values_of(each["data"]["attune"]["inputs"], each["data"]))
        for each in forms
    ] == [
        ("form:heard", {"heard": "It was the drivers.", "who": "5"}),
        ("form:heard", {"heard": "Maybe in May"}),
        ("form:call.kind", {"kind": "pricing"}),
    ]
    assert (button["verb"], list(button["data"])) == ("reflect", ["attune"])


async def test_an_answer_that_is_taken_back_is_handed_in_as_none(teams: Client) -> None:
    await teams.draw(renderer.form(examples.PLAN_FORM, nonce="n"))
    page = teams.page
    await page.get_by_label("Account").fill("Northwind")
    await page.get_by_label("Day").fill("2026-11-28")
    await page.get_by_label("Time zone").select_option("Clear my answer")
    await page.get_by_role("button", name="Plan it").click()
    (handed,) = await teams.executed()
    assert inputs.submitted_values(handed["data"])["zone"] == ""


async def test_what_is_needed_is_asked_for_before_a_form_is_handed_in(teams: Client) -> None:
    later = Buttons((Button("Later", "plan.later"),))
    form = Form("plan", "Plan", (*examples.PLAN_FORM.blocks, Paragraph(spans("Or")), later))
    drawn = await teams.draw(renderer.form(form, nonce="n"))
    assert "Write a few words here." not in drawn.text
    await teams.page.get_by_role("button", name="Save").click()
    assert await teams.executed() == []
    said = await teams.page.locator("main").inner_text()
    assert "Write a few words here." in said
    assert "Choose a day." in said
    await teams.page.get_by_role("button", name="Later").click()
    assert [each["verb"] for each in await teams.executed()] == ["plan.later"]
