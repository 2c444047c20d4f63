"""How a question to a colleague reads after it was typed in haste."""

import pytest

from handlers.coaching.names.spelled import spelled_as_on_file
from handlers.typed.team.colleague_question import (
    question_for,
    question_for_anyone,
    with_manager,
)
from handlers.typed.team.direct_question import direct_question


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("if i can go 10% off", "Can I go 10% off?"),
        ("whether she can take alder tmrw 11", "Can you take alder tomorrow at 11?"),
        ("if he's free thurs", "Are you free Thursday?"),
        ("if he has time", "Do you have time?"),
        ("if she has seen the deck", "Have you seen the deck?"),
        ("if he'd join", "Would you join?"),
        ("if he knows pia", "Do you know pia?"),
        ("if he knew pia", "Did you know pia?"),
        ("if he tried it", "You tried it?"),
        ("if we need to bring pricing", "Do we need to bring pricing?"),
        ("if we offered them 10%", "We offered them 10%?"),
        ("if its ok to go 10% off", "Is it ok to go 10% off?"),
        ("if the price is fixed", "Is the price fixed?"),
        ("if jana can sign", "Can jana sign?"),
        ("if jana knows who signs", "Does jana know who signs?"),
        ("if anyone has a template pls", "Does anyone have a template?"),
        ("if they can wait", "Can they wait?"),
        ("if that works", "Does that work?"),
        ("whether to bring pricing", "Shall I bring pricing?"),
        ("what our floor price is", "What is our floor price?"),
        ("what he thinks abt it", "What do you think about it?"),
        ("how much i can give them", "How much can I give them?"),
        ("how many seats they bought", "How many seats did they buy?"),
        ("how to handle a no show", "How should I handle a no show?"),
        ("which slides i can show", "Which slides can I show?"),
        ("which deck works for clinics", "Which deck works for clinics?"),
        ("when the deck is ready", "When is the deck ready?"),
        ("who the cfo is", "Who is the cfo?"),
        ("who signs", "Who signs?"),
        ("whats our floor price", "What is our floor price?"),
        ("what jana said", "What did jana say?"),
        ("about 10% off pls", "10% off: what do you think?"),
        ("for the price list", "Can I have the price list?"),
        ("to take alder w me", "Can you take alder with me?"),
        ("can i give them 10%", "Can I give them 10%?"),
        ("they're out of its scope", "They're out of its scope"),
        ("pls", ""),
        ("", ""),
    ],
)
def test_words_for_a_colleague_become_a_question(said: str, question: str) -> None:
    assert direct_question(said) == question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("ask tomas who signs", "Who signs?"),
        ("can u ask tomas keller who signs pls", "Who signs?"),
        ("question for tomas: who signs", "Who signs?"),
        ("quick q for tomas, who signs", "Who signs?"),
        ("tomas, who signs?", "Who signs?"),
        ("who signs, ask tomas pls", "Who signs?"),
        ("confirm with tomas that is ok", "That is ok"),
        ("can you see if tomas can join", "Can you join?"),
        ("ping tomas if he can join", "Can you join?"),
        ("@tomas could you join", "Could you join?"),
        ("tomas pls send the deck", "Can you send the deck?"),
        ("tell tomas to send the deck", "Can you send the deck?"),
        ("northwind: ask tomas who signs", "Who signs?"),
        ("todo: ask tomas who signs", ""),
        ("need to ask tomas who signs", "Who signs?"),
        ("@tomas 10% off for them?", "10% off for them?"),
        ("should i ask tomas who signs", ""),
        ("tell tomas they want the deck", ""),
        ("tomas sent the deck", ""),
        ("ask tomas", ""),
        ("", ""),
    ],
)
def test_a_line_with_a_question_to_a_colleague(typed: str, question: str) -> None:
    assert question_for(typed, "Tomas Keller") == question


def test_the_manager_and_any_colleague_can_be_asked() -> None:
    assert with_manager("can u ask my boss if 10% is ok", "Tomas") == "ask Tomas if 10% is ok"
    assert with_manager("my boss asks if 10% is ok", "Tomas") == "my boss asks if 10% is ok"
    assert question_for_anyone("ask someone if we support sso") == "Do we support sso?"
    assert question_for_anyone("ask a colleague: who signs") == "Who signs?"
    assert question_for_anyone("ask tomas who signs") == question_for_anyone("ask someone") == ""


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("can alder wait?", "can Alder wait?"),
        ("is alder and finch's plan ok", "is Alder and Finch's plan ok"),
        ("(mia), thorne and berg", "(Mia), Thorne and Berg"),
        ("will will berg come", "will Will Berg come"),
        ("no names", "no names"),
        ("", ""),
    ],
)
def test_names_are_spelled_as_on_file(typed: str, spelled: str) -> None:
    people = ["Mia Thorne", "Will Berg"]
    assert spelled_as_on_file(typed, "Alder and Finch", people) == spelled
