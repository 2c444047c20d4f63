"""Promises in the draft of the reflection."""

from datetime import date

import pytest
from sqlmodel import select

from handlers.features.privacy import deletion_questions
from handlers.inputs import TextInput
from handlers.request import Means
from storage.tables import Commitment, MeasuredCall
from tests.transcripts.desk import NINE, NOON, Desk, zoom_name
from tests.transcripts.drafts import DAY, brings, has_a_draft, promises
from tests.transcripts.spoken import spoken

pytestmark = pytest.mark.guesses


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
    await has_a_draft(desk)
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


async def test_a_kept_promise_that_was_dropped_before_in_other_words_is_open(desk: Desk) -> None:
    await brings(desk)
    async with desk.database.write() as session:
        row = (await session.exec(select(MeasuredCall))).one()
        session.add(
            Commitment(
                tenant=row.tenant,
                account_id=row.account_id,
                call_id=row.call_id,
                owner_id=row.person_id,
                side="ours",
                text="Pricing for 40 seats",
                state="dropped",
                made_at=row.called_at,
            )
        )
    said = "I'll send you the pricing for forty seats tomorrow."
    await desk.drops(spoken(said={4: said}), zoom_name(NINE))
    await desk.presses("Yes, replace the figures")
    await has_a_draft(desk)
    await desk.does("Keep", said[:20])
    async with desk.database.read() as session:
        rows = (await session.exec(select(Commitment))).all()
    open_now = [(one.text, one.due_on) for one in rows if one.state == "open"]
    assert open_now == [("Send them the pricing for forty seats", date(2026, 11, 24))]
    await desk.does("Take it back", said[:20])
    async with desk.database.read() as session:
        rows = (await session.exec(select(Commitment))).all()
    assert [(one.text, one.state) for one in rows] == [("Pricing for 40 seats", "dropped")]


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
    await has_a_draft(desk)
    for words, note in zip(
        said.values(),
        (
            "Moved from Thursday to Friday: Pricing for 40 seats.",
            "Already on file, and now due Thursday: names of two dispatchers.",
            "Already on file: The manual.",
            "Already on file: names of two dispatchers.",
        ),
        strict=True,
    ):
        kept = await desk.does("Keep", words)
        assert "Already on file. Your colleagues see it." in kept
        assert note in kept
    assert [due and due.day for _, _, due in await promises(desk)] == [27, None, 26]
    for words in list(said.values())[:2]:
        assert "I've undone the change to its day." in await desk.does("Take it back", words)
    assert "You can drop it in /promises." in await desk.does("Take it back", said[6])
    assert await promises(desk) == noted
    await desk.does("Edit", said[4])
    assert "Moved from Thursday" in await desk.saves(promised="Pricing for 40 seats by Friday")
    await desk.does("Take it back", said[4])
    assert await promises(desk) == noted
    await desk.does("Keep", said[4])
    await desk.asks(Means.BUTTON, deletion_questions.CALL, str(call.id))
    assert len(await promises(desk)) == len(noted)


async def test_a_promise_that_is_late_keeps_its_day_through_every_save_of_the_form(
    desk: Desk,
) -> None:
    await brings(desk)
    await has_a_draft(desk)
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
    draft = await has_a_draft(desk)
    assert "a promise, due Friday 20 November" in draft  # nobody has kept it yet
    assert "overdue since" not in draft
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


async def test_a_promise_that_makes_no_clean_line_is_kept_as_a_quote(desk: Desk) -> None:
    said = {
        4: "Wonderful, I'll send you the price list for forty seats by Friday.",
        6: "I'll forward Tom the thing we discussed by Wednesday.",
    }
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(said=said), zoom_name(NINE))
    await has_a_draft(desk)
    await desk.does("Keep", "I'll send you the price")
    await desk.does("Keep", "I'll forward Tom the thing")
    quote = "“I'll forward Tom the thing we discussed by Wednesday.”"
    assert await promises(desk) == [
        ("ours", "Send them the price list for forty seats", date(2026, 11, 27)),
        ("ours", quote, date(2026, 11, 25)),
    ]
    await desk.does("Take it back", "I'll forward Tom the thing")
    assert len(await promises(desk)) == 1


