"""Deleting what is one's own of a call: figures, draft, reflection and promises."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from handlers.cards import CardWithUpdates
from handlers.features.privacy import call_data, deletion_questions
from handlers.request import Means
from storage.rights import owned_rows
from storage.tables import Person, Seat
from tests.transcripts.desk import NINE, TENANT, Desk, zoom_name
from tests.transcripts.spoken import spoken

LENA, TOMAS = "Lena Brandt", "Tomas Keller"
DAY = timedelta(days=1)
OF_CALL = ("commitment", "guess", "measuredcall", "opentranscript", "reflection", "spokenas")


async def rows(desk: Desk, who: str) -> dict[str, int]:
    """How many rows of each table that is about calls are somebody's."""
    async with desk.database.read() as session:
        person = (await session.exec(select(Person).where(Person.name == who))).one()
        connection = await session.connection()
        found = {}
        for name in OF_CALL:
            mine = owned_rows.of_person(name, TENANT, person.id)
            wanted = owned_rows.table(name).select().where(mine)
            found[name] = len((await connection.execute(wanted)).all())
        return {name: count for name, count in found.items() if count}


async def held(desk: Desk) -> None:
    """Both were in the call, and have reflected on it; Lena has figures and kept two lines."""
    await desk.plans("Northwind", NINE, "Jana Novak", who=(LENA, TOMAS))
    typed = {"goal_reached": "yes", "heard": "They need a zebra", "promised": "A zebra by Friday"}
    reflected = "1:goal_reached,heard,promised"
    await desk.asks(Means.FORM, "reflect", reflected, typed, who=TOMAS)
    await desk.asks(Means.FORM, "goal", "1", {"goal": "Zebras", "guess1": "Stripes"}, who=LENA)
    await desk.drops(spoken(), zoom_name(NINE))
    await desk.presses("Draft the reflection")
    await desk.presses("Yes")
    await desk.does("Keep", "I'll send you the price list")
    await desk.does("Keep", "We need about forty hours")


@pytest.mark.parametrize(
    "pressed",
    [("talk.forget", "1"), (deletion_questions.CALL, "1"), (deletion_questions.FIGURES, "")],
)
async def test_the_messages_that_show_figures_or_the_draft_say_that_these_are_gone(
    desk: Desk, pressed: tuple[str, str]
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(), zoom_name(NINE))
    figures = desk.card
    for message in ("older", "figures"):
        desk.card, desk.message = figures, message
        await desk.presses("Draft the reflection")
    desk.message = "draft"
    await desk.presses("It went well")
    await desk.does("Keep", "I'll send you the price list")
    desk.message = "figures"
    await desk.asks(Means.BUTTON, *pressed)
    assert isinstance(desk.reply, CardWithUpdates)
    assert desk.reply.messages == ("draft", "older")
    assert "already deleted" in desk.reply.above.summary


async def test_all_of_a_call_goes_and_nothing_of_a_colleague(desk: Desk) -> None:
    await held(desk)
    tomas = await rows(desk, TOMAS)
    assert tomas == {"commitment": 1, "reflection": 1}
    lena = await rows(desk, LENA)
    assert lena.keys() >= {"commitment", "guess", "measuredcall", "reflection", "spokenas"}
    asked = await desk.asks(Means.COMMAND, "delete_call")
    assert asked.startswith("Delete everything of yours from the call with Northwind, today 10:00?")
    assert (
        "Until you delete it all, your colleagues can see this promise:\n"
        "We: Send them the price list for forty seats by Friday 27 November\n" in asked
    )
    assert (
        "This deletes the figures of the transcript, your reflection, the promise you noted, "
        "your guesses and your goal." in asked
    )
    assert await rows(desk, LENA) == lena
    card = desk.card
    done = await desk.presses("Delete all of it")
    about = "the call with Northwind, today 10:00"
    assert done.startswith(f"Deleted: everything of yours from {about}.")
    assert await rows(desk, LENA) == {}
    assert await rows(desk, TOMAS) == tomas
    assert not desk.reader.memory._kept
    async with desk.database.read() as session:
        seats = (await session.exec(select(Seat).order_by(col(Seat.person_id)))).all()
    assert [seat.goal for seat in seats] == ["", ""]
    assert all(seat.reflected_at for seat in seats)  # so that nobody is asked again
    desk.card = card
    assert await desk.presses("Delete all of it") == call_data.NOTHING
    refused = await desk.asks(Means.BUTTON, deletion_questions.CALL, "1", who="Ruth Weber")
    assert refused == call_data.NOTHING
    assert await rows(desk, TOMAS) == tomas


