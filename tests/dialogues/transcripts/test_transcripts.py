"""Transcripts that are dropped on each platform, and what is left of their words."""

from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from bot.app import Attune
from bot.base.clock import OffsetClock
from bot.transcripts.reader import ProcessReader
from handlers.sources.calendars import own_addresses
from handlers.sources.ports import WordsGone
from handlers.sources.records import Attendee
from storage.tables import Person, SpeakerName
from storage.workspace import people
from tests.dialogues.meetings.meetings_read import knows, meeting, reads
from tests.dialogues.office import Office
from tests.playground.driver import PlaygroundUser
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.desk import MARK, zoom
from tests.transcripts.samples import numbered

pytestmark = pytest.mark.every_platform

SECRETS = (MARK, "forty hours", "usual week")  # of what is said in the call
NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
OURS = "Lena Brandt"
THEIRS = (
    "We can't move anything before the first of March, honestly.",
    "We need about forty hours a week for that, and nobody likes it.",
    "It takes us two dispatchers every single morning to do it.",
)


async def stored(attune: Attune) -> str:
    """Every row of every table."""
    lines: list[str] = []
    async with attune.database.read() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            rows = await connection.execute(table.select())
            lines += [f"{table.name} {tuple(row)}" for row in rows]
    return "\n".join(lines)


def nothing_of_it(text: str) -> None:
    """Fail if any of these is in the text."""
    assert not [word for word in SECRETS if word in text]


