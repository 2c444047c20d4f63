"""A meeting that moves after its time has passed: nobody is asked about the old time."""

from handlers.sources.records import Attendee
from tests.dialogues.meetings.meetings_read import knows, meeting, reads
from tests.dialogues.office import Office

JANA = Attendee("Jana", "j@northwind.example")
TALK = meeting("1", "Terms", 23, "10:00", JANA)
LATER = meeting("1", "Terms", 26, "15:00", JANA)
ASKED = "Northwind: how did it go?"
MOVED = "Northwind has moved from Monday 23 November 10:00 to Thursday 26 November 15:00."


async def test_the_question_that_was_asked_says_that_the_call_moved(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    await reads(office, TALK)
    await office.until(23, "10:40")
    lena.sees(ASKED)
    await reads(office, LATER)
    await office.until(23, "10:45")
    assert not [said for said in lena.messages if ASKED in said]
    [shown] = [said for said in lena.messages if "I'll ask you after that." in said]
    assert MOVED in shown
    await office.until(26, "15:40")
    assert len([said for said in lena.messages if ASKED in said]) == 1
    lena.sees(ASKED)


async def test_a_rep_who_met_before_the_meeting_moved_says_so(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    await reads(office, TALK)
    await office.until(23, "10:40")
    await reads(office, LATER)
    await office.until(23, "10:45")
    await lena.presses("We did meet")
    assert len([said for said in lena.messages if ASKED in said]) == 1
    await lena.presses("It went well")
    await lena.types("/calls")
    lena.sees("Northwind", "Thursday 26 November 15:00")
    await office.until(26, "15:40")
    lena.sees(ASKED)


async def test_a_call_with_an_answer_stays_and_the_meeting_is_another_call(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    await reads(office, TALK)
    await office.until(23, "10:40")
    await lena.presses("It went well")
    await reads(office, LATER)
    await office.until(23, "10:45")
    lena.sees("Saved: Northwind.")
    assert not [said for said in lena.messages if "I'll ask you after that." in said]


async def test_a_question_that_shares_its_message_says_so_too(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    next_one = meeting("2", "Terms", 23, "11:38", Attendee("Jana", "j@halden.example"))
    await reads(office, TALK, next_one)
    await office.until(23, "10:40")
    [shared] = [said for said in lena.messages if ASKED in said]
    assert "Monday 23 November 11:38. Looks like" in shared  # whose brief was nearly due
    await reads(office, LATER, next_one)
    await office.until(23, "10:45")
    [shown] = [said for said in lena.messages if "I'll ask you after that." in said]
    assert MOVED in shown
    assert "Monday 23 November 11:38. Looks like" in shown
    assert not [said for said in lena.messages if ASKED in said]
