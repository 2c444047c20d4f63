"""Read and measure transcripts in separate processes that can be killed.

The words of transcripts are only in memory, in these processes and in the bot's own process. So if
we kill a process, no words stay behind on a disk.
"""

import asyncio
import json
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC

from pydantic import TypeAdapter

from bot.base.clock import Clock
from bot.intake.child_process import NoAnswer, NotInTime, TooSlow, answer_of, module_command
from bot.transcripts.formats.refused import REASONS
from bot.transcripts.memory import KEPT_FOR, WordsInMemory
from bot.transcripts.refusals import BUSY, NOT_MEASURED, SENTENCES, TOO_SLOW, UNREADABLE
from handlers.limits import TRANSCRIPT_SIZE, TRANSCRIPT_TEXT
from handlers.model.transcripts import ProposedLine
from handlers.playbook.word_lists import Pitch
from handlers.sources.ports import TranscriptRefused
from handlers.transcripts.records import (
    Measured,
    TalkContext,
    Transcript,
    TranscriptHead,
    Utterance,
)

MAX_READ = 200_000 + TRANSCRIPT_TEXT  # bytes of the head and the words
MAX_MEASURED = 10_000_000  # bytes; eight hours of speech need less than a tenth
MAX_PROCESSES = 2  # processes that run at the same time
# At most this many files, of up to 20 MB each, are in memory at the same time. We fetch another
# file only after one of these files is done.
MAX_FILES = 6

_HEAD = TypeAdapter(TranscriptHead)
_CONTEXT = TypeAdapter(TalkContext)
_MEASURED = TypeAdapter(Measured)
_TRANSCRIPT = TypeAdapter(Transcript)


@dataclass(frozen=True)
class ReaderProcesses:
    """The commands that read and measure transcripts, and how many seconds each command may take.

    Tests pass other commands.
    """

    read: Sequence[str] = module_command("bot.transcripts.read")
    measure: Sequence[str] = module_command("bot.transcripts.measure")
    seconds: float = 120.0  # wall-clock time; each command also limits its processor time


class ProcessReader:
    """Reads and measures transcripts. Implements `handlers.sources.ports.TranscriptReader`."""

    def __init__(self, clock: Clock, processes: ReaderProcesses | None = None) -> None:
        self._clock = clock
        self._memory = WordsInMemory(clock)
        self._processes = processes or ReaderProcesses()
        self._turns = asyncio.Semaphore(MAX_PROCESSES)
        self._files = asyncio.Semaphore(MAX_FILES)

    def room(self) -> AbstractAsyncContextManager[object]:
        return self._files

    async def read(self, name: str, body: bytes) -> TranscriptHead:
        """Read a transcript from a file. `name` is the file's name, and `body` its content.

        Raises TranscriptRefused if we can't read the file, or if we have no time for it now.
        """
        if len(body) > TRANSCRIPT_SIZE:
            raise TranscriptRefused(SENTENCES["too large"])
        asked: dict[str, object] = {"name": name, "now": self._clock.now().isoformat()}
        try:
            answer = await self._answer(self._processes.read, asked, body, MAX_READ)
            line, _, words = answer.partition(b"\n")
            head = _head(line)
        except TooSlow:
            raise TranscriptRefused(TOO_SLOW, may_pass=True) from None
        except NotInTime:
            raise TranscriptRefused(BUSY, may_pass=True) from None
        except (NoAnswer, ValueError):
            # `from None` hides the error, because a pydantic error may quote the input.
            raise TranscriptRefused(UNREADABLE) from None
        key = self._memory.keep(words)
        asyncio.get_running_loop().call_later(KEPT_FOR.total_seconds(), self.forget, key)
        return replace(head, key=key)

    async def measure(self, key: str, context: TalkContext, pitch: Pitch) -> Measured:
        """Measure the transcript with this key. `pitch` has the playbook's words for a pitch.

        Raises WordsGone if the words have left memory, and TranscriptRefused if we can't measure
        them.
        """
        words = self._memory.words(key)
        if known := self._memory.measured(key, context):
            return known
        asked = {
            "context": _CONTEXT.dump_python(context, mode="json"),
            "pitch": pitch.model_dump(mode="json"),
        }
        try:
            answer = await self._answer(self._processes.measure, asked, words, MAX_MEASURED)
            measured = _MEASURED.validate_json(answer)
        except (TooSlow, NotInTime):
            raise TranscriptRefused(NOT_MEASURED, may_pass=True) from None
        except (NoAnswer, ValueError):
            raise TranscriptRefused(NOT_MEASURED) from None
        self._memory.keep_measured(key, context, measured)
        return measured

    async def utterances(self, key: str) -> tuple[Utterance, ...]:
        """Return what was said. Raises WordsGone if the words are no longer in memory."""
        words = self._memory.words(key)
        return (await asyncio.to_thread(_TRANSCRIPT.validate_json, words)).utterances

    def holds(self, key: str) -> bool:
        return self._memory.holds(key)

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        self._memory.keep_proposed(key, lines)

    def proposed(self, key: str) -> tuple[ProposedLine, ...] | None:
        return self._memory.proposed(key)

    def forget(self, key: str) -> None:
        self._memory.forget(key)

    async def _answer(
        self, command: Sequence[str], head: dict[str, object], body: bytes, max_answer: int
    ) -> bytes:
        async with self._turns:
            return await answer_of(
                command, head, body, seconds=self._processes.seconds, max_answer=max_answer
            )


def _head(line: bytes) -> TranscriptHead:
    """Parse the first line of the child process's answer.

    Raises TranscriptRefused if the child process refused the file, and ValueError if the line is
    malformed.
    """
    said = json.loads(line)
    if isinstance(said, dict) and (reason := said.get("refused")) in REASONS:
        raise TranscriptRefused(SENTENCES[reason])
    head = _HEAD.validate_python(said)
    # Pydantic uses a UTC class of its own, so we convert to ours.
    return replace(head, started_at=head.started_at and head.started_at.astimezone(UTC))