async def test_five_lines_come_first_and_the_others_on_one_more_page(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    things = "ramps forks pallets tyres lamps doors keys gates belts scales tools maps badges"
    said = {
        2 * at: f"I'll send you the list of {thing} by Friday."
        for at, thing in enumerate(things.split())
    }
    quiet = dict.fromkeys(range(26), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | said), zoom_name(NINE))
    first = await has_a_draft(desk)
    assert (desk.labels.count("Keep"), desk.labels.count("Edit"), len(desk.labels)) == (5, 5, 13)
    assert desk.labels[-3:] == ["Keep all 5", "Finish the reflection", "More lines (8)"]
    assert first.count("Your colleagues see a promise once") == 1
    more = await desk.presses("More lines (8)")
    assert more.count("Your colleagues see a promise once") == 1
    assert desk.labels[-2:] == ["Finish the reflection", "Back to the first 5"]
    words = "I'll send you the list of badges"
    assert words in more
    assert "list of ramps" not in more
    assert words in await desk.does("Keep", words)
    assert "Send them the list of badges" in [text for _, text, _ in await promises(desk)]
    await desk.does("Take it back", words)
    assert await promises(desk) == []
    assert await desk.presses("Back to the first 5") == first
    assert desk.button("Keep", "I'll send you the list of ramps")


