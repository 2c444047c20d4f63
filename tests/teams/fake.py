"""A strict stand-in for Microsoft's side of Teams, on loopback: its keys and its Bot Connector.

It refuses what Teams refuses, and keeps what a person would see. It uses the clock it is given;
`fail` scripts failures.
"""

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from microsoft_agents.activity import Activity
from pydantic import ValidationError

from bot.base.clock import FixedClock
from bot.intake.guard import GuardedClient
from bot.teams.cloud import Cloud
from bot.teams.files import LIMITS as FILE_LIMITS
from bot.teams.files import TeamsFiles
from tests.intake.site import on_loopback
from tests.teams import cards
from tests.teams.files import CONSENT, INFO, SharedFiles

Json = dict[str, Any]

APP = "11111111-1111-4111-8111-111111111111"
TENANT = "22222222-2222-4222-8222-222222222222"
TEAM = "19:team@thread.tacv2"
BOT = f"28:{APP}"
ISSUER = "https://api.botframework.com"
BOT_TOKEN = "a-token-of-the-bot"
KID = "the-key"
TENANT_LIMIT = 50  # requests in one second, for the app in the whole tenant
LIMITS = ((7, 1), (8, 2), (60, 30), (1_800, 3_600))  # messages, seconds

# Making keys is slow, so all tests share them.
KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


# What the service behind the connector calls these, in a body of its own shape.
WRITES_BLOCKED = ("MessageWritesBlocked", "BotNotInConversationRoster")
PERSONS_PACE = timedelta(seconds=5)  # between two things that somebody does


@dataclass
class Message:
    """A message of ours as it is now; `activity` is everything that was posted.

    A card that answers a press is seen by the person who pressed: `own` has those, by person.
    """

    conversation: str
    id: str
    card: Json
    activity: Json
    own: dict[str, Json] = field(default_factory=dict)

    def seen_by(self, person: str) -> Json:
        """The card that somebody sees."""
        return self.own.get(person, self.card)

    @property
    def place(self) -> str:
        """The conversation without the thread."""
        return self.conversation.partition(";")[0]


@dataclass
class Failure:
    """What happens instead of an answer."""

    status: int = 500
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    drop: str = ""  # the connection is cut "before" or "after" it was done
    done: bool = False  # the answer is this, but it was done
    hang: bool = False  # done, but no answer comes


@dataclass
class Person:
    """Somebody in the tenant."""

    id: str
    name: str
    zone: str
    tenant: str  # their own, in any conversation
    role: str = "user"  # or guest, anonymous
    locale: str = "en-GB"

    @property
    def channel_account(self) -> str:
        """Their id as Teams sends it to our bot."""
        return f"29:{self.id}"

    @property
    def chat(self) -> str:
        """Their chat with us alone."""
        return f"a:{self.id}"


class Tokens:
    """Issues the bot's token, or what a test sets instead."""

    def __init__(self) -> None:
        self.token = BOT_TOKEN
        self.error: Exception | None = None
        self.forgotten = 0

    async def get(self) -> str:
        if self.error:
            raise self.error
        return self.token

    def forget(self) -> None:
        self.forgotten += 1


