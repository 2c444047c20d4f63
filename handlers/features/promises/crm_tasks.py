"""When a promise is done or dropped in Attune, say what happens to its task in the CRM."""

from collections.abc import Mapping, Sequence

from handlers.registry import Turn
from handlers.views.crm.crm_words import NAMES
from storage.sources import crm_connections, crm_writes
from storage.tables import Commitment

STAYS_OPEN = "Its task in {name} stays open. Close it there."


async def after(turn: Turn, promises: Sequence[Commitment]) -> Mapping[int, str]:
    """Return what to say about the tasks of settled promises, by the promise's id.

    Attune writes to the CRM only what a rep submits in a form, so it closes no task.
    """
    settled = [one.id for one in promises if one.state != "open"]
    if not settled:
        return {}
    tenant = turn.person.tenant
    connection = await crm_connections.of_tenant(turn.session, tenant)
    if connection is None:
        return {}
    said = STAYS_OPEN.format(name=NAMES[connection.kind])
    return dict.fromkeys(await crm_writes.with_a_task(turn.session, tenant, settled), said)
