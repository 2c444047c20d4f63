"""“Monday the thirtieth” is read as one date, or as none if the thirtieth is not a Monday."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from handlers.times.formatting import format_full_date
from handlers.transcripts.speech.days import day_in, with_date
from handlers.transcripts.speech.speech import plain_speech
from storage.tables import Reflection
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.spoken import spoken

THURSDAY = date(2026, 11, 12)
TUESDAY = date(2026, 11, 24)
SEVENTH, TENTH = date(2026, 12, 7), date(2026, 12, 10)

AGREED = [
    ("Monday the thirtieth at two", date(2026, 11, 30)),
    ("Monday, the thirtieth, at two", date(2026, 11, 30)),
    ("Monday the 30th.", date(2026, 11, 30)),
    ("Monday 30 November", date(2026, 11, 30)),
    ("Monday, November thirtieth", date(2026, 11, 30)),
    ("Monday the thirtieth of November. Afternoon?", date(2026, 11, 30)),
    ("next Thursday, the nineteenth, at half one", date(2026, 11, 19)),
    ("Thursday next week, the nineteenth", date(2026, 11, 19)),
    ("Friday next week, that's the twentieth", date(2026, 11, 20)),
    ("So our next one is Thursday the tenth of December at ten", TENTH),
    ("Tuesday the first then, and we use it for phase two", date(2026, 12, 1)),
    ("the fourth of December", date(2026, 12, 4)),
    ("you'll have it by the fourth", date(2026, 12, 4)),
    ("Sunday the thirty-first of January", date(2027, 1, 31)),
    ("The nineteenth, Thursday", date(2026, 11, 19)),
    ("The tenth of December, Thursday", TENTH),
    ("We send the first, Tuesday is fine", date(2026, 11, 17)),
    ("Friday the first lorry is late", date(2026, 11, 13)),
    ("Get it to me by Friday week", date(2026, 11, 20)),
    ("I'll send it a week on Friday", date(2026, 11, 20)),
    ("Friday, weekend, whenever", date(2026, 11, 13)),
]
NO_DAY = [
    "Friday the fifth at two",  # a Saturday in December, and in November it was a Thursday
    "Monday the thirty-first",
    "The thirty-first, Monday",
    "Monday the ninth of November, as we said",  # it is over, and a Tuesday next year
    "Tuesday the thirtieth of February",
    "Thursday week",  # said on a Thursday, it is one or two weeks away
]


@pytest.mark.parametrize(("said", "day"), AGREED)
def test_weekday_and_number_together_are_one_day(said: str, day: date) -> None:
    assert day_in(plain_speech(said), THURSDAY) == day
    assert day_in(plain_speech(said), THURSDAY, due=True) == day


@pytest.mark.parametrize("said", NO_DAY)
def test_no_day_is_claimed_if_they_do_not_agree(said: str) -> None:
    assert day_in(plain_speech(said), THURSDAY) is None


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("I'll talk to him today and you'll have the access by Friday.", date(2026, 11, 27)),
        ("I'll send you the agreement today or tomorrow.", date(2026, 11, 25)),
        ("I'll send you the Monday list by Thursday.", date(2026, 11, 26)),
        ("I'll ask him today.", TUESDAY),
    ],
)
def test_a_promise_is_due_on_the_day_that_follows_the_word_by(said: str, day: date) -> None:
    assert day_in(plain_speech(said), TUESDAY, due=True) == day


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Shall we use Thursday then?", "Shall we use Thursday then? (Thursday 26 November)"),
        ("We talk again tomorrow.", "We talk again tomorrow. (Wednesday 25 November)"),
        ("Let's say Monday the thirtieth at two.", "Let's say Monday the thirtieth at two."),
        ("Friday the 4th of December, then.", "Friday the 4th of December, then."),
    ],
)
def test_a_date_is_put_beside_the_words_and_not_into_them(said: str, kept: str) -> None:
    due = day_in(plain_speech(said), TUESDAY)
    assert due is not None
    assert with_date(said, due, TUESDAY, format_full_date(due, TUESDAY)) == kept


# -- as a rep meets it


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        ("Okay, let's say Monday the seventh at two, for an hour.", ""),
        ("Okay, let's talk on Thursday at two, for an hour.", " (Thursday 19 November)"),
    ],
)
async def test_the_words_of_a_next_step_stay_as_they_were_said(
    desk: Desk, step: str, kept: str
) -> None:
    """The call was on Tuesday 17 November, so its “Thursday” is the 19th, whenever it is kept."""
    then = NINE - timedelta(days=6)
    await desk.plans("Northwind", then, "Jana Novak")
    await desk.drops(spoken(minutes=12, said={68: step}), zoom_name(then))
    await desk.presses("Draft the reflection")
    draft = await desk.presses("It went well")
    assert "the next step" in draft
    await desk.does("Keep", step)
    async with desk.database.read() as session:
        (reflection,) = (await session.exec(select(Reflection))).all()
    assert reflection.next_step == f"{step}{kept}"
