"""What a rep passes on while marketing's channel is closed is posted when the channel opens."""

from tests.dialogues.marketing.marketing_heard import WORDS, heard, listening
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan, reflect

LINE = WORDS["for_marketing"]


async def passed_on_late(office: Office) -> None:
    """Lena passes something on with her name at 17:36, after the hours of #marketing."""
    await listening(office)
    await plan(office, "Northwind today 17:00")
    await office.until(23, "17:36")
    await reflect(office, goal_reached="yes", **WORDS, attribution="named")
    await office.delivers()


async def test_the_rep_reads_when_the_channel_gets_it(office: Office) -> None:
    lena = office.lena
    await passed_on_late(office)
    assert heard(office) == []
    lena.sees(
        "Marketing can read the line and the quote you passed on, with names.",
        "From tomorrow 09:00 on, everybody in #marketing can read it too.",
    )
    office.tomas.goes_to("")
    await office.tomas.types("asks")
    office.tomas.sees(LINE)
    await office.until(24, "09:01")
    assert LINE in heard(office)[-1]
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("Share or pass on")
    lena.sees("Everybody in #marketing can read the line and the quote you passed on, with names.")


async def test_an_answer_before_the_channel_opens_is_posted_with_the_line(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on_late(office)
    tomas.goes_to("")
    await tomas.types("answer lena: three depots did")
    await office.delivers()
    lena.sees("Tomas Keller answers: three depots did")
    await office.until(24, "09:01")
    assert LINE in heard(office)[-1]
    assert "Tomas Keller answers: three depots did" in heard(office)[-1]
