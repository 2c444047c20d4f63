"""What a rep keeps of a transcript comes first in the next brief of that account."""

import re
from datetime import date

from sqlmodel import select

from storage.tables import Commitment, Reflection
from tests.dialogues.office import Office
from tests.transcripts.samples import numbered

NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
LENA, JANA, TOM = "Lena Brandt", "Jana Novak", "Tomas Havel"
TALK = (
    (LENA, "Thanks for making the time, both of you, I know that Mondays are full in dispatch."),
    (JANA, "Mondays are always like this, we plan the week by hand until the early afternoon."),
    (LENA, "How do you plan the tours today, from the first order to the driver's phone?"),
    (JANA, "We print the orders, and then two of us put them on a board, depot by depot."),
    (LENA, "And what does all of that cost you in hours?"),
    (JANA, "It takes two hundred and ten hours a month, if I count both of the dispatchers."),
    (LENA, "What have you tried already to get some of that down?"),
    (
        TOM,
        "We looked at Transporeon in the spring, and it costs nine euros per truck and day.",
    ),
    (LENA, "And what stopped you there, if I may ask?"),
    (TOM, "Our drivers didn't want another app, and the works council asked for a paper first."),
    (LENA, "I see. I'll send you the route plan for the Brno depot by Wednesday."),
    (JANA, "Good. I'll ask our works council for the date of the next meeting by Friday."),
    (
        LENA,
        "Then as the next step, shall we meet with your two dispatchers, look at one real morning "
        "of the Brno depot from the first order to the final tour, and do that Thursday at two?",
    ),
    (JANA, "Yes, that works for both of us."),
    (LENA, "Wonderful, then I'll see you in Brno."),
)


def call() -> bytes:
    """Five minutes, one turn each 20 seconds."""
    return numbered([(n * 20, n * 20 + 15, f"{who}: {said}") for n, (who, said) in enumerate(TALK)])


HOURS = "It takes two hundred and ten hours a month"
EUROS = "nine euros per truck and day"
COMING = "Jana Novak, head of dispatch\nTomas Havel, head of operations"


def face(brief: str) -> str:
    """What a brief says above its buttons, without who could come and the kinds of call."""
    said, _, _ = brief.partition("Kind of call")
    return said


