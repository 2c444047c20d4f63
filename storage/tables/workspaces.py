"""The tenants that Attune serves: their installations, admins' choices and problems."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlmodel import Field, SQLModel

from storage.choices import CrmKind, GoneWhy, ModelTask, ProblemName
from storage.tables.types import Moment


class Workspace(SQLModel, table=True):
    """A workspace of Slack or a tenant of Teams in which Attune is, or was, installed.

    A workspace whose token is in the settings needs no row. `storage.workspace.workspaces`
    reads and writes the tokens.
    """

    tenant: str = Field(primary_key=True)
    name: str = Field(default="", sa_type=Text)
    enterprise: str | None = None  # the platform's id of the organisation
    app: str | None = None  # the platform's id of Attune's app
    bot_user: str | None = None  # the platform's id of Attune as a user
    # What the token allows: scopes separated by spaces.
    scopes: str = Field(default="", sa_type=Text)
    installer: str | None = None  # the platform's id of the person who last installed Attune
    token: str | None = Field(default=None, sa_type=Text)  # encrypted; None once Attune is gone
    refresh_token: str | None = Field(default=None, sa_type=Text)  # encrypted
    # When the token expires, or None if it never expires.
    token_expires_at: datetime | None = Field(default=None, sa_type=Moment)
    installed_at: datetime = Field(sa_type=Moment)  # when Attune was last installed
    gone_at: datetime | None = Field(default=None, sa_type=Moment)  # None while Attune is installed
    gone_why: GoneWhy | None = Field(default=None, sa_type=String)
    purged_at: datetime | None = Field(default=None, sa_type=Moment)  # when the data was deleted


class InstallState(SQLModel, table=True):
    """An OAuth state that was used to install Attune.

    When somebody installs Attune, Slack sends that person back to us, and returns the state. We
    keep the row until the state expires, so that nobody can use the state twice. The row has no
    tenant, because we store the row before we know the tenant.
    """

    __table_args__ = (Index("install_state_expiry", "expires_at"),)

    state: str = Field(primary_key=True)  # a hash of the state
    cookie: str  # a hash of the browser's cookie
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class Policy(SQLModel, table=True):
    """What an admin chose for a tenant. Without a row, the operator's settings apply."""

    tenant: str = Field(primary_key=True)
    # How many days to keep each kind of data. The keys are the fields of
    # storage.upkeep.retention_days.RetentionDays.
    retain: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    figures_off: bool = False  # if true, nobody sees figures about a person, not even that person
    # The default settings for everybody. The keys are fields of handlers.rhythm_settings.Rhythm.
    rhythm: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    # The playbook for everybody, or None if the operator's playbook applies.
    playbook_id: int | None = Field(
        default=None, foreign_key="uploadedplaybook.id", sa_type=BigInteger
    )
    # The CRM that is connected (`CrmConnection`), or None.
    crm: CrmKind | None = Field(default=None, sa_type=String)
    # Whether accounts are looked up in public sources.
    public_sources: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    # What the language model may be used for in this tenant.
    model_tasks: list[ModelTask] = Field(
        default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"}
    )
    changed_at: datetime = Field(sa_type=Moment)
    # The id of the admin who last changed the policy, or None if the operator changed it.
    changed_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)


class Problem(SQLModel, table=True):
    """Something that fails in a tenant, and whether the admins were told.

    - `told_at` is None: the admins were told nothing.
    - `told_at` is set, and the problem goes on or ended after `told_at`: the admins were told only
      that it has begun.
    - `told_at` is set, and the problem ended at or before `told_at`: the admins were told that it
      is over.
    """

    tenant: str = Field(primary_key=True)
    what: ProblemName = Field(primary_key=True, sa_type=String)
    since: datetime = Field(sa_type=Moment)
    told_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
