"""Marketing asks in its own words, and so do reps, who get what they may see."""

import pytest

from handlers.cards import Aside
from handlers.request import Means, Place, Request, Sender
from tests.dialogue import Dialogue
from tests.dialogues.asked.test_topics_asked import PRICE
from tests.dialogues.marketing.marketing_heard import WORDS, passed_on
from tests.dialogues.marketing.test_insights import DRIVERS, marketing, published, tomas_id, writes
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file

HEADLINE = PRICE["headline"]
FIRST_LOOK = "The newest insights from marketing"
FIGURES = "Reached 0 people: nobody has said how it went yet."


async def opens(one: Dialogue, typed: str) -> None:
    """Open a form from plain words; press its button if the platform needs that."""
    await one.types(typed)
    if one.form is None:
        await one.presses("Open it")


async def test_marketing_sees_its_insights_and_how_they_do(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE)
    for typed in ("insights", "show me the insights please", "What's new from marketing?"):
        await tomas.types(typed)
        tomas.sees("Published", HEADLINE, FIGURES, "Write one", "Asks", "Feeds", "Themes")
    await published(office)
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Used it")
    for typed in ("which insights are used", "which insights work best?", "how are insights doing"):
        await tomas.types(typed)
        tomas.sees("Published insights, the most used first", "1 used it", FIGURES)
        assert tomas.screen.index(DRIVERS["headline"]) < tomas.screen.index(HEADLINE)
    for typed in ("how is the depot insight doing", "did anyone use the depot insight"):
        await tomas.types(typed)
        tomas.sees(HEADLINE, FIGURES, "Retire")
        tomas.sees_nothing_of(DRIVERS["headline"])
    await tomas.types("how is the blimp insight doing")
    tomas.sees("No insights about “blimp”.")


