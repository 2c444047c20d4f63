"""The process that parses a calendar ends whatever the file holds, and returns what it found."""

import asyncio
import json
import sys
from time import perf_counter

import pytest

from bot.calendars.ics import worker
from bot.calendars.ics.parse import COMPLETE
from bot.calendars.ics.worker import events_in
from handlers.sources.ports import SourceFailed
from handlers.sources.records import CalendarEvent
from tests.calendars.samples import OWNER, SINCE, UNTIL, events, vcalendar, vevent

FILE = vcalendar(
    vevent(
        "SUMMARY:Grüße", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{OWNER}", "ATTENDEE:mailto:j@b.example"
    ),
    vevent("RRULE:FREQ=WEEKLY", uid="b@cal"),
)


async def run(code: str, *, body: bytes = FILE, seconds: float = 30) -> tuple[CalendarEvent, ...]:
    """Replace the parser with a few lines of Python."""
    command = (sys.executable, "-c", code)
    return await events_in(body, SINCE, UNTIL, zone="UTC", seconds=seconds, command=command)


async def test_it_finds_what_is_in_the_file() -> None:
    found = await events_in(FILE, SINCE, UNTIL, zone="UTC", owners=(OWNER,))
    assert sorted(found, key=lambda one: one.starts_at) == events(FILE, zone="UTC")
    assert {one.fingerprint for one in found} == {
        one.fingerprint for one in events(FILE, zone="UTC")
    }
    assert found[0].state == "declined"


async def test_one_persons_file_never_changes_anothers() -> None:
    """Also when both are read at the same time: each has a process of its own."""
    event = vevent(start=";TZID=Ours:20261203T090000")
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:{0}\r\nTZOFFSETTO:{0}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    )
    files = [vcalendar(zone.format(at), event) for at in ("+0600", "-0300")] + [vcalendar(event)]
    found = await asyncio.gather(*(events_in(file, SINCE, UNTIL, zone="UTC") for file in files))
    assert [f"{one[0].starts_at:%H}" for one in found] == ["03", "12", "09"]


async def test_one_that_hangs_is_killed() -> None:
    began = perf_counter()
    with pytest.raises(SourceFailed, match="no answer"):
        await run("while True: pass", seconds=0.2)
    assert perf_counter() - began < 10


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)",
        "print('not JSON')",
        "print('\"complete\"{}', end='')",
        "print('{}\\n\"complete\"', end='')",
        "import sys; sys.stdin.read(1)",
    ],
)
async def test_one_that_does_not_say_that_it_is_done_failed(code: str) -> None:
    with pytest.raises(SourceFailed, match="not a calendar"):
        await run(code)


async def test_one_that_answers_too_much_failed() -> None:
    with pytest.raises(SourceFailed, match="too large"):
        await run("import sys\nwhile True: sys.stdout.write('x' * 10_000)")


async def test_more_meetings_than_anybody_has_are_too_many() -> None:
    many = (vevent("RRULE:FREQ=DAILY", uid=f"{n}@cal") for n in range(400))
    with pytest.raises(SourceFailed, match="too large"):
        await events_in(vcalendar(*many), SINCE, UNTIL, zone="UTC")


async def test_the_parser_confines_itself_before_it_reads() -> None:
    code = "from bot.calendars.ics import parse\n{}parse.main()"
    assert await run(code.format(""))
    with pytest.raises(SourceFailed):
        await run(code.format("parse.limit_resources = exit\n"))


async def test_a_rule_that_runs_for_ever_ends_with_its_process() -> None:
    code = "from bot.calendars.ics import parse\nparse.CPU_SECONDS = 1\nparse.main()"
    endless = vevent("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", start="00010101T000000Z")
    began = perf_counter()
    with pytest.raises(SourceFailed, match="too large"):
        await run(code, body=vcalendar(*[endless] * 50))
    assert perf_counter() - began < 20


async def test_few_files_are_parsed_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process takes the processor from everything else, so the others wait."""
    parsing, most = 0, 0

    async def answer_of(*_: object, **__: object) -> bytes:
        nonlocal parsing, most
        parsing += 1
        most = max(most, parsing)
        for _turn in range(10):
            await asyncio.sleep(0)
        parsing -= 1
        return json.dumps(COMPLETE).encode()

    monkeypatch.setattr(worker, "answer_of", answer_of)
    monkeypatch.setattr(worker, "MAX_CONCURRENT", 2)
    files = [events_in(FILE, SINCE, UNTIL, zone="UTC") for _ in range(8)]
    assert await asyncio.gather(*files) == [()] * 8
    assert most == 2
