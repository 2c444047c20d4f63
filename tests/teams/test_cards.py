"""The checks of `tests.teams.cards` find what Teams would refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.teams import renderer
from handlers.cards import Button, Buttons, Card, QuickForm
from handlers.inputs import TextInput
from tests.teams import cards


def test_a_break_of_the_schema_is_named_with_its_place() -> None:
    card = {"type": "AdaptiveCard", "version": "1.5", "fallbackText": "x"}
    unknown = {"type": "ActionSet", "actions": [{"type": "Nod", "title": "x"}]}
    for element, mistake in (
        ({"type": "Container", "items": [unknown]}, "body/0/items/0/actions/0: "),
        ({"type": "Image", "altText": "x", "url": 5}, 'body/0/url: 5 is not of type "string"'),
        ({"type": "ColumnSet", "colour": "red"}, "body/0: Additional properties are not allowed"),
    ):
        found = cards.mistakes({**card, "body": [element]})
        assert any(each.startswith(mistake) for each in found), found


def test_forms_within_a_card_may_not_mix() -> None:
    line = TextInput("heard", "Heard", required=True)
    forms = (QuickForm("a", "1", (line,)), QuickForm("a", "2", (line,)))
    made = renderer.card(Card("S", (*forms, Buttons((Button("Later", "b"),)))), nonce="n")
    first, second = cards.inputs(made)
    save, _, later = cards.actions(made)
    assert cards.mistakes(made) == []
    with _changed(second, id=first["id"]):
        assert any("stands 2 times" in each for each in cards.mistakes(made))
    with _changed(first, isRequired=True, errorMessage="Write."):
        assert any("required" in each for each in cards.mistakes(made))
    with _changed(later, associatedInputs="auto"):
        assert any("'Later' hands over" in each for each in cards.mistakes(made))
    with _changed(save["data"]["attune"], inputs={"heard": second["id"]}):
        assert any("the buttons name" in each for each in cards.mistakes(made))
    assert cards.mistakes(made) == []


@contextmanager
def _changed(part: dict[str, Any], **changes: object) -> Iterator[None]:
    before = dict(part)
    part.update(changes)
    yield
    part.clear()
    part.update(before)
