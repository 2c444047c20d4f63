"""400 calls of four kinds of rep: what they read is varied, and made for the call."""

from collections import Counter
from functools import cache

import pytest

from bench.four_reps import (
    REPS,
    Told,
    all_reps,
    coverage,
    distinct,
    due_to_line,
    repeats,
    same_first_questions,
)
from handlers.coaching.listening import FROM_GOAL, PRESSING, QUOTE, WORDS
from handlers.coaching.wordings import quoted_in, text_of
from storage.choices import DropReason
from tests.shipped import SHIPPED_PLAYBOOK

BOOK = SHIPPED_PLAYBOOK
LIVES = cache(lambda: all_reps(BOOK))
NAMES = [each.name for each in REPS]


@pytest.fixture(params=NAMES)
def told(request: pytest.FixtureRequest) -> list[Told]:
    """The calls of one rep."""
    return LIVES()[request.param]


def test_a_rep_reads_many_lines_and_none_again_soon(told: list[Told]) -> None:
    assert len(told) == 100
    assert distinct(told) >= 45
    assert repeats(told, within=10) == 0


def test_silence_is_a_quarter_at_most_and_for_a_reason(told: list[Told]) -> None:
    reasons: set[DropReason] = {
        "during another call",
        "internal call",
        "nothing specific",
        "focus kept",
        "lines paused",
    }
    silent = Counter(each.silent for each in told if each.line is None)
    assert silent.keys() <= reasons
    # Every fourth call of these weeks begins five minutes after another.
    assert sum(silent.values()) - silent["during another call"] <= 15


def test_every_kind_of_call_and_what_is_pressing_are_met_by_a_text_made_for_it() -> None:
    calls, met = Counter[str](), Counter[str]()
    for told in LIVES().values():
        for name, share in coverage(told, BOOK).items():
            calls[name] += share.calls
            met[name] += share.met
    kinds = {name for name in calls if name.startswith("kind:")} - {"kind:discovery"}
    assert len(kinds) >= 9
    assert {
        name for name in kinds | (calls.keys() & PRESSING) if met[name] < 0.9 * calls[name]
    } == set()


def test_the_line_is_about_what_is_most_particular_of_the_call(told: list[Told]) -> None:
    due = due_to_line(told, BOOK)
    assert len(due) >= 12
    assert {name: (met, of) for name, (of, met) in due.items() if met < 0.9 * of} == {}


def test_no_line_before_a_demo_waits_for_an_objection(told: list[Told]) -> None:
    demos = [each for each in told if each.situation.kind == "demo" and each.line]
    lines = [BOOK.line(text_of(each.line or "")) for each in demos]
    assert [line.id for line in lines if line and "budget" in line.text + line.id] == []


def test_a_goal_that_asks_opens_the_call() -> None:
    asked = [
        each
        for each in LIVES()["writes everything"]
        if "Learn who signs" in str(each.situation.goal)
    ]
    opened = Counter(text_of(each.opening or "") for each in asked)
    assert opened[FROM_GOAL] >= 0.8 * (len(asked) - opened[""])


def test_what_is_pressing_is_what_the_line_is_about(told: list[Told]) -> None:
    pressing = {"second_try", "pitch_planned", "short_executive", "kind:bad_news"}
    for each in told:
        if each.line and each.holding() & pressing:
            assert each.met_by_line(BOOK) & pressing


def test_nobodys_words_are_used_twice_for_one_account(told: list[Told]) -> None:
    texts = [text for each in told for text in (each.line, each.opening) if text]
    used = Counter(id_ for each in texts if (id_ := quoted_in(each)) is not None)
    assert [id_ for id_, times in used.items() if times > 1] == []


def test_a_quote_is_one_of_several_choices() -> None:
    lines = [each.line for each in LIVES()["writes everything"] if each.line]
    quotes = [each for each in lines if quoted_in(each) is not None]
    assert 1 <= len(quotes) <= len(lines) / 3


def test_lines_are_short_and_the_quotes_in_them(told: list[Told]) -> None:
    for each in told:
        line = BOOK.line(text_of(each.line or ""))
        assert len(each.text.split()) <= WORDS
        if line is not None and "quote" in line.placeholders:
            assert each.situation.speaker is not None
            assert len(each.situation.quote or "") <= QUOTE


def test_the_texts_of_a_call_say_different_things(told: list[Told]) -> None:
    assert [each.ideas for each in told if len(each.ideas) != len(set(each.ideas))] == []


def test_an_opening_of_a_first_call_comes_at_no_second_call(told: list[Told]) -> None:
    for each in told:
        first = BOOK.opening(text_of(each.opening or ""))
        assert first is None or each.first or "first_call" not in first.fits


def test_accounts_get_different_first_questions_on_a_day(told: list[Told]) -> None:
    assert same_first_questions(told) == 0
    firsts = [each.questions[0] for each in told if each.questions]
    assert len(set(firsts)) >= 25
