"""What a person sees, described once for every platform.

A feature returns a `Card` or a `Form` made of small frozen blocks. Text is spans, never markup: a
renderer escapes it, so nothing that a person typed can become a link, a mention or a tag. The
renderer also applies its platform's limits, and shortens visibly what is too long.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never
from urllib.parse import urlsplit

from handlers import limits
from storage.choices import ShownWords

_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")
_CLOSING = ".,;:!?)]}'”’»"  # at the end of an address, these belong to the sentence


@dataclass(frozen=True)
class Plain:
    """Plain words.

    Some installs give our commands a prefix. It is put in front of each command named in the text,
    unless a person `typed` the text.
    """

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Link:
    """Words that link to an http or https address: see `link`."""

    text: str
    url: str


Span = Plain | Strong | Link
Text = tuple[Span, ...]


def spans(*parts: str | Span) -> Text:
    """Text from strings and spans, in the order they are read."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def typed(text: str) -> Span:
    """Words that a person typed: a command in them is shown as it is, without a prefix."""
    return Plain(text, typed=True)


def link(text: str, url: str) -> Span:
    """A link if `url` is a web address. If not, the words, followed by `url` if it says more."""
    if is_web_address(url):
        return Link(text, url.strip())
    return Plain(f"{text} ({url})" if url and url != text else text)


def linked(text: str) -> Text:
    """Text that a person typed, with each web address in it as a link that shows the address."""
    found: list[Span] = []
    at = 0
    for match in _ADDRESS.finditer(text):
        url = match[0].rstrip(_CLOSING)
        if is_web_address(url):
            found += [typed(text[at : match.start()]), Link(url, url)]
            at = match.start() + len(url)
    found.append(typed(text[at:]))
    return tuple(part for part in found if part.text)


def is_web_address(url: str) -> bool:
    """Whether this is a whole http or https address without spaces or control characters.

    None of the characters `<>|"` may be in it either. Spaces before and after it are ignored.
    """
    stripped = url.strip()
    try:
        parsed = urlsplit(stripped)
        host = parsed.hostname
    except ValueError:
        return False
    clean = stripped.isprintable() and not any(mark in stripped for mark in ' <>|"')
    return clean and parsed.scheme in ("http", "https") and bool(host)


@dataclass(frozen=True)
class Heading:
    """A heading; a `minor` one belongs under another heading."""

    text: str
    minor: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, and their source: who said them, and when.

    Words that are not `kept` come from a call's transcript: they are shown, but stored nowhere.
    """

    words: str
    source: str
    kept: bool = True


@dataclass(frozen=True)
class Note:
    """Small print: reasons, ranges, sources, how to stop this."""

    text: Text


@dataclass(frozen=True)
class Preformatted:
    """Plain text to be copied as it stands."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG that we made ourselves, and a text that says the same."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Divider:
    """A line between two parts."""


Style = Literal["default", "primary", "danger"]


@dataclass(frozen=True)
class Button:
    """Something to press. `action` names the feature, and `value` is passed to it.

    `value` is often a row's id, or several short values with colons between them.
    `beside`: its card stays, and the answer comes below it. `about` is what the button is about, if
    a card has several with the same label: screen readers add it.
    """

    label: str
    action: str
    value: str = ""
    style: Style = "default"
    beside: bool = False
    about: str = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says: "Answer: What have they tried already?"."""
        return f"{self.label}: {self.about}" if self.about else self.label


@dataclass(frozen=True)
class Buttons:
    """Buttons side by side."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class TextInput:
    """A text field; `handlers.limits` has the limit for its id."""

    id: str
    label: str
    hint: str = ""
    value: str = ""
    multiline: bool = False
    required: bool = False

    @property
    def limit(self) -> int:
        """The largest number of characters that is accepted."""
        return limits.of_input(self.id)


@dataclass(frozen=True)
class Option:
    """One answer of a choice; `id` is what is submitted."""

    id: str
    label: str


@dataclass(frozen=True)
class ChoiceInput:
    """A choice of one answer.

    `value` is the id of the option that is chosen at first, "" if none is. `none` says what it
    means to choose none, such as "Any stage"; it is "" if that means nothing in particular.
    """

    id: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    required: bool = False
    none: str = ""

    @property
    def clearable(self) -> bool:
        """Whether an answer was given before that may be taken back."""
        return not self.required and any(each.id == self.value for each in self.options)


