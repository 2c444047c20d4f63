"""The interfaces of sources. Classes in `bot/` implement them.

An implementation decides how it connects, waits and retries. If a read raises an exception, the
data from earlier reads stays as it is.
"""

from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.model.prompts import Answer, ModelPrompt
from handlers.model.transcripts import ProposedLine
from handlers.playbook.word_lists import Pitch
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
        """The new refresh token or secret address to store, or None if there is no new one.

        Read this after each `read`, even a failed one: the provider may have replaced the refresh
        token.
        """
        ...

    async def read(self, since: datetime, until: datetime) -> CalendarRead | None:
        """Return every event that starts at or after `since` and before `until` (both UTC).

        Return None if nothing has changed since the last read whose result was stored. The caller
        treats an event that is missing from the result as deleted. So an incomplete read must raise
        SourceFailed.
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

        The link works once, and for ten minutes of real time. `now` (UTC) is the time on
        the clock of the person's platform. In the playground, this clock may be ahead of the real
        time. Raises KeyError for a kind that is not set up, and NoKey without an encryption key.
        """
        ...


class TranscriptSources(Protocol):
    """The sources of transcripts that the operator has set up."""

    def offered(self, person: Person) -> Collection[TranscriptSourceKind]:
        """Return the sources that Attune can read for this person."""
        ...

    async def link_for(self, session: AsyncSession, person: Person, now: datetime) -> str:
        """Return a link to sign in with Google.

        The link works once, and for ten minutes from `now` (UTC). Raises KeyError if signing in
        with Google is not set up, and NoKey without an encryption key.
        """
        ...


class ModelFailed(Exception):
    """A language model gave no usable answer. We report this only to admins and operators.

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
        """How many characters of a text fit into one request."""
        ...

    async def ask(
        self, prompt: ModelPrompt[Answer], tenant: str, person_id: int, now: datetime
    ) -> Answer:
        """Ask the model, and return its answer as an object of the class `prompt.answer`.

        The caller must check the quotes in the answer. An answer may take minutes. So don't wait
        for it inside a transaction, or before the chat platform's request is acknowledged. Each
        request to the model counts towards the limits of the person and the tenant, even if it
        fails. `person_id` is 0 if the request is for nobody in particular. An answer about public
        text is stored, and the model is not asked again about the same text. `now` is in UTC.
        Raises ModelFailed.
        """
        ...


class TranscriptRefused(Exception):
    """A file could not be read as a transcript, or a transcript could not be measured.

    The message of this exception is a sentence for the person who shared the file. `may_pass` means
    that we ran out of time, and that another attempt may succeed.
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
        """Return a context that waits until one more file fits in memory.

        Fetch and read the file inside the context.
        """
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
