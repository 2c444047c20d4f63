"""Buttons on the page: pressed twice, late, or far down."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from bot.playground.event_bus import PostShown
from tests.playground.browser import Screen
from tests.playground.world import World, listening

pytestmark = pytest.mark.asyncio(loop_scope="package")  # which one browser is for


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


@pytest.mark.parametrize("meanwhile", ["typing", "a click elsewhere"])
async def test_after_something_else_the_button_that_took_its_place_is_pressed(
    screen: Screen, world: World, meanwhile: str
) -> None:
    await screen.page.clock.install()
    await screen.say("/nudges")
    box = await screen.button("Stop agendas").bounding_box()
    assert box
    at = (box["x"] + 20, box["y"] + 10)
    await screen.page.mouse.click(*at)
    await expect(screen.button("Stop agendas")).to_have_count(0)
    if meanwhile == "typing":
        await screen.box.fill("ok")
    else:
        await screen.title.click()
    await screen.page.mouse.click(*at)
    await expect(screen.button("Stop briefs")).to_have_count(0)
    assert world.effects == ["stop agendas", "stop briefs"]


async def test_a_button_pressed_while_another_is_answered_waits_for_that_answer(
    screen: Screen, world: World
) -> None:
    pressed, answered = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        pressed.set()
        await answered.wait()
        await route.fulfill(response=answer)

    await screen.say("/nudges")
    await screen.page.route("**/press", late, times=1)
    await screen.button("Stop agendas").click()
    await pressed.wait()
    await expect(screen.button("Stop agendas")).to_have_count(0)  # the stream was quicker
    await screen.button("Stop briefs").focus()
    await screen.page.keyboard.press("Enter")
    answered.set()
    await expect(screen.button("Stop briefs")).to_have_count(0)
    assert world.effects == ["stop agendas", "stop briefs"]


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
    await expect(screen.heard).to_contain_text("Attune: ")
    button = screen.button("Skip 9")
    await button.scroll_into_view_if_needed()
    before = await button.bounding_box()
    await button.focus()
    await screen.page.keyboard.press("Enter")
    changed = screen.cards.get_by_text("Question 25?")
    await expect(changed).to_be_focused()
    await expect(screen.heard).to_have_text("Question 25? 9 is settled.")
    await expect(screen.said).to_have_text("")
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
