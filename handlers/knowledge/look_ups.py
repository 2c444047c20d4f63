"""Choose what a rep should look up before calls.

When we show questions to a rep, we record them on the rep's seat (the row for the rep in the call).
So a call keeps its questions, and the rep's other calls on the same day get different questions.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.research import (
    PER_CALL,
    Chosen,
    LeftOut,
    choose,
    suits_known,
)
from handlers.knowledge import look_up_facts, situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.gathering import gather_all
from handlers.playbook.conditions import Group
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import DAY, at, day_of, rhythm_of, with_same_eve
from storage.sales_calls import own_calls
from storage.sales_calls.own_calls import Seated
from storage.sales_calls.seat_texts import SeatTexts
from storage.sources import proposals
from storage.sources.proposals import AccountProposals
from storage.tables import AccountLookUp, Person, ProposedAnswer

PER_DAY = 6  # ask at most this many questions for one day
MET_OFTEN = 3  # after this many meetings with an account, ask at most one question
SEVERAL_CALLS = 2  # ask at most this many questions for each call, on a day with several calls


@dataclass(frozen=True)
class LookUps:
    """The questions to look up before a call, and the facts about the call.

    `recorded` has the ids of the call's questions, including answered ones, as in `Seat.research`.
    """

    facts: Facts
    picks: tuple[Chosen, ...]
    recorded: str
    proposed: tuple[ProposedAnswer, ...] = ()  # answers to these questions, from public sources
    looked_up: AccountLookUp | None = None  # None if the account was not looked up


async def of_call(
    session: AsyncSession, facts: Facts, playbook: Playbook, now: datetime
) -> LookUps | None:
    """Return what to look up before a call. `now` is in UTC.

    Return None if there are no questions, or if the call is today or earlier.
    """
    person, call = facts.person, facts.call
    day = day_of(call.starts_at, person.zone)
    if day <= day_of(now, person.zone):
        return None
    left_out = _left_out(facts, playbook, facts.asked_then)
    known = await _public(session, [facts], now)
    public = known.get(facts.account.id)
    limit = SEVERAL_CALLS if facts.asked_then else PER_CALL
    found = _choose(facts, _suiting(playbook, facts, public), now, left_out, limit, public=public)
    return found if found.picks else None


async def of_day(
    session: AsyncSession,
    person: Person,
    playbook: Playbook,
    day: date,
    now: datetime,
    *,
    only: Collection[int] = (),
    taken: Collection[str] = (),
) -> list[LookUps]:
    """Return what to look up before a day's calls, in call order. `now` is in UTC.

    If the rep prepares other days on the same evening as this day, include the calls of those days.
    For example, people often prepare Saturday, Sunday and Monday on Friday evening.

    Leave out:

    - internal calls
    - further calls with the same account
    - calls after the first `PER_DAY` calls
    - calls whose ids are not in `only`, if `only` is not empty

    `taken` has the ids of questions that are already in the message to the rep.
    """
    that_day = await _planned_on(session, person, day, now)
    if not any(row.call.id in only for row in that_day) and only:
        return []
    # Calls with the same account share their questions, so keep only one call for each account: the
    # account's first call in `only`. If none of its calls is in `only`, keep its first call.
    wanted_first = sorted(that_day, key=lambda row: row.call.id not in only)
    first = {row.account.id: row.call.id for row in reversed(wanted_first)}
    rows = [row for row in that_day if first[row.account.id] == row.call.id]
    all_facts = await gather_all(session, [(person, row) for row in rows]) if rows else []
    all_facts = [each for each in all_facts if situations.kind(each, playbook) != "internal"]
    limit = _limit(len(all_facts))  # calls that are not in `only` count too
    all_facts = [each for each in all_facts if not only or each.call.id in only]
    known = await _public(session, all_facts, now)
    found: list[LookUps] = []
    for facts in all_facts[:PER_DAY]:
        others = _asked(row for row in that_day if row.account.id != facts.account.id)
        asked = {pick.question.id for each in found for pick in each.picks}
        left_out = _left_out(facts, playbook, {*taken, *others, *asked})
        public = known.get(facts.account.id)
        suiting = _suiting(playbook, facts, public)
        found.append(_choose(facts, suiting, now, left_out, limit, public=public))
    return [each for each in found if each.picks]


async def _planned_on(
    session: AsyncSession, person: Person, day: date, now: datetime
) -> Sequence[Seated]:
    """Return upcoming calls on a day, and on all days that the rep prepares on the same evening."""
    days = with_same_eve(day, rhythm_of(person))
    return await own_calls.planned_for(
        session,
        person.tenant,
        person.id,
        since=max(now, at(days[0], time(), person.zone)),
        until=at(days[-1] + DAY, time(), person.zone),
    )


def _limit(calls: int) -> int:
    """Return how many questions to ask for each call, on a day with this many calls."""
    if calls <= 1:
        return PER_CALL
    return max(1, min(SEVERAL_CALLS, PER_DAY // calls))


def _left_out(facts: Facts, playbook: Playbook, taken: Collection[str]) -> LeftOut:
    """Return the questions that we must not choose, and the questions that we like less.

    We must not choose the questions in `taken`. We like these questions less than others:

    - questions that we chose for another call with the account
    - questions in the same group as a question in `taken`
    """
    return LeftOut(taken=taken, before=facts.asked_before, groups=_groups(taken, playbook))


def recorded(facts: Facts, playbook: Playbook, now: datetime) -> LookUps:
    """Return a call's questions that were chosen earlier and are still open."""
    chosen = facts.seat.research.split()
    questions = tuple(q for q in playbook.questions if q.id in chosen)
    return _choose(facts, replace(playbook, questions=questions), now, LeftOut())


