"""Tell a rep that a colleague has not received the rep's question about an upcoming call."""

from handlers.cards import Block, Card
from handlers.message import Composed, NoLongerUseful
from handlers.notices.help_asked import NAME as ASKED
from handlers.notices.help_asked import STAMP
from handlers.notices.help_asked import UNDELIVERED as NAME
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import help_cards
from storage import outbox
from storage.tables.types import EPOCH
from storage.team import help_requests


async def compose(notice: Notice) -> Composed:
    """Show each question that was not delivered. The rep can then ask another colleague.

    Leave out questions that need no answer any more, those that were delivered by now, and those
    whose call was moved. Raises NoLongerUseful if no question is left.
    """
    found = await help_requests.by_ids(notice.session, {row.about or 0 for row in notice.rows})
    sent = await outbox.sent_about(notice.session, notice.to.tenant, (ASKED,), [*found], EPOCH)
    delivered = {row.about for row in sent}
    cards = [
        help_cards.undelivered(asked)
        for row in notice.rows
        if (asked := found.get(row.about or 0)) is not None
        and asked.state == "waiting"
        and asked.request.id not in delivered
        and row.key.endswith(f"{asked.call.starts_at:{STAMP}}")
    ]
    if not cards:
        raise NoLongerUseful("not wanted any more")
    blocks: list[Block] = [block for card in cards for block in card.blocks]
    return Composed(Card(" · ".join(card.summary for card in cards), tuple(blocks)))


KIND = NoticeKind(NAME, "news about undelivered questions", compose, "person")
