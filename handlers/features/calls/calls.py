"""/calls: what is coming, what still wants a reflection; add, move, cancel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from handlers import limits, planning
from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    ChoiceInput,
    Form,
    Heading,
    Note,
    Option,
    Paragraph,
    Reply,
    TextInput,
    is_web_address,
    spans,
    typed,
)
from handlers.coaching.people_lines import people_in
from handlers.coaching.words import shortened
from handlers.commands import Command
from handlers.features import access, form_edits, which_account
from handlers.features.calls import call_notes, prep
from handlers.features.calls.briefing import show_brief
from handlers.features.fields import one_of
from handlers.features.typed_time import time_in_form, typed_time
from handlers.knowledge.web_addresses import WRONG_LINK, encoded
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import Understood, format_absolute, format_moment
from handlers.times.zones import label
from handlers.views import agenda_card, shared_call
from storage import accounts, calls
from storage.calls import Seated
from storage.choices import STAGES
from storage.tables import Account, Call

SHOWN = 12
OF_ACCOUNT = 200  # of one's coming calls, at most, that an account's are looked for in
FRESH = timedelta(days=7)
STAGE_LABELS = {
    "discovery": "Discovery: still finding out",
    "evaluation": "Evaluation: they are comparing",
    "decision": "Decision: they are deciding",
    "customer": "Customer: they have bought",
}


@dataclass(frozen=True)
class TypedChange:
    """What was typed of a change: the new time, who comes, and what to say about the rest."""

    to: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def register(registry: Registry) -> None:
    """The command, and what can be done with a call."""
    registry.command(
        Command(
            "calls",
            "[account]",
            "what is coming, and what still wants a reflection",
            ("/calls Northwind", "move Northwind to Friday 3pm"),
        ),
        show,
    )
    registry.button("call.add", prep.blank)
    registry.button("call.list", show_beneath)
    registry.button("call.more", show_more)
    registry.button("calls.of", show_picked)
    registry.button("call.edit", open_edit)
    registry.button("call.coming", comes)
    registry.button("call.cancel", cancel)
    registry.button("call.restore", restore)
    registry.button("call.move_back", move_back)
    registry.form("call", edit)


async def show(turn: Turn) -> Reply:
    """The list, or an account's; with a button for whatever one would do next."""
    if not turn.text.strip():
        return await list_card(turn)
    begun = await which_account.begins(turn, turn.text.strip(" ?!.,"))
    if len(begun) == 1:
        return await list_card(turn, begun[0][0])
    if begun:
        name = turn.text.strip()
        found = [account for account, _ in begun]
        return which_account.ask(name, found, "calls.of")
    return await list_card(
        turn, note="Here is all that is planned. /calls Northwind shows one account's."
    )


async def show_picked(turn: Turn) -> Reply:
    """The calls with the account that was meant."""
    return await list_card(turn, await which_account.picked(turn))


async def show_beneath(turn: Turn) -> Reply:
    """The list, beneath the card that mentions the calls."""
    return Aside(await list_card(turn))


async def show_more(turn: Turn) -> Reply:
    """The calls that come after those shown, beneath them."""
    skip, _, account_id = turn.text.partition(":")
    account = await access.account(turn, access.number(account_id)) if account_id else None
    return Aside(await list_card(turn, account, skip=min(access.number(skip), OF_ACCOUNT)))


async def list_card(
    turn: Turn,
    account: Account | None = None,
    *,
    note: str = "",
    to: str = "",
    skip: int = 0,
    only: Sequence[Seated] | None = None,
) -> Card:
    """What is coming, at all or with one account, and what still wants a reflection.

    `to`: the time that one of them is to be moved to, as typed; it stands in the form then.
    `skip`: how many of the calls were shown before. `only`: the calls to list.
    """
    person = turn.person
    limit = OF_ACCOUNT if account else skip + SHOWN + 1
    ahead = await calls.planned_for(
        turn.session, person.tenant, person.id, since=turn.now, limit=limit
    )
    if account:
        ahead = [seated for seated in ahead if seated.account.id == account.id]
    ahead = list(only) if only else ahead[skip:]
    about = f" with {shortened(account.name)}" if account else ""
    lead = f"What is coming{about}" if ahead else f"No call{about} is planned."
    blocks: list[Block] = [Heading(lead) if ahead else Paragraph(spans(lead))]
    if rhythm_of(person).zone:  # of their own choice, so other clocks in sight may differ
        note = " ".join(filter(None, (note, f"Times are in {label(person.zone)}.")))
    if note:
        blocks.append(Note(spans(note)))
    for seated in ahead[:SHOWN]:
        blocks.append(_line(seated, turn))
        blocks.append(actions(seated, turn, to))
    if len(ahead) > SHOWN:
        after = f"{skip + SHOWN}:{account.id if account else ''}"
        blocks.append(Buttons((Button("Show later calls", "call.more", after),)))
    blocks += [] if account or skip or only else await unreflected_blocks(turn)
    plan = Button("Plan a call", "call.add", account.name if account else "")
    blocks.append(Buttons((plan,)))
    return Card(lead, tuple(blocks))


