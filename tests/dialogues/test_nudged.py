"""Nudges around a call: each comes at the right time, and at no other."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.shipped import SHIPPED_PLAYBOOK

pytestmark = pytest.mark.every_platform


async def test_the_rhythm_of_one_call(office: Office) -> None:
    lena = office.lena
    await plan(office)
    before = len(lena.messages)
    await office.until(23, "15:59")
    assert len(lena.messages) == before
    await office.until(23, "16:00")
    lena.sees("Worth ten minutes before Northwind", "Answer", "Stop research questions")
    await office.until(24, "08:30")
    lena.sees("One call at 15:00: Northwind.", "Stop the morning agenda")
    await office.until(24, "14:00")
    lena.sees("Tuesday 24 November 15:00", "Stop briefs")
    await office.until(24, "14:50")
    lena.sees("Northwind, in 10 minutes.", "Not useful", "Stop listening lines")
    lena.sees_nothing_of("open with", "Your focus")
    await office.until(24, "15:35")
    lena.sees("Northwind: how did it go?", "It went well", "They didn't come")
    assert len(lena.messages) == before + 5
    await office.until(25, "08:30")
    lena.sees("One call to look back on.", "Reflect: Northwind, Tuesday 24 November")
    assert len(lena.messages) == before + 6
    await office.until_december(4, "18:00")
    assert len(lena.messages) == before + 6


async def test_between_two_calls_without_a_break_nobody_is_asked_to_reflect(office: Office) -> None:
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden tomorrow 10:30")
    await office.until(24, "11:04")
    assert not any("how did it go?" in message for message in office.lena.messages)
    before = len(office.lena.messages)
    await office.until(24, "11:05")
    office.lena.sees("Northwind: how did it go?", "Halden: how did it go?")
    assert len(office.lena.messages) == before + 1


async def test_questions_of_the_afternoon_wait_for_the_end_of_a_call(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden today 15:50")
    await office.until(23, "15:40")
    before = len(lena.messages)
    await office.until(23, "16:24")
    assert len(lena.messages) == before
    await office.until(23, "16:25")
    lena.sees("Worth ten minutes before Northwind", "Halden: how did it go?")
    assert len(lena.messages) == before + 1


async def test_reflections_are_asked_once_more_whatever_else_is_on_and_then_never(
    office: Office,
) -> None:
    lena = office.lena
    for words in ("Northwind Friday 10:00", "Halden Friday 13:00", "Alder Friday 15:00"):
        await plan(office, words)
    await plan(office, "Birch 30 Nov 11:00")
    await office.until(30, "08:29")
    asked = sum("how did it go?" in message for message in lena.messages)
    assert asked == 3
    await office.until(30, "08:30")
    lena.sees("One call at 11:00: Birch.", "Still to reflect on")
    for name in ("Northwind", "Halden", "Alder"):
        lena.sees(f"Reflect: {name}, Friday 27 November")
    before = len(lena.messages)
    await office.until_december(9, "18:00")
    assert not any("Friday 27 November" in message for message in lena.messages[before:])


async def test_what_was_asked_for_this_morning_is_not_asked_again_in_the_agenda(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 18:40")
    await office.until(24, "07:30")
    lena.sees("Northwind: how did it go?")
    before = len(lena.messages)
    await office.until(24, "18:00")
    assert len(lena.messages) == before


async def test_a_cancelled_call_sends_nothing(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Everything on file")
    await lena.presses("Cancel this call")
    lena.sees("Cancelled: Northwind, tomorrow 15:00", "Nothing more will be sent about it.")
    assert set((await office.reasons()).values()) == {"no longer planned"}
    assert await office.attune.wakers[0].delivery.next_due() is None
    before = len(lena.messages)
    await office.until(26, "18:00")
    assert len(lena.messages) == before


async def test_a_changed_call_does_not_bring_the_brief_that_was_just_shown(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await office.until(23, "08:50")
    await lena.presses("Change time or people")
    await lena.fills(when="today 9:20")
    await lena.submits()
    before = len(lena.messages)
    await office.until(23, "09:09")
    assert len(lena.messages) == before


def briefs(messages: list[str]) -> int:
    return sum("Change time or people" in each and "Stop briefs" in each for each in messages)


async def test_a_call_that_only_moves_brings_its_brief_once(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await office.until(24, "09:05")
    sent = briefs(lena.messages)
    assert sent == 1
    await lena.types("move northwind to 10:30")
    lena.sees("Moved Northwind from today 10:00 to today 10:30.")
    await office.until(24, "09:45")
    assert briefs(lena.messages) == sent
    await lena.types("move northwind to 11:30")
    await lena.types("northwind: Jana is afraid of the works council")
    await office.until(24, "10:45")
    assert briefs(lena.messages) == sent + 1
    lena.sees("afraid of the works council")


async def test_a_call_that_moves_to_another_day_brings_its_brief_again(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await office.until(24, "09:05")
    await lena.types("move northwind to thursday 10:00")
    await office.until(26, "09:05")
    assert briefs(lena.messages) == 2


async def test_a_cancellation_can_be_undone(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Everything on file")
    await lena.presses("Cancel this call")
    await lena.presses("Undo")
    lena.sees("Tomorrow 15:00")
    await office.until(24, "14:50")
    lena.sees("Northwind, in 10 minutes.")


async def test_a_moved_call_moves_its_nudges(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(when="Thursday 10:00")
    await lena.submits()
    before = len(lena.messages)
    await office.until(25, "15:59")
    assert len(lena.messages) == before
    await office.until(26, "09:50")
    lena.sees("Northwind, in 10 minutes.")


async def test_a_kind_is_stopped_from_its_own_message(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await office.until(23, "16:00")
    await lena.presses("Stop research questions")
    lena.sees("Stopped: research questions. Undo it here, or later in /rhythm.")
    await lena.types("/prep Halden Wednesday 10:00")
    await lena.presses("Add “Halden”")
    await office.until(24, "16:30")
    assert not any("Worth ten minutes before Halden" in message for message in lena.messages)


async def test_calls_on_days_off_and_after_them_are_asked_about_once(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind Saturday 10:00")
    await lena.types("/prep Northwind 30 November 15:00")
    await lena.types("/prep Halden 30 November 17:00")
    await lena.presses("Add “Halden”")
    await office.until(27, "16:00")
    asked = [each for each in lena.messages if "Worth ten minutes before" in each]
    assert len(asked) == 1
    lena.sees("Worth ten minutes before Northwind and Halden")
    await office.until(30, "14:00")
    assert len([each for each in lena.messages if "Worth ten minutes before" in each]) == 1


async def test_stopping_can_be_undone(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/rhythm")
    await lena.answers_in_message(message="listen")
    await lena.presses("Stop listening lines")
    lena.sees("Off: listening lines")
    await lena.answers_in_message(message="listen")
    await lena.presses("Send listening lines")
    await office.until(24, "14:50")
    lena.sees("Northwind, in 10 minutes.")


async def test_quiet_hours_shift_what_is_of_use_and_drop_the_rest(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 7:00")
    await office.until(24, "07:29")
    assert not any("in 10 minutes" in message for message in lena.messages)
    await office.until(24, "09:00")
    assert (await office.reasons())["listen"] == "quiet hours"
    lena.sees("Northwind: how did it go?")


async def test_nothing_is_sent_while_away_and_nothing_piles_up(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Away…")
    await lena.fills(back="2026-11-25", **{"from": "2026-11-23"})
    await lena.submits()
    lena.sees("Away", "until Wednesday 08:00")
    before = len(lena.messages)
    await office.until(25, "07:59")
    assert len(lena.messages) == before
    await office.until(25, "18:00")
    assert len(lena.messages) == before


async def test_calls_in_an_absence_are_named_when_it_is_set_and_when_they_are_planned(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Away…")
    await lena.fills(back="2026-11-26", **{"from": "2026-11-24"})
    await lena.submits()
    lena.sees("You have a call then. Nothing will be sent about it.")
    lena.sees("/calls shows it.")
    await plan(office, "Halden Wednesday 10:00")
    lena.sees("You'll be away then: nothing will be sent to you until you're back.")


async def test_two_calls_with_one_account_are_told_apart_and_named_once(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await lena.types("/prep Northwind tomorrow 15:00")
    await lena.presses("A second call")
    await office.until(23, "16:00")
    lena.sees("Worth ten minutes before Northwind")
    lena.sees_nothing_of("Northwind and Northwind")
    lines = lena.messages[-1].splitlines()
    asked = [line for line in lines if line.strip().endswith("?")]
    assert asked
    assert len(asked) == len(set(asked)) == 3
    await office.until(24, "08:30")
    lena.sees("Brief: Northwind, 10:00", "Brief: Northwind, 15:00")
    await office.until(25, "08:30")
    lena.sees(
        "Reflect: Northwind, Tuesday 24 November, 10:00",
        "Reflect: Northwind, Tuesday 24 November, 15:00",
    )


async def test_the_brief_of_a_late_call_comes_before_quiet_hours_and_that_is_said(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind today 20:00")
    lena.sees(
        "The minutes before today 20:00 are in your quiet hours: the brief comes today 18:55."
    )
    await office.until(23, "18:54")
    before = len(lena.messages)
    await office.until(23, "18:55")
    lena.sees("Monday 23 November 20:00", "Stop briefs")
    await office.until(24, "07:00")
    assert len(lena.messages) == before + 1


async def test_a_call_of_a_day_off_is_not_asked_about_afterwards(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden Wednesday 10:00")
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Away…")
    await lena.fills(back="2026-11-25", **{"from": "2026-11-24"})
    await lena.submits()
    await office.until(25, "08:30")
    lena.sees("One call at 10:00: Halden.")
    lena.sees_nothing_of("Still to reflect on")
    assert not any("Northwind: what did" in message for message in lena.messages)


async def test_a_reflection_is_never_asked_before_its_time(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden tomorrow 11:32")
    await office.until(24, "10:32")
    lena.sees("Tuesday 24 November 11:32", "Stop briefs")
    lena.sees_nothing_of("Northwind: how did it go?")
    await office.until(24, "10:34")
    lena.sees_nothing_of("Northwind: how did it go?")
    await office.until(24, "10:35")
    lena.sees("Northwind: how did it go?")


async def test_stopped_reflections_are_not_asked_for_in_the_agenda_either(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await plan(office, "Halden Wednesday 10:00")
    await office.until(24, "15:35")
    await lena.presses("Stop reflection prompts")
    await office.until(25, "08:30")
    lena.sees("One call at 10:00: Halden.")
    lena.sees_nothing_of("Still to reflect on", "Reflect: Northwind")


async def test_two_calls_without_a_break_have_one_button_to_stop_the_prompts(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden tomorrow 10:30")
    await office.until(24, "11:05")
    lena.sees("Northwind: how did it go?", "Halden: how did it go?")
    assert lena.screen.count("Stop reflection prompts") == 1
    await lena.presses("Stop reflection prompts")
    lena.sees("Stopped: reflection prompts.")


async def test_being_back_must_come_after_leaving(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Away…")
    await lena.fills(back="2026-11-20", **{"from": "2026-11-23"})
    await lena.submits()
    assert "back" in lena.problems


async def test_back_to_back_calls_share_a_message(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden tomorrow 10:45")
    await office.until(24, "10:34")
    before = len(lena.messages)
    await office.until(24, "10:40")
    assert len(lena.messages) == before + 1
    lena.sees("Halden, in 10 minutes.")
    lena.sees_nothing_of("Northwind: how did it go?")  # she is about to begin the next call
    await office.until(24, "11:20")
    assert len(lena.messages) == before + 2
    lena.sees("Northwind: how did it go?", "Halden: how did it go?")
    await lena.presses("Mixed: Northwind, Tuesday 24 November 10:00")
    lena.sees("Saved: Northwind. How did it go? Mixed.")
    assert any("Halden: how did it go?" in message for message in lena.messages)


async def test_a_day_has_no_more_messages_than_wanted(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(most_a_day="2")
    await lena.submits()
    lena.sees("Up to 2 nudges a day, plus answers to what you ask.")
    await plan(office)
    before = len(lena.messages)
    await office.until(24, "08:00")
    await office.until(24, "20:00")
    assert len(lena.messages) == before + 1 + 2
    assert any("Stop briefs" in message for message in lena.messages[before:])
    assert (await office.reasons())["listen"] == "over the day's limit"
    await lena.types("/rhythm")
    lena.sees("Left out today because of the daily limit: listening lines, reflection prompts.")
    await office.until(25, "07:40")
    await lena.types("/rhythm")
    lena.sees_nothing_of("Left out today")


async def test_news_and_moves_take_nothing_from_the_days_limit(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(tomas)
    await office.makes("Tomas Keller", "admin")
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(most_a_day="4")
    await lena.submits()
    lena.sees("News, such as a message from an admin, does not count.")
    await plan(office, "Northwind today 11:00 with Jana Novak")
    await tomas.types("roll-out")
    await tomas.presses("Write to people")
    await tomas.fills(whom="all", line="From Monday, every call has a brief.")
    await tomas.submits()
    await tomas.presses("Send it")
    await office.until(23, "10:05")
    lena.sees("Jana Novak", "Stop briefs")
    for time in ("11:10", "11:20", "11:30"):
        await lena.types(f"move northwind to {time}")
        await office.until(23, f"10:{time[-2:]}")
        lena.sees(f"Northwind is now Monday 23 November {time}.")
    await office.until(23, "12:30")
    lena.sees("how did it go?")
    assert "over the day's limit" not in (await office.reasons()).values()


async def test_on_a_full_day_each_call_still_gets_its_brief(office: Office) -> None:
    lena = office.lena
    for words in ("Northwind tomorrow 10:00", "Halden tomorrow 13:00", "Alder tomorrow 15:30"):
        await plan(office, words)
    await plan(office, "Birch Wednesday 11:00")
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(most_a_day="5")
    await lena.submits()
    await office.until(24, "08:00")
    before = len(lena.messages)
    await office.until(24, "20:00")
    sent = lena.messages[before:]
    assert len(sent) == 5
    assert sum("Stop briefs" in message for message in sent) == 3
    assert sum("Stop the morning agenda" in message for message in sent) == 1
    assert sum("how did it go?" in message for message in sent) == 1
    assert not any("Stop listening lines" in message for message in sent)


async def test_a_wrong_setting_is_said_at_its_field(office: Office) -> None:
    lena = office.lena
    for field, typed in (
        ("agenda_at", "eight or nine"),
        ("quiet_from", "25:00"),
        ("zone", "Berlin/Europe"),
        ("most_a_day", "0"),
        ("listen_minutes", "ten"),
        ("brief_minutes", "-5"),
    ):
        await lena.types("/rhythm")
        await lena.presses("Change times")
        await lena.fills(**{field: typed})
        await lena.submits()
        assert list(lena.problems) == [field]


async def test_lead_times_and_zone_are_the_persons_own(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/rhythm")
    await lena.presses("Change times")
    await lena.fills(zone="London", listen_minutes="5", agenda_at="9.15")
    await lena.submits()
    lena.sees("Time zone: Europe/London", "listening line 5 minutes before", "agenda at 09:15")
    await office.until(24, "14:54")
    lena.sees_nothing_of("in 5 minutes")
    await office.until(24, "14:55")
    lena.sees("Northwind, in 5 minutes.")


async def test_snoozing_holds_everything_back(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Snooze until tomorrow")
    lena.sees("Snoozed until tomorrow 08:00.")
    before = len(lena.messages)
    await office.until(23, "19:00")
    assert len(lena.messages) == before
    await lena.types("/rhythm")
    await lena.presses("Start again now")
    lena.sees_nothing_of("Snoozed")


async def test_what_is_sent_is_said_in_six_lines_with_one_menu(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    lena.sees(
        "Your rhythm",
        "Before calls: questions at 16:00 the working day before, agenda at 08:30, "
        "brief 60 minutes before, listening line 10 minutes before.",
        "After calls: reflection 5 minutes after, ",
        "Team: colleagues' requests for help, ",
        "Marketing: answers to what you asked, ",
        "Calendar: changes to your calls, ",
        "Channels: ",
        "Change or stop a message…",
    )
    lena.sees_nothing_of("Stop ", "what reps pass on")
    for words in ("stop", "stop bugging me"):
        await lena.types(words)
        lena.sees("Which messages should I stop?", "Change or stop a message…", "Pause…")
        lena.sees_nothing_of("Before calls:", "Quiet from")


async def test_a_kind_is_stopped_with_a_choice_and_a_press(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.answers_in_message(message="agenda")
    lena.sees("Before calls: agenda at 08:30.", "Change times", "Back")
    await lena.presses("Stop the morning agenda")
    lena.sees("Off: the morning agenda.")
    lena.sees_nothing_of("agenda at 08:30", "Stop the morning agenda")
    await lena.answers_in_message(message="agenda")
    lena.sees("Off. If you turn it on again, I'll send it as before.")
    await lena.presses("Send the morning agenda")
    lena.sees("agenda at 08:30")
    lena.sees_nothing_of("Off: ")


async def test_the_time_of_a_kind_is_changed_from_its_card(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.answers_in_message(message="brief")
    await lena.presses("Change times")
    await lena.fills(brief_minutes="30")
    await lena.submits()
    lena.sees("brief 30 minutes before")
    await lena.answers_in_message(message="call_moved")
    lena.sees("Calendar: calls that moved.")
    lena.sees_nothing_of("Change times")


async def test_snoozing_twice_is_snoozing(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Pause…")
    await lena.presses("Snooze for an hour")
    await lena.presses("Pause…")
    await lena.presses("Snooze for an hour")
    lena.sees("Snoozed until today 09:20.")


async def test_a_focus_is_kept_for_three_calls(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("Choose a focus")
    await lena.fills(focus="count-after-answer")
    await lena.submits()
    lena.sees("I count to three before I say anything.")
    await lena.presses("Change focus")
    lena.sees("Keep this focus for 3 more calls. Then you can change it.")
    await office.until(24, "14:50")
    lena.sees("Northwind, in 10 minutes.")
    assert lena.messages[-1].splitlines()[0] in {
        line.text for line in SHIPPED_PLAYBOOK.listening if line.area == "patience"
    }
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("Clear focus")
    lena.sees("Choose a focus")
    lena.sees_nothing_of("I count to three before I say anything.")


async def test_ten_listening_lines_are_ten_different_ones(office: Office) -> None:
    lena = office.lena
    for day in range(10):
        await lena.types(
            f"/prep Northwind {24 + day if day < 7 else day - 6} "
            f"{'Nov' if day < 7 else 'Dec'} 11:00"
        )
        if day == 0:
            await lena.presses("Add “Northwind”")
    await office.until(30, "23:00")
    lines = [m.splitlines()[0] for m in lena.messages if "Northwind, in 10 minutes." in m]
    assert len(lines) == len(set(lines)) == 7


async def test_a_number_outside_its_range_is_asked_for_again(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Change times")
    lena.sees("Brief, minutes before (15 to 720)")
    await lena.fills(brief_minutes="5")
    await lena.submits()
    asked = "Brief, minutes before (15 to 720): type a whole number in that range."
    assert lena.problems == {"brief_minutes": asked}
