"""The draft of a call in which the customer says who decides, and what the budget is."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.office import Office
from tests.transcripts.samples import numbered

NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
LENA, JANA = "Lena Brandt", "Jana Novak"
DIESEL = "I'm the one who signs off the diesel for all of the depots."
TRAM = "It goes every ten minutes from here to the main station."
BUDGET = "Four hundred thousand in the budget for 2027, until the end of March."
SHORT = "Eighty-five."
DECIDER = "Anything above thirty thousand goes to the board."
TALK = (
    (LENA, "Thanks for the time today, and for coming in by tram."),
    (JANA, TRAM),
    (LENA, "What do you look after, if I may ask?"),
    (JANA, DIESEL),
    (LENA, "That is a lot to look after, I would imagine."),
    (JANA, BUDGET),
    (LENA, "I have written that down, and I will come back to it."),
    (JANA, DECIDER),
    (LENA, "Good to know, that is clear to me now."),
    (JANA, "So it goes on and on here, and nobody minds."),
)


def call() -> bytes:
    """Five minutes, one turn each 15 seconds."""
    said = (*TALK, *TALK[-2:] * 5)
    return numbered([(n * 15, n * 15 + 12, f"{who}: {it}") for n, (who, it) in enumerate(said)])


async def heard(office: Office) -> list[str]:
    """The lines that are kept of the call."""
    async with office.attune.database.read() as session:
        return (await session.exec(select(Reflection))).one().heard.splitlines()


async def test_a_draft_offers_who_decides_and_the_budget_of_this_purchase_only(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:40")
    await lena.drops(NAME, call())
    if "Just show me" in lena.screen:
        await lena.presses("Just show me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    lena.sees(DECIDER, BUDGET, "1:45: who decides", "1:15: the budget")
    lena.sees_nothing_of("diesel", "every ten minutes")
    await lena.presses("Keep: 1:45")
    await lena.presses("Keep: 1:15")
    assert await heard(office) == [f"{JANA}: {DECIDER}", f"{JANA}: {BUDGET}"]
    await lena.presses("Finish the reflection")
    await lena.submits()
    lena.sees("Saved: Northwind.")
    await lena.types("/prep Northwind Friday 10:00")
    lena.sees("goes to the board", "Four hundred thousand in the budget for 2027")


async def test_an_answer_of_one_word_is_kept_with_what_was_asked(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:40")
    asked = call().replace(TALK[4][1].encode(), b"What were you expecting?")
    await lena.drops(NAME, asked.replace(BUDGET.encode(), SHORT.encode()))
    if "Just show me" in lena.screen:
        await lena.presses("Just show me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.presses("Keep: 1:15")
    assert await heard(office) == [f"{JANA}: Eighty-five (the budget)"]
