"""Let a rep send the results of a call to the CRM, field by field: note, tasks, next step, stage.

Nothing is sent before the rep submits the form. Nothing private is filled in. The note starts with
what the rep has shared with colleagues and has not yet sent to the CRM.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from handlers.cards import Button, Buttons, Card, Form, FormBlock, Heading, Note, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.crm import deal_fields, write_outcomes
from handlers.features.crm.deal_fields import LABEL, PRIVATE_NOW, STAGE, STEP, CrmSending
from handlers.features.crm.seen_in_form import (
    DealValues,
    SeenInForm,
    deal_values,
    packed,
    seen_now,
    short_hash,
    shown,
    stages_of_deal,
    unpacked,
)
from handlers.inputs import ChecksInput, Input, Option, TextInput
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.crm.crm_lines import SEND
from handlers.views.crm.crm_words import NAMES
from storage.choices import MISSED, PLANNED, CrmWriteKind
from storage.conversation import offers
from storage.customers import commitments
from storage.sales_calls import reflections
from storage.sales_calls.own_calls import Seated
from storage.sources import crm, crm_connections, crm_writes
from storage.tables import Commitment, CrmCompany, CrmConnection, CrmDeal, CrmWrite, Reflection

WRITE = "crm.write"
NOTE, TASKS = "crm_note", "crm_tasks"
MAX_TASKS = 10
# A promise without a day is ticked from the start if it has at least this many different words.
MIN_WORDS = 3
NOT_CONNECTED = "No CRM is connected here any more."
ONLY_READS = "Attune may only read {name}, so nothing can be sent there. An admin can change that."
NOT_FOUND = (
    "This account is not in {name}, as far as Attune knows. Attune looks again before each call."
)
SEVERAL = (
    "Several companies in {name} may be this account. Choose one under “Everything on file” first."
)
NOTHING = "There is nothing to send. Type a note, choose a task, or change a field."
CHANGED = "Another CRM is connected now, or the form is too old. Open the form again."
OTHER_STAGES = "The stages in the CRM have changed. Open the form again."
PRIVATE = (
    "Your reflection stays private: nothing from it is filled in here. Share it, or write a line."
)


def register(registry: Registry) -> None:
    """Register the button that opens the form, and the form."""
    registry.button(SEND, open_form)
    registry.form(WRITE, send)


async def open_form(turn: Turn) -> Reply:
    """Open the form for what to send after a call.

    The button's value is the call's id ("12"), or the ids of a call and a deal ("12:7"). If the
    account has several open deals and the button names none of them, ask which deal is meant.
    """
    call_id, _, deal_id = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, status=(PLANNED, MISSED))
    connection, company = await _connected(turn, seated)
    deals = await crm.deals(turn.session, turn.person.tenant, seated.account.id)
    chosen = next((one for one in deals if str(one.id) == deal_id), None)
    if len(deals) > 1 and chosen is None:
        return _which(seated, connection, deals)
    deal = chosen or next(iter(deals), None)
    written = await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    values = await _values(turn, deal)
    words = _unsent(_shared_words(written), await _sent(turn, seated))
    seen = seen_now(connection, deal, values, filled=bool(words))
    sending = CrmSending(seated, connection, company, deal, values, seen)
    return await _form(turn, sending, written, words)


async def _values(turn: Turn, deal: CrmDeal | None) -> DealValues:
    if deal is None:
        return deal_values(None, ())
    rows = await crm_writes.of_deal(turn.session, turn.person.tenant, deal.crm_id)
    return deal_values(deal, [one for one in rows if one.person_id == turn.person.id])


async def _connected(turn: Turn, seated: Seated) -> tuple[CrmConnection, CrmCompany]:
    """Return the CRM's connection, and the account's company there.

    Raises Refusal if no CRM is connected, if Attune may only read it, or if it is not clear which
    company the account is.
    """
    tenant = turn.person.tenant
    connection = await crm_connections.of_tenant(turn.session, tenant)
    if connection is None:
        raise Refusal(NOT_CONNECTED)
    if crm_connections.WRITE in connection.hidden:
        raise Refusal(ONLY_READS.format(name=NAMES[connection.kind]))
    company = await crm.company(turn.session, tenant, seated.account.id)
    if company and company.match == "several":
        raise Refusal(SEVERAL.format(name=NAMES[connection.kind]))
    if company is None or company.match != "one":
        raise Refusal(NOT_FOUND.format(name=NAMES[connection.kind]))
    return connection, company


def _which(seated: Seated, connection: CrmConnection, deals: Sequence[CrmDeal]) -> Card:
    lead = f"Which deal in {NAMES[connection.kind]}?"
    buttons = tuple(
        Button(shortened(one.name, LABEL), SEND, f"{seated.call.id}:{one.id}") for one in deals[:5]
    )
    return Card(lead, (Heading(lead), Buttons(buttons)))


async def _form(turn: Turn, sending: CrmSending, written: Reflection | None, words: str) -> Form:
    zone = turn.person.zone
    name, account = NAMES[sending.connection.kind], shortened(sending.seated.account.name, LABEL)
    call = sending.seated.call
    fields: list[FormBlock | Input] = [TextInput(NOTE, "Note", value=words, multiline=True)]
    fields += _private_note(written)
    promises = await _promises(turn, sending)
    if promises:
        options = tuple(Option(str(one.id), _task(one)) for one in promises)
        ticked = tuple(str(one.id) for one in promises if _says_what(one))
        fields.append(ChecksInput(TASKS, "Tasks for you", options, ticked))
    fields += deal_fields.inputs(sending, written, day_of(turn.now, zone), zone)
    subject = f"{call.id}:{sending.deal.id if sending.deal else ''}:{packed(sending.seen)}"
    return Form(WRITE, f"{account} in {name}", tuple(fields), subject=subject, submit="Send")


def _shared_words(written: Reflection | None) -> str:
    """Return what the note starts with: the text of a shared reflection, or ""."""
    if written is None or not written.shared:
        return ""
    parts = (written.heard, written.surprise and f"Surprise: {written.surprise}")
    return "\n".join(filter(None, parts))


def _unsent(words: str, sent: Sequence[CrmWrite]) -> str:
    """Return the lines of `words` that are not in a note that was sent."""
    known = {line.strip() for one in sent if one.kind == "note" for line in one.text.splitlines()}
    return "\n".join(line for line in words.splitlines() if line.strip() not in known)


async def _sent(turn: Turn, seated: Seated) -> list[CrmWrite]:
    """Return what the person sent to the CRM about a call and did not take back.

    Include a failed write if the CRM may have stored it.
    """
    return [
        one
        for one in await crm_writes.of_call(turn.session, turn.person, seated.call.id)
        if one.state not in ("undone", "withdrawn", "failed")
        or (one.state == "failed" and one.in_doubt)
    ]


def _private_note(written: Reflection | None) -> list[FormBlock | Input]:
    """Say that nothing from a private reflection is filled in."""
    return [] if written is None or written.shared else [Note(spans(PRIVATE))]


async def _promises(turn: Turn, sending: CrmSending) -> list[Commitment]:
    """Return our open promises from the call, except those that the rep sent to the CRM."""
    person, call_id = turn.person, sending.seated.call.id
    rows = await commitments.of_call(turn.session, person.tenant, call_id, person.id)
    sent = {one.commitment_id for one in await _sent(turn, sending.seated)}
    found = [one for one in rows if one.side == "ours" and one.state == "open"]
    return [one for one in found if one.id not in sent][:MAX_TASKS]


def _says_what(promise: Commitment) -> bool:
    """Check whether to tick a promise from the start: it has a day, or enough different words."""
    return promise.due_on is not None or len(set(promise.text_key.split())) >= MIN_WORDS


def _task(promise: Commitment) -> str:
    due = f", {format_date(promise.due_on, promise.due_on)}" if promise.due_on else ""
    return f"{shortened(promise.text, LABEL)}{due}"


async def send(turn: Turn) -> Reply:
    """Store what the rep approved. The CRM writer sends it within seconds."""
    call_id, _, rest = turn.text.partition(":")
    deal_id, _, text = rest.partition(":")
    seen = _unpacked(text)
    seated = await access.own_call(turn, call_id, status=(PLANNED, MISSED), locked=True)
    connection, company = await _connected(turn, seated)
    if seen.connection_hash != short_hash(connection.connected_at.isoformat()):
        raise Refusal(CHANGED)
    deals = await crm.deals(turn.session, turn.person.tenant, seated.account.id)
    deal = next((one for one in deals if str(one.id) == deal_id), None)
    if deal_id and deal is None:
        raise Refusal("That deal is not open any more. Open the form again.")
    sending = CrmSending(seated, connection, company, deal, await _values(turn, deal), seen)
    written = await reflections.of_call(
        turn.session, turn.person.tenant, seated.call.id, turn.person.id
    )
    _require_shared(turn, sending, written)
    step = deal_fields.step(turn, written)
    rows = [*_notes(turn, sending), *await _tasks(turn, sending), *_changes(turn, sending, step)]
    if not rows:
        raise Refusal(NOTHING, field=NOTE)
    await crm_writes.add(turn.session, rows)
    await offers.close_undo(turn.session, turn.person, turn.now)
    return await write_outcomes.card(turn, seated.call.id, {one.key for one in rows})


def _unpacked(text: str) -> SeenInForm:
    try:
        return unpacked(text)
    except ValueError:
        raise Refusal(CHANGED) from None


def _require_shared(turn: Turn, sending: CrmSending, written: Reflection | None) -> None:
    """Raise Refusal if the form has words from a reflection that is private now.

    The reflection was shared when the form was opened.
    """
    if not sending.seen.filled or written is None or written.shared:
        return
    for field, parts in ((NOTE, (written.heard, written.surprise)), (STEP, (written.next_step,))):
        if any(part and part.strip() in turn.fields.get(field, "") for part in parts):
            raise Refusal(PRIVATE_NOW, field=field)


def _row(
    turn: Turn, sending: CrmSending, kind: CrmWriteKind, text: str, part: str = ""
) -> CrmWrite:
    digest = sha256(f"{sending.seen.nonce}:{kind}:{part}".encode()).hexdigest()[:32]
    return CrmWrite(
        tenant=turn.person.tenant,
        key=digest,
        person_id=turn.person.id,
        account_id=sending.seated.account.id,
        call_id=sending.seated.call.id,
        kind=kind,
        deal=sending.deal.crm_id if sending.deal else "",
        company=sending.company.crm_id,
        text=text,
        state="approved",
        approved_at=turn.now,
        next_at=turn.now,
    )


def _notes(turn: Turn, sending: CrmSending) -> list[CrmWrite]:
    text = turn.fields.get(NOTE, "").strip()
    return [_row(turn, sending, "note", text)] if text else []


async def _tasks(turn: Turn, sending: CrmSending) -> list[CrmWrite]:
    chosen = set(turn.fields.get(TASKS, "").split(","))
    rows = []
    for promise in await _promises(turn, sending):
        if str(promise.id) in chosen:
            row = _row(turn, sending, "task", promise.text, str(promise.id))
            row.due_on, row.commitment_id = promise.due_on, promise.id
            rows.append(row)
    return rows


def _changes(turn: Turn, sending: CrmSending, step: str) -> Iterator[CrmWrite]:
    """Yield a write for the deal's next step and one for its stage, if the rep changed them."""
    if sending.deal is None:
        return
    # `seen` is the next step that the rep saw in the form. The form shows only the beginning of a
    # long next step. If the beginning is still the same in the CRM, `seen` is the CRM's whole text.
    seen = (
        sending.values.step
        if sending.seen.step == shown(sending.values.step)
        else sending.seen.step
    )
    if step and step != seen:
        row = _row(turn, sending, "next_step", step)
        row.seen = seen
        yield row
    number = turn.fields.get(STAGE, "")
    if not number or not sending.seen.stage_number or number == sending.seen.stage_number:
        return
    stages = {
        str(n): one["id"] for n, one in enumerate(stages_of_deal(sending.connection, sending.deal))
    }
    if sending.seen.stages_hash != short_hash(*stages.values()):
        raise Refusal(OTHER_STAGES, field=STAGE)
    if number in stages and sending.seen.stage_number in stages:
        row = _row(turn, sending, "stage", stages[number])
        row.seen = stages[sending.seen.stage_number]
        yield row
