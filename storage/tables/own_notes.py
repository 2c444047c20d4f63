"""A rep's own notes about accounts."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from storage.tables.columns import key_field
from storage.tables.types import Moment


class OwnNote(SQLModel, table=True):
    """What a rep noted about an account. In Attune, nobody but the rep reads the note."""

    __table_args__ = (
        Index("own_note_by_account", "account_id", "author_id", "noted_at"),
        Index("own_note_by_age", "noted_at"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    text: str = Field(sa_type=Text)
    noted_at: datetime = Field(sa_type=Moment)
