"""The listening line before a call: when it comes, when it does not, and how to be rid of it."""

from datetime import timedelta

from sqlmodel import col, select

from handlers.cards import Button, Buttons, Card
from storage import plan_changes
from storage.choices import CallKind, Stage
from storage.tables import Account, Call, Person, Reflection, Seat
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.shipped import SHIPPED_PLAYBOOK

BOOK = SHIPPED_PLAYBOOK


def lines(office: Office) -> list[str]:
    """The first line of each message with a listening line, oldest first."""
    return [each.splitlines()[0] for each in office.lena.messages if "Not useful" in each]


async def planned(office: Office, first: str, *more: str) -> None:
    """Lena plans a call with Northwind at 15:00 on each of these days."""
    await plan(office, f"Northwind {first} 15:00")
    for day in more:
        await office.lena.types(f"/prep Northwind {day} 15:00")


async def of_stage(office: Office, stage: Stage) -> None:
    """The opportunity with Northwind reaches a stage."""
    async with office.attune.database.write() as session:
        (await session.exec(select(Account))).one().stage = stage


async def of_kind(office: Office, kind: CallKind) -> None:
    """Somebody corrects the kind of the last call."""
    async with office.attune.database.write() as session:
        last = select(Call).order_by(col(Call.starts_at).desc()).limit(1)
        (await session.exec(last)).one().kind = kind
        await plan_changes.discard(session)


async def seat(office: Office) -> Seat:
    """Lena's seat in the last call."""
    async with office.attune.database.read() as session:
        last = select(Seat).order_by(col(Seat.starts_at).desc()).limit(1)
        return (await session.exec(last)).one()


async def kept_to_focus(office: Office, times: int) -> None:
    """Lena says after several calls that she kept to her focus."""
    async with office.attune.database.write() as session:
        lena = (await session.exec(select(Person).where(col(Person.focus_id).is_not(None)))).one()
        account = (await session.exec(select(Account))).one()
        assert lena.focus_since is not None
        for number in range(times):
            at = lena.focus_since + timedelta(minutes=number)
            call = Call(
                tenant=lena.tenant,
                account_id=account.id,
                starts_at=at,
                ends_at=at,
                planned_at=at,
                zone="UTC",
            )
            session.add(call)
            await session.flush()
            session.add(
                Reflection(
                    tenant=lena.tenant,
                    call_id=call.id,
                    account_id=account.id,
                    author_id=lena.id,
                    called_at=at,
                    written_at=at,
                    goal_reached="yes",
                    focus_id=lena.focus_id,
                    kept_focus="yes",
                )
            )
        await plan_changes.discard(session)


async def test_what_was_said_is_stored_on_the_seat(office: Office) -> None:
    await plan(office)
    await office.until(24, "14:50")
    sat = await seat(office)
    (said,) = lines(office)
    line, opening = BOOK.line(sat.line or ""), BOOK.opening(sat.opening or "")
    assert line is not None
    assert opening is not None
    assert said.startswith(line.text[:12])
    assert opening.ask[:12] in next(each for each in office.lena.messages if "Stop briefs" in each)


