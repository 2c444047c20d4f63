"""Answer a request: look up the person, find the reply, and show it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog

from bot.base.background import Background
from bot.base.clock import Clock
from bot.platform.answering import Stranger, log_failure, reason, reply_or_refusal, sentence
from bot.platform.files import MAX_FILES, READING, TOO_MANY
from bot.platform.payload import Json, maybe
from bot.slack import late_forms
from bot.slack.admin_notice import AdminNotice
from bot.slack.answers import SEND_TO_DM, SlackAnswers, modal
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.channels import ChannelLookup
from bot.slack.directory import SlackDirectory
from bot.slack.files import SlackFiles
from bot.slack.payload import with_names
from bot.slack.pictures import Pictures
from bot.slack.prefix import Prefix
from bot.slack.request import SlackRequest, file_requests
from handlers.cards import Aside, Card, Form, Problems, Reply
from handlers.conversation import Conversation
from handlers.failures import places
from handlers.features.marketing.subscriptions import sets_up_posts
from handlers.request import Means, Request

log = structlog.get_logger()

SLOW_WAIT = 1.0  # seconds that a form may stay open once we know that the work is slow
# Seconds until Slack shows our answer to a form. Only then can we replace the form.
FORM_SHOWN_AFTER = 1.0
IN_A_CHANNEL = (
    "Message me directly, or type a command such as /prep here. Only you will see my answer."
)
CUT_OFF = (
    "Slack cuts a message off at 4,000 characters, so the end may be missing. Drop the transcript "
    "here as a file instead."
)
NAMES_LOOKED_UP = 5  # how many names we look up for one message


@dataclass(frozen=True)
class LateReply:
    """The reply to a form, if the reply is not ready yet."""

    work: "asyncio.Future[Reply | None]"


class SlackTalk:
    """Answers requests. `reply_in_time` waits at most `time_limit` seconds."""

    def __init__(
        self,
        api: SlackApi,
        pictures: Pictures,
        conversation: Conversation,
        clock: Clock,
        *,
        prefix: Prefix,
        background: Background,
        time_limit: float,
        notice: AdminNotice | None = None,
    ) -> None:
        self.directory = SlackDirectory(api, clock)
        self.channels = ChannelLookup(api)
        self._api = api
        self._files = SlackFiles(api)
        self._answers = SlackAnswers(
            api, pictures, self.directory, self._home, notice, note=self._note_shown
        )
        self._conversation = conversation
        self._clock = clock
        self._prefix = prefix
        self._background = background
        self._time_limit = time_limit

    async def answer(self, incoming: SlackRequest) -> None:
        """Find the reply and show it. Never raises."""
        if incoming.means is Means.BUTTON and incoming.name == SEND_TO_DM:
            await self._send_to_dm(incoming)
            return
        if form := self._answers.late_form(incoming):
            await self.show(incoming, form)
            return
        for each in self._parts(incoming):
            await self._answer_part(each)
        if len(incoming.files) > MAX_FILES and not incoming.place:
            await self.show(incoming, Aside(sentence(TOO_MANY)))

    async def _answer_part(self, incoming: SlackRequest) -> None:
        """Answer one of the requests from `_parts`.

        While we read a file, show the message `READING`. The answer replaces this message.
        """
        progress: list[asyncio.Task[str]] = []

        def show_wait() -> None:
            progress.append(
                asyncio.create_task(self._answers.post_progress(incoming, sentence(READING)))
            )

        reply = await self._find_reply(incoming, show_wait)
        shown_at = await progress[0] if progress else ""
        await self.show(replace(incoming, progress=shown_at), reply)

    def _parts(self, incoming: SlackRequest) -> Iterator[SlackRequest]:
        """Yield a request for the text of a message, and one for each file, up to MAX_FILES.

        If there are files and the text needs no answer of its own, skip the text. In a channel,
        yield a request only for the first file: we read no files there, and one answer is enough.
        """
        if not incoming.files or self._conversation.registry.needs_answer(incoming.text):
            yield replace(incoming, files=())
        yield from file_requests(incoming, 1 if incoming.place else MAX_FILES)

    async def reply_in_time(self, incoming: SlackRequest) -> Reply | LateReply | None:
        """Return the reply to a form, or a `LateReply` if the reply is not ready in time.

        Slack can show a problem at its field only if the reply is in time. `show_late` waits for a
        `LateReply`. Once a feature says that its work is slow, we wait at most `SLOW_WAIT` more.
        Never raises.
        """
        slow = asyncio.Event()
        work = asyncio.ensure_future(self._find_reply(incoming, slow.set))
        told_slow = asyncio.ensure_future(slow.wait())
        try:
            async with asyncio.timeout(self._time_limit):
                await asyncio.wait([work, told_slow], return_when=asyncio.FIRST_COMPLETED)
                await asyncio.wait([work], timeout=SLOW_WAIT)
        except TimeoutError:
            pass
        finally:
            told_slow.cancel()
        return work.result() if work.done() else LateReply(work)

    async def show_late(self, incoming: SlackRequest, late: LateReply, view: Json) -> None:
        """Wait for the reply to a form, and show it. Never raises.

        While we wait, Slack shows that we are working. `view` is the form as it was submitted. If
        there is a problem, the person gets the form back, with what was typed.
        """
        reply, _ = await asyncio.gather(late.work, asyncio.sleep(FORM_SHOWN_AFTER))
        match reply:
            case Problems(fields):
                problem = " ".join(fields.values())
                if not await self._replace_form(view, late_forms.returned_form(view, problem)):
                    await self.show(incoming, Aside(sentence(f"{problem} {late_forms.CLOSED}")))
            case Form():
                if not await self._replace_form(view, modal(incoming, reply)):
                    await self.show(incoming, Aside(sentence(late_forms.CLOSED)))
            case _:
                await self.show(incoming, reply)
                await self._replace_form(view, late_forms.message_page(view, late_forms.DONE))

    async def _replace_form(self, view: Json, by: Json) -> bool:
        """Replace an open form. Return False if that fails, for example if the form is closed."""
        try:
            await self._api.ask(self._api.client.views_update(view_id=maybe(view, "id"), view=by))
        except Exception as error:  # noqa: BLE001 - the person gets a message instead
            log.info("a form could not be replaced", because=reason(error))
            return False
        return True

    async def show(self, incoming: SlackRequest, reply: Reply | None) -> None:
        """Show a reply where the request was made. Never raises."""
        try:
            await self._answers.show(incoming, reply)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log_failure("an answer could not be shown", incoming, error)

    async def tell(self, user: str, card: Card) -> None:
        """Send a person a card that they did not ask for. Never raises."""
        try:
            await self._answers.send(user, self._prefix.shown(card))
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log.error("a card could not be sent", because=reason(error), places=places(error))

    async def _send_to_dm(self, incoming: SlackRequest) -> None:
        try:
            await self._answers.send_to_dm(incoming)
        except Exception as error:  # noqa: BLE001 - this runs in the background
            log_failure("an answer could not be sent to direct messages", incoming, error)

    async def _note_shown(self, user: str, message: str, card: Card, is_new: bool) -> None:
        """Record which card a message shows. Never raises: the person has the answer already."""
        try:
            who = f"slack:{await self.directory.team()}", user
            await self._conversation.note_shown(
                who, message, card, self._clock.now(), is_new=is_new
            )
        except Exception as error:  # noqa: BLE001 - the answer itself is there
            log.error("a shown card was not recorded", because=reason(error), places=places(error))

    async def _find_reply(
        self, incoming: SlackRequest, show_wait: Callable[[], None] = lambda: None
    ) -> Reply | None:
        return await reply_or_refusal(incoming, self._prefixed_reply(incoming, show_wait))

    async def _prefixed_reply(
        self, incoming: SlackRequest, show_wait: Callable[[], None]
    ) -> Reply | None:
        return self._prefix.shown(await self._reply(incoming, show_wait))

    async def _reply(self, incoming: SlackRequest, show_wait: Callable[[], None]) -> Reply | None:
        """Look up the person and the names in the text, and let the features answer."""
        sender = await self.directory.sender(incoming.user, incoming.team)
        name, text = incoming.name, incoming.text
        if incoming.mentioned:
            text = with_names(text, await self._names(incoming.mentioned[:NAMES_LOOKED_UP]))
        if incoming.means is Means.COMMAND and not name:
            name, text = self._conversation.registry.understood(text)
            if not name and incoming.place:
                return Aside(sentence(IN_A_CHANNEL))
        place = incoming.place
        if place and sets_up_posts(incoming.means, name, text):
            place = await self.channels.placed(place)
        request = Request(
            incoming.id,
            sender,
            incoming.means,
            name,
            text,
            incoming.fields,
            place,
            incoming.message,
            file=await self._files.shared(incoming.files[0]) if incoming.files else None,
            give_file=partial(self._give_file, incoming.user),
            show_wait=show_wait,
        )
        if incoming.cut_off and self._conversation.registry.is_pasted_file(request):
            return Aside(sentence(CUT_OFF))
        return await self._conversation.answer(request, self._clock.now())

    async def _give_file(self, user: str, name: str, content: bytes) -> bool:
        """Post a file in our direct messages with the person. Return False if that fails."""
        try:
            dm = await self.directory.dm(user)
            await self._api.upload(content, name, channel=dm)
        except SlackCallError as error:
            log.warning("a file could not be given to a person", because=error.code)
            return False
        return True

    async def _names(self, people: Sequence[str]) -> dict[str, str]:
        return {user: await self.directory.name(user) or "someone" for user in people}

    async def _home(self, incoming: SlackRequest) -> Card | None:
        """Return the card of the person's Home tab, or None for a stranger, such as a bot."""
        try:
            sender = await self.directory.sender(incoming.user, incoming.team)
        except Stranger:  # the Home tab then shows only the refusal
            return None
        request = Request(f"{incoming.id}:home", sender, Means.SCREEN, "home")
        reply = await self._conversation.answer(request, self._clock.now())
        return self._prefix.shown(reply) if isinstance(reply, Card) else None
