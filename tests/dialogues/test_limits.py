"""Inputs longer than their limit are refused, even if the client sends them."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event
from sqlmodel import select

from handlers import limits
from handlers.cards import Aside, Problems
from handlers.request import Means
from storage.tables import Contact
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan
from tests.dialogues.test_hostile import _ask

pytestmark = pytest.mark.every_platform

Opens = Callable[[Office], Awaitable[None]]


async def _goal(office: Office) -> None:
    await plan(office)
    await office.lena.presses("Write your goal and guesses")


async def _call(office: Office) -> None:
    await plan(office)
    await office.lena.types("/calls")
    await office.lena.presses("Change")


async def _reflection(office: Office) -> None:
    await held(office)
    await office.lena.types("reflect")
    if office.lena.form is None:
        await office.lena.presses("Open it")
    await office.lena.fills(goal_reached="yes")


async def _promise(office: Office) -> None:
    await plan(office)
    await office.lena.types("/promises")
    await office.lena.presses("Add a promise")
    await office.lena.fills(account="Northwind", text="A list")


async def _insight(office: Office) -> None:
    await office.lena.types("/insight")
    await office.lena.fills(headline="A", line="b")
    await office.lena.submits()
    await office.lena.presses("Edit or add more")


@pytest.mark.parametrize(
    ("opens", "name"),
    [
        (_goal, "goal"),
        (_goal, "guess3"),
        (_call, "coming"),
        (_call, "industry"),
        (_call, "join_url"),
        (_reflection, "heard"),
        (_reflection, "promised"),
        (_promise, "text"),
        (_insight, "headline"),
        (_insight, "body"),
    ],
)
async def test_too_much_is_refused_at_its_field_and_nothing_typed_is_lost(
    office: Office, opens: Opens, name: str
) -> None:
    lena = office.lena
    await opens(office)
    limit = limits.of_input(name)
    await lena.forces(**{name: "x" * (limit + 1)})
    await lena.submits()
    said = f"That is {limit + 1:,} characters. The limit is {limit:,}. Please shorten the text."
    assert lena.problems == {name: said}
    assert lena.form is not None
    await lena.forces(**{name: "https://x.example" if name == "join_url" else "x"})
    await lena.submits()
    assert lena.problems == {}


async def test_a_crowd_is_refused_and_a_full_room_is_written_at_once(office: Office) -> None:
    lena = office.lena
    await _call(office)
    crowd = [f"Person {number}, role {number}" for number in range(limits.PEOPLE + 1)]
    await lena.forces(coming="\n".join(crowd))
    await lena.submits()
    assert lena.problems == {"coming": "That is 31 people. The limit is 30 per call."}
    await lena.forces(coming="\n".join([*crowd[1:], crowd[1].replace("role", "another role")]))
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    engine = office.attune.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await lena.submits()
    event.remove(engine, "before_cursor_execute", note)
    assert lena.problems == {}
    assert sum("INSERT INTO contact" in each for each in statements) == 1
    assert sum("INSERT INTO callcontact" in each for each in statements) == 1
    async with office.attune.database.read() as session:
        kept = {one.name: one.role for one in (await session.exec(select(Contact))).all()}
    assert len(kept) == limits.PEOPLE
    assert kept["Person 1"] == "another role 1"
    await lena.types("/calls")
    await lena.presses("Change")
    await lena.fills(coming="Person 2\nPerson 1, head of all")
    await lena.submits()
    lena.sees("Person 2, role 2", "Person 1, head of all")
    lena.sees_nothing_of("Person 3")


async def test_four_thousand_lines_are_refused_before_anything_is_written(office: Office) -> None:
    lena = office.lena
    await _call(office)
    await lena.forces(coming="\n".join(f"P{number}" for number in range(4_000)), industry="Steel")
    await lena.submits()
    assert "The limit is" in lena.problems["coming"]
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Contact))).all() == []


async def test_promises_of_one_reflection_are_written_at_once(office: Office) -> None:
    lena = office.lena
    await _reflection(office)
    await lena.fills(promised="\n".join(f"Thing {number}" for number in range(12)))
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    engine = office.attune.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await lena.submits()
    event.remove(engine, "before_cursor_execute", note)
    assert sum("INSERT INTO commitment" in each for each in statements) == 1
    await lena.types("/promises Northwind")
    lena.sees("Thing 0", "Thing 11")


async def test_a_very_long_command_is_refused_in_a_sentence(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep " + "Northwind " * 400 + "tomorrow 3pm")
    lena.sees("characters. The limit is 3,000. Please shorten the text.")


@pytest.mark.parametrize("means", [Means.BUTTON, Means.SHORTCUT, Means.FORM])
async def test_so_is_what_no_client_of_ours_sends(office: Office, means: Means) -> None:
    names = {Means.BUTTON: "brief.open", Means.SHORTCUT: "promise", Means.FORM: "goal"}
    answer = await _ask(office, means, names[means], "1" * (limits.MESSAGE + 1))
    assert isinstance(answer, Aside | Problems)
    assert "Please shorten the text" in str(answer)


async def test_a_name_that_is_too_long_is_shortened_in_the_form(office: Office) -> None:
    lena = office.lena
    await lena.types(f"/prep {'Northwind ' * 30} tomorrow 3pm")
    await lena.presses("Add “Northwind Northwind Northwind Northwind…”")
    assert lena.form is not None
    await lena.submits()
    assert "The limit is 200" in lena.problems["account"]
    await lena.fills(account="Northwind")
    await lena.submits()
    lena.sees("there is no account called “Northwind” yet")
