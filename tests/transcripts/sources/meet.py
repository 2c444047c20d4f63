"""A strict stand-in for Google's sign-in, and for the Meet API."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from aiohttp import web
from pydantic import SecretStr

from bot.base.clock import FixedClock
from bot.calendars import providers
from tests.calendars.google import ID
from tests.calendars.provider import Json, ProviderStandIn

FILTER = re.compile(
    r'space\.meeting_code = "([a-z-]{12})" AND start_time>="([^"]+)" AND start_time<="([^"]+)"'
)
RECORD = "conferenceRecords/r-1"
TRANSCRIPT = f"{RECORD}/transcripts/t-1"


@dataclass
class Conference:
    """A meeting that was held. `said` is (participant, seconds from the start, words)."""

    code: str
    starts_at: datetime
    said: list[tuple[str, int, str]]
    minutes: int = 30
    state: str = "FILE_GENERATED"
    number: int = 1


class MeetStandIn(ProviderStandIn):
    """Google Meet, with the conferences in `held`. Entries vanish after 30 days."""

    asked: ClassVar = frozenset({"access_type", "prompt"})
    rotates: ClassVar = False
    address_claim: ClassVar = "email"

    def __init__(self, clock: FixedClock, redirect: str = "") -> None:
        real = providers.google_meet(ID, SecretStr("google-secret"))
        super().__init__(real, clock, redirect)
        self.held: list[Conference] = []

    def unauthorized(self) -> web.Response:
        """The answer to an access token that is not valid."""
        return _error(401, "UNAUTHENTICATED")

    def forbidden(self) -> web.Response:
        """The answer to a token without the permission to read."""
        return _error(403, "PERMISSION_DENIED")

    def answer(self, request: web.Request) -> web.Response:
        """The answer of the Meet API."""
        query, path = dict(request.query), request.path.removeprefix("/api/")
        token, size = int(query.pop("pageToken", "0")), query.pop("pageSize", "")
        most = "250" if path.endswith("/participants") else "100"
        if size != most:
            return self.refuse(f"pageSize: {size}")
        if path == "conferenceRecords":
            found = FILTER.fullmatch(query.pop("filter", ""))
            if not found or query:
                return self.refuse(f"filter: {request.query_string}")
            return self._page("conferenceRecords", self._records(*found.groups()), token)
        held = self._held(path)
        if query or held is None:
            return self.refuse(str(query)) if query else _error(404, "NOT_FOUND")
        names = sorted({who for who, _, _ in held.said})
        lists = {
            "transcripts": ("transcripts", [_transcript(held)]),
            "participants": ("participants", [_person(held, who) for who in names]),
            "entries": ("transcriptEntries", _entries(held)),
        }
        return self._page(*lists[path.rpartition("/")[2]], token)

    def _records(self, code: str, since: str, until: str) -> list[Json]:
        first, last = datetime.fromisoformat(since), datetime.fromisoformat(until)
        return [
            {
                "name": f"conferenceRecords/r-{one.number}",
                "startTime": one.starts_at.isoformat(),
                "endTime": _end(one).isoformat(),
                "space": "spaces/s",
            }
            for one in self._there()
            if one.code == code and first <= one.starts_at <= last
        ]

    def _held(self, path: str) -> Conference | None:
        named = [one for one in self._there() if f"conferenceRecords/r-{one.number}/" in path]
        return named[0] if named else None

    def _there(self) -> list[Conference]:
        now = self.clock.now()
        return [one for one in self.held if _end(one) <= now < _end(one) + timedelta(days=30)]

    def _page(self, name: str, found: list[Json], start: int) -> web.Response:
        body: Json = {}
        if page := found[start : start + self.page_size]:
            body[name] = page
        if start + self.page_size < len(found):
            body["nextPageToken"] = str(start + self.page_size)
        return web.json_response(body)


def _end(one: Conference) -> datetime:
    return one.starts_at + timedelta(minutes=one.minutes)


def _transcript(one: Conference) -> Json:
    return {
        "name": f"conferenceRecords/r-{one.number}/transcripts/t-1",
        "state": one.state,
        "startTime": one.starts_at.isoformat(),
        "endTime": _end(one).isoformat(),
        "docsDestination": {"document": "d"},
    }


def _person(held: Conference, who: str) -> Json:
    name = f"conferenceRecords/r-{held.number}/participants/{who.split(maxsplit=1)[0].lower()}"
    return {"name": name, "signedinUser": {"user": "users/1", "displayName": who}}


def _entries(held: Conference) -> list[Json]:
    return [
        {
            "name": f"conferenceRecords/r-{held.number}/transcripts/t-1/entries/e{number}",
            "participant": _person(held, who)["name"],
            "text": words,
            "languageCode": "en-US",
            "startTime": (held.starts_at + timedelta(seconds=at)).isoformat(),
            "endTime": (held.starts_at + timedelta(seconds=at + 6)).isoformat(),
        }
        for number, (who, at, words) in enumerate(held.said)
    ]


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": status, "status": code}}, status=status)
