"""An ask as it is read: by marketing, with a clock; by the rep who asked. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Quote,
    Strong,
    Text,
    linked,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.rhythm_settings import day_of
from handlers.times.saying import say_full_date
from storage.tables import Ask, AskNote

STAGES = {
    "discovery": "in discovery",
    "evaluation": "evaluating",
    "decision": "about to decide",
    "customer": "a customer already",
}
SAID = {
    "answered": "answers",
    "asked_back": "asks back",
    "replied": "replies",
    "taken_up": "takes it up",
    "changed": "says what changed",
}


@dataclass(frozen=True)
class Turned:
    """One turn of the talk, and who spoke."""

    note: AskNote
    who: str


@dataclass(frozen=True)
class AskSeen:
    """An ask with the names that may be told. `zone` (IANA) is the reader's, `now` UTC."""

    ask: Ask
    who: str  # the rep, or "a rep"
    account: str  # its name, or ""
    industry: str  # it and the stage are "" where they would tell which account it is
    stage: str
    insight: str  # the headline of the one it is about, or ""
    talk: Sequence[Turned]
    now: datetime
    zone: str
    heard_at: datetime | None = None  # when the call was that it comes from


def for_marketing(seen: AskSeen) -> Card:
    """The buyer's words or the rep's question, since when it waits, and what can be done."""
    ask = seen.ask
    lead = shortened(ask.line, 200)
    if seen.insight:
        lead = f"{seen.who} asks about “{shortened(seen.insight)}”: {lead}"
    blocks: list[Block] = [Paragraph(spans(Strong(lead, typed=True)))]
    if len(ask.line) > len(shortened(ask.line, 200)):
        blocks.append(Paragraph(spans(typed(ask.line))))
    if ask.quote:
        blocks.append(Quote(ask.quote, _heard(seen)))
    else:
        blocks.append(Note(spans(_heard(seen))))
    blocks += _talk(seen)
    blocks.append(Note(spans(clock(seen))))
    blocks += _buttons(ask)
    return Card(lead, tuple(blocks))


def taken_back() -> Card:
    """What stands in the place of an ask that the rep took back."""
    lead = "This was taken back."
    return Card(lead, (Paragraph(spans(lead)),))


def was_taken_back(seen: AskSeen) -> str:
    """What somebody in marketing is told who had something to do with it."""
    heard = _heard(seen)
    return f"What you had in hand was taken back: {heard[:1].lower()}{heard[1:]}. You can leave it."


def for_author(seen: AskSeen) -> Iterator[Block]:
    """What the rep asked and what came of it."""
    yield Paragraph(spans(Strong(shortened(seen.ask.line, 200), typed=True)))
    yield from _talk(seen)
    yield Note(spans(clock(seen)))
    if seen.ask.state == "asked_back":
        yield Buttons(
            (Button("Reply", "ask.reply", str(seen.ask.id), "primary", about=seen.ask.line),)
        )


def clock(seen: AskSeen) -> str:
    """Since when it waits and until when, or how long the first answer took."""
    ask = seen.ask
    if ask.first_answer_at is not None:
        return f"First answer after {span(ask.first_answer_at - ask.asked_at)}."
    since, until = (_moment(moment, seen) for moment in (ask.asked_at, ask.due_at))
    late = "An answer was due by" if seen.now >= ask.due_at else "An answer is due by"
    return f"Waiting since {since}. {late} {until}."


def span(length: timedelta) -> str:
    """A length of time in words: "20 minutes", "3 hours", "2 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (2 if size == 24 * 60 else 1):
            count = minutes // size
            return f"{count} {word}{'s' * (count != 1)}"
    return "less than a minute"


def _moment(moment: datetime, seen: AskSeen) -> str:
    """A day and a time; without names only the day, as the minute would tell whose call."""
    if not seen.ask.named:
        return _date(moment, seen)
    return f"{_date(moment, seen)} {moment.astimezone(ZoneInfo(seen.zone)):%H:%M}"


def _date(moment: datetime, seen: AskSeen) -> str:
    """A day by its date: the card is read on other days too."""
    return say_full_date(day_of(moment, seen.zone), day_of(seen.now, seen.zone))


def _heard(seen: AskSeen) -> str:
    ask = seen.ask
    if seen.insight:
        return f"Asked {_moment(ask.asked_at, seen)}"
    when = _date(seen.heard_at or ask.asked_at, seen)
    where = seen.account or "a customer"
    if seen.industry:
        where += f" ({seen.industry})" if seen.account else f" in {seen.industry}"
    stage = STAGES.get(seen.stage)
    return f"Heard on {when} by {seen.who}, at {where}" + (f", {stage}" if stage else "")


def _talk(seen: AskSeen) -> Iterator[Block]:
    for turned in seen.talk:
        who = turned.who[:1].upper() + turned.who[1:]
        yield Paragraph(said(turned.note, who))


def said(note: AskNote, who: str) -> Text:
    """One turn of the talk in words: "Tomas answers: …"; addresses in it lead there."""
    lead = f"{who} {SAID[note.kind]}"
    return spans(f"{lead}: ", *linked(note.text)) if note.text else spans(f"{lead}.")


def _buttons(ask: Ask) -> Iterator[Block]:
    number, about = str(ask.id), ask.line
    answer = Button("Answer", "ask.answer", number, "primary", about=about)
    back = Button("Ask back", "ask.back", number, about=about)
    changed = Button("Say what changed", "ask.changed", number, about=about)
    if ask.state in ("waiting", "asked_back"):
        yield Buttons((answer, back, Button("Take it up", "ask.take", number, about=about)))
    elif ask.state == "taken_up":
        yield Buttons((replace(changed, style="primary"), back))
    elif ask.state == "answered":
        yield Buttons((changed,))
