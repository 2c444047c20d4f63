"""The page in a browser: by mouse, by keyboard and on a phone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Route, expect

from bot.playground.event_bus import PostShown
from handlers.cards import Card, Paragraph, spans
from handlers.views import charts
from tests.playground.browser import PHONE, Screen, chromium, opened
from tests.playground.world import MONDAY, Due, World, after_call, brief, listening, serve
from tests.renderers.examples import CARDS, HOSTILE_TEXTS

pytestmark = pytest.mark.asyncio(loop_scope="module")  # which one browser is for
SOON = MONDAY + timedelta(minutes=40)
HOUR = "#hour"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def served(tmp_path: Path) -> AsyncIterator[tuple[World, str]]:
    async with serve(tmp_path) as (world, server):
        world.effects.clear()
        yield world, str(server.make_url("/"))


@pytest.fixture
def world(served: tuple[World, str]) -> World:
    return served[0]


@pytest_asyncio.fixture(loop_scope="module")
async def screen(served: tuple[World, str], browser: Browser) -> AsyncIterator[Screen]:
    async with opened(browser, served[1]) as found:
        yield found


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


async def test_a_button_pressed_twice_has_one_effect(screen: Screen, world: World) -> None:
    card = await screen.brief()
    await card.get_by_role("button", name="More").dblclick()
    await expect(screen.cards).to_have_count(2)
    await expect(screen.cards.last).to_have_text("Ask Lena Brandt: why now?")
    assert world.effects.count("more") == 1


async def test_the_second_click_of_two_presses_nothing_else(screen: Screen, world: World) -> None:
    await screen.page.clock.install()
    await screen.say("/nudges")
    first = await screen.button("Stop agendas").bounding_box()
    assert first
    at = (first["x"] + 20, first["y"] + 10)
    await screen.page.mouse.click(*at)
    await expect(screen.button("Stop agendas")).to_have_count(0)
    await screen.page.mouse.click(*at)  # on the button that has taken its place
    await screen.page.mouse.click(at[0] + 3, at[1])
    await screen.say("/prep Northwind")
    await expect(screen.cards).to_have_count(2)
    assert world.effects == ["stop agendas", "prep Northwind"]
    await screen.page.mouse.move(*at)
    await screen.page.clock.fast_forward(1_000)
    await screen.button("Stop briefs").click()  # a moment later it is what is meant
    await expect(screen.button("Stop briefs")).to_have_count(0)


async def test_a_button_that_goes_and_comes_back_is_pressed(screen: Screen, world: World) -> None:
    await screen.page.clock.install()
    await screen.say("/nudges")
    button = screen.button("Stop agendas")
    await button.hover()
    box = await button.bounding_box()
    shown = await button.element_handle()
    for hidden in (True, False):
        await shown.evaluate("(each, hidden) => { each.hidden = hidden }", hidden)
    assert box
    await screen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await expect(button).to_have_count(0)
    assert world.effects == ["stop agendas"]


async def test_a_late_answer_is_not_shown_to_somebody_else(screen: Screen) -> None:
    switched = asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await switched.wait()
        await route.fulfill(response=answer)

    await screen.page.route("**/say", late, times=1)
    await screen.say("/prep Northwind")
    await expect(screen.cards).to_have_count(1)  # the stream was quicker
    await screen.button("Tomas Keller").click()
    async with screen.page.expect_event("requestfinished", lambda done: "/say" in done.url):
        switched.set()
    await screen.say("/nudges")
    await expect(screen.button("Stop briefs")).to_have_count(1)
    await expect(screen.cards).to_have_count(1)


async def test_an_older_rendering_that_comes_late_changes_nothing(
    screen: Screen, world: World
) -> None:
    await screen.say("/nudges")
    await expect(screen.button("Stop agendas")).to_have_count(1)
    [_, older] = await world.posts()
    await screen.button("Stop agendas").click()
    await expect(screen.button("Stop agendas")).to_have_count(0)
    world.bus.publish(PostShown(older, new=False))
    await world.push("lena", listening(), 1)
    await expect(screen.cards).to_have_count(2)
    await expect(screen.button("Stop agendas")).to_have_count(0)
    await expect(screen.button("Stop briefs")).to_have_count(1)


async def test_the_second_click_of_two_misses_the_form(screen: Screen) -> None:
    card = await screen.brief()
    await screen.page.clock.install()
    await card.get_by_role("button", name="Set a goal").click()
    await screen.dialog.wait_for()
    later = screen.dialog.get_by_role("button", name="Not now")
    box = await later.bounding_box()
    assert box
    await screen.page.mouse.click(box["x"] + 5, box["y"] + 5)  # elsewhere: it is what is meant
    await expect(screen.dialog).to_be_hidden()
    await screen.page.mouse.click(box["x"] + 5, box["y"] + 5)
    await screen.page.mouse.click(box["x"] + 5, box["y"] + 5)
    await expect(screen.box).not_to_be_focused()


async def test_a_button_pressed_far_down_keeps_the_place(screen: Screen) -> None:
    await screen.say("/questions")
    await expect(screen.said).to_contain_text("Attune: ")
    button = screen.button("Skip 9")
    await button.scroll_into_view_if_needed()
    before = await button.bounding_box()
    await button.focus()
    await screen.page.keyboard.press("Enter")
    changed = screen.cards.get_by_text("Question 25?")
    await expect(changed).to_be_focused()
    await expect(screen.page.locator("#heard")).to_have_text("Question 25? 9 is settled.")
    await expect(screen.said).to_have_text("")  # it was about the card as it came
    after = await screen.button("Skip 25").bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) <= 1
    await screen.page.keyboard.press("Tab")
    await expect(screen.button("Tell 25")).to_be_focused()
    await screen.page.keyboard.press("Enter")
    await screen.dialog.get_by_label("In a line").fill("A whiteboard")
    await screen.page.keyboard.press("Enter")
    await expect(screen.cards.get_by_text("Question 41?")).to_be_focused()
    last = await screen.button("Skip 41").bounding_box()
    assert last
    assert abs(last["y"] - before["y"]) <= 1


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
    await expect(screen.page.locator("#heard")).to_have_text("Goal: Who signs?")
    await expect(card.get_by_role("button", name="Set a goal")).to_be_focused()
    await screen.button("Tomas Keller").click()
    await expect(screen.page.locator("#heard")).to_have_text("")  # those words are not his


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


async def test_a_message_arrives_by_itself(screen: Screen, world: World) -> None:
    await world.push("lena", listening(), 1)
    await expect(screen.cards).to_contain_text(["Ask that first."])
    await expect(screen.said).to_have_text("Attune: Ask why now first, then count to three.")
    await world.push("tomas", listening(), 2)
    await expect(screen.button("Tomas Keller")).to_contain_text("1 unread")
    await expect(screen.cards).to_have_count(1)
    await screen.button("Tomas Keller").click()
    await expect(screen.said).to_have_text("You are Tomas Keller, manager.")
    await expect(screen.cards).to_have_count(1)
    await expect(screen.button("Tomas Keller")).not_to_contain_text("unread")


async def test_a_message_is_counted_though_an_older_answer_comes_after_it(
    screen: Screen, world: World
) -> None:
    answered = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        await answered.wait()
        await route.fulfill(response=response)

    await screen.page.route("**/state?*", late, times=1)
    async with screen.page.expect_response("**/state?*"):
        await screen.button("sales").click()
        await expect(screen.title).to_have_text("#sales")
        await world.push("lena", listening(), 1)
        await expect(screen.button("Attune")).to_contain_text("1 unread")
        answered.set()
    await screen.say("Northwind is late again")
    await expect(screen.entries).to_contain_text(["Northwind is late again"])
    await expect(screen.button("Attune")).to_contain_text("1 unread")


async def test_a_message_elsewhere_is_counted(screen: Screen, world: World) -> None:
    await screen.button("sales").click()
    await expect(screen.title).to_have_text("#sales")
    await world.push("lena", listening(), 1)
    await expect(screen.button("Attune")).to_contain_text("1 unread")
    await screen.say("Northwind is late again")
    await expect(screen.entries).to_contain_text(["Northwind is late again"])
    await screen.button("Priya Nair").click()
    await expect(screen.title).to_have_text("#sales")
    await expect(screen.entries).to_contain_text(["Lena Brandt"])


async def test_a_press_is_not_lost_where_a_message_arrives_meanwhile(
    screen: Screen, world: World
) -> None:
    tomas = screen.button("Tomas Keller")
    await tomas.hover()
    await screen.page.mouse.down()
    await world.push("tomas", listening(), 1)
    await expect(tomas).to_contain_text("1 unread")
    await screen.page.mouse.up()
    await expect(screen.said).to_contain_text("You are Tomas Keller")


async def test_the_clock_skips_to_the_next_thing(screen: Screen, world: World) -> None:
    for number in range(6):
        await world.push("lena", brief(f"Account {number}"), 100 + number)
    world.due += [
        Due(SOON, "lena", listening()),
        Due(SOON + timedelta(hours=1), "tomas", brief("B")),
    ]
    await screen.page.reload()
    await expect(screen.skip).to_contain_text("09:00 · Ask why now first")
    await screen.page.locator("#scroll").evaluate("box => box.scrollTop = 0")
    await screen.page.keyboard.press("Alt+n")
    await expect(screen.page.locator(HOUR)).to_have_text("09:00")
    await expect(screen.said).to_contain_text("09:00. New for Lena Brandt. Ask why now first")
    await expect(screen.cards.last).to_be_in_viewport()
    await screen.skip.click()
    await expect(screen.page.locator(HOUR)).to_have_text("10:00")
    await screen.button("Continue as Tomas Keller").click()
    await expect(screen.cards).to_contain_text(["We tried that in spring."])
    await screen.skip.click()
    await expect(screen.said).to_contain_text("Nothing is planned")


async def test_after_the_last_thing_the_week_begins_again(screen: Screen, world: World) -> None:
    world.due.append(Due(SOON, "lena", listening()))
    world.ends = SOON + timedelta(hours=1)
    await screen.page.reload()
    panel = screen.page.get_by_role("region", name="The week is over")
    await expect(panel).to_be_hidden()
    await screen.button("sales").click()
    await screen.box.fill("not yet sent")
    await screen.skip.click()
    await expect(screen.said).to_contain_text("09:00. New for Lena Brandt. The week is over.")
    await expect(panel).to_be_in_viewport()
    other = await screen.page.context.new_page()
    await other.goto(screen.page.url)
    await panel.get_by_role("button", name="Start over").click()
    sure = screen.page.get_by_role("dialog", name="Start over?")
    await expect(sure.get_by_role("button", name="Keep this week")).to_be_focused()
    await screen.page.go_back()
    await expect(sure).to_be_hidden()
    await panel.get_by_role("button", name="Start over").focus()
    await screen.page.keyboard.press("Enter")
    await sure.get_by_role("button", name="Start over").click()
    for window in (screen.page, other):
        await expect(window.locator(HOUR)).to_have_text("08:20")
        await expect(window.get_by_role("heading", level=1)).to_have_text("Attune")
        await window.get_by_role("button", name="sales").click()
        await expect(window.get_by_role("combobox")).to_have_value("")
    assert world.effects == ["seed Monday 07:20"]


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
