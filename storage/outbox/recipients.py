"""The people and channels that rows of the outbox go to."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam
from sqlalchemy import select as plain_select
from sqlmodel import SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.sql.built_once import built_once
from storage.tables import Outbox

RecipientKey = tuple[int | None, int | None]  # a person's id and None, or None and a channel's id


class StoredRecipient(NamedTuple):
    """A person or a channel that rows go to, as stored.

    - `external`: the platform's id
    - `zone`: an IANA time zone
    - `address`: where messages to the recipient are sent, or None if unknown
    - `unreachable`: why nothing can be sent to the recipient, or None
    - `is_channel`: whether this is a channel
    """

    id: int
    tenant: str
    external: str
    zone: str
    address: str | None
    unreachable: str | None
    is_channel: bool


_PERSON, _CHANNEL = (SQLModel.metadata.tables[name] for name in ("person", "channel"))


def goes_to(to: RecipientKey) -> ColumnElement[bool]:
    """Match the rows of the outbox that go to this person or channel."""
    person_id, channel_id = to
    if person_id is not None:
        return col(Outbox.person_id) == person_id
    return col(Outbox.channel_id) == channel_id


async def find(
    session: AsyncSession, keys: Collection[RecipientKey]
) -> dict[RecipientKey, StoredRecipient]:
    """Return the recipients with these keys, by key. Leave out recipients that are not on file."""
    people = {person_id for person_id, _ in keys} - {None}
    channels = {channel_id for _, channel_id in keys} - {None}
    connection = await session.connection()
    found: dict[RecipientKey, StoredRecipient] = {}
    for ids, is_channel in ((people, False), (channels, True)):
        if not ids:
            continue
        for row in await connection.execute(_selected(is_channel), {"ids": [*ids]}):
            one = StoredRecipient(*row, is_channel)
            found[(None, one.id) if is_channel else (one.id, None)] = one
    return found


@built_once
def _selected(is_channel: bool) -> Select[Any, Any, Any, Any, Any, Any]:
    """Select what delivery needs to know about people or channels."""
    known = (_CHANNEL if is_channel else _PERSON).c
    address = known.external if is_channel else known.address
    columns = (known.id, known.tenant, known.external, known.zone, address, known.unreachable)
    return plain_select(*columns).where(known.id.in_(bindparam("ids")))
