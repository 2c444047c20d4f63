"""Two whole calls, with everything that words tell counted by hand."""

import re
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import Measured, Utterance
from tests.transcripts.talk import CONTEXT, PITCH, call, said

DISCOVERY = """
Ann: Hi Jana, good to see you again. How was your weekend?
Jana: Oh, it was great, thanks. We went up to the lake. How about you?
Ann: Lovely. So, um, thanks for the time today. Later I'll show you two screens of it.
Jana: Sure, sounds good.
Ann: So what has changed since we last spoke?
Jana: Well, a lot. Now it's me and Tom doing the planning, and that takes us two hours a day.
Ann: Two hours. Hmm. And what happens when somebody calls in sick?
Jana: Then it's chaos. I mean we can't see who is free, so I call everybody one by one.
Ann: Everybody? What did you try before?
Jana: We had a planner from root lee. The drivers switched it off in the second week.
Ann: Who decided to buy that one?
Jana: Our managing director, Mr. Otte. Karl Brandt in procurement signs everything now.
Ann: Okay. And do you have a budget for this year?
Jana: Not really. The budget for next year closes in the middle of January.
Ann: So let me show you how the planner handles a sick call, because I think that hurts most.
Jana: Okay. Does it work offline?
Ann: It does, yes. What would you need to see to bring that to Mr. Otte?
Jana: A number. He needs to know what those two hours cost us.
Ann: I'll send you a one-page calculation by Thursday.
Jana: Perfect. I'll ask Tom for the list of tours, and I'll send you that tomorrow.
Ann: If that looks good, we'll set up a test in January. Shall we talk again next Tuesday?
Jana: Tuesday works for me. I'll invite Karl as well.
Ann: Wonderful. Thanks so much, Jana.
"""
PRICING = """
Ann: Morning all. Can everybody hear me okay?
Tom: Yep, loud and clear.
Ann: On the agenda today we've got pricing, and I'll leave ten minutes for questions.
Tom: Fine by me.
Ann: Before we go into the numbers, can I ask what's driving the timing on your side?
Jana: Our contract with Planday runs out on the thirty-first of March, so we decide by then.
Ann: Right. And who else is involved in that decision?
Jana: Me, Tom, and then our CEO, Margaret, has to approve anything over fifty K.
Ann: Okay. What does approve mean in practice?
Tom: The last one took us six weeks.
Ann: I'll ask our security lead to fill in the questionnaire this week.
Jana: The quote says forty-two pounds a head. Honestly that's too expensive for us.
Ann: I hear you. What would make it worth that?
Jana: I can't take a maybe to Margaret. I need a number that holds up.
Ann: What we could do is run it on your October data, free of charge, and see what it gives.
Tom: I like that. I'll get you the October export by tomorrow evening.
Jana: We're also looking at Monday. Nobody wants Monday.
Ann: I can't promise that, but I'll talk to my manager and let you know by Wednesday.
Jana: No problem.
Ann: Shall we meet on the tenth of December to go over the results?
Jana: The tenth is good. Thanks, bye.
"""
KNOWING = replace(
    CONTEXT,
    goal="Learn who signs, and what the planning costs them",
    rivals=("Routely", "Planday", "Monday"),
    heard_as=(("root lee", "Routely"),),
)


def spoken(text: str) -> list[Utterance]:
    """A call in which each line takes ten seconds."""
    lines = (line.split(": ", 1) for line in text.strip().splitlines())
    return [said(who, at, at + 9, words) for (who, words), at in zip(lines, count(0, 10))]


def drawn(text: str) -> Measured:
    return measure(call(*spoken(text)), KNOWING, PITCH)


def place_of(text: str, words: str) -> float:
    """The second in which the line with these words begins."""
    return 10.0 * next(at for at, line in enumerate(text.strip().splitlines()) if words in line)


@pytest.mark.parametrize(
    ("text", "asked", "proposed", "step", "heard"),
    [
        (DISCOVERY, (5, 3), "let me show you how", "Shall we talk again", ["Routely"]),
        (PRICING, (3, 2), "What we could do", "Shall we meet", ["Planday"]),
    ],
)
def test_figures(
    text: str, asked: tuple[int, int], proposed: str, step: str, heard: list[str]
) -> None:
    found = drawn(text).figures
    assert found.questions
    assert (found.questions.open, found.questions.closed, found.questions.roughly) == (
        *asked,
        False,
    )
    assert found.first_proposal
    assert found.first_proposal.at
    assert found.first_proposal.at.total_seconds() == place_of(text, proposed)
    assert found.next_step
    assert found.next_step.side == "me"
    assert found.next_step.spot.at
    assert found.next_step.spot.at.total_seconds() == place_of(text, step)
    assert [rival.name for rival in found.rivals] == heard


def test_lines() -> None:
    found = drawn(DISCOVERY)
    promises = [line for line in found.lines if line.kind == "promise"]
    assert {(line.side, line.due, line.conditional) for line in promises} == {
        ("me", date(2026, 12, 3), False),
        ("theirs", date(2026, 12, 1), False),
        ("theirs", None, False),  # to invite Karl
        ("me", None, True),  # "if that looks good", in January
    }
    kinds = [(line.kind, line.words[:28]) for line in found.lines if line.kind != "promise"]
    assert sorted(kinds) == [
        ("budget", "The budget for next year clo"),
        ("decider", "Karl Brandt in procurement s"),
        ("need", "A number. He needs to know w"),
        ("need", "I mean we can't see who is f"),
        ("need", "Now it's me and Tom doing th"),
        ("step", "Shall we talk again next Tue"),
    ]
    assert found.goal
    assert (found.goal.found, found.goal.missing) == (("signs", "planning", "costs"), ())


@pytest.mark.parametrize("text", [DISCOVERY, PRICING])
def test_captions_without_punctuation_have_the_same_proposal_and_step(text: str) -> None:
    bare = "\n".join(
        re.sub(r"^(\w+) ", r"\1: ", re.sub(r"[^\w\s'-]", "", line))
        for line in text.strip().splitlines()
    )
    marked, found = drawn(text).figures, drawn(bare).figures
    assert found.first_proposal == marked.first_proposal
    assert found.next_step == marked.next_step
    assert marked.questions
    assert found.questions
    asked = marked.questions.open + marked.questions.closed
    assert asked - 2 <= found.questions.open + found.questions.closed <= asked
    assert found.questions.roughly
