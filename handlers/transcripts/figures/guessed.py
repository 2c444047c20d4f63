"""Compare a rep's guesses about calls with the measurements, and show how the gap changes. Pure.

A guess stands for a range of the rep's share of the talk: "about even" is 45 to 55%. The gap says
how many percentage points the measured share is above the range. The gap is negative if the share
is below the range, and 0 if the share is within the range. A gap does not say whether a call was
good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.coaching.text.words import joined
from handlers.transcripts.records import TalkFigures
from storage.choices import Talk

# The lowest and highest share for each guess, from 0 to 1. What colleagues said does not count.
RANGES: Mapping[Talk, tuple[float, float]] = {
    "mostly_them": (0.0, 0.35),
    "more_them": (0.35, 0.45),
    "even": (0.45, 0.55),
    "more_me": (0.55, 0.65),
    "mostly_me": (0.65, 1.0),
}
MIN_SHARE = 0.005  # a smaller share would round to zero
# A guess is right if the measured share is at most this many percentage points outside the range,
# because the measurement may be off by as much.
RIGHT_WITHIN = 3
ENOUGH = 4  # `over_time` needs at least this many calls
LATELY = 5  # `over_time` counts right and wrong guesses in at most this many of the last calls
# We compare this many of the last calls with the calls before them. There must be at least this
# many calls before them.
RECENT = 3


@dataclass(frozen=True)
class Guessed:
    """A rep's guess about one call, and the measured share.

    `mine` is the rep's share of the talk, from 0 to 1, as `against_them` returns it.
    """

    guess: Talk
    mine: float

    @property
    def gap(self) -> int:
        """Return how many percentage points the rep's share is above the range of the guess.

        The gap is negative if the share is below the range, and 0 if it is within the range.
        """
        low, high = RANGES[self.guess]
        return round(100 * (max(self.mine - high, 0.0) - max(low - self.mine, 0.0)))


def against_them(figures: TalkFigures) -> float | None:
    """Return the rep's share, from 0 to 1, of what the rep and the customer's side said.

    What colleagues said does not count. Return None if we could not measure the share.
    """
    theirs = sum(each.share for each in figures.speakers if each.side == "theirs")
    if figures.mine is None or figures.mine + theirs <= 0:
        return None
    return figures.mine / (figures.mine + theirs)


def share_in_words(figures: TalkFigures) -> str:
    """Say how much the rep talked: "You talked 68% of the time."

    Return "" if we could not measure how much the rep talked.
    """
    if figures.mine is None:
        return ""
    timed = figures.basis != "words"
    ours = round(100 * sum(each.share for each in figures.speakers if each.side == "colleague"))
    mine = round(100 * figures.mine)
    share = "under 1%" if 0 < figures.mine < MIN_SHARE else f"{mine}%"
    said = f"You talked {share} of the time" if timed else f"You said {share} of the words"
    return f"{said}, they {100 - mine - ours}%, your colleagues {ours}%." if ours else f"{said}."


def over_time(newest_first: Sequence[Guessed]) -> str:
    """Say in words how the guesses about the last calls compare with the measurements.

    Return "" if there are fewer than 4 calls.
    """
    if len(newest_first) < ENOUGH:
        return ""
    gaps = [each.gap for each in newest_first]
    latest = gaps[:LATELY]
    said = [
        _times(f"you guessed your share too {word}", found)
        for word, found in (
            ("low", [gap for gap in latest if gap > RIGHT_WITHIN]),
            ("high", [-gap for gap in latest if gap < -RIGHT_WITHIN]),
        )
        if found
    ]
    right = sum(abs(gap) <= RIGHT_WITHIN for gap in latest)
    if right:
        how_often = "each time" if right == len(latest) else _often(right)
        said.append(f"{'' if said else 'you guessed '}about right {how_often}")
    sentence = f"In your last {len(latest)} calls {_joined(said)}."
    return f"{sentence} {moved}" if (moved := _moved(gaps)) else sentence


def _times(lead: str, gaps: Sequence[int]) -> str:
    low, high = min(gaps), max(gaps)
    span = f"{low}" if low == high else f"{low} to {high}"
    return f"{lead} {_often(len(gaps))} (by {span} points)"


def _often(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _joined(parts: Sequence[str]) -> str:
    """Join the parts into one sentence. Say "you guessed your share" only once."""
    again = [part.replace("you guessed your share ", "", 1) for part in parts[1:]]
    return joined([parts[0], *again])


def _moved(gaps: Sequence[int]) -> str:
    """Say how far off the last guesses and the earlier guesses were. `gaps` has the newest first.

    Return "" if there are too few guesses, or no clear change. The change is clear if each of the
    last guesses is closer than every earlier guess, or if each is farther off than every earlier
    guess.
    """
    last, before = [[abs(gap) for gap in part] for part in (gaps[:RECENT], gaps[RECENT:])]
    if len(before) < RECENT or not (max(last) < min(before) or min(last) > max(before)):
        return ""
    points = "point" if _span(last) == "1" else "points"
    return (
        f"The last {RECENT} guesses were off by {_span(last)} {points}, "
        f"earlier ones by {_span(before)}."
    )


def _span(gaps: Sequence[int]) -> str:
    low, high = min(gaps), max(gaps)
    return f"{low}" if low == high else f"{low} to {high}"
