"""A label that names the speaker of some words is taken off them."""

import pytest

from handlers.coaching.buyer_words.speaker_labels import is_labelled, names_speaker, without_labels

JANA, LUND = "Jana Novak", "Dr. Anders Lund"
WE = "we would start in March."


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (f"Jana: {WE}", JANA),
        (f"jana: {WE}", JANA),
        (f"Jana:{WE}", JANA),
        (f"Jana Novak: {WE}", JANA),
        (f"Novak, Jana: {WE}", JANA),
        (f"J. Novak: {WE}", JANA),
        (f"Ms. Novak – {WE}", JANA),
        (f"Jana (dispatch): {WE}", JANA),
        (f"Jana said {WE}", JANA),
        (f"Jana said that {WE}", JANA),
        (f"Jana said, {WE}", JANA),
        (f"Jana told us that {WE}", JANA),
        (f"Dr. Anders Lund said {WE}", LUND),
        (f"Dr. Lund: {WE}", LUND),
        (f"Dr Lund says: {WE}", LUND),
        (f"Lund: {WE}", LUND),
        (f"Anders said: {WE}", "Anders Lund"),
        (f"Bob: {WE}", "Robert Price"),
    ],
)
def test_the_speakers_label_is_taken_off(typed: str, name: str) -> None:
    assert without_labels(typed, name) == WE
    assert names_speaker(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (f"Ruben: {WE}", JANA),
        (f"Ruben said {WE}", JANA),
        ("Jana and Ruben: no budget.", JANA),
        ("Jana told Ruben to wait.", JANA),
        ("Jana said nothing about the price.", JANA),
        ("Jana, we need this: a plan.", JANA),
        ("Jana", JANA),
        ("Jana:", JANA),
        ("Price: 40 a seat", "Robert Price"),
        ("Said that it was late.", JANA),
        ("Dr.: not a name", LUND),
        ("", JANA),
    ],
)
def test_other_words_stay_as_they_were_typed(typed: str, name: str) -> None:
    assert without_labels(typed, name) == typed


@pytest.mark.parametrize(
    "typed", [f"Jana: {WE}", f"Jana: {WE} ", f"Jana – {WE.replace(' ', '  ')}"]
)
def test_a_name_with_a_colon_or_a_dash_is_a_label(typed: str) -> None:
    assert is_labelled(typed, JANA)
    assert not is_labelled(typed.replace(":", " said").replace("–", "said"), JANA)


def test_each_line_has_its_own_label() -> None:
    assert without_labels("Jana: one.\nRuben: two.\nJana said three.", JANA) == (
        "one.\nRuben: two.\nthree."
    )
