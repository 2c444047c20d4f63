"""A rep corrects the spelling of a word that was just kept."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn("typed", ["linden sorry", "sorry linden", "*linden", "its linden"])
async def test_the_note_has_the_new_spelling(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: cfo is ms linde, budget sits with her")
    await lena.types(typed)
    lena.sees("It now says: “cfo is ms linden, budget sits with her”", "Undo")


async def test_a_report_has_the_new_spelling(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types("alder was good. the buyer is ms linde, not mia")
    lena.sees("ms linde, not mia”")
    await lena.types("linden sorry")
    lena.sees("ms linden, not mia”")


@in_turn("typed", ["sorry friday", "brandt sorry", "thanks sorry", "sorry budgets sit with her"])
async def test_other_words_change_nothing(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("northwind: cfo is ms linde, budget sits with her")
    await lena.types(typed)
    lena.sees_nothing_of("It now says")
