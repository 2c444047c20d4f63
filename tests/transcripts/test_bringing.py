"""Bringing a transcript: what is asked, what is measured, and what is forgotten."""

import asyncio
from itertools import product

import pytest
from sqlmodel import select

from handlers.request import Means, Request, Sender, SharedFile
from handlers.transcripts.pasted import is_transcript
from storage.database.connection import Database
from storage.tables import MeasuredCall, OpenTranscript, Reflection
from tests.postgres import migrated
from tests.transcripts import samples
from tests.transcripts.desk import AT_NINE, HOUR, MARK, NINE, NOON, TOMAS, Desk, count, zoom
from tests.transcripts.samples import lines


async def test_a_file_whose_time_and_names_fit_is_measured_at_once(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    card = await desk.drops(zoom(), AT_NINE)
    assert "Northwind, today 10:00. You talked 45% of the time. Your longest stretch: 6 s." in card
    assert "You asked 36 questions, all of them open." in card
    assert "Gong Labs, 2016" in card
    assert "Not a score." in card
    assert "Only you see this. I keep only the figures and the lines you choose" in card
    assert "against the law" in card
    assert "which admins may be able to export." in card
    assert desk.labels == [
        "Draft the reflection",
        "All figures",
        "Not this call",
        "I am somebody else",
        "Delete the figures",
    ]
    assert len(card.split()) < 95
    figures = await desk.presses("All figures")
    assert "Share of the talk: Jana Novak 55%, you 45%." in figures
    assert "12 in the first third of the call, 12 in the middle, 12 in the last." in figures
    assert "Evenly" not in figures
    assert "Their longest stretch: Jana Novak, 7 s, at 0:30." in figures
    assert "Gong Labs" not in figures
    assert "Gong Labs, 2016" in await desk.presses("What studies found")


async def test_the_same_file_twice_is_one_call_and_consent_is_spoken_of_once(desk: Desk) -> None:
    await desk.plans()
    first = await desk.drops(zoom(), AT_NINE)
    again = await desk.drops(zoom(), "renamed.vtt")
    assert again.removesuffix("\nYou've brought this file before.") in first
    assert again not in first
    assert "against the law" not in again
    assert await count(desk, MeasuredCall) == 1
    assert "those from another file" not in again
    asked = await desk.drops(zoom(minutes=20), AT_NINE)
    assert "The figures from this file would replace them." in asked
    assert "45%" not in asked
    assert "replaced those from another file" in await desk.presses("Yes, replace the figures")
    assert await count(desk, MeasuredCall) == 1
    assert await count(desk, OpenTranscript) == 0


async def test_each_of_theirs_has_a_share_and_colleagues_are_ours(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, who=("Lena Brandt", TOMAS))
    card = await desk.drops(zoom("Lena Brandt", "Jana Novak", "Tom Ash", TOMAS), AT_NINE)
    assert "Tom Ash spoke 27% of the time, Jana Novak 23%." in card
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
TOO_SHORT = "The file has 5 min 57 s of talk. From so short a file, the share may be off by up to"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (zoom(minutes=6), f"{TOO_SHORT} 16 points"),
        (
            lines("Me: What do you need?", "Them: Trucks.") * 30,
            "The file has 150 words. A talk share needs at least 750.",
        ),
        (
            lines("Me: What do you need?", "Them: Trucks that wait for nobody.") * 100,
            "The file doesn't say when each line was said. Stretches are counted in words;",
        ),
        (
            MARKED,
            "The file has a time only about every 5 minutes. Stretches are counted in words; turns "
            "per minute and pauses can't be measured.",
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


def test_a_pasted_transcript_is_told_apart_from_other_words() -> None:
    assert is_transcript(zoom().decode())
    assert is_transcript("Lena Brandt  0:09\nWhat do you need?\n" * 20)
    assert is_transcript("Me: What do you need most?\nThem: Trucks.\n" * 20)
    assert not is_transcript("Northwind tomorrow 15:00")
    assert not is_transcript("They: two names\nUs: pricing\n" * 3)
    assert not is_transcript("A long thought about the call. " * 40)
    assert not is_transcript("Note: they wait.\n" + "Then we talked about trucks.\n" * 40)


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