async def test_a_transcript_from_the_drop_to_the_figures_and_gone(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    lena.sees("how did it go?", "Was the call transcribed? Drop the file here")
    await lena.drops(NAME, zoom("Speaker 1", "Speaker 2"))
    lena.sees("Which of these is you in the transcript?", "54% of the words", "None of these")
    nothing_of_it(await stored(office.attune))
    await lena.presses("Speaker 1")
    lena.sees("Before you see the figures: who talked more?")
    await lena.presses("Just show me")
    lena.sees("Northwind, today 10:00. You talked 45% of the time.", "Not a score.")
    lena.sees("Only you see this. I keep only the figures and the lines you choose.")
    await lena.presses("All figures")
    lena.sees("Share of the talk: Speaker 2 55%, you 45%.", "36 questions")
    await lena.presses("Not this call")
    lena.sees("No other call of yours is on file.", "It is not on file")
    await lena.presses("It is not on file")
    lena.sees("tell me who it was with")
    await lena.answers_in_message("Note the call", account="Halden", when="today 10:30")
    lena.sees("Halden, today 10:30. You talked 45%")
    assert len(await figures(office.attune)) == 1
    await lena.pastes(zoom(OURS, "Jana Novak", word="trucks").decode()[:3900])
    lena.sees("Which call is that transcript from?")
    await lena.presses("Northwind, today 10:00")
    lena.sees("of talk. From so short a file, the share may be off by up to 16 points")
    everything = await stored(office.attune)
    log = "".join(capfd.readouterr())
    metrics = office.attune.metrics.text(None).decode()
    nothing_of_it(everything + log + metrics)
    assert "Jana Novak" in everything
    assert "Jana Novak" not in log + metrics
    await office.until(23, "11:40")
    lena.sees("Halden: how did it go?")
    lena.sees_nothing_of("transcribed")
    await lena.types("transcripts")
    lena.sees("Drop the transcript of a call here", "Halden, today 10:30")
    await lena.presses("Delete the figures")
    lena.sees("The figures of Northwind, today 10:00 are deleted.")
    assert "Jana Novak" not in await stored(office.attune)


async def test_forgetting_changes_the_draft_below_the_figures_too(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(7))
    await lena.presses("Just show me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.presses("Keep")
    assert any("Draft of your reflection on Northwind" in shown for shown in lena.messages)
    await lena.presses("Delete the figures")
    assert any("The figures of Northwind" in shown for shown in lena.messages)
    assert any("Those figures are already deleted." in shown for shown in lena.messages)
    assert not [
        shown for shown in lena.messages if "Draft of your reflection on Northwind" in shown
    ]


async def test_the_playground_empties_every_card_of_figures_that_are_deleted(
    office: Office,
) -> None:
    lena = office.lena
    if not isinstance(lena, PlaygroundUser):
        return
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    for _ in range(2):
        await lena.drops(NAME, spoken(7))
        if "Just show me" in lena.screen:
            await lena.presses("Just show me")
    assert sum("You talked 70%" in shown for shown in lena.messages) == 2
    await lena.types("delete my transcripts")
    await lena.presses("Delete them")
    lena.sees(
        "Deleted: the figures of your transcripts.",
        "so does a card that the chat no longer lets me change",
    )
    assert not [shown for shown in lena.messages if "You talked" in shown]


async def test_a_manager_who_drops_a_reps_file_gets_none_of_the_reps_figures(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await tomas.types("/prep")
    async with office.attune.database.write() as session:
        for person in (await session.exec(select(Person).where(Person.name != OURS))).all():
            person.role = "manager"
    await office.until(23, "11:00")
    await tomas.drops("call.vtt", zoom(OURS, "Jana Novak"))
    tomas.sees(f"“{OURS}” is the name of a colleague here", "your colleague can drop it here")
    tomas.sees_nothing_of("% of the words", "usual week", "Which of these is you")
    await tomas.drops("three.vtt", zoom(OURS, "Jana Novak", "Tom Ash"))
    tomas.sees(
        f"“{OURS}” is the name of a colleague here, and nobody in the file has a name like yours."
    )
    tomas.sees_nothing_of("% of the words", "usual week", "forty hours", "Which of these is you")
    assert not await figures(office.attune)


async def test_the_words_go_after_half_an_hour_of_the_time_that_the_rep_sees(
    office: Office,
) -> None:
    virtual = OffsetClock(office.clock)
    reader = office.attune.reader(virtual)
    assert isinstance(reader._reader, ProcessReader)
    key = reader._reader._memory.keep(b"Hello.")
    virtual.skip_to(virtual.now() + timedelta(minutes=31))
    with pytest.raises(WordsGone):
        reader._reader._memory.words(key)


def spoken(lena: int, minutes: int = 12) -> bytes:
    """A call in which Lena talks for `lena` seconds of ten, and Jana says three things."""
    cues = []
    for n in range(minutes * 6):
        said = THEIRS[n // 2 % 3] if n % 2 and n < 6 else "So it goes on and on here."
        name, long = (OURS, lena) if n % 2 == 0 else ("Jana Novak", 10 - lena)
        cues.append((n * 10, n * 10 + long, f"{name}: {said}"))
    return numbered(cues)


async def left(attune: Attune) -> list[str]:
    """Which of the sentences are in the database."""
    everything = await stored(attune)
    return [said for said in THEIRS if said[:25] in everything]


async def figures(attune: Attune) -> list[str]:
    return [line for line in (await stored(attune)).splitlines() if "measuredcall" in line]


async def test_from_a_guess_to_a_draft_to_a_focus_that_the_next_nudge_uses(office: Office) -> None:
    """Three calls in which Lena talks for seven seconds of ten, and the call after them."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    for day in (24, 25, 26):
        await lena.types(f"/prep Northwind {day} Nov 10:00")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(7))
    lena.sees(
        "I've measured your call with Northwind, today 10:00.", "who talked more?", "Just show me"
    )
    lena.sees_nothing_of("70%")
    await lena.presses("About even")
    lena.sees("You guessed: about even. You talked 70% of the time.", "Who spoke when")
    await lena.presses("Draft the reflection")
    lena.sees("how did it go?")
    await lena.presses("It went well")
    lena.sees("Nothing is kept unless you keep it.", "We can't move anything", "Jana Novak, 0:50")
    assert not await left(office.attune)
    await lena.presses("Edit")
    lena.sees("Edit a line", "Jana Novak, 0:")
    assert not await left(office.attune)
    await lena.fills(heard="Planning a Monday takes two of us.", speaker="label:0")
    await lena.submits()
    lena.sees("Nothing is kept unless you keep it.", "Kept in your words.", "Finish the reflection")
    await lena.presses("Keep")
    lena.sees("Kept.")
    assert len(await left(office.attune)) == 1  # what was kept
    lena.sees_nothing_of("Dropped")
    await lena.presses("Finish the reflection")
    assert "Planning a Monday takes two of us." in (lena.form or "")
    await lena.submits()
    lena.sees("Saved: Northwind.")
    for day, minutes in ((24, 13), (25, 14)):
        await office.until(day, "11:00")
        await lena.drops(NAME.replace("20261123", f"202611{day}"), spoken(7, minutes))
        await lena.presses("Just show me")
    lena.sees("In each of your last 3 measured calls, more than 65% of the talk was yours.")
    await lena.presses("Take this on")
    lena.sees("Your focus: If I have talked for two minutes, I stop and ask what they think.")
    await office.until(26, "09:00")
    lena.sees("Jana Novak said on Monday 23 November: Planning a Monday takes two of us.")
    await office.until(26, "09:50")
    lena.sees("Northwind, in 10 minutes.")
    of_focus = [line.text for line in SHIPPED_PLAYBOOK.listening if line.area == "airtime"]
    assert any(text in lena.messages[-1] for text in of_focus), lena.messages[-1]


OF_TUESDAY = "GMT20261117-090104_Recording.transcript.vtt"  # 10:01 in Berlin
JANA = Attendee("", "jana.novak@vossberg.example")


async def test_a_past_meeting_in_the_calendar_is_noted_in_one_tap(office: Office) -> None:
    lena = office.lena
    pia = Attendee("", "pia@vossberg.example")
    await reads(office, meeting("1", "Vossberg: Testphase", 17, "10:00", JANA, pia))
    await office.until(23, "12:00")
    await lena.drops(OF_TUESDAY, zoom(OURS, "Jana Novak"))
    lena.sees("Your calendar shows Vossberg, Tuesday 17 November 10:00. Is that the call?")
    lena.sees("Vossberg is not on file yet: “Yes” adds it.")
    lena.sees_nothing_of("45%", "When it began")
    await lena.presses("Another call")
    lena.sees("I have no call of yours on file for", "Note the call")
    await lena.drops(OF_TUESDAY, zoom(OURS, "Jana Novak"))
    await lena.presses("Yes, measure it")
    await lena.presses("Just show me")
    lena.sees("Vossberg, Tuesday 17 November 10:00. You talked 45% of the time.")
    assert len(await figures(office.attune)) == 1
    everything = await stored(office.attune)
    assert "Testphase" not in everything
    people = [line for line in everything.splitlines() if line.startswith("contact ")]
    assert ["Jana Novak" in line or "Pia" in line for line in people] == [True, True]
    await lena.drops(OF_TUESDAY, zoom(OURS, "Jana Novak"))  # now the call is on file
    lena.sees("You've brought this file before.")


async def test_a_guest_of_whom_the_calendar_has_an_initial_gets_the_speakers_whole_name(
    office: Office,
) -> None:
    lena = office.lena
    short = [Attendee("", f"{one}@vossberg.example") for one in ("j.novak", "p.roth", "b.li")]
    await reads(office, meeting("1", "Vossberg: Testphase", 17, "10:00", *short))
    await office.until(23, "12:00")
    await lena.drops(OF_TUESDAY, zoom(OURS, "Jana Novak", "Pia Roth", "Bo Li", "Bea Li"))
    await lena.presses("Yes, measure it")
    lena.sees("Just show me")
    lena.sees_nothing_of("I can't find")
    people = [one for one in (await stored(office.attune)).splitlines() if "contact " in one[:9]]
    for name in ("Jana Novak", "Pia Roth", "B. Li"):  # "B. Li" may be either of two
        assert any(name in line for line in people), name


async def test_guests_on_file_by_an_initial_are_found_in_the_file(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming="J. Novak")
    await lena.submits()
    await office.until(23, "11:00")
    await lena.drops(NAME, zoom(OURS, "Jana Novak"))
    lena.sees("Just show me")
    lena.sees_nothing_of("I can't find")


async def test_a_past_meeting_is_found_by_its_guests_if_the_file_has_no_time(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Vossberg", "Halden")
    await reads(
        office,
        meeting("1", "Check-in", 17, "10:00", JANA),
        meeting("2", "Check-in", 10, "10:00", JANA),
        meeting("3", "Halden", 18, "10:00", Attendee("", "bo.lind@halden.example")),
    )
    await office.until(23, "12:00")
    await lena.drops("call.vtt", zoom(OURS, "Jana Novak"))
    lena.sees("Which of these meetings in your calendar is that transcript from?")
    lena.sees_nothing_of("Halden", "not on file yet")
    await lena.presses("Vossberg, Tuesday 10 November 10:00")
    await lena.presses("Just show me")
    lena.sees("Vossberg, Tuesday 10 November 10:00. You talked 45% of the time.")


async def test_somebody_whose_calendar_has_another_name_says_once_who_they_are(
    office: Office,
) -> None:
    lena = office.lena
    pia = Attendee("", "pia.roth@vossberg.example")
    await reads(office, meeting("1", "Vossberg: Testphase", 17, "10:00", JANA, pia))
    await office.until(23, "12:00")
    await lena.drops(OF_TUESDAY, zoom("Marta Lind", "Bo Li"))  # a call of somebody else
    lena.sees("That looks like somebody else's call, Lena Brandt: nobody in it has a name like")
    await lena.drops(OF_TUESDAY, zoom("Marta Lind", "Jana Novak", "Pia Roth"))
    lena.sees("Who are you in this call?")
    lena.sees_nothing_of("% of the words", "usual week")
    await lena.presses("I wasn't in it")
    lena.sees("I've kept nothing from it.")
    await lena.drops(OF_TUESDAY, zoom("Marta Lind", "Jana Novak", "Pia Roth"))
    await lena.presses("Marta Lind")
    await lena.presses("Yes, measure it")
    await lena.presses("Just show me")
    lena.sees("Vossberg, Tuesday 17 November 10:00. You talked")
    async with office.attune.database.read() as session:
        known = (await session.exec(select(SpeakerName))).all()
    assert [(one.label, one.mine) for one in known] == [("marta lind", True)]
    await lena.drops(OF_TUESDAY, zoom("Marta Lind", "Jana Novak", "Pia Roth", minutes=14))
    lena.sees("Is this file from Vossberg, Tuesday 17 November 10:00?")  # not asked who she is
    await lena.presses("Yes, replace the figures")
    lena.sees("You talked")
    halden = NAME.replace("1123", "1118")
    await lena.drops(halden, zoom("Marta Lind", "Tom Ash"))  # her name, but no call of hers
    lena.sees("That looks like somebody else's call, Lena Brandt")


async def test_a_call_that_was_noted_by_hand_proves_nothing(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    named = "Northwind-20261123_100203-Meeting Transcript.vtt"
    await lena.drops(named, zoom("Marta Lind", "Jana Novak"))
    lena.sees("That looks like somebody else's call, Lena Brandt")
    assert not await figures(office.attune)


async def test_the_name_in_the_address_of_the_calendars_owner_is_the_reps(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await knows(office, "Northwind")
    await tomas.types("/prep")
    async with office.attune.database.write() as session:
        person = await people.ensure(
            session, office.lena_tenant, office.lena_id, OURS, "Europe/Berlin"
        )
        for own in ("marta.lind@ours.example", "tomas.keller@ours.example"):
            await own_addresses.note_said(
                session, person, own, ["ours.example"], office.clock.now()
            )
    await lena.types("/prep Northwind today 10:00")
    await office.until(23, "11:00")
    await lena.drops(NAME, zoom("Marta Lind", "Jana Novak"))
    await lena.presses("Just show me")
    lena.sees("Northwind, today 10:00. You talked 45% of the time.")
    await lena.drops(NAME, zoom("Tomas Keller", "Jana Novak", minutes=13))
    lena.sees("“Tomas Keller” is the name of a colleague here")


async def test_a_colleagues_calendar_finds_nothing(office: Office) -> None:
    await reads(office, meeting("1", "Vossberg: Testphase", 17, "10:00", JANA))
    await office.until(23, "12:00")
    await office.tomas.drops(OF_TUESDAY, zoom("Tomas Keller", "Jana Novak"))
    office.tomas.sees("I have no call of yours on file for")
    office.tomas.sees_nothing_of("Vossberg")


async def test_who_spoke_in_the_transcript_of_an_earlier_call_is_not_new(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    people = [Attendee("", f"{one}@northwind.example") for one in ("jana.novak", "bo.lind")]
    await reads(office, meeting("1", "Northwind", 26, "15:00", *people))
    await lena.types("/prep Northwind today 10:00")
    await office.until(23, "11:00")
    await lena.drops(NAME, zoom(OURS, "Jana Novak"))
    if "Is this file from" in lena.screen:
        await lena.presses("Yes, measure it")
    await lena.presses("Just show me")
    lena.sees("You talked 45% of the time.")
    await office.until(26, "14:30")
    lena.sees("New: Bo Lind")
    lena.sees_nothing_of("New: Jana")


async def test_a_new_account_with_a_similar_name_is_one_tap_away(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    await office.until(23, "12:00")
    await lena.drops(NAME, zoom(OURS, "Jana Novak"))
    await lena.answers_in_message("Note the call", account="Northwinds", when="today 10:00")
    lena.sees("Did you mean Northwind?")
    await lena.presses("It is a new account")
    await lena.presses("Just show me")
    lena.sees("Northwinds, today 10:00. You talked 45% of the time.")


async def test_no_brief_says_what_came_from_forgotten_figures_or_the_guess_about_them(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(7))
    await lena.presses("Mostly me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.types("/prep Northwind tomorrow 9:00")
    lena.sees("of the talk was yours")
    await lena.types("transcripts")
    await lena.presses("Northwind, today 10:00")
    await lena.presses("Delete the figures")
    lena.sees("So is your guess about who talked more.")
    await lena.types("/prep Northwind Wednesday 9:00")
    lena.sees_nothing_of("Last time you talked", "of the talk was yours")


async def test_a_file_that_is_no_transcript_is_refused_and_nothing_of_it_is_kept(
    office: Office,
) -> None:
    await office.lena.drops("minutes.txt", b"Minutes of Monday\n\nWe agreed on the budget.\n")
    office.lena.sees("I haven't kept any of it.")
    assert not await left(office.attune)


async def test_a_meeting_whose_guests_do_not_speak_is_not_offered_if_a_call_on_file_fits(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Halden Foods", "Halden Logistics")
    for day in (24, 25):
        await lena.types(f"/prep Halden Foods {day} November 10:00")
        await lena.presses("Change time or people")
        await lena.fills(coming="Jana Novak")
        await lena.submits()
    bo = Attendee("", "bo.lind@halden.example")
    await reads(office, meeting("1", "Halden Logistics", 18, "10:00", bo))
    await office.until(27, "12:00")
    await lena.drops("Halden Foods - follow-up.vtt", zoom(OURS, "Jana Novak", "Tom Ash"))
    lena.sees("Which call is that transcript from?", "Halden Foods")
    lena.sees_nothing_of("Your calendar shows", "Halden Logistics")


async def test_a_typed_time_on_another_day_than_the_files_is_asked_for_again(
    office: Office,
) -> None:
    lena = office.lena
    await office.until(23, "12:00")
    await lena.drops(NAME, zoom(OURS, "Jana Novak"))
    await lena.answers_in_message("Note the call", account="Halden", when="20 November 15:00")
    lena.sees_problem("that time is on Friday 20 November. Type a time on the file's day.")
    await lena.answers_in_message("Note the call", account="Halden", when="23 November 10:02")
    await lena.presses("Just show me")
    lena.sees("Halden, today 10:02. You talked 45% of the time.")
