"""A typed line is the rep's own note: private, dated today, without a speaker."""

import random
from pathlib import Path

from sqlmodel import col, select

from handlers.request import Means
from storage.tables import Outbox, OwnNote, Reflection
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_does import held, plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.test_form_edits import in_another_window
from tests.dialogues.turns import on_each_database


async def on_file(office: Office) -> tuple[list[str], list[str]]:
    """The own notes, and what reflections have as said by the customer."""
    async with office.attune.database.read() as session:
        notes = (await session.exec(select(OwnNote.text))).all()
        heard = (await session.exec(select(Reflection.heard))).all()
    return [*notes], [each for each in heard if each]


async def shared(office: Office) -> None:
    """Lena has shared her reflection on Monday's call with two people of Northwind."""
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="The drivers had it off.", heard_from="1")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")


async def test_a_typed_line_is_a_private_note_of_today_without_a_speaker(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await office.until(25, "09:00")
    await lena.types("northwind went ok, they want a zebra pilot")
    lena.sees("Noted, only you see it: Northwind.")
    assert await on_file(office) == (
        ["northwind went ok, they want a zebra pilot"],
        ["The drivers had it off."],
    )
    await lena.types("notes northwind")
    lena.sees("zebra pilot", "Your own note, Wednesday 25 November", "The drivers had it off.")
    await office.until(26, "09:00")
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    lena.sees("You noted yesterday: northwind went ok, they want a zebra pilot.")
    await lena.presses("Everything on file")
    lena.sees("Your own notes, which only you read", "zebra pilot")
    await tomas.types("/prep Northwind 4 Dec 11:00")
    tomas.sees("The drivers had it off")
    tomas.sees_nothing_of("zebra")
    await tomas.presses("Everything on file")
    tomas.sees_nothing_of("zebra", "own notes")
    await lena.types("everything on file northwind")
    await lena.presses("Remove a note")
    await lena.presses("Remove")
    lena.sees("Removed.", "You have no notes of your own about this account.")


async def test_notes_since_the_last_call_are_in_each_brief_until_the_next(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note Northwind: they hired a new CFO")
    await lena.types("note Northwind: the depot moves to Kiel in spring")
    for typed in ("/prep Northwind", "brief for tomorrow's Northwind call"):
        await lena.types(typed)
        lena.sees("they hired a new CFO", "the depot moves to Kiel")
        points = [each for each in lena.screen.splitlines() if "You noted" in each]
        assert len(points) == 2, "each point is on its own line"


async def test_a_promise_in_a_note_is_offered_as_a_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("note Northwind: Jana liked it. I promised them a demo by Friday.")
    await lena.presses("Add the promise")
    lena.sees("Your colleagues can read promises.", "Northwind", "a demo")
    await lena.submits()
    lena.sees("You owe Northwind: a demo, by Friday.")
    await lena.types("Jana: we plan on a whiteboard. I promised to send the hardware sheet.")
    await lena.presses("Add the promise")
    await lena.submits()
    lena.sees("You owe Northwind: send the hardware sheet, no day set.")
    await lena.types("note Northwind: she promised a list")
    lena.sees_nothing_of("Add the promise")


async def test_a_kept_note_is_taken_back_with_undo(office: Office) -> None:
    lena = office.lena
    await plan(office, "Halden tomorrow 10:00")
    await lena.types("halden wants a zebra")
    lena.sees("Noted, only you see it: Halden.")
    lena.sees_nothing_of("Shall I keep this", "Brief")
    await lena.presses("Undo")
    lena.sees("Removed: “halden wants a zebra”", "begin with who said them")
    assert await on_file(office) == ([], [])


async def test_a_label_or_a_quotation_is_kept_as_said_by_its_speaker(office: Office) -> None:
    lena = office.lena
    await shared(office)
    for typed, who in (
        ("Ruben: we would start in March", "Ruben"),
        ("Jana - “the board looks at minutes”", "Jana"),
    ):
        await lena.types(typed)
        lena.sees("Who said it?")
        await lena.answers_in_message("Keep it")
        lena.sees(who, "Your colleagues can read it.", "Undo")
    await lena.types("northwind is slow")
    await lena.answers_in_message("Keep it", heard_from="2")
    lena.sees("Ruben", "From your call on Monday 23 November 10:00")
    assert (await on_file(office))[0] == []


async def test_the_label_decides_who_is_ticked_and_for_which_account(office: Office) -> None:
    lena = office.lena
    await plan(office, "Halden thursday 11:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Amara Osei")
    await lena.submits()
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak")
    await lena.submits()
    await lena.types("/prep Northwind thursday 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Irina Sokol")
    await lena.submits()
    await office.until(23, "10:36")
    await lena.presses("It went well")
    await lena.types('Kofi: "we wake three people at night"')
    lena.sees("Shall I keep this for Northwind?")
    await lena.answers_in_message("Keep it")
    lena.sees("Kofi: ")
    lena.sees_nothing_of("I noted who said it:")
    for typed in ('Irina: "I plan with paper today"', "irina: we plan by phone at 5am"):
        await lena.types(typed)
        lena.sees("Saved: Northwind. Only you can read it.", "Undo")
        lena.sees("I noted who said it: Irina.")
    await lena.types("Irina: depot full")
    await lena.answers_in_message("Keep it", heard="The depot is full")
    lena.sees("I noted who said it: Irina.")
    await lena.types('Amara: "northwind told us nights are short staffed"')
    lena.sees("Shall I keep this for Halden?")
    (heard,) = (await on_file(office))[1]
    assert heard.splitlines() == [
        'Kofi: "we wake three people at night"',
        'Irina: "I plan with paper today"',
        "irina: we plan by phone at 5am",
        "Irina Sokol: The depot is full",
    ]


SAID = (
    ("northwind - ruben said budget frozen til feb", "budget frozen til feb", "Ruben Haas"),
    ("Northwind – Jana told us we need it before xmas", "we need it before xmas", "Jana Novak"),
    ("ruben says no to excel", "no to excel", "Ruben Haas"),
)


async def test_who_said_it_is_noted_and_left_out_of_the_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for line, words, name in SAID:
        await lena.types(line)
        lena.sees(f"“{words}”", f"I noted who said it: {name.split()[0]}.")
    heard = (await on_file(office))[1][0].splitlines()
    assert heard[2:] == [f"{name}: {words}" for _, words, name in SAID]


async def test_the_accounts_name_before_a_dash_is_left_out_of_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind - they move to kiel")
    await lena.types("alder – two shops - one till")
    await lena.types("northwind-style planning is what alder wants from northwind - they say")
    notes = (await on_file(office))[0]
    assert notes[:2] == ["they move to kiel", "two shops - one till"]


CONFIDENTIAL = (
    "private note northwind: jana is job hunting, dont tell tomas",
    "off the record northwind will never sign",
    "Jana: just between us, lund is leaving in feb",
)


async def test_words_that_say_they_are_private_are_a_note_whoever_is_picked(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    for typed in CONFIDENTIAL:
        await lena.types(typed)
        lena.sees("Noted, only you see it: Northwind.", "Briefs don't.")
    await lena.types("northwind is slow")  # says so only once it is in the form
    await lena.answers_in_message("Keep it", heard="northwind is slow, don't tell", heard_from="1")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    lena.sees_nothing_of("job hunting", "never sign", "lund is leaving")
    await lena.presses("Everything on file")
    lena.sees("job hunting", "never sign", "lund is leaving")
    await tomas.types("/prep Northwind 4 Dec 11:00")
    await tomas.presses("Everything on file")
    tomas.sees("The drivers had it off")
    tomas.sees_nothing_of("job hunting", "never sign", "lund is leaving")


async def test_a_private_line_typed_into_the_reflection_is_not_among_their_words(
    office: Office,
) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    await lena.answers_in_message(heard="off the record: Jana will leave")
    lena.sees("I kept it as your own note, not with what they said.", "Only you read it.")
    assert await on_file(office) == (["off the record: Jana will leave"], [])
    await lena.answers_in_message(heard="The drivers decide.")
    lena.sees("Saved: Northwind.")
    assert (await on_file(office))[1] == ["The drivers decide."]


async def test_a_private_line_in_the_form_is_not_among_their_words_either(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", heard="The drivers decide.\noff the record: Jana leaves")
    await lena.submits()
    lena.sees("Saved: Northwind.", "I kept it as your own note")
    assert await on_file(office) == (["off the record: Jana leaves"], ["The drivers decide."])


async def test_a_line_is_not_kept_for_a_call_that_nobody_came_to(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.types("Ruben: we would start in March")
    await lena.presses("They didn't come")
    lena.sees("they didn't come.")
    await lena.answers_in_message("Keep it", goal_reached="yes")
    lena.sees("I have it on file that nobody came to this call, so I didn't keep your line.")
    assert await on_file(office) == ([], [])


NOTED = (
    "northwind went ok, they want a pilot with two depots",
    "ruben left northwind",
    "jana said ruben signs in the end",
)


async def test_what_cannot_be_the_words_of_the_only_guest_is_noted_by_the_rep(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00 with Jana Novak")
    await office.until(23, "10:36")
    await lena.presses("It went well")
    for number, said in enumerate(NOTED):
        await in_another_window(office, Means.FORM, "reflect.line", "1", heard=said)
        assert len((await on_file(office))[1][0].splitlines()) == number + 1
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    lena.sees("You noted yesterday:" if "yesterday" in lena.screen else "You noted")
    lena.sees_nothing_of("Jana Novak said", "Jana Novak: ")
    await lena.presses("Everything on file")
    lena.sees("Your note, today", *NOTED)
    lena.sees_nothing_of("Jana Novak, today", "Speaker not on file")


async def test_two_labels_are_two_lines_and_an_opinion_is_ones_own_note(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await lena.types(
        "ruben: on bad evenings i sleep in the office. jana: price is ok if ruben agrees. "
        "i think we win this"
    )
    await lena.answers_in_message("Keep it", heard_from="other")
    lena.sees("“i think we win this” is your own note: only you read it.")
    notes, (heard,) = await on_file(office)
    assert notes == ["i think we win this"]
    assert heard.splitlines()[1:] == [
        "ruben: on bad evenings i sleep in the office.",
        "jana: price is ok if ruben agrees.",
    ]
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    await lena.presses("Everything on file")
    lena.sees("Ruben Falk, today", "Jana Novak, today", "i think we win this")
    await tomas.types("/prep Northwind 4 Dec 11:00")
    await tomas.presses("Everything on file")
    tomas.sees("price is ok if ruben agrees")
    tomas.sees_nothing_of("we win this")


async def test_a_line_about_two_accounts_is_kept_for_the_one_that_is_picked(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Halden tomorrow 11:00")
    await with_two_of_theirs(office)
    await lena.types("ruben likes it. halden is on excel")
    lena.sees("This names more than one account. Which one shall I keep it for?")
    await lena.answers_in_message("Next", about="1", heard="halden is on excel")
    lena.sees("Noted, only you see it: Halden.")
    assert await on_file(office) == (["halden is on excel"], [])


READS = {
    "storage/sales_calls/own_notes.py",
    "storage/sales_calls/history_queries.py",
}  # each query names the author
KEEPS = {
    "storage/upkeep/old_rows.py",
    "storage/sales_calls/reflections.py",
    "storage/tables/__init__.py",
}
OPENED = (
    *("everything on file northwind", "prep northwind", "northwind", "what do you know about jana"),
    *("what did jana say", "/team", "/calls", "/promises", "crm", "help", "my data"),
    *("update hubspot", "who did what", "health", "home", "themes", "what do we owe northwind"),
    *("notes northwind", "what did northwind say"),
)


def test_no_query_reads_notes_but_those_that_name_the_author() -> None:
    root = Path(__file__).parents[3]
    found = {
        file.relative_to(root).as_posix()
        for folder in ("bot", "handlers", "storage")
        for file in (root / folder).rglob("*.py")
        if "OwnNote" in file.read_text(encoding="utf-8")
    }
    assert found == READS | KEEPS | {"storage/tables/own_notes.py"}


@on_each_database
async def test_no_word_of_a_note_is_in_anything_that_somebody_else_sees(office: Office) -> None:
    lena, tomas, chance = office.lena, office.tomas, random.Random(7)  # noqa: S311 - a test
    await shared(office)
    await office.leads(tomas, [lena], admin=True)
    secrets = ["".join(chance.choices("bcdfgklmnprstvz", k=12)) for _ in range(6)]
    for number, secret in enumerate(secrets):
        said = ("northwind {}", "off the record northwind {}", "northwind said {}", "jana {} jana")
        await lena.types(said[number % len(said)].format(secret))
        if "Shall I keep this" in lena.screen:
            await lena.answers_in_message("Keep it")
    assert len((await on_file(office))[0]) == len(secrets)
    await tomas.types("/prep Northwind 4 Dec 11:00")
    await lena.types("/prep Northwind 3 Dec 11:00")
    for typed in OPENED:
        await tomas.types(typed)
        tomas.sees_nothing_of(*secrets)
    await tomas.types("/team")
    await tomas.presses("Shared reflections")
    await tomas.presses("Read")
    tomas.sees("The drivers had it off.")
    lena.goes_to("#sales")
    await lena.types("/prep Northwind 3 Dec 11:00")
    assert not [one for one in tomas.reads("#sales") for secret in secrets if secret in one]
    await office.until_december(4, "11:00")
    assert not [one for one in tomas.messages for secret in secrets if secret in one]
    async with office.attune.database.read() as session:
        heard = (await session.exec(select(Reflection.heard))).all()
        rows = (await session.exec(select(Outbox).where(col(Outbox.tenant) != ""))).all()
    assert not [secret for secret in secrets if secret in f"{heard}{rows}"]


async def test_a_secret_that_begins_like_a_question_is_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("dont tell tomas but northwind hates the price")
    lena.sees("Noted, only you see it: Northwind.")
    lena.sees_nothing_of("Nothing on file")


async def test_a_line_of_the_reflection_that_is_typed_again_is_no_second_note(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "17:00")
    await lena.types("alder loved the map")
    lena.sees("Saved: Alder and Finch. Only you can read it.")
    await lena.types("Alder loved the map")
    lena.sees("That is already in your reflection on your last call with Alder and Finch.")
    await lena.types("undo")
    lena.sees_nothing_of("Removed")
    await lena.types("alder loved the map and the colours")
    lena.sees("Noted, only you see it: Alder and Finch.")
