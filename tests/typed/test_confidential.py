"""Words that their writer wants to keep to themselves."""

import pytest

from handlers.typed.privacy.confidential import is_confidential


@pytest.mark.parametrize(
    "text",
    [
        "Anders is job hunting. Tomas must not see this",
        "marketing can't know about it",
        "nobody else should hear of this",
        "he leaves in may, nobody else pls",
        "just between you and I, they have no budget",
        "don't mention it to anyone",
        "please do not share this",
        "keep it to yourself",
        "jana wants a quote, ill send em friday. hush hush",
        "she leaves in may, not for tomas' ears",
    ],
)
def test_words_that_forbid_telling(text: str) -> None:
    assert is_confidential(text)


@pytest.mark.parametrize(
    "text",
    [
        "They can't see the drivers' times",
        "Jana cannot read the report",
        "Their drivers must not see the price list",
        "Nobody else bid",
        "They don't share data with us",
        "They say nobody should drive at night",
        "Private cloud is a must",
        "The noise is not for the drivers' benefit",
    ],
)
def test_words_about_a_customers_work(text: str) -> None:
    assert not is_confidential(text)
