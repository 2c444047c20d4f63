"""The focus that may be offered after a few measured calls."""

import pytest
from sqlmodel import select

from storage.tables import Person
from tests.transcripts.desk import NOON, Desk
from tests.transcripts.drafts import DAY, brings

pytestmark = pytest.mark.guesses


async def focus_of(desk: Desk) -> str | None:
    async with desk.database.read() as session:
        return (await session.exec(select(Person.focus_id))).one()


async def test_a_focus_is_offered_from_three_calls_on_and_the_rep_decides(desk: Desk) -> None:
    for days in (3, 2):
        await brings(desk, lena=7, days=days)
        assert "focus" not in await desk.presses("Just show me")
    await brings(desk, lena=7, days=1)
    offered = await desk.presses("Just show me")
    assert (
        "In each of your last 3 measured calls, more than 65% of the talk was yours. A focus for "
        "that: If I have talked for two minutes, I stop and ask what they think." in offered
    )
    assert await focus_of(desk) is None
    taken = await desk.presses("Take this on")
    assert "Your focus: If I have talked for two minutes" in taken
    assert await focus_of(desk) == "two-minute-handover"
    assert "Take this on" not in desk.labels


async def test_a_focus_is_offered_once_in_two_weeks(desk: Desk) -> None:
    for days in (3, 2, 1):
        await brings(desk, lena=7, days=days)
        await desk.presses("Just show me")
    assert "A focus for that" not in await desk.presses("Not now")
    desk.clock.moment = NOON + 13 * DAY
    await brings(desk, lena=7, days=-13)
    assert "focus" not in await desk.presses("Just show me")
    assert await focus_of(desk) is None
    desk.clock.moment = NOON + 15 * DAY
    await brings(desk, lena=7, days=-15)
    assert "A focus for that" in await desk.presses("Just show me")
