"""Slack's renderer, through the suite that every renderer passes."""

from typing import Any, ClassVar, cast

from bot.slack import renderer
from handlers.cards import Card, Form
from tests.renderers.suite import RendererSuite
from tests.slack import blockkit

Json = dict[str, Any]


class TestSlack(RendererSuite):
    """Block Kit, read as Slack's client shows it."""

    platform: ClassVar[str] = "slack"
    suffix: ClassVar[str] = "json"

    def card(self, card: Card) -> object:
        return renderer.message(card)

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
        ]

    def links(self, rendered: object) -> list[str]:
        return blockkit.links(cast("Json", rendered))

    def inputs(self, rendered: object) -> list[str]:
        return [each["block_id"] for each in blockkit.inputs(cast("Json", rendered))]

    def check_limits(self, rendered: object) -> None:
        assert blockkit.mistakes(cast("Json", rendered)) == []
