"""Show a meeting in a list, with the reason why it is there and its buttons."""

from collections.abc import Collection
from datetime import datetime

from handlers.cards import Block, Button, Buttons, Note, Paragraph, Strong, spans, typed
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.sources.calendars import kept_events
from handlers.times import format_absolute
from handlers.times.formatting import format_full_date
from handlers.views.meetings import meeting_questions
from handlers.views.meetings.meeting_questions import ALONE, NO, value, without_messages
from handlers.views.meetings.meeting_reasons import why, why_of
from storage.choices import MeetingReason
from storage.customers import accounts
from storage.tables import MeetingAnswer, SeenMeeting

IS_CALL, WAKE = "meeting.is_call", "meeting.wake"
# This sentence stays in old messages, so it must also be true after the call is planned.
SOON = "/calls shows it once I've read your calendar again."
OF_DEMO = " From the demo’s calendar."
# A meeting with one of these reasons does not become a call, even if the person says that it is a
# sales call.
FINAL: tuple[MeetingReason, ...] = (
    "cancelled",
    "declined",
    "all day",
    "private",
    "not a meeting",
    "only busy",
)


async def meeting_blocks(
    turn: Turn,
    meeting: SeenMeeting,
    account: str,
    shown: str,
    *,
    more: int = 0,
    said: MeetingAnswer | None = None,
    of_demo: Collection[int] = (),
    starts_at: datetime | None = None,
) -> list[Block]:
    """Show a meeting, the reason why it is in the list, and its buttons.

    - `account`: the name of the account, if the meeting became a call, or ""
    - `shown`: the page of the list, such as "found-0". After an answer, this page is drawn again.
    - `more`: how many other meetings are in the same series, or have the same guests
    - `said`: the person's answer about a meeting that we left out. After a "yes", the meeting
      becomes a call when we next read the calendar.
    - `of_demo`: the ids of the demo's calendars
    - `starts_at`: the start of the call, which may differ from the meeting's start
    """
    label = OF_DEMO if meeting.calendar_id in of_demo else ""
    if meeting.verdict == "ask":
        return await _question(turn, meeting, shown, more, label)
    when = _when(turn, meeting, starts_at)
    title = title_of(meeting)
    rest = f", and {more} more in its series" if more else ""
    line = Paragraph(spans(Strong(when), typed(f" {title}".rstrip()), rest))
    if said and said.is_call and not said.asleep and meeting.reason not in FINAL:
        return [line, Note(spans(f"{why('you said yes')} {SOON}{label}"))]
    buttons = _buttons(meeting, title or when, shown)
    status = f"Call with {account}. " if account and meeting.verdict == "call" else ""
    reason = Note(spans(typed(f"{status}{reason_of(turn, meeting)}"), label))
    return [line, reason, *([Buttons(buttons)] if buttons else [])]


def _buttons(meeting: SeenMeeting, about: str, shown: str) -> tuple[Button, ...]:
    def button(label: str, action: str) -> Button:
        return Button(label, action, value(meeting, shown), beside=True, about=about)

    if meeting.verdict == "call":
        corrections = meeting_questions.corrections(meeting, about, shown)
        if not meeting.series:
            return corrections
        one = value(meeting, shown, ALONE)
        alone = Button("Leave out only this one", NO, one, beside=True, about=about)
        return (*corrections, alone, *without_messages(meeting, about, shown))
    if meeting.reason == "asleep":
        return (button("Send messages about this series again", WAKE),)
    return () if meeting.reason in FINAL else (button("It is a sales call", IS_CALL),)


def _when(turn: Turn, meeting: SeenMeeting, starts_at: datetime | None) -> str:
    zone = turn.person.zone
    if meeting.reason == "all day":
        return format_full_date(day_of(meeting.starts_at, zone), day_of(turn.now, zone))
    return format_absolute(starts_at or meeting.starts_at, now=turn.now, zone=zone, own=zone)


async def _question(
    turn: Turn, meeting: SeenMeeting, shown: str, more: int, label: str
) -> list[Block]:
    ids = meeting_questions.account_ids(meeting)
    named = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    names = {one.id: one.name for one in named}
    asked = meeting_questions.question(
        meeting, names, turn.person, turn.now, shown=shown, more=more
    )
    return [asked[0], Note(spans(typed(why(meeting.reason)), label)), *asked[1:]]


def title_of(meeting: SeenMeeting) -> str:
    """Return the title in quotation marks. Return "" if the meeting's title is not on file."""
    title = _kept_title(meeting)
    return meeting_questions.named(meeting, title) if title.strip() else ""


def reason_of(turn: Turn, meeting: SeenMeeting) -> str:
    """Say why a meeting is or is not a sales call."""
    return why_of(meeting, _kept_title(meeting), now=turn.now, zone=turn.person.zone)


def _kept_title(meeting: SeenMeeting) -> str:
    return kept_events.from_text(meeting.event).title if meeting.event else meeting.title
