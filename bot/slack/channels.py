"""Look up the name of a channel, and whether it is shared with another company."""

import asyncio
from dataclasses import dataclass, replace

import structlog

from bot.platform.recent import Recent
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.reader import GROUP_NAME
from handlers.request import Place

log = structlog.get_logger()

REMEMBERED = 3_600.0  # seconds; Slack's events report most changes sooner
CHANNELS = 10_000  # how many channels we remember
# If we look up a group conversation, Slack answers that this scope is missing. See docs/slack.md,
# Channels.
GROUP_SCOPE = "mpim:read"
GROUP = (
    "Attune posts in channels, not in group conversations. Type the same thing in the channel "
    "where you want the posts."
)
INVITE = "Attune is not in this channel. Type /invite @Attune, then try again."
NOT_ALLOWED = (
    "Attune is not allowed to look at this channel yet, so it posts nothing here. An admin has "
    "to install Attune to the workspace again, with its new permissions."
)


@dataclass(frozen=True)
class ChannelFacts:
    """What Slack says about a channel.

    `shared` means that another company is in the channel, or was invited. `member` means that we
    are in the channel.
    """

    name: str
    private: bool
    shared: bool
    archived: bool
    member: bool


class ChannelLookup:
    """Looks up channels, and remembers them for an hour."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api
        # By channel id: when to ask again (the event loop's time, in seconds), and the facts.
        self._known: Recent[str, tuple[float, ChannelFacts]] = Recent(CHANNELS)

    async def facts(self, channel: str) -> ChannelFacts:
        """Return what Slack says about a channel. Raises SlackCallError."""
        now = asyncio.get_running_loop().time()
        until, found = self._known.get(channel, (0.0, None))
        if found is None or until <= now:
            found = await self._ask(channel)
            self._known[channel] = now + REMEMBERED, found
        return found

    async def facts_now(self, channel: str) -> ChannelFacts | None:
        """Ask Slack about a channel again. Return None if Slack does not tell us."""
        self.forget(channel)
        try:
            return await self.facts(channel)
        except SlackCallError as error:
            log.info("Slack says nothing about a channel", because=error.code)
            return None

    async def placed(self, place: Place) -> Place:
        """Ask Slack about a place, and return the place with its current `name` and `shared`.

        If Slack does not let us look at the place, `closed` says what to do. Raises SlackCallError
        if the look-up fails for another reason.
        """
        if place.name == GROUP_NAME:
            return replace(place, closed=GROUP)
        self.forget(place.external)
        try:
            found = await self.facts(place.external)
        except SlackCallError as error:
            if error.code == "channel_not_found":
                return replace(place, closed=INVITE)
            if error.code == "missing_scope":
                is_group = error.needed == GROUP_SCOPE
                return replace(place, closed=GROUP if is_group else NOT_ALLOWED)
            raise
        # Everybody can see the list of subscriptions, so it must not show a private channel's name.
        name = place.name if found.private else f"#{found.name}"
        return replace(place, name=name, shared=found.shared)

    def forget(self, channel: str) -> None:
        """Forget a channel, so that the next look-up asks Slack again."""
        self._known.pop(channel, None)

    async def _ask(self, channel: str) -> ChannelFacts:
        answer = await self._api.ask(self._api.client.conversations_info(channel=channel))
        channel_info = answer["channel"]
        return ChannelFacts(
            str(channel_info.get("name") or ""),
            bool(channel_info.get("is_private")),
            bool(channel_info.get("is_ext_shared") or channel_info.get("is_pending_ext_shared")),
            bool(channel_info.get("is_archived")),
            bool(channel_info.get("is_member")),
        )