async def unreflected_blocks(turn: Turn) -> list[Block]:
    """The week's calls that still want a reflection; empty if none does."""
    ended = await calls.planned_for(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now - FRESH,
        until=turn.now,
    )
    waiting = [seated for seated in reversed(ended) if seated.seat.reflected_at is None]
    if not waiting:
        return []
    return [
        Heading("Room for a reflection"),
        *(
            block
            for seated in waiting[:5]
            for block in (
                _line(seated, turn),
                Buttons((_reflect(seated, turn),)),
            )
        ),
    ]


def _line(seated: Seated, turn: Turn) -> Paragraph:
    """A call in a list, by its date: the list is read, and its buttons pressed, on other days."""
    return Paragraph(spans(typed(agenda_card.line(seated, turn.person, turn.now, lasting=True))))


def actions(seated: Seated, turn: Turn, to: str = "") -> Buttons:
    """What can be done with a call in a list; `to` is a time that was typed for one of them."""
    call_id, about = str(seated.call.id), _named(seated, turn)
    change = f"{call_id}:{to}" if to else call_id
    return Buttons(
        (
            Button("Brief", "brief.open", call_id, about=about),
            # What comes of these is said beneath, so that the other calls stay in reach.
            Button("Change", "call.edit", change, about=about, beside=True),
            Button("Cancel", "call.cancel", call_id, about=about, beside=True),
        )
    )


def _reflect(seated: Seated, turn: Turn) -> Button:
    about = _named(seated, turn)
    return Button("Reflect", "reflect.open", str(seated.call.id), about=about, beside=True)


def _named(seated: Seated, turn: Turn) -> str:
    call, account = seated.call, seated.account
    return f"{shortened(account.name, 40)}, {_as_planned(turn, call)}"


async def open_edit(turn: Turn) -> Reply:
    """The form with a call as it stands, or with the time it is to have: "12:friday 4pm"."""
    call_id, _, to = turn.text.partition(":")
    return await change_form(turn, await access.own_call(turn, call_id), TypedChange(to))


async def change_form(turn: Turn, seated: Seated, asked: TypedChange) -> Form:
    """The form with a call as it stands, and with what was typed of the change."""
    call, account = seated.call, seated.account
    as_it_is = await _form(turn, call, account, TypedChange())
    return form_edits.opened(await _form(turn, call, account, asked), on_file=as_it_is)


async def _form(turn: Turn, call: Call, account: Account, asked: TypedChange) -> Form:
    coming = (await accounts.attendees(turn.session, [call.id])).get(call.id, ())
    minutes = (call.ends_at - call.starts_at) // timedelta(minutes=1)
    shared = shared_call.before(await shared_call.others(turn.session, turn.person, call))
    named = {c.name: c.role for c in coming}
    named = {**named, **{name: role for name, role in asked.people.items() if name not in named}}
    people = "\n".join(f"{name}, {role}" if role else name for name, role in named.items())
    return Form(
        "call",
        "Change a call",
        (
            Paragraph(spans(shortened(account.name))),
            *([Note(spans(typed(shared)))] if shared else []),
            *([Note(spans(typed(asked.note)))] if asked.note else []),
            TextInput(
                "when",
                "When",
                hint="As you would say it: Thursday 3pm, Friday same time, an hour later",
                value=_in_full(turn, call, asked.to) if asked.to else _as_planned(turn, call),
                required=True,
            ),
            TextInput("minutes", "For how many minutes", value=str(minutes)),
            TextInput(
                "coming",
                "Who of theirs is coming",
                hint="One a line: Jana Novak, head of logistics",
                value=people,
                multiline=True,
            ),
            TextInput("join_url", "Link to join", value=call.join_url),
            TextInput("industry", "Their industry", value=account.industry),
            ChoiceInput(
                "stage",
                "Where it stands with them",
                tuple(Option(stage, STAGE_LABELS[stage]) for stage in STAGES),
                value=account.stage,
            ),
        ),
        subject=str(call.id),
    )


