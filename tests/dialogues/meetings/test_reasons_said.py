"""Why a meeting is a sales call: the reason that is shown is true as it stands."""

from dataclasses import replace

from handlers.sources.records import Attendee
from tests.dialogues.meetings.meetings_read import knows, meeting, reads
from tests.dialogues.office import Office

JANA = Attendee("Jana", "j@northwind.example")
ASHA = Attendee("Asha", "asha@tamarind.example")
ONE_ANSWER = meeting("1", "Route review", 26, "10:00", JANA, ASHA)
AFTER_A_CHANGE = "It counted as a sales call before, and stays one unless you say no."


async def test_a_yes_to_one_meeting_names_it_and_its_day(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    await reads(office, ONE_ANSWER)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Yes, with Northwind")
    said = "You said yes to “Route review” (26 November)."
    assert said in lena.messages[-2]  # the list above
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees(f"From your calendar. {said}")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Not a sales call")
    assert "You said no to “Route review” (26 November)." in lena.messages[-2]


async def test_a_call_that_a_change_leaves_in_doubt_gives_no_reason_that_is_over(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    named = meeting("1", "Northwind terms", 26, "10:00")
    await reads(office, named)
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees("The title names the account.")
    for title in ("Terms", "The terms"):  # the second change, too, leaves it in doubt
        await reads(office, replace(named, title=title, attendees=(ASHA,)))
        await lena.types("/prep Northwind")
        await lena.presses("Everything on file")
        lena.sees(AFTER_A_CHANGE)
        lena.sees_nothing_of("The title names the account.")
    await reads(office, replace(named, attendees=(JANA,)))
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees("Somebody on the guest list is a contact on file.")
