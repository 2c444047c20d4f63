"""A strict stand-in for Microsoft's sign-in of apps, and for the groups in Graph."""

import re
from collections import deque
from itertools import count
from typing import Any, Self

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.base.clock import Clock
from bot.calendars.http import ProviderClient
from bot.service_settings import TeamsSettings
from bot.teams.entra_groups import EntraGroups

Json = dict[str, Any]

APP, SECRET = "11111111-1111-4111-8111-111111111111", "teams-secret"
MEMBERS = re.compile(r"/v1\.0/groups/([0-9a-f-]{36})/transitiveMembers")


class EntraStandIn:
    """Graph on loopback, for one tenant. `granted` says whether the app has the permission."""

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant
        self.groups: dict[str, str] = {}
        self.inside: dict[str, list[tuple[str, str]]] = {}
        self.granted = True
        self.page_size = 100
        self.foreign_link = ""
        self.secret = SECRET
        self.tokens: set[str] = set()
        self.complaints: list[str] = []
        self.faults: deque[int] = deque()
        self._number = count(1)
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/v1.0/{path:.*}", self._graph)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def opened(self, http: ProviderClient, clock: Clock) -> EntraGroups:
        """What reads the groups here."""
        settings = TeamsSettings(APP, SecretStr(SECRET), self.tenant, authority=self.origin)
        return EntraGroups(settings, clock, http=http, api=f"{self.origin}/v1.0")

    def add(self, group: str, name: str, *people: str, devices: tuple[str, ...] = ()) -> None:
        """Add a group, or give one these people and devices."""
        self.groups[group] = name
        self.inside[group] = [
            *(("#microsoft.graph.device", one) for one in devices),
            *(("#microsoft.graph.user", one) for one in people),
        ]

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        wanted = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": self.secret,
            "scope": "https://graph.microsoft.com/.default",
        }
        if request.match_info["tenant"] != self.tenant or form != wanted:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.add(token := f"app-token-{next(self._number)}")
        return web.json_response({"access_token": token, "expires_in": 3600})

    async def _graph(self, request: web.Request) -> web.Response:
        if refused := self._fault(request):
            return _error(refused)
        if request.path == "/v1.0/groups":
            rows = [{"id": one, "displayName": name} for one, name in self.groups.items()]
            return self._page(request, rows, "id,displayName")
        if found := MEMBERS.fullmatch(request.path):
            if found[1] not in self.groups:
                return _error(404)
            rows = [{"@odata.type": kind, "id": one} for kind, one in self.inside[found[1]]]
            return self._page(request, rows, "id")
        return self._refuse(f"path: {request.path}")

    def _fault(self, request: web.Request) -> int:
        """The status with which a request is refused, or 0."""
        if self.faults:
            return self.faults.popleft()
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401
        return 0 if self.granted else 403

    def _page(self, request: web.Request, rows: list[Json], selected: str) -> web.Response:
        query = dict(request.query)
        skipped = int(query.pop("$skiptoken", "0"))
        if query != {"$select": selected, "$top": "999"}:
            return self._refuse(f"query: {query}")
        end = skipped + self.page_size
        body: Json = {"value": rows[skipped:end]}
        if end < len(rows):
            link = f"{request.path}?$select={selected}&$top=999&$skiptoken={end}"
            body["@odata.nextLink"] = f"{self.foreign_link or self.origin}{link}"
        return web.json_response(body)

    def _refuse(self, why: str) -> web.Response:
        self.complaints.append(why)
        return _error(400)


def _error(status: int) -> web.Response:
    return web.json_response({"error": {"code": "…", "message": "…"}}, status=status)
