"""The page in a browser: by mouse, by keyboard and on a phone."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from handlers.cards import Card, Paragraph, spans
from handlers.views import charts
from tests.playground.browser import PHONE, Screen, opened
from tests.playground.world import MONDAY, Due, World, after_call, brief, listening
from tests.renderers.examples import CARDS, HOSTILE_TEXTS

pytestmark = pytest.mark.asyncio(loop_scope="package")  # which one browser is for
SOON = MONDAY + timedelta(minutes=40)
HOUR = "#hour"
IS_WHOLE = "each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight"


async def test_a_newcomer_is_shown_what_to_try(screen: Screen) -> None:
    await expect(screen.page.locator(HOUR)).to_have_text("08:20")
    await expect(screen.page.locator("#clock")).to_contain_text("Monday 23 November")
    welcome = screen.page.get_by_role("region", name="A week with Attune")
    await expect(welcome.get_by_role("button")).to_have_text(
        [
            "/prep Northwind tomorrow 3pm",
            "Use your own calendar (.ics)",
            "Share a call’s transcript",
            "Hide this",
        ]
    )
    await welcome.get_by_role("button", name="/prep").click()
    await expect(screen.entries).to_have_count(2)
    await expect(welcome).to_be_hidden()


async def test_commands_are_suggested_and_chosen_by_key(screen: Screen, world: World) -> None:
    await screen.page.keyboard.press("/")
    await expect(screen.box).to_be_focused()
    await expect(screen.options).to_have_count(6)
    await screen.page.keyboard.type("pr")
    await expect(screen.options).to_have_text(
        ["/prep [account] [when] Prepare a call", "/promises What is promised, by whom"]
    )
    await expect(screen.box).to_have_attribute("aria-expanded", "true")
    await screen.page.keyboard.press("ArrowDown")
    await expect(screen.options.nth(1)).to_have_attribute("aria-selected", "true")
    await expect(screen.box).to_have_attribute("aria-activedescendant", "suggestion-1")
    await screen.page.keyboard.press("ArrowDown")
    await screen.page.keyboard.press("Tab")
    await expect(screen.box).to_have_value("/prep ")
    await expect(screen.box).to_be_focused()
    await expect(screen.options).to_have_count(0)
    await screen.page.keyboard.type("Northwind")
    await screen.page.keyboard.press("Enter")
    await expect(screen.cards).to_contain_text(["We tried that in spring."])
    assert world.effects == ["prep Northwind"]
    await screen.page.keyboard.type("/")
    await screen.page.keyboard.press("Escape")
    await expect(screen.options).to_have_count(0)
    await expect(screen.box).to_have_value("/")


async def test_words_wait_where_they_were_typed(screen: Screen) -> None:
    await screen.box.fill("prep North")
    await screen.button("sales").click()
    await expect(screen.title).to_have_text("#sales")
    await expect(screen.box).to_have_value("")
    await screen.box.fill("Northwind is")
    await screen.button("Priya Nair").click()
    await expect(screen.box).to_have_value("")
    await screen.button("Lena Brandt").click()
    await expect(screen.box).to_have_value("Northwind is")
    await screen.button("Attune").click()
    await expect(screen.box).to_have_value("prep North")
    await screen.page.reload()
    await expect(screen.box).to_have_value("prep North")


async def test_each_window_keeps_its_person(screen: Screen) -> None:
    await screen.button("Priya Nair").click()
    await screen.button("marketing").click()
    await expect(screen.title).to_have_text("#marketing")
    other = await screen.page.context.new_page()
    await other.goto(screen.page.url.partition("?")[0])
    await expect(other.get_by_role("button", name="Lena")).to_have_attribute("aria-pressed", "true")
    await other.get_by_role("button", name="Tomas Keller").click()
    await expect(other.locator("#said")).to_contain_text("Tomas")
    for window, name in ((screen.page, "Priya"), (other, "Tomas")):
        await window.reload()
        person = window.get_by_role("button", name=name)
        await expect(person).to_have_attribute("aria-pressed", "true")
    await expect(screen.title).to_have_text("#marketing")


async def test_a_transcript_is_dropped_chosen_by_key_and_pasted(
    screen: Screen, world: World, tmp_path: Path
) -> None:
    call, words = b"WEBVTT\n\nx" * 400, "Ann: Hello.\nBo: Hi.\nAnn: And?\nBo: Well."
    await screen.drop("callnotes.vtt", call)
    await expect(screen.entries).to_have_count(2)
    await expect(screen.entries.first).to_contain_text("callnotes.vtt, 4 kB")
    await expect(screen.cards.last).to_contain_text("Read callnotes.vtt: 3600 bytes.")
    (tmp_path / "chosen.docx").write_bytes(bytes(2_000_000))
    await screen.choose(
        screen.page.get_by_role("button", name="Share a file"), tmp_path / "chosen.docx"
    )
    await expect(screen.cards.last).to_contain_text("Read chosen.docx: 2000000 bytes.")
    await screen.box.fill("/reflect ")
    await screen.paste(words)
    await expect(screen.entries.nth(4)).to_contain_text("A transcript, 8 words")
    await expect(screen.cards.last).to_contain_text(f"Read what was pasted: {len(words)} bytes.")
    assert not await screen.page.evaluate("JSON.stringify(sessionStorage).includes('Hello')")
    await screen.drop("notes.mp4", bytes(20_000_001))
    await expect(screen.said).to_contain_text("larger than 20 MB")


async def test_home_is_a_page_of_its_own(screen: Screen) -> None:
    await screen.button("Home").click()
    await expect(screen.title).to_have_text("Home")
    await expect(screen.cards).to_contain_text(["Lena Brandt’s week"])
    await screen.button("Attune").click()
    await expect(screen.title).to_have_text("Attune")
    await expect(screen.cards).to_have_count(0)


async def test_an_answer_on_home_stays_there(screen: Screen, world: World) -> None:
    await screen.button("Home").click()
    await expect(screen.skip).to_contain_text("Nothing is planned")
    world.due.append(Due(SOON, "lena", listening()))
    await screen.button("Set a goal").click()
    await expect(screen.skip).to_contain_text("09:00")  # what happens next is asked for again
    await screen.dialog.get_by_label("What do you want to know").fill("Who signs?")
    await screen.page.keyboard.press("Enter")
    await expect(screen.cards.get_by_text("goal Who signs?")).to_be_in_viewport()
    await expect(screen.button("Set a goal").last).to_be_focused()  # far down, where it was pressed
    await expect(screen.said).to_have_text("Home: they have not told you why now.")
    await expect(screen.title).to_have_text("Home")
    await expect(screen.cards).to_contain_text(["Goal: Who signs?", "Lena Brandt’s week"])
    await screen.button("More").last.click()  # it changes nothing on Home: what it says is shown
    await expect(screen.cards.first).to_have_text("Ask Lena Brandt: why now?")
    await expect(screen.cards.first).to_be_in_viewport()
    await expect(screen.cards.first).to_be_focused()
    await screen.button("Back to Home").click()
    await expect(screen.cards).to_have_count(1)
    await expect(screen.button("More").last).to_be_focused()
    await expect(screen.button("More").last).to_be_in_viewport()


async def test_menu_entries_work_with_and_without_a_message(screen: Screen) -> None:
    await screen.button("Plan a call").click()
    await screen.dialog.get_by_role("button", name="Not now").click()
    await expect(screen.dialog).to_be_hidden()
    await screen.button("sales").click()
    await screen.say("They tried it in spring")
    await screen.button("Keep as a quote: They tried it in spring").focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.page.get_by_role("blockquote")).to_have_text("They tried it in spring")
    await screen.button("Attune").click()
    await screen.say("/questions")
    await expect(screen.button("Keep as a quote")).to_have_count(0)  # a command is not kept


async def test_a_promise_is_offered_only_under_words_that_may_hold_one(screen: Screen) -> None:
    await screen.button("sales").click()
    for words, offered in (
        ("asdkjh qwe", 0),
        ("help prep", 0),
        ("They OWE us the floor plans", 1),
        ("we’ll see to it", 1),
        ("the owner was late", 0),
        ("any open promises we owe", 0),
        ("and what do they owe us", 0),
        ("They owe us a plan?", 0),
        ("who do we owe a plan", 0),
        ("Anyway we owe them a plan", 1),
    ):
        await screen.say(words)
        await expect(screen.button(f"Keep as a quote: {words}")).to_have_count(1)
        await expect(screen.button(f"Save as a promise: {words}")).to_have_count(offered)


async def test_all_of_it_by_keyboard(screen: Screen, world: World) -> None:
    keyboard = screen.page.keyboard
    await keyboard.press("/")
    await keyboard.type("prep Northwind")
    await keyboard.press("Enter")
    card = screen.cards.first
    await expect(card).to_be_visible()
    goal = card.get_by_role("button", name="Set a goal")
    for _ in range(6):
        await keyboard.press("Shift+Tab")
        if await goal.evaluate("each => each === document.activeElement"):
            break
    await expect(goal).to_be_focused()
    await keyboard.press("Enter")
    await expect(screen.dialog).to_be_visible()
    for _ in range(8):  # the rest of the page is out of reach while the form is open
        await keyboard.press("Tab")
        assert not await screen.page.locator("#side :focus, #stage :focus").count()
    await screen.dialog.get_by_label("What do you want to know").focus()
    await keyboard.type("Who signs?")
    await keyboard.press("Enter")
    await expect(card).to_contain_text("Goal: Who signs?")
    assert world.effects[-1] == "goal Who signs?"


async def test_at_any_width_the_clock_and_the_button_stand_apart(
    screen: Screen, world: World
) -> None:
    card = Card("reflection prompts for Brightwater Clinics and others", (Paragraph(spans("x")),))
    world.due.append(Due(SOON, "lena", card))
    await screen.page.reload()
    await expect(screen.page.locator("#coming")).to_contain_text("Brightwater")
    for width in (600, 700, 760, 761, 780, 860, 960, 1040, 1041, 1280):
        await screen.page.set_viewport_size({"width": width, "height": 740})
        button = await screen.skip.bounding_box()
        assert button is not None
        for part in ("#hour", "#day", "#month"):
            box = await screen.page.locator(part).bounding_box()
            assert box is None or box["x"] + box["width"] <= button["x"], (width, part)


async def test_a_phone_has_room_for_all_of_it(
    served: tuple[World, str], world: World, browser: Browser
) -> None:
    world.due.append(Due(SOON, "lena", CARDS["long"]))
    async with opened(browser, served[1], PHONE) as screen:
        for number, card in enumerate(CARDS.values(), start=1):
            await world.push("lena", card, number)
        await expect(screen.cards).to_have_count(len(CARDS))
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await screen.page.locator("#scroll").evaluate("box => box.scrollWidth") <= 360
        await expect(screen.box).to_be_in_viewport(ratio=1)
        await expect(screen.skip).to_contain_text("09:00 · Northwind said so.")
        await expect(screen.skip).to_be_in_viewport(ratio=1)
        await expect(screen.button("Tomas Keller")).to_have_count(0)
        await screen.button("People and conversations").click()
        await expect(screen.button("Lena Brandt")).to_be_focused()
        await screen.page.keyboard.press("Escape")
        await expect(screen.button("People and conversations")).to_be_focused()
        await screen.button("People and conversations").click()
        await screen.button("Tomas Keller").click()
        await expect(screen.said).to_have_text("You are Tomas Keller, manager.")
        await screen.say("/reflect")
        await expect(screen.dialog).to_be_visible()
        assert await screen.dialog.evaluate("each => each.scrollWidth <= each.clientWidth")


async def test_a_phone_shows_all_that_comes_next(
    served: tuple[World, str], world: World, browser: Browser
) -> None:
    world.due.append(Due(SOON, "lena", Card("reflection prompts, Brightwater Clinics", ())))
    async with opened(browser, served[1], PHONE) as screen:
        coming = screen.page.locator("#coming")
        await expect(coming).to_have_text("09:00 · reflection prompts, Brightwater Clinics")
        assert await screen.page.locator("#ahead").evaluate(IS_WHOLE)
        button = await screen.skip.bounding_box()
        assert button is not None
        assert button["height"] < 50, "it has two lines"


async def test_a_phone_shows_three_lines_of_what_comes_next(
    served: tuple[World, str], world: World, browser: Browser
) -> None:
    said = "a line for marketing from Kestrel Freight, about the drivers"
    world.due.append(Due(SOON, "lena", Card(said, ())))
    async with opened(browser, served[1], PHONE) as screen:
        await expect(screen.page.locator("#coming")).to_have_text(f"09:00 · {said}")
        assert await screen.page.locator("#ahead").evaluate(IS_WHOLE)


async def test_a_phone_shows_a_whole_line_and_the_whole_width_of_the_message_box(
    served: tuple[World, str], world: World, browser: Browser
) -> None:
    async with opened(browser, served[1], PHONE) as screen:
        assert await screen.box.evaluate("each => each.clientWidth") > 300
        await world.push("lena", after_call(), 1)
        line = screen.page.get_by_role("textbox", name="What did they say?")
        await line.fill("second depot is cheaper with us, by 900 a month for each depot they run")
        assert await line.evaluate("each => each.clientHeight > 60")
        assert await line.evaluate("each => each.scrollHeight <= each.clientHeight")


async def test_a_wide_page_shows_all_that_comes_next(screen: Screen, world: World) -> None:
    what = "what buyers said, in #marketing and #sales"
    world.due.append(Due(SOON, "lena", Card(what, ())))
    await screen.page.set_viewport_size({"width": 1280, "height": 740})
    await screen.page.reload()
    await expect(screen.page.locator("#coming")).to_contain_text("#marketing")
    assert await screen.page.locator("#coming").evaluate(IS_WHOLE)


async def test_the_end_of_the_thread_stays_in_view_when_its_box_changes(
    screen: Screen, world: World
) -> None:
    await screen.button("Hide this").first.click()
    for number in range(6):
        goal = "Hear how they plan the week. " * 8
        await world.push("lena", brief(f"Account {number}", goal), 100 + number)
    await expect(screen.cards).to_have_count(6)
    last = screen.cards.last.get_by_role("button").last
    await expect(last).to_be_in_viewport(ratio=1)
    await screen.page.set_viewport_size(PHONE)
    await expect(last).to_be_in_viewport(ratio=1)
    status = "words => { document.getElementById('said').textContent = words; }"
    await screen.page.evaluate(status, "A notice that is long enough for two lines. " * 3)
    await expect(last).to_be_in_viewport(ratio=1)
    await screen.page.locator("#scroll").evaluate("box => { box.scrollTop = 0; }")
    await expect(screen.cards.first).to_be_in_viewport()
    await screen.page.set_viewport_size({"width": 340, "height": 740})
    await expect(screen.cards.first).to_be_in_viewport()


async def test_figures_are_dark_in_the_dark_and_legible_on_a_phone(
    served: tuple[World, str], world: World, browser: Browser
) -> None:
    await world.push("lena", CARDS["exchange"], 1)
    async with opened(browser, served[1], PHONE) as screen:
        figures = screen.page.get_by_role("img", name="Both ways")
        await expect(figures).to_be_visible()
        shown = Image.open(BytesIO(await figures.screenshot())).convert("L")
        assert max(shown.crop((20, 8, 60, 14)).tobytes()) < 64
        assert shown.width >= 0.78 * charts.WIDTH


@pytest.mark.parametrize("text", [HOSTILE_TEXTS[3], HOSTILE_TEXTS[6]])
async def test_what_is_typed_is_text(screen: Screen, text: str) -> None:
    await screen.say(text)
    await expect(screen.entries.first.locator(".said")).to_have_text(text)
    await expect(screen.page.locator("#log img, #log script")).to_have_count(0)


async def test_right_to_left_words_read_so(screen: Screen, world: World) -> None:
    await world.push("lena", Card("x", (Paragraph(spans(HOSTILE_TEXTS[6])),)), 1)
    paragraph = screen.cards.locator("p")
    await expect(paragraph).to_have_css("direction", "rtl")


async def test_a_reload_keeps_who_and_where(screen: Screen) -> None:
    await screen.button("Priya Nair").click()
    await expect(screen.said).to_contain_text("Priya Nair")
    await screen.button("marketing").click()
    await expect(screen.title).to_have_text("#marketing")
    await screen.say("Nobody asks the drivers")
    await expect(screen.entries).to_have_count(1)
    await screen.page.reload()
    await expect(screen.title).to_have_text("#marketing")
    await expect(screen.entries).to_contain_text(["Nobody asks the drivers"])
    await expect(screen.button("Priya Nair")).to_have_attribute("aria-pressed", "true")


async def test_a_failure_is_told_and_the_words_stay(screen: Screen) -> None:
    await screen.page.route("**/say", lambda route: route.abort())
    await screen.say("/prep Northwind")
    await expect(screen.said).to_contain_text("cannot be reached")
    await expect(screen.box).to_have_value("/prep Northwind")
    assert set(screen.wrong) == {"Failed to load resource: net::ERR_FAILED"}
    screen.wrong.clear()
