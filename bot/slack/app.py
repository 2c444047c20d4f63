"""Handle requests from Slack: acknowledge a request, then show the reply.

    POST /slack/events or Socket Mode → a listener here → `reader` → acknowledged
    → `talk` (looks up the person, finds the reply) → `answers` (renders it, shows it)

A submitted form is handled before it is acknowledged, because the acknowledgement shows what is
wrong in the form. An earlier acknowledgement would close the form and lose what was typed. If the
work takes too long for that, see `late_forms`.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.base.background import Background
from bot.base.clock import Clock
from bot.base.visit_limit import VisitLimit
from bot.platform.answering import FAILED, Stranger, log_failure, reason, sentence
from bot.platform.payload import Json, maybe
from bot.platform.rejections import Rejections
from bot.platform.trouble import Trouble
from bot.settings import Settings
from bot.slack import late_forms, reader, renderer
from bot.slack.answers import modal
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.connection import RETRY_WAITS, Connection
from bot.slack.events import SlackEvents
from bot.slack.install_pages import INSTALL, InstallPages
from bot.slack.installations import Granted, Installations, keep_own, make_first_admin, store
from bot.slack.installing import Installing
from bot.slack.left_alone import log_left_alone
from bot.slack.library_log import library_logger
from bot.slack.oauth_client import OAuthClient
from bot.slack.pictures import PICTURE_WAITS
from bot.slack.prefix import Prefix
from bot.slack.refreshing import TokenRefresh
from bot.slack.request import SlackRequest
from bot.slack.signature import ADVICE, Signatures, Verdict
from bot.slack.socket_mode import SocketMode
from bot.slack.talk import LateReply
from bot.slack.user_groups import SlackUserGroups
from bot.slack.workspace import SlackWorkspace, WorkspaceParts
from bot.slack.workspaces import Workspaces, WorkspacesMessenger
from handlers.cards import Form, Problems, Reply
from handlers.conversation import Conversation
from handlers.failures import places
from handlers.request import Sender
from handlers.sources.ports import UserGroups
from storage.database.connection import Database
from storage.outbox import rate_limits
from storage.tables import Person

log = structlog.get_logger()


ANYTHING = re.compile("")
MAX_BYTES = 1_000_000  # Slack's largest payload is a view of 250 kB, percent-encoded
NOT_INSTALLED = (
    "Attune is not set up for your workspace here. Ask the person who looks after Attune to let "
    "your workspace in, and to install Attune again."
)
TIME_LIMIT = 2.5  # seconds to acknowledge a submitted form; Slack waits three


class SlackApp:
    """Slack. Requests arrive through `routes` or Socket Mode. Nudges leave through `messenger`.

    - `time_limit` is the time within which we acknowledge a submitted form.
    - `picture_waits` are the waits before each attempt to show a picture.
    - `retry_waits` are the waits before each retry of a failed connection.
    - `on_rejected` is called with the reason if a request does not seem to be from Slack.
    - `installations` finds the workspaces in which people installed Attune themselves. It is None
      if people cannot install it.
    - `database` is searched once for workspaces that we do not serve.

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
        token, secret = settings.slack_bot_token, settings.slack_signing_secret
        api = SlackApi(token.get_secret_value() if token else "", settings.slack_api_url)
        self._signatures = Signatures(secret.get_secret_value(), clock) if secret else None
        self._rejections = Rejections(
            "slack", ADVICE, clock, on_rejected, quiet=(Verdict.UNSIGNED,)
        )
        self._prefix = Prefix(settings.command_prefix, conversation.registry.commands)
        parts = WorkspaceParts(
            conversation,
            clock,
            background,
            self._prefix,
            time_limit,
            picture_waits,
            settings.admins,
            settings.public_url.rstrip("/") + INSTALL,
        )
        self.own = SlackWorkspace(api, parts)
        self._api = api
        self._database = database
        self._installations = installations
        self._workspaces = Workspaces(self.own, parts, installations)
        self._install_pages: InstallPages | None = None
        self._app = ""  # our app's id on Slack, or "" before the first request
        self._background = background
        self._bolt = self._make_bolt()
        app_token = settings.slack_app_token
        self._socket = (
            SocketMode(self._bolt, self._api, app_token.get_secret_value()) if app_token else None
        )
        self._conversation, self._clock = conversation, clock
        self._events = SlackEvents(self._workspaces, conversation, clock)
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
        installing = Installing(
            client,
            self._api,
            database,
            self._clock,
            admits=lambda tenant: tenant == self.own.tenant or installations.admits(tenant),
            installed=self._installed,
            app=lambda: self._app,
        )
        self._install_pages = InstallPages(installing, address, VisitLimit(self._clock))
        refresh = TokenRefresh(client, self._api, installations, self._clock)
        self._workspaces.refresh_tokens = refresh.run

    async def _installed(self, tenant: str, granted: Granted) -> None:
        if tenant == self.own.tenant:  # we use the token in the settings
            return
        now, is_new = self._clock.now(), False

        async def stored(session: AsyncSession) -> None:
            nonlocal is_new
            is_new = await store(session, tenant, granted, now)

        await self._conversation.save(tenant, stored, now)
        await self._workspaces.installed(tenant)
        workspace = await self._workspaces.of_tenant(tenant)
        if workspace and granted.installer:
            installer = self._know_installer(workspace, granted.installer, is_new=is_new)
            self._background.start(installer)

    async def _know_installer(
        self, workspace: SlackWorkspace, installer: str, *, is_new: bool
    ) -> None:
        """Put the installer on file, perhaps as the workspace's first admin.

        If Attune is new in the workspace, tell the installer what to do next.
        """
        team = workspace.tenant.partition(":")[2]
        try:
            sender = await workspace.talk.directory.sender(installer, team)
        except (Stranger, SlackCallError) as error:
            log.warning("the installer cannot be looked up", because=reason(error))
            return
        now = self._clock.now()
        await self._conversation.save(
            sender.tenant, lambda session: make_first_admin(session, sender, now), now
        )
        card = await self._conversation.greet(sender, now, installed=True) if is_new else None
        if card:
            await workspace.talk.tell(sender.external, card)

    async def start(self, *, listen: bool = True) -> None:
        """Get ready to send. If Slack is unreachable or rejects our token, retry in the background.

        With `listen`, also look for installations and, with an app token, receive requests by
        Socket Mode.
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
        await self._workspaces.stop_looking()
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
        return await workspace.talk.directory.asked_about(person.external) if workspace else None

    def _own_trouble(self, now: float) -> Trouble | None:
        if self._api.invalid_token_code:
            self._api.health.note_refusal(self._api.invalid_token_code)
        elif self._api.health.claim_check(now):
            self._background.start(self._ask())
        return self._api.health.trouble(now)

    async def _ask(self) -> None:
        with suppress(SlackCallError):
            await self._api.ask(self._api.client.auth_test())

    async def _receive(self, request: web.Request) -> web.Response:
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
        if self._signatures is None:
            return Verdict.UNSIGNED
        verdict = self._signatures.verdict(body, request.headers)
        if verdict is not Verdict.FROM_SLACK:
            self._rejections.note(verdict)
        return verdict

    async def _end_pause(self, tenant: str) -> None:
        """Record that a tenant is back, and end its pause, so that its messages go out at once."""
        now = self._clock.now()

        async def connected(session: AsyncSession) -> None:
            await keep_own(session, tenant, now)
            await rate_limits.end_pause(session, tenant, now)

        await self._conversation.save(tenant, connected, now)
        await self._say_who_is_left_alone()

    async def _say_who_is_left_alone(self) -> None:
        if self._database:
            await log_left_alone(self._database, self.tenants)
            self._database = None

    def _make_bolt(self) -> AsyncApp:
        # Bolt must not check signatures, because it logs the body of a request whose signature is
        # wrong. With our own `authorize`, Bolt asks neither Slack nor the environment who we are.
        # Bolt gets no token, because only `SlackApi` makes calls.
        bolt = AsyncApp(
            name="attune",
            logger=library_logger(),
            client=AsyncWebClient(logger=library_logger()),
            authorize=_authorize,
            signing_secret="",
            request_verification_enabled=False,
            process_before_response=True,
        )
        bolt.use(self._note_app)
        bolt.command(ANYTHING)(self._on_command)
        bolt.action(ANYTHING)(self._on_button)
        bolt.shortcut(ANYTHING)(self._on_shortcut)
        bolt.view(ANYTHING)(self._on_submission)
        bolt.event(ANYTHING)(self._on_event)
        bolt.error(self._on_error)
        return bolt

    async def _note_app(self, body: Json, next_: Callable[[], Awaitable[None]]) -> None:
        self._app = maybe(body, "api_app_id") or self._app
        await next_()

    async def _on_command(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        incoming = reader.command(body)
        incoming = replace(incoming, name=self._prefix.plain(incoming.name))
        await ack()
        self._background.start(self._answer(context.team_id, incoming))

    async def _on_button(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        incoming = reader.button(body)
        await ack()
        self._background.start(self._answer(context.team_id, incoming))

    async def _on_shortcut(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        incoming = reader.shortcut(body)
        await ack()
        self._background.start(self._answer(context.team_id, incoming))

    async def _on_submission(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        incoming, inputs = reader.submission(body), reader.input_ids(body)
        workspace = await self._workspace_for(context.team_id, incoming)
        reply: Reply | LateReply | None
        if isinstance(workspace, str):
            reply = Problems({"": workspace})
        else:
            reply = await workspace.talk.reply_in_time(incoming)
        match reply:
            case Problems(fields) if inputs:
                await ack(response_action="errors", errors=_at_inputs(fields, inputs))
            case Form():
                await ack(response_action="update", view=modal(incoming, reply))
            case LateReply():
                working = late_forms.says(body["view"], late_forms.WORKING)
                await ack(response_action="update", view=working)
                if isinstance(workspace, SlackWorkspace):
                    later = workspace.talk.show_late(incoming, reply, body["view"])
                    self._background.start(later)
            case _:
                await ack()
                if isinstance(workspace, SlackWorkspace):
                    self._background.start(workspace.talk.show(incoming, reply))

    async def _on_event(self, ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
        incoming = reader.event(body)
        await ack()
        self._background.start(self._events.take(context.team_id, body["event"], incoming))

    async def _workspace_for(
        self, team: str | None, incoming: SlackRequest
    ) -> SlackWorkspace | str:
        try:
            return await self._workspaces.of_team(team or "") or NOT_INSTALLED
        except Exception as error:  # noqa: BLE001 - the person always gets an answer
            log_failure("a workspace could not be looked up", incoming, error)
            return FAILED

    async def _answer(self, team: str | None, incoming: SlackRequest) -> None:
        workspace = await self._workspace_for(team, incoming)
        if isinstance(workspace, SlackWorkspace):
            await workspace.talk.answer(incoming)
        elif incoming.origin.response_url:
            how = {"response_type": "ephemeral", "replace_original": False}
            body = {**renderer.message(sentence(workspace)), **how}
            try:
                await self._api.respond(incoming.origin.response_url, body)
            except SlackCallError as error:
                log_failure("an answer could not be shown", incoming, error)

    async def _on_error(self, error: Exception) -> BoltResponse:
        # The error came before the acknowledgement. Handling a form never raises, so the payload
        # must be malformed.
        log.warning("malformed request", error=type(error).__name__, places=places(error))
        return BoltResponse(status=400)


async def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


def _at_inputs(fields: dict[str, str], inputs: list[str]) -> dict[str, str]:
    """Put problems without an input at the first input, because Slack shows them only at inputs."""
    placed: dict[str, str] = {}
    for name, problem in fields.items():
        place = name if name in inputs else inputs[0]
        placed[place] = f"{placed[place]} {problem}" if place in placed else problem
    return placed
