"""Right after a call was planned or moved, a few words correct it."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import moved_to
from tests.dialogues.rep_week import put_on_file


async def test_the_call_just_planned_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind fri 2pm")
    for typed, when in (
        ("hm make that 3", "Friday 15:00"),
        ("wait better make it thurs 10am", "Thursday 10:00"),
        ("nope friday", "Friday 10:00"),
        ("make it 11:45 not 11", "Friday 11:45"),
    ):
        await lena.types(typed)
        lena.sees(*moved_to(f"Northwind to {when}."), "Undo")
    await lena.types("undo")
    lena.sees("Moved Northwind back to Friday 10:00.")


async def test_the_call_just_moved_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move brightwater to 2:30")
    await lena.types("my calls")
    await lena.types("make it 3")
    lena.sees("Moved Brightwater Clinics from Thursday 14:30 to Thursday 15:00.")
    await lena.types("no 4")
    lena.sees("Moved Brightwater Clinics from Thursday 15:00 to Thursday 16:00.")


async def test_the_call_of_the_brief_just_shown_gets_another_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind brief")
    for typed, when in (("make it 3", "15:00"), ("lets make that 4pm", "16:00")):
        await lena.types(typed)
        lena.sees(*moved_to(f"Northwind to tomorrow {when}."))
    await lena.types("northwind said make it 3")
    lena.sees_nothing_of("Moved")


async def test_a_call_just_planned_is_cancelled_only_after_a_question(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind fri 2pm")
    await lena.types("no delete that")
    lena.sees("Shall I cancel your call with Northwind, Friday 14:00?")
    await lena.types("no")
    lena.sees("The call stays as it is.")
    await lena.types("alder fri 2pm")
    for typed in ("never mind", "no", "wrong account", "undo"):
        await lena.types(typed)
        lena.sees_nothing_of("Cancelled")


async def test_what_was_kept_since_is_corrected_instead(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("move brightwater to 2:30")
    await lena.types("i owe alder the quote by tue")
    await lena.types("make it thursday")
    lena.sees("Moved: the quote (to Alder and Finch), by Thursday 26 November.")
    await lena.types("northwind needs 15 seats")
    await lena.types("make it 3")
    lena.sees("It now says: “northwind needs 3 seats”")


async def test_a_call_is_moved_in_the_words_of_a_correction(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, moved in (
        (
            "no i meant move brightwater to 2.30",
            "Moved Brightwater Clinics from Thursday 15:00 to Thursday 14:30.",
        ),
        (
            "sorry i mean push brightwater an hour",
            "Moved Brightwater Clinics from Thursday 14:30 to Thursday 15:30.",
        ),
        (
            "oh wait i meant to move alder to 5pm",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
        ),
        ("alder at 2pm pls not 11.30", "Moved Alder and Finch from today 17:00 to today 14:00."),
        (
            "brightwater call at 3 not at 15:30",
            "Moved Brightwater Clinics from Thursday 15:30 to Thursday 15:00.",
        ),
        ("alder at 3pm, not 2", "Moved Alder and Finch from today 14:00 to today 15:00."),
        (
            "put the northwind call back half an hour",
            "Moved Northwind from tomorrow 14:30 to tomorrow 15:00.",
        ),
        (
            "can you put northwind forward by 30 min pls",
            "Moved Northwind from tomorrow 15:00 to tomorrow 14:30.",
        ),
        (
            "bring the brightwater call up an hour",
            "Moved Brightwater Clinics from Thursday 15:00 to Thursday 14:00.",
        ),
    ):
        await lena.types(typed)
        lena.sees(moved, "Undo")


async def test_a_wish_for_a_call_is_like_the_call_itself(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, planned in (
        ("can we do brightwater friday 10", ("Brightwater Clinics", "Friday 10:00.", "Brief")),
        ("could we do alder thurs 11?", ("Alder and Finch", "Thursday 11:00.", "Brief")),
        ("lets do a demo with northwind fri 2pm", ("Northwind", "Friday 14:00: a demo.")),
    ):
        await lena.types(typed)
        lena.sees(*planned)
    await lena.types("can we do the northwind discount by friday")
    lena.sees_nothing_of("Open with:")


async def test_what_only_looks_like_such_a_correction_moves_nothing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        *("jana signs at 2pm not 3", "northwind starts at 9 not 10", "northwind is 40 not 50"),
        *("put alder back on the list", "put alder back a bit", "alder is not at 3"),
        "jana meant move to 2.30",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Fill it in")
    await lena.types("northwind brief")
    for typed in ("make it -1", "no, make it -2", "nope -1"):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Fill it in")


async def test_a_move_is_made_and_the_sentence_beside_it_is_kept(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, *seen in (
        (
            "meeting w brightwater moved to 12, anders is bringing his cfo marta klein",
            "Moved Brightwater Clinics from Thursday 15:00 to Thursday 12:00.",
            "I kept “anders is bringing his cfo marta klein” as your own note.",
        ),
        (
            "mtg with mia is moved to 5pm, she is at the dentist until half past four",
            "Moved Alder and Finch from today 16:00 to today 17:00.",
            "I kept “she is at the dentist until half past four” as your own note.",
        ),
        (
            "our demo w northwind moved to fri 10, alder to 3",
            "Moved Northwind from tomorrow 14:30 to Friday 10:00.",
            "Not done: “alder to 3”.",
        ),
    ):
        await lena.types(typed)
        lena.sees(*seen, "Undo")
    await lena.types("alder moved to 2, mia is off")
    lena.sees("Moved Alder and Finch from today 17:00 to today 14:00.")
    lena.sees_nothing_of("I kept", "I left")
    await lena.types("meeting w brightwater moved to 2, anders is bringing his cfo marta klein")
    await lena.types("undo")
    lena.sees("Moved Brightwater Clinics back to Thursday 12:00.")


async def test_somebody_moves_or_cancels_the_call_with_their_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("mia cancelled alder, sick", "mia has cancelled the alder call today"):
        await lena.types(typed)
        lena.sees("Shall I cancel your call with Alder and Finch, today 16:00?")
        await lena.types("no")
    await lena.types("mia moved alder to thurs 10")
    lena.sees("Moved Alder and Finch from today 16:00 to Thursday 10:00.")
    await lena.types("jana pushed the northwind call to friday 3pm")
    lena.sees("Moved Northwind from tomorrow 14:30 to Friday 15:00.")
    for typed in (
        *("mia cancelled alder's order", "jana moved northwind to q1", "jana cancelled alder"),
        *("they pushed northwind to the board", "northwind cancelled their globex order"),
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Moved", "Shall I cancel")


async def test_a_move_says_that_another_call_with_the_account_is_on_that_day(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater friday 10:00")
    lena.sees("Planned: Brightwater Clinics, Friday 10:00.", "Brief")
    await lena.types("move brightwater friday to thursday 15:30")
    lena.sees("Moved Brightwater Clinics from Friday 10:00 to Thursday 15:30.")
    lena.sees("You also have a call with them at 15:00 that day.")
    await lena.types("move it to friday same time")
    lena.sees_nothing_of("You also have")
    await lena.types("move brightwater friday to thursday 15:15")
    lena.sees("This overlaps with Brightwater Clinics at 15:")
    lena.sees_nothing_of("You also have")


async def test_a_question_about_a_time_names_all_calls_ahead(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("brightwater friday 10:00")
    for typed in (
        *("when am i seeing brightwater", "is brightwater at 12 or 11:30"),
        *("is brightwater on thursday or friday", "is the brightwater call at 3"),
    ):
        await lena.types(typed)
        lena.sees("Your next call with Brightwater Clinics: Thursday 15:00")
        lena.sees("After that: Friday 10:00.")
    for typed in ("is brightwater at 40 seats", "is brightwater closing on friday"):
        await lena.types(typed)
        lena.sees_nothing_of("Your next call")
