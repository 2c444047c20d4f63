from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.research import Chosen, choose, is_stale, open_count
from handlers.playbook.schema import GROUPS, Group, Question
from storage.choices import STAGES, Stage

NOW = datetime(2025, 8, 31, 9, 0, tzinfo=UTC)


class Context(TypedDict):
    found: Mapping[str, datetime]
    skipped: Collection[str]
    not_worth: Collection[str]
    stage: Stage
    first_call: bool
    now: datetime


def context(
    *,
    found: Mapping[str, datetime] | None = None,
    skipped: Collection[str] = (),
    not_worth: Collection[str] = (),
    stage: Stage = "discovery",
    first_call: bool = False,
    now: datetime = NOW,
) -> Context:
    return {
        "found": found or {},
        "skipped": skipped,
        "not_worth": not_worth,
        "stage": stage,
        "first_call": first_call,
        "now": now,
    }


def question(
    id_: str,
    group: Group = "person",
    *,
    weight: int = 2,
    stages: tuple[Stage, ...] = STAGES,
    call: Literal["first", "later", "any"] = "any",
    stale_days: int = 90,
) -> Question:
    return Question(
        id=id_,
        group=group,
        ask="Who feels it first?",
        where="Their careers page",
        weight=weight,
        stages=stages,
        call=call,
        stale_days=stale_days,
    )


def ids(chosen: Sequence[Chosen]) -> list[str]:
    return [one.question.id for one in chosen]


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def test_the_unknown_comes_before_the_stale_whatever_its_weight() -> None:
    bank = [question("old", "goal", weight=3), question("new", "market", weight=1)]
    assert ids(choose(bank, **context(found={"old": ago(200)}))) == ["new", "old"]


def test_the_heavier_question_comes_first() -> None:
    bank = [question("light", "situation", weight=1), question("heavy", "company", weight=3)]
    assert ids(choose(bank, **context())) == ["heavy", "light"]


@pytest.mark.parametrize(
    ("stage", "first_call", "group"),
    [
        ("decision", True, "person"),
        ("discovery", False, "situation"),
        ("evaluation", False, "goal"),
        ("decision", False, "relationship"),
        ("customer", False, "goal"),
    ],
)
def test_each_moment_has_a_group_that_matters_most(
    stage: Stage, first_call: bool, group: Group
) -> None:
    bank = [question(name.replace("_", "-"), name) for name in GROUPS]
    (best,) = choose(bank, **context(stage=stage, first_call=first_call), limit=1)
    assert best.question.group == group


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("first_call", [True, False])
def test_every_group_has_a_place_at_every_moment(stage: Stage, first_call: bool) -> None:
    bank = [question(name.replace("_", "-"), name) for name in GROUPS]
    chosen = choose(bank, **context(stage=stage, first_call=first_call), limit=len(GROUPS))
    assert sorted(ids(chosen)) == sorted(one.id for one in bank)


def test_within_a_group_the_one_made_for_the_moment_comes_first() -> None:
    bank = [
        question("any"),
        question("stage", stages=("decision",)),
        question("both", stages=("decision",), call="later"),
    ]
    assert ids(choose(bank, **context(stage="decision"))) == ["both", "stage", "any"]


def test_a_question_for_another_stage_or_call_is_not_asked() -> None:
    bank = [
        question("other-stage", stages=("customer",)),
        question("first", call="first"),
        question("later", call="later"),
    ]
    assert ids(choose(bank, **context(first_call=True))) == ["first"]
    assert ids(choose(bank, **context(first_call=False))) == ["later"]


def test_one_group_waits_until_the_others_had_their_turn() -> None:
    bank = [
        question("person-1", weight=3),
        question("person-2", weight=3),
        question("market-1", "market", weight=1),
    ]
    assert ids(choose(bank, **context())) == ["person-1", "market-1", "person-2"]
    assert ids(choose(bank, **context(), limit=2)) == ["person-1", "market-1"]


def test_level_questions_keep_the_order_of_the_playbook() -> None:
    bank = [question("b"), question("a"), question("c")]
    assert ids(choose(bank, **context())) == ["b", "a", "c"]


def test_why_names_the_moment_and_what_is_known() -> None:
    (first,) = choose([question("q")], **context(first_call=True))
    assert first.why == "First call: start with the person. Nobody has looked yet."
    bank = [question("q", "relationship")]
    found = {"q": datetime(2025, 5, 3, 12, 0, tzinfo=UTC)}
    (stale,) = choose(bank, **context(stage="decision", found=found))
    assert stale.why == (
        "They are deciding: it depends on who they trust. Last looked up on 3 May."
    )


def test_why_is_only_what_is_known_where_the_group_is_none_of_the_first() -> None:
    (chosen,) = choose([question("q", "market")], **context(stage="decision"))
    assert chosen.why == "Nobody has looked yet."


