"""How many statements each request and each nudge takes, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import on_each_database

pytestmark = pytest.mark.every_platform

LEFT_OUT = ("BEGIN", "min(first.next_at)")  # how often the loop looks for what is due next varies
# The limit for each. A nudge's statements include claiming it and recording how it went.
LIMITS = {
    "/prep Northwind": 9,
    "/prep": 9,
    "a typed note": 28,
    "a typed question": 30,
    # Besides the call itself: what a typed "undo" means, and a cancelled call whose goal to offer.
    "/prep with a time, which plans a call": 26,
    "/calls": 4,
    "/promises": 4,
    "/rhythm": 4,
    "/reflect": 4,
    "the form of guesses, submitted": 17,
    "a tap after the call": 24,
    "a line after the call": 33,
    "the form of the reflection": 12,
    "the form of the reflection, submitted": 59,
    "the morning's message": 18,
    "a brief": 18,
    "a listening line": 19,
    "after the call": 18,
    "/prep for an account with a reflection": 9,
    "questions to look up": 18,
}


@dataclass
class Counter:
    """The statements that were counted, by what they were for."""

    office: Office
    said: dict[str, list[str]] = field(default_factory=dict)

    @contextmanager
    def count(self, what: str) -> Iterator[None]:
        """Count the statements of what happens meanwhile."""
        said: list[str] = []

        def note(*args: object) -> None:
            said.append(str(args[2]))

        engine = self.office.attune.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        yield
        event.remove(engine, "before_cursor_execute", note)
        self.said[what] = [each for each in said if not any(words in each for words in LEFT_OUT)]


@on_each_database
async def test_statements(office: Office) -> None:
    lena, counter = office.lena, Counter(office)
    await lena.types("/prep")  # the first request of all sets admins, and welcomes
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Fabrikam today 10:00")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear who decides", guess1="They fear the migration")
    with counter.count("the form of guesses, submitted"):
        await lena.submits()
    for command in ("/prep Northwind", "/prep", "/calls", "/promises", "/rhythm", "/reflect"):
        office.clock.moment += timedelta(minutes=1)
        with counter.count(command):
            await lena.types(command)
    with counter.count("a typed note"):
        await lena.types("northwind has a new depot in Lyon")
    with counter.count("a typed question"):
        await lena.types("who decides at northwind")
    with counter.count("/prep with a time, which plans a call"):
        await lena.types("/prep Northwind Friday 10:00")
    await _count_until(counter, 23, ("08:40", "the morning's message"), ("09:45", "a brief"))
    await _count_until(counter, 23, ("09:55", "a listening line"), ("10:36", "after the call"))
    with counter.count("a tap after the call"):
        await lena.presses("Partly")
    with counter.count("a line after the call"):
        await lena.answers_in_message(heard="The drivers switched it off.")
    with counter.count("the form of the reflection"):
        await lena.presses("Add more")
    await lena.fills(surprise="They asked for a trial", promised="Send the plan")
    with counter.count("the form of the reflection, submitted"):
        await lena.submits()
    await _count_until(counter, 23, ("16:00", "questions to look up"))
    await lena.types("/prep Fabrikam tomorrow 10:00")
    with counter.count("/prep for an account with a reflection"):
        await lena.types("/prep Fabrikam")
    assert counter.said.keys() == LIMITS.keys()
    over = {what: said for what, said in counter.said.items() if len(said) > LIMITS[what]}
    assert not {what: len(said) for what, said in over.items()}


async def _count_until(counter: Counter, day: int, *sent: tuple[str, str]) -> None:
    """Deliver up to each time, at which one nudge is sent, and count its statements."""
    for time, what in sent:
        before = len(counter.office.lena.messages)
        with counter.count(what):
            await counter.office.until(day, time)
        assert len(counter.office.lena.messages) == before + 1
