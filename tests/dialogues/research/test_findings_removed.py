"""A rep removes what they have found out about an account."""

from tests.dialogues.briefs.test_look_ups import stored
from tests.dialogues.calls.test_colleagues import together
from tests.dialogues.office import Office

FOUND = "The yard manager decides"


async def found(office: Office) -> None:
    """Lena has answered a question about Northwind, where Tomas has a call with her."""
    lena = office.lena
    await together(office)
    await lena.types("/prep Northwind")
    await lena.presses("Answer")
    first = (await stored(office))[0].split()[0]
    await lena.fills(**{f"answer-{first}": FOUND})
    await lena.submits()


async def test_what_was_found_can_be_removed_by_whoever_found_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await found(office)
    await tomas.types("/prep Northwind")
    await tomas.presses("Everything on file")
    tomas.sees(FOUND)
    tomas.sees_nothing_of("Remove a finding")
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    await lena.presses("Remove a finding")
    lena.sees("What you found out about Northwind", FOUND)
    await lena.presses("Remove…")
    lena.sees("Remove this finding about Northwind?", "What you remove can't be brought back.")
    await lena.presses("Keep it")
    lena.sees(FOUND)
    await lena.presses("Remove…")
    await lena.presses("Remove it")
    lena.sees("Removed.", "You have no findings about this account.")
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees_nothing_of(FOUND, "Remove a finding")
