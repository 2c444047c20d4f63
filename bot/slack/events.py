"""Handle Slack's events: requests, and changes to people, channels and installations."""

import asyncio

from bot.base.clock import Clock
from bot.platform.answering import Stranger
from bot.platform.payload import Json
from bot.slack import channel_events
from bot.slack.api import INVALID_TOKEN_CODES, SlackCallError
from bot.slack.request import SlackRequest
from bot.slack.workspace import SlackWorkspace
from bot.slack.workspaces import Workspaces
from handlers.conversation import Conversation
from storage.choices import GoneWhy

# Each of these events has a person's user object.
ABOUT_PEOPLE = {"team_join", "user_change", "user_guest_status_changed"}


class SlackEvents:
    """Handles events after they were acknowledged."""

    def __init__(self, workspaces: Workspaces, conversation: Conversation, clock: Clock) -> None:
        self._workspaces = workspaces
        self._conversation = conversation
        self._clock = clock
        self._channels_in_turn = asyncio.Lock()

    async def take(self, team: str | None, event: Json, incoming: SlackRequest | None) -> None:
        """Handle an event from a workspace. If Attune is not installed there, do nothing.

        `team` is the workspace's id. `incoming` is a person's request, if the event has one.
        """
        workspace = await self._workspaces.of_team(team or "")
        if workspace is None:
            return
        ours = f"slack:{team}" == workspace.tenant
        match event:
            case {"type": str(kind), "user": {"id": str()} as user} if kind in ABOUT_PEOPLE:
                await self._learn(workspace, user)
            case {"type": "app_uninstalled" as kind} if ours:
                await self._check_removal(workspace, kind, "uninstalled")
            case {"type": "tokens_revoked" as kind, "tokens": {"bot": [_, *_]}} if ours:
                await self._check_removal(workspace, kind, "revoked")
            case {"type": str()} if ours:
                workspace.talk.channels.forget(channel_events.channel_of(event))
                await self._store_channel_change(workspace, event)
        if incoming:
            await workspace.talk.answer(incoming)

    async def _check_removal(self, workspace: SlackWorkspace, kind: str, why: GoneWhy) -> None:
        """Pause a workspace if Attune is no longer installed there.

        The event may be late, so ask Slack whether the token works. If we get no clear answer,
        believe the event.
        """
        if workspace is not self._workspaces.own:
            await self._workspaces.check(workspace, why)
            return
        try:
            await workspace.api.attempt(workspace.api.client.auth_test())
        except SlackCallError as error:
            code = error.code if error.code in INVALID_TOKEN_CODES else kind
            workspace.api.mark_token_invalid(code)

    async def _store_channel_change(self, workspace: SlackWorkspace, event: Json) -> None:
        """Store what an event changes about a channel. Ignore channels that were never subscribed.

        For each event, we ask Slack about the channel. Events are handled one at a time, so that
        Slack's newest answer is stored last.
        """
        if not channel_events.may_change_posts(event, workspace.bot):
            return
        channel, tenant = channel_events.channel_of(event), workspace.tenant
        async with self._channels_in_turn:
            if not await self._conversation.was_ever_subscribed(tenant, channel):
                return
            found = await workspace.talk.channels.facts_now(channel)
            now = self._clock.now()
            change = channel_events.change_for(event, found, tenant, now)
            if change:
                await self._conversation.save(tenant, change, now)

    async def _learn(self, workspace: SlackWorkspace, user: Json) -> None:
        """Remember a changed user object, and update the person's row."""
        directory = workspace.talk.directory
        workspace.messenger.forget(user["id"])
        if "profile" not in user:
            directory.forget(user["id"])
            return
        directory.learn(user)
        try:
            sender = await directory.person(user)
        except (Stranger, SlackCallError):  # we look the person up at their next request
            return
        await self._conversation.update_person(sender, self._clock.now())
