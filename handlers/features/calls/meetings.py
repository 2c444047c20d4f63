"""Handle answers about calendar meetings: is it a sales call, and with which account?

An answer (`MeetingAnswer`) can apply to every meeting of a series, to every meeting with a certain
guest, or to every meeting with guests from a certain mail domain.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers import planning
from handlers.cards import Button, Buttons, Card, Form, Note, Paragraph, Reply, spans, typed
from handlers.coaching.words import shortened
from handlers.features import access, which_account
from handlers.features.calls import also_planned, meeting_accounts, meetings_listed
from handlers.features.calls.meeting_accounts import MAX_OFFERED, AccountChoice, Before
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.registry import Refusal, Registry, Turn
from handlers.sources import kept_events, owners, settling, subjects
from handlers.sources.known import MeetingRules, known_about
from handlers.sources.records import Attendee, CalendarEvent
from handlers.sources.sales_calls import Judgement, judge
from handlers.times import format_short
from handlers.views import meeting_questions
from handlers.views.meeting_questions import (
    ALONE,
    NO,
    OTHER_ACCOUNT,
    UNDO,
    YES,
    named,
    pressed,
    value_below,
)
from storage import (
    accounts,
    calendars,
    calls,
    domains,
    mail,
    meeting_answers,
    reflections,
    seen_meetings,
)
from storage.tables import Account, Call, MeetingAnswer, SeenMeeting

GONE = "That meeting is no longer in a calendar that I read."
NAMED = 40  # an account's name is shortened to this length if its mail domain is shown too
BEFORE = "|"  # in the value of *Undo*, this comes before the account to restore
OVER = "That meeting is over. /prep plans a call."


def register(registry: Registry) -> None:
    """Register the buttons of a question about a meeting, and of the reply."""
    registry.button(YES, accept)
    registry.button(NO, refuse)
    registry.button(UNDO, undo)
    registry.button(OTHER_ACCOUNT, open_account)
    registry.form(OTHER_ACCOUNT, change_account)


class _Meeting(NamedTuple):
    row: SeenMeeting
    event: CalendarEvent
    judgement: Judgement
    outside: tuple[Attendee, ...]  # guests from outside, even if the person said "no" about them


async def accept(turn: Turn) -> Reply:
    """Plan a meeting as a call with the chosen account, or with the likeliest one.

    If no account is likely, or if a company was chosen that is not on file, add an account. If
    several guests come, all with private addresses, ask for the account's name. Raises Refusal if
    the meeting is gone.
    """
    meeting_id, shown, chosen = pressed(turn.text)
    meeting = await _own(turn, meeting_id)
    if meeting.row.verdict == "call":
        return await planned(turn, meeting.row, shown, turn.message)
    account_id = access.row_id(chosen)
    if not (account_id or _is_coming(meeting, chosen)):
        account_id = next(iter(meeting.judgement.accounts), 0)
    if account_id:
        account = await access.account(turn, account_id)
    elif meeting_accounts.is_unnamed(meeting.outside):
        return await open_account(turn)
    else:
        account = await meeting_accounts.proposed(turn, meeting.event, meeting.outside, chosen)
    if meeting.row.subject.startswith("domain:"):
        await meeting_accounts.at_domain(turn, account, meeting.outside)
    also = await _remember(turn, meeting.row, account)
    return await planned(turn, meeting.row, shown, turn.message, also=also)


async def accept_plain(turn: Turn, meeting_id: str) -> Account:
    """Plan a meeting with people from one new company, and return the account.

    Raises Refusal if the meeting is gone.
    """
    meeting = await _own(turn, meeting_id)
    account = await meeting_accounts.proposed(turn, meeting.event, meeting.outside)
    if meeting.row.subject.startswith("domain:"):
        await meeting_accounts.at_domain(turn, account, meeting.outside)
    await _remember(turn, meeting.row, account)
    return account


def _is_coming(meeting: _Meeting, domain: str) -> bool:
    return domain in {mail.company_of(mail.normalised(one.email) or "") for one in meeting.outside}


async def refuse(turn: Turn) -> Reply:
    """Record that a meeting is not a sales call. Raises Refusal if the meeting is gone.

    "No" to a question also applies to other meetings with the same guests. If the
    meeting was already planned as a call, "Not a sales call" applies only to this meeting or its
    series. But if we planned the call because the person invited a new company, the answer also
    applies to other meetings with the same guests. The button can limit the answer to one meeting
    of a series.
    """
    meeting_id, shown, only = pressed(turn.text)
    meeting = await _own(turn, meeting_id)
    title = named(meeting.row, meeting.event.title)
    unasked = await _unasked(turn, meeting)
    if only == ALONE:
        meeting.row.subject = _itself(meeting.row)
    elif unasked:
        meeting.row.subject = subjects.of_question(
            meeting.event, "another company", meeting.outside
        )
    elif only or not meeting.row.subject:
        meeting.row.subject = subjects.itself(meeting.event)[-1]
    subject = meeting.row.subject
    also = await _say_no(turn, meeting.row, unasked)
    lead = f"Not a sales call: {title}."
    scope = await _scope(turn, meeting.row, subject, None)
    if only == ALONE and meeting.row.series:
        when = format_short(meeting.row.starts_at, now=turn.now, zone=turn.person.zone)
        lead, scope = f"Left out: {title}, {when} only.", "The others in the series stay."
    card = Card(
        lead,
        (
            Paragraph(spans(typed(lead))),
            *([Note(spans(typed(scope)))] if scope else []),
            *await also_planned.note(turn, also, meeting.row),
            Buttons((_undo(meeting.row, title, shown, turn.message),)),
        ),
    )
    return await meetings_listed.answered(turn, card, shown, turn.message, meeting.row)


async def _scope(turn: Turn, row: SeenMeeting, subject: str, account: str | None) -> str:
    """Say what else an answer applies to. Return "" for a series that has no other meeting."""
    session, person = turn.session, turn.person
    is_series = subject.startswith("series:")
    if is_series and not await seen_meetings.has_others_in_series(session, person, row):
        return ""
    return meeting_questions.scope(subject, account)


async def undo(turn: Turn) -> Reply:
    """Undo the person's last answer about a meeting. If the meeting is then uncertain, ask again.

    If the answer was "no" and the meeting was a call before, we plan the call again. If the button
    names an earlier account, the call is with that account again.
    """
    pressed_text, _, was = turn.text.partition(BEFORE)
    meeting_id, shown, message = pressed(pressed_text)
    meeting = await _own(turn, meeting_id)
    row, subject = meeting.row, meeting.row.subject
    if (before_change := meeting_accounts.before_in(was)) is not None:
        answer = await meeting_accounts.brought_back(turn, subject, before_change, meeting.outside)
        if answer is not None:
            await _settled(turn, row, answer)
        else:
            await settling.forget(
                turn.session, turn.person, subject, rules(turn), turn.now, over=_if_over(turn, row)
            )
        return await planned(turn, row, shown, message)
    said = (await meeting_answers.by_subject(turn.session, turn.person, [subject])).get(subject)
    if said is not None and not said.is_call and said.account_id is not None:
        before = MeetingAnswer(**{**said.model_dump(), "is_call": True})
        await meeting_accounts.restored(turn, said.account_id, meeting.outside)
        await _settled(turn, row, before)
        return await planned(turn, row, shown, message)
    await _take_back(turn, row, said)
    if row.verdict == "call":
        return await planned(turn, row, shown, message)
    if not row.event:
        lead = f"Undone. {meetings_listed.reason_of(turn, row)}"
        card = Card(lead, (Paragraph(spans(lead)),))
        return await meetings_listed.answered(turn, card, shown, message, row)
    card = await _asked_again(turn, meeting)
    return await meetings_listed.answered(turn, card, shown, message, row)


async def _asked_again(turn: Turn, meeting: _Meeting) -> Card:
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


async def _take_back(turn: Turn, row: SeenMeeting, said: MeetingAnswer | None) -> None:
    if said is not None:
        await meeting_accounts.withdrawn(turn, said)
    await _cancel_if_over(turn, row)
    over = _if_over(turn, row)
    await settling.forget(turn.session, turn.person, row.subject, rules(turn), turn.now, over=over)
    if row.verdict == "call" and said is not None and said.is_call:
        # The account was already on file, so our own rules would make the meeting a call again.
        # Therefore we store a "no" that applies to this meeting only.
        await _say(turn, row, _itself(row), None)


async def undo_plain(turn: Turn, meeting_id: str) -> Sequence[SeenMeeting]:
    """Undo a "Yes" of `accept_plain`. Return the meeting, or () if no "Yes" is on file."""
    row = (await _own(turn, meeting_id)).row
    answers = await meeting_answers.by_subject(turn.session, turn.person, [row.subject])
    said = answers.get(row.subject)
    if said is None or not said.is_call:
        return ()
    await _take_back(turn, row, said)
    return (row,)


async def _cancel_if_over(turn: Turn, row: SeenMeeting) -> None:
    """Cancel the call of a meeting that was over when the person said that it was a call.

    A call with a reflection stays.
    """
    call = await calls.by_id(turn.session, turn.person.tenant, row.call_id or 0)
    if call is None or not _is_late(call):
        return
    person = turn.person
    if await reflections.of_call(turn.session, person.tenant, call.id, person.id) is None:
        await planning.cancel(turn.session, person, call, turn.now)
        call.changed_by = None  # another "Yes" can then restore the call


def _is_late(call: Call) -> bool:
    return call.planned_at >= call.ends_at


async def open_account(turn: Turn) -> Reply:
    """Open the form for a meeting's account."""
    meeting_id, shown, message = pressed(turn.text)
    meeting = await _own(turn, meeting_id)
    account = await _account(turn, meeting.row)
    perhaps = await meeting_accounts.perhaps(turn, meeting.event, meeting.outside)
    options = tuple(
        Option(one.name, _named(one)) for one in perhaps if not account or one.name != account.name
    )
    choice = (ChoiceInput("known", "One of these", options),) if options else ()
    label = "Or type the account's name" if options else "The account's name"
    return Form(
        OTHER_ACCOUNT,
        "Which account is it with?",
        (
            Paragraph(
                spans(typed(f"{meeting_questions.introduced(meeting.row, meeting.event.title)}."))
            ),
            *choice,
            TextInput(
                "account",
                label,
                hint="The company, or the person, that you sell to.",
                value=account.name if account else "",
                required=not options,
            ),
        ),
        subject=value_below(meeting.row, shown, message or turn.message),
        submit="Save",
    )


