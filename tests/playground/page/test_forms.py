"""Forms on the page: mistakes, what is put off, and keys."""

import pytest
from playwright.async_api import Browser, expect

from tests.playground.browser import PHONE, Screen, opened
from tests.playground.world import World, after_call

pytestmark = pytest.mark.asyncio(loop_scope="package")  # which one browser is for


async def test_a_form_says_what_is_wrong_and_keeps_the_words(screen: Screen, world: World) -> None:
    card = await screen.brief()
    await card.get_by_role("button", name="Set a goal").click()
    goal = screen.dialog.get_by_label("What do you want to know")
    save = screen.dialog.get_by_role("button", name="Save")
    await expect(goal).to_be_focused()
    await expect(goal).to_have_accessible_description("Something you can answer yes or no to.")
    await save.click()
    await expect(screen.dialog.locator(".problem:visible")).to_have_text("This is required.")
    await goal.fill("Give the demo")
    await expect(screen.dialog.locator(".problem:visible")).to_have_count(0)
    await save.click()
    await expect(screen.dialog.locator(".problem:visible")).to_have_text(
        "That is what you show. What will you ask?"
    )
    await expect(goal).to_be_focused()
    await expect(goal).to_have_attribute("aria-invalid", "true")
    await expect(goal).to_have_accessible_description(
        "Something you can answer yes or no to. That is what you show. What will you ask?"
    )
    await expect(goal).to_have_value("Give the demo")
    await goal.fill("Who signs?")
    await save.click()
    await expect(screen.dialog).to_be_hidden()
    await expect(card).to_contain_text("Goal: Who signs?")
    await expect(screen.entries).to_have_count(2)
    assert world.effects == ["prep Northwind", "goal Who signs?"]


async def test_a_form_is_saved_at_once_after_a_long_problem_was_put_right(screen: Screen) -> None:
    card = await screen.brief()
    await screen.page.clock.install()
    await card.get_by_role("button", name="Set a goal").click()
    goal = screen.dialog.get_by_label("What do you want to know")
    save = screen.dialog.get_by_role("button", name="Save")
    tall = "all => all.forEach(each => { each.style.paddingBottom = '9rem'; })"
    await screen.dialog.locator(".problem").evaluate_all(tall)
    await goal.fill("Give the demo")
    await save.click()
    await expect(screen.dialog.locator(".problem:visible")).to_have_count(1)
    await screen.page.clock.run_for(2000)  # it is read
    await goal.fill("Who signs?")  # the problem goes, and the button is where it was
    await save.click()
    await expect(screen.dialog).to_be_hidden()


async def test_a_form_put_off_still_has_its_words(screen: Screen) -> None:
    card = await screen.brief()
    opener = card.get_by_role("button", name="Set a goal")
    await opener.click()
    goal = screen.dialog.get_by_label("What do you want to know")
    await goal.fill("Who signs, and")
    await screen.page.keyboard.press("Escape")
    await expect(screen.dialog).to_be_hidden()
    await expect(opener).to_be_focused()
    await opener.click()
    await expect(goal).to_have_value("Who signs, and")
    await goal.fill("Who signs?")
    await screen.page.keyboard.press("Enter")
    await expect(card).to_contain_text("Goal: Who signs?")
    await opener.click()
    await expect(goal).to_have_value("")


async def test_new_words_win_over_a_form_that_was_put_off(screen: Screen) -> None:
    reached = screen.dialog.get_by_role("group", name="Goal reached?").get_by_label("Yes")
    said = screen.dialog.get_by_label("What they said")
    await screen.say("/reflect On Wednesday")
    await expect(said).to_have_value("On Wednesday")
    await reached.check()
    await screen.page.keyboard.press("Escape")
    await screen.say("/reflect On Friday")
    await expect(said).to_have_value("On Friday")
    await expect(reached).to_be_checked()
    await said.fill("On Friday, late")
    await screen.page.keyboard.press("Escape")
    await screen.say("/reflect On Friday")
    await expect(said).to_have_value("On Friday, late")


async def test_a_form_saved_by_key_leads_to_what_changed(screen: Screen) -> None:
    card = await screen.brief()
    await card.get_by_role("button", name="Set a goal").focus()
    await screen.page.keyboard.press("Enter")
    await screen.dialog.get_by_label("What do you want to know").fill("Who signs?")
    await screen.page.keyboard.press("Enter")
    await expect(screen.heard).to_have_text("Goal: Who signs?")
    await expect(card.get_by_role("button", name="Set a goal")).to_be_focused()
    await screen.button("Tomas Keller").click()
    await expect(screen.heard).to_have_text("")  # those words are not his


