"""A stand-in of HubSpot on loopback, by a clock of its own.

It is as strict as HubSpot, and stricter with requests that HubSpot would only ignore: unknown
properties are refused, searches lag and end after 10,000 results, and there are limits. A fault can
be ordered for the next request of a kind, also one that loses the answer after the work is done.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from bot.crm.hubspot import HubSpot
from bot.crm.hubspot_api import PAUSE, SEARCH_PAUSE, VERSION, HubSpotApi, HubSpotPaces
from bot.crm.pace import RequestPace
from tests.crm.hubspot_data import (
    CREATED,
    LABELS,
    OPTIONS,
    PROPERTIES,
    READ_ONLY,
    HubSpotData,
    Json,
    Mistake,
    Refused,
    Stored,
)

TOKEN = "pat-eu1-1f6c7a1e"
WRITES = ("crm.objects.deals.write", "crm.objects.contacts.write")
READS = tuple(f"crm.objects.{kind}.read" for kind in ("companies", "contacts", "deals", "owners"))
LINKS = 3  # associations on a page; HubSpot has more
OWNERS = 2  # owners on a page; HubSpot has more
SEARCHES = 4  # a second
REQUESTS = 100  # in ten seconds
SECOND = timedelta(seconds=1)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Fault = Callable[["HubSpotStandIn", web.Request, Handler], Awaitable[web.StreamResponse]]


class NoSuchPath(Exception):
    """There is nothing at this path."""


class HubSpotStandIn:
    """HubSpot with one account."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.data = HubSpotData(clock)
        self.token = TOKEN
        self.portal = 62515  # the number of the account
        self.scopes = {*READS, *WRITES}
        self.zone = "Europe/Berlin"
        self.requests: list[tuple[str, str]] = []
        self.complaints: list[str] = []
        self.faults: deque[tuple[str, Fault]] = deque()  # for the next request with this method
        self.closing = asyncio.Event()
        self._times: list[datetime] = []
        self._searches: list[datetime] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self._server.close()

    @property
    def base(self) -> URL:
        """Where it listens."""
        return URL(f"http://127.0.0.1:{self._server.port}")

    def opened(self, http: CrmClient, *, version: str = VERSION, token: str = TOKEN) -> HubSpot:
        """Our client for it, which waits by the clock of the stand-in."""
        paces = HubSpotPaces(self._pace(PAUSE), self._pace(SEARCH_PAUSE))
        return HubSpot(
            HubSpotApi(http, token, self.clock, version=version, base=self.base, paces=paces)
        )

    def _pace(self, pause: float) -> RequestPace:
        async def sleep(seconds: float) -> None:
            self.clock.moment += seconds * SECOND

        def seconds() -> float:
            return self.clock.moment.timestamp()

        return RequestPace(pause, seconds=seconds, sleep=sleep)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        if self.faults and self.faults[0][0] == request.method:
            return await self.faults.popleft()[1](self, request, self._handled)
        return await self._handled(request)

    async def _handled(self, request: web.Request) -> web.StreamResponse:
        try:
            self._count(request)
            body = await request.json() if request.can_read_body else {}
            status, answer = self._routed(request, body)
        except NoSuchPath:
            return web.Response(status=404, text="<html>Not found</html>", content_type="text/html")
        except Refused as refused:
            if isinstance(refused, Mistake):
                self.complaints.append(str(refused))
            return web.json_response(refused.body, status=refused.status)
        if status == 204:
            return web.Response(status=204)
        return web.json_response(answer, status=status)

    def _count(self, request: web.Request) -> None:
        now = self.clock.now()
        if request.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        searching = request.path.endswith("/search")
        for times, seconds, most in ((self._times, 10, REQUESTS), (self._searches, 1, SEARCHES)):
            if times is self._times or searching:
                times[:] = [one for one in times if one > now - seconds * SECOND] + [now]
                if len(times) > most:
                    self.complaints.append("too many requests")
                    raise rate_limit("TEN_SECONDLY_ROLLING")

    def _routed(self, request: web.Request, body: Json) -> tuple[int, object]:
        match [request.method, *request.path.strip("/").split("/")]:
            case ["GET", "account-info", version, "details"] if version == VERSION:
                return 200, {
                    "portalId": self.portal,
                    "timeZone": self.zone,
                    "companyCurrency": "EUR",
                }
            case [method, "crm", area, version, *rest] if version == VERSION:
                return self._crm(method, area, rest, request, body)
        raise NoSuchPath

    def _crm(  # noqa: C901, PLR0911, PLR0912 - each path once
        self, method: str, area: str, rest: list[str], request: web.Request, body: Json
    ) -> tuple[int, object]:
        query = dict(request.query)
        match [method, area, *rest]:
            case ["POST", "objects", kind, "search"]:
                self._allow(kind, "read")
                return 200, self._search(kind, body)
            case ["POST", "objects", kind, "batch", "read"]:
                self._allow(kind, "read")
                return self._batch(kind, body)
            case ["POST", "associations", kind, to, "batch", "read"]:
                self._allow(kind, "read")
                self._allow(to, "read")
                return self._links(kind, to, body)
            case ["GET", "objects", kind] if set(query) == {"limit"}:
                self._allow(kind, "read")
                return 200, {"results": []}
            case ["GET", "objects", kind, id_] if set(query) == {"properties"}:
                self._allow(kind, "read")
                found = self._found(kind, id_)
                return 200, self.data.shown(kind, found, query["properties"].split(","))
            case ["POST", "objects", "notes" | "tasks" as kind] if set(body) == {
                "properties",
                "associations",
            }:
                self._allow(kind, "write")
                id_ = self.data.create(kind, body["properties"], body["associations"])
                return 201, {"id": id_, "properties": {}}
            case ["PATCH", "objects", kind, id_] if set(body) == {"properties"}:
                self._allow(kind, "write")
                found = self._found(kind, id_)
                self.data.update(kind, found, body["properties"])
                return 200, {"id": found.id, "properties": {}}
            case ["DELETE", "objects", "notes" | "tasks" as kind, id_]:
                self._allow(kind, "write")
                self._archive(kind, id_)
                return 204, None
            case ["GET", "properties", kind]:
                self._allow(kind, "read")
                return 200, {"results": self._properties(kind)}
            case ["GET", "pipelines", "deals"]:
                self._allow("deals", "read")
                return 200, {"results": self._pipelines()}
            case ["GET", "owners", id_] if not query:
                self._allow("owners", "read")
                if id_ not in self.data.owners:
                    raise Refused(404, "OBJECT_NOT_FOUND", "resource not found")
                return 200, self.data.owners[id_]
            case ["GET", "owners"] if set(query) <= {"email", "limit", "after", "archived"}:
                self._allow("owners", "read")
                return 200, self._owners(query)
        raise Mistake(f"not understood: {method} {area}/{'/'.join(rest)}")

    def _allow(self, kind: str, right: str) -> None:
        scoped = "contacts" if kind in ("notes", "tasks") else kind
        scope = f"crm.objects.{scoped}.{right}"
        if scope not in self.scopes:
            error = {"message": "…", "context": {"requiredGranularScopes": [scope]}}
            message = "This app hasn't been granted all required scopes to make this call."
            raise Refused(403, "MISSING_SCOPES", message, errors=[error])

    def _found(self, kind: str, id_: str) -> Stored:
        if found := self.data.find(kind, id_):
            return found
        raise Refused(404, "OBJECT_NOT_FOUND", "resource not found")

    def _archive(self, kind: str, id_: str) -> None:
        if found := self.data.objects[kind].get(id_):
            found.archived = True
            for other in self.data.links.pop((kind, id_), {}):
                self.data.links[other].pop((kind, id_), None)

    def _batch(self, kind: str, body: Json) -> tuple[int, object]:
        if set(body) != {"inputs", "properties"} or not 0 < len(body["inputs"]) <= 100:
            raise Mistake("inputs")
        found = [self.data.find(kind, one["id"]) for one in body["inputs"]]
        shown = [self.data.shown(kind, one, body["properties"]) for one in found if one]
        if not shown:
            raise Refused(404, "OBJECT_NOT_FOUND", "Could not get some objects")
        errors = {"numErrors": 1, "errors": [{"status": "error", "category": "OBJECT_NOT_FOUND"}]}
        answer = {"status": "COMPLETE", "results": shown}
        return (200, answer) if None not in found else (207, answer | errors)

    def _links(self, kind: str, to: str, body: Json) -> tuple[int, object]:
        if set(body) != {"inputs"} or not 0 < len(body["inputs"]) <= 1_000:
            raise Mistake("inputs")
        results = []
        for one in body["inputs"]:
            linked = self.data.links.get((kind, one["id"]), {})
            found = [(id_, label) for (other, id_), label in linked.items() if other == to]
            start = int(one.get("after", 0))
            page = [_linked(*each) for each in found[start : start + LINKS]]
            paging = {"paging": {"next": {"after": str(start + LINKS)}}}
            more = paging if len(found) > start + LINKS else {}
            if page:
                results.append({"from": {"id": one["id"]}, "to": page, **more})
        return (200, {"status": "COMPLETE", "results": results})

    def _search(self, kind: str, body: Json) -> Json:
        if not set(body) <= {"filterGroups", "properties", "sorts", "limit", "after"}:
            raise Mistake("Invalid input JSON")
        groups, sorts = body["filterGroups"], body.get("sorts", [])
        limit, after = body["limit"], int(body.get("after", 0))
        if len(groups) > 5 or len(sorts) > 1 or limit > 200 or after + limit > 10_000:
            raise Mistake("beyond a limit of search")
        names = [one["propertyName"] for group in groups for one in group["filters"]]
        self.data.known(kind, [*names, *body["properties"], *(s["propertyName"] for s in sorts)])
        now = self.clock.now()
        seen = ((one, one.seen_by_search(now)) for one in self.data.objects[kind].values())
        found = [
            (one, properties)
            for one, properties in seen
            if properties and any(_fits(kind, properties, group) for group in groups)
        ]
        by = sorts[0]["propertyName"] if sorts else CREATED[kind]
        found.sort(key=lambda one: _value(kind, by, one[1].get(by, "")))
        page = found[after : after + limit]
        results = [
            {"id": one.id, "properties": {name: old.get(name) for name in body["properties"]}}
            for one, old in page
        ]
        more = {"paging": {"next": {"after": str(after + limit)}}}
        ends = len(found) <= after + limit
        return {"total": len(found), "results": results, **({} if ends else more)}

    def _properties(self, kind: str) -> list[Json]:
        return [
            {
                "name": name,
                "label": LABELS.get(name, name),
                "type": "enumeration" if type_ in ("enum", "owner") else type_,
                "options": [
                    {"label": label, "value": value, "hidden": False}
                    for label, value in OPTIONS.get(name, {}).items()
                ],
                "modificationMetadata": {"readOnlyValue": name in READ_ONLY},
            }
            for name, type_ in self.data.visible(kind).items()
        ]

    def _pipelines(self) -> list[Json]:
        return [
            {
                "id": pipeline.id,
                "label": pipeline.label,
                "displayOrder": place,
                "archived": False,
                "stages": [
                    {
                        "id": id_,
                        "label": label,
                        "displayOrder": number,
                        "archived": False,
                        "metadata": {"isClosed": str(closed).lower(), "probability": "0.2"},
                        "writePermissions": pipeline.permission,
                    }
                    for number, (id_, label, closed) in enumerate(pipeline.stages)
                ],
            }
            for place, pipeline in enumerate(self.data.pipelines)
        ]

    def _owners(self, query: dict[str, str]) -> Json:
        archived, limit = query.get("archived", "false"), query.get("limit", "100")
        if archived not in ("true", "false") or not limit.isdecimal() or int(limit) > 500:
            raise Mistake("owners")
        email, start = query.get("email", ""), int(query.get("after", "0"))
        found = [
            one
            for one in self.data.owners.values()
            if email in ("", one["email"]) and one["archived"] is (archived == "true")
        ]
        end = start + (int(limit) if email else min(int(limit), OWNERS))
        more = {"paging": {"next": {"after": str(end)}}} if end < len(found) else {}
        return {"results": found[start:end], **more}


