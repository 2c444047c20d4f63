"""Tell marketing which suggestions from reps and drafts from feeds are waiting."""

from collections.abc import Sequence

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, Strong, spans, typed
from handlers.coaching.text.words import shortened
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from storage.choices import UNDECIDED, DropReason
from storage.marketing import feeds, insights
from storage.tables import Insight
from storage.workspace import people

NAME = "suggested"
MAX_IN_FULL = 3


async def compose(notice: Notice) -> Composed:
    """Say who suggested insights, and which feeds brought drafts.

    Show the first three of these insights and drafts, and say how many drafts are waiting in total.
    Raises NoLongerUseful if all insights and drafts of the notice are decided or deleted.
    """
    found: list[Insight] = []
    left_out: dict[int, DropReason] = {}
    for row in notice.rows:
        one = await insights.by_id(notice.session, row.tenant, row.about or 0)
        if one is not None and one.state in UNDECIDED:
            found.append(one)
        else:
            left_out[row.id] = "settled already"
    if not found:
        raise NoLongerUseful("settled already")
    lead = await _lead(notice, found)
    blocks: list[Block] = [Paragraph(spans(lead))]
    for one in found[:MAX_IN_FULL]:
        blocks.append(Paragraph(spans(Strong(one.headline, typed=True))))
        blocks.append(Paragraph(spans(typed(shortened(one.line, 300)))))
        look = Button("Look at it", "insight.show", str(one.id), about=one.headline)
        blocks.append(Buttons((look,)))
    blocks += await _in_all(notice)
    return Composed(Card(lead, tuple(blocks)), left_out=left_out)


async def _lead(notice: Notice, found: Sequence[Insight]) -> str:
    """Return "Tomas Keller suggested an insight. 3 drafts from Routely news.".

    If a feed was removed after it brought drafts, give the number of its drafts without the feed's
    name: "2 drafts are waiting.".
    """
    said = []
    suggestions = [one for one in found if one.state == "suggested"]
    if suggestions:
        author = await people.by_id(notice.session, found[0].tenant, suggestions[0].author_id)
        name = author.name if author else "A rep"
        if len(suggestions) == 1:
            said.append(f"{name} suggested an insight.")
        else:
            said.append(f"{len(suggestions)} insights were suggested, the first by {name}.")
    said += await _from_feeds(notice, found)
    if others := sum(one.state == "draft" and one.feed_id is None for one in found):
        said.append("A draft is waiting." if others == 1 else f"{others} drafts are waiting.")
    return " ".join(said)


async def _from_feeds(notice: Notice, found: Sequence[Insight]) -> list[str]:
    """Return "3 drafts from Routely news." and "1 more entry was left out.".

    Return [] if none of the insights in `found` came from a feed.
    """
    ids = {one.feed_id for one in found if one.feed_id is not None}
    if not ids:
        return []
    tenant = found[0].tenant
    waiting = await insights.count_drafts_by_feed(notice.session, tenant)
    brought = [feed for feed in await feeds.of_tenant(notice.session, tenant) if feed.id in ids]
    drafts = sum(waiting.get(id_, 0) for id_ in ids)
    count = "1 draft" if drafts == 1 else f"{drafts} drafts"
    where = shortened(brought[0].title) if len(brought) == 1 else f"{len(ids)} feeds"
    said = [f"{count} from {where}."]
    if left := sum(feed.left_over for feed in brought):
        entries = "1 more entry was" if left == 1 else f"{left} more entries were"
        said.append(f"{entries} left out.")
    return said


async def _in_all(notice: Notice) -> list[Block]:
    """Say how many drafts are waiting in all, with a button that shows them."""
    by_feed = await insights.count_drafts_by_feed(notice.session, notice.to.tenant)
    if not by_feed:
        return []
    drafts, sources = sum(by_feed.values()), len(by_feed)
    total = "1 draft is waiting" if drafts == 1 else f"{drafts} drafts are waiting"
    of = "1 feed" if sources == 1 else f"{sources} feeds"
    return [
        Note(spans(f"In total, {total} for you, from {of}.")),
        Buttons((Button("All drafts", "drafts.show", "0"),)),
    ]


KIND = NoticeKind(NAME, "suggestions and drafts", compose, "marketing", repeat=True)
