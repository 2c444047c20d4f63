"""Files in the shape of each tool, of a call between Ann Lee and Bo Li."""

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(*paragraphs: str, head: str = "", document: str = "") -> bytes:
    """A Word document; "\\n" within a paragraph is a line break, "~" a tab."""
    xml = document or (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>'
        + "".join(f"<w:p><w:r>{_runs(one)}</w:r></w:p>" for one in paragraphs)
        + "</w:body></w:document>"
    )
    return zipped(("word/document.xml", xml.encode()))


def zipped(*files: tuple[str, bytes]) -> bytes:
    """A zip with these files."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return made.getvalue()


def vtt(*cues: tuple[str, str], head: str = "WEBVTT") -> bytes:
    """A WebVTT file of (times, text)."""
    return "\n\n".join([head, *(f"{times}\n{text}" for times, text in cues), ""]).encode()


def numbered(cues: Sequence[tuple[float, float, str]]) -> bytes:
    """A WebVTT file as Zoom writes it, of (start, end, text) in seconds."""
    made = [f"{n}\n{clock(s)} --> {clock(e)}\n{text}" for n, (s, e, text) in enumerate(cues, 1)]
    return "\n\n".join(["WEBVTT", *made, ""]).encode()


def clock(seconds: float) -> str:
    """Seconds as a WebVTT file has them."""
    whole = int(seconds)
    return (
        f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{round(seconds % 1 * 1000):03}"
    )


def _runs(text: str) -> str:
    lines = (f"<w:t xml:space='preserve'>{line}</w:t>" for line in text.split("\n"))
    return "<w:br/>".join(lines).replace("~", "</w:t><w:tab/><w:t>")


def lines(*said: str) -> bytes:
    """A text with these lines."""
    return ("\n".join(said) + "\n").encode()


ZOOM = numbered([(4.12, 6.9, "Ann Lee: Hello."), (7.5, 9, "Bo Li: Hi, Ann.")])
ZOOM_NAME = "GMT20261130-090512_Recording.transcript.vtt"
CAPTIONS = lines("[Ann Lee] 14:03:12", "Hello.", "", "[Bo Li] 14:03:15", "Hi, Ann.")
TIMELINE = b"""{"timeline": [{"ts": "00:00:00.000", "users": []}], "timeline_refine": [
{"ts":"00:00:02.158","users":[{"username":"Ann Lee"}]},{"ts":"00:00:10.000","users":[]},
{"ts":"00:00:11.000","users":[{"username":"Bo Li"}]},{"ts":"00:00:13.500","users":[]}]}"""
GRAPH = vtt(
    ("0:0:0.0 --> 0:0:5.320", "<v Ann Lee>Hello.</v>"), ("0:0:6.1 --> 0:0:8.0", "<v Bo Li>Hi.</v>")
)
METADATA = vtt(
    (
        "00:00:00.000 --> 00:00:02.000",
        '{"startDateTime":"2026-11-30T09:05:16.2+00:00","endDateTime":"2026-11-30T09:05:18.2+00:00",'
        '"speakerName":"Ann Lee","spokenText":"Hello.","spokenLanguage":"en-us"}',
    )
)
TEAMS = docx(
    "Northwind rollout-20261130_100512-Meeting Recording",
    "November 30, 2026, 9:05AM",
    "25m 10s",
    "Ann Lee hat die Transkription gestartet",
    "Ann Lee   0:04\nHello.\nAnd you?",
    "Bo Li   0:09\nFine, thanks.",
    "Ann Lee hat die Transkription beendet",
)
MEET = docx(
    "Northwind rollout",
    "Zusammenfassung",
    "Ann Lee and Bo Li spoke. Next steps: Ann will write to bo@northwind.example.",
    "Details",
    "Pricing: Bo asked for 40 seats (00:10:05).",
    "00:00:11",
    "Ann Lee: Hello.",
    "Transcription ended after 00:31:10",
)
MEET_NAME = "Northwind rollout - 2026_11_30 09_05 CET - Notes by Gemini.docx"
MEET_API = b"""{"transcriptEntries":[
{"participant":"conferenceRecords/a/participants/b","text":"Hello.",
"startTime":"2026-11-30T09:05:16Z","endTime":"2026-11-30T09:05:18Z"},
{"participant":"conferenceRecords/a/participants/c","text":"Hi.",
"startTime":"2026-11-30T09:05:19Z","endTime":"2026-11-30T09:05:20Z"}],
"participants":[
{"name":"conferenceRecords/a/participants/b","signedinUser":{"displayName":"Ann Lee"}},
{"name":"conferenceRecords/a/participants/c","anonymousUser":{"displayName":"Bo Li"}}]}"""
OTTER = lines("Ann Lee  0:09", "Hello.", "", "Bo Li  0:12", "Hi, Ann.")
TLDV = lines("# Rollout", "", "**Ann Lee** (00:01:30)", "Hello.", "", "**Bo Li** (00:01:33)", "Hi.")
GRANOLA = lines(
    "# Rollout", "- They have 40 seats", "", "## Full Transcript", "Me: Hello.", "Them: Hi."
)
FATHOM = b"""{"title":"Rollout","transcript":[
{"speaker":{"display_name":"Ann Lee"},"text":"Hello.","timestamp":"00:01:30"},
{"speaker":{"display_name":"Bo Li"},"text":"Hi.","timestamp":"00:01:33"}]}"""
FIREFLIES = b"""{"data":{"transcript":{"title":"Rollout","date":1796029516000,"sentences":[
{"speaker_name":"Ann Lee","text":"Hello.","raw_text":"hello","start_time":"1.5","end_time":"2.25"},
{"speaker_name":"Bo Li","text":"Hi.","raw_text":"hi","start_time":"3","end_time":"3.5"}]}}}"""
GONG = b"""{"callTranscripts":[{"callId":"7","transcript":[
{"speakerId":"1","sentences":[{"start":1000,"end":3000,"text":"Hello there, how are you?"}]},
{"speakerId":"2","sentences":[{"start":4000,"end":5000,"text":"Fine, thank you."}]}]}],
"parties":[{"speakerId":"1","name":"Ann Lee"},{"speakerId":"2","name":"Bo Li"}]}"""
VEXA = b"""{"start_time":"2026-11-30T09:05:16Z","segments":[
{"start":1.0,"end":2.5,"speaker":"Ann Lee","text":"Hello.","completed":true},
{"start":2.0,"end":2.6,"speaker":"Bo Li","text":"H","completed":false},
{"start":1796029516,"end":1796029516,"speaker":"Bo Li","text":"a link","completed":true,
"source":"chat"},
{"start":3.0,"end":3.5,"speaker":"Bo Li","text":"Hi.","completed":true}]}"""
WEBEX = vtt(
    ('1 "Ann Lee" (3724512)\n00:00:01.000 --> 00:00:02.000', "Hello."),
    ('2 "Bo Li" (3724513)\n00:00:03.000 --> 00:00:04.500', "Hi."),
)
SRT = lines(
    "1", "00:00:01,000 --> 00:00:02,000", "Ann Lee: Hello.", "",
    "2", "00:00:03,000 --> 00:00:04,500", "Bo Li: Hi.",
)  # fmt: skip
WHISPER = b"""{"text":" Hello. Hi.","language":"en","segments":[
{"id":0,"start":0.0,"end":2.5,"text":" Hello."},{"id":1,"start":3.0,"end":4.0,"text":" Hi."}]}"""
YOUTUBE = vtt(
    ("00:00:00.000 --> 00:00:02.000", "so we"), ("00:00:02.000 --> 00:00:04.000", "so we talk")
)
