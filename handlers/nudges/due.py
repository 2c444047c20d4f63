"""What to do with nudges whose time has come: send, put off or drop, as things stand now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Button, Buttons, Card, Divider
from handlers.nudges import CUT_FIRST, kind
from handlers.nudges.kind import Kind, Nudge, OfNoUse
from handlers.nudges.plan import OfToday, Week, open_time, over_the_most
from handlers.nudges.settings import day_of, rhythm_of
from handlers.playbook.loader import Playbook
from storage import outbox
from storage.tables import Outbox, Person


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
    week = _week(person, away_until, now)
    open_rows, dropped, put_off = _sorted(rows, week, now)
    cut = await _cut(session, person, week, now)
    dropped += [Dropped(row, "over the day's most") for row in open_rows if row.id in cut]
    parts: list[tuple[Kind, Card]] = []
    sent: list[Worded] = []
    for row in (row for row in open_rows if row.id not in cut):
        known = kind(row.kind)
        if known is None:
            dropped.append(Dropped(row, "unknown kind"))
            continue
        try:
            composed = await known.compose(Nudge(session, row, person, week, playbook, now))
        except OfNoUse as reason:
            dropped.append(Dropped(row, str(reason)))
            continue
        parts.append((known, composed.card))
        sent.append(Worded(row, composed.wording))
    return Message(together(parts) if parts else None, tuple(sent), tuple(dropped), tuple(put_off))


def together(parts: Sequence[tuple[Kind, Card]]) -> Card:
    """One card from several, each with a way to stop its kind."""
    blocks: list[Block] = []
    for place, (known, card) in enumerate(parts):
        blocks += [Divider()] if place else []
        blocks += card.blocks
        blocks.append(
            Buttons((Button(f"Stop {known.label}", "rhythm.mute", f"message:{known.name}"),))
        )
    return Card(" · ".join(card.summary for _, card in parts), tuple(blocks))


def _week(person: Person, away_until: datetime | None, now: datetime) -> Week:
    week = Week(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
    )
    if away_until is not None and away_until > max(now, person.away_until or now):
        return replace(week, away_from=now, away_until=away_until)
    return week


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
        elif closed_by is None:
            going.append(row)
        elif row.useful_until <= open_at:
            dropped.append(Dropped(row, closed_by))
        else:
            put_off.append(PutOff(row, open_at))
    return going, dropped, put_off


async def _cut(session: AsyncSession, person: Person, week: Week, now: datetime) -> frozenset[int]:
    day = day_of(now, week.zone)
    ahead = await outbox.open_on(session, person.tenant, person.id, day)
    return over_the_most(
        [OfToday(row.id, row.kind, row.due_at) for row in ahead if kind(row.kind)],
        await outbox.sent_on(session, person.tenant, person.id, day),
        week.rhythm.most_a_day,
        CUT_FIRST,
    )
