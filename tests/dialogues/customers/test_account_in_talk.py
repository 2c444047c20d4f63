"""A line without an account's name belongs to the account that came up last."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def two_alders(office: Office) -> None:
    """It is Tuesday 09:00. Besides Alder and Finch, there is an account alder & sons."""
    await put_on_file(office)
    await office.lena.types("/prep alder & sons tomorrow 15:00")
    await office.lena.presses("Add “alder & sons”")
    await plan(office, "Halden today 17:00 with Ruben Holm")


@in_turn(
    ("named", "asked", "seen"),
    [
        ("what about brightwater", "and when do i see them", "Brightwater Clinics: Thursday 15:00"),
        ("when do i see brightwater", "and who is coming", "Coming from Brightwater Clinics"),
        (
            "brightwater want a trial",
            "when is the next call with them",
            "Brightwater Clinics: Thursday",
        ),
    ],
)
async def test_a_question_is_about_the_account_just_named(
    office: Office, named: str, asked: str, seen: str
) -> None:
    lena = office.lena
    await two_alders(office)
    await lena.types(named)
    await lena.types(asked)
    lena.sees(seen)


async def test_a_line_about_two_accounts_changes_nothing(office: Office) -> None:
    lena = office.lena
    await two_alders(office)
    await lena.types("brightwater want a trial")
    await lena.types("northwind is like halden there")
    await lena.types("and who is coming")
    lena.sees("Coming from Brightwater Clinics")


@in_turn(
    ("typed", "account"),
    [
        ("mia from alder and finch wants the longer trial", "Alder and Finch"),
        ("alder and finch pay 12k now", "Alder and Finch"),
        ("alder & sons pay 9k now", "alder & sons"),
        ("alder and sons pay 9k now", "alder & sons"),
        ("ruben from alder and finch signs everything", "Alder and Finch"),
        ("alder and finch pay 12k now, not northwind", "Alder and Finch"),
    ],
)
async def test_a_full_name_is_one_account(office: Office, typed: str, account: str) -> None:
    lena = office.lena
    await two_alders(office)
    await lena.types(typed)
    lena.sees(f"Noted, only you see it: {account}.")


@in_turn(
    "typed",
    [
        "alder and finch pay more than alder & sons",
        "alder pays 12k now and wants more",
        "alder and finch pay 12k now. halden pays less",
    ],
)
async def test_two_accounts_are_still_two(office: Office, typed: str) -> None:
    lena = office.lena
    await two_alders(office)
    await lena.types(typed)
    lena.sees("This names more than one account.")
