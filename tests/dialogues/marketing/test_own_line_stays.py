"""A rep's own line of a reflection is no part of the customer's quote that marketing reads."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, reflect


async def test_only_the_words_of_the_named_speaker_go_along(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(
        office, heard="yes got it, they pick a ward\nJana Novak: if the nurses hate it im out"
    )
    await lena.presses("Share or pass on")
    await lena.presses("Pass a line to marketing")
    lena.sees("if the nurses hate it im out")
    lena.sees_nothing_of("yes got it, they pick a ward", "Yes got it, they pick a ward")
