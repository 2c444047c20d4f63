"""Admins type what they want for the whole company, and get the page for it."""

import pytest

from tests.dialogues.admin.test_teams import admin_makes_dach
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan

NOT_A_NOTE = ("Noted, only you see it", "Shall I note it", "Marketing has published nothing")


async def admin(office: Office) -> None:
    await office.knows(office.tomas)
    await office.knows(office.lena)
    await office.makes("Tomas Keller", "admin")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("set quiet hours for everyone from 18:00 to 8:00", "Nothing is changed yet. Press"),
        ("turn off listening lines for everyone", "Nothing is changed yet. Press"),
        ("stop the morning agenda for all reps", "Nothing is changed yet. Press"),
        ("pause attune for everyone until Monday", "I can't stop messages for everybody"),
        ("mute everything for the whole team", "I can't stop messages for everybody"),
        ("turn figures off for everyone", "Switch figures off"),
        ("turn figures off", "Switch figures off"),
        ("keep reflections for 90 days", "Change how long"),
        ("reset the defaults", "Go back to Attune's own defaults?"),
        ("what are the default times", "Defaults for everybody"),
        ("roll out status", "What people have stopped"),
        ("who has not started yet", "What people have stopped"),
        ("show me the audit log", "Who did what"),
        ("who did what", "Who did what"),
        ("is everything working", "Check again"),
        ("who is admin", "Tomas Keller is an admin here."),
        ("add Jonas Weber as a rep", "writes to Attune once"),
        ("Lena asked us to delete all her data", "with the command “person erase”"),
        ("export everything about Lena", "with the command “person export”"),
        ("show me everything attune knows about Lena", "with the command “person export”"),
        ("why didn't Lena get her brief", "with the command “why”"),
        ("move Lena to team West", "There is no team “west”."),
    ],
)
async def test_an_order_for_everybody_opens_its_page(office: Office, typed: str, seen: str) -> None:
    await admin(office)
    await office.tomas.types(typed)
    office.tomas.sees(seen)
    office.tomas.sees_nothing_of(*NOT_A_NOTE)


@pytest.mark.parametrize(
    "typed",
    [
        "set quiet hours for everyone from 18:00 to 8:00",
        "pause attune for everyone until Monday",
        "turn off listening lines for everybody",
        "roll out status",
    ],
)
async def test_a_rep_is_told_that_it_is_for_admins(office: Office, typed: str) -> None:
    await admin(office)
    await office.lena.types(typed)
    office.lena.sees("Only admins can do that for everybody, so nothing is changed.")


async def test_lines_about_customers_open_no_page(office: Office) -> None:
    lena = office.lena
    await plan(office)
    for typed in ("show me everything about northwind", "northwind: set times for all drivers"):
        await lena.types(typed)
        lena.sees_nothing_of("Only admins", "person export")


@pytest.mark.every_platform
async def test_a_message_for_the_team_opens_the_form_with_the_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await admin_makes_dach(office)
    await plan(office)
    await tomas.types("tell the team that the review is on Thursday")
    tomas.sees("I kept nothing", "message to the team: …", "Write to people")
    await tomas.types("rename DACH to Central")
    tomas.sees("DACH", "Add people")
    for typed in (
        "message to the team: northwind moved to Thursday 4pm",
        "write to people: northwind moved to Thursday 4pm",
    ):
        await tomas.types(typed)
        if "Open it" in tomas.screen:
            await tomas.presses("Open it")
        tomas.sees("Write to people", "northwind moved to Thursday 4pm", "See it first")
    await lena.types("message to the team: northwind moved to Thursday 4pm")
    lena.sees("I don't pass messages on to your team, and I kept nothing.")
