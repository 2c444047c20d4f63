"""A composed message: the card, and the outbox rows that are sent, dropped or rescheduled."""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.cards import Block, Card, Divider, answered_below
from storage.choices import DropReason
from storage.sales_calls.seat_texts import SeatTexts
from storage.tables import Outbox, SeenMeeting


class NoLongerUseful(Exception):
    """Raised if sending a row now is pointless. The row is dropped, and `reason` is stored.

    `follow_ups` are rows to plan although nothing is sent.
    """

    def __init__(self, reason: DropReason, follow_ups: tuple[Outbox, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.follow_ups = follow_ups


@dataclass(frozen=True)
class Composed:
    """The part of a message for one kind of nudge or notice.

    - `wording` is the id of the playbook line in the part. For a brief, it is a hash of the card.
    - `texts` has, for each call in the part, the texts from the playbook that the part contains.
    - `follow_ups` are rows to plan once the message is sent.
    - `left_out` has the rows that are not in the part: the id of each row, and the reason.
    - `asked_about` are the meetings that the part asks about.
    - `label` says what the part contains, if the kind's own label does not fit.
    """

    card: Card
    wording: str | None = None
    texts: tuple[SeatTexts, ...] = ()
    asked_about: tuple[SeenMeeting, ...] = ()
    follow_ups: tuple[Outbox, ...] = ()
    left_out: Mapping[int, DropReason] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True)
class IncludedRow:
    """A row that is in the message. `wording` is as in `Composed`."""

    row: Outbox
    wording: str | None


@dataclass(frozen=True)
class DroppedRow:
    """A row that will not be sent, and why."""

    row: Outbox
    reason: DropReason


@dataclass(frozen=True)
class RescheduledRow:
    """A row that will be sent later, at the new due time (UTC)."""

    row: Outbox
    due_at: datetime


@dataclass(frozen=True)
class Message:
    """One message to one recipient, and what happens to each due row.

    - `card` is None if nothing is sent.
    - `texts`, `follow_ups` and `asked_about` are those of all parts (see `Composed`).
    - `replaces` is the platform's id of the sent message that this message updates.
    """

    card: Card | None
    included: tuple[IncludedRow, ...] = ()
    dropped: tuple[DroppedRow, ...] = ()
    rescheduled: tuple[RescheduledRow, ...] = ()
    texts: tuple[SeatTexts, ...] = ()
    follow_ups: tuple[Outbox, ...] = ()
    replaces: str | None = None
    asked_about: tuple[SeenMeeting, ...] = ()


def all_dropped(rows: Iterable[Outbox], reason: DropReason) -> Message:
    """Return a message without a card that drops all of these rows for one reason."""
    return Message(None, dropped=tuple(DroppedRow(row, reason) for row in rows))


@dataclass(frozen=True)
class Part:
    """The card for one kind of nudge or notice. `name` is the kind.

    `label` says in words what the card contains. People see it on the button that stops the kind.
    """

    name: str
    label: str
    card: Card


@dataclass
class MessageBuilder:
    """Collects the parts of a message, the rows in the parts, and the dropped rows."""

    parts: list[Part] = field(default_factory=list)
    included: list[IncludedRow] = field(default_factory=list)
    dropped: list[DroppedRow] = field(default_factory=list)
    texts: list[SeatTexts] = field(default_factory=list)
    follow_ups: list[Outbox] = field(default_factory=list)
    asked_about: list[SeenMeeting] = field(default_factory=list)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The `wording` of each row that is already in the message (see `Composed`)."""
        return tuple(each.wording for each in self.included if each.wording)

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of the research questions that are already in the message."""
        return tuple(id_ for each in self.texts for id_ in (each.research or "").split())

    async def add(
        self, name: str, label: str, rows: Iterable[Outbox], composing: Awaitable[Composed]
    ) -> None:
        """Add the composed part for these rows, and drop the rows in its `left_out`.

        If composing raises NoLongerUseful, add no part and drop all of the rows. `name` is the kind
        of nudge or notice. `label` is the kind's own label, which `Composed.label` may replace.
        """
        try:
            composed = await composing
        except NoLongerUseful as error:
            self.dropped += [DroppedRow(row, error.reason) for row in rows]
            self.follow_ups += error.follow_ups
            return
        for row in rows:
            if row.id in composed.left_out:
                self.dropped.append(DroppedRow(row, composed.left_out[row.id]))
            else:
                self.included.append(IncludedRow(row, composed.wording))
        self.parts.append(Part(name, composed.label or label, composed.card))
        self.texts += composed.texts
        self.follow_ups += composed.follow_ups
        self.asked_about += composed.asked_about

    def build(self, card: Card | None, rescheduled: Sequence[RescheduledRow]) -> Message:
        """Return the message with this card."""
        return Message(
            card,
            tuple(self.included),
            tuple(self.dropped),
            tuple(rescheduled),
            tuple(self.texts),
            tuple(self.follow_ups),
            asked_about=tuple(self.asked_about),
        )


def combine(parts: Sequence[Part], endings: Mapping[str, Sequence[Block]]) -> Card:
    """Combine parts into one card. `endings` has the blocks to add after the last part of a kind.

    If there are several parts, the answer to a button appears below the card. It does not replace
    the card, because the other parts are still useful.
    """
    blocks: list[Block] = []
    for place, part in enumerate(parts):
        blocks += [Divider()] if place else []
        blocks += map(answered_below, part.card.blocks) if len(parts) > 1 else part.card.blocks
        if all(later.name != part.name for later in parts[place + 1 :]):
            blocks += endings.get(part.name, ())
    return Card(" · ".join(part.card.summary for part in parts), tuple(blocks))
