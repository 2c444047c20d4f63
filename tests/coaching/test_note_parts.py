"""Who said which line of a note."""

import pytest

from handlers.coaching.buyer_words.note_parts import by_speaker, names_others

BOTH = ("Jana Novak", "Sam Pope")


@pytest.mark.parametrize(
    ("note", "speaker", "parts"),
    [
        ("We stopped.\nIt is slow.", "", [("", "We stopped.\nIt is slow.")]),
        ("We stopped.", "Jana Novak", [("Jana Novak", "We stopped.")]),
        (
            "Jana: We stopped.\nSam Pope: It is slow.\n\nJana Novak: By May.",
            "",
            [
                ("Jana Novak", "Jana: We stopped.\nJana Novak: By May."),
                ("Sam Pope", "Sam Pope: It is slow."),
            ],
        ),
        (
            "We stopped.\nSam: It is slow.",
            "Jana Novak",
            [("Jana Novak", "We stopped."), ("Sam Pope", "Sam: It is slow.")],
        ),
        # A given name that is not on file; "Ruth" is Ruth Weiss.
        (
            "Ruth Weiss: We stopped.\nRuth: By May.",
            "",
            [("Ruth Weiss", "Ruth Weiss: We stopped.\nRuth: By May.")],
        ),
        # What stands before a colon is not always a name.
        ("Budget: nine euros.", "", [("", "Budget: nine euros.")]),
        ("Pain points: the drivers.", "Jana Novak", [("Jana Novak", "Pain points: the drivers.")]),
        ("Me: I'll send it.", "", [("", "Me: I'll send it.")]),
    ],
)
def test_each_line_belongs_to_whom_its_label_names(
    note: str, speaker: str, parts: list[tuple[str, str]]
) -> None:
    assert [(one.who, one.note) for one in by_speaker(note, BOTH, speaker)] == parts


def test_a_label_that_fits_two_people_names_neither() -> None:
    both = ("Jana Novak", "Jana Weiss")
    assert [one.who for one in by_speaker("Jana: We stopped.\nJana Weiss: No.", both)] == [
        "",
        "Jana Weiss",
    ]


def test_contacts_are_looked_up_only_for_a_label_of_somebody_else() -> None:
    assert names_others("We stopped.\nSam: It is slow.", "Jana Novak")
    assert not names_others("Jana: We stopped.\nIt is slow.", "Jana Novak")
