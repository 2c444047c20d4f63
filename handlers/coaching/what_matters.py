"""What would change this call: the few things on file worth saying, best first. Pure.

Each has the reason for its place. The kind of call decides first, then who is coming, how recent it
is, and whose turn it is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Literal

from handlers.coaching.listening import quotable
from handlers.coaching.words import MAX_LINE, shortened
from storage.choices import Built, CallKind, GoalReached, NextStepBy, PromiseSide

IN_BRIEF = 3  # limit of points in a brief
SHORT = 60  # limit of characters of somebody's own words in a brief
CALLS_IN_ROW = 5  # newest calls whose result stands in a row
RECENT, OLD = 14, 60  # days
FRESH = 4  # days in which an answer that was looked up is news, over a weekend

Topic = Literal[
    "missed",
    "our_promise",
    "their_promise",
    "newcomer",
    "surprise",
    "next_step",
    "goal",
    "guess",
    "answer",
    "finding",
    "quote",
    "pattern",
]

PROMISES: tuple[Topic, ...] = ("our_promise", "their_promise")

_WEIGHTS: Mapping[Topic, int] = {
    "missed": 70,
    "our_promise": 56,
    "answer": 54,
    "next_step": 52,
    "surprise": 50,
    "newcomer": 46,
    "finding": 43,
    "guess": 42,
    "goal": 40,
    "quote": 36,
    "their_promise": 34,
    "pattern": 30,
}
# What matters more than usual in each kind of call.
_FOR_KIND: Mapping[CallKind, tuple[Topic, ...]] = {
    "cold": ("answer", "guess"),
    "inbound": ("quote", "guess"),
    "discovery": ("guess", "surprise"),
    "demo": ("quote", "newcomer", "surprise"),
    "pricing": ("our_promise", "answer", "quote"),
    "procurement": ("our_promise", "their_promise", "next_step"),
    "renewal": ("goal", "our_promise", "pattern"),
    "review": ("goal", "next_step", "pattern"),
    "bad_news": ("our_promise", "surprise"),
    "kick_off": ("newcomer", "our_promise", "next_step"),
}
_BY: Mapping[NextStepBy, str] = {
    "theirs": "their idea",
    "ours": "your idea",
    "together": "found together",
}
_REACHED: Mapping[GoalReached, str] = {
    "yes": "reached",
    "partly": "partly reached",
    "no": "not reached",
}


@dataclass(frozen=True)
class Said:
    """Words of theirs from a call.

    id: of the reflection. who: the speaker's name, "" if it is not on file. days: since the call.
    """

    id: int
    who: str
    words: str
    days: int
    coming: bool = False


@dataclass(frozen=True)
class Owed:
    """An open promise. `day` is how its due day is written for the reader."""

    id: int
    side: PromiseSide
    text: str
    due: date | None = None
    day: str = ""


@dataclass(frozen=True)
class Answer:
    """What marketing answered to this rep. `days` since then; `to` is what the rep had written."""

    id: int
    by: str
    to: str
    words: str
    days: int


@dataclass(frozen=True)
class Found:
    """The answer to a research question, and how many days ago it was found."""

    ask: str  # the question
    answer: str
    days: int


@dataclass(frozen=True)
class LastCall:
    """The last call with the account that somebody reflected on and this rep may read about."""

    days: int
    surprise: str = ""
    next_step: str = ""
    next_step_by: NextStepBy | None = None
    own: bool = True  # whether the reflection is the rep's own
    spoke: str = ""  # the name of the person whose words it has, if they are coming now


@dataclass(frozen=True)
class OwnLastCall:
    """The rep's own last call with the account, as they reflected on it."""

    goal: str = ""
    goal_reached: GoalReached | None = None
    wrong_guesses: tuple[str, ...] = ()
    talked_most: bool = False
    pitched_early: bool = False  # in the first third


