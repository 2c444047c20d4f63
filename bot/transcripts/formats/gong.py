"""Read JSON from Gong's API.

Speakers have ids. A list of `parties` may give the names for these ids.
"""

from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.json_rows import Row, around, moment, number, rows, text
from bot.transcripts.formats.raw import RawCue, RawTranscript
from bot.transcripts.formats.units import in_seconds


def gong(data: object) -> RawTranscript | None:
    """Read the first call in an answer from Gong. Return None for any other JSON."""
    found = around(data, "callTranscripts")
    calls = rows(found and found.get("callTranscripts"))
    if not found or not calls:
        return None
    call = calls[0]
    about = _about(data, text(call, "callId"))
    parties = rows(about.get("parties")) or rows(call.get("parties")) or rows(found.get("parties"))
    names = {text(one, "speakerId"): text(one, "name", "emailAddress") for one in parties}
    cues = [
        RawCue(
            names.get(text(turn, "speakerId")) or f"Speaker {text(turn, 'speakerId')}",
            clean(text(one, "text")),
            number(one, "start"),
            number(one, "end"),
        )
        for turn in rows(call.get("transcript"))
        for one in rows(turn.get("sentences"))
    ]
    meta = about.get("metaData", about)
    started = moment(meta.get("started")) if isinstance(meta, dict) else None
    return RawTranscript("gong", in_seconds(cues), text(meta, "title"), started)


def _about(data: object, call: str) -> Row:
    """Return what the answer says about this call, or {}."""
    found = around(data, "calls")
    calls = rows(found and found.get("calls"))
    same = (one for one in calls if call in (text(one, "id"), text(one.get("metaData"), "id")))
    return next(same, calls[0] if len(calls) == 1 else {})
