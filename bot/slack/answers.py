"""Shows a reply where the person is: instead of a message, next to it, as a form or on Home."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.platform.answering import sentence
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.slack import renderer
from bot.slack.api import Api, ApiError
from bot.slack.directory import Directory
from bot.slack.pictures import Pictures
from bot.slack.reader import AGAIN, IncomingRequest, again, pack
from bot.slack.renderer import Files
from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Paragraph,
    Problems,
    Reply,
    spans,
)
from handlers.registry import Means

log = structlog.get_logger()

TOO_LATE = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged")
AGAIN_ASKED = "Slack opens a form only within three seconds, and that took longer."
FROM_CHAT = "This one is a form."
KEEP = "slack.keep"  # our own button, under an answer that only its reader sees
KEEP_LABEL = "Send it to my messages"
IS_KEPT = "It is in your messages with Attune now."
TOO_OLD = "That answer is too old to send. Ask for it once more."
ANSWERS_KEPT = 500


class Answers:
    """Shows replies. `home` fetches the Home tab's own card for the person who asked.

    An ephemeral answer, which only its reader sees, is gone when Slack reloads. So in our direct
    messages an answer is an ordinary message, and elsewhere a button sends a copy of it there.
    """

    def __init__(
        self,
        api: Api,
        pictures: Pictures,
        directory: Directory,
        home: Callable[[IncomingRequest], Awaitable[Card | None]],
    ) -> None:
        self._api = api
        self._pictures = pictures
        self._directory = directory
        self._home = home
        # By user and key: an answer that can still be sent to its reader; None once it was sent.
        self._keepable: Recent[tuple[str, str], Card | None] = Recent(ANSWERS_KEPT)

    async def show(self, asked: IncomingRequest, reply: Reply | None) -> None:
        """Show a reply; None (a repeated request) shows nothing. Raises ApiError."""
        match reply:
            case None:
                return
            case Form():
                await self._open(asked, reply)
            case Card():
                await self._put(asked, reply, in_place=True)
            case Aside(card):
                await self._put(asked, card, in_place=False)
            case Problems(fields):
                await self._put(asked, sentence(" ".join(fields.values())), in_place=False)

    async def _open(self, asked: IncomingRequest, form: Form) -> None:
        view = modal(asked, form)
        if asked.view:
            await self._api.ask(self._api.client.views_update(view_id=asked.view, view=view))
            return
        if not asked.trigger:  # a message in a chat comes without one
            await self._put(asked, _offer(asked, FROM_CHAT), in_place=False)
            return
        try:
            await self._api.ask(self._api.client.views_open(trigger_id=asked.trigger, view=view))
        except ApiError as error:
            if error.code not in TOO_LATE:
                raise
            await self._put(asked, _offer(asked, AGAIN_ASKED), in_place=False)

    async def keep(self, asked: IncomingRequest) -> None:
        """Send an ephemeral answer to their direct messages. Raises ApiError."""
        which = asked.user, asked.text
        if which not in self._keepable:
            await self._put(asked, sentence(TOO_OLD), in_place=False)
            return
        card, self._keepable[which] = self._keepable[which], None
        if card is not None:  # None: pressed twice
            await self._post_to(asked.user, card)
            await self._respond(asked, sentence(IS_KEPT), in_place=True)

    async def _put(self, asked: IncomingRequest, card: Card, *, in_place: bool) -> None:
        origin = asked.origin
        in_place = in_place and origin.kind == "message"
        if origin.kind == "home":
            await self._publish(asked, card)
        elif origin.kind == "chat" or (not in_place and await self._is_between_us(asked)):
            await self._post(origin.channel, card, origin.thread)
        elif origin.response_url:
            await self._respond(asked, card, in_place=in_place)
        elif origin.kind == "command" and origin.channel:
            await self._whisper(asked, card)
        else:
            await self._post_to(asked.user, card)

    async def _is_between_us(self, asked: IncomingRequest) -> bool:
        """Whether this is their direct messages with us: those of two people look the same."""
        channel = asked.origin.channel
        if not channel.startswith("D"):
            return False
        try:
            return channel == await self._directory.dm(asked.user)
        except ApiError:  # then it is answered as elsewhere: by an ephemeral message
            return False

    async def _respond(self, asked: IncomingRequest, card: Card, *, in_place: bool) -> None:
        """Answer with an ephemeral message, or replace the message, which everybody there sees."""
        alone = {"response_type": "ephemeral", "replace_original": False}
        how = {"replace_original": True} if in_place else alone
        shown = card if in_place and not asked.origin.alone else self._keeping(asked, card)

        async def put(files: Files) -> None:
            said = renderer.message(shown, files)
            await self._api.respond(asked.origin.response_url, how | said)

        try:
            await self._pictures.show(shown, put)
        except ApiError as error:  # a response_url works five times, within half an hour
            log.info("answered in direct messages", because=error.code)
            await self._post_to(asked.user, card)

    async def _whisper(self, asked: IncomingRequest, card: Card) -> None:
        """Answer with an ephemeral message in the channel where they wrote."""
        shown, origin = self._keeping(asked, card), asked.origin

        async def put(files: Files) -> None:
            await self._api.ask(
                self._api.client.chat_postEphemeral(
                    channel=origin.channel,
                    user=asked.user,
                    thread_ts=origin.thread or None,
                    **renderer.message(shown, files),
                )
            )

        try:
            await self._pictures.show(shown, put)
        except ApiError as error:
            log.info("answered in direct messages", because=error.code)
            await self._post_to(asked.user, card)

    def _keeping(self, asked: IncomingRequest, card: Card) -> Card:
        """The card with a button that sends it to their direct messages, if it is worth keeping."""
        if len(card.blocks) <= 1 or any(_is_ours(block) for block in card.blocks):
            return card
        key = secrets.token_urlsafe(9)
        self._keepable[asked.user, key] = card
        return replace(card, blocks=(*card.blocks, Buttons((Button(KEEP_LABEL, KEEP, key),))))

    async def _post_to(self, user: str, card: Card) -> None:
        await self._post(await self._directory.dm(user), card)

    async def _post(self, channel: str, card: Card, thread: str = "") -> None:
        async def put(files: Files) -> None:
            said = renderer.message(card, files)
            await self._api.ask(
                self._api.client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    **said,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            )

        await self._pictures.show(card, put)

    async def _publish(self, asked: IncomingRequest, card: Card) -> None:
        """Show a card on Home, above the Home tab's own card."""
        if asked.means is not Means.SCREEN:
            below = await self._home(asked)
            card = replace(card, blocks=(*card.blocks, *_under_a_line(below)))

        async def put(files: Files) -> None:
            view = renderer.home(card, files)
            await self._api.ask(self._api.client.views_publish(user_id=asked.user, view=view))

        await self._pictures.show(card, put)


def modal(asked: IncomingRequest, form: Form) -> Json:
    """A form as a modal that remembers where it was asked for, so that its answer goes there."""
    return renderer.modal(form, metadata=pack(form.subject, asked.origin))


def _is_ours(block: Block) -> bool:
    """Whether this is our button that opens a form: such a card is not worth keeping."""
    return isinstance(block, Buttons) and any(each.action == AGAIN for each in block.buttons)


def _under_a_line(card: Card | None) -> tuple[Block, ...]:
    return (Divider(), *card.blocks) if card else ()


def _offer(asked: IncomingRequest, why: str) -> Card:
    """A card that says why there is no form yet, with a button that opens it."""
    value = again(asked)
    if value is None:
        return sentence(f"{why} Ask for it once more, in fewer words.")
    buttons = Buttons((Button("Open it", AGAIN, value, "primary"),))
    return Card(why, (Paragraph(spans(why)), buttons))
