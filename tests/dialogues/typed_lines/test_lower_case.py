"""Names that reps type on a phone: in lower case, shortened, or of an account not yet on file."""

from sqlmodel import select

from storage.tables import OwnNote
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn
from tests.dialogues.typed_lines.test_typed_words import on_file, saves_promise


async def week(office: Office) -> None:
    """Beside the accounts of the week, Halden and Kestrel Freight had a call this morning.

    It is Tuesday, 11:20. Castell has a call on Thursday.
    """
    await put_on_file(office, crm=False)
    await on_file(
        office,
        "Halden today 9:30 with Pia Storm",
        "Kestrel Freight today 10:00 with Olek Wisla",
        "Castell Thursday 10am with Will Marsh and May Grant",
    )
    await office.until(24, "11:20")


def kept_for(office: Office, account: str) -> None:
    """The last line was kept for this account, or Attune asks whether to keep it there."""
    screen = office.lena.screen
    asks, kept = f"Shall I keep this for {account}?", f"Noted, only you see it: {account}."
    saved = f"Saved: {account}."  # as the report of a call that waits for one
    assert any(one in screen for one in (asks, kept, saved)), screen


@in_turn(
    ("typed", "account"),
    [
        ("pia storm left", "Halden"),
        ("pia left", "Halden"),
        ("talked to pia, she wants a pilot", "Halden"),
        ("mia is new in procurement", "Alder and Finch"),
        ("marsh wants a pilot", "Castell"),
        ("alders cfo left", "Alder and Finch"),
        ("northwinds new cfo likes the pilot", "Northwind"),
        ("they cut down an alder", "Kestrel Freight"),
        ("they saw castells in march", "Kestrel Freight"),
        ("will wants a pilot", "Castell"),
        ("talked to will abt the pilot", "Castell"),
        # Without a name, it is about the call that has just ended.
        ("will call back about the pilot", "Kestrel Freight"),
        ("Will call back about the pilot", "Kestrel Freight"),
        ("may is a good month for them", "Kestrel Freight"),
    ],
)
async def test_a_contact_is_known_in_lower_case_unless_the_name_is_a_word(
    office: Office, typed: str, account: str
) -> None:
    await week(office)
    await office.lena.types(typed)
    kept_for(office, account)


@in_turn(
    ("typed", "account", "promise"),
    [
        ("i promised alder a quote", "Alder and Finch", "a quote"),
        ("promised alder pricing by fri", "Alder and Finch", "pricing"),
        ("i promised to send alder a summary", "Alder and Finch", "a summary"),
        ("i promised a mockup to alder by fri", "Alder and Finch", "a mockup"),
        ("promised mia a deck by fri", "Alder and Finch", "a deck (Mia Berg)"),
        ("i owe pia storm a case study", "Halden", "a case study (Pia Storm)"),
        ("promised will a quote by fri", "Castell", "a quote (Will Marsh)"),
        ("i promised jana and ruben a demo", "Northwind", "jana and ruben a demo"),
        ("i promised to get the list done", "", "get the list done"),
    ],
)
async def test_a_promise_does_not_repeat_to_whom_it_was_made(
    office: Office, typed: str, account: str, promise: str
) -> None:
    lena = office.lena
    await week(office)
    await lena.types(typed)
    if not account:
        await lena.presses("Another account")
        await lena.fills(account="Halden")
    await saves_promise(office)
    lena.sees(f"You owe {account or 'Halden'}: {promise}, ")


async def test_an_own_note_does_not_repeat_its_account(office: Office) -> None:
    lena = office.lena
    await week(office)
    for typed in ("brightwater: they have a new cfo", "mia: we start in march"):
        await lena.types(typed)
        if "Shall I keep this" in lena.screen:
            await lena.answers_in_message("Keep it")
    await lena.types("brief brightwater")
    lena.sees("You noted today: they have a new cfo.")
    async with office.attune.database.read() as session:
        notes = (await session.exec(select(OwnNote.text))).all()
    assert "they have a new cfo" in notes
    assert "mia: we start in march" in notes


