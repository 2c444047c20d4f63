"""What stays on the screen once something is deleted, or finished somewhere else."""

import pytest
from sqlmodel import select

from handlers.notices.emptied import EMPTY
from storage.tables import Outbox, ShownMessage
from tests.dialogues.office import Office
from tests.dialogues.privacy.erases import erases
from tests.dialogues.transcripts.test_transcripts import NAME, spoken
from tests.playground.driver import PlaygroundUser

ABOUT = "Northwind, today 10:00"


async def reflects_in_many_messages(office: Office, times: int = 7) -> None:
    """Lena reflects on a call with a zebra in it, which many of Attune's messages then show."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    for number in range(times):
        await lena.types("/reflect Northwind")
        await lena.fills(heard="They want the zebra", next_step=f"Send zebra {number}")
        if not number:
            await lena.fills(goal_reached="yes")
        await lena.submits()
        lena.sees(f"Next: Send zebra {number}.")
    await lena.presses("Share or pass on")
    lena.sees("“They want the zebra”")


async def all_delivered(office: Office) -> None:
    """Deliver what is due within a minute: one message a second is rewritten."""
    hour = 12 + office.requests
    office.requests += 1
    await office.until(23, f"{hour}:00")


def showing(office: Office, *words: str) -> list[str]:
    """Lena's messages that show one of these."""
    return [shown for shown in office.lena.messages if any(word in shown for word in words)]


async def test_a_deleted_reflection_is_gone_from_each_message_that_showed_it(
    office: Office,
) -> None:
    lena = office.lena
    await reflects_in_many_messages(office)
    assert len(showing(office, "zebra")) == 8
    await lena.types("delete my reflection on Northwind")
    await lena.presses("Delete it")
    lena.sees(f"Deleted: your reflection on {ABOUT}.", "my cards that showed what you deleted.")
    await all_delivered(office)
    assert not showing(office, "zebra")
    assert len(showing(office, EMPTY)) >= 8


@pytest.mark.parametrize("office", ["playground"], indirect=True)
async def test_what_was_emptied_in_the_playground_is_in_no_file_of_the_database(
    office: Office,
) -> None:
    lena = office.lena
    assert isinstance(lena, PlaygroundUser)
    await reflects_in_many_messages(office, 1)
    await lena.types("delete my reflection on Northwind")
    await lena.presses("Delete it")
    await all_delivered(office)
    files = [one.read_bytes() for one in lena.file.parent.glob(f"{lena.file.name}*")]
    assert len(files) > 1
    assert b"zebra" not in b"".join(files)


async def test_all_of_a_call_is_gone_from_each_message_that_showed_it(office: Office) -> None:
    lena = office.lena
    await reflects_in_many_messages(office)
    for _ in range(3):
        await lena.drops(NAME, spoken(7))
        if "Just show me" in lena.screen:
            await lena.presses("Just show me")
        await lena.presses("Draft the reflection")
    await lena.types("delete all of the Northwind call")
    await lena.presses("Delete all of it")
    lena.sees("Deleted: everything of yours", "what you typed or dropped stay in this chat")
    await all_delivered(office)
    assert not showing(office, "zebra", "You talked", "Draft of your reflection")