def _linked(id_: str, label: str) -> Json:
    types = [{"category": "HUBSPOT_DEFINED", "typeId": 280, "label": "Primary"}]
    if label:
        types.append({"category": "USER_DEFINED", "typeId": 36, "label": label})
    return {"toObjectId": id_, "associationTypes": types}


def _fits(kind: str, properties: Json, group: Json) -> bool:
    return all(_matches(kind, properties, one) for one in group["filters"])


def _matches(kind: str, properties: Json, wanted: Json) -> bool:
    name = wanted["propertyName"]
    has, value = properties.get(name), wanted["value"]
    if not has:
        return False
    ours, theirs = _value(kind, name, has), _value(kind, name, value)
    match wanted["operator"]:
        case "EQ":
            return ours == theirs
        case "GT":
            return ours > theirs
        case "GTE":
            return ours >= theirs
        case "CONTAINS_TOKEN":
            return value in has.replace(";", " ").split()
    raise Mistake("Unknown operator")


def _value(kind: str, name: str, written: str) -> tuple[float, str]:
    match PROPERTIES[kind][name]:
        case "number":
            return float(written or 0), ""
        case "datetime" if written.isdecimal():
            return float(written), ""
        case "datetime":
            return round(datetime.fromisoformat(written).timestamp() * 1000), ""
    return 0, written.casefold()


