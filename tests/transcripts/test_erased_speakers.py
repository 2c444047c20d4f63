"""Contacts who were erased, in transcripts that are brought afterwards and in what was noted."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from handlers.composing import erasing
from handlers.features.transcripts.former_speakers import NameReplacer
from handlers.request import Means
from handlers.transcripts.records import DraftLine, Measured, Spot, Stretch, TalkFigures
from handlers.transcripts.renaming import all_lines
from storage.customers import contacts
from storage.tables import Account, Contact, MeasuredCall, OpenTranscript, Person, Reflection
from tests.transcripts.desk import DAY, NINE, Desk, zoom, zoom_name
from tests.transcripts.drafts import brings, reflection
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


async def erases(desk: Desk, *names: str) -> None:
    """Erase contacts of Northwind, or names of people who are no contact."""
    for name in names:
        async with desk.database.write() as session:
            account = (await session.exec(select(Account))).one()
            known = await contacts.by_accounts(session, [account.id])
            contact = next((one for one in known.get(account.id, ()) if one.name == name), None)
            if contact:
                await erasing.erase_contact(session, contact, desk.clock.now())
            else:
                await erasing.erase_name(session, account, name, desk.clock.now())


async def held(desk: Desk) -> str:
    """What is on file of transcripts and reflections."""
    async with desk.database.read() as session:
        tables = MeasuredCall, OpenTranscript, Reflection, Contact
        rows = [row for table in tables for row in (await session.exec(select(table))).all()]
    return json.dumps([row.model_dump() for row in rows], default=str)


async def test_a_later_transcript_does_not_bring_the_names_back(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak", "Ruth Amsel")
    await erases(desk, "Jana Novak", "Rolf Thiemann")
    said = await desk.drops(
        spoken().replace(b"Jana Novak: It takes", b"Rolf Thiemann: It takes"), zoom_name(NINE)
    )
    said += await desk.presses("Just show me")
    said += await desk.presses("Draft the reflection")
    said += await desk.presses("It went well")
    await desk.does("Keep", "It takes us two dispatchers")
    assert "Another former contact: It takes us two" in (await reflection(desk)).heard
    assert "A former contact, 1:10: a need" in said
    for name in ("Novak", "Thiemann"):
        assert name not in said + await held(desk)


async def test_a_later_transcript_does_not_bring_a_former_colleague_back(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.asks(Means.COMMAND, "calls", "", who="Tomas Keller")
    async with desk.database.write() as session:
        wanted = select(Person).where(Person.name == "Tomas Keller")
        await erasing.erase(session, (await session.exec(wanted)).one(), desk.clock.now())
    said = await desk.drops(zoom("Lena Brandt", "Jana Novak", "Tomas Keller"), zoom_name(NINE))
    assert "Keller" not in said + await held(desk)
    assert "A former colleague" in await held(desk)


async def test_a_title_is_no_other_name_and_what_is_said_names_nobody_who_was_erased(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak", "Ruth Amsel")
    await erases(desk, "Jana Novak", "Rolf Thiemann")
    words = "It takes us and Rolf Thiemann's two dispatchers every morning; Thiemann and Ash know."
    body = spoken(said={3: words}).replace(b"Jana Novak:", b"Dr. Jana Novak:")
    said = await desk.drops(body, f"Rolf Thiemann {zoom_name(NINE)}")
    said += await desk.presses("Just show me")
    said += await desk.presses("Draft the reflection")
    said += await desk.presses("It went well")
    await desk.does("Keep", "It takes us and")
    kept = (await reflection(desk)).heard
    assert "A former contact: It takes us and a former contact's two dispatchers" in kept
    assert "a former contact and Ash know" in kept
    for name in ("Novak", "Thiemann"):
        assert name not in said + await held(desk)


async def test_two_who_are_erased_after_the_call_stay_two(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(zoom("Lena Brandt", "Jana Novak", "Rolf Thiemann"), zoom_name(NINE))
    await erases(desk, "Jana Novak", "Rolf Thiemann")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert sorted(row.labels) == ["A former contact", "Another former contact", "Lena Brandt"]
    assert sorted(one["name"] for one in row.figures["speakers"]) == sorted(row.labels)


async def test_what_a_third_person_said_is_not_put_down_to_who_was_erased(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.asks(Means.FORM, "reflect", "1:goal_reached,heard", {"goal_reached": "yes"})
    await erases(desk, "Jana Novak")
    noted = "A former contact: Above thirty thousand she signs.\nWe stopped it in May."
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": noted})
    assert (await reflection(desk)).heard_from is None
    async with desk.database.write() as session:
        row = (await session.exec(select(Reflection))).one()
        jana = (await session.exec(select(Contact))).one()
        row.heard_from = jana.id
    await desk.plans("Northwind", NINE + 2 * DAY)
    brief = await desk.asks(Means.BUTTON, "brief.open", "2")
    assert f"{jana.name} said today: We stopped it in May." in brief
    assert "A former contact said today: Above thirty thousand she signs." in brief


def test_the_lines_of_a_model_and_who_comes_to_a_step_name_nobody_who_was_erased() -> None:
    former = NameReplacer(lambda name: "contact" if name == "Jana Novak" else None)
    need = DraftLine("need", "It takes two of us.", "Jana Novak", "theirs", Spot(0.2))
    step = DraftLine("step", "Wednesday then.", "Ruth Amsel", "theirs", Spot(0.9))
    found = Measured(
        TalkFigures(basis="times", length=None, words=9, speakers=(), mine=None),
        lines=(replace(step, around="workshop with Jana Novak"),),
        model_lines=(need,),
    )
    kept = all_lines(former.in_measured(found))
    assert [one.speaker for one in kept] == ["Ruth Amsel", "A former contact"]
    assert [one.around for one in kept] == ["workshop with a former contact", ""]


def test_who_asked_and_who_spoke_longest_are_not_named_after_they_were_erased() -> None:
    former = NameReplacer(lambda name: "contact" if name == "Jana Novak" else None)
    long = Stretch("Jana Novak", 90, None, Spot(0.4))
    found = Measured(
        TalkFigures(
            basis="words", length=None, words=9, speakers=(), mine=None, longest_theirs=long
        ),
        lines=(
            DraftLine("promise", "Sure.", "Lena Brandt", "me", Spot(0.2), asked_by="Jana Novak"),
        ),
    )
    kept = former.in_measured(found)
    assert kept.lines[0].asked_by == "A former contact"
    assert kept.figures.longest_theirs == replace(long, name="A former contact")
