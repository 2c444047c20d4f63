"""A colleague who changes a shared call: the others are told, with a way back."""

from sqlmodel import select

from storage.tables import Seat
from tests.dialogues.briefs.test_look_ups import stored
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.team.test_help import pressed
from tests.dialogues.team.test_page import opens_call


async def together(office: Office) -> None:
    """Lena plans a call tomorrow, and Tomas joins it."""
    await office.until(23, "10:00")
    await plan(office, "Northwind tomorrow 15:00")
    await office.tomas.types("/prep Northwind tomorrow 15:00")
    await office.tomas.presses("Join it")


async def test_a_call_with_two_colleagues_is_offered_once(office: Office) -> None:
    await office.until(23, "10:00")
    await plan(office, "Northwind tomorrow 15:00")
    ines = await office.adds("Ines Roth")
    async with office.attune.database.write(office.lena_tenant) as session:
        [seat] = (await session.exec(select(Seat))).all()
        session.add(Seat(**seat.model_dump() | {"person_id": ines}))
    await office.tomas.types("/prep Northwind tomorrow 15:00")
    office.tomas.sees("Lena Brandt and Ines Roth have a call with Northwind tomorrow 15:00.")
    office.tomas.sees_nothing_of("Join one")


async def test_a_call_that_is_over_is_not_joined(office: Office) -> None:
    await plan(office, "Northwind today 10:00")
    await office.tomas.types("/prep Northwind today 10:00")
    await office.until(23, "10:31")
    await office.tomas.presses("Join it")
    office.tomas.sees("That call is over.")
    await office.tomas.types("/calls")
    office.tomas.sees_nothing_of("Northwind")


async def test_an_old_button_joins_no_call_that_is_kept_by_now(office: Office) -> None:
    await plan(office, "Northwind tomorrow 15:00")
    await office.tomas.types("/prep Northwind tomorrow 15:00")
    await opens_call(office, opened=False)
    await office.tomas.presses("Join it")
    office.tomas.sees("That call is no longer planned. /prep plans a new one.")
    for button in ("prep.join", "call.rejoin"):
        said = [await pressed(office, office.tomas, button, f"{id_}:9:") for id_ in (1, 999)]
        assert said[0] == said[1] == office.tomas.screen.strip()


async def test_a_colleagues_call_and_a_missing_one_are_refused_alike(office: Office) -> None:
    await plan(office, "Northwind tomorrow 15:00")
    await office.tomas.types("hello")
    said = [await pressed(office, office.tomas, "brief.open", id_) for id_ in ("1", "999")]
    assert said[0] == said[1] == "That call is not on your list. /calls shows yours."


