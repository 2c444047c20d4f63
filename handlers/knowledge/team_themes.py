"""Themes among a team's buyers: phrases that recur in what the team shared or passed on."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.themes import BuyerQuote, Theme, themes
from handlers.knowledge import ask_facts, team_day
from handlers.rhythm_settings import day_of
from storage.customers import accounts
from storage.marketing import asks
from storage.tables import Ask, Person
from storage.workspace import people

PERIOD = timedelta(days=90)
ACCOUNTS = 3  # a theme is a phrase that buyers at this many accounts or more have used
MAX_THEMES = 3
MAX_PIECES = 1_000  # read at most this many reflections, and at most this many asks
MAX_PEOPLE = 5_000  # keep the names of at most this many colleagues out of the themes


@dataclass(frozen=True)
class TeamThemes:
    """The themes of a team, and everything that was searched for themes."""

    found: Sequence[Theme]
    said: Sequence[BuyerQuote] = field(repr=False)


async def gather(
    session: AsyncSession,
    tenant: str,
    reports: Sequence[Person],
    now: datetime,
    *,
    topics: Collection[str],
) -> TeamThemes:
    """Return the themes of the last 90 days, and the quotes that were searched. `now` is in UTC.

    One word alone, such as "phone", says too little: it is a theme only if it is among `topics`.

    The quotes are from shared reflections, and from asks that were passed on with names. Asks that
    were passed on without names are left out, so that nobody learns who passed them on.
    """
    said = await passed_and_shared(session, tenant, reports, now)
    if len({one.account_id for one in said}) < ACCOUNTS:
        return TeamThemes([], said)
    known = await accounts.all_names(session, tenant)
    ours = await people.names(session, tenant, MAX_PEOPLE)
    found = await asyncio.to_thread(_themes, said, [*known.values(), *ours], topics)
    return TeamThemes(found, said)


def _themes(
    said: Sequence[BuyerQuote], names: Collection[str], topics: Collection[str]
) -> list[Theme]:
    return themes(
        said,
        limit=MAX_THEMES,
        least=ACCOUNTS,
        keep_out=names,
        stand_ins=ask_facts.STAND_INS,
        least_words=2,
        topics=topics,
    )


async def passed_and_shared(
    session: AsyncSession, tenant: str, reports: Sequence[Person], now: datetime
) -> list[BuyerQuote]:
    """Return what the team shared, or passed on to marketing with names, in the last 90 days."""
    since = now - PERIOD
    shared = await team_day.shared_reflections(
        session, tenant, reports, since=since, limit=MAX_PIECES
    )
    # What was passed on is often in a shared reflection of the same call, too.
    calls = {one.reflection.call_id for one in shared}
    only = col(Ask.author_id).in_([one.id for one in reports]) & col(Ask.named).is_(True)
    passed = await asks.passed_on(session, tenant, since, now, MAX_PIECES, only=only)
    return [
        *(
            BuyerQuote(
                one.account.id,
                f"{one.reflection.heard}\n{one.reflection.surprise}",
                day_of(one.reflection.called_at, one.author.zone),
            )
            for one in shared
        ),
        *(
            BuyerQuote(one.account_id, f"{one.line}. {one.quote}", one.asked_at.date())
            for one in passed
            if one.account_id and one.call_id not in calls
        ),
    ]
