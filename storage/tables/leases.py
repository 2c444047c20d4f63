"""Leases for work that only one of several processes may do."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class Lease(SQLModel, table=True):
    """The right of one process to do the work `name`.

    From `until` on, any process may begin the work again.

    The table has no column for a tenant. Some rows are not leases: they record which tenants are
    served, and which are being purged (see `storage.leases`).
    """

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
