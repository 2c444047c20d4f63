"""Run Attune for the soak: `python -m bench.soak_server FILE`.

It runs `python -m bot serve`, with two differences: calendars may be on this machine, and an hour's
transcript is read and measured every few seconds. At the end, FILE gets each stretch of at least
5 ms for which the event loop computed after Attune was ready.
"""

import asyncio
import json
import sys
from asyncio import BaseEventLoop
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time
from unittest.mock import patch

import bot.__main__ as command_line
from bench.calendars import on_loopback
from bench.transcripts import CONTEXT, PITCH, call
from bot.base.clock import SystemClock
from bot.calendars import kinds
from bot.calendars.ics.calendar import LIMITS, IcsCalendar
from bot.commands import serve
from bot.intake.guard import GuardedClient
from bot.settings import Settings
from bot.transcripts.reader import ProcessReader

EVERY = 5.0  # seconds between two transcripts
LONG = 0.005  # seconds; shorter stretches are left out


class Stretches:
    """When the event loop computed at a stretch, in seconds since it was ready, and for how long.

    A stretch is the processor time of one turn of the loop, in seconds.
    """

    def __init__(self) -> None:
        self.found: list[tuple[float, float]] = []
        self._ready: float | None = None

    def ready(self, act: Callable[[], None]) -> None:
        """Run `act`, and note stretches from then on."""
        act()
        self._ready = perf_counter()

    def watched(self, turn: Callable[[BaseEventLoop], None], loop: BaseEventLoop) -> None:
        """Take a turn of the loop, and note how long it computed."""
        began, computed = perf_counter(), thread_time()
        turn(loop)
        took = thread_time() - computed
        if took >= LONG and self._ready is not None and began > self._ready:
            self.found.append((began - self._ready, took))


def _local(address: str, cursor: str, **more: str | None) -> IcsCalendar:
    """Open a calendar on this machine."""
    client = partial(GuardedClient, limits=LIMITS, allow=on_loopback, ports=range(65_536))
    return IcsCalendar(address, cursor, zone=more["zone"] or "", owner=more["owner"], client=client)


async def _read_transcripts() -> None:
    reader, body = ProcessReader(SystemClock()), call(1)
    while True:
        head = await reader.read("x.vtt", body)
        await reader.measure(head.key, CONTEXT, PITCH)
        reader.forget(head.key)
        await asyncio.sleep(EVERY)


async def _serve(settings: Settings) -> int:
    reading = asyncio.create_task(_read_transcripts())
    try:
        return await serve.serve(settings)
    finally:
        reading.cancel()


def main() -> None:
    stretches, turn = Stretches(), BaseEventLoop._run_once  # type: ignore[attr-defined]
    ready = partial(stretches.ready, serve._freeze_garbage_collector)
    with (
        patch.object(BaseEventLoop, "_run_once", lambda loop: stretches.watched(turn, loop)),
        patch.object(serve, "_freeze_garbage_collector", ready),
        patch.object(kinds, "IcsCalendar", _local),
        patch.object(command_line, "serve", _serve),
    ):
        command_line.main(["serve"])
    Path(sys.argv[1]).write_text(json.dumps(stretches.found))


if __name__ == "__main__":
    main()