def _named(one: AccountChoice) -> str:
    """Write "Tamarind (tamarind.example)", or only the name."""
    name = shortened(one.name, NAMED)
    return shortened(f"{name} ({one.domain})" if one.domain else name, MAX_OFFERED)


async def change_account(turn: Turn) -> Reply:
    """Plan a meeting as a call with the typed or chosen account, and remember the answer.

    If the person changed the name in the form and also chose an account, we use the typed name. If
    the present account was added by the person's answers, we rename it, unless another account has
    the name. Raises Refusal if nothing was typed or chosen.
    """
    meeting_id, shown, message = pressed(turn.text)
    meeting = await _own(turn, meeting_id)
    present = await _account(turn, meeting.row)
    name = which_account.name_in(turn.fields.get("account", ""))
    if not name or (present is not None and name == present.name):
        name = which_account.name_in(turn.fields.get("known", "")) or name
    if not name:
        raise Refusal("Type the account's name.", field="account")
    subject = meeting.row.subject or subjects.of_correction(meeting.event, meeting.judgement.theirs)
    before = present.name if present else ""
    had = await _domains(turn, present)
    was = await meeting_accounts.before(turn, subject, present)
    account = await meeting_accounts.renamed(turn, subject, name, present, meeting.outside)
    if account == present:  # the account has this name now, and earlier answers about it still hold
        lost = [one for one in had if one not in await _domains(turn, present)]
        said = f"All calls with {shortened(before)} have that name now." if before != name else ""
        if lost:
            whom = ", ".join(map(mail.readable, lost))
            said += f" Meetings with only people from {whom} are asked about again."
        return await planned(turn, meeting.row, shown, message, said=said, was=was)
    meeting.row.subject = subject
    also = await _remember(turn, meeting.row, account)
    return await planned(turn, meeting.row, shown, message, also=also, was=was)


