"""From a request to its answer: who asks, what is the reply, where is it shown?"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.answering import log_failure, reason, reply_or_refusal, sentence
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.teams.address import Address
from bot.teams.answers import Answers, CardPost, Shown, page, told
from bot.teams.api import Api, ApiError
from bot.teams.channels import Channels
from bot.teams.directory import UNTOLD_ZONE, WRITE_FIRST, Directory
from bot.teams.reader import ELSEWHERE, Arrived, IncomingRequest, Left
from bot.teams.renderer import card as rendered
from handlers.cards import Card, Note, Paragraph, Reply, Strong, spans
from handlers.conversation import Conversation
from handlers.failures import places
from handlers.registry import Means, Request, Sender

log = structlog.get_logger()

PRESSES = 500  # remembered, so that a repeat gets the same answer
HOME = "home"
MENU_PATIENCE = 3.0  # seconds; Teams waits five for an entry of its own menus
AT_ONCE = 1.0  # seconds before we show that we are typing
WORTH_WAITING = timedelta(seconds=10)  # if Teams' rate limit delays an answer

SLOW = "This takes longer than usual. The answer comes below."
SLOW_MENU = "This takes longer than usual. The answer comes in our own chat."
ASSUMED_ZONE = (
    f"I'm assuming {UNTOLD_ZONE} for your times, because Teams did not tell me your time zone. "
    "rhythm changes it."
)
UNSHOWN = "That is done, but the answer cannot be shown here."
HELLO = Card(
    "When is your next call?",
    (
        Paragraph(spans("When is your next call? Tell me like this:")),
        Paragraph(spans(Strong("prep Northwind tomorrow 3pm"))),
        Note(spans("home shows all at a glance. Any other word shows what you can ask for.")),
    ),
)


class Talk:
    """Answers requests.

    `patience` is how many seconds `take_in` may take; `at_once` is how many seconds an answer to a
    message may take before we show that we are typing.
    """

    def __init__(
        self,
        api: Api,
        conversation: Conversation,
        directory: Directory,
        clock: Clock,
        background: Background,
        *,
        patience: float,
        at_once: float = AT_ONCE,
    ) -> None:
        self._api = api
        self._answers = Answers()
        self._channels = Channels(api)
        self._conversation = conversation
        self._directory = directory
        self._clock = clock
        self._background = background
        self._patience = patience
        self._at_once = at_once
        self._presses: Recent[str, asyncio.Future[Json | None]] = Recent(PRESSES)

    async def answer(self, asked: IncomingRequest) -> None:
        """Find the reply and send it. Never raises, because nobody waits for it any more."""
        asked = self._answers.completed(asked)
        work = asyncio.ensure_future(self._find_reply(asked))
        if asked.place is None and asked.means is Means.COMMAND:
            await self._show_typing(asked, work)
        await self._finish(asked, await work)

    async def _show_typing(
        self, asked: IncomingRequest, work: "asyncio.Future[Reply | None]"
    ) -> None:
        """Show that we are typing, unless the work is done within `at_once`."""
        done, _ = await asyncio.wait([work], timeout=self._at_once)
        if done:
            return
        try:
            await self._api.type(asked.address)
        except ApiError as error:
            log.info("typing is not shown", because=error.code)

    async def take_in(self, asked: IncomingRequest) -> Json | None:
        """The response to a press, before Teams gives up waiting. Never raises.

        Work that takes too long is still finished, and its result is posted below. A repeat has no
        second effect: it gets the answer of the first press.
        """
        press = self._presses.get(asked.id)
        if press is None:
            press = self._presses[asked.id] = asyncio.ensure_future(self._press(asked))
        return await asyncio.shield(press)

    async def welcome(self, arrived: Arrived) -> None:
        """Greet a person who installed Attune. Never raises."""
        try:
            sender = await self._directory.sender(arrived.who, arrived.address)
            if not self._conversation.admits(sender):
                return
            if await self._directory.meet(sender, arrived.address):
                await self._send(arrived.address, HELLO)
        except Exception as error:  # noqa: BLE001 - nobody is left to be told
            log.error("no greeting", because=reason(error), places=places(error))

    async def part(self, left: Left) -> None:
        """Send nothing more to a person who removed Attune. Never raises."""
        try:
            await self._directory.lose(left.who)
        except Exception as error:  # noqa: BLE001 - nobody is left to be told
            log.error("no goodbye", because=reason(error), places=places(error))

    async def _press(self, asked: IncomingRequest) -> Json | None:
        asked = self._answers.completed(asked)
        work = asyncio.ensure_future(self._find_reply(asked))
        is_menu = asked.place == ELSEWHERE
        patience = min(self._patience, MENU_PATIENCE) if is_menu else self._patience
        done, _ = await asyncio.wait([work], timeout=patience)
        if not done:
            self._background.start(self._say_late(asked, work))
            return told(asked, SLOW_MENU if is_menu else SLOW)
        shown = await self._show(asked, work.result())
        self._background.start(self._say(asked, shown))
        return shown.body

    async def _say_late(self, asked: IncomingRequest, work: "asyncio.Future[Reply | None]") -> None:
        await self._finish(replace(asked, way="message"), await work)

    async def _finish(self, asked: IncomingRequest, reply: Reply | None) -> None:
        if reply is not None:
            await self._say(asked, await self._show(asked, reply))

    async def _find_reply(self, asked: IncomingRequest) -> Reply | None:
        return await reply_or_refusal(asked, self._reply(asked))

    async def _reply(self, asked: IncomingRequest) -> Reply | None:
        sender = await self._directory.sender(asked.who, _shared(asked))
        await self._directory.reached_at(asked.who, asked.address.service)
        if asked.place is None and self._conversation.admits(sender):
            await self._meet(asked, sender)
        means, name, text = asked.means, asked.name, asked.text
        if means is Means.COMMAND:
            means, name, text = self._understood(text)
        place = await self._channels.named(self._answers.place(asked), asked)
        request = Request(asked.id, sender, means, name, text, asked.fields, place)
        reply = await self._conversation.answer(request, self._clock.now())
        return page(reply) if means is Means.SCREEN and isinstance(reply, Card) else reply

    async def _meet(self, asked: IncomingRequest, sender: Sender) -> None:
        """Store their address; if Teams does not tell their time zone, say which one we assume."""
        await self._directory.meet(sender, asked.address)
        if asked.means is Means.COMMAND and await self._directory.assumes_zone(asked.who):
            try:
                await self._send(asked.address, sentence(ASSUMED_ZONE))
            except ApiError as error:
                log.warning("the zone that is assumed is not told", because=error.code)

    def _understood(self, text: str) -> tuple[Means, str, str]:
        """The command in a message. Teams has no Home tab, so `home` is a word to type."""
        registry = self._conversation.registry
        if text.lower().removeprefix("/") == HOME and registry.find(Means.SCREEN, HOME):
            return Means.SCREEN, HOME, ""
        return Means.COMMAND, *registry.understood(text)

    async def _show(self, asked: IncomingRequest, reply: Reply | None) -> Shown:
        try:
            return await self._answers.show(asked, reply)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, something is said
            log_failure("an answer could not be made", asked, error)
            return Shown(told(asked, UNSHOWN))

    async def _say(self, asked: IncomingRequest, shown: Shown) -> None:
        try:
            if shown.below:
                await self._say_below(asked, shown.below)
            if shown.instead:
                post, said = shown.instead
                await self._api.replace(post, said.summary, said.card)
        except Exception as error:  # noqa: BLE001 - nobody is left to be told
            log_failure("an answer could not be shown", asked, error)

    async def _say_below(self, asked: IncomingRequest, said: CardPost) -> None:
        to = asked.address if asked.place is None else await self._directory.address(asked.who)
        if to is None:
            await self._say_among_others(asked, said)
            return
        try:
            await self._api.send(to, said.summary, said.card)
        except ApiError as error:
            if error.wait is None or error.wait > WORTH_WAITING:
                raise
            await asyncio.sleep(error.wait.total_seconds())
            await self._api.send(to, said.summary, said.card)

    async def _say_among_others(self, asked: IncomingRequest, said: CardPost) -> None:
        """Answer in the channel, because we have no chat with them. Raises ApiError or Stranger."""
        if asked.place == ELSEWHERE:
            return
        sender = await self._directory.sender(asked.who, _shared(asked))
        if self._conversation.admits(sender):
            await self._send(asked.address, sentence(WRITE_FIRST))
        elif asked.way == "message":  # a press was already answered next to its card
            await self._api.send(asked.address, said.summary, said.card)

    async def _send(self, to: Address, card: Card) -> None:
        await self._api.send(to, card.summary, rendered(card, nonce=""))


def _shared(asked: IncomingRequest) -> Address | None:
    """A conversation that they and we are in: for a channel, its team, which has the members."""
    if asked.place == ELSEWHERE:
        return None
    return replace(asked.address, conversation=asked.team or asked.address.conversation)
