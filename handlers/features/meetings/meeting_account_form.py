"""The form that asks which account a meeting is with."""

from collections.abc import Sequence

from handlers.cards import Form, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import which_account
from handlers.features.meetings import meeting_accounts, meeting_accounts_undone
from handlers.features.meetings.meeting_account_renamed import find_rename_or_add
from handlers.features.meetings.meeting_accounts import MAX_OFFERED, AccountChoice
from handlers.features.meetings.meeting_planned import planned
from handlers.features.meetings.meetings_remembered import remember
from handlers.features.meetings.own_meeting import account_of, own_meeting
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.registry import Refusal, Turn
from handlers.sources.calendars import subjects
from handlers.views.meetings import meeting_questions
from handlers.views.meetings.meeting_questions import OTHER_ACCOUNT, pressed, value_below
from storage import mail
from storage.customers import domains
from storage.tables import Account

NAMED = 40  # characters of an account's name


async def open_account(turn: Turn) -> Reply:
    meeting_id, shown, message = pressed(turn.text)
    meeting = await own_meeting(turn, meeting_id)
    account = await account_of(turn, meeting.row)
    candidates = await meeting_accounts.candidates(turn, meeting.event, meeting.outside)
    options = tuple(
        Option(one.name, _named(one))
        for one in candidates
        if not account or one.name != account.name
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
                hint="The company or person that you sell to.",
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

    If the person changed the name in the form and also chose an account, we use the typed name.

    The meeting may already have an account that was added for it: by an earlier answer of the
    person, or because the person invited the guests. We then rename this account, unless another
    account has the new name.

    Raises Refusal if nothing was typed or chosen.
    """
    meeting_id, shown, message = pressed(turn.text)
    meeting = await own_meeting(turn, meeting_id)
    present = await account_of(turn, meeting.row)
    name = which_account.name_in(turn.fields.get("account", ""))
    if not name or (present is not None and name == present.name):
        name = which_account.name_in(turn.fields.get("known", "")) or name
    if not name:
        raise Refusal("Type the account's name.", field="account")
    subject = meeting.row.subject or subjects.of_correction(meeting.event, meeting.judgement.theirs)
    before = present.name if present else ""
    had = await _domains(turn, present)
    was = await meeting_accounts_undone.earlier_account(turn, subject, present)
    account = await find_rename_or_add(turn, subject, name, present, meeting.outside)
    if account == present:  # still the same account, so the person's earlier answers hold
        lost = [one for one in had if one not in await _domains(turn, present)]
        said = f"All calls with {shortened(before)} now use the new name." if before != name else ""
        if lost:
            whom = ", ".join(map(mail.readable, lost))
            said += f" I'll ask again about meetings that only people from {whom} attend."
        return await planned(turn, meeting.row, shown, message, said=said, was=was)
    meeting.row.subject = subject
    also = await remember(turn, meeting.row, account)
    return await planned(turn, meeting.row, shown, message, also=also, was=was)


async def _domains(turn: Turn, account: Account | None) -> Sequence[str]:
    if account is None:
        return ()
    return await domains.of_account(turn.session, account.tenant, account.id)
