"""The agenda card: today's calls, promises due, and calls without a reflection. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge.invited_calls import InvitedCall
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute, format_short
from handlers.times.formatting import format_full_date
from handlers.views.meetings import invited_words, meeting_questions
from handlers.views.promises import promise_cards
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Commitment, Person, SeenMeeting

SHOWN = 3  # how many promises the card shows at most
NOTHING_ON = "Nothing on today."


@dataclass(frozen=True)
class MeetingQuestion:
    """A meeting that we ask the owner of the calendar about.

    `accounts` are the names of accounts that the meeting may be with, by row id. `alike` are all
    meetings that the answer applies to, including this one.
    """

    meeting: SeenMeeting
    accounts: Mapping[int, str]
    alike: tuple[SeenMeeting, ...]


@dataclass(frozen=True)
class Today:
    """A person's day: upcoming calls, promises due, and calls without a reflection.

    The card shows at most `SHOWN` of the promises in `due`. The latest due days come first, so
    promises due today come before overdue promises. On the same day, our promises come before the
    customer's.

    If more than `SHOWN` are due, the rest do not fit. If any of the rest are still open, one of
    these open promises takes the last place on the card, and the promise that had it is left out:

    - If any of ours is open: the one of ours with the earliest due day.
    - If not: the one of the customer's with the earliest due day.

    `in_doubt` are meetings that may be sales calls. `invited` are calls that were planned without
    asking the person.
    """

    day: date
    ahead: Sequence[Seated]
    due: Sequence[tuple[Commitment, Account]]  # includes promises that were settled today
    unreflected: Sequence[Seated]
    in_doubt: Sequence[MeetingQuestion] = ()
    invited: Sequence[InvitedCall] = ()

    @property
    def open(self) -> Sequence[tuple[Commitment, Account]]:
        """The promises that are still open."""
        return [row for row in self.due if row[0].state == "open"]


def card(person: Person, today: Today, now: datetime) -> Card:
    """Return the agenda of a person's day, as of `now` (UTC)."""
    lead = _lead(person, today)
    blocks: list[Block] = [Paragraph(spans(lead))]
    if today.ahead:
        blocks += _calls(person, today, now)
    for one in today.in_doubt:
        blocks += meeting_questions.question(
            one.meeting,
            one.accounts,
            person,
            now,
            shown=meeting_questions.AGENDA,
            more=len(one.alike) - 1 if one.meeting.series else 0,
        )
    blocks += invited_words.told(today.invited, person, now)
    if today.due:
        blocks += _promises(today)
    if today.unreflected:
        blocks += _to_reflect_on(person, today)
    return Card(lead, tuple(blocks))


def _calls(person: Person, today: Today, now: datetime) -> list[Block]:
    """List the upcoming calls, with a button for the brief of each call."""
    said = tuple(
        spans(typed(_with_overlap(line(seated, person, now), seated, today.ahead, person)))
        for seated in today.ahead
    )
    names = [seated.account.name for seated in today.ahead]
    buttons = tuple(
        _open_brief(seated, person, twice=names.count(seated.account.name) > 1)
        for seated in today.ahead
    )
    return [Bullets(said), Buttons(buttons)]


def _promises(today: Today) -> list[Block]:
    """List the promises that the card has room for, and say how many more there are."""
    blocks: list[Block] = [
        Heading("Promises due"),
        *promise_cards.lines(_shown(today), today.day, promise_cards.AGENDA),
    ]
    if len(today.due) > SHOWN:
        blocks.append(Note(spans(_count(len(today.due) - SHOWN, "One more.", "more."))))
        blocks.append(Buttons((Button("All promises", "promises.all"),)))
    return blocks


def _to_reflect_on(person: Person, today: Today) -> list[Block]:
    """Show a button for each call that has no reflection."""
    labels = [_reflect_label(seated, person, today.day) for seated in today.unreflected]
    return [
        Heading("Still to reflect on"),
        *(
            _reflect(seated, person, label, twice=labels.count(label) > 1)
            for seated, label in zip(today.unreflected, labels, strict=True)
        ),
    ]


