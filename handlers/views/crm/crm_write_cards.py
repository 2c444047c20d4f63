"""Cards about what a rep sent to the CRM: the state of each write, and what to decide. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import Block, Button, Buttons, Card, Heading, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge.crm_standing import ChangedBy, ValueStanding
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from handlers.times.formatting import format_date
from handlers.views.crm.crm_words import NAMES, TROUBLE
from storage.choices import CrmWriteState
from storage.sources import crm
from storage.tables import CrmConnection, CrmWrite

UNDO, OVERWRITE, LEAVE = "crm.undo", "crm.overwrite", "crm.leave"
FIELDS, AGAIN, OUTCOME = "crm.fields", "crm.again", "crm.outcome"
SHOWN = 120  # characters of a note, a task or a value
_DONE: dict[CrmWriteState, str] = {
    "approved": "waiting to be written",
    "written": "written",
    "withdrawn": "taken back",
    "undoing": "being taken back",
    "undone": "taken back",
    "conflict": "not written, because it was changed in the meantime",
    "needs_field": "not written: something is missing",
    "failed": "not written",
}


def needs_decision(write: CrmWrite) -> bool:
    """Return whether the rep must decide something about a write, or learn that an undo failed."""
    return write.state in ("conflict", "needs_field", "failed") or (
        write.state == "written" and (write.trouble is not None or write.found != "")
    )


def outcome(
    whom: str,
    writes: Sequence[CrmWrite],
    standing: Mapping[int, ValueStanding],
    connection: CrmConnection,
    *,
    now: datetime,
    zone: str,
    more: bool = False,
) -> Card:
    """Say what became of each write that a rep sent about a call. `whom` names the account.

    `standing` has the present values of the fields, by the row id of the write. `more` means
    that the rep has sent other writes about this call too. Then the card gets a button that shows
    all writes.
    """
    name = NAMES[connection.kind]
    lead = f"{name}: {whom}"
    blocks: list[Block] = [Heading(lead)]
    for write in writes:
        stands = standing.get(write.id, ValueStanding())
        when = ""
        if write.state == "written" and write.settled_at:
            when = f" {format_absolute(write.settled_at, now=now, zone=zone, own=zone)}"
        said = f"{what(write, connection)}: {_state(write, name)}{when}."
        if write.state == "written" and stands.value:
            newer = value(write, stands.value, connection)
            said += f" There is a newer value now: “{newer}”."
        blocks.append(Paragraph(spans(typed(said))))
        if buttons := _buttons(write, stands, connection):
            blocks.append(Buttons(buttons))
    if writes and (below := _below(writes, more=more)):
        blocks.append(Buttons(below))
    return Card(lead, tuple(blocks))


def _below(writes: Sequence[CrmWrite], *, more: bool) -> tuple[Button, ...]:
    call_id = str(writes[0].call_id or 0)
    this = f"{call_id}:{writes[0].id}" if more else call_id
    waits = any(write.state in ("approved", "undoing") for write in writes)
    again = (Button("Look again", OUTCOME, this),) if waits else ()
    return (*again, Button("What was sent", OUTCOME, call_id)) if more else again


def _state(write: CrmWrite, name: str) -> str:
    """Say what became of a write. `name` is the CRM's name."""
    if write.in_doubt and write.state in ("withdrawn", "failed"):
        return f"{name} did not answer, so it may be there"
    if write.state == "withdrawn" and (write.trouble or write.found or write.asks):
        return "not written"
    if write.state == "withdrawn":
        return "taken back before it was written"
    return _DONE[write.state]


