"""What a rep types below the questions to look up: “keep the northwind one”, “a: they …”."""

from dataclasses import replace

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.research.test_proposed import AD, SHOWN, SITE, asked, contact, findings, found
from tests.dialogues.turns import in_turn

__all__ = ["contact"]
pytestmark = pytest.mark.usefixtures("contact")


@in_turn(
    "typed", ("keep the northwind one", "keep that", "yes keep that one", "keep the dispatcher one")
)
async def test_the_only_proposed_answer_is_kept_in_words(office: Office, typed: str) -> None:
    await asked(office)
    await office.lena.types(typed)
    office.lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow")
    (one,) = await findings(office)
    assert one.text == f"{SHOWN} (jobs.lever.co, 18 November)"


async def test_which_of_several_answers_is_kept_is_asked(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await found(office, AD, SITE)
    await office.until(23, "16:00")
    await lena.types("keep the northwind one")
    lena.sees("Which answer do you want to keep? Nothing is saved yet.", SHOWN, "Halden Freight")
    assert await findings(office) == []
    await lena.types("keep the dispatcher one")
    lena.sees("Saved.")
    (one,) = await findings(office)
    assert one.question_id == "hiring-for"


async def test_a_labelled_answer_is_saved_for_the_chosen_question(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await found(office, replace(AD, text="Nothing here.", title="Nothing"))
    await office.until(23, "16:00")
    await lena.types("a: they look for two night planners")
    lena.sees(
        "Which question does this answer? Nothing is saved yet.",
        "Your answer: they look for two night planners",
        "Your colleagues see what you save about Northwind.",
    )
    await lena.presses("Who answers their customers when something goes wrong?")
    lena.sees("Saved.")
    (one,) = await findings(office)
    assert one.text == "they look for two night planners"
