"""Cards about an ask.

A rep passes an ask on to marketing. It is a buyer's words, or the rep's question about an insight.
Marketing and the rep see different cards. Pure.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
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
    card_saying,
    linked,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge.ask_facts import AskFacts
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date, format_full_date
from handlers.typed.words import words_of
from storage.choices import UNANSWERED, NoteKind, OptionalStage
from storage.tables import Ask, AskNote

STAGES: dict[OptionalStage, str] = {
    "discovery": "in discovery",
    "evaluation": "evaluating",
    "decision": "about to decide",
    "customer": "a customer already",
}
WITHOUT_KNOWN_NAMES = "without names that Attune knows"
CHECK_FOR_NAMES = (
    "Is there still a name, a nickname or a number in it? If so, take it out with “Change what "
    "marketing reads”."
)
NAMES_TAKEN_OUT = (
    "The rep passed this on without names, so I took a name or a number out of your words. Readers "
    "see them as they stand here. You can still change or take back an answer."
)
CHECK_THE_REPLY = "Is there still a name, a nickname or a number in it? If so, take it back."
# Before the text of a note: "Tomas answers: …".
NOTE_VERBS: dict[NoteKind, str] = {
    "answered": "answers",
    "asked_back": "asks",
    "replied": "replies",
    "taken_up": "is on it",
    "changed": "reports the result",
}

# In a sentence to a marketer: "On Monday you answered …".
PAST_VERBS: dict[NoteKind, str] = {
    "answered": "answered",
    "asked_back": "asked about",
    "taken_up": "took on",
    "changed": "reported on",
}

# In marketing's list of asks.
STATE_IN_LIST: dict[NoteKind, str] = {
    "taken_up": "{} is on it.",
    "asked_back": "{} asked a follow-up; no reply yet.",
}

GIVE_BACK, TAKE_ANSWER_BACK, CHANGE_ANSWER = "ask.give_back", "ask.unanswer", "ask.change_answer"
BACK_AND_FORTH: tuple[NoteKind, ...] = ("asked_back", "replied")


def for_marketing(seen: AskFacts, *, quoted: bool = True) -> Card:
    """Show what the rep passed on, what happened, when an answer is due, and the buttons.

    Without `quoted`, leave out the buyer's words: they stand in an earlier post.
    """
    ask = seen.ask
    lead = _lead(seen)
    blocks: list[Block] = [Paragraph(spans(Strong(lead, typed=True)))]
    if len(ask.line) > len(shortened(ask.line, 200)):
        blocks.append(Paragraph(spans(typed(ask.line))))
    if quoted and ask.quote and not says_quote(ask.line, ask.quote):
        blocks.append(Quote(ask.quote, _heard(seen)))
    else:
        blocks.append(Note(spans(_heard(seen))))
    blocks += _talk(seen)
    blocks += _clock(seen)
    blocks += _buttons(seen)
    return Card(lead, tuple(blocks))


def says_quote(line: str, quote: str) -> bool:
    """Check whether a rep's line already has the words of the quote, in the same order."""
    return f" {' '.join(words_of(quote))} " in f" {' '.join(words_of(line))} "


def in_list(seen: AskFacts) -> str:
    """Return the line for an ask in marketing's list.

    If the rep asked about an insight, the line has the rep's name, the insight and the question. If
    the rep passed on words from a call, the line has these words. It has the rep's name only if the
    ask is with names.
    """
    said = _lead(seen)
    return said if seen.insight or not seen.ask.named else f"{seen.who} passed on: {said}"


def _lead(seen: AskFacts) -> str:
    line = shortened(seen.ask.line, 200)
    if not seen.insight:
        return line
    return f"{seen.who} asks about “{shortened(seen.insight)}”: {line}"


def taken_back() -> Card:
    """Return the card that replaces an ask that the rep took back."""
    lead = "This was taken back."
    return card_saying(lead)


def was_taken_back(note: AskNote, now: datetime, zone: str) -> str:
    """Tell a marketer, without names, that an ask they worked on was taken back.

    `note` is the marketer's last note about the ask. `zone` is an IANA time zone.
    """
    date_ = format_full_date(day_of(note.at, zone), day_of(now, zone))
    return (
        f"On {date_} you {PAST_VERBS[note.kind]} something that has since been taken back. "
        "There is nothing left to do."
    )


def for_author(seen: AskFacts, account: str) -> Iterator[Block]:
    """Show what the rep asked and what happened.

    The rep sees the account, even if marketing can't.
    """
    ask = seen.ask
    ask_id, about = str(ask.id), ask.line
    yield Paragraph(own_line(ask, account, 200))
    if seen.heard_at:
        yield Note(spans(f"From your call on {_date(seen.heard_at, seen)}."))
    yield from _talk(seen)
    yield from _clock(seen)
    back = Button("Take it back from marketing", "ask.withdraw", ask_id, about=about)
    if open_question(seen):
        yield Buttons((Button("Reply", "ask.reply", ask_id, "primary", about=about), back))
    else:
        yield Buttons((back,))


def open_question(seen: AskFacts) -> AskNote | None:
    """Return marketing's last question to the rep, if it has no reply and the ask is not closed."""
    if seen.ask.closed_at is not None:
        return None
    talk = [turned.note for turned in seen.talk if turned.note.kind in BACK_AND_FORTH]
    return talk[-1] if talk and talk[-1].kind == "asked_back" else None


def own_line(ask: Ask, account: str, limit: int = 80) -> Text:
    """Return what the author of an ask reads about it, such as "Northwind. You wrote: …".

    If the ask is without names, the text says "Marketing sees: " instead of "You wrote: ".
    """
    if ask.state == "withdrawn":
        return spans("You took back what you had passed on.")
    lead = "Marketing sees: "
    if ask.named:
        lead = "You asked: " if ask.account_id is None else "You wrote: "
    whose = f"{account}. {lead}" if account else lead
    return spans(whose, typed(shortened(ask.line, limit)))


