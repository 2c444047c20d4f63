"""An older *Undo* does not take back what was changed after it."""

from storage.conversation import offers
from storage.tables.types import EPOCH
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.test_undone_later import forged
from tests.dialogues.turns import in_turn


async def undo_of_last(office: Office) -> tuple[str, str]:
    """Return the action and the value of the *Undo* button that Lena was shown last."""
    async with office.attune.database.read(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        offered = await offers.latest(session, lena, EPOCH)
    assert offered is not None
    return offered.undo_button


@in_turn(
    ("first", "then", "asked", "stays"),
    [
        ("goal northwind: hear who signs", "goal northwind: sso", "brief northwind", "sso"),
        (
            "rename the deck promise to board deck",
            "rename the board deck promise to slides",
            "/promises",
            "slides",
        ),
        ("the deck is for alder", "the deck is for northwind", "/promises northwind", "Deck"),
        ("send my agenda at 8", "send my agenda at 9", "/rhythm", "09:00"),
        (
            "only send me the agenda",
            "only send me briefs",
            "/rhythm",
            "Off: research questions, the morning agenda",
        ),
    ],
)
async def test_a_later_change_stays(
    office: Office, first: str, then: str, asked: str, stays: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(first)
    older = await undo_of_last(office)
    await lena.types(then)
    answer = await forged(office, *older)
    await lena.types(asked)
    lena.sees(stays)
    assert "changed since" in answer


async def test_a_promise_dropped_since_it_was_done_stays_dropped(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i owe northwind a price list by friday")
    await lena.types("deck n price list both sent")
    lena.sees("Done: ")
    older = await undo_of_last(office)
    await lena.presses("Undo")
    lena.sees("Open again: ")
    await lena.types("drop the price list promise")
    await lena.types("deck is sent")
    assert "Open again: Deck'" in (answer := await forged(office, *older)), answer
    assert "None of those promises is done any more" in await forged(office, *older)
