"""Show an answer in Teams: replace older cards, and post a new card in the person's own chat.

If the person has no chat with Attune, we post one of these in the channel: a hint to open a chat
or, if the person may not use Attune, the answer that says so.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from bot.base.clock import Clock
from bot.platform.answering import log_failure, sentence
from bot.platform.api_errors import repeated
from bot.teams.address import Address, PostedMessage
from bot.teams.answers import CardPost, Display
from bot.teams.api import TeamsApi, TeamsCallError
from bot.teams.channels import Channels
from bot.teams.directory import WRITE_FIRST, TeamsDirectory
from bot.teams.renderer import card as rendered
from bot.teams.request import ELSEWHERE, TeamsRequest, shared_conversation
from bot.teams.tenants import name_of
from handlers.cards import Card, Note, spans
from handlers.conversation import Conversation
from handlers.request import Place

log = structlog.get_logger()

MAX_WAIT = timedelta(seconds=10)  # an answer waits at most this long for Teams' rate limits


class TeamsPosts:
    """Posts answers, and records which card each message in a person's own chat shows."""

    def __init__(
        self,
        api: TeamsApi,
        conversation: Conversation,
        directory: TeamsDirectory,
        channels: Channels,
        clock: Clock,
    ) -> None:
        self._api = api
        self._conversation = conversation
        self._directory = directory
        self._channels = channels
        self._clock = clock

    async def send(self, to: Address, card: Card) -> str:
        """Post a card in a chat, and return the message's id. Raises TeamsCallError."""
        return await self._api.send(to, card.summary, rendered(card, nonce=""))

    async def replace(self, incoming: TeamsRequest, message: str, post: CardPost) -> bool:
        """Replace an earlier message of ours. Return False if Teams did not replace it."""
        try:
            await self._api.replace(
                PostedMessage(incoming.address, message), post.summary, post.card
            )
        except TeamsCallError as error:
            log.info("an older message stays as it was", because=error.code)
            return False
        await self._note_shown(incoming, message, post)
        return True

    async def show(self, incoming: TeamsRequest, display: Display) -> None:
        """Replace the older cards, and post the new card (`display.below`). Never raises."""
        if display.in_place and not incoming.place:
            await self._note_shown(incoming, incoming.pressed_message, display.in_place)
        for old, post in display.replacements:
            try:
                replacing = partial(self._api.replace, old, post.summary, post.card)
                await repeated(replacing, MAX_WAIT)
                if not incoming.place:
                    await self._note_shown(incoming, old.message, post)
            except Exception as error:  # noqa: BLE001 - still replace the other cards
                log_failure("a card above could not be replaced", incoming, error)
        try:
            if display.below:
                await self._send_below(incoming, display.below)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log_failure("an answer could not be shown", incoming, error)

    async def _send_below(self, incoming: TeamsRequest, post: CardPost) -> None:
        """Post a card in the person's own chat with us, even if the request is from a channel.

        If there is no such chat, use `_send_in_channel`. Raises TeamsCallError.
        """
        to = (
            incoming.address
            if incoming.place is None
            else await self._directory.address(incoming.who)
        )
        if to is None:
            await self._send_in_channel(incoming, post)
            return
        if incoming.place and to != incoming.address:
            place = await self._channels.with_name(incoming.place, incoming)
            post = _with_origin(post, place or incoming.place)
        sending = partial(self._api.send, to, post.summary, post.card)
        message = await repeated(sending, MAX_WAIT)
        await self._note_shown(incoming, message, post, is_new=True)

    async def _note_shown(
        self, incoming: TeamsRequest, message: str, post: CardPost, *, is_new: bool = False
    ) -> None:
        """Record which card a message in the person's own chat shows. Never raises."""
        if post.made_of is None:
            return
        try:
            who = name_of(incoming.who.tenant), incoming.who.external
            now = self._clock.now()
            await self._conversation.note_shown(who, message, post.made_of, now, is_new=is_new)
        except Exception as error:  # noqa: BLE001 - the card itself was posted
            log_failure("a shown card was not recorded", incoming, error)

    async def _send_in_channel(self, incoming: TeamsRequest, post: CardPost) -> None:
        """Answer in the channel, because the person has no chat with us.

        - If the person may use Attune, ask them to write to us in a chat first.
        - If the person may not use Attune, `post` says why. Show `post` if the person wrote a
          message in the channel, but not if the person pressed a button.
        """
        if incoming.place == ELSEWHERE:
            return
        sender = await self._directory.sender(incoming.who, shared_conversation(incoming))
        if self._conversation.admits(sender):
            await self.send(incoming.address, sentence(WRITE_FIRST))
        elif incoming.via == "message":  # after a press, Teams already shows `post`
            await self._api.send(incoming.address, post.summary, post.card)


def _with_origin(post: CardPost, place: Place) -> CardPost:
    """Say at the top of the card where the person asked, because the card is in another chat."""
    asked = Card("", (Note(spans(f"You asked in {place.name}. Only you see this answer.")),))
    body = [*rendered(asked, nonce="")["body"], *post.card["body"]]
    return replace(post, card={**post.card, "body": body})
