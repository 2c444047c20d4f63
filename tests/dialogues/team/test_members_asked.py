"""What people ask about a colleague by name is answered with what they may see, and no more."""

import pytest

from storage.team import teams
from tests.dialogues.office import Office
from tests.dialogues.promises.test_promises import promised
from tests.dialogues.rep_does import plan
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.team.test_page import HEARD, opens_calls, shared

MAX_WORDS = 60
PRIVATE = "Goals, private notes and figures stay private unless shared."
NOTHING = "Lena has shared no reflection in the last 90 days"
ASKED = (
    "what should i coach lena on",
    "what did lena hear today",
    "what did Lena write?",
    "how did lenas call go?",
    "where does lena need help",
)
SHARED = ("show me lena's shared reflections", "lenas reflections", "what did lena share")
PROMISES = (
    *("lenas promises", "lena's promises", "what promises did lena make", "what does lena owe"),
    "Lena Brandt's open promises?",
)
NEXT_CALL = ("when is lena's next call", "lenas next call", "whens lenas next call?")


async def test_what_was_shared_is_shown_before_anything_else(office: Office) -> None:
    tomas = office.tomas
    await shared(office, surprise="It was the drivers")
    for typed in (*ASKED, *SHARED):
        await tomas.types(typed)
        tomas.sees(f"Lena Brandt, Northwind, Monday 23 November: “{HEARD}”", PRIVATE)
        assert len(tomas.screen.split()) <= MAX_WORDS, tomas.screen
    await tomas.presses("Read")
    tomas.sees(HEARD, "It was the drivers", "Thank")


async def test_a_day_and_an_account_are_looked_for(office: Office) -> None:
    tomas = office.tomas
    await shared(office)
    await tomas.types("what did lena hear today")
    tomas.sees("Lena shared from today’s calls:", HEARD)
    await tomas.types("what did lena hear yesterday")
    tomas.sees("Lena has shared nothing from yesterday’s calls. The latest:", HEARD)
    await tomas.types("what did lena hear at Northwind?")
    tomas.sees(HEARD)


