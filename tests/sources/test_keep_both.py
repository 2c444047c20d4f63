"""Two copies of a calendar are kept, and the newer one is disconnected later."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.meetings import calendars
from tests.delivery.world import A
from tests.sources.diary import DAY, HOUR, MINUTE, TOMORROW_THREE, Diary, meeting, moved, opened

KESTREL = meeting("k", TOMORROW_THREE + DAY, "Kestrel")


@pytest.fixture
async def diary(tmp_path: Path) -> AsyncIterator[Diary]:
    """An empty diary."""
    async with opened("sqlite", tmp_path) as made:
        yield made


async def reads_anew(diary: Diary, calendar: int) -> None:
    """The calendar's file is another one from now on, as if it was connected again."""
    async with diary.database.write() as session:
        row = await calendars.by_id(session, A, calendar, locked=True)
        assert row is not None
        calendars.replace_secret(session, row, diary.now, secret="another")


@pytest.mark.parametrize("newer_first", [True, False])
@pytest.mark.parametrize("is_dated", [True, False])
async def test_without_the_newer_of_two_kept_copies_the_call_is_at_the_older_time(
    diary: Diary, *, newer_first: bool, is_dated: bool
) -> None:
    older = replace(meeting("n"), sequence=1 if is_dated else None)
    newer = replace(moved(older, HOUR), sequence=2 if is_dated else None)
    first = await diary.connects("lena", older, KESTREL)
    await diary.reads(first)
    diary.passes(MINUTE)
    diary.put(first, newer)  # a newer copy of the file takes its place
    await reads_anew(diary, first)
    await diary.reads(first)
    diary.passes(MINUTE)
    diary.put(first, older)  # "Keep both"
    await reads_anew(diary, first)
    second = await diary.connects("lena", newer, KESTREL)
    for calendar in (second, first) if newer_first else (first, second):
        await diary.reads(calendar)
    if is_dated:
        assert ("n", newer.starts_at) in await diary.planned()
    diary.passes(MINUTE)
    await diary.disconnects(second)
    await diary.reads(first)
    assert ("n", older.starts_at) in await diary.planned()
    shown = next(row for row in await diary.seen(first) if row.source_id == "n")
    assert shown.starts_at == older.starts_at
