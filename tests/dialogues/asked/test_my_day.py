"""Questions about the rep's own day: the next call, today, what is overdue, the deals."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database


async def test_a_question_about_the_day_has_its_own_short_answer(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("whats my next call")
    lena.sees("Your next call: today 16:00 Alder and Finch", "With Mia Berg (store manager).")
    lena.sees_nothing_of("Northwind", "Brightwater")
    asked = ("what do i have to do today", "whats on 2day", "my todos", "my meetings today")
    for typed in asked:
        await lena.types(typed)
        lena.sees("16:00 Alder and Finch", "Promises due", "Pricing for 40 seats")
        lena.sees_nothing_of("Brightwater", "14:30")
    await lena.types("what is on 2moro")
    lena.sees("14:30 Northwind")
    lena.sees_nothing_of("Alder", "Brightwater")
    await lena.types("whats on friday?")
    lena.sees("You have no calls on Friday.", "All calls")
    await lena.types("whats overdue")
    lena.sees("Overdue: 1 promise", "You owe Northwind: Pricing for 40 seats")
    lena.sees_nothing_of("One pager", "Depot list")
    await lena.presses("Done")
    await lena.types("anything overdue?")
    lena.sees("Nothing is overdue.")
    await lena.types("whats due this week")
    lena.sees("One pager", "Depot list")


async def test_what_matters_today_and_what_is_due_are_asked_in_few_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    missed = ("what did i miss", "did I miss anything?", "catch me up", "how many calls left today")
    for typed in (
        *missed,
        "what matters today",
        "what first",
        "whats first today",
        "anything due today?",
    ):
        await lena.types(typed)
        lena.sees("16:00 Alder and Finch", "Promises due", "Pricing for 40 seats")
    await lena.types("anything due tmrw?")
    lena.sees("Due by tomorrow: 3 promises", "Depot list")
    lena.sees_nothing_of("One pager")
    await lena.types("whats due next week")
    lena.sees("Due by Sunday 6 December: 4 promises")


async def test_the_calls_of_a_day_or_a_week_are_listed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("calls tmrw?", "what calls tomorrow", "calls on wed pls"):
        await lena.types(typed)
        lena.sees("14:30 Northwind")
        lena.sees_nothing_of("Alder", "Brightwater")
    for typed in ("what calls this week", "any calls this week?", "calls this week", "my week"):
        await lena.types(typed)
        lena.sees("Alder and Finch", "Northwind", "Brightwater Clinics")
    for typed in (
        "any calls this wk?",
        "whats on this wk",
        "hows my wk looking",
        "anything this wk",
    ):
        await lena.types(typed)
        lena.sees("Alder and Finch", "Northwind", "Brightwater Clinics")
    for typed in ("am i busy thurs?", "hows thurs looking", "any mtgs thurs", "thurs?", "and thu?"):
        await lena.types(typed)
        lena.sees("15:00 Brightwater Clinics")
        lena.sees_nothing_of("Alder", "Northwind")
    for typed in ("calls next week", "how many calls next week"):
        await lena.types(typed)
        lena.sees("You have no calls next week.")
    await office.until(24, "17:00")
    await lena.types("calls today")
    lena.sees("You have no more calls today.")


async def test_the_week_so_far_is_its_calls_with_what_was_noted(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("what happened this week?", "pls summarise my week", "recap of my week"):
        await lena.types(typed)
        lena.sees("You had 1 call this week so far.")
        lena.sees("Yesterday 09:00 Northwind – next step: Meet the dispatchers")
    await lena.types("what happened last week")
    lena.sees("You had no calls last week (from Monday 16 November).")
    await office.until(24, "18:00")
    await lena.types("week summary")
    lena.sees("You had 2 calls this week so far.")
    lena.sees("Today 16:00 Alder and Finch – nothing noted")
    await office.until(30, "09:00")
    await lena.types("how was last week")
    lena.sees("You had 4 calls last week (from Monday 23 November).")
    await office.tomas.types("what happened last week")
    office.tomas.sees_nothing_of("dispatchers")


async def test_where_a_call_is_asks_for_its_time(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "where is my northwind call",
        "wheres the northwind mtg",
        "is northwind still on?",
        "do i have a call w northwind",
        "is my call with jana tmrw",
    ):
        await lena.types(typed)
        lena.sees("Your next call with Northwind: tomorrow 14:30, with Jana Novak, Ruben Haas.")
    for typed in ("when do i see halden", "where is my halden call", "whens halden"):
        await lena.types(typed)
        lena.sees("I don't know any account or person called “halden”.", "Plan a call")
    await lena.types("where is the recording of the northwind call")
    lena.sees_nothing_of("Your next call")
    await lena.types("thurs is a no for northwind")
    lena.sees("Noted, only you see it: Northwind.")


async def test_what_is_owed_to_everybody_is_all_open_promises(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        *("what do i owe ppl", "what do i owe them all", "what do i owe ppl this week"),
        "what do i owe them",
    ):
        await lena.types(typed)
        lena.sees("Your open promises", "Pricing for 40 seats", "One pager")
        lena.sees_nothing_of("Depot list")
    await lena.types("who owes me")
    lena.sees("Open promises by your customers", "Northwind promised: Depot list")
    lena.sees_nothing_of("You owe")
    await lena.types("what do i owe alder")
    lena.sees("You have no open promises to Alder and Finch.")


@on_each_database
async def test_deals_are_those_of_ones_own_accounts(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("my deals", "pipeline", "whats in my pipeline"):
        await lena.types(typed)
        lena.sees("Northwind, Route planning: Qualified, 40,000 EUR", "HubSpot, just read.")
    await lena.types("/prep Halden tomorrow 9am")
    await office.adds("Ines Roth")
    await lena.types("deals")
    lena.sees_nothing_of("Halden")


@on_each_database
async def test_without_a_crm_there_are_no_deals(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, crm=False)
    await lena.types("my deals")
    lena.sees("No CRM is connected here.")


async def test_a_time_is_asked_about(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what's my day look like")
    lena.sees("One call at 16:00: Alder and Finch.")
    await lena.types("when's my first call on thursday")
    lena.sees("Thursday 26 November 15:00 Brightwater Clinics")
    lena.sees_nothing_of("Alder and Finch")
    await lena.types("what do i still owe people")
    lena.sees("You owe Northwind: Pricing for 40 seats")


async def test_who_i_meet_is_answered_with_the_peoples_names(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("who am i meeting tomorrow", "whos coming tmrw?", "who do i see on wed"):
        await lena.types(typed)
        lena.sees("You have 1 call:", "Tomorrow 14:30 Northwind: Jana Novak (head of dispatch)")
        lena.sees("Ruben Haas (managing director)", "Brief: Northwind")
        lena.sees_nothing_of("Mia Berg")
    await lena.types("who am i meeting this week")
    lena.sees("You have 3 calls:", "Today 16:00 Alder and Finch: Mia Berg (store manager)")
    await lena.types("who am i meeting on friday")
    lena.sees("You have no calls on Friday.")
    await lena.types("castell friday 10am")
    await lena.presses("Add “castell”")
    await lena.types("who am i meeting on friday")
    lena.sees("Friday 10:00 castell: nobody is named yet")


async def test_quiet_accounts_are_those_without_a_next_call(office: Office) -> None:
    lena = office.lena
    await lena.types("which accounts are quiet")
    lena.sees("I don't know of any calls of yours yet, so I can't tell.", "Plan a call")
    await put_on_file(office)
    await lena.types("which accounts are quiet?")
    lena.sees("None of your accounts is quiet: each has a call planned.")
    await office.until(26, "18:00")
    for typed in (
        "which accounts are quiet",
        "who have i not talked to in a while",
        "which customers havent i called lately",
    ):
        await lena.types(typed)
        lena.sees("You have no next call with these accounts, longest silence first:")
        lena.sees("Alder and Finch – last call Tuesday 24 November", "Northwind – last call")
    assert lena.screen.index("Alder and Finch") < lena.screen.index("Brightwater Clinics")
    await lena.types("northwind friday 10")
    await lena.types("which accounts are quiet")
    lena.sees_nothing_of("Northwind")
    await office.tomas.types("which accounts are quiet")
    office.tomas.sees("Northwind – last call Thursday 26 November")
    office.tomas.sees_nothing_of("Alder")


async def test_home_begins_a_calls_line_with_a_capital(office: Office) -> None:
    await put_on_file(office)
    await office.lena.opens_home()
    office.lena.sees("Today 16:00 Alder and Finch", "Tomorrow 14:30 Northwind")


async def test_whether_i_am_free_is_answered_with_yes_or_no(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    brightwater = "you have a call: Brightwater Clinics, Thursday 15:00."
    for typed, answer in (
        ("am i free thurs 3pm", f"No, {brightwater}"),
        ("am i free thursday at 3", f"No, {brightwater}"),
        ("am i available on thurs 2:30-3:30pm?", f"No, {brightwater}"),
        ("am i busy thurs at 3", f"Yes, {brightwater}"),
        ("do i have anything at 4", "Yes, you have a call: Alder and Finch, today 16:00."),
        ("am i free at 3pm?", "Yes, you have no call today 15:00."),
        ("am i free thurs 3:30pm", "Yes, you have no call Thursday 15:30."),
        ("anything on friday at 10", "No, you have no call Friday 10:00."),
    ):
        await lena.types(typed)
        lena.sees(answer)
        lena.sees_nothing_of("Promises due", "Northwind")
    await lena.types("am i free thurs 5pm")
    lena.sees("Yes, you have no call Thursday 17:00.")
    lena.sees("Also that day: Brightwater Clinics, Thursday 15:00.")
    for typed in ("am i free thurs", "do i have anything on 3 depots"):
        await lena.types(typed)
        lena.sees_nothing_of("Yes, you", "No, you")


async def test_who_comes_at_a_time_is_asked_of_that_call_alone(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind today 10am")
    for typed in ("whos coming at 10", "who am i meeting today at 10am"):
        await lena.types(typed)
        lena.sees("Your call then:", "Today 10:00 Northwind")
        lena.sees_nothing_of("16:00", "You have 1 call")
    await lena.types("whos coming at 4")
    lena.sees("Your call then:", "Today 16:00 Alder and Finch: Mia Berg")
    await lena.types("whos coming at 11")
    lena.sees("No call is planned then. You have 2 calls:")
    await lena.types("whos coming today")
    lena.sees("You have 2 calls:")


async def test_a_question_may_follow_good_morning(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("morning. whats on", "good morning, what do i have today", "whats on"):
        await lena.types(typed)
        lena.sees("One call at 16:00: Alder and Finch.", "Promises due")
    await lena.types("morning call with northwind went well")
    lena.sees_nothing_of("Promises due")


async def test_all_calls_of_a_day_or_a_week_are_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("all my calls this week", "show me all my calls this week", "list this week"):
        await lena.types(typed)
        lena.sees("Upcoming calls", "Alder and Finch", "Northwind", "Brightwater Clinics")
    for typed in ("show me thursday", "now show me thurs", "all my calls thursday"):
        await lena.types(typed)
        lena.sees("Upcoming calls", "Brightwater Clinics")
        lena.sees_nothing_of("Alder", "Northwind")
    await lena.types("show stopper thursday")
    lena.sees_nothing_of("Upcoming calls")


async def test_what_now_is_the_day_ahead(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("so what now", "now what?", "ok what now"):
        await lena.types(typed)
        lena.sees("One call at 16:00: Alder and Finch.", "Promises due")
    await lena.types("so what now with northwind")
    lena.sees_nothing_of("Promises due")


async def test_nobody_elses_calendar_is_known(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, whose in (
        ("is tomas free thurs 3pm", "Tomas Keller"),
        ("is tomas keller busy tomorrow?", "Tomas Keller"),
        ("is mia berg available at 4", "Mia Berg"),
        ("are brightwater free on friday", "Brightwater"),
    ):
        await lena.types(typed)
        lena.sees(f"I can't see {whose}'s calendar.")
        lena.sees_nothing_of("manager")
    for typed in ("is the pilot free until march", "is tomas free to read my notes"):
        await lena.types(typed)
        lena.sees_nothing_of("calendar. Best")


@in_turn(
    ("typed", "seen"),
    [
        ("whats my first call", "16:00 Alder and Finch"),
        ("my first meeting", "16:00 Alder and Finch"),
        ("when is my first thing tmrw", "14:30 Northwind"),
        ("whats my first call on wed", "14:30 Northwind"),
        ("whats my next one", "Your next call: today 16:00 Alder and Finch"),
        ("whens my next thing", "Your next call: today 16:00 Alder and Finch"),
        ("what am i doing at 4", "You have a call: Alder and Finch, today 16:00."),
        ("what am i doing at 2pm", "You have no call today 14:00."),
        ("what do i have at 2 tmrw", "You have no call tomorrow 14:00."),
    ],
)
async def test_the_first_and_the_next_thing_are_of_all_accounts(
    office: Office, typed: str, seen: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what do we know about brightwater")  # the account in the last message
    await lena.types(typed)
    lena.sees(seen)
    lena.sees_nothing_of("Brightwater")


async def test_whom_to_call_first_and_how_the_week_goes(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("who am i calling first")
    lena.sees("Your next call: today 16:00 Alder and Finch")
    for typed in ("how am i doing this week", "what did i learn this week", "wrap up my week"):
        await lena.types(typed)
        lena.sees("You had 1 call this week so far.")
    await lena.types("what are my settings")
    lena.sees("Your rhythm")


async def test_what_to_prepare_is_about_the_next_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("what should i prep", "got 5 min, what should i prep"):
        await lena.types(typed)
        lena.sees("For Alder and Finch, today 16:00:", "Open with:")
