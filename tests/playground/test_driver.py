"""The driver, in a small dialogue: what it shows is what the page would show."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.background import Background
from tests.dialogue import Dialogue
from tests.playground.client import Client
from tests.playground.driver import REQUIRED, PlaygroundUser
from tests.playground.world import MONDAY, Due, listening, serve


async def test_a_morning(tmp_path: Path) -> None:
    async with serve(tmp_path) as (world, server), Client(str(server.make_url("")), "lena") as http:
        user = PlaygroundUser(http, tmp_path / "playground.sqlite3", Background())
        lena: Dialogue = user
        await lena.types("/prep Northwind")
        lena.sees("We tried that in spring.", "none yet")
        await lena.presses("Set a goal")
        lena.sees("What do you want to know when it ends?")
        await lena.submits()
        assert lena.problems == {"goal": REQUIRED}
        await lena.fills(goal="Give the demo")
        await lena.submits()
        assert lena.problems == {"goal": "That is what you show. What will you ask?"}
        await lena.fills(goal="Who signs?")
        await lena.submits()
        assert lena.form is None
        lena.sees("Goal: Who signs?")
        lena.sees_nothing_of("none yet")
        assert len(lena.messages) == 1
        world.due.append(Due(MONDAY + timedelta(hours=1), "lena", listening()))
        await world.deliver(MONDAY + timedelta(hours=1))
        lena.sees("Ask that first.")
        assert len(lena.messages) == 2
        await lena.opens_home()
        lena.sees("Lena Brandt’s week")
        with pytest.raises(AssertionError, match="no button"):
            await lena.presses("Set two goals")


async def test_a_form_is_handed_in_as_it_stands(tmp_path: Path) -> None:
    async with serve(tmp_path) as (world, server), Client(str(server.make_url("")), "lena") as http:
        lena = PlaygroundUser(http, tmp_path / "playground.sqlite3", Background())
        await lena.types("/reflect")
        with pytest.raises(AssertionError):
            await lena.fills(reached="perhaps")
        await lena.fills(reached="yes", heard="First line\nsecond", kept="yes,partly")
        await lena.submits()
        assert world.effects[-1] == "goal First line\nsecond"
