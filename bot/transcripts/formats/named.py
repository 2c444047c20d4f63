"""Read transcripts with lines of "Name: words": Google Meet, Granola, and pasted text.

In a text from Google Meet, some lines have only a time. A text from Granola has no times. In other
texts, each line may begin with a time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from bot.transcripts.formats.clock import HEAD, seconds, time_in
from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.labels import labelled, looks_like_name, speakers_among
from bot.transcripts.formats.raw import RawCue, RawTranscript
from handlers.transcripts.pasted import speak_to_each_other
from storage.choices import TranscriptTool

# `_is_conversation` uses the next four limits. It is not called if a time, or a heading such as
# "Transcript", shows where the speech begins.
ENOUGH_TURNS = 4  # a text needs at least this many turns
# At least this share of the lines must begin a turn. At least this share of the turns must have a
# label that looks like a name. If at least this share of the turns are bullets, the text is a list.
_ENOUGH_OF_ALL = 0.5
# If a text has at least this many turns, it must pass `speak_to_each_other`. In a shorter text, we
# can't tell whether people speak to each other, so we accept it.
_ENOUGH_TO_TELL = 6
# If more people than this speak, and they have fewer than three turns each on average, we assume
# that the labels are not names.
_FEW_SPEAKERS = 5
# After the last turn, a line with fewer words than this may say at what time the call ended.
_SHORT = 14
_BULLETS = ("- ", "* ", "• ", "[ ] ", "☐ ")
_HEADINGS = ("full transcript", "transcript", "meeting transcript", "transcription")


@dataclass(frozen=True)
class _Line:
    """`text` is what follows `label`. `at` is in seconds. A mark is a line with only a time."""

    text: str
    at: float | None = None
    is_mark: bool = False
    label: str = ""
    is_bullet: bool = False


@dataclass
class _Turn:
    name: str
    at: float | None
    words: list[str] = field(default_factory=list)
    is_bullet: bool = False


def read_named(lines: Sequence[str]) -> RawTranscript | None:
    """Read a text with lines of "Name: words". Return None if the text is something else."""
    read = [_read(line) for line in lines if line.strip()]
    names = speakers_among(one.label for one in read if one.label)
    begins, is_certain = _beginning(read, names)
    turns, length = _turns(read[begins:], names)
    if not turns or not (is_certain or _is_conversation(turns, len(read))):
        return None
    exact = all(one.at is not None for one in turns)
    marked = any(one.is_mark for one in read[begins:])
    return RawTranscript(
        _tool(turns, marked=marked),
        [RawCue(one.name, clean(" ".join(one.words)), one.at if exact else None) for one in turns],
        length=length,
        marks_every=None if exact else _marks_every(read[begins:]),
    )


def _marks_every(lines: Sequence[_Line]) -> float | None:
    """Return the usual time from one mark to the next, in seconds.

    Return None if there are fewer than two marks.
    """
    marks = sorted({one.at for one in lines if one.is_mark and one.at is not None})
    gaps = [later - earlier for earlier, later in pairwise(marks)]
    return median(gaps) if gaps else None


def _read(line: str) -> _Line:
    """Split a line into its time, the speaker's label and the words. Any of them may be missing."""
    head = line[:HEAD].strip().strip("#* ")
    if (at := seconds(head.strip("()[]"))) is not None:
        return _Line("", at, is_mark=True)
    first, _, rest = line.strip().partition(" ")
    at = seconds(first.strip("()[]-–|")[:HEAD]) if ":" in first[:HEAD] else None
    found = labelled(rest.lstrip(" -–|") if at is not None else line)
    if found is None:
        return _Line(line)
    name, mark, time = found[0].rpartition(" ")
    if mark and (inside := seconds(time.strip("()[]"))) is not None:
        return _Line(found[1], inside, label=name.strip())
    return _Line(found[1], at, label=found[0], is_bullet=line.lstrip().startswith(_BULLETS))


def _beginning(lines: Sequence[_Line], names: frozenset[str]) -> tuple[int, bool]:
    """Return the index of the line where the speech begins.

    The second value is true if a time or a heading shows that the speech begins there.
    """
    for place, (one, later) in enumerate(zip(lines, [*lines[1:], _Line("")], strict=True)):
        if one.is_mark and later.label in names:
            return place, True
        if one.at is not None and one.label in names:
            return place, True
        if one.text.strip().strip("#*: ").lower() in _HEADINGS and later.label in names:
            return place + 1, True
    return next((place for place, one in enumerate(lines) if one.label in names), len(lines)), False


def _turns(lines: Sequence[_Line], names: frozenset[str]) -> tuple[list[_Turn], float | None]:
    """Return the turns, and the length of the call in seconds if a line states it."""
    turns: list[_Turn] = []
    last = max((place for place, one in enumerate(lines) if one.label in names), default=-1)
    at = None
    for place, one in enumerate(lines):
        if one.is_mark:
            at = one.at
        elif one.label in names:
            start = one.at if one.at is not None else at
            turns.append(_Turn(one.label, start, [one.text], one.is_bullet))
            at = None
        elif place > last and len(one.text.split()) < _SHORT and (ended := time_in(one.text)):
            return turns, ended
        elif turns:
            turns[-1].words.append(f"{one.label}: {one.text}" if one.label else one.text)
    return turns, None


def _is_conversation(turns: Sequence[_Turn], line_count: int) -> bool:
    """Return whether these are turns of a conversation, and not a list with colons."""
    counts = Counter(one.name for one in turns)
    enough = len(turns) >= max(ENOUGH_TURNS, line_count * _ENOUGH_OF_ALL)
    bullets = sum(one.is_bullet for one in turns)
    enough = enough and bullets < len(turns) * _ENOUGH_OF_ALL
    if not enough or len(counts) < 2 or max(counts.values()) < 2:
        return False
    named = sum(looks_like_name(one.name) for one in turns)
    if named < len(turns) * _ENOUGH_OF_ALL or len(counts) > max(_FEW_SPEAKERS, len(turns) / 3):
        return False
    may_be_list = len(turns) >= _ENOUGH_TO_TELL
    return not may_be_list or speak_to_each_other([" ".join(one.words) for one in turns])


def _tool(turns: Sequence[_Turn], *, marked: bool) -> TranscriptTool:
    if marked:
        return "meet"
    return "granola" if {one.name for one in turns} <= {"Me", "Them"} else "other"
