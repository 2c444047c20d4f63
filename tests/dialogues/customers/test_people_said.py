"""A customer's people, told in one's own words, and lines that begin alike and stay notes."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_week import at, put_on_file

NEW = {
    "new contact at northwind: Peter Hanks, VP ops": "Peter Hanks, VP ops, is on file at",
    "new contact: peter hanks, vp ops at northwind": "Peter Hanks, VP ops, is on file at",
    "add contact peter hanks to northwind": "Peter Hanks is on file at Northwind",
    "peter hanks is the new cfo at northwind": "Peter Hanks, CFO, is on file at Northwind",
    "peter hanks is the cfo of northwind": "Peter Hanks, CFO, is on file at Northwind",
    "northwinds new cfo is peter hanks": "Peter Hanks, CFO, is on file at Northwind",
    "new guy at northwind: sam okoye, head of ops": "Sam Okoye, head of ops, is on file at",
    "the new woman at northwind is Katrin Vogel, CFO": "Katrin Vogel, CFO, is on file at",
    "mia hansen is now vp ops at brightwater": "Mia Hansen, VP ops, is on file at Brightwater",
}
NOTES = (
    "jana is joining the pilot",
    "jana left a message for ruben",
    "jana is lead on this now",
    "jana is the owner of the budget",
    "northwind is the new leader at logistics",
    "between us jana left northwind",
    "between us peter hanks is the new cfo at northwind",
)
NOT_PEOPLE = (
    "add pricing to the northwind call",
    "add 15 min to the northwind call",
    "add the deck to northwind",
)


async def test_a_new_person_is_put_on_file_and_taken_off_again(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line, answer in NEW.items():
        await lena.types(line)
        lena.sees(answer, "Your colleagues see that too")
        await lena.presses("Undo")
        lena.sees("is not on file any more.")
    await lena.types("peter hanks is the new cfo at northwind")
    lena.sees("Your line is kept as your own note.")
    await office.tomas.types("who is peter hanks")
    office.tomas.sees("Peter Hanks, CFO")
    await lena.types("undo")
    lena.sees("Undone: Peter Hanks is not on file any more.")
    await lena.types("what do i know about northwind")
    lena.sees_nothing_of("peter hanks")


async def test_the_answer_to_who_decides_is_put_on_file(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line in ("its the cfo, katrin vogel", "It's Katrin Vogel, the CFO."):
        await lena.types("who signs at northwind")
        await lena.types(line)
        lena.sees("Katrin Vogel, CFO, is on file at Northwind. Your colleagues see that too.")
        await lena.presses("Undo")
        lena.sees("Undone: Katrin Vogel is not on file any more.")
    await lena.types("that's katrin vogel, cfo")
    await lena.types("who signs at northwind")
    lena.sees("Ruben Haas", "Also possible:", "Katrin Vogel, CFO")
    office.clock.moment = at(24, 12)
    await lena.types("its the cfo, katrin vogel")
    lena.sees_nothing_of("is on file")


async def test_a_role_and_an_address_are_changed_and_put_back(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line in ("jana is head of ops now", "janas role is head of ops", "Jana is now head of ops"):
        await lena.types(line)
        lena.sees("Jana Novak, head of ops, is on file at Northwind")
        await lena.types("undo")
        lena.sees("Undone: Jana Novak is on file as before.")
        await lena.types("who is jana")
        lena.sees("Jana Novak, head of dispatch")
    await lena.types("jana's email is jana@northwind.example")
    lena.sees("Jana Novak's address is jana@northwind.example now.")
    await lena.presses("Undo")
    lena.sees("Undone: Jana Novak is on file as before.")


async def test_who_comes_is_added_to_the_call_or_asked(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("add tom to the northwind call")
    lena.sees("Tom is coming to Northwind, tomorrow 14:30.", "Brief")
    await lena.types("add tom to the northwind call tomorrow")
    lena.sees("Tom is already on the list for Northwind, tomorrow 14:30.")
    await lena.types("tom from finance is joining the alder call today")
    lena.sees("Is Tom from Alder and Finch, and coming to your call today 16:00?")
    await lena.presses("Add Tom")
    lena.sees("Tom is coming to Alder and Finch, today 16:00.")
    await lena.presses("Undo")
    lena.sees("Undone: Tom is not on file any more.")
    await lena.types("jana is joining tomorrow")
    lena.sees("Jana Novak is already on the list for Northwind, tomorrow 14:30.")
    await lena.types("add tomas to the alder call")
    lena.sees(
        "Tomas Keller is your colleague", "“prep Alder and Finch today 16:00” in their own chat"
    )
    await office.tomas.types("prep Alder and Finch today 16:00")
    office.tomas.sees("Lena Brandt has a call with Alder and Finch today 16:00.", "Join it")


async def test_who_has_left_can_be_taken_off_the_next_call(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("jana left northwind")
    lena.sees("Noted, only you see it", "Jana Novak is still on the list for your call tomorrow")
    await lena.presses("Take Jana Novak off")
    lena.sees("Jana Novak is off the list for Northwind, tomorrow 14:30.")
    await lena.types("ruben no longer works at northwind")
    await lena.types("undo")
    lena.sees("Removed: “ruben no longer works at northwind”")


async def test_lines_that_begin_alike_put_nobody_on_file(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line in NOTES:
        await lena.types(line)
        lena.sees("Noted, only you see it: Northwind")
        lena.sees_nothing_of("Your colleagues see that too")
    for line in NOT_PEOPLE:
        await lena.types(line)
        lena.sees("I can't do that")
    await lena.types("snow is coming tomorrow")
    lena.sees_nothing_of("Is Snow", "comes to")


async def test_a_title_has_no_chatter_and_is_corrected(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line, title in (
        ("jana novak is head nurse btw", "head nurse"),
        ("wait no, ward manager not head nurse", "ward manager"),
        ("jana is head of ops, not ward manager btw", "head of ops"),
        ("no, she's head of dispatch not head of ops", "head of dispatch"),
        ("fyi jana is now head of fleet tho", "head of fleet"),
    ):
        await lena.types(line)
        lena.sees(
            f"Jana Novak, {title}, is on file at Northwind. Your colleagues see that too.", "Undo"
        )
    for line in ("ward manager not head nurse", "jana is head of fleet not happy about the price"):
        await lena.types(line)
        lena.sees_nothing_of("is on file at Northwind")
    await lena.types("who is jana")
    lena.sees("Jana Novak, head of fleet")


async def test_somebody_is_called_by_name(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("cfo is called marlene ott")
    lena.sees_nothing_of("on file at")
    for line, answer in (
        ("cfo is called marlene ott", "Marlene Ott, CFO, is on file at Northwind"),
        ("their head of ops is called bjorn lund", "Bjorn Lund, head of ops, is on file at"),
        ("cfo is called jo park", "Jo Park, CFO, is on file at Northwind"),
    ):
        await lena.types("northwind brief")
        await lena.types(line)
        lena.sees(answer)
    for line in ("the pilot is called green lanes", "the owner is called green lanes"):
        await lena.types(line)
        lena.sees_nothing_of("on file at")


async def test_somebody_takes_over_at_an_account(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    for line, name in (
        ("sam kim is taking over at alder", "Sam Kim"),
        ("sonja weiss takes over from mia at alder", "Sonja Weiss"),
        ("pavel horak is our new contact at alder now", "Pavel Horak"),
    ):
        await lena.types(line)
        lena.sees(f"{name} is on file at Alder and Finch", "Your line is kept as your own note.")
        await lena.presses("Undo")
    for line in (
        *("sap is taking over at alder", "tomas is taking over at alder"),
        "mia is taking over at alder",
    ):
        await lena.types(line)
        lena.sees_nothing_of("is on file at")
        lena.sees("Noted, only you see it: Alder and Finch.")


async def test_somebody_is_added_to_the_call_just_shown_or_moved(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("add marlene ott to it")
    lena.sees_nothing_of("is coming to")
    await lena.types("northwind brief")
    await lena.types("add marlene to it")
    lena.sees("Marlene is coming to Northwind, tomorrow 14:30.", "Undo")
    await lena.types("move brightwater to 2:30")
    await lena.types("add marlene ott to the call")
    lena.sees("Marlene Ott is coming to Brightwater Clinics, Thursday 14:30.")
    await lena.types("add pricing to it")
    lena.sees_nothing_of("is coming to")
    await lena.types("sam kim, ops manager, joins the next alder call")
    await lena.presses("Add Sam Kim")
    lena.sees("Sam Kim is coming to Alder and Finch, today 16:00.")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("sonja weiss is coming too", "Sonja Weiss"),
        ("pavel horak is joining too", "Pavel Horak"),
        ("Marlene Ott will join us as well", "Marlene Ott"),
        ("sonja is also coming", "Sonja"),
        ("annders is bringing sonja weiss", "Sonja Weiss"),
        ("jana will bring Marlene Ott along", "Marlene Ott"),
    ],
)
async def test_somebody_else_comes_to_the_call_just_talked_about(
    office: Office, line: str, name: str
) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("northwind brief")
    await lena.types(line)
    lena.sees(f"{name} is coming to Northwind, tomorrow 14:30.", "Undo")
    await lena.presses("Undo")
    await lena.types("northwind brief")
    lena.sees_nothing_of(name)


async def test_somebody_else_comes_to_the_next_call_after_a_note(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("sonja weiss is coming too")
    lena.sees_nothing_of("is coming to")
    await lena.types("note northwind: jana likes short demos")
    await lena.types("sonja weiss is coming too")
    lena.sees("Sonja Weiss is coming to Northwind, tomorrow 14:30.", "Undo")


@pytest.mark.parametrize(
    "line",
    [
        "quarter end is coming too",
        "a discount is coming too",
        "jana is bringing pricing data",
        "jana brings up the budget",
        "who is coming too",
    ],
)
async def test_a_thing_that_comes_too_is_nobody(office: Office, line: str) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("northwind brief")
    await lena.types(line)
    lena.sees_nothing_of("is coming to Northwind")


async def test_what_is_on_file_about_somebody_is_no_news(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("petr malik is the new head of dispatch at northwind")
    lena.sees("Petr Malik, head of dispatch, is on file at Northwind.", "Undo")
    for line in (
        "petr malik is head of dispatch at northwind now",
        "petr malik is now head of dispatch at northwind",
    ):
        await lena.types(line)
        lena.sees("Petr Malik, head of dispatch, is already on file at Northwind.")
        lena.sees_nothing_of("Undo", "Kept")
    await lena.types("who do we know at northwind")
    assert lena.screen.count("Petr Malik") == 1
    await lena.types("petr malik is head of ops at northwind now")
    lena.sees("Petr Malik, head of ops, is on file at Northwind.", "Undo")


@pytest.mark.parametrize(
    "line", ["alder: paul greve, regional manager, he decides", "alder: the board signs everything"]
)
async def test_who_decides_is_found_in_own_notes(office: Office, line: str) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types(line)
    await lena.types("who decides at alder")
    lena.sees("What was said about who decides at Alder and Finch:", "Your own note")
    lena.sees_nothing_of("Nothing on file says")


async def test_a_note_about_something_else_does_not_say_who_decides(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("alder: they have a new depot manager")
    await office.lena.types("who decides at alder")
    office.lena.sees("Nothing on file says who decides at Alder and Finch.")


async def test_a_line_with_a_second_statement_gives_nobody_a_job_title(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("jana is cfo now and ruben left")
    lena.sees_nothing_of("now and", "is on file at Northwind")
    await lena.types("who is jana")
    lena.sees("Jana Novak, head of dispatch")
