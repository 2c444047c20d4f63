"""What public sources propose: only words that stand in the source, and no more than they say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.coaching.proposals import SeenText, proposals
from handlers.coaching.support import is_supported
from handlers.playbook.word_lists import Signal
from tests.shipped import SHIPPED_PLAYBOOK

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BOOK = SHIPPED_PLAYBOOK
PAGE = SeenText(
    source="feed",
    url="https://northwind.example/news/1",
    publisher="northwind.example",
    title="News",
    text="News\nOur carriers are busy. In May, Northwind has acquired Halden for 4 million euros.",
    evidence="linked",
    published_at=NOW - timedelta(days=3),
    seen_at=NOW,
)
AD = replace(
    PAGE,
    source="jobs",
    url="https://jobs.lever.co/northwind/1",
    title="Dispatcher, Oslo",
    text="Dispatcher, Oslo\nOslo\nYou plan routes. Experience with SAP and Excel is welcome.",
)


def quotes(text: SeenText, question: str) -> list[str]:
    found = proposals([text], BOOK.signals, NOW)
    return [one.quote for one in found if one.question_id == question]


def test_a_sentence_with_the_words_in_any_order_is_quoted_exactly() -> None:
    sentence = "In May, Northwind has acquired Halden for 4 million euros."
    assert quotes(PAGE, "joined-up-yet") == [sentence]
    other = replace(PAGE, text="Acquired in May: Halden now has the Northwind name.")
    assert quotes(other, "joined-up-yet") == [other.text]


@pytest.mark.parametrize(
    "text",
    [
        "Northwind has not acquired Halden.",
        "Has Northwind acquired Halden?",
        "Northwind may have acquired Halden, and has a plan.",
        "We are experts in customer acquisition of all kinds.",
        "Halden has a warehouse. It was acquired in May.",
        f"Northwind has acquired Halden, {'and more ' * 40}.",
    ],
    ids=["denied", "asked", "perhaps", "another meaning", "two sentences", "too long"],
)
def test_words_that_say_something_else_propose_nothing(text: str) -> None:
    assert quotes(replace(PAGE, text=text), "joined-up-yet") == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Northwind übernimmt die Spedition Halden.", "joined-up-yet"),
        ("Northwind har förvärvat Halden.", "joined-up-yet"),
        ("Wir haben 240 Mitarbeitende.", "fewer-or-more-people"),
        ("Vi är 240 medarbetare.", "fewer-or-more-people"),
        ("Das neue Lager steht in Kiel.", "largest-investment"),
    ],
)
def test_other_languages_are_read(text: str, question: str) -> None:
    assert quotes(replace(PAGE, text=text), question) == [text]


def test_a_posting_proposes_its_title_and_what_it_asks_for() -> None:
    found = {one.question_id: one for one in proposals([AD], BOOK.signals, NOW)}
    assert found["hiring-for"].claim == "They are hiring: Dispatcher, Oslo."
    assert found["hiring-for"].quote == "Dispatcher, Oslo"
    assert found["tools-new-hires-need"].quote == "Experience with SAP and Excel is welcome."


def test_a_title_that_is_not_in_the_quote_is_not_claimed() -> None:
    assert quotes(replace(AD, title="Head of Dispatch"), "hiring-for") == []
    assert quotes(replace(AD, title="Dispatcher 2"), "hiring-for") == []


def test_a_register_gives_the_value_of_its_line() -> None:
    item = replace(
        PAGE, source="wikidata", text="Employees: 250 (2024)\nParent company: Halden AS (undated)"
    )
    found = {one.question_id: one for one in proposals([item], BOOK.signals, NOW)}
    assert found["who-owns-them"].claim == "Their parent company: Halden AS."
    assert found["fewer-or-more-people"].claim == "People who work there: 250."
    assert found["fewer-or-more-people"].quote == "Employees: 250 (2024)"


def test_newest_comes_first_then_undated_and_old_news_is_left_out() -> None:
    texts = [
        replace(PAGE, url="undated", published_at=None),
        replace(PAGE, url="old", published_at=NOW - timedelta(days=400)),
        replace(PAGE, url="earlier", published_at=NOW - timedelta(days=30)),
        PAGE,
    ]
    found = proposals(texts, BOOK.signals, NOW)
    asked = [one.text.url for one in found if one.question_id == "joined-up-yet"]
    assert asked == [PAGE.url, "earlier", "undated"]


def test_two_sources_that_differ_both_propose() -> None:
    site = replace(PAGE, source="site", text="We have 300 employees.", published_at=None)
    item = replace(site, source="wikidata", url="Q1", text="Employees: 250 (2024)")
    found = proposals([site, item], BOOK.signals, NOW)
    assert {one.quote for one in found} == {site.text, item.text}


def test_whoever_names_a_person_is_marked() -> None:
    text = "Pia Storm joins Northwind as its head of transport."
    (found,) = proposals([replace(PAGE, text=text)], (_signal("appointed"),), NOW)
    assert found.names_person


@pytest.mark.parametrize(
    ("claim", "quote", "is_good"),
    [
        ("They have 250 people.", "250 people work here.", True),
        ("They have 2500 people.", "250 people work here.", False),
        ("They hire in Oslo.", "We hire in Bergen.", False),
        ("They hire since May.", "We hire.", False),
        ("They hire since May.", "We hire. Write an email.", False),
        ("They hire since May.", "Wir stellen seit Mai ein.", True),
    ],
)
def test_numbers_dates_and_names_of_a_claim_are_in_the_quote(
    claim: str, quote: str, *, is_good: bool
) -> None:
    assert is_supported(claim, quote, "They") is is_good


def test_a_signal_without_words_keeps_its_other_rules() -> None:
    signal = _signal("appointed").model_copy(
        update={"words": (), "number": True, "but_not": ("no longer",), "claim": "{title}"}
    )
    first_lines = ("They run 3 depots.", "They run depots.", "They no longer run 3 depots.")
    made = [
        len(proposals([replace(PAGE, text=text, title="")], (signal,), NOW)) for text in first_lines
    ]
    assert made == [1, 0, 0]


def test_every_shipped_signal_fits_its_own_words_and_its_question() -> None:
    for signal in BOOK.signals:
        assert BOOK.question(signal.question) is not None
        for words in signal.words:
            said = words.replace("*", "") + (" 7" if signal.number else "")
            label = "Parent company: " if signal.sources == ("wikidata",) else ""
            text = replace(PAGE, source=signal.sources[0], text=f"{label}{said}.", title="x")
            assert proposals([text], (signal,), NOW), words


def _signal(id_: str) -> Signal:
    return next(one for one in BOOK.signals if one.id == id_)
