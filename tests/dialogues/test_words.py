"""What people write to a colleague is understood as it is written, on every platform."""

import pytest

from handlers.features import registry
from tests.dialogues.office import Office
from tests.dialogues.test_prepare import plan

PREP = [
    "prep Northwind tomorrow 3pm",
    "Prep Northwind tomorrow 3pm",
    "/prep Northwind tomorrow 3pm",
    "prep\u00a0Northwind tomorrow 3pm",
    "prep\nNorthwind\ntomorrow 3pm",
    "prep\tNorthwind tomorrow 3pm",
    "*prep* Northwind tomorrow 3pm",
    "*prep Northwind* tomorrow 3pm",
    "_prep Northwind tomorrow 3pm_",
    "`prep` Northwind tomorrow 3pm",
    "```prep Northwind tomorrow 3pm```",
    "prep: Northwind tomorrow 3pm",
    "prep:Northwind tomorrow 3pm",
    "prep, Northwind tomorrow 3pm",
    "prep - Northwind tomorrow 3pm",
    "@Attune prep Northwind tomorrow 3pm",
    "@Attune, prep Northwind tomorrow 3pm",
    "Attune: prep Northwind tomorrow 3pm",
    "<@U0ATTUNE> prep Northwind tomorrow 3pm",
    "please prep Northwind tomorrow 3pm",
    "Hi @Attune, please prep Northwind tomorrow 3pm",
    "\u200bprep Northwind tomorrow 3pm",
    "Thanks! prep Northwind tomorrow 3pm",
]


@pytest.mark.parametrize("typed", PREP)
async def test_a_command_is_found_however_it_is_written(typed: str) -> None:
    name, rest = registry().understood(typed)
    assert (name, " ".join(rest.split())) == ("prep", "Northwind tomorrow 3pm")


@pytest.mark.parametrize(
    "typed", ["prep\u00a0Northwind tomorrow 3pm", "*prep* Northwind\ntomorrow 3pm", PREP[-3]]
)
async def test_so_it_is_answered(office: Office, typed: str) -> None:
    await office.lena.types(typed)
    office.lena.sees("For tomorrow 15:00 (Berlin time): there is no account called “Northwind”")


UNDERSTOOD = {
    "hello": "I brief you before each call with a customer",
    "Hi!": "I brief you before each call with a customer",
    "Good morning": "I brief you before each call with a customer",
    "hey Attune": "I brief you before each call with a customer",
    "help": "You can ask for:",
    "Help me please": "You can ask for:",
    "?": "You can ask for:",
    "thanks": "Any time.",
    "Thank you!": "Any time.",
    "Thanks a lot": "Any time.",
    "stop": "Which messages shall I stop?",
    "Stop.": "Which messages shall I stop?",
    "mute": "Which messages shall I stop?",
    "settings": "Your rhythm",
    "home": "What is coming",
}


@pytest.mark.parametrize(("typed", "answer"), UNDERSTOOD.items())
async def test_words_to_a_colleague_are_understood(office: Office, typed: str, answer: str) -> None:
    await office.lena.types(typed)
    if typed == "home" and answer not in office.lena.screen:
        answer = "No call is planned."
    office.lena.sees(answer)
    office.lena.sees_nothing_of("I didn't get that")


async def test_stop_leads_to_a_button_for_each_kind(office: Office) -> None:
    lena = office.lena
    await lena.types("stop")
    await lena.presses("Stop the morning agenda")
    lena.sees("Off: the morning agenda")


async def test_hello_says_how_to_begin(office: Office) -> None:
    await office.lena.types("hello")
    office.lena.sees("When is your next call?", "prep Northwind tomorrow 3pm")


async def test_what_is_not_understood_leads_on(office: Office) -> None:
    await office.lena.types("What is the weather like?")
    office.lena.sees("I didn't get that. You can ask for:", "/prep [account] [when]", "help prep")
    office.lena.sees_nothing_of("thanks", "courtesy")


USAGE = {
    "/prep help": ("/prep [account] [when]", "For example: /prep Northwind tomorrow 3pm"),
    "help prep": ("/prep [account] [when]", "For example: /prep Northwind tomorrow 3pm"),
    "/prep ?": ("/prep [account] [when]",),
    "/promises help": ("/promises [account]", "For example: /promises Northwind"),
    "/promises HELP": ("/promises [account]",),
    "/reflect help": ("/reflect [account]", "For example: /reflect Northwind"),
    "/insight help": ("/insight [words, or subscribe]", "subscribe industry=logistics"),
    "/calls help": ("/calls – what is coming",),
    "/calls of last week": ("/calls – what is coming",),
    "/rhythm help": ("/rhythm – your nudges",),
    "/rhythm faster": ("/rhythm – your nudges",),
}


@pytest.mark.parametrize(("typed", "answer"), USAGE.items())
async def test_a_command_says_how_it_is_used(
    office: Office, typed: str, answer: tuple[str, ...]
) -> None:
    if typed.startswith("help"):
        await plan(office)
    await office.lena.types(typed)
    office.lena.sees(*answer)
    office.lena.sees_nothing_of("no account called")


async def test_thanks_in_a_sentence_with_no_command_is_still_thanks() -> None:
    understood = registry().understood
    assert understood("thanks, that went well") == ("thanks", "that went well")
    assert understood("") == ("", "")
    assert understood("Northwind tomorrow 3pm") == ("", "Northwind tomorrow 3pm")
    assert understood("*") == ("", "*")
    assert understood("hi hi hi hi hi prep x")[0] == "hello"
