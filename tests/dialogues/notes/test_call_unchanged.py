"""A note that may be about a call says that the call stays as it is."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

STAYS = "Your next call there stays as it is: today 16:00."


@in_turn(
    "typed",
    [
        "alder: next call wed 16 2pm w mia and IT",
        "alder needs to be thu",
        "the alder one is 45 min",
    ],
)
async def test_the_call_stays_and_can_be_changed(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.", STAYS, "Change the call")
    await lena.presses("Change the call")
    assert lena.form


async def test_without_a_call_one_can_be_planned(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel alder")
    await lena.types("yes")
    await lena.types("the alder demo takes 45 min")
    lena.sees(
        "Noted, only you see it: Alder and Finch.", "No call there is planned.", "Plan a call"
    )


@in_turn("typed", ["alder loses 2 hrs a day", "alder has 40 trucks, 12 of them new"])
async def test_a_note_about_the_customer_is_only_noted(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Noted, only you see it: Alder and Finch.")
    lena.sees_nothing_of(STAYS, "Change the call")
