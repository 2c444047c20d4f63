"""Find the call that a transcript is from, among the rep's calls that have begun. Pure.

If the file gives the start and its time zone, the start decides, together with the title, the names
and the length. Otherwise the names and the title must fit exactly one call. A start without a time
zone rules out calls on other days.

We ask the rep if we are not certain, for example in these cases:

- Two calls fit equally well.
- The start fits one call, but the title and the names fit only other calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.coaching.names.common_words import is_common
from handlers.transcripts.speakers import folded, folded_text
from handlers.transcripts.whose import is_name, may_be_name, names_somebody

NEAR = timedelta(minutes=20)  # the start of a transcript may be this far from the start of the call
# A start without a time zone may differ from the real start by this much.
SAME_DAY = timedelta(hours=14)
# If calls start closer together than this, we compare their lengths.
TOGETHER = timedelta(minutes=5)
# If the length of a transcript differs from the planned length by at most the first value, the
# length fits. If the length differs by more than the second value, the length does not fit. Between
# the two values, we can't tell.
LENGTH_FITS, LENGTH_DIFFERS = timedelta(minutes=6), timedelta(minutes=15)
# If several calls with one account fit and the file has no start, we choose a call only if it
# started at most this long before the rep brought the transcript.
JUST_HELD = timedelta(hours=12)
OFFERED = 4  # we offer at most this many calls to choose from
# The first word of an account's name needs this many letters to stand for the account.
_SHORTEST = 4


@dataclass(frozen=True)
class HeardCall:
    """What a transcript says about its call. `others` are all speakers except the rep.

    `brought_at` is when the rep brought the transcript, or None if unknown.
    """

    # When the file says that the call began (an aware datetime), or None. If the file gives no time
    # zone, we take its time to be in the rep's time zone.
    starts_at: datetime | None
    zoned: bool  # whether the file gives a time zone
    length: timedelta | None
    # Lines of text: the title in the file, the day in the file's name, and what the rep wrote with
    # the file (see `file_day.with_day`).
    title: str
    others: tuple[str, ...]
    brought_at: datetime | None = None


@dataclass(frozen=True)
class BegunCall:
    """One of the rep's calls that has begun. `names` are other people who may be in the call."""

    id: int
    account: str
    title: str
    starts_at: datetime
    ends_at: datetime
    began_at: datetime | None  # when the platform says that the call began, or None
    names: tuple[str, ...]


@dataclass(frozen=True)
class FoundCall:
    """The call that we found for a transcript.

    If we are certain, `sure` is the id of the call. Otherwise `sure` is None, and `likely` has the
    ids of calls to choose from, the likeliest first. `by_names` is true if the names or the title
    decided, because the file has no start with a time zone.
    """

    sure: int | None
    likely: tuple[int, ...] = ()
    by_names: bool = False


@dataclass(frozen=True)
class _Fit:
    """How well a call fits a transcript."""

    call: BegunCall
    away: timedelta | None  # how far the start of the transcript is from the start of the call
    # Whether the title of the transcript is the title of the call, or names the account.
    titled: bool
    named: int  # how many of the other speakers may be in the call, by name or part of a name
    complete: bool  # whether all other speakers are in the call by their full names
    # True if one of these is true:
    # - Each of the other speakers may be in the call, by name or part of a name.
    # - At least one of the other speakers is in the call by full name.
    known: bool
    # The difference between the length of the transcript and the planned length.
    length_off: timedelta | None

    @property
    def hints(self) -> tuple[bool, int]:
        """How much the title and the names point to the call. A greater value means more."""
        return self.titled, self.named

    @property
    def strong(self) -> bool:
        """Return true if the title and the names point clearly to this call.

        They may point just as clearly to another call.
        """
        return self.complete or self.named > 1 or (self.titled and self.named > 0)

    @property
    def any_hint(self) -> bool:
        """Return true if the title or at least one name points to this call."""
        return self.titled or self.named > 0


def find(heard: HeardCall, calls: Sequence[BegunCall]) -> FoundCall:
    """Find the call that a transcript is from. `calls` may be in any order."""
    fits = [_fit(heard, call) for call in calls]
    if heard.zoned and heard.starts_at:
        return _by_time(heard, fits)
    that_day = [fit for fit in fits if not (fit.away and fit.away > SAME_DAY)]
    strong = [fit for fit in that_day if fit.strong]
    # If no fit is strong, we use hints such as the first name "Jana", but only if `known` is true
    # for each call with a hint. If `known` is false for one of these calls, we ask the rep.
    alone = [fit for fit in that_day if fit.any_hint]
    sure = strong or (alone if all(fit.known for fit in alone) else [])
    if len(sure) > 1 and heard.starts_at is None and heard.brought_at:
        sure = _just_held(sure, heard.brought_at)
    if len(sure) == 1:
        return FoundCall(sure[0].call.id, by_names=True)
    return FoundCall(None, _ranked(that_day))


def has_strong(heard: HeardCall, calls: Sequence[BegunCall]) -> bool:
    """Check whether the title and the names point clearly to a call, whatever its time."""
    return any(_fit(heard, call).strong for call in calls)


