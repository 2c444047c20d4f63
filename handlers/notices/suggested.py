"""Marketing is told what waits for it: a rep's suggestion, drafts from feeds."""

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Strong, spans
from handlers.coaching.words import shortened
from handlers.message import Composed, OfNoUse
from handlers.notices.kind import Notice, NoticeKind
from storage import feeds, insights, people
from storage.tables import Insight

NAME = "suggested"
IN_FULL = 3


async def compose(notice: Notice) -> Composed:
    """Each with its line, and the way to publish it."""
    found: list[Insight] = []
    left_out = {}
    for row in notice.rows:
        one = await insights.by_id(notice.session, row.tenant, row.about or 0)
        if one is not None and one.state in ("draft", "suggested"):
            found.append(one)
        else:
            left_out[row.id] = "settled already"
    if not found:
        raise OfNoUse("settled already")
    lead = await _lead(notice, found[0], len(found))
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in found[:IN_FULL]:
        blocks.append(Paragraph(spans(Strong(one.headline))))
        blocks.append(Paragraph(spans(shortened(one.line, 300))))
        blocks.append(Buttons((Button("Look at it", "insight.show", str(one.id)),)))
    blocks.append(Note(spans("All that waits stands at marketing's desk: Home, Insights.")))
    return Composed(Card(lead, tuple(blocks)), left_out=left_out)


async def _lead(notice: Notice, first: Insight, suggestions: int) -> str:
    if first.feed_id is not None:
        feed = await feeds.by_id(notice.session, first.tenant, first.feed_id)
        waiting = await insights.drafts_of(notice.session, first.tenant, first.feed_id)
        drafts = "A draft waits" if waiting == 1 else f"{waiting} drafts wait"
        return f"{drafts}, from {shortened(feed.title) if feed else 'a feed'}."
    author = await people.by_id(notice.session, first.tenant, first.author_id)
    name = author.name if author else "A rep"
    if suggestions > 1:
        return f"{suggestions} insights are suggested, one by {name}."
    return f"{name} suggests an insight."


KIND = NoticeKind(NAME, "what waits at marketing's desk", compose, "marketing", repeat=True)