async def test_the_card_says_how_many_lines_were_left_out_and_shows_them(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    things = "ramps forks pallets tyres lamps doors keys gates belts scales tools maps badges"
    promised = {
        2 * at: f"I'll send you the list of {thing} by Friday."
        for at, thing in enumerate(things.split())
    }
    needs = ("a probe", "the chain", "two docks", "longer cables", "better gloves", "one login")
    needed = {2 * at + 1: f"What I need is {need} for Hall {at}." for at, need in enumerate(needs)}
    await desk.drops(spoken(said=promised | needed), zoom_name(NINE))
    first = await has_a_draft(desk)
    assert "2 weaker lines were left out." in first
    left = await desk.presses("Show what was left out")
    assert left.count("a need") == 2
    needed_last = next(need for need in needs if need in left)
    assert "Kept." in await desk.does("Keep", f"What I need is {needed_last}")
    await desk.presses("Back to the first 5")
    assert "Kept." in await desk.presses("Show what was left out")


async def test_a_line_is_dropped_with_an_empty_edit_and_stays_open_to_keep(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    await desk.drops(spoken(), zoom_name(NINE))
    await has_a_draft(desk)
    _, value = desk.button("Keep", "I'll send you the price list")
    emptied = {"promised": " "}
    assert "Dropped." in await desk.asks(Means.FORM, "talk.edit", f"{value}:ours", emptied)
    assert "Keep the other" in " ".join(desk.labels)
    await desk.does("Keep", "I'll send you the price list")
    assert len(await promises(desk)) == 1
    assert "Dropped." in await desk.asks(
        Means.FORM, "talk.edit", f"{value}:ours", emptied
    )  # also a line that was kept
    assert await promises(desk) == []


async def test_a_promise_that_was_on_file_before_is_not_called_dropped(desk: Desk) -> None:
    words = "I'll send you the price list"
    await brings(desk)
    await has_a_draft(desk)
    await desk.does("Keep", words)
    await desk.drops(spoken(minutes=13), zoom_name(NINE))  # of another tool
    await desk.presses("Yes, replace the figures")
    assert "Already on file." in await desk.presses("Draft the reflection")
    await desk.does("Edit", words)
    shown = await desk.saves(promised="")
    assert "It was on file before, so it stays." in shown
    assert "Dropped." not in shown
    assert len(await promises(desk)) == 1


async def test_only_a_number_that_a_line_can_have_is_remembered(desk: Desk) -> None:
    await brings(desk)
    await desk.asks(Means.BUTTON, "talk.tap", "1:yes")
    for number in ("47", "123456", "٣", "-1", "x"):
        await desk.asks(Means.FORM, "talk.edit", f"1:{number}:heard", {"heard": ""})
    async with desk.database.read() as session:
        assert (await session.exec(select(MeasuredCall))).one().drafted == {}


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
    draft = await has_a_draft(desk)
    clear = (
        "I'll send you that by Friday. You, 1:40: a promise: Send them the data sheet, by Friday"
    )
    assert clear in draft
    assert desk.button("Keep", "I'll send you that")
    after = "Said after “I don't know if we have it in Czech.”"
    assert f"{after} On its own, this may not be clear later, so edit it first." in draft
    with pytest.raises(StopIteration):
        desk.button("Keep", "I'll check that")
    assert "if we have it in Czech" in await desk.does("Edit", "I'll check that")
    drawn = desk.card
    for words in ("I'll send you that", "I'll check that", "I'll forward", "I'll draft"):
        desk.card = drawn
        await desk.does("Edit", words)
        form = desk.form
        (field,) = (one for one in form.blocks if isinstance(one, TextInput))
        kept = await desk.saves(promised=field.value)
        if words in ("I'll check that", "I'll draft"):
            assert "Say what is promised or who is meant, then keep it." in kept
            clear = field.value.replace(" that", " for Czech", 1).replace("it", "the map", 1)
            await desk.asks(Means.FORM, form.name, form.subject, {"promised": clear})
    assert [text for _, text, _ in await promises(desk)] == [
        "Send them the data sheet",
        "Check for Czech and get back to them",
        "Forward that to them (the old ramps)",
        "Draft the map and send it to them",
    ]
    desk.card = drawn
    await desk.does("Keep", "I'll send you our NDA")
    assert ("theirs", "Send us their NDA") in [
        (side, text) for side, text, _ in await promises(desk)
    ]


async def test_a_day_in_the_next_sentence_or_a_correction_wins(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    said = {
        10: "I'll send you the fitter this week. By Thursday.",
        12: "I'll send you both prices by the end of next week.",
        13: "End of next week is too late for us.",
        14: "You're right. Then with the calculation, on the second.",
        16: "I'll send you the plan by Friday. You're right. Friday is a holiday.",
    }
    quiet = dict.fromkeys(range(8), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | said), zoom_name(NINE))
    draft = await has_a_draft(desk)
    for words, day in (
        ("I'll send you the fitter this week. By Thursday.", "by Thursday"),
        ("I'll send you both prices by the end of next week.", "by Wednesday 2 December"),
        ("I'll send you the plan by Friday.", "by Friday"),
    ):
        line = next(one for one in draft.splitlines() if one.startswith(words))
        assert line.endswith(f"a promise, {day}"), line
    await desk.does("Keep", "I'll send you both prices")
    assert [(text, day and day.isoformat()) for _, text, day in await promises(desk)] == [
        ("Send them both prices", "2026-12-02")
    ]


async def test_a_week_and_ten_minutes_are_days_and_next_week_is_said_to_be_none(
    desk: Desk,
) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    said = {
        10: "I'll send you the fitter in week 51.",
        12: "I'll send you both prices in ten minutes.",
        14: "I'll send you the old plan next week.",
    }
    quiet = dict.fromkeys(range(8), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | said), zoom_name(NINE))
    await has_a_draft(desk)
    for words in said.values():
        shown = await desk.does("Keep", words)
        assert ("“next week” is not an exact day" in shown) == ("next week" in words)
    assert [(text, day and day.isoformat()) for _, text, day in await promises(desk)] == [
        ("Send them the fitter", "2026-12-18"),
        ("Send them both prices in ten minutes", "2026-11-23"),
        ("Send them the old plan next week", None),
    ]
