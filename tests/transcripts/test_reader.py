"""The process that reads and measures, and the memory that keeps the words."""

import asyncio
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.base.clock import FixedClock
from bot.transcripts import memory, refusals
from bot.transcripts.formats.reading import read
from bot.transcripts.formats.refused import REASONS
from bot.transcripts.memory import KEPT_FOR, WordsInMemory
from bot.transcripts.read import answer
from bot.transcripts.reader import ProcessReader, ReaderProcesses
from handlers.limits import TRANSCRIPT_SIZE
from handlers.sources.ports import TranscriptReader, TranscriptRefused, WordsGone
from handlers.transcripts.figures.figures import measure
from handlers.transcripts.records import Label, TalkContext
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts import samples
from tests.transcripts.samples import numbered

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
CONTEXT = TalkContext(frozenset({"Ann Lee"}), frozenset(), date(2026, 11, 30), "Hear about Münster")
PITCH = SHIPPED_PLAYBOOK.pitch
SECRET = "platypus"
NAMES = ("Ann Lee", "Bo Li")
CALL = numbered(
    [
        (
            n * 10,
            n * 10 + (6 if n % 2 else 9),
            f"{NAMES[n % 2]}: {SECRET} {n} and that is it.",
        )
        for n in range(90)
    ]
)


def reader(
    code: str = "", *, seconds: float = 40.0, clock: FixedClock | None = None
) -> ProcessReader:
    """A reader; `code` stands in for both of its processes."""
    processes = ReaderProcesses(seconds=seconds)
    if code:
        command = (sys.executable, "-c", code)
        processes = replace(processes, read=command, measure=command)
    return ProcessReader(FixedClock(NOW), processes)


async def test_a_transcript_is_read_and_measured_as_in_this_process() -> None:
    reads: TranscriptReader = reader()
    head = await reads.read(samples.ZOOM_NAME, CALL)
    assert (head.tool, head.english) == ("zoom", True)
    assert head.started_at == datetime(2026, 11, 30, 9, 5, 12, tzinfo=UTC)
    assert head.started_at.tzinfo is UTC
    assert [label.name for label in head.labels] == ["Ann Lee", "Bo Li"]
    measured = await reads.measure(head.key, CONTEXT, PITCH)
    assert measured == measure(read(samples.ZOOM_NAME, CALL), CONTEXT, PITCH)
    assert measured.figures.mine is not None
    reads.forget(head.key)
    with pytest.raises(WordsGone):
        await reads.measure(head.key, CONTEXT, PITCH)


async def test_what_was_measured_is_measured_again_only_in_another_context() -> None:
    reads = reader()
    head = await reads.read(samples.ZOOM_NAME, CALL)
    measured = await reads.measure(head.key, CONTEXT, PITCH)
    reads._processes = replace(reads._processes, measure=("false",))
    assert await reads.measure(head.key, CONTEXT, PITCH) is measured
    with pytest.raises(TranscriptRefused):
        await reads.measure(head.key, replace(CONTEXT, mine=frozenset()), PITCH)


async def test_two_files_that_are_the_same_have_the_same_digest() -> None:
    reads = reader()
    one, two, other = [await reads.read("x", body) for body in (CALL, CALL, samples.GRAPH)]
    assert one.digest == two.digest != other.digest
    assert one.key != two.key


async def test_a_label_has_two_sentences_by_which_one_knows_who_it_is() -> None:
    told = ("We looked at four vendors last year.", "It took us nine weeks to sign it.")
    said = ("Ann Lee  0:09", f"Hi. {told[0]} Why? {told[1]}", "", "Bo Li  0:42", "Right.")
    head = await reader().read("x", samples.lines(*said))
    assert head.labels == (Label("Ann Lee", 17 / 18, told), Label("Bo Li", 1 / 18, ("Right.",)))


async def test_each_reason_to_refuse_has_a_sentence_that_says_what_to_do() -> None:
    assert refusals.SENTENCES.keys() == REASONS
    with pytest.raises(TranscriptRefused, match="That looks like a chat"):
        await reader().read("x", samples.lines("10:04:10\t From Ann to Everyone:", "Hi"))
    with pytest.raises(TranscriptRefused, match="20 MB"):
        await reader().read("x", bytes(TRANSCRIPT_SIZE + 1))


def test_more_words_than_are_kept_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transcripts.read.TRANSCRIPT_TEXT", 100)
    assert json.loads(answer("x", CALL, NOW)) == {"refused": "too many cues"}


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "print('not JSON')",
        "print('{}')",
        'print(\'{"refused": "made up"}\')',
        "import sys\nwhile True: sys.stdout.write('x' * 10_000)",
    ],
)
async def test_a_process_that_fails_is_told_in_words(code: str) -> None:
    with pytest.raises(TranscriptRefused) as refused:
        await reader(code).read("x", CALL)
    assert str(refused.value) == refusals.UNREADABLE


