"""Read transcripts in which a header line comes before the words of a speaker.

Zoom's saved captions, Teams documents, Otter, tl;dv and text copied from Fathom look like this.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.transcripts.formats.clock import seconds
from bot.transcripts.formats.cue_text import clean
from bot.transcripts.formats.file_names import dated
from bot.transcripts.formats.headers import Header, HeaderStyle, header, two_line_header
from bot.transcripts.formats.raw import RawCue, RawTranscript
from bot.transcripts.formats.refused import FileRefused
from handlers.transcripts.pasted import speak_to_each_other
from storage.choices import TranscriptTool

HOUR = 3600.0
_LATE = 6 * HOUR  # if the first time in a text is later than this, it is a time of day
# Words a second. If people seem to speak faster, the text is a chat, and "10:04" is a time of day.
_FASTEST = 8.0
_ENOUGH_WORDS = 30  # with fewer words, we can't judge the speed
# If a text has at least this many turns and nobody speaks twice, the text is an agenda.
_ENOUGH_TURNS = 5
# Agendas and minutes may have headers in these styles, so we check more before we accept a text.
_AMBIGUOUS: tuple[HeaderStyle, ...] = ("plain", "time first", "two lines")
# In two cases, a text is not a transcript:
# - It has an ambiguous style and at least this many turns, and nobody speaks twice.
# - It has headers of two lines, and fewer turns than this.
_MIN_TURNS = 3
# If a text has an ambiguous style and at least this many turns, and people do not talk to each
# other, the text is not a transcript.
_MIN_TO_TELL = 4
# Teams adds lines that end like this. We recognise them only in English.
_ENDS = (" started transcription", " stopped transcription")
_TOOLS: dict[HeaderStyle, TranscriptTool] = {
    "brackets": "zoom",
    "bold": "tldv",
    "apart": "otter",
    "dash": "fathom",
}


@dataclass(frozen=True)
class _Turn:
    """A header that names a speaker, and the words of the speaker below the header."""

    header: Header
    paragraph: int  # the index of the header's paragraph
    # The words, line by line. A line begins with "\n" if it is from a later paragraph than the
    # header.
    lines: list[str] = field(default_factory=list)


def read_headed(paragraphs: Sequence[str], *, is_document: bool) -> RawTranscript | None:
    """Read the paragraphs of a text or of a Word document.

    Return None if the text has another format. Raises FileRefused if the text is a chat or has too
    many cues.
    """
    turns = _turns(paragraphs, is_document=is_document)
    if not turns or (len(turns) == 1 and not _begins_with_header(paragraphs, is_document)):
        return None
    styles = Counter(one.header.style for one in turns)
    style = styles.most_common(1)[0][0]
    names = Counter(one.header.name for one in turns)
    if len(turns) >= _ENOUGH_TURNS and max(names.values()) == 1:
        return None
    if style in _AMBIGUOUS and len(turns) >= _MIN_TURNS and max(names.values()) == 1:
        return None
    if style == "two lines" and len(turns) < _MIN_TURNS:
        return None
    if style in _AMBIGUOUS and len(turns) >= _MIN_TO_TELL and not _is_talk(turns):
        return None
    if style == "clock" or _is_chat(turns):
        raise FileRefused("chat")
    starts = min(one.header.at for one in turns)
    return RawTranscript(
        "teams" if is_document and _in_one_paragraph(turns) else _TOOLS.get(style, "other"),
        [RawCue(one.header.name, clean(" ".join(one.lines)), one.header.at) for one in turns],
        wall_clock=style == "brackets" or starts > _LATE,
    )


def _is_talk(turns: Sequence[_Turn]) -> bool:
    """Check whether people talk to each other. Minutes and agendas also have names and times."""
    return speak_to_each_other([" ".join(one.lines) for one in turns])


def _turns(paragraphs: Sequence[str], *, is_document: bool) -> list[_Turn]:
    """Return each header with the lines that follow it, up to the next header."""
    turns: list[_Turn] = []
    for place, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            if dated(line):  # the line that Otter puts above the transcript
                continue
            if found := header(line) or two_line_header(line, following):
                turns.append(_Turn(found, place))
            elif turns and seconds(line.strip("()[] ")) == turns[-1].header.at:
                continue  # the second line of a two-line header
            elif turns and not _is_added(line):
                turns[-1].lines.append(line if place == turns[-1].paragraph else f"\n{line}")
    if is_document and _in_one_paragraph(turns):
        # In this document, each turn is one paragraph. Paragraphs without a header are not speech:
        # "Ann started transcription".
        for one in turns:
            one.lines[:] = [line for line in one.lines if not line.startswith("\n")]
    return turns


def _is_added(line: str) -> bool:
    line = line.strip()
    return line.endswith(_ENDS) or line.startswith("Transcribed by http")


def _in_one_paragraph(turns: Sequence[_Turn]) -> bool:
    """Check whether headers and words share a paragraph, as in Teams' documents."""
    return any(not line.startswith("\n") for one in turns for line in one.lines)


def _begins_with_header(paragraphs: Sequence[str], is_document: bool) -> bool:
    """Check whether the first line with words is a header. Return True for every Word document."""
    lines = (line for one in paragraphs for line in one.split("\n") if line.strip())
    return is_document or header(next(lines, "")) is not None


def _is_chat(turns: Sequence[_Turn]) -> bool:
    """Check whether people seem to speak impossibly fast.

    If so, "10:04" is not ten minutes into a call but a time of day, and the text is a chat.
    """
    if not all(one.header.minutes_only for one in turns):
        return False
    words = sum(len(line.split()) for one in turns[:-1] for line in one.lines)
    took = max(one.header.at for one in turns) - min(one.header.at for one in turns)
    return words >= _ENOUGH_WORDS and words > took * _FASTEST