@dataclass(frozen=True)
class ChecksInput:
    """A choice of any number of answers; submitted as their ids with commas between them."""

    id: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class DateInput:
    """A date field; submitted as YYYY-MM-DD."""

    id: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class QuickForm:
    """A form within a message: one or two inputs, and the button that submits them.

    It is handled like a `Form`: `name` is the feature that handles it, `subject` a row's id. With
    `at_once` its only input is a choice, which is submitted as soon as an option is chosen, on
    platforms that can do so. `beside`: its card stays, and the answer comes below it.

    Only the playground makes sure that a required input is filled in; on other platforms it may be
    submitted empty, so the feature has to check.
    """

    name: str
    subject: str
    inputs: tuple[TextInput | ChoiceInput, ...]
    submit: str = "Save"
    at_once: bool = False
    beside: bool = False

    @property
    def fillable(self) -> tuple[TextInput | ChoiceInput, ...]:
        """The inputs that are shown: a choice without options is left out."""
        return tuple(part for part in self.inputs if getattr(part, "options", True))

    @property
    def button(self) -> Button:
        """The button that submits it; a screen reader adds what the first input asks for."""
        about = self.inputs[0].label if self.inputs else ""
        style: Style = "default" if self.at_once or self.beside else "primary"
        return Button(self.submit, self.name, self.subject, style, self.beside, about)


FormBlock = (
    Heading | Paragraph | Bullets | Quote | Note | Preformatted | Picture | Divider | Buttons
)
Block = FormBlock | QuickForm  # a form cannot hold another form


def answered_below(block: Block) -> Block:
    """The block, changed so that the answers to its buttons or form come below its card.

    The card then stays as it is, so none of its buttons is highlighted.
    """
    match block:
        case Buttons(buttons):
            return Buttons(tuple(replace(each, beside=True, style="default") for each in buttons))
        case QuickForm():
            return replace(block, beside=True)
        case _:
            return block


@dataclass(frozen=True)
class ShowsOfCall:
    """What a card shows of a call that its reader can delete."""

    call_id: int
    what: ShownWords


@dataclass(frozen=True)
class Card:
    """A message. `summary` is all that a lock screen shows, so it must say why to read on.

    If it has words that must not be stored, and buttons about them, `kept` is stored in its place.
    The platform notes where it is shown if it `shows` something that can be deleted.
    """

    summary: str
    blocks: tuple[Block, ...]
    kept: "Card | None" = None
    shows: ShowsOfCall | None = None


NOT_KEPT = "(words of the call, which are not kept)"


def as_stored(card: Card) -> Card:
    """The card without the words that must not be stored."""
    if card.kept:
        return card.kept
    blocks = tuple(
        replace(block, words=NOT_KEPT) if isinstance(block, Quote) and not block.kept else block
        for block in card.blocks
    )
    return replace(card, blocks=blocks)


Input = TextInput | ChoiceInput | ChecksInput | DateInput


def refilled(part: Input, filled: Mapping[str, str]) -> Input:
    """The input with the value that was entered before, if any; an invalid date is left out."""
    typed = filled.get(part.id)
    if typed is None:
        return part
    match part:
        case TextInput() | ChoiceInput():
            return replace(part, value=typed)
        case ChecksInput():
            return replace(part, value=tuple(filter(None, typed.split(","))))
        case DateInput():
            return replace(part, value=_day(typed))
        case _:
            assert_never(part)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


@dataclass(frozen=True)
class Form:
    """Questions to fill in. `name` is the feature that handles the answers.

    `subject` says what they are about, such as a row's id; it is submitted with them.
    """

    name: str
    title: str
    blocks: tuple[FormBlock | Input, ...]
    subject: str = ""
    submit: str = "Save"

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs in order."""
        return tuple(block for block in self.blocks if isinstance(block, Input))


@dataclass(frozen=True)
class Problems:
    """Why a form was not accepted: a sentence for each field. The key "" is the whole form."""

    fields: dict[str, str]


@dataclass(frozen=True)
class Aside:
    """A card shown below the one whose button was pressed, which stays as it is."""

    card: Card


@dataclass(frozen=True)
class Redrawn:
    """A card that replaces the one with the control, and the new card of a message above it.

    `message` is the platform's id of the message above, from `Request.message`. It is left as it is
    if it cannot be changed any more, and "" if there is none. `others` are further messages that
    get the same new card. A platform that can look into its messages gives it to all in the same
    chat whose buttons carry a value with one of the words in `carrying`.
    """

    card: Card
    message: str
    above: Card
    others: tuple[str, ...] = ()
    carrying: tuple[str, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """The ids of all messages that are known to get the card `above`."""
        return tuple(filter(None, (self.message, *self.others)))


def aside(sentence: str) -> Aside:
    """One sentence, shown below the card whose button was pressed."""
    return Aside(Card(sentence, (Paragraph(spans(sentence)),)))


Reply = Card | Aside | Redrawn | Form | Problems
