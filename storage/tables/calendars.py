"""People's calendars, the meetings in them, and people's answers about their meetings."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.choices import CalendarKind, MeetingReason, MeetingVerdict, SignInKind, SourceTrouble
from storage.tables.columns import key_field
from storage.tables.types import Moment

HAS_CALL = text("call_id IS NOT NULL")


class CalendarConnection(SQLModel, table=True):
    """A calendar that its owner connected.

    `storage.meetings.calendars` reads and writes the secrets.
    """

    __table_args__ = (Index("calendar_due", "next_at"), Index("calendar_by_person", "person_id"))

    id: int = key_field()
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: CalendarKind = Field(sa_type=String)
    # A label that the owner recognises, never the secret: "calendar.google.com" or
    # "lena@northwind.example".
    label: str = Field(sa_type=Text)
    # Encrypted: the address of an .ics file, the text of a file dropped onto the playground, or the
    # refresh token from the calendar's provider.
    secret: str = Field(sa_type=Text)
    cursor: str = Field(default="", sa_type=Text)  # encrypted: where to continue reading
    connected_at: datetime = Field(sa_type=Moment)
    next_at: datetime = Field(sa_type=Moment)  # when to read the calendar again
    # When we last read the calendar successfully.
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    # When we last stored the calendar's events. If this is None, the next reading fetches every
    # event.
    listed_at: datetime | None = Field(default=None, sa_type=Moment)
    failures: int = 0  # how many times in a row we could not read the calendar
    failing_since: datetime | None = Field(default=None, sa_type=Moment)
    trouble: SourceTrouble | None = Field(default=None, sa_type=String)
    # If we doubt the last reading, because upcoming meetings are missing in it: the time of the
    # first reading in which the same meetings, and no others, were missing. Otherwise None. See
    # `handlers.sources.calendars.doubts`.
    doubted_at: datetime | None = Field(default=None, sa_type=Moment)


class SeenMeeting(SQLModel, table=True):
    """A meeting as we last found it in a calendar, and whether Attune counts it as a call.

    `title` is empty unless we ask the owner about the meeting. We keep a meeting for a
    while after it has left the calendar: it may come back, or be re-created under another id.

    Below, `CalendarEvent` means `handlers.sources.records.CalendarEvent`.
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
    # As CalendarEvent.series; "" for a single meeting.
    series: str = Field(default="", sa_type=Text)
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    fingerprint: str  # as CalendarEvent.fingerprint; changes when the meeting changes
    sequence: int | None = Field(default=None, sa_type=BigInteger)  # as CalendarEvent.sequence
    # As CalendarEvent.modified_at.
    modified_at: datetime | None = Field(default=None, sa_type=Moment)
    likeness: str  # as CalendarEvent.likeness; finds a meeting that was re-created
    verdict: MeetingVerdict = Field(sa_type=String)
    reason: MeetingReason = Field(sa_type=String)
    # More about the reason, never a word of the title:
    # - If the reason is the owner's answer: the answer's subject (as in `MeetingAnswer.about`).
    # - If the reason is an invited company: the company's mail domain.
    # - If the reason is "held in doubt": the meeting's previous reason.
    # - Otherwise: "".
    word: str = Field(default="", sa_type=Text)
    title: str = Field(default="", sa_type=Text)
    # The event as JSON, so that we can judge the meeting again. "" if the meeting is not a call,
    # and no answer of the owner could change that.
    event: str = Field(default="", sa_type=Text)
    # The columns `subject`, `guests` and `choices` are for the question to the owner. `subject` is
    # the key of the answer, as `MeetingAnswer.about`.
    subject: str = Field(default="", sa_type=Text)
    guests: str = Field(default="", sa_type=Text)  # who comes from outside, in words
    # The accounts and companies between which the owner can choose, separated by spaces: the ids of
    # accounts, and the mail domains of companies that have no account.
    choices: str = Field(default="", sa_type=Text)
    call_id: int | None = Field(default=None, sa_type=BigInteger)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    # When we first found the meeting missing.
    gone_at: datetime | None = Field(default=None, sa_type=Moment)
    # Equal to the calendar's `doubted_at` if we doubt what we read and this meeting is missing.
    missed_at: datetime | None = Field(default=None, sa_type=Moment)


class MetGuest(SQLModel, table=True):
    """A guest from outside in a past meeting of a calendar.

    `company` is the guest's mail domain, as `storage.mail.company_of` returns it.
    """

    __table_args__ = (
        UniqueConstraint("calendar_id", "starts_at", "address"),
        Index("met_guest_over", "starts_at"),
    )

    id: int = key_field()
    tenant: str
    calendar_id: int = Field(foreign_key="calendarconnection.id", sa_type=BigInteger)
    starts_at: datetime = Field(sa_type=Moment)
    address: str = Field(sa_type=Text)  # as `storage.mail.normalised` returns it
    company: str = Field(default="", sa_type=Text)


class MeetingAnswer(SQLModel, table=True):
    """What a person said about a meeting, a series, a guest, a mail domain or an account.

    `about` is one of these:

    - a series: "series:UID"
    - a meeting: "meeting:SOURCE_ID"
    - a guest's address: "guest:jana@acme.example"
    - a domain: "domain:acme.example"
    - an account that a calendar or an answer added: "account:7"

    `handlers.sources.calendars.subjects` makes these texts.

    `account_id` depends on `is_call`:

    - If `is_call` is true: the account that the person named, or None.
    - If `is_call` is false, and the answer removed calls: the account of these calls. *Undo* needs
      it to bring the calls back.
    - If `is_call` is false, and the answer removed no calls: None.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_type=BigInteger)
    about: str = Field(primary_key=True, sa_type=Text)
    tenant: str
    is_call: bool
    account_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInteger)
    asleep: bool = False  # whether the person wants no messages about the series for now
    answered_at: datetime = Field(sa_type=Moment)


class CalendarSignIn(SQLModel, table=True):
    """An incomplete sign-in at a calendar provider, or a token to revoke.

    Sign-ins for Google Meet transcripts (kind "meet") are here too. A row is one of these:

    - A sign-in that the person has not finished. `secret` is the PKCE verifier, and `address` is
      empty.
    - A sign-in that the person must confirm, because its mail address is not the person's address
      on Slack or Teams. `secret` is the refresh token. `address` is the mail address, or the
      provider's name if we don't know the address. If the person does not confirm before
      `expires_at`, we revoke the token.
    - A token to revoke. `secret` is the refresh token. We revoke it at `expires_at` or later.
    """

    __table_args__ = (Index("calendar_sign_in_expiry", "expires_at"),)

    # The hash of a random value. The value itself is not stored: the person's link or page has it.
    key: str = Field(primary_key=True)
    tenant: str
    person_id: int = Field(foreign_key="person.id", sa_type=BigInteger)
    kind: SignInKind = Field(sa_type=String)
    secret: str = Field(sa_type=Text)  # encrypted
    address: str = Field(default="", sa_type=Text)
    # When the person asked for the link, by the clock of the person's platform. The playground's
    # clock may be ahead of the real time.
    asked_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
