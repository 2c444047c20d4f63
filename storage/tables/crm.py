"""What we know from a tenant's CRM, and what a rep asked us to write to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import CrmKind, CrmMatch, CrmTrouble, CrmWriteKind, CrmWriteState, Stage
from storage.tables.columns import key_field
from storage.tables.types import Moment


class CrmConnection(SQLModel, table=True):
    """The CRM of a tenant, how we sign in to it, and when to read it next.

    `storage.sources.crm_connections` reads and writes the secret.
    """

    tenant: str = Field(primary_key=True)
    kind: CrmKind = Field(sa_type=String)
    # Encrypted: the secret with which we sign in. None if the operator's settings have it.
    secret: str | None = Field(default=None, sa_type=Text)
    # The address of the company's own Salesforce, or "" for HubSpot.
    base: str = Field(default="", sa_type=Text)
    label: str = Field(default="", sa_type=Text)  # the company's name or number in its CRM
    # When the CRM was connected. If a rep approved a write earlier, we do not write it, because it
    # was meant for the CRM that was connected before.
    connected_at: datetime = Field(sa_type=Moment)
    # The id of the admin who connected it, or None for the operator.
    connected_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    # The stages of the CRM, in their order, as handlers.sources.crm.crm_records.CrmStage.
    known_stages: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    # Maps the key of a CRM stage (`storage.sources.crm.stage_key`) to the stage in Attune that
    # an admin confirmed for it.
    stages: dict[str, Stage] = Field(default_factory=dict, sa_type=JSON)
    stages_confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    # The fields that the CRM hides from our sign-in, as "object.field" in the CRM's own names. If
    # the CRM lets us read but not write, the list also has `storage.sources.crm_connections.WRITE`.
    hidden: list[str] = Field(default_factory=list, sa_type=JSON)
    # Records that changed at or after this time are read next.
    read_since: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)  # the last read without trouble
    next_at: datetime = Field(sa_type=Moment)  # when to read again
    failures: int = 0  # failures in a row
    trouble: CrmTrouble | None = Field(default=None, sa_type=String)
    failing_since: datetime | None = Field(default=None, sa_type=Moment)


class CrmCompany(SQLModel, table=True):
    """The company in the CRM that an account matches, and when we last read it."""

    __table_args__ = (Index("crm_company_by_crm_id", "tenant", "crm_id"),)

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BigInteger)
    tenant: str
    match: CrmMatch = Field(sa_type=String)
    crm_id: str = ""  # "" unless exactly one company matches
    name: str = Field(default="", sa_type=Text)  # as in the CRM
    # The companies that share the domain, as pairs of id and name, if `match` is "several".
    candidates: list[tuple[str, str]] = Field(default_factory=list, sa_type=JSON)
    last_activity_at: datetime | None = Field(default=None, sa_type=Moment)
    looked_at: datetime = Field(sa_type=Moment)  # when we last looked for the company by its domain
    read_at: datetime | None = Field(default=None, sa_type=Moment)  # when we last read its details
    is_stale: bool = False  # whether the company has changed, so that we must read it again


class CrmDeal(SQLModel, table=True):
    """An open deal (HubSpot) or opportunity (Salesforce) with an account, as we last read it."""

    __table_args__ = (
        UniqueConstraint("tenant", "crm_id"),
        Index("crm_deal_by_account", "account_id"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    crm_id: str
    name: str = Field(sa_type=Text)
    stage_id: str = ""
    stage_name: str = Field(default="", sa_type=Text)
    pipeline_id: str = ""  # HubSpot's pipeline or Salesforce's record type, or ""
    amount: str = ""  # a decimal number, or ""
    currency: str = ""  # ISO 4217, or "" if the CRM does not say
    closes_on: date | None = None
    owner_name: str = Field(default="", sa_type=Text)
    owner_email: str = ""
    next_step: str = Field(default="", sa_type=Text)
    last_activity_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime = Field(sa_type=Moment)


class CrmOwner(SQLModel, table=True):
    """The id that a person has as a user of the CRM. We find the user by mail address."""

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    tenant: str
    crm_id: str = ""  # "" if the CRM has nobody with this address, or several
    looked_at: datetime = Field(sa_type=Moment)


class CrmWrite(SQLModel, table=True):
    """One thing that a rep approved to be written to the CRM, and what became of it.

    We store the row before we write to the CRM, and `key` lets us find what we have written.
    """

    __table_args__ = (
        UniqueConstraint("tenant", "key"),
        Index("crm_write_due", "state", "next_at"),
        Index("crm_write_by_call", "call_id", "person_id"),
        Index("crm_write_by_account", "account_id", "approved_at"),
    )

    id: int = key_field()
    tenant: str
    key: str  # a random id that goes into the CRM with what we write
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    commitment_id: int | None = Field(default=None, sa_type=BigInteger)  # for a task
    kind: CrmWriteKind = Field(sa_type=String)
    deal: str = ""  # the CRM's id of the deal, or ""
    company: str = ""  # the CRM's id of the company, or ""
    # The text of a note, the subject of a task, or the new value of a field.
    text: str = Field(sa_type=Text)
    due_on: date | None = None  # for a task
    # For a field: its old value, which the rep saw when approving the new one.
    seen: str = Field(default="", sa_type=Text)
    # The fields that the CRM requires with this write, by the CRM's names, each as
    # handlers.sources.crm.crm_records.RequiredField.
    asks: dict[str, dict[str, Any]] = Field(default_factory=dict, sa_type=JSON)
    # The values that the rep gave for these fields.
    required: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    state: CrmWriteState = Field(sa_type=String)
    approved_at: datetime = Field(sa_type=Moment)
    # When to try next. While a process has claimed the row, this is when its claim ends.
    next_at: datetime = Field(sa_type=Moment)
    attempts: int = 0
    # Whether an attempt ended without an answer, so that the write may have reached the CRM.
    in_doubt: bool = False
    crm_id: str = ""  # the CRM's id of the note or task that we wrote
    found: str = Field(default="", sa_type=Text)  # the value in the CRM, if it differs from `seen`
    trouble: CrmTrouble | None = Field(default=None, sa_type=String)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
