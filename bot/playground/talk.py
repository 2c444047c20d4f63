"""Handle a persona's actions. The result is posts, a card, a form, or problems in a form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import assert_never
from uuid import uuid4

from bot.base.clock import Clock
from bot.platform.files import check
from bot.playground.demo import TENANT, Persona
from bot.playground.event_bus import EventBus, PostsDeleted, PostShown
from bot.playground.given_files import GivenFiles
from bot.playground.places import (
    ATTUNE,
    CHANNELS,
    HOME,
    PLACES,
    channel,
    direct,
    sees,
    stored_place,
)
from bot.playground.reader import BadRequest, FileDrop, Open, Press, Say, Submit
from bot.playground.renderer import card_html, said_html
from handlers.cards import Aside, Card, CardWithUpdates, Form, Problems, Reply, as_stored
from handlers.conversation import Conversation
from handlers.features.fields import whole_number
from handlers.request import Means, Request, Sender, SharedFile
from handlers.sources.calendars.calendar_addresses import without_secrets
from handlers.typed.marketing.subscription_said import subscribed_words
from storage import playground
from storage.conversation import handled_requests
from storage.database.connection import Database, empty_log_after_commit
from storage.tables import PlaygroundPost

MENTION = "@attune"


@dataclass(frozen=True)
class ActionResult:
    """The result of an action. All fields are empty if the action is repeated or shows nothing."""

    posts: tuple[PlaygroundPost, ...] = ()
    form: Form | None = None
    problems: Mapping[str, str] | None = None
    answer: Card | None = None  # shown on Home, above the Home card


class PlaygroundTalk:
    """The conversation behind the page.

    It passes each action of a persona on to Attune, and turns Attune's reply into a result. An
    action raises BadRequest if its place or post does not exist, or if the persona may not see the
    post.
    """

    def __init__(
        self,
        database: Database,
        conversation: Conversation,
        clock: Clock,
        bus: EventBus,
        given: GivenFiles,
    ) -> None:
        self._database = database
        self._conversation = conversation
        self._clock = clock
        self._bus = bus
        self._given = given

    async def say(self, who: Persona, message: Say) -> ActionResult:
        """Post what the persona typed, and answer with a post or a form.

        In a channel, Attune answers only commands, text to “@Attune”, lines that subscribe the
        channel, and pasted transcripts. If Attune answers a text, only this persona sees the text
        and the answer. If not, everybody sees the text.
        """
        place = _place(who, message.place)
        name, rest = self._conversation.registry.understood(_without_mention(message.text))
        request = Request(message.id, sender(who), Means.COMMAND, name, rest, place=channel(place))
        is_file = self._conversation.registry.is_pasted_file(request)
        shown = _pasted(rest) if is_file else without_secrets(message.text)
        if place in CHANNELS and not (is_file or _is_to_attune(message.text)):
            own_post = _post(place, "", who.id, said_html(shown), self._clock.now())
            return await self._post_once(message.id, own_post)
        return await self._post_and_answer(who, place, shown, request)

    async def drop(self, who: Persona, drop: FileDrop, content: bytes) -> ActionResult:
        """Post the name and size of a shared file, and then Attune's answer."""

        async def fetch() -> bytes:
            check(drop.name)
            return content

        place = _place(who, drop.place)
        request = Request(drop.id, sender(who), Means.FILE, "", place=channel(place))
        file = SharedFile(drop.name, fetch)
        shown = f"{drop.name}, {_size(len(content))}"
        return await self._post_and_answer(who, place, shown, replace(request, file=file))

    async def _post_and_answer(
        self, who: Persona, place: str, shown: str, request: Request
    ) -> ActionResult:
        """Post what the persona did, and then Attune's answer.

        A retry adds no second post of what the persona did. In a channel, both posts are visible
        only to the persona.
        """
        now = self._clock.now()
        audience = who.id if place in CHANNELS else ""
        own_post = _post(place, audience, who.id, said_html(shown), now)
        own_result = await self._post_once(f"said-{request.id}", own_post)
        reply = await self._reply(request, now)
        return _joined(own_result, await self._show_reply(who, reply, place, audience, None))

    async def press(self, who: Persona, press: Press) -> ActionResult:
        """Answer when a button is pressed."""
        request = Request(press.id, sender(who), Means.BUTTON, press.action, press.value)
        return await self._ask(who, press, request)

    async def ask(self, who: Persona, question: Card) -> ActionResult:
        """Post a question that the playground asks in the persona's direct messages."""
        return await self._add(stored_place(who.id, ATTUNE), "", question)

    async def replace(self, who: Persona, press: Press, answer: Card) -> ActionResult:
        """Replace the message that `ask` posted, after its button was pressed."""
        post = await self._visible_post(who, press.post)
        return await self._replace_or_add(stored_place(who.id, ATTUNE), "", answer, post)

    async def submit(self, who: Persona, form: Submit) -> ActionResult:
        """Answer a submitted form."""
        request = Request(form.id, sender(who), Means.FORM, form.form, form.subject, form.fields)
        return await self._ask(who, form, request)

    async def open(self, who: Persona, entry: Open) -> ActionResult:
        """Answer when a menu entry is chosen."""
        request = Request(entry.id, sender(who), Means.SHORTCUT, entry.name, entry.text)
        return await self._ask(who, entry, request)

    async def home(self, who: Persona) -> Card | None:
        """Return the Home page of a persona, or None if Attune has none to show."""
        if self._conversation.registry.find(Means.SCREEN, "home") is None:
            return None
        request = Request(str(uuid4()), sender(who), Means.SCREEN, "home")
        match await self._conversation.answer(request, self._clock.now()):
            case Card() as card:
                return card
            case Aside(card):
                return card
            case _:
                return None

    async def _ask(
        self, who: Persona, action: Press | Submit | Open, request: Request
    ) -> ActionResult:
        """Pass a press, a submitted form or a chosen menu entry on to Attune. Show the reply."""
        if action.place == HOME and action.post is None:
            return _shown_on_home(await self._reply(request, self._clock.now()))
        post = await self._visible_post(who, action.post)
        place = post.place if post else _place(who, action.place)
        on = post or await self._visible_post(who, action.on if isinstance(action, Press) else None)
        message = str(on.id) if on and on.place not in CHANNELS else ""
        asked = replace(request, place=channel(place), message=message)
        reply = await self._reply(asked, self._clock.now())
        # The answer replaces neither a person's post, nor the message whose menu the persona used.
        stays = request.means is Means.SHORTCUT or (post is not None and post.author != ATTUNE)
        changed = None if stays else post
        audience = who.id if place in CHANNELS else ""
        return await self._show_reply(who, reply, place, audience, changed)

    async def _reply(self, request: Request, now: datetime) -> Reply | None:
        """Return Attune's reply to a request."""
        give = partial(self._give_file, request.sender.external)
        asked = replace(request, takes_calendar_files=True, give_file=give)
        return await self._conversation.answer(asked, now)

    async def _give_file(self, who: str, name: str, content: bytes) -> bool:
        """Post a link to a file in a persona's direct messages."""
        now, link = self._clock.now(), str(self._given.add(name, content))
        post = _post(direct(who), "", ATTUNE, link, now)
        async with self._database.write() as session:
            await playground.add(session, post)
        self._publish((post,), new=True)
        return True

    async def _visible_post(self, who: Persona, post_id: int | None) -> PlaygroundPost | None:
        """Return the post with this id. Raises BadRequest if the persona may not see it."""
        if post_id is None:
            return None
        async with self._database.read() as session:
            post = await playground.by_id(session, TENANT, post_id)
        if post is None or not sees(who.id, post):
            raise BadRequest("That message is no longer here.", 404)
        return post

    async def _show_reply(
        self,
        who: Persona,
        reply: Reply | None,
        place: str,
        audience: str,
        post: PlaygroundPost | None,
    ) -> ActionResult:
        """Show a reply. In direct messages, also note what its card shows (see `note_shown`).

        A card replaces `post`. If `post` is None, the card becomes a new post. An aside is a short
        answer below a card, and always becomes a new post.
        """
        result = await self._post_reply(reply, place, audience, post)
        card = reply.card if isinstance(reply, Aside | CardWithUpdates) else reply
        if isinstance(card, Card) and result.posts and place not in CHANNELS:
            message = str(result.posts[-1].id)
            now = self._clock.now()
            is_new = post is None or message != str(post.id)
            await self._conversation.note_shown((TENANT, who.id), message, card, now, is_new=is_new)
        return result

    async def _post_reply(
        self, reply: Reply | None, place: str, audience: str, post: PlaygroundPost | None
    ) -> ActionResult:
        """Post a reply, or return it if it is a form or a list of problems."""
        match reply:
            case None:
                return ActionResult()
            case Form():
                return ActionResult(form=reply)
            case Problems(fields):
                return ActionResult(problems=fields)
            case Card():
                return await self._replace_or_add(place, audience, reply, post)
            case Aside(card):
                return await self._add(place, audience, card)
            case CardWithUpdates(card, _, above):
                replaced = ActionResult()
                for message in await self._earlier_posts(place, reply):
                    earlier = await self._replace_earlier(place, message, above)
                    replaced = _joined(replaced, earlier)
                return _joined(replaced, await self._replace_or_add(place, audience, card, post))
            case _:
                assert_never(reply)

    async def _earlier_posts(self, place: str, reply: CardWithUpdates) -> list[str]:
        """Return the ids of the posts to replace with `reply.above` (see `CardWithUpdates`)."""
        async with self._database.read() as session:
            found = await playground.with_any_text(session, TENANT, place, ATTUNE, reply.carrying)
        return list(dict.fromkeys([*reply.messages, *map(str, found)]))

    async def _replace_earlier(self, place: str, message: str, card: Card) -> ActionResult:
        """Replace an earlier post with the card.

        Do so only if the post is Attune's and in this place, and if the place is not a channel.
        """
        async with self._database.read() as session:
            post = await playground.by_id(session, TENANT, whole_number(message))
        if post is None or post.place != place or place in CHANNELS or post.author != ATTUNE:
            return ActionResult()
        return await self._replace(post.id, card)

    async def _replace_or_add(
        self, place: str, audience: str, card: Card, post: PlaygroundPost | None
    ) -> ActionResult:
        """Replace the post with the card. Add a new post if `post` is None or was deleted."""
        if post is not None:
            if (replaced := await self._replace(post.id, card)).posts:
                return replaced
            self._bus.publish(PostsDeleted())
        return await self._add(place, audience, card)

    async def _add(self, place: str, audience: str, card: Card) -> ActionResult:
        """Add a post of Attune's with a card."""
        stored = _post(place, audience, ATTUNE, _stored(card), self._clock.now())
        async with self._database.write() as session:
            await playground.add(session, stored)
        return self._publish((_shown_once(stored, card),), new=True)

    async def _replace(self, post_id: int, card: Card) -> ActionResult:
        """Show another card in a post. The result is empty if the post is gone."""
        async with self._database.write() as session:
            post = await playground.change(session, TENANT, post_id, _stored(card))
            empty_log_after_commit(session)
        return self._publish((_shown_once(post, card),) if post else (), new=False)

    async def _post_once(self, key: str, *posts: PlaygroundPost) -> ActionResult:
        """Add posts, unless the request with this key was handled before."""
        async with self._database.write() as session:
            if not await handled_requests.first_time(session, TENANT, key, self._clock.now()):
                return ActionResult()
            for post in posts:
                await playground.add(session, post)
        return self._publish(posts, new=True)

    def _publish(self, posts: tuple[PlaygroundPost, ...], *, new: bool) -> ActionResult:
        for post in posts:
            self._bus.publish(PostShown(post, new))
        return ActionResult(posts)


