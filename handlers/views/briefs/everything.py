"""Everything on file about a call. The brief shows only a part of it. `card` is pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

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
from handlers.coaching import what_matters
from handlers.coaching.research import is_stale
from handlers.coaching.text.words import shortened
from handlers.knowledge import matches, points
from handlers.knowledge.facts import Facts, HeardPart
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.views import shared_call, shown_start
from handlers.views.briefs import buying_roles, corrections
from handlers.views.crm import crm_lines
from handlers.views.dates import Dates
from handlers.views.marketing import insight_cards
from handlers.views.meetings import meeting_questions
from handlers.views.meetings.meeting_reasons import why_of
from handlers.views.team import help_cards
from storage.tables import Commitment, Reflection, SeenMeeting

NAME = 60  # characters of a colleague's name
WHOLE = 500  # characters of somebody's own words
FINDINGS, QUOTES = 12, 5  # at most this many findings, and quotes from this many reflections
SETTLED = 3  # at most this many promises that were kept or dropped
NOTES = 5  # at most this many of the reader's own notes
ELSEWHERE = ("quote", "note", "answer", "finding")  # topics that have their own section on the card
REMOVE_FINDING = "finding.mine"  # lists the reader's own findings, to remove one
ALL_NOTES = "Read or remove all notes"
REMOVE_NOTE = "note.mine"  # lists the reader's own notes about an account, to remove one
PEOPLE = 6  # the reader can correct the buying roles of at most this many people


def card(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    matched: Sequence[matches.Fitting] = (),
    *,
    brief: str = "",
    meeting: SeenMeeting | None = None,
    switches: Sequence[Button] = (),
) -> Card:
    """Return everything that we know about a call. `now` is in UTC.

    `matched` are insights that fit the call. `brief` is the platform's id of the message with the
    brief, or "" if there is none. If the reader corrects a buying role, we update that message.
    `meeting` is the meeting in the reader's calendar. `switches` are buttons that change who sees
    the call.
    """
    dates = Dates(facts.person.zone, day_of(now, facts.person.zone))
    known = points.on_file(facts, playbook, now, dates.said, dates.when)
    lead = f"Everything on file: {facts.account.name}"
    return Card(
        lead,
        (
            Heading(lead),
            *_goal(facts),
            *help_cards.in_brief(
                facts.help, WHOLE, max(len(facts.help), help_cards.SHOWN), asked=WHOLE
            ),
            *_what_matters(known),
            *crm_lines.everything(facts, now),
            *_people(facts, playbook, brief),
            *_words(facts, dates),
            *_notes(facts, dates),
            *_promises(facts, dates),
            *_findings(facts, playbook, now, dates),
            *_remove_finding(facts),
            *_guesses(facts),
            *_built(known),
            *_answers(facts, dates),
            *_from_marketing(facts, matched),
            corrections.kind(facts, playbook, within=f"{corrections.EVERYTHING}:{brief}"),
            *_from_calendar(facts, meeting, now),
            *_manage(facts, now, switches),
        ),
    )


def for_colleague(facts: Facts, playbook: Playbook, now: datetime) -> Card:
    """Return what is on file about the account, for a colleague who was asked for help.

    `now` is in UTC. `facts` are what the colleague may see. Goals, guesses and people's own notes
    are left out.
    """
    dates = Dates(facts.person.zone, day_of(now, facts.person.zone))
    name = facts.account.name
    lead = f"On file: {name}"
    shown = (
        *_coming(facts, playbook),
        *_words(facts, dates),
        *_promises(facts, dates),
        *_findings(facts, playbook, now, dates),
    )
    nothing = Paragraph(spans("Nothing is on file yet that colleagues can read."))
    return Card(lead, (Heading(lead), *(shown or (nothing,))))


def _goal(facts: Facts) -> Iterator[Block]:
    if facts.seat.goal:
        yield Paragraph(spans(Strong("Your goal: "), typed(facts.seat.goal)))


def _what_matters(known: what_matters.OnFile) -> Iterator[Block]:
    ordered = what_matters.points(known, longest=WHOLE)
    items = [
        spans(Strong(point.text, typed=True), typed(f" ({point.why})" if point.why else ""))
        for point in ordered
        if point.topic not in ELSEWHERE
    ]
    if items:
        yield Heading("What matters most", minor=True)
        yield Bullets(tuple(items))


def _people(facts: Facts, playbook: Playbook, brief: str) -> Iterator[Block]:
    yield from _coming(facts, playbook)
    for one in facts.coming[:PEOPLE]:
        yield corrections.buying_role(one, facts.call.id, playbook, brief=brief)


def _coming(facts: Facts, playbook: Playbook) -> Iterator[Block]:
    if facts.coming:
        yield Heading("Who is coming", minor=True)
        yield Bullets(
            tuple(
                spans(Strong(one.name, typed=True), typed(buying_roles.person(one, playbook)))
                for one in facts.coming
            )
        )


def _words(facts: Facts, dates: Dates) -> Iterator[Block]:
    """Show the buyers' words and, below another heading, what reps wrote about the calls."""
    parts = [(row, part) for row in facts.heard[:QUOTES] for part in facts.said(row)]
    for heading, theirs in (("What they said", True), ("What was noted after calls", False)):
        quotes = [
            quoted(part, row, facts, dates) for row, part in parts if is_theirs(part) is theirs
        ]
        if quotes:
            yield Heading(heading, minor=True)
            yield from quotes
    if (older := len(facts.heard) - QUOTES) > 0:
        calls = "one older call" if older == 1 else f"{older} older calls"
        yield Note(spans(f"There is more from {calls}."))


