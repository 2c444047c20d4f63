"""Bringing a transcript: what is asked, what is measured, and what is forgotten."""

import asyncio
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlmodel import select

from handlers import planning
from handlers.cards import Card, QuickForm, Redrawn
from handlers.inputs import ChoiceInput
from handlers.playbook.schema import Pitch
from handlers.request import Means, Request, Sender, SharedFile
from handlers.transcripts.pasted import is_transcript
from handlers.transcripts.records import Measured, TalkContext
from handlers.views import talk_card, talk_questions
from storage import call_seats, people, plan_changes
from storage.database.connection import Database
from storage.rights.erasure.people import erase_person
from storage.tables import Call, MeasuredCall, OpenTranscript, Person, Policy, Reflection, SpokenAs
from tests.postgres import migrated
from tests.transcripts import samples
from tests.transcripts.desk import (
    AT_NINE,
    DAY,
    HOUR,
    MARK,
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
from tests.transcripts.samples import lines

# -- without a question


async def test_a_file_whose_time_and_names_fit_is_measured_at_once(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    card = await desk.drops(zoom(), AT_NINE)
    assert "Northwind, today 10:00. You talked 45% of the time. Your longest stretch: 6 s." in card
    assert "You asked 36 questions, all of them open." in card
    assert "Gong Labs, 2016" in card
    assert "Not a score." in card
    assert "Only you see this. I keep figures and the lines you choose" in card
    assert "against the law" in card
    assert "which admins may be able to export." in card
    assert desk.labels == [
        "Draft the reflection",
        "All figures",
        "Not this call",
        "I am somebody else",
        "Forget it",
    ]
    assert len(card.split()) < 95
    figures = await desk.presses("All figures")
    assert "Share of the speech: Jana Novak 55%, you 45%." in figures
    assert "12 in the first third of the call, 12 in the middle, 12 in the last." in figures
    assert "Evenly" not in figures
    assert "Their longest stretch: Jana Novak, 7 s, at 0:30." in figures
    assert "Gong Labs" not in figures
    assert "Gong Labs, 2016" in await desk.presses("What studies found")


async def test_the_same_file_twice_is_one_call_and_consent_is_spoken_of_once(desk: Desk) -> None:
    await desk.plans()
    first = await desk.drops(zoom(), AT_NINE)
    again = await desk.drops(zoom(), "renamed.vtt")
    assert again.removesuffix("\nYou brought this file before.") in first
    assert again not in first
    assert "against the law" not in again
    assert await count(desk, MeasuredCall) == 1
    assert "those of another file" not in again
    asked = await desk.drops(zoom(minutes=20), AT_NINE)
    assert "its figures would be replaced" in asked
    assert "45%" not in asked
    assert "replaced those of another file" in await desk.presses("Yes, replace the figures")
    assert await count(desk, MeasuredCall) == 1
    assert await count(desk, OpenTranscript) == 0


async def test_each_of_theirs_has_a_share_and_colleagues_are_ours(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, who=("Lena Brandt", TOMAS))
    card = await desk.drops(zoom("Lena Brandt", "Jana Novak", "Tom Ash", TOMAS), AT_NINE)
    assert "Tom Ash talked 27% of the time, Jana Novak 23%." in card
    assert TOMAS not in card
    assert "Your side asked" in card
    assert TOMAS in await desk.presses("All figures")


MARKED = lines(
    *(
        line
        for minute in range(0, 30, 5)
        for line in (
            f"00:{minute:02}:00",
            *("Lena Brandt: What would have to be true in two years?", "Jana Novak: No idea.") * 9,
        )
    ),
    "Transcription ended after 00:30:00",
)
TOO_SHORT = "The file has 5 min 57 s of talk. Talk share, turns a minute and pauses need at least"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (zoom(minutes=6), f"{TOO_SHORT} 10 minutes."),
        (
            lines("Me: What do you need?", "Them: Trucks.") * 30,
            "The file has 150 words. A talk share needs at least 1,500.",
        ),
        (
            lines("Me: What do you need?", "Them: Trucks that wait for nobody.") * 100,
            "The file doesn't say when each line was said. Stretches are counted in words;",
        ),
        (
            MARKED,
            "The file has a time only about every 5 minutes. Stretches are counted in words; turns "
            "a minute and pauses can't be measured.",
        ),
    ],
)
async def test_what_a_file_cannot_give_is_said(desk: Desk, body: bytes, said: str) -> None:
    await desk.plans()
    await desk.drops(body, AT_NINE)
    if "Northwind, today 10:00" in desk.labels:
        await desk.presses("Northwind, today 10:00")
    assert said in await desk.presses("All figures")


