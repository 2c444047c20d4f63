"""Somebody brings their own calendar on a day before the demo's week."""

import pytest
from playwright.async_api import expect
from sqlmodel import select

from storage.tables import CalendarConnection
from tests.playground.browser import Screen
from tests.playground.world import REAL_NOW, World

pytestmark = pytest.mark.asyncio(loop_scope="package")  # which one browser is for

FILE = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:own-1\r\n"
    b"DTSTAMP:20261101T000000Z\r\nDTSTART:20261119T140000Z\r\nDTEND:20261119T143000Z\r\n"
    b"SUMMARY:Kestrel\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


async def test_with_an_own_calendar_the_clock_can_start_at_today(
    screen: Screen, world: World
) -> None:
    offer = screen.page.get_by_role("region", name="Start from today?")
    await expect(screen.page.locator("#day")).to_have_text("Monday 23")
    await expect(offer).to_be_hidden()
    await screen.say("/prep Northwind")
    await screen.drop("mine.ics", FILE)
    await expect(offer).to_contain_text(
        "The clock here shows Monday 23 November, so calls before that are missing from your "
        "calendar. You can start at the real time, on Thursday 19 November."
    )
    await offer.get_by_role("button", name="Hide this").click()
    await expect(offer).to_be_hidden()
    await screen.page.evaluate("sessionStorage.clear()")
    await screen.page.reload()
    await offer.get_by_role("button", name="Start from today").click()
    await expect(screen.page.locator("#day")).to_have_text("Thursday 19")
    await expect(screen.entries).to_have_count(0)
    await expect(offer).to_be_hidden()
    assert world.clock.now() == REAL_NOW
    async with world.database.read() as session:
        (calendar,) = (await session.exec(select(CalendarConnection))).all()
    assert (calendar.label, calendar.read_at, calendar.next_at) == ("mine.ics", None, REAL_NOW)
    await screen.drop("mine.ics", FILE)
    await expect(screen.said).to_contain_text("Reading mine.ics")
    await expect(offer).to_be_hidden()
