"""What a rep orders about a question to a colleague."""

import pytest

from handlers.typed.team.own_question_orders import (
    OwnQuestionSaid,
    may_order,
    own_question_said,
)

TOMAS = "Tomas Keller"


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        *(("take back the question to tomas", "take back"), ("tell tomas nvm", "take back")),
        *(("tell tomas never mind", "take back"), ("tomas nvm", "take back")),
        *(("tell tomas its sorted now", "take back"), ("nvm tomas", "take back")),
        *(("dont ask tomas anymore", "take back"), ("no need to ask tomas", "take back")),
        *(("withdraw my question to tomas keller", "take back"), ("tell tomas thanks", None)),
        ("forget the northwind question to tomas", "take back"),
        *(("tell tomas its urgent", "soon"), ("nudge tomas", "soon")),
        *(("remind tomas about my question", "soon"), ("remind tomas about pricing", None)),
        *(("which question to tomas?", "show"), ("show me my question to tomas", "show")),
        *(("what did i ask tomas", None), ("what question should i ask", None)),
        *(("what question is it", None), ("tell jana nvm", None), ("tomas is good", None)),
        *(("tomas hasnt answered yet", "soon"), ("tomas didnt answer", "soon")),
        *(("tomas hasnt met them", None), ("need to ask tomas", None), ("", None)),
    ],
)
def test_an_order_about_a_question(typed: str, order: str | None) -> None:
    said = own_question_said(typed, [TOMAS, "Aylin Demir"])
    assert (said and said.order) == order
    assert said is None or (said.name == TOMAS and may_order(typed))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("change the question to tomas: what about 5%?", "what about 5%?"),
        ("change my question to tomas to can i do 5%", "can i do 5%"),
        ("edit my question to tomas", ""),
    ],
)
def test_new_words_for_a_question(typed: str, words: str) -> None:
    assert own_question_said(typed, [TOMAS]) == OwnQuestionSaid("change", TOMAS, words)


def test_what_comes_before_the_order_is_known() -> None:
    said = own_question_said("actually i can make alder, tell tomas nvm", [TOMAS])
    assert said == OwnQuestionSaid("take back", TOMAS, before="actually i can make alder")
    assert own_question_said("show my questions", [TOMAS]) == OwnQuestionSaid("show", "")
    assert own_question_said("cancel the question", [TOMAS]) == OwnQuestionSaid("take back", "")
    changed = own_question_said("change the question to who signs", [TOMAS])
    assert changed == OwnQuestionSaid("change", "", "who signs")
    assert own_question_said("they said nvm, show my questions", [TOMAS]) is None
