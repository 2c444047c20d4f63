"""A slash command that does not exist is understood as far as possible, and never kept as a note.

Slack sends only its own commands. Everything else arrives as a message, here after a space.
"""

import pytest

from tests.dialogue import Dialogue
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def _open(lena: Dialogue) -> None:
    if lena.form is None:  # on Slack, a typed message cannot open a form
        await lena.presses("Open it")


async def test_the_words_without_the_slash_are_understood(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("brief northwind", "Brief: Northwind", "brief for tmrw's northwind call"):
        await lena.types(f" /{typed}")
        lena.sees("Northwind", "Jana Novak, head of dispatch: The pricing must stay under 40k.")
    await lena.types(" /northwind")
    lena.sees("Jana Novak, head of dispatch: The pricing must stay under 40k.")
    await lena.types(" /brief acme")
    lena.sees("I don't know an account called “acme”. Is it a new one?", "Plan a call")
    await lena.types(" /my calls")
    lena.sees("Upcoming calls")
    await lena.types(" /note northwind: Jana is new")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.types(" /move northwind to friday 3pm")
    lena.sees("Moved Northwind from tomorrow 14:30 to Friday 15:00.")


async def test_a_misspelled_command_or_another_name_of_one_is_that_command(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("preps northwind", "pprep northwind", "summary northwind"):
        await lena.types(f" /{typed}")
        lena.sees("Jana Novak, head of dispatch: The pricing must stay under 40k.")
    await lena.types(" /meeting northwind tmrw 3pm")
    lena.sees("You already have a call with Northwind tomorrow 14:30.")
    await lena.types(" /callz")
    lena.sees("Upcoming calls")
    await lena.types(" /promise northwind")
    lena.sees("Open promises with Northwind")
    await lena.types(" /promise send Jana the plan by friday")
    await _open(lena)
    lena.sees("Add a promise")


async def test_anything_else_lists_the_commands_and_keeps_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(" /foo")
    lena.sees("There is no command “/foo”. You can type /prep, /calls, /reflect, ")
    lena.sees_nothing_of("without the slash")
    for typed in ("foo northwind wants 40 seats", "jana wants 40 seats by may", "jana: 40 seats"):
        await lena.types(f" /{typed}")
        lena.sees("There is no command", "To keep a note, type it without the slash.")
    await lena.types(" /brief jana wants 40 seats")
    lena.sees("I don't know an account called “jana wants 40 seats”.")
    await lena.types("everything on northwind")
    lena.sees_nothing_of("jana wants 40 seats", "northwind wants 40 seats")


@pytest.mark.parametrize("typed", ["/ northwind wants a discount", "24/7 support for northwind"])
async def test_another_slash_is_no_command(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(f" {typed}")
    office.lena.sees_nothing_of("There is no command")
    office.lena.sees("Northwind")
