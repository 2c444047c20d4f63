"""List the meetings of the next seven days in a person's calendars, each with a reason.

After an answer about a meeting, the list or agenda with the pressed button is updated.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Redrawn,
    Strong,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.composing.as_now import as_now
from handlers.features.fields import whole_number
from handlers.knowledge import found_meetings
from handlers.notices.calendar_connected import FOUND
from handlers.nudges.agenda import today_card
from handlers.registry import Turn
from handlers.rhythm_settings import at, day_of
from handlers.sources import kept_events, reading
from handlers.sources.vendors import may_sell_to_us
from handlers.times import format_absolute
from handlers.times.formatting import format_full_date
from handlers.views import meeting_questions
from handlers.views.calendar_words import LOOK_AT_PRIVATE
from handlers.views.meeting_questions import (
    AGENDA,
    ALONE,
    NO,
    YES_TO_ALL,
    value,
    without_messages,
)
from handlers.views.meeting_reasons import why, why_of
from storage import accounts, calendars, call_seats, calls, meeting_answers, outbox, seen_meetings
from storage.choices import PLANNED, MeetingReason
from storage.tables import Call, MeetingAnswer, SeenMeeting

LEFT_OUT = "meetings.left_out"
IS_CALL, WAKE = "meeting.is_call", "meeting.wake"
# People reread old messages, so these words must stay true after the call is planned.
SOON = "/calls has it as soon as your calendar has been read again."
# In the value of a page's buttons, one of these comes before the page's number.
LIST, LIST_LEFT_OUT = "found-", "left-"
AHEAD = timedelta(days=7)
ASKED_AHEAD = found_meetings.AHEAD
PAGE = 4  # meetings on a page; a page fits on a screen
PAGE_LEFT_OUT = 8
OF_DEMO = " From the demo’s calendar."
SAID: tuple[MeetingReason, ...] = ("you said no", "asleep")  # reasons that the person gave
# These reasons still apply if the person says that the meeting is a sales call.
FINAL: tuple[MeetingReason, ...] = (
    "cancelled",
    "declined",
    "all day",
    "private",
    "not a meeting",
    "only busy",
)


class _Listed(NamedTuple):
    """The meetings of the next seven days, and the uncertain meetings of the week after.

    A meeting is uncertain if we ask whether it is a call. One answer can settle several uncertain
    meetings, and they form one entry of `shown`. Any other meeting is an entry of its own.
    `left_out` are meetings that are clearly not calls.
    """

    shown: Sequence[Sequence[SeenMeeting]]
    left_out: Sequence[SeenMeeting]


async def _listed(turn: Turn) -> _Listed:
    # later meetings too, because an answer applies to a whole series
    rows = await seen_meetings.between(
        turn.session, turn.person, since=turn.now, until=turn.now + reading.AHEAD
    )
    # A meeting in two calendars is listed once, as the copy with the time of the call.
    on_file = await _calls_of(turn, rows)

    def is_at_call(one: SeenMeeting) -> bool:
        call = on_file.get(one.call_id or 0)
        return call is not None and call.starts_at == one.starts_at

    once: dict[str, SeenMeeting] = {}
    for one in rows:
        if one.source_id not in once or (is_at_call(one) and not is_at_call(once[one.source_id])):
            once[one.source_id] = one
    by_time = sorted(once.values(), key=lambda one: (one.starts_at, one.id))
    asked: dict[str, list[SeenMeeting]] = {}
    for one in by_time:
        if one.verdict == "ask":
            asked.setdefault(one.subject, []).append(one)
    asked = {
        about: each for about, each in asked.items() if each[0].starts_at < turn.now + ASKED_AHEAD
    }
    near = [one for one in by_time if one.starts_at < turn.now + AHEAD and one.verdict != "ask"]
    near = [one for one in near if not await _takes_place(turn, one)]
    plain = [one for one in near if one.verdict == "no" and one.reason not in SAID]
    return _Listed([*asked.values(), *([one] for one in near if one not in plain)], plain)


async def plain_questions(turn: Turn, page: int) -> Sequence[SeenMeeting]:
    """Return the meetings of a page's plain questions (see `_is_plain`).

    If a question is about several meetings, return the first of them.
    """
    listed = await _listed(turn)
    return _plain_of(turn, _on_page(listed.shown, page))


async def questions_left(turn: Turn) -> int:
    """Count the open questions in the list."""
    return sum(first.verdict == "ask" for first, *_ in (await _listed(turn)).shown)


def _on_page(shown: Sequence[Sequence[SeenMeeting]], page: int) -> Sequence[Sequence[SeenMeeting]]:
    page = _page(page, len(shown), PAGE)
    return shown[page * PAGE : (page + 1) * PAGE]


def _plain_of(turn: Turn, shown: Sequence[Sequence[SeenMeeting]]) -> Sequence[SeenMeeting]:
    words = turn.playbook.meetings
    return [
        first
        for first, *rest in shown
        if _is_plain(first) and not any(may_sell_to_us(one.title, words) for one in (first, *rest))
    ]


def _is_plain(meeting: SeenMeeting) -> bool:
    """Check whether people from one new company come, so that there is no account to choose."""
    is_asked = meeting.verdict == "ask" and meeting.reason == "another company"
    return is_asked and not meeting.choices


async def _takes_place(turn: Turn, meeting: SeenMeeting) -> bool:
    """Check whether a meeting was cancelled in the calendar, but its call is still planned."""
    if meeting.reason not in ("cancelled", "declined"):
        return False
    call = await calls.from_source(turn.session, turn.person.tenant, meeting.source_id)
    if call is None or call.status != PLANNED:
        return False
    seat = await call_seats.seat(turn.session, call.tenant, call.id, turn.person.id)
    return seat is not None


async def found(turn: Turn, page: int) -> Card:
    """Show a page of the list. The first page is 0.

    Uncertain meetings come first. Calls and the meetings that the person ruled out come after them,
    ordered by time.
    """
    listed = await _listed(turn)
    page = _page(page, len(listed.shown), PAGE)
    far = any(one[0].starts_at >= turn.now + AHEAD for one in listed.shown)
    lead = f"Found in the next 7 days{', and questions about the week after' if far else ''}"
    blocks: list[Block] = [Heading(lead)]
    here = _on_page(listed.shown, page)
    on_file = await _calls_of(turn, [first for first, *_ in here])
    names = await _accounts(turn, on_file)
    of_demo = await _of_demo(turn)
    for first, *rest in here:
        name, shown = names.get(first.call_id or 0, ""), f"{LIST}{page}"
        call = on_file.get(first.call_id or 0)
        blocks += await _meeting(
            turn,
            first,
            name,
            shown,
            more=len(rest),
            of_demo=of_demo,
            starts_at=call.starts_at if call else None,
        )
    if counted := _counted(listed.shown):
        blocks.insert(1, Note(spans(counted)))
    if not here:
        blocks.append(Paragraph(spans("No meeting in the next 7 days looks like a call.")))
    top = 2 if counted else 1
    blocks[top:top] = _yes_to_all(len(_plain_of(turn, here)), page)
    others = _pages(FOUND, page, len(listed.shown), PAGE)
    if listed.left_out:
        # A series is one entry, as in the list that the button opens.
        number = len(_by_series(listed.left_out))
        others.append(Button(f"Left out: {number}", LEFT_OUT, "0", beside=True))
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


def _yes_to_all(plain: int, page: int) -> list[Block]:
    """Offer one button that answers several plain questions."""
    if plain < 2:
        return []
    said = f"For {plain} of the questions on this page, all guests are from one company."
    all_of_them = Button(f"Yes to all {plain}", YES_TO_ALL, str(page), beside=True)
    return [Note(spans(said)), Buttons((all_of_them,))]


def _counted(shown: Sequence[Sequence[SeenMeeting]]) -> str:
    asked = sum(first.verdict == "ask" for first, *_ in shown)
    others = len(shown) - asked
    if not asked or not others:
        return ""
    questions = "One question comes" if asked == 1 else f"{asked} questions come"
    meetings = "One meeting" if others == 1 else f"{others} meetings"
    follow = "follows" if others == 1 else "follow"
    return f"{questions} first. {meetings} without a question {follow}."


async def _meeting(
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
    """Show a meeting, why it is here, and the buttons.

    `more` is the number of other meetings of the series or with these guests. `said` is the
    person's answer about a left-out meeting. After a "yes", the meeting becomes a call when the
    calendar is next read. `starts_at` is the start of the call, which may have been moved.
    """
    label = OF_DEMO if meeting.calendar_id in of_demo else ""
    if meeting.verdict == "ask":
        return await _question(turn, meeting, shown, more, label)
    when = _when(turn, meeting, starts_at)
    title = title_of(meeting)
    rest = f", and {more} more of its series" if more else ""
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


async def _of_demo(turn: Turn) -> Collection[int]:
    """Return the ids of the demo's calendars, or () if the person has no other calendars."""
    owned = await calendars.of_person(turn.session, turn.person)
    of_demo = {one.id for one in owned if calendars.is_of_demo(one)}
    return of_demo if len(of_demo) < len(owned) else ()


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


