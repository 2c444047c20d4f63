"""Run a parser in a separate process, and kill the process if it hangs.

A small hostile file can make a parser run for hours or use all memory. So the parser process
limits its own processor time and memory (`resources.py`). This module limits the wall-clock time.
Its limit must be longer than the limit of processor time, because a process may have to wait on a
busy machine.
"""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGXCPU

PIECE = 64 * 1024  # bytes to write at once, so that a large body does not block other work
ENDS_WITHIN = 1.0  # seconds for a process to exit after it has answered
_ROOT = Path(__file__).parents[2]


class NoAnswer(Exception):
    """There is no usable answer. It was too long, unless a subclass gives another reason."""


class TooSlow(NoAnswer):
    """The process used up its processor time."""


class NotInTime(NoAnswer):
    """The process hangs, or the machine is very busy."""


def module_command(module: str) -> Sequence[str]:
    """Return the command that runs a module of ours."""
    return (sys.executable, "-B", "-m", module)


async def answer_of(
    command: Sequence[str],
    head: Mapping[str, object],
    body: bytes,
    *,
    seconds: float,
    max_answer: int,
) -> bytes:
    """Run a command and return its standard output.

    Standard input is `head` as a line of JSON, then `body`. If the command fails, return what it
    has written so far. Raises NoAnswer if the answer is longer than `max_answer` bytes, NotInTime
    after `seconds`, and TooSlow if the process used up its processor time.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_environment()
    )
    try:
        async with asyncio.timeout(seconds):
            answer = await _communicate(process, head, body, max_answer)
    except TimeoutError:
        raise NotInTime from None
    else:
        await _wait_for_exit(process)
        if process.returncode == -SIGXCPU:
            raise TooSlow
        return answer
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        if process.stdin is not None:
            with contextlib.suppress(ConnectionError):
                await process.stdin.wait_closed()


async def _communicate(
    process: Process, head: Mapping[str, object], body: bytes, max_answer: int
) -> bytes:
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(ConnectionError):  # the process may exit before it has read everything
        process.stdin.write(json.dumps(head).encode() + b"\n")
        for start in range(0, len(body), PIECE):
            process.stdin.write(body[start : start + PIECE])
            await process.stdin.drain()
    process.stdin.close()
    try:
        await process.stdout.readexactly(max_answer + 1)
    except asyncio.IncompleteReadError as error:
        return error.partial
    raise NoAnswer


async def _wait_for_exit(process: Process) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ENDS_WITHIN):
            await process.wait()


def _environment() -> dict[str, str]:
    """Return an environment without secrets, because the process parses hostile input."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
