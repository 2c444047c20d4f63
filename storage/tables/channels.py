"""Channels, and the tags that they subscribe to."""

from datetime import time

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import Digest
from storage.tables.columns import key_field


class Channel(SQLModel, table=True):
    """A channel that Attune posts in, because somebody in the channel asked for it."""

    __table_args__ = (UniqueConstraint("tenant", "external"),)

    id: int = key_field()
    tenant: str
    external: str  # the platform's id of this channel
    name: str = Field(sa_type=Text)
    zone: str  # IANA
    opens_at: time = time(9, 0)  # posts come between these times in `zone`, Monday to Friday
    closes_at: time = time(17, 0)
    digest: Digest = Field(default="", sa_type=String)
    subscribed_by: int = Field(foreign_key="person.id", sa_type=BigInteger)
    unreachable: str | None = None  # why nothing can be posted there, or None


class Subscription(SQLModel, table=True):
    """A tag that a channel wants, such as `industry` with the value `logistics`.

    The value `*` means any value.
    """

    __table_args__ = (Index("subscription_by_tag", "tenant", "tag", "value"),)

    channel_id: int = Field(foreign_key="channel.id", primary_key=True, sa_type=BigInteger)
    tag: str = Field(primary_key=True)
    # In the spelling of `storage.spelling.comparable`.
    value: str = Field(primary_key=True, sa_type=Text)
    tenant: str
    shown: str = Field(sa_type=Text)  # as somebody typed it