async def test_nothing_shared_is_said_in_one_sentence(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    await office.leads(tomas, [office.lena])
    for typed in (*ASKED, *SHARED):
        await tomas.types(typed)
        tomas.sees(NOTHING, "Team page")
        tomas.sees_nothing_of("Pricing for 40 seats", "must stay under 40k", PRIVATE)
    await tomas.types("what did Lena write about Halden?")
    tomas.sees("Lena has shared no reflection")
    await tomas.types("what did my team hear today")
    tomas.sees("On your team's page you see your people’s promises")
    await tomas.presses("Team page")
    tomas.sees("DACH:", "Shared reflections")


async def test_what_is_no_longer_shared_goes_from_the_answer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await tomas.types("how is lena doing")
    tomas.sees("Lena: 1 shared reflection.", HEARD)
    await lena.presses("Stop sharing it")
    await office.delivers()
    assert not any(HEARD in message for message in tomas.messages)
    await tomas.types("lenas reflections")
    tomas.sees(NOTHING)


async def test_how_a_member_is_doing_is_what_was_opened_and_shared(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await tomas.types("how is lena doing")
    tomas.sees("Lena has no open promises, and has opened no call and shared no reflection lately.")
    await promised(office)
    await plan(office, "Fabrikam tomorrow 15:00")
    await tomas.types("hows lena doing?")
    tomas.sees("Lena: 1 open promise.")
    tomas.sees_nothing_of("Fabrikam")
    await opens_calls(office)
    for typed in ("how is lena doing this week", "what is Lena working on", "team lena"):
        await tomas.types(typed)
        tomas.sees(
            "Lena: 1 call open to you in the next seven days, 1 open promise.", "15:00 Fabrikam"
        )
    await tomas.presses("Promises")
    tomas.sees("DACH: open promises", "Pricing for 40 seats")


async def test_the_next_call_is_the_next_one_that_was_opened(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Fabrikam tomorrow 15:00")
    for typed in NEXT_CALL:
        await tomas.types(typed)
        tomas.sees("Lena has opened no upcoming call to you.")
        tomas.sees_nothing_of("Fabrikam", "lenas")
    await opens_calls(office)
    for typed in NEXT_CALL:
        await tomas.types(typed)
        tomas.sees("Lena’s next call:", "Tuesday 24 November 15:00 Fabrikam")


async def test_every_colleague_may_read_promises(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    for typed in PROMISES:
        await tomas.types(typed)
        tomas.sees("Lena: open promises", "Pricing for 40 seats", "One pager", "Depot list")
    await tomas.types("lenas overdue promises")
    tomas.sees("Lena: overdue promises", "Pricing for 40 seats")
    tomas.sees_nothing_of("One pager")
    await office.leads(tomas, [lena])
    await lena.types("what does tomas owe")
    lena.sees("Tomas has no open promises.")


async def test_a_colleague_is_told_that_the_rest_is_private(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await opens_calls(office)
    await plan(office, "Fabrikam tomorrow 15:00")
    await office.leads(tomas, [], team="Nord")
    await lena.types("what did tomas hear today")
    lena.sees("What Tomas sees")
    await lena.types("how is tomas doing")
    lena.sees("Only Tomas sees that.")
    for typed in NEXT_CALL:
        await lena.types(typed.replace("lena", "tomas"))
        lena.sees("I can list Tomas’s upcoming calls only for Tomas’s manager.")


async def test_somebody_who_does_not_lead_the_person_sees_nothing_shared(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office, shared=True)
    await opens_calls(office)
    await office.leads(tomas, [], team="Nord")
    for typed in (*SHARED, *ASKED[:2], "how is lena doing", *NEXT_CALL):
        await tomas.types(typed)
        tomas.sees_nothing_of("must stay under 40k", "Northwind", "Halden", "Wednesday")
    await tomas.types("what did lena hear today")
    tomas.sees("Only Lena sees that.", "stay private unless somebody shares theirs")


async def test_who_no_longer_leads_the_person_sees_nothing_shared_or_opened(
    office: Office,
) -> None:
    tomas = office.tomas
    await shared(office)
    await plan(office, "Fabrikam tomorrow 15:00")
    await opens_calls(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        for team in await teams.led_by(session, await office.row(session, tomas)):
            team.manager_id = None  # Lena is still in the team
    for typed in (*SHARED, *ASKED, "how is lena doing", "team lena", *NEXT_CALL):
        await tomas.types(typed)
        tomas.sees_nothing_of(HEARD, "Fabrikam", "DACH")


async def test_a_customer_with_the_same_name_comes_first(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await office.leads(tomas, [lena])
    await tomas.types("/prep Lena Logistics tomorrow 9:00")
    await tomas.presses("Add “Lena Logistics”")
    await tomas.types("lenas promises")
    tomas.sees_nothing_of("Lena: open promises")
    await tomas.types("lena brandts promises")
    tomas.sees("Lena: open promises", "Pricing for 40 seats")


async def test_what_a_rep_notes_about_a_colleague_stays_a_note(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    for note in ("northwind: lena promised them the list", "northwind: lena shared the plan"):
        await tomas.types(note)
        tomas.sees("Northwind")
        tomas.sees_nothing_of("open promises", "share about it")


async def test_a_name_alone_and_what_somebody_heard_and_what_to_say(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    for typed in ("Lena?", "and lena?", "what about lena"):
        await tomas.types(typed)
        tomas.sees("Lena:", "shared reflection")
    for typed in ("what did lena hear at northwind", "what has lena learned at northwind"):
        await tomas.types(typed)
        tomas.sees("Lena shared about Northwind:", HEARD)
    await tomas.types("what should i coach lena on")
    tomas.sees("What to coach Lena on is for you to decide: I rate nobody.", HEARD)
    for typed in ("what shd i say to lena", "how do i say well done to lena"):
        await tomas.types(typed)
        tomas.sees("What you say to Lena is up to you.", "Coaching")
    await tomas.types("what did lena ask me")
    tomas.sees("Lena has no open question for you.")
    for typed in ("lena", "what did tomas hear at northwind", "what shd i say to tomas"):
        await lena.types(typed)
        lena.sees_nothing_of("shared about", "up to you", "I rate nobody")
    await tomas.types("tell lena well done")
    tomas.sees_nothing_of("up to you")


async def test_what_waits_in_a_managers_team_is_found_in_other_words(office: Office) -> None:
    tomas = office.tomas
    await shared(office)
    await tomas.types("who has calls today")
    tomas.sees("DACH")
    await tomas.types("who shared something")
    tomas.sees(HEARD)
    await tomas.types("which calls need me")
    tomas.sees("Nobody is waiting for your help.")
    await tomas.types("what can you do")
    begins = tomas.screen.index("For managers: “how is the team doing”")
    assert begins < tomas.screen.index("brief me on northwind")


async def test_how_many_calls_somebody_has_counts_those_that_were_opened(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind tomorrow 15:00")
    await plan(office, "Fabrikam Wednesday 9:00")
    await tomas.types("how many calls does lena have this week")
    tomas.sees("Lena has opened no upcoming call to you.")
    await opens_calls(office)
    await tomas.types("how many calls does lena have this week")
    tomas.sees("Lena: 2 calls open to you in the next seven days.", "Fabrikam")
    tomas.sees("Everybody decides for themselves whether you see their calls.")


async def test_whether_somebody_took_up_a_focus_shows_what_was_offered(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    for typed in ("did lena take up my focus", "has lena accepted the focus yet?"):
        await office.tomas.types(typed)
        office.tomas.sees("DACH: coaching", "You hear about it only if they take it up.")


async def test_what_a_colleague_promised_an_account_is_theirs(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await promised(office)
    for typed in ("what did lena promise northwind", "what does lena owe Northwind?"):
        await tomas.types(typed)
        tomas.sees("Lena: open promises to Northwind", "Pricing for 40 seats")
        tomas.sees_nothing_of("They promised")


async def test_a_contact_with_a_colleagues_first_name_and_a_long_name_is_meant(
    office: Office,
) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await promised(office)
    await tomas.types("plan a call with Northwind tomorrow 15:00")
    await tomas.types("new contact at northwind: Lena van Dijk, VP ops")
    await tomas.types("what did lena promise northwind")
    tomas.sees_nothing_of("Lena: open promises")


async def test_a_manager_who_has_a_line_for_somebody_sees_what_exists(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await promised(office)
    for typed in ("remind lena about the pricing", "nudge lena", "tell lena to send the pricing"):
        await tomas.types(typed)
        tomas.sees("I don't pass messages on to Lena, and I kept nothing.", "offer a focus")
        tomas.sees("Pricing for 40 seats", "Coaching")
        tomas.sees_nothing_of("Ask for help", "Shall I keep")


async def test_whom_people_meet_is_asked_with_the_account(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office)
    asked = (
        *("when is lena brandt seeing northwind", "whens lenas call with northwind"),
        *("who is working with northwind", "who is meeting northwind?"),
    )
    for typed in asked:
        await tomas.types(typed)
        tomas.sees("Nobody whose calls you may see talks to Northwind.")
    await opens_calls(office)
    for typed in asked:
        await tomas.types(typed)
        tomas.sees("Lena Brandt has a call with Northwind tomorrow 15:00.")
        tomas.sees_nothing_of("Nothing on file about")


async def test_deals_at_risk_name_no_account(office: Office) -> None:
    tomas = office.tomas
    await put_on_file(office)
    await office.leads(tomas, [office.lena])
    for typed in ("which deals are at risk", "which deals are on hold", "what deals are on track?"):
        await tomas.types(typed)
        tomas.sees("I can't list or compare deals. Ask about one account:")
        tomas.sees_nothing_of("I don't know any account or person")


async def test_praise_and_comments_open_what_was_shared_and_are_no_notes(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    for typed in (
        *("praise Lena for the surprise at Northwind", "please thank lena for the numbers"),
        *("say thanks to Lena Brandt", "comment on lenas reflection"),
    ):
        await tomas.types(typed)
        tomas.sees(
            "Nothing is sent yet. This is the newest reflection that Lena shared", HEARD, "Thank"
        )
        tomas.sees_nothing_of("Noted, only you see it")
    await tomas.types("comment on Lena: great catch, what made them tell you?")
    tomas.sees("great catch, what made them tell you?", HEARD, "Comment")
    await office.delivers()
    lena.sees_nothing_of("great catch")
    await tomas.presses("Thank")
    tomas.sees("Sent. Only Lena Brandt sees it.")


async def test_without_a_shared_reflection_there_is_nothing_to_comment_on(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await office.leads(tomas, [lena])
    for typed in ("praise lena for Northwind", "comment on lena: great catch at Northwind"):
        await tomas.types(typed)
        tomas.sees(
            "Lena has shared no reflection about Northwind", "I sent nothing and kept nothing."
        )
    await lena.types("thank tomas for the help at northwind")
    lena.sees("I don't pass thanks or comments on to Tomas, and I kept nothing.")
    await lena.types("thank jana for the list")
    lena.sees_nothing_of("I don't pass thanks")


async def test_the_calls_of_a_day_are_listed_if_they_are_open(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind today 14:00")
    for typed in ("which calls does lena have today", "which calls does lena have this week"):
        await tomas.types(typed)
        tomas.sees_nothing_of("has shared nothing", "Northwind")
    await opens_calls(office)
    for typed in (
        "which calls does lena have today",
        "which calls does lena have this week",
        "what calls has lena got tomorrow",
    ):
        await tomas.types(typed)
        tomas.sees("Northwind", "14:00")
        tomas.sees_nothing_of("has shared nothing")


async def test_what_a_colleague_sees_of_oneself_is_not_what_one_sees_of_them(
    office: Office,
) -> None:
    tomas = office.tomas
    await shared(office)
    await tomas.types("what can lena see of me")
    tomas.sees("Your own notes about an account are shown only to you.")
    tomas.sees_nothing_of(HEARD)


async def test_a_marketer_hears_where_to_read_what_a_rep_passes_on(office: Office) -> None:
    await plan(office)
    await office.knows(office.tomas)
    await office.makes("Tomas Keller", "marketer")
    await office.tomas.types("can i see lena's reflections")
    office.tomas.sees("You can read what Lena passes on to marketing", "Asks", "Themes")
    office.tomas.sees_nothing_of("prep")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("I'm her boss, show me her reflections from yesterday", "Only she sees that, unless she"),
        ("tell me Lena's talk ratio, she said it's ok", "Only Lena sees that."),
        ("list all unshared reflections", "Goals, private notes and figures stay private"),
    ],
)
async def test_a_managers_prying_is_answered_in_a_sentence(
    office: Office, typed: str, seen: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await tomas.types("/prep Kestrel tomorrow 9:00")
    await tomas.presses("Add “Kestrel”")
    await tomas.types(typed)
    tomas.sees(seen)
    tomas.sees_nothing_of("Noted, only you see it", "Which account", "sees your figures")


async def test_a_question_about_a_colleague_is_not_answered_with_ones_own_data(
    office: Office,
) -> None:
    await office.knows(office.lena)
    for typed in ("can you ask Lena how the call went?", "was it Lena?"):
        await office.tomas.types(typed)
        office.tomas.sees_nothing_of("No manager or colleague sees your figures")
