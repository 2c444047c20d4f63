"""Handled requests, and typed text that we keep while a question about it is open."""

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import key_field
from storage.tables.types import Moment


class Draft(SQLModel, table=True):
    """Text that we keep while a question about it is open, so that buttons need only an id.

    `starts_at`, `ends_at` (UTC) and `zone` (IANA) are the time in the question, if any. If the
    person gave up a seat in a call, `goal` is the seat's goal, so that *Undo* can restore it.
    Offers to save a line (`storage.conversation.drafts`) and an admin's messages to people
    (`storage.workspace.admin_messages`) are drafts too. Other drafts say how to undo what was just
    saved, what an *Undo* button needs, or what was just asked, named or shown.

    In the drafts of `storage.conversation`, `time` begins with the kind of draft (`drafts.OFFER`,
    for instance). In a draft of a call, it is the time as typed. In an admin's message, it says who
    gets the message.
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
