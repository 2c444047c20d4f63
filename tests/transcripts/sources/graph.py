"""A strict stand-in for Microsoft's sign-in of apps, and for the transcripts in Graph."""

import asyncio
import json
import re
from base64 import b64encode
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Self
from urllib.parse import unquote

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.calendars.http import ProviderClient
from bot.service_settings import TeamsSettings
from bot.transcripts.sources.graph import GraphTranscripts
from bot.transcripts.sources.graph_tokens import GraphTokens
from tests.calendars.provider import Fault, Json

APP, TENANT, SECRET = "11111111-1111-4111-8111-111111111111", "entra-tenant", "teams-secret"
ALL = re.compile(
    r"/v1\.0/users/([^/]+)/onlineMeetings/getAllTranscripts\(meetingOrganizerUserId='([^']+)',"
    r"startDateTime=([^,]+),endDateTime=([^)]+)\)"
)
ONE = re.compile(
    r"/v1\.0/users/([^/]+)/onlineMeetings/([^/]+)/transcripts/([^/]+)/(metadataContent|content)"
)


def meeting_id(organizer: str, thread: str) -> str:
    """A meeting's id as Graph makes it."""
    return b64encode(f"1*{organizer}*0**{thread}".encode()).decode()


def error(status: int, code: str, inner: str = "") -> web.Response:
    """An error as Graph writes it."""
    body = {"error": {"code": code, "message": "…", "innerError": {"code": inner}}}
    return web.json_response(body, status=status)


@dataclass
class Held:
    """One transcript. `said` is (who, seconds from the start, words)."""

    organizer: str
    meeting: str
    id: str
    starts_at: datetime
    ends_at: datetime
    said: list[tuple[str, int, str]]
    visible_at: datetime
    has_metadata: bool = True

    def row(self) -> Json:
        """It, in the list."""
        return {
            "id": self.id,
            "meetingId": self.meeting,
            "createdDateTime": f"{self.starts_at:%Y-%m-%dT%H:%M:%S.1234567Z}",
            "endDateTime": f"{self.ends_at:%Y-%m-%dT%H:%M:%S.1234567Z}",
            "transcriptContentUrl": "http://127.0.0.1:9/elsewhere",
            "meetingOrganizer": {"user": {"id": self.organizer}},
        }


