"""How a reply is shown: instead of the card that was pressed, below it, or in a dialog.

A form is a card with inputs. It is posted below the card that asked for it, which stays visible,
and the result of the form replaces it. Then the card above is no longer useful: in a channel the
result replaces it too, for everybody there, and in our own chat it shrinks to one line. An open
form is remembered, so that it can be shown again with its problems and with all that was typed.
Also remembered is the channel that a card in our own chat is about.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.platform.answering import sentence
from bot.platform.payload import Json
from bot.platform.recent import Recent
from bot.teams import renderer
from bot.teams.address import Posted
from bot.teams.api import CARD, attachment
from bot.teams.pictures import drawn
from bot.teams.reader import ELSEWHERE, IncomingRequest
from handlers.cards import (
    Aside,
    Block,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Preformatted,
    Problems,
    Reply,
    spans,
)
from handlers.registry import Means, Place

CARDS = 1_000  # remembered
DONE_BEFORE = "That was done already."
BELOW = "(goes on below)"
WORDS = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True)
class CardPost:
    """A card to post, and the summary that a lock screen shows."""

    summary: str
    card: Json


@dataclass(frozen=True)
class Shown:
    """The response to the request (`body`), a card to post below, and an older card to replace."""

    body: Json | None = None
    below: CardPost | None = None
    instead: tuple[Posted, CardPost] | None = None


@dataclass(frozen=True)
class Kept:
    """What is remembered about a card: the channel it is about.

    For a form also the form itself, and `asker`, the card that asked for it; `public` says that
    the asker is in a channel.
    """

    place: Place | None
    form: Form | None = None
    asker: Posted | None = None
    public: bool = False


NOTHING = Kept(None)


class Answers:
    """Decides how replies are shown. `nonce` makes a new, unique name for each card."""

    def __init__(self, nonce: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self._nonce = nonce
        self._kept: Recent[str, Kept] = Recent(CARDS)

    def place(self, asked: IncomingRequest) -> Place | None:
        """The channel that this is about: where it was asked, or where its card was asked for."""
        found = self._of(asked).place or asked.place
        return None if found == ELSEWHERE else found

    def completed(self, asked: IncomingRequest) -> IncomingRequest:
        """The request with every input of the form: Teams leaves out those that are empty."""
        form = self._of(asked).form
        if form is None or asked.means is not Means.FORM:
            return asked
        empty = {each.id: "" for each in form.inputs}
        return replace(asked, fields={**empty, **asked.fields})

    async def show(self, asked: IncomingRequest, reply: Reply | None) -> Shown:
        """How to show a reply. None means a repeat, whose first answer is no longer known."""
        match reply:
            case None:
                return Shown(told(asked, DONE_BEFORE))
            case Form():
                return self._form(asked, reply)
            case Card():
                shown = await self._card(asked, reply, in_place=not self._stays(asked))
                return replace(shown, instead=await self._instead(asked, reply) or shown.instead)
            case Aside(card):
                # A submitted form is done, so its card is replaced even by an aside.
                return await self._card(asked, card, in_place=asked.means is Means.FORM)
            case Problems(fields):
                return await self._problems(asked, fields)
            case _:
                assert_never(reply)

    def _stays(self, asked: IncomingRequest) -> bool:
        """Whether the card that was pressed stays, as a form does that is not submitted yet."""
        on_form = self._of(asked).form is not None
        return asked.beside or (asked.means is Means.BUTTON and on_form)

    async def _instead(self, asked: IncomingRequest, card: Card) -> tuple[Posted, CardPost] | None:
        """What replaces the card that asked for a form, now that there is a result."""
        kept = self._of(asked)
        if kept.asker is None or asked.means is not Means.FORM:
            return None
        line = Card(card.summary, (Note(spans(f"{card.summary} {BELOW}")),))
        return kept.asker, await self._said(asked, card if kept.public else line)

    async def _said(self, asked: IncomingRequest, card: Card) -> CardPost:
        place = self.place(asked)
        nonce = self._keep(Kept(place)) if place else self._nonce()
        content = renderer.card(card, nonce=nonce, pictures=await drawn(card))
        return CardPost(card.summary, content)

    async def _card(self, asked: IncomingRequest, card: Card, *, in_place: bool) -> Shown:
        said = await self._said(asked, card)
        if asked.way == "submit" and asked.means is Means.FORM:
            return Shown(below=said)  # without a body, the dialog closes
        return _shown(asked, said, in_place=in_place)

    def _form(
        self,
        asked: IncomingRequest,
        form: Form,
        problems: dict[str, str] | None = None,
    ) -> Shown:
        asker, public = self._asker(asked)
        nonce = self._keep(Kept(self.place(asked), form, asker, public))
        filled = asked.fields if problems else {}
        content = renderer.form(form, nonce=nonce, problems=problems or {}, filled=filled)
        return _shown(asked, CardPost(form.title, content), in_place=asked.means is Means.FORM)

    def _asker(self, asked: IncomingRequest) -> tuple[Posted | None, bool]:
        """The card that a form's result will replace, and whether that card is in a channel.

        It is the card that asked for the form, or for the form before this one.
        """
        if asked.means is Means.FORM:
            kept = self._of(asked)
            return kept.asker, kept.public
        gives_way = asked.on and asked.way == "card" and not self._stays(asked)
        asker = Posted(asked.address, asked.on) if gives_way else None
        return asker, asked.place is not None

    def _of(self, asked: IncomingRequest) -> Kept:
        return self._kept.get(asked.nonce, NOTHING)

    def _keep(self, kept: Kept) -> str:
        """Remember a card; returns its nonce."""
        nonce = self._nonce()
        self._kept[nonce] = kept
        return nonce

    async def _problems(self, asked: IncomingRequest, fields: dict[str, str]) -> Shown:
        form = self._of(asked).form
        if form and asked.means is Means.FORM and form.name == asked.name:
            return self._form(asked, form, fields)
        words = " ".join(fields.values())
        if asked.way == "message":
            return await self._card(asked, given_back(words, asked.fields), in_place=False)
        if asked.way == "submit" and asked.means is Means.FORM:
            return _shown(asked, await self._said(asked, given_back(words, asked.fields)))
        # A text answer leaves the card as it is, with what was typed.
        return Shown(told(asked, words))


def told(asked: IncomingRequest, words: str) -> Json | None:
    """The response that shows words next to the pressed card; None if nobody waits for one."""
    match asked.way:
        case "card":
            return {"statusCode": 200, "type": WORDS, "value": words}
        case "fetch" | "submit":
            return {"task": {"type": "message", "value": words}}
        case "message":
            return None
        case _:
            assert_never(asked.way)


def page(card: Card) -> Card:
    """The card with buttons that leave it in place: all answers are posted below."""
    return replace(card, blocks=tuple(map(_beside, card.blocks)))


def _beside(block: Block) -> Block:
    if not isinstance(block, Buttons):
        return block
    return Buttons(tuple(replace(button, beside=True) for button in block.buttons))


def given_back(words: str, fields: Mapping[str, str]) -> Card:
    """Why a form was not accepted, and what was typed; for forms no longer remembered."""
    typed = "\n".join(f"{name}: {text}" for name, text in fields.items() if text)
    if not typed:
        return sentence(words)
    note = Note(spans("The form is not open any more. This is what you typed, to copy:"))
    return Card(words, (Paragraph(spans(words)), note, Preformatted(typed)))


def _shown(asked: IncomingRequest, said: CardPost, *, in_place: bool = False) -> Shown:
    match asked.way:
        case "card" if in_place:
            body = {"statusCode": 200, "type": CARD, "value": said.card}
            return Shown(body, instead=_for_everybody(asked, said))
        case "card":
            return Shown(told(asked, said.summary), said)
        case "fetch" | "submit":
            return Shown(_dialog(said))
        case "message":
            return Shown(below=said)
        case _:
            assert_never(asked.way)


def _for_everybody(asked: IncomingRequest, said: CardPost) -> tuple[Posted, CardPost] | None:
    """In a channel, also replace the pressed message by a post.

    The response to a press may be shown only to the person who pressed.
    """
    return (Posted(asked.address, asked.on), said) if asked.place and asked.on else None


def _dialog(said: CardPost) -> Json:
    value = {
        "title": said.summary,
        "height": "medium",
        "width": "medium",
        "card": attachment(_submitting(said.card)),
    }
    return {"task": {"type": "continue", "value": value}}


def _submitting(part: Any) -> Any:  # noqa: ANN401 - any part of a card
    """A card for a dialog: its buttons become Action.Submit, with the verb in their data."""
    match part:
        case {"type": "Action.Execute", "verb": verb, "data": {renderer.KEY: own}, **rest}:
            return {**rest, "type": "Action.Submit", "data": {renderer.KEY: {**own, "verb": verb}}}
        case dict():
            return {name: _submitting(each) for name, each in part.items()}
        case list():
            return [_submitting(each) for each in part]
        case _:
            return part
