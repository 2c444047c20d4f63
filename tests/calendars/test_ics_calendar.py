"""A calendar at an address: what is asked of its server, and what its answers are taken for."""

import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from bot.calendars.ics.calendar import IcsCalendar
from bot.calendars.ics.digest import digest
from bot.calendars.kinds import CalendarOwner, calendar_kinds
from bot.intake.guard import Limits
from handlers.sources.ports import Calendar, SourceFailed
from handlers.sources.records import CalendarRead
from storage.choices import SourceTrouble
from tests.calendars.samples import OWNER, SINCE, UNTIL, vcalendar, vevent
from tests.intake.site import Site

FILE = vcalendar(vevent("SUMMARY:Halden", "DTSTAMP:20261201T000000Z"))
SECRET = "/private-5f3a/basic.ics"


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    """A server that has a calendar."""
    async with Site() as running:
        running.says(SECRET, FILE)
        yield running


def opened(site: Site, cursor: str = "", path: str = SECRET, **more: str) -> IcsCalendar:
    """The calendar on the site."""
    whose = {"zone": "Europe/Lisbon", "owner": OWNER} | more
    return IcsCalendar(site.url(path), cursor, client=site.client, **whose)


async def read(calendar: Calendar) -> CalendarRead:
    """A read that finds something."""
    found = await calendar.read(SINCE, UNTIL)
    assert found is not None
    return found


async def trouble(calendar: Calendar) -> tuple[SourceTrouble, timedelta | None]:
    """Why a calendar cannot be read."""
    with pytest.raises(SourceFailed) as failed:
        await calendar.read(SINCE, UNTIL)
    assert "private" not in f"{failed.value!r} {failed.value.__cause__!r}"
    return failed.value.trouble, failed.value.wait


async def test_a_calendar_is_read(site: Site) -> None:
    found = await read(opened(site))
    assert [one.title for one in found.events] == ["Halden"]
    (request,) = site.requests
    assert "Attune" in request.headers["User-Agent"]
    assert not {"Referer", "Cookie", "Authorization"} & set(request.headers)


async def test_one_without_a_meeting_is_read(site: Site) -> None:
    site.says(SECRET, vcalendar())
    assert (await read(opened(site))).events == ()


async def test_the_kind_opens_it() -> None:
    opened_by_kind = calendar_kinds(None)["ics"](
        "https://x.example/a.ics", "", CalendarOwner("UTC")
    )
    assert isinstance(opened_by_kind, IcsCalendar)


# Only what has changed


