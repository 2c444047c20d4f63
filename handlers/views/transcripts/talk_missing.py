"""Sentences that say why figures of a call are missing."""

from collections.abc import Mapping
from datetime import timedelta

from handlers.transcripts.figures.minimums import MIN_WORDS, SHORTEST, SHORTEST_FOR_SHARES
from handlers.transcripts.records import Missing, TalkFigures
from handlers.views.transcripts.talk_words import duration

_BY_WORDS = "Stretches are counted in words; turns per minute and pauses can't be measured."
_RATES = "Turns per minute and pauses need"
_OFF = "From so short a file, the share may be off by up to {points} points."
_LONGER = timedelta(minutes=7)
_SENTENCES: Mapping[Missing, str] = {
    "no speakers": "The file does not say who speaks, so there are no shares and no stretches.",
    "no words": "The file says who spoke when, but not what, so only shares are measured.",
    "no times": f"The file doesn't say when each line was said. {_BY_WORDS}",
    "no ends": "In the file, each line ends when the next one begins, or has no end. So pauses "
    "can't be measured.",
    "too few pauses": "There are fewer than ten pauses, too few to say how long you wait.",
    "not English": "The file is not in English, so only shares are measured.",
    "only one side": "Only one side speaks in the file, so there are no shares.",
}


def why(reason: Missing, figures: TalkFigures) -> str:
    """Say why figures are missing. If numbers from this file help to explain why, add them."""
    if reason == "too short":
        return _too_short(figures)
    if reason == "few times" and figures.marks_every is not None:
        return f"The file has a time only {_every(figures.marks_every)}. {_BY_WORDS}"
    return _SENTENCES.get(reason, _SENTENCES["no times"])


def _too_short(figures: TalkFigures) -> str:
    if figures.length is None:
        has = f"The file has {figures.words:,} words."
        if figures.mine is not None:
            return f"{has} {_OFF.format(points=_points(None))}"
        return f"{has} A talk share needs at least {MIN_WORDS:,}."
    # Rounded down, because 9:59.8 is less than ten minutes.
    whole = timedelta(seconds=figures.length // timedelta(seconds=1))
    has = f"The file has {duration(whole)} of talk."
    if figures.mine is None:
        return f"{has} A talk share needs at least {_minutes(SHORTEST_FOR_SHARES)} minutes."
    off = _OFF.format(points=_points(figures.length))
    rest = "" if figures.basis == "words" else f" {_RATES} at least {_minutes(SHORTEST)} minutes."
    return f"{has} {off}{rest}"


def _points(length: timedelta | None) -> int:
    """Return by how many percentage points the share may be off in a file of this length.

    In nine out of ten files, the share is off by at most this much. `length` is None if the file
    has no times.
    """
    return 11 if length and length >= _LONGER else 16


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


def _every(gap: timedelta) -> str:
    """Return "about every 5 minutes", "about every minute" or "about every 30 seconds"."""
    seconds = round(gap.total_seconds())
    if seconds < 50:
        return f"about every {max(seconds, 1)} seconds"
    minutes = round(seconds / 60)
    return "about every minute" if minutes == 1 else f"about every {minutes} minutes"
