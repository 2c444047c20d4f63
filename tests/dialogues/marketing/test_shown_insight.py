"""Marketing types about the insight just shown, and the line is about that insight."""

from tests.dialogues.marketing.test_insights import (
    DRIVERS,
    marketing,
    published,
    suggested,
    writes,
)
from tests.dialogues.marketing.test_marketing_asked import opens
from tests.dialogues.office import Office
from tests.dialogues.turns import in_turn

HEADLINE = DRIVERS["headline"]


async def previewed(office: Office) -> None:
    """Tomas has written an insight, and reads its preview."""
    await marketing(office)
    await office.tomas.types("/insight")
    await writes(office.tomas, **DRIVERS)
    office.tomas.sees("This is how it will look.", HEADLINE)


async def test_an_insight_just_previewed_is_published_in_typed_words(office: Office) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.types("yes publish it now")
    tomas.sees(f"Published: {HEADLINE}")
    await tomas.types("retire it")
    tomas.sees(f"Retired: {HEADLINE}")
    await tomas.types("publish it again")
    tomas.sees(f"Published: {HEADLINE}")


async def test_publish_it_again_means_the_one_just_retired_and_no_draft(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await tomas.types("/insight")
    await writes(tomas, headline="Late lorries cost twice", line="Ask what the second day costs")
    await tomas.types("retire the drivers one")
    tomas.sees(f"Retired: {HEADLINE}")
    await tomas.types("publish it again")
    tomas.sees(f"Published: {HEADLINE}")


async def test_an_insight_just_previewed_is_scheduled_for_the_typed_time(office: Office) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.types("publish it tomorrow 9am")
    tomas.sees("Scheduled for tomorrow 09:00", HEADLINE)
    await tomas.types("wait, don't publish yet")
    tomas.sees("It is scheduled.", HEADLINE, "Edit", "Retire")


async def test_wait_publishes_nothing(office: Office) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.types("wait dont publish yet, add that its only till end of january")
    tomas.sees("Nothing goes out. Change it here, and publish it when it is right.", HEADLINE)
    await tomas.presses("Edit")


async def test_whom_it_is_for_is_typed_and_the_form_opens_with_it(office: Office) -> None:
    tomas = office.tomas
    await previewed(office)
    await opens(tomas, "make it for healthcare only and against Routely")
    await tomas.submits()
    tomas.sees("Best for healthcare", "Routely")


async def test_words_about_an_insight_retire_it(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    for typed in (
        *("stop the drivers one, legal says no", "take the drivers insight down"),
        *(f"retire {HEADLINE}", "retire the drivers one, legal says no"),
    ):
        await tomas.types(typed)
        tomas.sees(f"Retired: {HEADLINE}")
        await tomas.types("publish it again")
        tomas.sees(f"Published: {HEADLINE}")
    await tomas.types("stop the briefs")
    tomas.sees_nothing_of("Retired")


async def test_news_for_the_team_opens_the_form_and_is_no_note(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    await opens(tomas, "pages that sell: Halden saved 3 hours a week, tell the team")
    tomas.sees_nothing_of("Noted, only you see it")
    await tomas.fills(line="Three hours a week")
    await tomas.submits()
    tomas.sees("pages that sell: Halden saved 3 hours a week")


@in_turn(
    "typed",
    (
        "publish the suggestion from Lena",
        *("use the suggestion", "accept lena's suggestion", "ok take the suggestion please"),
        *("publish lenas suggestion", "Can you publish the drivers one right now?"),
    ),
)
async def test_words_about_a_suggestion_offer_to_publish_it(office: Office, typed: str) -> None:
    tomas = office.tomas
    await suggested(office)
    await tomas.types(typed)
    tomas.sees("Publish which one?", HEADLINE)
    tomas.sees_nothing_of("About “")
    await tomas.presses("Publish")
    tomas.sees(f"Published: {HEADLINE}")


async def test_a_suggestion_that_nobody_made_is_not_found(office: Office) -> None:
    tomas = office.tomas
    await published(office)
    for typed in ("use the suggestion", "publish the suggestion from lena"):
        await tomas.types(typed)
        tomas.sees("No suggestion is waiting.")
        tomas.sees_nothing_of(HEADLINE)
    await tomas.types("can you publish the drivers one right now?")
    tomas.sees("Published already:", HEADLINE)
    await tomas.types("publish the hospital insight")
    tomas.sees("No insight mentions “hospital”.")
    tomas.sees_nothing_of(HEADLINE)


@in_turn(
    "typed",
    (
        *("undo", "take that back", "unpublish it", "oops undo that", "take it back", "delete it"),
        *("pull it", "take it down"),
    ),
)
async def test_right_after_publishing_words_that_take_it_back_retire_the_insight(
    office: Office, typed: str
) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.presses("Publish now")
    tomas.sees(f"Published: {HEADLINE}")
    await tomas.types(typed)
    tomas.sees(f"Retired: {HEADLINE}. Reps no longer see it.")
    await tomas.types("undo")
    tomas.sees(f"Published: {HEADLINE}")


async def test_an_insight_that_is_scheduled_does_not_go_out_after_undo(office: Office) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.types("publish it tomorrow 9am")
    tomas.sees("Scheduled for tomorrow 09:00")
    await tomas.types("undo")
    tomas.sees(f"Retired: {HEADLINE}. It won't go out.")


async def test_undo_takes_back_no_insight_that_was_renewed_or_changed_since(
    office: Office,
) -> None:
    tomas = office.tomas
    await previewed(office)
    await tomas.presses("Publish now")
    await tomas.types("renew it")
    tomas.sees("Renewed until")
    await tomas.types("undo")
    tomas.sees_nothing_of("Retired")
    await tomas.types("publish it")
    await opens(tomas, "edit it")
    await tomas.fills(line="Ask who tried the last tool.")
    await tomas.submits()
    await tomas.presses("Publish the change")
    tomas.sees(f"Changed: {HEADLINE}.")
    await tomas.types("undo")
    tomas.sees_nothing_of("Retired")


async def test_what_was_published_belongs_to_no_account(office: Office) -> None:
    tomas = office.tomas
    await office.lena.types("/prep Alder tomorrow 3pm")
    await office.lena.presses("Add “Alder”")
    await previewed(office)
    await tomas.presses("Publish now")
    await tomas.types("that was for alder")
    tomas.sees_nothing_of("Retired")
