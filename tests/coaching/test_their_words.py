"""What of a note is the buyer's own words, and how long words are cut."""

import pytest

from handlers.coaching.buyer_words.their_words import (
    beginning,
    is_all_theirs,
    names_another,
    theirs,
)
from handlers.coaching.buyer_words.whose_words import divided, may_be_theirs
from handlers.features.reflections.call_people import KnownThere, speaker_id
from storage.tables import Contact

JANA, MIA = "Jana Novak", "Mia Thorne"


@pytest.mark.parametrize(
    ("note", "speaker", "said"),
    [
        # in quotation marks
        (
            "Jana: 'my dispatchers hate typing it twice'. I'll send her the security sheet by "
            "Wednesday. They will send us the shift plan on Friday.",
            JANA,
            "“my dispatchers hate typing it twice”",
        ),
        ('"we dont do mondays" - pia. also SHE HATES excel', "", "“we dont do mondays”"),
        ("Pia: “We don’t do Mondays.” Then silence", "", "“We don’t do Mondays.”"),
        ('She laughed: "my phone rings at six". Then Ruben came.', JANA, "“my phone rings at six”"),
        (
            "'the drivers' phones ring at six', I'll ask why",
            "",
            "“the drivers' phones ring at six”",
        ),
        ('I asked "why do they type it twice?"', JANA, ""),
        ('I asked why, and she said "it never worked for us"', JANA, "“it never worked for us”"),
        # after a name
        (
            "Jana: my dispatchers hate typing it twice. I asked why. The night shift is worst.",
            JANA,
            "my dispatchers hate typing it twice…",
        ),
        ("Jana: I'll sign in March. We'd start in May.", JANA, "I'll sign in March…"),
        ("Jana: send me the sheet", JANA, "send me the sheet"),
        ("Jana: I said we'd cut that in half. Jana laughed.", JANA, ""),
        ("Jana: we drop calls. I said we'd cut that in half.", JANA, "we drop calls…"),
        ("Bob: we'd start in March. I'll call him", "", "Bob: we'd start in March…"),
        ("I asked why. Jana: the night shift is worst", JANA, "the night shift is worst"),
        ("Ruben: no budget", JANA, "Ruben: no budget"),
        ("Bob: no budget", JANA, ""),
        ("Me: I'd cut that in half", JANA, ""),
        ("Next step: I'll send the sheet", JANA, ""),
        # a line without either
        ("We had a planner two years ago. The drivers hated it.", JANA, None),
        ("I hate typing it twice", JANA, None),
        ('Says it is "dead" to them', "", None),
        ("Everyone shows us the map. Jana says nobody asks the drivers.", JANA, None),
        ("Nobody asks us, and Lena should.", JANA, None),
        ("I'll send her the security sheet by Wednesday.", JANA, ""),
        ("yes, the managers get the call too. Mia will send me their names by Friday", MIA, ""),
        ("They tried it. I said we'd cut that in half. Jana laughed.", JANA, ""),
        ("They want the demo on site", "", ""),
        ("They sent us the shift plan", "", ""),
        ("Jana will send us the shift plan", "", ""),
        ("Routely sent us a new price, up nine percent.", "", None),
        ("I think she decides alone", JANA, ""),
        ("We'll send them a price", "", ""),
        # several lines
        ("I'll call her\nJana: we stopped it\n'it never once worked'", JANA, None),
        ("", JANA, ""),
    ],
)
def test_only_what_is_theirs_is_quoted(note: str, speaker: str, said: str | None) -> None:
    if note.count("\n"):
        said = "we stopped it\n“it never once worked”"
    assert theirs(note, speaker) == (note if said is None else said)


def test_a_note_is_all_theirs_if_the_rep_says_nothing_in_it() -> None:
    assert is_all_theirs("Jana: we stopped it.", JANA)
    assert is_all_theirs("“We stopped it then.”", JANA)
    assert not is_all_theirs("Jana: we stopped it. I asked why.", JANA)
    assert not is_all_theirs("I'll send it.", JANA)


@pytest.mark.parametrize(
    ("words", "longest", "said"),
    [
        ("One. Two is longer.", 19, "One. Two is longer."),
        ("One. Two is longer. Three.", 20, "One. Two is longer…"),
        ("One! Two is longer.", 10, "One! …"),
        ("One goes on and on. Two.", 10, ""),
        ("Dr. Lund signs. Not before May.", 20, "Dr. Lund signs…"),
    ],
)
def test_the_beginning_is_kept_and_the_cut_is_marked(words: str, longest: int, said: str) -> None:
    assert beginning(words, longest) == said


@pytest.mark.parametrize(
    ("note", "another"),
    [
        ("Ruth: we stopped it.", True),
        ("It rings at six.\nDr. Ruth Amsel: we stopped it.", True),
        ("Jana: we stopped it.", False),
        ("Price: forty a seat.", False),
        ("We stopped it.", False),
        ("“We stopped it.” – Jana, on the phone", False),
    ],
)
def test_a_label_says_that_somebody_else_spoke(note: str, another: bool) -> None:
    assert names_another(note, JANA) is another
    coming = [Contact(id=7, tenant="t", account_id=1, name=JANA)]
    there = KnownThere([JANA], "Northwind")
    named = "Jana" in note  # nobody else may be put down, even if only Jana came
    assert speaker_id("", coming, note, there) == (7 if named else None)
    assert speaker_id("7", coming, note, there) == 7


@pytest.mark.parametrize(
    ("line", "may_be", "parts"),
    [
        ("northwind went ok, they want a pilot", False, 1),
        ("ruben left", False, 1),
        ("jana said ruben signs", False, 1),
        ("jana: they stopped it", True, 1),
        ("“they want a pilot”", True, 1),
        ("The drivers had it off by week two.", True, 1),
        ("I think it rings at six", True, 1),
        ("3 people on their phones the whole time", False, 1),
        ("half of them left early", False, 1),
        ("two guys kept typing", False, 1),
        ("3 people in our team left in june", True, 1),
        ("irina: yes, at night. jana: price is ok.", True, 2),
    ],
)
def test_a_line_is_theirs_only_if_the_words_can_be(line: str, may_be: bool, parts: int) -> None:
    names = [JANA, "Ruben Falk", "Irina Sokol"]
    assert may_be_theirs(line, names, "Northwind Logistics") is may_be
    said, opinion = divided(line, names)
    assert (len(said.splitlines()), opinion) == (parts, "")
    assert divided(f"{line}. i think hes bluffing tbh", names)[1] == "i think hes bluffing tbh"
