"""Read a person's primary Google calendar with events.list of the Calendar API, version 3."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from yarl import URL

from bot.calendars.rest import (
    MAX_PAGES,
    Expired,
    RestCalendar,
    id_of,
    in_turns,
    in_utc,
    items,
    link,
    revision,
    rfc3339,
    utc,
    utc_or_none,
)
from bot.calendars.uids import series_uid
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, known_zone, maybe
from handlers.sources.ports import SourceFailed
from handlers.sources.records import Attendee, CalendarEvent

# We fetch only what Attune uses, and never descriptions or attachments.
EVENT = (
    "id,iCalUID,sequence,updated,recurringEventId,originalStartTime,status,summary,start,end,eventType,visibility,"
    "attendees(email,displayName,self,resource,organizer,responseStatus),"
    "organizer(email,displayName,self),"
    "conferenceData(entryPoints(entryPointType,uri)),hangoutLink,location"
)
KIND = "calendar#events"  # the `kind` of a list of events
# WINDOW has the parameters for reading events. With CHANGES we only ask whether anything changed.
WINDOW = {
    "singleEvents": "true",
    "maxResults": "250",  # small pages, which are parsed in a few milliseconds
    "fields": f"kind,nextPageToken,timeZone,accessRole,items({EVENT})",
}
CHANGES = {"maxResults": "2500", "fields": "kind,nextPageToken,nextSyncToken,items(id)"}
THROTTLED = ("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded")
NOBODY = ("unknownorganizer@calendar.google.com",)
NOT_PEOPLE = ("@group.calendar.google.com", "@resource.calendar.google.com")


class GoogleCalendar(RestCalendar):
    """One Google calendar. The change token (see `bot.calendars.rest`) is a sync token."""

    plain_after: ClassVar = timedelta(hours=6)
    token_lasts: ClassVar = timedelta(days=30)
    token_ahead: ClassVar = timedelta(days=3650)  # a sync token is not limited to a window

    async def start_listening(self, since: datetime, until: datetime) -> str:  # noqa: ARG002
        """Return a new sync token for changes to all events that end after `since`."""
        change_token, _ = await self._read_changes({**CHANGES, "timeMin": rfc3339(since)})
        return change_token

    async def listen(self, change_token: str) -> tuple[str, bool]:
        return await self._read_changes({**CHANGES, "syncToken": change_token})

    async def window(self, since: datetime, until: datetime) -> Sequence[CalendarEvent]:
        asked = {**WINDOW, "timeMin": rfc3339(since), "timeMax": rfc3339(until)}
        found: dict[str, CalendarEvent] = {}
        async for page in self._pages(asked):
            zone = known_zone(maybe(page.body, "timeZone")) or "UTC"
            busy = maybe(page.body, "accessRole") == "freeBusyReader"
            async for item in in_turns(_items(page)):
                # Of a cancelled event, Google sometimes sends only the id.
                if maybe(item, "status") != "cancelled":
                    found[id_of(item)] = _event(item, zone, only_busy=busy)
        return list(found.values())

    async def _read_changes(self, asked: Mapping[str, str]) -> tuple[str, bool]:
        """Return the sync token from the last page, and whether any page has events."""
        changed, token = False, ""
        async for page in self._pages(asked):
            changed = changed or bool(_items(page))
            token = maybe(page.body, "nextSyncToken")
        if not token:
            raise SourceFailed("not a calendar")
        return token, changed

    async def _pages(self, asked: Mapping[str, str]) -> AsyncIterator[HttpAnswer]:
        """Yield all pages. A page may be empty although more pages follow."""
        url = URL(f"{self.mailbox.api}/calendars/primary/events")
        query = dict(asked)
        for _ in range(MAX_PAGES):
            page = await self.mailbox.get(url.with_query(query), {})
            _check(page)
            yield page
            following = maybe(page.body, "nextPageToken")
            if not following:
                return
            query["pageToken"] = following
        raise SourceFailed("too large")


def _items(page: HttpAnswer) -> list[object]:
    """Return the events of a page. Google may leave out an empty list."""
    is_empty = maybe(page.body, "kind") == KIND and at(page.body, "items") is None
    return [] if is_empty else items(page, "items")


def _check(answer: HttpAnswer) -> None:
    """Raise Expired or SourceFailed unless Google answered with 200."""
    status = answer.status
    reasons = {maybe(one, "reason") for one in _errors(answer)}
    if status == 200:
        return
    if status == 410 or (status == 400 and "invalid" in reasons):
        raise Expired
    if status == 429 or (status == 403 and reasons & set(THROTTLED)):
        raise SourceFailed("asked to wait", answer.wait)
    if status == 401:  # Google rejected two access tokens, one after the other
        raise SourceFailed("disconnected")
    if status == 403:
        raise SourceFailed("no permission")
    if status == 404:
        raise SourceFailed("not found")
    raise SourceFailed("no answer", answer.wait)


def _errors(answer: HttpAnswer) -> list[object]:
    found = at(answer.body, "error", "errors")
    return found if isinstance(found, list) else []


def _event(item: object, calendar_zone: str, *, only_busy: bool) -> CalendarEvent:
    zone = known_zone(maybe(item, "start", "timeZone")) or calendar_zone
    is_instance = bool(maybe(item, "recurringEventId"))
    return CalendarEvent(
        uid=series_uid(maybe(item, "iCalUID")) or id_of(item),
        starts_at=_moment(at(item, "start"), zone),
        ends_at=_moment(at(item, "end"), zone),
        zone=zone,
        title=maybe(item, "summary"),
        attendees=_attendees(item),
        join_url=_join_url(item),
        original_start=_moment(at(item, "originalStartTime"), zone) if is_instance else None,
        state="declined" if _own_answer(item) == "declined" else "on",
        all_day=bool(maybe(item, "start", "date")),
        private=maybe(item, "visibility") in ("private", "confidential"),
        # Other types are birthdays, focus time, absences, places of work, and events from Gmail.
        is_meeting=maybe(item, "eventType") in ("", "default"),
        only_busy=only_busy,
        is_own=at(item, "organizer", "self") is True,
        sequence=revision(at(item, "sequence")),
        modified_at=utc_or_none(maybe(item, "updated")),
    )


def _moment(written: object, zone: str) -> datetime:
    """Parse the time of an event. A date means the midnight in `zone` at which the day begins."""
    date = maybe(written, "date")
    if date:
        midnight = utc(date).replace(tzinfo=None)
        return in_utc(datetime.combine(midnight, time(), ZoneInfo(zone)))
    return utc(maybe(written, "dateTime"))


def _guests(item: object) -> list[object]:
    found = at(item, "attendees")
    return found if isinstance(found, list) else []


def _own_answer(item: object) -> str:
    """Return the owner's answer: "accepted", "declined", "tentative", "needsAction" or ""."""
    own = (maybe(one, "responseStatus") for one in _guests(item) if at(one, "self") is True)
    return next(own, "")


