"""The Teams meeting that a join link leads to, however the link is written."""

from urllib.parse import quote

import pytest

from storage.meetings.meeting_links import MAX_LINK, teams_meeting_of

THREAD = "19:meeting_NTM3ZDJjOTUtZGRhOS00@thread.v2"
LONG = f"https://teams.microsoft.com/l/meetup-join/{THREAD}/0"
ENCODED = f"https://teams.microsoft.com/l/meetup-join/{quote(THREAD, safe='')}/0"
CONTEXT = '{"Tid":"11111111-1111","Oid":"22222222-2222"}'


@pytest.mark.parametrize(
    "link",
    [
        LONG,
        ENCODED,
        f"{ENCODED}?context={quote(CONTEXT)}",
        f"{LONG}?context={CONTEXT}",
        ENCODED.replace("%3A", "%3a"),
        ENCODED.replace("teams.microsoft.com", "gov.teams.microsoft.us"),
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(ENCODED, safe='')}&data=05",
        f"https://teams.microsoft.com/dl/launcher/launcher.html?url={quote('/_#' + ENCODED[27:])}",
    ],
)
def test_one_meeting_is_recognised_in_every_form_of_its_link(link: str) -> None:
    assert teams_meeting_of(link) == f"{THREAD.casefold()}/0"


def test_a_short_link_is_known_by_its_number() -> None:
    short = "https://teams.microsoft.com/meet/2345678901234"
    assert teams_meeting_of(short) == teams_meeting_of(f"{short}?p=abc") == "meet/2345678901234"
    assert teams_meeting_of("https://teams.live.com/meet/9300000000000") == "meet/9300000000000"


def test_two_meetings_in_one_channel_differ() -> None:
    channel = "https://teams.microsoft.com/l/meetup-join/19:sales@thread.tacv2"
    assert teams_meeting_of(f"{channel}/1700000000001") != teams_meeting_of(
        f"{channel}/1700000000002"
    )


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://zoom.us/j/2345678901234",
        "https://meet.example/meet/2345678901234",
        "https://teams.microsoft.com/l/channel/19:sales@thread.tacv2/General",
        "https://teams.microsoft.com/l/meetup-join/",
        "https://teams.microsoft.com/meet/1",
        f"{LONG}?{'x' * MAX_LINK}",
        "%" * MAX_LINK,
        "https://teams.microsoft.com/l/meetup-join/19:meeting%00@thread.v2/0",
        "https://[::1/meet/2345678901234",
    ],
)
def test_other_links_are_no_meeting_of_teams(link: str) -> None:
    assert teams_meeting_of(link) == ""
