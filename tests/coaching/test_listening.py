from collections import deque
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.buyer_words.their_words import MARKS
from handlers.coaching.listening import (
    FROM_GOAL,
    QUOTE,
    WORDS,
    FilledLine,
    Given,
    Situation,
    choose,
    opening,
    quotable,
)
from handlers.coaching.wordings import wording
from handlers.playbook.conditions import PLACEHOLDERS, Condition
from handlers.playbook.groups import grouped
from handlers.playbook.schema import ListeningLine, Opening
from storage.choices import BuyingRole, CallKind
from tests.shipped import SHIPPED_PLAYBOOK

PLAIN = Situation("Northwind", frozenset())
QUOTED = Situation("Northwind", frozenset({"has_quote"}), quote="we tried that", quoted=7)
BOOK = SHIPPED_PLAYBOOK


def line(
    id_: str,
    text: str = "Count to three.",
    area: str = "pause",
    *fits: Condition,
    kinds: tuple[CallKind, ...] = (),
    roles: tuple[BuyingRole, ...] = (),
    idea: str | None = None,
) -> ListeningLine:
    return ListeningLine(
        id=id_, area=area, text=text, fits=fits, kinds=kinds, roles=roles, idea=idea
    )


def chosen(
    lines: list[ListeningLine],
    situation: Situation = PLAIN,
    before: Given | None = None,
    *,
    focus: str | None = None,
    turn: int = 0,
    rotating: bool = True,
) -> FilledLine | None:
    return choose(
        grouped(lines),
        situation=situation,
        focus_area=focus,
        given=before or Given(),
        turn=turn,
        rotating=rotating,
    )


def chosen_id(
    lines: list[ListeningLine],
    situation: Situation = PLAIN,
    before: Given | None = None,
    *,
    focus: str | None = None,
    turn: int = 0,
    rotating: bool = True,
) -> str | None:
    found = chosen(lines, situation, before, focus=focus, turn=turn, rotating=rotating)
    return found.id if found else None


def in_turn(lines: list[ListeningLine], situation: Situation, calls: int) -> set[str]:
    """The ids of the lines of several calls in a row."""
    sent: list[str] = []
    for turn in range(calls):
        found = chosen_id(lines, situation, Given(sent), turn=turn)
        sent[:0] = [found] if found else []
    return set(sent)


def filled(text: str, situation: Situation) -> str:
    found = chosen([line("a", text)], situation)
    assert found is not None
    return found.text


def test_only_lines_whose_every_condition_holds() -> None:
    both = line("both", "Ask first.", "pause", "first_call", "no_need_yet")
    assert chosen_id([both], Situation("N", frozenset({"first_call"}))) is None
    assert chosen_id([both], Situation("N", frozenset({"first_call", "no_need_yet"}))) == "both"


def test_lines_for_other_kinds_of_calls_and_other_people_do_not_come() -> None:
    renewal = line("renewal", kinds=("renewal", "review"))
    buyer = line("buyer", roles=("economic_buyer",))
    assert chosen_id([renewal, buyer]) is None
    assert chosen_id([renewal, buyer], Situation("N", frozenset(), kind="review")) == "renewal"
    came = Situation("N", frozenset(), roles=frozenset({"user", "economic_buyer"}))
    assert chosen_id([renewal, buyer], came) == "buyer"


@pytest.mark.parametrize("quote", [None, "", " \n "])
def test_a_line_is_passed_over_when_nothing_was_typed_for_its_placeholder(
    quote: str | None,
) -> None:
    situation = Situation("N", frozenset({"has_quote"}), quote=quote)
    assert chosen_id([line("a", "They said: {quote}", "pause", "has_quote")], situation) is None


STEPS = [
    line("rotation", area="echo"),
    line("focus"),
    line("role", area="echo", roles=("user",)),
    line("kind", "Ask first.", "echo", kinds=("renewal",)),
    line("second-try", "Ask first.", "echo", "second_try"),
]
RENEWAL = Situation("N", frozenset({"second_try"}), kind="renewal", roles=frozenset({"user"}))


def test_the_situation_comes_before_the_focus_and_the_focus_before_the_rest() -> None:
    left = list(STEPS)
    order = []
    while left:
        found = chosen_id(left, RENEWAL, focus="pause")
        order.append(found)
        left = [each for each in left if each.id != found]
    assert order == ["second-try", "kind", "focus", "role", "rotation"]


