"""Bringing a transcript: of a file that is refused, forgotten or late, nothing is left."""

import pytest
from sqlmodel import select

from handlers import planning
from handlers.cards import Card, CardWithUpdates
from storage import plan_changes
from storage.sales_calls import call_seats
from storage.tables import MeasuredCall, OpenTranscript, SpeakerName
from storage.workspace import people
from tests.transcripts.desk import AT_NINE, MINUTE, NINE, TENANT, TOMAS, Desk, count, zoom
from tests.transcripts.samples import lines


async def test_a_forgotten_file_is_gone(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Lena Brandt", "Jana Zzyzx"), AT_NINE)
    old = desk.card
    said = await desk.presses("Delete the figures")
    assert "The figures of Northwind, today 10:00 are deleted." in said
    assert "press “Delete the figures” there. Drafts and briefs that you already have" in said
    assert "stay" not in said  # there is no reflection, and no promise
    desk.card = old
    assert "45%" not in await desk.presses("All figures")
    assert isinstance(desk.reply, Card)  # it replaces the old one
    for table in (MeasuredCall, OpenTranscript, SpeakerName):
        assert await count(desk, table) == 0
    assert not desk.reader.memory._kept


async def test_a_file_of_another_call_is_forgotten_with_its_figures_and_not_matched_there_again(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    assert "You brought" not in await desk.drops(zoom(), "call.vtt")
    assert "You've brought this file before." in await desk.drops(zoom(), "call.vtt")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.drops(zoom(), "call.vtt")
    desk.message = "figures"
    await desk.presses("All figures")
    desk.message = "question"
    await desk.presses("Not this call")
    said = await desk.presses("Forget the file")
    assert isinstance(desk.reply, CardWithUpdates)
    assert set(desk.reply.messages) == {"figures"}
    assert "The figures of Northwind, today 10:00 are deleted." in said
    assert "Your reflection stays." in said
    assert "For two days, I'll remember only that the file is not from that call." in said
    assert await count(desk, MeasuredCall) == await count(desk, SpeakerName) == 0
    assert not desk.reader.memory._kept
    async with desk.database.read() as session:
        (row,) = (await session.exec(select(OpenTranscript))).all()
    assert (row.labels, row.title, row.mine, row.call_id) == ({}, "", None, None)
    asked = await desk.drops(zoom(), "call.vtt")
    assert "If the call was yours, tell me who it was with" in asked
    assert await desk.presses("Forget the file") == (
        "Deleted. For two days, I'll remember only that the file is not from that call."
    )
    assert not desk.reader.memory._kept


async def test_a_file_with_no_call_of_its_own_is_forgotten_without_anything_left(
    desk: Desk,
) -> None:
    await desk.drops(zoom(), "call.vtt")
    assert "Done: I've kept nothing from that file." in await desk.presses("Forget the file")
    assert await count(desk, OpenTranscript) == 0


async def test_figures_are_the_reps_after_they_have_left_the_call(desk: Desk) -> None:
    call = await desk.plans("Northwind", NINE, who=("Lena Brandt", TOMAS))
    await desk.drops(zoom(), AT_NINE)
    async with desk.database.write() as session:
        lena = await people.find(session, TENANT, "Lena Brandt")
        assert lena
        seat = await call_seats.seat(session, TENANT, call.id, lena.id)
        assert seat
        await planning.leave(session, call, seat, NINE)
        await plan_changes.discard(session)
    assert "All figures: Northwind, today 10:00." in await desk.presses("All figures")
    assert "The figures of Northwind, today 10:00 are deleted." in await desk.presses(
        "Delete the figures"
    )
    assert await count(desk, MeasuredCall) == 0


async def test_words_that_are_gone_have_to_come_again_and_the_answer_holds(desk: Desk) -> None:
    await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE + 30 * MINUTE)
    await desk.drops(zoom(), "call.vtt")
    desk.clock.moment += 31 * MINUTE
    gone = await desk.presses("Northwind, today 10:00")
    assert gone == "I no longer have the words. Drop the transcript here: I remember your answers."
    assert await count(desk, MeasuredCall) == 0
    assert "Northwind, today 10:00. You talked 45%" in await desk.drops(zoom(), "call.vtt")


async def test_a_call_that_is_cancelled_meanwhile_is_asked_about_again(desk: Desk) -> None:
    northwind = await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE + 30 * MINUTE)
    await desk.drops(zoom(), "call.vtt")
    desk.clock.moment += 31 * MINUTE  # the words are gone, and the answer is remembered
    await desk.presses("Northwind, today 10:00")
    async with desk.database.write() as session:
        session.add(northwind)
        northwind.status = "cancelled"
    assert "Which call is that transcript from?" in await desk.drops(zoom(), "call.vtt")
    assert "Halden, today 10:30. You talked 45%" in await desk.presses("Halden, today 10:30")


async def test_a_speaker_who_is_not_in_the_list_is_nobody(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom(*(f"Speaker {n}" for n in range(5))), AT_NINE)
    for forged in ("99", "-1", "x", "+", "²"):
        assert "Choose which one is you" in await desk.fills(speaker=forged)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "call.vtt"),
        (b"\x00\x01\x02" * 300, "call.mp4"),
        (lines("Minutes of the meeting", "We agreed on the trucks."), "minutes.txt"),
        (lines("14:03:12\t From Ann to Everyone:", "Hello."), "chat.txt"),
    ],
)
async def test_a_refused_file_leaves_nothing(desk: Desk, body: bytes, name: str) -> None:
    await desk.plans()
    refused = await desk.drops(body, name)
    assert "\n" not in refused
    assert "drop" in refused.lower()
    assert await count(desk, OpenTranscript) == 0
