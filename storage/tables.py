"""What Attune remembers. Every table carries its tenant, `platform:workspace` (`slack:T01`)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    ColumnElement,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    event,
    literal_column,
    text,
)
from sqlmodel import Field, SQLModel

from storage.types import Moment

OPEN_ROW = text("state = 'open'")
# In queries it stays a literal too: as a bound parameter PostgreSQL's generic plan would not see
# that the partial indexes apply.
OPEN: ColumnElement[str] = literal_column("'open'")


def key_field() -> Any:  # noqa: ANN401 - what SQLModel's own Field returns
    """A row's id: 64 bits on PostgreSQL, the rowid on SQLite."""
    return Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )


class Person(SQLModel, table=True):
    """Somebody who talks with Attune, in one workspace, with the rhythm they chose."""

    __table_args__ = (UniqueConstraint("tenant", "external"),)

    id: int = key_field()
    tenant: str
    external: str  # the platform's id of this person
    name: str
    zone: str  # IANA
    role: str = "rep"  # or manager, marketer, admin
    rhythm: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    away_from: datetime | None = Field(default=None, sa_type=Moment)
    away_until: datetime | None = Field(default=None, sa_type=Moment)
    snoozed_until: datetime | None = Field(default=None, sa_type=Moment)
    focus_id: str | None = None
    focus_since: datetime | None = Field(default=None, sa_type=Moment)
    address: str | None = None  # where a direct message to them goes
    unreachable: str | None = None  # why nothing can be sent to them any more


class Account(SQLModel, table=True):
    """A company we sell to."""

    __table_args__ = (UniqueConstraint("tenant", "name_key"),)

    id: int = key_field()
    tenant: str
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)  # the name as it is compared
    stage: str = "discovery"
    industry: str = Field(default="", sa_type=Text)
    created_at: datetime = Field(sa_type=Moment)


class Contact(SQLModel, table=True):
    """Somebody at an account."""

    __table_args__ = (UniqueConstraint("account_id", "name"),)

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    name: str = Field(sa_type=Text)
    role: str = Field(default="", sa_type=Text)


class Call(SQLModel, table=True):
    """A conversation with an account, at one time. Who of ours takes part is in `Seat`."""

    __table_args__ = (
        Index(
            "call_once",
            "tenant",
            "account_id",
            "starts_at",
            unique=True,
            sqlite_where=text("status = 'planned'"),
            postgresql_where=text("status = 'planned'"),
        ),
        Index("call_by_account", "account_id", "starts_at"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    planned_at: datetime = Field(sa_type=Moment)  # when it was put at its present time
    zone: str  # the zone the time was given in
    join_url: str = Field(default="", sa_type=Text)
    status: str = "planned"  # or cancelled


class CallContact(SQLModel, table=True):
    """Who of theirs is coming to a call."""

    call_id: int = Field(foreign_key="call.id", primary_key=True, sa_type=BigInteger)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True, sa_type=BigInteger)
    tenant: str


class Seat(SQLModel, table=True):
    """One of us on a call, with what this person alone set: the goal, the guesses (in `Guess`)."""

    __table_args__ = (
        Index("seat_by_person", "person_id", "starts_at"),
        Index("seat_by_person_account", "person_id", "account_id", "starts_at"),
    )

    call_id: int = Field(foreign_key="call.id", primary_key=True, sa_type=BigInteger)
    person_id: int = Field(
        foreign_key="person.id", primary_key=True, index=True, sa_type=BigInteger
    )
    tenant: str
    account_id: int = Field(sa_type=BigInteger)
    # the call's own time again, so that a person's week is one index range
    starts_at: datetime = Field(sa_type=Moment)
    goal: str = Field(default="", sa_type=Text)
    opening: str | None = None  # the playbook's id of the question to open with
    briefed_at: datetime | None = Field(default=None, sa_type=Moment)
    reflected_at: datetime | None = Field(default=None, sa_type=Moment)


class Guess(SQLModel, table=True):
    """What a rep expects of a call, held lightly; after it: confirmed, wrong or never_asked."""

    __table_args__ = (UniqueConstraint("call_id", "person_id", "position"),)

    id: int = key_field()
    tenant: str
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    position: int
    text: str = Field(sa_type=Text)
    outcome: str | None = None


class Finding(SQLModel, table=True):
    """The answer to a research question about an account, dated, with where it was found."""

    __table_args__ = (Index("finding_by_account", "account_id", "question_id", "found_at"),)

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    question_id: str
    text: str = Field(sa_type=Text)
    source: str = Field(default="", sa_type=Text)
    found_at: datetime = Field(sa_type=Moment)
    found_by: int = Field(foreign_key="person.id", sa_type=BigInteger)


class SetAside(SQLModel, table=True):
    """A research question skipped for one call, or (call_id 0) not worth knowing here at all."""

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BigInteger)
    question_id: str = Field(primary_key=True)
    call_id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    tenant: str


class Reflection(SQLModel, table=True):
    """What one of us took from a call. It is its author's unless shared."""

    __table_args__ = (
        UniqueConstraint("call_id", "author_id"),
        Index("reflection_by_author", "author_id", "called_at"),
        Index("reflection_by_account", "account_id", "called_at"),
    )

    id: int = key_field()
    tenant: str
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    called_at: datetime = Field(sa_type=Moment)
    written_at: datetime = Field(sa_type=Moment)
    goal_reached: str
    heard: str = Field(default="", sa_type=Text)
    surprise: str = Field(default="", sa_type=Text)
    talk: str | None = None
    first_prescribed: str | None = None
    next_step: str = Field(default="", sa_type=Text)
    next_step_by: str | None = None
    built: str | None = None
    for_marketing: str = Field(default="", sa_type=Text)
    shared: bool = False


