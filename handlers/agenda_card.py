"""The day at a glance: calls, promises due, reflections still wanted. Pure."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import promise_cards
from handlers.cards import Block, Bullets, Button, Buttons, Card, Heading, Paragraph, spans
from handlers.rhythm_settings import day_of
from handlers.times import say_short
from storage.calls import Seated
from storage.tables import Account, Commitment, Person


def card(
    person: Person,
    ahead: Sequence[Seated],
    due: Sequence[tuple[Commitment, Account]],
    unreflected: Sequence[Seated],
    now: datetime,
) -> Card:
    """What a person's day holds, as of now (UTC)."""
    lead = _lead(person, ahead, due)
    blocks: list[Block] = [Paragraph(spans(lead))]
    if ahead:
        today = tuple(spans(line(seated, person, now).removeprefix("today ")) for seated in ahead)
        blocks.append(Bullets(today))
        blocks.append(Buttons(tuple(_open_brief(seated, person) for seated in ahead)))
    if due:
        blocks.append(Heading("Promises due"))
        blocks += promise_cards.lines(due, day_of(now, person.zone), "agenda")
    if unreflected:
        blocks.append(Heading("Still fresh from yesterday"))
        blocks += [_reflect(seated, person) for seated in unreflected]
    return Card(lead, tuple(blocks))


def line(seated: Seated, person: Person, now: datetime) -> str:
    """ "Tuesday 15:00 Northwind – goal: …"."""
    seat, call, account = seated
    goal = f" – goal: {seat.goal}" if seat.goal else " – no goal set yet"
    return f"{say_short(call.starts_at, now=now, zone=person.zone)} {account.name}{goal}"


def _lead(
    person: Person, ahead: Sequence[Seated], due: Sequence[tuple[Commitment, Account]]
) -> str:
    parts = []
    if ahead:
        first = ahead[0][1].starts_at.astimezone(ZoneInfo(person.zone))
        count = "One call" if len(ahead) == 1 else f"{len(ahead)} calls, the first"
        parts.append(f"{count} at {first:%H:%M}: {ahead[0][2].name}.")
    if due:
        count = "One promise is" if len(due) == 1 else f"{len(due)} promises are"
        parts.append(f"{count} due.")
    return " ".join(parts) or "Nothing on today."


def _open_brief(seated: Seated, person: Person) -> Button:
    _, call, account = seated
    return Button(
        f"Brief: {account.name}", "brief.open", str(call.id), about=_clock(call.starts_at, person)
    )


def _reflect(seated: Seated, person: Person) -> Block:
    _, call, account = seated
    about = _clock(call.starts_at, person)
    return Buttons((Button(f"Reflect: {account.name}", "reflect.open", str(call.id), about=about),))


def _clock(moment: datetime, person: Person) -> str:
    return f"{moment.astimezone(ZoneInfo(person.zone)):%H:%M}"
