"""An admin changes how long data is kept: limits, a question with numbers, and the audit log."""

from datetime import timedelta

from sqlmodel import select

from handlers.request import Means, Request, Sender
from storage.tables import Policy, Reflection
from storage.workspace import audit
from tests.dialogues.office import Office


async def admin_looks(office: Office) -> None:
    await office.tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("workspace privacy")
    await office.tomas.presses("Change how long")


async def retain(office: Office) -> dict[str, int]:
    async with office.attune.database.read() as session:
        found = (await session.exec(select(Policy))).first()
        return found.retain if found else {}


async def test_days_outside_the_limits_are_refused(office: Office) -> None:
    await admin_looks(office)
    for field, typed, problem in (
        ("leavers", "0", "Type a number of days from 1 to 30."),
        ("leavers", "31", "Type a number of days from 1 to 30."),
        ("leavers", "9999", "Type a number of days from 1 to 30."),
        ("leavers", "a month", "Type a number of days from 1 to 30."),
        ("reflections", "1", "Type a number of days from 7 to 3650, or 0 for no limit."),
        ("reflections", "9999", "Type a number of days from 7 to 3650, or 0 for no limit."),
        ("promises", "9999", "Type a number of days from 0 to 3650."),
    ):
        await office.tomas.fills(leavers="30", reflections="0", promises="0")
        await office.tomas.fills(**{field: typed})
        await office.tomas.submits()
        assert office.tomas.problems == {field: problem}
    assert await retain(office) == {}


async def test_a_button_with_days_outside_the_limits_changes_nothing(office: Office) -> None:
    await admin_looks(office)
    sender = Sender(office.lena_tenant, office.tomas.id, "Tomas Keller", "Europe/Berlin")
    for value in ("reflections:1", "leavers:99", "promises:9999", "leavers:x"):
        pressed = Request(office.request_id(), sender, Means.BUTTON, "privacy.shorten", value, {})
        await office.conversation.answer(pressed, office.clock.now())
    assert await retain(office) == {}


async def test_shorter_times_are_asked_about_with_what_goes_tonight(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They want the zebra")
    await lena.submits()
    async with office.attune.database.write() as session:
        row = (await session.exec(select(Reflection))).one()
        row.called_at -= timedelta(days=60)
    await admin_looks(office)
    await tomas.fills(reflections="30", drafts="20")
    await tomas.submits()
    tomas.sees(
        "Keep data for a shorter time?",
        "Reflections, goals, guesses and figures: from 730 days to 30 days. "
        "To be deleted tonight: 1.",
        "Words typed for an open question: from 30 days to 20 days.",
    )
    assert await retain(office) == {}
    await tomas.presses("Leave it")
    tomas.sees("Reflections, goals, guesses and figures: 730 days.")
    await tomas.presses("Change how long")
    await tomas.fills(reflections="30")
    await tomas.submits()
    await tomas.presses("Change it")
    tomas.sees("Reflections, goals, guesses and figures: 30 days.")
    assert await retain(office) == {"reflections": 30}
    await office.delivers()
    lena.sees(
        "how long your reflections, notes, goals, guesses, figures and questions to colleagues "
        "are kept here: 30 days after the call, or after the day of the note.",
        "deleted on Tuesday 24 November.",
    )
    await lena.presses("My data")
    lena.sees("What is kept about you")
    assert not [shown for shown in tomas.messages if "An admin has changed" in shown]


async def test_who_has_only_a_goal_on_file_is_told_of_shorter_times(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear how they plan a Monday")
    await lena.submits()
    await admin_looks(office)
    await tomas.fills(reflections="30")
    await tomas.submits()
    await tomas.presses("Change it")
    await office.delivers()
    lena.sees("goals, guesses, figures and questions to colleagues are kept here: 30 days")
    await lena.types("my data")
    lena.sees("Goals for calls: 1; kept for 30 days; read by only you")


async def test_longer_times_are_saved_at_once_and_the_log_has_both_numbers(office: Office) -> None:
    tomas = office.tomas
    await admin_looks(office)
    await tomas.fills(outbox="120")
    await tomas.submits()
    tomas.sees("Messages that were sent or dropped: 120 days.")
    await tomas.presses("Who did what")
    tomas.sees(
        "Tomas Keller, retention changed, Messages that were sent or dropped: 90 days, now 120"
    )
    async with office.attune.database.read() as session:
        (entry,) = await audit.page(session, office.lena_tenant, 1)
    assert (entry.target_kind, entry.target) == ("days", "outbox 90 120")