async def test_a_file_that_names_nobody_asks_for_nobody(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(samples.YOUTUBE, "captions.vtt")
    card = await desk.presses("Northwind, today 10:00")
    assert "The file does not say who speaks" in card
    assert "I am somebody else" not in desk.labels


# -- which call


async def test_in_doubt_it_asks_which_call_and_remembers_the_answer(desk: Desk) -> None:
    for hours in range(6):
        await desk.plans(f"Account {hours}", NOON - timedelta(hours=hours + 1))
    asked = await desk.drops(zoom(), "call.vtt")
    assert asked == ("Which call is that transcript of? Lena Brandt and Jana Novak speak in it.")
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
        "The file says Monday 23 November, and that call was on Saturday 24 October."
    )
    assert desk.labels == ["It is not on file", "Forget the file"]
    await desk.presses("It is not on file")
    wrong = await desk.fills(account="Halden", when="2026-10-24 14:00")
    assert "The file says Monday 23 November" in wrong
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
    for label in ("All figures", "Draft the reflection", "I am somebody else", "Forget it"):
        desk.card = card  # of Northwind, which has no figures any more
        assert "The figures of Halden, today 09:00 count now." in await desk.presses(label)
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
    assert "I can't find Dr. Anders Lund in it. If the transcript is of another call, press" in said
    await desk.presses("Forget it")
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
    assert "What was yours was deleted" in await desk.drops(zoom(), AT_NINE)
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


# -- nothing is left


