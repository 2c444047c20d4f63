"""People's calendars, what was last seen in them, and what people said about their meetings."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.choices import CalendarKind, MeetingReason, MeetingVerdict, SignInKind, SourceTrouble
from storage.tables.columns import key_field
from storage.tables.types import Moment

HAS_CALL = text("call_id IS NOT NULL")


class CalendarConnection(SQLModel, table=True):
    """A calendar that its owner connected. `storage.calendars` reads and writes the secrets."""

    __table_args__ = (Index("calendar_due", "next_at"), Index("calendar_by_person", "person_id"))

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: CalendarKind = Field(sa_type=String)
    # what its owner knows it by; never the secret: "calendar.google.com", "lena@northwind.example"
    label: str = Field(sa_type=Text)
    secret: str = Field(sa_type=Text)  # encrypted: the address, or the refresh token
    cursor: str = Field(default="", sa_type=Text)  # encrypted: what the next read continues from
    connected_at: datetime = Field(sa_type=Moment)
    next_at: datetime = Field(sa_type=Moment)  # when to read it again
    read_at: datetime | None = Field(default=None, sa_type=Moment)  # the last read that succeeded
    # the last one that returned every event; later ones found that nothing had changed
    listed_at: datetime | None = Field(default=None, sa_type=Moment)
    failures: int = 0  # of reads, in a row
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    trouble: SourceTrouble | None = Field(default=None, sa_type=String)
    # since when reads have been doubted: too many meetings were missing, and every read since then
    # missed the same ones; None if the last read was believed, or failed
    doubted_at: datetime | None = Field(default=None, sa_type=Moment)


class SeenMeeting(SQLModel, table=True):
    """A meeting as the last read of a calendar found it, and whether Attune took it for a call.

    `title` is empty unless its owner is asked about the meeting. Meetings that are gone are kept
    for a while, because they may come back, or be invited anew under another id.
    """

    __table_args__ = (
        UniqueConstraint("calendar_id", "source_id"),
        Index("seen_meeting_over", "ends_at"),
        Index("seen_meeting_by_verdict", "calendar_id", "verdict"),
        Index("seen_meeting_by_call", "call_id", sqlite_where=HAS_CALL, postgresql_where=HAS_CALL),
    )

    id: int = key_field()
    tenant: str
    calendar_id: int = Field(foreign_key="calendarconnection.id", sa_type=BigInteger)
    source_id: str = Field(sa_type=Text)  # as CalendarEvent.source_id
    series: str = Field(default="", sa_type=Text)  # as CalendarEvent.series; "" if it is single
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    fingerprint: str  # as CalendarEvent.fingerprint: it changes with the meeting
    sequence: int | None = Field(default=None, sa_type=BigInteger)  # as CalendarEvent.sequence
    modified_at: datetime | None = Field(default=None, sa_type=Moment)  # as there, too
    likeness: str  # as CalendarEvent.likeness: finds a meeting that was invited anew
    verdict: MeetingVerdict = Field(sa_type=String)
    reason: MeetingReason = Field(sa_type=String)
    # the word in its title that is the reason, as the playbook has it; if the reason is an answer
    # of its owner, what that answer is about (as `MeetingAnswer.about`); otherwise ""
    word: str = Field(default="", sa_type=Text)
    title: str = Field(default="", sa_type=Text)
    # the event itself as JSON, so that it can be judged again; "" if it is plainly no call
    event: str = Field(default="", sa_type=Text)
    # The rest of the question, if its owner is asked: what the answer is stored under (as
    # `MeetingAnswer.about`), who comes from outside, and the ids of the accounts to choose from,
    # with spaces between them.
    subject: str = Field(default="", sa_type=Text)
    guests: str = Field(default="", sa_type=Text)
    choices: str = Field(default="", sa_type=Text)
    call_id: int | None = Field(default=None, sa_type=BigInteger)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    gone_at: datetime | None = Field(default=None, sa_type=Moment)  # when it was first missing
    # the calendar's `doubted_at`, if this meeting is missing in the reads that are doubted
    missed_at: datetime | None = Field(default=None, sa_type=Moment)


class MeetingAnswer(SQLModel, table=True):
    """What a person said about a meeting, its series, or all meetings with a guest or a domain.

    `about` is a series ("series:UID"), a meeting ("meeting:SOURCE_ID"), a guest's address
    ("guest:jana@acme.example") or a domain ("domain:acme.example"). "account:7" notes that the
    person took back the answer that had added this account. If the meeting is no call, but the
    person had said so before, `account_id` is the account that they had named.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    about: str = Field(primary_key=True, sa_type=Text)
    tenant: str
    is_call: bool
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInteger)
    asleep: bool = False  # a series that gets no messages for now
    answered_at: datetime = Field(sa_type=Moment)


class CalendarSignIn(SQLModel, table=True):
    """A calendar that is being connected at its provider, or a token to be revoked there.

    Signing in for the transcripts of Google Meet (kind "meet") goes the same way.

    First `secret` is the PKCE verifier, and `address` is empty. Once the provider has answered,
    another row has the refresh token, and the address of the account that its owner has to confirm.
    When a row that has a token expires, the provider is asked to revoke it.
    """

    __table_args__ = (Index("calendar_sign_in_expiry", "expires_at"),)

    key: str = Field(primary_key=True)  # the hash of a random value that only a link or a page has
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: SignInKind = Field(sa_type=String)
    secret: str = Field(sa_type=Text)  # encrypted
    address: str = Field(default="", sa_type=Text)
    asked_at: datetime = Field(sa_type=Moment)  # by the clock of the person's platform
    expires_at: datetime = Field(sa_type=Moment)
