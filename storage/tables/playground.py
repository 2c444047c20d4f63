"""The posts and the clock of the playground."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import key_field
from storage.tables.types import Moment


class PlaygroundPost(SQLModel, table=True):
    """A message on the playground's page, as it was rendered."""

    __table_args__ = (Index("playground_post_place", "tenant", "place", "id"),)

    id: int = key_field()
    tenant: str
    place: str  # a channel, or the direct messages of one person
    audience: str = ""  # the only person who sees the post, or "" for everybody in the place
    author: str
    html: str = Field(sa_type=Text)
    edits: int = 0  # number of changes, so that a page knows which rendering is newer
    said_at: datetime = Field(sa_type=Moment)
    # `Outbox.bundle` of the rows that this post shows. It is None for answers, and for posts that
    # people typed. The column has an old name, because renaming it would break a rolling upgrade.
    bundle: int | None = Field(
        default=None, sa_type=BigInteger, sa_column_kwargs={"name": "outbox_id"}
    )


class PlaygroundClock(SQLModel, table=True):
    """How far the playground's clock is ahead of the real time, in microseconds."""

    tenant: str = Field(primary_key=True)
    ahead_us: int = Field(sa_type=BigInteger)
