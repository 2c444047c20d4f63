"""The audit log: who did what to whom, without anybody's words."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field, SQLModel

from storage.choices import AuditAct, AuditResult, AuditTarget
from storage.tables.columns import key_field
from storage.tables.types import Moment


class AuditEntry(SQLModel, table=True):
    """Something that was done to somebody's data, or to a tenant.

    PostgreSQL refuses to change an entry. It refuses to delete one unless the transaction called
    `storage.audit.allow_deletion`. An entry outlives the rows that it is about, so it has no
    foreign keys.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_time", "tenant", "at"),)

    id: int = key_field()
    tenant: str
    at: datetime = Field(sa_type=Moment)
    # The row id of the person who acted, or None for the operator or Attune (see `result`).
    actor: int | None = Field(default=None, sa_type=BigInteger)
    act: AuditAct = Field(sa_type=String)
    target_kind: AuditTarget = Field(sa_type=String)
    # An id, followed by the reference of an erasure, by the old and the new role, by the team
    # (or "all") that a playbook is for, or by a `TeamChange` with the id of the person concerned.
    # Or a kind of data with the old and the new number of days, or a default with its old and its
    # new value. For a message, the number of people who got it follows. A change of a team also
    # has the team's name as it was then (see `storage.audit.unmarked`). Never a person's name or
    # words.
    target: str
    result: AuditResult = Field(default="done", sa_type=String)
