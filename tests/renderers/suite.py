"""What every renderer must do: one suite, run by a subclass for each platform."""

import json
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, assert_never

import pytest

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Note,
    Paragraph,
    Picture,
    Preformatted,
    QuickForm,
    Quote,
    Text,
)
from handlers.inputs import ChecksInput, ChoiceInput, DateInput, Input, TextInput
from tests.renderers import examples
from tests.renderers.examples import CARDS, FORMS, HOSTILE_TEXTS, LONG
from tests.renderers.week import week

GOLDEN = Path(__file__).parent / "golden"
# beginning, strong, link; two bullets; quote and its source; two notes; preformatted; a picture
PLACES_FOR_TEXT = 11


class RendererSuite(ABC):
    """Subclass it as `Test…`, name the platform, and say how its output is read."""

    platform: ClassVar[str]  # the folder of golden files
    suffix: ClassVar[str]  # of a golden file, without the dot

    @abstractmethod
    def card(self, card: Card) -> object:
        """Render a card."""

    @abstractmethod
    def form(self, form: Form) -> object:
        """Render a form."""

    @abstractmethod
    def visible(self, rendered: object) -> str:
        """All text as a person reads it, live markup resolved."""

    @abstractmethod
    def buttons(self, rendered: object) -> list[tuple[str, str, str]]:
        """Label, action and value of each button, as they are sent when it is pressed."""

    @abstractmethod
    def spoken(self, rendered: object) -> list[str]:
        """What a screen reader calls each button."""

    @abstractmethod
    def links(self, rendered: object) -> list[str]:
        """The address of everything that leads somewhere."""

    @abstractmethod
    def inputs(self, rendered: object) -> list[str]:
        """The id under which each input is submitted."""

    @abstractmethod
    def quick_forms(self, rendered: object) -> list[tuple[str, str, list[str]]]:
        """Name, subject and inputs of each form within a card, as they are submitted."""

    @abstractmethod
    def check_limits(self, rendered: object) -> None:
        """Fail if the platform would refuse this."""

    @pytest.mark.parametrize("name", CARDS)
    def test_the_platform_takes_every_card(self, name: str) -> None:
        self.check_limits(self.card(CARDS[name]))

    @pytest.mark.parametrize("name", FORMS)
    def test_the_platform_takes_every_form(self, name: str) -> None:
        self.check_limits(self.form(FORMS[name]))

    @pytest.mark.parametrize("name", examples.ORDINARY_CARDS)
    def test_every_word_of_a_card_is_read(self, name: str) -> None:
        read = self.visible(self.card(CARDS[name]))
        for text in _block_texts(CARDS[name].blocks):
            assert text in read

    @pytest.mark.parametrize("name", examples.ORDINARY_FORMS)
    def test_every_word_of_a_form_is_read(self, name: str) -> None:
        form = FORMS[name]
        read = self.visible(self.form(form))
        for text in (form.title, form.submit, *_block_texts(form.blocks)):
            assert text in read

    @pytest.mark.parametrize("name", CARDS)
    def test_every_button_is_there_and_works(self, name: str) -> None:
        card = CARDS[name]
        found = self.buttons(self.card(card))
        assert [(action, value) for _, action, value in found] == [
            (button.action, button.value) for button in _buttons(card)
        ]
        for (label, _, _), button in zip(found, _buttons(card), strict=True):
            assert _shown(button.label, label), label

    @pytest.mark.parametrize("name", CARDS)
    def test_every_form_within_a_card_is_there(self, name: str) -> None:
        card = CARDS[name]
        assert self.quick_forms(self.card(card)) == _quick_forms(card)

    @pytest.mark.parametrize("name", FORMS)
    def test_every_input_is_there(self, name: str) -> None:
        form = FORMS[name]
        assert self.inputs(self.form(form)) == [
            each.id for each in form.inputs if getattr(each, "options", True)
        ]

    def test_everything_that_features_make_is_taken_and_read(self) -> None:
        met = week()
        assert len(met.cards) > 40
        assert len(met.forms) > 8
        for name, card in met.cards.items():
            rendered = self.card(card)
            self.check_limits(rendered)
            self._reads(name, self.visible(rendered), _block_texts(card.blocks))
            found = [(action, value) for _, action, value in self.buttons(rendered)]
            assert found == [(button.action, button.value) for button in _buttons(card)], name
            assert self.quick_forms(rendered) == _quick_forms(card), name
        for name, form in met.forms.items():
            rendered = self.form(form)
            self.check_limits(rendered)
            self._reads(name, self.visible(rendered), _block_texts(form.blocks))
            assert self.inputs(rendered) == [each.id for each in form.inputs], name

    def test_a_screen_reader_tells_the_buttons_of_a_card_apart(self) -> None:
        for name, card in week().cards.items():
            rendered = self.card(card)
            spoken = self.spoken(rendered)
            assert len(spoken) == len(set(spoken)), (name, spoken)
            for said, (label, _, _) in zip(spoken, self.buttons(rendered), strict=True):
                assert said.startswith(label), name  # whoever speaks what they see presses it

    def _reads(self, name: str, read: str, texts: Iterator[str]) -> None:
        for text in texts:
            for line in text.splitlines():
                assert line[:40] in read, name

    def test_too_long_a_text_is_shortened_visibly(self) -> None:
        for block in CARDS["long"].blocks:
            read = self.visible(self.card(Card("Long", (block,))))
            assert LONG[:40] in read
            assert LONG in read or "…" in read

    def test_all_of_a_long_card_is_at_least_begun(self) -> None:
        card = CARDS["long"]
        read = self.visible(self.card(card))
        long_texts = list(_block_texts(card.blocks)).count(LONG)
        assert read.count(LONG[:40]) >= long_texts

    def test_too_many_parts_are_counted(self) -> None:
        read = self.visible(self.card(CARDS["many_blocks"]))
        missing = [n for n in range(1, 81) if f"Part {n} of eighty." not in read]
        if missing:
            assert missing == list(range(missing[0], 81))
            assert f"{len(missing)} more parts are not shown" in read

    def test_every_option_can_be_chosen(self) -> None:
        read = self.visible(self.form(FORMS["many_options"]))
        for n in range(200):
            assert f"Option {n}" in read
            assert f"Choice {n}" in read

    @pytest.mark.parametrize("number", range(len(HOSTILE_TEXTS)))
    def test_what_a_person_typed_is_text(self, number: int) -> None:
        text = HOSTILE_TEXTS[number]
        rendered = self.card(CARDS[f"markup_{number}"])
        read = self.visible(rendered)
        for line in text.splitlines():
            assert read.count(line) >= PLACES_FOR_TEXT
        assert set(self.links(rendered)) == {
            "https://northwind.example/a?b=1&c=2",
            "https://northwind.example",
        }

    @pytest.mark.parametrize("number", range(len(HOSTILE_TEXTS)))
    def test_what_a_person_typed_into_a_form_is_text(self, number: int) -> None:
        rendered = self.form(FORMS[f"markup_form_{number}"])
        read = self.visible(rendered)
        for line in HOSTILE_TEXTS[number].splitlines():
            assert line in read
        assert self.links(rendered) == []

    def test_only_web_addresses_lead_anywhere(self) -> None:
        rendered = self.card(CARDS["bad_links"])
        assert self.links(rendered) == []
        read = self.visible(rendered)
        for word in ("one", "two", "three", "four", "five"):
            assert word in read

    @pytest.mark.parametrize("name", examples.GOLDEN_CARDS)
    def test_card_as_on_file(self, name: str) -> None:
        self._compare(name, self.card(CARDS[name]))

    @pytest.mark.parametrize("name", examples.GOLDEN_FORMS)
    def test_form_as_on_file(self, name: str) -> None:
        self._compare(f"{name}_form", self.form(FORMS[name]))

    def _compare(self, name: str, rendered: object) -> None:
        path = GOLDEN / self.platform / f"{name}.{self.suffix}"
        text = rendered if isinstance(rendered, str) else _as_json(rendered)
        text = text.rstrip("\n") + "\n"
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text


