"""The people who talk with Attune."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import by_email, key_field
from storage.types import Moment


class Standing(StrEnum):
    """A person's relation to the company that owns the workspace, as the platform reports it."""

    MEMBER = "member"
    GUEST = "guest"  # invited into a part of the workspace
    OUTSIDER = "outsider"  # of another company: a shared channel, another tenant
    LEFT = "left"  # their account was closed


class Person(SQLModel, table=True):
    """Somebody who talks with Attune, in one workspace, with the rhythm they chose."""

    __table_args__ = (UniqueConstraint("tenant", "external"), by_email("person"))

    id: int = key_field()
    tenant: str
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    email: str | None = None  # as storage.mail.normalised returns it; it need not be unique
    locale: str | None = None  # as the platform reports it: "en-US"
    standing: str = Field(default=Standing.MEMBER, sa_column_kwargs={"server_default": "member"})
    role: str = "rep"  # or manager, marketer, admin
    # the role they return to when ADMINS no longer names them; None if it did not make them admin
    role_before: str | None = None
    rhythm: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    away_from: datetime | None = Field(default=None, sa_type=Moment)
    away_until: datetime | None = Field(default=None, sa_type=Moment)
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)
    focus_id: str | None = None
    focus_since: datetime | None = Field(default=None, sa_type=Moment)
    address: str | None = None  # where a direct message to them goes
    unreachable: str | None = None  # why nothing can be sent to them any more
