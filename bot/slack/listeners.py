"""Listeners that acknowledge each payload from Slack, and let the workspace answer it.

A submitted form is handled before it is acknowledged, because the acknowledgement shows what is
wrong in the form. An earlier acknowledgement would close the form and lose what was typed. If the
work takes longer than Slack waits, the form becomes a page that says so (see `late_forms`).
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.base.background import Background
from bot.platform.answering import FAILED, log_failure, sentence
from bot.platform.payload import Json, maybe
from bot.slack import late_forms, reader, renderer
from bot.slack.answers import modal
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.events import SlackEvents
from bot.slack.library_log import library_logger
from bot.slack.prefix import Prefix
from bot.slack.request import SlackRequest
from bot.slack.talk import LateReply
from bot.slack.workspace import SlackWorkspace
from bot.slack.workspaces import Workspaces
from handlers.cards import Form, Problems, Reply
from handlers.failures import places

log = structlog.get_logger()

ANYTHING = re.compile("")
NOT_INSTALLED = (
    "Attune is not set up for your workspace here. Ask the person who looks after Attune to let "
    "your workspace in, and to install Attune again."
)


class SlackListeners:
    """Bolt's listeners. The requests are answered in the background, except submitted forms."""

    def __init__(
        self,
        api: SlackApi,
        workspaces: Workspaces,
        events: SlackEvents,
        prefix: Prefix,
        background: Background,
    ) -> None:
        self._api = api
        self._workspaces = workspaces
        self._events = events
        self._prefix = prefix
        self._background = background
        self.app_id = ""  # our app's id on Slack, or "" before the first request

    def bolt(self) -> AsyncApp:
        """Return a Bolt app that calls these listeners."""
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
        self.app_id = maybe(body, "api_app_id") or self.app_id
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
        """Handle a submitted form, and acknowledge it within Slack's time limit.

        The acknowledgement does one of these things:

        - It shows problems beside the form's inputs.
        - It shows another form.
        - It shows a page that says that we are still working.
        - In all other cases, it closes the form.
        """
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
                working = late_forms.message_page(body["view"], late_forms.WORKING)
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
        """Return the workspace of a request, or a sentence that says why there is none."""
        try:
            return await self._workspaces.of_team(team or "") or NOT_INSTALLED
        except Exception as error:  # noqa: BLE001 - the person always gets an answer
            log_failure("a workspace could not be looked up", incoming, error)
            return FAILED

    async def _answer(self, team: str | None, incoming: SlackRequest) -> None:
        """Let the workspace answer. If we find no workspace, show a sentence that says why."""
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
        # In a listener, only reading the payload can raise an error, so the payload is malformed.
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
