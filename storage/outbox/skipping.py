"""Leave out one message that a person does not want, or bring it back."""

from datetime import datetime

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.choices import DROPPED, SKIPPED, DropReason
from storage.tables import Outbox, Person

# The next plan can bring back a message that was dropped for this reason.
_CAN_COME_BACK: DropReason = "no longer planned"


async def skip(session: AsyncSession, person: Person, key: str, now: datetime) -> bool:
    """Leave out the person's open message with this key.

    Later plans don't bring the message back until `bring_back` is called. Return False if there is
    no open message with this key.
    """
    wanted = (col(Outbox.tenant) == person.tenant, col(Outbox.person_id) == person.id)
    done = await session.exec(
        update(Outbox)
        .where(*wanted, col(Outbox.key) == key, col(Outbox.state) == "open")
        .values(state=DROPPED, reason=SKIPPED, settled_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)


async def bring_back(session: AsyncSession, person: Person, key: str) -> bool:
    """Let the next plan bring back a message that `skip` left out.

    Return False if there is no such message.
    """
    wanted = (col(Outbox.tenant) == person.tenant, col(Outbox.person_id) == person.id)
    done = await session.exec(
        update(Outbox)
        .where(*wanted, col(Outbox.key) == key, col(Outbox.reason) == SKIPPED)
        .values(reason=_CAN_COME_BACK)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount)
