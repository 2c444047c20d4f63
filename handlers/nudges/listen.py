"""The listening line, ten minutes before a call, with an opening question and the rep's focus."""

from collections.abc import Iterator
from datetime import timedelta

from handlers.cards import Block, Card, Note, Paragraph, Strong, spans
from handlers.coaching import listening
from handlers.knowledge import situations
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import PersonWeek, PlannedNudge
from handlers.times import format_distance
from storage.seat_texts import SeatTexts


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a line 10 minutes before each call (settable), but not before the call was planned."""
    lead = timedelta(minutes=week.rhythm.listen_minutes)
    for call in week.calls:
        due_at = max(call.starts_at - lead, call.planned_at)
        key = f"listen:{week.person_id}:{call.id}:{call.starts_at:%Y%m%d%H%M}"
        yield PlannedNudge(key, "listen", due_at, call.starts_at, call.id)


async def compose(nudge: Nudge) -> Composed:
    """A line that fits this call and this rep, and is not one of their last ten.

    Raises NoLongerUseful if no such line is left, if the call was cancelled, or if the rep left it.
    """
    person, playbook, known = nudge.person, nudge.playbook, nudge.facts
    if known is None:
        raise NoLongerUseful("no such call")
    situation = situations.situation(known, playbook)
    focus = playbook.focus(person.focus_id) if person.focus_id else None
    line = listening.choose(
        playbook.listening,
        situation=situation,
        focus_area=focus.area if focus else None,
        recent=[*nudge.worded, *nudge.lines.lines],
        turn=known.call.id,
    )
    if line is None:
        raise NoLongerUseful("no line fits")
    opening = situations.opening(known, playbook, situation)
    when = format_distance(known.call.starts_at, nudge.now)
    blocks: list[Block] = [
        Paragraph(spans(Strong(line.text))),
        *([Paragraph(spans("Open with: ", opening.text))] if opening else []),
        *([Paragraph(spans("Your focus: ", f"{focus.when}, {focus.then}."))] if focus else []),
        Note(spans(f"{known.account.name}, {when}.")),
    ]
    used = SeatTexts(known.call.id, person.id, line=line.wording)
    return Composed(Card(line.text, tuple(blocks)), wording=line.wording, texts=(used,))


KIND = NudgeKind("listen", "listening lines", plan, compose, rank=5, facts=True, lines=True)
