"""Read, from an iCalendar file, what a meeting is, who comes, and whether it takes place."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bot.calendars.ics.lines import Property, read, read_time
from bot.calendars.ics.links import join_url
from bot.calendars.ics.scan import Lines
from bot.calendars.ics.series import Component, Instance
from bot.calendars.ics.times import times_in
from bot.calendars.ics.zones import FileZones
from bot.calendars.titles import without_cancelled
from storage import mail

MAX_TITLE = 500  # characters
MAX_LISTED = 200  # guests of a meeting
MAX_NAME = 200  # characters of a guest's name or address
DAY = timedelta(days=1)
# Titles that a calendar shows instead of the meeting's title if the owner shares only free and busy
# times.
_ONLY_BUSY = frozenset(
    (
        *("", "busy", "free", "tentative", "away", "out of office", "working elsewhere"),
        *("beschäftigt", "gebucht", "frei", "mit vorbehalt", "occupé", "occupé(e)", "libre"),
        *("ocupado", "ocupada", "occupato", "bezet", "upptagen", "optaget", "opptatt", "zajęty"),
    )
)
_PRIVATE_TITLES = frozenset(
    (
        *(
            "private appointment",
            "private event",
            "private",
            "privater termin",
            "rendez-vous privé",
        ),
        *("cita privada", "appuntamento privato", "privéafspraak", "compromisso particular"),
    )
)
_ROOM_KINDS = ("ROOM", "RESOURCE")
_NO_ORGANIZER = "unknownorganizer@calendar.google.com"
_NO_GUEST = ("@resource.calendar.google.com", "@group.calendar.google.com")


def owners_of(head: Lines, known: Collection[str]) -> frozenset[str]:
    """Return the addresses in `known`, and the calendar's name if it is an address."""
    named = [read(line).text for line in head.get(b"X-WR-CALNAME", ())]
    return frozenset(email for one in (*known, *named) if (email := mail.normalised(one)))


def event_of(
    instance: Instance, uid: str, zones: FileZones, owners: Collection[str]
) -> dict[str, Any]:
    """Return the fields of a `CalendarEvent`, except `guests_unknown`, as JSON values."""
    component, lines = instance.component, instance.component.lines
    title, is_cancelled = without_cancelled(_text(lines, b"SUMMARY"))
    guests, declined = _guests(lines, owners)
    is_cancelled |= _word(lines, b"STATUS") == "CANCELLED"
    return {
        "uid": uid,
        "starts_at": instance.starts_at.isoformat(),
        "ends_at": (instance.starts_at + component.length).isoformat(),
        "zone": zones.name(component.start.zone),
        "title": title[:MAX_TITLE],
        "attendees": guests,
        "join_url": _join_url(lines),
        "original_start": _iso(instance.original_start),
        "state": "cancelled" if is_cancelled else "declined" if declined else "on",
        "all_day": _is_all_day(component),
        "private": _is_private(lines, title),
        "is_meeting": _word(lines, b"X-MICROSOFT-CDO-BUSYSTATUS") != "WORKINGELSEWHERE",
        "only_busy": _is_only_busy(lines, title, guests),
        "is_running": instance.is_running,
        "is_own": _organizer(lines) in owners,
        "sequence": component.sequence if b"SEQUENCE" in lines else None,
        "modified_at": _modified(lines, zones),
    }


def _guests(lines: Lines, owners: Collection[str]) -> tuple[list[dict[str, Any]], bool]:
    """Return the guests (without rooms and the owner). Also return whether the owner declined."""
    answers: list[bool] = []
    guests: dict[str, dict[str, Any]] = {}
    for line in lines.get(b"ATTENDEE", ()):
        one = read(line)
        if one.params.get("CUTYPE", "").upper() in _ROOM_KINDS:
            continue
        declined = one.params.get("PARTSTAT", "").upper() == "DECLINED"
        if mail.normalised(_address(one)) in owners:
            answers.append(declined)
        else:
            _add(guests, one, declined=declined)
    for line in lines.get(b"ORGANIZER", ())[:1]:
        one = read(line)
        if mail.normalised(_address(one)) not in owners:
            _add(guests, one, organizes=True)
    return list(guests.values())[:MAX_LISTED], bool(answers) and all(answers)


def _organizer(lines: Lines) -> str | None:
    return next((mail.normalised(_address(read(one))) for one in lines.get(b"ORGANIZER", ())), None)


def _add(guests: dict[str, dict[str, Any]], one: Property, **more: bool) -> None:
    """Add a guest to `guests`, with the fields in `more`.

    If `guests` already has the guest, only set these fields.
    """
    email, name = _address(one)[:MAX_NAME], one.params.get("CN", "").strip()[:MAX_NAME]
    key = (mail.normalised(email) or email or name).casefold()
    if key and key != _NO_ORGANIZER and not key.endswith(_NO_GUEST):
        guests.setdefault(key, {"name": name, "email": email}).update(more)


def _address(one: Property) -> str:
    """Return a guest's address, from the value or, in a few calendars, from the parameter EMAIL."""
    value = one.value.strip()
    if value[:7].lower() == "mailto:":
        return value[7:].strip()
    if email := one.params.get("EMAIL", "").strip():
        return email
    return "" if value.lower().startswith(("urn:", "invalid:")) else value


def _join_url(lines: Lines) -> str:
    """Return the address of the video call, or ""."""
    stated = (
        *(b"X-GOOGLE-CONFERENCE", b"CONFERENCE"),
        *(b"X-MICROSOFT-SKYPETEAMSMEETINGURL", b"X-MICROSOFT-ONLINEMEETINGCONFLINK"),
    )
    description = _text(lines, b"DESCRIPTION") or _text(lines, b"X-ALT-DESC")
    return join_url(
        [read(line).text for name in stated for line in lines.get(name, ())],
        _text(lines, b"LOCATION"),
        _text(lines, b"URL"),
        description,
    )


def _is_all_day(component: Component) -> bool:
    """Check whether a meeting takes one or more whole days.

    Some calendars write a whole day as a meeting from midnight to midnight.
    """
    if component.start.is_day or _word(component.lines, b"X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        return True
    at_midnight = component.start.wall.time() == datetime.min.time()
    return at_midnight and component.length >= DAY and not component.length % DAY


def _is_private(lines: Lines, title: str) -> bool:
    shown_to = (_word(lines, b"CLASS"), _word(lines, b"X-CALENDARSERVER-ACCESS"))
    is_marked = any(one in ("PRIVATE", "CONFIDENTIAL") for one in shown_to)
    return is_marked or title.casefold() in _PRIVATE_TITLES


def _is_only_busy(lines: Lines, title: str, guests: Collection[object]) -> bool:
    more = any(_text(lines, name) for name in (b"DESCRIPTION", b"LOCATION", b"URL"))
    return title.casefold() in _ONLY_BUSY and not guests and not more


def _text(lines: Lines, name: bytes) -> str:
    return read(lines[name][0]).text if name in lines else ""


def _word(lines: Lines, name: bytes) -> str:
    return _text(lines, name).upper()


def _modified(lines: Lines, zones: FileZones) -> str | None:
    """Return LAST-MODIFIED, or None.

    We don't use DTSTAMP instead, because it often says when the file was made.
    """
    try:
        return times_in(read_time(lines[b"LAST-MODIFIED"][0]), zones)[0].utc.isoformat()
    except (IndexError, KeyError, ValueError, OverflowError):
        return None


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
