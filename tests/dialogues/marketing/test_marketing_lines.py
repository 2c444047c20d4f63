"""Short lines that marketers type: themes of a week, what an account said, feeds, dates."""

from tests.dialogue import Dialogue
from tests.dialogues.marketing.marketing_heard import listening
from tests.dialogues.marketing.test_insights import DRIVERS, marketing, published, writes
from tests.dialogues.marketing.test_voice_digest import a_week, said
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

FEED = "https://blog.example.com/rss"


async def opens(one: Dialogue, typed: str) -> None:
    """Open a form from plain words; press its button if the platform needs that."""
    await one.types(typed)
    if one.form is None:
        await one.presses("Open it")


@in_turn(
    "typed",
    ("themes this week", "what keeps coming up this week?", "which objections came up last week"),
)
async def test_themes_of_this_week_are_of_the_last_seven_days(office: Office, typed: str) -> None:
    tomas = office.tomas
    await a_week(office)
    await office.until(26, "12:00")
    tomas.goes_to("")
    await tomas.types(typed)
    tomas.sees("What buyers said in the last seven days", "“route changes”: 2 accounts")
    tomas.sees("shared with marketing in the last seven days.")
    await office.until_december(3, "10:00")
    await tomas.types(typed)
    tomas.sees("No themes in the last seven days.")
    await tomas.presses("The last four weeks")
    tomas.sees("“route changes”: 2 accounts", "in the last four weeks.")


@in_turn("typed", ("what did northwind say", "what did northwind say today"))
async def test_what_an_account_said_includes_what_was_passed_on_today(
    office: Office, typed: str
) -> None:
    tomas = office.tomas
    await listening(office)
    tomas.goes_to("")
    line, words = "Route changes at night hurt", "The late route changes are what hurts us."
    await said(office, "Northwind", 24, line=line, words=words, how="named")
    await office.until(24, "12:00")
    await tomas.types(typed)
    tomas.sees("What reps passed on about Northwind, newest first:", words, "24 November")
    await tomas.types("what did northwind say about routes")
    tomas.sees(words)
    await tomas.types("what did northwind say about price")
    tomas.sees_nothing_of(words)
    await tomas.presses("Plan a call")


async def test_what_was_passed_on_without_names_does_not_lead_to_the_account(
    office: Office,
) -> None:
    tomas = office.tomas
    await listening(office)
    tomas.goes_to("")
    words = "At Halden we learn of route changes from angry drivers."
    await said(office, "Halden", 24, line="Nobody tells the drivers", words=words)
    await office.until(24, "12:00")
    await tomas.types("what did halden say")
    tomas.sees("No notes on Halden are on file.")
    tomas.sees_nothing_of("angry drivers", "Nobody tells the drivers")


