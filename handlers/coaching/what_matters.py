"""What would change this call: the few things on file worth saying, best first. Pure.

Each point has a weight by its topic. It has more weight if the topic suits the kind of call, if
whoever said it is coming, and if it is recent; it has less if it is old.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from typing import Literal

from handlers.coaching.the_point import to_the_point
from handlers.coaching.their_words import MARKS, SENTENCE_END, beginning
from handlers.coaching.words import shortened
from storage.choices import Built, CallKind, GoalReached, NextStepBy, PromiseSide

IN_BRIEF = 4  # limit of points in a brief
OTHERS = 3  # limit of points in a brief that are not `firm`; one less if there is a firm one
SHORT = 100  # limit of characters of somebody's own words in a sentence of a brief
SHORTER = 50  # this limit in the shorter form of a point that must not be left out
NOTED = 95  # limit of characters of what somebody said, beside their name
NOTED_SHORT = 60  # this limit if there is no room otherwise
CALLS_IN_ROW = 5  # limit of calls, the newest, whose results are listed in one row
RECENT, OLD = 14, 60  # days
LAST_WORDS = 20  # more weight for the newest quote if no line about a person can have it
FINDINGS = 2  # limit of answers to questions that were looked up
_STOPS = (".", "!", "?", "…")

# What a point is about: that nobody came, who is new, what surprised us, a goal, the next step, a
# wrong guess, what marketing answered, what was looked up, what they said, what calls have built.
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
_BUILT: Mapping[Built, str] = {
    "relationship": "about the relationship",
    "solution": "about a solution",
    "neither": "about neither",
}
_REACHED: Mapping[GoalReached, str] = {
    "yes": "You got what you wanted",
    "partly": "You got only a part of what you wanted",
    "no": "You didn't get what you wanted",
}


@dataclass(frozen=True)
class Said:
    """What they said in a call, as it was noted.

    id: of the reflection. who: the speaker's name, "" if it is not on file. days: since the call.
    day: of the call, as it is written for the reader. when: the same as an adverb: "on Thursday".
    words: what in the note is surely the buyer's; "" if nothing is. noted: the whole note if
    `words` is "", else "".
    own: whether the reader noted it.
    """

    id: int
    who: str
    words: str
    days: int
    coming: bool = False
    day: str = ""
    when: str = "last time"
    noted: str = ""
    own: bool = True


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
    """What marketing answered, `days` ago, to what this rep had written (`to`)."""

    id: int
    by: str
    to: str
    words: str
    days: int


@dataclass(frozen=True)
class Found:
    """The answer to a research question, and how many days ago it was found.

    `when` is the day as an adverb: "on Thursday".
    """

    answer: str
    days: int
    when: str


@dataclass(frozen=True)
class LastCall:
    """The last call with the account that somebody reflected on and this rep may read about.

    `when` is its day as an adverb: "on Thursday".
    """

    days: int
    when: str = "last time"
    surprise: str = ""
    next_step: str = ""
    is_next_step: bool = False  # whether the call ahead is the next step that was noted
    next_step_by: NextStepBy | None = None
    own: bool = True  # whether the reflection is the rep's own
    spoke: str = ""  # the name of the person whose words were noted, if they are coming now
    in_next_brief: bool = True  # whether the brief ahead is the rep's first since that call


@dataclass(frozen=True)
class OwnLastCall:
    """The rep's own last call with the account, as they reflected on it or as it was measured.

    `when` is the day of the call as an adverb: "on Thursday". `surprise` is the newest surprise
    that the rep noted. It is "" if a brief has come since, or if `LastCall` has it, because it is
    in the newest reflection of all. `surprised` is the day of the surprise as an adverb.
    """

    when: str = "last time"
    goal: str = ""
    goal_reached: GoalReached | None = None
    wrong_guesses: tuple[str, ...] = ()
    talked_most: bool = False
    pitched_early: bool = False  # in the first third
    measured_talk: float | None = None  # the rep's part of the speech, 0 to 1, if it was measured
    first_proposal: timedelta | None = None  # the time in the call, if measured and early
    surprise: str = ""
    surprised: str = ""
    in_next_brief: bool = True  # as in `LastCall`


@dataclass(frozen=True)
class OnFile:
    """What is on file about a call. `today` is the day in the reader's zone."""

    account: str
    today: date
    kind: CallKind = "other"
    nobody_named: bool = False  # whether it is not on file who is coming
    newcomers: tuple[str, ...] = ()  # names of those who are coming for the first time
    # ids of people whom only a guest list has put on file: nothing but name and address is known
    strangers: frozenset[int] = frozenset()
    # the days of the last calls, to which nobody from the account came: "on Friday and yesterday"
    missed: str = ""
    last: LastCall | None = None
    own: OwnLastCall = OwnLastCall()
    said: tuple[Said, ...] = ()  # newest first
    answers: tuple[Answer, ...] = ()  # newest first
    owed: tuple[Owed, ...] = ()
    found: tuple[Found, ...] = ()  # newest first
    built: tuple[Built, ...] = ()  # by the last calls, newest first