async def test_a_reflection_alone_is_deleted_and_its_lines_can_be_kept_anew(desk: Desk) -> None:
    await held(desk)
    await desk.asks(Means.BUTTON, "reflect.share", "1")
    await desk.presses("Share this")
    asked = await desk.presses("Delete this reflection")
    assert "You shared the reflection, so a colleague may have read it." in asked
    assert "The promise you noted stays, and your colleagues see it." in asked
    assert "The figures of the transcript stay." in asked
    await desk.presses("Delete it")
    assert "reflection" not in await rows(desk, LENA)
    assert {"measuredcall", "commitment"} <= (await rows(desk, LENA)).keys()
    assert await rows(desk, TOMAS) == {"commitment": 1, "reflection": 1}
    await desk.asks(Means.BUTTON, "talk.came", "1")
    await desk.presses("Draft the reflection")
    await desk.presses("Yes")
    assert "Kept." in await desk.does("Keep", "We need about forty hours")


async def test_what_forget_it_leaves_can_be_deleted_from_there(desk: Desk) -> None:
    await held(desk)
    await desk.asks(Means.BUTTON, "talk.forget", "1")
    await desk.presses("Delete all of this call")
    await desk.presses("Delete all of it")
    assert await rows(desk, LENA) == {}


async def test_the_figures_of_all_transcripts_are_deleted_after_one_question(desk: Desk) -> None:
    await held(desk)
    asked = await desk.asks(Means.COMMAND, "delete_transcripts")
    assert asked.startswith("Delete the figures of your one transcript?")
    await desk.presses("Delete one call's data")
    assert desk.labels == ["Northwind, today 10:00", "None of them"]
    await desk.asks(Means.COMMAND, "delete_transcripts")
    await desk.presses("Delete them")
    assert {"commitment", "guess", "reflection"} == (await rows(desk, LENA)).keys()
    assert not desk.reader.memory._kept
    await desk.asks(Means.COMMAND, "delete_reflection")
    await desk.presses("Delete it")
    asked = await desk.asks(Means.COMMAND, "delete_call")  # what is left of it
    assert "This deletes the promise you noted, your guesses and your goal." in asked
    await desk.asks(Means.COMMAND, "delete_transcripts")  # none is left
    assert desk.labels == ["What is kept about me"]


async def test_what_is_named_is_found_by_account_and_day_and_asked_about_if_unclear(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE - 3 * DAY, "Jana Novak")  # Friday
    reflected = {"goal_reached": "yes", "heard": "They need a zebra"}
    await desk.asks(Means.FORM, "reflect", "1:goal_reached,heard", reflected)
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(), zoom_name(NINE))
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.plans("Kestrel", NINE + 2 * DAY)
    figures = "Delete the figures of the transcript of Northwind, today 10:00?"
    whole = "Delete everything of yours from the call with Northwind, "
    for typed, answered in (
        ("delete the Northwind transcript", figures),
        ("forget everything about monday's northwind call", f"{whole}today 10:00?"),
        ("forget the call with Jana on Friday", f"{whole}Friday 20 November 10:00?"),
        ("delete my reflection on Northwind", "Which reflection do you want to delete?"),
        ("forget the Northwind call", "Which call's data do you want to delete?"),
        ("delete Tuesday's Northwind call", "Which call's data do you want to delete?"),
        ("delete the Kestrel call", "Kestrel – no goal set yet"),
        ("delete the figures of Kestrel", "I keep nothing of that kind about a call with Kestrel."),
        ("delete my promises to Northwind", "No open promises with Northwind"),
        ("delete the Acme call", "Which call's data do you want to delete?"),
    ):
        assert answered in await desk.asks(Means.COMMAND, "", typed), typed
    await desk.asks(Means.COMMAND, "", "delete my reflection on Northwind")
    assert desk.labels[-1] == "None of them"
    await desk.presses(desk.labels[0])
    assert "Deleted: your reflection on Northwind, today" in await desk.presses("Delete it")
    await desk.asks(Means.COMMAND, "", "delete the Northwind transcript")
    await desk.presses("Delete them")
    assert (await rows(desk, LENA)).keys() == {"reflection"}  # that of Friday
