"""Finds the call that a transcript is of, among the rep's calls that have begun. Pure.

A start in a known zone decides, together with title and names. Without a start, names and title
have to fit one call alone. A start without a zone only rules out calls of other days. The rep is
asked if two calls fit, or if only one fits and something speaks against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.coaching.common_words import is_common
from handlers.transcripts.speakers import folded, plain
from handlers.transcripts.whose import is_name, names_somebody, resembles

NEAR = timedelta(minutes=20)  # how far apart a transcript's start and its call's may be
SAME_DAY = timedelta(hours=14)  # how far off a start without a zone may be
TOGETHER = timedelta(minutes=5)  # calls that start closer together are told apart by their lengths
# A transcript's length fits a call if it differs from the planned length by no more than the first.
# If it differs by more than the second, it does not fit. In between, neither is said.
LENGTH_FITS, LENGTH_DIFFERS = timedelta(minutes=6), timedelta(minutes=15)
JUST_HELD = timedelta(hours=12)  # before the transcript was brought
OFFERED = 4  # calls to choose from
_SHORTEST = 4  # letters that an account's first word needs to name it alone


@dataclass(frozen=True)
class HeardCall:
    """What a transcript says about its call. `others` are its speakers besides the rep.

    `brought_at` is when the rep brought it; None if that is not known.
    """

    starts_at: datetime | None  # aware
    zoned: bool  # whether the file says in which zone
    length: timedelta | None
    title: str  # the file's; then, on further lines, what the rep wrote with it
    others: tuple[str, ...]
    brought_at: datetime | None = None


@dataclass(frozen=True)
class BegunCall:
    """A call of the rep's that has begun; `names` are of everybody else who takes part in it."""

    id: int
    account: str
    title: str
    starts_at: datetime
    ends_at: datetime
    began_at: datetime | None  # when the platform says it began; None if it does not say
    names: tuple[str, ...]


@dataclass(frozen=True)
class FoundCall:
    """The id of the transcript's call in `sure`, if it is certain.

    If not, `sure` is None, and `likely` has the ids of calls to choose from, the best first.
    `by_names`: the transcript's names or title have decided, because its file has no start in a
    known zone.
    """

    sure: int | None
    likely: tuple[int, ...] = ()
    by_names: bool = False


@dataclass(frozen=True)
class _Fit:
    """How well a call fits."""

    call: BegunCall
    away: timedelta | None  # how far the transcript's start is from the call's
    titled: bool  # whether the transcript's title is the call's, or names its account
    named: int  # how many of the other speakers may be in it, by their names or parts of them
    complete: bool  # whether all the other speakers are in it, by their full names
    known: bool  # whether each of them may be in it, or at least one is in it by full name
    length_off: timedelta | None  # the difference between the transcript's and the planned length

    @property
    def words(self) -> tuple[bool, int]:
        return self.titled, self.named

    @property
    def strong(self) -> bool:
        """Whether title and names are enough without a time, if no other call has as much."""
        return self.complete or self.named > 1 or (self.titled and self.named > 0)

    @property
    def any_words(self) -> bool:
        """Whether the title or a name is this call's."""
        return self.titled or self.named > 0


def find(heard: HeardCall, calls: Sequence[BegunCall]) -> FoundCall:
    """Find the call of a transcript. `calls` are in any order."""
    fits = [_fit(heard, call) for call in calls]
    if heard.zoned and heard.starts_at:
        return _by_time(heard, fits)
    that_day = [fit for fit in fits if not (fit.away and fit.away > SAME_DAY)]
    strong = [fit for fit in that_day if fit.strong]
    # "Jana" alone is enough if nothing speaks for any other call.
    alone = [fit for fit in that_day if fit.any_words]
    sure = strong or (alone if all(fit.known for fit in alone) else [])
    if len(sure) > 1 and heard.starts_at is None and heard.brought_at:
        sure = _just_held(sure, heard.brought_at)
    if len(sure) == 1:
        return FoundCall(sure[0].call.id, by_names=True)
    return FoundCall(None, _ranked(fits))


def _just_held(fits: list[_Fit], brought_at: datetime) -> list[_Fit]:
    """If all are with one account, those just before it was brought (`JUST_HELD`); else all."""
    if len({fit.call.account for fit in fits}) > 1:
        return fits
    return [fit for fit in fits if fit.call.starts_at > brought_at - JUST_HELD]


