"""How a reply is shown: in place of the card it was asked on, below it, or in a dialog.

A form is a card with inputs. It comes below the card that asked for it, which stays in sight, and
its result takes its place. Then the card above has had its time: in a channel the result takes its
place too, for everybody there, and in our own chat a line is left of it. While a form is open it is
remembered, so that it can be shown again with what is wrong in it and all that was typed. So is the
channel that a card in our own chat is about.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from bot.teams import renderer
from bot.teams.address import Posted
from bot.teams.api import CARD, attachment
from bot.teams.payload import Json
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

MOST_CARDS = 1_000  # remembered
DONE_BEFORE = "That was done already."
BELOW = "(goes on below)"
WORDS = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True)
class CardPost:
    """A card to be posted, and what a lock screen shows of it."""

    summary: str
    card: Json


@dataclass(frozen=True)
class Shown:
    """What answers the request itself, what is said below, and what takes an older card's place."""

    body: Json | None = None
    below: CardPost | None = None
    instead: tuple[Posted, CardPost] | None = None


@dataclass(frozen=True)
class Kept:
    """What is remembered of a card: the channel it is about; of a form, what asked for it too.

    `public`: that card stands in a channel.
    """

    place: Place | None
    form: Form | None = None
    asker: Posted | None = None
    public: bool = False


NOTHING = Kept(None)


class Answers:
    """Shows replies. `nonce` makes a new name for each card."""

    def __init__(self, nonce: Callable[[], str] = lambda: secrets.token_hex(8)) -> None:
        self._nonce = nonce
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def place(self, asked: IncomingRequest) -> Place | None:
        """The channel this is about: where it was asked, or where its card was asked for."""
        found = self._of(asked).place or asked.place
        return None if found == ELSEWHERE else found

    def completed(self, asked: IncomingRequest) -> IncomingRequest:
        """With every input of the form: Teams hands in nothing for those that are empty."""
        form = self._of(asked).form
        if form is None or asked.means is not Means.FORM:
            return asked
        empty = {each.id: "" for each in form.inputs}
        return replace(asked, fields={**empty, **asked.fields})

    async def show(self, asked: IncomingRequest, reply: Reply | None) -> Shown:
        """A reply to what was asked; None is a repeat, whose answer is not known any more."""
        match reply:
            case None:
                return Shown(told(asked, DONE_BEFORE))
            case Form():
                return self._form(asked, reply)
            case Card():
                shown = await self._card(asked, reply, in_place=not self._stays(asked))
                return replace(shown, instead=await self._instead(asked, reply) or shown.instead)
            case Aside(card):
                # A form that was handed in is done, whatever the answer leaves standing.
                return await self._card(asked, card, in_place=asked.means is Means.FORM)
            case Problems(fields):
                return await self._problems(asked, fields)
            case _:
                assert_never(reply)

    def _stays(self, asked: IncomingRequest) -> bool:
        """Whether the card that something was done on stays: so does a form half filled in."""
        on_form = self._of(asked).form is not None
        return asked.beside or (asked.means is Means.BUTTON and on_form)

    async def _instead(self, asked: IncomingRequest, card: Card) -> tuple[Posted, CardPost] | None:
        """What becomes of the card that asked for a form, now that there is a result."""
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
        """The card that gives way to a form's result, and whether it stands in a channel.

        It asked for the form, or for the form before.
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
        """Remember a card; its nonce."""
        nonce = self._nonce()
        self._kept[nonce] = kept
        if len(self._kept) > MOST_CARDS:
            self._kept.popitem(last=False)
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
        # Words alone leave the card as it is, with what was typed.
        return Shown(told(asked, words))


def told(asked: IncomingRequest, words: str) -> Json | None:
    """Words that answer a press, beside its card; nothing for what is not waited for."""
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
    """A card that stays, whatever is pressed on it: all is answered below."""
    return replace(card, blocks=tuple(map(_beside, card.blocks)))


def _beside(block: Block) -> Block:
    if not isinstance(block, Buttons):
        return block
    return Buttons(tuple(replace(button, beside=True) for button in block.buttons))


def sentence(words: str) -> Card:
    """A card that says one thing."""
    return Card(words, (Paragraph(spans(words)),))


def given_back(words: str, fields: Mapping[str, str]) -> Card:
    """Why a form was not taken, and what was typed in it, where it is not remembered any more."""
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
    """What a press among others changes: its answer may be shown to the presser alone."""
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
    """A card for a dialog: there, buttons are of the older kind, whose data is all they have."""
    match part:
        case {"type": "Action.Execute", "verb": verb, "data": {renderer.KEY: own}, **rest}:
            return {**rest, "type": "Action.Submit", "data": {renderer.KEY: {**own, "verb": verb}}}
        case dict():
            return {name: _submitting(each) for name, each in part.items()}
        case list():
            return [_submitting(each) for each in part]
        case _:
            return part
