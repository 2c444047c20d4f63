"""A strict stand-in for Microsoft: its sign-in, and calendarView of Graph with its delta."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import ClassVar

from aiohttp import web
from pydantic import SecretStr
from yarl import URL

from bot.base.clock import FixedClock
from bot.calendars import providers
from tests.calendars.provider import Json, ProviderStandIn

ID = "11111111-1111-4111-8111-111111111111"
TENANT = "22222222-2222-4222-8222-222222222222"
VIEW, DELTA = "/api/me/calendarView", "/api/me/calendarView/delta"
STUB = ("id", "type", "seriesMasterId", "start", "end")
NEEDED = ('outlook.timezone="UTC"', 'IdType="ImmutableId"')


class MicrosoftStandIn(ProviderStandIn):
    """Microsoft Graph, with one calendar in it. `events` is what it holds, by id.

    Its pages are short and in reverse order. A delta has an empty page before and after each.
    """

    asked: ClassVar = frozenset({"prompt", "response_mode"})
    rotates: ClassVar = True
    address_claim: ClassVar = "preferred_username"

    def __init__(self, clock: FixedClock, redirect: str = "") -> None:
        real = providers.microsoft(ID, SecretStr("microsoft-secret"), TENANT)
        super().__init__(real, clock, redirect)
        self.events: dict[str, Json] = {}
        self.foreign_link = ""  # the host of the next link, if it is not Graph's
        self.lag: dict[str, Json] | None = None  # what the view still shows
        self._version = count(1)
        self._changes: list[tuple[int, str]] = []
        self._deltas: dict[str, tuple[int, str, str]] = {}  # the version, and the span
        self._rests: dict[str, tuple[int, str, str, list[Json], bool]] = {}

    def put(self, event: Json) -> None:
        """Add an event, or change it."""
        self.events[event["id"]] = event
        self._changes.append((next(self._version), event["id"]))

    def remove(self, event_id: str, *, silently: bool = False) -> None:
        """Delete an event; `silently`, delta does not report it, as happens with instances."""
        del self.events[event_id]
        if not silently:
            self._changes.append((next(self._version), event_id))

    def expire_deltas(self) -> None:
        """Every delta link is answered with 410 from now on."""
        self._deltas.clear()

    def unauthorized(self) -> web.Response:
        """The answer to an access token that is not valid."""
        return error(401, "InvalidAuthenticationToken")

    def forbidden(self) -> web.Response:
        """The answer to a token without the permission to read."""
        return error(403, "ErrorAccessDenied")

    def answer(self, request: web.Request) -> web.Response:
        """The answer of the view or of its delta."""
        preferred = request.headers.get("Prefer", "")
        if any(one not in preferred for one in NEEDED):
            return self.refuse(f"Prefer: {preferred}")
        query = dict(request.query)
        if request.path == VIEW:
            return self._view(query)
        if request.path == DELTA:
            return self._delta(query)
        return self.refuse(f"path: {request.path}")

    def _view(self, query: Json) -> web.Response:
        if set(query) - {"$skip"} != {"startDateTime", "endDateTime", "$select", "$top"}:
            return self.refuse(f"view: {sorted(query)}")
        if not 1 <= int(query["$top"]) <= 1000:
            return self.refuse("$top")
        shown = self.events if self.lag is None else self.lag
        found = [one for one in shown.values() if _overlaps(one, query)]
        selected = {*query["$select"].split(","), "@odata.etag"}
        known = {name for one in found for name in one} | selected
        found = [{name: one[name] for name in known & set(one) & selected} for one in found]
        skipped = int(query.get("$skip", "0"))
        size = min(self.page_size, int(query["$top"]))
        body: Json = {"value": found[skipped : skipped + size][::-1]}
        if skipped + size < len(found):
            following = {**query, "$skip": str(skipped + size)}
            body["@odata.nextLink"] = self._link(VIEW, following)
        return web.json_response(body)

    def _delta(self, query: Json) -> web.Response:
        match query:
            case {"startDateTime": start, "endDateTime": end, **rest} if not rest:
                version = next(self._version)
                found = [one for one in self.events.values() if _overlaps(one, query)]
                stubs = [_stub(one) for one in found]
                return self._delta_page(version, start, end, stubs, empty=True)
            case {"$deltatoken": token, **rest} if not rest:
                if token not in self._deltas:
                    return error(410, "SyncStateNotFound")
                since, start, end = self._deltas[token]
                changed = dict.fromkeys(each for at, each in self._changes if at >= since)
                found = [self._changed(one, start, end) for one in changed]
                return self._delta_page(next(self._version), start, end, found, empty=True)
            case {"$skiptoken": token, **rest} if not rest and token in self._rests:
                version, start, end, found, empty = self._rests[token]
                return self._delta_page(version, start, end, found, empty=empty)
        return self.refuse(f"delta: {sorted(query)}")

    def _changed(self, event_id: str, start: str, end: str) -> Json:
        """A change as delta reports it: also one outside of the span is "removed"."""
        now = self.events.get(event_id)
        if now is None or not _overlaps(now, {"startDateTime": start, "endDateTime": end}):
            return {"id": event_id, "@removed": {"reason": "deleted"}}
        return _stub(now)

    def _delta_page(
        self, version: int, start: str, end: str, found: list[Json], *, empty: bool
    ) -> web.Response:
        size = 0 if empty else self.page_size
        now, rest = found[:size], found[size:]
        body: Json = {"value": now[::-1]}
        token = f"t{next(self._version)}"
        if rest or now:
            self._rests[token] = (version, start, end, rest, not empty)
            body["@odata.nextLink"] = self._link(DELTA, {"$skiptoken": token})
        else:
            self._deltas[token] = (version, start, end)
            body["@odata.deltaLink"] = self._link(DELTA, {"$deltatoken": token})
        return web.json_response(body)

    def _link(self, path: str, query: Json) -> str:
        return str(URL(f"{self.foreign_link or self.origin}{path}").with_query(query))


def error(status: int, code: str, **headers: str) -> web.Response:
    """An error as Graph writes it."""
    return web.json_response(problem(code), status=status, headers=headers)


def problem(code: str) -> Json:
    """The body of an error as Graph writes it."""
    return {"error": {"code": code, "message": "The message says more"}}


def event(
    event_id: str, starts_at: datetime, minutes: int = 30, *, series: str = "", **more: object
) -> Json:
    """An event as Graph writes it; an occurrence of a series if there is one."""
    extra: Json = {"type": "singleInstance", "seriesMasterId": None}
    if series:
        extra = {
            "type": "occurrence",
            "seriesMasterId": series,
            "originalStart": starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    ends_at = starts_at + timedelta(minutes=minutes)
    return {
        "@odata.etag": "W/4711",
        "id": event_id,
        "iCalUId": uid(series or event_id, starts_at if series else None),
        "subject": "Acme: pricing",
        "bodyPreview": "Never fetched",
        "start": written(starts_at),
        "end": written(ends_at),
        "originalStartTimeZone": "W. Europe Standard Time",
        "isAllDay": False,
        "isCancelled": False,
        "isOrganizer": True,
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "showAs": "busy",
        "sensitivity": "normal",
        "attendees": [],
        "organizer": address("Lena", "lena@northwind.example"),
        "onlineMeeting": None,
        "onlineMeetingUrl": None,
        "location": {"displayName": ""},
        **extra,
        **more,
    }


def uid(of: str, day: datetime | None = None) -> str:
    """A UID that Exchange makes; of an instance, it has the day in it."""
    date = "00000000" if day is None else f"{day.year:04X}{day.month:02X}{day.day:02X}"
    return f"040000008200E00074C5B7101A82E008{date}{of.encode().hex().upper()}"


def address(name: str, email: str) -> Json:
    """A name and an address as Graph writes them."""
    return {"emailAddress": {"name": name, "address": email}}


def guest(name: str, email: str, response: str = "none", kind: str = "required") -> Json:
    """A guest as Graph writes one."""
    return {
        **address(name, email),
        "type": kind,
        "status": {"response": response, "time": "0001-01-01T00:00:00Z"},
    }


def written(moment: datetime) -> Json:
    """A time as Graph writes it: without an offset."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.0000000")
    return {"dateTime": text, "timeZone": "UTC"}


def _stub(event: Json) -> Json:
    """What delta returns of an event: of an occurrence hardly anything."""
    if event["type"] == "occurrence":
        return {name: event[name] for name in STUB}
    return event


def _overlaps(event: Json, span: Json) -> bool:
    low, high = (
        datetime.fromisoformat(span[name]).astimezone(UTC)
        for name in ("startDateTime", "endDateTime")
    )
    starts_at, ends_at = (
        datetime.fromisoformat(event[name]["dateTime"]).replace(tzinfo=UTC)
        for name in ("start", "end")
    )
    return ends_at > low and starts_at < high
