"""Encode what has happened to calls as a text for a notice's key, and decode it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple

MAX_CALLS = 25  # a key names at most this many calls
STAMP = "%Y%m%d%H%M"

# "left": the call is not in the calendar any more.
Kind = Literal["moved", "left", "new", "changed"]

ORDER: tuple[Kind, ...] = ("moved", "left", "new", "changed")  # the most important kind comes first


class CallNews(NamedTuple):
    """What has happened to a call in a calendar.

    `details` say what has changed. Examples are "title", and the start of a call before it was
    moved. `handlers.sources.calendars.call_left.Outcome` lists all possible details.
    """

    kind: Kind
    details: tuple[str, ...] = ()

    @property
    def was_at(self) -> datetime | None:
        """The start (UTC) of a call before it was moved, or None if the key does not say."""
        stamps = [one for one in self.details if one.isdecimal()]
        return datetime.strptime(stamps[0], STAMP).replace(tzinfo=UTC) if stamps else None

    @property
    def guests(self) -> list[int]:
        """The row ids of contacts who are coming now, but were not coming before."""
        return [int(one[1:]) for one in self.details if one[:1] == "c" and one[1:].isdecimal()]


@dataclass(frozen=True)
class News:
    """What has happened to calls, by call id.

    A key names at most `MAX_CALLS` calls. `more` counts all other calls, by kind.
    """

    calls: dict[int, CallNews] = field(default_factory=dict)
    more: Counter[str] = field(default_factory=Counter)


def noted(changed: Mapping[int, CallNews]) -> str:
    """Return a part of a key that says what has changed.

    An example: "moved12.202611240900-changed15.title-3new".

    "moved12" means that the call with the id 12 has moved. Its details follow after dots. "3new"
    stands for three more new calls, whose ids are left out. Return "0" if nothing has changed.
    """
    listed = sorted(changed.items(), key=lambda one: (ORDER.index(one[1].kind), one[0]))
    words = [
        ".".join((f"{one.kind}{call_id}", *one.details)) for call_id, one in listed[:MAX_CALLS]
    ]
    more = Counter(one.kind for _, one in listed[MAX_CALLS:])
    return "-".join([*words, *(f"{number}{kind}" for kind, number in more.items())]) or "0"


def read(parts: Sequence[str]) -> News:
    """Parse the results of `noted`, the oldest first. Keep the latest news for each call.

    If the same kind of news comes several times in a row for a call, keep the details of each. So
    after two moves, `was_at` is the start before the first move.
    """
    news = News()
    for word in (word for part in parts for word in part.split("-")):
        if word[:1].isdecimal():
            kind = word.lstrip("0123456789")
            news.more[kind or "changed"] += int(word.removesuffix(kind))
            continue
        named, *details = word.split(".")
        of_kind = next(one for one in ORDER if named.startswith(one))
        call_id = int(named.removeprefix(of_kind))
        before = news.calls.get(call_id)
        if before and before.kind == of_kind:
            details = [*before.details, *(one for one in details if one not in before.details)]
        news.calls[call_id] = CallNews(of_kind, tuple(details))
    return news
