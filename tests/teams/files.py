"""Files that people share on the fake Teams, behind addresses that expire."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.base.clock import FixedClock
from tests.downloads import Download

Json = dict[str, Any]

LIVES = timedelta(minutes=1)
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
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
        self.offered: list[Json] = []  # what people were asked about, as attachments
        self.taken: dict[str, bytes] = {}  # what was uploaded, by id
        self.shown: list[Json] = []  # uploaded files in a chat, as attachments
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

    def asked(self, attached: Json) -> list[str]:
        """Take a card that asks about a file, or one that shows it; what is wrong with it."""
        content = attached.get("content", {})
        if attached["contentType"] == CONSENT:
            self.offered.append(attached)
            contexts = [content.get("acceptContext"), content.get("declineContext")]
            whole = all(isinstance(each, dict) for each in contexts) and content.get("description")
            size = content.get("sizeInBytes")
            return [] if whole and isinstance(size, int) and attached.get("name") else ["consent"]
        self.shown.append(attached)
        known = content.get("uniqueId") in self.taken and content.get("fileType")
        return [] if known and attached.get("contentUrl", "").startswith("https:") else ["info"]

    def answer(self, base: str, *, accept: bool) -> Json:
        """What Teams sends when somebody answers the last of those cards."""
        card, number = self.offered[-1], f"up{len(self.taken)}"
        content = card["content"]
        if not accept:
            return {"type": "fileUpload", "action": "decline", "context": content["declineContext"]}
        return {
            "type": "fileUpload",
            "action": "accept",
            "context": content["acceptContext"],
            "uploadInfo": {
                "contentUrl": f"https://contoso-my.sharepoint.com/personal/ana/{card['name']}",
                "name": card["name"],
                "uploadUrl": f"{base}upload/{number}",
                "uniqueId": number,
                "fileType": card["name"].rpartition(".")[2],
            },
        }

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Take a file that is uploaded in one piece."""
        if "Authorization" in request.headers or "Cookie" in request.headers:
            self._refused.append("a token was sent along with a file")
            return web.Response(status=401)
        content = await request.read()
        size = self.offered[-1]["content"]["sizeInBytes"]
        piece = f"bytes 0-{len(content) - 1}/{len(content)}"
        if request.headers.get("Content-Range") != piece or len(content) != size:
            self._refused.append("a file was uploaded in another size than it was announced")
            return web.Response(status=400)
        self.taken[request.match_info["id"]] = content
        return web.json_response({}, status=201)

    async def elsewhere(self, _: web.Request) -> web.StreamResponse:
        self._refused.append("a redirect of a file was followed")
        return web.Response(text="elsewhere")
