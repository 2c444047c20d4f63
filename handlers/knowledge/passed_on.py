"""What reps passed on to marketing in the last quarter, and which pieces of it are about a topic.

A piece is what a rep passed on in one ask: a line, and the buyer's words.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.buyer_words.themes import BuyerQuote
from handlers.coaching.text.words import stems
from handlers.typed.close_words import CloseWords
from handlers.typed.marketing.asks_of_reps import asks_marketing_for
from handlers.typed.words import words_of
from storage.customers import accounts
from storage.marketing import asks
from storage.marketing.asks import EVERY, PassedOn
from storage.sales_calls import calls
from storage.tables import Ask

QUARTER = timedelta(days=90)
MAX_PIECES = 2_000  # read at most this many of the newest pieces


@dataclass(frozen=True)
class Passage:
    """A piece that is about a topic.

    `words` is the buyer's quote or the rep's line, whichever has more of the topic's words.
    `account` is the account's name, or "" if the piece belongs to no account. `called_at` (UTC) is
    when the call began. If the piece is not from a call, it is when the rep passed the piece on.
    """

    piece: PassedOn
    words: str
    account: str
    called_at: datetime


async def of_quarter(
    session: AsyncSession, tenant: str, now: datetime, *, only: ColumnElement[bool] = EVERY
) -> list[PassedOn]:
    """Return the pieces of the last quarter that match `only`, oldest first. `now` is in UTC."""
    return await asks.passed_on(session, tenant, now - QUARTER, now, MAX_PIECES, only=only)


def said(one: PassedOn) -> BuyerQuote:
    """Return the words of a piece, to search for themes and names.

    Words in which the rep asks marketing for something are left out, because no buyer said them.
    """
    parts = [part for part in (one.line, one.quote) if part and not asks_marketing_for(part)]
    words = ". ".join(parts)
    return BuyerQuote(
        one.account_id or 0, words, one.asked_at.date(), one.stage, cleaned=not one.named
    )


async def of_account(
    session: AsyncSession, tenant: str, account_id: int, now: datetime
) -> list[PassedOn]:
    """Return the pieces of the last quarter from one account, newest first. `now` is in UTC.

    Leave out pieces that were passed on without names, because readers must not learn from which
    account they are.
    """
    only = (col(Ask.account_id) == account_id) & col(Ask.named)
    return (await of_quarter(session, tenant, now, only=only))[::-1]


async def about(
    session: AsyncSession, tenant: str, now: datetime, topic: Collection[str], limit: int
) -> list[Passage]:
    """Return up to `limit` pieces of the last quarter that contain words of a topic.

    Pieces with more of the topic's words come first. If two pieces have equally many, the newer one
    comes first. `now` is in UTC.
    """
    wanted = {stem for word in topic for stem in stems(word)}
    passed = await of_quarter(session, tenant, now) if wanted else []
    found = (await asyncio.to_thread(_with_words, passed, wanted))[:limit]
    names = await accounts.by_ids(session, tenant, [one.account_id or 0 for one, _ in found])
    called = await calls.start_times(session, tenant, {one.call_id or 0 for one, _ in found})
    by_id = {one.id: one.name for one in names}
    return [
        Passage(
            one,
            words,
            by_id.get(one.account_id or 0, ""),
            called.get(one.call_id or 0, one.asked_at),
        )
        for one, words in found
    ]


async def corrected_topic(session: AsyncSession, tenant: str, now: datetime, topic: str) -> str:
    """Correct typos in a topic, by comparing its words with the words in what reps passed on.

    Return "" if there is nothing to correct. `now` is in UTC.
    """
    passed = await of_quarter(session, tenant, now)
    words = topic.lower().split()
    corrected = await asyncio.to_thread(_corrected, passed, words)
    return " ".join(corrected) if corrected != words else ""


def _corrected(passed: Sequence[PassedOn], words: Sequence[str]) -> list[str]:
    used = {word for one in passed for word in words_of(f"{one.line} {one.quote}")}
    return CloseWords(used).meant(words)


def _with_words(passed: Sequence[PassedOn], wanted: Collection[str]) -> list[tuple[PassedOn, str]]:
    """Return the pieces with any of these stems, in the order in which `about` returns them.

    Each comes with its quote or its line, whichever has more of the stems.
    """
    found: list[tuple[int, PassedOn, str]] = []
    for one in reversed(passed):
        in_quote, in_line = ({*stems(words)} & {*wanted} for words in (one.quote, one.line))
        if both := in_quote | in_line:
            words = one.quote if len(in_quote) >= len(in_line) else one.line
            found.append((len(both), one, words))
    found.sort(key=lambda each: -each[0])
    return [(one, words) for _, one, words in found]
