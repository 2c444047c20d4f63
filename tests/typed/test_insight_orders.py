"""Which lines say what to do with an insight."""

import pytest

from handlers.typed.marketing.insight_orders import InsightOrder, insight_order

SAID = {
    "retire the hospital one": InsightOrder("retire", "hospital"),
    "pls retire my hospital insight": InsightOrder("retire", "hospital"),
    "can you unpublish the insight about night shifts": InsightOrder("retire", "night shifts"),
    "edit the routely insight": InsightOrder("edit", "routely"),
    "i want to change the depot insight": InsightOrder("edit", "depot"),
    "renew the second depot one": InsightOrder("renew", "second depot"),
    "retire it": InsightOrder("retire"),
    "retire the insight": InsightOrder("retire"),
    "edit that one": InsightOrder("edit"),
    "renew the contract": InsightOrder("renew", "contract", sure=False),
    "edit the depot note": InsightOrder("edit", "depot note", sure=False),
    "change the date on it to friday": InsightOrder("edit", day="friday"),
    "change the headline on it to Fuel is up friday": InsightOrder(
        "edit", headline="Fuel is up friday"
    ),
    "i want to change the title of the depot insight to “Depots wait, and drivers leave”.": (
        InsightOrder("edit", "depot", sure=False, headline="Depots wait, and drivers leave")
    ),
    "change the headline": InsightOrder("edit"),
}
OTHER = (
    *("retire", "edit", "the hospital one", "they retire the old one next year"),
    *("change the hospital one", "remove jana from the northwind one", "northwind will renew it"),
    *("update", "change it"),
)


@pytest.mark.parametrize("line", SAID)
def test_a_line_orders_something(line: str) -> None:
    assert insight_order(line) == SAID[line]


@pytest.mark.parametrize("line", OTHER)
def test_any_other_line_orders_nothing(line: str) -> None:
    assert insight_order(line) is None
