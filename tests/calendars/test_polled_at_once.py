"""Several processes poll the calendars of colleagues who share meetings, at the same time."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from storage.tables import Call, Outbox, Seat
from tests.calendars.test_poller import ROUND, pollers_on
from tests.sources.diary import COMPANIES, DAY, HOUR, TOMORROW_THREE, meeting, moved, opened

OWNERS = ("lena", "lena", "tomas", "bo", "mia", "tomas")
ROUNDS = 4


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_processes_that_poll_at_once_plan_each_call_once(engine: str, tmp_path: Path) -> None:
    chance = random.Random(13)  # noqa: S311 - no secret
    async with opened(engine, tmp_path) as diary:
        polled = pollers_on(diary)
        calendars = [await diary.connects(who) for who in OWNERS]
        meetings = [
            meeting(name, TOMORROW_THREE + number * HOUR, name)
            for number, name in enumerate(COMPANIES)
        ]
        for _ in range(ROUNDS):
            number = chance.randrange(len(meetings))
            meetings[number] = moved(meetings[number], chance.choice([HOUR, DAY]))
            other = chance.randrange(len(meetings))
            is_on = chance.random() < 0.5
            meetings[other] = replace(meetings[other], state="on" if is_on else "cancelled")
            for calendar in calendars:
                shuffled = chance.sample(meetings, len(meetings))
                diary.events[calendar] = {one.source_id: one for one in shuffled}
            await asyncio.gather(*(polled.poll(place) for place in (0, 1, 0, 1)))
            diary.passes(ROUND)
        on = sorted((one.uid, one.starts_at) for one in meetings if one.state == "on")
        assert await diary.planned() == on
        calls = {one.id: one for one in await diary.fleet.all_of(Call)}
        shared = [one for one in calls.values() if one.source_id is not None]
        assert len(shared) == len({one.account_id for one in shared})
        seats: list[Seat] = await diary.fleet.all_of(Seat)
        planned = Counter(one.person_id for one in seats if calls[one.call_id].status == "planned")
        assert set(planned.values()) == {len(on)}
        assert len(planned) == len(set(OWNERS))
        rows: list[Outbox] = await diary.fleet.all_of(Outbox)
        briefs = [row for row in rows if (row.kind, row.state) == ("brief", "open")]
        assert len(briefs) == len(on) * len(set(OWNERS))
        failed = 'outcome="failed",platform="test",source="ics"} '
        assert failed not in polled.metrics.text(None).decode()
