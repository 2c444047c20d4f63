"""What was measured in transcripts of calls. No table has a word that was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from storage.choices import Talk, TalkSide, TranscriptTool
from storage.tables.columns import key_field
from storage.tables.types import Moment


class MeasuredCall(SQLModel, table=True):
    """What was measured for one of our people in one call. Only this person may see it.

    `figures` is `handlers.transcripts.records.TalkFigures` as JSON: numbers, names of speakers and
    of competitors.
    """

    __table_args__ = (
        UniqueConstraint("call_id", "person_id"),
        Index("measured_call_by_person", "tenant", "person_id", "called_at"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", sa_type=BigInteger)
    called_at: datetime = Field(sa_type=Moment)
    measured_at: datetime = Field(sa_type=Moment)
    tool: TranscriptTool = Field(sa_type=String)
    digest: str  # of the file: two files are the same if theirs are
    file_starts_at: datetime | None = Field(default=None, sa_type=Moment)  # as the file has it
    file_zoned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    key: str  # with which its words can be had, as long as they are in memory
    # which side each speaker is on, in the order in which they first speak
    labels: dict[str, TalkSide] = Field(sa_type=JSON)
    figures: dict[str, Any] = Field(sa_type=JSON)
    # who talked more, as the person guessed before they saw the figures
    guess: Talk | None = Field(default=None, sa_type=String)
    shown_at: datetime | None = Field(default=None, sa_type=Moment)  # when they first saw them
    # "kept" or "dropped", by the place of a line in the draft of the reflection
    drafted: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    offered_focus: str | None = None  # the id of the focus that was offered with these figures
    # the platform's ids of the newest messages that show figures or draft, separated by spaces
    shown_in: str = Field(default="", sa_type=Text)


class OpenTranscript(SQLModel, table=True):
    """A transcript about which its owner is asked something, or whose words have to come again.

    It has what the question needs, and the answers. The row goes once its call is measured.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "digest"),
        Index("open_transcript_by_age", "made_at"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    digest: str
    key: str
    tool: TranscriptTool = Field(sa_type=String)
    title: str = Field(default="", sa_type=Text)  # as the file has it, and what was written with it
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    zoned: bool = False  # whether the file says in which zone `starts_at` is
    seconds: int | None = None  # how long the call lasted
    # the part of the words that each speaker said, in the order in which they first speak
    labels: dict[str, float] = Field(sa_type=JSON)
    mine: list[str] | None = Field(default=None, sa_type=JSON)  # the labels that the owner chose
    call_id: int | None = Field(default=None, sa_type=BigInteger)  # the call that the owner chose
    # The call that it was matched to, if the owner said that it is another call's. If they then
    # forgot the file, nothing else is kept, and `key` is "".
    not_call_id: int | None = Field(default=None, sa_type=BigInteger)
    made_at: datetime = Field(sa_type=Moment)


class SpokenAs(SQLModel, table=True):
    """A name under which a person speaks in transcripts, or one like theirs that is not theirs."""

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    label: str = Field(primary_key=True, sa_type=Text)  # see handlers.transcripts.speakers.folded
    tenant: str
    mine: bool
    said_at: datetime = Field(sa_type=Moment)
