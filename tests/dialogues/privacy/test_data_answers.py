"""Plain questions about data get their own short answers, in the chat."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def test_questions_about_data_are_answered(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    for words, answer in (
        ("can the admin read my chat with you?", "may be able to export the chat"),
        ("stop measuring me", "To stop me reading them, type /rhythm transcripts."),
        ("do you use AI", "No. I use no language model"),
        ("when are transcripts deleted", "kept for as long as your reflections (730 days)"),
        ("what happens when I leave the company", "I erase what is yours after 30 days."),
        ("take the line back", "Press “Take it back from marketing”"),
        ("send me a copy of my data", "“Export” puts what I keep about you into one file"),
        ("delete my account", "“Erase me…” deletes your reflections, notes"),
    ):
        await lena.types(words)
        lena.sees(answer)
        lena.sees_nothing_of("Save as a promise")


MAX_WORDS = 60


async def test_a_copy_an_erasure_and_what_is_known_each_have_a_short_answer(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    for words, answer, pressed, then in (
        (
            "what do you know about me",
            "On file about you: 4 calls, 5 promises, 1 reflection, your profile and ",
            "What is kept about me",
            "Participation in calls: 4",
        ),
        (
            "export my data",
            "“Export” puts what I keep about you into one file",
            "Export",
            "The file with your data is in your direct messages with me.",
        ),
        (
            "delete everything about me",
            "Accounts, calls, findings, promises, and what you passed on or published stay",
            "Erase me…",
            "Erase everything about you?",
        ),
    ):
        await lena.types(words)
        lena.sees(answer)
        assert len(lena.screen.split()) <= MAX_WORDS, lena.screen
        await lena.presses(pressed)
        lena.sees(then)


async def test_who_sees_this_is_about_what_was_just_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, shared=True)
    await office.leads(office.tomas, [lena])
    await lena.types("note northwind: budget is frozen")
    for words, answer in (
        ("does tomas see this", "No. Your own note “budget is frozen” is yours alone"),
        ("is this private", "Yes. Your own note “budget is frozen” is yours alone"),
        ("who can see this?", "Only you. Your own note “budget is frozen” is yours alone"),
    ):
        await lena.types(words)
        lena.sees(answer, "whoever runs Attune can read its database", "What Tomas sees")
        assert len(lena.screen.split()) <= MAX_WORDS, lena.screen
    await lena.types("undo")
    lena.sees("Removed: “budget is frozen”")
    await lena.types("does tomas see this")
    lena.sees("No. Nobody else sees this chat in Attune. Your colleagues see your promises")
    await lena.types("northwind: Jana said they leave the depot")
    await lena.answers_in_message("Keep it", heard_from="1")
    await lena.types("is this private?")
    lena.sees("No. What you just kept is in a reflection that you have shared")
    await lena.types("i promised Northwind the ocelot deck by friday")
    await lena.types("does tomas see this?")
    lena.sees("Yes. Your colleagues see promises, with your name:", "ocelot deck")
    await lena.types("next step northwind: meet the drivers")
    await lena.types("is this private")
    lena.sees("No. What you just kept is in a reflection that you have shared")
    await office.until(24, "11:00")
    await lena.types("can my manager see this")
    lena.sees("No. Nobody else sees this chat in Attune.")
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="PANGOLIN pricing by Friday")
    await lena.submits()
    await lena.types("can my manager see this")
    lena.sees("Yes. Your colleagues see promises, with your name: “PANGOLIN pricing”.")


@pytest.mark.parametrize("office", ["teams"], indirect=True)  # where words in a channel are read
async def test_a_channel_is_not_private(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    lena.goes_to("#sales")
    await lena.types("is this private?")
    lena.sees("No. Everybody in this channel can read what is written here.")


async def test_a_customers_person_is_not_taken_for_any_call(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="They want the zebra")
    await lena.submits()
    await lena.types("delete everything about Anke Dreßler")
    lena.sees("nothing was deleted", "account erase")
    lena.sees_nothing_of("Which call's data")
    await lena.types("delete everything about Northwind")
    lena.sees("Delete everything of yours from the call with Northwind")


@in_turn("typed", ["whats kept about me", "What is kept about me?", "what’s kept about me"])
async def test_the_typed_label_does_what_the_button_does(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Participation in calls: 4")


async def test_what_is_stored_is_asked_in_short_spelling(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("wats stored about me?")
    office.lena.sees("On file about you: 4 calls, 5 promises")
