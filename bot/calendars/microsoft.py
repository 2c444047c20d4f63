"""Read a person's default Outlook calendar with calendarView of Microsoft Graph, version 1.0."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from yarl import URL

from bot.calendars.graph_pages import checked_link, pages
from bot.calendars.rest import (
    MAX_PAGES,
    Expired,
    RestCalendar,
    id_of,
    in_turns,
    items,
    link,
    rfc3339,
    utc,
    utc_or_none,
)
from bot.calendars.titles import without_cancelled
from bot.calendars.uids import series_uid
from bot.calendars.zone_names import zone_named
from bot.intake.json_http import HttpAnswer
from bot.platform.payload import at, maybe
from handlers.sources.ports import SourceFailed
from handlers.sources.records import Attendee, CalendarEvent
from storage import mail

# We fetch only what Attune uses, and never descriptions.
SELECT = (
    "id,iCalUId,lastModifiedDateTime,seriesMasterId,type,subject,start,end,originalStart,originalStartTimeZone,isAllDay,"
    "isCancelled,isOrganizer,responseStatus,showAs,sensitivity,attendees,organizer,onlineMeeting,"
    "onlineMeetingUrl,location"
)
PAGE = "100"  # events in a page; we parse a page of this size in a few milliseconds
# The headers for reading all events in a window (`WINDOW`), and for learning whether anything has
# changed (`CHANGES`).
WINDOW = {"Prefer": 'outlook.timezone="UTC", IdType="ImmutableId"'}
CHANGES = {"Prefer": f"{WINDOW['Prefer']}, odata.maxpagesize=200"}
EXPIRED = ("SyncStateNotFound", "SyncStateInvalid", "ErrorInvalidSyncStateData", "resyncRequired")
PRIVATE = ("private", "personal", "confidential")


class MicrosoftCalendar(RestCalendar):
    """One Outlook calendar. The change token (see `bot.calendars.rest`) is a delta link."""

    # A delta link does not always report that an instance of a series was deleted. So after this
    # time, we read all events again, even if the link reports no change.
    plain_after: ClassVar = timedelta(hours=1)
    token_lasts: ClassVar = timedelta(days=7)
    # The window of a delta link is fixed, but the window that we read moves on with time. So the
    # window of a new link ends this much later than the window that we read at that moment. We
    # replace the link after `token_lasts`, before our window has moved past the link's window.
    token_ahead: ClassVar = timedelta(days=8)

    async def start_listening(self, since: datetime, until: datetime) -> str:
        url = URL(f"{self.mailbox.api}/me/calendarView/delta").with_query(_span(since, until))
        change_token, _ = await self._delta(url)
        return change_token

    async def listen(self, change_token: str) -> tuple[str, bool]:
        return await self._delta(self._delta_link(change_token))

    async def window(self, since: datetime, until: datetime) -> Sequence[CalendarEvent]:
        asked = {**_span(since, until), "$select": SELECT, "$top": PAGE}
        url = URL(f"{self.mailbox.api}/me/calendarView").with_query(asked)
        found: dict[str, CalendarEvent] = {}
        async for page in self._pages(url, WINDOW):
            async for item in in_turns(items(page, "value")):
                found[id_of(item)] = self._event(item)
        return list(found.values())

    async def _delta(self, url: URL) -> tuple[str, bool]:
        """Return the delta link from the last page, and whether any page has events."""
        changed, change_token = False, ""
        async for page in self._pages(url, CHANGES):
            changed = changed or bool(items(page, "value"))
            change_token = maybe(page.body, "@odata.deltaLink")
        if not change_token:
            raise SourceFailed("not a calendar")
        self._delta_link(change_token)
        return change_token, changed

    async def _pages(self, url: URL, headers: Mapping[str, str]) -> AsyncIterator[HttpAnswer]:
        async for page in pages(url, lambda link: self.mailbox.get(link, headers), MAX_PAGES):
            _check(page)
            yield page

    def _delta_link(self, change_token: str) -> URL:
        return checked_link(change_token, URL(self.mailbox.api))

    def _event(self, item: object) -> CalendarEvent:
        starts_at = utc(maybe(item, "start", "dateTime"))
        is_instance = maybe(item, "type") in ("occurrence", "exception")
        original = maybe(item, "originalStart")
        attendees = tuple(self._attendees(item))
        away = maybe(item, "showAs") in ("oof", "workingElsewhere")
        return CalendarEvent(
            uid=_uid(item),
            starts_at=starts_at,
            ends_at=utc(maybe(item, "end", "dateTime")),
            zone=_zone(maybe(item, "originalStartTimeZone")),
            title=without_cancelled(maybe(item, "subject"))[0],
            attendees=attendees,
            join_url=_join_url(item),
            original_start=(utc(original) if original else starts_at) if is_instance else None,
            state=_state(item),
            all_day=at(item, "isAllDay") is True,
            private=maybe(item, "sensitivity") in PRIVATE,
            is_meeting=bool(attendees) or not away,
            is_own=at(item, "isOrganizer") is True,
            modified_at=utc_or_none(maybe(item, "lastModifiedDateTime")),
        )

    def _attendees(self, item: object) -> list[Attendee]:
        """Return the guests and the organizer. Leave out rooms and the owner of the calendar."""
        guests, organizer = at(item, "attendees"), at(item, "organizer")
        organizes = "" if at(item, "isOrganizer") is True else _address(organizer)
        found = {
            _address(one): _attendee(one)
            for one in (guests if isinstance(guests, list) else [])
            if maybe(one, "type") != "resource"
        }
        if organizes:
            listed = found.get(organizes, _attendee(organizer))
            found[organizes] = replace(listed, organizes=True)
        owner = mail.normalised(self.mailbox.owner)
        return [one for address, one in found.items() if address != owner]


def _check(answer: HttpAnswer) -> None:
    """Raise Expired or SourceFailed unless Microsoft answered with 200."""
    status, code = answer.status, maybe(answer.body, "error", "code")
    if status == 200:
        return
    if status == 410 or (status == 400 and code in EXPIRED):
        raise Expired
    if status in (429, 503):
        raise SourceFailed("asked to wait", answer.wait)
    if status == 401:  # Graph rejected two access tokens, one after the other
        raise SourceFailed("disconnected")
    if status == 403:
        raise SourceFailed("no permission")
    if status == 404:  # there is no mailbox
        raise SourceFailed("not found")
    raise SourceFailed("no answer", answer.wait)


def _state(item: object) -> Literal["on", "cancelled", "declined"]:
    if at(item, "isCancelled") is True:
        return "cancelled"
    return "declined" if maybe(item, "responseStatus", "response") == "declined" else "on"


def _uid(item: object) -> str:
    """Return the UID of a meeting or, for an instance, of its series.

    If Microsoft sends an iCalUId, the result is the same in every participant's calendar. If not,
    it is different in each calendar.
    """
    written = maybe(item, "iCalUId").strip()
    if not written:
        return maybe(item, "seriesMasterId") or id_of(item)
    return series_uid(written)


def _zone(written: str) -> str:
    zone = zone_named(written)
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def _attendee(of: object) -> Attendee:
    return Attendee(
        name=maybe(of, "emailAddress", "name"),
        email=maybe(of, "emailAddress", "address"),
        declined=maybe(of, "status", "response") == "declined",
    )


def _address(of: object) -> str:
    """Return a mail address. If Exchange sent a name instead, return the name in lower case."""
    written = maybe(of, "emailAddress", "address")
    return mail.normalised(written) or written.casefold()


def _join_url(item: object) -> str:
    return link(
        maybe(item, "onlineMeeting", "joinUrl"),
        maybe(item, "onlineMeetingUrl"),
        maybe(item, "location", "displayName"),
    )


def _span(since: datetime, until: datetime) -> dict[str, str]:
    return {"startDateTime": rfc3339(since), "endDateTime": rfc3339(until)}
