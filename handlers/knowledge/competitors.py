"""The competitors that marketing knows, and those that buyers named in the last 90 days."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.mentions import Mention, first_mentions
from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.names.recurring_names import RecurringName, recurring_names
from handlers.knowledge import ask_facts, passed_on
from storage.customers import contacts
from storage.marketing import insights
from storage.marketing.asks import PassedOn
from storage.workspace import people

MAX_SHOWN, MAX_OTHERS = 3, 3
# We don't count these names as competitors. We read at most this many of them.
MAX_NAMES = 20_000  # names of accounts and contacts
MAX_PEOPLE = 5_000  # names of colleagues


@dataclass(frozen=True)
class CompetitorsNamed:
    """The competitors that were named by the most accounts, and other names that recur.

    `looked_through` is the number of pieces that we searched for names. A piece is what a rep has
    passed on to marketing at one time: a line, a quote or both.
    """

    mentions: Sequence[Mention]
    also_named: Sequence[RecurringName]
    looked_through: int


async def known(
    session: AsyncSession,
    tenant: str,
    competitors: Collection[str],
    *,
    out_at: datetime | None = None,
) -> list[str]:
    """Return the competitors that insights name, followed by `competitors`.

    `competitors` are the competitors in the playbook.
    If `out_at` (UTC) is given, we use only insights that everybody can see at that time.
    """
    return [*await insights.competitors(session, tenant, out_at=out_at), *competitors]


async def named_lately(
    session: AsyncSession, tenant: str, now: datetime, competitors: Collection[str]
) -> CompetitorsNamed:
    """Count the competitors in what reps passed on in the last 90 days. `now` is in UTC."""
    passed = await passed_on.of_quarter(session, tenant, now)
    ours = await people.names(session, tenant, MAX_PEOPLE)
    rivals = await known(session, tenant, competitors)
    return await named_in(session, tenant, passed, ours, rivals)


async def named_in(
    session: AsyncSession,
    tenant: str,
    passed: Sequence[PassedOn],
    ours: Collection[str],
    rivals: Collection[str],
) -> CompetitorsNamed:
    """Count the competitors in what was passed on.

    `ours` are the names of colleagues. `rivals` are the names of the competitors to count.
    """
    said = [passed_on.said(one) for one in passed]
    mentions = await asyncio.to_thread(first_mentions, said, rivals)
    also = await also_named(session, tenant, passed, [*ours, *rivals])
    return CompetitorsNamed(mentions[:MAX_SHOWN], also, len(passed))


async def also_named(
    session: AsyncSession, tenant: str, passed: Sequence[PassedOn], on_file: Collection[str]
) -> list[RecurringName]:
    """Return names that recur in what was passed on and are not on file."""
    others = [name for name, _ in await contacts.names_elsewhere(session, tenant, 0, MAX_NAMES)]
    quotes = [BuyerQuote(one.account_id or 0, one.quote, one.asked_at.date()) for one in passed]
    names = [*on_file, *others, *ask_facts.STAND_INS]
    return await asyncio.to_thread(recurring_names, quotes, names, MAX_OTHERS)
