"""What may be a customer's name in a title, if a calendar says nothing of who comes."""

import pytest

from handlers.sources.calendars.title_names import name_in
from handlers.sources.calendars.titles import MAX_TITLE, named_in, without_names
from tests.shipped import SHIPPED_PLAYBOOK

WORDS = SHIPPED_PLAYBOOK.meetings


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Halecast – pricing follow-up", "Halecast"),
        ("Demo for Toradex", "Toradex"),
        ("Toradex: legal", "Toradex"),
        ("Kick-off Moorland Energy", "Moorland Energy"),
        ("Kennenlernen Quillhaven", "Quillhaven"),
        ("Call with Jana Novak", "Jana Novak"),
        ("Intro: Acme <> Ours", "Acme"),
        ("株式会社東京: デモ", "株式会社東京"),
        ("Call Frank", ""),
        ("Product Roadmap Review", ""),
        ("Focus: proposals", ""),
        ("Team meeting: roadmap", ""),
        ("Zahnarzt Dr. Behrens", ""),
        ("Weihnachtsfeier", ""),
        ("Weekly", ""),
        ("x" * MAX_TITLE + " demo Toradex", ""),
        ("", ""),
    ],
)
def test_what_may_be_a_name(title: str, name: str) -> None:
    assert name_in(title, WORDS) == name


def test_a_name_that_is_also_a_part_of_a_longer_name_is_found_at_each_place() -> None:
    names = {"acme": frozenset({1}), "acme retail": frozenset({2})}
    assert named_in("Acme / Acme Retail sync", names) == [1, 2]
    assert named_in("Acme Retail sync", names) == [2]
    assert without_names("Acme / Halden / Acme demo", names) == ("halden", "demo")