class FakeTeams:
    """One tenant, on a server of its own, as tenants far apart have. `await start()` first.

    What it knows nothing of, such as a conversation of another tenant, it refuses.
    """

    def __init__(self, clock: FixedClock, tenant: str = TENANT) -> None:
        self.clock = clock
        self.tenant = tenant
        self.people: dict[str, Person] = {}
        self.shared: set[str] = set()  # channels and group chats that we are in
        self.channels: dict[str, str] = {}  # names of those channels, by id
        self.messages: list[Message] = []
        self.changed: list[Message] = []  # what was posted or replaced, oldest first
        self.blocked: dict[str, str] = {}  # conversations we may not write to, and why
        self.refused: list[str] = []
        self.calls: list[tuple[str, str, Json]] = []
        self.tokens = Tokens()
        self.files = SharedFiles(clock, self.refused)
        self.keys_asked = 0
        self.lists_asked = 0
        self.members_asked: list[str] = []  # whom we asked about
        self.members_fail = 0  # with this status, where it is set
        self.typing: list[str] = []  # conversations that showed that we type
        self.team_is_hidden = False
        self._acts = 0  # what people did: each takes them a while
        self._failures: deque[Failure] = deque()
        self._posted: dict[str, list[datetime]] = defaultdict(list)
        self._posted_in_tenant: list[datetime] = []
        self._number = 0
        self._released = asyncio.Event()
        app = web.Application()
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/files/download.aspx", self.files.download)
        app.router.add_put("/files/upload/{id}", self.files.upload)
        app.router.add_get("/elsewhere", self.files.elsewhere)
        app.router.add_get("/teams/v3/teams/{team}/conversations", self._list)
        app.router.add_get("/teams/v3/conversations/{conversation}/members/{member}", self._member)
        app.router.add_post("/teams/v3/conversations/{conversation}/activities", self._post)
        app.router.add_put(
            "/teams/v3/conversations/{conversation}/activities/{message}", self._post
        )
        self._server = TestServer(app)

    async def start(self) -> None:
        await self._server.start_server()

    async def stop(self) -> None:
        self._released.set()
        await self._server.close()

    @property
    def service(self) -> str:
        """The service URL that activities name."""
        return str(self._server.make_url("/teams/"))

    @property
    def cloud(self) -> Cloud:
        """The public cloud, with this fake instead of its servers."""
        return Cloud(
            issuer=ISSUER,
            keys=str(self._server.make_url("/keys")),
            resource=ISSUER,
            service=self.service,
            sign_in="login.microsoftonline.com",
            hosts=("smba.trafficmanager.net",),
            stand_in=self.service,
            files_stand_in=self.files_at,
        )

    @property
    def files_at(self) -> str:
        """The address below which shared files are."""
        return str(self._server.make_url("/files/"))

    def fetcher(self) -> TeamsFiles:
        """What fetches shared files, from this machine."""
        ports = {self._server.port or 0}
        return TeamsFiles(
            self.cloud, lambda: GuardedClient(limits=FILE_LIMITS, allow=on_loopback, ports=ports)
        )

    # What a test arranges

    def add(self, person: str, name: str, zone: str, **more: str) -> Person:
        """Add a person of the tenant, unless `more` says otherwise."""
        self.people[person] = Person(person, name, zone, **{"tenant": self.tenant, **more})
        return self.people[person]

    def channel(self, name: str) -> str:
        """The id of a channel of the team, which we are in."""
        channel = f"19:{name.strip('#')}@thread.tacv2"
        self.shared.add(channel)
        self.channels[channel] = name
        return channel

    def fail(self, *failures: Failure) -> None:
        """Let the next messages fail like this."""
        self._failures.extend(failures)

    def claims(self, **more: object) -> Json:
        """The claims of the Bot Connector's token, changed by `more`; None leaves a claim out."""
        now = int(self.clock.now().timestamp())
        said = {
            "iss": ISSUER,
            "aud": APP,
            "serviceurl": self.service,
            "nbf": now - 60,
            "exp": now + 3_600,
            **more,
        }
        return {name: value for name, value in said.items() if value is not None}

    def token(self, key: rsa.RSAPrivateKey = KEY, kid: str | None = KID, **more: object) -> str:
        """A token as the Bot Connector signs it."""
        headers = {"kid": kid} if kid else {}
        return jwt.encode(self.claims(**more), key, algorithm="RS256", headers=headers)

    def next_id(self) -> str:
        """An id as Teams gives it to an activity."""
        self._number += 1
        return f"17323520{self._number:05d}"

    def moment(self) -> datetime:
        """A timestamp as Teams gives it to an activity; each is different."""
        self._number += 1
        self._acts += 1
        return self.clock.now() + timedelta(microseconds=self._number)

    def seen_in(self, conversation: str) -> list[Message]:
        """Our messages in a conversation, or in the threads of a channel, oldest first."""
        return [each for each in self.messages if each.place == conversation]

    def latest(self, *conversations: str) -> Message | None:
        """What was posted or replaced last in any of these."""
        newest_first = reversed(self.changed)
        return next((each for each in newest_first if each.place in conversations), None)

    def replace(self, message: Message, card: Json, person: str) -> None:
        """Replace a card for the person who pressed, as their client does."""
        self._refuse(cards.mistakes(card))
        if card != message.card:
            message.own[person] = card
        self.changed.append(message)

    # HTTP

    async def _keys(self, _: web.Request) -> web.Response:
        self.keys_asked += 1
        public: Json = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return web.json_response({"keys": [{**public, "kid": KID, "use": "sig", "alg": "RS256"}]})

    async def _list(self, request: web.Request) -> web.Response:
        if request.match_info["team"] != TEAM or self.team_is_hidden:
            return _error(403, "Forbidden")
        self.lists_asked += 1
        # Teams leaves the name of a team's first channel unsaid.
        found = [{"id": id_, "name": name or None} for id_, name in self.channels.items()]
        return web.json_response({"conversations": found})

    async def _member(self, request: web.Request) -> web.Response:
        """A member of a conversation that we are in; a team counts as one."""
        conversation, member = request.match_info["conversation"], request.match_info["member"]
        if request.headers.get("Authorization") != f"Bearer {BOT_TOKEN}":
            return _error(401, "Unauthorized")
        self.members_asked.append(member)
        if self.members_fail:
            return _error(self.members_fail, "ServiceError")
        if closed := (None if conversation == TEAM else self._closed(conversation)):
            return closed
        found = next(
            (
                one
                for one in self.people.values()
                if member in (one.channel_account, one.id)
                and conversation in {one.chat, TEAM, *self.shared}
            ),
            None,
        )
        if found is None:
            return _error(404, "MemberNotFoundInConversation")
        said = {"id": member, "name": found.name, "objectId": found.id, "aadObjectId": found.id}
        return web.json_response({**said, "tenantId": found.tenant, "userRole": found.role})

    async def _post(self, request: web.Request) -> web.StreamResponse:
        conversation = request.match_info["conversation"]
        body = await request.json()
        failure = self._failures.popleft() if self._failures else None
        self.calls.append((conversation, request.headers.get("Authorization", ""), body))
        if failure and failure.drop == "before":
            return _cut(request)
        if failure and not (failure.drop or failure.done or failure.hang):
            return _failed(failure)
        old = request.match_info.get("message")
        answer = self._take(conversation, request.headers.get("Authorization", ""), body, old)
        if failure and failure.drop:
            return _cut(request)
        if failure and failure.hang:
            await self._released.wait()
        return _failed(failure) if failure else answer

    def _take(
        self, conversation: str, authorization: str, body: Json, old: str | None
    ) -> web.Response:
        if refused := self._refusal(conversation, authorization, body):
            return refused
        if body["type"] == "typing":
            self.typing.append(conversation)
            return web.json_response({"id": self.next_id()}, status=201)
        (attached,) = body["attachments"]
        if attached["contentType"] in (CONSENT, INFO):
            self._refuse(self.files.asked(attached))
            return web.json_response({"id": self.next_id()}, status=201)
        if old is not None:
            return self._put(conversation, old, attached["content"])
        message = Message(conversation, self.next_id(), attached["content"], body)
        self.messages.append(message)
        self.changed.append(message)
        return web.json_response({"id": message.id}, status=201)

    def _refusal(self, conversation: str, authorization: str, body: Json) -> web.Response | None:
        if authorization != f"Bearer {BOT_TOKEN}":
            return _error(401, "Unauthorized")
        if closed := self._closed(conversation):
            return closed
        if self._is_too_fast(conversation.partition(";")[0]):
            return _error(429, "TooManyRequests", {"Retry-After": "1"})
        if (size := cards.message_size(body)) > cards.MAX_BYTES:
            self._refuse([f"a message of {size} bytes"])
            return _error(413, "MessageSizeTooBig")
        if mistakes := _mistakes(body):
            self._refuse(mistakes)
            return _error(400, "BadSyntax")
        return None

    def _closed(self, conversation: str) -> web.Response | None:
        known = {person.chat for person in self.people.values()} | self.shared
        if conversation in self.blocked:
            return _error(403, self.blocked[conversation])
        if conversation.partition(";")[0] not in known:
            return _error(404, "ConversationNotFound")
        return None

    def _put(self, conversation: str, old: str, card: Json) -> web.Response:
        for message in self.messages:
            if (message.place, message.id) == (conversation.partition(";")[0], old):
                message.card = card
                message.own.clear()
                self.changed.append(message)
                return web.json_response({"id": old})
        return _error(404, "ActivityNotFoundInConversation")

    def _is_too_fast(self, conversation: str) -> bool:
        now, posted = self.clock.now() + self._acts * PERSONS_PACE, self._posted[conversation]
        for limit, seconds in LIMITS:
            if sum(now - each < timedelta(seconds=seconds) for each in posted) >= limit:
                return True
        in_tenant = [each for each in self._posted_in_tenant if now - each < timedelta(seconds=1)]
        if len(in_tenant) >= TENANT_LIMIT:
            return True
        self._posted_in_tenant = [*in_tenant, now]
        posted.append(now)
        return False

    def _refuse(self, mistakes: list[str]) -> None:
        self.refused += mistakes


def _mistakes(body: Json) -> list[str]:
    try:
        Activity.model_validate(body)
    except ValidationError as error:
        return [str(error)]
    if body.get("type") == "typing":
        return []
    if body.get("type") != "message" or not body.get("summary"):
        return ["not a message with a summary"]
    attached = body.get("attachments", [])
    kinds = [each.get("contentType") for each in attached]
    if kinds in ([CONSENT], [INFO]):
        return []
    if kinds != ["application/vnd.microsoft.card.adaptive"]:
        return [f"not one card: {kinds}"]
    return cards.mistakes(attached[0]["content"])


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    """A refusal as Microsoft documents it; each service has its own format."""
    body: Json = {"error": {"code": code, "message": "no"}}
    if code in WRITES_BLOCKED:
        said = {"subCode": code, "details": "no", "errorCode": None, "errorSubCode": None}
        body = {"errorCode": 209, "message": json.dumps(said, indent=2)}
    return web.json_response(body, status=status, headers=headers)


def _failed(failure: Failure) -> web.Response:
    if failure.text is not None:
        return web.Response(status=failure.status, headers=failure.headers, text=failure.text)
    return _error(failure.status, failure.code, failure.headers)


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()