@in_turn(
    "typed",
    [
        "call kestrel foods wed 11",
        "kestrel foods wed 11",
        "demo w kestrel foods tmrw 11am",
        "prep kestrel foods wed 11",
        "meet kestrel foods wed 11",
        "kestrel foods call wed 11",
    ],
)
async def test_a_name_that_only_begins_alike_is_not_the_account_on_file(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await week(office)
    await lena.types(typed)
    lena.sees("For tomorrow 11:00: there is no account called “kestrel foods” yet.")
    lena.sees("Did you mean Kestrel Freight?", "Add “kestrel foods”")
    await lena.presses("Kestrel Freight")
    lena.sees("Kestrel Freight", "Tomorrow 11:00", "Open with:")
    await lena.types(typed)
    await lena.presses("Add “kestrel foods”")
    lena.sees("kestrel foods", "omorrow 11:00", "Brief" if "prep" not in typed else "Open with:")


@in_turn(
    ("typed", "account", "when"),
    [
        ("call kestrel wed 11", "Kestrel Freight", "tomorrow 11:00"),
        ("kestrel wed 11", "Kestrel Freight", "tomorrow 11:00"),
        ("the alder call fri 11", "Alder and Finch", "Friday 11:00"),
        ("demo w northwind mon 2pm", "Northwind", "Monday 14:00"),
        ("call pia tmrw 3pm", "Halden", "tomorrow 15:00"),
    ],
)
async def test_the_first_word_of_a_name_and_a_time_plan_a_call(
    office: Office, typed: str, account: str, when: str
) -> None:
    await week(office)
    await office.lena.types(typed)
    office.lena.sees(f"Planned: {account}, {when}", "Brief")


@in_turn(
    ("typed", "account", "when"),
    [
        ("brief brightwater thursday", "Brightwater Clinics", "Thursday 15:00"),
        ("brightwater thurs brief pls", "Brightwater Clinics", "Thursday 15:00"),
        ("alder brief", "Alder and Finch", "Today 16:00"),
        ("brief alder today", "Alder and Finch", "Today 16:00"),
    ],
)
async def test_the_first_word_of_a_name_and_a_day_show_the_brief(
    office: Office, typed: str, account: str, when: str
) -> None:
    await week(office)
    await office.lena.types(typed)
    office.lena.sees(account, when, "Open with:")


@in_turn(
    "typed",
    [
        "kestrel signed wed 11",
        "kestrel signs wed 11",
        "kestrel wants pricing by friday 11",
        "kestrel pilot starts mon 9",
        "kestrel call went to voicemail wed 11",
        "kestrel: call wed 11",
    ],
)
async def test_a_note_that_ends_in_a_time_stays_a_note(office: Office, typed: str) -> None:
    await week(office)
    await office.lena.types(typed)
    kept_for(office, "Kestrel Freight")


@in_turn("typed", ["call back wed 11", "call cancelled wed 11"])
async def test_a_call_with_nobody_is_no_account(office: Office, typed: str) -> None:
    await week(office)
    await office.lena.types(typed)
    office.lena.sees("Not done: I can't do that.")


async def test_a_call_with_them_is_with_the_account_just_asked_about(office: Office) -> None:
    await week(office)
    await office.lena.types("call them wed 11")
    office.lena.sees("Kestrel Freight", "tomorrow 11:00")


@in_turn(
    ("typed", "account", "saved"),
    [
        ("halden call was good, they want pricing", "Halden", "they want pricing"),
        ("halden went well", "Halden", "How did it go? It went well."),
        ("the kestrel meeting went ok but no decision", "Kestrel Freight", "no decision"),
        ("Kestrel didn't go well", "Kestrel Freight", "How did it go? Badly."),
        ("halden was great - pilot in march", "Halden", "pilot in march"),
        ("northwind went well", "Northwind", "Next: Meet the dispatchers."),  # on file already
    ],
)
async def test_how_a_call_went_is_said_with_its_account(
    office: Office, typed: str, account: str, saved: str
) -> None:
    lena = office.lena
    await week(office)
    await lena.types(typed)
    lena.sees(f"Saved: {account}.", saved)
    lena.sees_nothing_of("I noted who said it")


async def test_how_it_went_without_an_account_is_the_only_call_that_waits(office: Office) -> None:
    lena = office.lena
    await week(office)
    await lena.types("it went ok but they need an nda")  # two calls wait
    lena.sees("Saved: Kestrel Freight.", "they need an nda")  # it was asked about last
    await lena.types("it went ok but they have no budget")
    lena.sees("Saved: Halden.", "they have no budget")


@in_turn(
    ("typed", "account"),
    [
        ("halden was good to us", "Halden"),
        ("halden pilot went well", "Halden"),
        ("halden was ok with the price", "Halden"),
        ("halden said the demo went well", "Halden"),
        # That call is still ahead.
        ("alder call was good, they want pricing", "Alder and Finch"),
        ("brightwater was great, no budget though", "Brightwater Clinics"),
        # Colleagues may read that reflection by now.
        ("northwind went well, they want a demo", "Northwind"),
    ],
)
async def test_what_only_sounds_like_it_stays_a_note(
    office: Office, typed: str, account: str
) -> None:
    await week(office)
    await office.lena.types(typed)
    kept_for(office, account)


@in_turn(
    ("typed", "said"),
    [
        ("whats up w brightwater", "This is what I have on Brightwater Clinics:"),
        ("whats on file northwind", "The pricing must stay under 40k."),
        ("what do we have on brightwater", "On file: 1 open promise."),
        ("anything new at alder?", "new cfo"),
        ("who's coming from northwind at 2:30", "Coming from Northwind, tomorrow 14:30:"),
        ("whos coming from northwind tmrw", "Ruben Haas, managing director"),
        ("whos joining alder today", "Coming from Alder and Finch, today 16:00:"),
        ("whos coming from northwind fri", "You have no call with Northwind planned for fri."),
        ("whos coming from zebra", "I don't know any account or person called “zebra”."),
        ("whats up", "I can't answer that."),
    ],
)
async def test_what_is_on_file_and_who_comes_is_asked_in_short(
    office: Office, typed: str, said: str
) -> None:
    lena = office.lena
    await week(office)
    await lena.types("note alder: new cfo")
    await lena.types(typed)
    lena.sees(said)
