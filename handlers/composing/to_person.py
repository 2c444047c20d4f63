"""What to do with a person's rows whose time has come: send, put off or drop, as things stand."""

from asyncio import sleep
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card
from handlers.knowledge.facts import Facts
from handlers.knowledge.facts import by_pair as facts_by_pair
from handlers.message import Assembly, Dropped, Message, Part, PutOff, side_by_side
from handlers.notices import notice
from handlers.notices.kind import Notice
from handlers.nudges import NAMES, kind
from handlers.nudges.kind import Nudge
from handlers.nudges.plan import (
    OVER_DAY_LIMIT,
    SHARED_WITHIN,
    OfToday,
    PersonWeek,
    open_time,
    over_day_limit,
)
from handlers.nudges.rows import row as row_of
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import NO_REPEAT_WITHIN
from handlers.rhythm_settings import at, day_of, rhythm_of
from storage import outbox
from storage.outbox import Planned
from storage.tables import Outbox, Person


@dataclass(frozen=True)
class DueRows:
    """A person's rows whose time has come. `away_until` (UTC) is what the platform says."""

    person: Person
    rows: Sequence[Outbox]
    away_until: datetime | None = None


@dataclass
class _Sorted:
    """What is to become of a person's rows."""

    person: Person
    week: PersonWeek
    rows: Sequence[Outbox]
    going: list[Outbox]  # soonest of no use first
    dropped: list[Dropped]
    put_off: list[PutOff]
    follow: list[Outbox] = field(default_factory=list)


@dataclass(frozen=True)
class _OnFile:
    """What composing takes, read for everybody at once."""

    facts: Mapping[tuple[int, int], Facts]  # by call and person
    last: Mapping[int, Sequence[str]]  # the lines last sent, by person


async def message(
    session: AsyncSession,
    person: Person,
    rows: Sequence[Outbox],
    playbook: Playbook,
    now: datetime,
    *,
    away_until: datetime | None,
) -> Message:
    """Compose what is due to one person (now: UTC)."""
    (made,) = await messages(session, [DueRows(person, rows, away_until)], playbook, now)
    return made


async def messages(
    session: AsyncSession, due: Sequence[DueRows], playbook: Playbook, now: datetime
) -> list[Message]:
    """Compose what is due to each of these people (now: UTC)."""
    people = [_sorted(each, now) for each in due]
    await _keep_to_the_most(session, people, now)
    on_file = await _on_file(session, people)
    made = []
    for each in people:
        made.append(await _message(session, each, on_file, playbook, now))
        await sleep(0)  # composing many must not keep anybody's command waiting
    return made


async def _message(
    session: AsyncSession, of: _Sorted, on_file: _OnFile, playbook: Playbook, now: datetime
) -> Message:
    person, made = of.person, Assembly(dropped=of.dropped, follow=of.follow)
    last = on_file.last.get(person.id, ())
    for part in _parts(of.going):
        name = part[0].kind
        if known := kind(name):
            facts = on_file.facts.get((part[0].call_id or 0, person.id))
            worded = made.wordings
            nudge = Nudge(session, part[0], person, of.week, playbook, now, facts, worded, last)
            await made.add(name, known.label, part, known.compose(nudge))
        elif told := notice(name):
            about = Notice(session, person, part, playbook, now)
            await made.add(name, told.label, part, told.compose(about))
        else:
            made.dropped += [Dropped(row, "unknown kind") for row in part]
    return made.message(to_person(made.parts) if made.parts else None, of.put_off)


async def _on_file(session: AsyncSession, people: Sequence[_Sorted]) -> _OnFile:
    calls, readers = {}, set()
    for each in people:
        for row in each.going:
            known = kind(row.kind)
            if known and known.facts and row.call_id is not None:
                calls[row.call_id, each.person.id] = (each.person, row.call_id)
            if known and known.lines:
                readers.add(each.person.id)
    return _OnFile(
        await facts_by_pair(session, calls.values()) if calls else {},
        await outbox.last_wordings(session, readers, NO_REPEAT_WITHIN) if readers else {},
    )


