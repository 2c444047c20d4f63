"""Runs `bot.intake.parse` in a separate process, and always kills that process afterwards."""

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

PARSE_SECONDS = 10.0
MAX_ANSWER = 2_000_000  # limit in bytes; 50 entries of full length take less than half of it
UNREADABLE = "The feed at that address cannot be read."

_ROOT = Path(__file__).parents[2]
_PARSER = (sys.executable, "-B", "-m", "bot.intake.parse")
_ANSWER = TypeAdapter(Parsed)


async def parse_in_subprocess(
    body: bytes,
    url: str,
    content_type: str,
    *,
    seconds: float = PARSE_SECONDS,
    command: Sequence[str] = _PARSER,
) -> Parsed:
    """Parse a body that was fetched from `url`, in a separate process.

    Raises NotFetched if that fails or takes longer than `seconds`. `command` is for tests.
    """
    header = json.dumps({"url": url, "content_type": content_type}).encode()
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_ROOT, env=_environment()
    )
    try:
        async with asyncio.timeout(seconds):
            answer = await _communicate(process, header + b"\n" + body)
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
            with contextlib.suppress(ConnectionError):  # it ended before it had read everything
                await process.stdin.wait_closed()


async def _communicate(process: Process, request: bytes) -> bytes:
    """Write the request, and read the whole output. Raises NotFetched if it is too long."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    with contextlib.suppress(ConnectionError):  # the process may end without reading it
        process.stdin.write(request)
        await process.stdin.drain()
    process.stdin.close()
    try:
        await process.stdout.readexactly(MAX_ANSWER + 1)
    except asyncio.IncompleteReadError as error:
        return error.partial
    raise NotFetched(UNREADABLE)


def _environment() -> dict[str, str]:
    """The environment of the process: only PYTHONPATH, no secrets, as it parses hostile input."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
