"""What a person sees, described once for every platform.

A feature returns a `Card` or a `Form` made of small frozen blocks. Text consists of spans, never of
markup. A renderer escapes text, so nothing that a person typed can become a link, a mention or a
tag. The renderer also applies the limits of its platform, and shows where it cut a text.
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

    Some workspaces have a prefix for our commands. The prefix is put in front of each command in
    the text, unless a person `typed` the text.
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
    """Words that link to an http or https address. Use `link` to make one."""

    text: str
    url: str


Span = Plain | Strong | Link
Text = tuple[Span, ...]


def spans(*parts: str | Span) -> Text:
    """Return text from strings and spans, in the order in which people read it."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def typed(text: str) -> Span:
    """Return words that a person typed. Commands in these words get no prefix."""
    return Plain(text, typed=True)


def link(text: str, url: str) -> Span:
    """Return a link if `url` is a web address. Otherwise return the words and `url`."""
    if is_web_address(url):
        return Link(text, url.strip())
    return Plain(f"{text} ({url})" if url and url != text else text)


def linked(text: str) -> Text:
    """Return text that a person typed, with each web address as a link that shows the address."""
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
    """Return whether this is a complete http or https address.

    The address must have no spaces, no control characters and none of `<>|"`. Spaces around the
    address are ignored.
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
    """A heading. A `minor` heading belongs under another heading."""

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
    """Somebody's own words, and the source: who said them, and when.

    Words that are not `kept` are from a call's transcript. Such words are shown but never stored.
    """

    words: str
    source: str
    kept: bool = True


@dataclass(frozen=True)
class Note:
    """Small print: reasons, ranges, sources, how to stop these messages."""

    text: Text


@dataclass(frozen=True)
class Preformatted:
    """Plain text for copying."""

    text: str


@dataclass(frozen=True)
class Picture:
    """An SVG drawing that we made ourselves, and a text that says the same."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Divider:
    """A line between two parts."""


Style = Literal["default", "primary", "danger"]


@dataclass(frozen=True)
class Button:
    """A button. `action` names the feature, and `value` is passed to the feature.

    - `value` is often a row's id, or several short values with colons in between.
    - `beside`: the card with the button stays, and the answer appears below the card.
    - `about` says what the button is about if a card has several buttons with the same label.
      Screen readers add it.
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
    """A text field. `handlers.limits` has the limit for this id."""

    id: str
    label: str
    hint: str = ""
    value: str = ""
    multiline: bool = False
    required: bool = False

    @property
    def limit(self) -> int:
        """The most characters that we accept."""
        return limits.of_input(self.id)


@dataclass(frozen=True)
class Option:
    """One answer of a choice. The `id` is submitted."""

    id: str
    label: str


@dataclass(frozen=True)
class ChoiceInput:
    """A choice of one answer.

    `value` is the id of the option that is selected at first, or "". `none` is the text for no
    answer, such as "Any stage", or "".
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
        """Whether there is an earlier answer that may be taken back."""
        return not self.required and any(each.id == self.value for each in self.options)


@dataclass(frozen=True)
class ChecksInput:
    """A choice of any number of answers. The ids are submitted with commas in between."""

    id: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class DateInput:
    """A date field, submitted as YYYY-MM-DD."""

    id: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class QuickForm:
    """A form within a message: one or two inputs, and the button that submits them.

    The form is handled like a `Form`: `name` is the feature, and `subject` is a row's id. With
    `at_once`, the only input is a choice. On platforms that can do so, the choice is submitted as
    soon as an option is chosen. `beside`: the card with the form stays, and the answer appears
    below the card.

    Only the playground checks that a required input is filled in. On other platforms the input may
    be empty, so the feature has to check.
    """

    name: str
    subject: str
    inputs: tuple[TextInput | ChoiceInput, ...]
    submit: str = "Save"
    at_once: bool = False
    beside: bool = False

    @property
    def fillable(self) -> tuple[TextInput | ChoiceInput, ...]:
        """The inputs to show. A choice without options is left out."""
        return tuple(part for part in self.inputs if getattr(part, "options", True))

    @property
    def button(self) -> Button:
        """The button that submits the form. A screen reader adds the label of the first input."""
        about = self.inputs[0].label if self.inputs else ""
        style: Style = "default" if self.at_once or self.beside else "primary"
        return Button(self.submit, self.name, self.subject, style, self.beside, about)


FormBlock = (
    Heading | Paragraph | Bullets | Quote | Note | Preformatted | Picture | Divider | Buttons
)
Block = FormBlock | QuickForm  # a form cannot contain another form


def answered_below(block: Block) -> Block:
    """Change a block so that answers to buttons or a form appear below the card.

    The card then stays as it is, so none of the buttons is highlighted.
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
    """Something about a call that a card shows and that the reader can delete."""

    call_id: int
    what: ShownWords


@dataclass(frozen=True)
class Card:
    """A message. A lock screen shows only `summary`, so it must say why to read on.

    If a card has words that must not be stored, and buttons about these words, `kept` is stored
    instead of the card. If the card `shows` something that can be deleted, the platform notes where
    the card is shown.
    """

    summary: str
    blocks: tuple[Block, ...]
    kept: "Card | None" = None
    shows: ShowsOfCall | None = None


NOT_KEPT = "(words of the call, which are not kept)"


def as_stored(card: Card) -> Card:
    """Return the card without the words that must not be stored."""
    if card.kept:
        return card.kept
    blocks = tuple(
        replace(block, words=NOT_KEPT) if isinstance(block, Quote) and not block.kept else block
        for block in card.blocks
    )
    return replace(card, blocks=blocks)


Input = TextInput | ChoiceInput | ChecksInput | DateInput


def refilled(part: Input, filled: Mapping[str, str]) -> Input:
    """Return the input with the value that was entered before. An invalid date is left out."""
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

    `subject` is submitted with the answers. `subject` says what the answers are about, such as a
    row's id.
    """

    name: str
    title: str
    blocks: tuple[FormBlock | Input, ...]
    subject: str = ""
    submit: str = "Save"

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The inputs, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Input))


@dataclass(frozen=True)
class Problems:
    """Why a form was not accepted: a sentence for each field. The key "" is the whole form."""

    fields: dict[str, str]


@dataclass(frozen=True)
class Aside:
    """A card that is shown below the card with the pressed button, which stays as it is."""

    card: Card


@dataclass(frozen=True)
class Redrawn:
    """A card that replaces the card somebody used, and the card `above` for an earlier message.

    `message` is the platform's id of the earlier message, from `Request.message`, or "". If the
    message can no longer be changed, it stays as it is. `others` are the ids of more messages that
    get the card `above`. A platform that can search a chat also puts the card `above` into each
    message with a button whose value contains one of the words in `carrying`.
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
    """Return one sentence, shown below the card with the pressed button."""
    return Aside(Card(sentence, (Paragraph(spans(sentence)),)))


Reply = Card | Aside | Redrawn | Form | Problems