def test_what_the_opening_was_made_for_comes_after_what_it_was_not() -> None:
    lines = [
        line("group", "Ask first.", "echo", "group"),
        line("newcomer", "Ask first.", "echo", "has_newcomer"),
        line("kind", area="echo", kinds=("renewal",)),
        line("role", area="echo", roles=("user",)),
    ]
    both = Situation(
        "N",
        frozenset({"group", "has_newcomer"}),
        kind="renewal",
        roles=frozenset({"user"}),
    )
    for met, other in (("group", "newcomer"), ("has_newcomer", "group")):
        assert chosen_id(lines, both, Given(met=frozenset({met})), turn=1) == other
        assert chosen_id(lines, both, Given(met=frozenset({met})), turn=2) == other
    renewal = Situation("N", frozenset(), kind="renewal", roles=frozenset({"user"}))
    assert {chosen_id(lines, renewal, turn=turn) for turn in range(9)} == {"kind"}
    met_kind = Given(met=frozenset({"kind:renewal"}))
    assert {chosen_id(lines, renewal, met_kind, turn=turn) for turn in range(9)} == {"kind"}


def test_in_a_usual_kind_of_call_the_line_is_about_who_is_coming() -> None:
    lines = [line("kind", kinds=("discovery",)), line("role", roles=("user",)), line("plain")]
    usual = Situation("N", frozenset(), kind="discovery", roles=frozenset({"user"}))
    assert {chosen_id(lines, usual, turn=turn) for turn in range(9)} == {"role"}


def test_of_lines_for_the_kind_those_of_the_focus_come_first() -> None:
    lines = [line("kind", area="echo", kinds=("demo",)), line("focus", kinds=("demo",))]
    demo = Situation("N", frozenset(), kind="demo")
    assert {chosen_id(lines, demo, focus="pause", turn=turn) for turn in range(9)} == {"focus"}


def test_of_two_special_things_a_newcomer_comes_first_and_a_group_last() -> None:
    lines = [
        line("group", "Ask.", "echo", "group"),
        line("talk", "Ask.", "echo", "over_talked"),
        line("new", "Ask.", "echo", "has_newcomer"),
    ]
    all_three = Situation("N", frozenset({"group", "over_talked", "has_newcomer"}))
    assert {chosen_id(lines, all_three, turn=turn) for turn in range(9)} == {"new"}
    assert {chosen_id(lines[:2], all_three, turn=turn) for turn in range(9)} == {"talk"}


def test_a_line_for_both_of_two_special_things_comes_first() -> None:
    lines = [
        line("group", "Ask first.", "echo", "group"),
        line("both", "Ask first.", "echo", "group", "has_newcomer"),
    ]
    both = Situation("N", frozenset({"group", "has_newcomer"}))
    assert {chosen_id(lines, both, turn=turn) for turn in range(9)} == {"both"}


def test_a_call_of_the_usual_kind_leaves_room_for_the_focus() -> None:
    lines = [line("kind", area="echo", kinds=("discovery",)), line("focus")]
    usual = Situation("N", frozenset(), kind="discovery")
    assert chosen_id(lines, usual, focus="pause") == "focus"
    assert chosen_id(lines, usual) == "kind"


def test_once_the_focus_is_kept_only_the_situation_speaks() -> None:
    assert chosen_id(STEPS, RENEWAL, rotating=False) == "second-try"
    assert chosen_id(STEPS, PLAIN, rotating=False) is None


def test_neither_a_quote_nor_many_conditions_win_always() -> None:
    lines = [
        line("quote", "“{quote}”: what came next?", "pause", "has_quote"),
        line("many", "Ask first.", "pause", "has_quote", "first_call"),
        line("one", "Ask again.", "pause", "first_call"),
    ]
    both = Situation("N", frozenset({"has_quote", "first_call"}), quote="we tried that", quoted=7)
    assert in_turn(lines, both, 3) == {"quote", "many", "one"}


def test_the_line_that_was_sent_longest_ago_comes_back_first() -> None:
    lines = [line(f"l{number}") for number in range(14)]
    sent = [f"l{number}" for number in range(14)]
    assert {chosen_id(lines, before=Given(sent), turn=turn) for turn in range(9)} == {"l13"}
    assert chosen_id([*lines, line("never")], before=Given(sent)) == "never"


