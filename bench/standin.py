"""A stand-in for Slack's Web API, and for the addresses to which answers to commands are sent.

`python -m bench.standin` accepts everything and checks nothing. The tests have a strict stand-in.
"""

import asyncio
import json
from collections import defaultdict
from typing import Any

from aiohttp import web

from bench.serving import serve

TEAM = "T1"
TOKEN = "xoxb-bench"
SECRET = "0123456789abcdef0123456789abcdef"
AT_WORK = {"dnd_enabled": False}
Json = dict[str, Any]


class StandIn:
    """One workspace in which everybody exists and nobody is away."""

    def __init__(self) -> None:
        self._posts = 0
        self._answers: defaultdict[str, asyncio.Future[str]] = defaultdict(
            lambda: asyncio.get_running_loop().create_future()
        )

    def routes(self) -> list[web.RouteDef]:
        """Return the Web API, an address for a command's answer, and one to wait for the answer."""
        return [
            web.route("*", "/api/{method}", self._api),
            web.post("/answer/{number}", self._take_answer),
            web.get("/answered/{number}", self._answered),
        ]

    async def _api(self, request: web.Request) -> web.Response:
        method, arguments = request.match_info["method"], {**request.query, **await _body(request)}
        wait = self.refuse(method, arguments)
        if wait:
            refusal = {"ok": False, "error": "ratelimited"}
            return web.json_response(refusal, status=429, headers={"Retry-After": str(wait)})
        return web.json_response({"ok": True, **self._do(method, arguments)})

    def refuse(self, method: str, arguments: Json) -> int:  # noqa: ARG002
        """Return the seconds for which a request is refused, or 0 to accept it."""
        return 0

    def _do(self, method: str, arguments: Json) -> Json:  # noqa: PLR0911 - a case for each method
        match method:
            case "auth.test":
                return {"team_id": TEAM, "team": "Bench", "user_id": "UBOT", "bot_id": "BBOT"}
            case "conversations.info":
                return {"channel": {"id": arguments["channel"], "name": "bench"}}
            case "conversations.open":
                return {"channel": {"id": f"D{arguments['users']}"}}
            case "users.info":
                return {"user": _user(arguments["user"])}
            case "chat.postMessage":
                self._posts += 1
                return {"ts": f"1700000000.{self._posts:06d}", "channel": arguments["channel"]}
            case "dnd.teamInfo":
                return {"users": dict.fromkeys(arguments["users"].split(","), AT_WORK)}
            case _:  # methods that need no other answer
                return {}

    async def _take_answer(self, request: web.Request) -> web.Response:
        said = await request.json()
        self._answers[request.match_info["number"]].set_result(said["text"])
        return web.Response()

    async def _answered(self, request: web.Request) -> web.Response:
        """Wait for an answer, and return its text."""
        number = request.match_info["number"]
        said = await self._answers[number]
        del self._answers[number]
        return web.Response(text=said)


def _user(user: str) -> Json:
    profile = {"display_name": user, "status_text": "", "status_emoji": ""}
    return {"id": user, "team_id": TEAM, "name": user, "tz": "Europe/Lisbon", "profile": profile}


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(json.loads(await request.text()))
    return dict(await request.post())


def main() -> None:
    app = web.Application()
    app.add_routes(StandIn().routes())
    asyncio.run(serve(app))


if __name__ == "__main__":
    main()
