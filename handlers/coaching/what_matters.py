"""What would change this call: the few things on file worth saying, best first. Pure.

Each has the reason for its place. The kind of call decides first, then who is coming, how recent it
is, and whose turn it is.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import Literal

from handlers.coaching.listening import MARKS, quotable
from storage.choices import Built, CallKind, GoalReached, NextStepBy, PromiseSide

IN_BRIEF = 3  # limit of points in a brief
SHORT = 100  # limit of characters of somebody's own words in a sentence of a brief
QUOTED = 90  # limit of characters of a quote beside the name of who said it
CALLS_IN_ROW = 5  # newest calls whose result stands in a row
RECENT, OLD = 14, 60  # days
FINDINGS = 2  # limit of answers that were looked up
_STOPS = (".", "!", "?", "…")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")

Topic = Literal[
    "missed",
    "newcomer",
    "surprise",
    "goal",
    "next_step",
    "guess",
    "answer",
    "finding",
    "quote",
    "pattern",
]

_WEIGHTS: Mapping[Topic, int] = {
    "missed": 95,
    "newcomer": 60,
    "surprise": 56,
    "goal": 54,
    "answer": 53,
    "next_step": 52,
    "finding": 48,
    "guess": 42,
    "quote": 36,
    "pattern": 30,
}
# What matters more than usual in each kind of call.
_FOR_KIND: Mapping[CallKind, tuple[Topic, ...]] = {
    "cold": ("answer", "guess"),
    "inbound": ("quote", "guess"),
    "discovery": ("surprise", "next_step"),
    "demo": ("quote", "newcomer", "surprise"),
    "pricing": ("goal", "answer", "newcomer"),  # who must agree, and what is on file for it
    "procurement": ("goal", "next_step"),
    "renewal": ("surprise", "goal", "finding", "pattern"),  # what they wanted, and what they got
    "review": ("goal", "next_step", "pattern"),
    "bad_news": ("surprise",),
    "kick_off": ("newcomer", "next_step"),
}
_REACHED: Mapping[GoalReached, str] = {
    "yes": "You got what you wanted",
    "partly": "You got only a part of what you wanted",
    "no": "You didn't get what you wanted",
}


@dataclass(frozen=True)
class Said:
    """Words of theirs from a call.

    id: of the reflection. who: the speaker's name, "" if it is not on file. days: since the call.
    day: of the call, as it is written for the reader.
    """

    id: int
    who: str
    words: str
    days: int
    coming: bool = False
    day: str = ""


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
    """The answer to a research question, and how many days ago it was found.

    `when` is the day as an adverb: "last Thursday".
    """

    answer: str
    days: int
    when: str


@dataclass(frozen=True)
class LastCall:
    """The last call with the account that somebody reflected on and this rep may read about.

    `when` is its day as an adverb: "last Thursday".
    """

    days: int
    when: str = "last time"
    surprise: str = ""
    next_step: str = ""
    next_step_by: NextStepBy | None = None
    own: bool = True  # whether the reflection is the rep's own
    spoke: str = ""  # the name of the person whose words it has, if they are coming now


@dataclass(frozen=True)
class OwnLastCall:
    """The rep's own last call with the account, as they reflected on it.

    `when` is its day as an adverb: "last Thursday".
    """

    when: str = "last time"
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
    missed: str = ""  # the day on which nobody of theirs came to the last call, as an adverb
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

    `about` is the row id of the reflection or note that it is about, 0 if none.
    """

    topic: Topic
    text: str
    why: str
    weight: int
    about: int = 0


def points(on_file: OnFile, *, longest: int = SHORT, said: Collection[int] = ()) -> list[Point]:
    """Everything worth saying about a call, best first.

    Open promises are not among it: they have a list of their own. longest: limit of characters of
    somebody's own words within a sentence; words of which no sentence is that short are left out.
    said: ids of the reflections whose quotes were said already, so that they are not said twice.
    """
    found = chain(
        _who(on_file),
        _last_call(on_file.last, longest),
        _own_last_call(on_file.own, on_file.last, longest),
        _answers(on_file, longest),
        _findings(on_file, longest),
        _quotes(on_file, said),
        _pattern(on_file),
    )
    weighed = [_for_kind(point, on_file) for point in found]
    return sorted(weighed, key=lambda point: -point.weight)


def in_brief(ordered: Sequence[Point], room: int) -> list[Point]:
    """The points that a brief has room for, best first.

    `room` is how many words they may have together. A point that is too long for what is left is
    passed over.
    """
    chosen: list[Point] = []
    for point in ordered:
        length = len(point.text.split())
        if len(chosen) < IN_BRIEF and length <= room:
            chosen.append(point)
            room -= length
    return chosen


def sentence(words: str, longest: int = SHORT) -> str:
    """All of these words, on one line, or the longest of their sentences that fits.

    "" if none fits: a sentence is never cut.
    """
    one_line = " ".join(words.split())
    if len(one_line) <= longest:
        return one_line
    fitting = [each for each in _SENTENCE_END.split(one_line) if len(each) <= longest]
    return max(fitting, key=len, default="")


def short_quote(words: str) -> str:
    """What of these words fits in a brief as a quote; "" if nothing does.

    Only the first line that is not blank is quoted, or what it has in quotation marks.
    """
    line = next((line for line in map(str.strip, words.splitlines()) if line), "")
    return quotable(line) if set(MARKS).intersection(line) else sentence(line, QUOTED)


def last_words(said: Sequence[Said], who: str) -> Said | None:
    """The last words of a person that a brief can quote; None if their last words are too long."""
    last = next((one for one in said if one.who == who), None)
    return last if last and short_quote(last.words) else None


