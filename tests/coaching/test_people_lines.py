"""People as they are typed into a form."""

import pytest

from handlers.coaching.names.people_lines import emails_in, names_in_role, people_in


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Jana Novak, head of dispatch", {"Jana Novak": "head of dispatch"}),
        ("Jana; Tom; Mia", {"Jana": "", "Tom": "", "Mia": ""}),
        ("Jana, Tom, Mia", {"Jana": "", "Tom": "", "Mia": ""}),
        ("Jana Novak, Tom Berg", {"Jana Novak": "", "Tom Berg": ""}),
        ("Jana, Tom", {"Jana": "", "Tom": ""}),
        ("Jana Novak, Tom", {"Jana Novak": "", "Tom": ""}),
        ("Berg, Tom", {"Berg, Tom": ""}),
        ("Jana and Tom", {"Jana": "", "Tom": ""}),
        ("Novak, Jana", {"Novak, Jana": ""}),
        ("Novak, Jana, CFO", {"Novak, Jana": "CFO"}),
        ("Jana, CFO, Tom, buyer", {"Jana": "CFO", "Tom": "buyer"}),
        ("- Jana\n* Tom\n• Mia\n– Bo", {"Jana": "", "Tom": "", "Mia": "", "Bo": ""}),
        ("1. Jana\n2) Tom", {"Jana": "", "Tom": ""}),
        ("Jana Novak (head of logistics)", {"Jana Novak": "head of logistics"}),
        ("Jana Novak (head of logistics", {"Jana Novak": "head of logistics"}),
        ("jana.novak@nw.example", {"Jana Novak": ""}),
        ("Jana Novak <jana@nw.example>", {"Jana Novak": ""}),
        ("Jana Novak, jana@nw.example", {"Jana Novak": ""}),
        ("Uwe Kern, +49 170 1234567", {"Uwe Kern": "+49 170 1234567"}),
        ("Jana, assistant to Peter Huber", {"Jana": "assistant to Peter Huber"}),
        ("王小明, 采购", {"王小明": "采购"}),
        ("tbd", {}),
        ("TBD\nnone\n?\nn/a\n-\n\n ; ,", {}),
        ("Jana, head of all\nJana", {"Jana": "head of all"}),
        ("O'Brien-Smith, Anne", {"O'Brien-Smith, Anne": ""}),
        ("marta klein cfo", {"marta klein": "CFO"}),
        ("Marta Klein the Fleet Manager", {"Marta Klein": "Fleet Manager"}),
        ("jana head of ops; Marta CEO", {"jana": "head of ops", "Marta": "CEO"}),
        ("Dr. Anders Lund medical director", {"Dr. Anders Lund": "medical director"}),
        ("Jo Head", {"Jo Head": ""}),
        ("Dr. Jo Chair\nAnna Cook", {"Dr. Jo Chair": "", "Anna Cook": ""}),
        ("the cfo", {"the cfo": ""}),
        ("Sales VP", {"Sales VP": ""}),
    ],
)
def test_people_are_read_as_they_are_meant(typed: str, people: dict[str, str]) -> None:
    assert people_in(typed) == people
    shown = "\n".join(f"{name}, {role}" if role else name for name, role in people.items())
    assert people_in(shown) == people, "the form shows them again, and takes them as they are"


@pytest.mark.parametrize(
    ("typed", "people", "emails"),
    [
        ("jana.novak@nw.example", {"Jana Novak": ""}, ["jana.novak@nw.example"]),
        ("Jana Novak <jana@nw.example>, CFO", {"Jana Novak": "CFO"}, ["jana@nw.example"]),
        ("Jana Novak, CFO, jana@nw.example", {"Jana Novak": "CFO"}, ["jana@nw.example"]),
        ("Jana Novak (jana@nw.example)", {"Jana Novak": ""}, ["jana@nw.example"]),
        ("Novak, Jana <jana@nw.example>", {"Novak, Jana": ""}, ["jana@nw.example"]),
        ('"Jana Novak" <jana@nw.example>', {"Jana Novak": ""}, ["jana@nw.example"]),
        ("a@nw.example, b@nw.example", {"A": "", "B": ""}, ["a@nw.example", "b@nw.example"]),
        ("a@nw.example b@nw.example", {"A": "", "B": ""}, ["a@nw.example", "b@nw.example"]),
        (
            "Jana Novak, CFO jana@nw.example jn@home.example",
            {"Jana Novak": "CFO"},
            ["jana@nw.example"],
        ),
        ("Jana Novak – “jana@nw.example”", {"Jana Novak": ""}, ["jana@nw.example"]),
        ("MAILTO:jana@nw.example", {"Jana": ""}, ["jana@nw.example"]),
        ("Jana Novak jana＠nw.example", {"Jana Novak": ""}, ["jana@nw.example"]),
        ("Jana Novak, @jana", {"Jana Novak": "@jana"}, []),
        ("Jana Novak, jana@nw", {"Jana Novak": "jana@nw"}, []),
        ("Jana, Tom", {"Jana": "", "Tom": ""}, []),
    ],
)
def test_an_address_is_kept_beside_the_name(
    typed: str, people: dict[str, str], emails: list[str]
) -> None:
    assert people_in(typed) == people
    assert list(emails_in(typed).values()) == emails
    assert emails_in(typed).keys() <= people.keys()


def test_names_in_what_is_said_about_somebody() -> None:
    assert names_in_role("assistant to Peter Huber") == ["Peter Huber"]
    assert names_in_role("Northwind Logistics CFO") == ["Northwind"]
    assert names_in_role("Head of IT") == []
    assert names_in_role("decides") == []
