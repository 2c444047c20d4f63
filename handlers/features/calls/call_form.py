"""The form that changes a call's time, attendees and other details, and its account's facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handlers import limits
from handlers.cards import Form, Note, Paragraph, Reply, is_web_address, spans, typed
from handlers.coaching.names.people_lines import emails_in, people_in
from handlers.coaching.text.words import shortened
from handlers.features import access, form_edits
from handlers.features.briefs.briefing import show_brief
from handlers.features.calls import account_domains, changing
from handlers.features.fields import one_of
from handlers.features.typed_time import time_in_form, typed_time
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.knowledge.web_addresses import WRONG_LINK, encoded
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood, format_absolute, format_short
from handlers.views import shared_call
from handlers.views.briefs import corrections
from storage.choices import CALL_KINDS, STAGES
from storage.customers import attendees
from storage.meetings.meeting_links import teams_meeting_of
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, Contact

STAGE_LABELS = {
    "discovery": "Discovery: still finding out",
    "evaluation": "Evaluation: they are comparing",
    "decision": "Decision: they are deciding",
    "customer": "Customer: they have bought",
}


@dataclass(frozen=True)
class TypedChange:
    """A change to a call, as somebody typed it.

    `to` is the new time. `people` are attendees with their roles. `note` names the typed words that
    we could not use.
    """

    to: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def register(registry: Registry) -> None:
    """Register the form that changes a call, and its button."""
    registry.button("call.edit", open_edit)
    registry.form("call", edit)


async def open_edit(turn: Turn) -> Reply:
    """Open the form of a call.

    The value of the button is the call's id. A new time may follow: "12:friday 4pm" for call 12.
    """
    call_id, _, to = turn.text.partition(":")
    return await change_form(turn, await access.own_call(turn, call_id), TypedChange(to))


async def change_form(turn: Turn, seated: Seated, entered: TypedChange) -> Form:
    """Return the form of a call, with the typed change filled in."""
    call, account = seated.call, seated.account
    as_it_is = await _form(turn, call, account, TypedChange())
    return form_edits.with_fingerprints(await _form(turn, call, account, entered), on_file=as_it_is)


def planned_time(turn: Turn, call: Call) -> str:
    """Return the call's time with the full date."""
    zone = turn.person.zone
    return format_absolute(call.starts_at, now=turn.now, zone=zone, own=zone)


async def _form(turn: Turn, call: Call, account: Account, entered: TypedChange) -> Form:
    coming = (await attendees.of_calls(turn.session, [call.id])).get(call.id, ())
    minutes = (call.ends_at - call.starts_at) // timedelta(minutes=1)
    shared = shared_call.told_if_changed(await shared_call.others(turn.session, turn.person, call))
    # If the field "When" has the new time, the first line of the form has the planned time, so that
    # people recognise the call.
    before = f", planned for {planned_time(turn, call)}" if entered.to else ""
    return Form(
        "call",
        "Change a call",
        (
            Paragraph(spans(f"{shortened(account.name)}{before}")),
            *(Note(spans(typed(note))) for note in (shared, entered.note) if note),
            TextInput(
                "when",
                "When",
                hint="As you would say it: Thursday 3pm, Friday same time, an hour later",
                value=_in_full(turn, call, entered.to) if entered.to else planned_time(turn, call),
                required=True,
            ),
            TextInput("minutes", "How long, in minutes", value=str(minutes)),
            TextInput(
                "coming",
                "Their attendees",
                hint="One per line: Jana Novak, head of logistics. You can add an email address.",
                value=_people_lines(coming, entered.people),
                multiline=True,
            ),
            TextInput("join_url", "Meeting link", value=call.join_url),
            TextInput("industry", "Their industry", value=account.industry),
            await account_domains.field(turn, account),
            ChoiceInput(
                "stage",
                "Stage",
                tuple(Option(stage, STAGE_LABELS[stage]) for stage in STAGES),
                value=account.stage,
            ),
            corrections.kind_input(call.kind, turn.playbook),
        ),
        subject=str(call.id),
    )


