"""Which lines are about one ask, whose it is, and what they say."""

import pytest

from handlers.typed.marketing.asks_said import AskSaid, ask_said, may_concern_an_ask

LENA, TOMAS = "Lena Brandt", "Tomas Keller"
SAID = {
    "what did lena ask": AskSaid("person", LENA),
    "What did Tomas Keller ask us?": AskSaid("person", TOMAS),
    "what did lena ask about the depots": AskSaid("person", LENA),
    "where do i answer lena": AskSaid("person", LENA),
    "anything from lena?": AskSaid("person", LENA),
    "any questions from lena": AskSaid("person", LENA),
    "lena's question": AskSaid("person", LENA),
    "answer tomas": AskSaid("person", TOMAS),
    "answer lena's question": AskSaid("person", LENA),
    "answer lena: Kiel, and Bremen": AskSaid("answer", LENA, "Kiel, and Bremen"),
    "Reply to Lena Brandt – Kiel\nBremen": AskSaid("answer", LENA, "Kiel\nBremen"),
    "answer lena's question: Kiel": AskSaid("answer", LENA, "Kiel"),
    "answer lena they were Kiel": AskSaid("answer", LENA, "they were Kiel", sure=False),
    "answer: Kiel": AskSaid("answer", "", "Kiel"),
    "follow up lena: which tablet?": AskSaid("back", LENA, "which tablet?"),
    "follow up with Lena Brandt – which week": AskSaid("back", LENA, "which week"),
    "ask a follow up: which tablet do they use?": AskSaid("back", "", "which tablet do they use?"),
    "follow-up: how many depots": AskSaid("back", "", "how many depots"),
    "Ask lena: which tablet?": AskSaid("back", LENA, "which tablet?"),
    "ask lena which tablet they use": AskSaid("back", LENA, "which tablet they use", sure=False),
    "report the result: they signed": AskSaid("changed", "", "they signed"),
    "report result for lena": AskSaid("changed", LENA),
    "report a result for lena: it landed": AskSaid("changed", LENA, "it landed"),
    "did lena read my answer": AskSaid("read", LENA),
    "did lena see it?": AskSaid("read", LENA),
    "has tomas got my question": AskSaid("read", TOMAS),
    "take it": AskSaid("take"),
    "I'll take it": AskSaid("take"),
    "ok i will take this one": AskSaid("take"),
    "i'll take the routely one": AskSaid("take", "", "routely"),
    "I'll take Lena's question": AskSaid("take", "", "lenas"),
    "answer northwind: Kiel": AskSaid("answer", "", "Kiel", which="northwind"),
    "reply to the depot one: Kiel": AskSaid("answer", "", "Kiel", which="depot"),
    "tell lena that it is Kiel": AskSaid("answer", LENA, "it is Kiel", sure=False, is_tell=True),
    "tell the depot asker it is Kiel": AskSaid(
        "answer", "", "it is Kiel", sure=False, which="depot", is_tell=True
    ),
}
OTHER = (
    "what did jana ask",
    "lena asked for the depots",
    "answer",
    "answer:",
    "they take it",
    "ask jana: which tablet?",
    "ask lena",
    "did lena see halden",
    "lena read it",
    "ask: which tablet",
    "follow up with halden on friday",
    "follow up lena thursday",
    "they report the results: none",
    "the result: they signed",
    "i'll take the train",
    "take the depot one tomorrow",
    "anything from marketing",
    "",
)


@pytest.mark.parametrize("line", SAID)
def test_a_line_is_about_an_ask(line: str) -> None:
    assert may_concern_an_ask(line)
    assert ask_said(line, [LENA, TOMAS]) == SAID[line]


@pytest.mark.parametrize("line", OTHER)
def test_any_other_line_is_about_none(line: str) -> None:
    assert ask_said(line, [LENA, TOMAS]) is None
