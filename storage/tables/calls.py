"""Accounts, calls with them, research findings, reflections and promises."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import (
    Attribution,
    Built,
    BuyingRole,
    CallKind,
    CallStatus,
    FirstPrescribed,
    GoalReached,
    GuessOutcome,
    Invitation,
    KeptFocus,
    NextStepBy,
    PromiseSide,
    PromiseState,
    Stage,
    Talk,
)
from storage.tables.columns import HAS_MEETING, HAS_SOURCE_ID, OPEN_ROW, by_email, key_field
from storage.tables.types import Moment


class Account(SQLModel, table=True):
    """A company we sell to."""

    __table_args__ = (UniqueConstraint("tenant", "name_key"),)

    id: int = key_field()
    tenant: str
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)  # see storage.spelling.comparable
    stage: Stage = Field(default="discovery", sa_type=String)
    industry: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)


class AccountDomain(SQLModel, table=True):
    """A mail domain of an account's people, normalised by `storage.mail`."""

    tenant: str = Field(primary_key=True)
    domain: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True, sa_type=BigInteger)


class Contact(SQLModel, table=True):
    """Somebody at an account."""

    __table_args__ = (UniqueConstraint("account_id", "name"), by_email("contact"))

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    role: str = Field(default="", sa_type=Text)
    email: str | None = None  # as storage.mail.normalised returns it; need not be unique
    # Set by hand. None means that we guess it from `role`.
    buying_role: BuyingRole | None = Field(default=None, sa_type=String)
    # The id of the call whose guest list added this contact, or None.
    added_by_call: int | None = Field(default=None, sa_type=BigInteger)
    crm_id: str | None = None  # the id of the contact in the tenant's CRM
    # When everything about the contact was erased. The row stays, because calls refer to it.
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class Call(SQLModel, table=True):
    """A conversation with an account. `Seat` has our people in the call.

    `source` is where Attune first heard of the call: "typed", "demo", or the kind of the calendar
    that has the call.

    `source_id` is the id of the call's meeting in calendars (see
    `storage.sales_calls.source_ids`), or None if the call came from no calendar. Colleagues who
    have the same meeting in their calendars share one call. If one person's copy of the meeting
    differs in its time, title, link or guest list, this person gets another call. The `source_id`
    of that call begins with the meeting's id.
    """

    __table_args__ = (
        Index("call_by_account", "account_id", "starts_at"),
        Index(
            "call_by_source_id",
            "tenant",
            "source_id",
            "source",
            unique=True,
            sqlite_where=HAS_SOURCE_ID,
            postgresql_where=HAS_SOURCE_ID,
        ),
        Index(
            "call_by_meeting",
            "tenant",
            "meeting",
            "starts_at",
            sqlite_where=HAS_MEETING,
            postgresql_where=HAS_MEETING,
        ),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    planned_at: datetime = Field(sa_type=Moment)  # when the call was last planned or moved
    zone: str  # IANA: the time zone in which the time was given
    join_url: str = Field(default="", sa_type=Text)
    # The Teams meeting that the join link opens (storage.meetings.meeting_links).
    meeting: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    status: CallStatus = Field(default="planned", sa_type=String)
    # Ids of people without a seat in the call, separated by spaces. If one of these people gets a
    # seat, the call is hidden from their manager. Two kinds of people are listed:
    # - people who hid the call from their manager, and then gave up their seat in it
    # - people who hid an earlier call for the same meeting from their manager
    kept_by: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    # The title in the calendar, or "".
    title: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    # Set by hand, or by what somebody typed when they planned the call. None means that we guess it
    # (handlers.knowledge.situations).
    kind: CallKind | None = Field(default=None, sa_type=String)
    # What the calendar says about the invitation, or "".
    invitation: Invitation = Field(
        default="", sa_type=String, sa_column_kwargs={"server_default": ""}
    )
    source: str = Field(default="typed", sa_column_kwargs={"server_default": "typed"})
    source_id: str | None = None
    # The id of the person who last moved, cancelled or restored the call. None if nobody did, or if
    # a calendar did.
    changed_by: int | None = Field(default=None, sa_type=BigInteger)
    # The start and end before the last move.
    moved_from: datetime | None = Field(default=None, sa_type=Moment)
    moved_from_end: datetime | None = Field(default=None, sa_type=Moment)
    # When the meeting last began and ended, as far as the platform has said.
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class CallContact(SQLModel, table=True):
    """A contact who is coming to a call, or came to it."""

    call_id: int = Field(foreign_key="call.id", primary_key=True, sa_type=BigInteger)
    contact_id: int = Field(
        foreign_key="contact.id", primary_key=True, index=True, sa_type=BigInteger
    )
    tenant: str


class Seat(SQLModel, table=True):
    """One of our people in a call, with the person's own goal. `Guess` has the person's guesses."""

    __table_args__ = (
        # The indexes on a person begin with the tenant. If they began with the person, SQLite would
        # use seat_by_time to find a person's seats, and so read all seats of the tenant.
        Index("seat_by_person", "tenant", "person_id", "starts_at"),
        Index("seat_by_person_account", "tenant", "person_id", "account_id", "starts_at"),
        Index("seat_by_time", "tenant", "starts_at"),
    )

    call_id: int = Field(foreign_key="call.id", primary_key=True, sa_type=BigInteger)
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, index=True, sa_type=BigInteger
    )
    tenant: str
    account_id: int = Field(sa_type=BigInteger)
    # A copy of the call's start, so that an index can find the person's calls of a week.
    starts_at: datetime = Field(sa_type=Moment)
    # When the person's calendar added them to a call that was already planned, or None.
    joined_at: datetime | None = Field(default=None, sa_type=Moment)
    # Whether the person's manager sees the call. If None, the setting `calls_open` in
    # `Person.rhythm` decides.
    opened: bool | None = None
    goal: str = Field(default="", sa_type=Text)
    # The question to open with, as a wording (handlers.coaching.wordings).
    opening: str | None = None
    # The listening line that was sent, as a wording.
    line: str | None = None
    # Ids of the research questions for this call, separated by spaces.
    research: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    # When the person said that this call's listening line was not useful. Several such dismissals
    # in a row cause a pause, in which the person gets no listening lines. After the pause, the time
    # of each dismissal is set to `SPENT` (storage.sales_calls.seat_texts). Then the dismissal does
    # not count again.
    line_dismissed_at: datetime | None = Field(default=None, sa_type=Moment)
    # When the person last read the brief, or None. Sending the brief does not count.
    briefed_at: datetime | None = Field(default=None, sa_type=Moment)
    reflected_at: datetime | None = Field(default=None, sa_type=Moment)