@dataclass(frozen=True)
class Point:
    """A sentence for the brief. `why` says why it matters: "Jana Novak is coming"; "" if plain.

    about: the row id of the reflection or note that it is about, 0 if none.
    news: a shorter form, for a point that must not fall out of a brief; "" if there is none.
    firm: whether it has its place before all others: that nobody came, what the rep learned, the
    next step that the rep noted, a goal that was missed.
    """

    topic: Topic
    text: str
    why: str
    weight: int
    about: int = 0
    news: str = ""
    firm: bool = False


def points(on_file: OnFile, *, longest: int = SHORT, said: Collection[Said] = ()) -> list[Point]:
    """Everything worth saying about a call, best first.

    Open promises are left out: they have a list of their own. longest: limit of characters of
    somebody's own words within a sentence; longer words are cut.
    said: words whose first line was quoted already, so that the line is not quoted twice.
    """
    found = chain(
        _who(on_file),
        _last_call(on_file, longest),
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
    passed over. Firm points (see `Point`) and what marketing newly answered have their places
    before all others, whatever the kind of call is; if need be, in their shorter form.
    """
    firm = _firm(ordered, room)
    kept = sum(map(_least, firm))  # words
    own = sum(point.firm for point in firm)
    others = min(OTHERS - bool(own), IN_BRIEF - own) - (len(firm) - own)
    chosen: list[Point] = []
    for point in ordered:
        if point in firm:
            kept -= _least(point)
            full = _words(point.text) <= room - kept
            chosen.append(point if full else replace(point, text=point.news))
        elif others > 0 and _words(point.text) <= room - kept:
            chosen.append(point)
            others -= 1
        else:
            continue
        room -= _words(chosen[-1].text)
    return chosen


def is_told(answer: str, points: Collection[Point]) -> bool:
    """Whether these points of a brief tell this answer to a question that was looked up."""
    told = sentence(answer)
    return bool(told) and any(
        point.topic == "finding" and _stopped(told) in point.text for point in points
    )


def least_room(ordered: Sequence[Point]) -> int:
    """How many words a brief needs for the points that it must not leave out, at their shortest."""
    return sum(map(_least, _before_others(ordered)))


def _firm(ordered: Sequence[Point], room: int) -> list[Point]:
    """The points of `_before_others`, as far as there is room."""
    found: list[Point] = []
    for point in _before_others(ordered):
        if sum(map(_least, found)) + _least(point) <= room:
            found.append(point)
    return found


def _before_others(ordered: Sequence[Point]) -> list[Point]:
    """The firm points, and what marketing newly answered: both have their places before others."""
    news = next((point for point in ordered if point.news and not point.firm), None)
    return [point for point in ordered if point.firm or point is news]


def _least(point: Point) -> int:
    """The words of the point in its shortest form."""
    return min(_words(text) for text in (point.text, point.news) if text)


def sentence(words: str, longest: int = SHORT) -> str:
    """All of these words, on one line, or their beginning, marked with "…".

    It is cut after a sentence or, if the first is too long, after a word.
    """
    return beginning(words, longest) or shortened(words, longest)


def short_note(words: str, longest: int = NOTED) -> str:
    """What of somebody's words fits in a brief: the point of their first line; "" if none."""
    line = next((line for line in map(str.strip, words.splitlines()) if line), "")
    if line.startswith("“") and line.endswith("”"):
        return f"“{to_the_point(line[1:-1], longest)}”"
    return to_the_point(line, longest)


def last_words(said: Sequence[Said], who: str) -> Said | None:
    """The newest words that a person said; None if there are none."""
    return next((one for one in said if one.who == who and one.words), None)


def in_order(owed: Sequence[Owed]) -> list[Owed]:
    """Open promises, by the day on which they are due; promises without a day come last."""
    return sorted(owed, key=lambda one: one.due or date.max)


def risk(own: OwnLastCall, *, pitch: bool = False) -> str | None:
    """The one risk that the rep's own last call shows, and what to do; None if it shows none.

    `pitch` is whether the goal of the next call is a pitch, while nothing is on file about what
    they need.
    """
    measured = _measured_risk(own)
    if measured:
        seen = measured
    elif own.talked_most and own.pitched_early:
        seen = "Last time you talked more than they did and pitched in the first third"
    elif own.talked_most:
        seen = "Last time you talked more than they did"
    elif own.pitched_early:
        seen = "Last time you pitched in the first third"
    else:
        return None
    if pitch:
        missing = "nothing is on file yet about what they need"
        return f"{seen}. Your goal is a pitch, and {missing}: ask first."
    return f"{seen}, so ask first." if own.pitched_early else f"{seen}, so ask, then wait."


def _measured_risk(own: OwnLastCall) -> str:
    """What `risk` says was seen, if some of it was measured; "" if nothing was.

    For example "Last time 79% of the talk was yours".
    """
    talk, first = own.measured_talk if own.talked_most else None, own.first_proposal
    said = [f"{round(100 * talk)}% of the talk was yours"] if talk is not None else []
    if first is not None:
        minutes, seconds = divmod(round(first.total_seconds()), 60)
        said.append(f"your first pitch came at {minutes}:{seconds:02}")
    if not said:
        return ""
    if own.talked_most and talk is None:
        said.insert(0, "you talked more than they did")
    if own.pitched_early and first is None:
        said.append("you pitched in the first third")
    return f"Last time {' and '.join(said)}"


def row_in_words(built: Sequence[Built]) -> str:
    """What the last calls built, newest first: "about a solution, about the relationship"."""
    return ", ".join(_BUILT[each] for each in built[:CALLS_IN_ROW])


def _point(topic: Topic, text: str, why: str = "", *, more: int = 0, about: int = 0) -> Point:
    return Point(topic, text, why, _WEIGHTS[topic] + more, about)


def _firmly(point: Point) -> Point:
    return replace(point, firm=True)


def _promised(point: Point, typed: str) -> Point:
    """The point as a firm one, because the reply to a reflection said that the brief has it.

    If what the rep `typed` is long, the point gets a shorter form.
    """
    long, short = sentence(typed), sentence(typed, SHORTER)
    news = point.text.replace(long, short) if long != short else ""
    return replace(point, firm=True, news=news)


def _for_kind(point: Point, on_file: OnFile) -> Point:
    """The point, with more weight if its topic matters more than usual in this kind of call."""
    if point.topic not in _FOR_KIND.get(on_file.kind, ()):
        return point
    return replace(point, weight=point.weight + 20)


def _who(on_file: OnFile) -> Iterator[Point]:
    """That nobody came to the last calls, and who comes for the first time now."""
    if on_file.missed:
        yield _firmly(_point("missed", f"Nobody came {on_file.missed}."))
    if on_file.newcomers:
        names = _listed(on_file.newcomers)
        comes = "comes" if len(on_file.newcomers) == 1 else "come"
        yield _point("newcomer", f"{names} {comes} for the first time.")


def _last_call(on_file: OnFile, longest: int) -> Iterator[Point]:
    """The surprise and the next step of the last call.

    A surprise that is also among what they said is left out, as is a step that is also a promise.
    """
    last = on_file.last
    if last is None:
        return
    recent = _recency(last.days)
    heard = {_comparable(one.words or one.noted) for one in on_file.said}
    owed = {_comparable(one.text) for one in on_file.owed}
    surprise = sentence(last.surprise, longest)
    if surprise and _comparable(last.surprise) not in heard:
        who = "you" if last.own else "a colleague"
        why = f"{last.spoke} is coming" if last.spoke else ""
        text = f"{_capital(last.when)} {who} learned: {_quoted(surprise)}"
        point = _point("surprise", text, why, more=recent + (10 if last.spoke else 0))
        yield _promised(point, last.surprise) if last.own and last.in_next_brief else point
    told = sentence if last.is_next_step else to_the_point  # the day of this call is known
    step = told(last.next_step, longest)
    if step and _comparable(last.next_step) not in owed:
        point = _point("next_step", f"{_suggested(last)}: {_stopped(step)}", more=recent)
        short = told(last.next_step, SHORTER)
        news = point.text.replace(step, short) if short != step else ""
        yield replace(point, firm=True, news=news) if last.own else point


def _suggested(last: LastCall) -> str:
    """Whose idea the next step was, as the beginning of a sentence."""
    step = "this call" if last.is_next_step else "the next step"
    one_of_us = "You" if last.own else "A colleague"
    if last.next_step_by == "theirs":
        return f"They suggested {step}"
    if last.next_step_by == "ours":
        return f"{one_of_us} suggested {step}"
    if last.next_step_by == "together":
        agreed = "agreed on this call" if last.is_next_step else "found the next step together"
        return f"{one_of_us} and they {agreed}"
    return "This call is the next step" if last.is_next_step else "The next step is"


def _own_last_call(own: OwnLastCall, last: LastCall | None, longest: int) -> Iterator[Point]:
    """What the rep learned, whether they reached their goal, and their first wrong guess."""
    recent = _recency(last.days) if last else 0
    learned = sentence(own.surprise, longest)
    if learned:
        text = f"{_capital(own.surprised)} you learned: {_quoted(learned)}"
        yield _promised(_point("surprise", text, more=4), own.surprise)
    goal = sentence(own.goal, longest)
    if goal and own.goal_reached:
        same_day = last is not None and last.own and last.surprise  # which says the day
        when = "" if same_day else f" {own.when}"
        text = f"{_REACHED[own.goal_reached]}{when}: {_quoted(goal)}"
        if own.goal_reached == "yes":
            yield _point("goal", text, more=-42)
        else:
            more = recent + (4 if own.goal_reached == "no" else 0)
            yield _firmly(_point("goal", text, "you still need it", more=more))
    for guess in filter(None, (sentence(each, longest) for each in own.wrong_guesses[:1])):
        text = f"You expected {in_marks(guess)}; it wasn't so."
        said = own.surprise or (last is not None and last.own and last.surprise)
        point = _point("guess", text, more=recent + (0 if said else 12))
        yield _promised(point, own.wrong_guesses[0]) if own.in_next_brief and not said else point


def _answers(on_file: OnFile, longest: int) -> Iterator[Point]:
    """Marketing's newest answer. It has a shorter form if it is new since the last call."""
    for answer in on_file.answers[:1]:
        words = sentence(answer.words, longest)
        if words:
            new = on_file.last is None or answer.days <= on_file.last.days
            lead = f"{answer.by} (marketing) answered you:"
            more = _recency(answer.days) + (4 if new else -10)
            why = "new since your last call" if new else ""
            point = _point("answer", f"{lead} {_quoted(words)}", why, more=more, about=answer.id)
            yield _news(point, words) if new else point


def _news(point: Point, words: str) -> Point:
    """The point with a shorter form, which has only the first sentence of these words."""
    first = sentence(words, len(SENTENCE_END.split(words)[0]) + 1)
    return replace(point, news=point.text.replace(words, first))


def _findings(on_file: OnFile, longest: int) -> Iterator[Point]:
    """What was looked up since the last call, and in the last `OLD` days."""
    since = on_file.last.days if on_file.last else OLD
    new = [found for found in on_file.found if found.days <= min(since, OLD)]
    for number, found in enumerate(new[:FINDINGS]):
        if answer := sentence(found.answer, longest):
            text = f"Looked up {found.when}: {_stopped(answer)}"
            yield _point("finding", text, more=-6 * number)


def _quotes(on_file: OnFile, said: Collection[Said]) -> Iterator[Point]:
    for number, one in enumerate(_without_first_lines(on_file.said, said)):
        words = short_note(one.words or one.noted)
        if not words:
            continue
        noted = f"{'You' if one.own else 'A colleague'} noted"
        lead = f"{one.who or 'They'} said" if one.words else noted
        text = f"{lead} {one.when}: {_stopped(words)}"
        more = _recency(one.days) + (8 if one.coming else 0) - 6 * number
        if on_file.nobody_named and number == 0:  # no line about a person has these words
            more += LAST_WORDS
        yield _point("quote", text, more=more, about=one.id)


def _without_first_lines(said: Sequence[Said], shown: Collection[Said]) -> Iterator[Said]:
    """What they said, without the first line of what is in `shown`."""
    for one in said:
        if one not in shown:
            yield one
        elif rest := one.words.strip().partition("\n")[2]:
            yield replace(one, words=rest)


def _pattern(on_file: OnFile) -> Iterator[Point]:
    row = on_file.built[:CALLS_IN_ROW]
    if len(row) >= 3 and "solution" not in row:
        text = f"None of the last {len(row)} calls moved a solution forward."
        yield _point("pattern", text)


def _recency(days: int) -> int:
    """How much more weight something gets because it is recent, or less because it is old."""
    if days <= RECENT:
        return 4
    return -15 if days > OLD else 0


def _stopped(words: str) -> str:
    """Somebody's own words as the end of a sentence."""
    return words if words.rstrip(MARKS).endswith(_STOPS) else f"{words}."


def _quoted(words: str) -> str:
    """Somebody's own words in quotation marks, as the end of a sentence."""
    return _stopped(in_marks(words))


def in_marks(words: str) -> str:
    """Somebody's own words in quotation marks; as they are if they have some already."""
    return words if _has_marks(words) else f"“{words}”"


def _has_marks(words: str) -> bool:
    return not set(MARKS).isdisjoint(words)


def _comparable(words: str) -> str:
    return " ".join(words.split()).rstrip(".").casefold()


def _words(text: str) -> int:
    return len(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
