"""A promise that leaves out who gives what is saved."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "saved"),
    [
        ("mia to send org chart fri", "Promised by Alder and Finch"),
        ("mia's org chart comes fri, she promised", "Promised by Alder and Finch"),
        ("i told her id fix the printing bug by fri", "Promised to Alder and Finch"),
        ("she wants a ref customer from us, will send by fri eod", "Promised to Alder and Finch"),
    ],
)
async def test_a_shortened_promise_is_saved(office: Office, typed: str, saved: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    await lena.types(typed)
    lena.sees(saved, "by Friday 27 November", "Undo")


async def test_other_lines_with_the_same_words_are_none(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("alder brief")
    for typed in (
        "she wants to start in may, will send by fri",
        "jana wants to send her team on friday",
        "mia went to send her kids off",
        "mia to get fired fri",
        "mia to send everyone home fri",
        "mia to send us away fri",
    ):
        await lena.types(typed)
        lena.sees_nothing_of("Promised")
