"""Reps type how an insight landed, and marketing asks which insights were used, and when."""

import pytest

from tests.dialogues.marketing.test_insights import DRIVERS, published
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

HEADLINE = DRIVERS["headline"]
ROUTELY = "Against Routely: late changes"


async def two_published(office: Office) -> None:
    """Tomas has published two insights, and Northwind is on file."""
    await published(office)
    await published(office, headline=ROUTELY, competitor="Routely")
    await plan(office)


@in_turn(
    ("typed", "noted", "figures"),
    (
        ("used the Routely insight, worked", "it landed", "it landed once"),
        ("I used the routely insight and it landed", "it landed", "it landed once"),
        ("the routely insight worked really well", "it landed", "it landed once"),
        ("tried the routely insight with Northwind, fell flat", "it fell flat", "fell flat once"),
        ("the routely insight didn't work", "it fell flat", "it fell flat once"),
        ("used the routely insight today", "you used it", "1 used it"),
        ("didn't use the routely insight", "you didn't use it", "Reached 1 person"),
    ),
)
async def test_a_rep_types_how_an_insight_landed(
    office: Office, typed: str, noted: str, figures: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await two_published(office)
    await lena.types(typed)
    lena.sees(f"Noted: {noted}. Marketing sees that, without your name.", ROUTELY)
    lena.sees_nothing_of("only you see it")
    await tomas.types("/insight routely")
    await tomas.presses("Open")
    tomas.sees(figures)


async def test_if_several_insights_fit_the_rep_chooses(office: Office) -> None:
    lena = office.lena
    await two_published(office)
    await published(office, headline="Routely forgets drivers", competitor="Routely")
    await lena.types("used the routely insight, worked")
    lena.sees("Which insight do you mean? Nothing is saved yet.", ROUTELY, "Routely forgets")
    await lena.presses("It landed")
    lena.sees("Noted. Marketing sees that, without your name.")


@in_turn(
    "typed",
    (
        "used the routely insight, Jana wants a demo by Friday",
        "the routely insight is on page 3 and Jana liked it",
        "tried the hospital insight with Northwind, fell flat",
    ),
)
async def test_a_line_that_says_more_or_names_no_insight_stays_a_note(
    office: Office, typed: str
) -> None:
    await two_published(office)
    await office.lena.types(typed)
    office.lena.sees("Noted, only you see it")


@in_turn(
    "typed",
    (
        *("which insights were never used", "what was never used", "unused insights"),
        *("insights nobody used", "which insights are not used?"),
    ),
)
async def test_marketing_asks_which_insights_nobody_used(office: Office, typed: str) -> None:
    lena, tomas = office.lena, office.tomas
    await two_published(office)
    await lena.types("used the routely insight, worked")
    await tomas.types(typed)
    tomas.sees("Insights that nobody has said they used, the oldest first", HEADLINE)
    tomas.sees("Counted since each was published.")
    tomas.sees_nothing_of(ROUTELY)
    await lena.types("the drivers insight worked")
    await tomas.types(typed)
    tomas.sees("Each published insight has been used at least once.")


async def test_figures_of_a_month_say_which_month_they_are_about(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await two_published(office)
    await lena.types("used the routely insight, worked")
    await office.until_december(2, "10:00")
    await lena.types("used the drivers insight")
    await tomas.types("what did reps use last month")
    tomas.sees("What reps used in November 2026, the most used first", ROUTELY, "it landed once")
    tomas.sees_nothing_of(HEADLINE)
    await tomas.types("most used insights this month")
    tomas.sees("What reps used in December 2026 so far", HEADLINE, "1 used it")
    tomas.sees_nothing_of(ROUTELY)
    await tomas.types("which insights were used in October")
    tomas.sees("No insight reached a rep or was used in October 2026.")
    await tomas.types("what works last week")
    tomas.sees("What reps used from Monday 23 November to Sunday 29 November", ROUTELY)
    await tomas.types("most used insights")
    tomas.sees("Published insights, the most used first", "Counted since each was published.")


@pytest.mark.parametrize("office", ["playground"], indirect=True)
async def test_a_rep_reads_no_figures_of_insights(office: Office) -> None:
    await two_published(office)
    for typed in ("which insights were never used", "what did reps use last month"):
        await office.lena.types(typed)
        office.lena.sees_nothing_of("nobody has said", "Reached", "reached")
