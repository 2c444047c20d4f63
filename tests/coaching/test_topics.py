"""Which words of a sentence can be a theme: its subject, not what people merely do."""

from datetime import date

import pytest

from handlers.coaching.buyer_words.themes import BuyerQuote as Heard
from handlers.coaching.buyer_words.themes import themes
from handlers.coaching.matching import BuyerWords, CallContext, Candidate, match, words_of

TODAY = date(2026, 11, 30)

# Each sentence with the words that may be a theme.
LABELLED = {
    "We cannot ask the drivers.": {"drivers"},
    "Did you ask anybody?": set(),
    "They asked and asked, and nobody answered.": set(),
    "We are asking for a price.": {"price"},
    "I need to think about it.": set(),
    "Nobody told us what happens next.": set(),
    "You would have to show me.": set(),
    "We tried that before, honestly.": set(),
    "The scanner freezes below zero.": {"scanner", "zero"},
    "It always takes longer than they say.": set(),
    "We waited and heard nothing.": set(),
    "Everybody wants to understand the invoices.": {"invoices"},
    "They keep sending us invoices.": {"invoices"},
    "I hope that they choose well.": set(),
    "Our union worries about data.": {"union", "data"},
    "We bought it and never used it.": set(),
    "Fuel costs more than drivers.": {"Fuel", "costs", "drivers"},
    "Please send it again, thanks.": set(),
    "They promised and forgot.": set(),
    "We lose parcels in the winter peak.": {"parcels", "winter", "peak"},
    "That depends, I guess.": set(),
    "Someone has to decide, and nobody decides.": set(),
    "We spent a lot of time explaining.": set(),
    "Customs is what stops us at the border.": {"Customs", "border"},
    "We moved everything, and it failed.": set(),
    "They are struggling to hire nurses.": {"nurses"},
    "I believe it when I see it.": set(),
    "We started late and finished early.": set(),
    "What would it bring us?": set(),
    "Nobody reads the manual.": {"manual"},
    "Reading takes too long.": set(),
    "We run three depots.": {"depots"},
    "They agreed to talk to procurement.": {"procurement"},
    "We were told to wait and see.": set(),
    "The tablets break, and nobody fixes tablets.": {"tablets"},
    "Let us keep in touch.": set(),
    "Hello, nice to meet you.": set(),
    "We pay per seat.": {"seat"},
    "Who decides about security?": {"security"},
    "They insisted on a pilot.": {"pilot"},
    "We expect the auditors in spring.": {"auditors", "spring"},
    "It seems to be working, basically.": set(),
    "I wonder whether they remember.": set(),
    "Returns eat the margin.": {"Returns", "margin"},
    "We looked at your competitor last week.": {"competitor"},
    "Why should we change what works?": set(),
    "Honestly, we would rather not say.": set(),
    "The board wants one number.": {"board"},
    "You people always say that.": set(),
    "I could not find anybody who knows the contract.": {"contract"},
}


@pytest.mark.parametrize(("sentence", "topics"), LABELLED.items())
def test_what_a_sentence_is_about(sentence: str, topics: set[str]) -> None:
    words = sentence.translate(str.maketrans("", "", ".,?")).split()
    heard = [Heard(1, sentence, TODAY), Heard(2, ". ".join(words), TODAY)]
    assert {one.phrase for one in themes(heard, limit=20)} == topics


def test_what_people_do_stays_within_what_they_do_it_with() -> None:
    heard = [Heard(number, "You should ask the drivers first", TODAY) for number in (1, 2)]
    assert [one.phrase for one in themes(heard, limit=5)] == ["ask the drivers"]
    heard = [Heard(number, "We asked, told and showed", TODAY) for number in (1, 2)]
    assert themes(heard, limit=5) == []


def test_nor_is_an_insight_brought_up_for_what_everybody_does() -> None:
    said = (BuyerWords("We cannot ask the drivers", TODAY),)
    assert words_of(said, ()) == ("cannot", "drivers") or words_of(said, ()) == ("drivers",)
    hospital = Candidate(1, words="Ask the nurses before you build a ward", found=1)
    depot = Candidate(2, words="Drivers who were asked stay", found=2)
    found = match([hospital, depot], CallContext(1, "", "", (), said), day=str)
    assert [(one.id, "drivers" in one.reason) for one in found] == [(2, True)]


@pytest.mark.parametrize(
    "word",
    ["ask", "asked", "time", "change", "works", "working", "late", "number", "issue", "Monday"],
)
def test_a_word_that_everybody_says_never_comes_up_alone(word: str) -> None:
    heard = [Heard(number, f"{word}. And {word}!", TODAY) for number in range(5)]
    assert themes(heard, limit=5) == []
