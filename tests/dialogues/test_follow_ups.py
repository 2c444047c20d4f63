"""A line that names no account is about the account that was just talked about."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

ALDER = "alder wants a quote for the tills"


async def test_a_person_with_a_contacts_last_name_is_somebody_else(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(ALDER)
    lena.sees("Kept as your own note on Alder and Finch.")
    for typed in ("ops guy is called bjorn lund", "and bjorn lund, ops", "Bjorn Lund runs ops"):
        await lena.types(typed)
        lena.sees("Alder and Finch")
        lena.sees_nothing_of("Brightwater")
    await lena.types("dr. lund wants a pilot in march")
    lena.sees("Kept as your own note on Brightwater Clinics.")
