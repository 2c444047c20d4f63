"""Runs a parser of ours in a process of its own, and kills it if it does not end by itself.

A small file can be made to take a parser hours, or all memory, so nothing that strangers wrote is
parsed in this process. The limit that a hostile file meets is one of processor time, which the
process sets for itself (`resources.py`). The limit by the clock is for a process that hangs. It is
several times longer, because on a busy machine a good file takes much longer than its computing.
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

PIECE = 64 * 1024  # bytes that are written at once, so that a large body stops nobody else
ENDS_WITHIN = 1.0  # seconds that a process has to end by itself after its whole answer
_ROOT = Path(__file__).parents[2]


class NoAnswer(Exception):
    """The answer was too long, or did not come."""


class TooSlow(NoAnswer):
    """The process used up its processor time, so what it was given takes too much computing."""


class NotInTime(NoAnswer):
    """The process did not answer in time by the clock: it hangs, or the machine is very busy."""


def running(module: str) -> Sequence[str]:
    """The command that runs one of our modules."""
    return (sys.executable, "-B", "-m", module)


async def answer_of(
    command: Sequence[str],
    head: Mapping[str, object],
    body: bytes,
    *,
    seconds: float,
    max_answer: int,
) -> bytes:
    """What the command writes to its standard output.

    Its standard input is `head` as a line of JSON, then `body`. If the command fails, the answer is
    what it had written until then. Raises NoAnswer if the answer is longer than `max_answer` bytes,
    NotInTime after `seconds`, and TooSlow if the process reached its limit of processor time.
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
        await _ending(process)
        if process.returncode == -SIGXCPU:
            raise TooSlow
        return answer
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
        await process.wait()
        if process.stdin is not None:
            with contextlib.suppress(ConnectionError):  # it ended before it had read everything
                await process.stdin.wait_closed()


async def _communicate(
    process: Process, head: Mapping[str, object], body: bytes, max_answer: int
) -> bytes:
    """Write the request, and read the whole output. Raises NoAnswer if it is too long."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(ConnectionError):  # the process may end without reading it
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


async def _ending(process: Process) -> None:
    """Give a process that has answered a moment to end by itself.

    If it is killed while it is ending, asyncio logs a warning.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ENDS_WITHIN):
            await process.wait()


def _environment() -> dict[str, str]:
    """The environment of the process: only PYTHONPATH, no secrets, as it parses hostile input."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
