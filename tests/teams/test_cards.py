"""The checks of `tests.teams.cards` find what Teams would refuse."""

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
