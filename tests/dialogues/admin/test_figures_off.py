"""An admin switches figures about people off: Attune asks once, then hides them everywhere."""

from sqlmodel import select

from handlers.notices.emptied import HIDDEN
from storage.tables import AuditEntry, MeasuredCall
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_reply import reflected
from tests.dialogues.rep_does import plan
from tests.dialogues.transcripts.test_transcripts import NAME, spoken

IN_THE_BRIEF = "of the talk was yours"
ASKED = "Switch figures about people off?"


async def measured(office: Office) -> None:
    """Lena has seen the figures of a call, and Tomas is an admin and is looking at *Privacy*."""
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    await lena.drops(NAME, spoken(7))
    await lena.presses("Just show me")
    lena.sees("You talked")
    await office.makes("Tomas Keller", "admin")
    await tomas.types("workspace privacy")


async def acts(office: Office) -> list[str]:
    async with office.attune.database.read() as session:
        return [one.act for one in (await session.exec(select(AuditEntry))).all()]


async def test_nothing_is_hidden_before_the_admin_says_yes(office: Office) -> None:
    await measured(office)
    await office.tomas.presses("Switch figures off")
    office.tomas.sees(
        ASKED,
        "This hides all figures at once, even from the people they are about.",
        "Nothing is deleted now.",
    )
    await office.tomas.presses("Leave them on")
    office.tomas.sees("Figures about people: on.")
    await office.until(23, "12:00")
    assert [shown for shown in office.lena.messages if "You talked" in shown]
    assert "figures switched off" not in await acts(office)


async def test_cards_that_showed_figures_are_emptied_and_my_data_says_hidden(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await measured(office)
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    tomas.sees("Figures about people: off, for everybody.", "figures are hidden, and are kept as")
    await office.until(23, "12:00")
    assert not [shown for shown in lena.messages if "You talked" in shown]
    assert [shown for shown in lena.messages if HIDDEN in shown]
    await lena.types("my data")
    lena.sees("Figures from transcripts: 1; kept for 730 days; hidden, because figures are")
    await tomas.presses("Who did what")
    tomas.sees("Tomas Keller, figures switched off, this workspace")


async def test_hidden_figures_can_still_be_deleted(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await measured(office)
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    await lena.types("delete my transcripts")
    await lena.presses("Delete them")
    lena.sees("Deleted: the figures of your transcripts.")
    async with office.attune.database.read() as session:
        assert not (await session.exec(select(MeasuredCall))).all()


async def test_a_brief_says_nothing_from_hidden_figures(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await measured(office)
    await lena.types("/prep Northwind tomorrow 9:00")
    lena.sees(IN_THE_BRIEF)
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    await lena.types("/prep Northwind tomorrow 9:00")
    lena.sees("Northwind")
    lena.sees_nothing_of(IN_THE_BRIEF)


async def test_nothing_is_said_of_how_a_rep_talks_even_from_their_own_answers(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await plan(office, "Northwind today 10:00")
    for hours in range(4):
        await reflected(office, hours, talk="more_me", first_prescribed="first_third")
    counted = ("you talked more in", "you pitched in the first third")
    assert [shown for shown in lena.messages if any(words in shown for words in counted)]
    await lena.types("my patterns")
    lena.sees("By your own guess, you talked more in 4 of 4 calls")
    await lena.types("/prep Northwind tomorrow 9:00")
    lena.sees("Last time you talked more than they did and pitched in the first third")
    await office.makes("Tomas Keller", "admin")
    await tomas.types("workspace privacy")
    await tomas.presses("Switch figures off")
    tomas.sees("Briefs that were already sent stay as they are.")
    await tomas.presses("Switch them off")
    await office.until(23, "20:00")
    assert not [shown for shown in lena.messages if any(words in shown for words in counted)]
    await lena.types("/prep Northwind Wednesday 9:00")
    lena.sees("Northwind")
    lena.sees_nothing_of("Last time you talked", "pitched in the first third", "You talked")
    await office.until(25, "8:55")
    told = [shown for shown in lena.messages if "Wednesday" in shown or "09:00" in shown]
    assert told
    assert not [shown for shown in told[-2:] if "ou talked" in shown]


async def test_everybody_is_told_once_when_figures_go_off_and_come_back(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await measured(office)
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    await office.until(23, "12:00")
    off, on = (f"An admin has switched figures about people {how}" for how in ("off", "on"))
    assert sum(off in shown for shown in lena.messages) == 1
    assert not [shown for shown in tomas.messages if off in shown]
    await tomas.presses("Switch figures on")
    await tomas.presses("Switch them on")
    await office.until(23, "13:00")
    assert sum(on in shown for shown in lena.messages) == 1


async def test_figures_come_back_only_after_a_question(office: Office) -> None:
    tomas = office.tomas
    await measured(office)
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    await tomas.presses("Switch figures on")
    tomas.sees("Switch figures about people on?", "unless a person shares one")
    await tomas.presses("Leave them off")
    tomas.sees("Figures about people: off, for everybody.")
    assert "figures switched on" not in await acts(office)
    await tomas.presses("Switch figures on")
    await tomas.presses("Switch them on")
    tomas.sees("Figures about people: on.")
    assert "figures switched on" in await acts(office)
