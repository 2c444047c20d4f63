"""Remind marketing of an ask that nobody has answered within a working day.

An ask is a rep's question, or a buyer's words that a rep has sent to marketing. Marketing gets one
reminder. Some events give marketing another working day to answer, such as a reply of the rep in
the ask's conversation (see `Ask.due_at`). If nobody has answered by the end of this day, marketing
gets another reminder.
"""

from dataclasses import replace

from handlers.cards import Card, Note, spans
from handlers.knowledge import ask_facts
from handlers.message import Composed, NoLongerUseful
from handlers.notices import asks_for_marketing, tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage.marketing import asks
from storage.tables import Channel
from storage.workspace import channels

NAME = "ask_waits"


async def compose(notice: Notice) -> Composed:
    """Show the ask again. In a channel with the post of the ask, leave out the buyer's words.

    Raises NoLongerUseful if the ask no longer waits for an answer, or is not due yet.
    """
    row = notice.rows[0]
    ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
    if ask is None or ask.state != "waiting":
        raise NoLongerUseful("answered already")
    if ask.due_at > notice.now:  # the rep has replied, so another reminder follows
        raise NoLongerUseful("not due yet")
    seen = await ask_facts.gather(notice.session, ask, notice.now, notice.to.zone)
    card = ask_cards.for_marketing(seen, quoted=not await _has_quote(notice))
    said = f"Still not answered: {card.summary}"
    return Composed(_reminding(replace(card, summary=said), "A reminder: nobody has answered yet."))


async def updated(notice: Notice) -> Composed:
    """Show the ask as it is now. A note says that the message is a reminder, or was one.

    Raises NoLongerUseful if the ask was deleted.
    """
    try:
        return await compose(notice)
    except NoLongerUseful:
        shown = await asks_for_marketing.updated(notice, quoted=not await _has_quote(notice))
    return Composed(_reminding(shown.card, "This was a reminder."))


async def _has_quote(notice: Notice) -> bool:
    """Check whether the reminder goes to a channel in which the ask was posted or will be posted.

    In such a channel, the post of the ask quotes the buyer.
    """
    row = notice.rows[0]
    found = await channels.that_got_or_will_get(
        notice.session, row.tenant, tell.ASK, row.about or 0
    )
    return isinstance(notice.to, Channel) and notice.to.id in {one.id for one in found}


def _reminding(card: Card, words: str) -> Card:
    return replace(card, blocks=(Note(spans(words)), *card.blocks))


KIND = NoticeKind(
    NAME, "reminders about open asks", compose, "marketing", alone=True, updated=updated
)
