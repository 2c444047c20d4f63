from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.listening import MARKS, FilledLine, Situation, choose, opening, quotable
from handlers.playbook.schema import Condition, ListeningLine, Opening

PLAIN = Situation("Northwind", frozenset())
QUOTED = Situation("Northwind", frozenset({"has_quote"}), quote="we tried that")


def line(
    id_: str, text: str = "Count to three.", area: str = "pause", *fits: Condition
) -> ListeningLine:
    return ListeningLine(id=id_, area=area, text=text, fits=fits)


def chosen_id(
    lines: list[ListeningLine],
    situation: Situation = PLAIN,
    *,
    focus: str | None = None,
    recent: list[str] | None = None,
    turn: int = 0,
) -> str | None:
    worded = choose(lines, situation=situation, focus_area=focus, recent=recent or [], turn=turn)
    return worded.id if worded else None


def filled(text: str, situation: Situation) -> str:
    worded = choose([line("a", text)], situation=situation, focus_area=None, recent=[], turn=0)
    assert worded is not None
    return worded.text


def test_only_lines_whose_every_condition_holds() -> None:
    both = line("both", "Ask first.", "pause", "first_call", "no_need_yet")
    assert chosen_id([both], Situation("N", frozenset({"first_call"}))) is None
    assert chosen_id([both], Situation("N", frozenset({"first_call", "no_need_yet"}))) == "both"


@pytest.mark.parametrize("quote", [None, "", " \n "])
def test_a_line_is_passed_over_when_nothing_was_typed_for_its_placeholder(
    quote: str | None,
) -> None:
    situation = Situation("N", frozenset({"has_quote"}), quote=quote)
    assert chosen_id([line("a", "They said: {quote}", "pause", "has_quote")], situation) is None


def test_the_focus_comes_before_everything_else() -> None:
    lines = [line("quote", "“{quote}”", "echo", "has_quote"), line("focus", area="pause")]
    assert chosen_id(lines, QUOTED, focus="pause") == "focus"
    assert chosen_id(lines, QUOTED, focus=None) == "quote"


def test_their_own_words_come_before_what_is_only_true() -> None:
    lines = [
        line("true", "Ask first.", "pause", "has_quote", "first_call"),
        line("words", "“{quote}”: what came next?", "pause", "has_quote"),
    ]
    situation = Situation("N", frozenset({"has_quote", "first_call"}), quote="we tried that")
    assert chosen_id(lines, situation) == "words"


def test_more_matching_conditions_come_before_fewer() -> None:
    lines = [
        line("none"),
        line("two", "Ask first.", "pause", "first_call", "no_need_yet"),
        line("one", "Ask first.", "pause", "first_call"),
    ]
    assert chosen_id(lines, Situation("N", frozenset({"first_call", "no_need_yet"}))) == "two"


def test_the_accounts_name_alone_is_nothing_concrete() -> None:
    lines = [
        line("name", "What is new at {account}?"),
        line("fit", "Ask first.", "pause", "first_call"),
    ]
    assert chosen_id(lines, Situation("N", frozenset({"first_call"}))) == "fit"


def test_equals_take_turns() -> None:
    lines = [line("a"), line("b"), line("c")]
    assert [chosen_id(lines, turn=turn) for turn in range(4)] == ["a", "b", "c", "a"]


def test_the_last_ten_do_not_come_back_and_the_eleventh_may() -> None:
    recent = [f"r{number}" for number in range(10)]
    assert chosen_id([line("r9")], recent=recent) is None
    assert chosen_id([line("r9")], recent=["new", *recent]) == "r9"


def test_every_placeholder_is_filled() -> None:
    situation = Situation("Northwind", frozenset(), quote="q", guess="g", surprise="s", goal="o")
    text = "{account} {quote} {guess} {surprise} {goal} {quote}"
    assert filled(text, situation) == "Northwind q g s o q"