def _as_json(rendered: object) -> str:
    # Invisible characters are escaped, so that a reader of the file sees them.
    return json.dumps(rendered, indent=2, ensure_ascii=True)


def _shown(wanted: str, label: str) -> bool:
    """Whether a label is the expected one, at most visibly shortened."""
    if not wanted.strip():
        return bool(label)
    wanted, label = " ".join(wanted.split()), " ".join(label.split())
    return label == wanted or (label.endswith("…") and wanted.startswith(label[:-1]))


def _buttons(card: Card) -> list[Button]:
    return [
        button for block in card.blocks if isinstance(block, Buttons) for button in block.buttons
    ]


def _quick_forms(card: Card) -> list[tuple[str, str, list[str]]]:
    return [
        (block.name, block.subject, [part.id for part in block.fillable])
        for block in card.blocks
        if isinstance(block, QuickForm) and block.fillable
    ]


def _spans(text: Text) -> Iterator[str]:
    return (span.text for span in text)


def _block_texts(blocks: tuple[Block | Input, ...]) -> Iterator[str]:
    for block in blocks:
        yield from _texts(block)


def _texts(block: Block | Input) -> Iterator[str]:  # noqa: C901, PLR0912 - a case a block
    match block:
        case Heading(text) | Preformatted(text):
            yield text
        case Paragraph(text) | Note(text):
            yield from _spans(text)
        case Bullets(items):
            for item in items:
                yield from _spans(item)
        case Quote(words, source):
            yield from (words, source)
        case Buttons(buttons):
            yield from (button.label for button in buttons)
        case Picture():
            yield block.alt
        case QuickForm():
            for part in block.inputs:
                yield from _texts(part if not block.at_once else replace(part, hint=""))
            yield "" if block.at_once else block.submit
        case Divider():
            pass
        case TextInput():
            yield from (block.label, block.hint, block.value)
        case ChoiceInput() | ChecksInput():
            yield from (block.label, block.hint, *(option.label for option in block.options))
        case DateInput():
            yield from (block.label, block.hint)
            yield block.value.isoformat() if block.value else ""
        case _:
            assert_never(block)