def fitting(heard: HeardCall, calls: Sequence[BegunCall], *, dated: bool) -> list[int]:
    """Return the ids of calls that fit the time of a transcript, and also its title or a name.

    A name fits only if it is the full name of a participant. If the file gives no time zone,
    `heard.starts_at` is the file's start, read in the rep's time zone. Unlike `find`, we then take
    this start as exact.

    `dated` must be true if the file has a day but no time. All calls then fit the time, so `calls`
    must be the calls of this day.
    """
    return [
        fit.call.id
        for fit in (_fit(heard, call) for call in calls)
        if (dated if fit.away is None else fit.away <= NEAR or _during(heard, fit))
        and (fit.titled or any(_is_in(other, fit.call) for other in heard.others))
    ]


def _just_held(fits: list[_Fit], brought_at: datetime) -> list[_Fit]:
    """Keep only the calls shortly before `brought_at` if all calls are with one account.

    If the calls are with several accounts, keep all calls.
    """
    if len({fit.call.account for fit in fits}) > 1:
        return fits
    return [fit for fit in fits if fit.call.starts_at > brought_at - JUST_HELD]


def _by_time(heard: HeardCall, fits: Sequence[_Fit]) -> FoundCall:
    """Choose among calls near the transcript's time.

    If it is not clear which call it is, offer the calls of that day.
    """
    near = [fit for fit in fits if fit.away is not None and fit.away <= NEAR]
    best = max((fit.hints for fit in near), default=(False, 0))
    leading = [fit for fit in near if fit.hints == best]
    if len(leading) > 1:
        leading = _by_length(leading)
    elsewhere = any(fit.hints > best for fit in fits if fit not in near)
    if len(leading) == 1 and not (elsewhere and best == (False, 0)):
        return FoundCall(leading[0].call.id)
    that_day = [fit for fit in fits if _during(heard, fit) or (fit.away or SAME_DAY) < SAME_DAY]
    return FoundCall(None, _ranked(that_day))


def is_other_day(at: datetime | None, began: Sequence[datetime], ends_at: datetime | None) -> bool:
    """Check whether a call was on another day than the file says.

    `at` is the time in the file (aware), or None. `began` has the planned start of the call and, if
    known, the real start. `ends_at` is the planned end of the call, or None.
    """
    if at is None or (ends_at and min(began) <= at <= ends_at):
        return False
    return min(abs(at - moment) for moment in began) > SAME_DAY


def _by_length(fits: list[_Fit]) -> list[_Fit]:
    """Choose, by their lengths, between calls that start together.

    If the length fits one call, and clearly does not fit the others, return only that call.
    Otherwise return all calls.
    """
    starts = [fit.call.starts_at for fit in fits]
    if max(starts) - min(starts) > TOGETHER:
        return fits
    fitting = [fit for fit in fits if fit.length_off is not None and fit.length_off <= LENGTH_FITS]
    apart = [fit for fit in fits if fit.length_off is not None and fit.length_off > LENGTH_DIFFERS]
    return fitting if len(fitting) == 1 and len(apart) == len(fits) - 1 else fits


def _during(heard: HeardCall, fit: _Fit) -> bool:
    """Check whether the transcript starts between the planned start and end of the call."""
    starts_at = heard.starts_at
    return starts_at is not None and fit.call.starts_at <= starts_at <= fit.call.ends_at


def _ranked(fits: Sequence[_Fit]) -> tuple[int, ...]:
    """Return the ids of the best calls to offer, best first."""

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
    """Compare a transcript with a call: the time, the title, the names and the length."""
    begun = [call.starts_at, *([call.began_at] if call.began_at else [])]
    away = min(abs(heard.starts_at - at) for at in begun) if heard.starts_at else None
    planned = call.ends_at - call.starts_at
    others = [label for label in heard.others if names_somebody(label)]
    return _Fit(
        call,
        away,
        any(_titled(line, call) for line in heard.title.splitlines()),
        sum(any(may_be_name(o, n) for n in call.names) for o in others),
        _complete(heard.others, call),
        _known(others, call),
        abs(heard.length - planned) if heard.length else None,
    )


def _known(others: Sequence[str], call: BegunCall) -> bool:
    """Return `_Fit.known` for these speakers."""
    each = all(any(may_be_name(other, name) for name in call.names) for other in others)
    return bool(others) and (each or any(_is_in(other, call) for other in others))


def _complete(others: Sequence[str], call: BegunCall) -> bool:
    return bool(others) and all(_is_in(other, call) for other in others)


def _is_in(label: str, call: BegunCall) -> bool:
    """Check whether a label of two or more words is the full name of somebody in the call."""
    return " " in folded(label) and any(is_name(label, name) for name in call.names)


def _titled(title: str, call: BegunCall) -> bool:
    said, account = folded_text(title), folded_text(call.account)
    own = folded_text(call.title)
    if own and own in map(folded_text, title.splitlines()):
        return True
    if account and f" {account} " in f" {said} ":
        return True
    first = account.partition(" ")[0]
    return len(first) >= _SHORTEST and not is_common(first) and first in said.split()
