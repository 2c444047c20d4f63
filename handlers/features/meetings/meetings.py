"""Handle answers about calendar meetings: is a meeting a sales call, and with which account?

An answer (`MeetingAnswer`) can apply to every meeting of a series, to every meeting with a certain
guest, or to every meeting with guests from a certain mail domain.
"""

from collections.abc import Sequence

from handlers.cards import Buttons, Card, Note, Paragraph, Reply, card_saying, spans, typed
from handlers.features import access
from handlers.features.meetings import (
    also_planned,
    meeting_accounts,
    meeting_accounts_undone,
    meetings_listed,
)
from handlers.features.meetings.meeting_account_form import change_account, open_account
from handlers.features.meetings.meeting_planned import BEFORE, planned, scope_note, undo_button
from handlers.features.meetings.meeting_shown import reason_of
from handlers.features.meetings.meetings_remembered import (
    account_unasked,
    if_over,
    remember,
    say_no,
    settle,
    take_back,
)
from handlers.features.meetings.own_meeting import (
    OwnMeeting,
    own_meeting,
    rules,
    subject_of_this_only,
)
from handlers.registry import Registry, Turn
from handlers.sources.calendars import settling, subjects
from handlers.times import format_short
from handlers.views.meetings import meeting_questions
from handlers.views.meetings.meeting_questions import (
    ALONE,
    NO,
    OTHER_ACCOUNT,
    UNDO,
    YES,
    named,
    pressed,
)
from storage import mail
from storage.customers import accounts
from storage.meetings import meeting_answers
from storage.tables import Account, MeetingAnswer, SeenMeeting


def register(registry: Registry) -> None:
    """Register the buttons of a question about a meeting, and of our replies to the answers."""
    registry.button(YES, accept)
    registry.button(NO, refuse)
    registry.button(UNDO, undo)
    registry.button(OTHER_ACCOUNT, open_account)
    registry.form(OTHER_ACCOUNT, change_account)


async def accept(turn: Turn) -> Reply:
    """Plan a meeting as a call with the chosen account, or with the likeliest account.

    - If the chosen company is not on file, or if no account is likely, add an account.
    - If we would add an account, but several guests come and all have private addresses, ask for
      the account's name instead.
    - If the meeting is a call already, change nothing.

    Raises Refusal if the meeting is gone, or if we find no name for a new account.
    """
    meeting_id, shown, chosen = pressed(turn.text)
    meeting = await own_meeting(turn, meeting_id)
    if meeting.row.verdict == "call":
        return await planned(turn, meeting.row, shown, turn.message)
    account_id = access.row_id(chosen)
    if not (account_id or _is_coming(meeting, chosen)):
        account_id = next(iter(meeting.judgement.accounts), 0)
    if account_id:
        account = await access.account(turn, account_id)
    elif meeting_accounts.all_private(meeting.outside):
        return await open_account(turn)
    else:
        account = await meeting_accounts.account_for(turn, meeting.event, meeting.outside, chosen)
    if meeting.row.subject.startswith("domain:"):
        await meeting_accounts.add_domain(turn, account, meeting.outside)
    also = await remember(turn, meeting.row, account)
    return await planned(turn, meeting.row, shown, turn.message, also=also)


async def accept_one_of_many(turn: Turn, meeting_id: str) -> Account:
    """Plan a call for one of several meetings that a person accepts together. Return its account.

    The caller makes sure that all guests from outside are from one company that is not on file.
    Raises Refusal if the meeting is gone.
    """
    meeting = await own_meeting(turn, meeting_id)
    account = await meeting_accounts.account_for(turn, meeting.event, meeting.outside)
    if meeting.row.subject.startswith("domain:"):
        await meeting_accounts.add_domain(turn, account, meeting.outside)
    await remember(turn, meeting.row, account)
    return account


def _is_coming(meeting: OwnMeeting, domain: str) -> bool:
    return domain in {mail.company_of(mail.normalised(one.email) or "") for one in meeting.outside}


