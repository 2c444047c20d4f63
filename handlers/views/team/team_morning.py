"""The team's morning: a message to a manager about the team's day, in about 120 words. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Text,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge.team_day import Morning, OpenedCall, Praise, SharedReflection
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from handlers.views.promises import promise_cards
from handlers.views.team import team_page, team_reflections
from storage.team.team_days import Promised

ASKED, CALLS, PROMISES, REFLECTIONS = 2, 4, 3, 2  # the message shows at most this many of each
# How many characters of a name, of a late promise, and of a quotation are shown at most.
NAME, WORDS, QUOTED = 40, 50, 80
KIND = "team"  # the kind of the message
TAKEN_BACK = (
    "this message is empty, because something in it was taken back, or your team has changed."
)
NOTHING_LEFT = "nothing is waiting any more."
ASK_SURPRISE = "What made them tell you?"
ASK_KEPT = "How did they take it?"


def emptied(day: date) -> Card:
    """Return the card that replaces the message of a past day. It says why the message is empty."""
    return nothing_left(day, TAKEN_BACK)


def nothing_left(day: date, said: str = NOTHING_LEFT) -> Card:
    """Return the message of a day that has nothing to list. `said` tells the manager why."""
    lead = f"Your team, {format_full_date(day, day)}: {said}"
    more = Button("Your team", team_page.PAGE, beside=True)
    return card_saying(lead, Buttons((more,)))


def card(found: Morning) -> Card:
    """Return what a manager is told in the morning. The button *Your team* shows the rest."""
    if not found.is_worth_sending:
        return nothing_left(found.day)
    lead = f"Your team, {format_full_date(found.day, found.day)}: {_counted(found)}."
    blocks: list[Block] = [Paragraph(spans(lead))]
    blocks += _list([team_page.question(one) for one in found.asked], ASKED)
    blocks += _list([_call(one, found.zone) for one in found.calls], CALLS)
    late = [_late(one, found) for one in found.overdue_named]
    blocks += _list(late, PROMISES, count=len(found.overdue))
    blocks += _list([_shared(one, found) for one in found.new], REFLECTIONS)
    blocks += _praise(found.praise) if found.praise else []
    answer = team_page.answer_buttons(found.asked[:ASKED], beside=True)
    read = [_read(one, found) for one in found.new[:REFLECTIONS]]
    blocks.append(Buttons((*answer, *read, Button("Your team", team_page.PAGE, beside=True))))
    return Card(lead, tuple(blocks))


def _counted(found: Morning) -> str:
    parts = (
        (len(found.asked), "question"),
        (len(found.calls), "call open to you"),
        (len(found.overdue), "promise overdue"),
        (len(found.new), "shared reflection"),
    )
    said = [_number(count, unit) for count, unit in parts if count]
    return ", ".join(said) or "good news"


def _number(count: int, unit: str) -> str:
    first, _, rest = unit.partition(" ")
    plural = f"{first}s {rest}".rstrip() if first != "shared" else f"{unit}s"
    return f"{count} {unit if count == 1 else plural}"


def _list(lines: Sequence[Text], limit: int, *, count: int = 0) -> Iterator[Block]:
    """List up to `limit` lines, and say how many more there are.

    `count` is the number of all lines, if `lines` lacks some of them.
    """
    shown = lines[:limit]
    left = max(count, len(lines)) - len(shown)
    more = [spans(f"and {left} more")] if left else []
    if shown:
        yield Bullets((*shown, *more))


def _call(one: OpenedCall, zone: str) -> Text:
    clock = f"{one.call.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"
    names = ", ".join(person.name for person in one.people)
    return spans(typed(f"{clock} {shortened(one.account.name, NAME)} – {shortened(names, 60)}"))


def _late(one: Promised, found: Morning) -> Text:
    when = promise_cards.due(one.promise.due_on, found.day, lasting=True)
    words = shortened(one.promise.text, WORDS)
    who = f"{shortened(one.account.name, NAME)} – {shortened(one.owner.name, NAME)}"
    return spans(typed(f"{who}: {words}, {when}"))


def _shared(one: SharedReflection, found: Morning) -> Text:
    day = format_full_date(day_of(one.reflection.called_at, found.zone), found.day)
    account = shortened(one.account.name, NAME)
    return spans(typed(f"{shortened(one.author.name, NAME)} shared: {account}, {day}"))


def _read(one: SharedReflection, found: Morning) -> Button:
    account = shortened(one.account.name, 20)
    day = format_full_date(day_of(one.reflection.called_at, found.zone), found.day)
    id_, about = str(one.reflection.id), f"{one.author.name}, {day}"
    return Button(f"Read {account}", team_reflections.READ, id_, beside=True, about=about)


def _praise(praise: Praise) -> Iterator[Block]:
    """Say what is worth praising, with a sentence that the manager can say."""
    who = shortened(praise.who.name, NAME)
    if praise.heard:
        account = shortened(praise.heard.account.name, NAME)
        words = shortened(praise.heard.reflection.surprise, QUOTED)
        yield Paragraph(spans(typed(f"{who} heard something unexpected at {account}: “{words}”")))
        yield Note(spans(typed(f"You can say: “I would have missed that. {ASK_SURPRISE}”")))
    elif praise.kept:
        account = shortened(praise.kept.account.name, NAME)
        words = shortened(praise.kept.promise.text, QUOTED)
        yield Paragraph(spans(typed(f"{who} kept a promise to {account}: {words}")))
        yield Note(spans(typed(f"You can say: “{account} got what you promised. {ASK_KEPT}”")))
