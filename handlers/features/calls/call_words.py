"""Read typed words: find the call that somebody wants to cancel or move, and the new time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from handlers.cards import Card, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.calls import calls as call_cards
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, Understood, format_day, grammar
from handlers.times.vocabulary import COURTESY
from handlers.typed.calls.call_reports import with_plain_days
from handlers.typed.reasons import is_reason
from handlers.typed.words import CANCELLED
from storage.sales_calls.own_calls import Seated
from storage.tables import Account


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# These words may come before the name of an account: "my call with Northwind".
_LEADS = _words("a an my our the your next call meeting demo thing with it that this")
# These words may come between the name and the time: "Northwind back an hour".
_BEHIND = _words("call meeting demo thing from back out up forward ahead")
_BEFORE_NEW_TIME = ("to", "by", "until", "till", "for")  # before a new time
_EARLIER = frozenset(("forward", "up", "ahead", "earlier"))  # "up an hour" means an hour earlier
_BECAME = {  # what each of these words reports about a call
    **dict.fromkeys((*CANCELLED, "cancels", "scrapped"), "cancelled"),
    **dict.fromkeys(("moved", "rescheduled", "postponed", "pushed", "shifted"), "moved"),
}
# These words may come between the account and the report: "Northwind has been moved".
_HELPERS = _words("was is are got gets has have had been be being just will needs to must")
# Beside an account and a time, these words add nothing: "cancel the thu 3pm one".
_SAYS_NOTHING = frozenset(COURTESY) | _words(
    "one ones back again then instead thing call meeting the it that over now too sry sorry"
)
JUST_BEGUN = timedelta(minutes=15)  # a call that began at most this long ago can be called off
_NO_REPORT = ("", "", "")
_ON_US = ("on us", "on me", "again", "last minute")  # "cancelled on us" means "cancelled"
_OFF_AFTER = ("is", "are", "was", "call", "meeting")  # "alder is off" means "cancelled"
_WORDS = 40  # how many words of a line we read
_TIME_WORDS = 8  # how many words a time may have if other words follow it
MARKS = " .,;:!?–—-"


@dataclass(frozen=True)
class MatchingCalls:
    """What somebody's words say about a call, and the calls that fit.

    - `account`: the account that is meant, or None if this is unclear
    - `to`: the new time as typed
    - `by_day`: whether the words name a day with calls; if true, `calls` are all on this day
    - `unread`: words that we could not parse
    - `no_time`: words after "to" that are not a time
    - `empty_day`: a named day without a fitting call, or None
    - `unknown`: the words after "my call with", if they name neither an account nor a time
    - `any_planned`: whether the person has upcoming calls
    - `beside`: a sentence after the new time, such as "Jana is late"
    """

    account: Account | None
    calls: Sequence[Seated]
    to: str = ""
    by_day: bool = False
    unread: str = ""
    no_time: str = ""
    empty_day: date | None = None
    unknown: str = ""
    any_planned: bool = False
    beside: str = ""


def split_report(words: str, is_time: Callable[[str], bool]) -> tuple[str, str, str]:
    """Split "Northwind was moved to Friday 9" into "Northwind", "moved" and "to Friday 9".

    The second part is "moved" or "cancelled". If the words don't report that a call was moved or
    cancelled, return three empty strings.
    """
    typed = words.split()[:_WORDS]
    for i, word in enumerate(typed[1:], 1):
        what = _BECAME.get(word.lower().strip(".,!"), "")
        if word.lower() == "off" and typed[i - 1].lower() in _OFF_AFTER:
            what = "cancelled"
        if not what and [one.lower() for one in typed[i : i + 2]] == ["called", "off"]:
            what = "cancelled"
        if not what:
            continue
        about, following = typed[:i], typed[i + 1 + (word.lower() == "called") :]
        while about and about[-1].lower() in _HELPERS:
            about.pop()
        if what == "cancelled" and " ".join(following).lower() in _ON_US:
            following = []
        complete = not following or (what == "moved" and following[0].lower() in ("to", "by"))
        complete = complete or (what == "cancelled" and is_time(" ".join(following)))
        return (" ".join(about), what, " ".join(following)) if complete and about else _NO_REPORT
    return _NO_REPORT


def split_move(words: str, is_time: Callable[[str], bool]) -> tuple[str, str, str]:
    """Split "northwind to 4pm, Jana is late" into "northwind", "4pm" and "Jana is late".

    If there is no new time, return all the words as the first part.
    """
    typed = words.split()[:_WORDS]
    for i, preposition in enumerate(typed):
        if preposition.lower() not in _BEFORE_NEW_TIME:
            continue
        before, following = typed[:i], typed[i + 1 :]
        if preposition.lower() == "by":
            following = (
                [*following, "min"]
                if len(following) == 1 and following[0].isdecimal()
                else following
            )
            to, rest = _length_first(following, is_time, _earlier_or_later(before))
        else:
            to, rest = _time_first(following, is_time)
        if to:
            return " ".join(before), to, rest
    return words, "", ""


def _time_first(words: Sequence[str], is_time: Callable[[str], bool]) -> tuple[str, str]:
    """Split the words into the longest time (such as "thu 2pm") at their start, and the rest.

    If the words don't start with a time, the first part is "".
    """
    for count in (len(words), *range(min(len(words) - 1, _TIME_WORDS), 0, -1)):
        time = " ".join(words[:count]).strip(MARKS)
        if time and is_time(time):
            return time, " ".join(words[count:])
    return "", " ".join(words)


def _length_first(
    words: Sequence[str], is_time: Callable[[str], bool], way: str
) -> tuple[str, str]:
    """Split the words into the length of time at their start, and the words after the length.

    Add `way` to the length: "an hour" becomes "an hour later". If the words don't start with a
    length of time, the first part is "".
    """
    time, rest = _time_first(words, lambda length: is_time(f"{length} {way}"))
    return (f"{time} {way}", rest) if time else ("", rest)


async def find_calls(
    turn: Turn, words: str, to: str = "", *, moves: bool = False, just_begun: bool = False
) -> MatchingCalls:
    """Find the person's upcoming calls that fit the words.

    The words may begin with "my call with" or similar words, followed by an account, a time, or
    both. If nothing follows, all calls fit. If something else follows, no call fits. If the words
    name a day with calls, only the calls on this day fit. If the words also name a time of day, and
    a call on this day begins then, only this call fits. A day without calls is ignored.

    `to` is the new time, or "" if the caller does not know it. With `moves`, a time in `words` may
    be the new time too (see `_at_named_time`). With `just_begun`, also find calls that began at
    most `JUST_BEGUN` ago and have no reflection.
    """
    words = with_plain_days(words)
    named = await _accounts_named(turn, words)
    since = turn.now - JUST_BEGUN if just_begun else turn.now
    ahead = await asker_calls.planned(turn, since=since, limit=asker_calls.SEARCHED)
    ahead = [one for one in ahead if one.call.starts_at >= turn.now or not one.seat.reflected_at]
    any_planned = bool(ahead)
    account: Account | None = None
    rest = without_lead_words(words)
    if named:
        following = {one.id: text for one, text in named}
        ahead = [seated for seated in ahead if seated.account.id in following]
        account = _account_meant([one for one, _ in named], ahead)
        rest = following[account.id] if account else ""
    elif rest and not time_first(turn, rest):
        return MatchingCalls(None, (), to, unknown=rest, any_planned=any_planned)
    fitting = _at_named_time(turn, rest, ahead, to, moves=moves)
    return replace(fitting, account=account, any_planned=any_planned)


async def _accounts_named(turn: Turn, words: str) -> list[tuple[Account, str]]:
    """Find the accounts that the words name, each with the words after its name."""
    bare = without_lead_words(words)
    found = await which_account.by_name_or_part_at_start(turn, words)
    found = found or await which_account.by_name_or_part_at_start(turn, bare)
    if not found and (ordered := _with_time_last(turn, bare)):
        found = await which_account.by_name_or_part_at_start(turn, ordered)
    return found


def _at_named_time(
    turn: Turn, words: str, ahead: Sequence[Seated], to: str, *, moves: bool
) -> MatchingCalls:
    """Find the calls among `ahead` that fit the time in the words.

    The calls at this time fit. If there are none, all calls on the same day fit. If no call is on
    that day, or if the words have no time, all calls fit.

    If `moves` is set and `to` is "", the time in the words may be the new time of a call. It is
    taken as the new time in these cases:

    - The time is a length ("15 min") without words after it.
    - No call is on the day that the time names.
    """
    is_time, way = partial(is_time_of_call, turn), _earlier_or_later(words.split())
    said = _without_leading(words.split(), _BEHIND)
    by, beyond = _length_first(said, is_time, way) if moves and not to else ("", "")
    if by and not beyond:  # "push alder 15 min" does not mean a call at 15:00
        to, said = by, []
    time, unread = _time_first(said, is_time)
    day, zone = _day_in(turn, time), turn.person.zone
    that_day = [seated for seated in ahead if day == day_of(seated.call.starts_at, zone)]
    if moves and not to and not that_day:
        to, unread = _new_time(said, is_time, way)
        day = None
    elif time and not day:
        unread = f"{time} {unread}"
    unread, no_time = unread.strip(MARKS), ""
    if moves and not to and unread.lower().startswith("to "):
        unread, no_time = "", unread.partition(" ")[2]
    return MatchingCalls(
        None,
        _at_that_time(turn, time, that_day) or ahead,
        to,
        by_day=bool(that_day),
        unread="" if _SAYS_NOTHING.issuperset(unread.lower().split()) else unread,
        no_time=no_time,
        empty_day=day if ahead and not that_day and names_a_day(turn, time) else None,
    )


def _with_time_last(turn: Turn, words: str) -> str:
    """Turn "tomorrow's Northwind call" into "Northwind call tomorrow".

    If the words don't begin with a time, or nothing follows the time, return "".
    """
    said = [word.removesuffix("'s").removesuffix("’s") for word in words.split()[:_TIME_WORDS]]
    time, _ = _time_first(said, partial(is_time_of_call, turn))
    rest = without_lead_words(" ".join(words.split()[len(time.split()) :]))
    return f"{rest} {time}" if time and rest else ""


def _account_meant(named: Sequence[Account], ahead: Sequence[Seated]) -> Account | None:
    """Return the account that is meant, or None if this is unclear.

    If several accounts are named, but only one of them has an upcoming call, this one is meant.
    """
    with_call = {seated.account.id: seated.account for seated in ahead}
    if named and len(with_call) == 1:
        return next(iter(with_call.values()))
    return named[0] if len(named) == 1 else None


def _new_time(said: Sequence[str], is_time: Callable[[str], bool], way: str) -> tuple[str, str]:
    """Split off a new time without "to" before it: "push alder an hour"."""
    to, unread = _time_first(said, is_time)
    by, rest = _length_first(said, is_time, way)
    return (by, rest) if len(rest) < len(unread) else (to, unread)


async def listed(turn: Turn, words: str, found: MatchingCalls, not_done: str = "") -> Card:
    """List calls with buttons, so that the person can choose one.

    List the calls on the day that the person named. Without a day, list the calls with the account
    that the person named. If the person named neither, list all calls. `not_done` is the first
    sentence. It says that no call was cancelled or changed yet.
    """
    asks_which = not found.account and found.any_planned
    note = "Which call? Each has its own buttons." if asks_which else ""
    if found.unknown:
        note = f"I don't know an account called “{shortened(found.unknown, 60)}”. {note}".strip()
    elif asks_which and not found.calls:
        note = f"I found no call with “{shortened(without_lead_words(words), 60)}”. {note}"
    if found.to and found.calls:
        to = shortened(found.to, 60)
        note = f"Which call do you want to move to “{to}”? Press its Change button."
    note = " ".join(filter(None, (not_done, unmatched_note(turn, found), note)))
    only = found.calls if found.by_day else None
    if not not_done:
        return await call_cards.list_card(turn, found.account, note=note, to=found.to, only=only)
    card = await call_cards.list_card(turn, found.account, to=found.to, only=only)
    return replace(card, summary=note, blocks=(Paragraph(spans(typed(note))), *card.blocks))


def unmatched_note(turn: Turn, found: MatchingCalls) -> str:
    """Say which words we could not use: a day without a call, and words that we could not parse.

    A reason, such as "they are sick", is left out.
    """
    notes = []
    if found.empty_day:
        about = f" with {shortened(found.account.name)}" if found.account else ""
        day = format_day(found.empty_day, day_of(turn.now, turn.person.zone))
        notes.append(f"No call{about} is planned for {day}.")
    if found.no_time:
        notes.append(f"I can't read “{shortened(found.no_time, 60)}” as a time.")
    if found.unread and not is_reason(found.unread):
        notes.append(f"I ignored “{shortened(found.unread, 60)}”.")
    return " ".join(notes)


def without_lead_words(words: str) -> str:
    """Drop words that only introduce a name: "my call with"."""
    return " ".join(_without_leading(words.split(), _LEADS))


def is_time_of_call(turn: Turn, words: str) -> bool:
    """Check whether the words are a time, even a past or an unclear one."""
    reading = typed_time(turn, words, planned=turn.now)
    return not (isinstance(reading, Unclear) and reading.reason == "not_a_time")


def is_then(turn: Turn, seated: Seated, time: str) -> bool:
    """Check whether a call starts at `time`. If `time` names only a day, compare only the day."""
    starts = seated.call.starts_at
    reading = typed_time(turn, time, planned=starts)
    if isinstance(reading, Understood):
        return reading.starts_at == starts
    return reading.day == day_of(starts, turn.person.zone)


def new_time(turn: Turn, seated: Seated, time: str) -> Understood | None:
    """Parse the new time of a call. Return None if it is not a time in the future.

    If only a day is typed, the call keeps its time of day.
    """
    starts = seated.call.starts_at
    for words in (time, f"{time} same time"):
        reading = typed_time(turn, words, planned=starts)
        if isinstance(reading, Understood):
            return reading if reading.starts_at > turn.now else None
    return None


def time_first(turn: Turn, words: str) -> str:
    """Return "thu 2pm" for "thu 2pm, jana and marlene", or "" if no time comes first."""
    return _time_first(words.split(), partial(is_time_of_call, turn))[0]


def _without_leading(words: list[str], leads: frozenset[str]) -> list[str]:
    while words and words[0].lower() in leads:
        words = words[1:]
    return words


def _earlier_or_later(words: Sequence[str]) -> str:
    return "earlier" if any(word.lower() in _EARLIER for word in words) else "later"


def names_a_day(turn: Turn, said: str) -> bool:
    """Check whether a typed time names a day, as "thurs 10" does, and "10am" does not."""
    reading = grammar.read(said, turn.person.zone) if said else None
    return bool(reading and reading.has_day)


def _day_in(turn: Turn, said: str) -> date | None:
    reading = typed_time(turn, said) if said else None
    if isinstance(reading, Understood):
        return day_of(reading.starts_at, turn.person.zone)
    return reading.day if reading else None


def _at_that_time(turn: Turn, said: str, those: Sequence[Seated]) -> Sequence[Seated]:
    reading = typed_time(turn, said) if said else None
    if not isinstance(reading, Understood):
        return those
    return [one for one in those if one.call.starts_at == reading.starts_at] or those