def test_reps_do_not_all_get_the_same_line() -> None:
    lines = [line(f"l{number}") for number in range(8)]
    assert len({chosen_id(lines, turn=turn) for turn in range(30)}) > 5


def test_the_last_ten_do_not_come_back_and_the_eleventh_may() -> None:
    recent = [f"r{number}" for number in range(10)]
    assert chosen_id([line("r9")], before=Given(recent)) is None
    assert chosen_id([line("r9")], before=Given(["new", *recent])) == "r9"


def test_a_line_that_quoted_somebody_is_known_by_its_id() -> None:
    sent = [wording("back", 7)]
    assert chosen_id([line("back", "“{quote}”", "pause", "has_quote")], QUOTED, Given(sent)) is None


def test_nobodys_words_come_twice() -> None:
    quote = line("quote", "“{quote}”: what came next?", "pause", "has_quote")
    found = chosen([quote], QUOTED)
    assert found is not None
    assert (found.quoted, found.wording) == (7, "quote:7")
    assert chosen([quote], QUOTED, Given(quoted={7})) is None
    noted = Situation("N", frozenset({"has_surprise"}), surprise="IT was there", noted=8)
    surprise = line("surprise", "{surprise}: ask why.", "pause", "has_surprise")
    found = chosen([surprise], noted)
    assert found is not None
    assert found.quoted == 8
    assert chosen([surprise], noted, Given(quoted={8})) is None


def test_an_idea_that_another_text_of_the_call_has_does_not_come() -> None:
    lines = [line("same", idea="their-agenda")]
    assert chosen_id(lines, before=Given(ideas={"why-now"})) == "same"
    assert chosen_id(lines, before=Given(ideas={"their-agenda"})) is None


def test_every_placeholder_is_filled() -> None:
    situation = Situation(
        "Northwind",
        frozenset(),
        quote="q",
        guess="g",
        surprise="s",
        goal="o",
        missed_goal="m",
        next_step="x",
        speaker="Jana",
        person="Pia",
        newcomer="Ruben",
        quiet="Ana",
    )
    text = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert filled(text, situation) == "Northwind q g s o m x Pia Ruben Ana Jana"


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
    assert text == "You plan to: every month the numbers arrive every month the numbers…"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((item.id, item.text) for item in BOOK.listening),
        *((item.id, item.ask) for item in BOOK.openings),
    ],
)
def test_every_text_is_short_enough_with_everything_filled_in(name: str, text: str) -> None:
    typed = "they only plan on paper as the old tool was never up to date"[:QUOTE]
    named = "Maria del Carmen de la Vega y Ruiz"
    full = Situation(
        "The Northwind Rail and Road Logistics Group",
        frozenset(),
        quote=typed,
        guess=typed,
        surprise=typed,
        goal=typed,
        missed_goal=typed,
        next_step=typed,
        speaker=named,
        person=named,
        newcomer=named,
        quiet=named,
    )
    assert len(filled(text, full).split()) <= WORDS


def test_a_line_that_would_be_too_long_is_left_out() -> None:
    goal = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
    long = line(
        "long", "Your goal: {goal}. It can wait until they have told you one story in full."
    )
    assert chosen_id([long, line("short")], Situation("N", frozenset(), goal=goal)) == "short"


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("“We don’t do Mondays.”", "We don’t do Mondays."),
        ("We tried that. It failed.", "We tried that. It failed."),
        ("We tried that in spring. " * 5, "We tried that in spring. We tried that in spring…"),
        ("x" * 30 + " " + "y" * 30, ""),
        ("x" * 30 + " " + "y" * 29, "x" * 30 + " " + "y" * 29),
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


