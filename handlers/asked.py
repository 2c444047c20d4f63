"""An ask with the names that may be told: gathered for its cards."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.ask_cards import AskSeen, Turned
from handlers.coaching.names import may_be_in
from storage import accounts, asks, calls, insights, people
from storage.tables import Ask

CUSTOMER, CONTACT, REP, COLLEAGUE = "the customer", "somebody there", "a rep", "a colleague"
COLLEAGUES = 10_000  # of ours, at most, whose names are looked for
ALIKE = 5  # accounts that what is told without names must fit


async def seen(session: AsyncSession, ask: Ask, now: datetime, zone: str) -> AskSeen:
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
    return AskSeen(
        ask,
        names[ask.author_id],
        account.name if account and ask.named else "",
        industry,
        insight.headline if insight else "",
        [Turned(note, names[note.author_id]) for note in talk],
        now,
        zone,
        call.starts_at if call else None,
    )


async def _industry(session: AsyncSession, ask: Ask, industry: str) -> str:
    """The industry, if it may be told: without names it must fit several accounts."""
    if ask.named or not industry:
        return industry
    return industry if await accounts.in_industry(session, ask.tenant, industry) >= ALIKE else ""


async def stand_ins(
    session: AsyncSession, tenant: str, account_id: int, rep: str, words: str
) -> dict[str, str]:
    """The names that stay out of `words`, passed on without names, and what stands in for each."""
    account = await accounts.by_id(session, tenant, account_id)
    people_there = await accounts.contacts(session, tenant, account_id)
    found = {one.name: CONTACT for one in people_there}
    found |= {rep: REP} | ({account.name: CUSTOMER} if account else {})
    colleagues = await people.names(session, tenant, COLLEAGUES)
    return dict.fromkeys(may_be_in(words, colleagues), COLLEAGUE) | found
