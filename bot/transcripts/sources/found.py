"""What the sources of transcripts have in common: the call that is sought, and what was found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.calendars.http import ProviderAnswer
from handlers.sources.ports import SourceFailed
from storage.choices import SourceTrouble
from storage.tables import Call

NEAR = timedelta(minutes=20)  # how far from the call's times a transcript may be


@dataclass(frozen=True)
class SoughtCall:
    """A call whose transcript is sought.

    Its times (UTC) are from the planned or the real start, whichever is earlier, to the real end;
    if that is not known, to the planned end.
    """

    starts_at: datetime
    ends_at: datetime
    meeting: str  # see storage.meeting_links.meeting_of
    join_url: str = field(repr=False)

    @classmethod
    def of(cls, call: Call) -> "SoughtCall":
        """What is known about a call."""
        starts_at = min(call.started_at or call.starts_at, call.starts_at)
        ends_at = max(call.ended_at or call.ends_at, starts_at)
        return cls(starts_at, ends_at, call.meeting, call.join_url)


@dataclass(frozen=True)
class FoundTranscript:
    """A transcript at a source: its id there, and its times (UTC)."""

    id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SourceFile:
    """A transcript as it is at its source, in a shape that `bot.transcripts.formats` reads."""

    name: str
    body: bytes = field(repr=False)


class TranscriptSource(Protocol):
    """A source, opened for one person. Its methods raise SourceFailed."""

    @property
    def new_secret(self) -> str | None:
        """The refresh token to store from now on; None if it stays as it is."""
        ...

    async def find(self, call: SoughtCall) -> FoundTranscript | None:
        """The transcript of a call; None if there is none yet, or if several may be it."""
        ...

    async def fetch(self, id_: str) -> SourceFile:
        """The transcript with this id, as it is now."""
        ...


# Opens a source with a person's refresh token, and the platform's ids of those in the call who
# have allowed it.
OpenSource = Callable[[str, Sequence[str]], TranscriptSource]


def longest_of(found: Iterable[FoundTranscript], call: SoughtCall) -> FoundTranscript | None:
    """The one that covers most of the call; None if none was made during it."""
    during = [one for one in found if _overlap(one, call) > timedelta()]
    return max(during, key=lambda one: (_overlap(one, call), one.starts_at, one.id), default=None)


def _overlap(one: FoundTranscript, call: SoughtCall) -> timedelta:
    return min(one.ends_at, call.ends_at + NEAR) - max(one.starts_at, call.starts_at - NEAR)


def checked(answer: ProviderAnswer, unauthorized: SourceTrouble) -> ProviderAnswer:
    """The answer, if its status is 200 and it is no web page, which a proxy may send instead.

    Raises SourceFailed otherwise; `unauthorized` is what a 401 means, even with a new token.
    """
    troubles: dict[int, SourceTrouble] = {
        401: unauthorized,
        403: "no permission",
        404: "not found",
        410: "not found",
        429: "asked to wait",
        503: "asked to wait",
    }
    if answer.status != 200:
        raise SourceFailed(troubles.get(answer.status, "no answer"), answer.wait)
    if answer.is_page:
        raise SourceFailed("no answer")
    return answer


def moment(written: str) -> datetime | None:
    """A moment that a source wrote, in UTC; None if it makes no sense, or has no zone."""
    try:
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def written(at: datetime) -> str:
    """A moment as the sources read it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
