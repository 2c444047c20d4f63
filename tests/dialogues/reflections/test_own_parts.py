"""A rep's own part of a line that somebody said is not kept as that person's words."""

from tests.dialogues.notes.test_own_notes import on_file
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    ("typed", "said", "own"),
    (
        ("lund says next yr only, chance 30%", "next yr only", "chance 30%"),
        ("lund says next yr only, my guess: no", "next yr only", "my guess: no"),
        ("lund said they need a proof - i doubt it", "they need a proof", "i doubt it"),
        ("Lund: show me one ward. call was meh", "show me one ward", "call was meh"),
    ),
)
async def test_the_own_part_becomes_a_note(office: Office, typed: str, said: str, own: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(26, "15:40")
    await lena.types("brightwater went ok")
    await lena.types(typed)
    lena.sees(f"{said}", f"“{own}” is your own note: only you read it.")
    assert own in (await on_file(office))[0]
    await lena.types("what did lund say")
    lena.sees(said)
    lena.sees_nothing_of(own)


async def test_an_own_promise_is_saved_and_is_not_the_buyers_words(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "15:10")
    await lena.types("jana said they need sso, i owe her case study by fri")
    lena.sees("“they need sso”", "You promised: case study, by Friday")
    lena.sees_nothing_of("is your own note")
    await lena.types("pass that on to marketing")
    lena.sees("they need sso")
    lena.sees_nothing_of("i owe her")


@in_turn(
    "typed", ("Jana: the demo was good, but pricing worries us", "Jana: we need sso. call was meh")
)
async def test_a_labelled_verdict_is_the_named_persons(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("I noted who said it: Jana.")
    if "meh" in typed:
        lena.sees("“call was meh” is your own note: only you read it.")
    else:
        lena.sees_nothing_of("is your own note")


async def test_the_speakers_own_i_stays_with_the_speaker(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types("Jana: the price is fine, i'll sign in march")
    lena.sees("the price is fine, i'll sign in march", "I noted who said it: Jana.")
    lena.sees_nothing_of("is your own note")


async def test_what_was_saved_without_a_speaker_is_found_by_the_name_in_it(
    office: Office,
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(24, "16:40")
    await lena.types('alder went great mia wants a pilot, she said "if the vans text ill sign"')
    await lena.answers_in_message(heard_from="other")
    await lena.answers_in_message(goal_reached="yes")
    await lena.types("what did mia say")
    lena.sees("On file about Mia Berg:", "if the vans text ill sign")
    lena.sees_nothing_of("nothing that Mia Berg said is on file")


@in_turn(
    ("typed", "said"),
    [
        (
            "northwind was good, jana said drivers want it back if the map is gone. i send her the"
            " pilot plan by thu, she gets me the names tmrw",
            "drivers want it back if the map is gone.",
        ),
        (
            "jana said they need sso, i send her a quote by fri, she gives me the names tmrw",
            "they need sso",
        ),
        (
            "jana said they need sso. she sends me the list tmrw, i owe her a case study",
            "they need",
        ),
    ],
)
async def test_the_quote_ends_where_the_reps_own_part_begins(
    office: Office, typed: str, said: str
) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "15:10")
    await lena.types(typed)
    lena.sees(f"“{said}", "I noted who said it: Jana.")
    await lena.types("what did jana say")
    lena.sees(said, "Jana Novak, Wednesday 25 November")
    lena.sees_nothing_of("gets me", "gives me", "sends me", "i send", "i owe", ".,")


async def test_a_promise_after_a_quotation_is_offered(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await office.until(25, "15:10")
    await lena.types('northwind went ok. jana: "we lose a pallet a week", i send a quote by fri')
    lena.sees("You promised: send a quote, by Friday")
