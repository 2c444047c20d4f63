"""What is true of the figures of every call."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.figures.shares import shares
from handlers.transcripts.figures.strip import MAX_PIECES
from handlers.transcripts.records import (
    Measured,
    Spot,
    StripPiece,
    TalkFigures,
    Transcript,
    Utterance,
)
from handlers.transcripts.timeline import place
from tests.transcripts.talk import CONTEXT, PITCH, call, figures, said
from tests.yardstick import computing

brisk = settings(max_examples=60, deadline=None)

speakers = st.sampled_from(["Ann", "Cy", "Bo", "Di", "Ann", "Bo", "", "李娜"])
texts = st.sampled_from(
    [
        *("Mm-hm.", "Yeah.", "Right?", "Do you have a budget?", "", "—", "[inaudible]", "\x00"),
        *("我们现在没有预算。", "We need it by March, because the drivers stopped using it."),
        *("das ist für uns nicht das Thema " * 9, "so it goes " * 40),
    ]
) | st.text("aé?.' 漢\n", max_size=60)
any_time = st.none() | st.timedeltas()
# Spread over half an hour, so that many calls are long enough for every figure.
times = st.integers(-50, 20_000).map(lambda tenths: timedelta(seconds=tenths / 10))
lengths = st.integers(0, 900).map(lambda tenths: timedelta(seconds=tenths / 10))
any_utterances = st.lists(
    st.builds(Utterance, st.text("Ab |()", max_size=9) | speakers, texts, any_time, any_time)
)


@st.composite
def timed(draw: st.DrawFn) -> list[Utterance]:
    """Utterances with ends or without, each with a start of its own, in order."""
    starts = sorted(draw(st.sets(times, max_size=80)))
    ends = draw(st.booleans())
    return [
        Utterance(draw(speakers), draw(texts), start, start + draw(lengths) if ends else None)
        for start in starts
    ]


def measured(utterances: list[Utterance]) -> Measured:
    return measure(Transcript(tuple(utterances), "other"), CONTEXT, PITCH)


def is_sound(found: TalkFigures) -> None:
    """Nothing is negative, no share is over one, and the shares add up to one."""
    parts = [found.unnamed, *(each.share for each in found.speakers)]
    parts += [found.mine] if found.mine is not None else []
    parts += [place for piece in found.strip for place in (piece.start, piece.end)]
    for stretch in (found.longest_mine, found.longest_theirs):
        if stretch:
            parts.append(stretch.spot.part)
            assert stretch.words >= 0
            assert stretch.length is None or stretch.length >= timedelta()
            assert stretch.spot.at is None or stretch.spot.at >= timedelta()
    assert all(0 <= part <= 1 for part in parts)
    assert not found.speakers or sum(each.share for each in found.speakers) == pytest.approx(1)
    assert found.length is None or found.length >= timedelta()
    assert found.patience is None or timedelta() <= found.patience <= timedelta(seconds=10)
    assert found.turns_a_minute is None or found.turns_a_minute >= 0
    assert (found.mine is None) == (not found.speakers)
    is_a_strip(found.strip)


def is_a_strip(pieces: tuple[StripPiece, ...]) -> None:
    """At most 120 pieces, in order, that do not overlap."""
    assert len(pieces) <= MAX_PIECES
    places = [place for piece in pieces for place in (piece.start, piece.end)]
    assert places == sorted(places)


@brisk
@given(any_utterances)
def test_any_utterances_are_measured(utterances: list[Utterance]) -> None:
    is_sound(measured(utterances).figures)


@brisk
@given(timed())
def test_figures_of_calls_with_times_are_sound(utterances: list[Utterance]) -> None:
    is_sound(measured(utterances).figures)


@brisk
@given(timed(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(
    utterances: list[Utterance], order: random.Random
) -> None:
    before = measured(utterances)
    order.shuffle(utterances)
    assert measured(utterances) == before


@brisk
@given(st.lists(st.builds(Utterance, speakers, texts)), st.randoms(use_true_random=False))
def test_without_times_the_order_does_not_change_the_shares(
    utterances: list[Utterance], order: random.Random
) -> None:
    before = shares(place(call(*utterances), CONTEXT).cues)
    order.shuffle(utterances)
    assert shares(place(call(*utterances), CONTEXT).cues) == before


@brisk
@given(timed(), st.integers(-1000, 100_000))
def test_a_recording_that_begins_earlier_changes_no_figure(
    utterances: list[Utterance], later: int
) -> None:
    shift = timedelta(seconds=later)
    moved = [
        Utterance(
            each.speaker,
            each.words,
            each.starts + shift if each.starts is not None else None,
            each.ends + shift if each.ends is not None else None,
        )
        for each in utterances
    ]
    found, before = measured(moved).figures, measured(utterances).figures
    assert found.missing == before.missing
    assert found.turns_a_minute == pytest.approx(before.turns_a_minute)
    shares_before = {each.name: each.share for each in before.speakers}
    assert {each.name: each.share for each in found.speakers} == pytest.approx(shares_before)


def hours(count: int, kind: str) -> list[Utterance]:
    """A call of `count` hours, with 900 cues for each hour. `_KINDS` says how a kind is timed."""
    return [_KINDS[kind](i) for i in range(count * 900)]


_WORDS = "and what we have seen is that they do it on paper, is that right?"
_KINDS: dict[str, Callable[[int], Utterance]] = {
    "timed": lambda i: said(("Ann", "Bo")[i % 2], i * 4, i * 4 + 3, _WORDS),
    "starts": lambda i: said(("Ann", "Bo")[i % 2], i * 4, None, _WORDS),
    "tokens": lambda i: said(f"Guest {i % 400}", i * 4, i * 4 + 1, "Yeah."),
    "at once": lambda i: said(("Ann", "Bo")[i % 2], 0, 9, _WORDS),
    "within each other": lambda i: said(("Ann", "Bo")[i % 2], i, 900_000 - i, "Right."),
}


@pytest.mark.parametrize("kind", _KINDS)
def test_eight_hours_are_measured_quickly(kind: str) -> None:
    # Eight hours are 7,200 cues with up to 100,000 words, and take about twice as long as four. It
    # is enough if one of three tries is quick: other work on the machine may disturb the others.
    short, long = hours(4, kind), hours(8, kind)

    def is_quick() -> bool:
        four, eight = cost(short), cost(long)
        return eight < 150 and eight < 3 * four + 5

    assert any(is_quick() for _ in range(3))


def cost(utterances: list[Utterance]) -> float:
    """The processor time to measure a call, in the unit of `computing`."""
    return computing(lambda: is_sound(measured(utterances).figures))


def test_a_place_is_a_part_of_the_time_from_the_first_word_to_the_last() -> None:
    # The recording begins five minutes before anybody speaks; Bo begins halfway.
    found = figures(said("Ann", 300, 310), said("Bo", 310, 320))
    assert found.longest_theirs
    assert found.longest_theirs.spot == Spot(0.5, timedelta(seconds=310))
