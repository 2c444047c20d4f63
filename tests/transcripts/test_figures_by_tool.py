"""One call as each tool writes it down: its figures, counted by hand, and what each cannot give.

Bo and Ann speak in turn, twelve times each. Bo says 75 words in 30 seconds, Ann 50 in 20, and a
second passes before each turn. So the call lasts from second 1 to second 12 * 52 = 624.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.transcripts.formats.reading import read
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import Basis, Missing
from tests.transcripts.samples import clock, docx, lines, numbered, vtt
from tests.transcripts.talk import CONTEXT, PITCH

Spoken = tuple[str, int, int, str]  # who, from which second, to which, and what

ANN, BO = "Ann Lee", "Bo Li"
SLOW = "The drivers go back to paper in week two because the planner is too slow."  # 15 words
HEARD = (  # 23 words
    "I hear that it costs you a whole morning in each depot "
    "and that nobody has the time to look at it again."
)
ASKED = ("What happened after that?", "Do you use paper?")  # in turn, so that six are open


def _call() -> list[Spoken]:
    found: list[Spoken] = []
    for number in range(12):
        at = number * 52
        found.append((BO, at + 1, at + 31, " ".join([SLOW] * 5)))
        found.append((ANN, at + 32, at + 52, f"{HEARD} {HEARD} {ASKED[number % 2]}"))
    return found


CALL = _call()


def times(start: int, end: int) -> str:
    return f"{clock(start)} --> {clock(end)}"


def minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def each(write: Callable[[str, int, int, str], str]) -> bytes:
    return lines(*(write(*spoken) for spoken in CALL))


def as_json(name: str, write: Callable[[str, int, int, str], object], **more: object) -> bytes:
    return json.dumps({name: [write(*spoken) for spoken in CALL], **more}).encode()


# With starts and ends: 20 of 50 seconds of speech are Ann's.
TIMED = {
    "zoom.vtt": numbered([(start, end, f"{who}: {said}") for who, start, end, said in CALL]),
    "graph.vtt": vtt(*((times(s, e), f"<v {who}>{said}</v>") for who, s, e, said in CALL)),
    "webex.vtt": each(lambda who, s, e, said: f'1 "{who}" (37)\n{times(s, e)}\n{said}\n'),
    "call.srt": each(
        lambda who, s, e, said: f"1\n{times(s, e).replace('.', ',')}\n{who}: {said}\n"
    ),
    "fireflies.json": as_json(
        "sentences",
        lambda who, start, end, said: {
            "speaker_name": who,
            "text": said,
            "raw_text": said,
            "start_time": str(start),
            "end_time": str(end),
        },
    ),
    "vexa.json": as_json(
        "segments",
        lambda who, start, end, said: {
            "start": start,
            "end": end,
            "speaker": who,
            "text": said,
            "completed": True,
        },
        start_time="2026-11-30T09:05:16Z",
    ),
    "gong.json": json.dumps(
        {
            "callTranscripts": [
                {
                    "callId": "7",
                    "transcript": [
                        {
                            "speakerId": who[0],
                            "sentences": [{"start": s * 1000, "end": e * 1000, "text": said}],
                        }
                        for who, s, e, said in CALL
                    ],
                }
            ],
            "parties": [{"speakerId": "A", "name": ANN}, {"speakerId": "B", "name": BO}],
        }
    ).encode(),
}
# With starts: each lasts until the next, so 31 s of Bo twelve times, 21 s of Ann eleven times. Her
# last 50 words take 20 s at 2.5 words a second: 251 of 623.
STARTED = {
    "teams.docx": docx(*(f"{who}   {minutes(start)}\n{said}" for who, start, _, said in CALL)),
    "meet.txt": each(lambda who, start, _, said: f"{clock(start)[:8]}\n{who}: {said}"),
    "otter.txt": each(lambda who, start, _, said: f"{who}  {minutes(start)}\n{said}\n"),
    "tldv.md": each(lambda who, start, _, said: f"**{who}** ({clock(start)[:8]})\n{said}\n"),
    "captions.txt": each(
        lambda who, start, _, said: f"[{who}] 14:{start // 60:02}:{start % 60:02}\n{said}\n"
    ),
    "fathom.json": as_json(
        "transcript",
        lambda who, start, _, said: {
            "speaker": {"display_name": who},
            "text": said,
            "timestamp": clock(start)[:8],
        },
    ),
}
# Without times: 50 of 125 words are Ann's. The call has 1,500, which take ten minutes.
UNTIMED = {
    "granola.md": lines(
        "## Full Transcript",
        *(f"{'Me' if who == ANN else 'Them'}: {said}" for who, *_, said in CALL),
    ),
}


@pytest.mark.parametrize(
    ("name", "body", "basis", "missing", "mine"),
    [
        *((name, body, "times", (), 0.4) for name, body in TIMED.items()),
        *((name, body, "starts", ("no ends",), 251 / 623) for name, body in STARTED.items()),
        *((name, body, "words", ("no times",), 0.4) for name, body in UNTIMED.items()),
    ],
)
def test_the_figures_of_one_call(
    name: str, body: bytes, basis: Basis, missing: tuple[Missing, ...], mine: float
) -> None:
    context = replace(CONTEXT, mine=frozenset({ANN, "Me"}))
    found = measure(read(name, body), context, PITCH).figures
    assert (found.basis, found.missing, found.words) == (basis, missing, 1500)
    assert found.mine == pytest.approx(mine)
    assert found.longest_mine
    assert found.longest_theirs
    assert (found.longest_mine.words, found.longest_theirs.words) == (50, 75)
    assert found.questions
    assert (found.questions.open, found.questions.closed, found.questions.roughly) == (6, 6, False)
    assert len(found.strip) == 24
    if basis == "words":
        assert (found.length, found.turns_a_minute, found.longest_mine.length) == (None, None, None)
        return
    seconds = {"times": (20, 30), "starts": (21, 31)}[basis]
    lengths = (found.longest_mine.length, found.longest_theirs.length)
    assert lengths == tuple(timedelta(seconds=each) for each in seconds)
    assert found.length == timedelta(seconds=623)
    assert found.turns_a_minute == pytest.approx(24 / (623 / 60))
    patience = (timedelta(seconds=1), 12) if basis == "times" else (None, 0)
    assert (found.patience, found.pause_count) == patience
