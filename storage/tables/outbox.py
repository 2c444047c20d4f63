"""The tables of delivery: messages to send, and the rate limits that delay them."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import DropReason, OutboxState
from storage.tables.columns import OF_A_CALL, OPEN_ROW, SENT_ABOUT, SETTLED_ROW, key_field
from storage.tables.types import Moment


class Outbox(SQLModel, table=True):
    """Something to tell a recipient about a subject. The text is written just before sending.

    If several rows for one recipient are due together, they go out in one message.

    Retries do not change `due_at`. `next_at` is when a worker may claim the row: the due time, the
    next retry, or the end of a lease or pause. A worker claims a row by writing `claim`. Just
    before the worker sends the message, it hands the row over by writing `bundle`. If the result is
    never recorded, the next claim sets `doubt`, because the message may have gone out.
    `bot.delivery` explains the states.
    """

    __table_args__ = (
        UniqueConstraint("tenant", "key"),
        CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", "outbox_to_one"),
        Index("outbox_next", "next_at", sqlite_where=OPEN_ROW, postgresql_where=OPEN_ROW),
        # If this index were partial, SQLite would use outbox_settled instead, and read all of a
        # person's rows to find the few open ones.
        Index("outbox_by_person", "person_id", "state", "day"),
        Index(
            "outbox_open_by_tenant",
            "tenant",
            "next_at",
            sqlite_where=OPEN_ROW,
            postgresql_where=OPEN_ROW,
        ),
        Index("outbox_settled", "person_id", "settled_at"),
        Index("outbox_old", "settled_at", sqlite_where=SETTLED_ROW, postgresql_where=SETTLED_ROW),
        Index("outbox_by_channel", "channel_id", "state", "due_at"),
        # For deletions of calls: the database looks for messages that refer to the call.
        Index("outbox_by_call", "call_id", sqlite_where=OF_A_CALL, postgresql_where=OF_A_CALL),
        Index(
            "outbox_open_about",
            "about",
            "kind",
            sqlite_where=OPEN_ROW,
            postgresql_where=OPEN_ROW,
        ),
        Index(
            "outbox_sent_about",
            "about",
            "kind",
            sqlite_where=SENT_ABOUT,
            postgresql_where=SENT_ABOUT,
        ),
    )

    id: int = key_field()
    tenant: str
    key: str  # unique in a tenant, so that no message is planned twice
    kind: str
    # The recipient: either a person or a channel.
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    channel_id: int | None = Field(default=None, foreign_key="channel.id", sa_type=BigInteger)
    # The subject of a notice: the id of a row in the table that the kind implies. That table may be
    # the table of calls.
    about: int | None = Field(default=None, sa_type=BigInteger)
    # The subject of a nudge: the id of a call, or None if the nudge is not about a single call.
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    day: date  # in the recipient's time zone
    due_at: datetime = Field(sa_type=Moment)
    useful_until: datetime = Field(sa_type=Moment)
    next_at: datetime = Field(sa_type=Moment)
    state: OutboxState = Field(default="open", sa_type=String)
    reason: DropReason | None = Field(default=None, sa_type=String)  # why the row was dropped
    claim: str | None = None
    doubt: bool = False
    # How many attempts ended in a retry, not counting those that ended because the workspace was
    # paused.
    attempts: int = 0
    # How many attempts failed because of an error of Attune's own.
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # Attune's id of the message in which this row was handed over. It helps to find the message on
    # the platform again.
    bundle: int | None = Field(default=None, sa_type=BigInteger)
    # When the row was last handed over.
    handed_at: datetime | None = Field(default=None, sa_type=Moment)
    message: str | None = None  # the platform's id of the message that contained the row
    # The platform's id of a sent message that this row updates.
    replaces: str | None = None
    # - In the row of a brief: a hash of what the brief said.
    # - In the row of a listening line: the wording of the line. We write it for processes of the
    #   previous release, which may run during an upgrade. This release reads `Seat.line` instead.
    wording: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class RateLimit(SQLModel, table=True):
    """Nothing is sent to this workspace, channel or person before `free_at`."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "gate"

    # - The limit of a workspace: the tenant.
    # - The limit of a channel or a person: the tenant, a slash, and the id that the platform gave
    #   to the channel or person.
    key: str = Field(primary_key=True)
    tenant: str
    free_at: datetime = Field(sa_type=Moment)
