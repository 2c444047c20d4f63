"""Tell a rep that marketing took its answer back, or that nobody works on the ask any more.

An ask is a rep's question, or a buyer's words that a rep has sent to marketing.
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
ANSWER_BACK = ":answer:"  # in the key of a row that says that an answer was taken back
ANSWER_TAKEN_BACK = "Marketing took its answer back. What you passed on is open again."
GIVEN_BACK = "Whoever was on this in marketing gave it back. It waits for somebody else."


async def compose(notice: Notice) -> Composed:
    """Say for each ask what was taken back, with the rep's own line.

    Leave out an ask that is closed by now. If marketing gave an ask back, also leave it out if
    somebody has taken it on since then. Raises NoLongerUseful if no ask is left.
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
    """Tell the rep who wrote the ask that marketing took its answer back.

    Without `answer`, tell the rep that whoever had taken the ask on gave it back.
    """
    author = await people.by_id(session, ask.tenant, ask.author_id)
    if author is not None:
        key = f"{ask.id}{ANSWER_BACK if answer else ':'}{now:%Y%m%d%H%M%S%f}"
        await telling.tell(session, [author], NAME, ask.id, now, key=key)


KIND = NoticeKind(NAME, "news that marketing took something back", compose, "person", repeat=True)
