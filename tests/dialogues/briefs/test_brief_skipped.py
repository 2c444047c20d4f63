"""One brief is left out, and every other message still comes."""

from sqlmodel import col, select

from storage.tables import Call
from tests.dialogues.office import Office
from tests.dialogues.rep_week import at, put_on_file
from tests.dialogues.test_undone_later import forged
from tests.dialogues.turns import in_turn, on_each_database


def briefs(office: Office, account: str) -> int:
    """How many briefs with this account Lena has got."""
    return sum(account in one and "Open with:" in one for one in office.lena.messages)


@in_turn(
    ("typed", "call"),
    [
        ("skip this brief", "Alder and Finch, today 16:00"),
        ("skip the alder brief", "Alder and Finch, today 16:00"),
        ("mute briefs for alder and finch", "Alder and Finch, today 16:00"),
        ("no brief for the 4pm", "Alder and Finch, today 16:00"),
        ("no brief for northwind tomorrow", "Northwind, tomorrow 14:30"),
        ("dont brief me for tomorrow", "Northwind, tomorrow 14:30"),
        ("no brief needed for northwind, i know them", "Northwind, tomorrow 14:30"),
        ("no briefing required for alder - already met them", "Alder and Finch, today 16:00"),
        ("skip the brightwater brief i know them", "Brightwater Clinics, Thursday 15:00"),
    ],
)
async def test_the_words_name_the_call(office: Office, typed: str, call: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(f"I'll send no brief for {call}.", "Undo")


@in_turn(
    "typed",
    [
        "no brief for alder and northwind",
        "skip the briefs for northwind and alder",
        "dont brief me for northwind, alder",
    ],
)
async def test_each_named_account_is_skipped(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(
        "I'll send no brief for Alder and Finch, today 16:00.",
        "I'll send no brief for Northwind, tomorrow 14:30.",
    )
    await lena.types("undo")  # which of the two is not clear
    lena.sees("Press Undo on the message that says what was changed.")
    await office.until(25, "14:25")
    assert not briefs(office, "Alder and Finch") + briefs(office, "Northwind")


async def test_a_named_account_without_a_call_then_is_said(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("skip the briefs for northwind and brightwater tomorrow")
    lena.sees(
        "I'll send no brief for Northwind, tomorrow 14:30.",
        "You have no call with Brightwater Clinics at that time.",
    )


async def test_a_note_about_a_brief_stays_a_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "no brief for northwind, they want it shorter",
        "northwind need no brief, i know",
    ):
        await lena.types(typed)
        lena.sees("Noted, only you see it: Northwind.")


async def test_the_brief_does_not_come_and_the_next_one_does(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("skip this brief")
    await lena.types("brief me 30 min before")  # plans again
    await office.until(24, "15:59")
    assert briefs(office, "Alder and Finch") == 0
    assert (await office.reasons())["brief"] == "skipped"
    await office.until(25, "14:25")
    assert briefs(office, "Northwind") == 1
    await lena.types("skip the northwind brief")
    lena.sees("The brief for Northwind, today 14:30 has already come.")


async def test_undo_brings_it_back(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("skip this brief")
    await lena.presses("Undo")
    lena.sees("The brief for Alder and Finch, today 16:00 will come.")
    await office.until(24, "15:10")
    assert briefs(office, "Alder and Finch") == 1


async def test_a_moved_call_has_its_brief(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("skip this brief")
    await lena.types("move alder to 5pm")
    await office.until(24, "16:30")
    assert briefs(office, "Alder and Finch") == 1


async def test_it_is_asked_which_call_if_several_fit(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder tomorrow 10")
    await lena.types("skip the brief for tomorrow")
    lena.sees("Which call?")
    await lena.presses("Alder and Finch, tomorrow 10:00")
    lena.sees("I'll send no brief for Alder and Finch, tomorrow 10:00.")
    await lena.types("stop briefs")
    await lena.types("skip this brief")
    lena.sees("Briefs are off, so none will come.")


@in_turn(
    ("typed", "answer"),
    [
        ("no brief for halden", "Halden is not on file, so I didn't skip any brief."),
        ("skip the halden brief", "Halden is not on file, so I didn't skip any brief."),
        ("no brief needed for halden, i know them", "Halden is not on file"),
        ("no brief for halden tomorrow", "Halden is not on file, so I didn't skip any brief."),
        ("dont brief me for the halden call", "Halden is not on file, so I didn't skip any brief."),
        ("no brief for nortwind", "Did you mean Northwind?"),
        ("no brief for this green company", "Which call?"),
    ],
)
async def test_an_unknown_name_leaves_out_no_brief(office: Office, typed: str, answer: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees(answer)
    await office.until(24, "15:10")
    assert briefs(office, "Alder and Finch") == 1


async def test_without_a_call_with_the_account_no_brief_will_come(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("cancel northwind")
    await lena.presses("Cancel the call")
    await lena.types("no brief for northwind")
    lena.sees("You have no call planned with Northwind, so no brief will come.")
    await office.until(24, "16:40")
    await lena.types("skip the alder brief")
    lena.sees("You have no call planned with Alder and Finch, so no brief will come.")


async def test_undo_after_the_call_began_brings_no_brief(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("skip this brief")
    office.clock.moment = at(24, 16, 40)
    await lena.presses("Undo")
    lena.sees("Your call with Alder and Finch has begun, so no brief will come.")


@on_each_database
async def test_an_old_undo_says_what_became_of_the_brief(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    async with office.attune.database.read(office.lena_tenant) as session:
        wanted = select(Call.id).where(col(Call.starts_at) == at(25, 14, 30))
        call_id = str((await session.exec(wanted)).one())
    assert "tomorrow 14:30 will come." in await forged(office, "brief.back", call_id)
    await lena.types("stop briefs")
    assert "Briefs are off, so none will come." in await forged(office, "brief.back", call_id)
    await lena.types("start briefs")
    await office.until(25, "14:00")
    assert "today 14:30 has already come." in await forged(office, "brief.back", call_id)
