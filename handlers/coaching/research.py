"""Choose the open questions that matter most before a call, and say why each was chosen."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers.playbook.schema import Group, Question
from storage.choices import STAGES, Stage

Moment = Literal["first", "discovery", "evaluation", "decision", "customer"]

# Which groups come first at each moment, between questions that are otherwise equal.
# - First call: listen before you offer. The person and their world come before their problems, and
#   it is too early to ask who signs.
# - Discovery: Rackham's order, from how it is done today to what is wrong, what that costs, and
#   what a solution would be worth.
# - Evaluation: they compare, so what matters is what they compare by: their aim, then the price of
#   doing nothing, then whom they trust.
# - Decision: people before arguments. Who speaks for us, who is against, how a yes gets signed.
# - Customer: did they get what they hoped for, are they well looked after, what comes next.
_PREFER: Mapping[Moment, tuple[Group, ...]] = {
    "first": (
        *("person", "company", "situation", "big_picture"),
        *("goal", "market", "stakes", "relationship"),
    ),
    "discovery": (
        *("situation", "stakes", "goal", "big_picture"),
        *("person", "market", "relationship", "company"),
    ),
    "evaluation": (
        *("goal", "stakes", "relationship", "big_picture"),
        *("person", "situation", "market", "company"),
    ),
    "decision": (
        *("relationship", "stakes", "person", "goal"),
        *("big_picture", "situation", "company", "market"),
    ),
    "customer": (
        *("goal", "relationship", "big_picture", "person"),
        *("market", "situation", "stakes", "company"),
    ),
}

# Each line has to be true of every question in its group.
_WHY_NOW: Mapping[tuple[Moment, Group], str] = {
    ("first", "person"): "First call: start with the person.",
    ("first", "company"): "First call: know their company before they explain it.",
    ("first", "situation"): "First call: find out how they work now before what could change.",
    ("discovery", "situation"): "Early days: find out how they do it now.",
    ("discovery", "stakes"): "Early days: find out what it costs them to change nothing.",
    ("discovery", "goal"): "Early days: hear where they want to end up.",
    ("evaluation", "goal"): "They are comparing: know what they will judge by.",
    ("evaluation", "stakes"): "They are comparing: doing nothing is one of the options.",
    ("evaluation", "relationship"): "They are comparing: who they trust is part of it.",
    ("decision", "relationship"): "They are deciding: it depends on who they trust.",
    ("decision", "stakes"): "They are deciding: what they could lose matters most.",
    ("decision", "person"): "They are deciding: for someone there, this is personal.",
    ("customer", "goal"): "They have bought: check whether they got what they hoped for.",
    ("customer", "relationship"): "They have bought: trust is kept or lost now.",
    ("customer", "big_picture"): "They have bought: find out what comes next.",
}


@dataclass(frozen=True)
class Chosen:
    """A question to look up before the call, and one short line on why it was chosen."""

    question: Question
    why: str


def is_stale(question: Question, found_at: datetime, now: datetime) -> bool:
    """Whether an answer is so old that its question is asked again.

    It is stale when `stale_days` times 24 hours have passed since `found_at`. Both times are aware.
    """
    return now - found_at >= timedelta(days=question.stale_days)


def choose(
    questions: Sequence[Question],
    *,
    found: Mapping[str, datetime],
    skipped: Collection[str],
    not_worth: Collection[str],
    stage: Stage,
    first_call: bool,
    now: datetime,
    limit: int = 3,
) -> tuple[Chosen, ...]:
    """The open questions that matter most now, best first, at most `limit`.

    `found` has the time of the last answer (aware) by the question's id. `skipped` has the ids of
    questions set aside for this call, `not_worth` of those set aside for this account. `now` is
    aware and in the reader's zone, which is used for the dates in `why`.

    Questions without an answer come before those whose answer is old. Then they are ordered by
    weight, by how much their group matters at this stage, and by how specific they are to a stage
    or a kind of call. Each group gets one question before any group gets a second. Equal questions
    keep the order of `questions`. In discovery, the groups follow the order of SPIN (Rackham,
    35,000 calls).
    """
    moment: Moment = "first" if first_call else stage
    prefer = _PREFER[moment]

    def rank(question: Question) -> tuple[bool, int, int, int]:
        place = prefer.index(question.group)
        return question.id in found, -question.weight, place, -_specificity(question)

    candidates = [q for q in questions if _fits(q, stage, first_call=first_call)]
    candidates = _open(candidates, found, skipped, not_worth, now)
    varied = _one_of_each_group_first(sorted(candidates, key=rank))
    return tuple(Chosen(q, _why(q, moment, found.get(q.id), now)) for q in varied[: max(limit, 0)])


def open_count(
    questions: Sequence[Question],
    *,
    found: Mapping[str, datetime],
    skipped: Collection[str],
    not_worth: Collection[str],
    stage: Stage,
    first_call: bool,
    now: datetime,
) -> int:
    """How many questions are open, including those that `choose` returns."""
    candidates = [q for q in questions if _fits(q, stage, first_call=first_call)]
    return len(_open(candidates, found, skipped, not_worth, now))


def _fits(question: Question, stage: Stage, *, first_call: bool) -> bool:
    call = "first" if first_call else "later"
    return stage in question.stages and question.call in ("any", call)


def _open(
    questions: Sequence[Question],
    found: Mapping[str, datetime],
    skipped: Collection[str],
    not_worth: Collection[str],
    now: datetime,
) -> list[Question]:
    def is_open(question: Question) -> bool:
        if question.id in skipped or question.id in not_worth:
            return False
        return question.id not in found or is_stale(question, found[question.id], now)

    return [question for question in questions if is_open(question)]


def _specificity(question: Question) -> int:
    """How specific a question is, from 0 (for any stage and any call) to 2."""
    return (len(question.stages) < len(STAGES)) + (question.call != "any")


def _one_of_each_group_first(ranked: Sequence[Question]) -> list[Question]:
    given = Counter[Group]()
    rounds: list[tuple[int, Question]] = []
    for question in ranked:
        rounds.append((given[question.group], question))
        given[question.group] += 1
    return [question for _, question in sorted(rounds, key=lambda pair: pair[0])]


def _why(question: Question, moment: Moment, found_at: datetime | None, now: datetime) -> str:
    why_now = _WHY_NOW.get((moment, question.group))
    known = _known(found_at, now)
    return f"{why_now} {known}" if why_now else known


def _known(found_at: datetime | None, now: datetime) -> str:
    if found_at is None:
        return "Nobody has looked yet."
    on = found_at.astimezone(now.tzinfo).date()
    year = f" {on.year}" if on.year != now.year else ""
    return f"Last looked up on {on.day} {on:%B}{year}."
