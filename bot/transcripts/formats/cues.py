"""Parse WebVTT, SubRip and SBV files of all tools."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.transcripts.formats.clock import HEAD, timing
from bot.transcripts.formats.cue_text import clean, metadata, voices
from bot.transcripts.formats.labels import labelled, speakers_among
from bot.transcripts.formats.name_lines import name_lines
from bot.transcripts.formats.raw import MAX_CUES, RawCue, RawTranscript, split_by_speaker
from bot.transcripts.formats.refused import FileRefused
from bot.transcripts.formats.rolling import new_words
from storage.choices import TranscriptTool

# Webex puts the speaker in the id of the cue: `1 "Ann Lee" (3724512)`.
_WEBEX = re.compile(r'\s*\d{0,9}\s*"([^"]{1,80})"\s*(?:\(\d{1,20}\))?\s*', re.ASCII)
_ID = re.compile(r"\s*(?:\d{1,9}|[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,60}(?:/\d+-\d+)?)\s*", re.ASCII)
_COMMENTS = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class _Cue:
    starts: float
    ends: float
    id: str = ""
    lines: list[str] = field(default_factory=list)


def read_cues(text: str) -> RawTranscript | None:
    """Read a file with cues. Return None if the file has no cues.

    Raises FileRefused if there are more than `MAX_CUES`.
    """
    cues = _cues(text.split("\n"))
    if not cues:
        return None
    head = text[:HEAD]
    for read in (_graph_metadata, _with_voices, _webex, _with_labels, _with_name_lines):
        if found := read(cues, head):
            return found
    return _without_speakers(cues, head)


def _cues(lines: Sequence[str]) -> list[_Cue]:
    """Return the cues: each timing line, with the lines after it. Leave out comments."""
    found: list[_Cue] = []
    kept: list[str] = []  # the lines since the last timing line
    in_comment = False
    for line in lines:
        times = timing(line)
        if times is None:
            blank = not line.strip()
            starts_one = bool(kept) and not kept[-1] and line.split(" ", 1)[0].strip() in _COMMENTS
            in_comment = not blank and (in_comment or starts_one)
            kept.append("" if in_comment else line.strip())
            continue
        id_ = _take_id(kept, first=not found)
        if found:
            found[-1].lines.extend(filter(None, kept))
        found.append(_Cue(*times, id_))
        # Whisper prints the times and the words on one line: "[00:00:01.000 --> 00:00:02.000]
        # Hello."
        kept, in_comment = [line.partition("]")[2].strip()] if "]" in line[:HEAD] else [], False
        if len(found) > MAX_CUES:
            raise FileRefused("too many cues")
    if found:
        found[-1].lines.extend(filter(None, kept))
    return found


def _take_id(kept: list[str], *, first: bool) -> str:
    """If the last line in `kept` is the id of the next cue, remove this line and return it.

    Otherwise return "". `first` is true for the first cue of the file.
    """
    if not kept or not kept[-1]:
        return ""
    alone = len(kept) > 1 and not kept[-2]
    return kept.pop() if first or alone or _ID.fullmatch(kept[-1][:HEAD]) else ""


def _graph_metadata(cues: Sequence[_Cue], _: str) -> RawTranscript | None:
    """Read cues that contain JSON, as Microsoft Graph returns them, or return None."""
    said = [(cue, one) for cue in cues for one in metadata(cue.lines)]
    if not said:
        return None
    first, started_at = said[0][0], _moment(said[0][1].get("startDateTime"))
    return RawTranscript(
        "teams",
        [
            RawCue(
                _text(one.get("speakerName")), clean(_text(one["spokenText"])), cue.starts, cue.ends
            )
            for cue, one in said
        ],
        started_at=started_at and started_at - timedelta(seconds=first.starts),
    )


def _with_voices(cues: Sequence[_Cue], _: str) -> RawTranscript | None:
    """Read cues with voice tags, as Teams writes them, or return None."""
    parts = [voices("\n".join(cue.lines)) for cue in cues]
    if not any(parts):
        return None
    every = [
        found or [("", clean(" ".join(cue.lines)))] for cue, found in zip(cues, parts, strict=True)
    ]
    return RawTranscript("teams", list(_split(cues, every)))


def _webex(cues: Sequence[_Cue], _: str) -> RawTranscript | None:
    """Read cues whose ids name the speakers, as Webex writes them, or return None."""
    ids = [_WEBEX.fullmatch(cue.id[:HEAD]) for cue in cues]
    if not any(ids):
        return None
    return RawTranscript(
        "webex",
        [
            RawCue(found[1] if found else "", clean(" ".join(cue.lines)), cue.starts, cue.ends)
            for cue, found in zip(cues, ids, strict=True)
        ],
    )


def _with_labels(cues: Sequence[_Cue], head: str) -> RawTranscript | None:
    """Read labels such as "Ann Lee: Hello." (Zoom and others)."""
    read = [[labelled(line) for line in cue.lines] for cue in cues]
    labels = Counter(one[0] for lines in read for one in lines if one)
    names = speakers_among(labels.elements())
    led = sum(any(one and one[0] in names for one in lines) for lines in read)
    if led < max(1, len(cues) // 4):  # with so few labels, the colons are part of what was said
        return None
    parts = [
        _labelled_parts(cue.lines, lines, names) for cue, lines in zip(cues, read, strict=True)
    ]
    tool: TranscriptTool = "zoom" if head.startswith("WEBVTT") else "other"
    return RawTranscript(tool, list(_split(cues, parts)))


def _labelled_parts(
    lines: Sequence[str], read: Sequence[tuple[str, str] | None], names: frozenset[str]
) -> list[tuple[str, str]]:
    """Return the parts of a cue, each with a name and words.

    A part begins at each line whose label is in `names`. `read` has the label and the words of each
    line, or None.
    """
    parts: list[tuple[str, list[str]]] = []
    for line, found in zip(lines, read, strict=True):
        if found and found[0] in names:
            parts.append((found[0], [found[1]]))
        elif parts:
            parts[-1][1].append(line)
        else:
            parts.append(("", [line]))
    return [(name, clean(" ".join(words))) for name, words in parts]


def _with_name_lines(cues: Sequence[_Cue], _: str) -> RawTranscript | None:
    """Read cues with the name on a separate line, as in older Teams documents."""
    said = name_lines([cue.lines for cue in cues])
    return RawTranscript("other", list(_split(cues, said))) if said else None


def _without_speakers(cues: Sequence[_Cue], head: str) -> RawTranscript:
    """Read cues that do not say who speaks."""
    lines = [[clean(line) for line in cue.lines] for cue in cues]
    lines = [list(filter(None, one)) for one in lines]
    rolled = new_words(lines)
    words = rolled or [" ".join(one) for one in lines]
    is_youtube = rolled is not None or "Kind: captions" in head
    return RawTranscript(
        "youtube" if is_youtube else "other",
        [RawCue("", said, cue.starts, cue.ends) for cue, said in zip(cues, words, strict=True)],
    )


def _split(cues: Sequence[_Cue], parts: Sequence[Sequence[tuple[str, str]]]) -> Iterator[RawCue]:
    for cue, said in zip(cues, parts, strict=True):
        yield from split_by_speaker([one for one in said if one[1]], cue.starts, cue.ends)


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
