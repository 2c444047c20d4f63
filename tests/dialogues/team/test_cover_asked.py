"""A rep wants a colleague to take or join one of the calls."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn

STAYS = "The call stays yours. Tomas can join it by typing “prep Northwind"


@in_turn(
    ("typed", "question"),
    (
        ("cant make northwind tmrw, can tomas take it?", "Can you take this call?"),
        ("tomas covers northwind tmrw for me", "Can you cover Northwind tomorrow for me?"),
        ("could tomas do the northwind call tmrw", "Can you do the Northwind call tomorrow?"),
        ("can tomas join northwind, jana is difficult", "Can you join Northwind?"),
        ("give the northwind call to tomas", "Can you take the Northwind call?"),
        ("hand over northwind to tomas", "Can you take Northwind?"),
        ("cant do northwind so tomas will take it for me", "Can you take this call for me?"),
    ),
)
async def test_a_colleague_is_asked_to_take_a_call(
    office: Office, typed: str, question: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Shall I ask Tomas this, about your call with Northwind, tomorrow 14:30?", question)
    lena.sees(STAYS, "Keep as my note")
    await lena.presses("Ask Tomas")
    await office.delivers()
    tomas.sees("Lena Brandt asks for your help: Northwind", question)


@in_turn(
    "typed",
    (
        *("can tomas see my northwind notes", "can tomas help me with northwind"),
        *("tomas covers logistics", "northwind: tomas covers their region"),
    ),
)
async def test_other_lines_with_a_colleague_ask_nobody_to_take_a_call(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees_nothing_of(STAYS)


async def test_the_typed_day_says_which_call_is_meant(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("/prep Northwind Friday 10:00")
    for typed in ("can tomas take northwind fri", "ask tomas if he can take northwind friday"):
        await lena.types(typed)
        lena.sees("Shall I ask Tomas this, about your call with Northwind, Friday 10:00?")


@in_turn("typed", ("can anyone take my northwind call", "cant make northwind, can anyone cover"))
async def test_nobody_is_named_for_a_call(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I don't know who is free", "Ask for help: Northwind, tomorrow 14:30")
