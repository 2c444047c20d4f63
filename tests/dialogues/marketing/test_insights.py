"""Marketing's insights: written, previewed, published, matched to a call, and rated."""

import pytest
from sqlmodel import col, select

from handlers.features.marketing.insight_form import AT_FIRST, MORE_LATER
from handlers.request import Means, Request, Sender
from storage.tables import Person
from tests.dialogue import Dialogue
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect

pytestmark = pytest.mark.every_platform

DRIVERS = {
    "headline": "Drivers keep a planner they helped to set up",
    "line": "Ask who in the cab tried the last tool.",
}


async def marketing(office: Office) -> None:
    """Tomas becomes the marketer."""
    await office.tomas.types("/calls")
    await office.makes("Tomas Keller", "marketer")


async def writes(one: Dialogue, **fields: str) -> None:
    """Fill in the form for a new insight, and then the form with everything if that takes it."""
    first = {name: words for name, words in fields.items() if name in AT_FIRST}
    await one.fills(**first)
    await one.submits()
    if first != fields:
        await one.presses("Edit or add more")
        await one.fills(**fields)
        await one.submits()


async def published(office: Office, **fields: str) -> None:
    """Tomas writes an insight and lets it go out."""
    await marketing(office)
    await office.tomas.types("/insight")
    await writes(office.tomas, **(DRIVERS | fields))
    office.tomas.sees("This is how it will look. Nothing goes out until it is published.")
    await office.tomas.presses("Publish now")
    office.tomas.sees("Published: ")