async def refuse(turn: Turn) -> Reply:
    """Record that a meeting is not a sales call. Raises Refusal if the meeting is gone.

    The answer may apply to other meetings too:

    - "No" to our question applies to the meetings that `subjects.of_question` names.
    - "Not a sales call", for a call that we planned because the person invited a new company,
      applies to the same meetings as a "No".
    - "Not a sales call", for any other call, applies to the meeting's series. If the meeting has no
      series, the answer applies only to the meeting.
    - If the button's value has `ALONE`, the answer applies only to one meeting of a series.
    """
    meeting_id, shown, only = pressed(turn.text)
    meeting = await own_meeting(turn, meeting_id)
    title = named(meeting.row, meeting.event.title)
    unasked = await account_unasked(turn, meeting)
    if only == ALONE:
        meeting.row.subject = subject_of_this_only(meeting.row)
    elif unasked:
        meeting.row.subject = subjects.of_question(
            meeting.event, "another company", meeting.outside
        )
    elif only or not meeting.row.subject:
        meeting.row.subject = subjects.of_meeting(meeting.event)[-1]
    subject = meeting.row.subject
    also = await say_no(turn, meeting.row, unasked)
    lead = f"Not a sales call: {title}."
    scope = await scope_note(turn, meeting.row, subject, None)
    if only == ALONE and meeting.row.series:
        when = format_short(meeting.row.starts_at, now=turn.now, zone=turn.person.zone)
        lead, scope = f"Left out: {title}, {when} only.", "The others in the series stay."
    card = card_saying(
        typed(lead),
        *([Note(spans(typed(scope)))] if scope else []),
        *await also_planned.note(turn, also, meeting.row),
        Buttons((undo_button(meeting.row, title, shown, turn.message),)),
    )
    return await meetings_listed.answered(turn, card, shown, turn.message, meeting.row)


async def undo(turn: Turn) -> Reply:
    """Undo the person's last answer about a meeting.

    - If the answer changed the account of a call, the button's value names the earlier account. The
      call is then with the earlier account again.
    - If the answer was "no" and the meeting was a call before the answer, plan the call again.
    - In other cases, judge the meeting without the answer. If it is not clear whether the meeting
      is a sales call, ask again.
    """
    pressed_text, _, was = turn.text.partition(BEFORE)
    meeting_id, shown, message = pressed(pressed_text)
    meeting = await own_meeting(turn, meeting_id)
    row, subject = meeting.row, meeting.row.subject
    if (before_change := meeting_accounts_undone.parse_earlier_account(was)) is not None:
        answer = await meeting_accounts_undone.bring_back(
            turn, subject, before_change, meeting.outside
        )
        if answer is not None:
            await settle(turn, row, answer)
        else:
            await settling.forget(
                turn.session, turn.person, subject, rules(turn), turn.now, over=if_over(turn, row)
            )
        return await planned(turn, row, shown, message)
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    if said is not None and not said.is_call and said.account_id is not None:
        restored = MeetingAnswer(**{**said.model_dump(), "is_call": True})
        await meeting_accounts_undone.undo_withdrawal(turn, said.account_id, meeting.outside)
        await settle(turn, row, restored)
        return await planned(turn, row, shown, message)
    await take_back(turn, row, said)
    if row.verdict == "call":
        return await planned(turn, row, shown, message)
    if not row.event:
        lead = f"Undone. {reason_of(turn, row)}"
        card = card_saying(lead)
        return await meetings_listed.answered(turn, card, shown, message, row)
    card = await _asked_again(turn, meeting)
    return await meetings_listed.answered(turn, card, shown, message, row)


async def _asked_again(turn: Turn, meeting: OwnMeeting) -> Card:
    row = meeting.row
    ids = meeting_questions.account_ids(row)
    found = await accounts.by_ids(turn.session, turn.person.tenant, ids)
    blocks = meeting_questions.question(
        row,
        {one.id: one.name for one in found},
        turn.person,
        turn.now,
        title=meeting.event.title,
        with_date=True,
    )
    return Card("Undone.", (Paragraph(spans("Undone.")), *blocks))


async def undo_one_of_many(turn: Turn, meeting_id: str) -> Sequence[SeenMeeting]:
    """Undo a "Yes" from `accept_one_of_many`. Return the meeting, or () if no "Yes" is on file."""
    row = (await own_meeting(turn, meeting_id)).row
    answers = await meeting_answers.by_subject(turn.session, turn.person, [row.subject])
    said = answers.get(row.subject)
    if said is None or not said.is_call:
        return ()
    await take_back(turn, row, said)
    return (row,)
