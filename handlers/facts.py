"""What is on file about one person's call, gathered once for its brief, its nudges and its forms.

Everything here is what this person may see: their own words, and what colleagues shared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching import goals, listening
from handlers.coaching.listening import Situation, Worded
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import NO_REPEAT_WITHIN, Condition, Stage
from storage import accounts, calls, commitments, reflections, research
from storage.calls import Seated
from storage.tables import (
    Account,
    Call,
    Commitment,
    Contact,
    Finding,
    Guess,
    Person,
    Reflection,
    Seat,
    SetAside,
)

KEPT_LATELY = timedelta(days=60)  # promises settled longer ago are no news in a brief


@dataclass(frozen=True)
class Facts:
    """A call and all that is on file about it and its account, for one person."""

    person: Person
    seat: Seat
    call: Call
    account: Account
    coming: Sequence[Contact]
    guesses: Sequence[Guess]
    findings: Sequence[Finding]  # the newest for each question
    set_aside: Sequence[SetAside]
    reflections: Sequence[Reflection]  # newest first
    promises: Sequence[Commitment]
    met_before: bool
    last_openings: Sequence[str]  # ids, of this person's other calls, newest first

    @property
    def heard(self) -> list[Reflection]:
        """Reflections that hold the buyer's own words, newest first."""
        return [reflection for reflection in self.reflections if reflection.heard]

    @property
    def stage(self) -> Stage:
        """Where the opportunity stands."""
        return cast("Stage", self.account.stage)

    def skipped(self) -> set[str]:
        """The questions skipped for this call."""
        return {row.question_id for row in self.set_aside if row.call_id == self.call.id}

    def not_worth(self) -> set[str]:
        """The questions that are not worth knowing about this account."""
        return {row.question_id for row in self.set_aside if row.call_id == 0}

    def found(self) -> dict[str, datetime]:
        """When each question was last answered (UTC)."""
        return {finding.question_id: finding.found_at for finding in self.findings}


async def gather(session: AsyncSession, person: Person, seated: Seated) -> Facts:
    """Everything on file about a call that this person may see."""
    seat, call, account = seated
    tenant = person.tenant
    return Facts(
        person,
        seat,
        call,
        account,
        coming=await accounts.coming(session, tenant, call.id),
        guesses=await calls.guesses(session, tenant, call.id, person.id),
        findings=await research.latest(session, tenant, account.id),
        set_aside=await research.set_aside(session, tenant, account.id),
        reflections=await reflections.seen_by(session, tenant, account.id, person.id, most=10),
        promises=await commitments.of_account(
            session, tenant, account.id, settled_since=call.starts_at - KEPT_LATELY
        ),
        met_before=await calls.any_before(session, tenant, account.id, call.starts_at),
        last_openings=await calls.last_openings(
            session, tenant, person.id, but=call.id, most=NO_REPEAT_WITHIN
        ),
    )


def pitch(facts: Facts, playbook: Playbook) -> tuple[str, ...]:
    """The words that make the goal sound like a pitch, while no need of the buyer is on record."""
    if facts.heard:
        return ()
    return goals.pitch_words(facts.seat.goal, playbook.pitch.words)


def situation(facts: Facts, playbook: Playbook) -> Situation:
    """What a listening line can be fitted to."""
    heard, last = facts.heard, facts.reflections[0] if facts.reflections else None
    surprise = last.surprise if last else ""
    holds: dict[Condition, bool] = {
        "first_call": not facts.met_before,
        "no_need_yet": not heard,
        "pitch_planned": bool(pitch(facts, playbook)),
        "has_quote": bool(heard),
        "has_guess": bool(facts.guesses),
        "has_surprise": bool(surprise),
        "has_goal": bool(facts.seat.goal),
    }
    return Situation(
        account=facts.account.name,
        conditions=frozenset(name for name, true in holds.items() if true),
        quote=heard[0].heard if heard else None,
        guess=facts.guesses[0].text if facts.guesses else None,
        surprise=surprise or None,
        goal=facts.seat.goal or None,
    )


def opening(facts: Facts, playbook: Playbook) -> Worded | None:
    """The question to open this call with: the one it has, else one not asked lately."""
    now = situation(facts, playbook)
    kept = [line for line in playbook.openings if line.id == facts.seat.opening]
    return (
        listening.opening(kept, situation=now, recent=(), turn=0) if kept else None
    ) or listening.opening(
        playbook.openings, situation=now, recent=facts.last_openings, turn=facts.call.id
    )
