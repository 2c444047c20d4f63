"""Keep the words of transcripts for half an hour, only in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.base.clock import Clock
from handlers.model.transcripts import ProposedLine
from handlers.sources.ports import WordsGone
from handlers.transcripts.records import Measured, TalkContext

KEPT_FOR = timedelta(minutes=30)
MAX_IN_ALL = 50_000_000  # bytes


@dataclass(frozen=True)
class _Kept:
    words: bytes = field(repr=False)
    until: datetime
    # Maps the facts that the last measurement was based on to this measurement. There is at most
    # one entry.
    measured: dict[TalkContext, Measured] = field(default_factory=dict, repr=False)
    # The only entry has the lines that a language model proposed. Before the model answers, there
    # is no entry.
    proposed: list[tuple[ProposedLine, ...]] = field(default_factory=list, repr=False)


class WordsInMemory:
    """Keeps words under random keys. If the words need too much memory, the oldest are dropped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}  # oldest first

    def keep(self, words: bytes) -> str:
        """Keep the words of one transcript and return their key."""
        self.drop_expired()
        in_all = len(words) + sum(len(one.words) for one in self._kept.values())
        for key, one in list(self._kept.items()):
            if in_all > MAX_IN_ALL:
                in_all -= len(one.words)
                self.forget(key)
        key = token_urlsafe(16)
        self._kept[key] = _Kept(words, self._clock.now() + KEPT_FOR)
        return key

    def words(self, key: str) -> bytes:
        """Return the words with this key. Raises WordsGone if they are no longer in memory."""
        self.drop_expired()
        if key not in self._kept:
            raise WordsGone
        return self._kept[key].words

    def measured(self, key: str, context: TalkContext) -> Measured | None:
        """Return the last measurement of these words if it was based on `context`, or else None."""
        kept = self._kept.get(key)
        return kept.measured.get(context) if kept else None

    def keep_measured(self, key: str, context: TalkContext, measured: Measured) -> None:
        """Keep a measurement for as long as we keep the words.

        A new measurement replaces the last one.
        """
        if kept := self._kept.get(key):
            kept.measured.clear()
            kept.measured[context] = measured

    def holds(self, key: str) -> bool:
        """Return whether we have the words with this key."""
        self.drop_expired()
        return key in self._kept

    def keep_proposed(self, key: str, lines: Sequence[ProposedLine]) -> None:
        """Keep the lines that a language model proposed, for as long as we keep the words."""
        if kept := self._kept.get(key):
            kept.proposed[:] = [tuple(lines)]

    def proposed(self, key: str) -> tuple[ProposedLine, ...] | None:
        """Return the lines that a language model proposed from these words, or None."""
        self.drop_expired()
        kept = self._kept.get(key)
        return kept.proposed[0] if kept and kept.proposed else None

    def forget(self, key: str) -> None:
        """Drop the words with this key, if there are any."""
        self._kept.pop(key, None)

    def drop_expired(self) -> None:
        """Drop all words that have been in memory for half an hour."""
        now = self._clock.now()
        for key, one in list(self._kept.items()):
            if one.until <= now:
                self.forget(key)
