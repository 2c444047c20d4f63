"""Which speakers of a transcript are the rep, and which are colleagues."""

import pytest

from handlers.transcripts.speakers import folded
from handlers.transcripts.whose import Rep, may_be_rep, names_somebody, sides, whose

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
    assert (found.mine == frozenset({label})) is (label not in found.closed)


def test_what_was_said_once_is_not_asked_again() -> None:
    rep = Rep("Ann Lee", None, {"a lee": True, "ann": False})
    assert whose(("A. Lee", "Jana"), rep).mine == frozenset({"A. Lee"})
    assert whose(("Ann", "Ann Lee"), rep).mine == frozenset({"Ann Lee"})
    assert whose(("A. Lee", "Ann Lee"), rep).mine is None


def test_a_name_that_was_claimed_once_and_is_not_like_the_reps_is_not_theirs() -> None:
    found = whose(("Shorty", "Jana"), Rep("Ann Lee", None, {"shorty": True}))
    assert found.mine is None
    assert found.strangers == frozenset({"Shorty", "Jana"})


LENA, TOMAS = ("Lena Brandt", "lena.brandt@fernwick.example"), ("Tomas Keller", None)
MIRA = ("Mira", "m.sauter@fernwick.example")  # only a first name in her profile


@pytest.mark.parametrize(
    ("whom", "label", "may_be_theirs"),
    [
        # the full name, as tools and companies write it
        (LENA, "Lena Brandt", True),
        (LENA, "LENA BRANDT", True),
        (LENA, "Brandt, Lena", True),
        (LENA, "Brandt Lena", True),
        (LENA, "Lena Brandt (Fernwick)", True),
        (LENA, "Lena Brandt | Fernwick", True),
        (LENA, "Lena Brandt - Fernwick", True),
        (LENA, "Lena Brandt (she/her)", True),
        (LENA, "Brandt, Lena (Guest)", True),
        (LENA, "Lena Brandt Fernwick", True),
        (LENA, "Dr. Lena Brandt", True),
        (LENA, "Lena M. Brandt", True),
        (LENA, "Lena Brandt-Roth", True),
        (LENA, "lena.brandt@fernwick.example", True),
        (LENA, "lena.brandt", True),
        (LENA, "lbrandt", True),
        (LENA, "brandtl", True),
        (LENA, "lenab", True),
        (LENA, "LenaBrandt", True),
        # a part of it
        (LENA, "Lena", True),
        (LENA, "Brandt", True),
        (LENA, "LB", True),
        (LENA, "L.B.", True),
        (LENA, "L. Brandt", True),
        (LENA, "Lena B.", True),
        (LENA, "Lena's iPhone", True),
        (LENA, "iPad von Lena", True),
        (("Robert Li", None), "Bob", True),
        (("Bob Li", None), "Robert Li", True),
        # other letters
        (("Jürgen Müller", None), "Juergen Mueller", True),
        (("Juergen Mueller", None), "Jürgen Müller", True),
        (("Jürgen Müller", None), "Jurgen Muller", True),
        (("Søren Østergaard", None), "Soren Ostergaard", True),
        (("Łukasz Żak", None), "Lukasz Zak", True),
        (("José García", None), "Jose Garcia", True),
        (("Anna-Lena Groß", None), "Annalena Gross", True),
        (("Олена Шевченко", "o.shevchenko@f.example"), "Olena Shevchenko", True),
        (("李雷", None), "李雷", True),
        # a profile that says little
        (MIRA, "Mira Sauter", True),
        (MIRA, "M. Sauter", True),
        (("lbrandt", None), "Lena Brandt", True),
        (("LB", "lbrandt@fernwick.example"), "Lena Brandt", True),
        # nobody's name
        (TOMAS, "Me", True),
        (TOMAS, "You", True),
        (TOMAS, "Speaker 1", True),
        (TOMAS, "Host", True),
        (TOMAS, "Sprecher 2", True),
        (TOMAS, "Besprechungsraum Ulm", True),
        (TOMAS, "Meeting Room 4", True),
        (TOMAS, "iPhone", True),
        (TOMAS, "+49 30 901820", True),
        (TOMAS, "", True),
        # somebody else's name
        (TOMAS, "Lena Brandt", False),
        (TOMAS, "Mira Sauter", False),
        (TOMAS, "Mira", False),
        (TOMAS, "LB", False),
        (TOMAS, "lena.brandt@fernwick.example", False),
        (TOMAS, "Lena's iPhone", False),
        (TOMAS, "Anna Keller", False),
        (TOMAS, "Tomas Sauter", False),
        (TOMAS, "T. Sauter", False),
        (TOMAS, "Hans Zimmer", False),
        (TOMAS, "Anke Traum", False),
        (LENA, "Lena Roth", False),
        (LENA, "Lea Brandt", False),
        (LENA, "Rolf Thiemann (Kestrel)", False),
        (("Tomas Bauer", None), "Tomas Baur", False),
    ],
)
def test_only_a_name_like_the_reps_or_nobodys_may_be_the_rep(
    whom: tuple[str, str | None], label: str, may_be_theirs: bool
) -> None:
    assert may_be_rep(label, Rep(*whom)) is may_be_theirs


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
