"""What was found in a person's calendars in the next seven days, and why."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    TextInput,
    aside,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.features.calls import meeting_accounts, meetings
from handlers.features.fields import whole_number
from handlers.notices.calendar_connected import FOUND
from handlers.registry import Refusal, Registry, Turn
from handlers.sources import kept_events, settling
from handlers.times import format_absolute
from handlers.views import meeting_questions
from handlers.views.meeting_reasons import why
from storage import accounts, calendars, calls
from storage.choices import MeetingReason
from storage.tables import MeetingAnswer, SeenMeeting

LEFT_OUT = "meetings.left_out"
IS_CALL, UNSAY = "meeting.is_call", "meeting.unsay"
SLEEP, WAKE = "meeting.sleep", "meeting.wake"
AHEAD = timedelta(days=7)
PAGE = 4  # meetings on a page, which fits on a screen
PAGE_LEFT_OUT = 8
SAID: tuple[MeetingReason, ...] = ("you said no", "asleep")  # reasons that the person gave
# Reasons that do not change if the person says that it is a sales call.
FINAL: tuple[MeetingReason, ...] = (
    "cancelled",
    "declined",
    "all day",
    "private",
    "not a meeting",
    "only busy",
)


def register(registry: Registry) -> None:
    """Register the lists, and what can be said about a meeting there."""
    registry.button(FOUND, show)
    registry.button(LEFT_OUT, show_left_out)
    registry.button(IS_CALL, open_account)
    registry.form(IS_CALL, take_for_call)
    registry.button(UNSAY, unsay)
    registry.button(SLEEP, sleep)
    registry.button(WAKE, wake)


class _Listed(NamedTuple):
    """The meetings of the next seven days: those to show, and those that are plainly no calls."""

    shown: Sequence[SeenMeeting]
    left_out: Sequence[SeenMeeting]


async def _listed(turn: Turn) -> _Listed:
    rows = await calendars.meetings(
        turn.session, turn.person, since=turn.now, until=turn.now + AHEAD
    )
    once = {meeting.source_id: meeting for meeting, _ in reversed(rows)}  # if in two calendars
    found = sorted(once.values(), key=lambda one: (one.starts_at, one.id))
    plain = [one for one in found if one.verdict == "no" and one.reason not in SAID]
    return _Listed([one for one in found if one not in plain], plain)


async def show(turn: Turn) -> Reply:
    """A page of calls and of meetings in doubt. The button's value is the page, from 0."""
    listed = await _listed(turn)
    page = _page(turn, len(listed.shown), PAGE)
    lead = "Found in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    here = listed.shown[page * PAGE : (page + 1) * PAGE]
    names = await _accounts(turn, here)
    for meeting in here:
        blocks += await _meeting(turn, meeting, names.get(meeting.call_id or 0, ""))
    if not here:
        blocks.append(Paragraph(spans("No meeting in the next 7 days looks like a call.")))
    others = _pages(FOUND, page, len(listed.shown), PAGE)
    if listed.left_out:
        number = len(listed.left_out)
        others.append(Button(f"Left out: {number}", LEFT_OUT, "0", beside=True))
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


async def _meeting(turn: Turn, meeting: SeenMeeting, account: str) -> list[Block]:
    if meeting.verdict == "ask":
        return await _question(turn, meeting)
    when = format_absolute(
        meeting.starts_at, now=turn.now, zone=turn.person.zone, own=turn.person.zone
    )
    title = _title(meeting)
    names_it = account.casefold() in title.casefold()
    words = title if names_it else ", ".join(part for part in (account, title) if part)
    line = Paragraph(spans(Strong(when), typed(f" {words}".rstrip())))
    buttons = _buttons(meeting, title or when)
    return [line, Note(spans(why(meeting.reason))), *([Buttons(buttons)] if buttons else [])]


