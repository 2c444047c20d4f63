"""Bringing a transcript: who the rep is in it, and what happens to somebody else's."""

import pytest
from sqlmodel import select

from handlers.cards import Quote
from handlers.request import Means
from handlers.views.transcripts import talk_questions
from storage.rights.erasure.people import erase_person
from storage.sources import speaker_names
from storage.tables import Contact, MeasuredCall, OpenTranscript, SpeakerName
from storage.workspace import people
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

# -- who the rep is


async def test_unknown_speakers_are_shown_with_their_sentences_and_chosen(desk: Desk) -> None:
    await desk.plans()
    asked = await desk.drops(zoom("Speaker 1", "Speaker 2"), AT_NINE)
    assert asked.startswith("Which of these is you in the transcript?")
    assert "What does that platypus cost you" in asked
    assert "Speaker 2, 54% of the words" in asked
    assert all(not block.kept for block in desk.card.blocks if isinstance(block, Quote))
    assert MARK not in desk.card.summary
    assert len(asked.split()) < 95
    assert "no longer open" in await desk.presses("Speaker 1", TOMAS)
    assert "You talked 45% of the time" in await desk.presses("Speaker 1")
    assert await count(desk, SpeakerName) == 0  # Speaker 1 is somebody else next time
    assert "45%" in await desk.drops(zoom("Speaker 1", "Speaker 2"), AT_NINE)
    assert "Which of these" in await desk.drops(zoom("Speaker 1", "Speaker 2", minutes=11), AT_NINE)