def test_braces_that_people_typed_stay_as_typed() -> None:
    situation = Situation(
        "{quote}", frozenset(), quote="{guess} {0} {account.__class__} \\1", guess="secret"
    )
    assert filled("{account}: {quote}", situation) == (
        "{quote}: {guess} {0} {account.__class__} \\1"
    )


def test_a_long_goal_is_cut_at_a_word_and_shows_it() -> None:
    goal = "every month the numbers arrive " * 5
    text = filled("You plan to: {goal}", Situation("N", frozenset(), goal=goal))
    assert text == (
        "You plan to: every month the numbers arrive every month the numbers arrive every month "
        "the numbers…"
    )


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ('"we dont do mondays" - pia. also SHE HATES excel 😤', "we dont do mondays"),
        ("Pia: “We don’t do Mondays.” Then silence", "We don’t do Mondays."),
        ("We tried that. It failed.", "We tried that. It failed."),
        ("We tried that in spring. " * 5, "We tried that in spring."),
        ("\n Two planners left.\nRuben takes over", "Two planners left."),
        ('they call it "flex" and hate it', ""),
        ('"we tried', ""),
        ("one long sentence without an end " * 4, ""),
        ('"' + "x " * 60 + '"', ""),
    ],
)
def test_only_a_short_and_whole_phrase_is_quoted(typed: str, phrase: str) -> None:
    assert quotable(typed) == phrase


def test_a_line_without_a_quote_comes_where_none_can_be_quoted() -> None:
    lines = [line("quote", "“{quote}”: what next?", "pause", "has_quote"), line("plain")]
    situation = Situation("N", frozenset({"has_quote"}), quote='"we tried')
    assert chosen_id(lines, situation) == "plain"


def test_a_line_has_one_full_stop() -> None:
    situation = Situation("N", frozenset(), quote="We tried that. It failed.")
    assert filled("They said: {quote}.", situation) == "They said: We tried that. It failed."


TYPED = st.text(st.characters(exclude_characters=MARKS), max_size=80).map(
    lambda text: " ".join(text.split()).rstrip(".")
)


@given(quote=TYPED.filter(bool))
def test_what_was_typed_comes_out_as_typed(quote: str) -> None:
    situation = Situation("N", frozenset(), quote=quote, guess="never shown")
    assert filled("They said: {quote}", situation) == f"They said: {quote}"


@settings(deadline=None)
@given(
    count=st.integers(1, 25),
    turns=st.lists(st.integers(-5, 10**9), min_size=30, max_size=30),
    focus=st.sampled_from([None, "pause", "echo"]),
)
def test_no_line_within_ten_and_none_missing_when_eleven_fit(
    count: int, turns: list[int], focus: str | None
) -> None:
    lines = [line(f"l{number}", area=["pause", "echo"][number % 2]) for number in range(count)]
    recent: deque[str] = deque()
    for turn in turns:
        got = choose(lines, situation=PLAIN, focus_area=focus, recent=list(recent), turn=turn)
        last_ten = list(recent)[:10]
        assert got is None or got.id not in last_ten
        assert (got is None) == (len(set(last_ten)) == count)
        if got:
            recent.appendleft(got.id)


def test_an_opening_fits_is_filled_and_takes_turns() -> None:
    openings = [
        Opening(id="why-now", ask="What made {account} look at this now?"),
        Opening(id="changed", ask="What has changed since we spoke?"),
        Opening(id="back", ask="You said “{quote}”. What then?", fits=("has_quote",)),
    ]
    first = opening(openings, situation=PLAIN, recent=[], turn=0)
    assert first == FilledLine("why-now", "What made Northwind look at this now?")
    second = opening(openings, situation=PLAIN, recent=[], turn=1)
    assert second == FilledLine("changed", "What has changed since we spoke?")
    quoted = opening(openings, situation=QUOTED, recent=[], turn=1)
    assert quoted == FilledLine("back", "You said “we tried that”. What then?")
    spent = ["why-now", "changed", "back"]
    assert opening(openings, situation=QUOTED, recent=spent, turn=0) is None
