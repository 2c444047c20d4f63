"""An answer about a meeting and a read of the calendar at the same moment, in two processes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.request import Means
from handlers.sources.records import Attendee
from tests.sources.diary import HOUR, Diary, meeting, moved, opened

INTRO = replace(
    meeting("i", company="Acme"), title="Intro", attendees=(Attendee("", "ann@acme.example"),)
)


@pytest.fixture
async def diary(tmp_path: Path) -> AsyncIterator[Diary]:
    """An empty diary on PostgreSQL, where two transactions meet."""
    async with opened("postgresql", tmp_path) as made:
        yield made


async def test_yes_while_the_meeting_moves_is_one_call_at_the_new_time(diary: Diary) -> None:
    calendar = await diary.connects("lena", INTRO)
    await diary.reads(calendar)
    (row,) = await diary.seen(calendar)
    later = moved(INTRO, HOUR)
    diary.put(calendar, later)
    press = Means.BUTTON

    async def read() -> None:
        await diary.reads(calendar, place=1)

    await diary.fleet.at_once(
        diary.fleet.asks(0, "lena", press, "meeting.yes", str(row.id)), read()
    )
    assert await diary.planned() == [("i", later.starts_at)]


async def test_yes_twice_is_one_account_and_one_call(diary: Diary) -> None:
    calendar = await diary.connects("lena", INTRO)
    await diary.reads(calendar)
    (row,) = await diary.seen(calendar)
    asks = [
        diary.fleet.asks(place, "lena", Means.BUTTON, "meeting.yes", str(row.id))
        for place in (0, 1)
    ]
    await diary.fleet.at_once(*asks)
    assert await diary.planned() == [("i", INTRO.starts_at)]
