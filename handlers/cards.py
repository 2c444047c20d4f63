"""The cards and forms that people see, the same for every platform.

A feature returns a `Card` or a `Form`, made of small frozen blocks. Text is a tuple of spans,
without markup. The platform's renderer escapes the text and cuts what is too long.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from handlers.inputs import ChoiceInput, Input, TextInput
from storage.choices import ShownContent

_ADDRESS = re.compile(r"https?://[^\s<>|\"]+")
_CLOSING = ".,;:!?)]}'”’»"  # at the end of an address, these marks belong to the sentence


@dataclass(frozen=True)
class Plain:
    """Plain text.

    A workspace may have a prefix for Attune's commands. We add the prefix to commands in our own
    texts, but not in a text that a person `typed`.
    """

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Strong:
    """Bold text."""

    text: str
    typed: bool = False


@dataclass(frozen=True)
class Link:
    """Text that links to an http or https address. Use `link` to make one."""

    text: str
    url: str


Span = Plain | Strong | Link
Text = tuple[Span, ...]


def spans(*parts: str | Span) -> Text:
    """Return text made of strings and spans."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def typed(text: str) -> Plain:
    """Return text that a person typed. Commands in it get no prefix."""
    return Plain(text, typed=True)


def link(text: str, url: str) -> Span:
    """Return a link, or plain text if `url` is not a web address."""
    if is_web_address(url):
        return Link(text, url.strip())
    return Plain(f"{text} ({url})" if url and url != text else text)


def linked(text: str) -> Text:
    """Return text that a person typed, with web addresses as links."""
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
    """Return whether this is a complete http or https address. Spaces around it are allowed.

    Spaces inside the address, control characters and `<>|"` are not allowed.
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

    A quote that is not `kept` comes from a call's transcript: we show it but never store it.
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
    """A button. `action` names the feature that gets `value`.

    - `value` is often a row's id, or several short values separated by colons.
    - If `beside` is true, the card with the button stays, and the answer appears below the card.
    - `about` tells buttons with the same label apart. Only screen readers say it.
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
class QuickForm:
    """A form within a message: one or two inputs, and the button that submits them.

    - `name` and `subject` are as in `Form`.
    - If `at_once` is true, some platforms submit the form as soon as an option is chosen. The only
      input of such a form is a choice.
    - If `beside` is true, the card with the form stays, and the answer appears below the card.

    Only the playground checks that required inputs are filled in, so the feature has to check too.
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
    """Return a block whose answers appear below the card. None of its buttons is highlighted."""
    match block:
        case Buttons(buttons):
            return Buttons(tuple(replace(each, beside=True, style="default") for each in buttons))
        case QuickForm():
            return replace(block, beside=True)
        case _:
            return block


@dataclass(frozen=True)
class ShowsOfCall:
    """What a card shows about a call. If this content is deleted later, we empty the card."""

    call_id: int
    what: ShownContent


@dataclass(frozen=True)
class Card:
    """A message. A lock screen shows only `summary`, so `summary` must say why to read on.

    - `kept` is what the playground stores instead of the card. Without `kept`, the playground
      stores the card with `NOT_KEPT` in place of each quote that must not be stored. The buttons
      stay. So if the buttons make no sense without the quotes, the card needs `kept`.
    - `shows` has the content about calls that the card shows. If there is any, the platform notes
      which message shows the card, so that we can empty the card after the content is deleted.
    """

    summary: str
    blocks: tuple[Block, ...]
    kept: "Card | None" = None
    shows: tuple[ShowsOfCall, ...] = ()


NOT_KEPT = "(words from the call, which are not kept)"


def as_stored(card: Card) -> Card:
    """Return the card without the text that must not be stored."""
    if card.kept:
        return card.kept
    blocks = tuple(
        replace(block, words=NOT_KEPT) if isinstance(block, Quote) and not block.kept else block
        for block in card.blocks
    )
    return replace(card, blocks=blocks)


@dataclass(frozen=True)
class Form:
    """Questions to fill in. `name` is the feature that handles the answers.

    `subject` is submitted with the answers and says what they are about, such as a row's id or
    several short values separated by colons. It may be "".
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
    """Why a form was not accepted: a sentence for each field. The key "" means the whole form."""

    fields: dict[str, str]


@dataclass(frozen=True)
class Aside:
    """A card that is shown below the card with the pressed button."""

    card: Card


@dataclass(frozen=True)
class CardWithUpdates:
    """An answer that also changes earlier messages.

    - `card` is the answer.
    - `above` is the card that replaces each earlier message.
    - `message` and `others` are the platform's ids of earlier messages (see `Request.message`).
      `message` is "" if no id is known.
    - `carrying` is for platforms that can search a chat. They also replace each message that has a
      button whose value contains one of these strings.

    Messages that can't be changed any more stay as they are.
    """

    card: Card
    message: str
    above: Card
    others: tuple[str, ...] = ()
    carrying: tuple[str, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """The known ids of the messages that get the card `above`."""
        return tuple(filter(None, (self.message, *self.others)))


def card_saying(sentence: str | Plain, *below: Block) -> Card:
    """Return a card with one sentence, and blocks below it.

    Pass `typed(sentence)` if the sentence quotes what a person typed.
    """
    said = Plain(sentence) if isinstance(sentence, str) else sentence
    return Card(said.text, (Paragraph((said,)), *below))


def aside(sentence: str) -> Aside:
    """Return one sentence, shown below the card with the pressed button."""
    return Aside(card_saying(sentence))


Reply = Card | Aside | CardWithUpdates | Form | Problems
