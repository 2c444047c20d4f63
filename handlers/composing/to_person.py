"""Compose a person's message from the due outbox rows."""

from asyncio import sleep
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Button, Buttons, Card
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import by_pair as facts_by_pair
from handlers.message import DroppedRow, Message, MessageBuilder, Part, RescheduledRow, combine
from handlers.notices import notice
from handlers.notices.kind import Notice
from handlers.nudges import NAMES, kind
from handlers.nudges.kind import Nudge
from handlers.nudges.plan import (
    OVER_DAY_LIMIT,
    SHARED_WITHIN,
    OpenNudge,
    PersonWeek,
    open_time,
    over_day_limit,
)
from handlers.nudges.rows import row as row_of
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import at, day_of, rhythm_of
from storage import outbox
from storage.outbox import OpenRow, SentRow
from storage.sales_calls import seat_texts
from storage.sales_calls.seat_texts import NO_LINES, LineHistory
from storage.tables import Outbox, Person

# How many of a person's latest listening lines to look up, so that we do not repeat them.
REMEMBERED = 60


@dataclass(frozen=True)
class DueRows:
    """A person's due rows, and the playbook that the person works with.

    If the platform reports an absence, `absent_until` is when the absence ends (UTC).
    """

    person: Person
    rows: Sequence[Outbox]
    playbook: Playbook
    absent_until: datetime | None = None


@dataclass
class _Decided:
    """A person's due rows, and what was decided about each of them."""

    person: Person
    week: PersonWeek
    rows: Sequence[Outbox]
    playbook: Playbook
    to_send: list[Outbox] = field(default_factory=list)  # sorted by `useful_until`
    dropped: list[DroppedRow] = field(default_factory=list)
    rescheduled: list[RescheduledRow] = field(default_factory=list)
    follow_ups: list[Outbox] = field(default_factory=list)  # rows to send after the absence


@dataclass(frozen=True)
class _OnFile:
    """What we have read from the database for the messages of several people."""

    facts: Mapping[tuple[int, int], Facts]  # by call id and person id
    lines: Mapping[int, LineHistory]  # by person id


async def compose(
    session: AsyncSession,
    person: Person,
    rows: Sequence[Outbox],
    playbook: Playbook,
    now: datetime,
    *,
    absent_until: datetime | None,
) -> Message:
    """Compose one message from a person's due rows. `now` is in UTC.

    For the other arguments, see `DueRows`.
    """
    (made,) = await compose_all(session, [DueRows(person, rows, playbook, absent_until)], now)
    return made


async def compose_all(
    session: AsyncSession, due: Sequence[DueRows], now: datetime
) -> list[Message]:
    """Compose one message for each person. `now` is in UTC."""
    people = [_decide(each, now) for each in due]
    await _keep_to_day_limit(session, people, now)
    on_file = await _on_file(session, people)
    made = []
    for each in people:
        made.append(await _message(session, each, on_file, now))
        await sleep(0)  # let requests run in between
    return made


async def _message(session: AsyncSession, of: _Decided, on_file: _OnFile, now: datetime) -> Message:
    """Compose one message from the rows that are to be sent to a person now."""
    person, playbook = of.person, of.playbook
    builder = MessageBuilder(dropped=of.dropped, follow_ups=of.follow_ups)
    lines = on_file.lines.get(person.id, NO_LINES)
    for part in in_parts(of.to_send):
        name = part[0].kind
        if known := kind(name):
            facts = on_file.facts.get((part[0].call_id or 0, person.id))
            nudge = Nudge(
                session,
                part[0],
                person,
                of.week,
                playbook,
                now,
                facts=facts,
                worded=builder.wordings,
                lines=lines,
                asked=builder.asked,
            )
            await builder.add(name, known.label, part, known.compose(nudge))
        elif notice_kind := notice(name):
            about = Notice(session, person, part, playbook, now)
            await builder.add(name, notice_kind.label, part, notice_kind.compose(about))
        else:
            builder.dropped += [DroppedRow(row, "unknown kind") for row in part]
    card = card_for_person(builder.parts) if builder.parts else None
    return builder.build(card, of.rescheduled)


async def _on_file(session: AsyncSession, people: Sequence[_Decided]) -> _OnFile:
    """Read the facts and the listening lines for the nudges that we send now."""
    calls, readers = {}, set()
    for each in people:
        for row in each.to_send:
            known = kind(row.kind)
            if known and known.facts and row.call_id is not None:
                calls[row.call_id, each.person.id] = (each.person, row.call_id)
            if known and known.lines:
                readers.add(each.person.id)
    return _OnFile(
        await facts_by_pair(session, calls.values()) if calls else {},
        await seat_texts.line_histories(session, readers, REMEMBERED) if readers else {},
    )


def in_parts(rows: Iterable[Outbox]) -> Iterator[tuple[Outbox, ...]]:
    """Yield the parts of a message: one for each nudge, then one for each kind of notice."""
    notices: dict[str, list[Outbox]] = {}
    for row in rows:
        if notice(row.kind):
            notices.setdefault(row.kind, []).append(row)
        else:
            yield (row,)
    yield from map(tuple, notices.values())


