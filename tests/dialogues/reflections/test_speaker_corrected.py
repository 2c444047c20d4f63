"""“Sry that was irina not jana” corrects who said a line, or whom a promise is for."""

from sqlmodel import select

from storage.tables import Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

QUOTE = '"we dont trust maps anymore" - jana'


async def heard(office: Office) -> str:
    async with office.attune.database.read() as session:
        return "\n".join((await session.exec(select(Reflection.heard))).all())


@in_turn(
    "typed",
    [
        "sry that was ruben not jana",
        "no it was ruben who said that",
        "ruben said that, not jana",
        "wasnt jana, it was ruben",
    ],
)
async def test_a_kept_line_gets_the_right_speaker(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised jana a one pager on driver adoption by thu")
    await lena.types(QUOTE)
    lena.sees("I noted who said it: Jana.")
    lena.sees_nothing_of("- jana")
    await lena.types(typed)
    lena.sees("I noted who said it: Ruben.")
    on_file = await heard(office)
    assert 'Ruben Haas: "we dont trust maps anymore"' in on_file
    assert on_file.count("maps") == 1
    await lena.types("what do i owe northwind")
    lena.sees("a one pager on driver adoption (Jana Novak)")


async def test_an_offered_line_gets_the_right_speaker(office: Office) -> None:
    lena = office.lena
    await put_on_file(office, shared=True)  # so a line is not kept without asking
    await lena.types(QUOTE)
    lena.sees("Shall I keep this for Northwind?")
    await lena.types("sry that was ruben not jana")
    lena.sees("Shall I keep this for Northwind?", 'Ruben Haas: "we dont trust maps anymore"')
    await lena.types("keep it")
    lena.sees("I noted who said it: Ruben.")


async def test_the_person_of_a_promise_is_corrected(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised jana a one pager on driver adoption by thu")
    for typed, now in (
        ("sry that was ruben not jana", "(Ruben Haas)"),
        ("no its for jana", "(Jana Novak)"),
        ("that one's for jana's boss not jana", "(jana's boss)"),
    ):
        await lena.types(typed)
        lena.sees(f"The promise to Northwind now says: a one pager on driver adoption {now}.")
    await lena.types("undo")
    lena.sees("The promise says again: a one pager on driver adoption (Jana Novak).")


@in_turn(
    "typed", ["roi deck is for paul actually not mia", "the roi deck goes to paul instead of mia"]
)
async def test_a_named_promise_gets_the_right_person(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised mia a roi deck by fri")
    await lena.types("what do i owe northwind")
    await lena.types(typed)
    lena.sees("The promise to Alder and Finch now says: a roi deck (Paul).", "Undo")


async def test_of_several_promises_none_is_changed(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised jana a sheet by thu")
    await lena.types("i promised jana a plan by fri")
    await lena.types("brightwater wants a security doc")
    await lena.types("that one's for jana's boss not jana")
    lena.sees("Several of your open promises may be meant, so I changed none.", "All promises")


@in_turn(
    "typed", ["the roi deck is for thursday", "that was a demo not a pilot", "its for 40 vans"]
)
async def test_other_lines_change_no_person(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("i promised mia a roi deck by fri")
    await lena.types(typed)
    lena.sees_nothing_of("now says")
    await lena.types("what do i owe alder")
    lena.sees("a roi deck (Mia Berg)")
