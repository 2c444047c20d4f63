"""Transcripts: files, and what is pasted."""

from bot.transcripts.formats import file_names, reading
from bot.transcripts.formats.refused import FileRefused
from handlers.transcripts.pasted import READ, is_transcript
from tests.linear.exercise import Exercise

TRANSCRIPT = 16_000  # characters of a transcript that are tried here


def _transcript(sent: str) -> object:
    times = "0:0:1.0 --> 0:0:2.0"
    files = (sent, f"{times}\n{sent}", f"{sent}\n{times}\n<v Ann>Hi", f"## Transcript\n{sent}")
    return [_read_or_refused(file) for file in files]


def _read_or_refused(file: str) -> object:
    try:
        return reading.read(file[:1_000], file.encode(errors="replace"))
    except FileRefused:
        return None


EXERCISES = {
    "a transcript": Exercise(
        _transcript,
        TRANSCRIPT,
        tuple(
            f"bot.transcripts.formats.{name}"
            for name in (
                *(
                    "choosing._CLOCK_CHAT",
                    "choosing._DATED_CHAT",
                    "choosing._NOTES",
                    "choosing._ZOOM_CHAT",
                ),
                *("clock._ALONE", "clock._SBV", "clock._TIMING", "cues._ID", "cues._WEBEX"),
                *("cue_text._MARKED", "cue_text._NOISE", "cue_text._TAG", "cue_text._VOICE"),
                *("decoding._CONTROL", "decoding._LINE_END"),
            )
        ),
        (
            *(
                "<v ",
                "<v a>",
                "<v.a",
                "[a",
                "(music",
                "(music ",
                "&lt;",
                ">>",
                "a  0:04\n",
                "0:04 ",
            ),
            *("a: b\n", "a: b\n\n", "0:04\n", "1\n0:0:1.0 --> 0:0:2.0\na\n", "NOTE\n", "\n\n"),
            *('1 "', "0:0:1.0 -->", '{"a":', '[{"text":"a","start":1},', "10:04:10\t", "**a** "),
        ),
    ),
    "a pasted transcript": Exercise(
        is_transcript,
        READ,
        tuple(
            f"handlers.transcripts.pasted.{name}"
            for name in ("_CUE", "_HALF_DAY", "_JSON", "_TIME", "_TO_EACH_OTHER")
        ),
        (
            "a: I\n",
            "Ann  0:04\n",
            "0:04\n",
            "1:1 --> ",
            '{"speaker',
            "[",
            "0:04 am",
            "0:0.",
            "Ann: ",
        ),
    ),
    "the name of a transcript's file": Exercise(
        lambda sent: (file_names.named_call(sent), file_names.heading(sent.split("\n"))),
        TRANSCRIPT,
        tuple(
            f"bot.transcripts.formats.file_names.{name}"
            for name in (
                "_DAY",
                "_EXTENSION",
                "_FOLDER",
                "_LENGTH",
                "_MEET",
                "_OTTER",
                "_TEAMS",
                "_ZOOM",
            )
        ),
        (
            "20261130_",
            "-20261130_100512",
            " - 2026_11_30 09_05 ",
            "GMT",
            "GMT20261130-",
            ".vtt",
            "Mon, Nov 30, 2026 10:02AM • ",
        ),
    ),
}
