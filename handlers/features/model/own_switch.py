"""In /rhythm, let people switch the language model off, or on again, for themselves."""

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features.model.allowed import place_of, switched_on
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import rhythm_of, save_rhythm
from handlers.sources.ports import LanguageModel
from handlers.views import model_words
from storage.choices import ModelTask
from storage.workspace import people

SHOW, ON, OFF = "model.mine", "model.mine_on", "model.mine_off"
LEAD = "You and the language model"
_ABOUT_ME: tuple[ModelTask, ...] = ("transcripts", "research", "themes")
OFF_HERE = "The model is off for transcripts here, so it doesn't read yours."
OFF_FOR_ME = (
    "Off for you: no model reads your transcripts, and you see no answers that a model proposes. "
    "When a model names themes, what you shared is left out."
)


def register(registry: Registry) -> None:
    """Register the card and its buttons."""
    registry.button(SHOW, show)
    registry.button(ON, turn_on)
    registry.button(OFF, turn_off)


def offer(turn: Turn) -> tuple[Button, ...]:
    """Return the button that shows this card, or () if no language model is set up."""
    return (Button("Language model", SHOW, beside=True),) if turn.model else ()


async def show(turn: Turn) -> Reply:
    """Show what the model does for the person, and where their texts are sent."""
    model = turn.model
    if model is None:
        return Card(LEAD, (Heading(LEAD), Paragraph(spans(model_words.NOT_SET_UP))))
    blocks: list[Block] = [Heading(LEAD)]
    is_off = rhythm_of(turn.person).no_model
    if is_off:
        blocks.append(Paragraph(spans(OFF_FOR_ME)))
    else:
        on = await switched_on(turn)
        blocks += [] if "transcripts" in on else [Paragraph(spans(OFF_HERE))]
        for task in _ABOUT_ME:
            blocks += _use(model, task) if task in on else ()
    button = Button("Allow it for me", ON) if is_off else Button("Switch it off for me", OFF)
    return Card(LEAD, (*blocks, Buttons((button,))))


def _use(model: LanguageModel, task: ModelTask) -> tuple[Block, ...]:
    use = model_words.USES[task]
    on = f": On. {model_words.leaves(place_of(model), task)}"
    back = f"{use.back} {model_words.ONLY_PROPOSES}"
    return Paragraph(spans(Strong(use.name), typed(on))), Paragraph(spans(back))


async def turn_on(turn: Turn) -> Reply:
    """Switch the model on again for the person, for the uses that an admin has switched on."""
    return await _save(turn, no_model=False)


async def turn_off(turn: Turn) -> Reply:
    """Switch the model off for the person. `OFF_FOR_ME` says what changes."""
    return await _save(turn, no_model=True)


async def _save(turn: Turn, *, no_model: bool) -> Reply:
    await people.lock(turn.session, turn.person)
    save_rhythm(turn.person, rhythm_of(turn.person).changed({"no_model": no_model}))
    return await show(turn)