class Commitment(SQLModel, table=True):
    """A promise: ours or theirs, with the day it is due."""

    __table_args__ = (
        UniqueConstraint("call_id", "side", "text_key"),
        Index(
            "commitment_open_by_owner",
            "owner_id",
            "due_on",
            sqlite_where=OPEN_ROW,
            postgresql_where=OPEN_ROW,
        ),
        Index("commitment_by_account", "account_id", "state", "due_on"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    owner_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    side: str  # ours or theirs
    text: str = Field(sa_type=Text)
    text_key: str = Field(default="", sa_type=Text)  # the text as it is compared
    due_on: date | None = None
    state: str = "open"  # or done, dropped
    made_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Insight(SQLModel, table=True):
    """Something marketing knows that helps in a call: what it is, what to do with it, for whom."""

    __table_args__ = (Index("insight_by_state", "tenant", "state", "review_by"),)

    id: int = key_field()
    tenant: str
    state: str = "draft"  # suggested, scheduled, published, retired
    headline: str = Field(sa_type=Text)
    line: str = Field(sa_type=Text)  # what it means for a call
    body: str = Field(default="", sa_type=Text)
    link: str = Field(default="", sa_type=Text)
    industry: str = Field(default="", sa_type=Text)
    persona: str = Field(default="", sa_type=Text)
    stage: str = ""
    competitor: str = Field(default="", sa_type=Text)
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    owner_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    feed_id: int | None = Field(default=None, foreign_key="feedsource.id", sa_type=BigInteger)
    review_by: date  # not shown after this day
    publish_at: datetime | None = Field(default=None, sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    revision: int = 1  # two people cannot change the same one unaware of each other


class FeedSource(SQLModel, table=True):
    """An RSS or Atom address whose entries become drafts of insights."""

    __table_args__ = (UniqueConstraint("tenant", "url"),)

    id: int = key_field()
    tenant: str
    url: str = Field(sa_type=Text)
    title: str = Field(default="", sa_type=Text)
    added_by: int = Field(foreign_key="person.id", sa_type=BigInteger)
    next_at: datetime = Field(sa_type=Moment, index=True)  # when to read it again
    etag: str | None = Field(default=None, sa_type=Text)
    modified: str | None = Field(default=None, sa_type=Text)
    failures: int = 0  # in a row
    trouble: str = Field(default="", sa_type=Text)  # the last one, as people read it
    read_at: datetime | None = Field(default=None, sa_type=Moment)


class FeedSeen(SQLModel, table=True):
    """An entry of a feed that was taken up, or left, before."""

    feed_id: int = Field(foreign_key="feedsource.id", primary_key=True, sa_type=BigInteger)
    guid: str = Field(primary_key=True, sa_type=Text)
    tenant: str


class InsightUse(SQLModel, table=True):
    """What became of an insight with one person in one call (call_id 0: outside calls)."""

    __table_args__ = (Index("insight_use_by_account", "account_id", "verdict"),)

    insight_id: int = Field(foreign_key="insight.id", primary_key=True, sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    call_id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    tenant: str
    account_id: int | None = Field(default=None, sa_type=BigInteger)
    # shown; used; wrong_buyer, stale, unclear; landed, flopped, not_used
    verdict: str = "shown"
    at: datetime = Field(sa_type=Moment)


# Words of insights, for full-text search by SQLite; PostgreSQL has a search of its own.
INSIGHT_WORDS = DDL(  # type: ignore[no-untyped-call]
    "CREATE VIRTUAL TABLE IF NOT EXISTS insight_words "
    "USING fts5(words, tenant UNINDEXED, tokenize='porter unicode61')"
)
event.listen(SQLModel.metadata, "after_create", INSIGHT_WORDS.execute_if(dialect="sqlite"))


class Draft(SQLModel, table=True):
    """Words kept while a question about them is open, so that a button need only carry an id."""

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    account: str = Field(default="", sa_type=Text)
    time: str = Field(default="", sa_type=Text)
    made_at: datetime = Field(sa_type=Moment, index=True)


class Delivered(SQLModel, table=True):
    """A request we have acted on: a platform's repeat of it has no second effect."""

    tenant: str = Field(primary_key=True)
    request_id: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)


class Outbox(SQLModel, table=True):
    """Something to push: what about and to whom. The card is composed when it is sent.

    `due_at` changes only when it is rescheduled; `next_at` is the due time, the end of a lease or
    the time of the next try. A row is claimed by writing `claim`; one whose claim ran out comes
    back with `doubt` set, since its message may or may not have gone out.
    """

    __table_args__ = (
        UniqueConstraint("tenant", "key"),
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
    )

    id: int = key_field()
    tenant: str
    key: str  # says the same thing only once: a second row with it is refused
    kind: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    day: date  # the person's own day it belongs to
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
    wording: str | None = None  # the playbook line it used
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Gate(SQLModel, table=True):
    """Nothing goes to this workspace or channel before this time."""

    key: str = Field(primary_key=True)
    tenant: str
    free_at: datetime = Field(sa_type=Moment)


class PlaygroundPost(SQLModel, table=True):
    """A message on the playground's page, as it was rendered."""

    __table_args__ = (Index("playground_post_place", "tenant", "place", "id"),)

    id: int = key_field()
    tenant: str
    place: str  # a channel, or the direct messages of one person
    audience: str = ""  # seen by this person alone, if named
    author: str
    html: str = Field(sa_type=Text)
    said_at: datetime = Field(sa_type=Moment)
    outbox_id: int | None = Field(default=None, sa_type=BigInteger)


class PlaygroundClock(SQLModel, table=True):
    """How far ahead of the real time the playground's clock is."""

    tenant: str = Field(primary_key=True)
    ahead_us: int = Field(sa_type=BigInteger)
