from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.coaching.lessons import lesson
from handlers.coaching.patterns import (
    Pattern,
    Reflected,
    choose,
    figures,
    times_kept,
    too_few,
)

START = datetime(2025, 6, 2, 14, 0, tzinfo=UTC)


def calls(*answers: dict[str, Any]) -> list[Reflected]:
    """Reflections with these answers, newest first."""
    return [
        Reflected(START - timedelta(days=day), **({"account": "Northwind"} | answer))
        for day, answer in enumerate(answers)
    ]


def every(newest_first: Sequence[Reflected]) -> dict[str, Pattern]:
    """Every pattern of which a reply could show one."""
    found = (choose(newest_first, lately=(), turn=turn) for turn in range(24))
    return {pattern.id: pattern for pattern in found if pattern}


@pytest.mark.parametrize(
    ("answers", "id_", "text", "source"),
    [
        (
            [{"next_step_by": "ours"}] * 3,
            "idea",
            "The next step was your idea in all 3 calls.",
            "your last 3 answers",
        ),
        (
            [{"next_step_by": "ours"}] * 3 + [{"next_step_by": "theirs"}] * 3,
            "idea",
            "The next step was your idea in 3 of 5 calls.",
            "your last 5 answers",
        ),
        (
            [{"next_step_by": "together"}, *[{"next_step_by": "theirs"}] * 3],
            "their_idea",
            "The next step was their idea in 3 of 4 calls.",
            "your last 4 answers",
        ),
        (
            [{"first_prescribed": "first_third"}, {}, *[{"first_prescribed": "first_third"}] * 2],
            "pitch",
            "In 3 of 3 calls, you pitched in the first third.",
            "your last 3 answers",
        ),
        (
            [{"talk": "more_me"}, {"talk": "mostly_me"}, {"talk": "even"}, {"talk": "more_them"}],
            "talk",
            "By your own guess, you talked more in 2 of 4 calls.",
            "your last 4 answers",
        ),
        (
            [
                {"guesses": ("wrong", "confirmed")},
                {"guesses": ("never_asked", "wrong", "wrong")},
                {},
            ],
            "guesses",
            "3 of 4 guesses turned out wrong.",
            "your last 4 answers",
        ),
        (
            [{"focus_id": "a", "kept_focus": kept} for kept in ("no", "yes", "partly", "yes")]
            + [{"focus_id": "b", "kept_focus": "yes"}],
            "focus",
            "You kept your focus in 2 of 4 calls.",
            "your last 4 answers",
        ),
        (
            [{"built": "relationship"}, {}, {"built": "neither"}, {"built": "solution"}],
            "built",
            "What your last 3 calls with Northwind built, newest first: "
            "relationship, neither, solution.",
            "your last 3 answers",
        ),
        (
            [{"next_step_by": "ours"}] * 4 + [{"next_step_by": "theirs"}],
            "in_a_row",
            "The next step was your idea in each of your last 4 calls with Northwind.",
            "your last 4 answers",
        ),
    ],
)
def test_each_pattern(answers: list[dict[str, Any]], id_: str, text: str, source: str) -> None:
    assert every(calls(*answers))[id_] == Pattern(id_, text, source)


@pytest.mark.parametrize(
    "answers",
    [
        [],
        [{"next_step_by": "ours"}] * 2,  # before the third reflection
        [{}] * 5,  # nothing was answered
        [{"next_step_by": "together"}] * 5,
        [{"next_step_by": "ours"}, {"next_step_by": "ours"}, {}],  # two answers
        # Of three answers that differ, the next one decides.
        [{"next_step_by": by} for by in ("ours", "theirs", "ours")],
        [{"first_prescribed": third} for third in ("first_third", "middle", "first_third")],
        [{"guesses": ("wrong", "wrong", "confirmed")}, {}, {}],
        [{"focus_id": "a", "kept_focus": kept} for kept in ("yes", "no", "yes")],
        # What happened once is no pattern.
        [{"first_prescribed": "first_third"}, *[{"first_prescribed": "middle"}] * 4],
        [{"talk": "more_me"}, *[{"talk": "even"}] * 4],
        [{"guesses": ("wrong",)}, *[{"guesses": ("confirmed",)}] * 4],
        [{"first_prescribed": "middle"}] * 5,
        [{"talk": "even"}] * 5,
        [{"guesses": ("confirmed",)}] * 5,
        [{"guesses": ("never_asked",)}] * 5,
        [{"built": "neither", "account": name} for name in ("A", "B", "A", "B")],
        [{"focus_id": name, "kept_focus": "yes"} for name in "abc"],
    ],
)
def test_nothing_worth_a_sentence(answers: list[dict[str, Any]]) -> None:
    assert every(calls(*answers)) == {}


def test_a_row_ends_with_a_step_of_theirs_and_skips_other_accounts() -> None:
    ours, theirs = {"next_step_by": "ours"}, {"next_step_by": "theirs"}
    assert "in_a_row" not in every(calls(ours, ours, theirs, ours, ours))
    assert "in_a_row" not in every(calls(ours, ours, {}, ours))
    elsewhere = {"next_step_by": "theirs", "account": "Halden"}
    assert "in_a_row" in every(calls(ours, elsewhere, ours, ours))


