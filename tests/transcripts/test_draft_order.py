"""Which lines of a draft come first."""

from datetime import date

from handlers.transcripts.lines.draft_order import FIRST, in_order
from handlers.transcripts.records import DraftLine, DraftLineKind, Spot
from storage.choices import TalkSide

TUESDAY = date(2026, 12, 1)


def line(
    words: str, kind: DraftLineKind, side: TalkSide = "theirs", due: date | None = None
) -> DraftLine:
    return DraftLine(kind, words, "Ann", side, Spot(0.5), due)


NOTICE = line("You get the terms", "promise", "me")
QUOTE = line("You get the quote by Tuesday", "promise", "me", TUESDAY)
THEIRS = line("I'll ask legal", "promise")
NEED = line("We need two docks", "need")
DECIDER = line("Rufus signs", "decider")
RIVAL = line("We had a demo from Routely", "rival")
BUDGET = line("It is in the budget", "budget")


def test_the_budget_and_a_second_promise_of_ours_with_a_day_come_before_a_need() -> None:
    lines = [BUDGET, DECIDER, NEED, THEIRS, NOTICE, QUOTE]
    assert set(in_order(lines)[:FIRST]) == {NOTICE, QUOTE, THEIRS, DECIDER, BUDGET}


def test_a_competitor_comes_before_a_need() -> None:
    lines = [BUDGET, DECIDER, NEED, THEIRS, NOTICE, RIVAL]
    assert set(in_order(lines)[:FIRST]) == {NOTICE, THEIRS, DECIDER, BUDGET, RIVAL}


def test_without_a_second_promise_with_a_day_the_budget_is_there() -> None:
    lines = [BUDGET, DECIDER, NEED, THEIRS, NOTICE, line("We check it", "promise", "me")]
    assert set(in_order(lines)[:FIRST]) == {NOTICE, THEIRS, NEED, DECIDER, BUDGET}