async def _domains(turn: Turn, account: Account | None) -> Sequence[str]:
    if account is None:
        return ()
    return await domains.of_account(turn.session, account.tenant, account.id)


async def _account(turn: Turn, row: SeenMeeting) -> Account | None:
    call = await calls.by_id(turn.session, turn.person.tenant, row.call_id or 0)
    return await accounts.by_id(turn.session, call.tenant, call.account_id) if call else None


async def _own(turn: Turn, meeting_id: str) -> _Meeting:
    """Return a meeting of the person.

    If the meeting is over, return the next meeting that the same answer applies to, if any.
    """
    await calendars.of_person(turn.session, turn.person, locked=True)
    row = await seen_meetings.referred_to(turn.session, turn.person, meeting_id)
    if row is None or not row.event:
        raise Refusal(GONE)
    if row.ends_at <= turn.now:
        coming = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
        row = next((one for one in coming if row.subject and one.subject == row.subject), row)
    event = kept_events.from_text(row.event)
    kept = await seen_meetings.with_event(turn.session, turn.person, since=turn.now)
    known = await known_about(
        turn.session,
        turn.person,
        [event],
        rules(turn),
        everywhere=owners.everywhere(kept_events.from_text(one.event) for one in kept),
    )
    outside = judge(event, replace(known, answers={})).theirs
    return _Meeting(row, event, judge(event, known), outside)


def rules(turn: Turn) -> MeetingRules:
    return MeetingRules(turn.company_domains, turn.playbook.meetings)


