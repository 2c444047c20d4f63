"""The tables of transcripts of calls. They store figures and names, but not what was said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from storage.choices import Talk, TalkSide, TranscriptTool
from storage.tables.columns import key_field
from storage.tables.types import Moment


class MeasuredCall(SQLModel, table=True):
    """What we measured in the transcript of a call, for one user of Attune who was in the call.

    Other people may see only the figures that this user shares.

    `figures` is `handlers.transcripts.records.TalkFigures` as JSON: numbers, and names of speakers
    and competitors.
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
    digest: str  # a hash of the file, to recognise the same file
    # When the call started, according to the file.
    file_starts_at: datetime | None = Field(default=None, sa_type=Moment)
    # Whether the file gives the time zone of `file_starts_at`.
    file_zoned: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    key: str  # finds the words of the transcript while they are in memory
    # Each speaker's side. The speakers are in the order in which they first speak.
    labels: dict[str, TalkSide] = Field(sa_type=JSON)
    figures: dict[str, Any] = Field(sa_type=JSON)
    # The person's guess, before seeing the figures, of who talked more.
    guess: Talk | None = Field(default=None, sa_type=String)
    # When the person first saw the figures.
    shown_at: datetime | None = Field(default=None, sa_type=Moment)
    # What the person did with the lines in the draft of the reflection (see
    # handlers.features.transcripts.reworded). The keys of this dict are the numbers of the lines.
    # A line that the language model proposed has a hash instead of a number.
    drafted: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    offered_focus: str | None = None  # the id of the focus that was offered with these figures
    # The platform's ids of the newest messages with figures or a draft, separated by spaces.
    shown_in: str = Field(default="", sa_type=Text)


class OpenTranscript(SQLModel, table=True):
    """A transcript that we can't measure yet.

    We have a question about it for its owner, or the owner must bring the file again. The row has
    what the question needs, and the owner's answers. The row is deleted when the transcript is
    measured.
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
    # Up to three parts (see handlers.transcripts.file_day). Each part is on a line of its own. A
    # missing part has no line:
    # - the title in the file
    # - the day of the call, if the file's name has a day but no time
    # - the message that came with the file
    title: str = Field(default="", sa_type=Text)
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    zoned: bool = False  # whether the file gives the time zone of `starts_at`
    seconds: int | None = None  # the length of the call
    # Each speaker's share of the words. The speakers are in the order in which they first speak.
    labels: dict[str, float] = Field(sa_type=JSON)
    mine: list[str] | None = Field(default=None, sa_type=JSON)  # the labels that the owner chose
    call_id: int | None = Field(default=None, sa_type=BigInteger)  # the call that the owner chose
    # The id of a call, if the owner has said that the file is not from that call. If the owner
    # deletes the file later, the row stays, with "" as its `key`, so that we don't match the file
    # to that call again.
    not_call_id: int | None = Field(default=None, sa_type=BigInteger)
    made_at: datetime = Field(sa_type=Moment)


class SpeakerName(SQLModel, table=True):
    """A speaker's name in transcripts. `mine` says whether it is the name of `person_id`."""

    # This is an old name of the table. Renaming a table would break a rolling upgrade.
    __tablename__ = "spokenas"

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    label: str = Field(primary_key=True, sa_type=Text)  # see handlers.transcripts.speakers.folded
    tenant: str
    mine: bool
    said_at: datetime = Field(sa_type=Moment)
