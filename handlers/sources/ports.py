"""The interfaces of sources, which classes in `bot/` implement.

An implementation decides how it connects, waits and retries. If it raises an exception, the read
changes nothing.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.schema import Pitch
from handlers.sources.records import CalendarRead, CrmAccount, UserGroup
from handlers.transcripts.records import Measured, TalkContext, TranscriptHead
from storage.choices import CalendarKind, GroupTrouble, SourceTrouble, TranscriptSourceKind
from storage.tables import Person


class SourceFailed(Exception):
    """A calendar or a source of transcripts could not be read.

    `wait` is how long the other side asked us to wait. It is None if the other side did not ask.
    """

    def __init__(self, trouble: SourceTrouble, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait


class Calendar(Protocol):
    """The calendar of one person."""

    @property
    def new_secret(self) -> str | None:
        """The new refresh token or address to store, or None if it has not changed.

        Read this after each `read`, even a failed one: the provider may have replaced the refresh
        token.
        """
        ...

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return every event that starts at or after `since` and before `until` (both UTC).

        Return None if nothing has changed since the last stored read. A missing event counts as
        gone, so an incomplete read must raise SourceFailed.
        """
        ...


class CalendarSignIns(Protocol):
    """Let people connect a calendar by signing in with the provider in their browser."""

    @property
    def kinds(self) -> Collection[CalendarKind]:
        """The kinds that an administrator has set up: "google", "microsoft", both or none."""
        ...

    async def link_for(
        self, session: AsyncSession, person: Person, kind: CalendarKind, now: datetime
    ) -> str:
        """Return a link that connects a calendar of this person, once, within ten minutes.

        `now` is the time on the clock of the person's platform (UTC). Raises KeyError for a kind
        that is not set up.
        """
        ...


class TranscriptSources(Protocol):
    """The sources of transcripts that an administrator has set up."""

    def offered(self, person: Person) -> Collection[TranscriptSourceKind]:
        """Return the sources that Attune can read for this person."""
        ...

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """Return a link to sign in with Google, once, within ten minutes. `now` is UTC.

        Raises KeyError if this is not set up, and NoKey without an encryption key.
        """
        ...


class Crm(Protocol):
    """The CRM of a company."""

    async def accounts(self) -> Sequence[CrmAccount]:
        """Return the accounts that are new or changed since the last read."""
        ...


class GroupsFailed(Exception):
    """A platform's user groups, or the members of one, could not be read."""

    def __init__(self, trouble: GroupTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class UserGroups(Protocol):
    """The groups of people in the directory of a tenant's platform."""

    def offered(self, tenant: str) -> bool:
        """Return whether the tenant's platform has user groups that Attune can read."""
        ...

    async def groups(self, tenant: str) -> Sequence[UserGroup]:
        """Return a tenant's groups, by name. Raises GroupsFailed."""
        ...

    async def members(self, tenant: str, group: str) -> Collection[str]:
        """Return the platform's ids of the people in a group. Raises GroupsFailed.

        A group without people is not a failure here.
        """
        ...


class TranscriptRefused(Exception):
    """A file is not a transcript that we can read. The message is for the person.

    `may_pass` means that the file took too much time or computing, and may take less another time.
    """

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class WordsGone(Exception):
    """The words of a transcript are no longer in memory.

    `source` is the source that delivered them, or None if a person shared them.
    """

    def __init__(self, source: TranscriptSourceKind | None = None) -> None:
        super().__init__(source)
        self.source = source


class TranscriptReader(Protocol):
    """Reads and measures transcripts in a separate process that can be killed.

    The words of a transcript stay in memory for at most half an hour, and are not stored.
    """

    def room(self) -> AbstractAsyncContextManager[object]:
        """Wait for room for one more file in memory. Fetch and read the file in this context."""
        ...

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        """Read a file with this name. Raises TranscriptRefused."""
        ...

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        """Measure the transcript with this key. `pitch` has the playbook's words for a pitch.

        Raises WordsGone or TranscriptRefused.
        """
        ...

    def forget(self, key: str) -> None:
        """Drop the words of a transcript from memory."""
        ...
