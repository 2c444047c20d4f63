"""Read transcripts in the JSON formats of tools.

Each public function reads one format, and returns None if the data has another format.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.transcripts.formats.clock import seconds
from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.json_keys import STARTS, by_plain_key, speaker_of, time_of
from bot.transcripts.formats.json_rows import Row, around, moment, number, rows, tables, text
from bot.transcripts.formats.raw import RawCue, RawTranscript
from storage.choices import TranscriptTool

_STARTS = ("start", "start_time", "startTime", "start_offset", "startMs", "begin", "timestamp")
_ENDS = ("end", "end_time", "endTime", "end_offset", "endMs", "stop")


def zoom_timeline(data: object) -> RawTranscript | None:
    """Read Zoom's timeline, which says who spoke when but has no words.

    An entry without users is a silence.
    """
    found = around(data, "timeline") or around(data, "timeline_refine")
    if not found:
        return None
    points = rows(found.get("timeline_refine")) or rows(found.get("timeline"))
    times = sorted(
        (at, sorted({text(one, "username", "name") for one in rows(point.get("users"))} - {""}))
        for point in points
        if (at := seconds(text(point, "ts"))) is not None
    )
    if not times:
        return None
    cues = [
        RawCue(name, "", at, until) for (at, names), (until, _) in pairwise(times) for name in names
    ]
    return RawTranscript("zoom", cues, silent=True)


def graph(data: object) -> RawTranscript | None:
    """Read a list of Microsoft Graph's transcript metadata: who said what, and when."""
    return next(
        (_dated("teams", found) for _, found in tables(data) if _all(found, "spokenText")), None
    )


def meet(data: object) -> RawTranscript | None:
    """Read the entries from Google Meet's API, and the participants' names if the file has them."""
    for around_it, found in tables(data):
        if _all(found, "participant", "startTime") and moment(found[0]["startTime"]):
            people = {
                text(one, "name"): _person(one) for one in rows(around_it.get("participants"))
            }
            return _dated("meet", found, people)
    return None


def fathom(data: object) -> RawTranscript | None:
    """Read Fathom's JSON, in which the speaker is an object with `display_name`."""
    for around_it, found in tables(data):
        named = any(text(one.get("speaker"), "display_name") for one in found)
        if named and any("timestamp" in one for one in found):
            cues = [
                RawCue(
                    text(one.get("speaker"), "display_name"),
                    clean(text(one, "text")),
                    number(one, "timestamp"),
                )
                for one in found
            ]
            started = moment(around_it.get("recording_start_time"))
            title = text(around_it, "title", "meeting_title")
            return RawTranscript("fathom", cues, title, started)
    return None


def fireflies(data: object) -> RawTranscript | None:
    """Read Fireflies' `sentences`."""
    found = around(data, "sentences")
    sentences = rows(found and found.get("sentences"))
    if not found or not _all(sentences, "text") or not _all(sentences[:1], "speaker_name"):
        return None
    cues = [_cue(one, text(one, "speaker_name"), ("text", "raw_text")) for one in sentences]
    started = moment(found.get("dateString")) or moment(found.get("date"))
    return RawTranscript("fireflies", cues, text(found, "title"), started)


def segments(data: object) -> RawTranscript | None:
    """Read the `segments` of Vexa, and those of any other tool if they have no times.

    Other tools' segments with times are for `any_table`, so return None for them. Leave out
    unfinished segments and typed messages.
    """
    found = around(data, "segments")
    said = rows(found and found.get("segments"))
    if not found or not _all(said, "text"):
        return None
    is_vexa = any("completed" in one for one in said)
    if not is_vexa and any(time_of(by_plain_key(one), STARTS) is not None for one in said):
        return None  # `any_table` reads segments with times
    kept = [one for one in said if one.get("completed", True) and text(one, "source") != "chat"]
    cues = [_cue(one, _speaker(one), ("text",)) for one in kept]
    started = moment(found.get("start_time")) if is_vexa else None
    return RawTranscript("vexa" if is_vexa else "other", cues, started_at=started)


def _dated(
    tool: TranscriptTool, found: Sequence[Row], people: dict[str, str] | None = None
) -> RawTranscript:
    """Build a transcript from rows whose times have dates.

    The transcript's own times are seconds since the earliest start.

    `people` maps the id of a participant to a name. It is None if the rows have names already.
    """
    read = []
    for one in found:
        starts = moment(one.get("startTime") or one.get("startDateTime"))
        ends = moment(one.get("endTime") or one.get("endDateTime"))
        who = text(one, "participant", "speakerName")
        read.append(((people or {}).get(who, who), text(one, "text", "spokenText"), starts, ends))
    first = min((starts for _, _, starts, _ in read if starts), default=None)
    cues = [
        RawCue(who, clean(words), _since(first, starts), _since(first, ends))
        for who, words, starts, ends in read
    ]
    return RawTranscript(tool, cues, started_at=first)


def _since(first: datetime | None, at: datetime | None) -> float | None:
    return (at - first) / timedelta(seconds=1) if first and at else None


def _cue(row: Row, speaker: str, words: Sequence[str]) -> RawCue:
    starts, ends = number(row, *_STARTS), number(row, *_ENDS)
    return RawCue(speaker, clean(text(row, *words)), starts, ends)


def _speaker(row: Row) -> str:
    found = speaker_of(by_plain_key(row))
    return f"Speaker {found}" if found.isdecimal() else found


def _person(row: Row) -> str:
    kinds = ("signedinUser", "anonymousUser", "phoneUser")
    return next((name for kind in kinds if (name := text(row.get(kind), "displayName"))), "")


def _all(found: Sequence[Row], *keys: str) -> bool:
    return bool(found) and all(key in one for one in found for key in keys)
