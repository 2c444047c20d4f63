"""Answers, corrections, undoing and reads in any order end in the calls that the rule wants."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from handlers.request import Means
from handlers.sources.calendars.known import MeetingRules, known_about
from handlers.sources.calendars.sales_calls import judge
from handlers.sources.records import Attendee, CalendarEvent
from storage.workspace import people
from tests.delivery.world import A, playbook
from tests.sources.diary import HOUR, TOMORROW_THREE, Diary, meeting, opened

RULES = MeetingRules(frozenset(), playbook().meetings)  # as the conversation of the diary has them
STEPS = 14


def invited(number: int, place: int) -> CalendarEvent:
    """A meeting of this trial: with a new company, somebody's private address, or Northwind."""
    guests = (
        f"ann@new{number}.example",
        f"max{number}@gmail.com",
        "jana@northwind.example",
        f"bo@new{number}.example",
        f"ann@weekly{number}.example",
        f"ann@weekly{number}.example",
    )
    starts_at = TOMORROW_THREE + place * HOUR + number * timedelta(minutes=1)
    event = meeting(f"{number}-{min(place, 4)}", starts_at, "Sync", series=place >= 4)
    return replace(event, title=f"Sync {place}", attendees=(Attendee("", guests[place]),))


@pytest.mark.parametrize("seed", range(6))
async def test_the_calls_are_those_that_the_rule_wants(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the order of a test
    async with opened("sqlite", tmp_path) as diary:
        events = [invited(seed, place) for place in range(6)]
        calendar = await diary.connects("lena", *events)
        await diary.reads(calendar)
        for _ in range(STEPS):
            await _one_step(random, diary, calendar)
        await diary.reads(calendar)
        rows = {row.source_id: row for row in await diary.seen(calendar)}
        async with diary.database.read() as session:
            lena = await people.find(session, A, "lena")
            assert lena is not None
            known = await known_about(session, lena, events, RULES)
        for event in events:
            wanted, row = judge(event, known), rows[event.source_id]
            # What has become a call is not given up only because of a doubt.
            assert row.verdict == wanted.verdict or (row.verdict, wanted.verdict) == ("call", "ask")
        planned = {source_id for source_id, _ in await diary.planned()}
        assert planned == {id_ for id_, row in rows.items() if row.verdict == "call"}


async def _one_step(random: Random, diary: Diary, calendar: int) -> None:
    row = random.choice(await diary.seen(calendar))
    deed = random.choice(("yes", "no", "no:only", "undo", "account", "read"))
    if deed == "read":
        await diary.reads(calendar)
    elif deed == "account":
        name = random.choice(("Halden", "Kestrel", f"Company {row.id}"))
        fields = {"account": name}
        await diary.fleet.asks(0, "lena", Means.FORM, "meeting.account", str(row.id), fields=fields)
    else:
        action, _, only = deed.partition(":")
        value = f"{row.id}:{only}" if only else str(row.id)
        await diary.fleet.asks(0, "lena", Means.BUTTON, f"meeting.{action}", value)
