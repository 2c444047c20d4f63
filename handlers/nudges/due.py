"""What to do with a person's rows whose time has come: send, put off or drop, as things stand."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card
from handlers.message import Assembly, Dropped, Message, Part, PutOff, side_by_side
from handlers.notices import notice
from handlers.notices.kind import Notice
from handlers.nudges import CUT_FIRST, kind
from handlers.nudges.kind import Nudge
from handlers.nudges.plan import TOGETHER, OfToday, Week, open_time, over_the_most
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of
from storage import outbox
from storage.tables import Outbox, Person


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
    made = Assembly(dropped=dropped)
    for part in _parts(row for row in open_rows if row.id not in cut):
        name = part[0].kind
        if known := kind(name):
            nudge = Nudge(session, part[0], person, week, playbook, now, made.wordings)
            await made.add(name, known.label, part, known.compose(nudge))
        elif told := notice(name):
            about = Notice(session, person, part, playbook, now)
            await made.add(name, told.label, part, told.compose(about))
        else:
            made.dropped += [Dropped(row, "unknown kind") for row in part]
    return made.message(_together(made.parts) if made.parts else None, put_off)


def _parts(rows: Iterable[Outbox]) -> Iterator[tuple[Outbox, ...]]:
    """Nudges one by one; notices of one kind together."""
    notices: dict[str, list[Outbox]] = {}
    for row in rows:
        if notice(row.kind):
            notices.setdefault(row.kind, []).append(row)
        else:
            yield (row,)
    yield from map(tuple, notices.values())


def _together(parts: Sequence[Part]) -> Card:
    """One card, each kind with a way to stop it."""
    stops = {
        part.name: (
            Buttons((Button(f"Stop {part.label}", "rhythm.mute", f"message:{part.name}"),)),
        )
        for part in parts
    }
    return side_by_side(parts, stops)


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
    """The ids of today's open nudges to give up, so that the day keeps to its most.

    Notices count, but are never given up: each answers something that the person wrote.
    """
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