def _buttons(meeting: SeenMeeting, about: str) -> tuple[Button, ...]:
    """What can be said about a meeting."""

    def button(label: str, action: str) -> Button:
        return Button(label, action, str(meeting.id), beside=True, about=about)

    if meeting.verdict == "call":
        asleep = (button("Sleep this series", SLEEP),) if meeting.series else ()
        return (*meeting_questions.corrections(meeting, about), *asleep)
    if meeting.reason == "asleep":
        return (button("Wake this series", WAKE),)
    return () if meeting.reason in FINAL else (button("It is a sales call", IS_CALL),)


async def _question(turn: Turn, meeting: SeenMeeting) -> list[Block]:
    ids = [int(one) for one in meeting.choices.split()]
    found = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    names = {one.id: one.name for one in found}
    asked = meeting_questions.question(meeting, names, turn.person, turn.now)
    return [asked[0], Note(spans(why(meeting.reason))), *asked[1:]]


def _title(meeting: SeenMeeting) -> str:
    """The title in quotation marks; "" if there is none, or if it is not kept."""
    title = kept_events.from_text(meeting.event).title if meeting.event else meeting.title
    return meeting_questions.named(meeting, title) if title.strip() else ""


async def _accounts(turn: Turn, shown: Sequence[SeenMeeting]) -> Mapping[int, str]:
    """The names of the accounts that these meetings are with, by the row id of the call."""
    tenant = turn.person.tenant
    planned = await calls.by_ids(turn.session, tenant, {one.call_id or 0 for one in shown})
    ids = sorted({one.account_id for one in planned.values()})
    named = {one.id: one.name for one in await accounts.by_ids(turn.session, tenant, ids)}
    return {id_: shortened(named.get(one.account_id, "")) for id_, one in planned.items()}


async def show_left_out(turn: Turn) -> Reply:
    """A page of the meetings that are plainly no calls, by time: their titles are not kept."""
    listed = (await _listed(turn)).left_out
    page = _page(turn, len(listed), PAGE_LEFT_OUT)
    lead = "Left out in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    for meeting in listed[page * PAGE_LEFT_OUT : (page + 1) * PAGE_LEFT_OUT]:
        blocks += await _meeting(turn, meeting, "")
    if not listed:
        blocks.append(Paragraph(spans("Nothing was left out.")))
    others = _pages(LEFT_OUT, page, len(listed), PAGE_LEFT_OUT)
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


async def open_account(turn: Turn) -> Reply:
    """The form for the account that a meeting is with."""
    meeting = await _own(turn)
    when = format_absolute(
        meeting.starts_at, now=turn.now, zone=turn.person.zone, own=turn.person.zone
    )
    return Form(
        IS_CALL,
        "A sales call",
        (
            Paragraph(spans(typed(" ".join(filter(None, (when, _title(meeting))))))),
            TextInput("account", "Which account is it with?", required=True),
        ),
        subject=turn.text,
    )


async def take_for_call(turn: Turn) -> Reply:
    """Note that a meeting, or its series, is a call with the account that was typed.

    If the meeting's details are not kept, it is planned once the calendar has been read again.
    Raises Refusal if nothing was typed.
    """
    meeting = await _own(turn)
    name = which_account.name_in(turn.fields.get("account", ""))
    if not name:
        raise Refusal("Type the account's name.", field="account")
    account = await which_account.on_file(turn, name)
    account = account or await accounts.add(turn.session, turn.person.tenant, name, turn.now)
    meeting.subject = _itself(meeting)
    answer = _answer(turn, meeting, account_id=account.id)
    await settling.remember(turn.session, turn.person, answer, meetings.rules(turn), turn.now)
    if meeting.event:
        return await meetings.planned(turn, meeting)
    await calendars.look_again(turn.session, turn.person, turn.now)
    name = shortened(account.name)
    lead = f"Noted: a call with {name}."
    new = f"{name} is new on file. " if account.created_at == turn.now else ""
    rest = f"{new}The call is planned within a minute, once your calendar has been read again."
    undo = Button("Undo", UNSAY, str(meeting.id), about=name)
    return Aside(
        Card(lead, (Paragraph(spans(typed(lead))), Note(spans(typed(rest))), Buttons((undo,))))
    )