def _by_time(heard: HeardCall, fits: Sequence[_Fit]) -> FoundCall:
    near = [fit for fit in fits if fit.away is not None and fit.away <= NEAR]
    best = max((fit.words for fit in near), default=(False, 0))
    leading = [fit for fit in near if fit.words == best]
    if len(leading) > 1:
        leading = _by_length(leading)
    elsewhere = any(fit.words > best for fit in fits if fit not in near)
    if len(leading) == 1 and not (elsewhere and best == (False, 0)):
        return FoundCall(leading[0].call.id)
    that_day = [fit for fit in fits if _during(heard, fit) or (fit.away or SAME_DAY) < SAME_DAY]
    return FoundCall(None, _ranked(that_day))


def is_other_day(at: datetime | None, began: Sequence[datetime], ends_at: datetime | None) -> bool:
    """Whether a call was on another day than its file says, if the file says when (`at`, aware).

    `began` are the call's planned start and, if known, its real one.
    """
    if at is None or (ends_at and min(began) <= at <= ends_at):
        return False
    return min(abs(at - moment) for moment in began) > SAME_DAY


def _by_length(fits: list[_Fit]) -> list[_Fit]:
    """Of calls that start together, the one whose length fits, if all others' clearly do not.

    Otherwise all of them.
    """
    starts = [fit.call.starts_at for fit in fits]
    if max(starts) - min(starts) > TOGETHER:
        return fits
    fitting = [fit for fit in fits if fit.length_off is not None and fit.length_off <= LENGTH_FITS]
    apart = [fit for fit in fits if fit.length_off is not None and fit.length_off > LENGTH_DIFFERS]
    return fitting if len(fitting) == 1 and len(apart) == len(fits) - 1 else fits


def _during(heard: HeardCall, fit: _Fit) -> bool:
    """Whether the transcript starts within the call, and so may be of its later part."""
    starts_at = heard.starts_at
    return starts_at is not None and fit.call.starts_at <= starts_at <= fit.call.ends_at


def _ranked(fits: Sequence[_Fit]) -> tuple[int, ...]:
    def rank(fit: _Fit) -> tuple[bool, bool, int, timedelta, timedelta, float]:
        away = fit.away if fit.away is not None else timedelta()
        return (
            away > SAME_DAY,
            not fit.titled,
            -fit.named,
            away,
            fit.length_off or timedelta(),
            -fit.call.starts_at.timestamp(),
        )

    return tuple(fit.call.id for fit in sorted(fits, key=rank)[:OFFERED])


def _fit(heard: HeardCall, call: BegunCall) -> _Fit:
    begun = [call.starts_at, *([call.began_at] if call.began_at else [])]
    away = min(abs(heard.starts_at - at) for at in begun) if heard.starts_at else None
    planned = call.ends_at - call.starts_at
    others = [label for label in heard.others if names_somebody(label)]
    return _Fit(
        call,
        away,
        any(_titled(line, call) for line in heard.title.splitlines()),
        sum(any(_may_be(o, n) for n in call.names) for o in others),
        _complete(heard.others, call),
        _known(others, call),
        abs(heard.length - planned) if heard.length else None,
    )


def _may_be(label: str, name: str) -> bool:
    return is_name(label, name) or resembles(label, name)


def _known(others: Sequence[str], call: BegunCall) -> bool:
    """Whether each of these may be somebody in the call, or one of them surely is."""
    each = all(any(_may_be(other, name) for name in call.names) for other in others)
    return bool(others) and (each or any(_is_in(other, call) for other in others))


def _complete(others: Sequence[str], call: BegunCall) -> bool:
    """Whether every speaker but the rep is in the call, by their full name."""
    return bool(others) and all(_is_in(other, call) for other in others)


def _is_in(label: str, call: BegunCall) -> bool:
    """Whether a speaker is in the call, by a name of at least two words."""
    return " " in folded(label) and any(is_name(label, name) for name in call.names)


def _titled(title: str, call: BegunCall) -> bool:
    """Whether a line of the title is the call's, or names its account."""
    said, account = plain(title), plain(call.account)
    own = plain(call.title)
    if own and own in map(plain, title.splitlines()):
        return True
    if account and f" {account} " in f" {said} ":
        return True
    first = account.partition(" ")[0]
    return len(first) >= _SHORTEST and not is_common(first) and first in said.split()