def test_why_gives_the_year_of_another_year_and_one_day_its_singular() -> None:
    found = {"q": datetime(2023, 12, 24, 9, 0, tzinfo=UTC)}
    (chosen,) = choose([question("q", "market")], **context(stage="decision", found=found))
    assert chosen.why == "Last looked up on 24 December 2023."
    bank = [question("q", "market", stale_days=1)]
    (chosen,) = choose(bank, **context(stage="decision", found={"q": ago(1)}))
    assert chosen.why == "Last looked up on 30 August."


def test_why_dates_a_finding_in_the_readers_zone() -> None:
    found = {"q": datetime(2025, 5, 3, 20, 0, tzinfo=UTC)}  # already the 4th in Auckland
    now = NOW.astimezone(ZoneInfo("Pacific/Auckland"))
    (chosen,) = choose([question("q", "market")], **context(found=found, now=now))
    assert chosen.why == "Last looked up on 4 May."


def test_a_finding_is_stale_from_its_last_day_on() -> None:
    asked = question("q", stale_days=30)
    assert is_stale(asked, ago(30), NOW)
    assert not is_stale(asked, ago(30) + timedelta(seconds=1), NOW)
    assert not is_stale(asked, NOW + timedelta(days=1), NOW)


def test_how_many_remain() -> None:
    bank = [
        question("unknown"),
        question("stale"),
        question("fresh"),
        question("skipped"),
        question("not-worth"),
        question("elsewhere", stages=("customer",)),
    ]
    found = {"stale": ago(90), "fresh": ago(89)}
    given_ = context(found=found, skipped=["skipped"], not_worth=["not-worth"])
    assert open_count(bank, **given_) == 2
    assert ids(choose(bank, **given_)) == ["unknown", "stale"]


def test_nothing_is_chosen_from_nothing_or_for_nothing() -> None:
    assert choose([], **context()) == ()
    assert choose([question("q")], **context(), limit=0) == ()
    assert choose([question("q")], **context(), limit=-1) == ()


NAMES = [f"q-{number}" for number in range(14)]


@st.composite
def banks(draw: st.DrawFn) -> list[Question]:
    chosen = draw(st.lists(st.sampled_from(NAMES), unique=True))
    stages = st.lists(st.sampled_from(STAGES), min_size=1, unique=True).map(tuple)
    return [
        question(
            name,
            draw(st.sampled_from(GROUPS[:4])),
            weight=draw(st.integers(1, 3)),
            stages=draw(st.just(STAGES) | stages),
            call=draw(st.sampled_from(["any", "any", "first", "later"])),
            stale_days=draw(st.sampled_from([1, 30, 90])),
        )
        for name in chosen
    ]


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    some = st.frozensets(st.sampled_from(NAMES), max_size=4)
    return context(
        found=draw(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 200).map(ago))),
        skipped=draw(some),
        not_worth=draw(some),
        stage=draw(st.sampled_from(STAGES)),
        first_call=draw(st.booleans()),
    )


@settings(deadline=None)
@given(bank=banks(), given_=contexts(), limit=st.integers(-1, 8))
def test_only_open_questions_are_chosen_and_no_more_than_asked_for(
    bank: list[Question], given_: Context, limit: int
) -> None:
    chosen = choose(bank, **given_, limit=limit)
    assert len(chosen) == min(max(limit, 0), open_count(bank, **given_))
    assert len(set(ids(chosen))) == len(chosen)
    for one in (c.question for c in chosen):
        assert one.id not in given_["skipped"]
        assert one.id not in given_["not_worth"]
        found_at = given_["found"].get(one.id)
        assert found_at is None or NOW - found_at >= timedelta(days=one.stale_days)
        assert given_["stage"] in one.stages
        assert one.call != ("later" if given_["first_call"] else "first")
    assert all(c.why and "\n" not in c.why for c in chosen)


@settings(deadline=None)
@given(bank=banks(), given_=contexts(), limit=st.integers(0, 8))
def test_no_group_repeats_while_another_has_something_to_ask(
    bank: list[Question], given_: Context, limit: int
) -> None:
    could = Counter(c.question.group for c in choose(bank, **given_, limit=len(bank)))
    did = Counter(c.question.group for c in choose(bank, **given_, limit=limit))
    for group in could:
        turns = did[group]
        assert all(did[other] >= min(turns - 1, could[other]) for other in could)


@settings(deadline=None)
@given(bank=banks(), given_=contexts(), limit=st.integers(0, 8))
def test_the_same_situation_gives_the_same_questions_and_fewer_are_the_best_of_more(
    bank: list[Question], given_: Context, limit: int
) -> None:
    chosen = choose(bank, **given_, limit=limit)
    assert choose(tuple(bank), **given_, limit=limit) == chosen
    assert choose(bank, **given_, limit=limit + 1)[:limit] == chosen