async def test_a_marketer_previews_and_publishes(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await tomas.types("/insight")
    tomas.sees("Publish an insight")
    await tomas.fills(**DRIVERS, industry="Logistics", link="https://example.com/päth?x=1&y=<2>")
    await tomas.submits()
    tomas.sees(
        "Best for Logistics. Good until 21 February.",
        "Ask who in the cab tried the last tool.",
    )
    await lena.types("/insight drivers")
    lena.sees("No insights about “drivers”.")
    await tomas.presses("Publish now")
    await lena.types("/insight drivers")
    lena.sees("Drivers keep a planner they helped to set up", "Read “Drivers keep a planner")


async def test_a_new_insight_asks_for_five_things_and_keeps_what_is_added(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("/insight")
    tomas.sees("Headline", "Source", "For which industry", "For which role", MORE_LATER)
    tomas.sees_nothing_of("For which stage", "Publish later", "Good until", "For one account only")
    source = "https://example.com/survey"
    await writes(tomas, **DRIVERS, link=source, persona="Head of logistics", body="Of 40, 31 did.")
    tomas.sees("Of 40, 31 did.", "Best for Head of logistics. Good until 21 February.")
    await tomas.presses("Edit or add more")
    tomas.sees(source, "Head of logistics", "Of 40, 31 did.", "For which stage", "Publish later")
    tomas.sees_nothing_of(MORE_LATER)


async def test_long_words_that_begin_an_insight_are_in_its_form(office: Office) -> None:
    lena = office.lena
    await marketing(office)
    words = "The drivers " + "keep a planner that they helped to set up " * 5 + "at last"
    await lena.types(f"tell marketing {words[0].lower()}{words[1:]}")
    await lena.presses("Suggest an insight")
    lena.sees(words, "Headline", "Source")
    lena.sees_nothing_of("For which role")
    await lena.fills(**DRIVERS)
    await lena.submits()
    lena.sees("This is how it will look.", words)


async def test_a_rep_suggests_and_a_marketer_publishes(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await lena.types("/insight")
    lena.sees("Suggest an insight")
    await lena.fills(**DRIVERS)
    await lena.submits()
    await lena.presses("Suggest to marketing")
    lena.sees("Marketing has “Drivers keep a planner they helped to set up”.")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Waiting for you", "Drivers keep a planner")
    await tomas.presses("Publish")
    await lena.types("/insight drivers")
    lena.sees("Drivers keep a planner")


async def test_what_is_missing_or_wrong_is_said_at_its_field(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS)
    await tomas.presses("Edit or add more")
    await tomas.fills(link="ftp://example.com/x")
    await tomas.submits()
    assert tomas.problems == {
        "link": "A link starts with https:// and has no spaces: https://example.com/page"
    }
    await tomas.fills(link="", account="Nowhere")
    await tomas.submits()
    assert tomas.problems == {"account": "There is no account called “Nowhere” yet."}
    await tomas.fills(account="", review_by="2026-11-23")
    await tomas.submits()
    assert tomas.problems == {"review_by": "Choose a day in the future."}


async def test_one_like_it_is_shown_before_it_goes_out(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await tomas.types("/insight")
    await tomas.fills(headline="A planner that drivers helped to set up", line="Ask the drivers.")
    await tomas.submits()
    tomas.sees(
        "Similar insights that are published", "Drivers keep a planner they helped to set up"
    )


async def test_two_marketers_change_one(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await lena.types("/calls")
    await office.makes("Lena Brandt", "marketer")
    for person in (lena, tomas):
        await person.opens_home()
        await person.presses("Insights")
        await person.presses("Edit")
    await tomas.fills(headline="Tomas was first")
    await tomas.submits()
    await lena.fills(headline="Lena was second")
    await lena.submits()
    assert "Tomas Keller has changed this in the meantime." in str(lena.problems)
    await tomas.presses("Publish the change")
    await tomas.types("/insight first")
    tomas.sees("Tomas was first")


async def test_a_call_has_what_fits_on_file_and_says_why(office: Office) -> None:
    lena = office.lena
    await published(office)
    await held(office)
    lena.sees_nothing_of("From marketing")
    await reflect(office, goal_reached="yes", heard="The drivers switched it off by week two.")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees_nothing_of("Drivers keep a planner")
    await lena.presses("Everything on file")
    lena.sees("From marketing", "Drivers keep a planner")
    lena.sees("Why: they mentioned “drivers” on Monday 23 November")


async def test_a_competitor_they_named_brings_its_insight(office: Office) -> None:
    lena = office.lena
    await published(
        office, headline="Against Routely", line="Ask about week two.", competitor="Routely"
    )
    await held(office)
    await reflect(office, goal_reached="yes", heard="We also talk with routely.")
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.presses("Everything on file")
    lena.sees("Against Routely", "they named Routely on Monday 23 November")


async def test_an_industry_brings_its_insight(office: Office) -> None:
    lena = office.lena
    await published(office, industry="Logistics")
    await plan(office)
    lena.sees_nothing_of("From marketing")
    await lena.presses("Change time or people")
    await lena.fills(industry="logistics")
    await lena.submits()
    await lena.presses("Everything on file")
    lena.sees("From marketing", "Why: they are in logistics.")


async def test_an_own_insight_is_not_counted_and_it_is_said(office: Office) -> None:
    tomas = office.tomas
    await published(office, industry="Logistics")
    await tomas.types("/prep Northwind today 10:00")
    await tomas.presses("Add “Northwind”")
    await tomas.presses("Change time or people")
    await tomas.fills(industry="Logistics")
    await tomas.submits()
    await tomas.presses("Everything on file")
    await tomas.presses("Used it")
    tomas.sees("Noted: you used it. You worked on this insight, so your answer is not counted.")


async def test_what_is_said_back_reaches_the_author(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office, industry="Logistics")
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(industry="Logistics")
    await lena.submits()
    await lena.presses("Everything on file")
    await lena.presses("Used it")
    lena.sees("Noted: you used it. Marketing sees that, without your name.")
    await office.until(23, "10:36")
    await reflect(office, heard="The drivers want it.")
    lena.sees("From marketing: Drivers keep a planner they helped to set up")
    await lena.presses("It landed")
    lena.sees("Noted. Marketing sees that, without your name.")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Reached 1 person: it landed once.")


async def test_what_flopped_is_not_shown_to_that_account_again(office: Office) -> None:
    lena = office.lena
    await published(office, industry="Logistics")
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(industry="Logistics")
    await lena.submits()
    await lena.presses("Everything on file")
    await office.until(23, "10:36")
    await reflect(office, heard="The drivers want it.")
    lena.sees_nothing_of("It flopped")
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Everything on file")
    await lena.presses("Used it")
    await lena.types("/reflect Northwind")
    await lena.submits()
    await lena.presses("It flopped")
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.presses("Everything on file")
    lena.sees_nothing_of("From marketing")


async def test_not_for_me_says_why(office: Office) -> None:
    lena = office.lena
    await published(office)
    await lena.types("/insight drivers")
    await lena.presses("Open")
    await lena.presses("Not for me")
    await lena.fills(why="stale")
    await lena.submits()
    lena.sees("Noted. Marketing sees why, without your name.")
    await office.tomas.opens_home()
    await office.tomas.presses("Insights")
    office.tomas.sees("Not for me: out of date 1.")


async def test_a_retired_one_is_nowhere(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Retire")
    tomas.sees("Retired: ")
    await lena.types("/insight drivers")
    lena.sees("No insights about “drivers”.")


async def test_marketings_desk_is_marketings(office: Office) -> None:
    lena = office.lena
    await lena.opens_home()
    lena.sees_nothing_of("Insights")


async def test_words_of_a_search_are_never_operators(office: Office) -> None:
    await published(office)
    for words in ("AND OR NOT", '"', "-x a:b", "NEAR(a b)", "drivers*", "'; DROP TABLE x"):
        await office.lena.types(f"/insight {words}")
        assert "Something went wrong" not in office.lena.screen


async def test_what_was_changed_meanwhile_is_shown_before_it_goes_out(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await lena.types("/insight")
    await lena.fills(**DRIVERS, link="https://example.com/read")
    await lena.submits()
    await lena.presses("Suggest to marketing")
    await tomas.opens_home()
    await tomas.presses("Insights")
    await office.makes("Lena Brandt", "marketer")
    await lena.opens_home()
    await lena.presses("Insights")
    await lena.presses("Edit")
    await lena.fills(headline="Drivers want another planner")
    await lena.submits()
    await tomas.presses("Publish")
    tomas.sees("This has changed since you opened it.", "Drivers want another planner")
    await lena.types("/insight drivers")
    lena.sees("No insights about")
    await tomas.presses("Publish")
    tomas.sees("Published: Drivers want another planner")


async def test_a_headline_for_later_is_nobodys_yet(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS, competitor="Routely", goes_out="Friday 11:00")
    await tomas.presses("Publish Friday 11:00")
    tomas.sees("Scheduled")
    await tomas.types("/insight planner")
    tomas.sees("Drivers keep a planner", "Scheduled for Friday 11:00. Reps don't see it yet.")
    await lena.types("/insight planner")
    lena.sees("No insights about “planner”.")
    await lena.types("/insight")
    await lena.fills(headline="A planner that drivers helped to set up", line="Ask the drivers.")
    await lena.submits()
    lena.sees("This is how it will look")
    lena.sees_nothing_of("Similar insights that are published", "Drivers keep")
    lena.goes_to("#sales")
    await lena.types("/insight subscribe competitor=Routly")
    lena.sees("#sales gets insights with competitor Routly.")
    await office.until(27, "11:00")
    await lena.types("/insight")
    await lena.fills(headline="A planner that drivers helped to set up", line="Ask the drivers.")
    await lena.submits()
    lena.sees("Similar insights that are published", "Drivers keep a planner they helped to set up")


async def test_an_edit_of_what_is_out_waits_until_it_is_published(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await tomas.presses("Edit")
    tomas.sees("Edit an insight")
    await tomas.fills(headline="Drivers decide")
    await tomas.submits()
    tomas.sees("The old text stays until you publish this.", "Drivers decide")
    await lena.types("/insight drivers")
    lena.sees("Drivers keep a planner")
    lena.sees_nothing_of("Drivers decide")
    await tomas.presses("Edit")
    tomas.sees("Drivers decide")
    await tomas.fills(headline="Drivers decide it")
    await tomas.submits()
    await tomas.presses("Publish the change")
    tomas.sees("Changed: Drivers decide it.")
    await lena.types("/insight drivers")
    lena.sees("Drivers decide it")
    lena.sees_nothing_of("Drivers keep a planner")


async def test_an_edit_is_discarded_and_the_old_text_stays(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await tomas.presses("Edit")
    await tomas.fills(headline="Drivers decide")
    await tomas.submits()
    await tomas.presses("Discard: Drivers decide")
    tomas.sees("Discarded. The insight stays as it was: Drivers keep a planner")
    await tomas.presses("Edit")
    tomas.sees("Drivers keep a planner")
    await lena.types("/insight drivers")
    lena.sees("Drivers keep a planner")
    lena.sees_nothing_of("Drivers decide")


async def test_what_one_changed_in_another_window_is_said_so(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await tomas.presses("Edit")
    await tomas.fills(headline="Drivers decide")
    sender = Sender(tomas_tenant(office), await tomas_id(office), "Tomas Keller", "Europe/Berlin")
    form = DRIVERS | {"headline": "Elsewhere", "review_by": "2027-02-21"}
    request = Request(office.request_id(), sender, Means.FORM, "insight", "1:1", form)
    await office.conversation.answer(request, office.clock.now())
    await tomas.submits()
    assert "You have changed this in another window." in str(tomas.problems)


def tomas_tenant(office: Office) -> str:
    """The workspace that both are in."""
    return office.lena_tenant


async def tomas_id(office: Office) -> str:
    """How the platform knows him."""
    async with office.attune.database.read() as session:
        wanted = select(Person).where(col(Person.name) == "Tomas Keller")
        return (await session.exec(wanted)).one().external


async def suggested(office: Office) -> None:
    """Lena suggests one to Tomas, the marketer."""
    await marketing(office)
    await office.lena.types("/insight")
    await office.lena.fills(**DRIVERS, industry="Logistics")
    await office.lena.submits()
    await office.lena.presses("Suggest to marketing")
    office.lena.sees("You'll hear when they publish or decline it.")


async def test_a_suggestion_is_declined_and_its_author_reads_why(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await suggested(office)
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Suggested on 23 November, written by Lena Brandt. Best for Logistics.")
    await tomas.presses("Decline…")
    tomas.sees("Decline a suggestion", "A line to Lena Brandt")
    await tomas.fills(line="We say the same in March.")
    await tomas.submits()
    tomas.sees("Declined: Drivers keep a planner")
    await office.delivers()
    lena.sees("Tomas Keller declined your suggestion “Drivers keep", "We say the same in March.")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees_nothing_of("Drivers keep a planner")


async def test_a_suggestion_is_published_and_its_author_hears(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await suggested(office)
    await office.delivers()
    await tomas.presses("Look at it")
    tomas.sees("written by Lena Brandt", "Best for Logistics.", "Decline…")
    tomas.sees_nothing_of("Used it", "Not for me", "Reached")
    await tomas.presses("Publish")
    await office.delivers()
    lena.sees("Tomas Keller published your suggestion “Drivers keep a planner they helped")


async def test_a_manager_is_told_that_a_suggestion_is_not_out_yet(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.until(23, "10:00")
    await suggested(office)
    await office.delivers()
    await office.makes("Tomas Keller", "manager")
    await tomas.presses("Look at it")
    tomas.sees("That is not published yet. Marketing decides whether to publish it.")
    await lena.types("/insight drivers")
    lena.sees("No insights about “drivers”.", "Suggest one")


async def test_its_own_author_is_not_asked_about_it_and_not_counted(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    for person in (tomas, lena):
        await person.types("/insight drivers")
        await person.presses("Open")
    tomas.sees_nothing_of("Used it", "Not for me")
    await lena.presses("Used it")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Reached 1 person: 1 used it.")


async def test_the_list_says_whose_it_is_and_keeps_what_was_retired(office: Office) -> None:
    tomas = office.tomas
    await published(office, industry="Logistics")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees(
        "Published 23 November, written by Tomas Keller. Best for Logistics.",
        "Good until 21 February.",
    )
    await tomas.presses("Retire")
    await tomas.presses("Insights")
    tomas.sees(
        "Retired on 23 November, written by Tomas Keller. Best for Logistics.",
        "Reached 0 people: nobody has said how it went yet.",
    )


async def test_what_is_up_for_review_is_not_listed_twice(office: Office) -> None:
    tomas = office.tomas
    await published(office, review_by="2026-11-24")
    await office.until(26, "10:00")
    await tomas.opens_home()
    await tomas.presses("Insights")
    tomas.sees("Up for review")
    assert tomas.screen.count("Renew") == 1


async def test_no_stage_is_any_stage(office: Office) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS)
    await tomas.presses("Edit or add more")
    tomas.sees("For which stage", "Leave it empty for any stage")
    tomas.sees_nothing_of("No answer", "Any stage")


async def test_of_two_that_say_nearly_the_same_one_is_shown(office: Office) -> None:
    lena = office.lena
    for headline in ("Drivers keep a planner they helped to set up", "Toll roads cost more"):
        await published(office, headline=headline, industry="Logistics")
    twin = "Drivers keep the planner they helped set up"
    await published(office, headline=twin, industry="Logistics")
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(industry="Logistics")
    await lena.submits()
    await lena.presses("Everything on file")
    lena.sees(twin, "Toll roads cost more")
    lena.sees_nothing_of("Drivers keep a planner they helped to set up")


async def test_the_time_is_that_of_the_insight_and_a_past_one_is_not_filled_in(
    office: Office,
) -> None:
    tomas = office.tomas
    await published(office)
    await tomas.opens_home()
    await tomas.presses("Insights")
    await tomas.presses("Retire")
    await tomas.presses("Edit")
    tomas.sees_nothing_of("Monday 23 November 09")
    await tomas.submits()
    tomas.sees("This is how it will look.")
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS, goes_out="tomorow elevenses")
    said = tomas.problems["goes_out"]
    assert "When should it go out?" in said
    assert "the call" not in said


async def test_an_insight_is_retired_and_renewed_in_typed_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await published(office, headline="Wards want a name on the night shift", line="Ask who it is.")
    await tomas.types("renew the drivers one")
    tomas.sees("Renewed until", DRIVERS["headline"])
    await tomas.types("retire the hospital one")
    tomas.sees("No published insight mentions “hospital”.", "Insights")
    for typed in ("retire the northwind contract", "lena retires the old one"):
        await lena.types(typed)
        lena.sees_nothing_of("Retired:")
    await lena.types("retire the drivers one")
    lena.sees_nothing_of("Retired:")
    await tomas.types("can you retire the insight about night shifts")
    tomas.sees("Retired: Wards want a name on the night shift. Reps no longer see it.")
    await tomas.types("/insight drivers")
    await tomas.presses("Open")
    tomas.sees_nothing_of("Used it", "Not for me")  # Tomas wrote it
    await tomas.types("retire it")
    tomas.sees(f"Retired: {DRIVERS['headline']}.", "Publish it again")


async def test_if_several_insights_fit_the_line_lists_them(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await published(office, headline="Drivers read one line", line="Say it in one line.")
    await tomas.types("retire it")  # the one just published
    tomas.sees("Retired: Drivers read one line.")
    await tomas.presses("Publish it again")
    await tomas.types("retire the drivers one")
    tomas.sees("Which insight do you mean?", DRIVERS["headline"], "Drivers read one line")
    await tomas.presses("Retire")
    tomas.sees("Retired: ")


async def test_the_form_of_an_insight_opens_in_typed_words(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await tomas.types("edit the drivers insight")
    if "Open it" in tomas.screen:
        await tomas.presses("Open it")
    tomas.sees(DRIVERS["headline"], "Headline")
