"""A "no" to a question about calls answers this question. It undoes no earlier change."""

import pytest

from tests.dialogues.calls.test_called_off import KEPT
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

NOES = ("no dont", "nope dont", "no leave it", "dont move it", "no", "never mind", "leave it")


@in_turn("no", NOES)
async def test_a_move_that_was_offered(office: Office, no: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to wed 15:00")
    await lena.types("can we do wed 16 instead")
    lena.sees("Shall I move your call with Northwind, tomorrow 15:00?")
    await lena.types(no)
    lena.sees(KEPT)
    await lena.types("northwind")
    lena.sees("Tomorrow 15:00")


@pytest.mark.parametrize("no", ["no dont", "no", "dont cancel them"])
async def test_calls_of_an_absence(office: Office, no: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to wed 15:00")
    await lena.types("im off tomorrow")
    lena.sees("While you are away, shall I cancel this call?")
    await lena.types(no)
    lena.sees("Away from tomorrow, back Thursday.")
    await lena.types("northwind")
    lena.sees("Tomorrow 15:00")


async def test_never_mind_sets_no_absence(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("im off tomorrow")
    await lena.types("never mind")
    lena.sees_nothing_of("Away")
    await lena.types("when am i away")
    lena.sees_nothing_of("Wednesday")


async def test_several_calls(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel everything this week")
    await lena.types("no dont")
    lena.sees("The calls stay as they are.")


async def test_undo_still_undoes_the_change_before_the_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move northwind to wed 15:00")
    await lena.types("can we do wed 16 instead")
    await lena.types("no")
    await lena.types("undo")
    lena.sees("Moved Northwind back to tomorrow 14:30.")