class Guess(SQLModel, table=True):
    """What a rep expects of a call. `outcome` is what the rep's reflection says about the guess."""

    __table_args__ = (UniqueConstraint("call_id", "person_id", "position"),)

    id: int = key_field()
    tenant: str
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    position: int
    text: str = Field(sa_type=Text)
    outcome: GuessOutcome | None = Field(default=None, sa_type=String)


class Finding(SQLModel, table=True):
    """The answer to a research question about an account."""

    __table_args__ = (Index("finding_by_account", "account_id", "question_id", "found_at"),)

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    question_id: str
    text: str = Field(sa_type=Text)
    source: str = Field(default="", sa_type=Text)
    found_at: datetime = Field(sa_type=Moment)
    found_by: int = Field(foreign_key="person.id", sa_type=BigInteger)


class SkippedQuestion(SQLModel, table=True):
    """A research question that was skipped for one call or, with call_id 0, for the account."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "setaside"

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BigInteger)
    question_id: str = Field(primary_key=True)
    call_id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    tenant: str


class Reflection(SQLModel, table=True):
    """What one of our people learned from a call.

    Only the author may read a reflection, unless it is shared. If the author sends marketing a line
    or the buyer's words, marketing reads a copy in `Ask`.
    """

    __table_args__ = (
        UniqueConstraint("call_id", "author_id"),
        Index("reflection_by_author", "author_id", "called_at"),
        Index("reflection_by_author_account", "author_id", "account_id", "called_at"),
        Index("reflection_by_account", "account_id", "called_at"),
    )

    id: int = key_field()
    tenant: str
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    called_at: datetime = Field(sa_type=Moment)
    written_at: datetime = Field(sa_type=Moment)
    # Whether the author reached the goal of the call. If the call had no goal, how it went. "" if
    # the author did not say.
    goal_reached: GoalReached | Literal[""] = Field(sa_type=String)
    heard: str = Field(default="", sa_type=Text)
    # The contact who said `heard`, or None if unknown.
    heard_from: int | None = Field(default=None, sa_type=BigInteger)
    surprise: str = Field(default="", sa_type=Text)
    talk: Talk | None = Field(default=None, sa_type=String)
    first_prescribed: FirstPrescribed | None = Field(default=None, sa_type=String)
    next_step: str = Field(default="", sa_type=Text)
    next_step_by: NextStepBy | None = Field(default=None, sa_type=String)
    built: Built | None = Field(default=None, sa_type=String)
    # The playbook's id of the focus that the author had when they wrote the reflection.
    focus_id: str | None = None
    # Whether the author kept to this focus in the call.
    kept_focus: KeptFocus | None = Field(default=None, sa_type=String)
    # Ids of the patterns that we showed after this reflection, separated by spaces. For a while, we
    # do not show them again.
    pattern: str | None = None
    for_marketing: str = Field(default="", sa_type=Text)
    attribution: Attribution | Literal[""] = Field(
        default="", sa_type=String, sa_column_kwargs={"server_default": ""}
    )
    shared: bool = False


class Commitment(SQLModel, table=True):
    """A promise, ours or the account's, with the due day if one was given.

    `owner_id` is the person on our side who keeps track of the promise.
    """

    __table_args__ = (
        UniqueConstraint("call_id", "side", "text_key"),
        Index(
            "commitment_open_by_owner",
            "owner_id",
            "due_on",
            sqlite_where=OPEN_ROW,
            postgresql_where=OPEN_ROW,
        ),
        Index("commitment_settled_by_owner", "owner_id", "settled_at"),
        Index("commitment_by_account", "account_id", "state", "due_on"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    owner_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    side: PromiseSide = Field(sa_type=String)
    text: str = Field(sa_type=Text)
    text_key: str = Field(default="", sa_type=Text)  # see storage.spelling.comparable
    due_on: date | None = None
    state: PromiseState = Field(default="open", sa_type=String)
    made_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