WORDS = st.fixed_dictionaries(
    {
        "talk": st.sampled_from((None, "more_me", "even")),
        "first_prescribed": st.sampled_from((None, "first_third", "middle")),
        "next_step_by": st.sampled_from((None, "ours", "theirs")),
        "guesses": st.sampled_from(((), ("wrong",), ("confirmed",))),
    }
)


@given(st.lists(WORDS, min_size=1, max_size=14))
def test_no_pattern_comes_twice(oldest_first: list[dict[str, Any]]) -> None:
    lately: list[str] = []
    for count in range(1, len(oldest_first) + 1):
        so_far = calls(*reversed(oldest_first[:count]))
        pattern = choose(so_far, lately=lately, turn=count)
        assert pattern is None or pattern.id not in lately
        lately += [pattern.id] if pattern else []


def test_figures_say_what_they_count_or_that_there_are_too_few() -> None:
    for count, said in ((1, "Reflect on 2 more calls,"), (2, "Reflect on 1 more call,")):
        few = calls(*[{"talk": "more_me"}] * count)
        assert figures(few) == ()
        assert said in too_few(few)
    differ = calls(*[{"next_step_by": "ours"}] * 2, {"next_step_by": "theirs"})
    assert figures(differ) == ()
    assert too_few(differ).startswith("There is nothing to show yet.")
    enough = [*differ, *calls({"next_step_by": "ours"})]
    assert every(enough)["idea"].text == "The next step was your idea in 3 of 4 calls."
    assert [figure.name for figure in figures(enough)] == ["Your idea"]
    alike = calls(*[{"talk": "more_me"}] * 3)
    assert [figure.name for figure in figures(alike)] == ["More talk"]
    answers = [
        {
            "guesses": ("wrong" if day < 3 else "confirmed",),
            "talk": "mostly_me",
            "first_prescribed": "first_third" if day == 0 else "middle",
            "next_step_by": "ours" if day % 2 else "theirs",
            "built": "neither",
            "focus_id": "a",
            "kept_focus": "yes",
        }
        for day in range(8)
    ]
    assert [figure.sentence for figure in figures(calls(*answers))] == [
        "3 of 8 guesses turned out wrong (your last 8 answers).",
        "In 1 of 8 calls, you pitched in the first third (your last 8 answers).",
        "By your own guess, you talked more in 8 of 8 calls (your last 8 answers).",
        "The next step was your idea in 4 of 8 calls (your last 8 answers).",
        "You kept your focus in 8 of 8 calls (your last 8 answers).",
        "What your last 5 calls built, newest first: neither, neither, neither, neither, neither.",
    ]


def test_figures_say_how_many_of_their_calls_were_measured() -> None:
    def shown(measured: int) -> list[str]:
        answers = [
            {
                "talk": "mostly_me",
                "talk_measured": day < measured,
                "first_prescribed": "first_third",
                "pitch_measured": 0 < day <= measured,
            }
            for day in range(4)
        ]
        return [one.sentence for one in figures(calls(*answers))]

    assert shown(1) == [
        "In 4 of 4 calls, you pitched in the first third (your last 4 calls, 1 of them measured).",
        "You talked more in 4 of 4 calls (your last 4 calls, 1 of them measured).",
    ]
    assert shown(4) == [
        "In 4 of 4 calls, you pitched in the first third (your last 4 calls, 3 of them measured).",
        "You talked more in 4 of 4 calls (your last 4 calls, all measured).",
    ]


def test_how_often_a_focus_was_kept_since_it_was_chosen() -> None:
    kept = {"focus_id": "a", "kept_focus": "yes"}
    row = calls(kept, {"focus_id": "a", "kept_focus": "partly"}, kept, {"focus_id": "b"}, kept)
    assert times_kept(row, "a", START - timedelta(days=9)) == 3
    assert times_kept(row, "a", START - timedelta(days=3)) == 2
    assert times_kept(row, "b", START - timedelta(days=9)) == 0
    assert times_kept(row, None, None) == 0


@pytest.mark.parametrize(
    ("wrong", "surprise", "heard", "names", "said"),
    [
        (
            ["They fear the migration.", "Ruben decides"],
            "It was the drivers",
            "We had a planner.",
            ["Jana Novak"],
            "New to you: “It was the drivers”. So “They fear the migration” was wrong.",
        ),
        (
            ["They fear the migration."],
            "",
            "We had a planner.",
            ["Jana Novak"],
            "“They fear the migration” turned out wrong."
            " Good to know, and noted for your next brief.",
        ),
        (
            [],
            "It was the drivers, not IT.",
            "We had a planner.",
            ["Jana Novak"],
            "New to you: “It was the drivers, not IT”. Noted for your next brief.",
        ),
        ([], "", "We had a planner.", ["Jana Novak"], "I noted who said it: Jana."),
        ([], "", "Slow.", ["Jana Novak", "Sam Pope"], "I noted who said it: Jana and Sam."),
        ([], "", "We had a planner.", [], ""),
        ([], "", "", ["Jana Novak"], ""),
    ],
)
def test_the_one_thing_learned(
    wrong: list[str], surprise: str, heard: str, names: list[str], said: str
) -> None:
    assert lesson(wrong_guesses=wrong, surprise=surprise, heard=heard, speakers=names) == said