@dataclass(frozen=True)
class OnFile:
    """What is on file about a call. `today` is the day in the reader's zone."""

    account: str
    today: date
    kind: CallKind = "other"
    kind_in_words: str = ""  # "a demo"; "" if the kind is not known
    newcomers: tuple[str, ...] = ()  # names of those who are coming for the first time
    missed: bool = False  # whether nobody of theirs came to the last call
    last: LastCall | None = None
    own: OwnLastCall = OwnLastCall()
    said: tuple[Said, ...] = ()  # newest first
    answers: tuple[Answer, ...] = ()  # newest first
    owed: tuple[Owed, ...] = ()
    found: tuple[Found, ...] = ()  # newest first
    built: tuple[Built, ...] = ()  # by the last calls, newest first


@dataclass(frozen=True)
class Point:
    """A sentence for the brief, and the reason for its place: "it was a surprise last time".

    `about` is the row id of the promise, reflection or note that it is about, 0 if none.
    """

    topic: Topic
    text: str
    why: str
    weight: int
    about: int = 0


def points(on_file: OnFile, *, longest: int = SHORT, said: Collection[int] = ()) -> list[Point]:
    """Everything worth saying about a call, best first.

    longest: limit of characters of somebody's own words within a sentence. said: ids of the
    reflections whose quotes were said already, so that they are not said twice.
    """
    found = chain(
        _who(on_file),
        _last_call(on_file, longest),
        _own_last_call(on_file.own, on_file.last, longest),
        _promises(on_file, longest),
        _answers(on_file, longest),
        _findings(on_file, longest),
        _quotes(on_file, longest, said),
        _pattern(on_file),
    )
    weighed = [_for_kind(point, on_file) for point in found]
    return sorted(weighed, key=lambda point: -point.weight)


def in_brief(ordered: Sequence[Point], room: int) -> list[Point]:
    """The points that a brief has room for, best first.

    `room` is how many words they may have together. A point that is too long for what is left is
    passed over; a promise takes no room, because a brief lists it in any case.
    """
    chosen: list[Point] = []
    for point in ordered:
        length = 0 if point.topic in PROMISES else len(point.text.split())
        if len(chosen) < IN_BRIEF and length <= room:
            chosen.append(point)
            room -= length
    return chosen


def short_quote(words: str) -> str:
    """A phrase of these words that fits in a brief; "" if there is none."""
    phrase = quotable(words)
    return phrase if len(phrase) <= SHORT else ""


def last_words(said: Sequence[Said], who: str) -> Said | None:
    """The last words of a person that a brief can quote; None if their last words are too long."""
    last = next((one for one in said if one.who == who), None)
    return last if last and short_quote(last.words) else None


def risk(own: OwnLastCall) -> str | None:
    """The one risk that the rep's own last call shows, as a sentence; None if it shows none."""
    if own.talked_most and own.pitched_early:
        return "Last time you talked more than they did, and pitched in the first third."
    if own.talked_most:
        return "Last time you talked more than they did."
    if own.pitched_early:
        return "Last time you pitched in the first third."
    return None


def row_in_words(built: Sequence[Built]) -> str:
    """What the last calls built, newest first: "solution, relationship, neither"."""
    return ", ".join(built[:CALLS_IN_ROW])


def _point(topic: Topic, text: str, why: str, *, more: int = 0, about: int = 0) -> Point:
    return Point(topic, text, why, _WEIGHTS[topic] + more, about)


def _for_kind(point: Point, on_file: OnFile) -> Point:
    if point.topic not in _FOR_KIND.get(on_file.kind, ()):
        return point
    why = f"{point.why}, and this is {on_file.kind_in_words}" if on_file.kind_in_words else ""
    return replace(point, weight=point.weight + 20, why=why or point.why)


def _who(on_file: OnFile) -> Iterator[Point]:
    if on_file.missed:
        why = "the call begins differently if the last one did not happen"
        yield _point("missed", f"Nobody from {on_file.account} came last time.", why)
    if on_file.newcomers:
        names = _listed(on_file.newcomers)
        is_are, has_have = ("is", "has") if len(on_file.newcomers) == 1 else ("are", "have")
        text = f"{names} {is_are} new to these calls."
        yield _point("newcomer", text, f"{names} {has_have} heard nothing from you yet")


