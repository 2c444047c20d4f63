"""Teams' renderer, through the suite that every renderer passes, and what is Teams' own."""

from typing import Any, ClassVar, cast

from bot.teams import renderer
from handlers.cards import Card, Form
from tests.renderers.suite import RendererSuite
from tests.teams import cards

Json = dict[str, Any]


class TestTeams(RendererSuite):
    """Adaptive Cards, read as Teams shows them."""

    platform: ClassVar[str] = "teams"
    suffix: ClassVar[str] = "json"

    def card(self, card: Card) -> object:
        return renderer.card(card, nonce="n")

    def form(self, form: Form) -> object:
        return renderer.form(form, nonce="n")

    def visible(self, rendered: object) -> str:
        return cards.visible(cast("Json", rendered))

    def buttons(self, rendered: object) -> list[tuple[str, str, str]]:
        return [
            (each["title"], each["verb"], each["data"]["attune"]["value"])
            for each in cards.actions(cast("Json", rendered))
            if "inputs" not in each["data"]["attune"]
        ]

    def spoken(self, rendered: object) -> list[str]:
        found = cards.actions(cast("Json", rendered))
        return [
            str(each.get("tooltip", each["title"]))
            for each in found
            if "inputs" not in each["data"]["attune"]
        ]

    def links(self, rendered: object) -> list[str]:
        return cards.links(cast("Json", rendered))

    def inputs(self, rendered: object) -> list[str]:
        return [each["id"].removeprefix("i:") for each in cards.inputs(cast("Json", rendered))]

    def quick_forms(self, rendered: object) -> list[tuple[str, str, list[str]]]:
        found = [
            each
            for each in cards.actions(cast("Json", rendered))
            if "inputs" in each["data"]["attune"]
        ]
        return [
            (
                each["verb"].removeprefix("form:"),
                each["data"]["attune"]["value"],
                list(each["data"]["attune"]["inputs"]),
            )
            for each in found
        ]

    def check_limits(self, rendered: object) -> None:
        assert cards.mistakes(cast("Json", rendered)) == []
