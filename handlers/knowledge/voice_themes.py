"""The themes of a period: phrases that recur in what reps passed on to marketing.

The weekly digest and marketing's card both use this module, so that they show the same themes.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.themes import BuyerQuote, Theme, themes
from handlers.knowledge import ask_facts, passed_on
from handlers.knowledge.competitors import MAX_PEOPLE, CompetitorsNamed, named_in
from handlers.knowledge.competitors import known as known_competitors
from handlers.knowledge.passed_on import MAX_PIECES
from storage.choices import LEFT
from storage.customers import accounts
from storage.marketing import asks
from storage.marketing.asks import EVERY, PassedOn
from storage.tables import Ask, Person
from storage.workspace import people

MONTH = timedelta(days=28)
ACCOUNTS = 2  # a theme is a phrase that buyers at this many accounts or more have used
MAX_THEMES = 3


@dataclass(frozen=True)
class CountedThemes:
    """The themes of a period, and what was read to find them.

    - `found` are the themes. `Theme.pieces` has indexes into `recent`.
    - `recent` is what reps passed on in the period, oldest first.
    - `quarter` is what reps passed on in the last 90 days, oldest first.
    - `competitors` are the competitors that `quarter` names.
    - `accounts` has the names of all accounts, by id.
    """

    found: Sequence[Theme]
    recent: Sequence[PassedOn]
    quarter: Sequence[PassedOn]
    competitors: CompetitorsNamed
    accounts: Mapping[int, str]


async def count(
    session: AsyncSession,
    tenant: str,
    now: datetime,
    *,
    competitors: Collection[str],
    only: ColumnElement[bool] = EVERY,
    within: timedelta = MONTH,
) -> CountedThemes:
    """Count themes and competitors in the asks that match `only`. `now` is in UTC.

    Themes are counted in the period that ends at `now` and is `within` long. `within` is at most
    90 days. Competitors are counted in the 90 days before `now`.

    No theme contains the name of an account, a colleague or a competitor. Competitors are:
    - the names in `competitors`
    - the competitors that insights name
    - names that recur in the asks
    """
    quarter = await passed_on.of_quarter(session, tenant, now, only=only)
    recent = [one for one in quarter if one.asked_at >= now - within]
    known = await accounts.all_names(session, tenant)
    ours = await people.names(session, tenant, MAX_PEOPLE)
    rivals = await known_competitors(session, tenant, competitors)
    named = await named_in(session, tenant, quarter, ours, rivals)
    names = [*known.values(), *ours, *rivals, *(one.name for one in named.also_named)]
    return CountedThemes(await _themes(recent, names), recent, quarter, named, known)


async def _themes(recent: Sequence[PassedOn], names: Collection[str]) -> list[Theme]:
    return await asyncio.to_thread(
        themes,
        [passed_on.said(one) for one in recent],
        limit=MAX_THEMES,
        least=ACCOUNTS,
        keep_out=names,
        stand_ins=ask_facts.STAND_INS,
    )


def quotes(phrase: str, pieces: Sequence[PassedOn]) -> list[PassedOn]:
    """Choose one piece for each account. `pieces` are oldest first.

    For an account, choose its newest piece whose quote has the phrase. If no quote has it, choose
    its newest piece. The result begins with the pieces whose quotes have the phrase. The other
    pieces follow. Both parts are newest first.
    """
    key = phrase.casefold()
    newest = list(reversed(pieces))
    newest.sort(key=lambda one: key not in one.quote.casefold())
    by_account: dict[int | None, PassedOn] = {}
    for one in newest:
        by_account.setdefault(one.account_id, one)
    return list(by_account.values())


async def said_by_willing(
    session: AsyncSession, tenant: str, now: datetime, unwilling: Collection[int]
) -> Sequence[BuyerQuote]:
    """Return what reps passed on in the last four weeks, to send it to a language model.

    Leave out reps who have left the company. Also leave out reps who have switched the model off:
    their ids are in `unwilling`.
    """
    here = select(Person.id).where(col(Person.tenant) == tenant, col(Person.standing) != LEFT)
    only = col(Ask.author_id).in_(here) & col(Ask.author_id).not_in(unwilling)
    month = await asks.passed_on(session, tenant, now - MONTH, now, MAX_PIECES, only=only)
    return [passed_on.said(one) for one in month]
