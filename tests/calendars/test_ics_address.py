"""What people paste for a calendar's address, and what they are told if it is something else."""

import pytest

from handlers.knowledge.web_addresses import INSIDE, NotFetched
from handlers.sources.calendars import calendar_addresses
from handlers.sources.calendars.calendar_addresses import calendar_address, label, owner_in

GOOGLE = "https://calendar.google.com/calendar/ical/lena%40northwind.example/private-5f3/basic.ics"
OUTLOOK = "https://outlook.office365.com/owa/calendar/2b@northwind.example/77/calendar"


@pytest.mark.parametrize(
    "pasted",
    [
        "https://p52-caldav.icloud.com/published/2/MTIz",
        "webcal://p52-caldav.icloud.com/published/2/MTIz",
        "Webcal://p52-caldav.icloud.com/published/2/MTIz",
        "http://p52-caldav.icloud.com/published/2/MTIz",
        "  “https://p52-caldav.icloud.com/published/2/MTIz”, ",
        "<https://p52-caldav.icloud.com/published/2/MTIz>\n",
        "'\u200bhttps://p52-caldav.icloud.com/published/2/MTIz'",
        "`webcals://p52-caldav.icloud.com/published/2/MTIz`;",
    ],
)
def test_it_is_read_however_it_was_pasted(pasted: str) -> None:
    assert calendar_address(pasted) == "https://p52-caldav.icloud.com/published/2/MTIz"


@pytest.mark.parametrize(
    "address",
    [
        f"{OUTLOOK}.ics",
        "https://calendar.proton.me/api/calendar/v1/url/x/calendar.ics?CacheKey=a%3D",
        "https://user.fm/calendar/v1-0f/Work.ics",
        "http://intranet.northwind.example/lena",
    ],
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert calendar_address(address) == address


def test_the_page_of_a_published_outlook_calendar_leads_to_its_file() -> None:
    assert calendar_address(f"{OUTLOOK}.html") == f"{OUTLOOK}.ics"


@pytest.mark.parametrize(
    ("pasted", "told"),
    [
        ("https://calendar.google.com/calendar/u/0/r/week", "FROM_GOOGLE"),
        ("https://calendar.google.com/calendar/embed?src=lena%40x.example", "FROM_GOOGLE"),
        ("https://calendar.google.com/calendar/u/0?cid=bGVuYQ", "FROM_GOOGLE"),
        ("https://calendar.app.google/5tY", "FROM_GOOGLE"),
        (GOOGLE.replace("private-5f3", "public"), "GOOGLE_PUBLIC"),
        ("https://outlook.office.com/calendar/view/week", "FROM_OUTLOOK"),
        ("https://outlook.cloud.microsoft/calendar/", "FROM_OUTLOOK"),
        ("https://outlook.live.com/calendar/0/", "FROM_OUTLOOK"),
        ("https://www.icloud.com/calendar/", "FROM_APPLE"),
        ("https://calendar.proton.me/u/0/week", "FROM_PROTON"),
        ("https://app.fastmail.com/calendar/", "FROM_FASTMAIL"),
        ("https://calendly.com/lena/intro", "BOOKING_PAGE"),
        ("https://intranet.northwind.example/rooms/index.HTML", "WEB_PAGE"),
        ("Lena@Northwind.example", "AN_EMAIL"),
    ],
)
def test_a_page_is_recognised_and_its_reader_told_what_to_copy(pasted: str, told: str) -> None:
    with pytest.raises(NotFetched) as refused:
        calendar_address(pasted)
    assert refused.value.reason == getattr(calendar_addresses, told)


@pytest.mark.parametrize(
    "pasted", ["", "my calendar", "ftp://x.example/a.ics", "https://a:b@x.example/a.ics"]
)
def test_what_is_no_address_is_refused(pasted: str) -> None:
    with pytest.raises(NotFetched):
        calendar_address(pasted)


def test_what_is_not_the_whole_address_is_asked_for_again() -> None:
    for typed in ("gibberish", "calendar.example/basic.ics"):
        with pytest.raises(NotFetched, match=r"^Paste the whole address\. It starts with https://"):
            calendar_address(typed)


def test_an_address_inside_our_network_is_refused() -> None:
    with pytest.raises(NotFetched, match="inside a private network"):
        calendar_address("http://127.0.0.1:8933/calendar.ics")
    with pytest.raises(NotFetched, match=INSIDE):
        calendar_address("webcal://169.254.169.254/calendar.ics")


def test_the_label_holds_no_secret() -> None:
    assert label(GOOGLE) == "calendar.google.com"
    assert label(f"{OUTLOOK}.ics") == "outlook.office365.com"


def test_google_says_whose_calendar_it_is() -> None:
    assert owner_in(calendar_address(GOOGLE)) == "lena@northwind.example"
    team = (
        "https://calendar.google.com/calendar/ical/c_9%40group.calendar.google.com/private-1/b.ics"
    )
    assert owner_in(team) == ""
    assert owner_in(f"{OUTLOOK}.ics") == ""
    assert owner_in("https://x.example/calendar/ical/lena%40northwind.example/a.ics") == ""
