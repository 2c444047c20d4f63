"""Slack's renderer, through the suite that every renderer passes."""

from collections.abc import Iterator
from typing import Any, ClassVar, cast

from bot.slack import ids, reader, renderer
from bot.slack.request import SlackRequest
from handlers.cards import Card, Form, Picture
from tests.renderers.examples import CARDS, EXCHANGE
from tests.renderers.suite import RendererSuite
from tests.slack import blockkit

Json = dict[str, Any]


def files_of(card: Card) -> dict[Picture, str]:
    """A file for each picture of a card."""
    pictures = [block for block in card.blocks if isinstance(block, Picture)]
    return {picture: f"F{number:08d}" for number, picture in enumerate(pictures)}


def _submissions(message: Json) -> Iterator[SlackRequest]:
    """What is read when the button or list of each form within a message is used."""
    elements = blockkit.stateful(message)
    values = {name: {each["action_id"]: {"value": "x"}} for name, each in elements.items()}
    for block in message["blocks"]:
        for each in (*block.get("elements", ()), block.get("accessory", {})):
            if each.get("action_id", "").startswith(ids.FORM):
                action = {**each, "block_id": block["block_id"]}
                body = {
                    "trigger_id": "1",
                    "user": {"id": "U1", "team_id": "T1"},
                    "actions": [action],
                    "state": {"values": values},
                }
                yield reader.button(body)


class TestSlack(RendererSuite):
    """Block Kit, read as Slack's client shows it."""

    platform: ClassVar[str] = "slack"
    suffix: ClassVar[str] = "json"

    def card(self, card: Card) -> object:
        return renderer.message(card, files_of(card))

    def form(self, form: Form) -> object:
        return renderer.modal(form, metadata="{}")

    def visible(self, rendered: object) -> str:
        return blockkit.visible(cast("Json", rendered))

    def buttons(self, rendered: object) -> list[tuple[str, str, str]]:
        return [
            (
                each["text"]["text"],
                each["action_id"].rpartition("#")[0].removesuffix("+"),
                each.get("value", ""),
            )
            for each in blockkit.buttons(cast("Json", rendered))
            if not each["action_id"].startswith(ids.FORM)
        ]

    def spoken(self, rendered: object) -> list[str]:
        found = blockkit.buttons(cast("Json", rendered))
        return [
            each.get("accessibility_label", each["text"]["text"])
            for each in found
            if not each["action_id"].startswith(ids.FORM)
        ]

    def links(self, rendered: object) -> list[str]:
        return blockkit.links(cast("Json", rendered))

    def inputs(self, rendered: object) -> list[str]:
        return [each["block_id"] for each in blockkit.inputs(cast("Json", rendered))]

    def quick_forms(self, rendered: object) -> list[tuple[str, str, list[str]]]:
        return [
            (found.name, found.text, list(found.fields))
            for found in _submissions(cast("Json", rendered))
        ]

    def check_limits(self, rendered: object) -> None:
        assert blockkit.mistakes(cast("Json", rendered)) == []

    def test_a_picture_is_its_file_and_its_words(self) -> None:
        files = files_of(EXCHANGE)
        for rendered in (renderer.message(EXCHANGE, files), renderer.home(EXCHANGE, files)):
            images = [each for each in rendered["blocks"] if each["type"] == "image"]
            assert [(each["slack_file"]["id"], each["alt_text"]) for each in images] == [
                (file, picture.alt) for picture, file in files.items()
            ]

    def test_a_picture_without_a_file_is_said_in_words(self) -> None:
        for rendered in (renderer.message(EXCHANGE), renderer.home(EXCHANGE)):
            assert blockkit.files(rendered) == []
            self.check_limits(rendered)
            for picture in files_of(EXCHANGE):
                assert picture.alt in self.visible(rendered)

    def test_a_picture_with_a_file_keeps_its_place(self) -> None:
        kinds = [block["type"] for block in renderer.home(EXCHANGE, files_of(EXCHANGE))["blocks"]]
        assert kinds == ["header", "image", "rich_text", "image", "context"]

    def test_pictures_in_words_alone_are_taken_too(self) -> None:
        for card in CARDS.values():
            self.check_limits(renderer.message(card))
            self.check_limits(renderer.home(card, files_of(card)))
