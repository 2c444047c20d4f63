"""The words of transcripts, in memory and nowhere else, for half an hour."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.base.clock import Clock
from handlers.sources.ports import WordsGone
from handlers.transcripts.records import Measured, TalkContext

KEPT_FOR = timedelta(minutes=30)
MAX_IN_ALL = 50_000_000  # bytes


@dataclass(frozen=True)
class _Kept:
    words: bytes = field(repr=False)
    until: datetime
    # what was measured last, by its context: one entry at most
    measured: dict[TalkContext, Measured] = field(default_factory=dict, repr=False)


class WordsInMemory:
    """Keeps words under keys that nobody can guess. Drops the oldest when there are too many."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}  # the oldest first

    def keep(self, words: bytes) -> str:
        """Keep the words of one transcript. Returns their key."""
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
        """The words with this key. Raises WordsGone."""
        self.drop_expired()
        if key not in self._kept:
            raise WordsGone
        return self._kept[key].words

    def measured(self, key: str, context: TalkContext) -> Measured | None:
        """What was measured last in the words with this key, if in the same context."""
        kept = self._kept.get(key)
        return kept.measured.get(context) if kept else None

    def keep_measured(self, key: str, context: TalkContext, measured: Measured) -> None:
        """Keep what was measured as long as the words; it replaces what was measured before."""
        if kept := self._kept.get(key):
            kept.measured.clear()
            kept.measured[context] = measured

    def forget(self, key: str) -> None:
        """Drop the words with this key, if they are still there."""
        self._kept.pop(key, None)

    def drop_expired(self) -> None:
        """Drop the words that have been kept for `KEPT_FOR`."""
        now = self._clock.now()
        for key, one in list(self._kept.items()):
            if one.until <= now:
                self.forget(key)