@pytest.mark.parametrize(
    ("code", "seconds", "said"),
    [
        ("import signal; signal.pause()", 0.2, refusals.BUSY),
        (  # as when its processor time is used up, however long that took by the clock
            "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)",
            40,
            refusals.TOO_SLOW,
        ),
    ],
)
async def test_only_its_computing_is_held_against_a_file(
    code: str, seconds: float, said: str
) -> None:
    with pytest.raises(TranscriptRefused) as refused:
        await reader(code, seconds=seconds).read("x", CALL)
    assert str(refused.value) == said


async def test_words_that_cannot_be_measured_stay() -> None:
    reads = reader("raise SystemExit(1)")
    key = reads._memory.keep(b"words")
    for _ in range(2):
        with pytest.raises(TranscriptRefused):
            await reads.measure(key, CONTEXT, PITCH)


@pytest.mark.parametrize("name", ["read", "measure"])
async def test_the_process_confines_itself_before_it_reads(name: str) -> None:
    code = f"from bot.transcripts import {name} as it\nit.limit_resources = exit\nit.main()"
    reads = reader(code)
    key = reads._memory.keep(b"{}")
    with pytest.raises(TranscriptRefused):
        await (reads.read("x", CALL) if name == "read" else reads.measure(key, CONTEXT, PITCH))


@pytest.mark.parametrize(
    "module",
    [
        "bot.transcripts.read",
        "bot.transcripts.measure",
        "bot.intake.parse",
        "bot.calendars.ics.parse",
    ],
)
async def test_a_process_loads_neither_a_database_nor_a_server(module: str) -> None:
    """Otherwise each file that is read takes half a second longer."""
    code = (
        f"import json, sys, {module}; "
        "heavy = {'aiohttp', 'sqlalchemy', 'sqlmodel', 'slack_bolt'} & {*sys.modules}; "
        "print(json.dumps({'refused': 'chat' if heavy else 'empty'}))"
    )
    with pytest.raises(TranscriptRefused, match="empty"):
        await reader(code).read("x", CALL)


async def test_a_process_that_is_ended_leaves_no_core() -> None:
    code = (
        "import json, resource; from bot.intake.resources import limit_resources; "
        "limit_resources(5); cores = resource.getrlimit(resource.RLIMIT_CORE); "
        "print(json.dumps({'refused': 'empty' if cores == (0, 0) else 'chat'}))"
    )
    with pytest.raises(TranscriptRefused, match="empty"):
        await reader(code).read("x", CALL)


async def test_no_more_than_two_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    async def answer_of(*_: object, **__: object) -> bytes:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return json.dumps({"refused": "empty"}).encode()

    monkeypatch.setattr("bot.transcripts.reader.answer_of", answer_of)
    reads = reader()
    found = await asyncio.gather(*(reads.read("x", b"x") for _ in range(5)), return_exceptions=True)
    assert most == 2
    assert all(isinstance(one, TranscriptRefused) for one in found)


async def test_no_word_is_in_a_repr_or_on_a_disk(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reads = reader()
    head = await reads.read("x", CALL)
    measured = await reads.measure(head.key, CONTEXT, PITCH)
    kept = list(reads._memory._kept.values())
    shown = repr([head, reads, vars(reads), vars(reads._memory), kept, measured, read("x", CALL)])
    assert SECRET in kept[0].words.decode()
    assert SECRET not in shown + "".join(capfd.readouterr())
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_words_are_gone_after_half_an_hour() -> None:
    clock = FixedClock(NOW)
    words = WordsInMemory(clock)
    key = words.keep(b"hush")
    clock.moment += KEPT_FOR - timedelta(seconds=1)
    assert words.words(key) == b"hush"
    clock.moment += timedelta(seconds=1)
    with pytest.raises(WordsGone):
        words.words(key)
    assert words._kept == {}


def test_the_oldest_words_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MAX_IN_ALL", 10)
    words = WordsInMemory(FixedClock(NOW))
    first, second, third = (words.keep(body) for body in (b"aaaa", b"bbbb", b"cccc"))
    assert words.words(second) + words.words(third) == b"bbbbcccc"
    with pytest.raises(WordsGone):
        words.words(first)


async def test_they_go_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if nobody asks for any."""
    monkeypatch.setattr("bot.transcripts.reader.KEPT_FOR", timedelta())
    reads = reader()
    await reads.read("x", CALL)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert reads._memory._kept == {}
