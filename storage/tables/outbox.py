"""What is to be pushed, and when nothing may be."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import OPEN_ROW, SENT_ABOUT, SETTLED_ROW, key_field
from storage.types import Moment


class Outbox(SQLModel, table=True):
    """Something to push: what about and to whom. The card is composed when it is sent.

    `due_at` changes only when it is rescheduled; `next_at` is the due time, the end of a lease or
    the time of the next try. A row is claimed by writing `claim`; one whose claim ran out comes
    back with `doubt` set, since its message may or may not have gone out.
    """

    __table_args__ = (
        UniqueConstraint("tenant", "key"),
        CheckConstraint("(person_id IS NULL) <> (channel_id IS NULL)", "outbox_to_one"),
        Index("outbox_next", "next_at", sqlite_where=OPEN_ROW, postgresql_where=OPEN_ROW),
        # not partial: for a person's few open rows SQLite would still read all of outbox_settled
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
    key: str  # says the same thing only once: a second row with it is refused
    kind: str
    # to whom: a person, or a channel
    person_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    channel_id: int | None = Field(default=None, foreign_key="channel.id", sa_type=BigInteger)
    # what about: a call, or the row that its kind says
    about: int | None = Field(default=None, sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    day: date  # the day it belongs to, where they are
    due_at: datetime = Field(sa_type=Moment)
    useful_until: datetime = Field(sa_type=Moment)
    next_at: datetime = Field(sa_type=Moment)
    state: str = "open"  # or sent, dropped
    reason: str | None = None  # why it was dropped
    claim: str | None = None
    doubt: bool = False
    attempts: int = 0  # tries that settled nothing
    # those of them that failed by our own fault
    failures: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # rows that go out in one message share the id of the first: what a read-back looks for
    bundle: int | None = Field(default=None, sa_type=BigInteger)
    handed_at: datetime | None = Field(default=None, sa_type=Moment)  # to the platform, last
    message: str | None = None  # the platform's id of the message it went out in
    # the platform's id of a message that is out: this brings it up to date, and is no new one
    replaces: str | None = None
    wording: str | None = None  # the playbook line it used
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Gate(SQLModel, table=True):
    """Nothing goes to this workspace or channel before this time."""

    key: str = Field(primary_key=True)
    tenant: str
    free_at: datetime = Field(sa_type=Moment)
