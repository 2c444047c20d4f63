"""A stand-in of Salesforce on loopback, by a clock of its own.

It is strict: it parses the SOQL that it gets, a hidden or unknown field fails the whole query, and
unknown fields are refused in writes. A fault can be ordered for the next request with a method.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.base.clock import FixedClock
from bot.crm.http import CrmClient
from bot.crm.salesforce import Salesforce
from bot.crm.salesforce_api import SalesforceApi
from tests.crm.salesforce_data import STAGES, Json, Refused, SalesforceData

CLIENT, SECRET = "3MVG9client", "s3cret"
DATA = "/services/data/v66.0"
PAGE = 3  # records on a page of a query; Salesforce has more
READ_ONLY = ("Id", "SystemModstamp", "IsDeleted", "CreatedDate", "IsClosed", "LastActivityDate")
REQUIRED = ("Status", "Priority")  # which have a default

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Fault = Callable[["SalesforceStandIn", web.Request, Handler], Awaitable[web.StreamResponse]]


class SalesforceStandIn:
    """Salesforce with one org."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.data = SalesforceData(clock)
        self.requests: list[tuple[str, str]] = []
        self.complaints: list[str] = []
        self.faults: deque[tuple[str, Fault]] = deque()
        self.closing = asyncio.Event()
        self.tokens = 0
        self.secret = SECRET
        self.refuses_tokens = False
        self.key: Json | None = None  # the description of the field for our key
        self.picklists: dict[str, list[str]] = {}  # required picklists of a task
        self.types: dict[str, tuple[str, list[str]]] = {}  # record types: name and stages
        self.asks_for: dict[str, str] = {}  # fields that a stage requires
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
    def base(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.port}"

    def opened(self, http: CrmClient) -> Salesforce:
        """Our client for it."""
        return Salesforce(SalesforceApi(http, self.base, CLIENT, SECRET, self.clock))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        if request.path == "/services/oauth2/token":
            return await self._token(request)
        if self.faults and self.faults[0][0] == request.method:
            return await self.faults.popleft()[1](self, request, self._handled)
        return await self._handled(request)

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        ours = {"client_id": CLIENT, "client_secret": self.secret}
        if dict(form) != {"grant_type": "client_credentials", **ours}:
            return web.json_response({"error": "invalid_client"}, status=400)
        self.tokens += 1
        answer = {"access_token": f"00D!{self.tokens}", "instance_url": "https://elsewhere.example"}
        return web.json_response({**answer, "token_type": "Bearer"})

    async def _handled(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            body = await request.json() if request.can_read_body else {}
            status, answer = self._routed(request, body)
        except Refused as refused:
            if refused.body[0]["errorCode"] == "MALFORMED_QUERY":
                self.complaints.append(str(refused))
            return web.json_response(refused.body, status=refused.status)
        if status == 204:
            return web.Response(status=204)
        return web.json_response(answer, status=status)

    def _check_token(self, request: web.Request) -> None:
        valid = f"Bearer 00D!{self.tokens}"
        if self.refuses_tokens or request.headers.get("Authorization") != valid:
            raise Refused(401, "INVALID_SESSION_ID", "Session expired or invalid")

    def _routed(self, request: web.Request, body: Json) -> tuple[int, object]:
        if not request.path.startswith(DATA):
            raise Refused(404, "NOT_FOUND")
        parts = request.path.removeprefix(DATA).strip("/").split("/")
        if request.method == "GET":
            return 200, self._read(parts, request.query.get("q", ""))
        return self._written(request.method, parts, body)

    def _read(self, parts: list[str], query: str) -> Json:
        match parts:
            case ["query" | "queryAll" as kind]:
                return self._page(query, 0, kind)
            case ["query" | "queryAll" as kind, cursor]:
                start, _, asked = bytes.fromhex(cursor).decode().partition(" ")
                return self._page(asked, int(start), kind)
            case ["sobjects", kind, "describe"]:
                return self._described(kind)
            case ["ui-api", "object-info", "Opportunity", "picklist-values", id_, _]:
                return {"values": [{"value": one} for one in self.types[id_][1]]}
        raise Refused(404, "NOT_FOUND")

    def _written(self, method: str, parts: list[str], body: Json) -> tuple[int, object]:
        match [method, *parts]:
            case ["POST", "sobjects", kind]:
                return 201, {"id": self._create(kind, body), "success": True}
            case ["PATCH", "sobjects", "Task", "Attune_Key__c", key]:
                return self._upsert(key, body)
            case ["PATCH", "sobjects", kind, id_]:
                self._checked(kind, body)
                self.data.change(kind, self._live(kind, id_), **body)
                return 204, None
            case ["DELETE", "sobjects", kind, id_]:
                self.data.change(kind, self._live(kind, id_), IsDeleted=True)
                return 204, None
        raise Refused(404, "NOT_FOUND")

    def _page(self, query: str, start: int, kind: str) -> Json:
        found = self.data.query(query, with_deleted=kind == "queryAll")
        end = start + PAGE
        more = {"nextRecordsUrl": f"{DATA}/{kind}/{f'{end} {query}'.encode().hex()}"}
        page = {"totalSize": len(found), "done": end >= len(found), "records": found[start:end]}
        return page | (more if end < len(found) else {})

    def _described(self, kind: str) -> Json:
        fields = [self._field(kind, name) for name in self.data.visible(kind)]
        if not fields:
            raise Refused(404, "NOT_FOUND", "The requested resource does not exist")
        types = [
            {"recordTypeId": id_, "name": name, "master": False, "active": True, "available": True}
            for id_, (name, _) in self.types.items()
            if kind == "Opportunity"
        ]
        master = {"recordTypeId": "012000000000000AAA", "name": "Master", "master": True}
        allowed = f"{kind}.write" not in self.data.hidden
        return {
            "name": kind,
            "createable": allowed,
            "updateable": allowed,
            "fields": fields,
            "recordTypeInfos": [*types, master],
        }

    def _field(self, kind: str, name: str) -> Json:
        values = list(self.picklists.get(name, ()))
        values = list(STAGES) if name == "StageName" else values
        values = ["Task", "Call"] if name == "TaskSubtype" else values
        labels = {"Proposal": "Proposal sent"}
        found = {
            "name": name,
            "label": name.removesuffix("__c").replace("_", " "),
            "type": "picklist" if values else "string",
            "nillable": kind != "Task" or name not in (*self.picklists, *REQUIRED),
            "defaultedOnCreate": name in REQUIRED,
            "createable": name not in READ_ONLY,
            "updateable": name not in READ_ONLY,
            "unique": False,
            "externalId": False,
            "picklistValues": [
                {"value": one, "label": labels.get(one, one), "active": True} for one in values
            ],
        }
        return found | (self.key or {}) if name == "Attune_Key__c" else found

    def _live(self, kind: str, id_: str) -> str:
        found = self.data.records[kind].get(id_)
        if found is None or found["IsDeleted"]:
            raise Refused(404, "ENTITY_IS_DELETED", "entity is deleted")
        return id_

    def _checked(self, kind: str, body: Json) -> None:
        for name, value in body.items():
            if name not in self.data.visible(kind) or name in READ_ONLY:
                raise Refused(400, "INVALID_FIELD", f"No such column '{name}'")
            if name in self.picklists and value not in self.picklists[name]:
                raise Refused(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", name, name)
            if name == "StageName" and value not in STAGES:
                raise Refused(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", name, name)
        if len(body.get("Subject") or "") > 255 or len(body.get("NextStep") or "") > 255:
            raise Refused(400, "STRING_TOO_LONG")
        missing = [one for one in self.picklists if kind == "Task" and one not in body]
        missing += [one for one in self.asks_for if "StageName" in body and one not in body]
        if missing:
            raise Refused(400, "REQUIRED_FIELD_MISSING", "Required fields are missing", *missing)

    def _create(self, kind: str, body: Json) -> str:
        self._checked(kind, body)
        for name in ("WhatId", "WhoId"):
            rows = [one for objects in self.data.records.values() for one in objects.values()]
            if name in body and not any(
                one["Id"] == body[name] and not one["IsDeleted"] for one in rows
            ):
                raise Refused(
                    400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", name
                )
        return self.data.put(kind, **({"Status": "Open"} if kind == "Task" else {}) | body)

    def _upsert(self, key: str, body: Json) -> tuple[int, object]:
        if not self.key:
            raise Refused(404, "NOT_FOUND", "Provided external ID field does not exist")
        if not self.key["unique"]:
            raise Refused(403, "INSUFFICIENT_ACCESS", "needs View All Data")
        found = [one for one in self.data.live("Task") if one["Attune_Key__c"] == key]
        if found:
            self._checked("Task", body)
            self.data.change("Task", found[0]["Id"], **body)
            return 200, {"id": found[0]["Id"], "success": True, "created": False}
        id_ = self._create("Task", body | {"Attune_Key__c": key})
        return 201, {"id": id_, "success": True, "created": True}


def fails(status: int, code: str = "", message: str = "") -> Fault:
    """A fault: this answer, and nothing is done."""

    async def fault(_: SalesforceStandIn, __: web.Request, ___: Handler) -> web.StreamResponse:
        return web.json_response([{"errorCode": code, "message": message}], status=status)

    return fault


async def gateway(_: SalesforceStandIn, __: web.Request, ___: Handler) -> web.StreamResponse:
    """A fault: a page of the gateway, and nothing is done."""
    return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")


async def lost(fake: SalesforceStandIn, request: web.Request, do: Handler) -> web.StreamResponse:
    """A fault: the work is done, and the answer never arrives."""
    await do(request)
    await fake.closing.wait()
    return web.Response(status=503)
