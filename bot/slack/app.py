"""Handle requests from Slack: acknowledge a request, then show the reply.

    POST /slack/events or Socket Mode → `listeners` → `reader` → acknowledged
    → `talk` (looks up the person, finds the reply) → `answers` (renders it, shows it)

A submitted form is handled before it is acknowledged. `listeners` says why.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.background import Background
from bot.base.clock import Clock
from bot.base.visit_limit import VisitLimit
from bot.platform.rejections import Rejections
from bot.platform.trouble import Trouble
from bot.settings import Settings
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.connection import RETRY_WAITS, Connection
from bot.slack.events import SlackEvents
from bot.slack.install_pages import INSTALL, InstallPages
from bot.slack.installations import Installations, mark_own_back
from bot.slack.installing import Installing
from bot.slack.left_alone import log_left_alone
from bot.slack.listeners import SlackListeners
from bot.slack.new_installations import NewInstallations
from bot.slack.oauth_client import OAuthClient
from bot.slack.pictures import PICTURE_WAITS
from bot.slack.prefix import Prefix
from bot.slack.refreshing import TokenRefresh
from bot.slack.signature import ADVICE, Signatures, Verdict
from bot.slack.socket_mode import SocketMode
from bot.slack.user_groups import SlackUserGroups
from bot.slack.workspace import SlackWorkspace, WorkspaceParts
from bot.slack.workspaces import Workspaces, WorkspacesMessenger
from handlers.conversation import Conversation
from handlers.failures import places
from handlers.request import Sender
from handlers.sources.group_ports import UserGroups
from storage.database.connection import Database
from storage.outbox import rate_limits
from storage.tables import Person

log = structlog.get_logger()


MAX_BYTES = 1_000_000  # Slack's largest payload is a view of 250 kB, percent-encoded
# Unsigned requests come from strangers. They do not mean that our settings are wrong.
NOT_LOGGED = (Verdict.UNSIGNED,)
TIME_LIMIT = 2.5  # seconds to acknowledge a submitted form; Slack waits three


class SlackApp:
    """Attune on Slack. Requests come in through `routes` or Socket Mode. `messenger` sends nudges.

    - `time_limit` is the time within which we acknowledge a submitted form.
    - `picture_waits` are the waits before each attempt to show a picture.
    - `retry_waits` are the waits before each retry of a failed connection.
    - `on_rejected` is called with the reason if a request does not seem to be from Slack.
    - `installations` finds the workspaces in which people installed Attune themselves. It is None
      if people cannot install it.
    - `database` is searched once for workspaces on file that we do not serve. They are logged.

    All times are in seconds.
    """

    def __init__(
        self,
        settings: Settings,
        conversation: Conversation,
        clock: Clock,
        background: Background,
        *,
        time_limit: float = TIME_LIMIT,
        picture_waits: Sequence[float] = PICTURE_WAITS,
        on_rejected: Callable[[str], None] = lambda _: None,
        retry_waits: Sequence[float] = RETRY_WAITS,
        installations: Installations | None = None,
        database: Database | None = None,
    ) -> None:
        self._conversation, self._clock = conversation, clock
        self._background, self._database = background, database
        self._api = api = _api(settings)
        self._signatures = _signatures(settings, clock)
        self._rejections = Rejections("slack", ADVICE, clock, on_rejected, quiet=NOT_LOGGED)
        prefix = Prefix(settings.command_prefix, conversation.registry.commands)
        parts = WorkspaceParts(
            conversation,
            clock,
            background,
            prefix,
            time_limit,
            picture_waits,
            settings.admins,
            settings.public_url.rstrip("/") + INSTALL,
        )
        self.own = SlackWorkspace(api, parts)
        self._workspaces = Workspaces(self.own, parts, installations)
        self._install_pages: InstallPages | None = None
        events = SlackEvents(self._workspaces, conversation, clock)
        self._listeners = SlackListeners(api, self._workspaces, events, prefix, background)
        self._bolt = self._listeners.bolt()
        self._socket = _socket_mode(settings, self._bolt, api)
        self._connection = Connection(self.own, self._socket, self._end_pause, retry_waits)
        self.messenger = WorkspacesMessenger(self._workspaces)
        self._user_groups = SlackUserGroups(self._workspaces)

    def routes(self) -> list[web.RouteDef]:
        """Return the HTTP routes. Without a signing secret there is no events route."""
        events = [web.post("/slack/events", self._receive)] if self._signatures else []
        return [*events, *(self._install_pages.routes() if self._install_pages else ())]

    @property
    def tenants(self) -> frozenset[str]:
        return self._workspaces.tenants

    @property
    def user_groups(self) -> UserGroups | None:
        return self._user_groups

    async def refresh(self) -> None:
        """Read the installations from the database again."""
        await self._workspaces.refresh()

    def let_people_install(
        self, client: OAuthClient, installations: Installations, database: Database, address: str
    ) -> None:
        """Serve the pages on which people install Attune. Browsers reach us at `address`."""
        new = NewInstallations(self._workspaces, self._conversation, self._clock, self._background)
        installing = Installing(
            client,
            self._api,
            database,
            self._clock,
            admits=lambda tenant: tenant == self.own.tenant or installations.admits(tenant),
            installed=new.take,
            app=lambda: self._listeners.app_id,
        )
        self._install_pages = InstallPages(installing, address, VisitLimit(self._clock))
        refresh = TokenRefresh(client, self._api, installations, self._clock)
        self._workspaces.refresh_tokens = refresh.run

    async def start(self, *, listen: bool = True) -> None:
        """Get ready to send. If Slack is unreachable or rejects our token, retry in the background.

        If `listen` is true, also look for installations and, if there is an app token, receive
        requests by Socket Mode.
        """
        await self._api.start()
        await self.refresh()
        await self._connection.start(listen=listen)
        if listen:
            self._workspaces.start()
        if not self._api.has_token:
            await self._say_who_is_left_alone()

    async def stop_listening(self) -> None:
        """Stop receiving by Socket Mode, and stop looking for installations."""
        await self._workspaces.stop_checking()
        await self._connection.stop()

    async def stop(self) -> None:
        await self.stop_listening()
        await self._workspaces.stop()
        await self._api.stop()

    async def trouble(self) -> Trouble | None:
        """Return what is wrong with Slack now, or None. This may start a test request."""
        now = asyncio.get_running_loop().time()
        found = self._own_trouble(now) if self._api.has_token else None
        found = found or self._workspaces.unreachable(now)
        return found or (await self._socket.trouble() if self._socket else None)

    async def ask_about(self, person: Person) -> Sender | None:
        workspace = await self._workspaces.of_tenant(person.tenant)
        return await workspace.talk.directory.look_up_again(person.external) if workspace else None

    def _own_trouble(self, now: float) -> Trouble | None:
        """Return what is wrong with our connection to Slack. From time to time, this asks Slack."""
        if self._api.invalid_token_code:
            self._api.health.note_refusal(self._api.invalid_token_code)
        elif self._api.health.claim_check(now):
            self._background.start(self._ask())
        return self._api.health.trouble(now)

    async def _ask(self) -> None:
        with suppress(SlackCallError):
            await self._api.ask(self._api.client.auth_test())

    async def _receive(self, request: web.Request) -> web.Response:
        """Answer a request from Slack.

        Refuse a request that is too large, malformed or not from Slack.
        """
        length = request.content_length or 0
        if length > MAX_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAX_BYTES, length)
        body = await request.read()
        verdict = self._verdict(body, request)
        if verdict is not Verdict.FROM_SLACK:
            return web.Response(status=401)
        try:
            bolt_request = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
            return await to_aiohttp_response(await self._bolt.async_dispatch(bolt_request))
        except Exception as error:  # noqa: BLE001 - Bolt fails on payloads that Slack never sends
            log.warning("malformed request", error=type(error).__name__, places=places(error))
            return web.Response(status=400)

    def _verdict(self, body: bytes, request: web.Request) -> Verdict:
        """Return whether a request is from Slack. If it is not, count it as rejected."""
        if self._signatures is None:
            return Verdict.UNSIGNED
        verdict = self._signatures.verdict(body, request.headers)
        if verdict is not Verdict.FROM_SLACK:
            self._rejections.note(verdict)
        return verdict

    async def _end_pause(self, tenant: str) -> None:
        """Record that Attune is back in a tenant, because our token works again.

        Also end the pause in sending to the tenant, so that waiting messages go out at once.
        """
        now = self._clock.now()

        async def end(session: AsyncSession) -> None:
            await mark_own_back(session, tenant, now)
            await rate_limits.end_pause(session, tenant, now)

        await self._conversation.save(tenant, end, now)
        await self._say_who_is_left_alone()

    async def _say_who_is_left_alone(self) -> None:
        """Log, once, which Slack workspaces have people on file but are not served by us."""
        if self._database:
            await log_left_alone(self._database, self.tenants)
            self._database = None


def _api(settings: Settings) -> SlackApi:
    token = settings.slack_bot_token
    return SlackApi(token.get_secret_value() if token else "", settings.slack_api_url)


def _signatures(settings: Settings, clock: Clock) -> Signatures | None:
    secret = settings.slack_signing_secret
    return Signatures(secret.get_secret_value(), clock) if secret else None


def _socket_mode(settings: Settings, bolt: AsyncApp, api: SlackApi) -> SocketMode | None:
    token = settings.slack_app_token
    return SocketMode(bolt, api, token.get_secret_value()) if token else None
