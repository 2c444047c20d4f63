"""The outbox rows that are sent in one message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.platform.messenger import Recipient
from handlers.notices import notice
from storage.outbox.claims import ClaimedRow
from storage.outbox.recipients import RecipientKey, StoredRecipient


@dataclass(frozen=True)
class Bundle:
    """Rows for one recipient that are sent in one message. The row that is due first comes first.

    `claim` is the id of the claim that holds the rows.
    """

    to: StoredRecipient
    rows: tuple[ClaimedRow, ...]
    claim: str

    @property
    def in_doubt(self) -> bool:
        """Whether the message may have been sent already."""
        return self.rows[0].doubt

    @property
    def is_update(self) -> bool:
        """Whether the message replaces one that was sent before."""
        return self.rows[0].replaces is not None

    @property
    def due_at(self) -> datetime:
        """When the message is due (UTC): the earliest due time of the rows."""
        return self.rows[0].due_at

    @property
    def id(self) -> int:
        """The id of the message: usually the lowest id of the rows. The log names it too.

        If the message may have been sent already, it has the id with which we tried to send it. We
        look for the message on the platform by this id.
        """
        noted = self.rows[0].bundle
        return noted if self.in_doubt and noted else min(row.id for row in self.rows)

    @property
    def recipient(self) -> Recipient:
        """The recipient in the form that a messenger takes."""
        to = self.to
        return Recipient(to.tenant, to.external, to.address, channel=to.is_channel)


def group(
    claimed: Iterable[ClaimedRow], recipients: Mapping[RecipientKey, StoredRecipient], claim: str
) -> list[Bundle]:
    """Group claimed rows into messages.

    - A notice marked `alone` is a message of its own.
    - An update of a sent message is a message of its own.
    - If we tried to send rows in one message, and don't know whether it arrived, these rows stay
      together.
    - All other rows of a recipient share one message.
    """
    grouped: dict[tuple[RecipientKey, int | None, int | None], list[ClaimedRow]] = {}
    for row in sorted(claimed, key=lambda row: (row.due_at, row.id)):
        known = notice(row.kind)
        alone = row.id if row.replaces or (known and known.alone) else None
        grouped.setdefault((row.to, row.bundle if row.doubt else None, alone), []).append(row)
    return [Bundle(recipients[to], tuple(rows), claim) for (to, *_), rows in grouped.items()]