async def test_a_forgotten_file_is_gone(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Lena Brandt", "Jana Zzyzx"), AT_NINE)
    old = desk.card
    said = await desk.presses("Forget it")
    assert "Forgotten: the figures of Northwind, today 10:00 are deleted." in said
    assert "press “Forget it” there. Drafts and briefs that you received before now" in said
    assert "stay" not in said  # there is no reflection, and no promise
    desk.card = old
    assert "45%" not in await desk.presses("All figures")
    assert isinstance(desk.reply, Card)  # it replaces the old one
    for table in (MeasuredCall, OpenTranscript, SpokenAs):
        assert await count(desk, table) == 0
    assert not desk.reader.memory._kept


async def test_a_file_of_another_call_is_forgotten_with_its_figures_and_not_matched_there_again(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    assert "You brought" not in await desk.drops(zoom(), "call.vtt")
    assert "You brought this file before." in await desk.drops(zoom(), "call.vtt")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.drops(zoom(), "call.vtt")
    desk.message = "figures"
    await desk.presses("All figures")
    desk.message = "question"
    await desk.presses("Not this call")
    said = await desk.presses("Forget the file")
    assert isinstance(desk.reply, Redrawn)
    assert set(desk.reply.messages) == {"figures"}
    assert "Forgotten: the figures of Northwind, today 10:00 are deleted." in said
    assert "Your reflection stays." in said
    assert "I only remember, for two days, that the file is not of that call." in said
    assert await count(desk, MeasuredCall) == await count(desk, SpokenAs) == 0
    assert not desk.reader.memory._kept
    async with desk.database.read() as session:
        (row,) = (await session.exec(select(OpenTranscript))).all()
    assert (row.labels, row.title, row.mine, row.call_id) == ({}, "", None, None)
    asked = await desk.drops(zoom(), "call.vtt")
    assert "If the call was yours, say with whom" in asked
    assert "Forgotten: nothing of that file is left here." in await desk.presses("Forget the file")
    assert not desk.reader.memory._kept


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
    assert "Forgotten: the figures of Northwind, today 10:00 are deleted." in await desk.presses(
        "Forget it"
    )
    assert await count(desk, MeasuredCall) == 0


async def test_words_that_are_gone_have_to_come_again_and_the_answer_holds(desk: Desk) -> None:
    await desk.plans("Northwind", NINE)
    await desk.plans("Halden", NINE + 30 * MINUTE)
    await desk.drops(zoom(), "call.vtt")
    desk.clock.moment += 31 * MINUTE
    gone = await desk.presses("Northwind, today 10:00")
    assert (
        gone
        == "I no longer have the words. Drop the transcript here: what you answered is remembered."
    )
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
    assert "Which call is that transcript of?" in await desk.drops(zoom(), "call.vtt")
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


# -- pasted words


def test_a_pasted_transcript_is_told_from_other_words() -> None:
    assert is_transcript(zoom().decode())
    assert is_transcript("Lena Brandt  0:09\nWhat do you need?\n" * 20)
    assert is_transcript("Me: What do you need most?\nThem: Trucks.\n" * 20)
    assert not is_transcript("Northwind tomorrow 15:00")
    assert not is_transcript("They: two names\nUs: pricing\n" * 3)
    assert not is_transcript("A long thought about the call. " * 40)
    assert not is_transcript("Note: they wait.\n" + "Then we talked about trucks.\n" * 40)


# -- at once


async def test_a_file_is_fetched_once_there_is_room_for_it(desk: Desk) -> None:
    fetched = []

    async def fetch() -> bytes:
        fetched.append(1)
        return b"Nobody speaks here."

    files = desk.reader.files
    async with files, files:  # as many as there is room for
        drop = desk.asks(Means.FILE, "", file=SharedFile("call.vtt", fetch))
        waits = asyncio.create_task(drop)
        while not fetched and not files._waiters:  # noqa: ASYNC110 - a semaphore tells nobody
            await asyncio.sleep(0)
        assert not fetched
    assert "I can't find anybody speaking" in await waits
    assert fetched


async def test_nobody_elses_button_or_form_does_anything(desk: Desk) -> None:
    """Whoever knows the ids: a colleague in the same call, and somebody of another workspace."""
    await desk.plans("Northwind", NINE, "Jana Novak", who=("Lena Brandt", TOMAS))
    await desk.plans("Halden", NOON - HOUR)
    await desk.drops(zoom(), AT_NINE)
    await desk.drops(zoom("Speaker 1", "Speaker 2", minutes=13))
    before = await stored(desk)
    ours = [one for one in desk.talk.registry._features if one[1].startswith("talk.")]
    fields = {"speaker": "0", "call": "1", "heard": "x", "account": "Northwind", "when": "10:00"}
    values = [f"{id_}{more}" for id_ in (1, 2) for more in ("", ":0:heard")]
    assert len(ours) > 15
    for tenant, who in (("slack:T1", TOMAS), ("slack:T2", "Lena Brandt")):
        sender = Sender(tenant, who, who, "Europe/Berlin")
        for number, ((means, name), value) in enumerate(product(ours, values)):
            request = Request(f"{tenant}{number}", sender, means, name, value, fields)
            reply = str(await desk.talk.answer(request, desk.clock.now()))
            assert MARK not in reply
            assert "Jana" not in reply
            assert "%" not in reply
    assert await stored(desk) == before


async def stored(desk: Desk) -> list[dict[str, object]]:
    async with desk.database.read() as session:
        rows = [
            *(await session.exec(select(MeasuredCall))).all(),
            *(await session.exec(select(OpenTranscript))).all(),
            *(await session.exec(select(Reflection))).all(),
        ]
    return [row.model_dump() for row in rows]


async def test_two_drops_at_once_are_one_call() -> None:
    async with migrated() as url:
        database = Database(url)
        desk = Desk(database)
        await desk.plans()
        cards = await asyncio.gather(*(desk.drops(zoom(), AT_NINE) for _ in range(3)))
        assert any("You talked 45% of the time" in card for card in cards)
        assert all("went wrong" not in card for card in cards)
        assert await count(desk, MeasuredCall) == 1
        assert await count(desk, OpenTranscript) == 0
        await database.close()


# -- a day in the name of the file


def of_day(days: int) -> str:
    """The name of a file whose call was so many days ago."""
    return f"Northwind weekly_{(NINE - days * DAY).date()}.vtt"


async def test_the_day_in_a_files_name_tells_which_call_it_is_of(desk: Desk) -> None:
    for days in (4, 11, 18):
        await desk.plans("Northwind", NINE - days * DAY, "Jana Novak")
    card = await desk.drops(zoom(), of_day(11))
    assert "Northwind, Thursday 12 November 10:00. You talked 45% of the time." in card
    none = await desk.drops(zoom(word="trucks"), of_day(12))
    assert (
        "The file's name says Wednesday 11 November, and no call of yours on that day is on file."
        in none
    )
    await desk.plans("Northwind", NINE - 18 * DAY + 4 * HOUR, "Jana Novak")
    await desk.drops(zoom(word="ramps"), of_day(18))
    offered = [label for label in desk.labels if label.startswith("Northwind")]
    assert offered == [
        "Northwind, Thursday 5 November 14:00",
        "Northwind, Thursday 5 November 10:00",
    ]
    await desk.presses("Another call")
    others = desk.card
    assert "on that day is on file" not in await desk.presses("It is not on file")
    desk.card = others
    asked = next(one for one in desk.card.blocks if isinstance(one, QuickForm))
    assert "12 November 10:00" in str(asked)  # the name of a file may be wrong


async def test_the_day_of_a_file_is_a_day_where_the_rep_is(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - 2 * DAY - 9 * HOUR - 30 * MINUTE, "Jana Novak")
    card = await desk.drops(zoom(), of_day(2))
    assert "Northwind, Saturday 21 November 00:30. You talked 45%" in card
