"""Show a reply: in place of a message, below it, as a form, or on Home.

If Slack refuses an ephemeral answer or an answer through a `response_url`, send the answer to the
person's direct messages.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.platform.answering import sentence
from bot.platform.api_errors import repeated
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.slack import renderer
from bot.slack.admin_notice import AdminNotice
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.directory import SlackDirectory
from bot.slack.pictures import Pictures
from bot.slack.renderer import Files
from bot.slack.request import AGAIN, SlackRequest, pack, pack_request
from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    CardWithUpdates,
    Divider,
    Form,
    Problems,
    Reply,
    card_saying,
)
from handlers.request import Means

log = structlog.get_logger()

TRIGGER_EXPIRED = {
    "expired_trigger_id",
    "trigger_expired",
    "exchanged_trigger_id",
    "trigger_exchanged",
}
TOO_SLOW_FOR_FORM = "Slack opens a form only within three seconds, and I took longer."
NEEDS_A_PRESS = "This opens as a form."
SEND_TO_DM = "slack.keep"  # our own button, under an ephemeral answer
SEND_TO_DM_LABEL = "Send it to my messages"
WAS_SENT_TO_DM = "It's in your direct messages with me now."
TOO_OLD = "I no longer have that answer. Please ask again."
ANSWERS_REMEMBERED = 500
FORM_KEPT = 120.0  # seconds; after that, what the form shows may be out of date
MAX_WAIT = timedelta(minutes=1)  # how long we wait for Slack's rate limits, per answer


# Records which card a message shows. The arguments are the user, the message's ts in our direct
# messages with the user, the card, and whether the message is new.
NoteShown = Callable[[str, str, Card, bool], Awaitable[None]]


async def _note_nothing(_user: str, _message: str, _card: Card, _is_new: bool) -> None: ...


class SlackAnswers:
    """Shows replies.

    An ephemeral answer disappears when Slack reloads. So in our direct messages with a person, we
    post ordinary messages. Elsewhere, a longer ephemeral answer has a button that sends a copy to
    the direct messages.

    `home` returns the Home tab's own card for the person who asked. `note` is called when an answer
    is posted as an ordinary message, or replaces a message.
    """

    def __init__(
        self,
        api: SlackApi,
        pictures: Pictures,
        directory: SlackDirectory,
        home: Callable[[SlackRequest], Awaitable[Card | None]],
        notice: AdminNotice | None = None,
        *,
        note: NoteShown = _note_nothing,
    ) -> None:
        self._notice = notice
        self._note = note
        self._api = api
        self._pictures = pictures
        self._directory = directory
        self._home = home
        # By user and key: the answer that a `SEND_TO_DM` button sends, or None once it was sent.
        self._sendable: Recent[tuple[str, str], Card | None] = Recent(ANSWERS_REMEMBERED)
        # Forms that came too late for Slack to open them, by user and request. Each is stored with
        # the time when Slack refused it (the event loop's time, in seconds).
        self._late: Recent[tuple[str, str], tuple[float, Form]] = Recent(ANSWERS_REMEMBERED)

    async def show(self, incoming: SlackRequest, reply: Reply | None) -> None:
        """Show a reply, or nothing if it is None. Raises SlackCallError."""
        match reply:
            case None:
                return
            case Form():
                await self._open(incoming, reply)
            case Card():
                await self._show_card(incoming, reply, in_place=True)
            case Aside(card):
                await self._show_card(incoming, card, in_place=False)
            case CardWithUpdates(card, _, above):
                await self._show_card(incoming, card, in_place=True)
                for message in reply.messages:
                    await self._replace(incoming, message, above)
            case Problems(fields):
                await self._show_card(incoming, sentence(" ".join(fields.values())), in_place=False)

    async def _open(self, incoming: SlackRequest, form: Form) -> None:
        """Show a form as a modal.

        If Slack allows no modal now, show a button that opens the form.
        """
        view = modal(incoming, form)
        if incoming.view:
            await self._api.ask(self._api.client.views_update(view_id=incoming.view, view=view))
            return
        # A form needs a trigger from Slack. A typed message has no trigger.
        if not incoming.trigger:
            await self._show_card(incoming, _open_button(incoming, NEEDS_A_PRESS), in_place=False)
            return
        try:
            await self._api.ask(self._api.client.views_open(trigger_id=incoming.trigger, view=view))
        except SlackCallError as error:
            if error.code not in TRIGGER_EXPIRED:
                raise
            if request := pack_request(incoming):
                self._late[incoming.user, request] = asyncio.get_running_loop().time(), form
            await self._show_card(
                incoming, _open_button(incoming, TOO_SLOW_FOR_FORM), in_place=False
            )

    def late_form(self, incoming: SlackRequest) -> Form | None:
        """When a request is repeated, return the form that came too late the first time.

        Each form is returned only once, and only within two minutes. If another process has the
        form, return None: the caller then does the work again.
        """
        request = pack_request(incoming) if incoming.is_again else None
        late = self._late.pop((incoming.user, request), None) if request else None
        if late is None or asyncio.get_running_loop().time() - late[0] > FORM_KEPT:
            return None
        return late[1]

    async def post_progress(self, incoming: SlackRequest, card: Card) -> str:
        """Post a card that says that we are working on a request.

        Do this only if the request is from the person's direct messages with Attune. Return the ts
        of the posted message, which the answer later replaces. Return "" if nothing was posted, for
        example because Slack refused the message.
        """
        origin = incoming.origin
        if origin.kind != "chat":
            return ""
        try:
            posted = await self._api.ask(
                self._api.client.chat_postMessage(
                    channel=origin.channel,
                    thread_ts=origin.thread or None,
                    **renderer.message(card, {}),
                )
            )
        except SlackCallError as error:
            log.info("could not tell the person that the file is being read", because=error.code)
            return ""
        return str(posted.get("ts", ""))

    async def send_to_dm(self, incoming: SlackRequest) -> None:
        """Send an ephemeral answer to the person's direct messages, once. Raises SlackCallError.

        If we no longer remember the answer, say so.
        """
        key = incoming.user, incoming.text
        if key not in self._sendable:
            await self._show_card(incoming, sentence(TOO_OLD), in_place=False)
            return
        card, self._sendable[key] = self._sendable[key], None
        if card is not None:  # None: the button was pressed twice
            await self.send(incoming.user, card)
            await self._respond(incoming, sentence(WAS_SENT_TO_DM), in_place=True)

    async def _show_card(self, incoming: SlackRequest, card: Card, *, in_place: bool) -> None:
        """Show the card.

        If `in_place` is true and the person pressed a button of a message, replace this message.
        """
        origin = incoming.origin
        in_place = in_place and origin.kind == "message"
        if origin.kind == "home":
            await self._publish(incoming, card)
        elif origin.kind == "chat" or (not in_place and await self._is_our_dm(incoming)):
            shown_in = incoming.progress
            is_new = not (shown_in and await self._put(origin.channel, shown_in, card))
            if is_new:
                shown_in = await self._post(origin.channel, card, origin.thread)
            await self._note(incoming.user, shown_in, card, is_new)
        elif origin.response_url:
            await self._respond(incoming, card, in_place=in_place)
        elif origin.kind == "command" and origin.channel:
            await self._post_ephemeral(incoming, card)
        else:
            await self.send(incoming.user, card)

    async def _is_our_dm(self, incoming: SlackRequest) -> bool:
        """Check whether the request is from our direct messages with the person.

        It is not enough that the id begins with D: the ids of all direct messages do.
        """
        channel = incoming.origin.channel
        if not channel.startswith("D"):
            return False
        try:
            return channel == await self._directory.dm(incoming.user)
        except SlackCallError:  # assume a channel, in which the answer is ephemeral
            return False

    async def _respond(self, incoming: SlackRequest, card: Card, *, in_place: bool) -> None:
        """Answer at the request's `response_url`. If Slack refuses, answer in direct messages."""
        ephemeral = {"response_type": "ephemeral", "replace_original": False}
        response = {"replace_original": True} if in_place else ephemeral
        shown = (
            card
            if in_place and not incoming.origin.ephemeral
            else self._with_dm_button(incoming, card)
        )

        async def post(files: Files) -> None:
            content = renderer.message(shown, files)
            await self._api.respond(incoming.origin.response_url, response | content)

        try:
            await self._pictures.show(shown, post)
        except SlackCallError as error:  # a response_url works five times, within half an hour
            log.info("answering in direct messages", because=error.code)
            await self.send(incoming.user, card)
            return
        if in_place:
            await self._note(incoming.user, incoming.message, card, False)

    async def _post_ephemeral(self, incoming: SlackRequest, card: Card) -> None:
        """Answer so that only this person sees it. If Slack refuses, answer in direct messages."""
        shown, origin = self._with_dm_button(incoming, card), incoming.origin

        async def post(files: Files) -> None:
            await self._api.ask(
                self._api.client.chat_postEphemeral(
                    channel=origin.channel,
                    user=incoming.user,
                    thread_ts=origin.thread or None,
                    **renderer.message(shown, files),
                )
            )

        try:
            await self._pictures.show(shown, post)
        except SlackCallError as error:
            log.info("answering in direct messages", because=error.code)
            await self.send(incoming.user, card)

    def _with_dm_button(self, incoming: SlackRequest, card: Card) -> Card:
        """Add a button that sends the card to the person's direct messages.

        A card with only one block, or from `_open_button`, does not get this button.
        """
        if len(card.blocks) <= 1 or any(_opens_form(block) for block in card.blocks):
            return card
        key = secrets.token_urlsafe(9)
        self._sendable[incoming.user, key] = card
        return replace(
            card, blocks=(*card.blocks, Buttons((Button(SEND_TO_DM_LABEL, SEND_TO_DM, key),)))
        )

    async def send(self, user: str, card: Card) -> None:
        """Send a card to somebody's direct messages. Raises SlackCallError."""
        message = await self._post(await self._directory.dm(user), card)
        await self._note(user, message, card, True)

    async def _post(self, channel: str, card: Card, thread: str = "") -> str:
        async def post(files: Files) -> str:
            content = renderer.message(card, files)
            posted = await self._api.ask(
                self._api.client.chat_postMessage(
                    channel=channel,
                    thread_ts=thread or None,
                    **content,
                    unfurl_links=False,
                    unfurl_media=False,
                )
            )
            return str(posted.get("ts", ""))

        return await repeated(lambda: self._pictures.show(card, post), MAX_WAIT)

    async def _replace(self, incoming: SlackRequest, message: str, card: Card) -> None:
        """Replace a message in our direct messages, if the request is from there or from Home.

        Messages elsewhere stay as they are, because other people may read them.
        """
        dm = await self._directory.dm(incoming.user)
        if await self._is_our_dm(incoming) or incoming.origin.kind == "home":
            await self._put(dm, message, card)

    async def _put(self, channel: str, message: str, card: Card) -> bool:
        """Replace the content of a message. Return False if Slack refuses."""

        async def put(files: Files) -> None:
            content = renderer.message(card, files)
            await self._api.ask(
                self._api.client.chat_update(channel=channel, ts=message, **content)
            )

        try:
            await repeated(lambda: self._pictures.show(card, put), MAX_WAIT)
        except SlackCallError as error:
            log.info("an older message stays as it was", because=error.code)
            return False
        return True

    async def _publish(self, incoming: SlackRequest, card: Card) -> None:
        """Show the card on the person's Home tab, above the tab's own card.

        If the request only opens Home, `card` is the tab's own card, and nothing follows it. For
        an admin, a notice may come first.
        """
        if incoming.means is not Means.SCREEN:
            below = await self._home(incoming)
            card = replace(card, blocks=(*card.blocks, *_below_divider(below)))
        if self._notice:
            card = self._notice.above(card, incoming.user)

        async def post(files: Files) -> None:
            view = renderer.home(card, files)
            await self._api.ask(self._api.client.views_publish(user_id=incoming.user, view=view))

        await self._pictures.show(card, post)


def modal(incoming: SlackRequest, form: Form) -> Json:
    """Render a form as a modal. Its metadata holds the origin, which says where to answer."""
    return renderer.modal(form, metadata=pack(form.subject, incoming.origin))


def _opens_form(block: Block) -> bool:
    return isinstance(block, Buttons) and any(each.action == AGAIN for each in block.buttons)


def _below_divider(card: Card | None) -> tuple[Block, ...]:
    return (Divider(), *card.blocks) if card else ()


def _open_button(incoming: SlackRequest, why: str) -> Card:
    """Build a card with a button that opens the form. There are two exceptions:

    - If the person submitted a form within a message, the card only asks them to press the button
      in that message again. The message still has what they typed.
    - If the request is too long for a button, the card only asks for fewer words.
    """
    if incoming.means is Means.FORM:
        return sentence(f"{why} Press the button again.")
    value = pack_request(incoming)
    if value is None:
        return sentence(f"{why} Ask again, in fewer words.")
    buttons = Buttons((Button("Open it", AGAIN, value, "primary"),))
    return card_saying(why, buttons)
