"""Reading a Google calendar, against a stand-in that refuses what Google would refuse."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.base.clock import FixedClock
from bot.calendars.google import GoogleCalendar
from bot.calendars.http import ProviderClient
from handlers.sources.records import Attendee, CalendarEvent
from tests.calendars.google import GoogleStandIn, event, problem
from tests.calendars.provider import Fault, failing
from tests.calendars.reader import HORIZON, Reader

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
GoogleReader = Reader[GoogleStandIn]


@pytest.fixture
async def reader() -> AsyncIterator[GoogleReader]:
    async with GoogleStandIn(FixedClock(NOW)) as google, ProviderClient() as http:
        yield Reader(google, http, GoogleCalendar)
        assert google.complaints == []


async def test_an_event_has_what_attune_needs_and_no_description(reader: GoogleReader) -> None:
    reader.provider.put(
        event(
            "a",
            TOMORROW,
            attendees=[
                {"email": "lena@northwind.example", "self": True, "responseStatus": "accepted"},
                {"email": "jana@acme.example", "displayName": "Jana", "organizer": True},
                {"email": "tim@acme.example", "responseStatus": "declined"},
                {"email": "room@resource.calendar.google.com", "resource": True},
            ],
            organizer={"email": "jana@acme.example", "displayName": "Jana"},
            sequence=2,
            updated=f"{TOMORROW - timedelta(days=3):%Y-%m-%dT%H:%M:%S.000Z}",
            hangoutLink="https://meet.google.com/abc",
            conferenceData={
                "entryPoints": [
                    {"entryPointType": "phone", "uri": "tel:+49"},
                    {"entryPointType": "video", "uri": "https://zoom.us/j/1"},
                ]
            },
        )
    )
    assert await reader.events() == [
        CalendarEvent(
            uid="a@google.com",
            starts_at=TOMORROW,
            ends_at=TOMORROW + timedelta(minutes=30),
            zone="Europe/Berlin",
            title="Acme: pricing",
            attendees=(
                Attendee("Jana", "jana@acme.example", organizes=True),
                Attendee("", "tim@acme.example", declined=True),
            ),
            join_url="https://zoom.us/j/1",
        )
    ]
    (found,) = await reader.events()
    assert (found.sequence, found.modified_at) == (2, TOMORROW - timedelta(days=3))
    assert all(
        "description" not in request.query.get("fields", "") for request in reader.provider.requests
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"visibility": "private"}, {"private": True}),
        ({"visibility": "confidential"}, {"private": True}),
        ({"eventType": "focusTime"}, {"is_meeting": False}),
        ({"eventType": "birthday"}, {"is_meeting": False}),
        ({"eventType": "outOfOffice"}, {"is_meeting": False}),
        ({"eventType": "workingLocation"}, {"is_meeting": False}),
        ({"eventType": "fromGmail"}, {"is_meeting": False}),
        ({"status": "tentative"}, {"state": "on"}),
        ({"attendees": [{"self": True, "responseStatus": "declined"}]}, {"state": "declined"}),
        ({"attendees": [{"self": True, "responseStatus": "tentative"}]}, {"state": "on"}),
        ({"hangoutLink": "https://meet.google.com/abc"}, {"join_url": "https://meet.google.com/abc"}),
        ({"location": "https://teams.microsoft.com/l/1"}, {"join_url": "https://teams.microsoft.com/l/1"}),
        ({"location": "Room 3"}, {"join_url": ""}),
        ({"iCalUID": ""}, {"uid": "a"}),
        # guests are hidden: only one's own entry and the organizer come
        (
            {
                "attendeesOmitted": True,
                "attendees": [{"email": "lena@northwind.example", "self": True}],
                "organizer": {"email": "jana@acme.example"},
            },
            {"attendees": (Attendee("", "jana@acme.example", organizes=True),)},
        ),
        ({"organizer": {"email": "unknownorganizer@calendar.google.com"}}, {"attendees": ()}),
        ({"organizer": {"email": "lena@northwind.example", "self": True}}, {"is_own": True}),
        ({"organizer": {"email": "tomas@northwind.example", "self": False}}, {"is_own": False}),
    ],
)  # fmt: skip
async def test_what_google_says_of_an_event(
    reader: GoogleReader, more: dict[str, object], expected: dict[str, object]
) -> None:
    reader.provider.put(event("a", TOMORROW) | more)
    (found,) = await reader.events()
    assert found == replace(found, **expected)  # type: ignore[arg-type]


async def test_an_all_day_event_begins_at_midnight_in_the_calendars_zone(
    reader: GoogleReader,
) -> None:
    fair = {"start": {"date": "2026-11-25"}, "end": {"date": "2026-11-26"}}
    reader.provider.put(event("a", TOMORROW) | fair)
    (found,) = await reader.events()
    assert found.all_day
    assert found.starts_at == datetime(2026, 11, 24, 23, tzinfo=UTC)


@pytest.mark.parametrize("end", [{"date": "9999-12-31"}, {"dateTime": "9999-12-31T23:59:59-05:00"}])
async def test_an_event_without_end_costs_no_other(
    reader: GoogleReader, end: dict[str, str]
) -> None:
    reader.provider.zone = "America/New_York"
    reader.provider.put(event("a", TOMORROW) | {"end": end})
    reader.provider.put(event("b", TOMORROW))
    assert {one.uid for one in await reader.events()} == {"a@google.com", "b@google.com"}


async def test_an_instance_that_was_moved_keeps_its_original_start(reader: GoogleReader) -> None:
    moved = event("s_1", TOMORROW, series="s")
    moved["start"] = event("x", TOMORROW + timedelta(hours=2))["start"]
    moved["end"] = event("x", TOMORROW + timedelta(hours=2))["end"]
    reader.provider.put(moved)
    (found,) = await reader.events()
    assert (found.starts_at, found.original_start) == (TOMORROW + timedelta(hours=2), TOMORROW)
    assert found.series == "s@google.com"


async def test_nothing_is_read_again_until_something_changes(reader: GoogleReader) -> None:
    reader.provider.put(event("a", TOMORROW))
    await reader.settled()
    reader.provider.requests.clear()
    assert await reader.read() is None
    assert len(reader.provider.requests) == 1
    reader.provider.put(event("b", TOMORROW))
    assert [one.uid for one in await reader.events()] == ["a@google.com", "b@google.com"]


async def test_a_change_that_google_is_still_applying_is_found_by_the_next_read(
    reader: GoogleReader,
) -> None:
    await reader.settled()
    reader.provider.put(event("a", TOMORROW))
    late = reader.provider.events.pop("a")
    reader.provider._gone["a"] = {"id": "a", "status": "cancelled"}
    assert await reader.events() == []
    reader.provider.events["a"] = late
    assert [one.uid for one in await reader.events()] == ["a@google.com"]


async def test_far_delta(reader: GoogleReader) -> None:
    """A series rings with instances of the next years; only those in the window are read."""
    reader.provider.page_size = 100
    await reader.settled()
    for week in range(700):
        reader.provider.put(event(f"s_{week}", TOMORROW + timedelta(weeks=week), series="s"))
    found = await reader.events()
    assert [one.starts_at for one in found] == [TOMORROW, TOMORROW + timedelta(weeks=1)]


async def test_what_already_began_or_begins_at_the_horizon_is_left_out(
    reader: GoogleReader,
) -> None:
    reader.provider.put(event("began", NOW - timedelta(minutes=10)))
    reader.provider.put(event("now", NOW))
    reader.provider.put(event("last", NOW + HORIZON - timedelta(minutes=1)))
    reader.provider.put(event("after", NOW + HORIZON))
    assert [one.uid for one in await reader.events()] == ["now@google.com", "last@google.com"]


async def test_a_cancelled_instance_and_a_cancelled_event_are_gone(reader: GoogleReader) -> None:
    reader.provider.put(event("s_1", TOMORROW, series="s"))
    reader.provider.put(event("a", TOMORROW))
    reader.provider.put(event("b", TOMORROW))
    await reader.settled()
    reader.provider.remove("s_1")
    reader.provider.remove("a")
    assert [one.uid for one in await reader.events()] == ["b@google.com"]


async def test_pages_come_as_google_likes(reader: GoogleReader) -> None:
    reader.provider.page_size = 3
    for number in range(20):
        reader.provider.put(event(f"{number:02}", TOMORROW + timedelta(hours=number)))
    assert [one.uid for one in await reader.events()] == [f"{n:02}@google.com" for n in range(20)]
    await reader.settled()
    reader.provider.put(event("last", TOMORROW))
    assert len(await reader.events()) == 21
    await reader.settled()
    assert await reader.read() is None


async def test_an_empty_calendar_may_come_without_a_list(reader: GoogleReader) -> None:
    assert await reader.events() == []


async def test_410_page_2(reader: GoogleReader) -> None:
    """Whichever page answers 410, one more read finds each event once."""
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))
    await reader.settled()
    reader.provider.put(event("5", TOMORROW))
    cursor = reader.cursor
    for page in range(4):  # one for changes, three of the window
        reader.cursor = cursor
        reader.provider.faults.extend(
            [*[None] * page, failing(410, problem(410, "fullSyncRequired"))]
        )
        assert [one.uid[0] for one in await reader.events()] == ["0", "1", "2", "3", "4", "5"]
        assert not reader.provider.faults


async def test_an_expired_sync_token_starts_anew_and_finds_what_is_missing(
    reader: GoogleReader,
) -> None:
    reader.provider.put(event("a", TOMORROW))
    reader.provider.put(event("b", TOMORROW))
    await reader.settled()
    reader.provider.remove("a")
    reader.provider.expire_tokens()
    assert [one.uid for one in await reader.events()] == ["b@google.com"]


async def test_a_calendar_that_always_answers_410_fails(reader: GoogleReader) -> None:
    reader.provider.faults.extend([failing(410)] * 9)
    assert (await reader.trouble()).trouble == "no answer"
    assert len(reader.provider.requests) == 2


LIMITED = problem(403, "rateLimitExceeded")


@pytest.mark.parametrize(
    ("fault", "trouble", "seconds"),
    [
        (failing(403, LIMITED), "asked to wait", None),
        (failing(403, LIMITED, Retry_After="120"), "asked to wait", 120),
        (failing(403, problem(403, "userRateLimitExceeded")), "asked to wait", None),
        (failing(429, Retry_After="7"), "asked to wait", 7),
        (failing(404, problem(404, "notFound")), "not found", None),
        (failing(500, problem(500, "backendError")), "no answer", None),
        (failing(503, Retry_After="60"), "no answer", 60),
        (failing(302, Location="https://elsewhere.example"), "no answer", None),
    ],
)
async def test_throttled(
    reader: GoogleReader, fault: Fault, trouble: str, seconds: int | None
) -> None:
    """Throttling is told apart from a missing permission, and waits as long as Google asks."""
    reader.provider.faults.append(fault)
    failed = await reader.trouble()
    assert failed.trouble == trouble
    assert failed.wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize("reason", ["insufficientPermissions", "accessNotConfigured"])
async def test_a_missing_permission_is_no_throttling(reader: GoogleReader, reason: str) -> None:
    reader.provider.faults.extend([failing(403, problem(403, reason))] * 2)
    failed = await reader.trouble()
    assert (failed.trouble, failed.wait) == ("no permission", None)


@pytest.mark.parametrize("page", range(3))
async def test_a_read_that_does_not_reach_its_last_page_fails(
    reader: GoogleReader, page: int
) -> None:
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))
    await reader.settled()
    reader.provider.put(event("5", TOMORROW))
    cursor = reader.cursor
    reader.provider.faults.extend([None, *[None] * page, failing(500)])
    assert (await reader.trouble()).trouble == "no answer"
    assert reader.cursor == cursor


@pytest.mark.parametrize(
    "body", [[], {}, {"items": "none"}, {"items": [{}]}, {"items": [{"id": "a"}]}]
)
async def test_what_is_no_list_of_events_is_no_empty_calendar(
    reader: GoogleReader, body: object
) -> None:
    await reader.settled()
    reader.provider.put(event("a", TOMORROW))
    reader.provider.faults.extend([None, failing(200, body)])
    assert (await reader.trouble()).trouble == "not a calendar"


async def test_an_access_token_that_ends_in_the_middle_is_replaced(reader: GoogleReader) -> None:
    reader.provider.page_size = 2
    for number in range(5):
        reader.provider.put(event(str(number), TOMORROW))

    async def expired(_: object) -> object:
        reader.provider.expire_access()
        return reader.provider.unauthorized()

    reader.provider.faults.extend([None, None, expired])  # type: ignore[list-item]
    assert len(await reader.events()) == 5
    assert reader.provider.refreshes == 2


async def test_access_tokens_are_reused_until_they_expire(reader: GoogleReader) -> None:
    await reader.settled()
    assert reader.provider.refreshes == 1
    reader.provider.clock.moment += timedelta(minutes=59)
    await reader.read()
    assert reader.provider.refreshes == 2


async def test_revoked(reader: GoogleReader) -> None:
    await reader.settled()
    reader.provider.take_back()
    assert (await reader.trouble()).trouble == "disconnected"


async def test_an_answer_that_never_ends_and_one_that_is_too_large(reader: GoogleReader) -> None:
    for number in range(50):
        reader.provider.put(event(str(number), TOMORROW))
    await reader.tokens.get(reader.refresh)
    reader.provider.faults.append(reader.provider.drip)
    async with ProviderClient(seconds=0.05) as hasty:
        reader.tokens.http = hasty
        assert (await reader.trouble()).trouble == "no answer"
    async with ProviderClient(max_bytes=500) as small:
        reader.tokens.http = small
        assert (await reader.trouble()).trouble == "too large"


async def test_the_window_is_read_plainly_every_six_hours(reader: GoogleReader) -> None:
    """Time passes, and with it the window: nothing rings for that."""
    reader.provider.put(event("a", NOW + HORIZON + timedelta(hours=1)))
    await reader.settled()
    reader.provider.clock.moment += timedelta(hours=5)
    assert await reader.read() is None
    reader.provider.clock.moment += timedelta(hours=1)
    assert [one.uid for one in await reader.events()] == ["a@google.com"]


async def test_nothing_that_was_missed_is_missed_for_longer(reader: GoogleReader) -> None:
    """The window is read again after six hours even if it is the same."""
    await reader.settled()
    reader.provider.events["a"] = event("a", TOMORROW)
    reader.provider.clock.moment += timedelta(hours=6)
    reader.horizon -= timedelta(hours=6)
    assert len(await reader.events()) == 1


async def test_a_wider_window_is_read_at_once(reader: GoogleReader) -> None:
    reader.provider.put(event("a", NOW + HORIZON + timedelta(days=1)))
    await reader.settled()
    reader.horizon += timedelta(days=2)
    assert len(await reader.events()) == 1


async def test_what_is_left_of_a_cancelled_event_is_no_event(reader: GoogleReader) -> None:
    shell = {"items": [{"id": "a", "status": "cancelled"}]}
    reader.provider.faults.extend([None, failing(200, shell)])
    assert await reader.events() == []


@pytest.mark.parametrize("cursor", ["", "{}", "[]", "etag", '{"change_token": "x"}', "null"])
async def test_an_unknown_cursor_reads_everything(reader: GoogleReader, cursor: str) -> None:
    reader.provider.put(event("a", TOMORROW))
    reader.cursor = cursor
    assert len(await reader.events()) == 1
