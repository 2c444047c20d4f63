"""An ask with the names that may be told: gathered for its cards."""

import asyncio
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.addresses import AN_ADDRESS
from handlers.coaching.names import are_in, may_be_in, without_names
from handlers.coaching.numbers import A_NUMBER
from handlers.coaching.people_lines import is_nobody, names_in_role
from storage import accounts, asks, calls, insights, people
from storage.tables import Ask, AskNote

CUSTOMER, CONTACT, REP, COLLEAGUE = "the customer", "somebody there", "a rep", "a colleague"
OTHER_CUSTOMER, SOMEBODY = "another customer", "somebody"
# All that may stand in for something in words that are passed on without names.
STAND_INS = (CUSTOMER, CONTACT, REP, COLLEAGUE, OTHER_CUSTOMER, SOMEBODY, AN_ADDRESS, A_NUMBER)
COLLEAGUE_LIMIT = 10_000  # of ours, at most, whose names are looked for
OTHER_NAMES_LIMIT = 20_000  # other accounts and their people, at most, whose names are looked for
LINK = re.compile(r"(https?://\S+)", re.IGNORECASE)
EVENT_LOOP_LIMIT = 1_000  # of them that are compared on the event loop; more, in a thread
LEAST_ACCOUNTS = 5  # accounts that what is told without names must fit


@dataclass(frozen=True)
class SignedNote:
    """One turn of the talk, and who spoke."""

    note: AskNote
    who: str


@dataclass(frozen=True)
class AskFacts:
    """An ask with the names that may be told. `zone` (IANA) is the reader's, `now` UTC."""

    ask: Ask
    who: str  # the rep, or "a rep"
    account: str  # its name, or ""
    industry: str  # "" where it would tell which account it is
    insight: str  # the headline of the one it is about, or ""
    talk: Sequence[SignedNote]
    now: datetime
    zone: str
    heard_at: datetime | None = None  # when the call was that it comes from


async def gather(session: AsyncSession, ask: Ask, now: datetime, zone: str) -> AskFacts:
    """An ask as somebody in a zone (IANA) reads it (now: UTC)."""
    account = await accounts.by_id(session, ask.tenant, ask.account_id or 0)
    insight = await insights.by_id(session, ask.tenant, ask.insight_id or 0)
    call = await calls.by_id(session, ask.tenant, ask.call_id) if ask.call_id else None
    names = {}
    talk = await asks.notes(session, ask)
    for person_id in {ask.author_id, *(note.author_id for note in talk)}:
        person = await people.by_id(session, ask.tenant, person_id)
        names[person_id] = person.name if person else "Somebody"
    if not ask.named:
        names[ask.author_id] = REP
    industry = await _industry(session, ask, account.industry if account else "")
    return AskFacts(
        ask,
        names[ask.author_id],
        account.name if account and ask.named else "",
        industry,
        insight.headline if insight else "",
        [SignedNote(note, names[note.author_id]) for note in talk],
        now,
        zone,
        call.starts_at if call else None,
    )


async def account_name(session: AsyncSession, ask: Ask) -> str:
    """The account's name, for the rep whose ask it is; "" where it is about none."""
    account = await accounts.by_id(session, ask.tenant, ask.account_id or 0)
    return account.name if account else ""


async def _industry(session: AsyncSession, ask: Ask, industry: str) -> str:
    """The industry, if it may be told: without names it must fit several accounts."""
    if ask.named or not industry:
        return industry
    return (
        industry
        if await accounts.count_in_industry(session, ask.tenant, industry) >= LEAST_ACCOUNTS
        else ""
    )


async def stand_ins(
    session: AsyncSession, tenant: str, account_id: int, rep: str, words: str
) -> dict[str, str]:
    """The names that stay out of `words`, passed on without names, and what stands in for each.

    What stands in names nobody: a role as it was typed might ("assistant to Peter Huber").
    """
    account = await accounts.by_id(session, tenant, account_id)
    found = {}
    for one in (await accounts.contacts(session, [account_id])).get(account_id, ()):
        if not is_nobody(one.name):
            found[one.name] = CONTACT
        found |= dict.fromkeys(names_in_role(one.role), CONTACT)
    found |= {rep: REP} | ({account.name: CUSTOMER} if account else {})
    colleagues = await people.names(session, tenant, COLLEAGUE_LIMIT)
    own = dict.fromkeys(may_be_in(words, colleagues), COLLEAGUE) | found
    return own | await _names_elsewhere(session, tenant, account_id, words, own)


async def without_names_of(
    session: AsyncSession, ask: Ask, words: str, *, links: bool = False
) -> str:
    """`words` about an ask that goes without names, cleaned as the ask was.

    With `links`, a link stays unless it clearly holds one of the names.
    """
    author = await people.by_id(session, ask.tenant, ask.author_id)
    rep = author.name if author else ""
    names = await stand_ins(session, ask.tenant, ask.account_id or 0, rep, words)
    pieces = LINK.split(words) if links else [words]
    cleaned = "".join(
        piece if at % 2 and not are_in(piece, names) else without_names(piece, names)
        for at, piece in enumerate(pieces)
    )
    return cleaned if cleaned == words else cleaned[:1].upper() + cleaned[1:]


async def _names_elsewhere(
    session: AsyncSession, tenant: str, account_id: int, words: str, known: Collection[str]
) -> dict[str, str]:
    """Other customers and their people, as far as `words` name them."""
    rows = await accounts.names_elsewhere(session, tenant, account_id, OTHER_NAMES_LIMIT)
    names = [name for name, _ in rows if name not in known and not is_nobody(name)]
    if len(names) > EVENT_LOOP_LIMIT:
        there = set(await asyncio.to_thread(are_in, words, names))
    else:
        there = set(are_in(words, names))
    return {
        name: OTHER_CUSTOMER if is_account else SOMEBODY
        for name, is_account in rows
        if name in there
    }
