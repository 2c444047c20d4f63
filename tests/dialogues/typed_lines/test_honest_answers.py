"""Questions that Attune can answer, or about which it says plainly what it does not do."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

PRICING = "The pricing must stay under 40k."


@in_turn(
    ("typed", "answer"),
    [
        ("are you recording me", "I record nothing"),
        ("r u recordng me?", "I record nothing"),
        ("are you listening to my calls", "I record nothing"),
        (
            "does anyone else talk to northwind",
            "Tomas Keller has a call with Northwind",
        ),
        ("who else is talking to alder?", "Nobody whose calls you may see talks to Alder"),
        ("why no goal for alder", "no goal set yet."),
        ("is there a goal for alder", "You set the goal."),
        ("should i write to them or call", "That is for you to decide"),
        ("should we wait or push them", "That is for you to decide"),
        ("what about alder", "Your next call: today 16:00."),
        ("how about northwind?", "This is what I have on Northwind:"),
    ],
)
async def test_a_question_gets_a_plain_answer(office: Office, typed: str, answer: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees(answer)
    office.lena.sees_nothing_of("I can't answer that")


async def test_the_last_promises_come_newest_first(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised alder a quote by friday")
    for typed in ("what did i just promise", "my last promise", "what was my last promise?"):
        await lena.types(typed)
        lena.sees("Your last promises, newest first:", "You owe Alder and Finch: a quote")
        assert lena.screen.index("a quote") < lena.screen.index("One pager")
        lena.sees_nothing_of("Pricing for 40 seats", "Depot list")
    await lena.types("what did i promise northwind")
    lena.sees("Pricing for 40 seats")


async def test_where_we_stand_begins_with_the_last_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("where are we with northwind", "where do we stand with northwind?"):
        await lena.types(typed)
        lena.sees("Your last call with Northwind: Monday 23 November 09:00.", PRICING, "40,000 EUR")
    await lena.types("where are we with alder")
    lena.sees("You haven't had a call with Alder and Finch yet.", "is not in HubSpot")
    await office.until(24, "17:30")
    await lena.types("where are we with alder")
    lena.sees("Your last call with Alder and Finch: Tuesday 24 November 16:00.")
    await lena.types("what stage is northwind in")
    lena.sees("Qualified")
    lena.sees_nothing_of("Your last call with")


async def test_who_is_coming_names_colleagues_too(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("is tomas coming to brightwater", "will tomas be there at brightwater"):
        await lena.types(typed)
        lena.sees(
            "Coming from Brightwater Clinics, Thursday 15:00:",
            "Your colleagues in this call: nobody.",
        )
    await lena.types("is jana joining the northwind call")
    lena.sees("Coming from Northwind, tomorrow 14:30:", "Jana Novak")


async def test_the_same_question_is_asked_about_another_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("and brightwater")
    lena.sees_nothing_of("Your next call with")
    await lena.types("when do i talk to northwind next")
    lena.sees("Your next call with Northwind: tomorrow 14:30")
    for typed in ("and brightwater", "what about brightwater?", "same for brightwater"):
        await lena.types(typed)
        lena.sees("Your next call with Brightwater Clinics: Thursday 15:00")
        lena.sees_nothing_of("Shall I keep this")
    await lena.types("who decides at northwind")
    await lena.types("and alder")
    lena.sees_nothing_of("Your next call with", "Shall I keep this", "Saved as")
    await lena.types("and brightwater wants a second depot in march")
    lena.sees("Noted, only you see it: Brightwater Clinics.")
    await office.until(24, "09:30")
    await lena.types("what about brightwater")
    lena.sees("This is what I have on Brightwater Clinics:")
