"""A next step whose time is said in two zones, with dots in "p.m."."""

import pytest

from handlers.request import Means
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import has_a_draft
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses

STEP = "Okay, Thursday December tenth, two p.m. London, three Berlin, with Anand and Colette."


@pytest.mark.parametrize(
    ("said", "when", "about"),
    [
        (STEP, "Thursday 10 December 15:00", "Next call"),
        ("Okay, Thursday December tenth, two p.m.", "Thursday 10 December 14:00", None),
    ],
)
async def test_a_time_in_two_zones_is_one_moment(
    desk: Desk, said: str, when: str, about: str | None
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(
        spoken(said={70: f"One Central. {said} I'll send that over."}), zoom_name(NINE)
    )
    await has_a_draft(desk)
    await desk.does("Keep", said)
    await desk.asks(Means.BUTTON, "reflect.plan", "1")
    fields = {one.id: getattr(one, "value", "") for one in desk.form.inputs}
    assert (fields["when"].partition(" (")[0], fields.get("about")) == (when, about)
