"""What to look up before a call: what fits, what the file answers, and that accounts differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.research import (
    PER_CALL,
    AccountFile,
    CallToResearch,
    ChosenQuestions,
    DatedWords,
    LeftOut,
    choose,
    is_stale,
)
from handlers.playbook.conditions import GROUPS, Condition, Group, KnownFact
from handlers.playbook.schema import AnsweredBy, Question
from storage.choices import BUYING_ROLES, CALL_KINDS, STAGES, BuyingRole, CallKind, Stage
from tests.shipped import SHIPPED_PLAYBOOK

NOW = datetime(2025, 8, 31, 9, 0, tzinfo=UTC)
NOTHING = AccountFile({})
BOOK = SHIPPED_PLAYBOOK


def call(
    account: int = 1,
    *,
    stage: Stage = "discovery",
    kind: CallKind = "other",
    roles: Sequence[BuyingRole] = (),
    first: bool = False,
) -> CallToResearch:
    return CallToResearch(account, account * 10, stage, kind, roles, first)


def question(
    id_: str,
    group: Group = "person",
    *,
    weight: int = 2,
    stages: tuple[Stage, ...] = STAGES,
    moment: Literal["first", "later", "any"] = "any",
    kinds: tuple[CallKind, ...] = (),
    roles: tuple[BuyingRole, ...] = (),
    idea: str | None = None,
    fits: tuple[Condition, ...] = (),
    guessed: tuple[str, ...] = (),
    ask: str = "Who feels it first?",
    words: tuple[str, ...] = (),
    facts: tuple[KnownFact, ...] = (),
    stale_days: int = 90,
) -> Question:
    return Question(
        id=id_,
        group=group,
        ask=ask,
        where="Their careers page",
        why="A job ad is a problem with a budget.",
        answered_by=AnsweredBy(words=words, facts=facts),
        weight=weight,
        stages=stages,
        call=moment,
        fits=fits,
        guessed=guessed,
        kinds=kinds,
        roles=roles,
        idea=idea,
        stale_days=stale_days,
    )


def ids(choice: ChosenQuestions) -> list[str]:
    return [pick.question.id for pick in choice.picks]


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def said(words: str, days: int = 1) -> AccountFile:
    return AccountFile({}, (DatedWords(words, ago(days)),))


# -- what fits the call


def test_a_question_for_another_stage_moment_kind_or_part_is_not_asked() -> None:
    bank = [
        question("other-stage", stages=("customer",)),
        question("first", moment="first"),
        question("later", moment="later"),
        question("renewal", kinds=("renewal",)),
        question("it", roles=("technical",)),
    ]
    assert ids(choose(bank, call(first=True), NOTHING, now=NOW)) == ["first"]
    assert ids(choose(bank, call(), NOTHING, now=NOW)) == ["later"]
    renewal = call(kind="renewal", roles=["user", "technical"])
    assert set(ids(choose(bank, renewal, NOTHING, now=NOW))) == {"later", "renewal", "it"}


def test_nothing_is_asked_before_an_internal_call() -> None:
    bank = [question("any"), question("made", kinds=("internal",))]
    assert choose(bank, call(kind="internal"), NOTHING, now=NOW) == ChosenQuestions((), ())


def test_what_was_made_for_the_call_is_drawn_far_more_often() -> None:
    bank = [question("any"), question("made", kinds=("pricing",))]
    first = Counter(
        ids(choose(bank, call(account, kind="pricing"), NOTHING, now=NOW))[0]
        for account in range(200)
    )
    assert first["made"] > 180
    assert first["any"] > 0


def test_each_group_has_its_turn_before_one_has_a_second() -> None:
    bank = [question(f"p-{n}", weight=3) for n in range(5)]
    bank += [question("m", "market", weight=1), question("g", "goal", weight=1)]
    for account in range(20):
        picks = choose(bank, call(account), NOTHING, now=NOW).picks
        assert {pick.question.group for pick in picks} == {"person", "market", "goal"}


def test_two_questions_with_one_idea_are_not_asked_together() -> None:
    bank = [question("a", idea="why-now"), question("b", "goal", idea="why-now")]
    assert len(choose(bank, call(), NOTHING, now=NOW).picks) == 1
    opening = LeftOut(ideas={"why-now"})
    assert not choose(bank, call(), NOTHING, left_out=opening, now=NOW).picks


# -- what is true of few calls


def test_a_question_for_a_condition_is_asked_only_if_it_holds_and_then_first() -> None:
    bank = [question(f"any-{n}", GROUPS[n], weight=3) for n in range(4)]
    bank.append(question("missed", "goal", fits=("second_try",), weight=1))
    for account in range(50):
        assert "missed" not in ids(choose(bank, call(account), NOTHING, now=NOW))
        again = replace(call(account), conditions={"second_try", "one_person"})
        assert "missed" in ids(choose(bank, again, NOTHING, now=NOW))


@pytest.mark.parametrize(
    ("guesses", "asked"),
    [
        (["Ruben decides"], ["decided"]),
        (["They fear it", "Ruben has the FINAL SAY."], ["decided"]),
        (["They are undecided"], []),
        ([], []),
    ],
)
def test_a_guess_that_was_not_asked_about_raises_a_question(
    guesses: list[str], asked: list[str]
) -> None:
    bank = [question("decided", guessed=("decides", "final say"))]
    ahead = replace(call(), open_guesses=guesses)
    assert ids(choose(bank, ahead, NOTHING, now=NOW)) == asked


def test_a_question_about_somebody_has_the_name_and_none_is_asked_without() -> None:
    bank = [question("new", ask="What does {newcomer} do?", fits=("has_newcomer",))]
    coming = replace(call(), conditions={"has_newcomer"}, names={"newcomer": "Irina {Sokol}"})
    (pick,) = choose(bank, coming, NOTHING, now=NOW).picks
    assert pick.ask == "What does Irina {Sokol} do?"
    assert pick.question.worded() == "What does the newcomer do?"
    assert not choose(bank, replace(coming, names={}), NOTHING, now=NOW).picks


def test_what_turns_out_to_be_true_later_takes_the_place_of_one_chosen_before() -> None:
    bank = [*BANK, question("new", GROUPS[1], fits=("has_newcomer",))]
    before = choose(bank, call(), NOTHING, chosen_before=["q-0", "q-1", "q-2"], now=NOW).ids
    assert before == ("q-0", "q-1", "q-2")
    coming = replace(call(), conditions={"has_newcomer"})
    after = choose(bank, coming, NOTHING, chosen_before=before, now=NOW)
    assert after.ids == ("q-0", "new", "q-2")
    assert choose(bank, coming, NOTHING, chosen_before=after.ids, now=NOW) == after
    answered = AccountFile({"q-1": NOW})
    kept = choose(bank, coming, answered, chosen_before=before, now=NOW)
    assert kept.ids == ("q-0", "q-1", "q-2")


def test_an_answer_keeps_the_name_that_was_asked_about() -> None:
    new = question("new", ask="What does {newcomer} do?", fits=("has_newcomer",))
    names = {"newcomer": "Irina Sokol", "person": "Jana"}
    assert new.with_name("Plans the nights", names) == "Irina Sokol: Plans the nights"
    assert new.with_name("irina sokol plans", names) == "irina sokol plans"
    assert new.with_name("Plans", {}) == "Plans"
    assert question("any").with_name("Plans", names) == "Plans"


RENEWAL_FIRST = {
    *("used-least", "started-and-stopped", "part-nobody-opens"),
    *("still-waiting-for", "waiting-with-support"),
    *("wanted-by-now", "aim-at-the-start", "change-since-start"),
    *("renewal-terms", "first-contract-people", "who-left"),
}


def test_a_renewal_asks_about_use_tickets_aim_notice_and_people_before_how_they_pay() -> None:
    asked: Counter[str] = Counter()
    for account in range(200):
        renewal = call(account, stage="customer", kind="renewal", roles=["economic_buyer"])
        asked.update(ids(choose(BOOK.questions, renewal, NOTHING, now=NOW)))
    assert sum(asked[id_] for id_ in RENEWAL_FIRST) > 0.8 * asked.total()
    assert asked["how-they-pay"] < 0.02 * asked.total()


def test_calls_in_one_message_have_different_groups_until_all_are_used() -> None:
    bank = [question(f"g{at}-{n}", group) for at, group in enumerate(GROUPS) for n in range(4)]
    groups: list[Group] = []
    for account in range(4):
        others = LeftOut(groups=groups)
        choice = choose(bank, call(account), NOTHING, left_out=others, now=NOW, limit=2)
        groups = [*groups, *(pick.question.group for pick in choice.picks)]
    assert sorted(groups) == sorted(GROUPS)


# -- what the file answers


@pytest.mark.parametrize(
    "words",
    [
        "We had a route planner two years ago. The drivers had switched it off by week two.",
        "TWO YEARS AGO we bought one",
        "That was years ago.",
    ],
)
def test_a_quote_that_answers_a_question_makes_it_vanish(words: str) -> None:
    bank = [question("tried", words=("years ago", "switched off"))]
    assert not choose(bank, call(), said(words), now=NOW).picks


@pytest.mark.parametrize("words", ["In four years, agony is over.", "years. Ago", ""])
def test_other_words_answer_nothing(words: str) -> None:
    bank = [question("tried", words=("years ago", "off"))]
    file = AccountFile(
        {}, (DatedWords(words, NOW), DatedWords("years", NOW), DatedWords("ago", NOW))
    )
    expected = [] if words == "years. Ago" else ["tried"]  # a full stop is no boundary
    assert ids(choose(bank, call(), file, now=NOW)) == expected


def test_words_as_old_as_a_stale_answer_answer_nothing() -> None:
    bank = [question("hiring", words=("hiring",), stale_days=60)]
    assert not choose(bank, call(), said("We are hiring", 59), now=NOW).picks
    assert choose(bank, call(), said("We are hiring", 60), now=NOW).picks


def test_a_fact_on_file_answers() -> None:
    bank = [question("team", facts=("several_people", "colleague"))]
    assert not choose(bank, call(), AccountFile({}, facts={"colleague"}), now=NOW).picks
    assert choose(bank, call(), AccountFile({}, facts={"industry"}), now=NOW).picks


def test_the_unknown_comes_before_the_stale_and_what_was_ignored_comes_last() -> None:
    bank = [question("old", "goal", weight=3), question("new", "market", weight=1)]
    bank.append(question("ignored", "company", weight=3))
    for account in range(20):
        choice = choose(
            bank,
            call(account),
            AccountFile({"old": ago(200)}),
            left_out=LeftOut(before={"ignored"}),
            now=NOW,
        )
        assert ids(choice) == ["new", "old", "ignored"]


def test_a_finding_is_stale_from_its_last_day_on() -> None:
    asked = question("q", stale_days=30)
    assert is_stale(asked, ago(30), NOW)
    assert not is_stale(asked, ago(30) + timedelta(seconds=1), NOW)
    assert not is_stale(asked, NOW + timedelta(days=1), NOW)


# -- the reason


def test_the_reason_is_the_questions_own() -> None:
    (pick,) = choose([question("q")], call(first=True), NOTHING, now=NOW).picks
    assert pick.why == "A job ad is a problem with a budget."


@pytest.mark.parametrize(
    ("found_at", "now", "day"),
    [
        (datetime(2025, 5, 3, 12, tzinfo=UTC), NOW, "3 May"),
        (datetime(2023, 12, 24, 9, tzinfo=UTC), NOW, "24 December 2023"),
        # Already the 4th in Auckland
        (
            datetime(2025, 5, 3, 20, tzinfo=UTC),
            NOW.astimezone(ZoneInfo("Pacific/Auckland")),
            "4 May",
        ),
    ],
)
def test_an_old_answer_is_dated_in_the_readers_zone(
    found_at: datetime, now: datetime, day: str
) -> None:
    (pick,) = choose([question("q")], call(), AccountFile({"q": found_at}), now=now).picks
    assert pick.why == f"A job ad is a problem with a budget. Last looked up on {day}."


def test_an_old_answer_among_the_notes_is_repeated() -> None:
    asked = question("q", words=("stopped in",), stale_days=45)
    notes = (
        DatedWords("The depot in Bern stopped in May.", ago(200)),
        DatedWords("One depot uses it daily; the other stopped in August.", ago(79)),
    )
    (pick,) = choose([asked], call(), AccountFile({}, notes), now=NOW).picks
    assert pick.why == (
        f"Noted on {ago(79).day} {ago(79):%B}: “One depot uses it daily; the other stopped in "
        "August”. Is that still true?"
    )


# -- what was chosen before


BANK = [question(f"q-{n}", GROUPS[n % len(GROUPS)]) for n in range(20)]


def test_what_was_chosen_stays() -> None:
    before = choose(BANK, call(), NOTHING, now=NOW)
    bigger = [*BANK, *(question(f"new-{n}", weight=3) for n in range(20))]
    assert choose(bigger, call(), NOTHING, chosen_before=before.ids, now=NOW) == before


@pytest.mark.parametrize("how", ["answered", "set aside"])
def test_an_answered_question_leaves_and_none_takes_its_place(how: str) -> None:
    before = choose(BANK, call(), NOTHING, now=NOW).ids
    file = AccountFile({before[1]: NOW}) if how == "answered" else NOTHING
    aside = LeftOut(aside=() if how == "answered" else {before[1]})
    after = choose(BANK, call(), file, left_out=aside, chosen_before=before, now=NOW)
    assert ids(after) == [before[0], before[2]]
    assert after.ids == before


def test_one_that_no_longer_fits_is_replaced() -> None:
    bank = [*BANK, question("early", stages=("discovery",))]
    before = ("early", "q-1", "q-2")
    after = choose(bank, call(stage="decision"), NOTHING, chosen_before=before, now=NOW)
    assert ids(after)[:2] == ["q-1", "q-2"]
    assert len(after.picks) == PER_CALL
    taken = LeftOut(taken={"q-1"})
    replaced = choose(bank, call(), NOTHING, left_out=taken, chosen_before=before, now=NOW)
    assert ids(replaced)[:2] == ["early", "q-2"]
    assert len(replaced.picks) == PER_CALL


def test_nothing_is_chosen_from_nothing_or_for_nothing() -> None:
    assert choose([], call(), NOTHING, now=NOW).picks == ()
    assert choose(BANK, call(), NOTHING, now=NOW, limit=0).picks == ()
    assert choose(BANK, call(), NOTHING, now=NOW, limit=-1).picks == ()


IDS = st.sampled_from([q.id for q in BOOK.questions])


@settings(deadline=None, max_examples=60)
@given(
    ahead=st.builds(
        CallToResearch,
        st.integers(1, 10**6),
        st.integers(1, 10**6),
        st.sampled_from(STAGES),
        st.sampled_from(CALL_KINDS),
        st.frozensets(st.sampled_from(BUYING_ROLES)),
        st.booleans(),
    ),
    found=st.dictionaries(IDS, st.integers(0, 400).map(ago), max_size=30),
    left_out=st.builds(
        LeftOut, aside=st.frozensets(IDS, max_size=15), taken=st.frozensets(IDS, max_size=15)
    ),
)
def test_only_open_questions_that_fit_are_chosen_and_always_the_same(
    ahead: CallToResearch, found: dict[str, datetime], left_out: LeftOut
) -> None:
    choice = choose(BOOK.questions, ahead, AccountFile(found), left_out=left_out, now=NOW)
    again = choose(BOOK.questions[::-1], ahead, AccountFile(found), left_out=left_out, now=NOW)
    assert again == choice
    assert len(choice.picks) == (0 if ahead.kind == "internal" else PER_CALL)
    assert len({*ids(choice)}) == len(choice.picks)
    for each in (pick.question for pick in choice.picks):
        assert each.id not in left_out.aside
        assert each.id not in left_out.taken
        assert each.id not in found or is_stale(each, found[each.id], NOW)
        assert ahead.stage in each.stages
        assert each.call != ("later" if ahead.first else "first")
        assert not each.kinds or ahead.kind in each.kinds
        assert not each.roles or set(each.roles) & set(ahead.roles)
