"""Teams of people, what managers and reps exchange, and uploaded playbooks."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import SharedFigureName
from storage.tables.columns import key_field
from storage.tables.types import Moment


class Team(SQLModel, table=True):
    """People who report to one manager."""

    __table_args__ = (UniqueConstraint("tenant", "name_key"),)

    id: int = key_field()
    tenant: str
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)  # see storage.spelling.comparable
    manager_id: int | None = Field(
        default=None, foreign_key="person.id", index=True, sa_type=BigInteger
    )
    # The id of the platform's user group or of the CRM's team that the members come from (see
    # storage.team.group_ids), or None if an admin chooses them.
    user_group: str | None = None
    # The name of this group, or None if we have not read the name yet.
    group_name: str | None = Field(default=None, sa_type=Text)
    # Since when the members can't be updated from this group, or None if they can.
    group_failing_since: datetime | None = Field(default=None, sa_type=Moment)
    # The playbook of this team, or None for the playbook of the tenant.
    playbook_id: int | None = Field(
        default=None, foreign_key="uploadedplaybook.id", sa_type=BigInteger
    )
    made_at: datetime = Field(sa_type=Moment)


class TeamMember(SQLModel, table=True):
    """A person in a team. Nobody is in two teams."""

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    tenant: str
    team_id: int = Field(foreign_key="team.id", index=True, sa_type=BigInteger)
    since: datetime = Field(sa_type=Moment)


class HelpRequest(SQLModel, table=True):
    """A question that a rep asks a manager or a colleague about an upcoming call."""

    __table_args__ = (
        Index("help_request_by_call", "call_id", "asker_id"),
        Index("help_request_by_helper", "helper_id", "asked_at"),
    )

    id: int = key_field()
    tenant: str
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    asker_id: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    helper_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    question: str = Field(sa_type=Text)
    shows_goal: bool = False  # whether the helper sees the rep's goal for the call
    asked_at: datetime = Field(sa_type=Moment)
    answer: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)


class ReflectionComment(SQLModel, table=True):
    """What somebody said to a rep about a shared reflection. It is deleted with the reflection."""

    __table_args__ = (Index("reflection_comment_by_reflection", "reflection_id", "id"),)

    id: int = key_field()
    tenant: str
    reflection_id: int = Field(
        sa_type=BigInteger,
        sa_column_args=(ForeignKey("reflection.id", ondelete="CASCADE"),),
    )
    author_id: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    text: str = Field(default="", sa_type=Text)  # "" means thanks without words
    at: datetime = Field(sa_type=Moment)


class FocusOffer(SQLModel, table=True):
    """A focus of the playbook that a manager offers to a rep."""

    __table_args__ = (Index("focus_offer_by_person", "person_id", "offered_at"),)

    id: int = key_field()
    tenant: str
    manager_id: int = Field(foreign_key="person.id", index=True, sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    focus_id: str
    note: str = Field(default="", sa_type=Text)
    offered_at: datetime = Field(sa_type=Moment)
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    declined_at: datetime | None = Field(default=None, sa_type=Moment)


class SharedFigure(SQLModel, table=True):
    """One of a rep's own figures that one other person may see until `until`."""

    __table_args__ = (
        Index("shared_figure_by_person", "person_id"),
        Index("shared_figure_by_viewer", "viewer_id", "until"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    viewer_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    figure: SharedFigureName = Field(sa_type=String)
    shared_at: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    # When the share ended. If the rep takes the figure back, this is set at once. If the share
    # expires, a chore copies the value of `until` here later.
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class TeamMonth(SQLModel, table=True):
    """A team's figures for one calendar month.

    The figures are counted only once, after the month has ended. If they were counted again after a
    person left the team, or changed what they share, the difference could reveal something about
    that person. The whole rule is in `handlers.knowledge.team_months`.
    """

    team_id: int = Field(
        sa_type=BigInteger,
        primary_key=True,
        sa_column_args=(ForeignKey("team.id", ondelete="CASCADE"),),
    )
    month: str = Field(primary_key=True)  # "2026-11"
    tenant: str
    # The rounded figures to show, without those that the rule leaves out.
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    counted_at: datetime = Field(sa_type=Moment)


class UploadedPlaybook(SQLModel, table=True):
    """A playbook that an admin uploaded. It was checked before it was saved."""

    __table_args__ = (Index("uploaded_playbook_by_tenant", "tenant", "id"),)

    id: int = key_field()
    tenant: str
    name: str = Field(sa_type=Text)
    files: dict[str, str] = Field(sa_type=JSON)  # the text of each file, by name
    uploaded_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    uploaded_at: datetime = Field(sa_type=Moment)