async def _calls_of(turn: Turn, meetings: Sequence[SeenMeeting]) -> Mapping[int, Call]:
    ids = {one.call_id or 0 for one in meetings}
    return await calls.by_ids(turn.session, turn.person.tenant, ids)


async def _accounts(turn: Turn, planned: Mapping[int, Call]) -> Mapping[int, str]:
    tenant = turn.person.tenant
    ids = sorted({one.account_id for one in planned.values()})
    named = {one.id: one.name for one in await accounts.by_ids(turn.session, tenant, ids)}
    return {id_: shortened(named.get(one.account_id, "")) for id_, one in planned.items()}


async def left_out(turn: Turn, page: int) -> Card:
    """Show a page of meetings that are clearly not calls, without titles. The first page is 0."""
    listed = _by_series((await _listed(turn)).left_out)
    page = _page(page, len(listed), PAGE_LEFT_OUT)
    lead = "Left out in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    here = listed[page * PAGE_LEFT_OUT : (page + 1) * PAGE_LEFT_OUT]
    said = await meeting_answers.by_subject(
        turn.session, turn.person, [itself(one) for one, *_ in here]
    )
    of_demo = await _of_demo(turn)
    for first, *rest in here:
        shown, answer = f"{LIST_LEFT_OUT}{page}", said.get(itself(first))
        blocks += await _meeting(
            turn, first, "", shown, more=len(rest), said=answer, of_demo=of_demo
        )
    if listed:
        blocks.insert(
            1,
            Note(
                spans(
                    "Attune keeps no titles or guests of these meetings. Your calendar shows them "
                    "at the same times."
                )
            ),
        )
    else:
        blocks.append(Paragraph(spans("Nothing was left out.")))
    others = _pages(LEFT_OUT, page, len(listed), PAGE_LEFT_OUT)
    if any(one.reason == "private" for one, *_ in here):
        others.append(LOOK_AT_PRIVATE)
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


