"""Puts a reply where the person is: in place of a message, beside it, as a form, on Home."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.slack import renderer
from bot.slack.api import Api, ApiError
from bot.slack.pictures import Pictures
from bot.slack.reader import AGAIN, Asked, again, pack
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
from handlers.conversation import Means

log = structlog.get_logger()

TOO_LATE = ("expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged")
AGAIN_ASKED = "Slack opens a form only within three seconds, and that took longer."
FROM_CHAT = "This one is a form."


class Answers:
    """Shows replies. `home` fetches the Home tab's own card for whoever asked."""

    def __init__(
        self, api: Api, pictures: Pictures, home: Callable[[Asked], Awaitable[Card | None]]
    ) -> None:
        self._api = api
        self._pictures = pictures
        self._home = home

    async def show(self, asked: Asked, reply: Reply | None) -> None:
        """Show a reply; None, a repeat, shows nothing. Raises ApiError."""
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

    async def _open(self, asked: Asked, form: Form) -> None:
        view = modal(asked, form)
        if asked.view:
            await self._api.ask(self._api.client.views_update(view_id=asked.view, view=view))
            return
        if not asked.trigger:  # words in a chat come without one
            await self._put(asked, _offer(asked, FROM_CHAT), in_place=False)
            return
        try:
            await self._api.ask(self._api.client.views_open(trigger_id=asked.trigger, view=view))
        except ApiError as error:
            if error.code not in TOO_LATE:
                raise
            await self._put(asked, _offer(asked, AGAIN_ASKED), in_place=False)

    async def _put(self, asked: Asked, card: Card, *, in_place: bool) -> None:
        origin = asked.origin
        if origin.kind == "home":
            await self._publish(asked, card)
        elif origin.kind == "chat":
            await self._post(origin.channel, card)
        elif origin.response_url:
            in_place = in_place and origin.kind == "message"
            await self._respond(asked, card, in_place=in_place)
        else:
            await self._post_to(asked.user, card)

    async def _respond(self, asked: Asked, card: Card, *, in_place: bool) -> None:
        """To them alone; or in place of the message, as everybody there sees it."""
        alone = {"response_type": "ephemeral", "replace_original": False}
        how = {"replace_original": True} if in_place else alone

        async def put(files: Files) -> None:
            said = renderer.message(card, files)
            await self._api.respond(asked.origin.response_url, how | said)

        try:
            await self._pictures.show(card, put)
        except ApiError as error:  # it works five times, for half an hour
            log.info("answered in direct messages", because=error.code)
            await self._post_to(asked.user, card)

    async def _post_to(self, user: str, card: Card) -> None:
        opened = await self._api.ask(self._api.client.conversations_open(users=[user]))
        await self._post(opened["channel"]["id"], card)

    async def _post(self, channel: str, card: Card) -> None:
        async def put(files: Files) -> None:
            said = renderer.message(card, files)
            await self._api.ask(
                self._api.client.chat_postMessage(
                    channel=channel, **said, unfurl_links=False, unfurl_media=False
                )
            )

        await self._pictures.show(card, put)

    async def _publish(self, asked: Asked, card: Card) -> None:
        """Show a card on Home, above what always stands there."""
        if asked.means is not Means.SCREEN:
            below = await self._home(asked)
            card = replace(card, blocks=(*card.blocks, *_under_a_line(below)))

        async def put(files: Files) -> None:
            view = renderer.home(card, files)
            await self._api.ask(self._api.client.views_publish(user_id=asked.user, view=view))

        await self._pictures.show(card, put)


def modal(asked: Asked, form: Form) -> renderer.Json:
    """A form as a modal whose answer goes back to where this was asked."""
    return renderer.modal(form, metadata=pack(form.subject, asked.origin))


def sentence(words: str) -> Card:
    """A card that says one thing."""
    return Card(words, (Paragraph(spans(words)),))


def _under_a_line(card: Card | None) -> tuple[Block, ...]:
    return (Divider(), *card.blocks) if card else ()


def _offer(asked: Asked, why: str) -> Card:
    """Why there is no form yet, and a button that opens it."""
    value = again(asked)
    if value is None:
        return sentence(f"{why} Ask for it once more, in fewer words.")
    buttons = Buttons((Button("Open it", AGAIN, value, "primary"),))
    return Card(why, (Paragraph(spans(why)), buttons))
