"""What a manager asks about somebody in the team is answered with what the manager sees."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

MOST_WORDS = 60
ASKED = (
    "what should i coach lena on",
    "what did lena hear today",
    "what did Lena write about Halden?",
    "how did lena's call go?",
    "where does lena need help",
)


async def test_the_manager_is_told_what_is_open_and_why_not_more(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await office.leads(tomas, [lena])
    for typed in ASKED:
        await tomas.types(typed)
        tomas.sees(
            "On your team's page you see Lena’s promises, the reflections that Lena shared, and "
            "the coming calls that Lena opened.",
            "stay private unless shared, so that people can write them frankly",
        )
        tomas.sees_nothing_of("Pricing for 40 seats", "must stay under 40k")
        assert len(tomas.screen.split()) <= MOST_WORDS, tomas.screen
    await tomas.types("what did my team hear today")
    tomas.sees("On your team's page you see your people’s promises")
    await tomas.presses("Team page")
    tomas.sees("DACH:", "Shared reflections")


async def test_a_colleague_is_told_that_it_is_private(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await tomas.types("what did lena hear today")
    tomas.sees("Only Lena sees that.", "stay private unless somebody shares theirs")
    await office.leads(tomas, [lena])
    await lena.types("what did tomas hear today")
    lena.sees("What Tomas sees")
