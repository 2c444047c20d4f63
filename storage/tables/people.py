"""The people who talk with Attune."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import Role, Standing
from storage.tables.columns import by_email, key_field
from storage.tables.types import Moment


class Person(SQLModel, table=True):
    """Somebody who talks with Attune in one workspace."""

    __table_args__ = (UniqueConstraint("tenant", "external"), by_email("person"))

    id: int = key_field()
    tenant: str
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    email: str | None = None  # as storage.mail.normalised returns it; need not be unique
    locale: str | None = None  # as the platform reports it: "en-US"
    standing: Standing = Field(
        default="member", sa_type=String, sa_column_kwargs={"server_default": "member"}
    )
    role: Role = Field(default="rep", sa_type=String)
    # The role that the person had before the setting ADMINS made them an admin. They get this role
    # back once they are no longer listed in ADMINS. None if they are not listed in ADMINS.
    role_before: Role | None = Field(default=None, sa_type=String)
    # When, how often and about what we may nudge the person (`handlers.rhythm_settings`).
    rhythm: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    # A copy of the admins' defaults for everybody (`Policy.rhythm`). The person's
    # own `rhythm` (above) takes precedence.
    company_rhythm: dict[str, Any] = Field(
        default_factory=dict, sa_type=JSON, sa_column_kwargs={"server_default": "{}"}
    )
    away_from: datetime | None = Field(default=None, sa_type=Moment)
    away_until: datetime | None = Field(default=None, sa_type=Moment)
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)
    # The id of the person's focus in the playbook. A focus is an if-then plan for a few calls.
    focus_id: str | None = None
    focus_since: datetime | None = Field(default=None, sa_type=Moment)
    # When the person first saved a reflection or brought a transcript. While it is None,
    # messages mention that the person can drop transcripts in the chat.
    told_of_transcripts: datetime | None = Field(default=None, sa_type=Moment)
    address: str | None = None  # where to send a direct message
    unreachable: str | None = None  # why nothing can be sent to the person, or None
    # When we told the person what Attune does.
    welcomed_at: datetime | None = Field(default=None, sa_type=Moment)
    left_at: datetime | None = Field(default=None, sa_type=Moment)  # when `standing` became "left"
    # When everything about the person was erased. Colleagues' rows still refer to this row.
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
