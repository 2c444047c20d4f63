"""Files that people share on the fake Teams, behind addresses that expire."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.base.clock import FixedClock
from tests.downloads import Download

Json = dict[str, Any]

LIVES = timedelta(minutes=1)
DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


@dataclass
class Shared:
    """A file that somebody shared. `odd` is what comes instead of its bytes."""

    id: str
    name: str
    content: bytes
    until: datetime
    odd: web.Response | Download | None = None


class SharedFiles:
    """Gives each file to whoever knows its address, for a minute. Wrong requests are `refused`."""

    def __init__(self, clock: FixedClock, refused: list[str]) -> None:
        self.known: dict[str, Shared] = {}
        self.fetched: list[str] = []  # ids
        self._clock = clock
        self._refused = refused

    def add(self, name: str, content: bytes) -> Shared:
        """Let somebody share a file."""
        number = f"{len(self.known):08d}-7c1f-4a5e-9d0a-3b1f2e4d5c6b"
        self.known[number] = Shared(number, name, content, self._clock.now() + LIVES)
        return self.known[number]

    def attachment(self, file: Shared, base: str) -> Json:
        """The attachment of a message, as Teams makes it."""
        tempauth = "v1." + "eyJ0eXAi" * 300
        return {
            "contentType": DOWNLOAD,
            "contentUrl": f"https://contoso-my.sharepoint.com/personal/ana/Documents/{file.name}",
            "name": file.name,
            "content": {
                "downloadUrl": f"{base}download.aspx?UniqueId={file.id}&tempauth={tempauth}",
                "uniqueId": file.id,
                "fileType": file.name.rpartition(".")[2],
            },
        }

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The file's bytes."""
        if "Authorization" in request.headers or "Cookie" in request.headers:
            self._refused.append("a token was sent along for a file")
            return web.Response(status=401)
        file = self.known.get(request.query.get("UniqueId", ""))
        if file is None or not request.query.get("tempauth"):
            return web.Response(status=404)
        if self._clock.now() > file.until:
            return web.Response(status=401)
        self.fetched.append(file.id)
        if file.odd is not None:
            return await file.odd(request) if callable(file.odd) else file.odd
        return web.Response(body=file.content, content_type="application/octet-stream")

    async def elsewhere(self, _: web.Request) -> web.StreamResponse:
        self._refused.append("a redirect of a file was followed")
        return web.Response(text="elsewhere")
