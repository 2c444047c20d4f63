"""Decide how to show a reply: in place of the pressed card, below it, or in a dialog.

A reply that is a `Card` replaces the pressed card. But the pressed card stays if the button has
`beside`, or if the pressed card is a form and the button does not submit the form.

A form is a card with inputs. Outside a dialog, the form is posted below the card that opened it
(the opener), and the result replaces the form. If the result is a `Card`, the opener changes too,
unless the button that opened the form has `beside`:

- In a channel, the result replaces the opener.
- In the person's own chat, a line with the result's summary replaces the opener.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.platform.answering import sentence
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.teams import renderer
from bot.teams.address import PostedMessage
from bot.teams.api import CARD, attachment
from bot.teams.pictures import data_urls
from bot.teams.request import ELSEWHERE, TeamsRequest
from handlers.cards import (
    Aside,
    Card,
    CardWithUpdates,
    Form,
    Note,
    Preformatted,
    Problems,
    Reply,
    card_saying,
    spans,
)
from handlers.request import Means, Place

CARDS = 1_000  # how many cards' contexts we remember
ALREADY_DONE = "That was already done."
CONTINUED_BELOW = "(continued below)"
TEXT_TYPE = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True)
class CardPost:
    """A card to post, and the summary that a lock screen shows.

    `made_of` is the card before we rendered it, or None for a form.
    """

    summary: str
    card: Json
    made_of: Card | None = None


@dataclass(frozen=True)
class Display:
    """How to show a reply.

    - `body` is the response to the request.
    - `below` is a card to post as a new message.
    - `replacements` are older messages, each with the card that replaces it.
    - `in_place` is the card that replaces the pressed card. `body` contains this card.
    """

    body: Json | None = None
    below: CardPost | None = None
    replacements: tuple[tuple[PostedMessage, CardPost], ...] = ()
    in_place: CardPost | None = None


@dataclass(frozen=True)
class CardContext:
    """What we remember about a card.

    `place` is the channel that the card is about. The other fields are for a form:

    - `form` is the form on the card.
    - `opener` is the card that opened the form, or None if that card stays as it is.
    - `opened_in_channel` says whether the form was opened in a channel.
    """

    place: Place | None
    form: Form | None = None
    opener: PostedMessage | None = None
    opened_in_channel: bool = False


NO_CONTEXT = CardContext(None)


class TeamsAnswers:
    """Decides how to show replies. `nonce` returns a new, unique name for each card."""

    def __init__(self, nonce: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self._nonce = nonce
        self._contexts: Recent[tuple[str, str], CardContext] = Recent(CARDS)  # by tenant and nonce

    def place(self, incoming: TeamsRequest) -> Place | None:
        """Return the channel that the pressed card is about.

        If the card is about no channel, return the channel in which the request was made, or None
        if it was made outside channels.
        """
        found = self._context(incoming).place or incoming.place
        return None if found == ELSEWHERE else found

    def completed(self, incoming: TeamsRequest) -> TeamsRequest:
        """Add the empty inputs of a submitted form, because Teams leaves them out.

        If we no longer remember the form, return the request unchanged.
        """
        form = self._context(incoming).form
        if form is None or not incoming.finishes_form:
            return incoming
        empty = {each.id: "" for each in form.inputs}
        return replace(incoming, fields={**empty, **incoming.fields})

    async def show(self, incoming: TeamsRequest, reply: Reply | None) -> Display:
        """Decide how to show a reply. `reply` is None if the request was repeated."""
        match reply:
            case None:
                return Display(text_response(incoming, ALREADY_DONE))
            case Form():
                return self._show_form(incoming, reply)
            case Card():
                display = await self._show_card(
                    incoming, reply, in_place=not self._card_stays(incoming)
                )
                replaced = await self._replacement(incoming, reply)
                return replace(display, replacements=(replaced,)) if replaced else display
            case Aside(card):
                # An aside is a short answer below the pressed card. The card stays, unless it is a
                # submitted form, which the aside replaces.
                return await self._show_card(incoming, card, in_place=incoming.finishes_form)
            case CardWithUpdates():
                return await self._show_with_updates(incoming, reply)
            case Problems(fields):
                return await self._show_problems(incoming, fields)
            case _:
                assert_never(reply)

    async def _show_with_updates(self, incoming: TeamsRequest, reply: CardWithUpdates) -> Display:
        """Show the card. Outside channels, also replace the messages that the reply updates."""
        in_place = not self._card_stays(incoming)
        display = await self._show_card(incoming, reply.card, in_place=in_place)
        if incoming.place is not None:
            return display  # the earlier messages are for everybody in the channel
        post = await self._render(incoming, reply.above)
        above = (PostedMessage(incoming.address, message) for message in reply.messages)
        return replace(display, replacements=tuple((one, post) for one in above))

    def _card_stays(self, incoming: TeamsRequest) -> bool:
        """Check whether the pressed card stays. A form stays until it is submitted."""
        on_form = self._context(incoming).form is not None
        return incoming.beside or (incoming.means is Means.BUTTON and on_form)

    async def _replacement(
        self, incoming: TeamsRequest, card: Card
    ) -> tuple[PostedMessage, CardPost] | None:
        """Return the card that opened the submitted form, with its replacement.

        Return None if the card stays as it is.
        """
        context = self._context(incoming)
        if context.opener is None or not incoming.finishes_form:
            return None
        line = Card(card.summary, (Note(spans(f"{card.summary} {CONTINUED_BELOW}")),))
        return context.opener, await self._render(
            incoming, card if context.opened_in_channel else line
        )

    async def _render(self, incoming: TeamsRequest, card: Card) -> CardPost:
        """Render a card. If the card is about a channel, remember the channel."""
        place = self.place(incoming)
        nonce = self._remember(incoming, CardContext(place)) if place else self._nonce()
        content = renderer.card(card, nonce=nonce, pictures=await data_urls(card))
        return CardPost(card.summary, content, card)

    async def _show_card(self, incoming: TeamsRequest, card: Card, *, in_place: bool) -> Display:
        post = await self._render(incoming, card)
        if incoming.via == "submit" and incoming.finishes_form:
            return Display(below=post)  # the dialog closes without a body
        return _display(incoming, post, in_place=in_place)

    def _show_form(
        self,
        incoming: TeamsRequest,
        form: Form,
        problems: dict[str, str] | None = None,
    ) -> Display:
        """Show a form. If it has problems, keep what was filled in."""
        opener, in_channel = self._opener(incoming)
        context = CardContext(self.place(incoming), form, opener, in_channel)
        nonce = self._remember(incoming, context)
        filled = incoming.fields if problems else {}
        content = renderer.form(form, nonce=nonce, problems=problems or {}, filled=filled)
        return _display(incoming, CardPost(form.title, content), in_place=incoming.finishes_form)

    def _opener(self, incoming: TeamsRequest) -> tuple[PostedMessage | None, bool]:
        """Return the card that opened the form, and whether the form was opened in a channel.

        The first value is None if that card stays as it is. If one form leads to another, it is the
        card that opened the first form.
        """
        if incoming.finishes_form:
            context = self._context(incoming)
            return context.opener, context.opened_in_channel
        is_replaced = (
            incoming.pressed_message and incoming.via == "card" and not self._card_stays(incoming)
        )
        opener = PostedMessage(incoming.address, incoming.pressed_message) if is_replaced else None
        return opener, incoming.place is not None

    def _context(self, incoming: TeamsRequest) -> CardContext:
        return self._contexts.get((incoming.who.tenant, incoming.nonce), NO_CONTEXT)

    def _remember(self, incoming: TeamsRequest, context: CardContext) -> str:
        """Remember the context of a card, and return the nonce that its buttons carry."""
        nonce = self._nonce()
        self._contexts[incoming.who.tenant, nonce] = context
        return nonce

    async def _show_problems(self, incoming: TeamsRequest, fields: dict[str, str]) -> Display:
        """Show the problems in the form. If the form is closed, show them in a card or as text."""
        form = self._context(incoming).form
        if form and incoming.finishes_form and form.name == incoming.name:
            return self._show_form(incoming, form, fields)
        words = " ".join(fields.values())
        if incoming.via == "message":
            return await self._show_card(
                incoming, not_accepted(words, incoming.fields), in_place=False
            )
        if incoming.via == "submit" and incoming.means is Means.FORM:
            return _display(
                incoming, await self._render(incoming, not_accepted(words, incoming.fields))
            )
        # The text appears next to the card. The card keeps what the person typed.
        return Display(text_response(incoming, words))


def text_response(incoming: TeamsRequest, words: str) -> Json | None:
    """Return the response that shows text next to the pressed card or in the dialog.

    Return None if the request was a message.
    """
    match incoming.via:
        case "card":
            return {"statusCode": 200, "type": TEXT_TYPE, "value": words}
        case "fetch" | "submit":
            return {"task": {"type": "message", "value": words}}
        case "message":
            return None
        case _:
            assert_never(incoming.via)


def not_accepted(words: str, fields: Mapping[str, str]) -> Card:
    """Return a card for a form that we no longer remember: the problem, and what was typed."""
    typed = "\n".join(f"{name}: {text}" for name, text in fields.items() if text)
    if not typed:
        return sentence(words)
    note = Note(spans("The form is no longer open. You can copy what you typed:"))
    return card_saying(words, note, Preformatted(typed))


def _display(incoming: TeamsRequest, post: CardPost, *, in_place: bool = False) -> Display:
    """Return the `Display` that shows a card where the person acted."""
    match incoming.via:
        case "card" if in_place:
            body = {"statusCode": 200, "type": CARD, "value": post.card}
            return Display(body, replacements=_shared_replacements(incoming, post), in_place=post)
        case "card":
            return Display(text_response(incoming, post.summary), post)
        case "fetch" | "submit":
            return Display(_dialog(post))
        case "message":
            return Display(below=post)
        case _:
            assert_never(incoming.via)


def _shared_replacements(
    incoming: TeamsRequest, post: CardPost
) -> tuple[tuple[PostedMessage, CardPost], ...]:
    """Return the pressed message with its new card, or () outside channels.

    In a channel, the response to a press sometimes changes the card only for the person who
    pressed. The replacement changes the card for everybody.
    """
    if not (incoming.place and incoming.pressed_message):
        return ()
    return ((PostedMessage(incoming.address, incoming.pressed_message), post),)


def _dialog(post: CardPost) -> Json:
    """Return the JSON that shows a card in a dialog."""
    value = {
        "title": post.summary,
        "height": "medium",
        "width": "medium",
        "card": attachment(_submitting(post.card)),
    }
    return {"task": {"type": "continue", "value": value}}


def _submitting(part: Any) -> Any:  # noqa: ANN401 - any part of a card
    """Turn each Action.Execute into an Action.Submit that has the verb in its data."""
    match part:
        case {"type": "Action.Execute", "verb": verb, "data": {renderer.KEY: own}, **rest}:
            return {**rest, "type": "Action.Submit", "data": {renderer.KEY: {**own, "verb": verb}}}
        case dict():
            return {name: _submitting(each) for name, each in part.items()}
        case list():
            return [_submitting(each) for each in part]
        case _:
            return part
