"""Has a feed parsed by a process of its own, and ends that process whatever happens."""

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.intake.entries import Parsed
from handlers.knowledge.web_addresses import NotFetched

SECONDS = 10.0
MOST_ANSWER = 2_000_000  # bytes; 50 full entries take less than half
UNREADABLE = "What is at that address cannot be read as a feed."

_ROOT = Path(__file__).parents[2]
_PARSER = (sys.executable, "-B", "-m", "bot.intake.parse")
_ANSWER = TypeAdapter(Parsed)


async def parse_apart(
    body: bytes,
    url: str,
    content_type: str,
    *,
    seconds: float = SECONDS,
    command: Sequence[str] = _PARSER,
) -> Parsed:
    """What `body` is, as it came from `url`. NotFetched if that is not found out in `seconds`.

    `command` is there for tests.
    """
    head = json.dumps({"url": url, "content_type": content_type}).encode()
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_environment()
    )
    try:
        async with asyncio.timeout(seconds):
            answer = await _ask(process, head + b"\n" + body)
        return _ANSWER.validate_json(answer)
    except TimeoutError:
        raise NotFetched("That feed takes too long to read.") from None
    except ValidationError:
        raise NotFetched(UNREADABLE) from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin is not None:
            with contextlib.suppress(ConnectionError):  # it ended before it had heard all
                await process.stdin.wait_closed()


async def _ask(process: Process, question: bytes) -> bytes:
    """All that the process says until it closes its output."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(ConnectionError):  # it may end without having listened
        process.stdin.write(question)
        await process.stdin.drain()
    process.stdin.close()
    try:
        await process.stdout.readexactly(MOST_ANSWER + 1)
    except asyncio.IncompleteReadError as error:
        return error.partial
    raise NotFetched(UNREADABLE)


def _environment() -> dict[str, str]:
    """Where to find the same packages, and nothing else: no tokens next to hostile bytes."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
