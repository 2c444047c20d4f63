"""“Undo” takes back a marketer's publishing only right after it, and only in words that say so."""

from tests.dialogues.marketing.test_insights import DRIVERS, writes
from tests.dialogues.marketing.test_marketing_asked import opens
from tests.dialogues.marketing.test_shown_insight import previewed
from tests.dialogues.office import Office
from tests.dialogues.turns import in_turn

HEADLINE = DRIVERS["headline"]
OTHER = {"headline": "Late lorries cost twice", "line": "Ask what the second day costs"}


async def just_published(office: Office) -> None:
    await previewed(office)
    await office.tomas.presses("Publish now")
    office.tomas.sees(f"Published: {HEADLINE}")


@in_turn("typed", ("never mind", "oops", "no", "wrong one", "sorry wrong one"))
async def test_words_that_may_mean_something_else_retire_nothing(
    office: Office, typed: str
) -> None:
    tomas = office.tomas
    await just_published(office)
    await tomas.types(typed)
    tomas.sees("The insight stays as it is.", "Undo")
    tomas.sees_nothing_of("Retired")
    await tomas.types("undo")
    tomas.sees_nothing_of("Retired")


async def test_the_undo_button_after_never_mind_retires_the_insight(office: Office) -> None:
    tomas = office.tomas
    await just_published(office)
    await tomas.types("never mind")
    await tomas.presses("Undo")
    tomas.sees(f"Retired: {HEADLINE}. Reps no longer see it.")


@in_turn("typed", ("undo", "never mind", "oops", "cancel that", "take that back", "delete it"))
async def test_an_open_form_ends_what_undo_is_about(office: Office, typed: str) -> None:
    tomas = office.tomas
    await just_published(office)
    await opens(tomas, "/insight")
    await tomas.types(typed)
    tomas.sees_nothing_of("Retired")
    await office.lena.types("/insight drivers")
    office.lena.sees(HEADLINE)


@in_turn("typed", ("undo", "never mind", "oops", "cancel that"))
async def test_the_preview_of_another_insight_ends_it(office: Office, typed: str) -> None:
    tomas = office.tomas
    await just_published(office)
    await tomas.types("/insight")
    await writes(tomas, **OTHER)
    tomas.sees("This is how it will look.", OTHER["headline"])
    await tomas.types(typed)
    tomas.sees_nothing_of("Retired")


@in_turn("between", ("/insight drivers", "show my insights", "what can you do", "fjdksl"))
async def test_a_list_or_any_other_line_ends_it(office: Office, between: str) -> None:
    tomas = office.tomas
    await just_published(office)
    await tomas.types(between)
    await tomas.types("undo")
    tomas.sees_nothing_of("Retired")