class GraphStandIn:
    """Graph on loopback. `held` are its transcripts, `allowed` those whom a policy covers."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.held: list[Held] = []
        self.allowed: set[str] | None = None  # None: everybody
        self.unknown: set[str] = set()  # people whom Graph has no meetings of
        self.page_size = 2
        self.foreign_link = ""
        self.requests: list[str] = []
        self.tokens: dict[str, datetime] = {}
        self.complaints: list[str] = []
        self.faults: deque[Fault | None] = deque()
        self.secret = SECRET
        self._number = count(1)
        app = web.Application()
        app.add_routes(
            [
                web.post("/{tenant}/oauth2/v2.0/token", self._token),
                web.get("/v1.0/{path:.*}", self._graph),
            ]
        )
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def settings(self) -> TeamsSettings:
        """The registration of the bot."""
        return TeamsSettings(APP, SecretStr(SECRET), TENANT, authority=self.origin)

    def tokens_for(self, http: ProviderClient) -> GraphTokens:
        """What signs in here."""
        return GraphTokens(self.settings, http, self.clock)

    def opened(self, tokens: GraphTokens, organizers: Sequence[str]) -> GraphTranscripts:
        """The source, for these organizers."""
        return GraphTranscripts(tokens, organizers, f"{self.origin}/v1.0")

    def hold(
        self,
        organizer: str,
        thread: str,
        starts_at: datetime,
        said: Sequence[tuple[str, int, str]],
        *,
        minutes: int = 30,
        late: timedelta = timedelta(),
    ) -> Held:
        """A transcript of a meeting; it is visible `late` after the meeting's end."""
        ends_at = starts_at + timedelta(minutes=minutes)
        held = Held(
            organizer,
            meeting_id(organizer, thread),
            f"MSMj{next(self._number)}+/=",
            starts_at,
            ends_at,
            list(said),
            ends_at + late,
        )
        self.held.append(held)
        return held

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        wanted = {
            "grant_type": "client_credentials",
            "client_id": APP,
            "client_secret": self.secret,
            "scope": "https://graph.microsoft.com/.default",
        }
        if request.match_info["tenant"] != TENANT or form != wanted:
            return web.json_response({"error": "invalid_client"}, status=401)
        token = f"app-token-{next(self._number)}"
        self.tokens[token] = self.clock.now() + timedelta(hours=1)
        return web.json_response({"access_token": token, "expires_in": 3600})

    async def _graph(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request.path)
        if fault := self.faults.popleft() if self.faults else None:
            return await fault(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, self.clock.now()) <= self.clock.now():
            return error(401, "InvalidAuthenticationToken")
        await asyncio.sleep(0)
        path = unquote(request.rel_url.raw_path)
        if found := ALL.fullmatch(path):
            return self._all(request, *found.groups())
        # Ids may have slashes, so these are matched before they are unquoted.
        if found := ONE.fullmatch(request.rel_url.raw_path):
            return self._one(request, *map(unquote, found.groups()))
        return self._refuse(f"path: {path}")

    def _all(
        self, request: web.Request, user: str, organizer: str, since: str, until: str
    ) -> web.Response:
        query = dict(request.query)
        if user != organizer or set(query) - {"$skiptoken"}:
            return self._refuse(f"list: {user} {organizer} {sorted(query)}")
        if user in self.unknown:
            return error(404, "NotFound")
        if not self._allows(user):
            return error(403, "Forbidden", "")
        first, last = datetime.fromisoformat(since), datetime.fromisoformat(until)
        found = [
            one.row()
            for one in self.held
            if one.organizer == user
            and first <= one.starts_at <= last
            and one.visible_at <= self.clock.now()
        ]
        skipped = int(query.get("$skiptoken", "0"))
        body: Json = {"value": found[skipped : skipped + self.page_size]}
        if skipped + self.page_size < len(found):
            host = self.foreign_link or self.origin
            following = f"?$skiptoken={skipped + self.page_size}"
            body["@odata.nextLink"] = f"{host}{request.rel_url.raw_path}{following}"
        return web.json_response(body)

    def _one(
        self, request: web.Request, user: str, meeting: str, id_: str, what: str
    ) -> web.Response:
        if not self._allows(user):
            return error(403, "Forbidden", "")
        held = next(
            (
                one
                for one in self.held
                if (one.organizer, one.meeting, one.id) == (user, meeting, id_)
            ),
            None,
        )
        query = dict(request.query)
        if query != ({} if what == "metadataContent" else {"$format": "text/vtt"}):
            return self._refuse(f"content: {query}")
        if held is None or (what == "metadataContent" and not held.has_metadata):
            return error(404, "NotFound")
        body = _metadata(held) if what == "metadataContent" else _voices(held)
        return web.Response(body=body, content_type="text/vtt")

    def _allows(self, user: str) -> bool:
        return self.allowed is None or user in self.allowed

    def _refuse(self, why: str) -> web.Response:
        self.complaints.append(why)
        return error(400, "BadRequest")


def _metadata(held: Held) -> bytes:
    lines = ["WEBVTT", ""]
    for who, at, words in held.said:
        said_at = (held.starts_at + timedelta(seconds=at)).astimezone(UTC)
        row = {
            "startDateTime": said_at.isoformat(),
            "endDateTime": (said_at + timedelta(seconds=6)).isoformat(),
            "speakerName": who,
            "spokenText": words,
            "spokenLanguage": "en-us",
        }
        lines += [_times(at), json.dumps(row), ""]
    return "\n".join(lines).encode()


def _voices(held: Held) -> bytes:
    lines = ["WEBVTT", ""]
    for who, at, words in held.said:
        lines += [_times(at), f"<v {who}>{words}</v>", ""]
    return "\n".join(lines).encode()


def _times(at: int) -> str:
    return f"{_clock(at)} --> {_clock(at + 6)}"


def _clock(at: int) -> str:
    return f"{at // 3600}:{at // 60 % 60}:{at % 60}.0"