def _last_call(on_file: OnFile, longest: int) -> Iterator[Point]:
    last = on_file.last
    if last is None:
        return
    recent = _recency(last.days)
    if last.surprise:
        lead = "Last surprise" if last.own else "What surprised a colleague"
        why = "it was a surprise last time"
        why = f"{last.spoke} is coming and {why}" if last.spoke else why
        more = recent + (10 if last.spoke else 0)
        yield _point("surprise", f"{lead}: {_own(last.surprise, longest)}.", why, more=more)
    if last.next_step:
        by = f" ({_BY[last.next_step_by]})" if last.next_step_by else ""
        text = f"Next step: {_own(last.next_step, longest)}{by}."
        whose = {"theirs": "it is their turn", "ours": "it is your turn"}
        why = whose.get(last.next_step_by or "", "it is what you agreed on")
        yield _point("next_step", text, why, more=recent)


def _own_last_call(own: OwnLastCall, last: LastCall | None, longest: int) -> Iterator[Point]:
    recent = _recency(last.days) if last else 0
    if own.goal and own.goal_reached:
        text = f"Last goal, {_REACHED[own.goal_reached]}: {_own(own.goal, longest)}."
        if own.goal_reached == "yes":
            yield _point("goal", text, "it is done", more=-28)
        else:
            more = recent + (4 if own.goal_reached == "no" else 0)
            yield _point("goal", text, "you still need it", more=more)
    for guess in own.wrong_guesses[:1]:
        text = f"Your guess was wrong: {_own(guess, longest)}."
        yield _point("guess", text, "what you assume now may be wrong too", more=recent)


def _promises(on_file: OnFile, longest: int) -> Iterator[Point]:
    for owed in on_file.owed:
        if owed.due is None or owed.due > on_file.today:
            continue
        text, late = _own(owed.text, longest), owed.due < on_file.today
        when = f"due {'since ' if late else ''}{owed.day}"
        more = 4 if late else 0
        if owed.side == "ours":
            why = "it is overdue, and they may ask for it" if late else "it is due today"
            said = f"We owe them: {text} ({when})."
            yield _point("our_promise", said, why, more=more, about=owed.id)
        else:
            why = "it is overdue, and it is their turn" if late else "it is their turn today"
            said = f"They owe us: {text} ({when})."
            yield _point("their_promise", said, why, more=more, about=owed.id)


def _answers(on_file: OnFile, longest: int) -> Iterator[Point]:
    for answer in on_file.answers[:1]:
        new = on_file.last is None or answer.days <= on_file.last.days
        why = "the answer came after your last call" if new else "you asked marketing for it"
        text = f"{answer.by} answered you: {_own(answer.words, longest)}."
        more = _recency(answer.days) + (4 if new else -10)
        yield _point("answer", text, why, more=more, about=answer.id)


def _findings(on_file: OnFile, longest: int) -> Iterator[Point]:
    for found in on_file.found[:1]:
        if found.days <= FRESH:
            text = f"{shortened(found.ask, max(longest, MAX_LINE))} {_own(found.answer, longest)}."
            yield _point("finding", text, "it was looked up for this call")


def _quotes(on_file: OnFile, longest: int, said: Collection[int]) -> Iterator[Point]:
    for number, one in enumerate(each for each in on_file.said if each.id not in said):
        who = one.who or "They"
        why = f"{who} is coming" if one.coming else "these are their own words"
        if one.who and not one.coming:
            why = f"{who} said it and is not coming"
        more = _recency(one.days) + (8 if one.coming else 0) - 6 * number
        words = quotable(one.words) or shortened(one.words, max(longest, MAX_LINE))
        text = f"{who} said: “{words}”"
        yield _point("quote", text, why, more=more, about=one.id)


def _pattern(on_file: OnFile) -> Iterator[Point]:
    row = on_file.built[:CALLS_IN_ROW]
    if len(row) >= 3 and "solution" not in row:
        text = f"None of the last {len(row)} calls moved a solution forward."
        yield _point("pattern", text, "it is the same call after call")


def _recency(days: int) -> int:
    if days <= RECENT:
        return 4
    return -15 if days > OLD else 0


def _own(text: str, longest: int) -> str:
    """Somebody's own words within a sentence, which has its own full stop."""
    return shortened(text, longest).rstrip(".")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
