"""A report in a rep's own words, right after the question whether the goal was reached."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def asked(office: Office) -> None:
    """Lena's call with Alder and Finch has ended, and Attune has asked about its goal."""
    await put_on_file(office)
    await office.lena.types("goal alder: confirm 40k")
    await office.until(24, "16:36")


@in_turn(
    ("typed", "kept"),
    [
        ("call done mia says yes to 40k pilot starts jan!!", "“yes to 40k pilot starts jan!!”"),
        ("off the call, mia says yes to 40k", "“yes to 40k”"),
        ("alder good call!! mia says 2 people get woken. budget 40k", "2 people get woken"),
    ],
)
async def test_it_is_saved_as_the_reflection(office: Office, typed: str, kept: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.", kept, "Did you reach your goal? confirm 40k")


@in_turn("typed", ["partly on alder", "alder was partly not yes", "alder: only partly"])
async def test_the_answer_names_the_account(office: Office, typed: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("Did you reach your goal? Partly.")


@pytest.mark.parametrize("typed", ["alder was partly not yes"])
async def test_it_corrects_the_answer_on_file(office: Office, typed: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types("yes")
    await lena.types(typed)
    lena.sees("Partly")
    lena.sees_nothing_of("Noted")


async def test_yes_answers_and_the_rest_is_kept(office: Office) -> None:
    lena = office.lena
    await asked(office)
    await lena.types("yes. mia told us about a 14h shift")
    lena.sees("“about a 14h shift”", "Did you reach your goal? From your words: Yes.")


async def test_only_part_of_the_account_is_not_an_answer(office: Office) -> None:
    lena = office.lena
    await asked(office)
    await lena.types("alder is partly owned by a bank")
    lena.sees_nothing_of("Did you reach your goal? Partly.")


async def test_a_promise_with_a_remark_after_it_is_saved(office: Office) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(
        "mia said yes to 40k, pilot starts jan. i send contract by wed, needs legal first"
    )
    lena.sees("“yes to 40k, pilot starts jan.”", "You promised: send contract, tomorrow")
    lena.sees("“needs legal first” is your own note")


async def test_a_promise_in_a_report_of_one_line_is_saved(office: Office) -> None:
    lena = office.lena
    await asked(office)
    await lena.types("alder good call!! mia says 2 people get woken. i owe her ref by thu")
    await lena.types("what do i owe alder")
    lena.sees("You owe Alder and Finch: ref, by Thursday.")


@in_turn(
    ("typed", "goal", "kept"),
    [
        ("yes, eva told us abt last tues, 3 hrs on the phone", "Yes", "“eva told us abt last tues"),
        ("yep mia agreed to 40k", "Yes", "“mia agreed to 40k”"),
        ("yes - they start in jan", "Yes", "“they start in jan”"),
        ("no, mia wants to see the login first", "No", "“mia wants to see the login first”"),
        ("nope - they want to ask the board first", "No", "“they want to ask the board first”"),
        ("half, they want to talk to the board first", "Partly", "“they want to talk to the board"),
        ("partly, showed half. mia came late", "Partly", "mia came late"),
        ("alder reached, mia confirmed 40k", "Yes", "“mia confirmed 40k”"),
    ],
)
async def test_the_first_word_answers_and_the_rest_is_the_report(
    office: Office, typed: str, goal: str, kept: str
) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.", kept, f"From your words: {goal}.")


@in_turn("typed", ["alder: partly reached", "alder: partly", "partly reached", "half"])
async def test_a_few_words_answer(office: Office, typed: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch. Did you reach your goal? Partly.")


async def test_promises_behind_the_answer_are_saved(office: Office) -> None:
    lena = office.lena
    await asked(office)
    await lena.types("yes, went fast. mia will ask petr for budget by fri, i send trial plan mon")
    lena.sees("They promised: ask petr for budget", "You promised: send trial plan, by Monday")


@in_turn(
    "typed",
    [
        "partly, showed half. mia asked whats the payback. sending her a calc by wed",
        "partly, mia came late, sending her a calc by wed",
    ],
)
async def test_a_promise_without_a_subject_is_saved(office: Office, typed: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees("You promised: send her a calc, tomorrow", "From your words: Partly.")


@in_turn("typed", ["no thats Mia Bergmann, shes the cfo", "no, move it to friday 10"])
async def test_a_correction_is_not_a_report(office: Office, typed: str) -> None:
    lena = office.lena
    await asked(office)
    await lena.types(typed)
    lena.sees_nothing_of("From your words")
