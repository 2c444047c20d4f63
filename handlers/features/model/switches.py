"""Let admins switch each use of the language model on and off. All are off at first."""

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features import access
from handlers.features.fields import one_of
from handlers.features.model import own_switch
from handlers.features.model.allowed import place_of, switched_on
from handlers.notices import model_switched
from handlers.notices.tell import tell
from handlers.registry import Refusal, Registry, Turn
from handlers.sources.ports import LanguageModel
from handlers.views import model_words
from handlers.views.model_words import OFFERED, USES
from storage.choices import MODEL_TASKS, AuditAct, ModelTask
from storage.marketing import theme_names
from storage.sources import proposals, public_sources
from storage.workspace import audit, people, policies

SHOW, ASK, ON, OFF = "model.show", "model.ask", "model.on", "model.off"
LEAD = "Language model"
FOR_ONE = "Everybody can switch it off for themselves in /rhythm."
NOTHING_TO_READ = (
    "Public sources are off, so there is nothing to read. Type “public sources” to switch them on."
)
ONLY_ADMINS = "Only admins can switch this on or off."


def register(registry: Registry) -> None:
    """Register the admins' card and its buttons. Others see their own setting."""
    registry.phrases(SHOW, show, ("language model", "language models", "show language model"))
    registry.button(SHOW, show)
    registry.button(ASK, ask)
    registry.button(ON, switch_on)
    registry.button(OFF, switch_off)


async def show(turn: Turn) -> Reply:
    """Show an admin the switch of each use of the model. Show others their own switch."""
    if turn.person.role != "admin":
        return await own_switch.show(turn)
    return await _card(turn)


async def _card(turn: Turn) -> Card:
    model = turn.model
    if model is None:
        return Card(LEAD, (Heading(LEAD), Paragraph(spans(model_words.NOT_SET_UP))))
    said = f"{model_words.model_at(place_of(model))}. {model_words.ONLY_PROPOSES}"
    blocks: list[Block] = [Heading(LEAD), Paragraph(spans(typed(said)))]
    on = await switched_on(turn)
    reads_nothing = "research" in on and not await public_sources.is_on(
        turn.session, turn.person.tenant
    )
    for task in OFFERED:
        name = USES[task].name
        said = f"On. {model_words.leaves(place_of(model), task)}" if task in on else "Off."
        blocks.append(Paragraph(spans(Strong(name), typed(f": {said}"))))
        if task == "research" and reads_nothing:
            blocks.append(Note(spans(NOTHING_TO_READ)))
        button = Button(f"Switch {name.lower()} off", OFF, task)
        if task not in on:
            button = Button(f"Switch {name.lower()} on…", ASK, task)
        blocks.append(Buttons((button,)))
    blocks.append(Note(spans(FOR_ONE)))
    return Card(LEAD, tuple(blocks))


async def ask(turn: Turn) -> Reply:
    """Ask whether to switch a use on. Say which texts are sent, and where."""
    model, task = _model_and_task(turn)
    use = USES[task]
    lead = f"Switch the language model on for {use.name[:1].lower()}{use.name[1:]}?"
    said = [model_words.leaves(place_of(model), task), f"{use.back} {model_words.ONLY_PROPOSES}"]
    if task == "transcripts":
        said.append("Everybody is told, and can switch it off for their own transcripts.")
    buttons = (Button("Switch it on", ON, task), Button("Leave it off", SHOW))
    text = (Paragraph(spans(typed(each))) for each in said)
    return Card(lead, (Paragraph(spans(Strong(lead))), *text, Buttons(buttons)))


async def switch_on(turn: Turn) -> Reply:
    """Switch a use on for everybody here."""
    return await _switch(turn, on=True)


async def switch_off(turn: Turn) -> Reply:
    """Switch a use off for everybody here."""
    return await _switch(turn, on=False)


async def _switch(turn: Turn, *, on: bool) -> Reply:
    _, task = _model_and_task(turn)
    session, person = turn.session, turn.person
    # This locks the policy, so that two admins don't overwrite each other's changes.
    policy = await policies.change(session, person.tenant, turn.now, by=person.id)
    before = set(policy.model_tasks)
    after = before | {task} if on else before - {task}
    if after != before:
        policy.model_tasks = [one for one in MODEL_TASKS if one in after]
        act: AuditAct = "language model switched on" if on else "language model switched off"
        audit.note(session, person.tenant, act, ("model use", task), turn.now, actor=person.id)
        if task == "research" and not on:
            await proposals.forget_of_model(session, person.tenant)
        if task == "themes" and not on:
            await theme_names.forget(session, person.tenant)
        if task == "transcripts":
            await _tell_everybody(turn)
    return await _card(turn)


async def _tell_everybody(turn: Turn) -> None:
    there = await people.not_left(turn.session, turn.person.tenant)
    others = [one for one in there if one.id != turn.person.id and one.erased_at is None]
    key = f"{turn.now:%Y%m%d%H%M%S%f}"
    await tell(turn.session, others, model_switched.NAME, turn.person.id, turn.now, key=key)


def _model_and_task(turn: Turn) -> tuple[LanguageModel, ModelTask]:
    """Return the model and the use on the button.

    Raises Refusal if the person is not an admin, or if no model is set up.
    """
    access.admins_only(turn, ONLY_ADMINS)
    task = one_of(turn.text, OFFERED)
    if turn.model is None or task is None:
        raise Refusal(model_words.NOT_SET_UP)
    return turn.model, task