async def unsay(turn: Turn) -> Reply:
    """Forget that a meeting, or its series, was taken for a call."""
    meeting = await _own(turn)
    said = await _said(turn, meeting)
    if said is not None:
        await meeting_accounts.released(turn, said)
    await settling.forget(
        turn.session, turn.person, _itself(meeting), meetings.rules(turn), turn.now
    )
    await calendars.look_again(turn.session, turn.person, turn.now)
    return aside("Undone. It is not planned as a call.")


async def sleep(turn: Turn) -> Reply:
    """Send nothing about a series until it is woken."""
    meeting = await _own_series(turn)
    before = await _said(turn, meeting)
    account_id = before.account_id if before else None
    answer = _answer(turn, meeting, account_id=account_id, asleep=True)
    await settling.remember(turn.session, turn.person, answer, meetings.rules(turn), turn.now)
    lead = f"Asleep: {_title(meeting) or 'this series'}."
    rest = "Nothing is sent about its meetings until you wake it."
    undo = Button("Wake this series", WAKE, str(meeting.id), beside=True, about=_title(meeting))
    return Aside(Card(lead, (Paragraph(spans(typed(lead))), Note(spans(rest)), Buttons((undo,)))))


async def wake(turn: Turn) -> Reply:
    """Send messages about a series again."""
    meeting = await _own_series(turn)
    before = await _said(turn, meeting)
    if before is not None and before.account_id is not None:
        answer = _answer(turn, meeting, account_id=before.account_id)
        await settling.remember(turn.session, turn.person, answer, meetings.rules(turn), turn.now)
    else:
        await settling.forget(
            turn.session, turn.person, _itself(meeting), meetings.rules(turn), turn.now
        )
    lead = f"Awake: {_title(meeting) or 'this series'}. {why(meeting.reason)}"
    return Aside(Card(lead, (Paragraph(spans(typed(lead))),)))


async def _own(turn: Turn) -> SeenMeeting:
    """A meeting in the person's calendars. Raises Refusal if it is gone or over."""
    await calendars.of_person(turn.session, turn.person, locked=True)
    found = await calendars.meeting(turn.session, turn.person, access.row_id(turn.text))
    if found is None:
        raise Refusal(meetings.GONE)
    if found[0].ends_at <= turn.now:
        raise Refusal(meetings.OVER)
    return found[0]


async def _own_series(turn: Turn) -> SeenMeeting:
    meeting = await _own(turn)
    if not meeting.series:
        raise Refusal("That meeting is no longer one of a series.")
    return meeting


def _itself(meeting: SeenMeeting) -> str:
    """What an answer is remembered for: the series, or the meeting if it is single."""
    return f"series:{meeting.series}" if meeting.series else f"meeting:{meeting.source_id}"


async def _said(turn: Turn, meeting: SeenMeeting) -> MeetingAnswer | None:
    about = _itself(meeting)
    return (await calendars.answers(turn.session, turn.person, [about])).get(about)


def _answer(
    turn: Turn, meeting: SeenMeeting, *, account_id: int | None, asleep: bool = False
) -> MeetingAnswer:
    return MeetingAnswer(
        person_id=turn.person.id,
        about=_itself(meeting),
        tenant=turn.person.tenant,
        is_call=True,
        account_id=account_id,
        asleep=asleep,
        answered_at=turn.now,
    )


def _page(turn: Turn, total: int, size: int) -> int:
    return min(whole_number(turn.text), max(0, (total - 1) // size))


def _pages(action: str, page: int, total: int, size: int) -> list[Button]:
    buttons = []
    if page:
        buttons.append(Button("Earlier", action, str(page - 1)))
    if (page + 1) * size < total:
        buttons.append(Button("Later", action, str(page + 1)))
    return buttons
