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
    "take it": AskSaid("take"),
    "I'll take it": AskSaid("take"),
    "ok i will take this one": AskSaid("take"),
    "i'll take the routely one": AskSaid("take", "", "routely"),
    "I'll take Lena's question": AskSaid("take", "", "lenas"),
}
OTHER = (
    "what did jana ask",
    "lena asked for the depots",
    "answer",
    "answer:",
    "answer jana: Kiel",
    "they take it",
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