async def test_back_closes_a_form_and_then_leads_to_the_place_before(screen: Screen) -> None:
    await screen.button("sales").click()
    await expect(screen.title).to_have_text("#sales")
    await screen.button("Attune").click()
    card = await screen.brief()
    await card.get_by_role("button", name="Set a goal").click()
    await screen.dialog.get_by_label("What do you want to know").fill("Who")
    await screen.page.go_back()
    await expect(screen.dialog).to_be_hidden()
    await expect(screen.title).to_have_text("Attune")
    await card.get_by_role("button", name="Set a goal").focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.dialog.get_by_label("What do you want to know")).to_have_value("Who")
    await screen.page.keyboard.press("Enter")
    await expect(screen.dialog).to_be_hidden()
    await screen.page.go_back()  # the form that was saved is no step of the way
    await expect(screen.title).to_have_text("#sales")
    await screen.page.go_forward()
    await expect(screen.title).to_have_text("Attune")


async def test_every_kind_of_input_is_handed_in(screen: Screen, world: World) -> None:
    await screen.say("/reflect")
    await screen.dialog.get_by_role("group", name="Goal reached?").get_by_label("Yes").check()
    await screen.dialog.get_by_label("What they said").fill("First\nsecond")
    await screen.dialog.get_by_label("Zone", exact=True).select_option("z3")
    kept = screen.dialog.get_by_role("group", name="Which promises were kept?")
    await kept.get_by_label("Yes").check()
    await kept.get_by_label("Partly").check()
    await screen.dialog.get_by_label("Next step by").fill("2026-11-30")
    await screen.dialog.get_by_role("button", name="Save").click()
    await expect(screen.dialog).to_be_hidden()
    assert world.fields == {
        "reached": "yes",
        "heard": "First\nsecond",
        "built": "",
        "zone": "z3",
        "kept": "yes,partly",
        "due": "2026-11-30",
    }


async def test_a_form_in_a_message_works_on_a_phone_and_by_keyboard(
    served: tuple[World, str], browser: Browser
) -> None:
    world, url = served
    await world.push("lena", after_call(), 1)
    async with opened(browser, url, PHONE) as screen:
        page, card = screen.page, screen.cards
        line, kind = (
            page.get_by_role("textbox", name="What did they say?"),
            page.get_by_label("Kind of call"),
        )
        await line.fill("our pitch")
        await kind.select_option("Demo")
        await expect(card).to_contain_text("A demo call.")
        await expect(line).to_have_value("our pitch")
        await kind.focus()
        await page.keyboard.press("ArrowDown")
        await expect(kind).to_have_value("renewal")
        await page.keyboard.press("Shift+Tab")
        await expect(card).to_contain_text("A renewal call.")
        await line.press("Enter")
        await expect(card.get_by_role("alert").filter(visible=True)).to_have_text(
            "That is yours. What did they say?"
        )
        await expect(line).to_be_focused()
        await expect(line).to_have_value("our pitch")
        await expect(screen.dialog).to_be_hidden()
        await page.reload()
        await expect(line).to_have_value("our pitch")
        assert await page.locator("#scroll").evaluate("box => box.scrollWidth") <= 360
        await line.fill("")
        await page.get_by_role("button", name="Save: What did they say?").click()
        await expect(card.get_by_role("alert").filter(visible=True)).to_have_text(
            "This is required."
        )
        await line.fill("It was the drivers.")
        await line.press("Enter")
        await expect(card).to_contain_text("Saved: It was the drivers.")
        await expect(page.locator("form.quick")).to_have_count(0)
        await expect(screen.entries).to_have_count(1)
    assert world.effects == ["kind demo", "kind renewal", "line It was the drivers."]


async def test_not_now_keeps_what_was_typed_for_later(screen: Screen) -> None:
    card = await screen.brief()
    field = screen.dialog.get_by_label("What do you want to know")
    await card.get_by_role("button", name="Set a goal").click()
    await field.fill("Who signs?")
    await screen.dialog.get_by_role("button", name="Not now").press("Enter")
    await card.get_by_role("button", name="Set a goal").press("Enter")
    await expect(field).to_have_value("Who signs?")