async def keeps(office: Office, *places: str) -> None:
    """Lena drops the file of the call, and keeps the lines at these places and the one at 1:40."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming=COMING)
    await lena.submits()
    await office.until(23, "10:40")
    await lena.drops(NAME, call())
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    for place in places:
        await lena.presses(f"Keep: {place}")
    await lena.presses("More lines (1)")
    await lena.presses("Keep: 1:40")
    await lena.presses("Finish the reflection")
    lena.sees("What did they say that matters?")
    lena.sees_nothing_of("Who said it?")
    await lena.submits()


async def test_what_was_kept_of_a_transcript_is_on_the_face_of_the_next_brief(
    office: Office,
) -> None:
    lena = office.lena
    await keeps(office, "2:20", "3:20", "3:40", "4:00")
    lena.sees("Next: Then as the next step, shall we meet with your two dispatchers")
    await lena.presses("Plan it")
    await lena.submits()
    asked = face(lena.screen)
    assert HOURS in asked
    assert EUROS in asked
    assert "Transporeon" in asked
    assert asked.count("two dispatchers") == 1  # as the goal, not as the next step too
    await lena.presses("Change time or people")
    await lena.fills(coming=COMING)
    await lena.submits()
    await office.until(26, "13:30")
    pushed = face(lena.messages[-1])
    assert f"Jana Novak, head of dispatch: {HOURS}" in pushed
    assert re.search(f"Tomas Havel, head of operations: .*Transporeon.*{EUROS}", pushed)
    assert len(pushed.split()) <= 120


async def test_a_kept_next_step_keeps_its_day_in_the_brief_of_another_call(office: Office) -> None:
    lena = office.lena
    await keeps(office, "2:20", "3:20", "3:40", "4:00")
    await lena.types("/prep Northwind tomorrow 9:00")
    asked = face(lena.screen)
    assert "Meet with your two dispatchers" in asked
    assert "Thursday at two" in asked
    assert HOURS in asked
    assert EUROS in asked


async def test_what_was_typed_into_the_form_comes_back_after_two_calls_without_notes(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:40")
    await lena.types("/reflect Northwind")
    await lena.fills(
        goal_reached="yes",
        heard="Pavel Dvorak: Transporeon wants nine euros a truck.\nThey lose 210 hours a month.",
        next_step="Show the route plan for Brno on Wednesday 9 December",
    )
    await lena.submits()
    for day in (24, 25):
        await lena.types(f"/prep Northwind {day} Nov 10:00")
        await office.until(day, "10:40")
        await lena.presses("It went well")
    await lena.types("/prep Northwind 26 Nov 10:00")
    asked = face(lena.screen)
    assert "Transporeon wants nine euros a truck." in asked
    assert "They lose 210 hours a month." in asked
    assert "Show the route plan for Brno on Wednesday 9 December" in asked
    await tomas.types("/prep Northwind 26 Nov 11:00")
    tomas.sees_nothing_of("nine euros", "210 hours")


async def test_all_lines_of_a_message_are_kept_with_one_button_and_taken_back_with_one(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:40")
    await lena.drops(NAME, call())
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    shown = lena.screen
    before = await kept(office)
    await lena.presses("Keep all 5")
    lena.sees("Kept 5 lines.", "Undo")
    lena.sees_nothing_of("Keep all")
    heard, step, promised = await kept(office)
    assert [line.partition(": ")[2] in shown for line in heard.splitlines()] == [True, True]
    assert HOURS not in heard  # it is behind "More lines"
    assert "two dispatchers" in step
    assert len(promised) == 2
    await lena.presses("Undo")
    lena.sees("Keep all 5")
    assert await kept(office) == before
    await lena.presses("Keep: 2:20")
    await lena.presses("Keep the other 4")
    await lena.presses("Undo")
    heard, step, promised = await kept(office)
    assert EUROS in heard  # Undo leaves what was kept before
    assert (len(heard.splitlines()), step, promised) == (1, "", [])


async def kept(office: Office) -> tuple[str, str, list[str]]:
    """What the reflection and the promises hold."""
    async with office.attune.database.read() as session:
        (row,) = (await session.exec(select(Reflection))).all()
        promised = (await session.exec(select(Commitment.text))).all()
        return row.heard, row.next_step, sorted(promised)


async def draws(office: Office, *more: tuple[str, str], ahead: str = "") -> None:
    """Lena drops the file of a call that ends with more sentences, and sees the draft.

    Another call is planned at the time `ahead`, if given.
    """
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming=COMING)
    await lena.submits()
    if ahead:
        await lena.types(f"/prep Northwind {ahead}")
    await office.until(23, "10:40")
    cues = [
        (n * 20, n * 20 + 15, f"{who}: {said}") for n, (who, said) in enumerate([*TALK[:-1], *more])
    ]
    await lena.drops(NAME, numbered(cues))
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")


async def test_a_promise_that_was_taken_back_and_a_question_are_not_offered(
    office: Office,
) -> None:
    await draws(
        office,
        (TOM, "The route plan of Brno, no. I'll send you the list of our trucks by Thursday."),
        (LENA, "And I have to ask, is there something I can give you?"),
        (TOM, "No. But the list of our trucks. Forget I said that, it takes longer."),
    )
    lena = office.lena
    lena.sees("I'll send you the route plan for the Brno depot by Wednesday.")
    before, _, after = lena.screen.partition("list of our trucks by Thursday")
    assert "taken back later in the call, so there is nothing to keep." in after
    assert "Keep" in before
    assert "Keep" not in after
    lena.sees_nothing_of("is there something I can give you")


async def test_a_promise_keeps_the_hour_that_was_said_and_is_never_half_a_sentence(
    office: Office,
) -> None:
    asks = "I'll ask Tom about the fee and you'll have a yes or no from me by Friday noon."
    await draws(
        office,
        (LENA, f"{asks} Your noon."),
        (JANA, "I'll send you the tariff sheet before ten on Wednesday."),
    )
    for place in ("4:40", "5:00"):
        await office.lena.presses(f"Keep: {place}")
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Commitment).order_by("id"))).all()
    assert [(row.text, row.due_on and row.due_on.day) for row in rows] == [
        (f"“{asks} Your noon.”", 27),
        ("Send us the tariff sheet (before ten)", 25),
    ]
    await office.lena.types("/promises")
    office.lena.sees("“I'll ask Tom about the fee", "Your noon.”", "(before ten)")
    office.lena.sees_nothing_of("12:00")


async def test_a_refusal_and_a_cost_that_is_over_are_not_offered_as_needs(office: Office) -> None:
    await draws(
        office,
        (JANA, "The storm cost us a week of sleep and a letter. We don't want that now."),
        (TOM, "Oh, they must think that we are all mad. I need a proof, with a time."),
    )
    office.lena.sees("I need a proof, with a time.")
    office.lena.sees_nothing_of("a letter", "We don't want that now", "all mad")


async def test_a_line_whose_words_are_emptied_is_dropped_until_it_is_kept_again(
    office: Office,
) -> None:
    lena = office.lena
    await draws(office)
    await lena.presses("Edit")
    lena.sees("Leave this empty to drop the line.")
    await lena.fills(next_step="")
    await lena.submits()
    lena.sees("Dropped.")
    await lena.presses("Keep")
    lena.sees("Kept.")


async def test_a_promise_that_is_not_clear_alone_is_not_kept_with_the_other_lines(
    office: Office,
) -> None:
    asks = "I'll ask her, I see her tomorrow anyway."
    await draws(
        office,
        (LENA, "And the works council, who speaks to them?"),
        (JANA, f"They vote in the last week. {asks}"),
    )
    lena = office.lena
    lena.sees(asks)
    lena.sees("One line is left to edit first.")
    await lena.presses("Keep all 4")
    lena.sees("Kept 4 lines. One line is left to edit first.")
    assert not [text for text in (await kept(office))[2] if "ask her" in text]
    await lena.presses("Take it back")
    await lena.presses("Keep")
    await lena.presses("Keep it as a quote")
    _, _, promised = await kept(office)
    assert f"“{asks}” (Jana Novak, after “They vote in the last week.”)" in promised
    await lena.presses("Undo")
    assert not [text for text in (await kept(office))[2] if "ask her" in text]


async def test_a_promise_is_due_before_christmas_after_the_call_or_at_the_next_meeting(
    office: Office,
) -> None:
    lena = office.lena
    await draws(
        office,
        (TOM, "I'll send you the fuel bills. I don't say a day. Before Christmas."),
        (LENA, "I'll stop the automatic mails to you, I do it now, when we hang up."),
        (JANA, "I'll talk to the works council before we meet again."),
        ahead="Wednesday 9:00",
    )
    for _ in range(2):
        together = re.search(r"Keep all \d+", lena.screen)
        assert together
        await lena.presses(together[0])
        if more := re.search(r"More lines \(\d+\)", lena.screen):
            await lena.presses(more[0])
    async with office.attune.database.read() as session:
        rows = (await session.exec(select(Commitment))).all()
    due = {row.text: row.due_on for row in rows}
    for words, day in (
        ("fuel bills", date(2026, 12, 24)),
        ("automatic mails", date(2026, 11, 23)),
        ("works council before we meet", date(2026, 11, 25)),
    ):
        assert [due[text] for text in due if words in text] == [day], due
