"""Bring a rep the answer to a question about a coming call."""

from handlers.cards import Block, Card
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views import help_cards
from storage import help_requests

NAME = "help_answered"


async def compose(notice: Notice) -> Composed:
    """Show each answer. Raises NoLongerUseful if no question with an answer is left."""
    found = await help_requests.by_ids(notice.session, {row.about or 0 for row in notice.rows})
    cards = [help_cards.answer(one) for one in found.values() if one.state == "answered"]
    if not cards:
        raise NoLongerUseful("no such answer")
    blocks: list[Block] = [block for card in cards for block in card.blocks]
    return Composed(Card(" · ".join(card.summary for card in cards), tuple(blocks)))


KIND = NoticeKind(NAME, "advice from colleagues", compose, "person", repeat=True)
