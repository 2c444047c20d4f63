"""Bring a rep the answer to a question about an upcoming call."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.cards import Block, Card
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell as telling
from handlers.notices import updating
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import help_cards
from storage import outbox
from storage.tables.types import EPOCH
from storage.team import help_requests
from storage.team.help_requests import HelpWithCall

NAME = "help_answered"
CHANGED = ":changed:"  # in the key of a row that brings a changed answer


async def compose(notice: Notice) -> Composed:
    """Show each answer. Raises NoLongerUseful if none of the questions is answered now.

    If the rep already got an earlier answer to a question, say that the answer was changed.
    """
    first_time = {row.about for row in notice.rows if CHANGED not in row.key}
    return await _answers(notice, first_time)


async def updated(notice: Notice) -> Composed:
    """Show the answers as they are now, in a message that showed earlier answers."""
    return await _answers(notice, frozenset())


async def tell(session: AsyncSession, asked: HelpWithCall, now: datetime) -> None:
    """Bring the rep an answer, and update the messages that show an earlier answer."""
    request = asked.request
    before = await outbox.sent_about(session, request.tenant, (NAME,), [request.id], EPOCH)
    key = f"{request.id}{CHANGED if before else ':'}{now:%Y%m%d%H%M%S%f}"
    await updating.plan(session, request.tenant, (NAME,), [request.id], now)
    await telling.tell(session, [asked.asker], NAME, request.id, now, key=key)


async def _answers(notice: Notice, first_time: Collection[int | None]) -> Composed:
    """Show the answers. Say that an answer was changed, unless its request is in `first_time`."""
    found = await help_requests.by_ids(notice.session, {row.about or 0 for row in notice.rows})
    cards = [
        help_cards.answer(one, changed=one.request.id not in first_time)
        for one in found.values()
        if one.state == "answered"
    ]
    if not cards:
        raise NoLongerUseful("no such answer")
    blocks: list[Block] = [block for card in cards for block in card.blocks]
    return Composed(Card(" · ".join(card.summary for card in cards), tuple(blocks)))


KIND = NoticeKind(NAME, "advice from colleagues", compose, "person", repeat=True, updated=updated)
