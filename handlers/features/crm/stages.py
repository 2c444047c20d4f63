"""Let admins match the stages of the CRM with Attune's."""

from handlers.cards import Form, Note, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.crm import connecting
from handlers.features.crm.connecting import STAGES
from handlers.features.crm.seen_in_form import short_hash
from handlers.features.fields import one_of
from handlers.inputs import ChoiceInput, Option
from handlers.registry import Refusal, Registry, Turn
from handlers.sources.crm.crm_records import CrmStage
from handlers.sources.crm.crm_stages import stages_of
from storage.choices import STAGES as OURS
from storage.choices import Stage
from storage.sources import crm, crm_connections
from storage.tables import CrmConnection
from storage.workspace import audit

MAX_STAGES = 40  # stages in the form; any others are not matched
NAME = 60  # characters of the name of a stage or a pipeline
LABELS: dict[Stage, str] = {
    "discovery": "Discovery",
    "evaluation": "Evaluation",
    "decision": "Decision",
    "customer": "Customer",
}
NOT_YET = "The stages have not been read yet. Try again in a minute."


def register(registry: Registry) -> None:
    """Register the form and the button that opens it."""
    registry.button(STAGES, open_form)
    registry.form(STAGES, save)


async def open_form(turn: Turn) -> Reply:
    """Open the form.

    If no admin has matched the stages, the form proposes matches from the stages' names.
    """
    access.admins_only(turn)
    return _form(await _row(turn))


def _form(row: CrmConnection) -> Form:
    listed = open_stages(row)
    several = len({one.name for one in listed}) < len(listed)
    keys = {_key(row, one): one.name for one in listed}
    now = row.stages if row.stages_confirmed_at else stages_of(keys)
    options = tuple(Option(one, LABELS[one]) for one in OURS)
    inputs = tuple(
        ChoiceInput(
            _input_id(row, one), _named(one, several=several), options, now.get(_key(row, one), "")
        )
        for one in listed[:MAX_STAGES]
    )
    note = Note(
        spans("Briefs and questions depend on the stage. If no stage fits, leave the field empty.")
    )
    return Form(STAGES, "Match the stages", (note, *inputs))


def _named(stage: CrmStage, *, several: bool) -> str:
    name = shortened(stage.name, NAME) or stage.id
    return f"{name} ({shortened(stage.pipeline_name, NAME)})" if several else name


async def save(turn: Turn) -> Reply:
    """Store which of our stages each stage of the CRM matches."""
    access.admins_only(turn)
    row = await _row(turn)
    chosen: dict[str, Stage] = {}
    for one in open_stages(row)[:MAX_STAGES]:
        stage = one_of(turn.fields.get(_input_id(row, one), ""), OURS)
        if stage is not None:
            chosen[_key(row, one)] = stage
    first = row.stages_confirmed_at is None
    row.stages, row.stages_confirmed_at = chosen, turn.now
    if first:
        await crm.follow_stages(turn.session, row)
    audit.note(
        turn.session,
        row.tenant,
        "CRM stages matched",
        ("tenant", row.tenant),
        turn.now,
        actor=turn.person.id,
    )
    return await connecting.card(turn, "The stages are matched.")


def open_stages(row: CrmConnection) -> list[CrmStage]:
    """Return the CRM's stages that are not closed, each once, in the order of the CRM.

    Several pipelines (in Salesforce: record types) may have a stage with the same id. If its name
    is the same in all of them, return the stage once. Otherwise, return it once for each pipeline.
    """
    listed: dict[str, CrmStage] = {}
    for each in row.known_stages:
        if not (one := CrmStage(**each)).closed:
            listed.setdefault(_key(row, one), one)
    return [*listed.values()]


def _key(row: CrmConnection, stage: CrmStage) -> str:
    return crm.stage_key(row, stage.id, stage.pipeline_id)


def _input_id(row: CrmConnection, stage: CrmStage) -> str:
    """Return the id of a stage's input. It stays the same if other stages are added."""
    return f"stage_{short_hash(_key(row, stage))}"


async def _row(turn: Turn) -> CrmConnection:
    row = await crm_connections.of_tenant(turn.session, turn.person.tenant, locked=True)
    if row is None:
        raise Refusal(connecting.NOTHING)
    if not row.known_stages:
        raise Refusal(NOT_YET)
    return row