async def test_deleted_promises_are_gone_from_the_lists_that_showed_them(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", promised="The zebra plan by Friday")
    await lena.submits()
    for _ in range(2):
        await lena.types("/promises Northwind")
    assert len(showing(office, "You owe Northwind: The zebra plan")) == 2
    await lena.types("delete all of the Northwind call")
    await lena.presses("Delete all of it")
    await all_delivered(office)
    assert not showing(office, "You owe Northwind")


async def test_a_list_with_promises_of_two_calls_is_emptied_when_either_is_deleted(
    office: Office,
) -> None:
    lena = office.lena
    await reflects_on_two_calls(office)
    await lena.types("/promises")
    lena.sees("The zebra plan", "The giraffe plan")
    await deletes_all_of_call(office, "10:00")
    assert not showing(office, "Open promises")


async def test_an_answer_that_quotes_two_calls_is_emptied_when_the_older_is_deleted(
    office: Office,
) -> None:
    lena = office.lena
    await reflects_on_two_calls(office)
    await lena.types("what was said at Northwind")
    lena.sees("They want the zebra", "They want the giraffe")
    await deletes_all_of_call(office, "10:00")
    assert not showing(office, "Notes on Northwind")
    async with office.attune.database.read() as session:
        emptied = (await session.exec(select(Outbox.replaces))).all()
        noted = (await session.exec(select(ShownMessage.message))).all()
    assert noted
    assert not {*noted} & {*emptied}, "it would be emptied again with its other call"


async def reflects_on_two_calls(office: Office) -> None:
    """Lena reflects on two calls with Northwind: one with a zebra, then one with a giraffe."""
    lena = office.lena
    for hour, animal in ((10, "zebra"), (11, "giraffe")):
        await lena.types(f"/prep Northwind today {hour}:00")
        if hour == 10:
            await lena.presses("Add “Northwind”")
        await office.until(23, f"{hour}:36")
        await lena.types("/reflect Northwind")
        await lena.fills(
            goal_reached="yes", heard=f"They want the {animal}", promised=f"The {animal} plan"
        )
        await lena.submits()


async def deletes_all_of_call(office: Office, time: str) -> None:
    """Lena deletes all of today's call with Northwind at this time."""
    await office.lena.types(f"delete all of the Northwind call today {time}")
    await office.lena.presses("Delete all of it")
    await all_delivered(office)


async def test_forgotten_figures_are_gone_from_each_message_that_showed_them(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    for _ in range(7):
        await lena.drops(NAME, spoken(7))
        if "Just show me" in lena.screen:
            await lena.presses("Just show me")
    assert len(showing(office, "You talked")) == 7
    await lena.presses("Delete the figures")
    await all_delivered(office)
    assert not showing(office, "You talked")


async def test_erasing_oneself_empties_what_attune_said(office: Office) -> None:
    lena = office.lena
    await reflects_in_many_messages(office, 2)
    await lena.types("my data")
    await lena.presses("Erase me…")
    await lena.presses("Erase me")
    lena.sees("What was yours is deleted")
    assert not showing(office, "zebra")


async def test_a_question_that_is_answered_elsewhere_says_so(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    assert showing(office, "how did it go?")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They want the zebra")
    await lena.submits()
    await all_delivered(office)
    assert not showing(office, "how did it go?")
    assert showing(office, "You have reflected on Northwind, ")
    await lena.types("delete my reflection on Northwind")
    await lena.presses("Delete it")
    await all_delivered(office)
    assert not showing(office, "You have reflected on", "zebra")


async def test_a_line_typed_into_an_old_card_is_not_lost(office: Office) -> None:
    """Somebody deletes a reflection while a line is typed into its card, on another device."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.presses("It went well")
    await lena.types("delete my reflection on Northwind")
    await lena.presses("Delete it")
    await lena.answers_in_message(heard="They want the zebra")
    assert lena.form
    assert "They want the zebra" in lena.form


async def test_an_erased_account_is_gone_from_the_messages_about_its_calls(
    office: Office,
) -> None:
    """An operator erases it on the command line, while Attune runs."""
    lena = office.lena
    await reflects_in_many_messages(office, 2)
    await erases(office, "Northwind")
    await all_delivered(office)
    assert not showing(office, "zebra")
    assert lena.messages


async def test_a_deleted_promise_says_so_in_a_list_of_several_calls(office: Office) -> None:
    lena = office.lena
    for name in ("Northwind", "Fabrikam"):
        await lena.types(f"/prep {name} today 10:00")
        await lena.presses(f"Add “{name}”")
    await office.until(23, "10:40")
    for name, due in (("Northwind", "Thursday"), ("Fabrikam", "Friday")):
        await lena.types(f"/reflect {name}")
        await lena.fills(goal_reached="yes", promised=f"The {name} plan by {due}")
        await lena.submits()
    await lena.types("/promises")
    await lena.types("delete all of the Northwind call")
    await lena.presses("Delete all of it")
    await lena.presses("Done")  # the first in the list
    lena.sees("That promise is not on your list. /promises shows yours.")


@pytest.mark.parametrize("office", ["slack", "teams"], indirect=True)
async def test_figures_that_are_deleted_from_a_channel_go_from_the_own_chat(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(7))
    await lena.presses("Just show me")
    assert showing(office, "You talked 70%")
    lena.goes_to("#sales")
    await lena.types("delete my transcripts")
    await lena.presses("Delete them")
    lena.sees("Deleted: the figures of your transcripts.")
    lena.goes_to("")
    await all_delivered(office)
    assert not showing(office, "You talked 70%")