TYPED = st.text(st.characters(exclude_characters=MARKS), max_size=QUOTE).map(
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
        got = chosen_id(lines, before=Given(list(recent)), focus=focus, turn=turn)
        last_ten = list(recent)[:10]
        assert got is None or got not in last_ten
        assert (got is None) == (len(set(last_ten)) == count)
        if got:
            recent.appendleft(got)


# -- the opening

OPENINGS = [
    Opening(id="any", ask="What made {account} look at this now?"),
    Opening(id="first", ask="What made you say yes?", fits=("first_call",)),
    Opening(id="renewal", ask="What did it bring you?", kinds=("renewal",)),
    Opening(id="back", ask="You said “{quote}”. What then?", fits=("has_quote",)),
    Opening(id="missed", ask="What has changed since we set this up?", fits=("second_try",)),
]


def opened(situation: Situation, before: Given | None = None, kept: str = "") -> str | None:
    found = opening(
        grouped(OPENINGS), situation=situation, given=before or Given(), turn=0, kept=kept
    )
    return found.id if found else None


def test_an_opening_takes_up_what_is_pressing_then_their_words_then_the_kind_of_call() -> None:
    holds: frozenset[Condition] = frozenset({"has_quote", "second_try", "first_call"})
    everything = Situation("N", holds, kind="renewal", quote="we tried that", quoted=7)
    order: list[str] = []
    while (found := opened(everything, Given(order))) is not None:
        order.append(found)
    assert order == ["missed", "back", "renewal", "first", "any"]


def test_the_opening_that_was_chosen_stays_until_a_better_one_fits() -> None:
    renewal = Situation("N", frozenset(), kind="renewal")
    assert opened(renewal, Given(["renewal"]), kept="renewal") == "renewal"
    assert opened(PLAIN, kept="any") == "any"
    assert opened(renewal, kept="any") == "renewal"
    assert opened(QUOTED, kept="any") == "back"
    assert opened(QUOTED, Given(quoted={7}), kept="any") == "any"


def test_an_opening_is_about_a_newcomer_before_the_kind_and_never_about_the_rep() -> None:
    openings = [
        Opening(id="kind", ask="What did it bring you?", kinds=("renewal",)),
        Opening(id="newcomer", ask="What have you heard so far?", fits=("has_newcomer",)),
        Opening(id="talk", ask="What didn't you get a chance to say?", fits=("over_talked",)),
        Opening(id="any", ask="Where should we start?"),
    ]

    def first(*holds: Condition, kind: CallKind = "renewal") -> str | None:
        now = Situation("N", frozenset(holds), kind=kind)
        found = opening(
            grouped(openings[kind != "renewal" :]), situation=now, given=Given(), turn=0
        )
        return found.id if found else None

    assert first("over_talked") == "kind"
    assert first("has_newcomer", "over_talked") == "newcomer"
    both = Situation("N", frozenset({"over_talked"}))
    last = {
        opening(grouped(openings), situation=both, given=Given(), turn=turn) for turn in range(9)
    }
    assert {each.id for each in last if each} == {"talk", "any"}


def test_the_goal_as_a_question_opens_the_call_unless_nobody_came_last_time() -> None:
    asked = "Tell me how you plan a Monday."

    def first(*holds: Condition, kind: CallKind = "renewal", kept: str = "") -> str | None:
        now = Situation("N", frozenset(holds), kind=kind, quote="we tried that", quoted=7)
        given = Given([FROM_GOAL])
        found = opening(grouped(OPENINGS), situation=now, given=given, turn=0, kept=kept, own=asked)
        return found.id if found else None

    assert first("has_quote", "has_newcomer") == FROM_GOAL
    assert first(kept="renewal") == FROM_GOAL
    assert first("second_try") == "missed"
    found = opening(grouped(OPENINGS), situation=PLAIN, given=Given(), turn=0, own=asked)
    assert found is not None
    assert (found.text, found.wording, found.idea) == (asked, "from-goal", "goal-question")


def test_an_opening_of_a_first_call_goes_when_it_is_not_the_first_any_more() -> None:
    assert opened(Situation("N", frozenset({"first_call"})), kept="first") == "first"
    assert opened(PLAIN, kept="first") == "any"


def test_an_opening_is_filled_and_says_what_it_is_made_for() -> None:
    found = opening(grouped(OPENINGS), situation=QUOTED, given=Given(), turn=0)
    assert found == FilledLine(
        "back", "You said “we tried that”. What then?", 7, None, frozenset({"has_quote"})
    )


def test_no_beginners_question_opens_a_call_with_a_known_account() -> None:
    new = Opening(id="new", ask="How does this work today?", for_new=True)
    assert opening(grouped([new]), situation=PLAIN, given=Given(), turn=0)
    known = replace(PLAIN, known=True)
    assert not opening(grouped([new]), situation=known, given=Given(), turn=0)
