"""Insights, the feeds that bring drafts of insights, and how people used them."""

from datetime import date, datetime

from sqlalchemy import DDL, BigInteger, Index, String, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel

from storage.choices import InsightState, OptionalStage, Verdict
from storage.tables.columns import key_field
from storage.tables.types import Moment


class Insight(SQLModel, table=True):
    """Something that marketing knows and that helps in a call.

    Its tags say where it applies: the industry, persona, stage, competitor and account.
    """

    __table_args__ = (
        Index("insight_by_state", "tenant", "state", "review_by"),
        Index("insight_by_replaced", "replaces_id", "state"),
        Index("insight_by_account", "tenant", "account_id", "id"),
    )

    id: int = key_field()
    tenant: str
    state: InsightState = Field(default="draft", sa_type=String)
    headline: str = Field(sa_type=Text)
    line: str = Field(sa_type=Text)  # what the insight means for a call
    body: str = Field(default="", sa_type=Text)
    link: str = Field(default="", sa_type=Text)
    industry: str = Field(default="", sa_type=Text)
    persona: str = Field(default="", sa_type=Text)
    stage: OptionalStage = Field(default="", sa_type=String)
    competitor: str = Field(default="", sa_type=Text)
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    # Who last published or changed the insight. At first, the author or the person who added the
    # feed.
    owner_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    feed_id: int | None = Field(default=None, foreign_key="feedsource.id", sa_type=BigInteger)
    # If this insight was made from a feed entry: when the entry was published.
    source_at: datetime | None = Field(default=None, sa_type=Moment)
    review_by: date  # the insight is offered for calls until the end of this day
    # A future time if the insight is scheduled. Until that time, only marketing sees the insight.
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    # If this row is an edit of a published insight: the id of that insight. When the edit is
    # published, its content is copied into the row of the published insight.
    replaces_id: int | None = Field(default=None, sa_type=BigInteger)
    # When the insight was last corrected after it was published.
    corrected_at: datetime | None = Field(default=None, sa_type=Moment)
    # If marketing declined a suggestion: what marketing wrote to the person who suggested it.
    declined: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    revision: int = 1  # counts changes, so that two people don't overwrite each other's


class FeedSource(SQLModel, table=True):
    """An RSS or Atom address whose entries become drafts of insights."""

    __table_args__ = (UniqueConstraint("tenant", "url"),)

    id: int = key_field()
    tenant: str
    url: str = Field(sa_type=Text)
    title: str = Field(default="", sa_type=Text)
    added_by: int = Field(foreign_key="person.id", sa_type=BigInteger)
    next_at: datetime = Field(sa_type=Moment, index=True)  # when to read the feed again
    etag: str | None = Field(default=None, sa_type=Text)
    modified: str | None = Field(default=None, sa_type=Text)
    failures: int = 0  # how many times in a row we could not read the feed
    trouble: str = Field(default="", sa_type=Text)  # why we could not read the feed, or ""
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    # How many entries the last reading found. None before the first reading. Also None if an update
    # of Attune has emptied `FeedSeen` after the last reading.
    entries: int | None = None
    # How many new entries we left out last time, because there were too many.
    left_over: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # If `url` is a page instead of a feed: the address of the feed that the page names.
    names_feed: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})


class FeedSeen(SQLModel, table=True):
    """The key (see `bot.intake.identity`) of an entry that was read before."""

    feed_id: int = Field(foreign_key="feedsource.id", primary_key=True, sa_type=BigInteger)
    key: str = Field(primary_key=True, sa_type=Text)
    tenant: str


class InsightUse(SQLModel, table=True):
    """An insight that a person has seen.

    `verdict` says whether the person used the insight, and what came of it. `call_id` is 0 if the
    person saw or used the insight outside a call.
    """

    __table_args__ = (
        Index("insight_use_by_account", "account_id", "verdict"),
        Index("insight_use_by_person", "person_id", "call_id"),
        Index("insight_use_by_verdict", "insight_id", "verdict"),
        # A covering index for storage.marketing.insight_figures.
        Index("insight_use_by_time", "insight_id", "at", "person_id", "verdict"),
    )

    insight_id: int = Field(foreign_key="insight.id", primary_key=True, sa_type=BigInteger)
    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    call_id: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    tenant: str
    account_id: int | None = Field(default=None, sa_type=BigInteger)
    verdict: Verdict = Field(default="shown", sa_type=String)
    at: datetime = Field(sa_type=Moment)


# The full-text index of insights, which `storage.sql.search` reads and writes.
WORDS_IN_SQLITE = DDL(  # type: ignore[no-untyped-call]
    "CREATE VIRTUAL TABLE IF NOT EXISTS insight_words "
    "USING fts5(words, tenant UNINDEXED, tokenize='porter unicode61')"
)
WORDS_IN_POSTGRESQL = DDL(  # type: ignore[no-untyped-call]
    "CREATE TABLE IF NOT EXISTS insight_words "
    "(rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL, tenant TEXT NOT NULL)"
)
WORDS_INDEX = DDL(  # type: ignore[no-untyped-call]
    "CREATE INDEX IF NOT EXISTS insight_words_found ON insight_words USING GIN (words)"
)
for statement, engine in (
    (WORDS_IN_SQLITE, "sqlite"),
    (WORDS_IN_POSTGRESQL, "postgresql"),
    (WORDS_INDEX, "postgresql"),
):
    event.listen(SQLModel.metadata, "after_create", statement.execute_if(dialect=engine))
