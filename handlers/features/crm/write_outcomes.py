"""Show reps what Attune wrote to the CRM for them. They can undo a write, or fix a failed one."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Card, Form, Reply
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.inputs import ChoiceInput, DateInput, Input, Option, TextInput
from handlers.knowledge import crm_standing
from handlers.registry import Refusal, Registry, Turn
from handlers.views.crm import crm_write_cards
from handlers.views.crm.crm_words import NAMES
from handlers.views.crm.crm_write_cards import AGAIN, FIELDS, LEAVE, OUTCOME, OVERWRITE, UNDO
from storage.choices import CALL_STATUSES, CrmWriteState
from storage.customers import accounts
from storage.sources import crm_connections, crm_writes
from storage.tables import CrmConnection, CrmWrite

NOT_YOURS = "That is not yours, or it was deleted."
SETTLED = "That is already settled."
BEING_WRITTEN = "It is being written right now. Try again in a minute."
NOT_CONNECTED = "No CRM is connected here any more."


def register(registry: Registry) -> None:
    """Register the card and its buttons."""
    registry.button(OUTCOME, show)
    registry.button(UNDO, undo)
    registry.button(OVERWRITE, overwrite)
    registry.button(LEAVE, leave)
    registry.button(AGAIN, again)
    registry.button(FIELDS, open_fields)
    registry.form(FIELDS, fill_in)


async def show(turn: Turn) -> Reply:
    """Show the state of what the rep sent after a call.

    The button's value is one of these:

    - "12": show everything that was sent after the call with the id 12.
    - "12:7": show only what was sent together with the write with the id 7.
    """
    call_id, _, write_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, status=CALL_STATUSES)
    writes = await crm_writes.of_call(turn.session, turn.person, seated.call.id)
    same = next((one for one in writes if str(one.id) == write_id), None)
    return await card(turn, seated.call.id, _sent_with(same, writes) if same else None)


def _sent_with(write: CrmWrite, writes: Sequence[CrmWrite]) -> set[str]:
    """Return the keys of everything that was sent when the same form was submitted."""
    return {one.key for one in writes if one.approved_at == write.approved_at}


async def _card_with(turn: Turn, write: CrmWrite) -> Card:
    writes = await crm_writes.of_call(turn.session, turn.person, write.call_id or 0)
    return await card(turn, write.call_id, _sent_with(write, writes))


async def card(turn: Turn, call_id: int | None, only: set[str] | None = None) -> Card:
    """Return the card about what the rep sent after a call.

    With `only`, the card shows only the writes with these keys.
    """
    connection = await _connection(turn)
    every = await crm_writes.of_call(turn.session, turn.person, call_id or 0)
    writes = [one for one in every if only is None or one.key in only]
    account = None
    if writes:
        account = await accounts.by_id(turn.session, turn.person.tenant, writes[0].account_id)
    whom = shortened(account.name, 60) if account else "this call"
    standing = {one.id: await crm_standing.of_write(turn.session, one) for one in writes}
    return crm_write_cards.outcome(
        whom,
        writes,
        standing,
        connection,
        now=turn.now,
        zone=turn.person.zone,
        more=len(every) > len(writes),
    )


async def undo(turn: Turn) -> Reply:
    """Withdraw a write that has not begun. Undo a finished write in the background.

    Undo nothing if we know that somebody has changed the field after the write. Raises Refusal if
    the write is not finished, but may have begun.
    """
    write = await _own(turn, "approved", "written")
    if (await crm_standing.of_write(turn.session, write)).value and write.state == "written":
        return await _card_with(turn, write)  # the card says that the CRM has a newer value
    if write.state == "written":
        write.state, write.next_at, write.trouble = "undoing", turn.now, None
        write.attempts, write.in_doubt = 0, False
    elif write.in_doubt:
        raise Refusal(BEING_WRITTEN)
    else:
        write.state, write.settled_at, write.trouble = "withdrawn", turn.now, None
    return await _card_with(turn, write)


async def overwrite(turn: Turn) -> Reply:
    """Write the rep's value, even though somebody has changed the field."""
    write = await _own(turn, "conflict")
    write.seen = write.found
    return await _once_more(turn, write)


async def again(turn: Turn) -> Reply:
    """Try once more to write what failed."""
    return await _once_more(turn, await _own(turn, "failed"))


async def leave(turn: Turn) -> Reply:
    """Leave the CRM as it is."""
    write = await _own(turn, "conflict", "needs_field", "failed")
    write.state, write.settled_at = "withdrawn", turn.now
    return await _card_with(turn, write)


async def open_fields(turn: Turn) -> Reply:
    """Ask for the fields that the CRM requires."""
    write = await _own(turn, "needs_field")
    connection = await _connection(turn)
    return _form(write, connection)


def _form(write: CrmWrite, connection: CrmConnection) -> Form:
    inputs = tuple(_input(f"crm_field_{n}", one) for n, one in enumerate(write.asks.values()))
    name = NAMES[connection.kind]
    return Form(FIELDS, f"{name} also needs", inputs, subject=str(write.id), submit="Send")


def _input(id_: str, asked: dict[str, object]) -> Input:
    label = str(asked["label"])
    choices = [str(one) for one in asked["choices"]] if isinstance(asked["choices"], list) else []
    if asked["is_day"]:
        return DateInput(id_, label, required=True)
    if choices:
        options = tuple(Option(str(n), one) for n, one in enumerate(choices))
        return ChoiceInput(id_, label, options, required=True)
    return TextInput(id_, label, required=True)


async def fill_in(turn: Turn) -> Reply:
    """Send the fields that the CRM requires, together with the write that waits for them."""
    write = await _own(turn, "needs_field")
    given: dict[str, str] = {}
    for number, (name, asked) in enumerate(write.asks.items()):
        id_ = f"crm_field_{number}"
        given[name] = _value(id_, turn.fields.get(id_, "").strip(), asked)
    write.required = {**write.required, **given}
    return await _once_more(turn, write)


def _value(id_: str, text: str, asked: dict[str, object]) -> str:
    """Return the value to send. Raises Refusal if the text is not a valid value."""
    choices = asked["choices"] if isinstance(asked["choices"], list) else []
    if choices and text.isdecimal() and int(text) < len(choices):
        return str(choices[int(text)])
    if not text or choices:
        raise Refusal("Please fill this in.", field=id_)
    if asked["is_day"]:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refusal("Choose a day.", field=id_) from None
    return text


async def _once_more(turn: Turn, write: CrmWrite) -> Card:
    write.state, write.next_at, write.settled_at = "approved", turn.now, None
    write.attempts, write.trouble = 0, None
    return await _card_with(turn, write)


async def _own(turn: Turn, *states: CrmWriteState) -> CrmWrite:
    """Return the row that the button names, locked.

    Raises Refusal if it is not the person's own, or is in none of these states.
    """
    write = await crm_writes.by_id(
        turn.session, turn.person.tenant, access.row_id(turn.text), locked=True
    )
    if write is None or write.person_id != turn.person.id:
        raise Refusal(NOT_YOURS)
    if write.state not in states:
        raise Refusal(SETTLED)
    return write


async def _connection(turn: Turn) -> CrmConnection:
    connection = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    if connection is None:
        raise Refusal(NOT_CONNECTED)
    return connection