async def test_a_server_that_knows_its_state_is_asked_about_it(site: Site) -> None:
    async def page(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"7"'
        return web.Response(body=b"" if known else FILE, status=304 if known else 200, headers=tags)

    tags = {"ETag": '"7"', "Last-Modified": "Tue, 01 Dec 2026 08:00:00 GMT"}
    site.page(SECRET, page)
    first = await read(opened(site))
    assert await opened(site, first.cursor).read(SINCE, UNTIL) is None
    assert site.requests[1].headers["If-Modified-Since"] == tags["Last-Modified"]


async def test_a_file_that_only_was_made_anew_is_unchanged(site: Site) -> None:
    cursor = (await read(opened(site))).cursor
    site.says(SECRET, FILE.replace(b"DTSTAMP:20261201", b"DTSTAMP:20261202"))
    assert await opened(site, cursor).read(SINCE, UNTIL) is None
    site.says(SECRET, FILE.replace(b"Halden", b"Kestrel"))
    assert (await read(opened(site, cursor))).events[0].title == "Kestrel"


@pytest.mark.parametrize(
    "more", [{"zone": "Asia/Tokyo"}, {"owner": "kim@northwind.example"}, {"path": "/b.ics"}]
)
async def test_a_cursor_only_holds_for_what_was_read(site: Site, more: dict[str, str]) -> None:
    site.says("/b.ics", FILE)
    cursor = (await read(opened(site))).cursor
    assert (await read(opened(site, cursor, **more))).cursor != cursor


@pytest.mark.parametrize("cursor", ["[]", "{", '{"of another version": 1}', "null"])
async def test_a_cursor_that_makes_no_sense_is_none(site: Site, cursor: str) -> None:
    assert (await read(opened(site, cursor))).events


async def test_a_cursor_does_not_hold_the_address(site: Site) -> None:
    assert "private" not in (await read(opened(site))).cursor


def test_only_when_a_file_was_made_is_left_out_of_its_digest() -> None:
    files = [
        b"A\nDTSTAMP:1\nB",
        b"A\nDTSTAMP;X=1:2\nB",
        b"A\nDTSTAMPS:1\nB",
        b"A\nDTSTAMP:1\nC",
        b"A\nDTSTAMP:1",
        b"A",
    ]
    digests = [digest(file) for file in files]
    assert digests[0] == digests[1]
    assert len(set(digests[1:4])) == 3
    assert digests[4] == digests[5]


@pytest.mark.parametrize("fold", [b"\r\n ", b"\r\n\t", b"\n\t"])
async def test_the_owners_address_is_found_in_a_folded_line(site: Site, fold: bytes) -> None:
    guest = vevent("SUMMARY:Halden", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{OWNER}")
    named = vcalendar(vevent("SUMMARY:Halden"), head="X-WR-CALNAME:kim@northwind.example")
    for body, owner in ((vcalendar(guest), OWNER), (named, "kim@northwind.example")):
        at = body.index(b"northwind")
        site.says(SECRET, body[:at] + fold + body[at:])
        assert (await read(opened(site))).owners == (owner,)


async def test_a_calendar_that_moved_for_good_is_read_there_from_now_on(site: Site) -> None:
    site.leads("/old.ics", site.url(SECRET), 301)
    for status, new in ((301, site.url(SECRET)), (302, None)):
        site.leads("/old.ics", site.url(SECRET), status)
        calendar = opened(site, path="/old.ics")
        await read(calendar)
        assert calendar.new_secret == new


# What is no calendar


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html>Sign in</html>",
        FILE[: len(FILE) // 2],
        FILE.removesuffix(b"END:VCALENDAR\r\n"),
        FILE[20:],
        b"<html>" + FILE,
        b"\xff\xfe" + FILE.decode().encode("utf-16-le"),
    ],
)
async def test_cut_html_206(site: Site, body: bytes) -> None:
    """A part of a calendar, or a page, is a failure and no calendar without meetings."""
    site.says(SECRET, body)
    assert await trouble(opened(site)) == ("not a calendar", None)
    site.says(SECRET, FILE, status=206)
    assert await trouble(opened(site)) == ("not a calendar", None)


async def test_an_answer_cut_on_its_way_is_a_failure(site: Site) -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(FILE))})
        await response.prepare(request)
        await response.write(FILE[:-40])
        assert request.transport is not None
        request.transport.close()
        return response

    site.page(SECRET, page)
    assert await trouble(opened(site)) == ("no answer", None)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "not found"),
        (401, "no permission"),
        (403, "no permission"),
        (404, "not found"),
        (410, "not found"),
        (418, "no answer"),
        (500, "no answer"),
        (304, "no answer"),
    ],
)
async def test_a_refusal_is_told_in_our_words(site: Site, status: int, said: str) -> None:
    site.says(SECRET, status=status)
    assert await trouble(opened(site)) == (said, None)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_that_asks_us_to_wait(site: Site, status: int) -> None:
    site.says(SECRET, status=status, headers={"Retry-After": "900"})
    assert await trouble(opened(site)) == ("asked to wait", timedelta(minutes=15))
    site.says(SECRET, status=status)
    assert await trouble(opened(site)) == ("asked to wait", None)


async def test_a_calendar_that_is_too_large(site: Site) -> None:
    small = Limits(size=len(FILE) - 1)
    calendar = IcsCalendar(site.url(SECRET), "", zone="UTC", client=lambda: site.client(small))
    assert await trouble(calendar) == ("too large", None)


async def test_a_server_that_is_not_there(site: Site, unused_tcp_port: int) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}{SECRET}"
    calendar = IcsCalendar(address, "", zone="UTC", client=site.client)
    assert await trouble(calendar) == ("no answer", None)


async def test_an_address_inside_our_network_is_not_read(site: Site) -> None:
    calendar = IcsCalendar(site.url(SECRET), "", zone="UTC")
    assert await trouble(calendar) == ("no answer", None)
    assert site.requests == []


# The secret


async def test_the_address_is_in_no_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    calendar = opened(site)
    await read(calendar)
    site.says(SECRET, status=500)
    await trouble(calendar)
    ours = [one.getMessage() for one in caplog.records if one.name != "aiohttp.access"]
    assert "private" not in str(ours)  # the other log is the stand-in server's
    assert "private" not in f"{calendar!r} {calendar}"


async def test_google_says_whose_calendar_it_is(site: Site) -> None:
    declined = f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}"
    path = f"/calendar/ical/{OWNER.replace('@', '%40')}/private-1/basic.ics"
    site.says(path.replace("%40", "@"), vcalendar(vevent(declined)))
    calendar = IcsCalendar(site.url(path), "", zone="UTC", client=site.client)
    assert (await read(calendar)).events[0].state == "on"  # it is not at Google's
    with_owner = IcsCalendar(site.url(path), "", zone="UTC", owner=OWNER, client=site.client)
    assert (await read(with_owner)).events[0].state == "declined"
    at_google = IcsCalendar(f"https://calendar.google.com{path}", "", zone="UTC")
    assert json.dumps(at_google._owners) == f'["{OWNER}"]'
