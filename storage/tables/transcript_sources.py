"""Transcripts that arrive automatically: people's consents, and a row for each transcript.

The words of a transcript are not stored.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import SourceTrouble, TranscriptSourceKind
from storage.tables.columns import key_field
from storage.tables.types import Moment


class TranscriptConsent(SQLModel, table=True):
    """A person's consent for Attune to read the transcripts of their own calls at a source.

    Without this row, we don't read the person's transcripts. `storage.sources.transcript_consents`
    encrypts and decrypts the secret.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        Index("transcript_consent_due", "next_at"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: TranscriptSourceKind = Field(sa_type=String)
    # Encrypted: the refresh token, or "" if the source needs no token.
    secret: str = Field(default="", sa_type=Text)
    # The address of the account that the person signed in with, or "" if no sign-in was needed.
    label: str = Field(default="", sa_type=Text)
    given_at: datetime = Field(sa_type=Moment)  # we ignore calls that ended before this
    next_at: datetime = Field(sa_type=Moment)  # when we next look for transcripts
    # When we last looked without trouble.
    looked_at: datetime | None = Field(default=None, sa_type=Moment)
    failures: int = 0  # failures in a row
    trouble: SourceTrouble | None = Field(default=None, sa_type=String)
    # When we told the person about the trouble.
    told_at: datetime | None = Field(default=None, sa_type=Moment)


class FetchedTranscript(SQLModel, table=True):
    """A transcript that we found at a source for one person and one call.

    A source may add to a transcript for a while. So we use a transcript only after we have found it
    with the same content twice.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "call_id"),
        Index("fetched_transcript_by_key", "key"),
        Index("fetched_transcript_by_age", "found_at"),
    )

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    call_id: int = Field(foreign_key="call.id", sa_type=BigInteger)
    kind: TranscriptSourceKind = Field(sa_type=String)
    source_id: str = Field(sa_type=Text)  # the id at the source
    digest: str  # a digest of the content that we found last
    key: str = ""  # `TranscriptHead.key`, or "" if we have not taken the transcript in
    found_at: datetime = Field(sa_type=Moment)
    # When we took the transcript in or gave up on it, or when the person deleted the call's
    # figures. After that, we don't look for a transcript of this call.
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
