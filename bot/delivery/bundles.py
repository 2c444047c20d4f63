"""The rows that go out in one message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.platform.messenger import Recipient
from handlers.notices import notice
from storage.outbox.claims import ClaimedRow, RecipientKey, StoredRecipient


@dataclass(frozen=True)
class Bundle:
    """Rows for one recipient that go out in one message, soonest due first.

    `claim` is the id of the claim that holds them.
    """

    to: StoredRecipient
    rows: tuple[ClaimedRow, ...]
    claim: str

    @property
    def in_doubt(self) -> bool:
        """Whether its message may have gone out already."""
        return self.rows[0].doubt

    @property
    def due_at(self) -> datetime:
        """When its message is due (UTC): the earliest due time of its rows."""
        return self.rows[0].due_at

    @property
    def id(self) -> int:
        """The lowest row id or, if in doubt, the id that the earlier message was sent with.

        A read-back looks for that earlier message. The id also identifies the bundle in the log. A
        message that is sent instead of one in doubt gets a new id (see `Handover.bundle`).
        """
        noted = self.rows[0].bundle
        return noted if self.in_doubt and noted else min(row.id for row in self.rows)

    @property
    def recipient(self) -> Recipient:
        """The recipient in the form that a messenger takes."""
        to = self.to
        return Recipient(to.tenant, to.external, to.address, channel=to.channel)


def group(
    claimed: Iterable[ClaimedRow], recipients: Mapping[RecipientKey, StoredRecipient], claim: str
) -> list[Bundle]:
    """Group claimed rows into messages.

    Each notice marked `alone`, and each update of a sent message, is a message of its own. A
    recipient's other rows share one message, but rows in doubt stay with those that were in the
    same earlier message.
    """
    grouped: dict[tuple[RecipientKey, int | None, int | None], list[ClaimedRow]] = {}
    for row in sorted(claimed, key=lambda row: (row.due_at, row.id)):
        known = notice(row.kind)
        alone = row.id if row.replaces or (known and known.alone) else None
        grouped.setdefault((row.to, row.bundle if row.doubt else None, alone), []).append(row)
    return [Bundle(recipients[to], tuple(rows), claim) for (to, *_), rows in grouped.items()]