def _attendees(item: object) -> tuple[Attendee, ...]:
    """Return the guests and the organizer, without the owner and without rooms.

    If the guests are hidden, we know only the organizer.
    """
    guests = _guests(item)
    listed = {maybe(one, "email").casefold() for one in guests}
    found = [
        Attendee(
            name=maybe(one, "displayName"),
            email=maybe(one, "email"),
            declined=maybe(one, "responseStatus") == "declined",
            organizes=at(one, "organizer") is True,
        )
        for one in guests
        if at(one, "self") is not True and at(one, "resource") is not True
    ]
    organizer = at(item, "organizer")
    email = maybe(organizer, "email")
    is_listed = not email or email.casefold() in listed
    if not is_listed and at(organizer, "self") is not True:
        found.append(Attendee(name=maybe(organizer, "displayName"), email=email, organizes=True))
    return tuple(one for one in found if _is_person(one.email.casefold()))


def _is_person(email: str) -> bool:
    return email not in NOBODY and not email.endswith(NOT_PEOPLE)


def _join_url(item: object) -> str:
    entries = at(item, "conferenceData", "entryPoints")
    videos = [
        maybe(one, "uri")
        for one in (entries if isinstance(entries, list) else [])
        if maybe(one, "entryPointType") == "video"
    ]
    return link(*videos, maybe(item, "hangoutLink"), maybe(item, "location"))