async def test_publish_now_shows_the_draft_with_its_button(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("publish now")
    tomas.sees("No drafts are waiting.")
    for headline in (HEADLINE, "Shops open later"):
        await opens(tomas, "write an insight")
        await tomas.fills(**(DRIVERS | {"headline": headline}))
        await tomas.submits()
        tomas.sees(headline, "Publish")
    await office.until(23, "12:00")
    await tomas.types("publish now")  # no insight was shown lately
    tomas.sees("Drafts 1 to 2 of 2", HEADLINE, "Shops open later")
    await tomas.presses("Set aside")
    await tomas.types("publish it")
    tomas.sees(HEADLINE)
    await tomas.presses("Publish")
    tomas.sees(f"Published: {HEADLINE}.")
    await office.lena.types("publish now")
    office.lena.sees_nothing_of("Drafts", HEADLINE)


async def test_publish_now_without_drafts_lists_the_scheduled_insights(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    for headline in (HEADLINE, "Shops open later"):
        await opens(tomas, "write an insight")
        await writes(tomas, **(DRIVERS | {"headline": headline, "goes_out": "Friday 11:00"}))
        await tomas.presses("Publish Friday 11:00")
    await office.until(23, "12:00")
    await tomas.types("publish now")
    tomas.sees("No drafts are waiting. These insights are scheduled:", HEADLINE, "Shops open later")
    await tomas.presses("Publish now")
    tomas.sees(f"Published: {HEADLINE}.")


async def test_an_answer_leads_to_a_channel_that_gets_it_regularly(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE)
    on_teams = office.lena_tenant.startswith("teams")
    subscribe = "@Attune insight subscribe" if on_teams else "/insight subscribe"
    for typed, tag in (
        *(("which insights do we have", "everything"), ("what do reps ask", "voice")),
        *(("what do buyers say", "voice"), ("what do buyers say about price", "voice")),
    ):
        await tomas.types(typed)
        await tomas.presses("Get this in a channel")
        tomas.sees(f"{subscribe} {tag} in the channel.")
        tomas.sees_nothing_of("It already goes to")
    tomas.goes_to("#marketing")
    await tomas.types("/insight subscribe voice")
    tomas.goes_to("")
    await tomas.types("what do buyers say")
    await tomas.presses("Get this in a channel")
    tomas.sees("what reps pass on, with a digest on Mondays", "It already goes to #marketing.")
    await tomas.types("who sees my insights?")
    tomas.sees_nothing_of("Get this in a channel")
    await lena.types("insights")
    lena.sees(FIRST_LOOK)
    await lena.presses("Get this in a channel")
    lena.sees(f"{subscribe} everything in the channel. It then gets every insight")


async def test_where_the_voice_of_the_customer_goes_is_for_marketing_to_say(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("what do reps ask")
    await office.makes("Tomas Keller", "rep")
    await tomas.presses("Get this in a channel")
    tomas.sees("Marketing decides where the voice of the customer goes.")
    await tomas.types("what do reps ask")
    tomas.sees_nothing_of("Get this in a channel")


async def test_who_sees_an_insight_is_said(office: Office) -> None:
    await marketing(office)
    for one in (office.lena, office.tomas):
        await one.types("who sees my insights?")
        one.sees("Everybody here can see a published insight", "without names")


async def test_how_my_insight_is_doing_is_about_the_writers_own(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE)
    await tomas.types("how is my insight doing")
    tomas.sees(HEADLINE, FIGURES, "Retire")
    await office.knows(lena)
    await office.makes("Lena Brandt", "admin")
    await lena.types("/insight")
    await lena.fills(**DRIVERS)
    await lena.submits()
    await lena.presses("Publish now")
    await lena.types("how is my insight doing")
    lena.sees(DRIVERS["headline"], "Retire")
    lena.sees_nothing_of(HEADLINE)


async def test_marketing_hears_what_reps_ask_and_what_buyers_say(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    for typed in (
        *("any news from sales", "questions from sales?", "what are reps asking", "open asks"),
        "what needs my answer",
    ):
        await tomas.types(typed)
        tomas.sees("Open asks", WORDS["for_marketing"], "Look at it")
    for typed in ("what are buyers saying about drivers", "what do customers say about drivers?"):
        await tomas.types(typed)
        tomas.sees("What reps passed on about “drivers”", "A customer", "Look at it")
        tomas.sees_nothing_of("Northwind", "Jana", "Lena")
    await tomas.presses("Look at it")
    tomas.sees(WORDS["for_marketing"], "Answer")
    await tomas.types("what are buyers saying about blimps")
    tomas.sees("Reps passed on nothing about “blimps” in the last 90 days.", "Write an insight")
    for typed in (
        *("themes", "what are buyers saying", "voice of the customer"),
        *("what topics come up most", "what do customers complain about"),
    ):
        await tomas.types(typed)
        tomas.sees("No themes yet. A theme is a phrase that buyers at two accounts")


async def test_a_marketer_hears_what_is_new_and_what_the_day_brings(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    for typed, said in (("whats new", "Nothing is waiting for you."), ("my day", "Nothing on")):
        await tomas.types(typed)
        tomas.sees(said)
    await passed_on(office)
    tomas.goes_to("")
    for typed in ("whats new", "What's new?", "my day"):
        await tomas.types(typed)
        tomas.sees("1 ask from a rep is waiting for you.", WORDS["for_marketing"], "Look at it")
        tomas.sees_nothing_of("Nothing on today", "Also passed on", "Lena")
    await tomas.presses("Look at it")
    await tomas.presses("Answer")
    await tomas.fills(words="Three depots did.")
    await tomas.submits()
    await tomas.types("whats new")
    tomas.sees("Nothing is waiting for you.", "Also passed on", WORDS["for_marketing"])
    await tomas.types("my day")
    tomas.sees("Nothing on today.")
    await lena.types("whats new")
    lena.sees_nothing_of("waiting for you", "Also passed on")


async def test_stop_the_digest_says_where_it_is_stopped(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await tomas.types("stop the digest")
    tomas.sees("I send you no summary.")
    await passed_on(office)
    tomas.goes_to("")
    for typed in ("stop the digest", "stop the weekly summary"):
        await tomas.types(typed)
        tomas.sees("The digest goes to #marketing. To stop it, type /insight unsubscribe in")
        tomas.sees_nothing_of("I send you no summary")
    await lena.types("stop the digest")
    lena.sees("I send you no summary.")


async def test_what_was_asked_about_counts_more_than_what_nobody_saw(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE)
    await published(office)
    for one, other in ((HEADLINE, DRIVERS["headline"]), (DRIVERS["headline"], HEADLINE)):
        await lena.types("/insight price" if one == HEADLINE else "/insight drivers")
        await lena.presses("Open")
        for question in ("Who said so?",) if one == HEADLINE else ("Which depots?", "When?"):
            await lena.presses("Ask marketing")
            await lena.fills(question=question)
            await lena.submits()
        await tomas.types("which insights work best")
        tomas.sees(one, other)
        if one == HEADLINE:
            assert tomas.screen.index(one) < tomas.screen.index(other)


async def test_a_form_says_first_that_no_channel_gets_insights(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await opens(tomas, "tell sales: the new pricing page is live")
    tomas.sees("No channel gets insights yet", "/insight subscribe")
    await tomas.fills(line="Offer the page.")
    await tomas.submits()
    tomas.goes_to("#sales")
    await tomas.types("/insight subscribe everything")
    tomas.goes_to("")
    await opens(tomas, "tell sales: the new pricing page is live")
    tomas.sees_nothing_of("No channel gets insights yet")


async def test_typos_and_other_words_ask_the_same(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await published(office, **PRICE)
    tomas.goes_to("")
    for typed in ("what are customers sayin about planners", "what ppl say about plannner"):
        await tomas.types(typed)
        tomas.sees("What reps passed on about “planner", "Look at it")
    await tomas.types("what ppl say about blimpps")
    tomas.sees("Reps passed on nothing about “blimpps”")
    for typed in ("whats working", "which insigths work best", "show me the figures"):
        await tomas.types(typed)
        tomas.sees("Published insights, the most used first", HEADLINE)
    for typed in ("what did reps suggest", "suggestions"):
        await tomas.types(typed)
        tomas.sees("No suggestion is waiting.", "Insights")
    for typed in ("who do we lose against", "who are teh competitors"):
        await tomas.types(typed)
        tomas.sees("Buyers named no competitor")
    for typed in ("whats working", "suggestions"):
        await lena.types(typed)
        lena.sees_nothing_of("Published insights", "No suggestion")


async def test_a_question_that_nobody_understands_gets_what_marketing_can_ask(
    office: Office,
) -> None:
    tomas = office.tomas
    await marketing(office)
    for typed in ("what is the plan for the conference", "how do we win more"):
        await tomas.types(typed)
        tomas.sees(
            "I can't answer that. You can ask “what are buyers saying about price”", "Themes"
        )
        tomas.sees_nothing_of("All promises")
    await tomas.presses("Asks")
    tomas.sees("Nothing is waiting for marketing.")


async def test_a_marketer_hears_what_is_overdue_and_what_she_is_on(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("whats overdue")
    tomas.sees("Nothing is overdue.")
    await office.until(25, "10:00")
    for typed in ("whats overdue", "anything overdue?", "am I late on anything"):
        await tomas.types(typed)
        tomas.sees("An answer to a rep is overdue.", WORDS["for_marketing"], "Look at it")
        tomas.sees_nothing_of("Nothing is overdue")
    await tomas.presses("Look at it")
    await tomas.presses("I'll take it")
    await tomas.types("whats overdue")
    tomas.sees("Nothing is overdue.")
    await tomas.types("whats new")
    tomas.sees("You're on 1 ask that has no answer yet.", WORDS["for_marketing"])
    tomas.sees_nothing_of("waiting for you")


async def test_a_suggestion_that_waits_is_named_beside_the_asks(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await lena.types("/insight")
    await lena.fills(**DRIVERS)
    await lena.submits()
    await lena.presses("Suggest to marketing")
    for typed in ("what does sales need from me", "what do the reps want from us", "open asks"):
        await tomas.types(typed)
        tomas.sees("No open asks.", "1 suggested insight waits for you.", "Insights")
        tomas.sees_nothing_of("Nothing is waiting")
    await lena.types("what does sales need from me")
    lena.sees_nothing_of("suggested insight waits")


async def test_the_day_of_a_marketer_with_calls_says_what_waits_too(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("/prep Halden today 16:00")
    await tomas.presses("Add “Halden”")
    await tomas.types("my day")
    tomas.sees("Halden", "1 ask from a rep is waiting for you.", "Asks")


async def test_what_was_taken_back_is_not_found(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await lena.presses("Share or pass on")
    await lena.presses("Take it back from marketing")
    tomas.goes_to("")
    await tomas.types("what are buyers saying about drivers")
    tomas.sees("Reps passed on nothing about “drivers”")


async def test_marketing_hears_which_competitors_buyers_name(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE)
    for typed in ("competitors", "which competitors come up", "what competitors do buyers name"):
        await tomas.types(typed)
        tomas.sees("Buyers named no competitor in what reps passed on in the last 90 days.")
    await passed_on(office, heard="Jana Novak: We use Samsara today, and the drivers hate it.")
    tomas.goes_to("")
    for typed in ("competitors", "which competitors come up?"):
        await tomas.types(typed)
        tomas.sees("Samsara: named", "at 1 account", "Based on the last 90 days.")
        await lena.types(typed)
        lena.sees("Insights about competitors", HEADLINE)
        lena.sees_nothing_of("named at", "at 1 account")


@pytest.mark.parametrize(
    "typed",
    [
        "tell sales: drivers want a video",
        "Tell the reps that drivers want a video",
        "tell sales drivers want a video",
        "insight: drivers want a video",
        "write an insight about drivers want a video",
    ],
)
async def test_what_sales_should_know_opens_the_form_with_the_words(
    office: Office, typed: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await opens(tomas, typed)
    tomas.sees("Publish an insight", "drivers want a video")
    await tomas.fills(line="Offer the clip.")
    await tomas.submits()
    tomas.sees("This is how it will look.", "drivers want a video")
    await opens(lena, typed)
    lena.sees("Suggest an insight", "drivers want a video")


async def test_the_form_is_empty_without_words_and_a_long_text_is_not_cut(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    for typed in ("write an insight", "new insight", "I want to add an insight"):
        await opens(tomas, typed)
        tomas.sees("Publish an insight")
        await tomas.fills(**DRIVERS)
        await tomas.submits()
        tomas.sees("This is how it will look.", DRIVERS["headline"])
    long = "drivers want a video " * 12
    await opens(tomas, f"insight: {long}")
    await tomas.fills(headline="A video", line="Offer the clip.")
    await tomas.submits()
    tomas.sees(long.strip())


async def test_what_a_rep_tells_marketing_is_in_the_form_of_the_suggestion(office: Office) -> None:
    lena = office.lena
    await lena.types("tell marketing that drivers want a video")
    await lena.presses("Suggest an insight")
    lena.sees("Suggest an insight", "Drivers want a video")


async def test_a_rep_sees_what_is_published_and_nothing_of_marketings_desk(office: Office) -> None:
    lena = office.lena
    await lena.types("what's new from marketing")
    lena.sees("Marketing has published nothing yet.")
    await lena.types("battlecards")
    lena.sees("Marketing has published nothing about a competitor yet.")
    await published(office, **PRICE)
    for typed in (
        *("insights", "what's new from marketing", "any news from marketing?", "any new insights"),
        *("which insights work best", "how is my insight doing"),
    ):
        await lena.types(typed)
        lena.sees(FIRST_LOOK, HEADLINE, "Open")
        lena.sees_nothing_of("Reached", "Retire", "Write one")
    await lena.types("battlecards")
    lena.sees("Insights about competitors", HEADLINE)
    for typed in ("drafts", "feeds", "themes", "what are reps asking", "open asks"):
        await lena.types(typed)
        lena.sees_nothing_of(
            "Feeds", "No drafts", "No themes", "Open asks", "waiting for marketing"
        )
    await lena.types("what are buyers saying about the price")
    lena.sees("About “price”", HEADLINE)


async def test_a_rep_sees_what_became_of_their_own_asks(office: Office) -> None:
    lena = office.lena
    await lena.types("my asks")
    lena.sees("You haven't sent marketing anything yet.")
    await passed_on(office)
    for typed in ("my asks", "did marketing answer?", "what did I send to marketing"):
        await lena.types(typed)
        lena.sees("What you sent to marketing", WORDS["for_marketing"])


async def test_a_retired_or_stale_insight_is_not_news(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, **PRICE, review_by="2026-11-30")
    await lena.types("insights")
    lena.sees(HEADLINE)
    await office.until_december(2, "10:00")
    await lena.types("insights")
    lena.sees("Marketing has published nothing yet.")
    await tomas.types("insights")
    tomas.sees("Up for review", HEADLINE)


async def test_notes_and_questions_about_accounts_stay_what_they_are(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await published(office, **PRICE)
    for note in (
        "themes at northwind matter to ruben",
        "competitors are circling northwind",
        "northwind: the insights landed",
        "reps at northwind want new scanners",
        "northwind team owes us the list",
    ):
        await lena.types(note)
        lena.sees("Northwind")
        lena.sees_nothing_of(FIRST_LOOK, HEADLINE, "lead a team")
    await lena.types("what are customers saying about Northwind")
    lena.sees("Northwind")
    lena.sees_nothing_of("Marketing has published nothing")


async def test_in_a_channel_only_the_marketer_sees_the_answer(office: Office) -> None:
    await published(office, **PRICE)
    tomas = Sender(office.lena_tenant, await tomas_id(office), "Tomas Keller", "Europe/Berlin")
    for place in (None, Place("C1", "#sales")):
        asked = Request(
            office.request_id(), tomas, Means.COMMAND, "", "insights", place=place, greets=False
        )
        answer = await office.conversation.answer(asked, office.clock.now())
        assert HEADLINE in str(answer)
        assert isinstance(answer, Aside)


async def test_a_marketer_asks_in_other_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    for typed in (
        "anything waiting?",
        "morning, anything for me?",
        "questions",
        "whats still open",
    ):
        await tomas.types(typed)
        tomas.sees("They want a planner that drivers helped to build")
    for typed in ("what do they say about drivers", "is anyone mentioning drivers"):
        await tomas.types(typed)
        tomas.sees("What reps passed on about “drivers”", "nobody asks the drivers")
        tomas.sees_nothing_of("I can't answer that", "No manager or colleague sees")
    await tomas.types("how do marketing and sales keep up")
    tomas.sees("Between marketing and sales", "First response")
    for typed in ("how is marketing and my quota", "what did my marketing do wrong"):
        await tomas.types(typed)
        tomas.sees_nothing_of("No manager or colleague sees")
    await tomas.types("does marketing see my notes")
    tomas.sees("Outside Attune")
    await tomas.types("summary for my boss")
    tomas.sees_nothing_of("No manager or colleague sees", "I can't answer that")
    await tomas.types("summarise this week")
    tomas.sees("They want a planner that drivers helped to build")
    await tomas.types("what can you do")
    assert tomas.screen.index("For marketing: “insights”") < tomas.screen.index("/insight")
    await lena.types("what do they say about drivers")
    lena.sees_nothing_of("Reps passed on", "What reps passed on")


async def test_news_about_competitors_are_how_often_they_were_named(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, headline="New calculator for depots")
    for typed in ("any competitor news", "any news on competitors?", "competitor news"):
        await tomas.types(typed)
        tomas.sees("Buyers named no competitor in what reps passed on in the last 90 days.")
        tomas.sees_nothing_of("New calculator for depots", "About “")
        await lena.types(typed)
        lena.sees("Marketing has published nothing about a competitor yet.")


async def test_what_buyers_said_and_what_reps_heard_is_answered_too(office: Office) -> None:
    await passed_on(office)
    office.tomas.goes_to("")
    for typed in (
        "what did buyers say about drivers",
        "what do reps hear about drivers",
        "what have customers said about the drivers",
    ):
        await office.tomas.types(typed)
        office.tomas.sees("What reps passed on about “drivers”")


async def test_what_is_published_is_not_said_to_be_private(office: Office) -> None:
    await marketing(office)
    await office.tomas.types("who can see what I publish")
    office.tomas.sees("Before it is published, only marketing and its author see it.")
    office.tomas.sees_nothing_of("Only you.")
