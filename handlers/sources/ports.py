"""The interfaces of sources. A class in `bot/` that implements one of these is a source.

How it connects, waits and retries is up to it. If it raises an exception, that read ends and
changes nothing.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.playbook.schema import Pitch
from handlers.sources.records import CalendarRead, CrmAccount
from handlers.transcripts.records import Measured, TalkContext, TranscriptHead
from storage.choices import CalendarKind, SourceTrouble, TranscriptSourceKind
from storage.tables import Person


class SourceFailed(Exception):
    """A calendar, or a source of transcripts, could not be read.

    `wait` is how long the other side asked us to wait; None if it did not ask.
    """

    def __init__(self, trouble: SourceTrouble, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait


class Calendar(Protocol):
    """One person's calendar."""

    @property
    def new_secret(self) -> str | None:
        """The refresh token or address to store from now on; None if it stays as it is.

        Ask for it after each `read`, even one that failed: the provider may have replaced the
        refresh token by then, and the old one may no longer work.
        """
        ...

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Every event that starts at or after `since` and before `until` (both UTC).

        None if nothing has changed since the last read that was stored, which the source knows by
        the cursor of that read. An event that is missing counts as gone, so a read that is not
        complete raises SourceFailed instead.
        """
        ...


class CalendarSignIns(Protocol):
    """Lets people connect a calendar by signing in at its provider, in their browser."""

    @property
    def kinds(self) -> Collection[CalendarKind]:
        """The kinds that an administrator has set up: "google", "microsoft", both or none."""
        ...

    async def link_for(
        self, session: AsyncSession, person: Person, kind: CalendarKind, now: datetime
    ) -> str:
        """A link that connects a calendar of this person; it works once, for ten minutes.

        `now` is the time by the clock of the person's platform (UTC). Raises KeyError for a kind
        that is not set up.
        """
        ...


class TranscriptSources(Protocol):
    """Where transcripts come from by themselves, if an administrator has set that up."""

    def offered(self, person: Person) -> Collection[TranscriptSourceKind]:
        """The sources that Attune can read for this person: "microsoft", "google", both or none."""
        ...

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """A link to sign in with Google; it works once, for ten minutes (now: UTC).

        Raises KeyError if that is not set up, and NoKey without an encryption key.
        """
        ...


class Crm(Protocol):
    """A company's CRM."""

    async def accounts(self) -> Sequence[CrmAccount]:
        """The accounts that are new or changed since the last read."""
        ...


class TranscriptRefused(Exception):
    """A file is no transcript that can be read. The message is a sentence for the person.

    `may_pass`: it took too much time or computing, and may take less another time.
    """

    def __init__(self, sentence: str, *, may_pass: bool = False) -> None:
        super().__init__(sentence)
        self.may_pass = may_pass


class WordsGone(Exception):
    """The words of a transcript are not in memory any more.

    `source` is where they came from by themselves; None if somebody brought them.
    """

    def __init__(self, source: TranscriptSourceKind | None = None) -> None:
        super().__init__(source)
        self.source = source


class TranscriptReader(Protocol):
    """Reads transcripts and measures them, in a process of its own that can be killed.

    It keeps a transcript's words in memory, for half an hour at most, and nowhere else.
    """

    def room(self) -> AbstractAsyncContextManager[object]:
        """Wait for room for one more file in memory; a file is fetched and read inside of it."""
        ...

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        """Read a file with this name. Raises TranscriptRefused if it is no transcript."""
        ...

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        """Measure the transcript with this key. `pitch` has the playbook's words for a pitch.

        Raises WordsGone if its words are not in memory any more, and TranscriptRefused if it cannot
        be measured.
        """
        ...

    def forget(self, key: str) -> None:
        """Drop the words of a transcript from memory."""
        ...
