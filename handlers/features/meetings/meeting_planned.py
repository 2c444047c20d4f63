"""Tell the person which call was planned for a meeting."""

from collections.abc import Sequence

from handlers.cards import Button, Buttons, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.meetings import also_planned, meetings_listed
from handlers.features.meetings.meeting_accounts_undone import EarlierAccount
from handlers.features.meetings.meeting_shown import reason_of
from handlers.registry import Refusal, Turn
from handlers.times import format_short
from handlers.views.meetings import meeting_questions
from handlers.views.meetings.meeting_questions import OTHER_ACCOUNT, UNDO, value_below
from storage.conversation import offers
from storage.meetings import seen_meetings
from storage.tables import SeenMeeting

BEFORE = "|"  # in the value of *Undo*, this comes before the account to restore


async def planned(
    turn: Turn,
    row: SeenMeeting,
    shown: str = "",
    message: str = "",
    *,
    also: Sequence[SeenMeeting] = (),
    said: str = "",
    was: EarlierAccount | None = None,
) -> Reply:
    """Reply to an answer about a meeting.

    Say which call was planned, and to which other meetings the answer applies. Add buttons to
    change the account and to undo the answer.

    - `row`: the meeting
    - `shown`, `message`: the card that the person answered on (see `meetings_listed.answered`)
    - `also`: all meetings that became calls because of the answer
    - `said`: sentences about other changes, such as a new name of the account, or ""
    - `was`: the account that *Undo* restores

    Raises Refusal if the meeting is not planned as a call.
    """
    if row.verdict != "call" or row.call_id is None:
        why = reason_of(turn, row)
        raise Refusal(f"This meeting is not planned as a call. {why}")
    _, call, account = await access.own_call(turn, str(row.call_id))
    await offers.close_undo(turn.session, turn.person, turn.now)
    name = shortened(account.name)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    is_over = call.ends_at <= turn.now
    lead = f"{'On file' if is_over else 'Planned'}: {name}, {when}."
    new = f"{name} is a new account. " if account.created_at == turn.now else ""
    note = f"{said} {new}{await scope_note(turn, row, row.subject, name)}".strip()
    buttons: tuple[Button, ...] = (
        Button("Brief", "brief.open", str(call.id), beside=True, about=name),
        Button("Another account", OTHER_ACCOUNT, value_below(row, shown, message), about=name),
    )
    if is_over:  # the account can't be changed any more
        buttons = (Button("How did it go?", "reflect.open", str(call.id), about=name),)
    buttons = (*buttons, undo_button(row, name, shown, message, was))
    notes = [Note(spans(typed(note)))] if note else []
    notes += await also_planned.note(turn, also, row)
    card = card_saying(typed(lead), *notes, Buttons(buttons))
    return await meetings_listed.answered(turn, card, shown, message, row)


async def scope_note(turn: Turn, row: SeenMeeting, subject: str, account: str | None) -> str:
    """Say to which other meetings an answer applies.

    Return "" if the answer applies only to the meeting `row`.
    """
    session, person = turn.session, turn.person
    is_series = subject.startswith("series:")
    if is_series and not await seen_meetings.has_others_in_series(session, person, row):
        return ""
    return meeting_questions.scope(subject, account)


def undo_button(
    row: SeenMeeting, about: str, shown: str, message: str, was: EarlierAccount | None = None
) -> Button:
    """Return the button that takes an answer back, and restores `was` if there is one."""
    before = f"{BEFORE}{was}" if was else ""
    return Button("Undo", UNDO, f"{value_below(row, shown, message)}{before}", about=about)
