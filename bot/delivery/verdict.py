"""One attempt to send a bundle (the rows of one message), and the verdict on how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.delivery.bundles import Bundle
from bot.platform.messenger import SentMessage
from storage.choices import DropReason

# What we learned from the platform about a message that may or may not have been sent:
# - "found": it was sent.
# - "not_found": it was not sent.
# - "repeated": the platform can't say. We send the message again, without the rows that must not be
#   sent twice. Those are dropped.
ReadBack = Literal["found", "not_found", "repeated"]


@dataclass(frozen=True)
class Sent:
    """The message was sent.

    `wordings` has an entry for each row, by row id: the playbook line that the row used, or a hash
    of the text if the row is a brief. The entry is None for other rows.
    """

    message: SentMessage
    wordings: Mapping[int, str | None]


@dataclass(frozen=True)
class NothingToSend:
    """No row was left to send."""


@dataclass(frozen=True)
class Outdated:
    """A row changed after the message was composed, so the message must be composed again."""


@dataclass(frozen=True)
class Deferred:
    """The message cannot be sent now. Retry after `wait` at the earliest."""

    wait: timedelta


@dataclass(frozen=True)
class WorkspacePaused:
    """Nothing may be sent to the workspace before `until` (UTC).

    `is_new`: the platform has just asked for this pause.
    """

    until: datetime
    is_new: bool


@dataclass(frozen=True)
class Unreachable:
    """The person or channel is unreachable. `reason` is the platform's code or our own words.

    `left`: the person's account on the platform is closed.
    """

    reason: str
    left: bool = False


@dataclass(frozen=True)
class Refused:
    """The platform will never accept this message."""


@dataclass(frozen=True)
class InDoubt:
    """No clear answer arrived, so the message may have been sent."""


@dataclass(frozen=True)
class Failed:
    """The attempt failed because of an error in Attune."""


DeliveryVerdict = (
    Sent
    | NothingToSend
    | Outdated
    | Deferred
    | WorkspacePaused
    | Unreachable
    | Refused
    | InDoubt
    | Failed
)


@dataclass(frozen=True)
class Progress:
    """The progress of an attempt before the verdict.

    - `in_doubt`: after this attempt, the message may have been sent.
    - `read_back`: what the platform said, if an earlier attempt left the message in doubt.
    - `dropped`: the reason for each dropped row, by row id.
    - `rescheduled`: the new due time (UTC) for each rescheduled row, by row id.
    - `handed_at`: when this attempt gave the message to the platform (UTC), or None if it did not.
    """

    in_doubt: bool = False
    read_back: ReadBack | None = None
    dropped: Mapping[int, DropReason] = field(default_factory=dict)
    rescheduled: Mapping[int, datetime] = field(default_factory=dict)
    handed_at: datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """One attempt to send a bundle. The attempt ended at `ended_at` (UTC)."""

    bundle: Bundle
    progress: Progress
    verdict: DeliveryVerdict
    ended_at: datetime