def _pasted(words: str) -> str:
    """Return the text to post instead of a pasted transcript, which is not stored."""
    return f"A transcript, {len(words.split()):,} words"


def _size(count: int) -> str:
    if count < 1_000:
        return f"{count} bytes"
    return f"{count / 1_000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _shown_on_home(reply: Reply | None) -> ActionResult:
    """Return the result of an action on Home, where a card is shown above the Home card."""
    match reply:
        case None:
            return ActionResult()
        case Form():
            return ActionResult(form=reply)
        case Problems(fields):
            return ActionResult(problems=fields)
        case Card():
            return ActionResult(answer=reply)
        case Aside(card) | CardWithUpdates(card):
            return ActionResult(answer=card)
        case _:
            assert_never(reply)


def sender(who: Persona) -> Sender:
    return Sender(TENANT, who.id, who.name, who.zone)


def _place(who: Persona, shown: str) -> str:
    if shown not in PLACES:
        raise BadRequest("There is no such place in the playground.", 404)
    return stored_place(who.id, shown)


def _post(place: str, audience: str, author: str, html: str, now: datetime) -> PlaygroundPost:
    return PlaygroundPost(
        tenant=TENANT, place=place, audience=audience, author=author, html=html, said_at=now
    )


def _stored(card: Card) -> str:
    return str(card_html(as_stored(card)))


def _shown_once(stored: PlaygroundPost, card: Card) -> PlaygroundPost:
    """Return the post as the page shows it now, including text that is not stored."""
    return PlaygroundPost(**stored.model_dump() | {"html": str(card_html(card))})


def _joined(first: ActionResult, then: ActionResult) -> ActionResult:
    return ActionResult((*first.posts, *then.posts), then.form, then.problems)


def _without_mention(text: str) -> str:
    """Leave out “@Attune” at the start, as Slack and Teams do."""
    return text[len(MENTION) :].lstrip(" ,:") if text.casefold().startswith(MENTION) else text


def _is_to_attune(text: str) -> bool:
    """Check whether text in a channel is a command, is to “@Attune”, or subscribes the channel."""
    to_us = text.startswith("/") or text.casefold().startswith(MENTION)
    return to_us or subscribed_words(text) is not None
