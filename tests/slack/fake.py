"""A strict stand-in for Slack's Web API, on loopback.

It refuses what Slack refuses, and keeps what a person would see. It uses the clock it is given;
`fail` scripts failures.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from bot.base.clock import FixedClock
from tests.slack import blockkit, pace
from tests.slack.channels import Channel
from tests.slack.files import DroppedFiles, Files
from tests.slack.groups import Groups
from tests.slack.oauth import OAuth, Rotation
from tests.slack.wire import (
    Failure,
    Json,
    Message,
    ResponseUrl,
    answered,
    arguments_of,
    cut,
    failed,
)

TEAM = "T1"
BOT_TOKEN = "xoxb-1-secret-of-the-bot"
APP_TOKEN = "xapp-1-secret-of-the-app"
TRIGGER_LIVES = timedelta(seconds=3)
URL_LIVES = timedelta(minutes=30)
SCOPES = (
    "commands,chat:write,app_mentions:read,im:write,im:history,users:read,dnd:read,"
    "usergroups:read,channels:read,groups:read,channels:join,channels:history,groups:history,files:read,files:write"
)
MAX_AT_ONCE = 50  # people a request of dnd.teamInfo
# Messages a page of conversations.history: for an app that is sold outside of Slack's directory,
# and for an app that a company has made for itself.
PAGE_WHEN_SOLD = 15
PAGE = 999
NEVER = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
NEEDS = {
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "dnd.teamInfo": "dnd:read",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "files.getUploadURLExternal": "files:write",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
}


class FakeSlack:
    """One workspace. `await start()` first; the address of its Web API is `url`.

    #sales and #marketing exist from the start, without Attune in them. A second workspace is
    reached at the same address, with its own token: `await second.start(beside=first)`.
    """

    def __init__(self, clock: FixedClock, team: str = TEAM, token: str = BOT_TOKEN) -> None:
        self.clock = clock
        self.team = team
        self.token = token  # the bot's
        self.beside: list[FakeSlack] = []
        self.users: dict[str, Json] = {}
        self.dnd: dict[str, Json] = {}
        self.messages: list[Message] = []
        self.homes: dict[str, Json] = {}
        self.modals: dict[str, Json] = {}
        self.latest: dict[str, Message | Json] = {}
        self.latest_at: dict[str, int] = {}
        self.channels: dict[str, Channel] = {}
        self.pairs: dict[str, tuple[str, str]] = {}  # direct messages between two people
        self.add_channel("CSALES", "sales")
        self.add_channel("CMARKETING", "marketing")
        self.refused: list[str] = []
        self.oauth = OAuth(clock, self.refused)
        self.files = Files(self.refused)
        self.dropped = DroppedFiles()
        self.groups = Groups(team, self.refused)
        self.calls: list[tuple[str, Json]] = []
        self.scopes = SCOPES
        self.dead = ""  # why the bot's token is no good
        self.rotation: Rotation | None = None  # if the bot's tokens expire
        self.paced = False  # whether it limits how often it is asked
        self.allows_bursts = True  # several messages in a channel at the same moment
        self.is_own_app = False  # an app of the company's own may read more history
        self.lag = 0  # newest messages that history does not show yet
        self._failures: dict[str, deque[Failure]] = defaultdict(deque)
        self._triggers: dict[str, tuple[str, datetime]] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._pace = pace.Pace()
        self._busy: dict[str, tuple[datetime, int]] = {}  # see _is_hasty
        self._acts = 0  # what people did: each takes them a while
        self._number = 0
        self._sockets: list[web.WebSocketResponse] = []
        self._answers: dict[str, asyncio.Future[Json]] = {}
        self.connected = asyncio.Event()
        self._released = asyncio.Event()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{number}", self._respond)
        app.router.add_post("/upload/{file}", self._take_file)
        app.router.add_get("/files-pri/T1-{file}/download/{name}", self._give_file)
        app.router.add_get("/elsewhere", self._elsewhere)
        app.router.add_get("/socket", self._socket)
        self._server = TestServer(app)

    async def start(self, *, beside: "FakeSlack | None" = None) -> None:
        if beside is None:
            await self._server.start_server()
        else:
            beside.beside.append(self)
            self._server, self._number = beside._server, 1_000_000 * len(beside.beside)
            self.files.first = self._number
            self.oauth = beside.oauth

    async def stop(self) -> None:
        self._released.set()
        for socket in self._sockets:
            await socket.close()
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/api/"))

    @property
    def root(self) -> str:
        """The address that files are fetched below."""
        return str(self._server.make_url("/"))

    # What a test arranges

    def add_user(self, user: str, name: str, zone: str, **more: object) -> None:
        """Add a person of the workspace, unless `more` says otherwise."""
        self.users[user] = {
            "id": user,
            "team_id": self.team,
            "name": name.lower(),
            "real_name": name,
            "tz": zone,
            "locale": "en-US",
            "is_restricted": False,
            "is_ultra_restricted": False,
            "deleted": False,
            "is_bot": False,
            "profile": {"display_name": name, "status_text": "", "status_emoji": ""},
            **more,
        }

    def add_channel(
        self, channel: str, name: str, *, private: bool = False, member: bool = False
    ) -> Channel:
        """Add a channel, its name without #; `member` says whether we are in it."""
        self.channels[channel] = Channel(name, private, member)
        return self.channels[channel]

    def channel_id(self, name: str) -> str:
        """The id of the channel that people call `#name`."""
        return next(each for each, known in self.channels.items() if f"#{known.name}" == name)

    def add_pair(self, one: str, other: str) -> str:
        """Add direct messages between two people, without us; returns the channel's id."""
        channel = f"D{one}{other}"
        self.pairs[channel] = (one, other)
        return channel

    def reload(self, user: str) -> None:
        """Reload their client: messages that only they saw are gone."""
        gone = [each for each in self.messages if each.only_for == user]
        self.messages = [each for each in self.messages if each.only_for != user]
        if self.latest.get(user) in gone:
            left = self.seen_by(user)
            self.latest.pop(user)
            if left:
                self._show(left[-1], user)

    def told_name(self, channel: str) -> str:
        """The name of a conversation as Slack sends it to apps."""
        return self.channels[channel].told if channel in self.channels else "directmessage"

    def fail(self, method: str, *failures: Failure) -> None:
        """Let a method's next calls fail: `respond` is response_url, `upload` a file upload."""
        self._failures[method].extend(failures)

    def trigger(self, user: str) -> str:
        """A fresh trigger id."""
        self._acts += 1
        trigger = f"trigger.{self._next()}"
        self._triggers[trigger] = (user, self.clock.now() + TRIGGER_LIVES)
        return trigger

    def response_url(self, user: str, channel: str, message: Message | None = None) -> str:
        """A fresh address to answer at."""
        number = str(self._next())
        until = self.clock.now() + URL_LIVES
        self._urls[number] = ResponseUrl(user, channel, until, message)
        return str(self._server.make_url(f"/respond/{number}"))

    def seen_by(self, user: str) -> list[Message]:
        """Each message that a person sees, oldest first."""
        dm = dm_of(user)
        return [
            each
            for each in self.messages
            if each.only_for == user or (each.channel == dm and not each.only_for)
        ]

    def seen_in(self, channel: str) -> list[Message]:
        """Each message that everybody in a conversation sees, oldest first."""
        return [each for each in self.messages if each.channel == channel and not each.only_for]

    def called(self, method: str) -> list[Json]:
        """The arguments of every call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    async def by_socket(self, kind: str, payload: Json) -> Json:
        """Send an envelope over Socket Mode; the acknowledgement's payload."""
        await self.connected.wait()
        envelope = f"envelope.{self._next()}"
        self._answers[envelope] = asyncio.get_running_loop().create_future()
        await self._sockets[-1].send_json(
            {"type": kind, "envelope_id": envelope, "payload": payload}
        )
        return await self._answers[envelope]

    async def renew_socket(self) -> None:
        """Close the connection as Slack sometimes does: it announces it, and expects a new one."""
        self.connected.clear()
        old = self._sockets[-1]
        await old.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self.connected.wait()
        await old.close()

    # HTTP

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        for each in self.beside:
            if token == each.token or (each.rotation and each.rotation.knows(token)):
                return await each._api(request)
        return await self._called(method, token, request)

    async def _called(self, method: str, token: str, request: web.Request) -> web.StreamResponse:
        arguments = await arguments_of(request)
        failure = self._failures[method].popleft() if self._failures[method] else None
        if failure and failure.drop == "before":
            return cut(request)
        wanted = APP_TOKEN if method == "apps.connections.open" else self.token
        self.calls.append((method, arguments))
        if failure and not (failure.hang or failure.drop or failure.done):
            return failed(failure)
        if method == "oauth.v2.access":
            done = self.oauth.access(request.headers, arguments)
            answer = answered({"ok": "error" not in done, **done})
        elif self.rotation and self.rotation.knows(token) and self.rotation.rejects(token):
            answer = answered({"ok": False, "error": self.rotation.rejects(token)})
        elif token != wanted and not (self.rotation and self.rotation.knows(token)):
            answer = answered({"ok": False, "error": "invalid_auth"})
        elif self.dead and wanted == self.token:
            answer = answered({"ok": False, "error": self.dead})
        else:
            answer = self._do(method, arguments)
        if failure and failure.drop == "after":
            return cut(request)
        if failure and failure.hang:
            await self._released.wait()
        return failed(failure) if failure and failure.done else answer

    def _do(self, method: str, arguments: Json) -> web.Response:
        verbs: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "auth.revoke": self._auth_revoke,
            "users.info": self._users_info,
            "dnd.teamInfo": self._dnd_of_team,
            "usergroups.list": self.groups.listed,
            "usergroups.users.list": self.groups.members,
            "conversations.info": self._info,
            "conversations.open": self._open_conversation,
            "conversations.history": self._history,
            "conversations.join": self._join,
            "files.getUploadURLExternal": self._announce_file,
            "files.completeUploadExternal": self.files.complete,
            "files.info": lambda asked: self.dropped.info(asked, self.root),
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._post_ephemeral,
            "views.open": self._open_view,
            "views.update": self._update_view,
            "views.publish": self._publish,
            "apps.connections.open": self._connections_open,
        }
        if method in NEEDS and not self._granted(NEEDS[method]):
            return answered({"ok": False, "error": "missing_scope"})
        if method == "chat.postMessage" and self._is_hasty(arguments["channel"]):
            return answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "0"})
        if wait := self._wait(method, arguments):
            return answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)})
        done = verbs[method](arguments) if method in verbs else {"error": "unknown_method"}
        headers = {"x-oauth-scopes": self.scopes}
        return answered({"ok": "error" not in done, **done}, headers=headers)

    def _is_hasty(self, channel: str) -> bool:
        """Whether a message follows another one in a channel at once; its repeat does not.

        Slack would ask for a second, which no test waits for.
        """
        if self.allows_bursts or self.paced:
            return False
        at = self.clock.now(), self._acts
        return self._busy.pop(channel, None) == at

    def _wait(self, method: str, arguments: Json) -> int:
        """How many seconds to wait with a request; 0 if it need not wait."""
        sold = not self.is_own_app
        if not self.paced and not (sold and method in pace.SOLD):
            return 0
        return self._pace.wait(method, arguments, self.clock.now(), sold=sold)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        for each in self.beside:
            if request.match_info["number"] in each._urls:
                return await each._respond(request)
        body = await request.json()
        self.calls.append(("respond", body))
        failure = self._failures["respond"].popleft() if self._failures["respond"] else None
        if failure:
            return cut(request) if failure.drop else failed(failure)
        url = self._urls[request.match_info["number"]]
        if url.uses <= 0 or self.clock.now() > url.until:
            return web.Response(status=404, text="used_url")
        url.uses -= 1
        how = {name: body.pop(name, None) for name in ("response_type", "replace_original")}
        if self._refuses(body) or self._hides(body):
            refusal = json.dumps({"ok": False, "error": "invalid_blocks"})
            return web.Response(status=404, text=refusal)
        self._take_answer(url, body, **how)
        return web.Response(text="ok")

    def _take_answer(
        self, url: ResponseUrl, body: Json, response_type: str | None, *, replace_original: bool
    ) -> None:
        if not replace_original:
            alone = url.user if response_type in (None, "ephemeral") else ""
            self._keep(Message(url.channel, self._ts(), body, only_for=alone), url.user)
        elif not url.message:
            self.refused.append("a command has no message to take the place of")
        elif response_type:
            self.refused.append("a message stays as public as it was")
        else:
            url.message.body = body
            self._show(url.message, url.user)

    async def _take_file(self, request: web.Request) -> web.StreamResponse:
        for each in self.beside:
            if request.match_info["file"] in each.files.known:
                return await each._take_file(request)
        content = await request.read()
        self.calls.append(("upload", {"length": len(content)}))
        failure = self._failures["upload"].popleft() if self._failures["upload"] else None
        if failure:
            return cut(request) if failure.drop else failed(failure)
        if not self.files.take(request.match_info["file"], content, request.headers):
            return web.Response(status=400)
        return web.Response(text=f"OK - {len(content)}")

    async def _give_file(self, request: web.Request) -> web.StreamResponse:
        for each in self.beside:
            if request.headers.get("Authorization") == f"Bearer {each.token}":
                return await each._give_file(request)
        authorized = request.headers.get("Authorization") == f"Bearer {self.token}"
        allowed = authorized and not self.dead and self._granted("files:read")
        return await self.dropped.download(request, allowed=allowed)

    async def _elsewhere(self, _: web.Request) -> web.Response:
        self.refused.append("a redirect of a file was followed")
        return web.Response(text="elsewhere")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                answer = json.loads(frame.data)
                self._answers[answer["envelope_id"]].set_result(answer.get("payload") or {})
        return socket

    # The methods of the Web API

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": self.team, "team": "Acme", "user": "attune", "user_id": "UBOT"}

    def _auth_revoke(self, _: Json) -> Json:
        self.dead = "token_revoked"
        return {"revoked": True}

    def rotates(self) -> None:
        """Let the bot's tokens expire from the next installation on."""
        self.rotation = Rotation(self.clock, self.token, self.team)
        self.oauth.rotations.append(self.rotation)

    def agree(self, page: str, **more: object) -> dict[str, str]:
        """Somebody of this workspace agrees on Slack's page; what their browser comes back with."""
        self.dead = ""
        answer = {
            "access_token": self.token,
            "token_type": "bot",
            "bot_user_id": "UBOT",
            "app_id": "A1",
            "team": {"id": self.team, "name": "Acme"},
            "enterprise": None,
            "authed_user": {"id": "UADMIN"},
            "is_enterprise_install": False,
            **(self.rotation.issue() if self.rotation else {}),
        }
        return self.oauth.agree(page, answer | more)

    def _users_info(self, arguments: Json) -> Json:
        user = self.users.get(arguments["user"])
        if user is None:
            return {"error": "user_not_found"}
        if arguments.get("include_locale") in (True, "1", "true"):
            return {"user": user}
        return {"user": {name: user[name] for name in user if name != "locale"}}

    def _dnd_of_team(self, arguments: Json) -> Json:
        users = arguments["users"].split(",")
        if len(users) > MAX_AT_ONCE or len(set(users)) < len(users) or not all(users):
            self.refused.append(f"dnd.teamInfo was asked about {users}")
            return {"error": "invalid_arguments"}
        if any(user not in self.users for user in users):
            return {"error": "user_not_visible"}
        return {"users": {user: self.dnd.get(user, NEVER) for user in users}}

    def _open_conversation(self, arguments: Json) -> Json:
        user = arguments["users"]
        if user not in self.users:
            return {"error": "user_not_found"}
        if self.users[user]["deleted"]:
            return {"error": "user_disabled"}
        if self.users[user]["is_bot"]:
            return {"error": "cannot_dm_bot"}
        return {"channel": {"id": dm_of(user)}}

    def _info(self, arguments: Json) -> Json:
        channel = self.channels.get(arguments["channel"])
        if channel is None:  # to see direct messages there are other scopes, which we do not have
            ours = arguments["channel"] in {*map(dm_of, self.users), *self.pairs}
            return {"error": "missing_scope" if ours else "channel_not_found"}
        return channel.told_to(self.scopes.split(","))

    def _join(self, arguments: Json) -> Json:
        channel = self.channels.get(arguments["channel"])
        return channel.join() if channel else {"error": "channel_not_found"}

    def _announce_file(self, arguments: Json) -> Json:
        return self.files.announce(arguments, str(self._server.make_url("/upload/")))

    def _history(self, arguments: Json) -> Json:
        if error := self._unreadable(arguments["channel"]):
            return {"error": error}
        size = PAGE if self.is_own_app else PAGE_WHEN_SOLD
        shown = self.messages[: len(self.messages) - self.lag]
        found = [
            each
            for each in reversed(shown)
            if each.channel == arguments["channel"]
            and not each.only_for
            and float(each.ts) > float(arguments["oldest"])
        ]
        start = int(arguments.get("cursor") or 0)
        end = start + min(int(arguments["limit"]), size)
        with_metadata = arguments.get("include_all_metadata") in (True, "1", "true")
        return {
            "messages": [
                {"ts": each.ts, "metadata": each.metadata if with_metadata else None}
                for each in found[start:end]
            ],
            "has_more": end < len(found),
            "response_metadata": {"next_cursor": str(end) if end < len(found) else ""},
        }

    def _post(self, arguments: Json) -> Json:
        channel = arguments["channel"]
        body = {name: arguments[name] for name in ("text", "blocks")}
        if self._refuses(body) or self._hides(body):
            return {"error": "invalid_blocks"}
        if error := self._closed(channel):
            return {"error": error}
        message = Message(
            channel,
            self._ts(),
            body,
            metadata=arguments.get("metadata"),
            thread=arguments.get("thread_ts") or "",
        )
        self._busy[channel] = self.clock.now(), self._acts
        self._keep(message, *(user for user in self.users if dm_of(user) == channel))
        return {"ts": message.ts, "channel": channel}

    def _update(self, arguments: Json) -> Json:
        """Change a message of ours, without a notification; messages for one person only stay."""
        channel, ts = arguments["channel"], arguments["ts"]
        body = {name: arguments[name] for name in ("text", "blocks")}
        if self._refuses(body) or self._hides(body):
            return {"error": "invalid_blocks"}
        if error := self._closed(channel):
            return {"error": error}
        for message in self.messages:
            if (message.channel, message.ts) == (channel, ts) and not message.only_for:
                message.body = body
                return {"ts": ts, "channel": channel}
        return {"error": "message_not_found"}

    def _post_ephemeral(self, arguments: Json) -> Json:
        channel, user = arguments["channel"], arguments["user"]
        body = {name: arguments[name] for name in ("text", "blocks")}
        if self._refuses(body) or self._hides(body):
            return {"error": "invalid_blocks"}
        if error := self._closed(channel):
            return {"error": error}
        thread = arguments.get("thread_ts") or ""
        message = Message(channel, self._ts(), body, only_for=user, thread=thread)
        self._keep(message, user)
        return {"message_ts": message.ts}

    def _closed(self, channel: str) -> str:
        """The reason for which we cannot post there; empty if we can."""
        if channel in self.channels:
            return self.channels[channel].closed()
        return "" if channel in {dm_of(user) for user in self.users} else "channel_not_found"

    def _unreadable(self, channel: str) -> str:
        """The reason for which we cannot read its history; empty if we can."""
        if channel in self.channels:
            return self.channels[channel].unreadable(self.scopes.split(","))
        return "" if self._granted("im:history") else "missing_scope"

    def _open_view(self, arguments: Json) -> Json:
        user, until = self._triggers.pop(arguments["trigger_id"], ("", self.clock.now()))
        if not user:
            return {"error": "exchanged_trigger_id"}
        if self.clock.now() > until:
            return {"error": "expired_trigger_id"}
        return self._keep_view(user, arguments["view"])

    def _update_view(self, arguments: Json) -> Json:
        for user, view in self.modals.items():
            if view["id"] == arguments["view_id"]:
                return self._keep_view(user, arguments["view"], view["id"])
        return {"error": "not_found"}

    def _publish(self, arguments: Json) -> Json:
        view, user = arguments["view"], arguments["user_id"]
        if view["type"] != "home" or self._refuses(view) or self._hides(view):
            return {"error": "invalid_arguments"}
        self.homes[user] = {**view, "id": f"V{self._next()}"}
        self._show(self.homes[user], user)
        return {"view": self.homes[user]}

    def _connections_open(self, _: Json) -> Json:
        address = self._server.make_url("/socket").with_scheme("ws")
        return {"url": str(address)}

    # What is kept

    def _keep_view(self, user: str, view: Json, id_: str = "") -> Json:
        """Show a form. A form that replaces another one has its id."""
        if view["type"] != "modal" or self._refuses(view):
            return {"error": "invalid_arguments"}
        self.modals[user] = {**view, "id": id_ or f"V{self._next()}"}
        return {"view": self.modals[user]}

    def replace_modal(self, user: str, view: Json) -> None:
        """What an acknowledgement with `update` does."""
        assert "error" not in self._keep_view(user, view, self.modals[user]["id"])

    def _keep(self, message: Message, *users: str) -> None:
        self.messages.append(message)
        self._show(message, *users)

    def _show(self, thing: Message | Json, *keys: str) -> None:
        """Make this the newest: for a person, and in its channel if everybody there sees it."""
        public = isinstance(thing, Message) and not thing.only_for
        places = [thing.channel] if isinstance(thing, Message) and public else []
        for key in (*keys, *places):
            self.latest[key] = thing
            self.latest_at[key] = self._next()

    def _hides(self, payload: Json) -> bool:
        """Whether a picture in it is not ready to be shown yet."""
        return self.files.hidden(blockkit.files(payload))

    def _granted(self, scope: str) -> bool:
        return scope in self.scopes.split(",")

    def _refuses(self, payload: Json) -> bool:
        mistakes = blockkit.mistakes(payload)
        self.refused += mistakes
        return bool(mistakes)

    def _ts(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{self._next():06d}"

    def _next(self) -> int:
        self._number += 1
        return self._number


def dm_of(user: str) -> str:
    """The channel of our direct messages with somebody."""
    return f"D{user}"
