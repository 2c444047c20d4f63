"""A point of a brief, and how much weight it has. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from handlers.coaching.what_matters.on_file import OnFile
from handlers.coaching.what_matters.quoting import SHORTER, sentence
from storage.choices import CallKind

RECENT, OLD = 14, 60  # days
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


@dataclass(frozen=True)
class Point:
    """A sentence for the brief. `why` says why it matters: "Jana Novak is coming"; "" if plain.

    about: the row id of the reflection or note that it is about, 0 if none.
    news: a shorter form, for a point that must not fall out of a brief; "" if there is none.
    firm: whether it has its place before all others: that nobody came, what the rep learned, the
    next step that the rep noted, what they kept of their last notes, a goal that was missed.
    """

    topic: Topic
    text: str
    why: str
    weight: int
    about: int = 0
    news: str = ""
    firm: bool = False


def new_point(topic: Topic, text: str, why: str = "", *, more: int = 0, about: int = 0) -> Point:
    """A point with the weight of its topic, and so much `more`."""
    return Point(topic, text, why, _WEIGHTS[topic] + more, about)


def firmly(point: Point) -> Point:
    """The point as a firm one (see `Point`)."""
    return replace(point, firm=True)


def promised(point: Point, typed: str) -> Point:
    """The point as a firm one, because the reply to a reflection said that the brief has it.

    If what the rep `typed` is long, the point gets a shorter form.
    """
    long, short = sentence(typed), sentence(typed, SHORTER)
    news = point.text.replace(long, short) if long != short else ""
    return replace(point, firm=True, news=news)


def for_kind(point: Point, on_file: OnFile) -> Point:
    """The point, with more weight if its topic matters more than usual in this kind of call."""
    if point.topic not in _FOR_KIND.get(on_file.kind, ()):
        return point
    return replace(point, weight=point.weight + 20)


def recency(days: int) -> int:
    """How much more weight something gets because it is recent, or less because it is old."""
    if days <= RECENT:
        return 4
    return -15 if days > OLD else 0