def _shown(today: Today) -> list[tuple[Commitment, Account]]:
    """Return the promises that the card shows. See `Today`."""
    ours_first = sorted(today.due, key=lambda row: row[0].side != "ours")
    due = sorted(ours_first, key=lambda row: row[0].due_on or today.day, reverse=True)
    late = [row for row in due[SHOWN:] if row[0].state == "open"]
    if not late:
        return due[:SHOWN]
    ours = [row for row in late if row[0].side == "ours"]
    return [*due[: SHOWN - 1], (ours or late)[-1]]


def line(seated: Seated, person: Person, now: datetime, *, lasting: bool = False) -> str:
    """Return "Tuesday 15:00 Northwind – goal: …". With `lasting`, include the date."""
    seat, call, account = seated
    to_come = " – no goal set yet" if call.ends_at > now else ""
    goal = f" – goal: {seat.goal}" if seat.goal else to_come
    zone = person.zone
    if lasting:
        when = format_absolute(call.starts_at, now=now, zone=zone, own=zone)
    else:
        when = format_short(call.starts_at, now=now, zone=zone)
    return f"{when} {account.name}{goal}"


def _with_overlap(said: str, seated: Seated, ahead: Sequence[Seated], person: Person) -> str:
    """Leave out "today", and add overlapping calls: "Overlaps Northwind, 14:30."."""
    call = seated.call
    others = [
        f"{shortened(other.account.name, 40)}, {_clock(other.call.starts_at, person)}"
        for other in ahead
        if other.call.id != call.id
        and other.call.starts_at < call.ends_at
        and call.starts_at < other.call.ends_at
    ]
    said = said.removeprefix("today ")
    return f"{said.rstrip('.')}. Overlaps {' and '.join(others)}." if others else said


def _lead(person: Person, today: Today) -> str:
    said = []
    if today.ahead:
        first, number = today.ahead[0], len(today.ahead)
        when = f"at {_clock(first.call.starts_at, person)}: {first.account.name}."
        said.append(f"One call {when}" if number == 1 else f"{number} calls, the first {when}")
    overdue = sum(1 for promise, _ in today.open if promise.due_on and promise.due_on < today.day)
    said.append(_count(len(today.open) - overdue, "One promise is due.", "promises are due."))
    said.append(_count(overdue, "One promise is overdue.", "promises are overdue."))
    if not any(said):
        said.append(
            _count(
                len(today.in_doubt),
                "One question about your calendar.",
                "questions about your calendar.",
            )
        )
    if not any(said):
        looking_back = len(today.unreflected)
        said.append(_count(looking_back, "One call to look back on.", "calls to look back on."))
    return " ".join(filter(None, said)) or NOTHING_ON


def _count(number: int, one: str, many: str) -> str:
    if not number:
        return ""
    return one if number == 1 else f"{number} {many}"


def _open_brief(seated: Seated, person: Person, *, twice: bool) -> Button:
    call, account = seated.call, seated.account
    clock = _clock(call.starts_at, person)
    label = f"Brief: {account.name}, {clock}" if twice else f"Brief: {account.name}"
    return Button(label, "brief.open", str(call.id), about=clock)


def _reflect_label(seated: Seated, person: Person, today: date) -> str:
    call, account = seated.call, seated.account
    # "Today" would be wrong when people read the message on later days.
    return (
        f"Reflect: {account.name}, {format_full_date(day_of(call.starts_at, person.zone), today)}"
    )


def _reflect(seated: Seated, person: Person, label: str, *, twice: bool) -> Block:
    call_id, clock = str(seated.call.id), _clock(seated.call.starts_at, person)
    label = f"{label}, {clock}" if twice else label
    return Buttons((Button(label, "reflect.open", call_id, about=clock),))


def _clock(moment: datetime, person: Person) -> str:
    return f"{moment.astimezone(ZoneInfo(person.zone)):%H:%M}"