def _people_lines(coming: Iterable[Contact], entered: Mapping[str, str]) -> str:
    """List the attendees on file and those that somebody typed, with their roles."""
    on_file = {contact.name: contact.role for contact in coming}
    added = {name: role for name, role in entered.items() if name not in on_file}
    people = {**on_file, **added}
    return "\n".join(f"{name}, {role}" if role else name for name, role in people.items())


async def edit(turn: Turn) -> Reply:
    """Save the form, and redraw the brief of the call. Raises Refusal if a field is wrong."""
    turn, seen = form_edits.split_fingerprints(turn)
    seat, call, account = await access.own_call(turn, turn.text, locked=True)
    account = await access.account(turn, account.id, locked=True)
    turn = await form_edits.merged(turn, seen, await _form(turn, call, account, TypedChange()))
    reading = _reading(turn, call)
    url = encoded(turn.fields.get("join_url", ""))
    if url and not is_web_address(url):
        raise Refusal(WRONG_LINK, field="join_url")
    people = _people(turn)
    await account_domains.save(turn, account)
    was_at = call.starts_at
    note = None if reading is None else await changing.move(turn, call, reading)
    call.join_url, call.meeting = url, teams_meeting_of(url)
    call.kind = one_of(turn.fields.get("kind", ""), CALL_KINDS)
    account.stage = one_of(turn.fields.get("stage", ""), STAGES) or account.stage
    account.industry = turn.fields.get("industry", account.industry).strip()
    emails = emails_in(turn.fields.get("coming", ""))
    await attendees.replace(turn.session, call, people, emails)
    if call.starts_at != was_at:
        was, to = (
            format_short(one, now=turn.now, zone=turn.person.zone)
            for one in (was_at, call.starts_at)
        )
        said = " ".join(filter(None, (f"Moved from {was} to {to}.", note)))
        return await changing.brief_after_move(turn, Seated(seat, call, account), said)
    return await show_brief(turn, Seated(seat, call, account), note)


def _in_full(turn: Turn, call: Call, typed_words: str) -> str:
    """Return a new time with its full date. If the time is unclear, return the typed words."""
    reading = typed_time(turn, typed_words, planned=call.starts_at)
    if not isinstance(reading, Understood):
        return shortened(typed_words, limits.of_input("when"))
    own = turn.person.zone
    return format_absolute(
        reading.starts_at, reading.ends_at, now=turn.now, zone=reading.zone, own=own
    )


def _people(turn: Turn) -> dict[str, str]:
    people = people_in(turn.fields.get("coming", ""))
    if len(people) > limits.PEOPLE:
        raise Refusal(
            f"That is {len(people):,} people. The limit is {limits.PEOPLE} per call.",
            field="coming",
        )
    return people


def _reading(turn: Turn, call: Call) -> Understood | None:
    """Parse the time and length in the form. Return None if both are unchanged.

    Raises Refusal if we can't read one of them.
    """
    said = turn.fields.get("when", "").strip()
    as_it_was = planned_time(turn, call)
    minutes = turn.fields.get("minutes", "").strip() or "30"
    is_number = minutes.isascii() and minutes.isdigit() and len(minutes) <= 4
    if not is_number or not 1 <= int(minutes) <= 1440:
        raise Refusal("How many minutes? For example: 30.", field="minutes")
    length = timedelta(minutes=int(minutes))
    if said == as_it_was or not said:
        if length == call.ends_at - call.starts_at:
            return None
        return Understood(call.starts_at, call.starts_at + length, call.zone, None)
    reading = time_in_form(turn, planned=call.starts_at)
    ends_at = reading.ends_at or reading.starts_at + length
    return Understood(reading.starts_at, ends_at, reading.zone, reading.note)