async def test_a_cancelled_call_is_told_and_can_be_undone(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Everything on file")
    await office.tomas.presses("Cancel this call")
    await office.delivers()
    told = "Tomas Keller cancelled your call with Northwind, Tuesday 24 November 15:00."
    office.lena.sees(told)
    await office.lena.presses("Undo")
    office.lena.sees("Tomorrow 15:00")
    await office.delivers()
    back = "Lena Brandt restored your call with Northwind, Tuesday 24 November 15:00."
    office.tomas.sees(back)


async def test_a_shared_call_says_so_before_and_after_it_is_cancelled(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    shared = "Lena Brandt is also in this call and will be told if you move or cancel it."
    tomas.sees("With you: Lena Brandt.")
    await tomas.presses("Change time or people")
    tomas.sees(shared)
    await tomas.submits()
    await tomas.presses("Everything on file")
    tomas.sees(shared)
    await tomas.presses("Cancel this call")
    tomas.sees("Cancelled: Northwind, tomorrow 15:00. Lena Brandt will be told.")
    await tomas.presses("Undo, and leave it")
    tomas.sees("You left the call with Northwind", "Lena Brandt is still in it.")
    await office.delivers()
    lena.sees("Tomas Keller restored your call with Northwind, Tuesday 24 November 15:00.")
    await lena.types("/prep Northwind")
    lena.sees("Tomorrow 15:00")
    lena.sees_nothing_of("With you: Tomas Keller")


async def test_one_leaves_a_shared_call_alone_and_comes_back(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    before = len(lena.messages)
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    tomas.sees("You left the call with Northwind, tomorrow 15:00", "Lena Brandt is still in it.")
    await office.delivers()
    assert len(lena.messages) == before
    await lena.types("/calls")
    lena.sees("Tuesday 24 November 15:00 Northwind")
    await tomas.types("/calls")
    tomas.sees("You have no calls planned.")
    await office.until(24, "14:55")
    tomas.sees_nothing_of("Northwind, in 10 minutes.")


async def test_who_left_a_call_can_undo_it(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Everything on file")
    await office.tomas.presses("Leave it")
    await office.tomas.presses("Undo")
    office.tomas.sees("Tomorrow 15:00", "With you: Lena Brandt.")


async def test_who_left_a_call_can_undo_it_though_the_colleague_keeps_it(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Everything on file")
    await office.tomas.presses("Leave it")
    await opens_call(office, opened=False)
    await office.tomas.presses("Undo")
    office.tomas.sees("Tomorrow 15:00", "With you: Lena Brandt.")


async def test_nobody_comes_back_to_a_call_beside_their_own_at_that_time(office: Office) -> None:
    tomas = office.tomas
    await together(office)
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Plan mine")
    await tomas.presses("Undo")
    tomas.sees("You already have a call with this account at that time.")
    await tomas.types("/prep Northwind tomorrow 15:00")
    tomas.sees_nothing_of("With you: Lena Brandt")


async def test_leaving_does_not_bring_back_what_a_colleague_cancelled(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await lena.types("/calls")
    await tomas.presses("Everything on file")
    await lena.presses("Cancel")
    lena.sees("Cancelled: Northwind, tomorrow 15:00. Tomas Keller will be told.")
    await tomas.presses("Leave it")
    tomas.sees("That call was cancelled. /calls shows your upcoming calls.")
    await office.delivers()
    lena.sees_nothing_of("restored your call with Northwind")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")


async def test_who_left_a_call_has_their_goal_again_after_undo(office: Office) -> None:
    tomas = office.tomas
    await together(office)
    await tomas.presses("Write your goal and guesses")
    await tomas.fills(goal="Hear who signs with Sam re price", guess1="They fear the move")
    await tomas.submits()
    await tomas.presses("Everything on file")
    await tomas.presses("Leave it")
    await tomas.presses("Undo")
    tomas.sees("Hear who signs with Sam re price", "They fear the move", "Tomorrow 15:00")


async def test_who_joins_keeps_whom_and_what_they_typed(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    for typed in ("Northwind Tuesday 15:00", "Northwind Tuesday 16:00"):
        if "16" not in typed:
            await plan(office, typed)
        await tomas.types(f"/prep {typed} with Sam Hill re the yard")
        await tomas.presses("Join it")
        tomas.sees("Sam Hill", "the yard", "Tomorrow 15:00")
        await tomas.presses("Everything on file")
        await tomas.presses("Leave it")
    await lena.types("/prep Northwind")
    lena.sees("Sam Hill")
    lena.sees_nothing_of("the yard")


async def test_who_moves_a_shared_call_can_undo_it(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Change time or people")
    await office.tomas.fills(when="Wednesday 9:00")
    await office.tomas.submits()
    office.tomas.sees("Lena Brandt will be told.", "Wednesday 09:00")
    await office.tomas.presses("Undo")
    office.tomas.sees("Moved Northwind back to tomorrow 15:00. Lena Brandt will be told.")


async def test_a_moved_call_is_told_and_can_be_undone(office: Office) -> None:
    await together(office)
    await office.tomas.presses("Change time or people")
    await office.tomas.fills(when="Wednesday 9:00")
    await office.tomas.submits()
    await office.delivers()
    office.lena.sees(
        "Tomas Keller moved your call with Northwind from Tuesday 24 November 15:00 to "
        "Wednesday 25 November 09:00."
    )
    await office.lena.presses("Undo")
    office.lena.sees("Moved Northwind back to tomorrow 15:00.")


async def test_each_form_says_who_reads_it_and_it_is_so(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await lena.types("/prep Northwind")
    await lena.presses("Write your goal and guesses")
    lena.sees("Only you read your goal and your guesses.")
    await lena.fills(goal="Hear who signs", guess1="They fear the move")
    await lena.submits()
    await lena.presses("Answer")
    lena.sees("Your colleagues see what you write about Northwind.")
    first = (await stored(office))[0].split()[0]
    await lena.fills(**{f"answer-{first}": "The yard manager decides"})
    await lena.submits()
    lena.sees("Hear who signs", "They fear the move")
    await lena.presses("Everything on file")
    lena.sees("They fear the move", "The yard manager decides")
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of("Hear who signs", "They fear the move")
    await tomas.presses("Everything on file")
    tomas.sees("The yard manager decides")
    tomas.sees_nothing_of("Hear who signs", "They fear the move")
    await lena.types("who can see this?")
    lena.sees("Nobody else sees this chat in Attune.", "what you find out about an account")


async def test_start_again_now_brings_the_news_that_a_snooze_held(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await together(office)
    await lena.types("snooze until tomorrow")
    await tomas.presses("Everything on file")
    await tomas.presses("Cancel this call")
    await office.delivers()
    told = "Tomas Keller cancelled your call with Northwind, Tuesday 24 November 15:00."
    lena.sees_nothing_of(told)
    await lena.types("/rhythm")
    await lena.presses("Start again now")
    await office.delivers()
    lena.sees(told)


async def test_leave_in_words_leads_to_the_button(office: Office) -> None:
    await together(office)
    await office.tomas.types("leave northwind")
    office.tomas.sees("Northwind, tomorrow 15:00. Lena Brandt is also in this call")
    await office.tomas.presses("Everything on file")
    await office.tomas.presses("Leave it")
    office.tomas.sees("You left the call with Northwind")
    await office.tomas.types("leave northwind")
    office.tomas.sees("You have no call with Northwind planned.")
