"""One message: what it says, which rows are in it, and what becomes of those that are not."""

from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers.cards import Block, Buttons, Card, Divider
from storage.tables import InsightUse, Outbox


class NoLongerUseful(Exception):
    """There is no point in sending this any more; the message is the reason kept on record."""


@dataclass(frozen=True)
class Composed:
    """What goes out, the id of the playbook line it used, and the insights it carries.

    `follow` is what is to be planned once it is out; `left_out` says why rows are not in it.
    """

    card: Card
    wording: str | None = None
    shown: tuple[InsightUse, ...] = ()
    follow: tuple[Outbox, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dropped:
    """Not sent, and why."""

    row: Outbox
    reason: str


@dataclass(frozen=True)
class PutOff:
    """To be sent later (UTC)."""

    row: Outbox
    until: datetime


@dataclass(frozen=True)
class SentRow:
    """A row that is in the message, with the playbook line it used."""

    row: Outbox
    wording: str | None


@dataclass(frozen=True)
class Message:
    """One message to one recipient, and what becomes of each row; no `card` if none is left."""

    card: Card | None
    sent: tuple[SentRow, ...]
    dropped: tuple[Dropped, ...]
    put_off: tuple[PutOff, ...]
    shown: tuple[InsightUse, ...] = ()  # insights it carries
    follow: tuple[Outbox, ...] = ()  # what is to be planned once it is out
    replaces: str | None = None  # the platform's id of the message whose place it takes


def none_of(rows: Iterable[Outbox], reason: str) -> Message:
    """No message: all of these are dropped, for one reason."""
    return Message(None, (), tuple(Dropped(row, reason) for row in rows), ())


@dataclass(frozen=True)
class Part:
    """What one kind has to say in a message, and the kind's name and label."""

    name: str
    label: str
    card: Card


@dataclass
class Assembly:
    """A message while it is put together."""

    parts: list[Part] = field(default_factory=list)
    sent: list[SentRow] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    shown: list[InsightUse] = field(default_factory=list)
    follow: list[Outbox] = field(default_factory=list)

    @property
    def wordings(self) -> tuple[str, ...]:
        """The playbook lines that are in it already."""
        return tuple(said.wording for said in self.sent if said.wording)

    async def add(
        self, name: str, label: str, rows: Iterable[Outbox], composing: Awaitable[Composed]
    ) -> None:
        """Take in what these rows have to say, unless it is of no use any more."""
        try:
            composed = await composing
        except NoLongerUseful as reason:
            self.dropped += [Dropped(row, str(reason)) for row in rows]
            return
        for row in rows:
            if row.id in composed.left_out:
                self.dropped.append(Dropped(row, composed.left_out[row.id]))
            else:
                self.sent.append(SentRow(row, composed.wording))
        self.parts.append(Part(name, label, composed.card))
        self.shown += composed.shown
        self.follow += composed.follow

    def message(self, card: Card | None, put_off: Sequence[PutOff]) -> Message:
        """The message, with this card."""
        return Message(
            card,
            tuple(self.sent),
            tuple(self.dropped),
            tuple(put_off),
            tuple(self.shown),
            tuple(self.follow),
        )


def side_by_side(parts: Sequence[Part], after: Mapping[str, Sequence[Block]]) -> Card:
    """One card from several, with what comes after each kind's part.

    What is answered in one part must not take the others away: it is answered beside.
    """
    blocks: list[Block] = []
    for place, part in enumerate(parts):
        blocks += [Divider()] if place else []
        blocks += map(_beside, part.card.blocks) if len(parts) > 1 else part.card.blocks
        blocks += after.get(part.name, ())
    return Card(" · ".join(part.card.summary for part in parts), tuple(blocks))


def _beside(block: Block) -> Block:
    if not isinstance(block, Buttons):
        return block
    # The card stays when one of them is done, so none of them calls to be pressed.
    return Buttons(tuple(replace(button, beside=True, style="default") for button in block.buttons))