async def test_who_is_not_in_marketing_reads_no_more_than_before(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await listening(office)
    tomas.goes_to("")
    words = "The late route changes are what hurts us."
    await said(office, "Northwind", 24, line="Routes hurt", words=words, how="named")
    await office.until(24, "12:00")
    await office.makes("Tomas Keller", "rep")
    await tomas.types("what did northwind say")
    tomas.sees_nothing_of(words)
    await lena.types("what did northwind say")
    lena.sees(words)
    lena.sees_nothing_of("What reps passed on")


@in_turn("typed", (f"add source {FEED}", f"add a feed {FEED}", f"follow the news feed {FEED}"))
async def test_a_feed_is_added_by_its_address(office: Office, typed: str) -> None:
    await marketing(office)
    await office.tomas.types(typed)
    office.tomas.sees("blog.example.com/rss", "Remove")
    await office.tomas.types(typed)
    office.tomas.sees("That feed has already been added.")


@in_turn("typed", ("add source", "new feed", "add a feed", "i want to add a source"))
async def test_without_an_address_the_form_opens(office: Office, typed: str) -> None:
    await marketing(office)
    await opens(office.tomas, typed)
    office.tomas.sees("Add a feed", "Address")


@in_turn("typed", ("sources", "our news sources", "remove the feed", "change a source"))
async def test_the_feeds_are_listed(office: Office, typed: str) -> None:
    await marketing(office)
    await office.tomas.types(typed)
    office.tomas.sees("Add a feed")


@in_turn(
    "typed",
    (
        "change the date on the drivers insight",
        "change the date on it",
        "change the date",
        "update the review date of the drivers one",
    ),
)
async def test_the_date_of_an_insight_is_changed_in_its_form(office: Office, typed: str) -> None:
    await published(office, industry="Logistics")
    await opens(office.tomas, typed)
    office.tomas.sees("Edit an insight", DRIVERS["headline"], "Good until")


@in_turn("typed", ("change the date on it to 14 december", "change the date to 14 december"))
async def test_the_new_day_is_in_the_form(office: Office, typed: str) -> None:
    await published(office, industry="Logistics")
    await opens(office.tomas, typed)
    office.tomas.sees("Good until", "2026-12-14")


@in_turn(
    "typed",
    (
        "change the headline on it to Fuel is up until 14 december",
        "change the headline on the drivers insight to Fuel is up until 14 december",
    ),
)
async def test_the_new_headline_is_in_the_form_and_no_day(office: Office, typed: str) -> None:
    await published(office, industry="Logistics")
    await opens(office.tomas, typed)
    office.tomas.sees("Fuel is up until 14 december", "Good until", "2027-02-21")


async def test_an_order_is_no_topic_of_an_insight(office: Office) -> None:
    await marketing(office)
    await office.tomas.types("change the date")
    office.tomas.sees_nothing_of("Marketing has published nothing about")


@in_turn(
    "typed",
    (
        "schedule an insight for wednesday 9am: Fuel is up 12%",
        "please schedule a new insight for wednesday 9:00: Fuel is up 12%",
    ),
)
async def test_a_new_insight_is_scheduled_in_words(office: Office, typed: str) -> None:
    tomas = office.tomas
    await marketing(office)
    await opens(tomas, typed)
    tomas.sees("Publish an insight", "Fuel is up 12%", "Publish later", "wednesday 9")
    await tomas.fills(line="Ask who pays for it.")
    await tomas.submits()
    tomas.sees("This is how it will look.", "Publish Wednesday 09:00")


@in_turn(
    "typed",
    (
        "push the drivers insight to wednesday 9am",
        *("move my drivers insight to wednesday 9:00", "postpone the insight to wednesday 9am"),
        "schedule the drivers insight for wednesday 9am",
    ),
)
async def test_when_an_insight_goes_out_is_moved_in_words(office: Office, typed: str) -> None:
    tomas = office.tomas
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **DRIVERS, goes_out="tomorrow 9:00")
    await opens(tomas, typed)
    tomas.sees("Edit an insight", DRIVERS["headline"], "wednesday 9")
    await tomas.submits()
    tomas.sees("Publish Wednesday 09:00")


async def test_an_insight_that_is_out_is_not_moved_and_a_call_still_is(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await published(office)
    await tomas.types("push the drivers insight to wednesday 9am")
    tomas.sees("No insight that is still to go out mentions “drivers”.")
    await plan(office)
    await lena.types("push northwind to wednesday 9am")
    lena.sees("Moved Northwind from tomorrow 15:00 to Wednesday 09:00.")


@in_turn(
    "typed",
    (
        "Please tell the reps that Routely raises its prices",
        *("can you tell sales that Routely raises its prices", "please insight: Routely raises"),
    ),
)
async def test_news_for_sales_may_begin_like_a_request(office: Office, typed: str) -> None:
    await marketing(office)
    await opens(office.tomas, typed)
    office.tomas.sees("Publish an insight", "Routely raises")


async def test_the_digest_is_asked_about(office: Office) -> None:
    tomas = office.tomas
    await listening(office)
    for typed in ("digest", "when does the digest come?", "who gets the digest"):
        tomas.goes_to("")
        await tomas.types(typed)
        tomas.sees("with a digest on Mondays", "It already goes to #marketing.")


async def test_the_numbers_for_the_boss_are_those_of_marketing_and_sales(office: Office) -> None:
    await marketing(office)
    for typed in ("summary of the week for my boss", "my boss wants the voc numbers"):
        await office.tomas.types(typed)
        office.tomas.sees("Between marketing and sales")
