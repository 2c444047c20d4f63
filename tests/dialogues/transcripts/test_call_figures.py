"""The figures of a call as the rep sees them, on each platform."""

import pytest

from tests.dialogues.office import Office
from tests.transcripts.samples import numbered

pytestmark = pytest.mark.every_platform

NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
LENA, JANA = "Lena Brandt", "Jana Novak"
FILLING = "We sort the lists in the morning, and then the lorries leave the yard one by one."
SAID = {
    0: "Do you see the map now?",
    2: "How does it work today? How do you plan the routes?",
    4: "And the list is printed, right?",
    6: "Does it record the driver at all? Or of the position?",
    8: "Can I ask about the money? What does it cost you in a year?",
}


def spoken(said: dict[int, str]) -> bytes:
    """A call of twelve minutes, one turn each ten seconds. `said` has turns by their number."""
    names = (LENA, JANA)
    return numbered(
        [(n * 10, n * 10 + 8, f"{names[n % 2]}: {said.get(n, FILLING)}") for n in range(72)]
    )


async def test_a_question_that_is_asked_twice_counts_once(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(SAID))
    await lena.presses("Just show me")
    await lena.presses("All figures")
    lena.sees(
        "You asked 3 questions, 1 of them open.", "Checks like “can you hear me?” are not counted."
    )


async def test_who_names_the_day_first_said_the_next_step(office: Office) -> None:
    """The customer names day and time in two sentences, and the rep says them again."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    said = {
        62: "So what about the week before the seventeenth?",
        63: "The fifteenth, Tuesday. Ten o'clock. And I send the invitation to all.",
        64: "Tuesday the fifteenth at ten. Perfect, it is in my calendar now.",
    }
    await lena.drops(NAME, spoken(said))
    await lena.presses("Just show me")
    await lena.presses("All figures")
    lena.sees("Next step with a day: said by them at 10:30.")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    lena.sees("The fifteenth, Tuesday. Ten o'clock.", "the next step")


async def test_the_agenda_is_no_proposal_and_a_price_is_one(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    said = {
        4: "So I thought I would start with just a few words about us, and then we go over to you.",
        20: "The forty is for twelve months, I think, and with two years I can go to thirty.",
    }
    await lena.drops(NAME, spoken(said))
    await lena.presses("Just show me")
    await lena.presses("All figures")
    lena.sees("First proposal: 3:20, in the first third.", "You first proposed something at 3:20.")


async def test_a_new_competitor_is_named_by_what_is_said_beside_it(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    said = {
        7: "There's someone from Stapelo, he phones me. They've offered a hundred and sixty.",
        9: "There is a third, they are called Quentmüll, but only for the number.",
    }
    await lena.drops(NAME, spoken(said))
    await lena.presses("Just show me")
    await lena.presses("All figures")
    lena.sees("Perhaps a competitor, and not on file: Stapelo", "not on file: Quentmüll")


async def test_an_early_pitch_is_no_warning_before_a_call_about_the_price(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    said = {20: "The forty is for twelve months, I think, and with two years I can go to thirty."}
    await lena.drops(NAME, spoken(said))
    await lena.presses("Just show me")
    await lena.types("/prep Northwind tomorrow 10:00")
    lena.sees("Last time your first pitch came at 3:20")
    await lena.answers_in_message(kind="pricing")
    lena.sees_nothing_of("first pitch")
