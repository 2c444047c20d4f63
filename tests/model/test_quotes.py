"""A quote counts only if its words stand in the source exactly."""

import re
import unicodedata
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.text.normalising import normalised, unhyphenated
from handlers.model.quotes import MAX_QUOTE, FoundQuote, Segment, SourceText

SAID = (
    "Well. We might roll it out to 40,000 drivers in May, if the works council agrees. "
    "That’s what I told Jana — not Petra."
)


def find(quote: str, *words: str, number: int = 1) -> FoundQuote | None:
    """Find a quote in segments with these words."""
    return SourceText([Segment(n, one) for n, one in enumerate(words, 1)]).find(number, quote)


def test_shows_the_whole_sentence_in_the_source_s_own_characters() -> None:
    found = find('roll it out to 40,000 drivers in "may"'.replace('"', ""), SAID)
    assert found
    assert found.words == "roll it out to 40,000 drivers in May"
    assert found.sentence.startswith("We might roll it out")
    assert found.sentence.endswith("agrees.")


@pytest.mark.parametrize(
    "lie",
    [
        "roll it out to 400,000 drivers in May",
        "We will roll it out to 40,000 drivers",
        "what I told Petra - not Jana",
        "That's what I told Jana - Petra",
        "We might buy all of it tomorrow",
        "to 40,00 drivers in May",
        "out to 40,000 drivers in Ma",
        "000 drivers in May, if the works",
        "40,000 drivers … roll it out to",  # in the wrong order
        "We … roll it out to",  # one word is no part
        "May",
        "in May",
        "",
        "…",
        "40,000 drivers in",
    ],
)
def test_does_not_find_what_nobody_said(lie: str) -> None:
    assert find(lie, SAID) is None


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("40 000 seats for the team", "We need 140 000 seats for the team."),
        ("5 percent of growth here", "It was -5 percent of growth here."),
        ("it will grow by 4", "it will grow by 4.5 percent"),
        ("for the first year 20", "for the first year 20 000 euros"),
    ],
)
def test_a_number_is_never_a_piece_of_a_number(quote: str, said: str) -> None:
    assert find(quote, said) is None


def test_other_marks_spaces_case_and_composition_are_the_same() -> None:
    said = "Die Stra\u00dfe „zum Ort“ ist\u00a0zu\u00adge\u200bparkt — sagt Nova\u0301kova\u0301."
    found = find('die STRASSE "zum ort" ist zugeparkt - sagt Nov\u00e1kov\u00e1', said)
    assert found
    assert found.words.startswith("Die Straße „zum")
    assert found.words.endswith("a\u0301")


def test_parts_stand_in_order_and_all_between_them_is_shown() -> None:
    found = find("We might … in May, if the works council", SAID)
    assert found
    assert "to 40,000 drivers" in found.words


def test_looks_elsewhere_only_if_one_segment_has_the_words() -> None:
    one, two = "I will send you the list.", "Nothing to see here at all."
    found = find("send you the list", two, one)
    assert found
    assert found.segment.number == 2
    assert find("send you the list", two, one, one) is None
    assert find("send you the list", two, one, one, number=3)
    assert find("send you the list", one, number=99)


def test_a_negation_just_before_is_shown() -> None:
    found = find("send it to Dr. Lund", "No. I will not send it to Dr. Lund before May. Really.")
    assert found
    assert found.sentence == "I will not send it to Dr. Lund before May."


def test_a_german_date_ends_no_sentence() -> None:
    found = find(
        "Dezember Bescheid, das ist", "Ja. Bis zum 10. Dezember Bescheid, das ist z. B. ok. So."
    )
    assert found
    assert found.sentence == "Bis zum 10. Dezember Bescheid, das ist z. B. ok."


def test_far_words_of_talk_without_full_stops_are_not_shown() -> None:
    talk = f"{'blah ' * 300}we sign it in May {'bleh ' * 300}"
    found = find("we sign it in May", talk)
    assert found
    assert len(found.sentence) < 700
    assert found.sentence.startswith("blah")
    assert found.sentence.endswith("bleh")


def test_lines_of_a_page_are_joined() -> None:
    assert unhyphenated("the ware-\nhouse in Ulm, 40-\n50 people") == (
        "the warehouse in Ulm, 40-\n50 people"
    )


WORDS = st.text(
    st.characters(categories=["Ll", "Lu", "Nd", "Mn", "Pd", "Pi", "Pf", "Cf", "Zs"]),
    min_size=1,
    max_size=80,
)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_the_index_leads_back_to_the_source(source: str) -> None:
    plain = normalised(source)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert list(plain.starts) == sorted(plain.starts)
    assert list(plain.ends) == sorted(plain.ends)
    assert all(
        0 <= start < end <= len(source) for start, end in zip(plain.starts, plain.ends, strict=True)
    )
    assert "  " not in plain.text


WORD = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)
MARKS = st.sampled_from([" ", "  ", ", ", ". ", " – ", "\n", "\u00a0", " “", "” "])


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and a piece of it from word to word."""
    words = draw(st.lists(WORD, min_size=6, max_size=30))
    gaps = [draw(MARKS) for _ in words]
    starts, text = [], ""
    for word, gap in zip(words, gaps, strict=True):
        starts.append((len(text), len(text) + len(word)))
        text += word + gap
    first = draw(st.integers(0, len(words) - 5))
    last = draw(st.integers(first + 4, len(words) - 1))
    return text, text[starts[first][0] : starts[last][1]]


@given(spoken())
@settings(max_examples=300, deadline=None)
def test_what_is_found_is_what_was_quoted(given_text: tuple[str, str]) -> None:
    text, quote = given_text
    found = find(quote, text)
    if found is None:  # the piece cuts a number with spaces, or is long
        assert len(quote) > MAX_QUOTE or re.search(r"\d", unicodedata.normalize("NFKC", quote))
        return
    assert normalised(found.words).text == normalised(quote).text
    assert found.words in found.sentence
    assert found.sentence in text


@pytest.mark.parametrize(
    "hard",
    ["a ba ba ba ba ", "a\u0301\u0316" + "\u0301\u0316" * 20, ". ", "… ", "- -\n", "\u1100\u1161"],
)
def test_takes_time_proportional_to_the_length(hard: str) -> None:
    def seconds(size: int) -> float:
        text = hard * (size // len(hard))
        start = thread_time()
        find(f"{text[1:200]} quite so", unhyphenated(text))
        find("ba ba ba ba b", text)
        return thread_time() - start

    seconds(2_000)
    short = max(min(seconds(10_000) for _ in range(3)), 0.001)
    assert seconds(80_000) < short * 30
