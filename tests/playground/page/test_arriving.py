"""What reaches the page by itself, and the clock that skips to it."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Route, expect

from tests.playground.browser import PHONE, Screen, opened
from tests.playground.world import MONDAY, Due, World, brief, listening

pytestmark = pytest.mark.asyncio(loop_scope="package")  # which one browser is for
SOON = MONDAY + timedelta(minutes=40)
HOUR = "#hour"


async def test_a_message_arrives_by_itself(screen: Screen, world: World) -> None:
    await world.push("lena", listening(), 1)
    await expect(screen.cards).to_contain_text(["Ask that first."])
    heard = "Attune: Ask why now first, then count to three."
    await expect(screen.heard).to_have_text(heard)  # what is in view is not shown a second time
    await expect(screen.said).to_have_text("")
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


async def test_a_place_opens_at_the_first_unread_message(screen: Screen, world: World) -> None:
    for number in range(6):
        await world.push("tomas", brief(f"Account {number}"), 100 + number)
    await expect(screen.button("Tomas Keller")).to_contain_text("6 unread")
    await screen.button("Tomas Keller").click()
    await expect(screen.cards.first).to_be_in_viewport(ratio=0.9)
    await screen.button("Lena Brandt").click()
    await expect(screen.cards).to_have_count(0)
    await screen.button("Tomas Keller").click()
    await expect(screen.cards).to_have_count(6)
    await expect(screen.cards.first).not_to_be_in_viewport()


async def test_a_phone_shows_the_beginning_of_the_welcome(
    browser: Browser, served: tuple[World, str]
) -> None:
    async with opened(browser, served[1], PHONE) as screen:
        welcome = screen.page.get_by_role("heading", name="A week with Attune")
        await expect(welcome).to_be_in_viewport(ratio=1)
        await expect(screen.box).to_have_attribute("placeholder", "Write to Attune")
        await screen.page.set_viewport_size({"width": 1280, "height": 740})
        await expect(screen.box).to_have_attribute(
            "placeholder", "Write to Attune, or type / for commands"
        )


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
    await expect(screen.said).to_have_text("Monday 23 November, 09:00. New for Lena Brandt.")
    await expect(screen.heard).to_contain_text("Ask why now first")
    await expect(screen.cards.last).to_be_in_viewport()
    await screen.skip.click()
    await expect(screen.page.locator(HOUR)).to_have_text("10:00")
    await screen.button("Continue as Tomas Keller").click()
    await expect(screen.cards).to_contain_text(["We tried that in spring."])
    await screen.skip.click()
    await expect(screen.said).to_contain_text("Nothing is planned")


async def test_nothing_can_be_pressed_before_the_page_knows_who_the_visitor_is(
    screen: Screen, world: World
) -> None:
    known = asyncio.Event()

    async def late(route: Route) -> None:
        await known.wait()
        await route.continue_()

    world.due += [Due(SOON, "lena", listening())]
    at = await screen.skip.bounding_box()
    assert at is not None
    await screen.page.route("**/state*", late)
    await screen.page.reload()
    await screen.page.mouse.click(at["x"] + 5, at["y"] + 5)
    await screen.page.keyboard.press("Alt+n")
    known.set()
    await expect(screen.title).to_have_text("Attune")
    await expect(screen.said).to_have_text("")
    await screen.skip.click()
    await expect(screen.said).to_contain_text("09:00. New for Lena Brandt.")


async def test_a_late_skip_leaves_the_page_at_what_the_visitor_asked_for_since(
    screen: Screen, world: World
) -> None:
    arrived = asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        await arrived.wait()
        await route.fulfill(response=response)

    world.due += [Due(SOON, "lena", brief(f"Account {number}")) for number in range(6)]
    await screen.page.reload()
    await screen.page.route("**/skip", late)
    await screen.skip.click()
    await expect(screen.cards).to_have_count(6)
    await screen.say("/prep Northwind")
    await expect(screen.cards).to_have_count(7)
    await expect(screen.cards.last).to_be_in_viewport()
    arrived.set()
    await expect(screen.said).to_contain_text("09:00. New for Lena Brandt.")
    await expect(screen.cards.last).to_be_in_viewport()


async def test_a_skip_never_leads_from_own_messages_into_a_channel(
    screen: Screen, world: World
) -> None:
    world.due += [
        Due(SOON, "#marketing", brief("Kestrel")),
        Due(SOON + timedelta(hours=1), "#marketing", brief("Halden")),
        Due(SOON + timedelta(hours=1), "lena", listening()),
    ]
    await screen.page.reload()
    await screen.skip.click()
    await expect(screen.said).to_contain_text("09:00. New in #marketing.")
    await expect(screen.title).to_have_text("Attune")
    await screen.button("Open #marketing").click()
    await expect(screen.title).to_have_text("#marketing")
    await expect(screen.cards).to_contain_text(["Kestrel"])
    await screen.button("Home").click()
    await expect(screen.title).to_have_text("Home")
    await screen.skip.click()
    await expect(screen.title).to_have_text("Attune")
    await expect(screen.cards).to_contain_text(["Ask that first."])


async def test_a_skip_from_a_channel_stays_where_something_arrives(
    screen: Screen, world: World
) -> None:
    world.due += [
        Due(SOON, "#marketing", brief("Kestrel")),
        Due(SOON + timedelta(hours=1), "#sales", brief("Halden")),
    ]
    await screen.page.reload()
    await screen.button("marketing").click()
    await expect(screen.title).to_have_text("#marketing")
    await screen.skip.click()
    await expect(screen.said).to_contain_text("09:00. New in #marketing.")
    await expect(screen.heard).to_contain_text("Kestrel")
    await screen.skip.click()
    await expect(screen.said).to_contain_text("10:00. New in #sales.")
    await expect(screen.title).to_have_text("#marketing")
    await screen.button("Open #sales").click()
    await expect(screen.cards).to_contain_text(["Halden"])


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
