"""A point of a brief, and its weight. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from handlers.coaching.what_matters.on_file import OnFile
from handlers.coaching.what_matters.quoting import SHORTER, sentence
from storage.choices import CallKind

RECENT, OLD = 14, 60  # in days
# What a point is about. "missed" means that nobody came to a call. "pattern" means that none of the
# last calls moved a solution forward.
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
    "note",
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
    "note": 46,
    "guess": 42,
    "quote": 36,
    "pattern": 30,
}
# The topics that matter more than usual in each kind of call.
_FOR_KIND: Mapping[CallKind, tuple[Topic, ...]] = {
    "cold": ("answer", "guess"),
    "inbound": ("quote", "guess"),
    "discovery": ("surprise", "next_step"),
    "demo": ("quote", "newcomer", "surprise"),
    "pricing": ("goal", "answer", "newcomer"),
    "procurement": ("goal", "next_step"),
    # Before a renewal, it matters what the buyer wanted and what the buyer got.
    "renewal": ("surprise", "goal", "finding", "pattern"),
    "review": ("goal", "next_step", "pattern"),
    "bad_news": ("surprise",),
    "kick_off": ("newcomer", "next_step"),
}


@dataclass(frozen=True)
class Point:
    """A sentence for the brief.

    why: why the sentence matters ("Jana Novak is coming"), or ""
    about: the id of the reflection or note that the sentence is about, or 0
    shorter: a form of the sentence for a brief that has no room for `text`; "" if there is none
    fuller: a longer form for a brief that has room left; "" if there is none
    firm: whether the point is one of those that get room in the brief first
    """

    topic: Topic
    text: str
    why: str
    weight: int
    about: int = 0
    shorter: str = ""
    fuller: str = ""
    firm: bool = False


def new_point(topic: Topic, text: str, why: str = "", *, more: int = 0, about: int = 0) -> Point:
    """Make a point with the weight of the topic plus `more`."""
    return Point(topic, text, why, _WEIGHTS[topic] + more, about)


def firmly(point: Point) -> Point:
    """Return the point with `firm` set."""
    return replace(point, firm=True)


def promised(point: Point, typed: str) -> Point:
    """Make a point firm, because the rep was told that it would be in the next brief.

    If the words that the rep `typed` are long, the point also gets a shorter form.
    """
    long, short = sentence(typed), sentence(typed, SHORTER)
    shorter = point.text.replace(long, short) if long != short else ""
    return replace(point, firm=True, shorter=shorter)


def for_kind(point: Point, on_file: OnFile) -> Point:
    """Add weight to a point if its topic matters more than usual in this kind of call."""
    if point.topic not in _FOR_KIND.get(on_file.kind, ()):
        return point
    return replace(point, weight=point.weight + 20)


def recency(days: int) -> int:
    """Return extra weight for something recent, or negative weight for something old."""
    if days <= RECENT:
        return 4
    return -15 if days > OLD else 0