def itself(meeting: SeenMeeting) -> str:
    """Return what an answer in a list is about: the series, or a meeting that is in no series."""
    return f"series:{meeting.series}" if meeting.series else f"meeting:{meeting.source_id}"


def _by_series(meetings: Sequence[SeenMeeting]) -> list[list[SeenMeeting]]:
    found: dict[tuple[str, str, str], list[SeenMeeting]] = {}
    for one in meetings:
        found.setdefault((one.series or one.source_id, one.reason, one.word), []).append(one)
    return list(found.values())


def _page(page: int, total: int, size: int) -> int:
    return min(page, max(0, (total - 1) // size))


def _pages(action: str, page: int, total: int, size: int) -> list[Button]:
    buttons = []
    if page:
        buttons.append(Button(f"Previous {size}", action, str(page - 1)))
    if left := max(0, total - (page + 1) * size):
        first, last = (page + 1) * size + 1, (page + 1) * size + min(size, left)
        label = f"Next {min(size, left)} ({first}–{last} of {total})"
        label = "The last one" if left == 1 else label
        buttons.append(Button(label, action, str(page + 1)))
    return buttons


async def answered(
    turn: Turn, card: Card, shown: str, message: str, meeting: SeenMeeting
) -> Aside | Redrawn:
    """Show the answer about a meeting, and update the card above.

    `shown` says which card is above (`meeting_questions.value`). `message` is the platform's id of
    that card's message, or "". An agenda of another day stays unchanged.
    """
    above = await _above(turn, shown, message, meeting) if message else None
    return Redrawn(card, message, above) if above else Aside(card)


async def _above(turn: Turn, shown: str, message: str, meeting: SeenMeeting) -> Card | None:
    await turn.session.flush()
    if shown.startswith(LIST):
        return await found(turn, whole_number(shown.removeprefix(LIST)))
    if shown.startswith(LIST_LEFT_OUT):
        return await left_out(turn, whole_number(shown.removeprefix(LIST_LEFT_OUT)))
    this_morning = at(day_of(turn.now, turn.person.zone), time(), turn.person.zone)
    if shown == AGENDA and meeting.asked_at and meeting.asked_at >= this_morning:
        if await outbox.in_message(turn.session, turn.person, message):
            return await as_now(turn.session, turn.person, turn.playbook, message, turn.now)
        return await today_card(turn.session, turn.person, turn.playbook, turn.now)
    return None
