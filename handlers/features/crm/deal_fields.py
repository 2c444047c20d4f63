"""The fields of a deal in the form for the CRM: its next step and its stage.

The form shows each value as the CRM has it, or as the rep has just sent it to the CRM. We write a
value to the CRM only if the rep types, ticks or chooses it, because the CRM may have a newer value.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from handlers.coaching.text.words import shortened
from handlers.features.crm.seen_in_form import DealValues, SeenInForm, short_hash, stages_of_deal
from handlers.inputs import ChecksInput, ChoiceInput, Input, Option, TextInput
from handlers.registry import Refusal, Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.crm.crm_words import NAMES
from storage.choices import CrmFieldKind
from storage.sales_calls.own_calls import Seated
from storage.spelling import tidy
from storage.tables import CrmCompany, CrmConnection, CrmDeal, Reflection

STEP, STAGE = "crm_step", "crm_stage"
OWN_STEP = "crm_own_step"  # the checkbox to send the next step from the reflection
TWO_STEPS = "Type a next step or tick yours, but not both."
OTHER_WORDS = "Your reflection has changed. Open the form again."
STEP_PRIVATE = "Your reflection is private now. Untick its next step, or share it again first."
PRIVATE_NOW = "Your reflection is private now. Remove its text here, or share it again first."
LABEL = 70  # characters of a name, a task or a next step in the form


class CrmSending(NamedTuple):
    """What the form is about. `deal` is None if there is no open deal."""

    seated: Seated
    connection: CrmConnection
    company: CrmCompany
    deal: CrmDeal | None
    values: DealValues  # the deal's values now
    seen: SeenInForm


def inputs(
    sending: CrmSending, written: Reflection | None, today: date, zone: str
) -> Iterator[Input]:
    """Yield the inputs for the next step and the stage. Without an open deal, yield nothing."""
    if sending.deal is None:
        return
    deal = shortened(sending.deal.name, LABEL)
    hint = f"{_now(sending, 'next_step', sending.seen.step or 'empty')}. Leave empty to keep it."
    yield TextInput(STEP, f"Next step for {deal}", hint)
    own = _own_step(written)
    if own and own != tidy(sending.values.step):
        day = format_date(day_of(sending.seated.call.starts_at, zone), today)
        ticked = Option(short_hash(own), f"“{shortened(own, LABEL - 2)}”")
        yield ChecksInput(OWN_STEP, f"Or send your next step from the call on {day}", (ticked,))
    if sending.seen.stage_number:
        stages = stages_of_deal(sending.connection, sending.deal)
        options = tuple(Option(f"{n}", str(one["name"])[:LABEL]) for n, one in enumerate(stages))
        hint = _now(sending, "stage", str(stages[int(sending.seen.stage_number)]["name"]))
        yield ChoiceInput(STAGE, "Stage", options, sending.seen.stage_number, hint, required=True)


def _now(sending: CrmSending, kind: CrmFieldKind, value: str) -> str:
    """Say "Now in HubSpot: …". If the CRM does not have the value yet, say that the rep sent it."""
    name = NAMES[sending.connection.kind]
    return (
        f"You sent this to {name}: {value}"
        if kind in sending.values.sent
        else f"Now in {name}: {value}"
    )


def _own_step(written: Reflection | None) -> str:
    """Return the next step of a shared reflection, or ""."""
    return tidy(written.next_step) if written is not None and written.shared else ""


def step(turn: Turn, written: Reflection | None) -> str:
    """Return the next step that was typed, or the one from the reflection if it was ticked.

    Raises Refusal if both were given, or if the reflection has changed or is private now.
    """
    typed, ticked = tidy(turn.fields.get(STEP, "")), turn.fields.get(OWN_STEP, "")
    if not ticked:
        return typed
    if typed:
        raise Refusal(TWO_STEPS, field=STEP)
    if written is not None and not written.shared:
        raise Refusal(STEP_PRIVATE, field=OWN_STEP)
    own = _own_step(written)
    if ticked != short_hash(own):
        raise Refusal(OTHER_WORDS, field=OWN_STEP)
    return own
