"""Handled requests, and typed text that we keep while a question about it is open."""

from datetime import datetime

from sqlalchemy import BigInteger, String, Text
from sqlmodel import Field, SQLModel

from storage.choices import DraftKind
from storage.tables.columns import key_field
from storage.tables.types import Moment


class Draft(SQLModel, table=True):
    """Text that we keep while a question about it is open. The question's buttons have the row id.

    Some kinds hold no text: they remember what was just asked, named or shown.

    - `about`: codes and row ids that say what the draft is about. Each kind has its own format,
      which the module that stores the kind defines.
    - `account`: the name of the account that the draft is about, as typed or as on file, or "".
    - `words`: what the person typed.
    - `time`: for a typed call, the time as typed.
    - `starts_at`, `ends_at` (UTC) and `zone` (IANA): for a typed call, the time as Attune
      understood it, or None. For the kind "admin message", `starts_at` is when the message was
      sent.
    """

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: DraftKind = Field(default="call", sa_type=String)
    about: str = Field(default="", sa_type=Text)
    account: str = Field(default="", sa_type=Text)
    # The column has an old name, because renaming it would break a rolling upgrade.
    words: str = Field(default="", sa_type=Text, sa_column_kwargs={"name": "goal"})
    time: str = Field(default="", sa_type=Text)
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    ends_at: datetime | None = Field(default=None, sa_type=Moment)
    zone: str | None = None
    made_at: datetime = Field(sa_type=Moment, index=True)


class HandledRequest(SQLModel, table=True):
    """A handled request. If the platform repeats the request, the repeat has no effect."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "delivered"

    tenant: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