def status_line(seen: AskFacts) -> str:
    """Say for marketing's list who works on an ask, and since when the ask has been waiting.

    If the marketer who took the ask on has left, name nobody.
    """
    last = next((one for one in reversed(seen.talk) if one.note.kind == seen.ask.state), None)
    if last is None or last.note.kind not in STATE_IN_LIST or seen.taker_left:
        return clock(seen)
    return f"{STATE_IN_LIST[last.note.kind].format(last.who)} {clock(seen)}".rstrip()


def _clock(seen: AskFacts) -> list[Block]:
    said = clock(seen)
    return [Note(spans(said))] if said else []


def clock(seen: AskFacts) -> str:
    """Say since when the ask has been waiting, and when an answer is due.

    Return "" if marketing has answered the ask or taken it on, so that nobody sees how long a
    marketer took. While marketing waits for the rep's reply, leave out when an answer is due.
    """
    ask = seen.ask
    if ask.first_answer_at is not None and ask.state not in UNANSWERED:
        return ""
    since, until = (_moment(moment, seen) for moment in (ask.asked_at, ask.due_at))
    if ask.state == "asked_back":  # it is the rep's turn
        return f"Waiting since {since}."
    late = "An answer was due by" if seen.now >= ask.due_at else "An answer is due by"
    return f"Waiting since {since}. {late} {until}."


def span(length: timedelta) -> str:
    """Return a length of time in words, rounded down: "20 minutes", "47 hours", "2 days"."""
    minutes = max(int(length.total_seconds() // 60), 0)
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (2 if size == 24 * 60 else 1):
            count = minutes // size
            return f"{count} {word}{'s' * (count != 1)}"
    return "less than a minute"


def _moment(moment: datetime, seen: AskFacts) -> str:
    """Return a day and a time. If the ask is without names, return only the day."""
    if not seen.ask.named:
        return _date(moment, seen)
    return f"{_date(moment, seen)} {moment.astimezone(ZoneInfo(seen.zone)):%H:%M}"


def _date(moment: datetime, seen: AskFacts) -> str:
    """Return a date. It is never "today", because people read the card on later days too."""
    return format_full_date(_day(moment, seen), day_of(seen.now, seen.zone))


def _day(moment: datetime, seen: AskFacts) -> date:
    return day_of(moment, seen.zone)


def _heard(seen: AskFacts) -> str:
    """Say where and when the buyer said the words, or when the rep asked.

    For words without names, give only the week, because the day could identify the call.
    """
    ask = seen.ask
    if seen.insight:
        return f"Asked on {_moment(ask.asked_at, seen)}"
    when = _day(seen.heard_at or ask.asked_at, seen)
    if not ask.named:
        monday = when - timedelta(days=when.weekday())
        week = format_date(monday, day_of(seen.now, seen.zone))
        where = "a customer" + (f" in {seen.industry}" if seen.industry else "")
        return f"Heard in the week of {week} by {seen.who}, at {where}"
    where = seen.account + (f" ({seen.industry})" if seen.industry else "")
    stage = STAGES.get(ask.stage)
    date_ = format_full_date(when, day_of(seen.now, seen.zone))
    return f"Heard on {date_} by {_by(seen)}, at {where}" + (f", {stage}" if stage else "")


def _by(seen: AskFacts) -> str:
    """Return the rep's name as it is written within a sentence.

    If the rep was erased, this is "a former colleague", without a capital.
    """
    return f"{seen.who[:1].lower()}{seen.who[1:]}" if seen.author_left else seen.who


def _talk(seen: AskFacts) -> Iterator[Block]:
    for turned in seen.talk:
        who = turned.who[:1].upper() + turned.who[1:]
        yield Paragraph(note_line(turned.note, who))


def note_line(note: AskNote, who: str, *, changed: bool = False) -> Text:
    """Return a note in words: "Tomas answers: …". Web addresses in the note become links.

    With `changed`, say that the answer was changed.
    """
    lead = f"{who} changed the answer" if changed else f"{who} {NOTE_VERBS[note.kind]}"
    return spans(f"{lead}: ", *linked(note.text)) if note.text else spans(f"{lead}.")


def _buttons(seen: AskFacts) -> Iterator[Block]:
    ask, ask_id, about = seen.ask, str(seen.ask.id), seen.ask.line
    answer = Button("Answer", "ask.answer", ask_id, "primary", about=about)
    follow_up = (
        [] if seen.author_left else [Button("Ask a follow-up", "ask.back", ask_id, about=about)]
    )
    changed = Button("Report the result", "ask.changed", ask_id, about=about)
    if ask.state in UNANSWERED or seen.taker_left:
        take = Button("I'll take it", "ask.take", ask_id, about=about)
        yield Buttons((answer, *follow_up, take))
    elif ask.state == "taken_up":
        yield Buttons((answer, *follow_up))
        # This card replaces the card with "I'll take it". The next two buttons have a row of their
        # own, so that the second click of a double click on "I'll take it" presses neither.
        yield Buttons((changed, Button("Give it back", GIVE_BACK, ask_id, about=about)))
    elif ask.state == "answered" and not any(one.note.kind == "answered" for one in seen.talk):
        yield Buttons((changed,))  # the answer is not on file, so nobody can change it
    elif ask.state == "answered":
        change = Button("Change the answer", CHANGE_ANSWER, ask_id, about=about)
        yield Buttons((changed, change))
        # This button is below the others, where a double click on "Send" can't press it.
        yield Buttons((Button("Take the answer back", TAKE_ANSWER_BACK, ask_id, about=about),))