def trouble(
    write: CrmWrite,
    whom: str,
    connection: CrmConnection | None,
    standing: ValueStanding,
    *,
    now: datetime,
    zone: str,
) -> Card:
    """Say what is wrong with a write, and quote it. Add a button for each thing the rep can do."""
    name = NAMES[connection.kind] if connection else "CRM"
    about = what(write, connection)
    if write.state == "conflict":
        said = (
            f"{_changed(standing.by, name, now, zone)} {_field(write)} is "
            f"“{value(write, write.found, connection)}”, not "
            f"“{value(write, write.seen, connection)}”. You wanted "
            f"“{value(write, write.text, connection)}”."
        )
    elif write.state == "needs_field":
        labels = ", ".join(str(one["label"]) for one in write.asks.values())
        said = f"{name} also needs: {labels}. {about} is not written yet."
    elif write.state == "written" and standing.value:
        newer = value(write, standing.value, connection)
        said = f"{about} was not undone. There is a newer value in {name} now: “{newer}”."
    elif write.state == "written":
        where = "there" if write.trouble == "replaced" else f"in {name}"
        why = f" {TROUBLE['replaced']}" if write.trouble == "replaced" else ""
        said = f"{about} could not be taken back, so it is still {where}.{why}"
    else:
        why = TROUBLE[write.trouble].format(name) if write.trouble else ""
        where = "there" if write.trouble == "replaced" else f"in {name}"
        doubt = f" It may be {where} already, so look there first." if write.in_doubt else ""
        said = f"{about} was not written. {why}{doubt}"
    lead = f"{name}, {shortened(whom, 60)}"
    blocks: list[Block] = [Paragraph(spans(typed(f"{lead}: {said}")))]
    if connection is not None and (buttons := _buttons(write, standing, connection)):
        blocks.append(Buttons(buttons))
    return Card(lead, tuple(blocks))


def _changed(by: ChangedBy | None, name: str, now: datetime, zone: str) -> str:
    """Say who changed a field. Attune knows this only for changes made through Attune."""
    if by is None:
        return f"In the meantime, somebody changed this in {name}."
    when = f"on {format_absolute(by.at, now=now, zone=zone, own=zone)}"
    if day_of(by.at, zone) == day_of(now, zone):
        when = f"at {by.at.astimezone(ZoneInfo(zone)):%H:%M}"
    return f"{by.name or 'You'} changed this {when}, through Attune."


def what(write: CrmWrite, connection: CrmConnection | None) -> str:
    """Return "Note “Budget”", "Task “Pricing”, due 4 December" or "The stage “Proposal”"."""
    words = f"“{shortened(value(write, write.text, connection), SHOWN)}”"
    match write.kind:
        case "note":
            return f"Note {words}"
        case "task":
            due = f", due {format_date(write.due_on, write.due_on)}" if write.due_on else ""
            return f"Task {words}{due}"
        case "next_step" | "stage":
            return f"{_field(write)} {words}"


def value(write: CrmWrite, text: str, connection: CrmConnection | None) -> str:
    """Return a value as people read it: the name of a stage, not its id."""
    if write.kind != "stage" or connection is None:
        return shortened(text, SHOWN)
    return crm.stage_name(connection, text)


def _field(write: CrmWrite) -> str:
    return "The stage" if write.kind == "stage" else "The next step"


def _buttons(
    write: CrmWrite, standing: ValueStanding, connection: CrmConnection
) -> tuple[Button, ...]:
    if write.state == "written" and standing.value:
        return ()  # a newer value is never replaced by an old one
    own = standing.by is not None and not standing.by.name  # the reader's own change
    about = what(write, connection)
    return tuple(
        Button(label, action, str(write.id), about=about)
        for label, action in _choices(write, own=own)
    )


def _choices(write: CrmWrite, *, own: bool) -> tuple[tuple[str, str], ...]:
    """Return the labels and actions of the buttons for a write."""
    leave = ("Leave it", LEAVE)
    match write.state:
        case "conflict":
            labels = ("Write this one", "Keep that one") if own else ("Write mine", "Keep theirs")
            return ((labels[0], OVERWRITE), (labels[1], LEAVE))
        case "needs_field":
            return (("Fill in", FIELDS), leave)
        case "failed":
            return (leave,) if write.trouble == "replaced" else (("Try again", AGAIN), leave)
        case "approved" | "written":
            return (("Undo" if write.state == "written" else "Take it back", UNDO),)
        case "withdrawn" | "undoing" | "undone":
            return ()
