"""The brief: what a rep reads just before a call. `card` is pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Quote,
    Span,
    Strong,
    Text,
    is_web_address,
    link,
    spans,
    typed,
)
from handlers.coaching import goals
from handlers.coaching.research import is_stale
from handlers.coaching.words import shortened
from handlers.knowledge import matches
from handlers.knowledge.facts import Facts
from handlers.knowledge.look_ups import LookUps
from handlers.knowledge.situations import opening, pitch
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute, format_day, format_distance
from handlers.times.formatting import format_full_date, format_moment
from handlers.views import insight_cards, questions, shared_call
from storage.tables import Commitment, Contact

QUOTES = 2
FINDINGS = 6


def card(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    matched: Sequence[matches.Fitting] = (),
    *,
    research: LookUps | None = None,
    pushed: bool = False,
) -> Card:
    """The brief of a call; most parts are left out if they have no content. `now` is UTC.

    `research` holds what to look up, if there is time for it. A `pushed` brief is also read on
    later days, so it has dates instead of words like "tomorrow".
    """
    starts_at, zone = facts.call.starts_at, facts.person.zone
    gap = when = format_absolute(starts_at, now=now, zone=zone, own=zone)
    if not pushed:
        gap = when = format_moment(starts_at, now=now, zone=zone)
        if starts_at - now < timedelta(days=1):  # for a call further ahead, the day is enough
            gap = format_distance(starts_at, now)
            when = f"{when}, {gap}"
    dates = _Dates(zone, day_of(now, zone), format_full_date if pushed else format_day)
    return Card(
        f"{facts.account.name}, {gap}",
        (
            *_who_and_when(facts, when),
            *_since_last_time(facts, dates),
            *_known(facts, playbook, now, dates),
            *_goal_and_guesses(facts, playbook),
            *_from_marketing(facts, matched),
            *_opening(facts, playbook),
            *questions.ahead(research),
        ),
    )


def _who_and_when(facts: Facts, when: str) -> Iterator[Block]:
    yield Heading(facts.account.name)
    yield Paragraph(spans(Strong(when[0].upper() + when[1:])))
    if facts.coming:
        names = [
            f"{contact.name}, {contact.role}" if contact.role else contact.name
            for contact in facts.coming
        ]
        yield Paragraph(spans("Coming: ", "; ".join(names)))
    elif facts.may_come:
        yield Note(spans("Who is coming? These people are on file."))
        yield Buttons(tuple(_offered(contact, facts.call.id) for contact in facts.may_come))
    else:
        yield Note(spans("Nothing on file about who is coming."))
    if facts.call.join_url:
        yield Paragraph(spans(link("Join the call", facts.call.join_url)))
    call_id, about = str(facts.call.id), facts.account.name
    shared = shared_call.before(facts.with_us)
    if shared:
        yield Note(spans(typed(shared)))
    yield Buttons(
        (
            Button("Change time or people", "call.edit", call_id, about=about),
            Button("Cancel this call", "call.cancel", call_id, about=about),
            *([shared_call.leave_it(facts.call, about)] if shared else []),
        )
    )


def _offered(contact: Contact, call_id: int) -> Button:
    label = f"{shortened(contact.name, 50)} is coming"
    return Button(label, "call.coming", f"{call_id}:{contact.id}", about=contact.role)


@dataclass(frozen=True)
class _Dates:
    """Formats days for the reader of a card."""

    zone: str
    today: date
    named: Callable[[date, date], str]

    def of(self, moment: datetime) -> str:
        """The day of a moment (UTC) in words."""
        return self.said(day_of(moment, self.zone))

    def said(self, day: date) -> str:
        """A day in words."""
        return self.named(day, self.today)


def _since_last_time(facts: Facts, dates: _Dates) -> Iterator[Block]:
    heard = facts.heard[:QUOTES]
    if not heard and not facts.promises:
        return
    yield Heading("Since last time")
    for reflection in heard:
        whose = "to you" if reflection.author_id == facts.person.id else "to a colleague"
        yield Quote(reflection.heard, f"said {whose}, {dates.of(reflection.called_at)}")
    ours = tuple(_promise(row, dates) for row in facts.promises if row.side == "ours")
    theirs = tuple(_promise(row, dates) for row in facts.promises if row.side == "theirs")
    if ours:
        yield Paragraph(spans("We promised"))
        yield Bullets(ours)
    if theirs:
        yield Paragraph(spans("They promised"))
        yield Bullets(theirs)


def _promise(row: Commitment, dates: _Dates) -> Text:
    today = dates.today
    if row.state == "done":
        return spans(typed(row.text), " – kept")
    if row.state == "dropped":
        return spans(typed(row.text), " – dropped")
    if row.due_on is None:
        return spans(typed(row.text), " – open, no day set")
    since = "overdue since" if row.due_on < today else "due by" if row.due_on > today else "due"
    return spans(typed(row.text), f" – {since} {dates.said(row.due_on)}")


def _known(facts: Facts, playbook: Playbook, now: datetime, dates: _Dates) -> Iterator[Block]:
    items: list[Text] = []
    for finding in facts.findings[:FINDINGS]:
        question = playbook.question(finding.question_id)
        stale = question is not None and is_stale(question, finding.found_at, now)
        day = dates.of(finding.found_at)
        note = f" ({day}{', may be out of date' if stale else ''}"
        asked = (f"{question.ask} ",) if question else ()
        answer = Strong(finding.text, typed=True) if asked else typed(finding.text)
        items.append(spans(*asked, answer, note, *_source(finding.source), ")"))
    if items:
        yield Heading("What we know")
        yield Bullets(tuple(items))
    if (older := len(facts.findings) - FINDINGS) > 0:
        said = "And one older finding." if older == 1 else f"And {older} older findings."
        yield Note(spans(said))


def _source(source: str) -> tuple[str | Span, ...]:
    """The source of a finding, as a link if it is a web address; nothing if it has none."""
    if is_web_address(source):
        return (", ", link("source", source))
    return (f", source: {source}",) if source else ()


def _goal_and_guesses(facts: Facts, playbook: Playbook) -> Iterator[Block]:
    yield Heading("Your goal and guesses")
    goal = facts.seat.goal
    if goal:
        yield Paragraph(spans("Goal: ", typed(goal)))
        sharpen = goals.sharpen(goal)
        if sharpen:
            yield Note(spans(sharpen))
        if pitch(facts, playbook):
            lead = "Your goal is a pitch, and no need of theirs is on file yet. "
            yield Paragraph(spans(lead, playbook.pitch.ask))
    if facts.guesses:
        yield Bullets(tuple(spans("Guess: ", typed(guess.text)) for guess in facts.guesses))
    call_id, about = str(facts.call.id), facts.account.name
    if goal and facts.guesses:
        yield Buttons((Button("Change goal or guesses", "goal.open", call_id, about=about),))
    else:
        missing = "goal and guesses" if not goal and not facts.guesses else "goal"
        missing = "guesses" if goal else missing
        write = Button(f"Write your {missing}", "goal.open", call_id, "primary", about=about)
        yield Buttons((write,))


def _from_marketing(facts: Facts, matched: Sequence[matches.Fitting]) -> Iterator[Block]:
    if matched:
        yield Heading("From marketing")
    for insight, match in matched:
        yield from insight_cards.brief(insight, match.reason)
        yield from insight_cards.response_buttons(insight, facts.call.id)


def _opening(facts: Facts, playbook: Playbook) -> Iterator[Block]:
    line = opening(facts, playbook)
    if line is not None:
        yield Heading("To open with")
        yield Paragraph(spans(line.text))
