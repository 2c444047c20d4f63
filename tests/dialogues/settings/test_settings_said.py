"""Settings that people change in their own words, and lines that begin alike but set nothing."""

import asyncio

import pytest

from handlers.rhythm_settings import rhythm_of, save_rhythm
from storage.workspace import people
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.postgres import until_one_waits_for_a_lock

SET = {
    "can i get my brief 2h before": "Briefs come 2 hours before your calls now.",
    "brief me 30 min before": "Briefs come 30 minutes before your calls now.",
    "listening tips 5 min before": "Listening lines come 5 minutes before your calls now.",
    "ask me how it went 30 min after": "I ask how it went 30 minutes after your calls now.",
    "agenda at 8": "Your agenda comes at 08:00 now.",
    "send my research questions at 5": "the working day before, at 17:00 now.",
    "i start at 9": "Your working day starts at 09:00 now. The agenda comes at 08:30.",
    "i dont work fridays": "Your working days are Mon, Tue, Wed, Thu now.",
    "i work tue to thu": "Your working days are Tue, Wed, Thu now.",
    "no messages after 6pm": "Your quiet hours begin at 18:00 now.",
    "dont ping me before 9": "Your quiet hours end at 09:00 now.",
    "max 5 msgs a day pls": "I send you at most 5 nudges a day now.",
}
NEAREST = {
    "send me briefs the evening before": "at most 12 hours before its call",
    "brief me 30 min before the northwind call": "the same amount of time before every call",
    "brief me 5 min before": "That must be between 15 minutes and 12 hours.",
    "my lunch is 12 to 1": "You have one quiet time, from 19:00 to 07:30.",
    "less messages please": "I send up to 10 nudges a day.",
    "too many msgs": "I send up to 10 nudges a day.",
    "dont brief me for internal calls": "I send no briefs for internal calls.",
    "skip the brief for tomorrow": "You have no call planned, so no brief will come.",
    "i finish at 5": "Quiet hours begin at 19:00. Should they begin at 17:00?",
}
NOT_SETTINGS = (
    "alder wants a brief 30 min before",
    "i work on the alder deal from 9",
    "alder gets too many messages",
    "northwind starts at 9",
    "at alder they send max 5 messages a day",
    "alder has no brief from tomorrow on",
)


async def test_a_setting_is_changed_in_words_and_put_back(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    await lena.types("/rhythm")
    before = lena.screen
    for line, answer in SET.items():
        await lena.types(line)
        lena.sees(answer)
        await lena.presses("Undo")
        lena.sees("Undone.")
        await lena.types("/rhythm")
        assert lena.screen == before, line


async def test_what_cannot_be_set_is_answered_with_the_nearest_setting(office: Office) -> None:
    lena = office.lena
    for line, answer in NEAREST.items():
        await lena.types(line)
        lena.sees(answer)
    await lena.presses("Quiet from 17:00")
    lena.sees("Your quiet hours begin at 17:00 now.")
    await lena.types("brief me 5 min before")
    await lena.presses("Use 15 minutes")
    lena.sees("Briefs come 15 minutes before your calls now.")
    await lena.types("i work 9 to 5")
    lena.sees("Your working day starts at 09:00 now. The agenda comes at 08:30.")
    await lena.presses("Agenda at 09:00")
    lena.sees("Your agenda comes at 09:00 now.")
    await lena.types("agenda at 9")
    lena.sees("Your agenda comes at 09:00 already.")


async def test_notes_that_begin_like_a_setting_stay_notes(office: Office) -> None:
    await put_on_file(office)
    for line in NOT_SETTINGS:
        await office.lena.types(line)
        office.lena.sees("Noted, only you see it:")


async def test_a_setting_of_a_stopped_message_can_start_it_again(office: Office) -> None:
    lena = office.lena
    await lena.types("stop briefs")
    await lena.types("brief me 2h before")
    lena.sees("Briefs come 2 hours before your calls now. Briefs are off, though.")
    await lena.presses("Send briefs")
    lena.sees("On again: briefs.")
    for typed in ("nah turn it back on", "no wait switch them on again"):
        await lena.types("stop briefs")
        await lena.types(typed)
        lena.sees("On again: briefs.")
    await lena.types("nah turn it back on")  # nothing is off
    lena.sees_nothing_of("On again")


async def test_a_place_for_a_few_days_is_offered_as_the_time_zone(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    for line in ("im in london this week", "I'm in London until fri", "in london today btw"):
        await lena.types(line)
        lena.sees(
            "In London it is",
            "If you switch, they stay in London time until you tell me",
            "Use Europe/London",
        )
    await lena.types("im travelling to new york next week")
    lena.sees("In New York it is", "Use America/New_York")
    await lena.presses("Use America/New_York")
    lena.sees("Your times are in New York time now.")
    await lena.types("im back in berlin")
    await lena.presses("Use Europe/Berlin")
    lena.sees("Your times are in Berlin time now.")
    for line in ("im in berlin with jana this week", "im in the northwind account this week"):
        await lena.types(line)
        lena.sees_nothing_of("time zone", "it is ")


async def test_a_setting_just_changed_is_corrected(office: Office) -> None:
    lena = office.lena
    await lena.types("i start at 9")
    lena.sees("Your working day starts at 09:00 now.")
    for typed, clock in (("wait no 10am", "10:00"), ("make it 9:30", "09:30")):
        await lena.types(typed)
        lena.sees(f"Your working day starts at {clock} now.", "Undo")
    await lena.types("brief me 30 min before")
    await lena.types("no make it 45 min")
    lena.sees("Briefs come 45 minutes before your calls now.")
    await lena.types("make it 45 seats")
    lena.sees_nothing_of("now.")


@pytest.mark.parametrize("office", ["teams"], indirect=True)  # on PostgreSQL, two can write at once
async def test_what_is_set_meanwhile_stays_if_a_setting_is_put_back(office: Office) -> None:
    lena = office.lena
    await lena.types("max 5 msgs a day pls")
    async with office.attune.database.write(office.lena_tenant) as session:
        row = await office.row(session, lena)
        await people.lock(session, row)
        save_rhythm(row, rhythm_of(row).changed({"no_model": True}))
        await session.flush()
        pressed = asyncio.create_task(lena.presses("Undo"))
        await until_one_waits_for_a_lock(office.attune.settings.database_url)
    await pressed
    lena.sees("Undone.")
    async with office.attune.database.read(office.lena_tenant) as session:
        rhythm = rhythm_of(await office.row(session, lena))
    assert (rhythm.no_model, rhythm.most_a_day) == (True, 10)
