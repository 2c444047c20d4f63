"""What to do with nudges whose time has come: send, put off or drop, as things stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Button, Buttons, Card, Divider
from handlers.nudges import CUT_FIRST, kind
from handlers.nudges.kind import Kind, Nudge, OfNoUse
from handlers.nudges.plan import TOGETHER, OfToday, Week, open_time, over_the_most
from handlers.nudges.settings import DAY, at, day_of, rhythm_of
from handlers.playbook.loader import Playbook
from storage import outbox
from storage.tables import InsightUse, Outbox, Person


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
class Worded:
    """A row that is in the message, with the playbook line it used."""

    row: Outbox
    wording: str | None


@dataclass(frozen=True)
class Message:
    """One message for one person, and what becomes of each row; `card` is None if none is left."""

    card: Card | None
    sent: tuple[Worded, ...]
    dropped: tuple[Dropped, ...]
    put_off: tuple[PutOff, ...]
    shown: tuple[InsightUse, ...] = ()  # insights it carries


async def message(
    session: AsyncSession,
    person: Person,
    rows: Sequence[Outbox],
    playbook: Playbook,
    now: datetime,
    *,
    away_until: datetime | None,
) -> Message:
    """Compose what is due to a person. `away_until` is what the platform says; all times UTC."""
    week = _week(person, away_until)
    open_rows, dropped, put_off = _sorted(rows, week, now)
    cut = await _cut(session, rows, open_rows, week, now)
    dropped += [Dropped(row, "over the day's most") for row in open_rows if row.id in cut]
    parts: list[tuple[Kind, Card]] = []
    sent: list[Worded] = []
    shown: list[InsightUse] = []
    for row in (row for row in open_rows if row.id not in cut):
        known = kind(row.kind)
        if known is None:
            dropped.append(Dropped(row, "unknown kind"))
            continue
        try:
            worded = tuple(said.wording for said in sent if said.wording)
            composed = await known.compose(Nudge(session, row, person, week, playbook, now, worded))
        except OfNoUse as reason:
            dropped.append(Dropped(row, str(reason)))
            continue
        parts.append((known, composed.card))
        sent.append(Worded(row, composed.wording))
        shown += composed.shown
    card = together(parts) if parts else None
    return Message(card, tuple(sent), tuple(dropped), tuple(put_off), tuple(shown))


def together(parts: Sequence[tuple[Kind, Card]]) -> Card:
    """One card from several, each with a way to stop its kind.

    What is answered in one part must not take the others away: it is answered beside.
    """
    blocks: list[Block] = []
    for place, (known, card) in enumerate(parts):
        blocks += [Divider()] if place else []
        blocks += map(_beside, card.blocks) if len(parts) > 1 else card.blocks
        blocks.append(
            Buttons((Button(f"Stop {known.label}", "rhythm.mute", f"message:{known.name}"),))
        )
    return Card(" · ".join(card.summary for _, card in parts), tuple(blocks))


def _beside(block: Block) -> Block:
    if not isinstance(block, Buttons):
        return block
    return Buttons(tuple(replace(button, beside=True) for button in block.buttons))


def _week(person: Person, absent_until: datetime | None) -> Week:
    return Week(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
        absent_until=absent_until,
    )


def _sorted(
    rows: Sequence[Outbox], week: Week, now: datetime
) -> tuple[list[Outbox], list[Dropped], list[PutOff]]:
    """What may go out now, soonest of no use first; what is dropped; what is put off."""
    going, dropped, put_off = [], [], []
    open_at, closed_by = open_time(now, week)
    for row in sorted(rows, key=lambda row: (row.useful_until, row.id)):
        if row.kind in week.rhythm.muted:
            dropped.append(Dropped(row, "muted"))
        elif row.useful_until <= now:
            dropped.append(Dropped(row, "too late"))
        elif row.due_at > now + TOGETHER:
            put_off.append(PutOff(row, row.due_at))  # moved since it was claimed
        elif closed_by is None:
            going.append(row)
        elif row.useful_until <= open_at:
            dropped.append(Dropped(row, closed_by))
        else:
            put_off.append(PutOff(row, open_at))
    return going, dropped, put_off


async def _cut(
    session: AsyncSession,
    rows: Sequence[Outbox],
    going: Sequence[Outbox],
    week: Week,
    now: datetime,
) -> frozenset[int]:
    """The ids of today's open rows to give up, so that the day keeps to its most."""
    if not going:
        return frozenset()
    tenant, today = going[0].tenant, day_of(now, week.zone)
    midnight, next_midnight = (at(day, time(), week.zone) for day in (today, today + DAY))
    sent = await outbox.sent_between(session, tenant, week.person_id, midnight, next_midnight)
    ours = {row.id for row in rows}
    others = [
        row
        for row in await outbox.open_by(session, tenant, week.person_id, today)
        if row.id not in ours and row.useful_until > now and kind(row.kind)
    ]
    # What somebody else holds, or what is in doubt, counts as if it had gone out.
    held = {row.bundle or row.id for row in others if row.claim}
    ahead = [*(row for row in going if kind(row.kind)), *(row for row in others if not row.claim)]
    return over_the_most(
        [OfToday(row.id, row.kind, max(row.due_at, now)) for row in ahead],
        sent + len(held),
        week.rhythm.most_a_day,
        CUT_FIRST,
    )
