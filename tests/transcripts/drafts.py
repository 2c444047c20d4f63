"""Bring a transcript for a draft, and read what was kept of it."""

from datetime import date, timedelta

from sqlmodel import select

from handlers.cards import Form
from handlers.inputs import ChoiceInput
from storage.tables import Commitment, Reflection
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.spoken import spoken

DAY = timedelta(days=1)


async def brings(desk: Desk, lena: int = 4, days: int = 0) -> str:
    """Lena brings the transcript of a call with Northwind, `days` ago at nine."""
    at = NINE - days * DAY
    await desk.plans("Northwind", at, "Jana Novak")
    return await desk.drops(spoken(lena, 12 + abs(days)), zoom_name(at))


async def has_a_draft(desk: Desk) -> str:
    """Lena looks at the figures, and has the reflection drafted."""
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    return await desk.presses("It went well")


async def reflection(desk: Desk) -> Reflection:
    async with desk.database.read() as session:
        return (await session.exec(select(Reflection))).one()


async def promises(desk: Desk) -> list[tuple[str, str, date | None]]:
    async with desk.database.read() as session:
        rows = (await session.exec(select(Commitment).order_by("id"))).all()
        return [(row.side, row.text, row.due_on) for row in rows]


def chosen_from(form: Form, now: str) -> dict[str, str]:
    """By its label: each speaker that the form offers; `now` is the one chosen at first."""
    asked = next(one for one in form.inputs if isinstance(one, ChoiceInput))
    ids = {option.label: option.id for option in asked.options}
    assert asked.value == ids[now]
    return ids
