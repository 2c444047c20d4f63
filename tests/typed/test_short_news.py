"""Whom or what news in two or three words is about."""

import pytest

from handlers.typed.customers.short_news import subject_of_news


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("lost halden", "halden"),
        ("we lost halden!!", "halden"),
        ("halden is lost", "halden"),
        ("Kestrel Foods signed", "kestrel foods"),
        ("halden went dark", "halden"),
        ("halden ghosted us", "halden"),
        ("we lost it", "it"),
        ("halden signed?", ""),
        ("halden is slow", ""),
        ("lost halden because of the price", ""),
    ],
)
def test_the_subject_is_what_is_beside_the_news(typed: str, subject: str) -> None:
    assert subject_of_news(typed) == subject