async def test_two_lines_in_a_row_that_were_not_useful_make_a_pause(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday", "Thursday", "11 December")
    await office.until(24, "14:50")
    await lena.presses("Not useful")
    lena.sees("Noted. If the next line isn't useful either, I'll pause lines for two weeks.")
    await office.until(25, "14:50")
    await lena.presses("Not useful")
    lena.sees(
        "Noted. That is two in a row, so listening lines are paused until Wednesday 9 December.",
        "Send lines again",
    )
    await office.until(26, "15:00")
    assert len(lines(office)) == 2
    assert (await office.reasons())["listen"] == "lines paused"
    await lena.types("/rhythm")
    lena.sees("Listening lines are paused until Wednesday 9 December.")
    await office.until_december(11, "14:50")
    assert len(lines(office)) == 3


async def test_paused_lines_can_be_had_back(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday", "Thursday")
    for day in (24, 25):
        await office.until(day, "14:50")
        await lena.presses("Not useful")
    await lena.types("/rhythm")
    await lena.answers_in_message(message="listen")
    await lena.presses("Send lines again")
    lena.sees("Listening lines are on again.")
    await office.until(26, "14:50")
    assert len(lines(office)) == 3


async def test_after_a_pause_it_takes_two_dismissed_lines_again(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday", "11 December", "14 December")
    for day in (24, 25):
        await office.until(day, "14:50")
        await lena.presses("Not useful")
    lena.sees("lines are paused until Wednesday 9 December")
    await office.until_december(11, "14:50")
    await lena.presses("Not useful")
    lena.sees("Noted. If the next line isn't useful either, I'll pause lines for two weeks.")
    await office.until_december(14, "14:50")
    assert len(lines(office)) == 4
    await lena.presses("Not useful")
    lena.sees("That is two in a row, so listening lines are paused until Monday 28 December.")


async def test_each_dismissed_line_counts_once(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday", "Thursday", "Friday")
    for day in (24, 25):
        await office.until(day, "14:50")
        await lena.presses("Not useful")
    await lena.presses("Not useful")
    lena.sees("I've already noted that: listening lines are paused until Wednesday 9 December.")
    await lena.presses("Send lines again")
    await lena.presses("Not useful")
    lena.sees("I've already noted that.")
    await office.until(26, "14:50")
    assert len(lines(office)) == 3
    await lena.presses("Not useful")
    lena.sees("Noted. If the next line isn't useful either, I'll pause lines for two weeks.")
    await office.until(27, "14:50")
    assert len(lines(office)) == 4


async def test_a_line_that_was_not_sent_cannot_be_dismissed(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday")
    await office.until(24, "14:50")
    await lena.presses("Not useful")
    later = await seat(office)
    forged = Button("Not useful", "line.dismiss", str(later.call_id))
    for _, press in lena.offers(Card("Forged", (Buttons((forged,)),))):
        await press()
    assert (await seat(office)).line_dismissed_at is None


async def test_one_dismissed_line_between_others_pauses_nothing(office: Office) -> None:
    lena = office.lena
    await planned(office, "tomorrow", "Wednesday", "Thursday", "Friday")
    await office.until(24, "14:50")
    await lena.presses("Not useful")
    await office.until(25, "14:50")
    await office.until(26, "14:50")
    await lena.presses("Not useful")
    await lena.presses("Not useful")
    await office.until(27, "14:50")
    assert len(lines(office)) == 4


async def test_no_line_comes_during_another_call(office: Office) -> None:
    await plan(office, "Northwind tomorrow 10:00")
    await plan(office, "Halden tomorrow 10:35")
    await plan(office, "Alder tomorrow 11:15")
    await office.until(24, "11:15")
    assert (await office.reasons())["listen"] == "during another call"
    shown = [each for each in office.lena.messages if "Not useful" in each]
    assert [" in 10 minutes." in each for each in shown] == [True, True]
    assert not any("Halden, in 10 minutes." in each for each in shown)


async def test_an_internal_call_brings_nothing(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await of_kind(office, "internal")
    await office.until(23, "20:00")
    before = len(lena.messages)
    await office.until(24, "20:00")
    sent = lena.messages[before:]
    assert [each for each in sent if "15:00: Northwind" not in each] == []
    reasons = await office.reasons()
    assert {reasons[kind] for kind in ("brief", "listen", "reflect")} == {"internal call"}


async def test_an_internal_call_is_no_call_to_reflect_on(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await of_kind(office, "internal")
    await office.until(24, "16:00")
    await lena.types("/calls")
    lena.sees_nothing_of("Calls without a reflection")
    await plan(office, "Halden tomorrow 10:00")
    await office.until(25, "08:30")
    lena.sees("One call at 10:00: Halden.")
    lena.sees_nothing_of("Still to reflect on", "Reflect: Northwind")


async def test_a_corrected_kind_brings_the_line_after_all(office: Office) -> None:
    await plan(office)
    await of_kind(office, "internal")
    await office.until(24, "14:20")
    await of_kind(office, "demo")
    await office.until(24, "14:50")
    assert len(lines(office)) == 1


async def test_nothing_is_said_about_a_call_of_which_nothing_is_known(office: Office) -> None:
    await plan(office)
    await of_stage(office, "evaluation")
    await office.until(24, "14:50")
    assert lines(office) == []
    assert (await office.reasons())["listen"] == "nothing specific"


async def test_a_goal_is_enough_to_say_something(office: Office) -> None:
    await plan(office)
    await of_stage(office, "evaluation")
    await office.lena.presses("Write your goal and guesses")
    await office.lena.fills(goal="Hear how they plan a Monday")
    await office.lena.submits()
    await office.until(24, "14:50")
    assert len(lines(office)) == 1


async def focused(office: Office) -> None:
    await office.lena.types("/rhythm")
    await office.lena.presses("More…")
    await office.lena.presses("Choose a focus")
    await office.lena.fills(focus="count-after-answer")
    await office.lena.submits()


async def test_a_focus_that_was_kept_three_times_is_not_repeated(office: Office) -> None:
    await plan(office)
    await of_stage(office, "evaluation")
    await focused(office)
    await kept_to_focus(office, 3)
    await office.until(24, "14:50")
    assert lines(office) == []
    assert (await office.reasons())["listen"] == "focus kept"


async def test_a_focus_that_was_kept_twice_goes_on(office: Office) -> None:
    await plan(office)
    await of_stage(office, "evaluation")
    await focused(office)
    await kept_to_focus(office, 2)
    await office.until(24, "14:50")
    (said,) = lines(office)
    assert said in {each.text for each in BOOK.listening if each.area == "patience"}


async def test_a_kept_focus_leaves_the_situation_its_line(office: Office) -> None:
    await plan(office)
    await focused(office)
    await kept_to_focus(office, 3)
    await of_kind(office, "bad_news")
    await office.until(24, "14:50")
    made = [each.text[:12] for each in BOOK.listening if "bad_news" in each.kinds]
    assert [said[:12] in made for said in lines(office)] == [True]


async def test_a_goal_that_was_missed_comes_back_before_the_next_call(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Agree on who else should join")
    await lena.submits()
    await lena.types("/prep Northwind tomorrow 15:00")
    await office.until(23, "10:36")
    await lena.presses("No")
    await office.until(24, "14:51")
    assert "Agree on who else should join" in lines(office)[-1]
