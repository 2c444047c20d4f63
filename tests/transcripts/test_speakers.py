"""A speaker has one name, whatever badges a file puts on it."""

import pytest

from handlers.transcripts.records import DraftLine, GoalHeard, Label, Spot, Transcript, Utterance
from handlers.transcripts.speakers import folded, one_name_each, speaker_name, visible_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Lee, Ann (Guest)", "Ann Lee"),
        ("ann lee | Acme", "ann lee"),
        ("Ann Lee (she/her)", "Ann Lee"),
        ("Ann Lee [Acme] (External)", "Ann Lee"),
        ("Ann Lee - Acme", "Ann Lee"),
        ("Ann Lee External", "Ann Lee"),
        ("Lee, PhD", "Lee"),
        ("Jean-Luc Roy", "Jean-Luc Roy"),
        ("Speaker 1", "Speaker 1"),
        ("+1 415 555 0100", "+1 415 555 0100"),
        ("(Guest)", "(Guest)"),
        ("", ""),
    ],
)
def test_badges_are_taken_off_a_name(said: str, name: str) -> None:
    assert speaker_name(said) == name
    assert folded(said) == folded(name)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("\u202eAnn\u202c Lee", "Ann Lee"),
        ("An\u200bn\x07  Lee", "Ann Lee"),
        ("\u200b\u3164", ""),
        ("\u200d", ""),
        ("👩\u200d👧 Ann", "👩\u200d👧 Ann"),
        ("Ann" * 5_000, "Ann" * 106 + "An"),
    ],
)
def test_a_name_has_nothing_that_nobody_sees(said: str, name: str) -> None:
    assert visible_name(said) == name


def test_two_spellings_are_one_speaker() -> None:
    said = ["ann lee | Acme", "Lee, Ann (Guest)", "ÁNN LEE", "Bo"]
    assert list(one_name_each(said).values()) == ["Ann Lee"] * 3 + ["Bo"]


def test_two_people_of_two_companies_are_two_speakers() -> None:
    said = ["Ann (Acme)", "Ann (Initech)", "Bo (Acme)"]
    assert list(one_name_each(said).values()) == ["Ann (Acme)", "Ann (Initech)", "Bo"]


def test_no_word_of_a_call_is_in_a_repr() -> None:
    said = Utterance("Ann", "hush")
    call = Transcript((said,), "other")
    line = DraftLine("need", "hush", "Ann", "theirs", Spot(0.5))
    shown = repr([said, call, Label("Ann", 1, ("hush",)), line, GoalHeard(("hush",), ("hush",))])
    assert "hush" not in shown
