"""What public sources say about an account, and the answers that we propose from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import CompanyEvidence, ProposalState, PublicSource
from storage.tables.columns import key_field
from storage.tables.types import Moment


class AccountLookUp(SQLModel, table=True):
    """When we look up an account in public sources, and what we tried last."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "researched"

    __table_args__ = (Index("researched_due", "tenant", "next_at"),)

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BigInteger)
    tenant: str
    off: bool = False  # whether somebody switched public sources off for the account
    off_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    # When to look again. While a process looks, this is when its claim of the row ends.
    next_at: datetime = Field(sa_type=Moment)
    looked_at: datetime | None = Field(default=None, sa_type=Moment)
    # The last look-up's result in each source, from handlers.sources.public.public.Tried.as_json.
    tried: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class Snapshot(SQLModel, table=True):
    """The text of a page, a posting or a record, as we last fetched it."""

    __table_args__ = (
        UniqueConstraint("account_id", "url"),
        Index("snapshot_by_age", "tenant", "seen_at"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    source: PublicSource = Field(sa_type=String)
    url: str = Field(sa_type=Text)
    publisher: str = Field(sa_type=Text)  # the host, or the register's name
    title: str = Field(default="", sa_type=Text)
    text: str = Field(sa_type=Text)
    digest: str  # a hash of the text
    language: str = ""  # ISO 639, as the page states it, or ""
    published_at: datetime | None = Field(default=None, sa_type=Moment)  # None if undated
    seen_at: datetime = Field(sa_type=Moment)
    evidence: CompanyEvidence = Field(sa_type=String)  # why this is the right company
    etag: str = Field(default="", sa_type=Text)
    modified: str = Field(default="", sa_type=Text)  # the Last-Modified header, as written


class ProposedAnswer(SQLModel, table=True):
    """An answer that we propose to a research question, with the quote that supports it."""

    __table_args__ = (
        UniqueConstraint("account_id", "question_id", "digest"),
        Index("proposed_answer_by_age", "tenant", "seen_at"),
    )

    id: int = key_field()
    tenant: str
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    question_id: str
    claim: str = Field(sa_type=Text)  # one sentence
    quote: str = Field(sa_type=Text)  # the source's own words
    digest: str  # a hash of the quote and its address
    source: PublicSource = Field(sa_type=String)
    url: str = Field(sa_type=Text)
    publisher: str = Field(sa_type=Text)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    # If `names_person` is true, the time when we first found the quote at the source. Otherwise,
    # the time when we last found it there.
    seen_at: datetime = Field(sa_type=Moment)
    evidence: CompanyEvidence = Field(sa_type=String)
    names_person: bool = False  # whether the claim names somebody
    # Who proposed it: "" for a rule of the playbook, otherwise the name of a language model.
    model: str = ""
    state: ProposalState = Field(default="proposed", sa_type=String)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    # The id of the finding that the proposal became, even if the finding has been deleted since.
    finding_id: int | None = Field(default=None, sa_type=BigInteger)


class BlockedSource(SQLModel, table=True):
    """A source that is blocked for an account, because it is about another company.

    `place` names the source as `handlers.sources.public.public.place_of` does.
    """

    account_id: int = Field(foreign_key="account.id", primary_key=True, sa_type=BigInteger)
    place: str = Field(primary_key=True)
    tenant: str
    blocked_at: datetime = Field(sa_type=Moment)
    blocked_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)


class SuppressedName(SQLModel, table=True):
    """A hash of the name, mail address or platform id of somebody who objected or was erased.

    We do not store these people again. See `storage.customers.suppressed_names`.
    """

    tenant: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
