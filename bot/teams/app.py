"""Handle activities from Teams: accept an activity, then show the reply in the chat.

    POST /api/messages → `trust` or `local` (checks the sender) → `reader` (parses) → accepted
    → `talk` (looks up the person, finds the reply) → `answers` (how it is shown) → `posts`

A message is accepted (202) before it is handled. A press on a card is answered in the HTTP
response, which may replace the card.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import web

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.payload import Json, Malformed, maybe, parsed
from bot.platform.rejections import Rejections
from bot.platform.trouble import Trouble
from bot.service_settings import TeamsSettings
from bot.teams import reader
from bot.teams.activity import tenant_of
from bot.teams.api import TeamsApi, TeamsCallError, TokenSource
from bot.teams.cloud import Cloud, cloud_of
from bot.teams.directory import TeamsDirectory
from bot.teams.entra_groups import EntraGroups
from bot.teams.file_offers import FileOffers, OfferAnswer
from bot.teams.files import TeamsFiles
from bot.teams.local import THIS_MACHINE, WARNING, LocalAuthenticator, NoTokens
from bot.teams.messenger import TeamsMessenger
from bot.teams.reader import ChannelRenamed, Installed, Removed
from bot.teams.request import TeamsRequest
from bot.teams.talk import TYPING_AFTER, TeamsTalk
from bot.teams.tenants import TeamsTenants
from bot.teams.tokens import Tokens
from bot.teams.trust import ADVICE, Authenticator, Untrusted
from handlers.conversation import Conversation
from handlers.nudges.schedule import replan_changed
from handlers.request import Sender
from handlers.sources.calendars import real_times
from handlers.sources.calendars.real_times import MeetingReport
from handlers.sources.group_ports import UserGroups
from storage.database.connection import Database
from storage.sql.unique import retry_on_conflict
from storage.tables import Person

log = structlog.get_logger()

MAX_BYTES = 2**20
BODY_TIME_LIMIT = 10.0  # seconds for a body to arrive
TIME_LIMIT = 5.0  # seconds to answer a press on a card; Teams waits ten to fifteen


class TeamsApp:
    """Teams. Activities arrive through `routes`. Nudges leave through `messenger`.

    `cloud`, `tokens` and `files` are made from the settings if they are None. In a local trial,
    `cloud` and `tokens` are unused. `time_limit` and `typing_after` are in seconds (see
    `TeamsTalk`). `on_rejected` is called with the reason when we reject a request from an untrusted
    sender. `groups` reads Entra's groups, or is None.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        conversation: Conversation,
        database: Database,
        clock: Clock,
        background: Background,
        *,
        cloud: Cloud | None = None,
        tokens: TokenSource | None = None,
        files: TeamsFiles | None = None,
        time_limit: float = TIME_LIMIT,
        typing_after: float = TYPING_AFTER,
        on_rejected: Callable[[str], None] = lambda _: None,
        groups: EntraGroups | None = None,
    ) -> None:
        self._clock, self._database, self._background = clock, database, background
        self._groups = groups
        self._is_local = settings.anonymous
        cloud, tokens, self._authenticator = _access(settings, cloud, tokens, clock)
        self._api = TeamsApi(tokens, cloud, clock)
        admitted = None if self._is_local else settings.admitted
        self._tenants = TeamsTenants(admitted, database, clock, cloud.service)
        self._directory = TeamsDirectory(database, clock, self._api)
        self._talk = TeamsTalk(
            self._api,
            conversation,
            self._directory,
            clock,
            background,
            tenants=self._tenants,
            files=files or TeamsFiles(cloud),
            offers=FileOffers(cloud),
            time_limit=time_limit,
            typing_after=typing_after,
        )
        self._rejections = Rejections("teams", ADVICE, clock, on_rejected)
        self._watch: asyncio.Task[None] | None = None
        self.tenants = self._tenants.names
        self.messenger = TeamsMessenger(self._api, clock, self._tenants.service)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/api/messages", self._receive)]

    async def start(self, *, listen: bool = True) -> None:
        """Get ready to send. With `listen`, also record once an hour which tenants we serve."""
        if self._is_local:
            log.warning(WARNING)
        await self._api.start()
        if self._groups:
            await self._groups.http.start()
        await self._tenants.start()
        if listen:
            self._watch = asyncio.create_task(self._tenants.keep_recording())

    async def stop_listening(self) -> None:
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)

    async def stop(self) -> None:
        await self.stop_listening()
        await self._api.stop()
        if self._groups:
            await self._groups.http.stop()

    async def trouble(self) -> Trouble | None:
        """Return what is wrong with our tokens for Teams, or None.

        If a check is due, this also requests a token in the background, so that the next result is
        up to date.
        """
        now = asyncio.get_running_loop().time()
        if self._api.health.claim_check(now):
            self._background.start(self._ask())
        return self._api.health.trouble(now)

    @property
    def user_groups(self) -> UserGroups | None:
        return self._groups

    async def ask_about(self, person: Person) -> Sender | None:
        return await self._directory.look_up_again(person)

    async def _ask(self) -> None:
        with suppress(TeamsCallError):
            await self._api.ask_for_token()

    async def _receive(self, request: web.Request) -> web.Response:
        """Answer a request. Refuse a request that is malformed or not from Teams."""
        try:
            claims = await self._authenticator.authenticate(request, self._clock.now())
            return await self._accept(claims, await _read(request))
        except Untrusted as error:
            self._rejections.note(str(error))
            return web.Response(status=401)
        except Malformed as error:
            log.warning("malformed request", what=str(error))
            return web.Response(status=400)
        except reader.UnknownInvoke:
            return web.Response(status=501)

    async def _accept(self, claims: Mapping[str, Any], activity: Json) -> web.Response:
        """Begin the work that a request asks for, and return the HTTP response."""
        self._authenticator.check_service(claims, maybe(activity, "serviceUrl"))
        match reader.read(activity):
            case TeamsRequest(via="message") as incoming:
                self._background.start(self._talk.answer(incoming))
            case TeamsRequest() as incoming:
                body = await self._talk.reply_in_time(incoming)
                return web.json_response(body) if body is not None else web.Response()
            case Installed() | Removed() | ChannelRenamed() | MeetingReport() | OfferAnswer() if (
                not self._is_admitted(activity)
            ):
                pass  # if the person writes, `talk` says that the tenant is not admitted
            case Installed() as installed:
                self._background.start(self._talk.welcome(installed))
            case Removed() as removed:
                self._background.start(self._talk.handle_removal(removed))
            case ChannelRenamed() as renamed:
                self._background.start(self._talk.rename_channel(renamed))
            case OfferAnswer() as answer:
                self._background.start(self._talk.take_file_answer(answer))
                return web.Response()
            case MeetingReport() as report:
                await self._note(report)
            case None:
                pass
        return web.Response(status=202)

    def _is_admitted(self, activity: Json) -> bool:
        return self._tenants.admits(tenant_of(activity))

    async def _note(self, report: MeetingReport) -> None:
        """Save a report that a meeting began or ended.

        The report is saved before it is accepted, because Teams does not repeat an accepted report.
        """

        async def save() -> int:
            async with self._database.write(report.tenant) as session:
                now = self._clock.now()
                calls = await real_times.note(session, report, now)
                await replan_changed(session, now)
                return calls

        calls = await retry_on_conflict(save)
        log.info("a meeting was reported", what=report.what, calls=calls)


