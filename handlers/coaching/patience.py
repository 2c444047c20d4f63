"""Figures from a rep's own reflections, for the rep alone: each has its source, and no verdict.

The surprise rate (with its range) and the patience ledger are from the last ten reflections. The
talk guess is from one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import NormalDist

from storage.choices import FIRST_PRESCRIBED, Built, FirstPrescribed, GuessOutcome, NextStepBy, Talk

CALL_LIMIT = 10

_Z = NormalDist().inv_cdf(0.975)

_WHEN: dict[FirstPrescribed, str] = {
    "first_third": "in the first third",
    "middle": "in the middle",
    "last_third": "in the last third",
}
_TALK: dict[Talk, str] = {
    "mostly_them": "they did most of the talking",
    "more_them": "they talked more than you",
    "even": "you talked about equally",
    "more_me": "you talked more than they did",
    "mostly_me": "you did most of the talking",
}


@dataclass(frozen=True)
class Reflected:
    """One reflection on one call; a field that its author left blank is None.

    `called_at` is when the call began (aware).
    """

    called_at: datetime
    account: str
    guesses: tuple[GuessOutcome, ...] = ()
    talk: Talk | None = None
    first_prescribed: FirstPrescribed | None = None
    built: Built | None = None
    next_step_by: NextStepBy | None = None


@dataclass(frozen=True)
class Rate:
    """`hits` out of `of`, with the 95% interval of the true rate: `low` to `high`, from 0 to 1."""

    hits: int
    of: int
    low: float
    high: float


@dataclass(frozen=True)
class Ledger:
    """In which third of each call the rep first pitched something, if at all.

    `counts` has the number of calls for each answer, and `newest_first` one answer per call.
    `calls` is the number of reflections, including those that leave this blank.
    """

    counts: tuple[tuple[FirstPrescribed, int], ...]
    newest_first: tuple[FirstPrescribed, ...]
    calls: int


def surprise_rate(last_ten: Sequence[Reflected]) -> Rate | None:
    """How many of the guesses that were tested turned out wrong; None if none was tested.

    Only the ten latest calls count; the reflections may be in any order. A guess that was never
    asked about is not tested. The interval is Wilson's (1927), which is reliable even for the few
    guesses of ten calls. People are asked because looking back on a task improves performance,
    more so if it is structured (Tannenbaum & Cerasoli 2013: 46 samples, N = 2,136).
    """
    outcomes = Counter(guess for call in _latest(last_ten) for guess in call.guesses)
    wrong, tested = outcomes["wrong"], outcomes["wrong"] + outcomes["confirmed"]
    return _rate(wrong, tested) if tested else None


def ledger(last_ten: Sequence[Reflected]) -> Ledger:
    """The ledger of the ten latest calls; a blank answer counts only in `calls`."""
    said = [call.first_prescribed for call in _latest(last_ten)]
    steps = tuple(step for step in said if step is not None)
    counts = tuple((step, steps.count(step)) for step in FIRST_PRESCRIBED)
    return Ledger(counts, steps, calls=len(said))


def surprise_lines(last_ten: Sequence[Reflected]) -> tuple[str, ...]:
    """The surprise rate in plain sentences; empty if no guess was tested."""
    rate = surprise_rate(last_ten)
    if rate is None:
        return ()
    if rate.of == 1:
        lead = f"The one guess you tested turned out {'wrong' if rate.hits else 'right'}."
    else:
        lead = f"{rate.hits} of {rate.of} guesses you tested turned out wrong."
    return (
        lead,
        f"With so few guesses, the real rate could be anywhere from {_percent(rate)}.",
        _source(len(_latest(last_ten))),
    )


def ledger_lines(ledger: Ledger) -> tuple[str, ...]:
    """The ledger as a sentence, the calls in a row, and the source; empty if nothing is on file."""
    if not ledger.newest_first:
        return ()
    return (
        _first_pitch(dict(ledger.counts)),
        f"Newest call first: {' · '.join(map(_step, ledger.newest_first))}.",
        _source(ledger.calls, said=len(ledger.newest_first)),
    )


def talk_lines(talk: Talk | None) -> tuple[str, ...]:
    """The rep's guess at who talked more, and figures from other calls; empty without a guess.

    Source: Gong Labs, 25,537 calls, 2016; its publisher examined the figures again in March 2025.
    They are a vendor's, and a correlation: best-converting calls 43:57 (rep : customer), the
    average rep 65–75%.
    """
    if talk is None:
        return ()
    return (
        f"Your guess: {_TALK[talk]}.",
        "In one vendor's recordings the average rep talked 65–75% of the time, and the calls that "
        "converted best ran 43:57, rep to customer "
        "(Gong Labs, 25,537 calls, 2016, re-examined in March 2025; a correlation, not a cause).",
    )


def _latest(reflections: Sequence[Reflected]) -> list[Reflected]:
    return sorted(reflections, key=lambda call: call.called_at, reverse=True)[:CALL_LIMIT]


def _rate(hits: int, of: int) -> Rate:
    """Wilson's 95% interval for `hits` out of `of`, which is at least 1."""
    share, spread = hits / of, _Z**2 / of
    middle = share + spread / 2
    reach = _Z * sqrt((share * (1 - share) + spread / 4) / of)
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    # Rounding errors can put a bound slightly outside 0 to 1, or on the wrong side of the rate.
    return Rate(hits, of, min(max(low, 0.0), share), max(min(high, 1.0), share))


def _percent(rate: Rate) -> str:
    return f"{rate.low * 100:.0f} to {rate.high * 100:.0f}%"


def _first_pitch(counts: Mapping[FirstPrescribed, int]) -> str:
    """ "Your first pitch came once in the first third. 2 calls had none."."""
    came = [f"{_times(counts[step])} {said}" for step, said in _WHEN.items() if counts[step]]
    none = counts["not_at_all"]
    without = f"{none} {'call' if none == 1 else 'calls'} had"
    if not came:
        return f"{without} no pitch at all."
    first = f"Your first pitch came {', '.join(came)}."
    return f"{first} {without} none." if none else first


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _step(step: FirstPrescribed) -> str:
    return "no pitch" if step == "not_at_all" else step.replace("_", " ")


def _source(calls: int, said: int | None = None) -> str:
    if said is not None and said < calls:
        return f"From {said} of your last {calls} reflections; in the rest you left it blank."
    return "From your last reflection." if calls == 1 else f"From your last {calls} reflections."
