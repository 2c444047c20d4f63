"""Themes among a team's buyers: phrases that recur in what the team shared or passed on."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.themes import BuyerQuote, Theme, themes
from handlers.knowledge import ask_facts, team_day
from handlers.model.themes import phrase_key, sentences_with
from handlers.rhythm_settings import day_of
from storage.customers import accounts
from storage.marketing import asks
from storage.tables import Ask, Person
from storage.workspace import people

PERIOD = timedelta(days=90)
ACCOUNTS = 3  # a theme is a phrase that buyers at this many accounts or more have used
MAX_THEMES = 3
MAX_PIECES = 1_000  # read at most this many reflections, and this many lines for marketing
MAX_PEOPLE = 5_000  # keep the names of at most this many colleagues out of the themes


@dataclass(frozen=True)
class TeamQuote:
    """A sentence from a shared reflection, with the account's name and the day of the call."""

    words: str
    account: str
    at: date


@dataclass(frozen=True)
class TeamThemes:
    """The themes of a team.

    - `found` are the themes.
    - `said` is everything that was searched for themes.
    - `quotes` maps a theme's phrase to a quote, if a shared reflection has the phrase.
    """

    found: Sequence[Theme]
    said: Sequence[BuyerQuote] = field(repr=False)
    quotes: Mapping[str, TeamQuote] = field(default_factory=dict, repr=False)


async def gather(
    session: AsyncSession,
    tenant: str,
    reports: Sequence[Person],
    now: datetime,
    *,
    topics: Collection[str],
) -> TeamThemes:
    """Return the themes of the last 90 days, and what was searched for them. `now` is in UTC.

    One word alone, such as "phone", says too little: it is a theme only if it is among `topics`.

    We search shared reflections, and lines that reps passed on to marketing under their own names.
    Lines without the rep's name are left out, so that nobody learns who passed them on.
    """
    shared, passed = await _shared_and_passed(session, tenant, reports, now)
    said = [*shared, *passed]
    if len({one.account_id for one in said}) < ACCOUNTS:
        return TeamThemes([], said)
    known = await accounts.all_names(session, tenant)
    ours = await people.names(session, tenant, MAX_PEOPLE)
    found = await asyncio.to_thread(_themes, said, [*known.values(), *ours], topics)
    return TeamThemes(found, said, dict(_quotes(found, shared, known)))


def _quotes(
    found: Sequence[Theme], shared: Sequence[BuyerQuote], names: Mapping[int, str]
) -> Iterator[tuple[str, TeamQuote]]:
    """Yield the newest shared sentence with each phrase.

    We don't quote what was passed on, because it was written for marketing, not for the manager.
    """
    for theme in found:
        # `theme.pieces` are indexes in `[*shared, *passed]`. Use only the pieces in `shared`.
        for piece in (shared[at] for at in theme.pieces if at < len(shared)):
            lines = sentences_with(phrase_key(theme.phrase), piece.words)
            if lines:
                account = names.get(piece.account_id, "")
                yield theme.phrase, TeamQuote(lines[0], account, piece.at)
                break


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
    """Return what the team shared, or passed on under the reps' names, in the last 90 days."""
    shared, passed = await _shared_and_passed(session, tenant, reports, now)
    return [*shared, *passed]


async def _shared_and_passed(
    session: AsyncSession, tenant: str, reports: Sequence[Person], now: datetime
) -> tuple[list[BuyerQuote], list[BuyerQuote]]:
    """Return what the team shared, newest call first, and what it passed on under the reps' names.

    If a reflection on a call was shared, leave out what was passed on from this call.
    """
    since = now - PERIOD
    written = await team_day.shared_reflections(
        session, tenant, reports, since=since, limit=MAX_PIECES
    )
    shared = [
        BuyerQuote(
            one.account.id,
            f"{one.reflection.heard}\n{one.reflection.surprise}",
            day_of(one.reflection.called_at, one.author.zone),
        )
        for one in written
    ]
    # A line that was passed on from these calls is often in the shared reflection, too.
    calls = {one.reflection.call_id for one in written}
    only = col(Ask.author_id).in_([one.id for one in reports]) & col(Ask.named).is_(True)
    passed = await asks.passed_on(session, tenant, since, now, MAX_PIECES, only=only)
    return shared, [
        BuyerQuote(one.account_id, f"{one.line}. {one.quote}", one.asked_at.date())
        for one in passed
        if one.account_id and one.call_id not in calls
    ]
