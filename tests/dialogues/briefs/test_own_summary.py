"""A line of a reflection without a speaker is the rep's own, and a brief says so."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, reflect
from tests.dialogues.turns import in_turn


@in_turn(
    "heard",
    ["the cfo is ms linde, budget sits with her not ops", "yes got it, they pick a ward"],
)
async def test_a_summary_without_a_speaker_is_not_their_words(office: Office, heard: str) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, heard=heard)
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees(f"You noted today: {heard}.")
    lena.sees_nothing_of("They said")


async def test_words_of_a_named_speaker_are_theirs(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, heard="Jana Novak: the drivers stopped it")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("Jana Novak said today: the drivers stopped it.")
