"""Whether the language model may be asked for something here.

The operator sets a model up, an admin switches a use on, and each person can switch it off for
their own transcripts. Without a model, nothing is read from the database.
"""

from handlers.registry import Turn
from handlers.rhythm_settings import rhythm_of
from handlers.sources.ports import LanguageModel
from handlers.views.model_words import ModelPlace
from storage import policies
from storage.choices import ModelTask


async def model_for(turn: Turn, task: ModelTask) -> LanguageModel | None:
    """Return the language model if it may be asked for this, or None."""
    if turn.model is None or (task == "transcripts" and rhythm_of(turn.person).no_model):
        return None
    return turn.model if task in await switched_on(turn) else None


def place_of(model: LanguageModel) -> ModelPlace:
    """Return the model as cards name it."""
    return ModelPlace(model.name, "" if model.is_here else model.host)


async def switched_on(turn: Turn) -> tuple[ModelTask, ...]:
    """Return the uses of the language model that an admin has switched on."""
    policy = await policies.of(turn.session, turn.person.tenant)
    return tuple(policy.model_tasks) if policy else ()
