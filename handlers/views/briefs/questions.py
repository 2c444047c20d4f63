"""Show the questions that a rep should look up before a call.

We show them below a brief that the rep opens days before the call, and in a message on the day
before the call.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Strong,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.proposals import SHOWN
from handlers.coaching.text.words import joined, shortened
from handlers.knowledge.facts import Facts
from handlers.knowledge.look_ups import LookUps
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from handlers.times.formatting import format_full_date
from handlers.views.briefs import proposal_lines
from handlers.views.briefs.brief_limits import words_in
from storage.sql.groups import grouped
from storage.tables import Commitment, ProposedAnswer

_FIRST_WORDS = "Worth ten minutes before"
MAX_NAMES = 3


def below_brief(found: LookUps | None, room: int) -> Sequence[Block]:
    """Show the questions below a brief, in at most `room` words.

    If there is too little room, show the questions alone, without proposed answers, reasons or
    places to look. If the questions alone are too long, leave out the last ones. (The message on
    the day before the call has all of them.) Show nothing if `found` is None, or if there is not
    even room for one question.
    """
    if found is None:
        return ()
    value = f"brief:{found.facts.call.id}"
    heading = Heading("Worth ten minutes")
    # If a source has only the account's name, it may be about another company. A brief does not
    # show answers from such sources.
    sure = tuple(one for one in found.proposed if one.evidence != "name only")
    found = replace(found, proposed=sure)
    full = (heading, *_of_call(found, value, SHOWN))
    if words_in(full, labels=True) <= room:
        return full
    plain = replace(found, proposed=(), looked_up=None)
    blocks = (heading, *_of_call(plain, value, 0))
    *asked, button = (block for block in blocks[1:] if not isinstance(block, Note))
    for count in range(len(asked), 0, -1):
        if words_in(short := (heading, *asked[:count], button), labels=True) <= room:
            return short
    return ()


def day_card(found: Sequence[LookUps], now: datetime) -> Card:
    """Return the questions about a day's calls. `found` must not be empty. `now` is in UTC.

    All calls together have at most `SHOWN` proposed answers, so that the message stays short.
    """
    names = [shortened(each.facts.account.name) for each in found]
    lead = f"{_FIRST_WORDS} {joined(names)}"
    calls = ",".join(str(each.facts.call.id) for each in found)
    blocks: list[Block] = [Paragraph(spans(lead))]
    left = SHOWN
    for name, each in zip(names, found, strict=True):
        if len(found) > 1:
            blocks.append(Heading(name))
        blocks.append(Note(spans(typed(_when_and_who(each.facts, now)))))
        blocks += _owed(each.facts, now)
        limit = min(left, max(1, SHOWN // len(found)))
        left -= len(_proposed(each, limit))
        blocks += _of_call(each, f"day:{each.facts.call.id}:{calls}", limit)
    return Card(lead, tuple(blocks))


def _when_and_who(facts: Facts, now: datetime) -> str:
    """Return "Monday 30 November 10:40, with Pia Storm. Your goal: Hear how they plan a Monday"."""
    zone = facts.person.zone
    said = format_absolute(facts.call.starts_at, now=now, zone=zone, own=zone)
    if facts.coming:
        names = [shortened(contact.name) for contact in facts.coming]
        said += f", with {joined(names[:MAX_NAMES])}"
    goal = shortened(facts.seat.goal)
    return f"{said}. Your goal: {goal}" if goal else f"{said}."


def _owed(facts: Facts, now: datetime) -> Iterator[Block]:
    """Show who owes what: of our promises due by the day of the call, the one due first."""
    zone = facts.person.zone
    call_day = day_of(facts.call.starts_at, zone)
    due = [
        (row.due_on, row.text, _who_owes(facts, row))
        for row in facts.promises
        if row.side == "ours" and row.state == "open" and row.due_on and row.due_on <= call_day
    ]
    if due:
        day, text, who = min(due)
        today = day_of(now, zone)
        said = "today" if day == today else format_full_date(day, today)
        when = f"{'overdue since' if day < today else 'due'} {said}"
        yield Paragraph(spans(typed(f"{who} them: "), typed(shortened(text)), f" ({when})"))


def _who_owes(facts: Facts, promise: Commitment) -> str:
    """Return "You owe" or "Bram owes". If the colleague who promised has left, return "We owe"."""
    if promise.owner_id == facts.person.id:
        return "You owe"
    colleague = "" if facts.owner_has_left(promise) else first_name(facts.whose(promise))
    return f"{colleague} owes" if colleague else "We owe"


def _of_call(found: LookUps, value: str, limit: int) -> Iterator[Block]:
    """Show the questions about a call, with a proposed answer to at most `limit` of them."""
    proposed = _proposed(found, limit)
    for pick in found.picks:
        rows = proposed.get(pick.question.id)
        yield Paragraph(spans(Strong(pick.ask)))
        if rows:
            yield from proposal_lines.proposed(rows, found.facts, value)
        else:
            yield Note(spans(f"{pick.why} Where: {pick.question.where}"))
    yield from proposal_lines.sources_tried(found)
    about = found.facts.account.name
    answer = Button("Answer", "question.answer", value, about=about)
    # With the stop button, the rep stops Attune from looking up the account. Below a proposed
    # answer, *More…* opens a card with the stop button, so this card does not need one.
    if found.looked_up is None or proposed:
        yield Buttons((answer,))
        return
    yield Buttons((answer, proposal_lines.stop_button(about, value)))


def _proposed(found: LookUps, limit: int) -> dict[str, list[ProposedAnswer]]:
    """Return the proposed answers to at most `limit` of the questions, by the question's id."""
    rows = grouped((row.question_id, row) for row in found.proposed)
    asked = [pick.question.id for pick in found.picks if pick.question.id in rows]
    return {id_: rows[id_] for id_ in asked[:limit]}
