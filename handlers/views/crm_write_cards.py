"""What a rep sends to the CRM: the state of each thing, and what to decide. Pure."""

from collections.abc import Sequence
from datetime import datetime

from handlers.cards import Block, Button, Buttons, Card, Heading, Note, Paragraph, spans, typed
from handlers.coaching.words import shortened
from handlers.times.formatting import format_date, format_short
from handlers.views.crm_words import NAMES, TROUBLE
from storage import crm
from storage.choices import CrmWriteState
from storage.tables import CrmConnection, CrmWrite

UNDO, OVERWRITE, LEAVE = "crm.undo", "crm.overwrite", "crm.leave"
FIELDS, AGAIN, OUTCOME = "crm.fields", "crm.again", "crm.outcome"
SHOWN = 120  # characters of a note, a task or a value
_DONE: dict[CrmWriteState, str] = {
    "approved": "waits to be written",
    "written": "written",
    "withdrawn": "taken back",
    "undoing": "is being taken back",
    "undone": "taken back",
    "conflict": "not written: somebody changed it",
    "needs_field": "not written: something is missing",
    "failed": "not written",
}


def needs_decision(write: CrmWrite) -> bool:
    """Return whether the rep has something to decide, or was not told of a failed undo."""
    return write.state in ("conflict", "needs_field", "failed") or (
        write.state == "written" and write.trouble is not None
    )


def outcome(
    whom: str, writes: Sequence[CrmWrite], connection: CrmConnection, now: datetime, zone: str
) -> Card:
    """Return the state of everything that a rep had written about a call with `whom`."""
    name = NAMES[connection.kind]
    lead = f"{name}: {whom}"
    blocks: list[Block] = [Heading(lead)]
    for write in writes:
        when = ""
        if write.state == "written" and write.settled_at:
            when = f" {format_short(write.settled_at, now=now, zone=zone)}"
        said = f"{what(write, connection)}: {_state(write, name)}{when}."
        blocks.append(Paragraph(spans(typed(said))))
        if buttons := _buttons(write, connection):
            blocks.append(Buttons(buttons))
    again = Button("Look again", OUTCOME, str(writes[0].call_id or 0)) if writes else None
    if again and any(write.state in ("approved", "undoing") for write in writes):
        blocks.append(Buttons((again,)))
    return Card(lead, tuple(blocks))


def _state(write: CrmWrite, name: str) -> str:
    """Return what became of it. What may have reached the CRM is never called taken back."""
    if write.in_doubt and write.state in ("withdrawn", "failed"):
        return f"{name} did not answer, so it may be there"
    if write.state == "withdrawn" and (write.trouble or write.found or write.asks):
        return "not written"
    return _DONE[write.state]


def trouble(write: CrmWrite, whom: str, connection: CrmConnection | None) -> Card:
    """Say what is wrong with one of them, with the words that the rep had typed, and a way on."""
    name = NAMES[connection.kind] if connection else "CRM"
    about = what(write, connection)
    if write.state == "conflict":
        said = (
            f"Somebody changed this in {name} meanwhile. {_field(write)} is "
            f"“{value(write, write.found, connection)}”, not "
            f"“{value(write, write.seen, connection)}”. You wanted "
            f"“{value(write, write.text, connection)}”."
        )
    elif write.state == "needs_field":
        labels = ", ".join(str(one["label"]) for one in write.asks.values())
        said = f"{name} also needs: {labels}. {about} is not written yet."
    elif write.state == "written":
        where = "there" if write.trouble == "replaced" else f"in {name}"
        why = f" {TROUBLE['replaced']}" if write.trouble == "replaced" else ""
        said = f"{about} could not be taken back, so it is still {where}.{why}"
    else:
        why = TROUBLE[write.trouble].format(name) if write.trouble else ""
        where = "there" if write.trouble == "replaced" else f"in {name}"
        doubt = f" It may be {where} already, so look there first." if write.in_doubt else ""
        said = f"{about} is not written. {why}{doubt}"
    lead = f"{name}, {shortened(whom, 60)}"
    blocks: list[Block] = [Paragraph(spans(typed(f"{lead}: {said}")))]
    if connection is not None and (buttons := _buttons(write, connection)):
        blocks.append(Buttons(buttons))
    return Card(lead, tuple(blocks))


def what(write: CrmWrite, connection: CrmConnection | None) -> str:
    """Return "Note “They want the planner”", "Task “Pricing”, 4 December" or "Stage “Proposal”"."""
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


def _buttons(write: CrmWrite, connection: CrmConnection) -> tuple[Button, ...]:
    id_, about = str(write.id), what(write, connection)

    def button(label: str, action: str) -> Button:
        return Button(label, action, id_, about=about)

    match write.state:
        case "conflict":
            return (button("Write mine", OVERWRITE), button("Keep theirs", LEAVE))
        case "needs_field":
            return (button("Fill in", FIELDS), button("Leave it", LEAVE))
        case "failed" if write.trouble == "replaced":
            return (button("Leave it", LEAVE),)
        case "failed":
            return (button("Try again", AGAIN), button("Leave it", LEAVE))
        case "approved" | "written":
            return (button("Undo" if write.state == "written" else "Take it back", UNDO),)
        case "withdrawn" | "undoing" | "undone":
            return ()


def nothing(name: str) -> Note:
    """Say that nothing was sent yet."""
    return Note(spans(f"Nothing was sent to {name} about this call yet."))
