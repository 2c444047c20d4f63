"""What goes to the fake Slack and comes back: messages, addresses to answer at, failures."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

Json = dict[str, Any]
URL_USES = 5


@dataclass
class Message:
    """A message as it is now; `only_for` is the only person who sees it, until they reload."""

    channel: str
    ts: str
    body: Json
    only_for: str = ""
    metadata: Json | None = None
    thread: str = ""


@dataclass
class ResponseUrl:
    """An address to answer at, and the message its interaction was on."""

    user: str
    channel: str
    until: datetime
    message: Message | None
    uses: int = URL_USES


@dataclass
class Failure:
    """What happens instead of an answer."""

    error: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    drop: str = ""  # the connection is cut "before" or "after" it was done
    hang: bool = False  # done, but no answer comes
    done: bool = False  # done, whatever the answer says


async def arguments_of(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def answered(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(body, status=status, headers=headers)


def failed(failure: Failure) -> web.Response:
    if failure.text is not None:
        return web.Response(status=failure.status, headers=failure.headers, text=failure.text)
    return answered({"ok": False, "error": failure.error}, failure.status, failure.headers)


def cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
