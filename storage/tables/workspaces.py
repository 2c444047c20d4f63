"""The tenants that Attune serves: what is installed there, and what their admins chose."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlmodel import Field, SQLModel

from storage.choices import GoneWhy
from storage.tables.types import Moment


class Workspace(SQLModel, table=True):
    """A workspace of Slack or a tenant of Teams in which Attune is, or was, installed.

    A workspace whose token is in the settings needs no row. `storage.workspaces` reads and writes
    the tokens.
    """

    tenant: str = Field(primary_key=True)
    name: str = Field(default="", sa_type=Text)
    enterprise: str | None = None  # the platform's id of the organisation that it belongs to
    app: str | None = None  # the platform's id of Attune's app
    bot_user: str | None = None  # the platform's id of Attune there
    scopes: str = Field(default="", sa_type=Text)  # what the token may do, with spaces between
    installer: str | None = None  # the platform's id of whoever installed it last
    token: str | None = Field(default=None, sa_type=Text)  # encrypted; None if there is none
    refresh_token: str | None = Field(default=None, sa_type=Text)  # encrypted
    token_expires_at: datetime | None = Field(default=None, sa_type=Moment)  # None: it does not
    installed_at: datetime = Field(sa_type=Moment)  # the last time
    gone_at: datetime | None = Field(default=None, sa_type=Moment)  # None: Attune is installed
    gone_why: GoneWhy | None = Field(default=None, sa_type=String)
    purged_at: datetime | None = Field(default=None, sa_type=Moment)  # when its data was deleted


class InstallState(SQLModel, table=True):
    """The state of an installation with which somebody came back from Slack, until it expires.

    It is kept so that nobody can use it twice. It has no tenant, because nobody knows yet which one
    it will be.
    """

    __table_args__ = (Index("install_state_expiry", "expires_at"),)

    state: str = Field(primary_key=True)  # a hash of it
    cookie: str  # a hash of the browser's cookie
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)


class Policy(SQLModel, table=True):
    """What an admin chose for a tenant. Without a row, the settings count."""

    tenant: str = Field(primary_key=True)
    # for how many days data is kept, by the names of storage.retention.RetentionDays
    retain: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    figures_off: bool = False  # whether nobody sees figures about a person, not even their own
    changed_at: datetime = Field(sa_type=Moment)
    # None: the operator
    changed_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