async def _remember(turn: Turn, row: SeenMeeting, account: Account | None) -> Sequence[SeenMeeting]:
    """Remember an answer for a meeting's subject. Return the meetings that are calls now.

    Also forget an earlier answer that was only about this meeting, not about its subject.
    """
    if account is not None:
        await meeting_accounts.named_again(turn, account)
    if row.subject != _itself(row):
        await meeting_answers.forget(turn.session, turn.person, _itself(row))
    return await _say(turn, row, row.subject, account)


def _itself(row: SeenMeeting) -> str:
    return f"meeting:{row.source_id}"


async def _unasked(turn: Turn, meeting: _Meeting) -> Account | None:
    """Return the account of a call that was planned because of an invitation."""
    if meeting.row.verdict != "call" or meeting.row.reason != "you invited them":
        return None
    account = await _account(turn, meeting.row)
    is_new = account is not None and await meeting_accounts.is_unasked(turn, account)
    return account if is_new else None


async def _say_no(turn: Turn, row: SeenMeeting, unasked: Account | None) -> Sequence[SeenMeeting]:
    """Remember that a meeting is not a call. *Undo* can restore the earlier answer.

    If we planned the call without asking, because of an invitation, `unasked` is the account. If no
    other call with this account is planned, we also undo what we put on file about the account.
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
        also = await _settled(turn, row, answer)
        if not await calls.has_planned(turn.session, unasked.tenant, unasked.id):
            await meeting_accounts.withdrawn(turn, answer)
        return also
    before = await meeting_answers.by_subject(turn.session, turn.person, [row.subject])
    said = before.get(row.subject)
    if said is None or said.account_id is None:
        return await _remember(turn, row, None)
    answer = MeetingAnswer(**{**said.model_dump(), "is_call": False, "asleep": False})
    return await _settled(turn, row, answer)


async def _settled(turn: Turn, row: SeenMeeting, answer: MeetingAnswer) -> Sequence[SeenMeeting]:
    settled = await settling.remember(
        turn.session, turn.person, answer, rules(turn), turn.now, over=_if_over(turn, row)
    )
    return settled.planned


def _if_over(turn: Turn, row: SeenMeeting) -> SeenMeeting | None:
    """Return the meeting if it is over, else None. (People may also answer after a meeting.)"""
    return row if row.ends_at <= turn.now else None


async def _say(
    turn: Turn, row: SeenMeeting, subject: str, account: Account | None
) -> Sequence[SeenMeeting]:
    answer = MeetingAnswer(
        person_id=turn.person.id,
        about=subject,
        tenant=turn.person.tenant,
        is_call=account is not None,
        account_id=account.id if account else None,
        answered_at=turn.now,
    )
    return await _settled(turn, row, answer)


async def planned(
    turn: Turn,
    row: SeenMeeting,
    shown: str = "",
    message: str = "",
    *,
    also: Sequence[SeenMeeting] = (),
    said: str = "",
    was: Before | None = None,
) -> Reply:
    """Say which call was planned, what the answer applies to, and how to change it.

    `also` are other meetings that are calls now, because of the answer. `said` names other changes.
    `was` is the account that *Undo* restores. `shown` and `message` are as in
    `meetings_listed.answered`.
    """
    if row.verdict != "call" or row.call_id is None:
        why = meetings_listed.reason_of(turn, row)
        raise Refusal(f"That is not planned as a call. {why}")
    _, call, account = await access.own_call(turn, str(row.call_id))
    name = shortened(account.name)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    is_over = call.ends_at <= turn.now
    lead = f"{'On file' if is_over else 'Planned'}: {name}, {when}."
    new = f"{name} is new on file. " if account.created_at == turn.now else ""
    note = f"{said} {new}{await _scope(turn, row, row.subject, name)}".strip()
    buttons: tuple[Button, ...] = (
        Button("Brief", "brief.open", str(call.id), beside=True, about=name),
        Button("Another account", OTHER_ACCOUNT, value_below(row, shown, message), about=name),
    )
    if is_over:  # the account can't be changed any more
        buttons = (Button("How did it go?", "reflect.open", str(call.id), about=name),)
    buttons = (*buttons, _undo(row, name, shown, message, was))
    notes = [Note(spans(typed(note)))] if note else []
    notes += await also_planned.note(turn, also, row)
    card = Card(lead, (Paragraph(spans(typed(lead))), *notes, Buttons(buttons)))
    return await meetings_listed.answered(turn, card, shown, message, row)


def _undo(
    row: SeenMeeting, about: str, shown: str, message: str, was: Before | None = None
) -> Button:
    before = f"{BEFORE}{was}" if was else ""
    return Button("Undo", UNDO, f"{value_below(row, shown, message)}{before}", about=about)