def card_for_person(parts: Sequence[Part]) -> Card:
    """Return one card with all parts of a message to a person.

    Below the parts of each kind is a button that stops all messages of this kind. Notices that
    nobody can stop (`NoticeKind.always_sent`) have no button.
    """
    stops = {
        part.name: (
            Buttons((Button(f"Stop {part.label}", "rhythm.mute", f"message:{part.name}"),)),
        )
        for part in parts
        if not _is_always_sent(part.name)
    }
    return combine(parts, stops)


def _is_always_sent(name: str) -> bool:
    known = notice(name)
    return known is not None and known.always_sent


def week_of(person: Person, absent_until: datetime | None = None) -> PersonWeek:
    """Return the person's settings and pauses as a `PersonWeek`. It has no calls or promises."""
    return PersonWeek(
        person_id=person.id,
        zone=person.zone,
        rhythm=rhythm_of(person),
        away_from=person.away_from,
        away_until=person.away_until,
        snoozed_until=person.snoozed_until,
        absent_until=absent_until,
    )


def _decide(due: DueRows, now: datetime) -> _Decided:
    """Decide for each row whether to send it now or later, or to drop it."""
    week = week_of(due.person, due.absent_until)
    made = _Decided(due.person, week, due.rows, due.playbook)
    open_at, closed_by = open_time(now, week)
    for row in sorted(due.rows, key=lambda row: (row.useful_until, row.id)):
        if row.kind in week.rhythm.muted and not _is_always_sent(row.kind):
            made.dropped.append(DroppedRow(row, "muted"))
        elif row.useful_until <= now:
            made.dropped.append(DroppedRow(row, "too late"))
        elif row.due_at > now + _early(row):  # rescheduled since we claimed the row
            made.rescheduled.append(RescheduledRow(row, row.due_at))
        elif closed_by is None:
            made.to_send.append(row)
        elif row.useful_until <= open_at:
            made.dropped.append(DroppedRow(row, closed_by))
            made.follow_ups += _on_return(due.person, week, row, open_at, now)
        else:
            made.rescheduled.append(RescheduledRow(row, open_at))
    return made


def _early(row: Outbox) -> timedelta:
    known = kind(row.kind)
    return SHARED_WITHIN if known is None or known.early else timedelta()


def _on_return(
    person: Person, week: PersonWeek, dropped: Outbox, back_at: datetime, now: datetime
) -> list[Outbox]:
    """Return the rows to send after an absence, instead of the row `dropped`."""
    known = kind(dropped.kind)
    away = any(until and until > now for until in (week.away_until, week.absent_until))
    if not away or known is None or known.on_return is None:
        return []
    return [row_of(person, wanted, now) for wanted in known.on_return(week, back_at)]


async def _keep_to_day_limit(
    session: AsyncSession, people: Sequence[_Decided], now: datetime
) -> None:
    """Drop today's nudges that exceed a person's daily limit.

    Notices have no limit and do not count. If a call has moved since a message about it, we may
    send a second message of the same kind about this call. If we send both messages on one day,
    only the first message counts.
    """
    days = {each.person.id: day_of(now, each.week.zone) for each in people if each.to_send}
    if not days:
        return
    midnight = min(
        at(days[each.person.id], time(), each.week.zone) for each in people if each.to_send
    )
    sent = await outbox.sent_since(session, days, midnight, NAMES)
    waiting = await outbox.open_until(session, days, max(days.values()))
    for each in people:
        if not each.to_send:
            continue
        id_ = each.person.id
        today, zone = days[id_], each.week.zone
        out = [row for row in sent.get(id_, ()) if day_of(row.settled_at, zone) == today]
        told = {(row.kind, row.call_id) for row in out if row.call_id}
        others = [
            row
            for row in waiting.get(id_, ())
            if row.day <= today and (row.kind, row.call_id) not in told
        ]
        over = _over_limit(each, others, told, _counted(out), now)
        each.dropped += [DroppedRow(row, OVER_DAY_LIMIT) for row in each.to_send if row.id in over]
        each.to_send = [row for row in each.to_send if row.id not in over]


def _counted(sent: Sequence[SentRow]) -> int:
    """Count the messages of a day. Messages of one kind about one call count as one message."""
    first = {(row.kind, row.call_id or row.message): row.message for row in reversed(sent)}
    return len({*first.values()})


def _over_limit(
    of: _Decided,
    today: Sequence[OpenRow],
    told: Collection[tuple[str, int | None]],
    sent: int,
    now: datetime,
) -> frozenset[int]:
    """Return the ids of the nudges to drop, so that a person gets no more than the daily limit.

    - `today` has the person's open rows of today and of earlier days.
    - `told` has the kind and the call of each message that the person was already sent today. A row
      whose kind and call are in `told` does not count.
    - `sent` is how many messages of today count towards the limit (see `_counted`).
    """
    ours = {row.id for row in of.rows}
    others = [
        row for row in today if row.id not in ours and row.useful_until > now and kind(row.kind)
    ]
    # Another process may already have sent the rows that it has claimed, so we count them as sent.
    claimed = {row.bundle or row.id for row in others if row.claim}
    unclaimed = [
        *(
            (row.id, row.kind, row.due_at)
            for row in of.to_send
            if (row.kind, row.call_id) not in told
        ),
        *((row.id, row.kind, row.due_at) for row in others if not row.claim),
    ]
    nudges = [
        OpenNudge(id_, known.rank, max(due_at, now))
        for id_, name, due_at in unclaimed
        if (known := kind(name))
    ]
    return over_day_limit(nudges, sent + len(claimed), of.week.rhythm.most_a_day)
