"""The button that keeps all shown lines of a draft keeps no line that was not shown."""

import pytest
from sqlmodel import select

from handlers.request import Means
from storage.database.connection import Database
from storage.tables import Commitment, Reflection
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import has_a_draft
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


async def kept(database: Database) -> tuple[str, str, list[str]]:
    async with database.read() as session:
        row = (await session.exec(select(Reflection))).one()
        return row.heard, row.next_step, list((await session.exec(select(Commitment.text))).all())


async def test_lines_that_were_not_shown_are_never_kept(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(), zoom_name(NINE))
    await has_a_draft(desk)
    button = next(label for label in desk.labels if label.startswith("Keep all"))
    ref, places, seen = desk.value(button).split(":")
    for forged in (f"{ref}:{places}+9:{seen}", f"{ref}:0:{seen}", f"{ref}::{seen}", ref):
        assert "earlier draft" in await desk.asks(Means.BUTTON, "talk.keep_all", forged)
        assert await kept(desk.database) == ("", "", [])
    assert "Kept" in await desk.presses(button)
    assert any(await kept(desk.database))
