"""A transcript is read the same whatever tool wrote it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.transcripts.formats.reading import read
from handlers.transcripts.records import Transcript
from tests.transcripts import samples
from tests.transcripts.samples import docx, lines, vtt

Told = list[tuple[str, str, float | None, float | None]]


def told(call: Transcript) -> Told:
    """Each utterance: who, what, from which second, to which."""
    return [
        (one.speaker, one.words, _seconds(one.starts), _seconds(one.ends))
        for one in call.utterances
    ]


def _seconds(time: timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()


ANN, BO = "Ann Lee", "Bo Li"


@pytest.mark.parametrize(
    ("body", "tool", "expected"),
    [
        (samples.ZOOM, "zoom", [(ANN, "Hello.", 4.12, 6.9), (BO, "Hi, Ann.", 7.5, 9)]),
        (samples.CAPTIONS, "zoom", [(ANN, "Hello.", 0, None), (BO, "Hi, Ann.", 3, None)]),
        (samples.TIMELINE, "zoom", [(ANN, "", 2.158, 10), (BO, "", 11, 13.5)]),
        (samples.GRAPH, "teams", [(ANN, "Hello.", 0, 5.32), (BO, "Hi.", 6.1, 8)]),
        (samples.METADATA, "teams", [(ANN, "Hello.", 0, 2)]),
        (
            samples.TEAMS,
            "teams",
            [(ANN, "Hello. And you?", 4, None), (BO, "Fine, thanks.", 9, None)],
        ),
        (samples.MEET, "meet", [(ANN, "Hello.", 11, None)]),
        (samples.MEET_API, "meet", [(ANN, "Hello.", 0, 2), (BO, "Hi.", 3, 4)]),
        (samples.OTTER, "otter", [(ANN, "Hello.", 9, None), (BO, "Hi, Ann.", 12, None)]),
        (samples.TLDV, "tldv", [(ANN, "Hello.", 90, None), (BO, "Hi.", 93, None)]),
        (samples.GRANOLA, "granola", [("Me", "Hello.", None, None), ("Them", "Hi.", None, None)]),
        (samples.FATHOM, "fathom", [(ANN, "Hello.", 90, None), (BO, "Hi.", 93, None)]),
        (samples.FIREFLIES, "fireflies", [(ANN, "Hello.", 1.5, 2.25), (BO, "Hi.", 3, 3.5)]),
        (
            samples.GONG,
            "gong",
            [(ANN, "Hello there, how are you?", 1, 3), (BO, "Fine, thank you.", 4, 5)],
        ),
        (
            samples.GONG.replace(b"000", b""),
            "gong",
            [(ANN, "Hello there, how are you?", 1, 3), (BO, "Fine, thank you.", 4, 5)],
        ),
        (samples.VEXA, "vexa", [(ANN, "Hello.", 1, 2.5), (BO, "Hi.", 3, 3.5)]),
        (samples.WEBEX, "webex", [(ANN, "Hello.", 1, 2), (BO, "Hi.", 3, 4.5)]),
        (samples.SRT, "other", [(ANN, "Hello.", 1, 2), (BO, "Hi.", 3, 4.5)]),
        (samples.WHISPER, "other", [("", "Hello.", 0, 2.5), ("", "Hi.", 3, 4)]),
        (samples.YOUTUBE, "youtube", [("", "so we", 0, 2), ("", "talk", 2, 4)]),
        (
            lines("0:09 - Ann Lee (Acme)", "  Hello.", "", "@0:12 - **Bo Li**", "Hi."),
            "fathom",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            lines("[00:00:09] Ann Lee: Hello.", "[00:00:12] Bo Li: Hi.", "And you?"),
            "other",
            [(ANN, "Hello.", 9, None), (BO, "Hi. And you?", 12, None)],
        ),
        (
            lines("Ann Lee (00:00:09): Hello.", "Bo Li (00:00:12): Hi."),
            "other",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            lines("Ann Lee 0:09: Hello.", "Bo Li 0:12: Hi."),
            "other",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            lines("00:00:09 Ann Lee", "Hello.", "", "00:00:12 Bo Li", "Hi."),
            "other",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            lines("Ann Lee", "0:09", "Hello.", "", "Bo Li", "0:12", "Hi.", "", ANN, "0:15", "So."),
            "other",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None), (ANN, "So.", 15, None)],
        ),
        (
            docx("Ann Lee  0:09", "Hello.", "And you?", "Bo Li  0:12", "Hi."),
            "otter",
            [(ANN, "Hello. And you?", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            docx(
                *("0:0:1.0 --> 0:0:2.0", "Ann Lee", "Hello.", "0:0:3.0 --> 0:0:4.0", "Ann Lee"),
                *("So.", "0:0:5.0 --> 0:0:6.5", "Bo Li", "Hi.", "0:0:7.0 --> 0:0:8.0", BO, "OK."),
            ),
            "teams",
            [(ANN, "Hello.", 1, 2), (ANN, "So.", 3, 4), (BO, "Hi.", 5, 6.5), (BO, "OK.", 7, 8)],
        ),
        (
            vtt(("00:01.000 --> 00:04.000", "(Ann Lee)\none two\n-\n(Bo Li)\nthree")),
            "other",
            [(ANN, "one two", 1, 3), (BO, "three", 3, 4)],
        ),
        (
            lines("0:00:01.000,0:00:02.500", "Hello.", "", "0:00:03.000,0:00:04.500", "Hi."),
            "other",
            [("", "Hello.", 1, 2.5), ("", "Hi.", 3, 4.5)],
        ),
        (
            b"""{"words":[{"text":"Hi","start":10,"end":90,"speaker":"A"}],"utterances":[
            {"text":"Hi there all.","start":1000,"end":2000,"speaker":"A"},
            {"text":"Hello to you.","start":3000,"end":4500,"speaker":1}]}""",
            "other",
            [("A", "Hi there all.", 1, 2), ("Speaker 1", "Hello to you.", 3, 4.5)],
        ),
        (
            b"""{"speech":{"transcripts":[{"transcript":"Hi there all.","start_offset":16000,
            "end_offset":32000,"speaker_name":"Ann Lee"}]}}""",
            "otter",
            [(ANN, "Hi there all.", 1, 2)],
        ),
        (
            lines("00:00:09", "edwin: Hi.", "Bo Li: One", "thing: why?", "", "edwin: No."),
            "meet",
            [
                *(("edwin", "Hi.", None, None), (BO, "One thing: why?", None, None)),
                ("edwin", "No.", None, None),
            ],
        ),
        (
            vtt(("00:01.000 --> 00:04.000", "(Laughter)\nHello.")),
            "other",
            [("", "Hello.", 1, 4)],
        ),
        (
            lines(*["00:00:09\nAnn Lee: Hi\nBo Li: Yes"] * 4),
            "meet",
            [(ANN, "Hi", None, None), (BO, "Yes", None, None)] * 4,
        ),
        (
            lines("[00:01.000 --> 00:02.000]  Hello.", "[00:03.000 --> 00:04.000]  Hi."),
            "other",
            [("", "Hello.", 1, 2), ("", "Hi.", 3, 4)],
        ),
        (
            lines("### 00:00:09", "**Ann Lee:** Hello.", "", "### 00:00:12", "**Bo Li:** Hi."),
            "meet",
            [(ANN, "Hello.", 9, None), (BO, "Hi.", 12, None)],
        ),
        (
            lines("Bo: Hi.", "Ann: Hello.", "Bo: One thing: no budget.", "Ann: Fine."),
            "other",
            [
                *(("Bo", "Hi.", None, None), ("Ann", "Hello.", None, None)),
                *(("Bo", "One thing: no budget.", None, None), ("Ann", "Fine.", None, None)),
            ],
        ),
    ],
)
def test_the_shape_of_each_tool_is_read(body: bytes, tool: str, expected: Told) -> None:
    call = read("x", body)
    assert told(call) == expected
    assert call.tool == tool


def test_1_an_offset_without_leading_zeros() -> None:
    (said,) = read("x", vtt(("0:0:0.0 --> 0:0:5.320", "<v Ann Lee>Hello.</v>"))).utterances
    assert said.ends == timedelta(seconds=5.32)


def test_2_what_was_said_before_the_recording_counts() -> None:
    cues = [
        ("-00:00:03.200 --> -00:00:01.000", "<v Ann>Hi.</v>"),
        ("0:0:1.0 --> 0:0:2.0", "<v Bo>Hi."),
    ]
    call = read(samples.ZOOM_NAME, vtt(*cues))
    assert told(call) == [("Ann", "Hi.", 0, 2.2), ("Bo", "Hi.", 4.2, 5.2)]
    assert call.started_at == datetime(2026, 11, 30, 9, 5, 8, 800_000, tzinfo=UTC)


def test_3_metadata_has_the_moment_and_the_name() -> None:
    call = read("x", samples.METADATA)
    assert call.started_at == datetime(2026, 11, 30, 9, 5, 16, 200_000, tzinfo=UTC)
    assert call.utterances[0].speaker == "Ann Lee"


def test_4_a_document_of_teams_has_starts_and_nothing_that_teams_says() -> None:
    call = read("x.docx", samples.TEAMS)
    assert [_seconds(one.starts) for one in call.utterances] == [4, 9]
    assert all(one.ends is None for one in call.utterances)
    assert "Transkription" not in call.utterances[-1].words
    assert (call.title, call.local_start) == (
        "Northwind rollout",
        datetime.fromisoformat("2026-11-30T10:05:12"),
    )


def test_5_notes_before_a_transcript_are_nobodys_words() -> None:
    call = read(samples.MEET_NAME, samples.MEET)
    assert told(call) == [("Ann Lee", "Hello.", 11, None)]
    assert call.length == timedelta(minutes=31, seconds=10)
    assert call.started_at == datetime(2026, 11, 30, 8, 5, tzinfo=UTC)


def test_6_two_in_a_cue_share_its_time_by_words() -> None:
    call = read("x", vtt(("0:0:0.0 --> 0:0:3.0", "<v Ann>Hi</v><v Bo>Hello there</v>")))
    assert told(call) == [("Ann", "Hi", 0, 1), ("Bo", "Hello there", 1, 3)]


def test_dashes_before_voices_are_not_said() -> None:
    said = "- <v Ann>Hi</v>\n- <v Bo>Hello there</v>"
    call = read("x", vtt(("0:0:0.0 --> 0:0:3.0", said)))
    assert told(call) == [("Ann", "Hi", 0, 1), ("Bo", "Hello there", 1, 3)]


def test_telephones_and_names_with_companies_are_speakers() -> None:
    cues = [
        ("0:0:1.0 --> 0:0:2.0", "12025550123: Hello."),
        ("0:0:3.0 --> 0:0:4.0", "Call-in User 1: Hi there."),
        ("0:0:5.0 --> 0:0:6.0", "Bobby | Ambire: Yes."),
        ("0:0:7.0 --> 0:0:8.0", "and so on"),
        ("0:0:9.0 --> 0:0:10.0", "<v Ann &amp; Bo>Fish &amp; chips"),
    ]
    speakers = [one.speaker for one in read("x", vtt(*cues[:4])).utterances]
    assert speakers == ["12025550123", "Call-in User 1", "Bobby", ""]
    assert told(read("x", vtt(cues[4])))[0][:2] == ("Ann & Bo", "Fish & chips")


def test_7_rolling_captions_say_each_word_once() -> None:
    rolled = vtt(
        ("00:00:00.000 --> 00:00:02.000", " \nso<00:00:00.500><c> we</c>"),
        ("00:00:02.000 --> 00:00:02.010", "so we\n "),
        ("00:00:02.010 --> 00:00:04.000", "so we\ntalk &amp; talk"),
        ("00:00:04.000 --> 00:00:06.000", "talk &amp; talk\nagain"),
    )
    assert " ".join(one.words for one in read("x", rolled).utterances) == "so we talk & talk again"


def test_13_one_speaker_has_one_name() -> None:
    cues = [
        ("0:0:0.0 --> 0:0:1.0", "<v Lee, Ann (Guest)>Hi"),
        ("0:0:2.0 --> 0:0:3.0", "<v ann lee | Acme>So"),
    ]
    assert [one.speaker for one in read("x", vtt(*cues)).utterances] == ["Ann Lee", "Ann Lee"]


@pytest.mark.parametrize(
    "body",
    [
        lines("[Ann] 23:59:58", "Hi.", "", "[Bo] 00:00:03", "Hello."),
        lines("[Bo] 00:00:03", "Hello.", "", "[Ann] 23:59:58", "Hi."),
        vtt(
            ("23:59:58.000 --> 00:00:01.000", "<v Ann>Hi."),
            ("00:00:03.0 --> 00:00:04.0", "<v Bo>Hello."),
        ),
    ],
)
def test_15_midnight_is_five_seconds_later(body: bytes) -> None:
    first, second = read("x", body).utterances
    assert (first.speaker, first.starts, second.starts) == (
        "Ann",
        timedelta(),
        timedelta(seconds=5),
    )
    assert first.ends in (None, timedelta(seconds=3))


def test_half_a_character_and_nul_are_kept_from_the_database() -> None:
    said = '{"title":"A\\u0000\\n\\ud800B","sentences":[{"speaker_name":"An\\u0000n\\ud800",'
    call = read("x\ud800", f'{said}"text":"hi \\ud800\\u0000"}}]}}'.encode())
    assert (call.title, told(call)) == ("A \ufffdB", [("Ann\ufffd", "hi \ufffd", None, None)])


def test_what_a_tool_adds_at_the_end_is_not_said() -> None:
    for end in ("Transcribed by https://otter.ai", "Ann Lee stopped transcription"):
        assert told(read("x", samples.OTTER + lines("", end))) == told(read("x", samples.OTTER))


def test_the_first_lines_say_which_call_it_is() -> None:
    head = "Northwind-20261130_100512-Meeting Transcript", "30 November 2026, 09:05am", "1h 2m 3s"
    call = read("x.txt", lines(*head, "Ann Lee   0:03", "Hello.", "Bo Li   0:05", "Hi."))
    assert (call.title, call.tool, call.length) == ("Northwind", "teams", timedelta(seconds=3723))
    assert call.local_start == datetime.fromisoformat("2026-11-30T10:05:12")


def test_captions_begin_by_the_clock_on_the_day_of_their_folder() -> None:
    call = read("2026-11-30 14.00.21 Rollout/meeting_saved_closed_caption.txt", samples.CAPTIONS)
    assert (call.title, call.local_start) == (
        "Rollout",
        datetime.fromisoformat("2026-11-30T14:03:12"),
    )


def test_captions_that_count_from_zero_begin_with_their_folder() -> None:
    body = samples.CAPTIONS.replace(b"14:03:", b"00:00:")
    call = read("2026-11-30 14.00.21 Rollout/meeting_saved_closed_caption.txt", body)
    assert call.local_start == datetime.fromisoformat("2026-11-30T14:00:21")


ZOOM_TEXT = samples.ZOOM.decode()


@pytest.mark.parametrize(
    "body",
    [
        ZOOM_TEXT.replace("\n", "\r").encode(),
        ZOOM_TEXT.replace("\n", "\r\n").encode("utf-16"),
        ZOOM_TEXT.encode("utf-16-le"),
        ZOOM_TEXT.encode("utf-8-sig"),
        ZOOM_TEXT.replace("00:00:", "00:").encode(),
        ZOOM_TEXT.replace(".120", ",120").replace(".900", ",900").encode(),
        ZOOM_TEXT.replace("\n\n", "\n").encode(),
        ZOOM_TEXT.replace("WEBVTT", "WEBVTT\n\nNOTE\nAnn Lee: no\n\nSTYLE\n::cue {}").encode(),
        ZOOM_TEXT.replace("Hello.", "[inaudible] Hello. (crosstalk)").encode(),
        vtt(
            ("00:00:07.500 --> 00:00:09.000", "Bo Li: Hi, Ann."),
            ("00:00:04.120 --> 00:00:06.900", "Ann Lee: Hello."),
        ),
    ],
)
def test_faults_of_files_change_nothing(body: bytes) -> None:
    assert told(read("x", body)) == told(read("x", samples.ZOOM))


def test_an_end_before_its_start_is_where_the_words_end() -> None:
    cues = [
        ("00:00:04.0 --> 00:00:01.0", "Ann: one two three four five"),
        ("00:00:09.0 --> 00:00:10.0", "Bo: Hi"),
    ]
    assert told(read("x", vtt(*cues)))[0][2:] == (4, 6)


def test_windows_letters_are_read() -> None:
    body = ZOOM_TEXT.replace("Hello.", "Grüße – naïve.").encode("cp1252")
    assert read("x", body).utterances[0].words == "Grüße – naïve."


@pytest.mark.parametrize(
    ("name", "title", "start"),
    [
        (
            "Northwind - 2026_11_30 09_05 GMT+2 - Transcript.txt",
            "Northwind",
            "2026-11-30T07:05:00+00:00",
        ),
        ("Northwind - 2026_11_30 09_05 - Transcript.txt", "Northwind", "2026-11-30T09:05:00"),
        (
            "Northwind-20261130_100512UTC-Meeting Recording.vtt",
            "Northwind",
            "2026-11-30T10:05:12+00:00",
        ),
        ("Northwind rollout.vtt", "Northwind rollout", ""),
        ("meeting_saved_closed_caption.txt", "", ""),
        ("GMT20269999-999999_Recording.vtt", "GMT20269999-999999 Recording", ""),
    ],
)
def test_the_name_of_a_file_says_which_call_it_is(name: str, title: str, start: str) -> None:
    call = read(name, samples.GRAPH)
    at = call.started_at or call.local_start
    assert (call.title, at.isoformat() if at else "") == (title, start)


@pytest.mark.parametrize(
    ("line", "now", "start"),
    [
        ("Mon, Nov 30, 2026 10:02AM • 14:38", "2027-05-01T00:00", "2026-11-30T10:02:00"),
        ("Mon, 11/30 10:02AM • 14:38", "2026-11-30T12:00", "2026-11-30T10:02:00"),
        ("Mon, 11/30 10:02PM • 14:38", "2026-11-30T12:00", "2026-11-30T22:02:00"),  # in Auckland
        ("Mon, Nov 30 10:02AM • 14:38", "2027-01-02T00:00", "2026-11-30T10:02:00"),
        ("Mon, 11/30 10:02AM • 14:38", "2026-11-28T12:00", "2025-11-30T10:02:00"),
        ("Thu, 2/29 10:02AM • 14:38", "2026-11-28T12:00", "2024-02-29T10:02:00"),
        ("Mon, 2/30 10:02AM • 14:38", "2026-11-28T12:00", ""),
        ("Mon, 13/30 10:02AM • 14:38", "2026-11-28T12:00", ""),
    ],
)
def test_otters_header_is_when_the_call_was_and_nobody(line: str, now: str, start: str) -> None:
    head = ("Northwind", line, "SUMMARY KEYWORDS", "trucks, price", "SPEAKERS", "Ann Lee, Bo Li")
    body = lines(*head, "", *samples.OTTER.decode().splitlines())
    call = read("x.txt", body, datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert {one.speaker for one in call.utterances} == {"Ann Lee", "Bo Li"}
    assert (call.local_start.isoformat() if call.local_start else "") == start


def test_a_document_that_has_deleted_text_is_read_without_it() -> None:
    xml = (
        f'<w:document xmlns:w="{samples.W}"><w:p><w:r><w:t>Ann Lee</w:t>'
        "<w:tab/><w:t>0:04</w:t><w:br/>"
        "<w:t>Hello.</w:t><w:delText>no</w:delText></w:r></w:p></w:document>"
    )
    assert told(read("x", docx(document=xml))) == [("Ann Lee", "Hello.", 4, None)]
