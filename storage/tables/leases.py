"""Leases for work that only one of several processes may do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class Lease(SQLModel, table=True):
    """Work that one process does for all processes. No process begins it again before `until`.

    A lease has no tenant. `storage.leases` says what else leases record.
    """

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
