"""Leases for work that only one of several processes may do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class Lease(SQLModel, table=True):
    """Work that one process does for all processes.

    `until` is the earliest time at which any process may begin the work again.

    A lease has no tenant. Some rows have another purpose: they record which tenants are served or
    purged (see `storage.leases`).
    """

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
