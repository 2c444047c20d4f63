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
    `storage.workspace.audit.allow_deletion`. An entry outlives the rows that it is about, so it
    has no foreign keys.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("audit_by_time", "tenant", "at"),)

    id: int = key_field()
    tenant: str
    at: datetime = Field(sa_type=Moment)
    # The row id of the person who acted. None stands for the operator if `result` is "by command",
    # otherwise for Attune.
    actor: int | None = Field(default=None, sa_type=BigInteger)
    act: AuditAct = Field(sa_type=String)
    target_kind: AuditTarget = Field(sa_type=String)
    # What was changed, and how, but never a person's name or words. The parts are separated by
    # spaces. The first part is one of these:
    # - An id, or "none" for no playbook. Depending on the act, these parts follow: the reference of
    #   an erasure; the old and the new role; the team (or "all") that a playbook is for; whom a
    #   message is for, and how many people got it; or a `TeamChange` and its details (see
    #   `storage.workspace.audit.note_team`).
    # - A kind of data. The old and the new number of days follow.
    # - A default for everybody. Its old and its new value follow.
    # - A use of the language model.
    target: str
    result: AuditResult = Field(default="done", sa_type=String)
