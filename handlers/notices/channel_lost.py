"""A channel cannot be posted to: whoever subscribed it is told how to mend that."""

from handlers.cards import Card, Paragraph, spans
from handlers.message import Composed, OfNoUse
from handlers.notices import tell
from handlers.notices.kind import Notice, NoticeKind
from storage import channels


async def compose(notice: Notice) -> Composed:
    """One sentence a channel."""
    names = []
    for row in notice.rows:
        channel = await channels.by_id(notice.session, row.tenant, row.about or 0)
        if channel is not None and channel.unreachable:
            names.append(channel.name)
    if not names:
        raise OfNoUse("it can be posted to again")
    where = " and ".join(dict.fromkeys(names))
    lead = f"Attune cannot post in {where}. Invite it there, then type /insight subscribe in it."
    return Composed(Card(lead, (Paragraph(spans(lead)),)))


KIND = NoticeKind(tell.LOST, "news of your channels", compose, "person", repeat=True)
