"""Read the JSON of any transcript tool.

We search the JSON for lists of rows with the keys in `json_keys`.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.json_keys import (
    ABOUT,
    BEGINS,
    ENDS,
    IDS,
    PEOPLE,
    SPEAKING,
    STARTS,
    TITLES,
    ZONES,
    by_plain_key,
    moment_or_local,
    speaker_of,
    time_of,
    words_of,
)
from bot.transcripts.formats.json_rows import Row, rows, text
from bot.transcripts.formats.raw import RawCue, RawTranscript
from bot.transcripts.formats.refused import FileRefused
from bot.transcripts.formats.units import in_seconds
from storage.choices import TranscriptTool

_DEEPEST = 8  # levels of nested objects
_MAX_OBJECTS = 200_000  # we look at this many objects and lists
_LONGEST_ZONE = 64  # in characters
_EPOCH = 10**9  # in seconds; a larger time counts from 1970, not from the start of the call
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)

_Time = float | datetime | None


@dataclass(frozen=True)
class _Table:
    """A list of rows with words.

    `around` has the objects that contain the list. The innermost object comes first.
    """

    around: tuple[Row, ...]
    said: Sequence[tuple[Row, str]]  # each row, with plain keys (see `json_keys`), and its words

    @property
    def words(self) -> int:
        return sum(len(words.split()) for _, words in self.said)

    @property
    def is_chat(self) -> bool:
        return self._most(_is_message)

    @property
    def is_spoken(self) -> bool:
        timed = self._most(lambda row: time_of(row, STARTS) is not None)
        return timed or self._most(lambda row: bool(speaker_of(row, SPEAKING)))

    @property
    def worth(self) -> tuple[bool, float]:
        """Return a sort key that is larger for a better table.

        A table with speakers is better than one without. If both have speakers, or neither has,
        more words per row are better.
        """
        return self._most(lambda row: bool(speaker_of(row))), self.words / len(self.said)

    def _most(self, rule: Callable[[Row], bool]) -> bool:
        return sum(rule(row) for row, _ in self.said) > len(self.said) // 2


def any_table(data: object) -> RawTranscript | None:
    """Find the list that is most likely the transcript, and read it.

    We choose among the lists whose rows have words, and times or speakers:

    - Leave out lists with less than half as many words as the list with the most words.
    - Of the remaining lists, take the one that is best by `_Table.worth`.

    Return None if there is no list to choose from.

    Raises FileRefused if the chosen list is a chat, or if any list has too many rows.
    """
    found = [one for one in _tables(data) if one.is_chat or one.is_spoken]
    if not found:
        return None
    most = max(one.words for one in found)
    table = max((one for one in found if one.words * 2 >= most), key=lambda one: one.worth)
    if table.is_chat:
        raise FileRefused("chat")
    tool: TranscriptTool = (
        "otter" if any("startoffset" in row for row, _ in table.said) else "other"
    )
    heads = list(_heads(table.around))
    cues, first = _cues(table, _people(table.around))
    started = first or next((at for head in heads if (at := _start(head))), None)
    return RawTranscript(
        tool,
        in_seconds(cues) if first is None else cues,
        next((title for head in heads if (title := text(head, *TITLES))), ""),
        started_at=started if started and started.tzinfo else None,
        local_start=started if started and not started.tzinfo else None,
    )


def _tables(data: object) -> Iterator[_Table]:
    """Yield each list of rows with words. Outer lists come before inner lists."""
    waiting: deque[tuple[object, tuple[Row, ...]]] = deque([(data, ())])
    looked = 0
    while waiting and looked < _MAX_OBJECTS:
        value, around = waiting.popleft()
        looked += 1
        if isinstance(value, list) and (found := rows(value)):
            said = [(row, words) for row in map(by_plain_key, found) if (words := words_of(row))]
            if said and len(said) >= len(found) // 2:
                yield _Table(around, said)
        within = around
        if isinstance(value, dict):
            within = (by_plain_key(value), *around)
        if len(within) < _DEEPEST and isinstance(value, dict | list):
            parts = value.values() if isinstance(value, dict) else value
            room = _MAX_OBJECTS - looked - len(waiting)
            waiting.extend((one, within) for one in list(parts)[:room] if _holds(one))


def _holds(value: object) -> bool:
    return isinstance(value, dict | list) and bool(value)


def _cues(table: _Table, people: dict[str, str]) -> tuple[list[RawCue], datetime | None]:
    """Return the cues, and the moment at which the earliest row begins.

    The moment is None unless most rows have a date and time.
    """
    times = [(time_of(row, STARTS), time_of(row, ENDS)) for row, _ in table.said]
    moments = [at for at, _ in times if isinstance(at, datetime)]
    first = min(moments, key=_absolute) if len(moments) > len(times) // 2 else None
    cues = [
        RawCue(_name(row, people), clean(words), _seconds(starts, first), _seconds(ends, first))
        for (row, words), (starts, ends) in zip(table.said, times, strict=True)
    ]
    return cues, first


def _seconds(time: _Time, first: datetime | None) -> float | None:
    """Return the time in seconds, or None if the time is missing or of the wrong kind.

    - If `first` is given, the time must be a moment. Count from `first`.
    - If `first` is None, the time must be a number. Return it unchanged.
    """
    if isinstance(time, datetime):
        return (_absolute(time) - _absolute(first)).total_seconds() if first else None
    return None if first else time


def _absolute(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _name(row: Row, people: dict[str, str]) -> str:
    found = speaker_of(row)
    found = people.get(found, found)
    return f"Speaker {found}" if found.isdecimal() else found


def _people(around: Sequence[Row]) -> dict[str, str]:
    """Map people's ids to their names. Rows may have ids instead of names."""
    listed = [one for head in around for key in PEOPLE for one in rows(head.get(key))]
    named = ((text(row, *IDS), speaker_of(row)) for row in map(by_plain_key, listed))
    return {number: name for number, name in named if number and name}


def _heads(around: Sequence[Row]) -> Iterator[Row]:
    """Yield the objects that may have the title and start of the call, the innermost first."""
    for head in around:
        yield head
        yield from (by_plain_key(one) for key in ABOUT if isinstance(one := head.get(key), dict))


def _start(head: Row) -> datetime | None:
    """Return when the call began, or None. Without a valid time zone, the result is naive."""
    values = [head.get(key) for key in BEGINS]
    found = next((at for one in values if (at := moment_or_local(one) or _from_epoch(one))), None)
    zone = text(head, *ZONES)
    if found is None or found.tzinfo or not 0 < len(zone) <= _LONGEST_ZONE:
        return found
    try:
        return found.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (OSError, ValueError, OverflowError, LookupError):
        return found


def _from_epoch(value: object) -> datetime | None:
    """Parse seconds since 1970. (`moment_or_local` parses milliseconds.)"""
    if not isinstance(value, int | float) or not _EPOCH < value < _EPOCH * 10:
        return None
    return _ZERO + timedelta(seconds=value)


def _is_message(row: Row) -> bool:
    """Return whether a row looks like a message of a chat."""
    at = time_of(row, ("ts", "timestamp", "dateunixtime", "epoch", "start"))
    ends = time_of(row, ENDS) is not None
    return text(row, "type") == "message" or (isinstance(at, float) and at > _EPOCH and not ends)
