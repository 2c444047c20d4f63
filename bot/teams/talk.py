"""Answer a request: look up the person, and find the reply. `bot.teams.posts` posts the reply."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import structlog

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.answering import (
    log_failure,
    reason,
    reply_or_refusal,
    sentence,
    with_answers_below,
)
from bot.platform.files import MAX_FILES, READING, TOO_MANY
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.teams.answers import Display, TeamsAnswers, text_response
from bot.teams.api import TeamsApi, TeamsCallError
from bot.teams.channels import Channels
from bot.teams.directory import DEFAULT_ZONE, WRITE_FIRST, TeamsDirectory
from bot.teams.file_offers import FileOffers, OfferAnswer
from bot.teams.files import TeamsFiles
from bot.teams.posts import TeamsPosts
from bot.teams.reader import ChannelRenamed, Installed, Removed, file_requests
from bot.teams.request import ELSEWHERE, TeamsRequest, shared_conversation
from bot.teams.tenants import TeamsTenants, name_of, not_set_up
from handlers.cards import Aside, Card, Reply
from handlers.conversation import Conversation
from handlers.failures import places
from handlers.notices import channel_news
from handlers.request import Means, Request, Sender

log = structlog.get_logger()

PRESSES = 500  # we remember the answers to this many presses; a repeated press gets the same answer
HOME = "home"
MENU_TIME_LIMIT = 1.8  # seconds; Teams waits 5, but Microsoft's store allows only 2
TYPING_AFTER = 1.0  # seconds before we show that we are typing

SLOW = "This is taking longer than usual. I'll send the answer as a message."
SLOW_MENU = "This is taking longer than usual. I'll send the answer to your chat with me."
ASSUMED_ZONE = (
    f"I'm assuming {DEFAULT_ZONE} for your times, because Teams did not tell me your time zone. "
    "To change it, type rhythm."
)
CANNOT_SHOW = "That's done, but I can't show the answer here."


class TeamsTalk:
    """Answers requests.

    `time_limit` is how many seconds `reply_in_time` may take. `typing_after` is how many seconds
    pass before we show that we are typing.
    """

    def __init__(
        self,
        api: TeamsApi,
        conversation: Conversation,
        directory: TeamsDirectory,
        clock: Clock,
        background: Background,
        *,
        tenants: TeamsTenants,
        files: TeamsFiles,
        offers: FileOffers,
        time_limit: float,
        typing_after: float = TYPING_AFTER,
    ) -> None:
        self._api = api
        self._files = files
        self._offers = offers
        self._answers = TeamsAnswers()
        self._channels = Channels(api)
        self._posts = TeamsPosts(api, conversation, directory, self._channels, clock)
        self._conversation = conversation
        self._directory = directory
        self._tenants = tenants
        self._clock = clock
        self._background = background
        self._time_limit = time_limit
        self._typing_after = typing_after
        # The responses to presses, by tenant and by the press's id. Some ids are hashes that we
        # compute, so presses in two tenants may have the same id.
        self._presses: Recent[tuple[str, str], asyncio.Future[Json | None]] = Recent(PRESSES)

    async def answer(self, incoming: TeamsRequest) -> None:
        """Find the reply and send it. Never raises."""
        if not self._tenants.admits(incoming.who.tenant):
            await self._refuse_tenant(incoming)
            return
        incoming = self._answers.completed(incoming)
        for each in self._parts(incoming):
            progress: list[asyncio.Task[str]] = []
            show_wait = partial(self._start_progress, each, progress)
            work = asyncio.ensure_future(self._find_reply(each, show_wait))
            if each.place is None and each.means is Means.COMMAND:
                await self._show_typing(each, work)
            reply = await work
            await self._finish(each, reply, await progress[0] if progress else "")
        if len(incoming.files) > MAX_FILES:
            await self._finish(incoming, Aside(sentence(TOO_MANY)))

    async def _refuse_tenant(self, incoming: TeamsRequest) -> None:
        try:
            await self._posts.send(incoming.address, sentence(not_set_up(incoming.who.tenant)))
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log_failure("an answer could not be shown", incoming, error)

    def _parts(self, incoming: TeamsRequest) -> Iterator[TeamsRequest]:
        """Yield a request for the text of a message, and one for each of its first MAX_FILES files.

        If there are files and the text needs no answer of its own, skip the text.
        """
        if not incoming.files or self._conversation.registry.needs_answer(incoming.text):
            yield replace(incoming, files=())
        yield from file_requests(incoming, MAX_FILES)

    def _start_progress(self, incoming: TeamsRequest, progress: "list[asyncio.Task[str]]") -> None:
        progress.append(asyncio.create_task(self._post_progress(incoming)))

    async def _post_progress(self, incoming: TeamsRequest) -> str:
        """Say that a file is being read. Return the message's id, or ""."""
        try:
            return await self._posts.send(incoming.address, sentence(READING))
        except TeamsCallError as error:
            log.info("could not tell the person that the file is being read", because=error.code)
            return ""

    async def _show_typing(
        self, incoming: TeamsRequest, work: "asyncio.Future[Reply | None]"
    ) -> None:
        """Show that Attune is typing, if the answer takes a while."""
        done, _ = await asyncio.wait([work], timeout=self._typing_after)
        if done:
            return
        try:
            await self._api.type(incoming.address)
        except TeamsCallError as error:
            log.info("the typing indicator is not shown", because=error.code)

    async def reply_in_time(self, incoming: TeamsRequest) -> Json | None:
        """Return the response to a press before Teams stops waiting. Never raises.

        If the work takes too long, it continues in the background, and the result goes to the
        person's chat with us. A repeated press has no second effect, and gets the same answer.
        """
        key = (incoming.who.tenant, incoming.id)
        press = self._presses.get(key)
        if press is None:
            press = self._presses[key] = asyncio.ensure_future(self._press(incoming))
        return await asyncio.shield(press)

    async def welcome(self, installed: Installed) -> None:
        """Greet a person who installed Attune, if the person may use it. Never raises.

        For the first person of a tenant, the greeting has the next steps of the set-up.
        """
        try:
            sender = await self._directory.sender(installed.who, installed.address)
            if not self._conversation.admits(sender):
                return
            await self._directory.save_address(sender, installed.address)
            now, is_alone = self._clock.now(), await self._directory.is_alone(sender)
            card = await self._conversation.greet(sender, now, installed=is_alone)
            if card:
                await self._posts.send(installed.address, card)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log.error(
                "a new person could not be greeted", because=reason(error), places=places(error)
            )

    async def handle_removal(self, removed: Removed) -> None:
        """Send nothing more to a person who removed Attune. Never raises."""
        try:
            await self._directory.mark_removed(removed.who)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log.error(
                "a removal of Attune could not be stored",
                because=reason(error),
                places=places(error),
            )

    async def rename_channel(self, renamed: ChannelRenamed) -> None:
        """Save a channel's new name. Never raises."""
        self._channels.rename(renamed.tenant, renamed.channel, renamed.name)
        tenant = name_of(renamed.tenant)
        change = partial(
            channel_news.renamed, tenant=tenant, external=renamed.channel, name=renamed.name
        )
        try:
            await self._conversation.save(tenant, change, self._clock.now())
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log.error("a channel's new name could not be stored", because=reason(error))

    async def _give_file(self, incoming: TeamsRequest, name: str, content: bytes) -> bool:
        """Offer a file to the person in their own chat. Return False if that is not possible."""
        try:
            to = (
                incoming.address
                if incoming.place is None
                else await self._directory.address(incoming.who)
            )
            person_id = await self._directory.row_id(incoming.who)
            if to is None or person_id is None:
                return False
            await self._api.post(to, name, self._offers.offer(person_id, name, content))
        except TeamsCallError as error:
            log.warning("a file could not be offered", because=error.code)
            return False
        return True

    async def take_file_answer(self, answer: OfferAnswer) -> None:
        """Upload a file if the person accepted it, and show it in the chat. Never raises.

        If the file can't be uploaded, say so.
        """
        try:
            match await self._offers.take(answer, await self._directory.row_id(answer.who)):
                case str(words):
                    await self._posts.send(answer.address, sentence(words))
                case dict() as attached:
                    await self._api.post(answer.address, attached["name"], attached)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log.error("a file could not be given", because=reason(error), places=places(error))

    async def _press(self, incoming: TeamsRequest) -> Json | None:
        """Find the response to a press, or say that the answer will come later."""
        if not self._tenants.admits(incoming.who.tenant):
            return text_response(incoming, not_set_up(incoming.who.tenant))
        incoming = self._answers.completed(incoming)
        work = asyncio.ensure_future(self._find_reply(incoming))
        is_menu = incoming.place == ELSEWHERE
        time_limit = min(self._time_limit, MENU_TIME_LIMIT) if is_menu else self._time_limit
        done, _ = await asyncio.wait([work], timeout=time_limit)
        if not done:
            self._background.start(self._send_late(incoming, work))
            return text_response(incoming, await self._slow_menu(incoming) if is_menu else SLOW)
        display = await self._show(incoming, work.result())
        self._background.start(self._posts.show(incoming, display))
        return display.body

    async def _slow_menu(self, incoming: TeamsRequest) -> str:
        """Say that the answer will be in the person's chat with us.

        Without such a chat, ask the person to write to us first.
        """
        has_chat = await self._directory.address(incoming.who)
        return SLOW_MENU if has_chat else WRITE_FIRST

    async def _send_late(
        self, incoming: TeamsRequest, work: "asyncio.Future[Reply | None]"
    ) -> None:
        await self._finish(replace(incoming, via="message"), await work)

    async def _finish(
        self, incoming: TeamsRequest, reply: Reply | None, progress_id: str = ""
    ) -> None:
        """Show the reply.

        `progress_id` is the id of the message that says that a file is being read, or "". If the
        reply would be a new message, it replaces the message `progress_id` instead.
        """
        if reply is None:
            return
        display = await self._show(incoming, reply)
        if (
            progress_id
            and display.below
            and await self._posts.replace(incoming, progress_id, display.below)
        ):
            display = replace(display, below=None)
        await self._posts.show(incoming, display)

    async def _find_reply(
        self, incoming: TeamsRequest, show_wait: Callable[[], None] = lambda: None
    ) -> Reply | None:
        return await reply_or_refusal(incoming, self._reply(incoming, show_wait))

    async def _reply(self, incoming: TeamsRequest, show_wait: Callable[[], None]) -> Reply | None:
        """Look up the person, and let the features answer."""
        sender = await self._directory.sender(incoming.who, shared_conversation(incoming))
        await self._tenants.save_service(incoming.who.tenant, incoming.address.service)
        if incoming.place is None and self._conversation.admits(sender):
            await self._save_address(incoming, sender)
            # The person may be erased before the features answer. In that case, the person gets a
            # new row, and the new row needs the address.
            sender = replace(sender, address=incoming.address.pack())
        means, name, text = incoming.means, incoming.name, incoming.text
        if means is Means.COMMAND:
            means, name, text = self._understood(text)
        place = await self._channels.with_name(self._answers.place(incoming), incoming)
        message = "" if incoming.place else incoming.pressed_message
        file = self._files.shared(incoming.files[0]) if incoming.files else None
        request = Request(
            incoming.id,
            sender,
            means,
            name,
            text,
            incoming.fields,
            place,
            message,
            file,
            greets=incoming.place is None,  # in a channel, the person may miss the welcome
            show_wait=show_wait,
            give_file=partial(self._give_file, incoming),
        )
        reply = await self._conversation.answer(request, self._clock.now())
        return (
            with_answers_below(reply)
            if means is Means.SCREEN and isinstance(reply, Card)
            else reply
        )

    async def _save_address(self, incoming: TeamsRequest, sender: Sender) -> None:
        """Store a person's address.

        If we assume a time zone for the person, say so at the person's first command since this
        process started.
        """
        await self._directory.save_address(sender, incoming.address)
        if incoming.means is Means.COMMAND and await self._directory.claim_zone_announcement(
            incoming.who
        ):
            try:
                await self._posts.send(incoming.address, sentence(ASSUMED_ZONE))
            except TeamsCallError as error:
                log.warning("the assumed zone could not be announced", because=error.code)

    def _understood(self, text: str) -> tuple[Means, str, str]:
        """Find the command in a text. Teams has no Home tab, so people type `home`."""
        registry = self._conversation.registry
        if text.lower().removeprefix("/") == HOME and registry.find(Means.SCREEN, HOME):
            return Means.SCREEN, HOME, ""
        return Means.COMMAND, *registry.understood(text)

    async def _show(self, incoming: TeamsRequest, reply: Reply | None) -> Display:
        """Show a reply. If that fails, say so in a sentence."""
        try:
            return await self._answers.show(incoming, reply)
        except Exception as error:  # noqa: BLE001 - the person always gets an answer
            log_failure("an answer could not be made", incoming, error)
            return Display(text_response(incoming, CANNOT_SHOW))
