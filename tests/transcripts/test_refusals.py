"""What is no transcript is refused, for one of a few reasons, whatever the file holds."""

import json
import tracemalloc
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.transcripts.formats import docx as word
from bot.transcripts.formats.choosing import MAX_LINES
from bot.transcripts.formats.json_rows import MAX_ROWS
from bot.transcripts.formats.raw import MAX_CUES
from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import FileRefused
from bot.transcripts.read import answer
from handlers.limits import TRANSCRIPT_SIZE
from handlers.transcripts.records import Transcript
from tests.transcripts import samples
from tests.transcripts.samples import clock, docx, lines, numbered, zipped

BODIES = [body for body in vars(samples).values() if isinstance(body, bytes)]
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ZOOM_CHAT = lines(
    "14:03:12\t From Ann to Everyone:", "\tHello", "14:03:15\t From Bo to Ann:", "\tHi"
)
AGENDA = ("Welcome", "Forklifts", "Pilot", "Lunch", "Legal")
MINUTES = lines(
    "Minutes of Monday", "Attendees: Ann Lee, Bo Li", "Agenda: prices", "Decision: 40 seats",
    "Action: Ann writes", "- Ann will write to Bo", "- Bo will ask IT",
)  # fmt: skip

TIMED_MINUTES = lines(
    "Minutes of Monday", "10:00 Welcome", "Ann Lee: opens the meeting", "10:05 Trucks",
    "Bo Li: reports on trucks", "10:20 Budget", "Ann Lee: will send the numbers", "10:40 End",
)  # fmt: skip
TIMED_NAMES = lines(
    "Minutes", "Attendees: Ann Lee, Bo Li", "Ann Lee 10:00", "Presented the plan.",
    "Bo Li 10:05", "Asked for the budget.", "Ann Lee 10:20", "Will send numbers.",
    "Bo Li 10:40", "Agreed.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (docx(), "empty"),
        (bytes(TRANSCRIPT_SIZE + 1), "too large"),
        (bytes(range(256)) * 8, "binary"),
        (b"%PDF-1.7\n" + bytes(range(32)) * 99, "binary"),
        (b"\0\0\0\x20ftypisom" + bytes(99), "recording"),
        (b"\0\0\0\x20ftypheic" + bytes(99), "picture"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99), "picture"),
        (b"\xff\xfe" + b"\x00\xd8" * 99, "broken encoding"),
        (lines("14:03:12\t Ann Lee:\tHello", "14:03:15\t Bo Li:\tHi"), "chat"),
        (lines("Ann Lee  10:04 AM", "Hello.", "", "Bo Li  10:05 AM", "Hi."), "chat"),
        (lines("Ann  10:04", "so " * 200, "", "Bo  10:05", "and " * 400, "", "Ann  10:06"), "chat"),
        (lines("[10:04 AM] Ann Lee", "Hello.", "", "[10:05 AM] Bo Li", "Hi."), "chat"),
        (lines(*[f"[10:04 AM] {name}: Hello, how are you?" for name in ("Ann", "Bo") * 4]), "chat"),
        (lines("14:03:12 From Ann to Everyone:", "Hi", "14:03:15 From Bo to Ann:", "Hi"), "chat"),
        (lines("[30/11/2026, 10:04] Ann: Hello", "[30/11/2026, 10:05] Bo: Hi"), "chat"),
        (b'[{"type": "message", "user": "U1", "text": "Hi", "ts": "1796029516.1"}]', "chat"),
        (b"Lena Brandt: stock\nJana Novak: yes\n" * 15_000, "too many cues"),
        (b"Lena Brandt: " + b"forty hours " * 450_000, "too many cues"),
        (MINUTES, "notes"),
        (lines("Next steps", *["- Ann Lee: prices", "- Bo Li: ask IT"] * 4), "notes"),
        (lines(*["We met and spoke."] * 9, *["Ann: prices", "Bo: ask IT"] * 4), "no transcript"),
        (lines(*["id: what", "ask: What is it?", "kind: why do you?"] * 30), "no transcript"),
        (lines(*[f"Part {n % 40}: is it done? We think so." for n in range(80)]), "no transcript"),
        (docx("Notes by Gemini", "Summary", "Ann Lee and Bo Li talked about prices."), "notes"),
        (lines("Dear Ann,", "it was good to talk.", "Best: Bo"), "no transcript"),
        (lines("Ann: Hi.", "Ann: We met.", "Ann: It rained.", "Ann: Bye."), "no transcript"),
        (lines("North: 4", "South: 5", "East: 6", "West: 7", "Sum: 22"), "no transcript"),
        (lines("Question: why?", "Answer: no.", "Question: so?", "Answer: so."), "no transcript"),
        (lines("From: Ann Lee", "To: Bo Li", "Subject: Hi", "Date: Monday", "Hi"), "no transcript"),
        (lines(*[f"{name}  9:0{n}\nx" for n, name in enumerate(AGENDA)]), "no transcript"),
        (numbered([(0, 4, "Ann: Hi."), (5, 9, "Bo: Hi.")]) * 2, "two in one"),
        (TIMED_MINUTES, "notes"),
        (TIMED_NAMES, "notes"),
        (b'{"name": "x", "list": [1, 2]}', "no transcript"),
        (b"[" * 100_000 + b"]" * 100_000, "no transcript"),
        (zipped(("xl/workbook.xml", b"<x/>")), "no transcript"),
        (docx("Ann  0:04\nHello.")[:-60], "no transcript"),
        (zipped(("word/document.xml", b"<w:p")), "no transcript"),
        (zipped(("word/document.xml", b" " * (word.MAX_XML + 1))), "unsafe"),
        (docx("&b;", head=BOMB), "unsafe"),
        (docx("&a;", head=EXTERNAL), "unsafe"),
        (docx(document=f"<?xml version='1.0' encoding='UTF-16'?>{BOMB}<x/>"), "no transcript"),
        (numbered([(n, n + 1, "Ann Lee: Hi.") for n in range(MAX_CUES + 1)]), "too many cues"),
        (lines(*[f"Ann Lee  {clock(n)}\nHi." for n in range(MAX_CUES + 1)]), "too many cues"),
        (b"a\n" * (MAX_LINES + 1), "too many cues"),
        (b"[" + b'{"a":1},' * MAX_ROWS + b"{}]", "too many cues"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\n\n", "nobody speaks"),
        (b"WEBVTT\n\n00:00.000 --> 00:01.000\n[inaudible]", "nobody speaks"),
    ],
)  # fmt: skip
def test_it_is_refused_for_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read("x.vtt", body)
    assert refused.value.reason == reason


NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_a_document_may_have_as_many_lines_as_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transcripts.formats.choosing.MAX_LINES", 3)
    for body in (docx(*"abcd"), b"a\n" * 4):
        with pytest.raises(FileRefused, match="too many cues"):
            read("x", body)


def test_14_a_chat_of_zoom_is_no_transcript() -> None:
    with pytest.raises(FileRefused, match="chat"):
        read("meeting_saved_chat.txt", ZOOM_CHAT)


def test_a_zip_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(("word/document.xml", b" " * 8_000_000))
    monkeypatch.setattr(word, "MAX_XML", 100_000)
    tracemalloc.start()
    with pytest.raises(FileRefused, match="unsafe"):
        read("x", bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


def test_a_document_in_utf_16_hides_no_entities() -> None:
    xml = f"<?xml version='1.0' encoding='UTF-16'?>{BOMB}<x>&b;</x>".encode("utf-16")
    with pytest.raises(FileRefused, match="unsafe"):
        read("x", zipped(("word/document.xml", xml)))


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    _read_or_refuse("x", body)


@given(st.sampled_from(BODIES), st.integers(0, 2**32), st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_damaged_transcript_is_read_or_refused(body: bytes, seed: int, name: str) -> None:
    random, damaged = Random(seed), bytearray(body)  # noqa: S311 - not a secret
    for _ in range(random.randrange(1, 6)):
        at = random.randrange(len(damaged))
        damaged[at : at + random.randrange(9)] = random.choice(
            [b"", b"\0", b"\n", b":", b"<v ", b"-->", b"99", b"\xff", b'"', b"null", b"-", b"1e999"]
        )
        if not damaged:
            return
    _read_or_refuse(name, bytes(damaged))


PIECES = [
    *("Ann Lee", "[Bo]", "  ", "0:04", "00:00:09", "\n", "\n\n", ": ", "Hello", "-->", "<v "),
    *("WEBVTT", "NOTE ", "{", "}", '"text"', "**", "(", ")", "\t", "10:04 AM", "## Transcript"),
    *("-99:59:59.999", "999:9999:99", "[inaudible]", "&#0;", "&lt;", "30/11/2026, 10:04", "Me"),
    *(">", "1", "|"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_pieces_of_transcripts_are_read_or_refused(text: str) -> None:
    _read_or_refuse("x", text.encode())


KEYS = """
    text speaker start end timeline ts users username segments sentences callTranscripts transcript
    parties calls metaData timestamp display_name participant startTime participants spokenText
    completed user_name userName words content sentence begin startMs end_time title date timezone
    meeting speakers id name participantId relative
""".split()  # noqa: SIM905 - as a list it would be twenty lines
VALUES = st.none() | st.booleans() | st.floats() | st.integers()
JSON = st.recursive(
    VALUES
    | st.sampled_from(["Ann", "0:04", "1.5", "2026-11-30T09:05:16", "Europe/Berlin", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=25,
)


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_or_refused(data: object) -> None:
    _read_or_refuse("x", json.dumps(data).encode())


@given(st.permutations(range(9)))
@settings(max_examples=25, deadline=None)
def test_the_order_of_cues_changes_nothing(order: list[int]) -> None:
    cues = [(n * 3.5, n * 3.5 + 2, f"{('Ann Lee', 'Bo Li')[n % 2]}: word {n}") for n in range(9)]
    assert read("x", numbered([cues[n] for n in order])) == read("x", numbered(cues))


def _read_or_refuse(name: str, body: bytes) -> None:
    try:
        call = read(name, body)
    except FileRefused:
        return
    head, _, words = answer(name, body, NOW).partition(b"\n")
    assert json.loads(head)["labels"] is not None
    assert TypeAdapter(Transcript).validate_json(words) == call
    assert call.utterances
    timed = {(one.starts is None, one.ends is None) for one in call.utterances}
    assert len(timed) == 1
    starts = [one.starts for one in call.utterances if one.starts is not None]
    assert starts == sorted(starts)
    assert all(one.total_seconds() >= 0 for one in starts)
    assert all(
        one.ends is None or one.starts is None or one.ends >= one.starts for one in call.utterances
    )