def is_theirs(part: HeardPart) -> bool:
    """Return whether all words of a part are surely a buyer's own.

    The result is false if the part begins with an unknown name, because the speaker may be somebody
    other than a buyer.
    """
    return part.is_quote and (bool(part.who) or not part.labelled)


def quoted(part: HeardPart, row: Reflection, facts: Facts, dates: Dates) -> Quote:
    """Return a part as a quote.

    If the words are surely a buyer's own (`is_theirs`), quote them with the buyer's name. If they
    are not, quote the whole note as the rep's.
    """
    own, day = row.author_id == facts.person.id, dates.of(row.called_at)
    noted = "" if own else ", noted by a colleague"
    if is_theirs(part):
        return Quote(part.words, f"{part.who or 'Speaker not on file'}, {day}{noted}")
    return Quote(part.note, f"{'Your' if own else 'A colleague’s'} note, {day}")


def _notes(facts: Facts, dates: Dates) -> Iterator[Block]:
    """Show the reader's newest own notes about the account, with a button that lists all."""
    if facts.notes:
        yield Heading("Your own notes, which only you read", minor=True)
        for note in facts.notes[:NOTES]:
            yield Quote(note.text, dates.of(note.at))
        older = len(facts.notes) - NOTES
        if older > 0:
            yield Note(spans(f"And {older} older {'note' if older == 1 else 'notes'} of yours."))
        label = ALL_NOTES if older > 0 else "Remove a note"
        yield Buttons((all_notes(facts, label),))


def all_notes(facts: Facts, label: str) -> Button:
    """Return a button that lists the reader's own notes about the account."""
    return Button(label, REMOVE_NOTE, str(facts.account.id), about=facts.account.name)


def _promises(facts: Facts, dates: Dates) -> Iterator[Block]:
    for side, heading in (("ours", "We promised"), ("theirs", "They promised")):
        of_side = [row for row in facts.promises if row.side == side]
        still_open = [row for row in of_side if row.state == "open"]
        settled = [row for row in of_side if row.state != "open"]
        shown = (*still_open, *settled[:SETTLED])
        if shown:
            yield Heading(heading, minor=True)
            yield Bullets(tuple(_promise(row, facts, dates) for row in shown))
        if (more := len(settled) - SETTLED) > 0:
            yield Note(spans(f"And {more} more that {'is' if more == 1 else 'are'} settled."))


def _promise(row: Commitment, facts: Facts, dates: Dates) -> Text:
    """Return "Pricing – due Friday 7 May, Ines Roth". The reader's own name is left out."""
    name = shortened(facts.whose(row), NAME)
    who = f", {name if row.side == 'ours' else f'to {name}'}" if name else ""
    return spans(typed(row.text), f" – {_how_it_stands(row, dates)}", typed(who))


