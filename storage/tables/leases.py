"""Who in the fleet does what only one process may do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.types import Moment


class Lease(SQLModel, table=True):
    """Something that one process does for all: nobody else begins it before `until`.

    It is about the fleet and no tenant's.
    """

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
