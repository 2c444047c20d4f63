"""Files on the fake Slack: uploaded by us and shown, or dropped by people and fetched by us."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.downloads import Download

Json = dict[str, Any]

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class File:
    """A file being uploaded. `busy` is how often it is refused before it can be shown."""

    length: int
    content: bytes | None = None
    complete: bool = False
    busy: int = 0
    channel: str = ""  # where it was posted by itself


class Files:
    """The uploaded files. Requests that are wrong are recorded in `refused`."""

    def __init__(self, refused: list[str]) -> None:
        self.known: dict[str, File] = {}
        self.busy = 0  # of each new file
        self.first = 0  # the number of the first file's id
        self._refused = refused

    def announce(self, arguments: Json, upload_url: str) -> Json:
        """`files.getUploadURLExternal`; the upload address is `upload_url` and the file's id."""
        length, alt = int(arguments["length"]), arguments.get("alt_txt", "")
        name = arguments["filename"]
        if length <= 0 or len(alt) > 1_000 or not name.endswith((".png", ".zip")):
            self._refused.append("a file that cannot be announced")
            return {"error": "invalid_arguments"}
        name = f"F{self.first + len(self.known):08d}"
        self.known[name] = File(length, busy=self.busy)
        return {"file_id": name, "upload_url": f"{upload_url}{name}"}

    def take(self, name: str, content: bytes, headers: Iterable[str]) -> bool:
        """Accept the content if it is as announced; returns whether it is."""
        if "Authorization" in headers:
            self._refused.append("a token was sent along with a file")
        file = self.known[name]
        if len(content) != file.length or not content.startswith((PNG, b"PK")):
            self._refused.append("another file than was announced")
            return False
        file.content = content
        return True

    def complete(self, arguments: Json) -> Json:
        """`files.completeUploadExternal`."""
        (named,) = json.loads(arguments["files"])
        file = self.known.get(named["id"])
        if file is None or file.content is None:
            return {"error": "file_not_found"}
        channel = arguments.get("channel_id") or arguments.get("channels")
        if bool(channel) != file.content.startswith(b"PK"):
            self._refused.append("a picture was posted by itself, or an export was not")
        file.channel = channel or ""
        file.complete = True
        return {"files": [{"id": named["id"]}]}

    def hidden(self, names: Iterable[str]) -> bool:
        """Whether one of these is not ready yet; Slack then refuses the whole message."""
        hidden = False
        for name in names:
            file = self.known.get(name)
            if file is None or not file.complete:
                self._refused.append(f"no such file: {name}")
                return True
            hidden |= file.busy > 0
            file.busy = max(file.busy - 1, 0)
        return hidden


@dataclass
class Dropped:
    """A file that somebody dropped. `odd` is what Slack answers instead of its bytes."""

    id: str
    name: str
    content: bytes
    odd: web.Response | Download | None = None


LOGIN = "<!DOCTYPE html><html><title>Sign in | Slack</title></html>"


class DroppedFiles:
    """The files that people dropped in direct messages."""

    def __init__(self) -> None:
        self.known: dict[str, Dropped] = {}
        self.fetched: list[str] = []  # ids

    def add(self, name: str, content: bytes) -> Dropped:
        """Let somebody upload a file."""
        file = Dropped(f"FD{len(self.known):06d}", name, content)
        self.known[file.id] = file
        return file

    def described(self, file: Dropped, base: str) -> Json:
        """What Slack says of a file in an event, and when it is asked about it."""
        named = f"{base}files-pri/T1-{file.id}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.name,
            "mimetype": "text/plain",
            "filetype": "text",
            "mode": "hosted",
            "is_external": False,
            "file_access": "visible",
            "size": len(file.content),
            "url_private": f"{named}/{file.name}",
            "url_private_download": f"{named}/download/{file.name}",
        }

    def info(self, arguments: Json, base: str) -> Json:
        """`files.info`."""
        file = self.known.get(arguments["file"])
        return {"file": self.described(file, base)} if file else {"error": "file_not_found"}

    async def download(self, request: web.Request, *, allowed: bool) -> web.StreamResponse:
        """A file's bytes; a login page with status 200 for anybody who may not read it."""
        if not allowed:
            return web.Response(text=LOGIN, content_type="text/html")
        file = self.known.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        self.fetched.append(file.id)
        if file.odd is not None:
            return await file.odd(request) if callable(file.odd) else file.odd
        return web.Response(body=file.content, content_type="text/plain")
