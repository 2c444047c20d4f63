"""The keys under which tools store words, speakers and times in JSON.

With these keys we can read the files of tools that we do not know. We compare keys in lower case,
without spaces and punctuation, and call the result a plain key. For example, "userName",
"user_name" and "User Name" have the plain key "username".
"""

from datetime import datetime
from typing import Any

from bot.transcripts.formats.clock import as_seconds
from bot.transcripts.formats.json_rows import Row, moment, text

WORDS = (
    "text",
    "transcript",
    "transcripttext",
    "spokentext",
    "words",
    "content",
    "sentence",
    "utterance",
    "caption",
    "speech",
    "phrase",
    "rawtext",
    "body",
)
# If most rows have one of these keys, the rows are speech, even without times.
SPEAKING = (
    "speakername",
    "speakerdisplayname",
    "speaker",
    "participantname",
    "participant",
    "attendee",
    "attendeename",
    "speakerlabel",
    "speakerid",
    "participantid",
)
SPEAKERS = (
    *SPEAKING[:5],
    "username",
    "displayname",
    "fullname",
    "name",
    *SPEAKING[5:],
    "user",
    "userid",
    "person",
    "who",
)
STARTS = (
    "start",
    "starttime",
    "starts",
    "startsat",
    "startedat",
    "startoffset",
    "startms",
    "starttimems",
    "starttimemillis",
    "startseconds",
    "startsec",
    "starttimestamp",
    "begin",
    "begins",
    "begintime",
    "offset",
    "offsetms",
    "timestamp",
    "timecode",
    "ts",
    "time",
)
ENDS = (
    "end",
    "endtime",
    "ends",
    "endsat",
    "endedat",
    "endoffset",
    "endms",
    "endtimems",
    "endtimemillis",
    "endseconds",
    "endsec",
    "endtimestamp",
    "endstime",
    "stop",
    "stoptime",
    "finish",
)
# One object describes the call. These are its keys for the call's title (`TITLES`), the moment when
# the call began (`BEGINS`) and the time zone (`ZONES`).
TITLES = (
    "title",
    "meetingtitle",
    "meetingtopic",
    "meetingname",
    "meetingsubject",
    "calltitle",
    "callname",
    "topic",
    "subject",
    "name",
)
BEGINS = (
    "starttime",
    "startedat",
    "startdatetime",
    "meetingstarttime",
    "meetingstart",
    "recordingstarttime",
    "recordingstart",
    "actualstarttime",
    "scheduledstarttime",
    "start",
    "started",
    "begin",
    "meetingdate",
    "datetime",
    "datestring",
    "date",
)
ZONES = ("timezone", "zone", "tz")
# The object that describes the call may be within another object, under one of these keys. An
# example is {"meeting": {"title": …}}.
ABOUT = (
    "meeting",
    "call",
    "metadata",
    "meta",
    "info",
    "header",
    "recording",
    "conference",
    "event",
)
# Under each of these keys, a file may list the people in the call. A person in such a list has an
# id under a key of `IDS`.
PEOPLE = ("speakers", "participants", "users", "attendees", "people")
IDS = ("id", "speakerid", "participantid", "userid", "key", "label")

_LONGEST_KEY = 40  # characters; we ignore longer keys
_LONGEST_MOMENT = 40  # characters; a longer text is not a moment
_WITHIN = ("relative", "seconds", "value", "absolute")  # as in {"relative": 1.5}


def by_plain_key(row: Row) -> dict[str, Any]:
    """Return the row with plain keys. If two keys have the same plain key, keep the first value."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if len(key) <= _LONGEST_KEY:
            found.setdefault("".join(filter(str.isalnum, key)).casefold(), value)
    return found


def words_of(row: Row) -> str:
    """Return the words of a row. If the row lists them one by one, join them."""
    if said := text(row, *WORDS):
        return said
    listed = row.get("words")
    each = listed if isinstance(listed, list) else []
    return " ".join(filter(None, (text(one, "punctuated_word", "text", "word") for one in each)))


def speaker_of(row: Row, keys: tuple[str, ...] = SPEAKERS) -> str:
    """Return the name or number of the speaker of a row, or ""."""
    for key in keys:
        value = row.get(key)
        within = by_plain_key(value) if isinstance(value, dict) else {}
        if found := text(row, key) or text(within, *SPEAKERS):
            return found
    return ""


def time_of(row: Row, keys: tuple[str, ...]) -> float | datetime | None:
    """Return the time under one of these keys, or None. The first key that has a time counts.

    The time is a number in an unknown unit, or a moment with or without a zone.
    """
    for key in keys:
        value = row.get(key)
        if isinstance(value, dict):
            value = next((value[name] for name in _WITHIN if name in value), None)
        seconds = as_seconds(value)
        found = moment_or_local(value) if seconds is None else seconds
        if found is not None:
            return found
    return None


def moment_or_local(value: object) -> datetime | None:
    """Parse ISO 8601 with or without a zone, or milliseconds since 1970.

    Return None for any other value, such as a date without a time.
    """
    if found := moment(value):
        return found
    if not isinstance(value, str) or not 13 <= len(value) <= _LONGEST_MOMENT or ":" not in value:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
