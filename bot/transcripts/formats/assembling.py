"""Put the cues of a file in order, and convert their times to times since the call began."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.transcripts.formats.file_names import MAX_TITLE, NamedCall
from bot.transcripts.formats.raw import RawCue, RawTranscript
from bot.transcripts.formats.refused import FileRefused
from handlers.transcripts.records import Transcript, Utterance
from handlers.transcripts.speakers import one_name_each, visible_name
from storage.text import storable

DAY = 86_400.0
# We assume that a call went past midnight if both of these are true of its sorted times:
# - The last time is more than half a day, but less than a whole day, after the first.
# - Two successive times are more than a quarter of a day apart.
# We also shorten each cue that lasts longer than half a day.
HALF_A_DAY = DAY / 2
# In seconds. If the first time is above this limit, we assume that the times count from 1970, and
# subtract the first time from all of them. If the last time is still above the limit, we assume
# that the values are not times within a call, and drop them all.
LONGEST = 2 * DAY
# The cues may have times of day, and the file or its name may give the local start of the call. If
# we have both, we choose one of them as the start:
# - If the first cue is less than three hours away from the given start, we choose the first cue.
# - Otherwise, we choose the given start.
FAR_OFF = timedelta(hours=3)
WORDS_A_SECOND = 2.5
# If several tools use a format, its parser returns one of these as the tool. If the file's name
# names another tool, we use that one.
_VAGUE = ("other", "otter")
_FEW = 0.1  # at most this share of the cues may lack a time


def assembled(raw: RawTranscript, name: NamedCall) -> Transcript:
    """Build the transcript of a file with this name. Raises FileRefused if nobody speaks."""
    cues = [one for one in raw.cues if raw.silent or one.words]
    if not cues:
        raise FileRefused("nobody speaks")
    cues, begins = _in_order(_filled(cues), from_zero=raw.wall_clock)
    said = {one.speaker: visible_name(storable(one.speaker)) for one in cues}
    names = one_name_each(filter(None, said.values()))
    started_at, local = raw.started_at or name.started_at, raw.local_start or name.local_start
    if raw.wall_clock:
        local = local and _on_clock(local, begins)
        started_at = None if local else started_at
        begins = 0.0
    length = raw.length or name.length
    if length is None and cues[-1].ends is not None:
        length = max(one.ends or 0.0 for one in cues)
    return Transcript(
        tuple(_utterance(one, names.get(said[one.speaker], "")) for one in cues),
        name.tool if raw.tool in _VAGUE and name.tool != "other" else raw.tool,
        _on_one_line(raw.title or name.title)[:MAX_TITLE],
        _moved(started_at, begins) if started_at else None,
        None if started_at else _moved(local, begins),
        None if length is None else _span(length),
        None if raw.marks_every is None else _span(raw.marks_every),
        None if started_at or local else name.day,
    )


def _filled(cues: Sequence[RawCue]) -> list[RawCue]:
    """Fill in the missing times if only a few cues lack one.

    If many cues lack a start, or a start is impossible, remove all times. If many cues lack only an
    end, remove all ends.
    """
    without = sum(one.starts is None for one in cues)
    if without > len(cues) * _FEW or any(abs(one.starts or 0) > 10**11 for one in cues):
        return [replace(one, starts=None, ends=None) for one in cues]
    at = next((one.starts for one in cues if one.starts is not None), 0.0)
    filled = []
    for one in cues:
        at = at if one.starts is None else one.starts
        filled.append(one if one.starts is not None else replace(one, starts=at, ends=at))
    if sum(one.ends is None for one in filled) > len(filled) * _FEW:
        return [replace(one, ends=None) for one in filled]
    return [one if one.ends is not None else replace(one, ends=one.starts) for one in filled]


def _in_order(cues: list[RawCue], *, from_zero: bool) -> tuple[list[RawCue], float]:
    """Return the sorted cues, and the number of seconds that we subtracted from their times.

    We subtract the time of the call's first cue in these cases:

    - `from_zero` is true.
    - A time is negative.
    - The call goes past midnight.
    - The times count from 1970.

    In all other cases, we subtract nothing. If the last of the resulting times is above `LONGEST`,
    we remove all times and keep the order of the file.
    """
    starts = sorted({one.starts for one in cues if one.starts is not None})
    if not starts:
        return cues, 0.0
    begins, wrapped = _first(starts)
    from_zero = from_zero or begins > LONGEST
    if not wrapped and begins >= 0 and not from_zero:
        begins = 0.0
    moved = [_counted_from(begins, one, wrapped=wrapped) for one in cues]
    moved.sort(key=lambda one: one.starts or 0.0)
    if (moved[-1].starts or 0.0) > LONGEST:
        return [replace(one, starts=None, ends=None) for one in cues], 0.0
    return _with_ends(moved), begins


def _first(starts: Sequence[float]) -> tuple[float, bool]:
    """Return when the call begins, and whether the call goes past midnight. `starts` is sorted."""
    if not HALF_A_DAY < starts[-1] - starts[0] < DAY:
        return starts[0], False
    gap, after = max((later - earlier, later) for earlier, later in pairwise(starts))
    return (after, True) if gap > HALF_A_DAY / 2 else (starts[0], False)


def _counted_from(begins: float, cue: RawCue, *, wrapped: bool) -> RawCue:
    """Return the cue with times that count from `begins`."""
    starts, ends = (cue.starts or 0.0) - begins, cue.ends
    if wrapped:
        starts %= DAY
    if ends is not None:
        ends -= begins
        if ends < starts and ends + DAY - starts < HALF_A_DAY / 2:
            ends += DAY
    return replace(cue, starts=starts, ends=ends)


def _with_ends(cues: list[RawCue]) -> list[RawCue]:
    """Repair an end that lies before its start, or more than half a day after it."""
    if cues[0].ends is None:
        return cues
    found = []
    for one, later in zip(cues, [*cues[1:], None], strict=True):
        starts, ends = one.starts or 0.0, one.ends or 0.0
        if ends < starts:
            ends = starts + len(one.words.split()) / WORDS_A_SECOND
            if later and later.starts is not None:
                ends = max(starts, min(ends, later.starts))
        found.append(replace(one, ends=min(ends, starts + HALF_A_DAY)))
    return found


def _on_clock(start: datetime, seconds: float) -> datetime:
    """Return the moment that has this time of day (in seconds) and is nearest to `start`.

    If that moment is three hours or more away, return `start`.
    """
    at = start.replace(hour=0, minute=0, second=0, microsecond=0) + _span(seconds)
    nearest = min((at, at - timedelta(1), at + timedelta(1)), key=lambda one: abs(one - start))
    return nearest if abs(nearest - start) < FAR_OFF else start


def _utterance(cue: RawCue, speaker: str) -> Utterance:
    starts = None if cue.starts is None else _span(cue.starts)
    return Utterance(
        speaker, storable(cue.words), starts, None if cue.ends is None else _span(cue.ends)
    )


def _on_one_line(text: str) -> str:
    return " ".join(storable(text).split())


def _moved(moment: datetime | None, seconds: float) -> datetime | None:
    """Add seconds to a moment. If the moment has a time zone, convert the result to UTC.

    Return None if `moment` is None, or if the result is not a possible date.
    """
    if moment is None:
        return None
    try:
        moment += timedelta(seconds=seconds)
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except (OverflowError, ValueError):
        return None


def _span(seconds: float) -> timedelta:
    return timedelta(milliseconds=round(min(max(seconds, 0.0), LONGEST) * 1000))
