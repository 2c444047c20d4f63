"""A stand-in for Slack that is as unreliable as the real one, for processes that are killed.

Its history shows a message only some time after it was accepted, and is read 50 times a minute at
most, as Slack allows an app that a company makes for itself. Now and then it cuts the
connection, before or after accepting a message. A complete request is accepted even if its sender
has died since.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.base.clock import FixedClock
from tests.slack.pace import Pace

Json = dict[str, Any]

LAG = timedelta(seconds=5)  # half of what we wait before we look
AT_WORK = {"dnd_enabled": False}
CUT = 1 / 50  # of the posts, as many before they are taken as after
ACCOUNT = re.compile(r"Account \d+\.\d+")


@dataclass(frozen=True)
class Post:
    """A message that was accepted."""

    channel: str
    ts: str
    text: str
    metadata: Json
    at: datetime


class HonestSlack:
    """One workspace's Web API. `strikes` is called for each request, and may kill its sender.

    It returns "", or when the sender dies: "before" the request is accepted, or "after". The first
    post about each account in `cuts_off` is accepted, and its sender is left in doubt.
    """

    def __init__(
        self,
        clock: FixedClock,
        chance: random.Random,
        strikes: Callable[[int], str],
        *,
        cuts: float = CUT,
        cuts_off: Iterable[str] = (),
    ) -> None:
        self.posts: list[Post] = []
        self.cut: list[str] = []  # the texts of posts whose sender was left in doubt
        self.read_back = 0
        self.before_it_answers: Callable[[str], Awaitable[None]] = _at_once
        self._clock = clock
        self._now = clock.now
        self._pace = Pace()
        self._chance = chance
        self._strikes = strikes
        self._cuts = cuts
        self._cuts_off = set(cuts_off)
        self._by_channel: defaultdict[str, list[Post]] = defaultdict(list)

    def said(self) -> Counter[str]:
        """How often each account appears in the summaries of messages."""
        first = (post.text.partition("\n")[0] for post in self.posts)
        return Counter(name for line in first for name in ACCOUNT.findall(line))

    def routes(self) -> list[web.RouteDef]:
        """Each process has its own address, which says which process to kill."""
        return [web.route("*", "/{process}/api/{method}", self._api)]

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        said = await _arguments(request)
        fate = self._strikes(int(request.match_info["process"]))
        if not fate and method == "chat.postMessage":
            fate = self._cut(said["text"])
        if fate == "before":
            return _abort(request)
        if method == "conversations.history" and (
            wait := self._pace.wait(method, said, self._now())
        ):
            return web.json_response(
                {"ok": False, "error": "ratelimited"},
                status=429,
                headers={"Retry-After": str(wait)},
            )
        answer = self._do(method, said)
        if method == "chat.postMessage":
            await self.before_it_answers(said["channel"])
        return _abort(request) if fate else web.json_response({"ok": True, **answer})

    def _cut(self, text: str) -> str:
        """When to cut the connection of a post: "before" it is accepted, "after", or not ("")."""
        about = self._cuts_off.intersection(ACCOUNT.findall(text))
        self._cuts_off -= about
        if not about and self._chance.random() >= self._cuts:
            return ""
        self.cut.append(text)
        return "after" if about else self._chance.choice(("before", "after"))

    def _do(self, method: str, said: Json) -> Json:  # noqa: PLR0911 - a case a method
        match method:
            case "auth.test":
                return {"team_id": "T0", "user_id": "UBOT"}
            case "conversations.info":
                return {"channel": {"id": said["channel"], "name": "news"}}
            case "conversations.open":
                return {"channel": {"id": f"D{said['users']}"}}
            case "users.info":
                return {"user": {"profile": {}}}
            case "dnd.teamInfo":
                return {"users": dict.fromkeys(said["users"].split(","), AT_WORK)}
            case "conversations.history":
                return self._history(said)
            case "chat.postMessage":
                return self._take(said)
        raise ValueError(method)

    def _take(self, said: Json) -> Json:
        ts = f"{int(self._clock.now().timestamp())}.{len(self.posts):06d}"
        post = Post(said["channel"], ts, said["text"], said["metadata"], self._clock.now())
        self.posts.append(post)
        self._by_channel[post.channel].append(post)
        return {"ts": ts, "channel": post.channel}

    def _history(self, said: Json) -> Json:
        self.read_back += 1
        shown = [
            {"ts": post.ts, "metadata": post.metadata}
            for post in reversed(self._by_channel[said["channel"]])
            if post.at + LAG <= self._clock.now() and float(post.ts) > float(said["oldest"])
        ]
        return {"messages": shown, "response_metadata": {"next_cursor": ""}}


async def _at_once(_channel: str) -> None:
    """A post is answered as soon as it is accepted."""


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **await request.post()}


def _abort(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
