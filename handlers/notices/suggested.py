"""Marketing is told what waits for it: a rep's suggestion, drafts from feeds."""

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Strong, spans
from handlers.coaching.words import shortened
from handlers.message import Composed, OfNoUse
from handlers.notices.kind import Notice, NoticeKind
from storage import insights, people
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
    lead = await _lead(notice, found)
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in found[:IN_FULL]:
        blocks.append(Paragraph(spans(Strong(one.headline))))
        blocks.append(Paragraph(spans(shortened(one.line, 300))))
        blocks.append(Buttons((Button("Look at it", "insight.show", str(one.id)),)))
    if len(found) > IN_FULL:
        blocks.append(Note(spans(f"{len(found) - IN_FULL} more wait at the desk: Home, Insights.")))
    return Composed(Card(lead, tuple(blocks)), left_out=left_out)


async def _lead(notice: Notice, found: list[Insight]) -> str:
    if found[0].feed_id is not None:
        return f"From your feeds: {shortened(found[0].headline)}" + _more(found)
    author = await people.by_id(notice.session, found[0].tenant, found[0].author_id)
    return f"{author.name if author else 'A rep'} suggests an insight{_more(found)}."


def _more(found: list[Insight]) -> str:
    return f" and {len(found) - 1} more" if len(found) > 1 else ""


KIND = NoticeKind(NAME, "what waits at marketing's desk", compose)
