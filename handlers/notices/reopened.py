"""Tell a rep that marketing took back its answer to an ask, or gave the ask back.

An ask is a rep's question, or a buyer's words that a rep has sent to marketing. A person in
marketing takes on an ask. The same person can give the ask back, so that somebody else can take it.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Card, Note, Paragraph, spans
from handlers.knowledge import ask_facts
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell as telling
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage.marketing import asks
from storage.tables import Ask, Outbox
from storage.workspace import people

NAME = "reopened"
ANSWER_BACK = ":answer:"  # this is in a row's key if an answer was taken back
ANSWER_TAKEN_BACK = "Marketing took its answer back. What you passed on is open again."
GIVEN_BACK = "Whoever was on this in marketing gave it back. It waits for somebody else."


async def compose(notice: Notice) -> Composed:
    """Show each ask, and say whether marketing took its answer back or gave the ask back.

    Leave out asks that have been closed in the meantime. Of the asks that were given back, also
    leave out those that somebody else has taken on. Raises NoLongerUseful if no ask is left.
    """
    blocks: list[Block] = []
    for row in notice.rows:
        blocks += await _part(notice, row)
    if not blocks:
        raise NoLongerUseful("settled already")
    lead = ANSWER_TAKEN_BACK if ANSWER_BACK in notice.rows[0].key else GIVEN_BACK
    return Composed(Card(lead, tuple(blocks)))


async def _part(notice: Notice, row: Outbox) -> list[Block]:
    ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
    answer = ANSWER_BACK in row.key
    if ask is None or ask.closed_at or (ask.state == "taken_up" and not answer):
        return []
    account = await ask_facts.account_name(notice.session, ask)
    said = ANSWER_TAKEN_BACK if answer else GIVEN_BACK
    return [Paragraph(spans(said)), Note(ask_cards.own_line(ask, account))]


async def tell(session: AsyncSession, ask: Ask, now: datetime, *, answer: bool) -> None:
    """Tell the rep who wrote the ask what happened to it in marketing.

    If `answer` is true, marketing took its answer back. Otherwise, the person who had taken the ask
    on gave it back.
    """
    author = await people.by_id(session, ask.tenant, ask.author_id)
    if author is not None:
        key = f"{ask.id}{ANSWER_BACK if answer else ':'}{now:%Y%m%d%H%M%S%f}"
        await telling.tell(session, [author], NAME, ask.id, now, key=key)


KIND = NoticeKind(NAME, "news that marketing took something back", compose, "person", repeat=True)
