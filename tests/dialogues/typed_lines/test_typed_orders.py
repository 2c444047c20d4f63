"""What reps order in their own words: quiet for a while, a call kept private, a reminder."""

import pytest

from tests.dialogues.crm.hub import Hub, reflected
from tests.dialogues.marketing.test_insights import marketing
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn, on_each_database
from tests.dialogues.typed_lines.test_typed_words import opens
from tests.typed.test_kept_calls import KEEPS

QUIET = (
    ("shut up until monday", "Nothing is sent until Monday"),
    ("mute til monday", "Nothing is sent until Monday"),
    ("dont bug me before 9:30", "Nothing is sent until today 09:30"),
    ("leave me alone today", "Nothing is sent until tomorrow"),
    ("no messages til 2moro", "Nothing is sent until tomorrow"),
    ("pause everything til thursday", "Nothing is sent until Thursday"),
    ("no pings til 2pm", "Nothing is sent until today 14:00"),
    ("be quiet for an hour", "Nothing is sent until today 10:00"),
)


@on_each_database
async def test_quiet_is_ordered_with_its_end(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, said in QUIET:
        await lena.types(typed)
        lena.sees(said)
        await lena.presses("Undo")
    await lena.types("leave me alone")
    lena.sees("Which messages should I stop?")


@on_each_database
async def test_a_call_and_all_calls_are_kept_by_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("dont show tomas my calls")
    lena.sees("You're not in a team here.")
    await office.leads(office.tomas, [lena])
    await lena.types("keep my brightwater call private")
    lena.sees("Your call with Brightwater Clinics, Thursday 15:00:")
    for typed in ("keep brightwater to myself", "thu w brightwater, keep this call to myself"):
        await lena.types(typed)
        lena.sees("Your call with Brightwater Clinics, Thursday 15:00:")
    await lena.presses("Keep this call to myself")
    lena.sees("Tomas doesn't see this call: Brightwater Clinics, Thursday 15:00.")
    await lena.types(KEEPS.splitlines()[1].strip())
    lena.sees("What Tomas sees", "Open my calls")


KEPT_ON = {
    "keep my Northwind call on Wednesday to myself": "tomorrow 14:30",
    "keep tomorrow's Northwind call to myself": "tomorrow 14:30",
    "keep my call with Northwind on Friday to myself": "Friday 10:00",
    "keep the Northwind call 27 November to myself": "Friday 10:00",
    "keep my 10am Northwind call to myself": "Friday 10:00",
    "keep my Northwind call today at 5pm to myself": "today 17:00",
}


@on_each_database
async def test_the_call_that_is_kept_is_on_the_typed_day(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind today 17:00")
    await lena.types("/prep Northwind Friday 10:00")
    await office.leads(office.tomas, [lena])
    for typed, when in KEPT_ON.items():
        await lena.types(typed)
        lena.sees(f"Tomas doesn't see this call: Northwind, {when}.")
        await lena.presses("Show it to Tomas")
    await lena.types("hide my Northwind call on Wednesday from Tomas")
    lena.sees("Your call with Northwind, tomorrow 14:30:", "Keep this call to myself")


async def test_attune_asks_which_call_is_kept_if_the_words_fit_several_or_none(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind Friday 10:00")
    await office.leads(office.tomas, [lena])
    for typed, asked in (
        ("keep my Northwind call to myself", "Which call with Northwind?"),
        ("hide my Northwind call from Tomas", "Which call with Northwind?"),
        (
            "keep my Northwind call on Thursday to myself",
            "no call with Northwind that fits “on Thursday”",
        ),
        ("keep my Northwind call tomorrow morning to myself", "Which call with Northwind?"),
        ("keep my Contoso call tomorrow to myself", "Type that again, with the account's name."),
    ):
        await lena.types(typed)
        lena.sees(asked)
        lena.sees_nothing_of("doesn't see this call")
    await lena.types("keep my call tomorrow to myself")
    lena.sees("Tomas doesn't see this call: Northwind, tomorrow 14:30.")
    await lena.types("keep my Northwind call to myself")
    await lena.presses("Northwind, Friday 10:00")
    lena.sees("Tomas doesn't see this call: Northwind, Friday 10:00.")


async def test_a_typed_day_says_which_call_is_opened_or_shown(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind Friday 10:00")
    await office.leads(office.tomas, [lena])
    for typed in (
        "open my Northwind call on Friday to my manager",
        "show my Northwind call on Friday to Tomas",
    ):
        await lena.types(typed)
        lena.sees("Your call with Northwind, Friday 10:00:")
    await lena.presses("Show it to Tomas")
    lena.sees("Tomas sees that you have this call: Northwind, Friday 10:00.")
    await lena.types("open my Northwind call to Tomas")
    lena.sees("Which call with Northwind?")
    await lena.presses("Northwind, tomorrow 14:30")
    lena.sees("Tomas sees that you have this call: Northwind, tomorrow 14:30.")
    await lena.types("everything on file Northwind Friday")
    await lena.presses("Keep this call to myself")
    lena.sees("Tomas doesn't see this call: Northwind, Friday 10:00.")


async def test_a_call_to_cancel_or_move_is_found_with_the_day_before_the_account(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind Friday 10:00")
    for typed in ("cancel tomorrow's Northwind call", "cancel my call tomorrow with Northwind"):
        await lena.types(typed)
        lena.sees("Shall I cancel your call with Northwind, tomorrow 14:30?")
        lena.sees_nothing_of("I ignored")
    await lena.types("move Friday's Northwind call to 3pm")
    lena.sees("Moved Northwind from Friday 10:00 to Friday 15:00.")
    await lena.types("move fridays northwind to 3:30pm")
    lena.sees("Moved Northwind from Friday 15:00 to Friday 15:30.")


async def test_a_wish_for_a_reminder_is_told_that_there_are_none(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("remind me to send ruben the deck at 4")
    lena.sees("I can't remind you at a certain time.")
    await lena.presses("Add the promise")
    lena.sees("send ruben the deck at 4", "Northwind")
    await lena.submits()
    lena.sees("You owe Northwind: send ruben the deck at 4, today.")
    await lena.types("remind me 2moro to send the deck")
    lena.sees("I can't remind you at a certain time.", "Which account is this promise", "the deck")


async def test_a_reminder_of_a_call_at_a_time_is_offered_as_a_planned_call(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("remind me to ring jana at 11", "remind me at 11 to call jana"):
        await lena.types(typed)
        lena.sees("I can't remind you of your own tasks.")
        lena.sees(
            "Shall I plan it as a call with Northwind, today 11:00?", "60 minutes before the call."
        )
    await lena.presses("Plan it, today 11:00")
    lena.sees("Planned: Northwind, today 11:00.")


async def test_a_task_of_the_reps_own_is_no_promise(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "remind me to ring ruben",
        "remind me to call ruben friday",
        "remind me to chase mum",
        "remind me to email ruben this afternoon",
        "remind me to text ruben back tomorrow",
    ):
        await lena.types(typed)
        lena.sees("I can't remind you of your own tasks.", "Plan a call", "Save as a promise")
    await lena.types("/promises")
    lena.sees_nothing_of("ruben", "chase")
    await lena.types("remind me to call ruben friday")
    await lena.presses("Save as a promise")
    lena.sees("Northwind", "call ruben")
    await lena.submits()
    lena.sees("You owe Northwind: call ruben, by Friday.")
    await lena.types("remind me to email ruben the deck friday")
    lena.sees("Promised to Northwind")


@on_each_database
async def test_the_title_of_a_meeting_in_the_calendar_is_known(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    for typed in ("castell retail", "prep castell", "castell"):
        await lena.types(typed)
        lena.sees("I only know that name from your calendar", "Intro: Castell Retail", "Yes", "No")
        await tomas.types(typed)
        tomas.sees_nothing_of("Intro")


@pytest.mark.usefixtures("sealing")
@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_send_to_hubspot_is_about_the_account_of_the_last_message(
    office: Office, hub: Hub
) -> None:
    lena = office.lena
    await reflected(office, hub)
    await plan(office, "Fabrikam today 16:00")
    await office.until(24, "16:40")
    await lena.types("/prep Northwind Friday 10:00")
    await lena.types("Send to HubSpot")
    lena.sees("Send to HubSpot: Northwind")


async def test_the_brief_of_a_call_is_asked_for_in_any_order(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in (
        "brief for tomorrow's Northwind call",
        "brief me on the Northwind call tomorrow",
        "prep northwind call",
    ):
        await lena.types(typed)
        lena.sees("Tomorrow 14:30.", "Open with:")


async def test_what_a_colleague_shall_be_asked_can_be_kept_as_ones_own_note(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await lena.types("ask tomas how northwind went")
    lena.sees("Shall I ask Tomas this, about your call with Northwind, tomorrow 14:30?")
    lena.sees_nothing_of("Noted, only you see it")
    await lena.presses("Keep as my note")
    lena.sees("Noted, only you see it: Northwind.")
    await lena.types("undo")
    await lena.types("tell tomas that northwind is late")
    lena.sees("I don't pass messages on to Tomas, and I kept nothing.", "Keep it")
    await lena.types("yes")
    lena.sees("Noted, only you see it: Northwind.")
    await tomas.types("/prep northwind")
    tomas.sees_nothing_of("how northwind went", "is late")


async def test_without_an_account_the_call_is_asked_about_first(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("ask tomas about the price")
    lena.sees("Which call do you need help with?")
    await lena.presses("Northwind, tomorrow 14:30")
    lena.sees("Shall I ask Tomas this, about your call with Northwind", "The price: what do you")


@in_turn(
    ("typed", "question"),
    (
        ("ask tomas whats our floor price for northwind", "What is our floor price for Northwind?"),
        (
            "can you ask tomas whats our floor price for northwind",
            "What is our floor price for Northwind?",
        ),
        ("ask tomas to take northwind", "Can you take Northwind?"),
        ("ask tomas: should I bring pricing to northwind?", "Should I bring pricing to Northwind?"),
        ("question for tomas: who signs at northwind", "Who signs at Northwind?"),
        ("tomas, who signs at northwind?", "Who signs at Northwind?"),
        ("ask tomas who signs at northwind", "Who signs at Northwind?"),
        ("ask tomas if i can go 10% off for northwind", "Can I go 10% off for Northwind?"),
        ("can u ask tomas about 10% off northwind pls", "10% off Northwind: what do you think?"),
        ("check with tomas if jana can sign at northwind", "Can Jana sign at Northwind?"),
        ("see if tomas can join northwind tmrw 14:30", "Can you join Northwind tomorrow at 14:30?"),
        ("is 10% ok for northwind, ask tomas", "Is 10% ok for Northwind?"),
        ("find out from tomas how northwind went", "How did Northwind go?"),
        (
            "@Tomas can you look at the northwind discount",
            "Can you look at the Northwind discount?",
        ),
        ("Tomas: can you check northwind", "Can you check Northwind?"),
        ("tell tomas to send the deck to northwind", "Can you send the deck to Northwind?"),
        ("ask tomas for the price list for northwind", "Can I have the price list for Northwind?"),
    ),
)
async def test_a_question_for_a_colleague_is_shown_and_sent_with_one_button(
    office: Office, typed: str, question: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Nothing is sent yet.", question)
    await office.delivers()
    tomas.sees_nothing_of(question)
    await lena.presses("Ask Tomas")
    lena.sees("Tomas Keller has your question.", f"You to Tomas Keller: {question}")
    lena.sees_nothing_of("Open with:")
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help: Northwind", question)
    await lena.types(typed)
    lena.sees("You have asked Tomas Keller this already. There is no answer yet.")


async def test_a_question_can_be_changed_before_it_is_sent(office: Office) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await put_on_file(office)
    await lena.types("ask tomas who signs at northwind")
    await lena.presses("Change it")
    lena.sees("Who do you want to ask?", "Who signs at Northwind?")


@in_turn(
    "typed",
    ("what did tomas say about the northwind price", "did tomas answer about northwind?"),
)
async def test_a_question_without_an_answer_is_shown_for_its_topic(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    await put_on_file(office)
    await lena.types("ask tomas whats our floor price for northwind")
    await lena.presses("Ask Tomas")
    await lena.types(typed)
    lena.sees("You to Tomas Keller: What is our floor price for Northwind?", "No answer yet.")


async def test_what_marketing_shall_be_asked_leads_to_marketing(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("ask marketing: a one pager for northwind", "Ask marketing to make a one pager"):
        await lena.types(typed)
        lena.sees("Nothing has been sent yet.", "Suggest an insight")
        lena.sees_nothing_of("Noted, only you see it")
    await lena.types("ask marketing about the one pager")
    lena.sees_nothing_of("nothing has been sent", "Nothing has been sent")


@in_turn(
    "typed",
    ["pass that on to marketing", "can you send it to marketing pls", "share that with marketing"],
)
async def test_the_line_just_written_is_passed_on(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: the drivers laughed at the old planner")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“the drivers laughed at the old planner”?")
    lena.sees_nothing_of("Noted, only you see it")
    await lena.presses("Pass a line to marketing")
    lena.sees("the drivers laughed at the old planner", "Pass it on")


@in_turn(
    "typed",
    ["pass the planner quote on to marketing, no names", "share the old planner line w marketing"],
)
async def test_a_line_is_passed_on_by_its_words(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: the drivers laughed at the old planner")
    await lena.types("brightwater wants a security doc")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“the drivers laughed at the old planner”?")
    lena.sees_nothing_of("Noted, only you see it")
    await lena.presses("Pass a line to marketing")
    lena.sees("the drivers laughed at the old planner", "Pass it on")


async def test_a_line_that_is_not_on_file_is_not_passed_on(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("pass the wifi quote on to marketing")
    lena.sees("I found no line of yours about “wifi”, so nothing has been sent.")


async def test_nothing_just_written_is_passed_on(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("pass that on to marketing")
    lena.sees("so nothing has been sent.", "Suggest an insight")


@pytest.mark.parametrize("taken", [False, True])
async def test_two_lines_for_marketing_about_one_call_are_both_passed_on(
    office: Office, taken: bool
) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await put_on_file(office)
    await lena.types("tell marketing that the drivers want a video")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    await lena.types("ask marketing: do we have a one-pager on telematics?")
    await lena.presses("Pass a line to marketing")
    second = "Do we have a one-pager on telematics?"
    lena.sees("The drivers want a video", second, "Your earlier line about this call stays.")
    if taken:
        await tomas.types("i'll take the video one")
        tomas.sees("Tomas Keller is on it.")
    await lena.submits()
    await tomas.types("open asks")
    tomas.sees("The drivers want a video")
    if not taken:
        tomas.sees(second)
        assert tomas.screen.count("Look at it") == 2, "each line is an ask of its own"
    else:
        await tomas.presses("Look at it")
        assert tomas.screen.count(second) == 1
        tomas.sees(f"replies: {second}", "Tomas Keller is on it.")
        lena.sees("your change went to them as a reply")


async def test_an_edited_line_reaches_marketing_as_a_reply_if_they_are_on_it(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await put_on_file(office)
    await lena.types("tell marketing that the drivers want a video")
    await lena.presses("Pass a line to marketing")
    await lena.submits()
    await lena.presses("Change what marketing reads")
    await tomas.types("i'll take the video one")
    await lena.fills(for_marketing="The drivers want two videos.")
    await lena.submits()
    lena.sees("Marketing is already working on your first line")
    await tomas.types("open asks")
    await tomas.presses("Look at it")
    tomas.sees("The drivers want a video", "replies: The drivers want two videos.")


async def test_help_with_an_account_is_a_request_and_no_note(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.knows(office.tomas)
    for typed in ("i need help with northwind", "can someone help me with the northwind call?"):
        await lena.types(typed)
        lena.sees("You can ask a colleague for help", "Northwind")
        lena.sees_nothing_of("Noted, only you see it")
    await lena.types("northwind needs help with the routes")
    lena.sees_nothing_of("ask a colleague for help")
    await lena.types("/prep Northwind tomorrow 17:00")
    await lena.types("i need help with northwind")
    lena.sees("help with this call")
    for typed in (
        *("ask for help with northwind", "i need help from tomas with northwind"),
        *("ask tomas for help with northwind", "can tomas help me with northwind"),
        *("get help on northwind pls", "can my boss help me with the northwind call?"),
    ):
        await lena.types(typed)
        lena.sees("help with this call", "Northwind, tomorrow")
        lena.sees_nothing_of("Noted, only you see it", "I can't write to")
    for typed in (
        *("they need help with northwind", "jana asked for help with northwind"),
        "need help from their it with the northwind plan",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("help with this call")


async def test_what_is_for_marketing_or_a_colleague_points_to_the_button(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.knows(office.tomas)
    for typed in ("send Tomas the brief", "remind tomas about the pricing"):
        await lena.types(typed)
        lena.sees("I don't pass messages on to Tomas", "Ask for help")
    await lena.types("remind jana about the pricing")
    lena.sees_nothing_of("I don't pass messages on")
    await lena.types("tell marketing that the drivers want a video")
    lena.sees("Nothing has been sent yet.", "Suggest an insight")
    await lena.presses("Pass a line to marketing")
    lena.sees("The drivers want a video")
    await lena.submits()
    lena.sees_nothing_of("meantime")
    lena.sees("Marketing can read the line you passed on", "The drivers want a video")


async def test_promises_of_a_time_are_the_open_promises(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("what did I promise this week?")
    lena.sees("Your open promises", "Pricing for 40 seats", "One pager")
    await lena.types("done with the pricing for Northwind")
    lena.sees("Done: Pricing for 40 seats (to Northwind).")


async def test_what_follows_an_ok_is_not_lost(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("ok. i owe northwind the rollout plan fri")
    lena.sees_nothing_of("All right.")
    await lena.types("ok thanks")
    lena.sees_nothing_of("I didn't get that.")


async def test_a_brief_is_asked_for_politely(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed in ("prep me for northwind", "brief for northwind pls"):
        await lena.types(typed)
        lena.sees("Tomorrow 14:30.", "Open with:")


async def test_the_form_that_moves_a_call_says_which_call_it_is(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await opens(office, "reschedule northwind to thursday 14:00 with Mia Berg")
    lena.sees("Northwind, planned for Wednesday 25 November 14:30")


async def test_one_kind_of_message_is_stopped_in_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    for typed, stopped in (
        ("no more research questions pls", "Stopped: research questions."),
        ("stop asking me how it went", "Stopped: reflection prompts."),
        ("no more questions after my calls thx", "Stopped: reflection prompts."),
        ("stop sending me the agenda every morning", "Stopped: the morning agenda."),
    ):
        await lena.types(typed)
        lena.sees(stopped, "Undo it here, or later in /rhythm.")
        await lena.presses("Undo")
    for kind, wishes in {
        "the morning agenda": (
            "stop the morning thing",
            "no more morning msgs",
            "i dont want the morning msgs",
            "no morning messages pls",
        ),
        "listening lines": ("stop the listening thing", "get rid of the listening tips"),
        "reflection prompts": (
            "stop asking me about goals",
            "stop the questions after calls",
            "stop asking me how it went after every call",
        ),
        "research questions": ("no more research homework pls", "i dont need the homework"),
        "briefs": ("no briefs pls",),
    }.items():
        for typed in wishes:
            await lena.types(typed)
            lena.sees(f"Stopped: {kind}.")
            await lena.presses("Undo")
    await lena.types("dont send me the friday summary")
    lena.sees("I send you no summary.", "Change or stop a message…")
    await lena.types("stop the reminders before calls")
    lena.sees("Which of these should I stop?", "Stop briefs")
    await lena.presses("Stop listening lines")
    lena.sees("Stopped: listening lines.", "Undo")
    for typed in ("dont ask me about alder", "stop asking questions about alder"):
        await lena.types(typed)
        lena.sees("Which messages should I stop?")
    await lena.types("stop the research at alder")
    lena.sees("Should I stop research questions altogether?", "Stop research questions")
    for note in ("no tips on pricing for alder", "i dont want to lose alder", "no goals at alder"):
        await lena.types(note)
        lena.sees("Noted, only you see it: Alder and Finch.")
