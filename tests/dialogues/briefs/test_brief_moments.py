"""When the messages around a call come if other calls are near, or if the call has moved."""

from sqlmodel import col, select

from storage.tables import Seat
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import on_each_database

GOAL = "goal northwind: hear who signs"
ASKED = "Worth ten minutes before"


def with_words(office: Office, words: str) -> list[str]:
    return [message for message in office.lena.messages if words in message]


@on_each_database
async def test_a_brief_comes_after_the_call_that_is_on(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 15:00 with Jana Novak")
    await plan(office, "Halden today 16:00 with Pia Storm")
    await office.until(23, "15:34")
    assert not with_words(office, "Halden\nMonday 23 November 16:00")
    await office.until(23, "15:35")
    lena.sees("Monday 23 November 16:00", "Pia Storm", "Stop briefs")


async def test_the_listening_line_is_not_sent_early_with_a_brief(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await lena.types(GOAL)
    await plan(office, "Halden today 10:45 with Pia Storm")
    await office.until(23, "09:45")
    lena.sees("Monday 23 November 10:45")
    lena.sees_nothing_of("Northwind, in")
    await office.until(23, "09:50")
    lena.sees("Northwind, in 10 minutes.")


@on_each_database
async def test_nothing_is_asked_about_a_call_just_before_the_next(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await plan(office, "Halden today 10:45 with Pia Storm")
    await office.until(23, "10:44")
    assert not with_words(office, "Northwind: how did it go?")
    await office.until(23, "11:20")
    lena.sees("Northwind: how did it go?", "Halden: how did it go?")


async def test_a_call_that_only_moved_brings_one_line(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 11:00 with Jana Novak")
    await lena.types(GOAL)
    await office.until(23, "10:05")
    lena.sees("Jana Novak", "Stop briefs")
    await lena.types("northwind: the depot is closed in may")
    await lena.types("i promised northwind the nda by friday")
    await lena.types("running 10 late for northwind")
    await lena.presses("Move it to 11:10")
    lena.sees("Moved Northwind from today 11:00 to today 11:10.", "Undo")
    lena.sees_nothing_of("Jana Novak")
    await office.until(23, "10:10")
    lena.sees("Northwind is now Monday 23 November 11:10. The brief from 10:00 still holds.")
    lena.sees_nothing_of("Jana Novak")
    await lena.presses("Brief")
    lena.sees("Jana Novak", "the depot is closed in may")


@on_each_database
async def test_a_moved_call_brings_its_brief_if_something_is_new(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 11:00 with Jana Novak")
    await office.until(23, "10:01")
    await lena.presses("Change time or people")
    await lena.fills(when="today 12:00", coming="Jana Novak\nRuben Falk, CFO")
    await lena.submits()
    await office.until(23, "11:00")
    lena.sees("Monday 23 November 12:00", "Ruben Falk", "Stop briefs")


@on_each_database
async def test_questions_do_not_come_again_if_the_call_moves(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:30 with Jana Novak")
    await office.until(23, "16:00")
    assert len(with_words(office, ASKED)) == 1
    await lena.types("move northwind to tomorrow 15:00")
    lena.sees("Moved Northwind from tomorrow 15:30 to tomorrow 15:00.")
    await office.until(23, "17:00")
    assert len(with_words(office, ASKED)) == 1


@on_each_database
async def test_a_second_call_that_day_brings_at_most_two_questions(office: Office) -> None:
    await plan(office, "Northwind tomorrow 11:00 with Jana Novak")
    await office.until(23, "16:00")
    await plan(office, "Castell tomorrow 11:30 with Ines Roth")
    await office.until(23, "16:10")
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Seat.research).order_by(col(Seat.call_id)))).all()
    assert [len(row.split()) for row in rows] == [3, 2]


@on_each_database
async def test_an_answer_that_was_kept_comes_before_notes(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 15:00 with Jana Novak")
    await office.until(23, "16:00")
    async with office.attune.database.read() as session:
        first, *_ = (await session.exec(select(Seat.research))).one().split()
    await lena.presses("Answer")
    await lena.fills(**{f"answer-{first}": "They bought twelve shops in May"})
    await lena.submits()
    lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow.")
    for note in (
        "jana left a voicemail, two dispatchers are called ilse and bo and bo is the loud one",
        "the wms is twelve years old and nobody there dares to touch it these days",
        "jana is new there, took over from greg in the spring",
    ):
        await lena.types(f"northwind: {note}")
        lena.sees("Noted, only you see it: Northwind.")
    await office.until(24, "14:00")
    lena.sees("Tuesday 24 November 15:00", "They bought twelve shops in May", "You noted")


async def test_what_a_rep_reports_is_not_what_they_said(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await lena.types("jana not in, call got cut after 5 min, need to ring back")
    lena.sees("Saved: Northwind.")
    await lena.types("jana: the drivers hate typing")
    await lena.types("everything on file northwind")
    _, said = lena.screen.split("What they said")
    theirs, own = said.split("What was noted after calls")
    assert "the drivers hate typing" in theirs
    assert "call got cut" not in theirs
    assert "call got cut" in own
