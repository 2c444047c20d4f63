"""The guess before the figures, the draft of the reflection, and the focus that may be offered."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from handlers.cards import ChoiceInput, Form, TextInput, as_stored
from handlers.features.settings import call_data
from handlers.registry import Means
from storage.database.connection import Database
from storage.tables import Commitment, MeasuredCall, Person, Reflection
from tests import sqlite
from tests.transcripts.desk import NINE, NOON, Desk, zoom_name
from tests.transcripts.samples import numbered
from tests.transcripts.spoken import SAID, spoken

DAY = timedelta(days=1)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'a.sqlite3')}")
    yield Desk(database, guesses=True)
    await database.close()


async def brings(desk: Desk, lena: int = 4, days: int = 0) -> str:
    """Lena brings the transcript of a call with Northwind, `days` ago at nine."""
    at = NINE - days * DAY
    await desk.plans("Northwind", at, "Jana Novak")
    return await desk.drops(spoken(lena, 12 + abs(days)), zoom_name(at))


async def reflection(desk: Desk) -> Reflection:
    async with desk.database.read() as session:
        return (await session.exec(select(Reflection))).one()


async def promises(desk: Desk) -> list[tuple[str, str, date | None]]:
    async with desk.database.read() as session:
        rows = (await session.exec(select(Commitment).order_by("id"))).all()
        return [(row.side, row.text, row.due_on) for row in rows]


# -- guess, then reveal


async def test_the_guess_is_asked_for_before_any_figure_and_stands_beside_the_truth(
    desk: Desk,
) -> None:
    asked = await brings(desk, lena=7)
    assert "Before you see the figures: who talked more?" in asked
    assert "%" not in asked
    assert desk.labels == [
        "Mostly them",
        "Them, a little more",
        "About even",
        "Me, a little more",
        "Mostly me",
        "Just show me",
        "Not this call",
    ]
    shown = await desk.presses("About even")
    assert "Northwind, today 10:00. You guessed: about even. You talked 70% of the time." in shown
    assert "against the law" in shown
    assert await desk.asks(Means.BUTTON, "talk.guess", "1:mostly_me") in shown  # no second guess
    assert await desk.asks(Means.BUTTON, "talk.guess", "1:nonsense") in shown


async def test_the_question_can_be_skipped(desk: Desk) -> None:
    await brings(desk, lena=7)
    shown = await desk.presses("Just show me")
    assert "You guessed" not in shown
    assert "You talked 70% of the time." in shown


async def test_who_reflected_before_is_not_asked_and_sees_all_their_guesses(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.asks(
        Means.FORM,
        "reflect",
        "1:goal_reached,talk,first_prescribed",
        {"goal_reached": "yes", "talk": "mostly_them", "first_prescribed": "last_third"},
    )
    shown = await desk.drops(spoken(5), zoom_name(NINE))
    assert "You guessed: mostly them. You talked 50% of the time." in shown
    assert "You noted your first pitch in the last third." in shown


async def test_a_guess_belongs_to_its_owner_and_is_one_of_the_answers(desk: Desk) -> None:
    await brings(desk)
    assert "Choose one of these" in await desk.asks(Means.BUTTON, "talk.guess", "1:nonsense")
    other = await desk.asks(Means.BUTTON, "talk.guess", "1:even", who="Tomas Keller")
    assert "forgotten already" in other


async def test_patterns_say_how_the_guesses_compare_with_four_calls(desk: Desk) -> None:
    for days in range(4):
        await brings(desk, lena=7 if days else 5, days=days)
        await desk.presses("About even")
    patterns = await desk.asks(Means.BUTTON, "patterns.show")
    assert (
        "In your last 4 calls you guessed your share too low 3 times (by 15 points) and about "
        "right once." in patterns
    )
    assert "Your share of the talk, in %" in desk.alts
    assert "You talked more in 3 of 4 calls (your last 4 calls, all measured)." in patterns
    assert "4" not in await desk.asks(Means.BUTTON, "patterns.show", who="Tomas Keller")


async def test_the_next_brief_watches_for_what_was_measured_not_for_what_was_guessed(
    desk: Desk,
) -> None:
    await brings(desk, lena=7)
    both = ("Lena Brandt", "Tomas Keller")
    await desk.plans("Northwind", NINE + 4 * DAY, "Jana Novak", who=both)
    assert "Watch" not in await desk.asks(Means.COMMAND, "prep", "Northwind")  # not seen yet
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    await desk.asks(Means.BUTTON, "talk.guess", f"{row.id}:mostly_them")
    await desk.asks(Means.BUTTON, "talk.tap", f"{row.id}:yes")
    assert (await reflection(desk)).talk == "mostly_them"
    watch = "Watch: Last time 70% of the talk was yours, so ask, then wait."
    assert watch in await desk.asks(Means.COMMAND, "prep", "Northwind")
    assert "Watch" not in await desk.asks(Means.COMMAND, "prep", "Northwind", who="Tomas Keller")


# -- the draft


async def test_each_line_is_kept_edited_or_dropped_and_nothing_by_itself(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    asked = await desk.presses("Draft the reflection")
    assert "how did it go?" in asked
    draft = await desk.presses("It went well")
    assert "Nothing is kept unless you keep it." in draft
    assert "I'll send you the price list for forty seats by Friday. You, 0:40: a promise" in draft
    assert (await reflection(desk)).heard == ""
    assert await promises(desk) == []
    drawn = desk.card
    desk.card = as_stored(drawn)  # after a reload of the playground
    assert desk.labels == ["Show the lines again", "Finish the reflection"]
    assert "I'll send you the price list" in await desk.presses("Show the lines again")
    assert desk.card == drawn
    assert "A promise goes to your team as soon as you keep it" in draft
    assert "Your team sees it." not in draft
    kept_now = await desk.does("Keep", "I'll send you the price list")
    assert kept_now.count("Kept. Your team sees it.") == 1
    await desk.does("Keep", "I'll ask Tom Ash")
    assert await promises(desk) == [
        ("ours", "Send them the price list for forty seats", date(2026, 11, 27)),
        ("theirs", "Ask Tom Ash in finance for the contract", date(2026, 11, 25)),
    ]
    await desk.does("Keep", "We need about forty hours")
    was = "I'll ask Tom Ash"  # which was kept
    for words in ("Ask Tom Ash for the papers", "Ask Tom Ash for the contract"):
        await desk.does("Edit", was)
        was = words
        await desk.saves(promised=f"{words} by Wednesday")
        assert (await promises(desk))[1:] == [("theirs", words, date(2026, 11, 25))]
    kept = await reflection(desk)
    assert kept.heard == (
        "Jana Novak: We need about forty hours a week for that, and nobody likes it."
    )
    assert kept.heard_from is not None
    form = await desk.does("Edit", "It takes us two dispatchers")
    assert "Jana Novak, 0:30" in form
    shown = await desk.saves(heard="Jana Novak: It takes two of us every morning.")
    new = "Jana Novak: It takes two of us every morning."
    assert f"{new} Jana Novak, 0:30: a need. Kept in your words." in shown
    assert "It takes us two dispatchers" not in shown
    await desk.does("Drop", "We can't move anything")
    kept = await reflection(desk)
    assert kept.heard.splitlines()[1] == "Jana Novak: It takes two of us every morning."
    assert len(kept.heard.splitlines()) == 2
    desk.form = Form("", "", ())
    await desk.presses("Finish the reflection")
    assert "goal_reached" in desk.form.subject
    assert "talk" not in desk.form.subject.split(",")  # it was measured, and shown


async def test_the_next_brief_quotes_each_person_whose_line_was_kept_with_its_day(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak", "Sam Pope")
    said = spoken().replace(b"Jana Novak: It takes us", b"Sam Pope: It takes us")
    await desk.drops(
        said.replace(b"Jana Novak: We can't", b"Zvonko Pek: We can't"), zoom_name(NINE)
    )
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in ("We need about forty hours", "It takes us two", "We can't move anything"):
        await desk.does("Keep", words)
    await desk.plans("Northwind", NINE + DAY, "Jana Novak", "Sam Pope")
    brief = await desk.asks(Means.COMMAND, "prep", "Northwind")
    jana = "We need about forty hours a week for that, and nobody likes it."
    sam = "It takes us two dispatchers every single morning to do it."
    assert f"Jana Novak: {jana} (today)\nSam Pope: {sam} (today)\n" in brief
    everything = await desk.presses("Everything on file")
    assert f"{jana} Jana Novak, today\n{sam} Sam Pope, today\nZvonko Pek: We can't" in everything
    assert "Speaker not on file" not in everything
    await desk.plans("Northwind", NINE + DAY + timedelta(hours=4), "Sam Pope")
    assert f"Sam Pope: {sam} (today)\nJana Novak said today: {jana}" in await desk.asks(
        Means.COMMAND, "prep", "Northwind tomorrow 14:00"
    )


async def test_promises_that_find_no_room_are_counted_on_a_button_of_the_last_page(
    desk: Desk,
) -> None:
    things = (
        *("price", "contract", "plan", "report", "video"),
        *("invoice", "agenda", "summary", "drawing", "licence"),
        *("guide", "form", "map", "chart"),
    )
    quiet = dict.fromkeys({*range(8)} - {1, 3}, "So it goes on and on here.")  # but two needs
    for days, count, note in (
        (0, 14, "4 more promises"),
        (1, 11, "1 more promise"),
    ):
        said = {2 * n + 8: f"I'll send you the {thing}." for n, thing in enumerate(things[:count])}
        at = NINE - days * DAY
        await desk.plans("Northwind", at, "Jana Novak")
        await desk.drops(spoken(said=quiet | said), zoom_name(at))
        await desk.presses("Just show me")
        await desk.presses("Draft the reflection")
        first = await desk.presses("It went well")
        assert "more promise" not in first
        assert first.count("A promise goes to your team") == 1
        rest = await desk.presses("More lines (4)")
        assert note in desk.labels
        assert rest.count("A promise goes to your team") == 1
        back = desk.labels[-1]
        assert back == "Back to the first 8"
        await desk.does("Keep", "I'll send you the summary")
        assert desk.labels[-1] == back  # on the same page
        assert await desk.presses(back) == first


@pytest.mark.parametrize(
    ("said", "kept", "promised"),
    [
        ({65: "Does Thursday at ten work for you?"}, "Does Thursday at ten work for you?", []),
        (
            {64: "I'll call you on Thursday at ten."},
            "Call you on Thursday at ten.",
            [("ours", "Call them by 10:00", date(2026, 11, 26))],
        ),
    ],
)
async def test_the_next_step_is_offered_first_and_what_was_kept_can_be_taken_back(
    desk: Desk, said: dict[int, str], kept: str, promised: list[tuple[str, str, date]]
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    draft = await desk.presses("It went well")
    (words,) = said.values()
    assert draft.index(words) < draft.index("We need about forty hours")
    assert "the next step" in draft
    for _ in range(2):
        await desk.does("Keep", words)
        assert (await reflection(desk)).next_step == kept
        assert await promises(desk) == promised
        again = await desk.does("Take it back", words)
        assert (await reflection(desk)).next_step == ""
        assert await promises(desk) == []
        assert again == draft
    await desk.does("Keep", "We need about forty hours")
    await desk.does("Keep", "We can't move anything")
    await desk.does("Take it back", "We need about forty hours")
    heard = (await reflection(desk)).heard
    assert heard == "Jana Novak: We can't move anything before the first of March, honestly."
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": "Two of them."})
    desk.card = drawn
    shown = await desk.does("Take it back", "We can't move anything")
    assert "you have changed it since" in shown
    assert (await reflection(desk)).heard == "Two of them."
    await desk.does("Edit", words)
    await desk.saves(**({"promised": "Call"} if promised else {"next_step": "Talk on Thursday."}))
    assert (await reflection(desk)).next_step == ("" if promised else "Talk on Thursday.")
    assert desk.labels[-1] == "Finish the reflection"  # six lines are on one page


async def test_only_what_this_press_has_kept_is_taken_back(desk: Desk) -> None:
    said = {64: "I'll call you on Thursday at ten."}
    lines = ("We need about forty hours", "I'll send you the price list", "I'll call you on")
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in lines:
        await desk.does("Keep", words)
    before = await reflection(desk), await promises(desk)
    await desk.drops(spoken(minutes=13, said=said), zoom_name(NINE))  # of another tool
    await desk.presses("Yes, replace the figures")
    again = await desk.presses("Draft the reflection")
    assert again.count("Already on file.") == len(lines)
    for words in lines:
        left = await desk.does("Take it back", words)
        promise = "I'll" in words
        assert ("You can drop it in /promises." if promise else "it was on file before") in left
    assert (await reflection(desk), await promises(desk)) == before
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:next_step", {"next_step": ""})
    desk.card = drawn
    assert "Kept as the next step." in await desk.does("Keep", lines[2])
    await desk.does("Take it back", lines[2])
    assert ((await reflection(desk)).next_step, await promises(desk)) == ("", before[1])


@pytest.mark.parametrize(
    ("kept", "stays"),
    [
        ((), "Your reflection stays. If an earlier card"),
        (
            ("I'll ask Tom Ash",),
            "Your reflection and one promise stay. Your team sees the promise.",
        ),
        (
            ("I'll ask Tom Ash", "I'll send you the price list"),
            "Your reflection and 2 promises stay. Your team sees the promises.",
        ),
    ],
)
async def test_forgetting_says_what_stays(desk: Desk, kept: tuple[str, ...], stays: str) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    figures = desk.card
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in kept:
        await desk.does("Keep", words)
    desk.card = figures
    assert stays in await desk.presses("Forget it")


@pytest.mark.parametrize("edited", [False, True])
async def test_a_kept_promise_is_read_as_a_typed_one_and_merged_with_the_one_on_file(
    desk: Desk, edited: bool
) -> None:
    await brings(desk)
    async with desk.database.write() as session:
        row = (await session.exec(select(MeasuredCall))).one()
        session.add(
            Commitment(
                tenant=row.tenant,
                account_id=row.account_id,
                owner_id=row.person_id,
                side="ours",
                text="Pricing for 40 seats",
                made_at=row.called_at,
            )
        )
    said = "I'll send you the pricing for forty seats tomorrow, as I promised."
    await desk.drops(
        spoken(said={4: said, 5: "I'll ask, by Wednesday, Tom Ash for the contract."}),
        zoom_name(NINE),
    )
    await desk.presses("Yes, replace the figures")
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in (said[:20], "I'll ask, by"):
        await desk.does("Keep", words)
        # one that was on file before stays, and is not doubled
        await desk.does("Take it back", words)
        await desk.does("Edit" if edited else "Keep", words)
        if edited:
            (field,) = (one for one in desk.form.blocks if isinstance(one, TextInput))
            await desk.saves(promised=field.value)
    assert await promises(desk) == [
        ("ours", "Pricing for 40 seats", date(2026, 11, 24)),
        ("theirs", "Ask Tom Ash for the contract", date(2026, 11, 25)),
    ]


async def test_how_it_went_is_not_asked_again_and_stands_in_the_form(desk: Desk) -> None:
    answers: tuple[tuple[Means, str, str, dict[str, str]], ...] = (
        (Means.BUTTON, "reflect.tap", "{}:partly", {}),
        (Means.FORM, "reflect.line", "{}", {"goal_reached": "partly", "heard": "Slow."}),
        (Means.FORM, "reflect", "{}:goal_reached", {"goal_reached": "partly"}),
    )
    for days, (means, name, value, fields) in enumerate(answers):
        at = NINE - days * DAY
        call = await desk.plans("Northwind", at, "Jana Novak")
        await desk.asks(means, name, value.format(call.id), fields)
        await desk.drops(spoken(minutes=12 + days), zoom_name(at))
        await desk.presses("Just show me")
        assert "how did it go" not in await desk.presses("Draft the reflection")
        await desk.presses("Finish the reflection")
        asked = (one for one in desk.form.blocks if isinstance(one, ChoiceInput))
        assert next(one.value for one in asked if one.id == "goal_reached") == "partly"


async def test_a_promise_that_was_typed_is_not_kept_again_in_other_words(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    typed = "Pricing for 40 seats\nThey: names of two dispatchers"
    asked = "1:goal_reached,promised"
    await desk.asks(Means.FORM, "reflect", asked, {"goal_reached": "yes", "promised": typed})
    said = {
        4: "I'll send you, um, the price for the forty seats in writing by Friday.",
        5: "I'll send you the names of two dispatchers you could ask.",
    }
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    for words in said.values():
        assert "Already on file." in await desk.does("Keep", words.replace(", um,", ""))
    once = [
        ("ours", "Pricing for 40 seats", date(2026, 11, 27)),
        ("theirs", "names of two dispatchers", None),
    ]
    assert await promises(desk) == once
    fields = {"promised": f"{typed}\nthe price for forty seats by Friday\nPricing for 60 seats"}
    saved = await desk.asks(Means.FORM, "reflect", "1:promised", fields)
    noted = "“the price for forty seats” is noted once, as “Pricing for 40 seats”."
    assert noted in saved
    assert await promises(desk) == [*once, ("ours", "Pricing for 60 seats", None)]


async def test_keeping_a_promise_of_another_call_gives_it_a_day_which_is_taken_back(
    desk: Desk,
) -> None:
    before = await desk.plans("Northwind", NINE - 3 * DAY, "Jana Novak")
    typed = "Pricing for 40 seats by 26 November\nThey: names of two dispatchers\nThe manual"
    fields = {"goal_reached": "yes", "promised": typed}
    await desk.asks(Means.FORM, "reflect", f"{before.id}:goal_reached,promised", fields)
    noted = await promises(desk)
    said = {
        4: "I'll send you, um, the price for the forty seats in writing by Friday.",
        5: "I'll send you the names of two dispatchers by Thursday.",
        6: "I'll send you the manual.",
        7: "I'll send you their names and numbers by Thursday.",
    }
    call = await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    said = {at: words.replace(", um,", "") for at, words in said.items()}  # as the draft shows it
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words, note in zip(
        said.values(),
        (
            "Moved from Thursday to Friday: Pricing for 40 seats.",
            "It was on file without a day. It is now due Thursday: names of two dispatchers.",
            "Already on file: The manual.",
            "Already on file: names of two dispatchers.",
        ),
        strict=True,
    ):
        kept = await desk.does("Keep", words)
        assert "Already on file. Your team sees it." in kept
        assert note in kept
    assert [due and due.day for _, _, due in await promises(desk)] == [27, None, 26]
    for words in list(said.values())[:2]:
        assert "It is due as it was before." in await desk.does("Take it back", words)
    assert "You can drop it in /promises." in await desk.does("Take it back", said[6])
    assert await promises(desk) == noted
    await desk.does("Edit", said[4])
    assert "Moved from Thursday" in await desk.saves(promised="Pricing for 40 seats by Friday")
    await desk.does("Take it back", said[4])
    assert await promises(desk) == noted
    await desk.does("Keep", said[4])
    await desk.asks(Means.BUTTON, call_data.CALL, str(call.id))
    assert len(await promises(desk)) == len(noted)


async def test_a_promise_that_is_late_keeps_its_day_through_every_save_of_the_form(
    desk: Desk,
) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Keep", "I'll send you the price list")
    await desk.does("Edit", "I'll ask Tom Ash")
    free = "Cover at no charge until the end of January – by 25 November 2026"
    await desk.saves(promised=free)
    kept = await promises(desk)
    assert sorted(due.day for _, _, due in kept if due) == [25, 27]
    for days in (0, 2, 5, 30, 400):
        desk.clock.moment = NOON + days * DAY
        await desk.asks(Means.BUTTON, "reflect.open", "1")
        (field,) = (one for one in desk.form.blocks if getattr(one, "id", "") == "promised")
        assert isinstance(field, TextInput)
        await desk.saves(goal_reached="yes", promised=field.value)
        assert await promises(desk) == kept
        await desk.asks(Means.FORM, "reflect", "1:promised", {"promised": field.value})
        assert await promises(desk) == kept


async def test_days_in_a_promise_of_an_old_call_count_from_the_day_of_the_call(
    desk: Desk,
) -> None:
    await brings(desk, days=7)  # on Monday 16 November
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Edit", "I'll send you the price list")
    field = next(one for one in desk.form.blocks if isinstance(one, TextInput))
    assert field.value == "Send them the price list for forty seats by Friday 20 November"
    await desk.saves(promised=field.value)
    await desk.does("Edit", "I'll ask Tom Ash")
    shown = await desk.saves(promised="Contract by Thursday")
    assert [due for _, _, due in await promises(desk)] == [date(2026, 11, 20), date(2026, 11, 19)]
    assert "Contract by Thursday 19 November" in shown
    await desk.does("Edit", "Contract by Thursday")
    field = next(one for one in desk.form.blocks if isinstance(one, TextInput))
    assert field.value == "Contract by Thursday 19 November"


async def test_what_was_kept_of_a_file_is_remembered_when_it_comes_again(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in ("I'll send you the price list", "We need about forty hours"):
        await desk.does("Keep", words)
    before = await promises(desk), (await reflection(desk)).heard
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    await desk.asks(Means.BUTTON, "talk.forget", str(row.id))
    desk.clock.moment = NOON + 4 * DAY
    await desk.drops(spoken(), zoom_name(NINE))
    await desk.presses("Just show me")
    again = await desk.presses("Draft the reflection")
    assert again.count("Already on file.") == 2
    assert (await promises(desk), (await reflection(desk)).heard) == before


async def test_a_line_in_the_reps_own_words_is_shown_and_taken_back_unless_it_was_changed(
    desk: Desk,
) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    draft = await desk.presses("It went well")
    await desk.does("Keep", "We can't move anything")
    mine = {
        "It takes us two dispatchers": {"heard": "Two people.\nEach morning."},
        "I'll send you the price list": {"promised": "Prices by Friday; the plan by Thursday"},
    }
    shown = ""
    for words, fields in mine.items():
        await desk.does("Edit", words)
        shown = await desk.saves(**fields)
    assert "Two people.\nEach morning. Jana Novak, 0:30: a need. Kept in your words." in shown
    plan = "Prices by Friday 27 November; the plan by Thursday 26 November"
    assert f"{plan} You, 0:40: a promise. Kept in your words. Your team" in shown
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert "morning" not in str(row.drafted)
    for words in ("Two people.", "Prices by"):
        await desk.does("Take it back", words)
    assert (await reflection(desk)).heard.startswith("Jana Novak: We can't move anything")
    assert await promises(desk) == []
    await desk.does("Take it back", "We can't move anything")
    await desk.does("Edit", "It takes us two dispatchers")
    await desk.saves(heard="Two people.")
    drawn = desk.card
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": "Three people."})
    desk.card = drawn
    changed = await desk.does("Take it back", "Two people.")
    assert changed.startswith(draft)
    assert "you have changed it since" in changed
    assert (await reflection(desk)).heard == "Three people."


async def test_the_same_tap_twice_has_one_effect(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in ("We need about forty hours", "I'll send you the price list"):
        action, value = desk.button("Keep", words)
        once = await desk.asks(Means.BUTTON, action, value)
        before = (await reflection(desk)).heard, await promises(desk)
        assert await desk.asks(Means.BUTTON, action, value) == once
        assert ((await reflection(desk)).heard, await promises(desk)) == before
        # what is kept stays
        assert await desk.asks(Means.BUTTON, "talk.drop_line", value) == once
        assert ((await reflection(desk)).heard, await promises(desk)) == before
    assert "Kept" not in desk.labels  # what would do nothing has no button
    _, value = desk.button("Take it back", "We need about forty hours")
    await desk.asks(Means.FORM, "reflect", "1:heard", {"heard": ""})  # they take it out again
    await desk.asks(Means.BUTTON, "talk.keep", value)
    assert (await reflection(desk)).heard == ""


async def test_whoever_turns_out_to_be_somebody_else_drafts_anew_and_keeps_their_guess(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE)
    await desk.drops(spoken(7, 12).replace(b"Jana Novak", b"Speaker 2"), zoom_name(NINE))
    await desk.presses("About even")
    figures = desk.card
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Drop", "We need about forty hours")
    desk.card = figures
    await desk.presses("I am somebody else")
    assert "You guessed: about even. You talked 30% of the time." in await desk.presses("Speaker 2")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert (row.guess, row.drafted) == ("even", {})


@pytest.mark.parametrize(
    ("asked", "fields", "said"),
    [
        ((Means.BUTTON, "talk.keep", "1:99"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.keep", "1:-1"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.keep", "9:0"), {}, "forgotten already"),
        ((Means.BUTTON, "talk.edit", "1:x"), {}, "earlier draft"),
        ((Means.BUTTON, "talk.tap", "1:missed"), {}, "Choose one of these"),
        ((Means.FORM, "talk.edit", "1:0:heard"), {"heard": "  "}, "what is to be kept"),
        ((Means.FORM, "talk.edit", "1:0:heard"), {"heard": "x" * 20_001}, "The limit is 20,000"),
        ((Means.FORM, "talk.edit", "9:0:heard"), {"heard": "x"}, "forgotten already"),
    ],
)
async def test_forged_values_are_harmless(
    desk: Desk, asked: tuple[Means, str, str], fields: dict[str, str], said: str
) -> None:
    await brings(desk)
    await desk.asks(Means.BUTTON, "talk.tap", "1:yes")
    assert said in await desk.asks(*asked, fields)
    if not fields:
        assert "forgotten already" in await desk.asks(*asked, who="Tomas Keller")
    assert (await reflection(desk)).heard == ""


async def test_words_that_are_gone_are_asked_for_and_what_was_typed_is_kept(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Edit", "We need about forty hours")
    desk.clock.moment = NOON + timedelta(minutes=31)
    gone = "I no longer have the words. Drop the transcript here for a draft."
    assert gone in await desk.asks(Means.BUTTON, "talk.keep", "1:0")
    assert gone in await desk.saves(heard="They need forty hours.")
    assert (await reflection(desk)).heard == "They need forty hours."
    again = await desk.drops(spoken(), zoom_name(NINE))
    assert "You talked " in again  # shown already, so nothing is asked
    assert "Kept in your words." in await desk.presses("Draft the reflection")


async def test_a_draft_of_a_call_without_lines_says_so(desk: Desk) -> None:
    await desk.plans()
    cues = [
        (n * 10, n * 10 + 5, f"{SAID[n % 2][0]}: So it goes on and on here.") for n in range(72)
    ]
    await desk.drops(numbered(cues), zoom_name(NINE))
    await desk.presses("Just show me")
    assert "no sentence in it seems to mention" in await desk.presses("Draft the reflection")
    assert desk.labels == ["Finish the reflection"]


async def test_a_line_of_somebody_who_was_not_expected_stays_theirs(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Dr. Anders Lund")
    await desk.drops(spoken(), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Edit", "We need about forty hours")
    await desk.saves(heard="R. Amsel: Forty hours.")
    heard = (await reflection(desk)).heard
    for said in (heard, f"{heard}\nThe first line is hers."):
        fields = {"goal_reached": "yes", "heard": said}
        await desk.asks(Means.FORM, "reflect", "1:goal_reached,heard", fields)
        kept = await reflection(desk)
        assert (kept.heard, kept.heard_from) == (said, None)


async def test_a_misheard_speaker_is_put_right_in_the_form(desk: Desk) -> None:
    await desk.plans("Northwind", NINE - DAY, "Ruth Amsel")
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Edit", "We need about forty hours")
    ids = chosen_from(desk.form, "Jana Novak")
    assert sorted(ids) == ["Jana Novak", "Ruth Amsel"]
    shown = await desk.saves(heard="We need forty hours a week.", speaker=ids["Ruth Amsel"])
    assert "Ruth Amsel: We need forty hours a week." in shown
    assert (await reflection(desk)).heard == "Ruth Amsel: We need forty hours a week."
    await desk.does("Edit", "Ruth Amsel: We need forty hours")
    again = chosen_from(desk.form, "Ruth Amsel")
    await desk.saves(heard="We need forty hours.", speaker=again["Jana Novak"])
    assert (await reflection(desk)).heard == "Jana Novak: We need forty hours."
    await desk.does("Edit", "I'll ask Tom Ash")
    both = chosen_from(desk.form, "Jana Novak")
    assert sorted(both) == ["Jana Novak", "Lena Brandt", "Ruth Amsel"]
    await desk.saves(promised="Ask Tom Ash for the contract", speaker=both["Lena Brandt"])
    assert await promises(desk) == [("ours", "Ask Tom Ash for the contract", None)]


async def test_a_promise_that_makes_no_clean_line_is_kept_as_a_quote(desk: Desk) -> None:
    said = {
        4: "Wonderful, I'll send you the price list for forty seats by Friday.",
        6: "I'll forward Tom the thing we discussed by Wednesday.",
    }
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Keep", "I'll send you the price")
    await desk.does("Keep", "I'll forward Tom the thing")
    quote = "“I'll forward Tom the thing we discussed by Wednesday.”"
    assert await promises(desk) == [
        ("ours", "Send them the price list for forty seats", date(2026, 11, 27)),
        ("ours", quote, date(2026, 11, 25)),
    ]
    await desk.does("Take it back", "I'll forward Tom the thing")
    assert len(await promises(desk)) == 1


def chosen_from(form: Form, now: str) -> dict[str, str]:
    """By its label: each speaker that the form offers; `now` is the one chosen at first."""
    asked = next(one for one in form.inputs if isinstance(one, ChoiceInput))
    ids = {option.label: option.id for option in asked.options}
    assert asked.value == ids[now]
    return ids


# -- the focus


async def focus_of(desk: Desk) -> str | None:
    async with desk.database.read() as session:
        return (await session.exec(select(Person.focus_id))).one()


async def test_a_focus_is_offered_from_three_calls_on_and_the_rep_decides(desk: Desk) -> None:
    for days in (3, 2):
        await brings(desk, lena=7, days=days)
        assert "focus" not in await desk.presses("Just show me")
    await brings(desk, lena=7, days=1)
    offered = await desk.presses("Just show me")
    assert (
        "In each of your last 3 measured calls, more than 65% of the talk was yours. A focus for "
        "that: If I have talked for two minutes, I stop and ask what they think." in offered
    )
    assert await focus_of(desk) is None
    taken = await desk.presses("Take this on")
    assert "Your focus: If I have talked for two minutes" in taken
    assert await focus_of(desk) == "two-minute-handover"
    assert "Take this on" not in desk.labels


async def test_a_focus_is_offered_once_in_two_weeks(desk: Desk) -> None:
    for days in (3, 2, 1):
        await brings(desk, lena=7, days=days)
        await desk.presses("Just show me")
    assert "A focus for that" not in await desk.presses("Not now")
    desk.clock.moment = NOON + 13 * DAY
    await brings(desk, lena=7, days=-13)
    assert "focus" not in await desk.presses("Just show me")
    assert await focus_of(desk) is None
    desk.clock.moment = NOON + 15 * DAY
    await brings(desk, lena=7, days=-15)
    assert "A focus for that" in await desk.presses("Just show me")


async def test_figures_keep_no_word_of_the_draft(desk: Desk) -> None:
    await brings(desk)
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.does("Keep", "We need about forty hours")
    async with desk.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert set(row.drafted.values()) == {"kept"}
    assert "forty" not in str(row.model_dump())


async def test_promises_that_find_no_room_have_a_page_of_their_own(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    things = "ramps forks pallets tyres lamps doors keys gates belts scales tools maps badges"
    said = {
        2 * at: f"I'll send you the list of {thing} by Friday."
        for at, thing in enumerate(things.split())
    }
    quiet = dict.fromkeys(range(26), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    await desk.presses("More lines (2)")
    more = await desk.presses("3 more promises")
    words = "I'll send you the list of badges"
    assert words in more
    assert "list of ramps" not in more
    assert words in await desk.does("Keep", words)
    assert "Send them the list of badges" in [text for _, text, _ in await promises(desk)]
    await desk.does("Take it back", words)
    assert await promises(desk) == []
    await desk.presses("Back to the first 8")
    assert desk.button("Keep", "I'll send you the list of ramps")


async def test_a_promise_that_points_back_is_edited_first_and_never_kept_bare(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    said = {
        9: "Can you send me the data sheet, please?",
        10: "Yes. I'll send you that by Friday.",
        12: "I don't know if we have it in Czech. I'll check that and get back to you.",
        14: "We have the old ramps, too. I'll forward that to you tomorrow.",
        15: "Because I'm terrible at the forms. I'd better send them as they are.",
        16: "I'll draft it and send it to you on Friday.",
        17: "We have a form for that. I'll send you our NDA on Friday.",
    }
    quiet = dict.fromkeys(range(8), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    draft = await desk.presses("It went well")
    after = "a promise, by Friday. Said after “Can you send me the data sheet, please?”"
    assert f"{after}. Not clear alone: press Edit to keep it." in draft
    with pytest.raises(StopIteration):
        desk.button("Keep", "I'll send you that")
    assert "Can you send me the data sheet" in await desk.does("Edit", "I'll send you that")
    drawn = desk.card
    for words in ("I'll send you that", "I'll check that", "I'll forward", "I'll draft"):
        desk.card = drawn
        await desk.does("Edit", words)
        (field,) = (one for one in desk.form.blocks if isinstance(one, TextInput))
        await desk.saves(promised=field.value)
    assert [text for _, text, _ in await promises(desk)] == [
        "Send them the data sheet",
        "Check that and get back to them",
        "Forward that to them (the old ramps)",
        "Draft it and send it to them",
    ]
    desk.card = drawn
    await desk.does("Keep", "I'll send you our NDA")
    assert ("theirs", "Send us their NDA") in [
        (side, text) for side, text, _ in await promises(desk)
    ]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("We counted", "two hundred and ten hours"),
        ("Karel Benes", "by the eighteenth of December.”"),
    ],
)
async def test_a_kept_next_step_leaves_room_for_what_people_said(
    desk: Desk, line: str, shown: str
) -> None:
    step = (
        "So how about this, we talk again on Wednesday, you and me and one of the dispatchers, I "
        "think that's in the calendar already, half past three."
    )
    said = dict.fromkeys((4, 5, 7), "So it goes on and on here.") | {
        1: "We counted it in October. It was two hundred and ten hours, across the two depots.",
        3: "Karel Benes, our head of operations. He asked me for it because of the budget. He has "
        "to decide about the budget for next year by the eighteenth of December.",
        6: "I'll ask our legal team about the contract by Thursday.",
        8: "I'll send you the drawing of the two ramps in Brno by Friday.",
        64: step,
    }
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await desk.presses("Just show me")
    await desk.presses("Draft the reflection")
    await desk.presses("It went well")
    for words in ("So how about", "I'll ask our legal", "I'll send you the drawing", line):
        await desk.does("Keep", words)
    desk.clock.moment = NOON + DAY
    await desk.plans("Northwind", NINE + 2 * DAY, "Jana Novak")
    goal = (
        "Hear what Milan and the drivers of both depots would need to see before they try it " * 2
    )
    await desk.asks(
        Means.FORM, "goal", "2", {"goal": f"{goal}again, ramp by ramp and shift by shift"}
    )
    brief = await desk.asks(Means.COMMAND, "prep", "Northwind")
    assert shown in brief
    assert "we talk again on Wednesday" in brief
