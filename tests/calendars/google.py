"""A strict stand-in for Google: its sign-in, and events.list of the Calendar API."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar

from aiohttp import web
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.calendars import providers
from tests.calendars.provider import Json, ProviderStandIn

ID = "4711.apps.googleusercontent.com"
PARAMETERS = {"singleEvents", "timeMin", "timeMax", "maxResults", "fields", "pageToken"}
NOT_WITH_A_TOKEN = {"timeMin", "timeMax"}


class GoogleStandIn(ProviderStandIn):
    """Google, with one calendar in it. `events` is what it holds, by id.

    Its pages are short, in no useful order, with an empty page before and after each. The last
    event of a page stands on the next one again, and a list that is empty is left out.
    """

    asked: ClassVar = frozenset({"access_type", "prompt"})
    rotates: ClassVar = False
    address_claim: ClassVar = "email"

    def __init__(self, clock: FixedClock, redirect: str = "") -> None:
        super().__init__(providers.google(ID, SecretStr("google-secret")), clock, redirect)
        self.zone = "Europe/Berlin"
        self.events: dict[str, Json] = {}
        self._version = count(1)
        self._changes: list[tuple[int, str]] = []  # the version, and the event's id
        self._gone: dict[str, Json] = {}
        self._tokens: dict[str, tuple[int, Json]] = {}  # the version, and the first parameters
        self._pages: dict[str, tuple[Json, list[Json], int, bool]] = {}

    def put(self, event: Json) -> None:
        """Add an event, or change it."""
        self.events[event["id"]] = event
        self._changes.append((next(self._version), event["id"]))

    def remove(self, event_id: str) -> None:
        """Cancel an event: of a single one nothing but its id is left."""
        old = self.events.pop(event_id)
        kept = ("id", "recurringEventId", "originalStartTime")
        self._gone[event_id] = {
            **{name: old[name] for name in kept if name in old},
            "status": "cancelled",
        }
        self._changes.append((next(self._version), event_id))

    def expire_tokens(self) -> None:
        """Every sync token is answered with 410 from now on."""
        self._tokens.clear()

    def unauthorized(self) -> web.Response:
        """The answer to an access token that is not valid."""
        return error(401, "authError")

    def forbidden(self) -> web.Response:
        """The answer to a token without the permission to read."""
        return error(403, "insufficientPermissions")

    def answer(self, request: web.Request) -> web.Response:
        """The answer of events.list."""
        query = dict(request.query)
        if wrong := _wrong(request.path, query):
            return self.refuse(wrong)
        page = query.pop("pageToken", None)
        if page is not None:
            return self._page(page, query)
        if "syncToken" in query:
            return self._changed(query)
        return self._first_page(query, self._listed(query))

    def _changed(self, query: Json) -> web.Response:
        version, first = self._tokens.get(query["syncToken"], (0, {}))
        if not version:
            return error(410, "fullSyncRequired")
        if {name: value for name, value in query.items() if name != "syncToken"} != first:
            return self.refuse("parameters other than those of the first request")
        changed = dict.fromkeys(each for at, each in self._changes if at >= version)
        return self._first_page(query, [self.events.get(one) or self._gone[one] for one in changed])

    def _listed(self, query: Mapping[str, str]) -> list[Json]:
        """The events in the window; without singleEvents, a series is one event."""
        low = query.get("timeMin", "0001-01-01T00:00:00Z")
        high = query.get("timeMax", "9999-01-01T00:00:00Z")
        inside = [
            one
            for one in self.events.values()
            if _moment(one["end"]) > datetime.fromisoformat(low)
            and _moment(one["start"]) < datetime.fromisoformat(high)
        ]
        if query.get("singleEvents") == "true":
            return inside
        return list({one.get("recurringEventId", one["id"]): one for one in inside}.values())

    def _first_page(self, query: Json, found: list[Json]) -> web.Response:
        return self._answer_page(query, found[::-1], next(self._version), empty=True)

    def _page(self, page: str, query: Json) -> web.Response:
        asked, rest, version, empty = self._pages.get(page, ({}, [], 0, False))
        if not version:
            return error(400, "invalid")
        if asked != query:
            return self.refuse("parameters other than those of the first page")
        return self._answer_page(query, rest, version, empty=empty)

    def _answer_page(
        self, query: Json, found: list[Json], version: int, *, empty: bool
    ) -> web.Response:
        size = 0 if empty else min(self.page_size, int(query.get("maxResults", "250")))
        now, rest = found[:size], found[size:]
        if rest and len(now) > 1:
            rest = [now[-1], *rest]
        body: Json = {"kind": "calendar#events", "timeZone": self.zone, "accessRole": "owner"}
        if now:
            body["items"] = now
        if rest or now:
            token = f"page-{next(self._version)}"
            self._pages[token] = (query, rest, version, not empty)
            body["nextPageToken"] = token
        elif "timeMax" not in query:
            token = f"sync-{next(self._version)}"
            first = {
                name: value for name, value in query.items() if name not in ("timeMin", "syncToken")
            }
            self._tokens[token] = (version, first)
            body["nextSyncToken"] = token
        return web.json_response(projected(body, query.get("fields", "")))


def _wrong(path: str, query: Mapping[str, str]) -> str:
    """Why a request is refused; "" if it is not."""
    if path != "/api/calendars/primary/events":
        return f"path: {path}"
    if unknown := set(query) - PARAMETERS - {"syncToken"}:
        return f"unknown: {sorted(unknown)}"
    if not 1 <= int(query.get("maxResults", "250")) <= 2500:
        return "maxResults"
    if "syncToken" in query and NOT_WITH_A_TOKEN & set(query):
        return "a window with a sync token"
    return ""


def error(status: int, reason: str, **headers: str) -> web.Response:
    """An error as Google writes it."""
    return web.json_response(problem(status, reason), status=status, headers=headers)


def problem(status: int, reason: str) -> Json:
    """The body of an error as Google writes it."""
    return {"error": {"code": status, "errors": [{"domain": "global", "reason": reason}]}}


def event(
    event_id: str, starts_at: datetime, minutes: int = 30, *, series: str = "", **more: object
) -> Json:
    """An event as Google writes it; an instance of a series if there is one."""
    extra: Json = {}
    if series:
        extra = {
            "recurringEventId": series,
            "originalStartTime": {"dateTime": starts_at.isoformat(), "timeZone": "Europe/Berlin"},
        }
    return {
        "id": event_id,
        "iCalUID": f"{series or event_id}@google.com",
        "status": "confirmed",
        "summary": "Acme: pricing",
        "description": "Never fetched",
        "start": {"dateTime": starts_at.isoformat(), "timeZone": "Europe/Berlin"},
        "end": {
            "dateTime": (starts_at + timedelta(minutes=minutes)).isoformat(),
            "timeZone": "Europe/Berlin",
        },
        "eventType": "default",
        **extra,
        **more,
    }


def projected(body: object, fields: str) -> object:
    """What a `fields` parameter leaves of an answer."""
    if not fields or not isinstance(body, dict | list):
        return body
    if isinstance(body, list):
        return [projected(one, fields) for one in body]
    wanted = dict(_parts(fields))
    return {name: projected(value, wanted[name]) for name, value in body.items() if name in wanted}


def _parts(fields: str) -> list[tuple[str, str]]:
    """Each field of "a,b(c,d)" with the fields in its parentheses."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(f"{fields},"):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            name, _, inner = fields[start:place].partition("(")
            found.append((name, inner.removesuffix(")")))
            start = place + 1
    return found


def _moment(written: Json) -> datetime:
    return datetime.fromisoformat(written.get("dateTime") or f"{written['date']}T00:00:00+00:00")
