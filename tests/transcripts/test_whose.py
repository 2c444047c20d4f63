"""Which speakers of a transcript are the rep, and which are colleagues."""

import pytest

from handlers.transcripts.speakers import folded
from handlers.transcripts.whose import Rep, names_somebody, sides, whose

ANN = Rep("Ann Lee", "a.lee@brightwater.example")


@pytest.mark.parametrize(
    ("labels", "mine"),
    [
        (("Ann Lee", "Jana Novak"), {"Ann Lee"}),
        (("Lee Ann", "Jana Novak"), {"Lee Ann"}),
        (("ANN LÉE", "Jana Novak"), {"ANN LÉE"}),
        (("Me", "Them"), {"Me"}),
        (("a.lee", "Jana Novak"), {"a.lee"}),
        (("ann.lee@brightwater.example", "Jana"), {"ann.lee@brightwater.example"}),
        ((), set()),
    ],
)
def test_a_name_that_is_the_reps_is_certain(labels: tuple[str, ...], mine: set[str]) -> None:
    assert whose(labels, ANN).mine == frozenset(mine)


@pytest.mark.parametrize(
    ("labels", "likely"),
    [
        (("Ann", "Ann Lee", "Jana"), ("Ann Lee", "Ann")),
        (("Ann", "Jana"), ("Ann",)),
        (("Jana", "Ann L."), ("Ann L.",)),
        (("Jana", "A. Lee", "Ann"), ("A. Lee", "Ann")),
        (("Me", "Ann Lee"), ("Me", "Ann Lee")),
        (("Speaker 1", "Speaker 2"), ()),
        (("Jana", "Tom"), ()),
    ],
)
def test_a_name_like_it_is_asked_about(labels: tuple[str, ...], likely: tuple[str, ...]) -> None:
    found = whose(labels, ANN)
    assert found.mine is None
    assert found.likely == likely


@pytest.mark.parametrize(
    ("label", "colleague", "anothers"),
    [
        ("Bo Li", "Bo Li", True),
        ("LI, BÓ (Guest)", "Bo Li", True),
        ("bo@forge.example", "Bo Li", True),
        ("Bo", "Bo Li", True),
        ("Bo L.", "Bo Li", True),
        ("B. Li", "Bo Li", True),
        ("BL", "Bo Li", True),
        ("B.L.", "Bo Li", True),
        ("Bob", "Robert Li", True),
        ("bo", "Xi", True),  # what is before the @ of an address
        ("Bo Lindt", "Bo Li", False),
        ("bl", "Bo Li", False),
        ("Bo", "Bo Li Tan", True),
        ("BT", "Bo Li Tan", True),
        ("Bo Tan", "Bo", False),  # says more than the colleague's name does
        ("Ann", "Ann Vogt", False),  # may be the rep
        ("AL", "Amy Lund", False),
        ("Ann Lee", "Ann Lee", False),  # two people with one name
        ("Ann", "Ann", True),
        ("Me", "Me", False),
        ("Speaker 1", "Speaker 1", False),
    ],
)
def test_a_colleagues_name_is_nobody_elses(label: str, colleague: str, anothers: bool) -> None:
    said = {folded(label): True}
    found = whose((label, "Jana"), Rep("Ann Lee", None, said, ((colleague, "bo@forge.example"),)))
    assert (label in found.anothers) is anothers
    assert (found.mine == frozenset({label})) is not anothers


def test_what_was_said_once_is_not_asked_again() -> None:
    rep = Rep("Ann Lee", None, {"shorty": True, "ann": False})
    assert whose(("Shorty", "Jana"), rep).mine == frozenset({"Shorty"})
    assert whose(("Ann", "Ann Lee"), rep).mine == frozenset({"Ann Lee"})
    assert whose(("Shorty", "Ann Lee"), rep).mine is None


@pytest.mark.parametrize(
    "label", ["Speaker 1", "Call-in User 2", "+49 30 901820", "Me", "Them", "Boardroom 3", "Room A"]
)
def test_a_label_that_may_be_anybody_next_time_is_not_remembered(label: str) -> None:
    assert not names_somebody(label)
    assert names_somebody("Jana Novak")


def test_colleagues_are_known_by_their_seats_and_names() -> None:
    labels = ("Ann Lee", "Tomas", "Bo Li", "Jana", "Jan Kern", "Rita Vogt")
    assert sides(
        labels,
        {"Ann Lee"},
        theirs=["Jana Novak", "Bo Li"],
        with_us=["Tomas Keller"],
        on_file=["Rita Vogt", "Bo Li", "Jan Peters"],
    ) == {
        "Ann Lee": "me",
        "Tomas": "colleague",
        "Bo Li": "theirs",
        "Jana": "theirs",
        "Jan Kern": "theirs",
        "Rita Vogt": "colleague",
    }


def test_a_first_name_that_both_sides_have_is_the_customers() -> None:
    found = sides(("Tom",), (), theirs=["Tom Ash"], with_us=["Tom Keller"], on_file=[])
    assert found == {"Tom": "theirs"}
