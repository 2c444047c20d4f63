"""The listening line, ten minutes before a call: one thing to do."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.cards import Button, Buttons, Card, Note, Paragraph, Strong, spans
from handlers.coaching import listening, silence
from handlers.coaching.listening import FilledLine, Situation
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts
from handlers.message import Composed, NoLongerUseful
from handlers.nudges.kind import Nudge, NudgeKind
from handlers.nudges.plan import CallAhead, PersonWeek, PlannedNudge
from handlers.times import format_distance
from handlers.views.team import help_cards
from storage.choices import DropReason
from storage.sales_calls.seat_texts import SeatTexts

MAX_ANSWER = 200  # characters of a colleague's answer
BREAK = timedelta(minutes=10)  # a shorter break leaves no time to read a line


def plan(week: PersonWeek) -> Iterator[PlannedNudge]:
    """Plan a line 10 minutes before each call (settable), or at once for a call at short notice.

    Drop the line if an earlier call leaves less than 10 minutes before this call, or if the rep is
    in an earlier call when the line is due. Earlier calls on which the rep has already reflected
    are over, so they don't matter.
    """
    lead = timedelta(minutes=week.rhythm.listen_minutes)
    for call in week.calls:
        due_at = max(call.starts_at - lead, call.planned_at)
        key = f"listen:{week.person_id}:{call.id}:{call.starts_at:%Y%m%d%H%M}"
        others = week.calls_around(call.starts_at - BREAK, call.starts_at, due_at)
        busy = any(_in_the_way(other, call, due_at) for other in others)
        dropped: DropReason | None = "during another call" if busy else None
        yield PlannedNudge(key, "listen", due_at, call.starts_at, call.id, dropped)


def _in_the_way(other: CallAhead, call: CallAhead, due_at: datetime) -> bool:
    if other.reflected or other.starts_at >= call.starts_at:
        return False
    return other.over_at > call.starts_at - BREAK or other.is_on_at(due_at)


async def compose(nudge: Nudge) -> Composed:
    """Compose a line that fits this call and this rep, and that the rep has not seen lately.

    Raises NoLongerUseful in these cases:

    - No line fits.
    - Nothing is known about the call.
    - Lines are paused.
    - The call is internal or was cancelled.
    - The rep has no seat in the call any more.
    """
    known = nudge.facts
    if known is None:
        raise NoLongerUseful("no such call")
    paused = silence.paused_until(nudge.lines.dismissed)
    if paused is not None and nudge.now < paused:
        raise NoLongerUseful("lines paused")
    situation = situations.situation(known, nudge.playbook)
    if situation.kind == "internal":
        raise NoLongerUseful("internal call")
    if situations.says_nothing(known, situation):
        raise NoLongerUseful("nothing specific")
    line = _line(nudge, known, situation)
    when = format_distance(known.call.starts_at, nudge.now)
    account = known.account.name
    dismiss = Button("Not useful", "line.dismiss", str(known.call.id), about=account)
    card = Card(
        line.text,
        (
            Paragraph(spans(Strong(line.text))),
            Note(spans(f"{account}, {when}.")),
            *help_cards.answers(known.help, MAX_ANSWER),
            Buttons((dismiss,)),
        ),
    )
    used = SeatTexts(known.call.id, nudge.person.id, line=line.wording)
    return Composed(card, wording=line.wording, texts=(used,))


def _line(nudge: Nudge, known: Facts, situation: Situation) -> FilledLine:
    """Choose the line to send. Raises NoLongerUseful if no line fits.

    The rep's focus is the playbook plan that the rep is practising now. After the rep has kept the
    focus often enough (see `silence.is_kept`), we send only a line that is about something we know
    of this call.
    """
    playbook, focus_id = nudge.playbook, nudge.person.focus_id
    focus = playbook.focus(focus_id) if focus_id else None
    kept = focus is not None and silence.is_kept(nudge.lines.focus_kept)
    first = situations.opening(known, playbook, situation)
    sent = [*nudge.worded, *nudge.lines.lines]
    line = listening.choose(
        playbook.lines_by_call,
        situation=situation,
        focus_area=focus.area if focus and not kept else None,
        given=situations.given_before_line(known, playbook, first, sent),
        turn=known.call.id,
        rotating=not kept,
    )
    if line is None:
        raise NoLongerUseful("focus kept" if kept else "no line fits")
    return line


KIND = NudgeKind(
    "listen", "listening lines", plan, compose, rank=1, facts=True, lines=True, early=False
)
