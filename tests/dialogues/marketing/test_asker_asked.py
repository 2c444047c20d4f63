"""Marketing asks where an ask comes from: without names, a right guess and a wrong one look alike.

Lena passes a line on from her call with Northwind. Tomas is in marketing.
"""

import re

from tests.dialogues.marketing.marketing_heard import heard, passed_on
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

GUESSES = ("Northwind", "Halden", "Jana", "Pia", "Lena", "Aylin")


async def others(office: Office) -> None:
    """There is another account with a contact, and another rep."""
    await plan(office, "Halden today 15:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Pia Storm")
    await office.lena.submits()
    await office.adds("Aylin Demir")


@in_turn(
    "typed",
    (
        "ask back: which system does {} use?",
        "ask back: is it {}?",
        "ask back: does {} want it too",
        "ask a follow up: i think this is {}, right?",
    ),
)
async def test_a_guess_is_taken_out_alike_whether_it_is_right_or_not(
    office: Office, typed: str
) -> None:
    tomas = office.tomas
    await others(office)
    await passed_on(office)
    tomas.goes_to("")
    for guesses in (GUESSES[:2], GUESSES[2:4], GUESSES[4:]):
        read = set()
        for guess in guesses:
            await tomas.types(typed.format(guess))
            tomas.sees("so I took a name or a number out of your words.")
            read.add(re.findall("Tomas Keller asks: .*", tomas.screen)[-1])
        assert len(read) == 1, read
    await office.delivers()
    assert not [name for name in GUESSES if any(name in said for said in heard(office))]


@in_turn(
    "typed",
    (
        "which rep is it from",
        "was it Lena",
        "was it Aylin?",
        "is it northwind",
        "is this from halden",
        "the northwind one?",
        "from halden?",
        "did lena ask this",
        "does it come from jana",
        "which account is it",
        "what customer said this",
        "who asked this",
        "who passed it on?",
        "whose question is it",
        "when was this call",
        "which call is it from",
        "who said the thing about the planner",
    ),
)
async def test_where_it_comes_from_stays_unsaid_whoever_asks(office: Office, typed: str) -> None:
    tomas = office.tomas
    await others(office)
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types("what needs my answer")
    await tomas.types(typed)
    tomas.sees("This was passed on without names. So I don't say who passed it on", "ask back: …")
    tomas.sees_nothing_of(*GUESSES)


async def test_an_ask_with_names_says_where_it_comes_from(office: Office) -> None:
    tomas = office.tomas
    await passed_on(office, attribution="named")
    tomas.goes_to("")
    await tomas.types("which rep is it from")
    tomas.sees("by Lena Brandt, at Northwind", "Answer")


@in_turn("typed", ("is it ready", "was it useful", "who is Jana", "when is my next call"))
async def test_other_questions_of_a_marketer_have_other_answers(office: Office, typed: str) -> None:
    tomas = office.tomas
    await passed_on(office)
    tomas.goes_to("")
    await tomas.types(typed)
    tomas.sees_nothing_of("This was passed on without names.")
