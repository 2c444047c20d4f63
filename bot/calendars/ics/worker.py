"""Parse a calendar file with `bot.calendars.ics.parse`, in a process that can be killed."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter

from bot.calendars.ics.parse import COMPLETE, TOO_MANY
from bot.calendars.ics.scan import is_whole
from bot.intake.child_process import NoAnswer, NotInTime, answer_of, module_command
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent

# The longest time to wait for the parsing process. The process also limits its own processor time,
# and `bot.calendars.poller` ends the whole read of a calendar after a minute.
PARSE_SECONDS = 55.0
MAX_ANSWER = 20_000_000  # bytes; a meeting takes 400 to 1,000
# At most this many parsing processes run for one event loop. Starting a process blocks the loop, so
# more processes would slow the loop down.
MAX_CONCURRENT = max(2, os.cpu_count() or 1)
IN_A_TURN = 50  # how many events are read before other tasks may run

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
_EVENT = TypeAdapter(CalendarEvent)


async def events_in(
    body: bytes,
    since: datetime,
    until: datetime,
    *,
    zone: str,
    owners: Collection[str] = (),
    seconds: float = PARSE_SECONDS,
    command: Sequence[str] = module_command("bot.calendars.ics.parse"),
) -> tuple[CalendarEvent, ...]:
    """Return the events in a calendar file that start in [since, until), in UTC.

    `zone` is the owner's IANA zone, for times whose zone the file does not give. `owners` are the
    owner's known email addresses. Raises SourceFailed: "not a calendar" for a bad or incomplete
    file, "too large" if the file has too many events or needs too much computing, and "no answer"
    if parsing takes longer than `seconds`.
    """
    if not is_whole(body):
        raise SourceFailed("not a calendar")
    asked = {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "zone": zone,
        "owners": sorted(owners),
    }
    try:
        async with _turn():
            answer = await answer_of(command, asked, body, seconds=seconds, max_answer=MAX_ANSWER)
        *lines, end = answer.split(b"\n")
        if end == json.dumps(TOO_MANY).encode():
            raise SourceFailed("too large")
        if end != json.dumps(COMPLETE).encode():
            raise SourceFailed("not a calendar")
        return tuple([event async for event in _read(lines)])
    except NotInTime:
        raise SourceFailed("no answer") from None
    except NoAnswer:  # parsing takes too much processor time, or the answer is too long
        raise SourceFailed("too large") from None
    except ValueError:
        raise SourceFailed("not a calendar") from None


def _turn() -> asyncio.Semaphore:
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(MAX_CONCURRENT))


async def _read(lines: Sequence[bytes]) -> AsyncIterator[CalendarEvent]:
    for place, line in enumerate(lines):
        if place % IN_A_TURN == 0:
            await asyncio.sleep(0)
        yield read_event(json.loads(line))


def read_event(fields: Mapping[str, Any]) -> CalendarEvent:
    """Convert an event from the JSON that the process prints. Raises ValueError if invalid."""
    event = _EVENT.validate_python(fields)
    original = event.original_start
    # Pydantic's times have a UTC class of its own. With it, a meeting that has not changed would
    # look changed, so we replace it with `UTC`.
    return replace(
        event,
        starts_at=event.starts_at.astimezone(UTC),
        ends_at=event.ends_at.astimezone(UTC),
        original_start=original and original.astimezone(UTC),
        modified_at=event.modified_at and event.modified_at.astimezone(UTC),
    )