async def edit(turn: Turn) -> Reply:
    """Take in the form; the brief shows the call as it is now."""
    turn, seen = form_edits.handed_in(turn)
    seat, call, account = await access.own_call(turn, turn.text, locked=True)
    account = await access.account(turn, account.id, locked=True)
    turn = await form_edits.merged(turn, seen, await _form(turn, call, account, TypedChange()))
    reading = _reading(turn, call)
    url = encoded(turn.fields.get("join_url", ""))
    if url and not is_web_address(url):
        raise Refusal(WRONG_LINK, field="join_url")
    people = _people(turn)
    was_at = call.starts_at
    note = None if reading is None else await prep.move(turn, call, reading)
    call.join_url = url
    account.stage = one_of(turn.fields.get("stage", ""), STAGES) or account.stage
    account.industry = turn.fields.get("industry", account.industry).strip()
    await accounts.set_attendees(turn.session, call.tenant, account.id, call.id, people)
    if call.starts_at != was_at:
        return await prep.moved(turn, Seated(seat, call, account), note)
    return await show_brief(turn, Seated(seat, call, account), note)


def _as_planned(turn: Turn, call: Call) -> str:
    """The call's time as the form shows it, in words that mean the same on the next day."""
    zone = turn.person.zone
    return format_absolute(call.starts_at, now=turn.now, zone=zone, own=zone)


def _in_full(turn: Turn, call: Call, typed_words: str) -> str:
    """A new time in words that mean the same on the next day; as typed where it is unclear."""
    reading = typed_time(turn, typed_words, planned=call.starts_at)
    if not isinstance(reading, Understood):
        return shortened(typed_words, limits.of_input("when"))
    own = turn.person.zone
    return format_absolute(
        reading.starts_at, reading.ends_at, now=turn.now, zone=reading.zone, own=own
    )


def _people(turn: Turn) -> dict[str, str]:
    """The people in the form, each with a role or "". Raises Refusal at their field."""
    people = people_in(turn.fields.get("coming", ""))
    if len(people) > limits.PEOPLE:
        raise Refusal(
            f"That is {len(people):,} people. At most {limits.PEOPLE} fit in a call.",
            field="coming",
        )
    return people


def _reading(turn: Turn, call: Call) -> Understood | None:
    """The time and length the form asks for; None if they are as they were."""
    said = turn.fields.get("when", "").strip()
    as_it_was = _as_planned(turn, call)
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


async def comes(turn: Turn) -> Reply:
    """Somebody known from another call is coming to this one too."""
    call_id, _, contact_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    contact = await accounts.add_attendee(turn.session, seated.call, access.number(contact_id))
    if contact is None:
        raise Refusal("That person is not on file at this account. Change the call to name them.")
    # Beneath the brief, which stays: there may be more to name, each a press away.
    lead = (
        f"Noted: {shortened(contact.name)} comes to the call with {shortened(seated.account.name)}."
    )
    return Aside(Card(lead, (Paragraph(spans(lead)),)))


async def cancel(turn: Turn) -> Reply:
    """Take a call off, with everything that hangs on it."""
    seated = await access.own_call(turn, turn.text, cancelled=True, locked=True)
    call, account = seated.call, seated.account
    await planning.cancel(turn.session, turn.person, call, turn.now)
    when = format_moment(call.starts_at, now=turn.now, zone=turn.person.zone)
    told = shared_call.after(await shared_call.others(turn.session, turn.person, call))
    then = told or "Nothing more will come about it."
    lead = f"Cancelled: {shortened(account.name)}, {when}. {then}"
    undo = Button("Undo", "call.restore", str(call.id))
    leave = [shared_call.undo_and_leave(call, account.name)] if told else []
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons((undo, *leave))))


async def restore(turn: Turn) -> Reply:
    """Put a cancelled call back where it was."""
    seat, call, account = await access.own_call(turn, turn.text, cancelled=True, locked=True)
    await prep.restore(turn, call)
    return await show_brief(
        turn, Seated(seat, call, account), await call_notes.also_then(turn, call)
    )


async def move_back(turn: Turn) -> Reply:
    """Put a call that a colleague moved back where it was, unless it was changed since."""
    number, _, was = turn.text.partition(":")
    seat, call, account = await access.own_call(turn, number, locked=True)
    before = call.moved_from
    if before is None or before.isoformat() != was:
        raise Refusal("It was changed again since. /calls shows how it stands.")
    if before <= turn.now:
        raise Refusal("That time has passed. /calls can give it another one.")
    note = await prep.move(turn, call, Understood(before, call.moved_from_end, call.zone, None))
    return await show_brief(turn, Seated(seat, call, account), note)
