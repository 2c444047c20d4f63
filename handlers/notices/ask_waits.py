"""The one reminder: an ask has had no answer for a working day."""

from dataclasses import replace

from handlers import ask_cards, asked
from handlers.message import Composed, OfNoUse
from handlers.notices.kind import Notice, NoticeKind
from storage import asks

NAME = "ask_waits"


async def compose(notice: Notice) -> Composed:
    """The ask again, if nobody said anything about it; after this it stands in the digest."""
    row = notice.rows[0]
    ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
    if ask is None or ask.closed_at is not None or ask.first_answer_at is not None:
        raise OfNoUse("answered already")
    seen = await asked.seen(notice.session, ask, notice.now, notice.to.zone)
    card = ask_cards.for_marketing(seen)
    return Composed(replace(card, summary=f"Still without an answer: {card.summary}"))


KIND = NoticeKind(NAME, "reminders of what waits", compose, "marketing", alone=True)
