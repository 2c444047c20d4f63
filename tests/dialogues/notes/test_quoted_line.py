"""A line in quotation marks is what somebody said in the latest call with an account."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

SAID = "i would pay to get my sunday back"


@in_turn(
    "typed",
    [f'"{SAID}"', f"“{SAID}”", f"„{SAID}“", '"who signs off on this?"', '"can you do it cheaper?"'],
)
async def test_it_is_saved_with_the_call_and_its_only_attendee(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")  # the call with Alder and Finch has ended
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.", "From your call on Tuesday 24 November 16:00", "Undo")
    lena.sees(typed.strip('"“”„'), "I noted who said it: Mia.")
    await lena.types("“we lose a pallet a week”")
    lena.sees("Saved: Alder and Finch.", "we lose a pallet a week")
    await lena.presses("Undo")
    lena.sees("Removed")


async def test_who_said_it_is_asked_if_several_were_there(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("tell me about northwind")
    await lena.types(f'"{SAID}"')
    lena.sees("Shall I keep this for Northwind?", "Who said it?", "Jana Novak", "Ruben Haas")


async def test_before_the_first_call_it_is_the_reps_own_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types('"alder is too big for us"')
    lena.sees("Noted, only you see it: Alder and Finch.", "Undo")


@in_turn("typed", ['"pallets"', '"brief me tomorrow"', '"what do i owe northwind"'])
async def test_a_term_and_what_attune_understands_are_not_saved(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.until(24, "16:40")
    await office.lena.types(typed)
    office.lena.sees_nothing_of("Saved:")
    assert (await on_file(office))[0] == []
