"""Who decides is said with the name, and competitors and limits come before needs."""

import pytest

from handlers.transcripts.lines.draft_order import FIRST
from tests.transcripts.lines_drawn import drawn
from tests.transcripts.talk import said


@pytest.mark.parametrize(
    ("asked", "answer", "line"),
    [
        (
            "How does that go?",
            "It is not me who signs it. Over thirty thousand it is Ruth Amsel, our CFO.",
            "It is not me who signs it. Over thirty thousand it is Ruth Amsel, our CFO.",
        ),
        (
            "How does that go?",
            "I approve up to five thousand. Above that it's Ruth Amsel, she's the director.",
            "I approve up to five thousand. Above that it's Ruth Amsel, she's the director.",
        ),
        (
            "And Declan is, he's the one who signs?",
            "He signs it, yes.",
            "He signs it, yes (Declan).",
        ),
        ("Is it Declan or Ruth Amsel?", "He signs it, yes.", "He signs it, yes."),
        ("Who are they?", "Ruth's the one you need to convince.", None),
    ],
)
def test_the_name_of_who_decides_is_in_the_line(asked: str, answer: str, line: str | None) -> None:
    found = drawn(said("Ann", words=asked), said("Bo", words=answer)).lines
    assert [one.words for one in found if one.kind == "decider"] == [line or answer]


@pytest.mark.parametrize(
    ("asked", "answer", "name"),
    [
        ("How is it?", "We had KESTREL here last month.", "KESTREL"),
        ("How is it?", "Routely have been sniffing around, at the fair.", "Routely"),
        ("Would you tell me who?", "One is from Leeds. The other one is Routely.", "Routely"),
        ("Who's it from?", "I can, well, it's Routely.", "Routely"),
        ("How is it?", "The other one is Routely.", None),
        ("How is it?", "We had Thomas here last month.", None),
    ],
)
def test_a_competitor_is_known_by_what_is_said_of_it(
    asked: str, answer: str, name: str | None
) -> None:
    found = drawn(said("Ann", words=asked), said("Bo", words=answer)).figures.perhaps_rivals
    assert [one.name for one in found] == [name] * bool(name)


def test_the_limit_and_who_decides_come_before_needs() -> None:
    limit, decides = "Four percent is the ceiling.", "My brother decides about the contract."
    needs = [f"We need one more {thing} by the gate." for thing in ("dock", "ramp", "fork", "lift")]
    found = drawn(said("Bo", words=" ".join((*needs, limit, decides)))).lines
    assert [(one.kind, one.words) for one in found[:FIRST] if one.kind != "need"] == [
        ("decider", decides),
        ("budget", limit),
    ]