def texts(found: Sequence[LookUps]) -> tuple[SeatTexts, ...]:
    """Return the question ids to store on the seats when the questions are shown."""
    return tuple(
        SeatTexts(each.facts.call.id, each.facts.person.id, research=each.recorded)
        for each in found
    )


async def _public(
    session: AsyncSession, wanted: Sequence[Facts], now: datetime
) -> Mapping[int, AccountProposals]:
    """Return what public sources say, by account. Return {} if they are switched off."""
    ids = {each.account.id for each in wanted if each.public_sources}
    if not ids:
        return {}
    person = wanted[0].person
    return wanted_by(person, await proposals.of_accounts(session, person.tenant, ids, now))


def wanted_by(
    person: Person, known: Mapping[int, AccountProposals]
) -> Mapping[int, AccountProposals]:
    """Leave out a language model's proposals if the person does not want a model."""
    if not rhythm_of(person).no_model:
        return known
    return {
        id_: replace(public, proposed=tuple(one for one in public.proposed if not one.model))
        for id_, public in known.items()
    }


def _suiting(playbook: Playbook, facts: Facts, public: AccountProposals | None) -> Playbook:
    """Return the playbook without the general questions, if we know the account.

    A general question stays if an answer to it is proposed.
    """
    if not situations.is_known(facts):
        return playbook
    proposed = {each.question_id for each in public.proposed} if public else set()
    suiting = (q for q in playbook.questions if q.id in proposed or suits_known(q))
    return replace(playbook, questions=tuple(suiting))


def _choose(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    left_out: LeftOut,
    limit: int = PER_CALL,
    *,
    public: AccountProposals | None = None,
) -> LookUps:
    """Choose research questions for a call.

    If the rep has met the account often, choose at most one question. It must be one of the
    playbook's questions for later calls.
    """
    questions = playbook.questions
    proposed = public.proposed if public else ()
    if len(facts.met_on) >= MET_OFTEN:
        questions, limit = tuple(q for q in questions if q.call == "later"), min(limit, 1)
    current = situations.situation(facts, playbook)
    opening = situations.opening(facts, playbook, current)
    choice = choose(
        questions,
        look_up_facts.ahead(facts, playbook, current),
        look_up_facts.on_file(facts),
        left_out=replace(
            left_out,
            aside=facts.skipped | facts.not_worth,
            ideas={opening.idea} if opening and opening.idea else (),
        ),
        chosen_before=facts.seat.research.split(),
        now=now.astimezone(ZoneInfo(facts.person.zone)),  # in the rep's zone
        limit=limit,
        proposed={each.question_id for each in proposed},
    )
    asked = {pick.question.id for pick in choice.picks}
    return LookUps(
        facts,
        choice.picks,
        " ".join(choice.ids),
        tuple(each for each in proposed if each.question_id in asked),
        public.looked_up if public else None,
    )


def _asked(rows: Iterator[Seated]) -> set[str]:
    return {id_ for row in rows for id_ in row.seat.research.split()}


def _groups(ids: Collection[str], playbook: Playbook) -> list[Group]:
    return [question.group for question in map(playbook.question, ids) if question is not None]
