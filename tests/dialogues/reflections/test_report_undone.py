"""What a report of a call kept is taken out as a whole, and remarks are no reports."""

from tests.dialogues.meetings.meetings_read import ANN, meeting, reads
from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database


async def after_call(office: Office) -> None:
    """The question about today's call with Alder has just been posted."""
    await put_on_file(office)
    await office.until(24, "16:40")


async def test_an_earlier_answer_stays(office: Office) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types("alder went well")
    await lena.types("mia liked the pilot")
    await lena.types("undo")
    lena.sees("Removed: “")
    await lena.types("i told you how alder went")
    lena.sees("It went well")


async def test_undo_after_midnight_takes_the_promise_out(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "23:55")
    await lena.types("alder went well, ill send them the zebra sheet by friday")
    lena.sees("You promised: send them the zebra sheet, by Friday")
    await office.until(25, "00:03")
    await lena.types("undo")
    lena.sees("Removed: “")
    await lena.types("/promises Alder")
    lena.sees_nothing_of("zebra")


@on_each_database
async def test_undo_of_a_note_typed_twice_keeps_the_first(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder and finch want a zebra")
    await lena.types("alder and finch want a zebra")
    lena.sees("That is already on file as your own note on Alder and Finch.")
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
    assert "zebra" in (await on_file(office))[0][0]


@in_turn(
    "typed",
    [
        "the wifi in this hotel is terrible",
        "train is late again",
        "traffic was awful",
        "tomas wants my forecast",
        "tomas asked about the offsite",
    ],
)
async def test_a_remark_is_no_report(office: Office, typed: str) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types(typed)
    lena.sees_nothing_of("Saved: Alder and Finch.")


@in_turn(
    "typed",
    [
        "mia wants the hotel rate and hated the slow train",
        "they want to train the office team",
        "tomas showed the pilot and they liked it",
        "the demo was awful",
    ],
)
async def test_what_happened_in_the_call_is_a_report(office: Office, typed: str) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types(typed)
    lena.sees("Saved: Alder and Finch.")


@in_turn(
    "typed",
    [
        "deck goes out thursday instead",
        "the deck is going out thurs instead",
        "deck goes thursday instead of fri",
    ],
)
async def test_a_promise_gets_its_new_day_after_a_call_too(office: Office, typed: str) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types(typed)
    lena.sees("Moved: Deck (to Northwind), by Thursday 26 November.")
    await lena.types("deck goes out to mia instead")
    lena.sees_nothing_of("Moved: Deck")


@in_turn(
    "typed",
    [
        "alder went well, mia said they start in may",
        "good. mia said they start in may",
        "alder went badly, mia told me they start in may",
    ],
)
async def test_what_somebody_said_in_a_report_is_theirs(office: Office, typed: str) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types(typed)
    lena.sees("I noted who said it: Mia.")
    await lena.types("what did mia say")
    lena.sees("What Mia Berg said, newest first:", "they start in may")


async def test_a_report_without_a_speaker_is_nobodys(office: Office) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types("alder went well, mia liked the pilot")
    lena.sees_nothing_of("I noted who said it")


@in_turn(
    ("typed", "seen"),
    [
        ("next call thurs 3pm", "Alder and Finch"),
        ("second call next tues 10am", "Tuesday 1 December 10:00."),
        (
            "ill send them the zebra sheet by fri",
            "Promised to Alder and Finch: the zebra",
        ),
        ("i'll email them the zebra sheet by fri", "Promised to Alder and Finch: "),
    ],
)
async def test_after_a_call_them_is_its_account(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await after_call(office)
    await lena.types(typed)
    lena.sees(seen)
    lena.sees_nothing_of("Which account")


async def test_long_after_the_question_the_account_is_asked(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await office.until(24, "19:00")
    await lena.types("next call thurs 3pm")
    lena.sees("Which account is the call with?")


async def test_undo_after_a_meeting_was_planned_keeps_the_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await reads(office, meeting("q", "Boreal Clinic intro", 25, "11:00", ANN))
    await lena.types("boreal")
    await lena.types("alder and finch want a zebra")
    await lena.presses("Yes")
    assert any("Planned: " in one for one in lena.messages)
    await lena.types("undo")
    lena.sees("Press Undo on the message that says what was changed.")
    assert "zebra" in (await on_file(office))[0][0]
