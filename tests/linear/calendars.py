"""Calendars' files and links."""

from bot.calendars import uids
from bot.calendars.ics import lines as ics_lines
from bot.calendars.ics.links import join_url
from handlers import limits
from handlers.sources.calendars import calendar_addresses
from storage.meetings.meeting_links import MAX_LINK, meet_code_of, teams_meeting_of
from tests.linear.exercise import ICS_LINE, Exercise


def _ics_line(sent: str) -> object:
    line = f"ATTENDEE;{sent}".encode(errors="replace")
    return ics_lines.read(line).text, ics_lines.read_time(line), list(ics_lines.unfolded(line))


EXERCISES = {
    "a calendar's address in a message": Exercise(
        calendar_addresses.without_secrets,
        limits.MESSAGE,
        ("handlers.sources.calendars.calendar_addresses._WORD",),
        ("a/", ".ics", "https://", "/published/2/"),
    ),
    "a line of a calendar's file": Exercise(
        _ics_line,
        ICS_LINE,
        tuple(
            f"bot.calendars.ics.lines.{name}"
            for name in ("_DELIMITER", "_ENCODED", "_ENDS", "_ESCAPED")
        ),
        ("CN=a;", "\r", "\n\r", "\n", '"', '";', "^n", "\\n", ";:", 'CN="a";'),
    ),
    "a UID": Exercise(
        lambda sent: uids.series_uid(f"{sent}@google.com"),
        ICS_LINE,
        ("bot.calendars.uids._FROM_HERE_ON",),
        ("_R20261201", "_R20261201T080000", "_R", "_R20261201T080000@google.com"),
    ),
    "a link to join": Exercise(
        lambda sent: join_url([sent], sent, sent, sent),
        ICS_LINE,
        ("bot.calendars.ics.links._LINK",),
        ("https://", "https://a", "https://zoom.us/j/1 ", "https://a&amp;", "http", "https://a."),
    ),
    "a link to a meeting": Exercise(
        lambda link: (teams_meeting_of(link), meet_code_of(link)),
        MAX_LINK,
        tuple(
            f"storage.meetings.meeting_links.{name}"
            for name in ("_MEET_CODE", "_TEAMS_NUMBER", "_TEAMS_THREAD")
        ),
        (
            "/l/meetup-join/19:",
            "/l/meetup-join/19:a/",
            "teams.a",
            "teams.a/meet/1",
            "%25",
            "meet.google.com/a",
        ),
    ),
}
