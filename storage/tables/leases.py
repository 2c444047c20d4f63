"""Leases for work that only one of several processes may do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class Lease(SQLModel, table=True):
    """Work that one process does for all processes. No process begins it again before `until`.

    A lease has no tenant. Some rows are not about work of this kind: they record which tenants are
    served or purged (see `storage.leases`).
    """

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
