"""Remember what a person said about a meeting, or take it back."""

from collections.abc import Sequence

from handlers import planning
from handlers.features.meetings import meeting_accounts_undone
from handlers.features.meetings.own_meeting import (
    OwnMeeting,
    account_of,
    rules,
    subject_of_this_only,
)
from handlers.registry import Turn
from handlers.sources.calendars import settling
from storage.meetings import meeting_answers
from storage.sales_calls import calls, reflections
from storage.tables import Account, Call, MeetingAnswer, SeenMeeting


async def remember(turn: Turn, row: SeenMeeting, account: Account | None) -> Sequence[SeenMeeting]:
    """Remember whether a meeting is a call: "no" if `account` is None, otherwise "yes".

    The answer is stored under `row.subject`, and so it may also hold for other meetings. Forget an
    earlier answer that was only about this meeting. Return the meetings that became calls.
    """
    if account is not None:
        await meeting_accounts_undone.recognise_again(turn, account)
    if row.subject != subject_of_this_only(row):
        await meeting_answers.forget(turn.session, turn.person, subject_of_this_only(row))
    return await _say(turn, row, row.subject, account)


async def say_no(turn: Turn, row: SeenMeeting, unasked: Account | None) -> Sequence[SeenMeeting]:
    """Remember that a meeting is not a call, and keep the account that *Undo* needs.

    `unasked` is the account of the call if we planned the call without asking the person, because
    the person sent an invitation. In that case, if all calls with the account are now cancelled, we
    also undo what we put on file about the account.
    """
    if unasked is not None:
        answer = MeetingAnswer(
            person_id=turn.person.id,
            about=row.subject,
            tenant=turn.person.tenant,
            is_call=False,
            account_id=unasked.id,
            answered_at=turn.now,
        )
        also = await settle(turn, row, answer)
        if not await calls.has_any(turn.session, unasked.tenant, unasked.id):
            await meeting_accounts_undone.withdraw(turn, answer)
        return also
    before = await meeting_answers.by_subject(turn.session, turn.person, [row.subject])
    said = before.get(row.subject)
    if said is None or said.account_id is None:
        return await remember(turn, row, None)
    answer = MeetingAnswer(**{**said.model_dump(), "is_call": False, "asleep": False})
    return await settle(turn, row, answer)


async def account_unasked(turn: Turn, meeting: OwnMeeting) -> Account | None:
    """Return the account of a call that we planned only because the person sent an invitation.

    Return None if the call has another reason, if the account was on file before the call, or if
    the person has given an answer about the account.
    """
    if meeting.row.verdict != "call" or meeting.row.reason != "you invited them":
        return None
    account = await account_of(turn, meeting.row)
    is_new = account is not None and await meeting_accounts_undone.was_added_unasked(turn, account)
    return account if is_new else None


async def _say(
    turn: Turn, row: SeenMeeting, subject: str, account: Account | None
) -> Sequence[SeenMeeting]:
    """Remember an answer about this subject, and return the meetings that became calls."""
    answer = MeetingAnswer(
        person_id=turn.person.id,
        about=subject,
        tenant=turn.person.tenant,
        is_call=account is not None,
        account_id=account.id if account else None,
        answered_at=turn.now,
    )
    return await settle(turn, row, answer)


async def settle(turn: Turn, row: SeenMeeting, answer: MeetingAnswer) -> Sequence[SeenMeeting]:
    """Remember an answer, and return the meetings that became calls."""
    settled = await settling.remember(
        turn.session, turn.person, answer, rules(turn), turn.now, over=if_over(turn, row)
    )
    return settled.planned


def if_over(turn: Turn, row: SeenMeeting) -> SeenMeeting | None:
    """Return the meeting if it is over, or None.

    People can answer after a meeting. But after an answer, `settling` judges only upcoming meetings
    again, and the one past meeting that it gets as `over`.
    """
    return row if row.ends_at <= turn.now else None


async def take_back(turn: Turn, row: SeenMeeting, said: MeetingAnswer | None) -> None:
    """Forget the answer `said` about a meeting, and judge the meeting again."""
    if said is not None:
        await meeting_accounts_undone.withdraw(turn, said)
    await _cancel_if_over(turn, row)
    over = if_over(turn, row)
    await settling.forget(turn.session, turn.person, row.subject, rules(turn), turn.now, over=over)
    if row.verdict == "call" and said is not None and said.is_call:
        # The account was already on file, so our own rules would make the meeting a call again.
        # Therefore we store a "no" that applies to this meeting only.
        await _say(turn, row, subject_of_this_only(row), None)


async def _cancel_if_over(turn: Turn, row: SeenMeeting) -> None:
    """Cancel a meeting's call if we planned the call only after the meeting was over.

    A call with a reflection stays.
    """
    call = await calls.by_id(turn.session, turn.person.tenant, row.call_id or 0)
    if call is None or not _was_planned_after_end(call):
        return
    person = turn.person
    if await reflections.of_call(turn.session, person.tenant, call.id, person.id) is None:
        await planning.cancel(turn.session, person, call, turn.now)
        call.changed_by = None  # another "Yes" can then restore the call


def _was_planned_after_end(call: Call) -> bool:
    return call.planned_at >= call.ends_at
