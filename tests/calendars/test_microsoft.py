"""Reading an Outlook calendar, against a stand-in that refuses what Graph would refuse."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.calendars.http import ProviderClient
from bot.calendars.microsoft import MicrosoftCalendar
from handlers.sources.records import Attendee, CalendarEvent
from tests.calendars.microsoft import MicrosoftStandIn, address, event, guest, problem, uid
from tests.calendars.provider import Fault, failing
from tests.calendars.reader import HORIZON, Reader

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
LENA = "lena@northwind.example"
GraphReader = Reader[MicrosoftStandIn]


@pytest.fixture
async def reader() -> AsyncIterator[GraphReader]:
    async with MicrosoftStandIn(FixedClock(NOW)) as microsoft, ProviderClient() as http:
        yield Reader(microsoft, http, MicrosoftCalendar)
        assert microsoft.complaints == []


async def test_stub(reader: GraphReader) -> None:
    """Delta has neither title nor guests of an instance; the read of the window has both."""
    guests = [guest("Jana", "jana@acme.example"), guest("Tim", "tim@acme.example", "declined")]
    await reader.settled()
    reader.provider.put(event("s_1", TOMORROW, series="s", attendees=guests))
    assert await reader.events() == [
        CalendarEvent(
            uid=uid("s"),
            starts_at=TOMORROW,
            ends_at=TOMORROW + timedelta(minutes=30),
            zone="Europe/Berlin",
            title="Acme: pricing",
            attendees=(
                Attendee("Jana", "jana@acme.example"),
                Attendee("Tim", "tim@acme.example", declined=True),
            ),
            original_start=TOMORROW,
            is_own=True,
        )
    ]


def invited(**more: object) -> dict[str, object]:
    """An invitation by Jana of Acme."""
    return {"isOrganizer": False, "organizer": address("Jana", "jana@acme.example"), **more}


JANA = Attendee("Jana", "jana@acme.example", organizes=True)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"sensitivity": "private"}, {"private": True}),
        ({"sensitivity": "confidential"}, {"private": True}),
        (
            {"isCancelled": True, "subject": "Canceled: Canceled: x"},
            {"state": "cancelled", "title": "x"},
        ),
        ({"responseStatus": {"response": "declined"}}, {"state": "declined"}),
        ({"responseStatus": {"response": "notResponded"}, "showAs": "tentative"}, {"state": "on"}),
        ({"isAllDay": True}, {"all_day": True}),
        ({"showAs": "oof"}, {"is_meeting": False}),
        ({"showAs": "workingElsewhere"}, {"is_meeting": False}),
        ({}, {"is_own": True}),
        (invited(), {"is_own": False, "attendees": (JANA,)}),
        (invited(showAs="workingElsewhere"), {"is_meeting": True, "attendees": (JANA,)}),
        # the owner and rooms are left out, and the organizer comes once
        (
            invited(
                attendees=[
                    guest("Lena", LENA.upper()),
                    guest("Room", "room@northwind.example", kind="resource"),
                    guest("Jana", "jana@acme.example"),
                ]
            ),
            {"attendees": (JANA,)},
        ),
        (
            {"attendees": [guest("Jana", "/o=ExchangeLabs/ou=Group/cn=jana")]},
            {"attendees": (Attendee("Jana", "/o=ExchangeLabs/ou=Group/cn=jana"),)},
        ),
        ({"onlineMeeting": {"joinUrl": "https://teams.example/1"}},
         {"join_url": "https://teams.example/1"}),
        ({"location": {"displayName": "https://zoom.example/1"}},
         {"join_url": "https://zoom.example/1"}),
        ({"location": {"displayName": "Room 3"}}, {"join_url": ""}),
        ({"originalStartTimeZone": "America/New_York"}, {"zone": "America/New_York"}),
        ({"originalStartTimeZone": "tzone://Microsoft/Custom"}, {"zone": "UTC"}),
        ({"iCalUId": None}, {"uid": "a"}),
        ({"iCalUId": "abc@google.com"}, {"uid": "abc@google.com"}),
    ],
)  # fmt: skip
async def test_what_graph_says_of_an_event(
    reader: GraphReader, more: dict[str, object], expected: dict[str, object]
) -> None:
    reader.provider.put(event("a", TOMORROW) | more)
    (found,) = await reader.events()
    assert found == replace(found, **expected)  # type: ignore[arg-type]


async def test_all_instances_of_a_series_have_one_uid(reader: GraphReader) -> None:
    for week in (0, 1):
        at = TOMORROW + timedelta(weeks=week)
        reader.provider.put(event(f"s_{week}", at, series="s"))
    reader.provider.put(event("t_0", TOMORROW, series="t") | {"iCalUId": None})
    first, other, second = await reader.events()
    assert first.uid == second.uid == uid("s")
    assert other.uid == "t"
    assert first.source_id != second.source_id


async def test_an_instance_that_was_moved_keeps_its_original_start(reader: GraphReader) -> None:
    later = event("s_1", TOMORROW + timedelta(hours=2), series="s")
    moved = {"type": "exception", "originalStart": "2026-11-24T08:00:00Z"}
    reader.provider.put(later | moved)
    (found,) = await reader.events()
    assert (found.starts_at, found.original_start) == (TOMORROW + timedelta(hours=2), TOMORROW)


async def test_silent_deletion(reader: GraphReader) -> None:
    """An instance that was deleted without a word is gone after an hour, and nothing else is."""
    reader.provider.put(event("s_1", TOMORROW, series="s"))
    reader.provider.put(event("s_2", TOMORROW + timedelta(hours=1), series="s"))
    await reader.settled()
    reader.provider.remove("s_1", silently=True)
    assert await reader.read() is None
    reader.provider.clock.moment += timedelta(hours=1)
    assert [one.starts_at for one in await reader.events()] == [TOMORROW + timedelta(hours=1)]


async def test_a_change_that_the_view_does_not_show_yet_is_found_by_the_next_read(
    reader: GraphReader,
) -> None:
    await reader.settled()
    reader.provider.lag = {}
    reader.provider.put(event("a", TOMORROW))
    assert await reader.events() == []
    reader.provider.lag = None
    assert len(await reader.events()) == 1
    assert await reader.read() is None


async def test_nothing_is_read_again_until_something_changes(reader: GraphReader) -> None:
    reader.provider.put(event("a", TOMORROW))
    await reader.settled()
    reader.provider.requests.clear()
    assert await reader.read() is None
    assert len(reader.provider.requests) == 1


async def test_a_deleted_event_is_gone(reader: GraphReader) -> None:
    reader.provider.put(event("a", TOMORROW))
    await reader.settled()
    reader.provider.remove("a")
    assert await reader.events() == []


async def test_pages_come_as_graph_likes(reader: GraphReader) -> None:
    reader.provider.page_size = 3
    for number in range(20):
        reader.provider.put(event(f"{number:02}", TOMORROW + timedelta(hours=number)))
    starts = [one.starts_at for one in await reader.events()]
    assert starts == [TOMORROW + timedelta(hours=number) for number in range(20)]
    await reader.settled()
    reader.provider.put(event("last", TOMORROW))
    assert len(await reader.events()) == 21
    await reader.settled()
    assert await reader.read() is None


async def test_far_delta(reader: GraphReader) -> None:
    """Delta also reports changes outside the window; only the window is read."""
    await reader.settled()
    for week in range(50):
        reader.provider.put(event(f"s_{week}", TOMORROW + timedelta(weeks=week), series="s"))
    found = await reader.events()
    assert [one.starts_at for one in found] == [TOMORROW, TOMORROW + timedelta(weeks=1)]


async def test_the_delta_link_is_renewed_after_a_week(reader: GraphReader) -> None:
    """A delta link keeps its span for ever, and the window moves on."""
    await reader.settled()
    reader.provider.clock.moment += timedelta(days=8)
    reader.provider.put(event("a", NOW + timedelta(days=8) + HORIZON - timedelta(hours=1)))
    reader.provider.requests.clear()
    assert len(await reader.events()) == 1
    delta = reader.provider.requests[0]
    assert delta.query["endDateTime"] == "2026-12-23T08:00:00Z"


async def test_410_page_2(reader: GraphReader) -> None:
    """Whichever page answers 410, one more read finds each event once."""
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))
    await reader.settled()
    reader.provider.put(event("5", TOMORROW))
    cursor = reader.cursor
    for page in range(4):  # one for changes, three of the window
        reader.cursor = cursor
        reader.provider.faults.extend([*[None] * page, failing(410, problem("SyncStateNotFound"))])
        assert len(await reader.events()) == 6
        assert not reader.provider.faults


async def test_an_expired_delta_link_starts_anew(reader: GraphReader) -> None:
    reader.provider.put(event("a", TOMORROW))
    reader.provider.put(event("b", TOMORROW))
    await reader.settled()
    reader.provider.remove("a")
    reader.provider.expire_deltas()
    assert len(await reader.events()) == 1


@pytest.mark.parametrize(
    ("fault", "trouble", "seconds"),
    [
        (failing(429, problem("ApplicationThrottled"), Retry_After="30"), "asked to wait", 30),
        (failing(503, problem("ServiceUnavailable"), Retry_After="Mon, 23 Nov 2026 08:05:00 GMT",
                 Date="Mon, 23 Nov 2026 08:00:00 GMT"), "asked to wait", 300),
        (failing(503), "asked to wait", None),
        (failing(404, problem("MailboxNotEnabledForRESTAPI")), "not found", None),
        (failing(504), "no answer", None),
        (failing(200, {"value": None}), "not a calendar", None),
        (failing(200, []), "not a calendar", None),
    ],
)  # fmt: skip
async def test_throttled(
    reader: GraphReader, fault: Fault, trouble: str, seconds: int | None
) -> None:
    """It waits as long as Graph asks, in seconds or until a date."""
    reader.provider.faults.append(fault)
    failed = await reader.trouble()
    assert failed.trouble == trouble
    assert failed.wait == (None if seconds is None else timedelta(seconds=seconds))


async def test_where_delta_is_not_permitted_every_read_is_a_plain_one(reader: GraphReader) -> None:
    reader.provider.put(event("a", TOMORROW))
    reader.provider.faults.append(failing(403, problem("ErrorAccessDenied")))
    for _ in range(3):
        assert len(await reader.events()) == 1
    paths = [request.path.rpartition("/")[2] for request in reader.provider.requests]
    assert paths == ["delta", *["calendarView"] * 3]
    reader.provider.faults.append(failing(403, problem("ErrorAccessDenied")))
    assert (await reader.trouble()).trouble == "no permission"


@pytest.mark.parametrize("host", ["https://graph.evil.example", "http://127.0.0.1:1", "//x", "x"])
async def test_no_link_to_another_host_is_followed(reader: GraphReader, host: str) -> None:
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))
    reader.provider.foreign_link = host
    assert (await reader.trouble()).trouble == "no answer"
    assert len(reader.provider.requests) == 1


async def test_a_new_refresh_token_is_returned_until_it_is_stored(reader: GraphReader) -> None:
    await reader.settled()
    first = reader.refresh
    reader.provider.clock.moment += timedelta(minutes=59)  # too late for the access token
    await reader.read()
    second = reader.refresh
    assert second != first
    refreshes = reader.provider.refreshes
    reader.refresh = first  # as if the transaction that stores it had failed
    await reader.read()
    assert reader.refresh == second
    assert reader.provider.refreshes == refreshes


async def test_an_access_token_that_ends_in_the_middle_is_replaced(reader: GraphReader) -> None:
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))

    async def expired(_: object) -> object:
        reader.provider.expire_access()
        return reader.provider.unauthorized()

    reader.provider.faults.extend([None, None, expired])  # type: ignore[list-item]
    assert len(await reader.events()) == 5


async def test_revoked(reader: GraphReader) -> None:
    await reader.settled()
    reader.provider.take_back()
    assert (await reader.trouble()).trouble == "disconnected"
