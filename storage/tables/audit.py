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
    # What was changed, and how, but never a person's name or words. For most acts, this is only the
    # id of the changed object, such as a person's id. For the following acts, it has these parts,
    # separated by spaces:
    # - "erased": the id, and the reference of the erasure
    # - "role changed": the person's id, the old role, the new role
    # - "team changed": the team's id, a `TeamChange`, the details that
    #   `storage.workspace.audit.note_team` lists
    # - "message sent" to a team: the team's id, the number of people
    # - "message sent" to everybody: the tenant, "all", the number of people
    # - "message sent" to people without a call yet: the tenant, "new". There is no number, because
    #   admins must not learn how many people these are.
    # - "playbook chosen": the playbook's id or "none"; the team's id or "all"
    # - "retention changed": the kind of data, the old and the new number of days
    # - "defaults changed": the setting, its old and its new value
    # - "language model switched on", "language model switched off": the use, as in `MODEL_TASKS`
    target: str
    result: AuditResult = Field(default="done", sa_type=String)
