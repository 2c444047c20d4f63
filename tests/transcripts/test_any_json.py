"""JSON of any tool is read by the keys of its rows, wherever they lie."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import thread_time

import pytest

from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import FileRefused
from tests.transcripts.desk import NINE, Desk
from tests.transcripts.test_formats import told

ANN, BO = "Ann Lee", "Bo Li"
SAID = "So how many of the trucks are at the depot today?"
ANSWER = "About forty of them, and two more in the workshop."
AT_NINE = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def two(one: object, other: object) -> list[object]:
    return [one, other]


ROWS = {
    "user_name and clock times": two(
        {"user_name": ANN, "start_time": "00:00:04.500", "end_time": "00:00:07.000", "text": SAID},
        {"user_name": BO, "start_time": "00:00:08.000", "end_time": "00:00:12.250", "text": ANSWER},
    ),
    "userName and milliseconds": two(
        {"userName": ANN, "startMs": 4500, "endMs": 7000, "content": SAID},
        {"userName": BO, "startMs": 8000, "endMs": 12250, "content": ANSWER},
    ),
    "a person as an object": two(
        {"speaker": {"full_name": ANN}, "begin": 4.5, "stop": 7, "sentence": SAID},
        {"speaker": {"full_name": BO}, "begin": 8, "stop": 12.25, "sentence": ANSWER},
    ),
    "moments with a zone": two(
        {
            "participant": {"name": ANN},
            "startedAt": "2026-11-30T09:00:04.500Z",
            "endedAt": "2026-11-30T09:00:07Z",
            "transcript": SAID,
        },
        {
            "participant": {"name": BO},
            "startedAt": "2026-11-30T09:00:08Z",
            "endedAt": "2026-11-30T09:00:12.250Z",
            "transcript": ANSWER,
        },
    ),
    "words with times of their own": two(
        {
            "display_name": ANN,
            "start": {"relative": 4.5},
            "end": {"relative": 7},
            "words": [{"text": word} for word in SAID.split()],
        },
        {
            "display_name": BO,
            "start": {"relative": 8},
            "end": {"relative": 12.25},
            "words": [{"text": word} for word in ANSWER.split()],
        },
    ),
}


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("depth", range(5))
def test_rows_are_read_wherever_they_lie(kind: str, depth: int) -> None:
    data: object = ROWS[kind]
    for level in range(depth):
        data = {f"level{level}": data} if level % 2 else [{"items": data, "count": 2}]
    call = read("x.json", json.dumps(data).encode())
    begins = 4.5 if kind == "moments with a zone" else 0
    assert told(call) == [
        (ANN, SAID, 4.5 - begins, 7 - begins),
        (BO, ANSWER, 8 - begins, 12.25 - begins),
    ]


@pytest.mark.parametrize("key", ["sentences", "segments", "transcript", "data"])
def test_a_key_of_one_tool_does_not_hide_the_speakers_of_another(key: str) -> None:
    call = read("x.json", json.dumps({key: ROWS["user_name and clock times"]}).encode())
    assert [one[0] for one in told(call)] == [ANN, BO]


@pytest.mark.parametrize(
    ("head", "title", "start"),
    [
        (
            {"meeting_topic": "Northwind", "start_time": "2026-11-30T09:00:00Z"},
            "Northwind",
            AT_NINE,
        ),
        (
            {
                "meeting": {"title": "Northwind"},
                "date": "2026-11-30T10:00:00",
                "timezone": "Europe/Berlin",
            },
            "Northwind",
            AT_NINE,
        ),
        ({"meetingName": "Northwind", "startedAt": 1796029200}, "Northwind", AT_NINE),
        ({"title": "Northwind", "date": 1796029200000}, "Northwind", AT_NINE),
        ({"title": "Northwind", "start_time": "soon"}, "Northwind", None),
    ],
)
def test_the_head_says_which_call_it_was(
    head: dict[str, object], title: str, start: datetime | None
) -> None:
    for key in ("transcript", "entries"):
        data = {"payload": {**head, key: ROWS["user_name and clock times"]}}
        call = read("x.json", json.dumps(data).encode())
        assert (call.title, call.started_at) == (title, start)


def test_a_day_without_a_zone_only_ranks() -> None:
    data = {"start": "2026-11-30T10:00:00", "rows": ROWS["userName and milliseconds"]}
    call = read("x.json", json.dumps(data).encode())
    assert call.started_at is None
    assert call.local_start == datetime(2026, 11, 30, 10, 0)  # noqa: DTZ001 - local


def test_names_of_people_are_found_by_their_ids() -> None:
    data = {
        "speakers": [{"id": 3, "name": ANN}, {"id": 4, "name": BO}],
        "turns": [
            {"speaker_id": 3, "start": 1, "end": 4, "text": SAID},
            {"speaker_id": 4, "start": 5, "end": 9, "text": ANSWER},
            {"speaker_id": 5, "start": 10, "end": 13, "text": SAID},
            {"start": 14, "end": 17, "text": ANSWER},
        ],
    }
    call = read("x.json", json.dumps(data).encode())
    assert [one[0] for one in told(call)] == [ANN, BO, "Speaker 5", ""]


def test_turns_are_read_and_not_their_single_words_or_a_chat_beside_them() -> None:
    turns = [
        {
            "speaker": name,
            "start": n * 5.0,
            "end": n * 5.0 + 4,
            "text": SAID,
            "tokens": [{"text": word, "start": n * 5.0, "end": n * 5 + 4} for word in SAID.split()],
        }
        for n, name in enumerate([ANN, BO] * 3)
    ]
    chat = [{"name": BO, "text": "a link", "timestamp": 1796029200}]
    call = read("x.json", json.dumps({"chat": chat, "monologues": turns}).encode())
    assert [one[:2] for one in told(call)] == [(ANN, SAID), (BO, SAID)] * 3


def test_turns_with_speakers_need_no_times() -> None:
    rows = [{"speaker": ANN, "text": SAID}, {"speaker": BO, "text": ANSWER}]
    call = read("x.json", json.dumps({"title": "Northwind", "turns": rows}).encode())
    assert told(call) == [(ANN, SAID, None, None), (BO, ANSWER, None, None)]


@pytest.mark.parametrize(
    "data",
    [
        [{"name": "Forklift", "text": "A truck for pallets."}] * 9,
        {"tickets": [{"user": "Ann", "body": "It is broken.", "id": n} for n in range(9)]},
        {"text": SAID, "speaker": ANN},
        {"rows": [{"speaker": ANN, "start": 1}] * 9},
    ],
)
def test_lists_of_other_things_are_refused(data: object) -> None:
    with pytest.raises(FileRefused, match="no transcript"):
        read("x.json", json.dumps(data).encode())


def _nested(size: int) -> object:
    return [{"a": [{"text": "x", "words": [{"text": "y"}]}]} for _ in range(size)]


def _many_keys(size: int) -> object:
    return {"rows": [{f"{n}{key}": "x" for key in ("text", "start")} for n in range(size)]}


def _long_keys(size: int) -> object:
    return {"rows": [{"text" * size: "x", "start": 1}], "user_name" * size: {}}


def _heads(size: int) -> object:
    said = {"speaker": ANN, "text": SAID, "start": 1}
    return {"meeting": {"participants": [{"id": str(n)} for n in range(size)]}, "rows": [said] * 9}


@pytest.mark.parametrize("make", [_nested, _many_keys, _long_keys, _heads])
def test_the_time_grows_with_the_file_and_no_faster(make: object) -> None:
    assert callable(make)
    short, long = (json.dumps(make(size)).encode() for size in (2_000, 16_000))
    took = min(_seconds(long) for _ in range(2))
    assert took < max(24 * _seconds(short), 0.2)


def _seconds(body: bytes) -> float:
    before = thread_time()
    with suppress(FileRefused):
        read("x.json", body)
    return thread_time() - before


# -- as a rep meets it


async def test_a_file_of_an_unknown_tool_finds_its_call_and_gives_every_figure(desk: Desk) -> None:
    """The start in its head decides between two calls, and the rows say who spoke."""
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.plans("Contoso", NINE - timedelta(hours=4), "Jana Novak")
    names = ("Lena Brandt", "Jana Novak")
    rows = [
        {
            "item_id": n,
            "user_name": names[n % 2],
            "start_time": f"00:{n // 6:02}:{n % 6 * 10:02}.000",
            "end_time": f"00:{n // 6:02}:{n % 6 * 10 + 4 + n % 2:02}.000",
            "text": SAID if n % 2 == 0 else "We need about forty hours a week for that.",
        }
        for n in range(72)
    ]
    start = (NINE + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = {"meeting_id": "846 2210", "meeting_topic": "Northwind weekly", "start_time": start}
    body = json.dumps({**head, "duration_sec": 720, "transcript": rows}).encode()
    card = await desk.drops(body, "export.json")
    assert "Northwind, today 10:00. You talked 44% of the time." in card
    assert "does not say who speaks" not in card
    assert "Share of the talk: Jana Novak 56%, you 44%." in await desk.presses("All figures")
