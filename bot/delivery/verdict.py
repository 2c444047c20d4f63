"""The verdict on one attempt to send a bundle, and what happened on the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.delivery.bundles import Bundle
from bot.platform.messenger import SentMessage
from storage.choices import DropReason

# How a message in doubt was reconciled: it had gone out, it had not, or the platform cannot say.
ReadBack = Literal["found", "not_found", "repeated"]


@dataclass(frozen=True)
class Sent:
    """The message went out, with these rows and their wordings (playbook line ids)."""

    message: SentMessage
    wordings: Mapping[int, str | None]


@dataclass(frozen=True)
class NothingToSend:
    """No row was left to send."""


@dataclass(frozen=True)
class Outdated:
    """A row changed after the message was composed, so it has to be composed again."""


@dataclass(frozen=True)
class Deferred:
    """The message could not be sent now: retry after `wait` at the earliest."""

    wait: timedelta


@dataclass(frozen=True)
class WorkspacePaused:
    """Nothing may be sent to the workspace before `until` (UTC).

    `is_new`: the platform has just asked for this pause, so it has yet to be recorded.
    """

    until: datetime
    is_new: bool


@dataclass(frozen=True)
class Unreachable:
    """The person or channel cannot be reached: `reason` is the platform's code or our own words.

    `left`: the person's account on the platform is closed.
    """

    reason: str
    left: bool = False


@dataclass(frozen=True)
class Refused:
    """The platform will never accept this message."""


@dataclass(frozen=True)
class InDoubt:
    """No clear answer came, so the message may have gone out."""


@dataclass(frozen=True)
class Failed:
    """The attempt failed because of an error of our own."""


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
    """What happened to a bundle before the verdict.

    `in_doubt`: whether its message may have gone out, after this attempt. `read_back`: how its
    earlier message was reconciled; None if it was not. `dropped`: the reasons, by row id.
    `rescheduled`: the new due times (UTC), by row id. `handed_at`: when its message was handed over
    in this attempt (UTC); None if it was not.
    """

    in_doubt: bool = False
    read_back: ReadBack | None = None
    dropped: Mapping[int, DropReason] = field(default_factory=dict)
    rescheduled: Mapping[int, datetime] = field(default_factory=dict)
    handed_at: datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """One attempt to send a bundle, which ended at `ended_at` (UTC)."""

    bundle: Bundle
    progress: Progress
    verdict: DeliveryVerdict
    ended_at: datetime
