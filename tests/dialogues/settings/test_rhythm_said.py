"""What /rhythm says about a person's messages, and about nothing that the person can't get."""

from tests.dialogues.office import Office
from tests.dialogues.team.test_help import pressed


async def test_quiet_hours_of_no_length_are_none(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(quiet_from="08:00", quiet_to="08:00")
    await lena.submits()
    lena.sees("No quiet hours. Up to")
    lena.sees_nothing_of("Quiet from")


async def test_asks_that_were_taken_back_are_news_for_marketing_alone(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    lena.sees_nothing_of("what reps took back", "asks taken back")
    await office.makes("Lena Brandt", "marketer")
    await lena.types("/rhythm")
    lena.sees("what reps took back")


async def test_the_teams_morning_concerns_only_who_leads_a_team(office: Office) -> None:
    tomas = office.tomas
    await tomas.types("/calls")
    await office.makes("Tomas Keller", "manager")
    quiet = "The team's morning at 08:45 is in the quiet hours"
    for leads in (False, True):
        if leads:
            await office.leads(tomas, [office.lena])
        await tomas.types("/rhythm")
        await tomas.presses("Change times")
        await tomas.fills(quiet_to="10:00")
        await tomas.submits()
        assert (quiet in tomas.screen) is leads
        await tomas.opens_home()
        assert (quiet in tomas.screen) is leads


async def test_a_kind_that_cannot_be_stopped_is_said_to_be_one(office: Office) -> None:
    await office.knows(office.lena)
    said = await pressed(office, office.lena, "rhythm.mute", "list:emptied")
    assert said == "That kind of message can't be stopped."
    said = await pressed(office, office.lena, "rhythm.mute", "list:carrier pigeons")
    assert said == "That kind of message no longer exists. /rhythm shows all kinds."


async def test_a_message_that_was_just_stopped_is_started_again_in_few_words(
    office: Office,
) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    for words in (
        *("start it again", "turn the team morning back on", "turn the reminders back on"),
        *("can you switch it on again", "bring back the team morning", "start"),
    ):
        await tomas.types("stop the team morning")
        tomas.sees("Stopped: the team's morning.")
        await tomas.types(words)
        tomas.sees("On again: the team's morning.")
    await tomas.types("turn it on")  # everything is on, so this is about something else
    tomas.sees_nothing_of("on again", "On again")


async def test_what_stays_off_is_said_when_messages_are_on_again(office: Office) -> None:
    lena = office.lena
    await lena.types("stop briefs")
    await lena.types("snooze 2 hours")
    await lena.types("start again")
    lena.sees("Messages are on again.", "You stopped these, and they stay off: briefs.")
    await lena.types("stop the morning agenda")
    await lena.types("start again")
    lena.sees("You stopped these. Which one should I start again?", "Start briefs")
    await lena.types("snooze 2 hours")
    await lena.presses("Start the morning agenda")
    lena.sees("On again: the morning agenda.", "Snoozed until", "Start again now")
    await lena.types("stop the reminders")  # a rep gets no reminders of one certain kind
    lena.sees("I can pause all messages:")


async def test_ask_again_starts_the_questions_that_were_stopped(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    for words in ("ok ask again", "you can ask me again", "start asking again", "ok ask me again"):
        await lena.types("dont ask me how it went any more")
        lena.sees("Stopped: reflection prompts.")
        await lena.types(words)
        lena.sees("On again: reflection prompts.")
    await lena.types("ok ask again")  # nothing is stopped
    lena.sees_nothing_of("On again", "on again")


async def test_ask_again_asks_which_questions_if_two_kinds_are_stopped(office: Office) -> None:
    lena = office.lena
    await lena.types("stop reflection prompts")
    await lena.types("stop research questions")
    await lena.types("ask again please")
    lena.sees("Which one should I start again?", "Start research questions")
    for about_somebody in ("ask jana again", "ask them again", "ask again about pricing"):
        await lena.types(about_somebody)
        lena.sees_nothing_of("On again", "start again")
    await lena.types("ask me how it went again")
    lena.sees("On again: reflection prompts.")
