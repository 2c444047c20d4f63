"""Names of people in a text, whether or not somebody of that name is on file."""

import pytest

from handlers.coaching.names.names_in_words import name_in_address, named_people, people_labelled


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rolf Thiemann: We spent two days on it.", ["Rolf Thiemann"]),
        ("Rolf: no\nAnke Dreßler: yes", ["Rolf", "Anke Dreßler"]),
        ("Thiemann: no", ["Thiemann"]),
        ("I asked why. Thiemann: it rings at six", ["Thiemann"]),
        ("It is dear, rolf said", ["rolf"]),
        ("Rolf's drivers and Anna van der Berg", ["Rolf", "Anna van der Berg"]),
        ("Ms. Vela runs it, Frau Dreßler too", ["Vela", "Dreßler"]),
        ("Will Thiemann sign", ["Will Thiemann"]),
        ("Then Sorin Vasilescu decides", ["Sorin Vasilescu"]),
        ("Anke decides", ["Anke"]),
        ("Will they sign? May be frank.", []),
        ("Budget: two days. Next step: a visit", []),
        ("The planner works in Munich: they like SAP", []),
        ("The budget is frozen till april, to be frank", []),
        ("Till end of march, whole budget", []),
        ("Till decides, and Frank too", ["Till", "Frank"]),
    ],
)
def test_names_are_found_without_a_file(text: str, names: list[str]) -> None:
    assert named_people(text) == names


def test_speakers_without_names_are_nobody() -> None:
    labels = ["Speaker 1", "Rolf Thiemann", "Dreßler", "Unknown", "Room Hamburg"]
    assert people_labelled(labels) == ["Rolf Thiemann", "Dreßler"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("rolf.thiemann@kestrel.example", "rolf thiemann"),
        ("rolf@kestrel.example", "rolf"),
        ("r.thiemann@kestrel.example", ""),
        ("support@kestrel.example", ""),
        ("help-desk@kestrel.example", ""),
    ],
)
def test_a_guests_name_may_be_in_the_address(address: str, name: str) -> None:
    assert name_in_address(address) == name


def test_after_a_sure_title_a_name_may_be_in_lower_case() -> None:
    assert named_people("budget sits w her cfo mr brandl, wants to talk") == ["brandl"]
    assert named_people("herr meier said no, dr. lund too") == ["meier", "lund"]
    for ordinary in ("ms teams is down", "200 ms later", "mr is short", "dr director"):
        assert named_people(ordinary) == []
