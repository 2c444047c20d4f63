"""A calendar is read again: what is told of calls that moved, changed or are gone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from handlers.sources.records import (
    Attendee,
)
from storage.meetings import calendars
from storage.tables import CalendarConnection
from tests.dialogues.meetings.calendar_read import (
    DAY,
    HALDEN,
    NORTHWIND,
    SECRET,
    TEAM,
    connects,
    every,
    meeting,
    on_file,
    reads,
)
from tests.dialogues.office import Office

pytestmark = pytest.mark.usefixtures("sealing")


async def test_an_address_that_is_pasted_again_is_told_with_what_has_changed(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, TEAM)
    await connects(office)
    lena.sees("Reading calendar.google.com now.")
    await reads(office, NORTHWIND, HALDEN, TEAM)
    lena.sees("Connected again: calendar.google.com. No calls have changed. 2 upcoming calls")
    lena.sees_nothing_of("Stop ")  # the reader has asked for this message
    await connects(office)
    later = NORTHWIND.starts_at + timedelta(hours=2)
    moved = replace(NORTHWIND, starts_at=later, ends_at=later + timedelta(minutes=30))
    new = meeting("n2", 27, "15:00", "Northwind, contract", "jana@northwind.example")
    await reads(office, moved, TEAM, new)
    lena.sees(
        "Connected again: calendar.google.com. Northwind moved to Tuesday 24 November 12:00. "
        "Halden, Thursday 26 November 11:00, is cancelled. New: Northwind, Friday 27 November "
        "15:00. 2 upcoming calls, the first: Northwind, Tuesday 24 November 12:00."
    )
    async with office.attune.database.write() as session:
        (file,) = (await session.exec(select(CalendarConnection))).all()
        file.kind, file.label = "file", "mine.ics"
        calendars.replace_secret(session, file, office.clock.now(), secret="a newer file")
    await reads(office, moved, TEAM)
    lena.sees("Read: mine.ics. Northwind, Friday 27 November 15:00, is cancelled. One upcoming")
    async with office.attune.database.write() as session:
        (file,) = (await session.exec(select(CalendarConnection))).all()
        calendars.replace_secret(session, file, office.clock.now(), secret="the newest file")
    more = [
        meeting(f"m{n}", 27, f"1{n}:00", "Northwind", "jana@northwind.example") for n in range(8)
    ]
    await reads(office, moved, TEAM, *more)
    lena.sees("Northwind, Friday 27 November 14:00; and 3 more. 9 upcoming calls")


async def test_what_has_changed_about_a_call_is_said(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN)
    await connects(office)
    more = ["jana@northwind.example", *(f"{one}@northwind.example" for one in ("ann", "bo", "cy"))]
    changed = replace(NORTHWIND, attendees=tuple(Attendee(email=one) for one in more))
    longer = replace(
        HALDEN,
        title="Halden, terms",
        ends_at=HALDEN.starts_at + timedelta(minutes=45),
        join_url="https://zoom.us/j/91234567890",
    )
    await reads(office, changed, longer)
    lena.sees(
        "Connected again: calendar.google.com. Northwind, Tuesday 24 November 10:00: Ann, Bo and "
        "1 more are coming too. Halden, Thursday 26 November 11:00: now called “Halden, terms”; "
        "now 45 minutes; a new link to join. 2 upcoming calls"
    )
    await connects(office)
    await reads(office, NORTHWIND, replace(longer, ends_at=HALDEN.ends_at))
    lena.sees("Halden, Thursday 26 November 11:00: now 30 minutes. 2 upcoming calls")


async def test_guests_are_fewer_only_if_more_decline_than_join(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND)
    await connects(office)
    declined = Attendee(email="jana@northwind.example", declined=True)
    joining = [Attendee(email=f"{one}@northwind.example") for one in ("ann", "bo")]
    await reads(office, replace(NORTHWIND, attendees=(declined, *joining)))
    lena.sees("10:00: Ann and Bo are coming too.")
    await connects(office)
    gone = replace(joining[0], declined=True)
    await reads(office, replace(NORTHWIND, attendees=(declined, gone, joining[1])))
    lena.sees("10:00: fewer guests.")


async def test_the_meetings_of_a_series_that_moved_are_named_with_both_times(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    daily = every(DAY, 8)
    await reads(office, *daily)
    await connects(office)
    hour = timedelta(hours=1)
    moved = [
        replace(one, starts_at=one.starts_at + hour, ends_at=one.ends_at + hour) for one in daily
    ]
    moved[1] = replace(
        daily[1], starts_at=daily[1].starts_at + 18 * hour, ends_at=daily[1].ends_at + 18 * hour
    )
    await reads(office, *moved)
    lena.sees(
        "Connected again: calendar.google.com. Northwind moved: from Tuesday 24 November 15:00 "
        "to 16:00; from Wednesday 25 November 15:00 to Thursday 26 November 09:00; from Thursday "
        "26 November 15:00 to 16:00; and 5 more. 8 upcoming calls"
    )


async def test_a_call_that_moved_to_another_of_ones_calendars_is_not_told_as_gone(
    office: Office,
) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    await reads(office, NORTHWIND, HALDEN, TEAM)
    await connects(office)
    await connects(office, SECRET.replace("5up3r", "an0ther"))
    await reads(office, NORTHWIND, TEAM, by_address={"an0ther": [HALDEN]})
    lena.sees("Connected again: calendar.google.com. No calls have changed. One upcoming call")
    lena.sees("Connected: calendar.google.com. One upcoming call: Halden, Thursday")
    lena.sees_nothing_of("no longer in your calendar", "is cancelled")


async def test_a_newer_copy_tells_of_todays_changes_in_one_message(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    halden = meeting("h", 24, "16:00", "Halden demo", "pia@halden.example")
    await reads(office, NORTHWIND, halden, TEAM)
    await office.until(24, "09:00")
    before = len(lena.messages)
    await connects(office)
    moved = meeting("n", 24, "12:00", "Northwind, next steps", "jana@northwind.example")
    await reads(office, moved, TEAM)
    await office.until(24, "09:30")
    said = "\n".join(lena.messages[before:])
    assert "has moved from" not in said
    assert "was cancelled in the calendar" not in said
    lena.sees("Northwind moved to Tuesday 24 November 12:00; its brief comes at 11:00.")
    lena.sees("Connected again: calendar.google.com.", "Halden", "is cancelled")
    await office.until(25, "17:00")  # pressed too late
    await lena.presses("Halden still takes place")
    lena.sees("It is on file again.", "Halden")
    lena.sees_nothing_of("planned again")


async def test_a_call_that_is_gone_from_the_calendar_may_still_take_place(office: Office) -> None:
    lena = office.lena
    await on_file(office)
    await connects(office)
    today = meeting("x", 23, "15:00", "Northwind today", "jana@northwind.example")
    await reads(office, today, HALDEN, TEAM)
    office.clock.moment += timedelta(minutes=20)
    await reads(office, replace(today, state="cancelled"), HALDEN, TEAM)
    lena.sees("Your call with Northwind", "was cancelled in the calendar.")
    await lena.presses("Northwind still takes place")
    lena.sees("It is planned again.", "Northwind")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Left out: 1")
    lena.sees_nothing_of("It was cancelled.")  # it is planned
