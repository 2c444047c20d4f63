"""Whoever took something up is told when the rep takes it back."""

from handlers import ask_cards, asked
from handlers.cards import Block, Card, Paragraph, spans
from handlers.message import Composed, OfNoUse
from handlers.notices.kind import Notice, NoticeKind
from storage import asks

NAME = "taken_back"


async def compose(notice: Notice) -> Composed:
    """One sentence each, without the words that were taken back."""
    said = []
    for row in notice.rows:
        ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
        if ask is not None and ask.state == "withdrawn":
            seen = await asked.seen(notice.session, ask, notice.now, notice.to.zone)
            said.append(ask_cards.was_taken_back(seen))
    if not said:
        raise OfNoUse("passed on again")
    blocks: list[Block] = [Paragraph(spans(sentence)) for sentence in said]
    return Composed(Card(said[0], tuple(blocks)))


KIND = NoticeKind(NAME, "news of what you took up", compose, "person", repeat=True)
