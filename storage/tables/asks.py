"""Asks, and the conversations about them.

An ask goes from a rep to marketing. It is a buyer's words, or a question about an insight.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlmodel import Field, SQLModel

from storage.choices import AskState, NoteKind, OptionalStage
from storage.tables.columns import key_field
from storage.tables.types import Moment

NOT_CLOSED = text("closed_at IS NULL")


class Ask(SQLModel, table=True):
    """Something for marketing to answer: a buyer's words, or a question about an insight."""

    __table_args__ = (
        Index("ask_by_time", "tenant", "asked_at"),
        Index("ask_by_author", "author_id", "asked_at"),
        Index(
            "ask_not_closed",
            "tenant",
            "asked_at",
            sqlite_where=NOT_CLOSED,
            postgresql_where=NOT_CLOSED,
        ),
        # Not unique, because the author may withdraw an ask and make another from the same call.
        Index("ask_by_call", "call_id", "author_id"),
    )

    id: int = key_field()
    tenant: str
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInteger)
    call_id: int | None = Field(default=None, foreign_key="call.id", sa_type=BigInteger)
    insight_id: int | None = Field(default=None, foreign_key="insight.id", sa_type=BigInteger)
    named: bool = False  # whether marketing may see the account and the author
    line: str = Field(sa_type=Text)  # what marketing is told or asked
    quote: str = Field(default="", sa_type=Text)  # the buyer's words
    # The account's stage when the ask was made.
    stage: OptionalStage = Field(default="", sa_type=String)
    asked_at: datetime = Field(sa_type=Moment)
    # When to remind marketing if nobody has answered by then. This is one working day after the
    # latest of these events:
    # - The author made or reworded the ask.
    # - The author replied, and no marketer had taken the ask on.
    # - The ask waits for marketing again, because a marketer took back an answer, or gave
    #   the ask back.
    due_at: datetime = Field(sa_type=Moment)
    state: AskState = Field(default="waiting", sa_type=String)
    taken_by: int | None = Field(default=None, foreign_key="person.id", sa_type=BigInteger)
    # When marketing first answered the ask or took it on. A question to the author does not count.
    first_answer_at: datetime | None = Field(default=None, sa_type=Moment)
    # When marketing answered the ask, or the rep withdrew it. None while the ask is open. A reply
    # of the rep opens an answered ask again.
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class AskNote(SQLModel, table=True):
    """One message in the conversation about an ask."""

    __table_args__ = (Index("ask_note_by_ask", "ask_id", "id"),)

    id: int = key_field()
    tenant: str
    ask_id: int = Field(foreign_key="ask.id", sa_type=BigInteger)
    author_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: NoteKind = Field(sa_type=String)
    text: str = Field(default="", sa_type=Text)
    at: datetime = Field(sa_type=Moment)
