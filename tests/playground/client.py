"""A client of the playground's HTTP interface, without a page."""
# ruff: noqa: ANN401 - JSON, as it comes

import json
from io import BytesIO
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote
from uuid import uuid4

import aiohttp

API = "/api/playground"
MARK = {"X-Attune": "1"}


class Client:
    """Makes requests as one persona."""

    def __init__(self, base: str, who: str) -> None:
        self.who = who
        self.http = aiohttp.ClientSession(base)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.close()

    async def get(self, path: str, **asked: str) -> Any:
        """GET, and expect an answer."""
        async with self.http.get(f"{API}/{path}", params={"who": self.who, **asked}) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def act(self, path: str, **what: Any) -> Any:
        """Do something, and expect success."""
        status, answer = await self.try_act(path, **what)
        assert status == 200, answer
        return answer

    async def try_act(self, path: str, **what: Any) -> tuple[int, Any]:
        """Do something; returns the status and the answer."""
        body = {"id": str(uuid4()), "who": self.who, **what}
        async with self.http.post(f"{API}/{path}", json=body, headers=MARK) as response:
            return response.status, await response.json()

    async def drop(self, name: str, content: bytes, place: str = "attune", **more: Any) -> Any:
        """Drop a file in a place."""
        status, answer = await self.try_drop(name, content, place, **more)
        assert status == 200, answer
        return answer

    async def try_drop(
        self, name: str, content: bytes, place: str = "attune", **more: Any
    ) -> tuple[int, Any]:
        """Drop a file in a place; returns the status and the answer."""
        what = {"id": str(uuid4()), "who": self.who, "place": place, "name": name, **more}
        headers = MARK | {
            "X-Attune-File": quote(json.dumps(what)),
            "Content-Type": "application/octet-stream",
        }
        async with self.http.post(
            f"{API}/file", data=BytesIO(content), headers=headers
        ) as response:
            return response.status, await response.json()

    async def say(self, text: str, place: str = "attune", **more: Any) -> Any:
        """Type words in a place."""
        return await self.act("say", place=place, text=text, **more)

    async def press(self, post: int | None, action: str, value: str = "", **more: Any) -> Any:
        """Press a button."""
        asked = {"place": "attune", **more}
        return await self.act("press", post=post, action=action, value=value, **asked)

    async def submit(self, form: str, fields: dict[str, str], **more: Any) -> Any:
        """Submit a form."""
        asked = {"place": "attune", "subject": "Northwind", **more}
        return await self.act("submit", form=form, fields=fields, **asked)

    async def history(self, place: str = "attune") -> list[Any]:
        """The posts in a place."""
        found = await self.get("history", place=place)
        return list(found["posts"])


class Events:
    """A stream of Server-Sent Events, read one at a time."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.last = ""

    async def next(self) -> tuple[str, Any]:
        """The next event's name and what it carries."""
        found: dict[str, str] = {}
        async for line in self._response.content:
            name, _, rest = line.decode().rstrip("\n").partition(": ")
            if not name and "event" in found:
                self.last = found["id"]
                return found["event"], json.loads(found["data"])
            found[name] = rest
        raise AssertionError("the stream ended")
