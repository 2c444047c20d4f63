"""Decide whether Attune may ask the language model.

The operator sets a model up. An admin chooses the tasks (`ModelTask`) that the model may do. Each
person can switch the model off for themselves.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.registry import Turn
from handlers.rhythm_settings import rhythm_of
from handlers.sources.ports import LanguageModel
from handlers.views.model_words import ModelPlace
from storage.choices import ModelTask
from storage.sources import public_sources
from storage.workspace import policies


async def model_for(turn: Turn, task: ModelTask) -> LanguageModel | None:
    """Return the language model if we may ask it to do this task, or None.

    For "transcripts" and "themes", the person must not have switched the model off. For "research",
    the person's switch does not count here: `may_read_pages` looks at the reps' switches.
    """
    if turn.model is None or (task != "research" and rhythm_of(turn.person).no_model):
        return None
    return turn.model if task in await switched_on(turn) else None


def place_of(model: LanguageModel) -> ModelPlace:
    """Return the model's name and host, as cards show them. The host is "" for this machine."""
    return ModelPlace(model.name, "" if model.is_here else model.host)


async def switched_on(turn: Turn) -> tuple[ModelTask, ...]:
    """Return the tasks of the language model that an admin has switched on."""
    policy = await policies.of(turn.session, turn.person.tenant)
    return tuple(policy.model_tasks) if policy else ()


async def may_read_pages(
    session: AsyncSession, tenant: str, account_id: int, now: datetime
) -> bool:
    """Return whether a language model may be asked about the public texts of an account.

    All of these must be true:

    - An admin has switched on public sources, and the model for public sources.
    - The account has been looked up in public sources, and nobody has switched them off for it.
    - At least one rep has a call with the account soon, and has not switched the model off.
    """
    policy = await policies.of(session, tenant)
    if policy is None or not policy.public_sources or "research" not in policy.model_tasks:
        return False
    looked_up = await public_sources.look_up_of(session, tenant, account_id)
    if looked_up is None or looked_up.off:
        return False
    reps = await public_sources.reps_ahead(session, tenant, account_id, now)
    return any(not rhythm_of(one).no_model for one in reps)
