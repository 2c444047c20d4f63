"""The rep's own accounts, whom they talk to first, which call matters, and what is still open."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["who are my accounts", "which accounts do i have", "my customers"])
async def test_own_accounts_come_with_the_next_or_last_call(office: Office, typed: str) -> None:
    lena = office.lena
    await lena.types(typed)
    lena.sees("You have no accounts yet.")
    await put_on_file(office)
    await lena.types("cancel brightwater")
    await lena.presses("Cancel the call")
    await lena.types(typed)
    lena.sees("Alder and Finch: next call today 16:00", "Northwind: next call tomorrow 14:30")
    lena.sees_nothing_of("Brightwater")
    await office.until(25, "16:00")
    await lena.types(typed)
    lena.sees("Northwind: last call Wednesday 25 November 14:30, none planned")


@in_turn("typed", ["who am i talking to first", "who is first?", "which call is first"])
async def test_who_is_first(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("Your next call: today 16:00 Alder and Finch", "Mia Berg")


@in_turn("typed", ["which one is most important", "which call matters most?"])
async def test_which_call_matters_is_not_ranked(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "09:00")
    await lena.types("goal for northwind: bring the cfo")
    await lena.types(typed)
    lena.sees("Which one matters most is for you to say.", "Northwind, today 14:30: your goal is")
    lena.sees("“bring the cfo”, 3 promises due, a deal of 40,000 EUR")


@in_turn("typed", ["so whats still open", "anything else open?", "what is outstanding"])
async def test_what_is_still_open_is_all_that_is_open(office: Office, typed: str) -> None:
    await put_on_file(office)
    await office.lena.types(typed)
    office.lena.sees("One pager", "Northwind promised: Depot list", "Deck")


async def test_words_that_only_look_like_these_questions(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "northwind: price is most important",
        "jana said which one is most important is up to her",
        "their accounts are closed",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("is for you to say", "The accounts that you have")
