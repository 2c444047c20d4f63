"""Sixty accounts in one month of a rep's calls: what they are asked to look up."""

import logging
import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handlers.coaching.research import AccountFile, CallToResearch, DatedWords, LeftOut, choose
from handlers.coaching.text.words import stems
from handlers.playbook.schema import Question
from storage.choices import CALL_KINDS, STAGES, BuyingRole, CallKind, Stage
from tests.shipped import SHIPPED_PLAYBOOK

log = logging.getLogger(__name__)
BOOK = SHIPPED_PLAYBOOK
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
ACCOUNTS, CALLS_A_DAY = 60, 3
SAID = (
    "We had a route planner two years ago. The drivers had switched it off by week two.",
    "Our contract with the current supplier runs out in March.",
    "Purchasing has to sign, and legal has a say.",
    "When a pallet is late, it is my phone that rings at six in the morning.",
    "We are hiring two dispatchers.",
    "",
)
KINDS_OF: dict[Stage, tuple[CallKind, ...]] = {
    "discovery": ("cold", "inbound", "discovery"),
    "evaluation": ("demo", "pricing", "other"),
    "decision": ("pricing", "procurement", "other"),
    "customer": ("kick_off", "renewal", "review", "bad_news"),
}
ROLES: tuple[BuyingRole, ...] = ("economic_buyer", "user", "technical", "procurement", "other")


@dataclass(frozen=True)
class Asked:
    """A call, what was said before it, and what the rep was asked to look up."""

    call: CallToResearch
    said: str
    questions: tuple[Question, ...]


@pytest.fixture(scope="module")
def days() -> list[list[Asked]]:
    """The calls by day, each with its questions."""
    draw = random.Random(1)  # noqa: S311 - no secret
    month: list[list[Asked]] = []
    for account in range(1, ACCOUNTS + 1):
        stage = STAGES[account % len(STAGES)]
        kind = draw.choice(KINDS_OF[stage])
        roles = draw.sample(ROLES, 2)
        call = CallToResearch(
            account, 1000 + account, stage, kind, roles, first=draw.random() < 0.4
        )
        said = "" if call.first else draw.choice(SAID)
        if account % CALLS_A_DAY == 1:
            month.append([])
        taken = {q.id for each in month[-1] for q in each.questions}
        file = AccountFile({}, (DatedWords(said, NOW - timedelta(days=3)),))
        choice = choose(BOOK.questions, call, file, left_out=LeftOut(taken=taken), now=NOW)
        month[-1].append(Asked(call, said, tuple(pick.question for pick in choice.picks)))
    return month


def test_the_questions_and_the_first_ones_differ_across_accounts(days: list[list[Asked]]) -> None:
    asked = [each for day in days for each in day]
    every = Counter(q.id for each in asked for q in each.questions)
    first = Counter(each.questions[0].id for each in asked)
    log.info(
        "%d accounts: %d of %d questions, %d different first ones; most often %s, first %s",
        *(len(asked), len(every), len(BOOK.questions), len(first)),
        *(every.most_common(1), first.most_common(1)),
    )
    assert all(len(each.questions) == 3 for each in asked)
    assert len(every) >= 60
    assert len(first) >= 30
    assert max(first.values()) <= 6
    assert max(every.values()) <= 12


def test_no_question_comes_twice_on_one_day(days: list[list[Asked]]) -> None:
    for day in days:
        ids = [q.id for each in day for q in each.questions]
        assert len(ids) == len(set(ids)) == 3 * CALLS_A_DAY


def test_none_is_answered_by_what_was_said_and_no_idea_comes_twice(days: list[list[Asked]]) -> None:
    for each in (each for day in days for each in day):
        heard = f" {' '.join(stems(each.said))} "
        for question in each.questions:
            for words in question.answered_by.words:
                assert f" {' '.join(stems(words))} " not in heard, question.id
        ideas = [q.idea for q in each.questions if q.idea]
        assert len(ideas) == len(set(ideas))


def test_a_kind_of_call_gets_questions_that_were_made_for_it(days: list[list[Asked]]) -> None:
    asked = [each for day in days for each in day if each.call.kind in CALL_KINDS[:10]]
    # Most questions suit a discovery call, so few are made for it alone.
    asked = [each for each in asked if each.call.kind != "discovery"]
    made = sum(any(q.kinds for q in each.questions) for each in asked)
    log.info("%d of %d calls of a known kind have a question made for it", made, len(asked))
    assert made / len(asked) >= 0.95
