"""Send messages on Slack, and check later whether a message was sent."""

import uuid
from collections.abc import Callable
from datetime import datetime

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platform.messenger import (
    NEEDS_AN_ADMIN,
    CannotReadBack,
    MessageRefused,
    NoClearAnswer,
    Recipient,
    RecipientUnreachable,
    RetryLater,
    SentMessage,
)
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.slack import renderer
from bot.slack.absences import Absences
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.channels import ChannelLookup
from bot.slack.pictures import Pictures
from bot.slack.prefix import Prefix
from bot.slack.renderer import Files
from bot.slack.send_errors import CANNOT_CHANGE, CANNOT_JOIN, explained
from handlers.cards import Card
from storage.workspace.channels import SHARED

log = structlog.get_logger()

MARK = "attune_outbox"  # the type of the metadata with a message's `bundle`
# The namespace of the UUIDs that we make from a message's tenant and `bundle`.
BUNDLES = uuid.UUID("6f1b3a52-5a0e-4d0c-9a0b-5f2f7f5f0c11")
PAGES_READ = 5  # pages of a conversation's history
UNFINISHED = 1_000  # we remember at most this many searches that Slack interrupted


class _HistoryLimited(RetryLater):
    """Slack limits how often we read histories. Slack still lets us send messages."""


