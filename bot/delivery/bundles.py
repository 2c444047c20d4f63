"""The rows that go out in one message (`Bundle`), and what became of them (`Result`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.platform.messenger import Recipient, SentMessage
from handlers.features.settings.kinds import pushed
from handlers.notices import notice
from storage.outbox.claims import ClaimedRow, RecipientKey, StoredRecipient
from storage.outbox.transitions import RowOutcome

LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 8  # errors of our own before a row is dropped


@dataclass(frozen=True)
class Bundle:
    """Rows for one recipient that go out in one message, soonest due first."""

    to: StoredRecipient
    rows: tuple[ClaimedRow, ...]
    claim: str

    @property
    def in_doubt(self) -> bool:
        """Whether its message may have gone out already."""
        return self.rows[0].doubt

    @property
    def due_at(self) -> datetime:
        """When it is to go out (UTC)."""
        return self.rows[0].due_at

    @property
    def id(self) -> int:
        """The id that the message carries and that a read-back searches for."""
        noted = self.rows[0].bundle
        return noted if self.in_doubt and noted else min(row.id for row in self.rows)

    @property
    def recipient(self) -> Recipient:
        """The recipient in the form that a messenger takes."""
        to = self.to
        return Recipient(to.tenant, to.external, to.address, channel=to.channel)


@dataclass
class Result:
    """What became of a bundle, for `settle` to write. `put_off` has row ids and new due times."""

    bundle: Bundle
    outcomes: list[RowOutcome] = field(default_factory=list)
    put_off: list[tuple[int, datetime]] = field(default_factory=list)
    retry_at: datetime | None = None
    in_doubt: bool = False  # its message may have gone out
    failed: bool = False  # because of an error of our own
    paused: bool = False  # its workspace is paused, so this does not count as an attempt
    close_until: datetime | None = None  # send nothing to this workspace before
    address: str | None = None
    unreachable: str | None = None
    handed_at: datetime | None = None  # when it was handed over this time
    read_back: str = ""  # how it was reconciled: found, not_found or repeated

    def sent(self, sent: SentMessage, wordings: Mapping[int, str | None]) -> None:
        """Its message went out with these rows, and their wordings."""
        self.in_doubt = False
        self.address = sent.address if sent.address != self.bundle.to.address else None
        self.outcomes += [
            RowOutcome(row_id, self.bundle.claim, "sent", message=sent.message, wording=wording)
            for row_id, wording in wordings.items()
        ]

    def by_kind(self) -> bool:
        """The platform cannot tell whether it went out: drop the rows that must not be repeated.

        Kinds that people rely on are sent again, mere nudges are not: see each kind's `repeat`.
        True if no row is left to send.
        """
        self.in_doubt = False
        for row in self.bundle.rows:
            known = pushed(row.kind)
            if known is None or not (known.repeat or row.replaces):
                self.outcomes.append(
                    RowOutcome(row.id, self.bundle.claim, "dropped", reason="may have gone out")
                )
        return len(self.outcomes) == len(self.bundle.rows)

    def retry(self, now: datetime, wait: timedelta) -> None:
        """Retry after `wait`, or a longer time that doubles with each attempt, up to five minutes.

        Rows that are no longer useful are dropped.
        """
        attempts = 1 + max(row.attempts for row in self.bundle.rows)
        grown = min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_WAIT)
        self._again(now, now + max(wait, grown))

    def pause(self, now: datetime, until: datetime) -> None:
        """Retry once the workspace's pause is over. This does not count as an attempt."""
        self.paused = True
        self._again(now, until)

    def _again(self, now: datetime, at: datetime) -> None:
        self.retry_at = at
        reason = "in doubt" if self.in_doubt else "too late"
        settled = {outcome.id for outcome in self.outcomes}
        self.outcomes += [
            RowOutcome(row.id, self.bundle.claim, "dropped", reason=reason)
            for row in self.bundle.rows
            if row.useful_until <= now and row.id not in settled
        ]

    def fail(self, now: datetime) -> None:
        """Retry after an error of our own; after `MOST_FAILURES` of them drop the rows."""
        self.failed = True
        if max(row.failures for row in self.bundle.rows) + 1 < MOST_FAILURES:
            self.retry(now, timedelta())
            return
        self.give_up("failed")

    def give_up(self, reason: str) -> None:
        """Drop all its rows."""
        self.outcomes = [
            RowOutcome(row.id, self.bundle.claim, "dropped", reason=reason)
            for row in self.bundle.rows
        ]


def bundles(
    claimed: Iterable[ClaimedRow], recipients: Mapping[RecipientKey, StoredRecipient], claim: str
) -> list[Bundle]:
    """Group claimed rows into messages.

    A recipient's rows share one message. Rows in doubt keep the grouping of their earlier message.
    Notices marked `alone`, and updates of a sent message, get one each.
    """
    grouped: dict[tuple[RecipientKey, int | None, int | None], list[ClaimedRow]] = {}
    for row in sorted(claimed, key=lambda row: (row.due_at, row.id)):
        known = notice(row.kind)
        alone = row.id if row.replaces or (known and known.alone) else None
        grouped.setdefault((row.to, row.bundle if row.doubt else None, alone), []).append(row)
    return [Bundle(recipients[to], tuple(rows), claim) for (to, *_), rows in grouped.items()]
