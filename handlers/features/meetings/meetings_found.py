"""Show which meetings in a person's calendars are calls, and why. People can correct this."""

from handlers.cards import Button, Buttons, Form, Note, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.fields import whole_number
from handlers.features.meetings import meeting_accounts_undone, meetings_listed, own_meeting
from handlers.features.meetings.meeting_planned import planned
from handlers.features.meetings.meeting_shown import IS_CALL, WAKE, reason_of, title_of
from handlers.features.meetings.meetings_listed import LEFT_OUT, subject_in_list
from handlers.inputs import TextInput
from handlers.notices.calendar_connected import FOUND
from handlers.registry import Refusal, Registry, Turn
from handlers.sources.calendars import settling
from handlers.times import format_absolute
from handlers.views.meetings.meeting_questions import SLEEP, pressed, value_below
from storage.conversation import offers
from storage.customers import accounts
from storage.meetings import calendars, meeting_answers, seen_meetings
from storage.tables import MeetingAnswer, SeenMeeting

UNSAY = "meeting.unsay"


def register(registry: Registry) -> None:
    """Register the buttons that open the lists, and the buttons and the form for corrections."""
    registry.button(FOUND, show)
    registry.button(LEFT_OUT, show_left_out)
    registry.button(IS_CALL, open_account)
    registry.form(IS_CALL, take_for_call)
    registry.button(UNSAY, unsay)
    registry.button(SLEEP, sleep)
    registry.button(WAKE, wake)


async def show(turn: Turn) -> Reply:
    """Show a page of meetings, without those that are clearly not calls.

    The button's value is the page, from 0.
    """
    return await meetings_listed.found(turn, whole_number(turn.text))


async def show_left_out(turn: Turn) -> Reply:
    """Show a page of meetings that are clearly not calls.

    The button's value is the page, from 0.
    """
    return await meetings_listed.left_out(turn, whole_number(turn.text))


async def open_account(turn: Turn) -> Reply:
    """Open the form behind *It is a sales call*, which asks for the meeting's account."""
    meeting = await _own_not_over(turn)
    shown = pressed(turn.text).shown
    when = format_absolute(
        meeting.starts_at, now=turn.now, zone=turn.person.zone, own=turn.person.zone
    )
    return Form(
        IS_CALL,
        "A sales call",
        (
            Paragraph(spans(typed(" ".join(filter(None, (when, title_of(meeting))))))),
            TextInput("account", "Which account is it with?", required=True),
        ),
        subject=value_below(meeting, shown, turn.message),
    )


async def take_for_call(turn: Turn) -> Reply:
    """Record that a meeting, or a whole series, is a call with the typed account.

    If we don't keep the meeting's details, the call is planned when the calendar is next read.
    Raises Refusal if nothing was typed, or if the meeting is over or gone.
    """
    meeting = await _own_not_over(turn)
    name = which_account.name_in(turn.fields.get("account", ""))
    if not name:
        raise Refusal("Type the account's name.", field="account")
    account = await which_account.on_file(turn, name)
    account = account or await accounts.add(turn.session, turn.person.tenant, name, turn.now)
    await meeting_accounts_undone.recognise_again(turn, account)
    meeting.subject = subject_in_list(meeting)
    answer = _answer(turn, meeting, account_id=account.id)
    settled = await settling.remember(
        turn.session, turn.person, answer, own_meeting.rules(turn), turn.now
    )
    _, shown, message = pressed(turn.text)
    if meeting.event:
        return await planned(turn, meeting, shown, message, also=settled.planned)
    await calendars.decide_calls_again(turn.session, turn.person, turn.now)
    name = shortened(account.name)
    lead = f"Noted: a call with {name}."
    new = f"{name} is a new account. " if account.created_at == turn.now else ""
    rest = f"{new}I'll plan the call within a minute, once I've read your calendar again."
    await offers.close_undo(turn.session, turn.person, turn.now)
    undo = Button("Undo", UNSAY, value_below(meeting, shown, message), about=name)
    card = card_saying(typed(lead), Note(spans(typed(rest))), Buttons((undo,)))
    return await meetings_listed.answered(turn, card, shown, message, meeting)


