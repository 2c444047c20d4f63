"""Show an ask to marketing, and say when an answer is due.

An ask is a rep's question, or a buyer's words that a rep has sent to marketing.
"""

from handlers.knowledge import ask_facts
from handlers.message import Composed, NoLongerUseful
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.marketing import ask_cards
from storage.choices import ANSWERS
from storage.marketing import asks
from storage.tables import Channel

NAME = tell.ASK


async def compose(notice: Notice) -> Composed:
    """Show the ask as it is now, with the conversation about it.

    A channel gets the ask even if somebody answered it before the channel's hours began, because we
    told the rep that the channel's members can read the ask.

    Raises NoLongerUseful in these cases:

    - The rep took the ask back.
    - The ask was deleted.
    - The ask was answered, and the notice is for a person.
    """
    row = notice.rows[0]
    ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
    answered = ask is not None and ask.state in ANSWERS and isinstance(notice.to, Channel)
    if ask is None or (ask.closed_at is not None and not answered):
        raise NoLongerUseful("settled already")
    return Composed(
        ask_cards.for_marketing(
            await ask_facts.gather(notice.session, ask, notice.now, notice.to.zone)
        )
    )


async def updated(notice: Notice, *, quoted: bool = True) -> Composed:
    """Show a sent ask as it is now, or say that it was taken back.

    Without `quoted`, leave out the buyer's words. Raises NoLongerUseful if the ask was deleted.
    """
    row = notice.rows[0]
    ask = await asks.by_id(notice.session, row.tenant, row.about or 0)
    if ask is None:
        raise NoLongerUseful("not on file any more")
    if ask.state == "withdrawn":
        return Composed(ask_cards.taken_back())
    seen = await ask_facts.gather(notice.session, ask, notice.now, notice.to.zone)
    return Composed(ask_cards.for_marketing(seen, quoted=quoted))


KIND = NoticeKind(
    NAME, "what reps pass on", compose, "marketing", alone=True, repeat=True, updated=updated
)
