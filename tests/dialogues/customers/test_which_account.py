"""An account is found in many spellings of its name; similar names are offered."""

import pytest

from storage.spelling import tidy
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan

SAME = [
    ("Macy's", "Macy’s"),
    ("Macy’s", "macy's"),
    ("Macy's", "Macy`s"),
    ("Coca-Cola", "Coca‑Cola"),  # a hyphen that does not break
    ("Coca-Cola", "Coca–Cola"),
    ("Alder and Finch", "Alder\u00a0and\u202fFinch"),
    ("Northwind", "North\u200bwind"),
    ("Northwind", "North\u00adwind\ufeff"),
    ("North\u2060wind", "Northwind"),
    ("Müller", "Mu\u0308ller"),
    ("Ｎorthwind", "Northwind"),
]


@pytest.mark.parametrize(("on_file", "typed"), SAME)
async def test_the_same_name_typed_on_another_keyboard_is_the_same_account(
    office: Office, on_file: str, typed: str
) -> None:
    lena = office.lena
    await lena.types(f"/prep {on_file} tomorrow 3pm")
    await lena.presses(f"Add “{tidy(on_file)}”")
    await lena.types(f"/prep {typed} Thursday 10am")
    lena.sees("Thursday 10:00")
    lena.sees_nothing_of("there is no account")
    await lena.types(f"/promises {typed}")
    lena.sees("No open promises with")


async def test_a_part_of_a_name_or_a_slip_is_offered_and_chosen(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Brightwater Clinics today 9:00")
    await lena.presses("Add “Brightwater Clinics”")
    await office.until(23, "11:00")
    for typed in ("Brightwtaer", "brightwtaer clinics", "Clinics"):
        for command, leads_to in (
            ("promises", "No open promises with Brightwater Clinics."),
            ("reflect", "Reflect on a call"),
        ):
            await lena.types(f"/{command} {typed}")
            lena.sees(f"no account called “{typed}” yet. Did you mean Brightwater Clinics?")
            await lena.presses("Brightwater Clinics")
            lena.sees(leads_to)
        await lena.fills(goal_reached="yes")
        await lena.submits()
        assert lena.form is None, typed


async def test_a_beginning_that_only_one_name_has_is_enough(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Brightwater Clinics today 9:00")
    await lena.presses("Add “Brightwater Clinics”")
    for words in ("prep brightwater", "brightwater"):
        await lena.types(words)
        lena.sees("Brightwater Clinics", "Everything on file")
    await lena.types("prep brightwater tomorrow 3pm")
    lena.sees("Brightwater Clinics", "Tomorrow 15:00")
    await lena.types("/promises bright")
    lena.sees("No open promises with Brightwater Clinics.")
    await lena.types("prep Brightwater Foods Friday 3pm")  # another account
    await lena.presses("Add “Brightwater Foods”")
    await lena.types("/promises bright")
    lena.sees("Did you mean Brightwater")


async def test_quotes_around_a_name_are_not_part_of_it(office: Office) -> None:
    lena = office.lena
    await held(office)
    for typed in ('"Northwind"', "“Northwind”", "'northwind'", "„Northwind“"):
        await lena.types(f"/promises {typed}")
        assert "No open promises with Northwind." in lena.screen, typed
        await lena.types(f"/reflect {typed}")
        assert "Reflect on a call" in lena.screen, typed
        assert "Northwind" in lena.screen, typed
        await lena.fills(goal_reached="yes")
        await lena.submits()
        assert lena.form is None, typed


async def test_two_that_may_be_meant_are_both_offered(office: Office) -> None:
    lena = office.lena
    for name in ("Brightwater Clinics", "Brightwater Labs"):
        await lena.types(f"/prep {name} tomorrow 3pm")
        await lena.presses(f"Add “{name}”")
    await lena.types("/promises Brightwater")
    lena.sees("Brightwater Clinics", " or ", "Brightwater Labs")
    await lena.presses("Brightwater Labs")
    lena.sees("No open promises with Brightwater Labs.")


async def test_with_nothing_near_the_way_on_is_said(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/promises Zebra")
    lena.sees("There is no account called “Zebra” yet. /promises shows all promises.")
    await lena.types("/reflect Zebra")
    lena.sees("There is no account called “Zebra” yet. /calls shows your calls.")


async def test_the_form_for_a_promise_offers_a_list_and_keeps_what_was_typed(
    office: Office,
) -> None:
    lena = office.lena
    for name in ("Brightwater Clinics", "Brightwater Labs"):
        await lena.types(f"/prep {name} tomorrow 3pm")
        await lena.presses(f"Add “{name}”")
    await lena.types("/promises")
    await lena.presses("Add a promise")
    await lena.fills(
        account="Brightwater", text="The reference list", side="theirs", due_on="2026-11-27"
    )
    await lena.submits()
    lena.sees("Did you mean", "Which one do you mean", "The reference list")
    await lena.fills(meant="2")
    await lena.submits()
    lena.sees("Open promises with Brightwater Labs", "They promised", "by Friday")
    await lena.types("/promises Brightwater Labs")
    await lena.presses("Add a promise")
    await lena.fills(account="Zebra", text="Another list")
    await lena.submits()
    assert "no account called “Zebra”" in lena.problems["account"]
    assert lena.form is not None


@pytest.mark.parametrize("mention", ["<@U0123ABCD>", "@Jana Novak", "<at>Jana Novak</at>"])
async def test_a_person_who_is_mentioned_is_no_account(office: Office, mention: str) -> None:
    lena = office.lena
    await lena.types(f"/prep {mention} tomorrow 3pm")
    lena.sees("Which account is the call with?")
    await lena.presses("Fill it in")
    await lena.fills(account=mention)
    lena.sees("Tuesday 24 November 15:00")
    await lena.submits()
    assert lena.problems == {"account": "Which account is the call with?"}


@pytest.mark.parametrize("mention", ["@Jana", "<at>Jana Novak</at>"])
async def test_nor_has_a_person_promises(office: Office, mention: str) -> None:
    lena = office.lena
    await lena.types(f"/promises {mention}")
    lena.sees("That mentions a person or a channel. Type the account's name.")


async def test_so_is_a_person_of_theirs(office: Office) -> None:
    lena = office.lena
    await plan(office)
    for typed in ("Sinéad O'Brien, buyer", "Sine\u0301ad O’Brien\nsinéad\u00a0o'brien"):
        await lena.presses("Change time or people")
        await lena.fills(coming=typed)
        await lena.submits()
        lena.sees("Sinéad O'Brien, buyer")
        assert lena.screen.count("Brien") == 1


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("Bom", "\ufeffBom"),
        ("Zero\u200bWidth", "ZeroWidth"),
        ("Bel\x07Co", "Bel Co"),
        ("Turn\u202eCo", "TurnCo"),
        ("*BoldCo*", "BoldCo"),
    ],
)
async def test_what_nobody_sees_makes_no_second_account(
    office: Office, typed: str, again: str
) -> None:
    lena = office.lena
    for name in (typed, again):
        await lena.types("/calls")
        await lena.presses("Plan a call")
        await lena.fills(account=name, when="tomorrow 3pm")
        await lena.submits()
        if "there is no account" in lena.screen:
            assert name == typed
            await lena.presses(f"Add “{tidy(typed)}”")
    lena.sees_nothing_of("\u202e", "\x07", "*")
    await lena.types("/calls")
    assert lena.screen.count("15:00") == 1