def _access(
    settings: TeamsSettings, cloud: Cloud | None, tokens: TokenSource | None, clock: Clock
) -> tuple[Cloud, TokenSource, Authenticator | LocalAuthenticator]:
    """Return the cloud, our tokens for it, and what authenticates requests from it."""
    if settings.anonymous:
        return THIS_MACHINE, NoTokens(), LocalAuthenticator()
    cloud = cloud or cloud_of(settings.authority, settings.service)
    tokens = tokens or Tokens(settings, cloud, clock)
    return cloud, tokens, Authenticator(cloud, settings.client_id)


async def _read(request: web.Request) -> Json:
    """Return the JSON of a request.

    Raises Malformed, or HTTPRequestTimeout if the body does not arrive in time.
    """
    if (request.content_length or 0) > MAX_BYTES:
        raise Malformed("too large")
    if request.content_type != "application/json":
        raise Malformed("content type")
    try:
        async with asyncio.timeout(BODY_TIME_LIMIT):
            activity = parsed(await request.read())
    except TimeoutError as error:
        log.warning("a request body took too long")
        raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from error
    except web.HTTPRequestEntityTooLarge as error:  # the request did not announce its size
        raise Malformed("too large") from error
    if not isinstance(activity, dict):
        raise Malformed("json")
    return activity