def _parts(rows: Iterable[Outbox]) -> Iterator[tuple[Outbox, ...]]:
    """Nudges one by one; notices of one kind together."""
    notices: dict[str, list[Outbox]] = {}
    for row in rows:
        if notice(row.kind):
            notices.setdefault(row.kind, []).append(row)
        else:
            yield (row,)
    yield from map(tuple, notices.values())


def to_person(parts: Sequence[Part]) -> Card:
    """One card, each kind with a way to stop it."""
    stops = {
        part.name: (
            Buttons((Button(f"Stop {part.label}", "rhythm.mute", f"message:{part.name}"),)),
        )
        for part in parts
    }
    return side_by_side(parts, stops)


def _week(person: Person, absent_until: datetime | None) -> PersonWeek:
    return PersonWeek(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
        absent_until=absent_until,
    )


def _sorted(due: DueRows, now: datetime) -> _Sorted:
    """What may go out now, what is dropped, and what is put off."""
    week = _week(due.person, due.away_until)
    made = _Sorted(due.person, week, due.rows, [], [], [])
    open_at, closed_by = open_time(now, week)
    for row in sorted(due.rows, key=lambda row: (row.useful_until, row.id)):
        if row.kind in week.rhythm.muted:
            made.dropped.append(Dropped(row, "muted"))
        elif row.useful_until <= now:
            made.dropped.append(Dropped(row, "too late"))
        elif row.due_at > now + _early(row):  # else moved since it was claimed
            made.put_off.append(PutOff(row, row.due_at))
        elif closed_by is None:
            made.going.append(row)
        elif row.useful_until <= open_at:
            made.dropped.append(Dropped(row, closed_by))
            made.follow += _on_return(due.person, week, row, open_at, now)
        else:
            made.put_off.append(PutOff(row, open_at))
    return made


def _early(row: Outbox) -> timedelta:
    """How long before its time a row may go out, to share a message."""
    known = kind(row.kind)
    return SHARED_WITHIN if known is None or known.early else timedelta()


def _on_return(
    person: Person, week: PersonWeek, dropped: Outbox, back_at: datetime, now: datetime
) -> list[Outbox]:
    known = kind(dropped.kind)
    away = any(until and until > now for until in (week.away_until, week.absent_until))
    if not away or known is None or known.on_return is None:
        return []
    return [row_of(person, wanted, now) for wanted in known.on_return(week, back_at)]


async def _keep_to_the_most(
    session: AsyncSession, people: Sequence[_Sorted], now: datetime
) -> None:
    """Give up nudges of today, so that each person's day keeps to its limit.

    Notices do not count and are never given up: each answers something that somebody wrote, and
    ten answers must not cost a rep the brief.
    """
    days = {each.person.id: day_of(now, each.week.zone) for each in people if each.going}
    if not days:
        return
    midnight = min(
        at(days[each.person.id], time(), each.week.zone) for each in people if each.going
    )
    sent = await outbox.sent_since(session, days, midnight, NAMES)
    waiting = await outbox.open_until(session, days, max(days.values()))
    for each in people:
        if not each.going:
            continue
        id_ = each.person.id
        today, zone = days[id_], each.week.zone
        out = {message for moment, message in sent.get(id_, ()) if day_of(moment, zone) == today}
        others = [row for row in waiting.get(id_, ()) if row.day <= today]
        cut = _cut(each, others, len(out), now)
        each.dropped += [Dropped(row, OVER_DAY_LIMIT) for row in each.going if row.id in cut]
        each.going = [row for row in each.going if row.id not in cut]


def _cut(of: _Sorted, today: Sequence[Planned], sent: int, now: datetime) -> frozenset[int]:
    """The ids of today's open nudges to give up, after so many messages."""
    ours = {row.id for row in of.rows}
    others = [
        row for row in today if row.id not in ours and row.useful_until > now and kind(row.kind)
    ]
    # What somebody else holds, or what is in doubt, counts as if it had gone out.
    held = {row.bundle or row.id for row in others if row.claim}
    waiting = [
        *((row.id, row.kind, row.due_at) for row in of.going),
        *((row.id, row.kind, row.due_at) for row in others if not row.claim),
    ]
    ahead = [
        OfToday(id_, known.rank, max(due_at, now))
        for id_, name, due_at in waiting
        if (known := kind(name))
    ]
    return over_day_limit(ahead, sent + len(held), of.week.rhythm.most_a_day)
