"""Find the insights that fit a call. `coaching.matching` ranks the candidates."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.matching import (
    MATCH_LIMIT,
    BuyerWords,
    CallContext,
    Candidate,
    Match,
    is_near_duplicate,
    match,
    words_of,
)
from handlers.knowledge.facts import Facts
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.marketing import insight_matches
from storage.tables import Insight, InsightUse

# The full-text search finds at most this many insights. The query that matches insights to a call
# returns at most this many too.
CANDIDATES = 60

Fitting = tuple[Insight, Match]


async def fitting(
    session: AsyncSession, facts: Facts, playbook: Playbook, now: datetime
) -> list[Fitting]:
    """Return at most two insights for a call, best first, with reasons. `now` is in UTC."""
    today = day_of(now, facts.person.zone)
    around = _context(facts)
    places = await insight_matches.with_words(
        session,
        facts.person.tenant,
        words_of(around.said, playbook.synonyms),
        limit=CANDIDATES,
        newest=insight_matches.COMPARED,
    )
    rows = await insight_matches.matching(
        session,
        facts.person.tenant,
        today=today,
        now=now,
        account_id=facts.account.id,
        industry=facts.account.industry.lower(),
        heard=" ".join(one.words for one in around.said).lower(),
        roles=" ".join(around.roles).lower(),
        ids=places,
        limit=CANDIDATES,
    )
    return _best(rows, places, around, today)


def _context(facts: Facts) -> CallContext:
    zone = facts.person.zone
    return CallContext(
        account_id=facts.account.id,
        industry=facts.account.industry,
        stage=facts.stage,
        roles=tuple(contact.role for contact in facts.coming if contact.role),
        said=tuple(BuyerWords(row.heard, day_of(row.called_at, zone)) for row in facts.heard),
    )


def _best(
    rows: Sequence[Insight], places: list[int], around: CallContext, today: date
) -> list[Fitting]:
    """Return the best insights, without near duplicates.

    `places` has the ids of the insights that were found by words, best first.
    """
    by_id = {row.id: row for row in rows}
    candidates = [_candidate(row, places) for row in rows]
    found = match(candidates, around, day=lambda day: _on(day, today), limit=MATCH_LIMIT)
    best = by_id[found[0].id] if found else None
    # If the second insight nearly repeats the first, find another one.
    if best and any(_is_near_duplicate(by_id[one.id], best) for one in found):
        others = [one for one in candidates if not _is_near_duplicate(by_id[one.id], best)]
        found = match(others, around, day=lambda day: _on(day, today), limit=MATCH_LIMIT)
    return [(by_id[one.id], one) for one in found]


def _is_near_duplicate(one: Insight, other: Insight) -> bool:
    return one.id != other.id and is_near_duplicate(one.headline, other.headline)


def _on(day: date, today: date) -> str:
    """Return "on" and a date. A word such as "tomorrow" would be wrong a day later."""
    return f"on {format_full_date(day, today)}"


def _candidate(row: Insight, places: list[int]) -> Candidate:
    return Candidate(
        id=row.id,
        account_id=row.account_id,
        industry=row.industry,
        stage=row.stage,
        persona=row.persona,
        competitor=row.competitor,
        words=f"{row.headline} {row.line} {row.body}",
        found=places.index(row.id) if row.id in places else None,
    )


def shown(facts: Facts, matched: Sequence[Fitting], now: datetime) -> list[InsightUse]:
    """Return rows to record that these insights were shown for a call. `now` is in UTC."""
    return [
        InsightUse(
            tenant=facts.person.tenant,
            insight_id=insight.id,
            person_id=facts.person.id,
            call_id=facts.call.id,
            account_id=facts.account.id,
            at=now,
        )
        for insight, _ in matched
    ]
