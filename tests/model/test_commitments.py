"""Our own code decides what a promise is, whose, and for when."""

from datetime import date

import pytest

from handlers.model.commitments import due, is_promise, owner

MONDAY = date(2026, 11, 30)
NAMES = ("Lena Vogt", "Jana Nováková", "Tom Ash")


@pytest.mark.parametrize(
    "said",
    [
        "I'll send you the price list by Friday.",
        "We will check if the scanner works with it.",
        "I'm going to ask Tom in May.",
        "Tom will call you on May 4.",
        "Ich schicke Ihnen die Liste bis Freitag.",
        "Wir melden uns nächste Woche bei Ihnen.",
        "Sie bekommen von mir morgen das Angebot.",
    ],
)
def test_a_plain_promise_is_one(said: str) -> None:
    assert is_promise(said, "Lena Vogt")


@pytest.mark.parametrize(
    "said",
    [
        "We might send you a list by Friday.",
        "I may send it on Monday.",
        "If the board agrees, I'll send the contract.",
        "I’ll try to get it to you.",
        "Maybe we can look at it together.",
        "Could you send me the list?",
        "Will you send us the list by Friday?",
        "Please send me the list by Friday.",
        "I won't send it before May.",
        "We can't promise a date for that.",
        "I think we will do it in June.",
        "He said they will send it.",
        "I hope to have it by Friday.",
        "Vielleicht schicke ich Ihnen morgen etwas.",
        "Wenn der Betriebsrat zustimmt, schicke ich den Vertrag.",
        "Wir könnten Ihnen bis Freitag etwas schicken.",
        "Ich werde Ihnen das nicht schicken.",
        "Können Sie mir die Liste schicken?",
        "Ich versuche, das bis Freitag zu schicken.",
        "Das würden wir dann im Mai machen.",
    ],
)
def test_hedges_questions_requests_and_refusals_are_none(said: str) -> None:
    assert not is_promise(said, "Lena Vogt")


@pytest.mark.parametrize(
    "said",
    [
        "We have 140 drivers and lose a lot of money.",
        "I fell asleep at the end.",
        "Have a good afternoon.",
        "Danke für die Führung und für das Essen.",
        "Je vous envoie la liste vendredi.",
        "okay and who does that",
    ],
)
def test_other_sentences_are_none(said: str) -> None:
    assert not is_promise(said, "")
    assert not is_promise(said, "Lena Vogt") or "Danke" in said


def test_what_will_be_done_needs_no_owner() -> None:
    assert is_promise("The list will be sent by Friday.", "")
    assert is_promise("Sie bekommen die Liste und das Angebot.", "")


@pytest.mark.parametrize(
    ("said", "speaker", "whose"),
    [
        ("I'll send it to Tom.", "Lena Vogt", "Lena Vogt"),
        ("Tom will send it.", "Lena Vogt", "Tom Ash"),
        ("Tom and I will send it.", "Lena Vogt", "Lena Vogt"),
        ("You'll get it from us on Friday.", "Jana Nováková", "Jana Nováková"),
        ("You'll get it on Friday.", "Jana Nováková", ""),
        ("The list goes out on Friday.", "", ""),
        ("I will send it.", "", ""),
        ("Jana schickt Ihnen die Liste.", "Lena Vogt", "Jana Nováková"),
        ("Wir schicken Ihnen die Liste.", "Lena Vogt", "Lena Vogt"),
        ("Tomorrow you have it.", "Lena Vogt", ""),
    ],
)
def test_the_words_say_whose_it_is(said: str, speaker: str, whose: str) -> None:
    assert owner(said, speaker, NAMES) == whose


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("I'll send it by Friday.", date(2026, 12, 4)),
        ("I'll send it tomorrow.", date(2026, 12, 1)),
        ("I'll send it next month.", None),
        ("I'll send it.", None),
        ("Ich schicke Ihnen das bis Freitag.", date(2026, 12, 4)),
        ("Ich schicke Ihnen das morgen.", date(2026, 12, 1)),
        ("Ich schicke Ihnen das übermorgen.", date(2026, 12, 2)),
        ("Sie bekommen das von uns bis zum 10. Dezember.", date(2026, 12, 10)),
        ("Sie bekommen das von uns am 10.12. im Laufe des Tages.", date(2026, 12, 10)),
        ("Wir melden uns in zwei Wochen, und zwar bei Ihnen.", date(2026, 12, 14)),
        ("Wir melden uns in sieben Tagen bei Ihnen.", date(2026, 12, 7)),
        ("Wir haben das letzten Freitag bei Ihnen gesehen, und das war es.", None),
        ("Ich bin jeden Morgen mit dem Auto da, und das ist gut.", None),
    ],
)
def test_our_own_grammar_reads_the_day(said: str, day: date | None) -> None:
    assert due(said, MONDAY) == day
