"""Requests that were handled, and words kept until a question about them is answered."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import key_field
from storage.tables.types import Moment


class Draft(SQLModel, table=True):
    """Words kept while a question about them is open, so that a button need only carry an id.

    starts_at, ends_at (UTC) and zone (IANA) are the time that the question named, if any. `goal` is
    the one in a seat that its owner gave up, for *Undo*; "" if none.
    """

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    account: str = Field(default="", sa_type=Text)
    time: str = Field(default="", sa_type=Text)
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    ends_at: datetime | None = Field(default=None, sa_type=Moment)
    zone: str | None = None
    goal: str = Field(default="", sa_type=Text)
    made_at: datetime = Field(sa_type=Moment, index=True)


class HandledRequest(SQLModel, table=True):
    """A request that was handled, so that it has no second effect if a platform repeats it."""

    __tablename__ = "delivered"  # its earlier name: renaming a table would break a rolling upgrade

    tenant: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
