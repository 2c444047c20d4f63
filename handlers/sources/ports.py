"""The interfaces of sources. Classes in `bot/` implement them.

An implementation decides how it connects, waits and retries. If a read raises an exception, it
changes nothing.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.model.prompts import Answer, ModelPrompt
from handlers.model.transcripts import ProposedLine
from handlers.playbook.schema import Pitch
from handlers.sources.records import CalendarRead
from handlers.transcripts.records import Measured, TalkContext, TranscriptHead, Utterance
from storage.choices import (
    CalendarKind,
    ModelTrouble,
    SourceTrouble,
    TranscriptSourceKind,
)
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
        """The kinds that the operator has set up: "google", "microsoft", both or none."""
        ...

    async def link_for(
        self, session: AsyncSession, person: Person, kind: CalendarKind, now: datetime
    ) -> str:
        """Return a link that connects a calendar of this person.

        The link works once, and for ten minutes. `now` (UTC) is the time on the person's platform:
        the playground's clock may be ahead. Raises KeyError for a kind that is not set up, and
        NoKey without an encryption key.
        """
        ...


class TranscriptSources(Protocol):
    """The sources of transcripts that the operator has set up."""

    def offered(self, person: Person) -> Collection[TranscriptSourceKind]:
        """Return the sources that Attune can read for this person."""
        ...

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """Return a link to sign in with Google.

        The link works once, and for ten minutes from `now` (UTC). Raises KeyError if this is not
        set up, and NoKey without an encryption key.
        """
        ...


class ModelFailed(Exception):
    """A language model gave no usable answer. Only admins and operators learn of this.

    `wait` is how long to wait before another try, or None.
    """

    def __init__(self, trouble: ModelTrouble, wait: timedelta | None = None) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.wait = wait


class LanguageModel(Protocol):
    """The language model that the operator has set up.

    The caller checks that the tenant has switched the model on for a task, and that the person has
    not switched it off.
    """

    @property
    def name(self) -> str:
        """The name of the model, to mark what comes from it."""
        ...

    @property
    def host(self) -> str:
        """The host to which text is sent. We tell people which host it is."""
        ...

    @property
    def is_here(self) -> bool:
        """Whether the model runs on this machine, so that no text leaves it."""
        ...

    @property
    def room(self) -> int:
        """How many characters of a source fit into one request."""
        ...

    async def ask(
        self, prompt: ModelPrompt[Answer], tenant: str, person_id: int, now: datetime
    ) -> Answer:
        """Ask the model, and return its answer as a `prompt.answer`. Its quotes are unchecked.

        This may take minutes, so nothing may wait for it: no transaction, and no acknowledgement.
        The request is counted before it is sent, for the person (0 for nobody in particular) and
        the tenant. An answer about public text is stored, so that the model is not asked again.
        `now` is UTC. Raises ModelFailed.
        """
        ...


class TranscriptRefused(Exception):
    """A file is not a transcript that we can read. The message is for the person.

    `may_pass` means that the file took too long, and may take less time on another attempt.
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

    The words of a transcript stay in memory for at most half an hour, and are not stored. `key` is
    the `TranscriptHead.key` that `read` returned for the transcript.
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

    async def utterances(self, key: str) -> Sequence[Utterance]:
        """Return what was said, from memory only. Raises WordsGone."""
        ...

    def holds(self, key: str) -> bool:
        """Return whether the words of a transcript are in memory."""
        ...

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        """Keep the lines that a language model found, until the transcript's words are dropped."""
        ...

    def proposed(self, key: str) -> Sequence[ProposedLine] | None:
        """Return the lines from `keep_proposed`.

        Return None if it was never called, or if the words are gone.
        """
        ...

    def forget(self, key: str) -> None:
        """Drop the words of a transcript from memory."""
        ...
