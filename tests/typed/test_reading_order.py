"""The table of what reads a typed line."""

from handlers.features.typed_lines.reading_order import REQUESTS, STATEMENTS


def test_each_reader_has_an_example_of_its_own() -> None:
    examples = [*(one.example for one in REQUESTS), *(one.example for one in STATEMENTS)]
    assert all(examples)
    assert len(set(examples)) == len(examples)
