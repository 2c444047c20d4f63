"""The playground's renderer under the suite that every renderer passes."""

from base64 import b64decode
from typing import ClassVar

import pytest

from bot.playground.guard import POLICY
from bot.playground.pictures import STYLE
from bot.playground.renderer import card_html, form_html, said_html
from handlers.cards import Card, Form, Paragraph, Picture, spans
from handlers.inputs import TextInput
from tests.playground.driver import QUICK
from tests.playground.html import Page
from tests.renderers.examples import EXCHANGE, HOSTILE_TEXTS, LONG
from tests.renderers.suite import RendererSuite


class TestPlayground(RendererSuite):
    """The playground."""

    platform: ClassVar[str] = "playground"
    suffix: ClassVar[str] = "html"

    def card(self, card: Card) -> str:
        return card_html(card)

    def form(self, form: Form) -> str:
        return form_html(form)

    def visible(self, rendered: object) -> str:
        return Page(str(rendered)).text

    def buttons(self, rendered: object) -> list[tuple[str, str, str]]:
        found = Page(str(rendered)).buttons
        return [
            (label, at["data-action"], at["data-value"])
            for label, at in found
            if "data-action" in at
        ]

    def spoken(self, rendered: object) -> list[str]:
        return [
            at.get("aria-label", label)
            for label, at in Page(str(rendered)).buttons
            if "data-action" in at
        ]

    def links(self, rendered: object) -> list[str]:
        page = Page(str(rendered))
        for found in page.all("a"):
            assert found["rel"] == "noopener noreferrer nofollow"
            assert found["target"] == "_blank"
        return [found["href"] for found in page.all("a")]

    def inputs(self, rendered: object) -> list[str]:
        found = [at["name"] for _, at in Page(str(rendered)).tags if "name" in at]
        return list(dict.fromkeys(found))

    def quick_forms(self, rendered: object) -> list[tuple[str, str, list[str]]]:
        pages = [Page(form) for form in QUICK.findall(str(rendered))]
        return [
            (
                page.all("form")[0]["data-form"],
                page.all("form")[0]["data-subject"],
                list(page.fields),
            )
            for page in pages
        ]

    def check_limits(self, rendered: object) -> None:
        page = Page(str(rendered))
        ids = [at["id"] for _, at in page.tags if "id" in at]
        assert len(ids) == len(set(ids))
        for _, found in page.tags:
            for name in ("for", "aria-labelledby", "aria-describedby"):
                assert set(found.get(name, "").split()) <= set(ids)

    def test_nothing_of_a_long_text_is_lost(self) -> None:
        rendered = self.card(Card("Long", (Paragraph(spans("Start. ", LONG)),)))
        assert "<details>" in rendered
        assert self.visible(rendered).replace("…", "").replace("Read the rest", "") == (
            f"Start. {LONG}"
        )

    @pytest.mark.parametrize("text", HOSTILE_TEXTS)
    def test_what_a_person_says_is_text(self, text: str) -> None:
        page = Page(said_html(text))
        assert page.text == text
        assert [tag for tag, _ in page.tags] == ["p"]

    def test_a_long_thing_said_is_folded_beside_its_paragraph(self) -> None:
        assert LONG[-400:] in self.visible(said_html(LONG))

    def test_a_first_line_that_is_empty_is_kept_in_a_textarea(self) -> None:
        form = Form("x", "X", (TextInput("a", "A", value="\nsecond", multiline=True),))
        assert "\n\nsecond</textarea>" in self.form(form)

    def test_a_picture_is_its_drawing_and_its_words(self) -> None:
        pictures = [block for block in EXCHANGE.blocks if isinstance(block, Picture)]
        found = Page(self.card(EXCHANGE)).all("img")
        assert len(found) == 2
        for image, picture in zip(found, pictures, strict=True):
            kind, _, drawn = image["src"].partition(",")
            assert kind == "data:image/svg+xml;base64"
            assert b64decode(drawn).decode().replace(STYLE, "") == picture.svg
            assert f'width="{image["width"]}" height="{image["height"]}"' in picture.svg
            assert image["alt"] == picture.alt

    def test_the_page_may_show_drawings_of_its_own_and_no_others(self) -> None:
        assert "img-src 'self' data:;" in POLICY
        assert POLICY.count("data:") == 1
