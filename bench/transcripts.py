"""Measure the reading of a transcript: time, memory, and stalls of the event loop.

A read includes the separate processes. A stall is compared with those of an idle event loop.
"""

import asyncio
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from statistics import median

from bench.calendar_file import watched
from bench.table import Row
from bot.base.clock import FixedClock
from bot.transcripts.reader import ProcessReader, ReaderProcesses
from handlers.limits import TRANSCRIPT_SIZE
from handlers.playbook.loader import load
from handlers.transcripts.records import TalkContext

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)
CONTEXT = TalkContext(
    frozenset({"Ann Lee"}),
    frozenset({"Jo Ray"}),
    date(2026, 11, 30),
    "Hear who signs",
    ("Routely",),
)
PITCH = load(None).pitch
TIMES = 5
CUE_SECONDS = 3
SPEAKERS = ("Ann Lee", "Jo Ray", "Bo Li (Guest)", "Lund, Anders")
SENTENCES = (
    "What happens on a Monday when a driver is ill?",
    "We need about forty seats, and it takes us nine weeks to sign anything.",
    "I'll send you the prices by Friday, and we can show it to your team.",
    "Yeah.",
    "So we looked at Routely last year, but the drivers stopped it.",
    "Do you have a budget for that, or is it decided in March?",
    "Right, right.",
    "If you sign this month, I'll get you the pilot in Münster.",
)


def call(hours: int, size: int = 0) -> bytes:
    """Return a transcript in Zoom's form. A comment at the end fills it up to `size` bytes."""
    random, parts, who = Random(hours), ["WEBVTT"], 0  # noqa: S311 - the same each time
    for number in range(hours * 3600 // CUE_SECONDS):
        who = random.randrange(len(SPEAKERS)) if random.random() < 0.3 else who
        start = number * CUE_SECONDS
        times = f"{_clock(start)}.120 --> {_clock(start + 2)}.900"
        parts.append(f"{number + 1}\n{times}\n{SPEAKERS[who]}: {random.choice(SENTENCES)}")
    text = "\n\n".join([*parts, ""])
    return (text + "NOTE " + "x" * max(size - len(text.encode()) - 6, 0) + "\n").encode()


async def rows(folder: Path) -> list[Row]:
    """Return the figures about transcripts."""
    made = []
    for hours in (1, 8):
        made += await _rows(f"transcript of {hours} h", call(hours), folder)
    made += await _largest(call(8, TRANSCRIPT_SIZE))
    return made


async def _rows(name: str, body: bytes, folder: Path) -> list[Row]:
    reader, reads, measures, idle = ProcessReader(FixedClock(NOW)), [], [], []
    for _ in range(TIMES):
        reads.append(await watched(reader.read("x.vtt", body)))
        head = await reader.read("x.vtt", body)
        measures.append(await watched(reader.measure(head.key, CONTEXT, PITCH)))
        idle.append(await watched(asyncio.sleep(reads[-1][0] + measures[-1][0])))
        reader.forget(head.key)
    quiet = max(stall for _, stall in idle) * 1000
    stall = max(stall for _, stall in (*reads, *measures)) * 1000
    return [
        Row(f"{name}, {len(body) / 1e6:.2f} MB: read", _milliseconds(reads), "ms"),
        Row(f"{name}: measured", _milliseconds(measures), "ms"),
        Row(f"{name}: longest stall", stall, "ms", quiet),
        *[Row(f"{name}: memory to {verb}", mb, "MB") for verb, mb in await _memory(body, folder)],
    ]


async def _largest(body: bytes) -> list[Row]:
    assert TRANSCRIPT_SIZE * 0.99 < len(body) <= TRANSCRIPT_SIZE, len(body)
    reader = ProcessReader(FixedClock(NOW))
    reads = [await watched(reader.read("x.vtt", body)) for _ in range(TIMES)]
    idle = await watched(asyncio.sleep(reads[0][0]))
    stall = max(stall for _, stall in reads) * 1000
    return [
        Row(f"transcript of {len(body) / 1e6:.0f} MB: longest stall", stall, "ms", idle[1] * 1000)
    ]


async def _memory(body: bytes, folder: Path) -> list[tuple[str, float]]:
    """Return the peak megabytes of each of the two processes, including Python itself."""
    file = folder / "memory"
    reader = ProcessReader(
        FixedClock(NOW), ReaderProcesses(_weighed("read", file), _weighed("measure", file))
    )
    head = await reader.read("x.vtt", body)
    found = [("read", _megabytes(file))]
    await reader.measure(head.key, CONTEXT, PITCH)
    return [*found, ("measure", _megabytes(file))]


def _weighed(module: str, file: Path) -> tuple[str, ...]:
    """Return a command that runs a module, and then copies Linux's memory figures to a file."""
    code = (
        f"from pathlib import Path; from bot.transcripts import {module} as it; it.main(); "
        f"Path({str(file)!r}).write_text(Path('/proc/self/status').read_text())"
    )
    return (sys.executable, "-B", "-c", code)


def _megabytes(file: Path) -> float:
    (line,) = (one for one in file.read_text().splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _milliseconds(took: list[tuple[float, float]]) -> float:
    return median(seconds for seconds, _ in took) * 1000


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
