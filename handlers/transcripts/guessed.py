"""What a rep guessed about a call, and what was measured; how the gap moves over their calls. Pure.

A gap is in percentage points of the talk share. A guess is a range, such as 45 to 55% for "about
even"; if the measured share is in the range, the gap is 0. Nothing here is a verdict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.transcripts.records import TalkFigures
from storage.choices import Talk

# By guess: the lowest and the highest share of the rep that it stands for, 0 to 1, in what the rep
# and the other side said together.
RANGES: Mapping[Talk, tuple[float, float]] = {
    "mostly_them": (0.0, 0.35),
    "more_them": (0.35, 0.45),
    "even": (0.45, 0.55),
    "more_me": (0.55, 0.65),
    "mostly_me": (0.65, 1.0),
}
LEAST = 0.005  # a smaller share would be rounded to nothing
RIGHT_WITHIN = 3  # points: a guess this close is right, as the measured share may be off by as much
ENOUGH = 4  # calls; with fewer, nothing is said about several calls together
LATELY = 5  # calls that the sentence counts
RECENT = 3  # the last calls, compared with earlier ones if there are at least three of these


@dataclass(frozen=True)
class Guessed:
    """A guess about one call, and the measured part, 0 to 1: see `against_them`."""

    guess: Talk
    mine: float

    @property
    def gap(self) -> int:
        """How many points more the rep talked than they guessed; negative if they talked less."""
        low, high = RANGES[self.guess]
        return round(100 * (max(self.mine - high, 0.0) - max(low - self.mine, 0.0)))


def against_them(figures: TalkFigures) -> float | None:
    """The rep's part of what they and the other side said, 0 to 1; None without shares."""
    theirs = sum(each.share for each in figures.speakers if each.side == "theirs")
    if figures.mine is None or figures.mine + theirs <= 0:
        return None
    return figures.mine / (figures.mine + theirs)


def truth(figures: TalkFigures) -> str:
    """Who talked how much, as a sentence: "You talked 68% of the time."; "" without shares."""
    if figures.mine is None:
        return ""
    timed = figures.basis != "words"
    ours = round(100 * sum(each.share for each in figures.speakers if each.side == "colleague"))
    mine = round(100 * figures.mine)
    share = "under 1%" if 0 < figures.mine < LEAST else f"{mine}%"
    said = f"You talked {share} of the time" if timed else f"You said {share} of the words"
    return f"{said}, they {100 - mine - ours}%, your colleagues {ours}%." if ours else f"{said}."


def over_time(newest_first: Sequence[Guessed]) -> str:
    """How the guesses about the last calls compare with what was measured; "" below 4 calls."""
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
    """The parts in one sentence; what they have in common at the start is said once."""
    again = [part.replace("you guessed your share ", "", 1) for part in parts[1:]]
    return " and ".join([", ".join([parts[0], *again[:-1]]), *again[-1:]])


def _moved(gaps: Sequence[int]) -> str:
    """How far off the last guesses were, and those before; "" if there are too few, or no change.

    There is a change if each of the last guesses is closer than every guess before, or if each is
    farther off.
    """
    last, before = [[abs(gap) for gap in part] for part in (gaps[:RECENT], gaps[RECENT:])]
    if len(before) < RECENT or not (max(last) < min(before) or min(last) > max(before)):
        return ""
    return f"The last {RECENT} were off by {_span(last)} points, those before by {_span(before)}."


def _span(gaps: Sequence[int]) -> str:
    low, high = min(gaps), max(gaps)
    return f"{low}" if low == high else f"{low} to {high}"