def in_order(owed: Sequence[Owed]) -> list[Owed]:
    """Open promises: the one that is due first is first, those without a day are last."""
    return sorted(owed, key=lambda one: one.due or date.max)


def risk(own: OwnLastCall, *, pitch: bool = False) -> str | None:
    """The one risk that the rep's own last call shows, and what to do; None if it shows none.

    `pitch` is whether the goal of the next call is a pitch, while no need of theirs is on file.
    """
    if own.talked_most and own.pitched_early:
        seen = "Last time you talked more than they did and pitched in the first third"
    elif own.talked_most:
        seen = "Last time you talked more than they did"
    elif own.pitched_early:
        seen = "Last time you pitched in the first third"
    else:
        return None
    if pitch:
        return f"{seen}. Your goal is a pitch, and no need of theirs is on file yet: ask first."
    return f"{seen}, so ask first." if own.pitched_early else f"{seen}, so ask, then wait."


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
        yield _point("missed", f"Nobody came {on_file.missed}.", why)
    if on_file.newcomers:
        names = _listed(on_file.newcomers)
        comes, has = ("comes", "has") if len(on_file.newcomers) == 1 else ("come", "have")
        text = f"{names} {comes} for the first time."
        yield _point("newcomer", text, f"{names} {has} heard nothing from you yet")


def _last_call(last: LastCall | None, longest: int) -> Iterator[Point]:
    if last is None:
        return
    recent = _recency(last.days)
    if surprise := sentence(last.surprise, longest):
        who = "you" if last.own else "a colleague"
        why = "it was a surprise last time"
        why = f"{last.spoke} is coming and {why}" if last.spoke else why
        text = f"{_capital(last.when)} {who} learned: {_quoted(surprise)}"
        yield _point("surprise", text, why, more=recent + (10 if last.spoke else 0))
    if step := sentence(last.next_step, longest):
        whose = {"theirs": "it is their turn", "ours": "it is your turn"}
        why = whose.get(last.next_step_by or "", "it is what you agreed on")
        yield _point("next_step", f"{_suggested(last)}: {_stopped(step)}", why, more=recent)


def _suggested(last: LastCall) -> str:
    """Whose idea the next step was, as the beginning of a sentence."""
    if last.next_step_by == "theirs":
        return "They suggested the next step"
    if last.next_step_by == "ours":
        return f"{'You' if last.own else 'A colleague'} suggested the next step"
    if last.next_step_by == "together":
        return f"{'You' if last.own else 'A colleague'} and they found the next step together"
    return "The next step is"


def _own_last_call(own: OwnLastCall, last: LastCall | None, longest: int) -> Iterator[Point]:
    recent = _recency(last.days) if last else 0
    goal = sentence(own.goal, longest)
    if goal and own.goal_reached:
        same_day = last is not None and last.own and last.surprise  # which says the day
        when = "" if same_day else f" {own.when}"
        text = f"{_REACHED[own.goal_reached]}{when}: {_quoted(goal)}"
        if own.goal_reached == "yes":
            yield _point("goal", text, "it is done", more=-42)
        else:
            more = recent + (4 if own.goal_reached == "no" else 0)
            yield _point("goal", text, "you still need it", more=more)
    for guess in filter(None, (sentence(each, longest) for each in own.wrong_guesses[:1])):
        text = f"You expected “{guess}”; it wasn't so."
        yield _point("guess", text, "what you assume now may be wrong too", more=recent)


def _answers(on_file: OnFile, longest: int) -> Iterator[Point]:
    for answer in on_file.answers[:1]:
        words = sentence(answer.words, longest)
        if words:
            new = on_file.last is None or answer.days <= on_file.last.days
            why = "the answer came after your last call" if new else "you asked marketing for it"
            text = f"{answer.by} (marketing) answered you: {_quoted(words)}"
            more = _recency(answer.days) + (4 if new else -10)
            yield _point("answer", text, why, more=more, about=answer.id)


def _findings(on_file: OnFile, longest: int) -> Iterator[Point]:
    """What was looked up after the last call."""
    since = on_file.last.days if on_file.last else OLD
    new = [found for found in on_file.found if found.days <= min(since, OLD)]
    for number, found in enumerate(new[:FINDINGS]):
        if answer := sentence(found.answer, longest):
            text = f"Looked up {found.when}: {_stopped(answer)}"
            yield _point("finding", text, "it was looked up for this call", more=-6 * number)


def _quotes(on_file: OnFile, said: Collection[int]) -> Iterator[Point]:
    for number, one in enumerate(each for each in on_file.said if each.id not in said):
        words = short_quote(one.words)
        if not words:
            continue
        who = one.who or "They"
        why = f"{who} is coming" if one.coming else "these are their own words"
        if one.who and not one.coming:
            why = f"{who} said it and is not coming"
        more = _recency(one.days) + (8 if one.coming else 0) - 6 * number
        yield _point("quote", f"{who} said: {_quoted(words)}", why, more=more, about=one.id)


def _pattern(on_file: OnFile) -> Iterator[Point]:
    row = on_file.built[:CALLS_IN_ROW]
    if len(row) >= 3 and "solution" not in row:
        text = f"None of the last {len(row)} calls moved a solution forward."
        yield _point("pattern", text, "it is the same call after call")


def _recency(days: int) -> int:
    if days <= RECENT:
        return 4
    return -15 if days > OLD else 0


def is_old(days: int) -> bool:
    """Whether what is this many days old needs its day."""
    return days > RECENT


def _stopped(words: str) -> str:
    """Somebody's own words as the end of a sentence."""
    return words if words.endswith(_STOPS) else f"{words}."


def _quoted(words: str) -> str:
    """Somebody's own words in quotation marks, as the end of a sentence."""
    return f"“{words}”" if words.endswith(_STOPS) else f"“{words}”."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
