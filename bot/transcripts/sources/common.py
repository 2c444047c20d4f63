"""Types and functions that all sources of transcripts use."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.intake.json_http import HttpAnswer
from handlers.sources.ports import SourceFailed
from storage.choices import SourceTrouble
from storage.tables import Call

NEAR = timedelta(minutes=20)  # a transcript may be this much earlier or later than its call


@dataclass(frozen=True)
class SoughtCall:
    """A call whose transcript we look for. All times are UTC.

    `starts_at` is the planned or the real start, whichever is earlier. `ends_at` is the real end,
    or the planned end if the real end is unknown.
    """

    starts_at: datetime
    ends_at: datetime
    meeting: str  # from `meeting_links.teams_meeting_of`; "" if it is not a Teams meeting
    join_url: str = field(repr=False)

    @classmethod
    def of(cls, call: Call) -> "SoughtCall":
        """Take the facts from a stored call."""
        starts_at = min(call.started_at or call.starts_at, call.starts_at)
        ends_at = max(call.ended_at or call.ends_at, starts_at)
        return cls(starts_at, ends_at, call.meeting, call.join_url)


@dataclass(frozen=True)
class FoundTranscript:
    """A transcript that a source has: the source's id for it, and its times (UTC)."""

    id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SourceFile:
    """The transcript file from a source, in a format that `bot.transcripts.formats` reads."""

    name: str
    body: bytes = field(repr=False)


class TranscriptSource(Protocol):
    """A source opened for one person. The methods raise SourceFailed."""

    @property
    def new_secret(self) -> str | None:
        """Return the new refresh token to store, or None if the token has not changed."""
        ...

    async def find(self, call: SoughtCall) -> FoundTranscript | None:
        """Find the transcript of a call.

        Return None if there is none yet, or if we can't tell which one it is.
        """
        ...

    async def fetch(self, id_: str) -> SourceFile:
        """Fetch the transcript with this id."""
        ...


# Opens a source. The arguments are the person's refresh token, and the platform ids of the people
# in the call who have turned transcripts on.
OpenSource = Callable[[str, Sequence[str]], TranscriptSource]


def largest_overlap(found: Iterable[FoundTranscript], call: SoughtCall) -> FoundTranscript | None:
    """Return the transcript that overlaps most with the call, or None if no transcript overlaps.

    The call counts as longer than it was: by `NEAR` at its start, and by `NEAR` at its end.
    """
    during = [one for one in found if _overlap(one, call) > timedelta()]
    return max(during, key=lambda one: (_overlap(one, call), one.starts_at, one.id), default=None)


def _overlap(one: FoundTranscript, call: SoughtCall) -> timedelta:
    return min(one.ends_at, call.ends_at + NEAR) - max(one.starts_at, call.starts_at - NEAR)


def checked(answer: HttpAnswer, unauthorized: SourceTrouble) -> HttpAnswer:
    """Return the answer if its status is 200 and it is not a web page.

    Otherwise raise SourceFailed. A web page may come from a proxy. `unauthorized` is the trouble to
    report if the status is 401.
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
    """Parse a time from a source into UTC. Return None if it is invalid or has no zone."""
    try:
        found = datetime.fromisoformat(written)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
