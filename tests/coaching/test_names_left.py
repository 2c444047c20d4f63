"""Words that may still be names in a line without the known names."""

import pytest

from handlers.coaching.names.names_left import perhaps_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mr stone said so", ["stone"]),
        ("budget sits w her cfo brandl", ["brandl"]),
        ("her boss Kranz signs", ["Kranz"]),
        ("The drivers asked Brandl. We asked Brandl's boss too", ["Brandl"]),
        ("“The drivers hate it”, says Kowalczyk", ["Kowalczyk"]),
        ("the cfo decides on Monday", []),
        ("They want SSO first. Then a pilot", []),
        ("somebody there: We need 40 seats", []),
        ("", []),
    ],
)
def test_words_that_look_like_names(text: str, names: list[str]) -> None:
    assert perhaps_names(text) == names
