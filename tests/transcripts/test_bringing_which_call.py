"""Bringing a transcript: which call it is of, and how the rep says it is another."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from handlers.cards import Card, QuickForm
from handlers.inputs import ChoiceInput
from handlers.playbook.word_lists import Pitch
from handlers.request import Means
from handlers.transcripts.records import Measured, TalkContext
from handlers.views.transcripts import talk_card, talk_questions
from storage import plan_changes
from storage.rights.erasure.people import erase_person
from storage.tables import Call, MeasuredCall, OpenTranscript, Person, Policy
from tests.transcripts.desk import (
    AT_NINE,
    DAY,
    HOUR,
    MINUTE,
    NINE,
    NOON,
    TENANT,
    TOMAS,
    Desk,
    count,
    zoom,
    zoom_name,
)


async def test_in_doubt_it_asks_which_call_and_remembers_the_answer(desk: Desk) -> None:
    for hours in range(6):
        await desk.plans(f"Account {hours}", NOON - timedelta(hours=hours + 1))
    asked = await desk.drops(zoom(), "call.vtt")
    assert asked == ("Which call is that transcript from? Lena Brandt and Jana Novak speak in it.")
    assert desk.labels == [
        *(f"Account {number}, today {12 - number:02}:00" for number in range(4)),
        "Another call",
    ]
    await desk.presses("Another call")
    (form,) = (one for one in desk.card.blocks if isinstance(one, QuickForm))
    (listed,) = (one for one in form.inputs if isinstance(one, ChoiceInput))
    assert [one.label for one in listed.options] == [
        "Account 4, today 08:00",
        "Account 5, today 07:00",
    ]
    assert await desk.presses("Back") == asked
    assert "Account 2, today 10:00. You talked 45%" in await desk.presses("Account 2, today 10:00")
    assert "Account 2, today 10:00. You talked 45%" in await desk.drops(zoom(), "call.vtt")


async def test_the_account_that_is_written_with_a_file_comes_first(desk: Desk) -> None:
    for hours in range(6):
        await desk.plans(f"Account {hours}", NOON - timedelta(hours=hours + 1))
    await desk.drops(zoom(), "call.vtt", beside="This is the one with account 5.")
    assert desk.labels[0] == "Account 5, today 07:00"


async def test_a_file_of_a_call_that_has_not_begun_says_so(desk: Desk) -> None:
    await desk.plans("Ahead", NOON + HOUR)
    asked = await desk.drops(zoom(), zoom_name(NOON + HOUR))
    assert asked.startswith("Your call with Ahead, today 14:00, has not begun yet.")


async def test_any_other_call_can_be_chosen_if_it_has_begun_and_is_the_reps(desk: Desk) -> None:
    await desk.plans("Ahead", NOON + HOUR)
    theirs = await desk.plans("Colleague's", NINE, who=(TOMAS,))
    last_month = await desk.plans("Halden", NOON - 30 * DAY)
    asked = await desk.drops(zoom(), AT_NINE)
    assert asked.startswith("I have no call of yours on file for today 10:03.")
    await desk.presses("Another call")
    for call_id in (theirs.id, last_month.id - 2):
        refused = await desk.asks(Means.BUTTON, "talk.call", f"1:{call_id}")
        assert "not on your list" in refused or "not begun" in refused
    refused = await desk.asks(Means.BUTTON, "talk.call", f"1:{last_month.id}")
    assert refused.startswith(
        "The file says Monday 23 November, but that call was on Saturday 24 October."
    )
    assert desk.labels == ["It is not on file", "Forget the file"]
    await desk.presses("It is not on file")
    wrong = await desk.fills(account="Halden", when="2026-10-24 14:00")
    assert "Type a time on the file's day." in wrong
    await desk.drops(zoom(minutes=13), "call.vtt")
    card = await desk.presses(desk.labels[0])
    assert card.startswith("Halden, Saturday 24 October 14:00. You talked 45%")


async def test_a_call_that_is_not_on_file_is_noted_and_measured(desk: Desk) -> None:
    await desk.plans("Northwind Logistics", NOON - 5 * DAY)
    await desk.drops(zoom(), AT_NINE)
    when = next(one.value for one in desk.inputs if one.id == "when")
    assert when == "23 November 2026 10:03"
    desk.clock.moment += DAY
    assert "Did you mean Northwind Logistics?" in await desk.fills(account="Northwnd", when=when)
    assert "When did it begin?" in await desk.fills(account="Halden", when="soon")
    gone = await desk.fills(account="Northwind Logistics", when=when)
    assert "I no longer have the words." in gone
    card = await desk.drops(zoom(), AT_NINE)
    assert card.startswith("Northwind Logistics, yesterday 10:03. You talked 45%")
    assert await count(desk, Call) == 2


@pytest.mark.parametrize("when", ["Friday 15:00", "20 November 15:00", "20 Nov 3pm"])
async def test_a_call_that_is_noted_later_began_on_the_last_such_day(desk: Desk, when: str) -> None:
    await desk.drops(zoom(), "call.vtt")
    said = await desk.fills(account="Halden", when=when)
    assert "Halden, Friday 20 November 15:00. You talked 45%" in said


async def test_an_account_that_may_be_meant_is_one_tap_away(desk: Desk) -> None:
    await desk.plans("Ashdowntrust", NINE - 30 * DAY)
    await desk.drops(zoom(), "call.vtt")
    if "It is not on file" not in desk.labels and "Another call" in desk.labels:
        await desk.presses("Another call")
    if "It is not on file" in desk.labels:
        await desk.presses("It is not on file")
    asked = await desk.fills(account="Ashdown", when="yesterday 15:00")
    assert "There is no account called “Ashdown” yet. Did you mean Ashdowntrust?" in asked
    assert desk.inputs[1].value == "yesterday 15:00"
    assert "Ashdowntrust, yesterday 15:00. You talked 45%" in await desk.presses("Ashdowntrust")


async def test_not_this_call_moves_the_figures(desk: Desk) -> None:
    await desk.plans("Northwind", NINE)
    halden = await desk.plans("Halden", NINE - HOUR)
    await desk.drops(zoom(), AT_NINE)
    card = desk.card
    await desk.presses("Not this call")
    assert "Halden, today 09:00. You talked 45%" in await desk.fills(call=str(halden.id))
    assert await count(desk, MeasuredCall) == 1
    for label in (
        "All figures",
        "Draft the reflection",
        "I am somebody else",
        "Delete the figures",
    ):
        desk.card = card  # of Northwind, which has no figures any more
        said = "The figures on file are now those of Halden, today 09:00."
        assert said in await desk.presses(label)
    assert await count(desk, MeasuredCall) == 1
    assert "Halden, today 09:00. You talked 45%" in await desk.presses("Show them")
    await desk.presses("Not this call")
    assert "Halden, today 09:00. You talked 45%" in await desk.presses("Leave it as it is")
    assert await count(desk, OpenTranscript) == 0
    assert "Halden, today 09:00. You talked 45%" in await desk.drops(zoom(), AT_NINE)


async def test_not_this_call_offers_the_other_calls_of_the_files_day(desk: Desk) -> None:
    await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE - HOUR)
    await desk.plans("Kestrel", NINE - DAY)
    await desk.drops(zoom(), AT_NINE)
    await desk.presses("Not this call")
    assert isinstance(desk.reply, Card)
    shown = str(desk.reply)
    assert "Halden, today 09:00" in shown
    assert "Kestrel" not in shown


async def test_a_call_that_it_is_not_is_not_found_again(desk: Desk) -> None:
    await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE - HOUR)
    await desk.drops(zoom(), AT_NINE)
    await desk.presses("Not this call")
    await desk.drops(zoom(), AT_NINE)
    assert desk.labels == ["Halden, today 09:00", "Another call"]


async def test_a_contact_of_the_account_is_enough_if_nobody_was_noted_for_the_call(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE - 90 * DAY, "Jana Novak")
    await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE - HOUR)
    assert "Northwind, today 10:00. You talked 45%" in await desk.drops(zoom(), "call.vtt")


async def test_a_call_that_names_speak_against_is_doubted(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    halden = await desk.plans("Halden", NINE - HOUR, "Dr. Anders Lund")
    desk.guesses = True
    said = await desk.drops(zoom(), "call.vtt")
    assert said.startswith("I've measured your call with Northwind, today 10:00.")
    assert "so I went by the names in it. If the transcript is of another call, press" in said
    desk.guesses = False
    await desk.presses("Just show me")
    assert "by the names" not in await desk.drops(zoom(), "call.vtt")
    await desk.presses("Not this call")
    said = await desk.fills(call=str(halden.id))
    assert "better" not in said
    assert (
        "I can't find Dr. Anders Lund among the speakers. If the transcript is of another" in said
    )
    await desk.presses("Delete the figures")
    await desk.drops(zoom("Speaker 1"), "call.vtt")
    await desk.presses("Speaker 1")
    await desk.presses("Not this call")
    async with desk.database.write() as session:
        (await session.exec(select(OpenTranscript))).one().not_call_id = None
    said = await desk.fills(call=str(halden.id))
    assert "fit Northwind, today 10:00 better. If the transcript is of that other" in said


def test_whoever_speaks_alone_is_named_and_so_is_that_there_are_many_more() -> None:
    assert "Lena Brandt speaks in it." in str(talk_questions.which("1", ["Lena Brandt"], [], "?"))
    many = [f"Person {letter}{number}" for letter in "abcdef" for number in range(10)]
    assert talk_card.talked(many[:50]) == "Person a0, Person a1 and many more"
    assert talk_card.talked(many[:9]) == "Person a0, Person a1 and 7 more"


async def test_a_file_that_comes_twice_at_once_shows_its_figures_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, again = desk.reader.measure, asyncio.Event()

    async def slowly(key: str, context: TalkContext, pitch: Pitch) -> Measured:
        if not again.is_set():
            again.set()
            await desk.drops(zoom(), AT_NINE)
        return await measure(key, context, pitch)

    await desk.plans()
    monkeypatch.setattr(desk.reader, "measure", slowly)
    assert "You talked 45%" in await desk.drops(zoom(), AT_NINE)
    assert again.is_set()
    assert await count(desk, MeasuredCall) == 1


@pytest.mark.parametrize("step", ["read", "measure"])
async def test_who_is_erased_while_their_file_is_read_is_not_on_file_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    works = getattr(desk.reader, step)

    async def erased_meanwhile(*given: Any) -> object:  # noqa: ANN401
        async with desk.database.write() as session:
            await erase_person(session, (await session.exec(select(Person))).one(), NOON)
            await plan_changes.discard(session)
        return await works(*given)

    await desk.plans()
    monkeypatch.setattr(desk.reader, step, erased_meanwhile)
    assert "Your data was deleted" in await desk.drops(zoom(), AT_NINE)
    for table in (OpenTranscript, MeasuredCall):
        assert await count(desk, table) == 0
    async with desk.database.read() as session:
        assert (await session.exec(select(Person.name))).all() == ["A former colleague"]


@pytest.mark.parametrize("step", ["read", "measure"])
async def test_figures_that_are_switched_off_meanwhile_are_not_shown_and_not_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    works = getattr(desk.reader, step)

    async def off_meanwhile(*given: Any) -> object:  # noqa: ANN401
        async with desk.database.write() as session:
            session.add(Policy(tenant=TENANT, figures_off=True, changed_at=NOON))
        return await works(*given)

    await desk.plans()
    monkeypatch.setattr(desk.reader, step, off_meanwhile)
    assert "are switched off here" in await desk.drops(zoom(), AT_NINE)
    assert await count(desk, MeasuredCall) == 0


def of_day(days: int) -> str:
    """The name of a file whose call was so many days ago."""
    return f"Northwind weekly_{(NINE - days * DAY).date()}.vtt"


async def test_the_day_in_a_files_name_tells_which_call_it_is_of(desk: Desk) -> None:
    for days in (4, 11, 18):
        await desk.plans("Northwind", NINE - days * DAY, "Jana Novak")
    card = await desk.drops(zoom(), of_day(11))
    assert "Northwind, Thursday 12 November 10:00. You talked 45% of the time." in card
    none = await desk.drops(zoom(word="trucks"), of_day(12))
    assert "says Wednesday 11 November, but I have no call of yours on file for that day." in none
    await desk.plans("Northwind", NINE - 18 * DAY + 4 * HOUR, "Jana Novak")
    await desk.drops(zoom(word="ramps"), of_day(18))
    offered = [label for label in desk.labels if label.startswith("Northwind")]
    assert offered == [
        "Northwind, Thursday 5 November 14:00",
        "Northwind, Thursday 5 November 10:00",
    ]
    await desk.presses("Another call")
    others = desk.card
    assert "on file for that day" not in await desk.presses("It is not on file")
    desk.card = others
    asked = next(one for one in desk.card.blocks if isinstance(one, QuickForm))
    assert "12 November 10:00" in str(asked)  # the name of a file may be wrong


async def test_the_day_of_a_file_is_a_day_where_the_rep_is(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - 2 * DAY - 9 * HOUR - 30 * MINUTE, "Jana Novak")
    card = await desk.drops(zoom(), of_day(2))
    assert "Northwind, Saturday 21 November 00:30. You talked 45%" in card
