"""Handled requests, and typed text that we keep while a question about it is open."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import key_field
from storage.tables.types import Moment


class Draft(SQLModel, table=True):
    """Text that we keep while a question about it is open, so that buttons need only an id.

    `time` tells the kinds of drafts apart:

    - A call that somebody wants to plan: `time` is the time as typed. `starts_at`, `ends_at` (UTC)
      and `zone` (IANA) are the time in our question, if any.
    - A draft of `storage.conversation`, such as an offer to save a line, what an *Undo* button
      needs, or what was just asked or shown: `time` begins with the kind, such as `drafts.OFFER`.
    - An admin's message to people (`storage.workspace.admin_messages`): `time` says who gets it.

    `goal` has the text: an offered line, for example, or an admin's message. If the person gave up
    a seat in a call, it is the seat's goal, so that *Undo* can restore it.
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
    """A handled request. If the platform repeats the request, the repeat has no effect."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "delivered"

    tenant: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