class SlackMessenger:
    """Sends messages in one workspace.

    `learn` is called with each user object from Slack. A `bundle` is our own id for a message.
    """

    def __init__(
        self,
        api: SlackApi,
        pictures: Pictures | None = None,
        learn: Callable[[Json], None] = lambda _: None,
        channels: ChannelLookup | None = None,
        prefix: Prefix | None = None,
    ) -> None:
        self._prefix = prefix or Prefix("", ())
        self._api = api
        self._channels = channels or ChannelLookup(api)
        self._pictures = pictures or Pictures(api)
        self._absences = Absences(api, learn)
        # The cursor of the page with which an interrupted search continues, by address and bundle.
        self._unfinished: Recent[tuple[str, int], str] = Recent(UNFINISHED)

    async def stop(self) -> None:
        """Cancel open requests about absences. Call this only when nobody waits for them."""
        await self._absences.stop()

    async def send(self, to: Recipient, card: Card, bundle: int) -> SentMessage:
        address = await self._address(to)
        if to.channel:
            await self._check_not_shared(address)
        card = self._prefix.shown(card)

        async def put(files: Files) -> str:
            return await self._post(to, address, renderer.message(card, files), bundle)

        try:
            return SentMessage(await self._pictures.show(card, put), address)
        except SlackCallError as error:
            if error.doubt:
                raise NoClearAnswer(error.code) from error
            raise explained(error) from error

    async def replace(self, to: Recipient, message: str, card: Card, bundle: int) -> SentMessage:  # noqa: ARG002
        address = await self._address(to)
        card = self._prefix.shown(card)

        async def put(files: Files) -> None:
            content = renderer.message(card, files)
            await self._api.ask(
                self._api.client.chat_update(channel=address, ts=message, **content)
            )

        try:
            await self._pictures.show(card, put)
        except SlackCallError as error:
            if error.doubt:
                raise NoClearAnswer(error.code) from error
            if error.code in CANNOT_CHANGE:
                raise MessageRefused(error.code) from error
            raise explained(error) from error
        return SentMessage(message, address)

    async def find(self, to: Recipient, bundle: int, since: datetime) -> SentMessage | None:
        """Find the message with this `bundle` that was sent after `since` (UTC).

        Return None if there is no such message, or if we are not in the channel. Raises
        CannotReadBack, RetryLater, RecipientUnreachable or MessageRefused.

        Slack may allow only one short page a minute. If this limit ends the search with RetryLater,
        the next search for the message continues with the page that we could not read.
        """
        address = await self._address(to)
        cursor = self._unfinished.pop((address, bundle), "")
        for _ in range(PAGES_READ):
            try:
                page = await self._history(to, address, since, cursor)
            except _HistoryLimited:
                self._unfinished[address, bundle] = cursor
                raise
            if page is None:
                return None
            for message in page["messages"]:
                if _bundle_of(message) == bundle:
                    return SentMessage(message["ts"], address)
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None
        raise CannotReadBack

    async def absent_until(self, to: Recipient, now: datetime) -> datetime | None:
        """Return when a person is back (UTC).

        Return None if no absence is known, or if the recipient is a channel.
        """
        if to.channel:
            return None
        try:
            return await self._absences.until(to.external, now)
        except SlackCallError as error:
            raise explained(error) from error

    def forget(self, user: str) -> None:
        """Forget whether a user is away, so that the next look-up asks Slack again."""
        self._absences.forget(user)

    async def _check_not_shared(self, channel: str) -> None:
        """Raise RecipientUnreachable if another company is in the channel, or was invited.

        If the look-up of the channel fails, raise RetryLater, RecipientUnreachable or
        MessageRefused.
        """
        try:
            found = await self._channels.facts(channel)
        except SlackCallError as error:
            if error.wait is not None:  # the limit is for this API method, not for the workspace
                raise RetryLater(error.code, error.wait) from error
            if error.code == "missing_scope":  # we can still send to people
                log.error("Slack does not let us look up channels", because=error.code)
                raise RetryLater(error.code, NEEDS_AN_ADMIN) from error
            raise explained(error) from error
        if found.shared:
            raise RecipientUnreachable(SHARED)

    async def _address(self, to: Recipient) -> str:
        """Return where to post. Open a conversation with a person whose address we do not know."""
        if to.address or to.channel:
            return to.address or to.external
        opening = self._api.client.conversations_open(users=[to.external])
        try:
            opened = await self._api.ask(opening)
        except SlackCallError as error:
            raise explained(error) from error
        return str(opened["channel"]["id"])

    async def _post(self, to: Recipient, address: str, content: Json, bundle: int) -> str:
        """Post a message, and return its id. If we are not in the channel, join it first."""
        try:
            return await self._post_once(to, address, content, bundle)
        except SlackCallError as error:
            if not to.channel or error.code != "not_in_channel":
                raise
        await self._join(address)
        return await self._post_once(to, address, content, bundle)

    async def _post_once(self, to: Recipient, address: str, content: Json, bundle: int) -> str:
        """Post a message, marked so that we can find it again. Return its id."""
        posted = await self._api.ask(
            self._api.client.chat_postMessage(
                channel=address,
                **content,
                metadata={"event_type": MARK, "event_payload": {"row": bundle}},
                client_msg_id=str(uuid.uuid5(BUNDLES, f"{to.tenant}/{bundle}")),
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return str(posted["ts"])

    async def _join(self, channel: str) -> None:
        """Join a channel. Raises RecipientUnreachable if we may not."""
        try:
            await self._api.ask(self._api.client.conversations_join(channel=channel))
        except SlackCallError as error:
            if error.code in CANNOT_JOIN:
                log.warning("a channel cannot be joined", because=error.code)
                raise RecipientUnreachable(f"not in channel: {error.code}") from error
            raise explained(error) from error

    async def _history(
        self, to: Recipient, address: str, since: datetime, cursor: str
    ) -> AsyncSlackResponse | None:
        """Return a page of messages, newest first, or None if we are not in the channel."""
        reading = self._api.client.conversations_history(
            channel=address,
            oldest=f"{since.timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor or None,
        )
        try:
            return await self._api.ask(reading)
        except SlackCallError as error:
            if error.wait is not None:
                raise _HistoryLimited(error.code, error.wait) from error
            if to.channel and error.code == "not_in_channel":
                return None
            if to.channel and error.code == "missing_scope":  # we can still send to people
                log.error("Slack does not let us read messages back", because=error.code)
                raise RetryLater(error.code, NEEDS_AN_ADMIN) from error
            raise explained(error) from error


def _bundle_of(message: dict[str, object]) -> object:
    match message.get("metadata"):
        case {"event_type": event_type, "event_payload": {"row": row}} if event_type == MARK:
            return row
        case _:
            return None