async def unsay(turn: Turn) -> Reply:
    """Forget the answer that a meeting, or a whole series, is a call."""
    meeting = await _own_not_over(turn)
    said = await _answer_before(turn, meeting)
    if said is not None:
        await meeting_accounts_undone.withdraw(turn, said)
    await settling.forget(
        turn.session, turn.person, subject_in_list(meeting), own_meeting.rules(turn), turn.now
    )
    await calendars.decide_calls_again(turn.session, turn.person, turn.now)
    lead = "Undone. The meeting is not planned as a call."
    _, shown, message = pressed(turn.text)
    card = card_saying(lead)
    return await meetings_listed.answered(turn, card, shown, message, meeting)


async def sleep(turn: Turn) -> Reply:
    """Stop messages about a series, and take its calls off the list. The person can undo both."""
    meeting = await _own_series(turn)
    before = await _answer_before(turn, meeting)
    account_id = before.account_id if before else None
    answer = _answer(turn, meeting, account_id=account_id, asleep=True)
    await settling.remember(turn.session, turn.person, answer, own_meeting.rules(turn), turn.now)
    lead = f"No more messages about {title_of(meeting) or 'this series'}."
    rest = "Its meetings are off your list of calls until you undo this."
    shown = pressed(turn.text).shown
    below = value_below(meeting, shown, turn.message)
    await offers.close_undo(turn.session, turn.person, turn.now)
    undo = Button("Undo", WAKE, below, about=title_of(meeting))
    card = card_saying(typed(lead), Note(spans(rest)), Buttons((undo,)))
    return await meetings_listed.answered(turn, card, shown, turn.message, meeting)


async def wake(turn: Turn) -> Reply:
    """Send messages about a series again."""
    meeting = await _own_series(turn)
    before = await _answer_before(turn, meeting)
    if before is not None and before.account_id is not None:
        answer = _answer(turn, meeting, account_id=before.account_id)
        await settling.remember(
            turn.session, turn.person, answer, own_meeting.rules(turn), turn.now
        )
    else:
        await settling.forget(
            turn.session, turn.person, subject_in_list(meeting), own_meeting.rules(turn), turn.now
        )
    title = title_of(meeting) or "this series"
    lead = f"You'll get messages about {title} again. {reason_of(turn, meeting)}"
    card = card_saying(typed(lead))
    _, shown, message = pressed(turn.text)
    return await meetings_listed.answered(turn, card, shown, message or turn.message, meeting)


async def _own_not_over(turn: Turn) -> SeenMeeting:
    found = await _referred_to(turn)
    if found.ends_at <= turn.now:
        raise Refusal(own_meeting.OVER)
    return found


async def _own_series(turn: Turn) -> SeenMeeting:
    """Return the button's meeting. If it is over, return the next meeting of its series."""
    meeting = await _referred_to(turn)
    if not meeting.series:
        raise Refusal("That meeting is no longer part of a series.")
    if meeting.ends_at > turn.now:
        return meeting
    coming = await seen_meetings.between(turn.session, turn.person, since=turn.now)
    found = next((one for one in coming if one.series == meeting.series), None)
    if found is None:
        raise Refusal(own_meeting.OVER)
    return found


async def _referred_to(turn: Turn) -> SeenMeeting:
    await calendars.of_person(turn.session, turn.person, locked=True)
    found = await seen_meetings.referred_to(turn.session, turn.person, pressed(turn.text).meeting)
    if found is None:
        raise Refusal(own_meeting.GONE)
    return found


async def _answer_before(turn: Turn, meeting: SeenMeeting) -> MeetingAnswer | None:
    about = subject_in_list(meeting)
    return (await meeting_answers.by_subject(turn.session, turn.person, [about])).get(about)


def _answer(
    turn: Turn, meeting: SeenMeeting, *, account_id: int | None, asleep: bool = False
) -> MeetingAnswer:
    return MeetingAnswer(
        person_id=turn.person.id,
        about=subject_in_list(meeting),
        tenant=turn.person.tenant,
        is_call=True,
        account_id=account_id,
        asleep=asleep,
        answered_at=turn.now,
    )