async def test_a_name_is_confirmed_once(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Lena", "Lena Brandt"), AT_NINE)
    assert desk.labels == ["Lena Brandt", "Lena", "Both are me", "None of these"]
    await desk.presses("Lena Brandt")
    assert "45%" not in await desk.drops(zoom("Lena", "Lena Brandt", minutes=13), AT_NINE)
    assert "of the time" in await desk.drops(zoom("Lena B.", "Jana", minutes=13), AT_NINE) or (
        desk.labels[0] == "Lena B."
    )


async def test_two_names_can_both_be_the_rep(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Lena", "Lena Brandt", "Jana Novak"), AT_NINE)
    await desk.presses("Both are me")
    assert "Jana Novak" in await desk.presses("All figures")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert row.labels == {"Lena": "me", "Lena Brandt": "me", "Jana Novak": "theirs"}


async def test_many_speakers_are_a_list(desk: Desk) -> None:
    await desk.plans()
    names = [f"Speaker {number}" for number in range(1, 8)]
    await desk.drops(zoom(*names), AT_NINE)
    assert desk.labels == ["None of these"]
    assert "Choose which one is you" in await desk.fills(speaker="")
    assert "You talked " in await desk.fills(speaker="3")


async def test_somebody_else_can_be_chosen_on_the_card(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Lena Brandt", "L. Brandt"), AT_NINE)
    await desk.presses("Lena Brandt")
    await desk.presses("I am somebody else")
    assert "You talked 55% of the time" in await desk.presses("L. Brandt")
    async with desk.database.read() as session:
        known = (await session.exec(select(SpeakerName.label, SpeakerName.mine))).all()
    assert dict(known) == {"lena brandt": False, "l brandt": True}
    await desk.drops(zoom("Lena Brandt", "L. Brandt", minutes=13), AT_NINE)
    assert "55%" in await desk.presses("Yes, replace the figures")


async def test_figures_are_replaced_only_after_the_reps_own_yes(desk: Desk) -> None:
    await desk.plans("Ashdown", NINE, "Beth Corrigan", "Neil Ashworth")
    await desk.drops(zoom("Lena Brandt", "Beth Corrigan"), AT_NINE)
    async with desk.database.read() as session:
        before = (await session.exec(select(MeasuredCall))).one().model_dump()
    asked = await desk.drops(zoom("Lena Brandt", "Neil Ashworth", minutes=13), AT_NINE)
    assert (
        "Is this file from Ashdown, today 10:00? "
        "This call already has figures from another file. "
        "The figures from this file would replace them." in asked
    )
    async with desk.database.read() as session:
        assert (await session.exec(select(MeasuredCall))).one().model_dump() == before
    assert desk.labels == ["Yes, replace the figures", "Another call", "No, forget the file"]
    action, value = talk_questions.SURE, desk.value("Yes, replace the figures")
    assert "no longer open" in await desk.asks(Means.BUTTON, action, value, who=TOMAS)
    await desk.presses("No, forget the file")
    assert "no longer open" in await desk.asks(Means.BUTTON, action, value)
    async with desk.database.read() as session:
        assert (await session.exec(select(MeasuredCall))).one().model_dump() == before


# -- somebody else's


async def test_nobody_can_be_a_colleague_by_any_button(desk: Desk) -> None:
    await desk.plans(who=(TOMAS,))
    body = zoom("Brandt, Lena (Host)", "Jana Novak", "Tomas K.")
    await desk.drops(body, AT_NINE, TOMAS)  # Lena is not on file yet
    lena = f"{desk.value('Tomas K.').partition(':')[0]}:0"
    await desk.plans("Halden")
    assert "name of a colleague" in await desk.asks(Means.BUTTON, "talk.who", lena, who=TOMAS)
    assert not desk.reader.memory._kept
    assert await count(desk, OpenTranscript) == await count(desk, MeasuredCall) == 0
    assert "no longer open" in await desk.asks(Means.BUTTON, "talk.who", lena, who=TOMAS)
    body = zoom("Brandt, Lena (Host)", "Jana Novak", "Tom Ash")
    assert "nobody in the file has a name like yours" in await desk.drops(body, AT_NINE, TOMAS)
    body = zoom("Brandt, Lena (Host)", "Jana Novak", "Tomas", "Tomas K.")
    await desk.drops(body, AT_NINE, TOMAS)
    assert sorted(desk.labels) == ["Both are me", "None of these", "Tomas", "Tomas K."]
    row = desk.value("Tomas").partition(":")[0]
    forged = await desk.asks(Means.BUTTON, "talk.who", f"{row}:1", who=TOMAS)
    assert "“Jana Novak” is not a name like yours" in forged
    await desk.drops(body, AT_NINE, TOMAS)
    await desk.presses("Tomas", TOMAS)
    assert "I left out Lena Brandt, a colleague" in await desk.presses("I am somebody else", TOMAS)
    assert "Lena Brandt" not in desk.labels
    async with desk.database.write() as session:  # as it was remembered before Lena came
        tomas = await people.ensure(session, TENANT, TOMAS, TOMAS, "Europe/Berlin")
        await speaker_names.remember(session, tomas, {"lena brandt": True}, NOON)
    again = zoom("Lena Brandt", "Jana Novak", minutes=14)
    assert "name of a colleague" in await desk.drops(again, AT_NINE, TOMAS)


@pytest.mark.parametrize("label", ["LB", "Lena", "Lena B.", "L. Brandt"])
async def test_nobody_can_be_a_colleague_by_a_short_form_of_their_name(
    desk: Desk, label: str
) -> None:
    await desk.plans()
    await desk.plans("Halden", NINE, "Lena Bauer", who=(TOMAS,))
    asked = await desk.drops(zoom(label, "Speaker 2", "Speaker 3"), AT_NINE, TOMAS)
    if label == "L. Brandt":  # not short for the contact's name
        assert asked.startswith(f"“{label}” may be short for the name of a colleague here, and nob")
        return
    assert desk.labels == ["Speaker 2", "Speaker 3", "None of these"]
    assert f"I left out {label}, who may be a colleague" in asked
    assert "%" not in asked
    assert "What does that platypus cost you" not in asked
    row = desk.value("Speaker 2").partition(":")[0]
    refused = await desk.asks(Means.BUTTON, "talk.who", f"{row}:0", who=TOMAS)
    assert refused.startswith(f"“{label}” may be short for the name of a colleague here")
    assert not desk.reader.memory._kept
    async with desk.database.write() as session:
        (await session.exec(select(Contact))).one().name = "Eva Bauer"
    for name in ("call.vtt", AT_NINE):
        refused = await desk.drops(zoom(label, "Jana Novak"), name, TOMAS)
        assert f"If “{label}” is a customer, put them on file as a contact" in refused
    assert await count(desk, MeasuredCall) == 0


async def test_nobody_gets_a_colleagues_figures_by_saying_that_they_are_the_customer(
    desk: Desk,
) -> None:
    await desk.plans("Kestrel", NINE - DAY, "Noor Haddad", who=(TOMAS,))
    await desk.plans("Brightwater", NINE, "Sam Pope", "Anders Lund")
    async with desk.database.write() as session:  # as was remembered of a file that he made up
        tomas = await people.ensure(session, TENANT, TOMAS, TOMAS, "Europe/Berlin")
        await speaker_names.remember(session, tomas, {"sam pope": True, "guest one": True}, NOON)
    for others in (("Sam Pope", "Anders Lund"), ("Guest One", "Anders Lund"), ("Speaker 2",)):
        for name in ("call.vtt", AT_NINE):
            refused = await desk.drops(zoom("Lena Brandt", *others), name, TOMAS)
            assert refused.startswith("“Lena Brandt” is the name of a colleague here, and nobody")
    assert not desk.reader.memory._kept
    asked = await desk.drops(zoom("Speaker 1", "Sam Pope"), "call.vtt", TOMAS)
    assert "I left out Sam Pope, a customer on file" in asked
    row = desk.value("Speaker 1").partition(":")[0]
    refused = await desk.asks(Means.BUTTON, "talk.who", f"{row}:1", who=TOMAS)
    assert refused.startswith("“Sam Pope” is on file as a customer")
    assert await count(desk, MeasuredCall) == 0


async def test_nothing_is_shown_of_what_strangers_said(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - 24 * HOUR, "Jana Novak")
    for names in (("Lena", "Bo Li"), ("Speaker 1", "Speaker 2")):
        asked = await desk.drops(zoom(*names))
        assert "until I know that this call was yours" in asked
        assert MARK not in asked
        assert "%" not in asked
    then = zoom_name(NINE - 24 * HOUR + 3 * MINUTE)
    assert MARK in await desk.drops(zoom("Lena", "Bo Li", minutes=11), then)
    await desk.plans("Halden", NINE)  # a call that was just held
    assert MARK in await desk.drops(zoom("Speaker 1", "Speaker 2"))


NOBODY = "That looks like somebody else's call, {}: nobody in it has a name like yours, and it"


async def test_a_file_without_a_name_like_the_reps_is_refused(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Bo Li")
    for name in (AT_NINE, "call.vtt"):
        refused = await desk.drops(zoom("Ann Lee", "Bo Li", "Jana Novak"), name)
        assert refused.startswith(NOBODY.format("Lena Brandt"))
        assert MARK not in refused
    assert not desk.reader.memory._kept
    assert await count(desk, OpenTranscript) == await count(desk, MeasuredCall) == 0


async def test_nobody_gets_the_figures_of_somebody_who_is_not_on_file(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.plans("Kestrel", NINE, "Rolf Thiemann", who=(TOMAS,))
    async with desk.database.write() as session:  # as was remembered before names were compared
        lena = await people.ensure(session, TENANT, "Lena Brandt", "Lena Brandt", "Europe/Berlin")
        tomas = await people.ensure(session, TENANT, TOMAS, TOMAS, "Europe/Berlin")
        await speaker_names.remember(session, tomas, {"lena brandt": True}, NOON)
        await erase_person(session, lena, NOON)
    # An erased colleague's name is not said again.
    for name, said in (("Lena Brandt", "A former colleague"), ("Mira Sauter", "Mira Sauter")):
        refused = await desk.drops(zoom(name, "Rolf Thiemann"), AT_NINE, TOMAS)
        assert refused.startswith(NOBODY.format(TOMAS))
        asked = await desk.drops(zoom(name, "Rolf Thiemann", "Speaker 3"), AT_NINE, TOMAS)
        assert f"I left out {said}" in asked
        assert "like yours" in asked or "on file" in asked
        assert "What does that platypus cost you" not in asked
        assert "%" not in asked
        assert desk.labels == ["Speaker 3", "None of these"]
        row = desk.value("Speaker 3").partition(":")[0]
        forged = await desk.asks(Means.BUTTON, "talk.who", f"{row}:0", who=TOMAS)
        assert forged.startswith(f"“{said}” is not a name like yours, and figures go only to")
    assert await count(desk, MeasuredCall) == 0


async def test_a_call_in_which_the_rep_does_not_speak_is_forgotten(desk: Desk) -> None:
    await desk.plans()
    await desk.drops(zoom("Speaker 1", "Bo Li"), AT_NINE)
    assert "I can't measure it for you" in await desk.presses("None of these")
    assert await count(desk, OpenTranscript) == 0
    assert not desk.reader.memory._kept


@pytest.mark.parametrize(
    ("said", "label"), [("Lena Brandt", "Delete the figures"), ("Speaker 1", "None of these")]
)
async def test_the_words_stay_if_that_they_go_could_not_be_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, said: str, label: str
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError

    await desk.plans()
    await desk.drops(zoom(said), AT_NINE)
    with monkeypatch.context() as patch:
        patch.setattr("handlers.conversation.replan_changed", fails)
        assert "nothing was changed" in await desk.presses(label)
    assert len(desk.reader.memory._kept) == 1
    await desk.presses(label)
    assert not desk.reader.memory._kept


async def test_the_words_of_a_file_that_comes_twice_are_kept_once(desk: Desk) -> None:
    await desk.plans()
    for _ in range(2):
        await desk.drops(zoom("Speaker 1"), AT_NINE)
        assert len(desk.reader.memory._kept) == 1


async def test_two_people_bring_one_call_and_each_sees_their_own(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, who=("Lena Brandt", TOMAS))
    body = zoom("Lena Brandt", "Jana Novak", TOMAS)
    assert "You talked " in await desk.drops(body, AT_NINE)
    lenas = desk.card
    assert "You talked " in await desk.drops(body, AT_NINE, TOMAS)
    assert await count(desk, MeasuredCall) == 2
    desk.card = lenas
    assert "already deleted" in await desk.presses("All figures", TOMAS)
    assert "already deleted" in await desk.presses("Delete the figures", TOMAS)
    assert "are deleted" in await desk.presses("Delete the figures")
    assert await count(desk, MeasuredCall) == 1
