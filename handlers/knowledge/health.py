"""Decide what to tell admins about problems, and when.

Admins are told once about a problem, and once that the problem is over. If a problem is over before
admins were told about it, they are told nothing. All times are UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage.choices import ProblemName
from storage.tables import Problem
from storage.upkeep.problems import FailingNow

PATIENCE = timedelta(minutes=30)  # admins are told only about problems that have lasted this long
# An admin chose a playbook that has mistakes. This is one problem, however many mistakes there are.
# We find the mistakes when we read the playbook, so we don't know since when they have been there.
PLAYBOOK_FAILS = FailingNow("playbook", 1, None)
# `handlers.notices.group_trouble` tells admins about these problems at once, and names the team.
TOLD_ELSEWHERE: tuple[ProblemName, ...] = ("groups",)
# A problem that is over stays on file for this long after we planned the notice about its end,
# because the notice may wait for an admin's morning.
KEPT_FOR = timedelta(days=8)

State = Literal[
    "new",  # it fails, and the admins were not told
    "told",  # it fails, and the admins were told
    "over",  # it is over, and the admins were told of its beginning, but not of its end
    "closed",  # it is over, and the admins were told of its end
]


@dataclass(frozen=True)
class ProblemChanges:
    """What to do with a tenant's problems on file."""

    begun: tuple[FailingNow, ...] = ()
    ended: tuple[Problem, ...] = ()
    resumed: tuple[Problem, ...] = ()  # failing again before the admins were told of the end
    gone: tuple[Problem, ...] = ()  # to be deleted


def state(problem: Problem) -> State:
    """Return the state of a problem."""
    if problem.ended_at is None:
        return "new" if problem.told_at is None else "told"
    told = problem.told_at
    return "over" if told is not None and told < problem.ended_at else "closed"


def changes(
    kept: Collection[Problem], found: Collection[FailingNow], now: datetime
) -> ProblemChanges:
    """Compare the problems on file (`kept`) with what fails now (`found`)."""
    by_name = {one.what: one for one in kept}
    failing = {one.what for one in found}
    states = {one.what: state(one) for one in kept}
    fresh = [one for one in found if states.get(one.what, "closed") == "closed"]
    stopped = [one for one in kept if one.what not in failing]
    return ProblemChanges(
        begun=tuple(fresh),
        ended=tuple(one for one in stopped if states[one.what] == "told"),
        resumed=tuple(by_name[one.what] for one in found if states.get(one.what) == "over"),
        gone=tuple(one for one in stopped if _is_gone(one, now)),
    )


def _is_gone(problem: Problem, now: datetime) -> bool:
    match state(problem):
        case "new":
            return True
        case "closed":
            return (problem.told_at or problem.since) < now - KEPT_FOR
        case "told" | "over":
            return False


def untold(kept: Collection[Problem], now: datetime) -> list[Problem]:
    """Return the problems whose beginning or end the admins must be told about now."""
    return [
        one
        for one in kept
        if state(one) == "over" or (state(one) == "new" and now - one.since >= PATIENCE)
    ]


def told_in(
    kept: Collection[Problem], moments: Collection[int]
) -> tuple[list[ProblemName], list[ProblemName]]:
    """Return what admins were told at these moments (seconds since 1970).

    The first list has the problems that still exist. The second has the problems that are over.
    """
    told = [one for one in kept if one.told_at and int(one.told_at.timestamp()) in moments]
    return (
        [one.what for one in told if state(one) == "told"],
        [one.what for one in told if state(one) == "closed"],
    )


def since(kept: Sequence[Problem], found: FailingNow, now: datetime) -> datetime:
    """Return since when something has been failing, as far as we know."""
    begun = [one.since for one in kept if one.what == found.what and one.ended_at is None]
    return min([*begun, found.since or now])
