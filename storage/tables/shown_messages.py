"""Messages that show what a person has on file about a call.

When the person deletes that data, we empty the messages.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import ShownContent
from storage.tables.columns import key_field
from storage.tables.types import Moment


class ShownMessage(SQLModel, table=True):
    """A message in a person's chat with Attune that shows something about a call.

    `message` is the message's id on the platform. If a message shows several calls, or several
    kinds of content about a call (`shows`), it has one row for each call and kind.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "message", "call_id", "shows"),
        Index("shown_message_by_call", "call_id", "person_id"),
        Index("shown_message_by_age", "shown_at"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    shows: ShownContent = Field(sa_type=String)
    message: str
    shown_at: datetime = Field(sa_type=Moment)
