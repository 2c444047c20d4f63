"""What is true of the lines, questions and places that are drawn from every call."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import cycle

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.lines.line_words import LONGEST
from handlers.transcripts.lines.lines import MAX_BESIDE_PROMISES, MAX_LINES
from handlers.transcripts.records import Measured, Transcript, Utterance
from tests.transcripts.talk import CONTEXT, PITCH, said
from tests.transcripts.test_needs import NEEDS, NO_NEEDS
from tests.transcripts.test_promises import NO_PROMISES, ON_CONDITION, PROMISES
from tests.transcripts.test_questions import CLOSED, NO_QUESTIONS, OPEN
from tests.yardstick import computing

brisk = settings(max_examples=60, deadline=None)
SENTENCES = [
    *(*NEEDS, *NO_NEEDS, *PROMISES, *ON_CONDITION, *NO_PROMISES),
    *(f"{question}?" for question in (*OPEN, *CLOSED)),
    *(f"{statement}." for statement in NO_QUESTIONS),
]
KNOWING = replace(CONTEXT, goal="Hear how they plan a Monday", rivals=("Routely", "Monday"))

# Pieces of sentences, so that they meet in ways that nobody thought of.
pieces = st.lists(st.sampled_from(" ".join(SENTENCES).split()) | st.text(max_size=9), max_size=90)
texts = st.sampled_from(SENTENCES) | pieces.map(" ".join)
speakers = st.sampled_from(["Ann", "Cy", "Bo", "Di", ""])


@st.composite
def calls(draw: st.DrawFn) -> list[Utterance]:
    """Utterances with a start of their own, in order."""
    starts = sorted(draw(st.sets(st.integers(0, 4_000), max_size=30)))
    return [said(draw(speakers), start, start + 3, draw(texts)) for start in starts]


def drawn(utterances: list[Utterance]) -> Measured:
    return measure(Transcript(tuple(utterances), "other"), KNOWING, PITCH)


@brisk
@given(calls())
def test_lines_are_few_short_and_different(utterances: list[Utterance]) -> None:
    lines = drawn(utterances).lines
    assert len(lines) <= MAX_LINES
    assert sum(line.kind != "promise" for line in lines) <= MAX_BESIDE_PROMISES
    assert len({(line.words, line.side == "theirs") for line in lines}) == len(lines)
    for line in lines:
        assert 0 < len(line.words) <= LONGEST
        assert line.kind == "promise" or line.side == "theirs"
        assert line.side != "nobody"
        assert line.due is None or line.due >= KNOWING.day
        assert 0 <= line.spot.part <= 1


@brisk
@given(calls())
def test_figures_of_words_are_sound(utterances: list[Utterance]) -> None:
    found = drawn(utterances).figures
    if found.questions:
        parts = [spot.part for spot in found.questions.spots]
        assert len(parts) == found.questions.open + found.questions.closed
        assert parts == sorted(parts)
    assert found.next_step is None or found.next_step.spot.part >= 0.8
    assert {rival.name for rival in found.rivals} <= set(KNOWING.rivals)


@brisk
@given(calls(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_no_line(
    utterances: list[Utterance], order: random.Random
) -> None:
    before = drawn(utterances)
    order.shuffle(utterances)
    assert drawn(utterances) == before


def test_eight_hours_full_of_promises_and_needs_are_read_quickly() -> None:
    texts = cycle(SENTENCES)
    spoken = [said(("Ann", "Bo")[i % 2], i * 4, i * 4 + 3, next(texts)) for i in range(7_200)]
    assert len(drawn(spoken).lines) > 8
    # Less than two seconds on a fast machine.
    assert any(computing(lambda: drawn(spoken)) < 300 for _ in range(3))


def test_a_transcript_without_punctuation_is_no_slower() -> None:
    full = " ".join((*SENTENCES, ""))
    bare = full.replace(".", "").replace("?", "").lower()
    assert any(_cost(bare * 15) < 1.5 * _cost(full * 15) for _ in range(3))


def _cost(text: str) -> float:
    """The processor time to draw the lines of one long turn."""
    turns = [said("Bo", 0, 9, text), said("Ann", 9, 20)]
    assert drawn(turns).lines
    return computing(lambda: drawn(turns))


def test_times_are_not_needed() -> None:
    found = drawn([Utterance("Bo", "It takes us two hours."), Utterance("Ann", "How many hours?")])
    assert [line.spot.at for line in found.lines] == [None]
    assert found.figures.questions
    assert [spot.at for spot in found.figures.questions.spots] == [None]
    assert drawn([said("Bo", 4, 9, NEEDS[0])]).lines[0].spot.at == timedelta(seconds=4)