def rate_limit(policy: str) -> Refused:
    """The error of a request above a limit."""
    return Refused(429, "RATE_LIMITS", "limit", errorType="RATE_LIMIT", policyName=policy)


def fails(status: int, body: object = None, **headers: str) -> Fault:
    """A fault: this answer, and nothing is done."""

    async def fault(_: HubSpotStandIn, __: web.Request, ___: Handler) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.json_response(body or {}, status=status, headers=named)

    return fault


def limited(policy: str) -> Fault:
    """A fault: the request is above a limit."""
    return fails(429, rate_limit(policy).body)


async def gateway(_: HubSpotStandIn, __: web.Request, ___: Handler) -> web.StreamResponse:
    """A fault: a page of the gateway, and nothing is done."""
    return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")


async def never_arrives(fake: HubSpotStandIn, _: web.Request, __: Handler) -> web.StreamResponse:
    """A fault: no answer, and nothing is done."""
    await fake.closing.wait()
    return web.Response(status=503)


async def lost(fake: HubSpotStandIn, request: web.Request, do: Handler) -> web.StreamResponse:
    """A fault: the work is done, and the answer never arrives."""
    await do(request)
    await fake.closing.wait()
    return web.Response(status=503)


async def cut_off(_: HubSpotStandIn, request: web.Request, do: Handler) -> web.StreamResponse:
    """A fault: the work is done, and the connection breaks before the answer arrives."""
    answer = await do(request)
    if request.transport is not None:
        request.transport.close()
    return answer


async def lost_at_gateway(_: HubSpotStandIn, request: web.Request, do: Handler) -> web.Response:
    """A fault: the work is done, and the gateway answers with an error."""
    await do(request)
    return web.Response(status=504, text="<html>Time-out</html>", content_type="text/html")