def _how_it_stands(row: Commitment, dates: Dates) -> str:
    if row.state == "done":
        return "kept"
    if row.state == "dropped":
        return "dropped"
    if row.due_on is None:
        return "open, no day set"
    since = "overdue since" if row.due_on < dates.today else "due"
    return f"{since} {dates.said(row.due_on)}"


def _findings(facts: Facts, playbook: Playbook, now: datetime, dates: Dates) -> Iterator[Block]:
    items: list[Text] = []
    for finding in facts.findings[:FINDINGS]:
        question = playbook.question(finding.question_id)
        stale = question is not None and is_stale(question, finding.found_at, now)
        day = dates.of(finding.found_at)
        note = f" ({day}{', may be out of date' if stale else ''}"
        asked = (f"{question.worded()} ",) if question else ()
        answer = Strong(finding.text, typed=True) if asked else typed(finding.text)
        items.append(spans(*asked, answer, note, *_source(finding.source), ")"))
    if items:
        yield Heading("What we know", minor=True)
        yield Bullets(tuple(items))
    if (older := len(facts.findings) - FINDINGS) > 0:
        said = "And one older finding." if older == 1 else f"And {older} older findings."
        yield Note(spans(said))


def _remove_finding(facts: Facts) -> Iterator[Block]:
    if any(finding.found_by == facts.person.id for finding in facts.findings):
        about = facts.account.name
        remove = Button("Remove a finding", REMOVE_FINDING, str(facts.call.id), about=about)
        yield Buttons((remove,))


def _source(source: str) -> tuple[str | Span, ...]:
    if is_web_address(source):
        return (", ", link("source", source))
    return (f", source: {source}",) if source else ()


def _guesses(facts: Facts) -> Iterator[Block]:
    if facts.guesses:
        yield Heading("Your guesses", minor=True)
        yield Bullets(tuple(spans(typed(guess.text)) for guess in facts.guesses))


def _built(known: what_matters.OnFile) -> Iterator[Block]:
    if len(known.built) > 1:
        row = what_matters.row_in_words(known.built)
        yield Paragraph(spans(Strong("The last calls, newest first: "), f"{row}."))


def _answers(facts: Facts, dates: Dates) -> Iterator[Block]:
    if facts.answers:
        yield Heading("Answers from marketing", minor=True)
    for one in facts.answers:
        yield Quote(
            one.note.text,
            f"{one.by}, {dates.of(one.note.at)}, about {what_matters.in_marks(one.ask.line)}",
        )


def _from_marketing(facts: Facts, matched: Sequence[matches.Fitting]) -> Iterator[Block]:
    if matched:
        yield Heading("From marketing", minor=True)
    for insight, match in matched:
        yield from insight_cards.in_brief(insight, match.reason)
        yield from insight_cards.response_buttons(insight, facts.call.id)


def _from_calendar(facts: Facts, meeting: SeenMeeting | None, now: datetime) -> Iterator[Block]:
    if meeting is None:
        return
    why = why_of(meeting, facts.call.title, now=now, zone=facts.person.zone)
    yield Note(spans("From your calendar. ", typed(why)))
    if meeting.ends_at > now:
        name = facts.account.name
        corrected = meeting_questions.corrections(meeting, name)
        yield Buttons((*corrected, *meeting_questions.without_messages(meeting, name)))


def _manage(facts: Facts, now: datetime, switches: Sequence[Button]) -> Iterator[Block]:
    about = facts.account.name
    shared = shared_call.told_if_changed(facts.with_us)
    if shared:
        yield Note(spans(typed(shared)))
    is_ahead = facts.call.starts_at > now
    cancels = Button("Cancel this call", "call.cancel", shown_start.value(facts.call), about=about)
    cancel = (cancels,) if is_ahead else ()
    leave = (shared_call.leave_it(facts.call, about),) if shared else ()
    ask = help_cards.button(facts.help, facts.call.id, about)
    asks = (ask,) if is_ahead or facts.help else ()
    if row := (*asks, *cancel, *leave, *switches):
        yield Buttons(row)
