"""Take the answers to questions about a transcript: who is the rep, and which call is it?

After each answer, `flow.go_on` asks the next question or measures the transcript. The value of each
button begins with a reference to the transcript, such as "7-1f0c22ab" (see
`handlers.transcripts.refs`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from handlers import planning
from handlers.cards import Reply
from handlers.features import access
from handlers.features.calls.typed_call import read_when
from handlers.features.calls.who_and_why import split_time
from handlers.features.customers import account_question, which_account
from handlers.features.fields import whole_number
from handlers.features.transcripts import flow, forgetting, from_calendar, measuring, possible_calls
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.calendars import matching
from handlers.sources.records import Attendee
from handlers.times import Understood
from handlers.times.begun import before_now
from handlers.transcripts.refs import refers_to, row_of
from handlers.views.transcripts import talk_questions
from storage.customers import accounts
from storage.sales_calls import calls
from storage.sources import measured_calls, open_transcripts
from storage.tables import Account, OpenTranscript

NOT_YOURS = "Then I can't measure it for you. I've kept nothing from it."
TO_COME = "That time is still to come. When did the call begin?"
_LATEST = 2**31 // 60  # the latest start that a button may name, in minutes since 1970
DROPPED = "Done: I've kept nothing from that file."


def register(registry: Registry) -> None:
    """Register the buttons and forms of the questions."""
    registry.button(talk_questions.WHO, access.with_figures(who))
    registry.form(talk_questions.WHO_ELSE, access.with_figures(who))
    registry.button(talk_questions.CALL, access.with_figures(call))
    registry.form(talk_questions.CALL, access.with_figures(call))
    registry.button(talk_questions.CALLS, access.with_figures(other_calls))
    registry.button(talk_questions.SURE, access.with_figures(sure))
    registry.button(talk_questions.BACK, access.with_figures(back))
    registry.button(talk_questions.NOT_ON_FILE, access.with_figures(not_on_file))
    registry.form(talk_questions.NOTE, access.with_figures(note))
    registry.button(talk_questions.NOTE_WITH, access.with_figures(note_with))
    registry.button(talk_questions.NOTE_NEW, access.with_figures(note_new))
    registry.button(talk_questions.MET, access.with_figures(met))
    registry.button(talk_questions.NOT_MET, access.with_figures(not_met))
    registry.button(talk_questions.DROP, drop)


async def who(turn: Turn) -> Reply | Unfinished:
    """Save which names in the transcript are the rep's.

    A button's value is for example "7-1f0c22ab:0+2" for the first and the third name. If the rep
    says that none of the names is theirs, we forget the file. Raises Refusal if the rep chose no
    name.
    """
    row_id, _, places = turn.text.partition(":")
    row = await own_open(turn, row_id)
    places = places or turn.fields.get("speaker", "")
    if places == talk_questions.NONE:
        return await forgetting.forget_file(turn, row, NOT_YOURS)
    labels = list(row.labels)
    found = [labels[at] for at in map(_place, places.split("+")) if 0 <= at < len(labels)]
    if not found:
        raise Refusal("Choose which one is you, please.", field="speaker")
    row.mine = found
    return await flow.go_on(turn, row, {})


def _place(text: str) -> int:
    return whole_number(text) if text.isascii() and text.isdigit() else -1


async def call(turn: Turn) -> Reply | Unfinished:
    """Save the call that the rep chose, by a button or in the list.

    The value of the button for call 12 is for example "7-1f0c22ab:12".

    Raises Refusal if the rep chose no call. Also raises Refusal if the call is not the rep's, has
    not begun, or was not on the day that the file names.
    """
    row_id, _, call_id = turn.text.partition(":")
    row = await own_open(turn, row_id)
    call_id = call_id or turn.fields.get("call", "")
    if not call_id:
        raise Refusal("Choose a call, please.", field="call")
    seated = await possible_calls.chosen(turn, access.row_id(call_id))
    possible_calls.on_its_day(turn, row, possible_calls.starts_of(seated), seated.call.ends_at)
    row.call_id = seated.call.id
    return await flow.go_on(turn, row, {})


async def sure(turn: Turn) -> Reply | Unfinished:
    """Measure the file as the transcript of the call that we asked about."""
    return await flow.go_on(turn, await own_open(turn, turn.text), {}, sure=True)


async def other_calls(turn: Turn) -> Reply:
    """List the rep's latest calls.

    Leave out the likely calls, because the previous card already had buttons for them.
    """
    return await flow.others(turn, await own_open(turn, turn.text))


async def back(turn: Turn) -> Reply | Unfinished:
    """Ask again which of the likely calls the transcript belongs to."""
    return await flow.go_on(turn, await own_open(turn, turn.text), {})


async def not_on_file(turn: Turn) -> Reply:
    """Show the card with the form that puts the call on file."""
    return await flow.not_on_file(turn, await own_open(turn, turn.text))


async def note(turn: Turn) -> Reply | Unfinished:
    """Put an unplanned call on file.

    If the account is not on file, but accounts with similar names are, ask which one is meant.
    Raises Refusal if the account is missing. Also raises Refusal if the time is missing, unclear,
    in the future, or not on the day that the file names.
    """
    row = await own_open(turn, turn.text)
    began = _began(turn)
    possible_calls.on_its_day(turn, row, [began.starts_at], began.ends_at, field="when")
    account = await _account(turn)
    if not isinstance(account, Account):
        name, minutes = turn.fields.get("account", ""), int(began.starts_at.timestamp()) // 60
        when = turn.fields.get("when", "")
        offered = [
            talk_questions.OfferedCall(one.id, label)
            for one, label in zip(account, account_question.labels(account), strict=True)
        ]
        lead = account_question.missing(which_account.name_in(name), account)
        asked = talk_questions.note_call(turn.text, lead, name, when)
        return talk_questions.with_accounts(
            asked, turn.text, offered, minutes, which_account.name_in(name)
        )
    return await _noted(turn, row, account, began)


async def note_with(turn: Turn) -> Reply | Unfinished:
    """Put a call on file with the account that the rep chose.

    The button's value is for example "7-1f0c22ab:12:29926080": the transcript, account 12, and the
    start of the call in minutes since 1970.
    """
    ref, account_id, minutes = (*turn.text.split(":"), "", "")[:3]
    row = await own_open(turn, ref)
    account = await access.account(turn, access.row_id(account_id), locked=True)
    starts_at = datetime.fromtimestamp(min(whole_number(minutes), _LATEST) * 60, UTC)
    if starts_at > turn.now:
        raise Refusal(TO_COME)
    return await _noted(turn, row, account, Understood(starts_at, None, turn.person.zone, None))


async def note_new(turn: Turn) -> Reply | Unfinished:
    """Put a call on file with a new account.

    The button's value is for example "7-1f0c22ab:29926080:Ashdown": the transcript, the start of
    the call in minutes since 1970, and the account's name.
    """
    ref, minutes, typed = (*turn.text.split(":", 2), "", "")[:3]
    row = await own_open(turn, ref)
    starts_at = datetime.fromtimestamp(min(whole_number(minutes), _LATEST) * 60, UTC)
    name = which_account.name_in(typed)
    if starts_at > turn.now:
        raise Refusal(TO_COME)
    if not name or which_account.is_mention(name):
        raise Refusal("Which account was the call with?")
    added = await accounts.add(turn.session, turn.person.tenant, name, turn.now)
    account = await access.account(turn, added.id, locked=True)
    return await _noted(turn, row, account, Understood(starts_at, None, turn.person.zone, None))


async def met(turn: Turn) -> Reply | Unfinished:
    """Put a past meeting from the rep's calendar on file.

    The button's value is for example "7-1f0c22ab:29926080:12": the transcript, the start in minutes
    since 1970, and account 12. If the account is not on file yet, the last part is the guests' mail
    domain or "".
    """
    ref, minutes, key = (*turn.text.split(":", 2), "", "")[:3]
    row = await own_open(turn, ref)
    minute = min(whole_number(minutes), _LATEST)
    account, starts_at, guests = await from_calendar.chosen(turn, row, minute, key)
    began = Understood(starts_at, None, turn.person.zone, None)
    return await _noted(turn, row, account, began, guests)


async def not_met(turn: Turn) -> Reply:
    """Ask which call on file the transcript belongs to.

    The rep has said that it belongs to none of the past meetings in their calendar.
    """
    return await flow.ask_of_calls_on_file(turn, await own_open(turn, turn.text))


async def _noted(
    turn: Turn,
    row: OpenTranscript,
    account: Account,
    began: Understood,
    guests: Sequence[Attendee] = (),
) -> Reply | Unfinished:
    """Put the call on file with a seat for the rep.

    If the call is on file already, only add the seat.
    """
    possible_calls.on_its_day(turn, row, [began.starts_at], began.ends_at)
    there = await calls.starting_at(turn.session, turn.person, account.id, began.starts_at)
    if there is None:
        new = planning.new_call(account, began.starts_at, began.ends_at, began.zone, turn.now)
        await planning.record(turn.session, turn.person, new)
        await matching.note_guests(turn.session, new, guests)
        row.call_id = new.id
    else:
        await planning.take_seat(turn.session, turn.person, there.call)
        row.call_id = there.call.id
    return await flow.go_on(turn, row, {})


async def _account(turn: Turn) -> Account | Sequence[Account]:
    """Return the account that the form names.

    If it is not on file, return the accounts with similar names. If no account has a similar name,
    add the account. Raises Refusal if the form names no account.
    """
    name = which_account.name_in(turn.fields.get("account", ""))
    if not name or which_account.is_mention(name):
        raise Refusal("Which account was the call with?", field="account")
    found = await which_account.on_file(turn, name)
    if found is None and (near := await which_account.near(turn, name)):
        return near
    found = found or await accounts.add(turn.session, turn.person.tenant, name, turn.now)
    return await access.account(turn, found.id, locked=True)


def _began(turn: Turn) -> Understood:
    """Return when the call began, as typed in the form.

    Raises Refusal if the time is unclear or still to come.
    """
    typed = turn.fields.get("when", "").strip()
    found = before_now(
        split_time(typed)[0],
        turn.person.zone,
        turn.now,
        lambda at: read_when(replace(turn, now=at), typed),
    )
    if found is not None:
        return found
    if isinstance(read_when(turn, typed), Understood):
        raise Refusal(TO_COME, field="when")
    raise Refusal("When did it begin? For example: yesterday 15:00.", field="when")


async def drop(turn: Turn) -> Reply:
    """Forget a file and any figures from it."""
    row = await own_open(turn, turn.text)
    if measured := await measured_calls.of_file(turn.session, turn.person, row.digest):
        return await forgetting.forget_figures(turn, measured)
    sentence = DROPPED if row.not_call_id is None else "Deleted."
    return await forgetting.forget_file(turn, row, sentence)


async def own_open(turn: Turn, text: str) -> OpenTranscript:
    """Find the transcript that the question is about.

    Raises Refusal if the question is answered already, or if the file is not the rep's.
    """
    row = await open_transcripts.by_id(
        turn.session, turn.person, access.row_id(row_of(text)), locked=True
    )
    if row is None or not refers_to(text, row.digest):
        raise Refusal(measuring.SETTLED)
    return row
