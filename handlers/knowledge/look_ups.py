"""What a rep is asked to look up before their calls, given what is on file about these calls.

The questions of a call are recorded on the rep's seat when they are shown, so that they stay the
same, and so that the rep's other calls of that day get other questions.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.listening import NAME, Situation
from handlers.coaching.mentions import first_mentions
from handlers.coaching.research import (
    PER_CALL,
    AccountFile,
    Ahead,
    Chosen,
    DatedWords,
    LeftOut,
    choose,
)
from handlers.coaching.themes import BuyerQuote
from handlers.coaching.words import shortened
from handlers.knowledge import situations
from handlers.knowledge.facts import Facts, gather_all
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import Condition, Group, KnownFact, ResearchCondition
from handlers.rhythm_settings import DAY, Rhythm, at, day_of, rhythm_of, working_day_before
from storage import calls
from storage.calls import Seated
from storage.seat_texts import SeatTexts
from storage.tables import Person

PER_DAY = 6  # questions about all calls of a day
SEVERAL_CALLS = 2  # questions about each call of a day that has several


@dataclass(frozen=True)
class LookUps:
    """The questions to look up before a call, and what is on file about the call.

    `recorded` are the ids of the call's questions, answered ones too, as in `Seat.research`.
    """

    facts: Facts
    picks: tuple[Chosen, ...]
    recorded: str


async def of_call(
    session: AsyncSession, facts: Facts, playbook: Playbook, now: datetime
) -> LookUps | None:
    """What to look up before a call; None if it is today or earlier, or if there is no question.

    `now` is UTC.
    """
    person, call = facts.person, facts.call
    day = day_of(call.starts_at, person.zone)
    if day <= day_of(now, person.zone):
        return None
    that_day = await _calls_with_same_eve(session, person, day, now)
    taken = _asked(row for row in that_day if row.call.id != call.id)
    left_out = LeftOut(taken=taken, before=facts.asked_before, groups=_groups(taken, playbook))
    found = _choose(facts, playbook, now, left_out)
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
    """What to look up before the calls of a day, by call, in the order of the calls. `now` is UTC.

    Calls of other days that have the same last working day before them are included: for a Monday,
    the calls of the weekend. If `only` is not empty, it has the ids of the calls to include.
    `taken` has the ids of questions that the rep is asked in the same message already.
    """
    that_day = await _calls_with_same_eve(session, person, day, now)
    rows = [row for row in that_day if not only or row.call.id in only]
    # Two calls with one account share their questions, so only the first is asked about.
    rows = list({row.account.id: row for row in reversed(rows)}.values())[::-1]
    if not rows:
        return []
    all_facts = await gather_all(session, [(person, row) for row in rows])
    all_facts = [each for each in all_facts if situations.kind(each, playbook) != "internal"]
    limit = PER_CALL
    if len(all_facts) > 1:
        limit = max(1, min(SEVERAL_CALLS, PER_DAY // len(all_facts)))
    found: list[LookUps] = []
    for facts in all_facts[:PER_DAY]:
        others = _asked(row for row in that_day if row.account.id != facts.account.id)
        asked = {pick.question.id for each in found for pick in each.picks}
        elsewhere = {*taken, *others, *asked}
        left_out = LeftOut(
            taken=elsewhere,
            before=facts.asked_before,
            groups=_groups(elsewhere, playbook),
        )
        found.append(_choose(facts, playbook, now, left_out, limit))
    return [each for each in found if each.picks]


def recorded(facts: Facts, playbook: Playbook, now: datetime) -> LookUps:
    """The questions that were chosen for a call before, as far as they are still open."""
    chosen = facts.seat.research.split()
    questions = tuple(q for q in playbook.questions if q.id in chosen)
    return _choose(facts, replace(playbook, questions=questions), now, LeftOut())


def texts(found: Sequence[LookUps]) -> tuple[SeatTexts, ...]:
    """The questions, to be stored on the seats when they are shown."""
    return tuple(
        SeatTexts(each.facts.call.id, each.facts.person.id, research=each.recorded)
        for each in found
    )


def _choose(
    facts: Facts, playbook: Playbook, now: datetime, left_out: LeftOut, limit: int = PER_CALL
) -> LookUps:
    now_at = situations.situation(facts, playbook)
    opening = situations.opening(facts, playbook, now_at)
    choice = choose(
        playbook.questions,
        ahead(facts, playbook, now_at),
        on_file(facts),
        left_out=replace(
            left_out,
            aside=facts.skipped | facts.not_worth,
            ideas={opening.idea} if opening and opening.idea else (),
        ),
        chosen_before=facts.seat.research.split(),
        now=now.astimezone(ZoneInfo(facts.person.zone)),  # its dates are for this reader
        limit=limit,
    )
    return LookUps(facts, choice.picks, " ".join(choice.ids))


def ahead(facts: Facts, playbook: Playbook, situation: Situation) -> Ahead:
    """A call, as the choice of questions sees it."""
    conditions: set[Condition | ResearchCondition] = {*situation.conditions}
    said = [BuyerQuote(facts.account.id, each.words, each.at.date()) for each in _said(facts)]
    if first_mentions(said, playbook.competitors):
        conditions.add("competitor_named")
    if facts.coming:
        conditions.add("contact_named")
    return Ahead(
        facts.account.id,
        facts.call.id,
        facts.stage,
        situation.kind,
        situation.roles,
        first=not facts.met_before,
        conditions=conditions,
        open_guesses=facts.open_guesses,
        names=names(facts),
    )


def names(facts: Facts) -> dict[str, str]:
    """The people in the questions, by placeholder.

    These are full names, because the people are to be looked up. Listening lines have first names.
    If a newcomer's role is on file, the newcomer is left out.
    """
    newcomer = situations.newcomer_of(facts)
    found = {"newcomer": newcomer if newcomer and not newcomer.role else None}
    if len(facts.coming) == 1:
        found["person"] = facts.coming[0]
    return {key: shortened(one.name, NAME) for key, one in found.items() if one is not None}


def on_file(facts: Facts) -> AccountFile:
    """What is on file about the account of a call that can answer a question."""
    return AccountFile(facts.found(), tuple(_said(facts)), frozenset(_known(facts)))


def _said(facts: Facts) -> Iterator[DatedWords]:
    for row in facts.reflections:
        for words in (row.heard, row.surprise, row.next_step, row.for_marketing):
            if words:
                yield DatedWords(words, row.called_at)
    for finding in facts.findings:
        yield DatedWords(finding.text, finding.found_at)
    for promise in facts.promises:
        yield DatedWords(promise.text, promise.made_at)


def _known(facts: Facts) -> Iterator[KnownFact]:
    if facts.account.industry:
        yield "industry"
    if len(facts.coming) + len(facts.may_come) > 1:
        yield "several_people"
    if facts.with_us:
        yield "colleague"
    if facts.call.invitation:
        yield "invitation"
    for promise in facts.promises:
        if promise.state == "open":
            yield "our_promise" if promise.side == "ours" else "their_promise"
    if facts.reflections and facts.reflections[0].next_step:
        yield "next_step"


def _asked(rows: Iterator[Seated]) -> set[str]:
    """The ids of the questions that were chosen for these calls."""
    return {id_ for row in rows for id_ in row.seat.research.split()}


def _groups(ids: Collection[str], playbook: Playbook) -> list[Group]:
    """The group of each of these questions."""
    return [question.group for question in map(playbook.question, ids) if question is not None]


async def _calls_with_same_eve(
    session: AsyncSession, person: Person, day: date, now: datetime
) -> list[Seated]:
    """The person's coming calls that have the same last working day before them as `day`."""
    days = _days_with_same_eve(day, rhythm_of(person))
    return await calls.planned_for(
        session,
        person.tenant,
        person.id,
        since=max(now, at(days[0], time(), person.zone)),
        until=at(days[-1] + DAY, time(), person.zone),
    )


def _days_with_same_eve(day: date, rhythm: Rhythm) -> list[date]:
    """This day, and the days next to it that have the same last working day before them."""
    eve = working_day_before(day, rhythm)
    near = [eve + ahead * DAY for ahead in range(1, 8)]
    return [each for each in near if working_day_before(each, rhythm) == eve]
