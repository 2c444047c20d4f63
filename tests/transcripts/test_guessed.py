"""A guess beside the truth, and how the gap moves; hand-counted."""

import pytest

from handlers.transcripts.figures.guessed import (
    RANGES,
    Guessed,
    against_them,
    over_time,
    share_in_words,
)
from handlers.transcripts.records import SpeakerShare, TalkFigures
from storage.choices import TALK, Talk, TalkSide


def call(mine: float | None, **others: float) -> TalkFigures:
    sides: dict[str, TalkSide] = {"theirs": "theirs", "ours": "colleague"}
    speakers = [SpeakerShare(name, sides[name], share) for name, share in others.items()]
    return TalkFigures(basis="times", length=None, words=1, speakers=tuple(speakers), mine=mine)


@pytest.mark.parametrize(
    ("guess", "mine", "gap"),
    [
        ("even", 0.68, 13),
        ("even", 0.50, 0),
        ("even", 0.40, -5),
        ("mostly_them", 0.36, 1),
        ("mostly_them", 0.05, 0),
        ("mostly_me", 0.65, 0),
        ("mostly_me", 0.43, -22),
        ("more_me", 1.0, 35),
        ("more_them", 0.0, -35),
    ],
)
def test_the_gap_is_counted_from_the_nearest_end_of_what_was_guessed(
    guess: Talk, mine: float, gap: int
) -> None:
    assert Guessed(guess, mine).gap == gap


def test_the_guesses_cover_every_share_once() -> None:
    ends = [RANGES[guess] for guess in TALK]
    assert [low for low, _ in ends[1:]] == [high for _, high in ends[:-1]]
    assert (ends[0][0], ends[-1][1]) == (0.0, 1.0)


def test_a_colleagues_words_are_neither_the_reps_nor_theirs() -> None:
    assert against_them(call(0.68, theirs=0.32)) == pytest.approx(0.68)
    assert against_them(call(0.30, theirs=0.30, ours=0.40)) == pytest.approx(0.5)
    assert against_them(call(None, theirs=0.30)) is None
    assert share_in_words(call(0.68, theirs=0.32)) == "You talked 68% of the time."
    assert share_in_words(call(0.40, theirs=0.35, ours=0.25)) == (
        "You talked 40% of the time, they 35%, your colleagues 25%."
    )
    assert share_in_words(call(None)) == ""


def even(*shares: int) -> list[Guessed]:
    """Calls of which the rep guessed "about even", newest first, with their share in percent."""
    return [Guessed("even", share / 100) for share in shares]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((70, 70, 70), ""),
        (
            (65, 65, 50, 65, 65),
            "In your last 5 calls you guessed your share too low 4 times (by 10 points) and about "
            "right once.",
        ),
        (
            (61, 77, 35, 50, 58),
            "In your last 5 calls you guessed your share too low twice (by 6 to 22 points), "
            "too high once (by 10 points) and about right twice.",
        ),
        ((50, 45, 55, 58), "In your last 4 calls you guessed about right each time."),
        (
            (40, 38, 40, 40),
            "In your last 4 calls you guessed your share too high 4 times (by 5 to 7 points).",
        ),
        (
            (50, 56, 52, 70, 67, 80, 75),
            "In your last 5 calls you guessed your share too low twice (by 12 to 15 points) and "
            "about right 3 times. The last 3 guesses were off by 0 to 1 points, earlier ones by 12 "
            "to 25.",
        ),
        (
            (56, 56, 56, 70, 67, 80),
            "In your last 5 calls you guessed your share too low twice (by 12 to 15 points) and "
            "about right 3 times. The last 3 guesses were off by 1 point, earlier ones by 12 to "
            "25.",
        ),
    ],
)
def test_how_the_gap_moves_over_the_last_calls(shares: tuple[int, ...], said: str) -> None:
    assert over_time(even(*shares)) == said
